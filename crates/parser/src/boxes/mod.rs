//! Boxes (专栏): where each begins and ends, and its items.
//!
//! [`title`] recognises the line 专栏 1 …, [`region`] decides where the box ends in plain text, [`items`] parts its
//! lines into entries, paragraphs and tables.

mod items;
mod region;
mod title;

use gangyao_text::NormRange;

pub(crate) use title::head;

use crate::flow::Flow;
use crate::numbering::Marker;
use crate::tree::BoxItem;

/// Where a box stands in the flow.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    /// Its first line.
    pub start: usize,
    /// Its first line after label and title.
    pub body: usize,
    /// One past its last line.
    pub end: usize,
    /// Lines inside at which label and title are printed again.
    pub repeats: Vec<usize>,
    pub number: Option<u32>,
    label: NormRange,
    title: Vec<NormRange>,
}

/// All boxes, in order; `free` tells of lines that may belong to one.
pub(crate) fn find(flow: &Flow<'_, '_>, free: &dyn Fn(usize) -> bool) -> Vec<Region> {
    let starts: Vec<_> =
        (0..flow.len()).filter(|&at| free(at)).filter_map(|at| title::start(flow, at)).collect();
    if starts.is_empty() {
        return Vec::new();
    }
    let styles = region::Styles::of(flow, &starts, free);
    let mut found: Vec<Region> = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        // The title printed again after a page break lies in the box that it repeats.
        if found.last().is_some_and(|region| region.end > start.at) {
            continue;
        }
        found.push(region::region(flow, &starts, i, &styles, free));
    }
    found
}

/// The box of a region.
pub(crate) fn build(flow: &Flow<'_, '_>, region: &Region) -> BoxItem {
    let norm = &flow.lines.norm.text;
    let mut lines: Vec<NormRange> = (region.start..region.body).map(|at| flow.range(at)).collect();
    lines.extend(region.repeats.iter().map(|&at| flow.range(at)));
    let at = crate::paragraph::join(norm, &lines, 0).ranges();
    let parts = items::parts(flow, region);
    BoxItem {
        number: region.number,
        label: Some(gangyao_normaliser::Joined::of(norm, region.label)),
        title: crate::paragraph::join(norm, &region.title, 0),
        at,
        picture: parts.is_empty(),
        parts,
    }
}

/// The style of a box item's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemStyle {
    /// 1. 1、 （1） 一、 （一）
    Numbered(Marker),
    /// 01
    Padded,
    /// ①
    Circled,
    /// 1）
    HalfBracketed,
    /// ●, ——
    Bullet,
}

/// The mark at the start of a box item: style, number and length in bytes.
pub(crate) fn item_mark(text: &str) -> Option<(ItemStyle, Option<u32>, usize)> {
    if let Some((number, len)) = padded(text) {
        return Some((ItemStyle::Padded, Some(number), len));
    }
    if let Some((number, len)) = crate::shape::circled(text) {
        return Some((ItemStyle::Circled, Some(number), len));
    }
    if let Some((number, len)) = half_bracketed(text) {
        return Some((ItemStyle::HalfBracketed, Some(number), len));
    }
    if let Some(len) = crate::shape::bullet_len(text) {
        return Some((ItemStyle::Bullet, None, len));
    }
    let label = crate::numbering::label(text)?;
    (!label.marker.is_named() && label.marker != Marker::Decimal).then_some((
        ItemStyle::Numbered(label.marker),
        Some(label.number),
        label.len,
    ))
}

