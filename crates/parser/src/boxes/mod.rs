//! Boxes (专栏): where each begins and ends, and its items.
//!
//! [`title`] recognises the line 专栏 1 …, [`region`] decides where the box ends in plain text, [`items`] parts its
//! lines into entries, paragraphs and tables.

mod items;
mod region;
mod title;

use gangyao_text::NormRange;

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