/// 1）产业平台项目：……, 1) …: a number with one bracket.
fn half_bracketed(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let close = text[len..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
    let end = len + close.len_utf8();
    let titled = text[end..].trim_start().chars().next().is_some_and(gangyao_text::is_han);
    let number = text[..len].parse().ok().filter(|number| (1..=60).contains(number))?;
    titled.then_some((number, end))
}

/// 01 关键核心技术: two digits, the first a zero below ten, and white space.
fn padded(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    if bytes.len() == 2 && bytes[0] == b'0' && bytes[1].is_ascii_digit() {
        // The number alone on its line, the name on the next.
        return Some((u32::from(bytes[1] - b'0'), 2));
    }
    let digits = bytes.len() > 3 && bytes[0].is_ascii_digit() && bytes[1].is_ascii_digit();
    if !digits || bytes[2].is_ascii_digit() {
        return None;
    }
    let rest = text[2..].trim_start_matches([' ', '\t', '.', '、', '．']);
    let number = u32::from(bytes[0] - b'0') * 10 + u32::from(bytes[1] - b'0');
    let titled = rest.chars().next().is_some_and(|c| gangyao_text::is_han(c) || matches!(c, '“' | '《'));
    let spaced = rest.len() < text.len() - 2;
    (titled && (number < 10 || spaced && bytes[2] == b' ') && (1..=60).contains(&number))
        .then_some((number, 2))
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;
    use crate::lines::Lines;
    use crate::tree::BoxPart;

    /// Boxes as lines: `number title`, then `  number name…` an entry, `  - …` a paragraph; then the text after it.
    fn render(text: &str) -> Vec<String> {
        render_source(&Source::plain(text.to_owned()))
    }

    fn render_source(source: &Source) -> Vec<String> {
        let norm = normalise(source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |line| lines.layout(line).picture);
        let mut out = Vec::new();
        for region in find(&flow, &|_| true) {
            let item = build(&flow, &region);
            out.push(format!(
                "{} {}",
                item.number.map_or("-".to_owned(), |n| n.to_string()),
                item.title.text()
            ));
            for part in &item.parts {
                match part {
                    BoxPart::Entry(entry) => {
                        let text: Vec<_> = entry.paragraphs.iter().map(|p| p.text()).collect();
                        out.push(format!(
                            "  {} {}",
                            entry.number.map_or("-".to_owned(), |n| n.to_string()),
                            text.join(" | ")
                        ));
                    }
                    BoxPart::Paragraph(p) => out.push(format!("  p {}", p.text.text())),
                    BoxPart::Table(t) => out.push(format!("  table {}x{}", t.grid.rows, t.grid.columns)),
                }
            }
            if region.end < flow.len() {
                out.push(format!("then {}", flow.text(region.end)));
            }
        }
        out
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(render(text), expected, "{text}");
    }

    /// The places of the boxes of a text in which lines that begin with `|` stand in one frame and `〔图〕` is a picture.
    fn laid_out(text: &str, expected: &[(u32, usize, usize)]) {
        let layout = text
            .lines()
            .map(|line| gangyao_text::LineLayout {
                end: gangyao_text::LineEnd::Paragraph,
                frame: line.starts_with('|').then_some(0),
                picture: line == "〔图〕",
                ..Default::default()
            })
            .collect();
        let text = text.replace(['|'], "").replace("〔图〕", "");
        let norm_source = Source { layout, ..Source::plain(text) };
        let norm = normalise(&norm_source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |line| lines.layout(line).picture);
        let found: Vec<_> = find(&flow, &|_| true)
            .iter()
            .map(|region| (region.number.unwrap_or(0), region.start, region.end))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_picture_under_a_title_is_the_box() {
        laid_out("第一章 总则\n专栏9 社会保障工程\n〔图〕\n完善制度，扩大覆盖。\n第二章 任务", &[(9, 1, 2)]);
        laid_out(
            "第一章 总则\n专栏9 社会保障工程\n〔图〕\n1.参保工程。扩大覆盖。\n第二章 任务",
            &[(9, 1, 3)],
        );
    }

    #[test]
    fn boxes_that_grew_together_in_one_frame() {
        laid_out(
            "第一章 总则\n|专栏1 水利工程\n|1.水库。新建。\n|专栏2 交通工程\n|1.公路。改造。\n坚持保护。推进治理。",
            &[(1, 1, 3), (2, 3, 5)],
        );
        laid_out(
            "第一章 总则\n|专栏1 水利工程\n|1.水库。新建。\n|专栏1 水利工程（续）\n|2.渠道。改造。\n坚持保护。",
            &[(1, 1, 5)],
        );
    }

    #[test]
    fn a_title_printed_again_inside_the_frame() {
        let text = "第一章 总则\n专栏1 水利工程\n1.水库工程。新建水库，\n专栏1 水利工程\n扩建水库。\n2.渠道工程。改造。\n第二章 任务";
        let frame = |at| (1..6).contains(&at).then_some(0);
        let layout =
            (0..7).map(|at| gangyao_text::LineLayout { frame: frame(at), ..Default::default() }).collect();
        let source = Source { layout, ..Source::plain(text.to_owned()) };
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let regions = find(&flow, &|_| true);
        assert_eq!((regions.len(), regions[0].end, regions[0].repeats.clone()), (1, 6, vec![3]));
        assert_eq!(build(&flow, &regions[0]).parts.len(), 2);
    }

    /// A box in a table whose first column holds `lines[0]`; the others stand in rows of `columns` cells beside it.
    fn beside(lines: &[&str], columns: usize, end: gangyao_text::LineEnd) -> Vec<String> {
        use gangyao_text::{LineLayout, SourceCell, SourceRange, SourceTable};
        let text = format!("第一章 总则\n{}\n坚持保护。推进治理。", lines.join("\n"));
        let mut at = text.find('\n').unwrap() + 1;
        let mut cells = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            let range = SourceRange::from_usize(at, at + line.len());
            let (row, col) = if i == 0 { (0, 0) } else { ((i - 1) / columns, (i - 1) % columns + 1) };
            let row_span = if i == 0 { ((lines.len() - 1) / columns) as u32 } else { 1 };
            cells.push(SourceCell { range, row: row as u32, col: col as u32, row_span, col_span: 1 });
            at += line.len() + 1;
        }
        let range = SourceRange { start: cells[0].range.start, end: cells[cells.len() - 1].range.end };
        let inside = |start: usize| (range.start as usize..range.end as usize).contains(&start);
        let mut start = 0;
        let layout = text.split('\n').map(|line| {
            let table = inside(start).then_some(0);
            start += line.len() + 1;
            LineLayout { table, end, ..LineLayout::default() }
        });
        let layout = layout.collect();
        render_source(&Source { layout, tables: vec![SourceTable { range, cells }], ..Source::plain(text) })
    }

    #[test]
    fn items_beside_their_title() {
        let paragraph = gangyao_text::LineEnd::Paragraph;
        assert_eq!(
            beside(&["专栏2 水利工程", "1.水库工程。新建水库。", "2.渠道工程。改造渠道。"], 1, paragraph),
            [
                "2 水利工程",
                "  1 水库工程。新建水库。",
                "  2 渠道工程。改造渠道。",
                "then 坚持保护。推进治理。"
            ]
        );
        let two = ["专栏2 水利工程", "1.水库工程", "新建水库。", "2.渠道工程", "改造渠道。"];
        assert_eq!(
            beside(&two, 2, paragraph),
            [
                "2 水利工程",
                "  1 水库工程 | 新建水库。",
                "  2 渠道工程 | 改造渠道。",
                "then 坚持保护。推进治理。"
            ]
        );
        // Rows without a mark are a table.
        let table = ["专栏2 水利工程", "项目", "内容", "水库", "新建。"];
        assert_eq!(beside(&table, 2, paragraph)[1], "  table 2x3");
    }

    #[test]
    fn a_picture_below_the_title_is_the_box() {
        let text = "第一章 总则\n专栏1 重点区域图\n区域布局图\n坚持创新驱动，推动高质量发展。\n专栏2 重点工程\n\n1. 甲工程：建设乙。";
        let mut source = Source::plain(text.to_owned());
        source.layout = vec![gangyao_text::LineLayout::default(); 7];
        source.layout[2].picture = true;
        source.layout[5].picture = true;
        let boxes = render_source(&source);
        assert_eq!(
            boxes,
            ["1 重点区域图", "then 坚持创新驱动，推动高质量发展。", "2 重点工程", "  1 甲工程：建设乙。"]
        );
    }

    #[test]
    fn numbered_items_between_blank_lines() {
        check(
            "第一节 目标\n\n加强保护。推进治理工作。\n\n专栏 2 绿色重点工程\n\n1. 修复工程：实施治理，\n\n建设水库。\n\n2. 低碳工程：推动建设。\n\n坚持保护。推进治理工作。\n\n第二节 任务",
            &[
                "2 绿色重点工程",
                "  1 修复工程：实施治理，建设水库。",
                "  2 低碳工程：推动建设。",
                "then 坚持保护。推进治理工作。",
            ],
        );
    }

    #[test]
    fn an_unnumbered_item() {
        check(
            "专栏6 低空经济重点工程\n\n低空应用工程：推广飞行应用，实施品牌项目。\n\n第四节 培育产业",
            &["6 低空经济重点工程", "  - 低空应用工程：推广飞行应用，实施品牌项目。", "then 第四节 培育产业"],
        );
    }

    #[test]
    fn names_on_their_own_lines_and_a_title_on_the_next() {
        check(
            "专栏 1\n\n保护重大工程\n\n01 就地保护工程\n开展保护。\n02 防控治理工程\n持续开展调查。\n\n五、强化监测\n（一）开展监测。持续推进。",
            &[
                "1 保护重大工程",
                "  1 就地保护工程 | 开展保护。",
                "  2 防控治理工程 | 持续开展调查。",
                "then 五、强化监测",
            ],
        );
    }

    #[test]
    fn a_title_printed_again_after_the_page_break() {
        check(
            "专栏 2\n能力提升工程\n01 网络建设\n布设点位，优化\n\n专栏 2\n能力提升工程\n完善体系。\n02 平台建设\n集成数据。\n\n六、执法",
            &[
                "2 能力提升工程",
                "  1 网络建设 | 布设点位，优化完善体系。",
                "  2 平台建设 | 集成数据。",
                "then 六、执法",
            ],
        );
    }

    #[test]
    fn items_in_the_style_of_the_headings() {
        check(
            "（一）构建体系。\n1.建立理论体系。\n聚焦前沿。\n专栏1 基础理论\n1.大数据智能理论。研究方法。\n2.跨媒体理论。研究感知。\n2.建立技术体系。\n围绕需求。",
            &[
                "1 基础理论",
                "  1 大数据智能理论。研究方法。",
                "  2 跨媒体理论。研究感知。",
                "then 2.建立技术体系。",
            ],
        );
    }

    #[test]
    fn an_introduction_before_the_items() {
        check(
            "第一章 总则\n专栏7 创新枢纽\n以枢纽为抓手，推动改革。\n1．“两城”：指两个科技城。\n2．“两区”：指两个区。\n\n第二节 人才",
            &[
                "7 创新枢纽",
                "  p 以枢纽为抓手，推动改革。",
                "  1 “两城”：指两个科技城。",
                "  2 “两区”：指两个区。",
                "then 第二节 人才",
            ],
        );
    }

    #[test]
    fn numbers_with_one_bracket() {
        check(
            "第一章 工业\n专栏1 重点项目\n1）平台项目：建设厂房，完善管网。\n2）制造项目：建成车桥、粮油项目。\n第二章 农业",
            &[
                "1 重点项目",
                "  1 平台项目：建设厂房，完善管网。",
                "  2 制造项目：建成车桥、粮油项目。",
                "then 第二章 农业",
            ],
        );
    }

    #[test]
    fn names_before_full_stops_between_blank_lines() {
        check(
            "第一章 交通\n加快建设。推进治理工作。\n\n专栏1 重点工程\n\n公路。续建环线高速公路。\n\n铁路。续建东线铁路。\n\n坚持联网补网。推进路网建设。\n\n第二章 农业",
            &[
                "1 重点工程",
                "  - 公路。续建环线高速公路。",
                "  - 铁路。续建东线铁路。",
                "then 坚持联网补网。推进路网建设。",
            ],
        );
    }

    #[test]
    fn prose_below_the_rows_of_a_table() {
        let prose = "展望2035年，全省与全国同步基本实现社会主义现代化，人均地区生产总值达到中等水平。";
        check(
            &format!(
                "第三节 目标\n到2030年取得进展。\n专栏1 主要指标\n类别\t指标\t2025年\t2030年\t属性\n经济\t1.地区生产总值增长（%）\t5.2\t6\t预期性\n\t2.全员劳动生产率增长（%）\t5.6\t高于生产总值增长\t预期性\n{prose}\n第四节 任务"
            ),
            &["1 主要指标", "  table 3x5", &format!("then {prose}")],
        );
    }

    #[test]
    fn two_levels_of_items() {
        check(
            "第一章 格局\n专栏14 空间格局\n一、近期格局。构建格局。\n1．南北田园：田园在南。\n2．中部都市：都市在中。\n二、远期格局。构建远景。\n1．双核辐射：聚焦双核。\n\n推动中部焕新。进一步提升。\n第二节 引导",
            &[
                "14 空间格局",
                "  1 近期格局。构建格局。",
                "  1 南北田园：田园在南。",
                "  2 中部都市：都市在中。",
                "  2 远期格局。构建远景。",
                "  1 双核辐射：聚焦双核。",
                "then 推动中部焕新。进一步提升。",
            ],
        );
    }
}
