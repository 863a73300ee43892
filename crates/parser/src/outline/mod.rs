//! The headings of the body.
//!
//! [`candidate`] looks at single lines, [`solver`] at all of them together, [`title`] at headings that are broken over
//! lines, [`unnumbered`] at those without a number. What leaves is the list of headings in order, each with its depth, type
//! and extent.

mod candidate;
mod look;
mod solver;
mod title;
mod unnumbered;

use gangyao_text::NormRange;

use crate::flow::Flow;
use crate::numbering::{Label, Marker};
use crate::toc::Toc;
use crate::tree::HeadingType;

/// A heading, found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its first line in the flow.
    pub at: usize,
    /// Its label; `None` for an unnumbered heading.
    pub label: Option<Label>,
    pub depth: u8,
    pub heading_type: HeadingType,
    /// The title, one range a line, without trailing punctuation.
    pub title: Vec<NormRange>,
    /// All of it: label, title and trailing punctuation.
    pub extent: Vec<NormRange>,
    pub run_in: bool,
    /// The line of the flow that holds its last character.
    pub last: usize,
}

/// The headings among the lines that `free` allows.
pub(crate) fn find(flow: &Flow<'_, '_>, toc: Option<&Toc>, free: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let index = title::TocIndex::new(flow, toc);
    let candidates = candidate::collect(flow, &index, free);
    let claims: Vec<_> = candidates.iter().map(candidate::Candidate::claim).collect();
    let depths = solver::solve(&claims);
    let mut found: Vec<Found> = Vec::new();
    for (candidate, depth) in candidates.iter().zip(depths) {
        let Some(depth) = depth else { continue };
        // A title that runs over the next line has swallowed what looked like a candidate there.
        if found.last().is_some_and(|before| before.last >= candidate.at) {
            continue;
        }
        found.push(title::extend(flow, &index, candidate, depth, free));
    }
    let found = unnumbered::merge(flow, found, free);
    let mut found = look::merge(flow, found, free);
    assign_types(&mut found);
    found
}

/// The contract's types: 篇 part, 章 chapter, 节 section; without 章 the outermost numbered level is the chapter,
/// without 节 the level under the chapter is the section; all below are subsections.
fn assign_types(found: &mut [Found]) {
    let depth_of = |found: &[Found], marker: Marker| {
        found.iter().filter(|f| f.label.is_some_and(|l| l.marker == marker)).map(|f| f.depth).min()
    };
    let part = depth_of(found, Marker::Pian);
    let jie = depth_of(found, Marker::Jie);
    // 1. 2. 3. beneath headings without a number are no chapters.
    let outermost =
        found.iter().filter(|f| f.label.is_some_and(|l| !l.marker.is_arabic())).map(|f| f.depth).min();
    let chapter = depth_of(found, Marker::Zhang).or(part.map(|depth| depth + 1)).or(outermost).unwrap_or(1);
    for heading in found.iter_mut() {
        heading.heading_type = match heading.label.map(|label| label.marker) {
            Some(Marker::Pian) => HeadingType::Part,
            Some(Marker::Zhang) => HeadingType::Chapter,
            Some(Marker::Jie) => HeadingType::Section,
            None if heading.depth < chapter => HeadingType::Part,
            None if heading.depth == chapter => HeadingType::Chapter,
            None if heading.depth == chapter + 1 => HeadingType::Section,
            None => HeadingType::Subsection,
            Some(_) if heading.depth <= chapter && depth_is_free(heading.depth, part) => HeadingType::Chapter,
            Some(_) if heading.depth == chapter + 1 && jie.is_none() => HeadingType::Section,
            Some(_) => HeadingType::Subsection,
        };
    }
}

/// A numbered level that stands where 篇 stand is no chapter of a plan with 篇.
const fn depth_is_free(depth: u8, part: Option<u8>) -> bool {
    match part {
        Some(part) => depth > part,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{LineEnd, LineLayout, Source};

    use super::*;
    use crate::lines::Lines;

    /// The headings of a source: type, label, title, and whether text runs on behind it.
    #[track_caller]
    fn check_source(source: &Source, expected: &[(HeadingType, &str, &str, bool)]) {
        let norm = normalise(source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let found = find(&flow, None, &|_| true);
        let found: Vec<_> = found
            .iter()
            .map(|f| {
                let label = f.label.map_or("", |l| &flow.text(f.at)[..l.len]);
                let title: String = f.title.iter().map(|r| r.of(&norm.text)).collect();
                (f.heading_type, label, title, f.run_in)
            })
            .collect();
        let found: Vec<_> = found.iter().map(|(t, l, s, r)| (*t, *l, s.as_str(), *r)).collect();
        assert_eq!(found, expected, "{}", source.text);
    }

    #[track_caller]
    fn check(text: &str, expected: &[(HeadingType, &str, &str, bool)]) {
        check_source(&Source::plain(text.to_owned()), expected);
    }

    use HeadingType::{Chapter, Part, Section, Subsection};

    #[test]
    fn headings_that_a_text_dump_marks() {
        check(
            "## 发展基础\n全区有养老机构41家，床位7865张。\n## 主要任务\n### 健全制度\n1. 建立服务清单。按标准给予护理补贴，提高水平。\n2. 完善福利制度。提高尊老金标准，扩大范围。\n### 增加供给\n新增养老床位1500张，改造家庭2000户。",
            &[
                (Chapter, "", "发展基础", false),
                (Chapter, "", "主要任务", false),
                (Section, "", "健全制度", false),
                (Subsection, "1.", "建立服务清单", true),
                (Subsection, "2.", "完善福利制度", true),
                (Section, "", "增加供给", false),
            ],
        );
        // A stray mark at the end says nothing of the numbered headings.
        check(
            "一、总则\n坚持原则，推进工作。\n二、任务\n推进任务，落实责任。\n# 附件下载",
            &[
                (Chapter, "一、", "总则", false),
                (Chapter, "二、", "任务", false),
                (Chapter, "", "附件下载", false),
            ],
        );
    }

    #[test]
    fn a_colon_opens_one_sentence_as_it_opens_several() {
        for text in [
            "重点发展整车和零部件，培育龙头企业五家。",
            "发展整车；发展零部件，培育龙头企业五家。",
            "发展整车和零部件，培育龙头企业五家。建设产业基地。",
        ] {
            check(
                &format!("一、产业\n（1）汽车产业：{text}\n（2）电子产业：{text}\n二、保障\n甲。"),
                &[
                    (Chapter, "一、", "产业", false),
                    (Section, "（1）", "汽车产业", true),
                    (Section, "（2）", "电子产业", true),
                    (Chapter, "二、", "保障", false),
                ],
            );
        }
    }

    #[test]
    fn an_annex_below_the_rows_of_a_table() {
        let prose = format!("{}\n乙。\n", "甲".repeat(28)).repeat(12);
        let row = format!("1\t某工程\t{}\t市卫生局", "乙".repeat(16));
        check(
            &format!("一、任务\n{prose}附件1\n序号\t名称\t内容\t单位\n{row}\n附件2\n名称表\n{prose}"),
            &[(Chapter, "一、", "任务", false), (Chapter, "", "附件1", false), (Chapter, "", "附件2", false)],
        );
    }

    #[test]
    fn the_list_of_annexes_is_no_outline() {
        let plan = "一、任务\n推进任务，落实责任。\n二、保障\n加强领导，落实资金。\n";
        let annex = "附件1\n主要指标\n到2030年，指标全部完成。";
        let heads = [(Chapter, "一、", "任务", false), (Chapter, "二、", "保障", false)];
        let last = (Chapter, "", "附件1", false);
        check(
            &format!("{plan}附件：1.主要指标\n2.重点项目表\n3.名词解释\n{annex}"),
            &[heads.as_slice(), &[last]].concat(),
        );
        check(
            &format!("{plan}附件：\n1.主要指标\n2.重点项目表\n3.名词解释\n{annex}"),
            &[heads.as_slice(), &[(Chapter, "", "附件", false), last]].concat(),
        );
    }

    #[test]
    fn an_amount_at_the_start_of_a_line_is_no_heading() {
        let full = "甲".repeat(28);
        let prose = format!("{full}\n{full}\n乙。\n").repeat(5);
        let check = |before: &str, amount: &str| {
            let text = format!("一、基础\n{prose}{before}\n{amount}16.8。丁。\n二、任务\n{prose}");
            check(&text, &[(Chapter, "一、", "基础", false), (Chapter, "二、", "任务", false)]);
        };
        let pad = |count: usize| "丙".repeat(count);
        check(&format!("{}由2015年的21.3:48.6:", pad(18)), "30.1调整为");
        check(&format!("{}比重由", pad(24)), "18.1提高到");
        let text =
            format!("一、基础\n{prose}（一）任务。{}提高\n2.1提高到16.8。丁。\n（二）目标。{prose}", pad(20));
        let heads = [(Chapter, "一、", "基础", false), (Section, "（一）", "任务", true)];
        self::check(&text, &[heads.as_slice(), &[(Section, "（二）", "目标", true)]].concat());
    }

    #[test]
    fn chapters_and_sections() {
        check(
            "第一章 总则\n第一节 目标\n到2030年，取得进展。\n第二节 原则\n坚持原则。\n第二章 任务",
            &[
                (Chapter, "第一章", "总则", false),
                (Section, "第一节", "目标", false),
                (Section, "第二节", "原则", false),
                (Chapter, "第二章", "任务", false),
            ],
        );
    }

    /// Centred lines begin with `^`, lines that a line break ends in `/`; the rest are paragraphs.
    #[track_caller]
    fn check_centred(text: &str, printed: bool, expected: &[(HeadingType, &str, &str, bool)]) {
        let layout = |(at, line): (usize, &str)| LineLayout {
            end: match (printed, line.ends_with('/')) {
                (true, _) => LineEnd::Soft,
                (false, true) => LineEnd::Unknown,
                (false, false) => LineEnd::Paragraph,
            },
            centred: line.starts_with('^'),
            bold: line.starts_with('^'),
            size: 160,
            bbox: printed.then(|| {
                let y = 24.0 * at as f32;
                let (x0, x1) = if line.starts_with('^') { (200.0, 390.0) } else { (90.0, 500.0) };
                [x0, y, x1, y + 16.0]
            }),
            ..LineLayout::default()
        };
        let layout = text.lines().enumerate().map(layout).collect();
        check_source(&Source { layout, ..Source::plain(text.replace(['^', '/'], "")) }, expected);
    }

    #[test]
    fn a_centred_section_close_below_its_centred_chapter() {
        let prose = "坚持稳中求进工作总基调推动高质量发展。\n".repeat(6);
        for printed in [true, false] {
            check_centred(
                &format!(
                    "^第一章 总则\n^第一节 目标\n{prose}^第二节 原则\n{prose}^第二章 建设现代化\n{prose}"
                ),
                printed,
                &[
                    (Chapter, "第一章", "总则", false),
                    (Section, "第一节", "目标", false),
                    (Section, "第二节", "原则", false),
                    (Chapter, "第二章", "建设现代化", false),
                ],
            );
        }
    }

    #[test]
    fn a_centred_heading_close_below_one_with_another_label() {
        let prose = "坚持稳中求进工作总基调推动高质量发展。\n".repeat(6);
        for printed in [true, false] {
            check_centred(
                &format!("^一、保障措施\n^（一）加强领导\n{prose}^（二）强化保障\n{prose}^二、附则\n{prose}"),
                printed,
                &[
                    (Chapter, "一、", "保障措施", false),
                    (Section, "（一）", "加强领导", false),
                    (Section, "（二）", "强化保障", false),
                    (Chapter, "二、", "附则", false),
                ],
            );
        }
        // The title above may be broken itself.
        check_centred(
            &format!(
                "^第一篇 锚定发展目标，\n^开启现代化建设新征程\n^第一章 环境\n{prose}^第二章 目标\n{prose}"
            ),
            true,
            &[
                (Part, "第一篇", "锚定发展目标，开启现代化建设新征程", false),
                (Chapter, "第一章", "环境", false),
                (Chapter, "第二章", "目标", false),
            ],
        );
    }

    #[test]
    fn a_bold_label_below_a_full_last_line() {
        // Paragraphs are set in but for their headings, and the last line before 二、 reaches the edge.
        let texts = [
            "一、总则",
            "坚持稳中求进工作总基调推动高",
            "质量发展。",
            "加快建设现代化产业体系推动高",
            "质量发展提高人民生活水平上。",
            "二、保障",
        ];
        let text = [texts.as_slice(), &texts[1..5], &texts[1..5]].concat().join("\n");
        let layout = |(at, line): (usize, &str)| {
            let x0 = if line.ends_with('高') { 122.0 } else { 90.0 };
            let x1 = if line.len() > 30 { 314.0 + 32.0 } else { 170.0 };
            LineLayout {
                end: LineEnd::Soft,
                bold: line.contains('、'),
                size: 160,
                indent: (x0 - 90.0) as i16,
                bbox: Some([x0, 24.0 * at as f32, x1, 24.0 * at as f32 + 16.0]),
                ..LineLayout::default()
            }
        };
        let layout = text.lines().enumerate().map(layout).collect();
        let source = Source { layout, ..Source::plain(text.clone()) };
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let found: Vec<&str> = find(&flow, None, &|_| true).iter().map(|f| flow.text(f.at)).collect();
        assert_eq!(found, ["一、总则", "二、保障"]);
    }

    #[test]
    fn a_centred_title_that_a_line_break_parts() {
        let prose = "坚持稳中求进工作总基调推动高质量发展。";
        check_centred(
            &format!("^第一章 总则/\n^第一节 目标\n{prose}\n^第二章 锚定发展/\n^奋力开创新局面\n{prose}"),
            false,
            &[
                (Chapter, "第一章", "总则", false),
                (Section, "第一节", "目标", false),
                (Chapter, "第二章", "锚定发展奋力开创新局面", false),
            ],
        );
    }

    #[test]
    fn a_title_over_two_lines() {
        check(
            "第一章 锚定共同体意识主线，扎实推进\n\n共同体建设\n\n始终将意识作为各项工作的主线，推进各项建设任务。\n第二章 保障",
            &[
                (Chapter, "第一章", "锚定共同体意识主线，扎实推进共同体建设", false),
                (Chapter, "第二章", "保障", false),
            ],
        );
    }

    #[test]
    fn run_in_headings() {
        check(
            "一、总体要求\n（一）指导思想。坚持以人民为中心的发展思想，推动高质量发展。\n（二）基本原则。\n坚持党的领导。\n二、任务",
            &[
                (Chapter, "一、", "总体要求", false),
                (Section, "（一）", "指导思想", true),
                (Section, "（二）", "基本原则", false),
                (Chapter, "二、", "任务", false),
            ],
        );
    }

    #[test]
    fn decimal_run_in_headings() {
        check(
            "一、总体要求\n1.1加强统筹。健全机制，完善制度体系。\n1.2压实责任。落实各方责任，形成合力。\n二、任务\n2.1扩大投资。优化结构，提高效益水平。",
            &[
                (Chapter, "一、", "总体要求", false),
                (Section, "1.1", "加强统筹", true),
                (Section, "1.2", "压实责任", true),
                (Chapter, "二、", "任务", false),
                (Section, "2.1", "扩大投资", true),
            ],
        );
    }

    #[test]
    fn parts_sections_and_unnumbered() {
        check(
            "序    言\n今年是关键之年。\n第一篇 开局\n第一章 基础\n一、成就\n取得成就。\n二、形势\n形势严峻。\n附表\n重点区域",
            &[
                (Part, "", "序    言", false),
                (Part, "第一篇", "开局", false),
                (Chapter, "第一章", "基础", false),
                (Section, "一、", "成就", false),
                (Section, "二、", "形势", false),
                (Part, "", "附表", false),
            ],
        );
    }

    #[test]
    fn an_annex_with_its_title_on_its_line() {
        check(
            "第一章 总则\n推进建设，落实责任。\n附件：某县重大项目规划表\n单位：万元\n序号  项目名称  建设性质  总投资\n1  滨河公路  新建  980000",
            &[(Chapter, "第一章", "总则", false), (Chapter, "", "附件：某县重大项目规划表", false)],
        );
        check(
            "第一章 总则\n推进建设，落实责任。\n附件：某县重大项目规划表",
            &[(Chapter, "第一章", "总则", false)],
        );
    }

    #[test]
    fn parts_of_a_report_without_numbers() {
        check(
            "各位代表：\n2025年工作回顾\n一年来，我们攻坚克难，取得成绩。\n（一）坚持项目为王，增强后劲。实施项目326项，完成投资118亿元。\n（二）坚持农业优先，推进振兴。新建高标准农田6万亩，面积稳定。\n各位代表！成绩来之不易。\n2026年工作安排\n今年要做好以下工作：\n一、抓产业\n壮大产业，做强企业。\n二、抓城乡\n改造老旧小区，建设新城。",
            &[
                (Part, "", "2025年工作回顾", false),
                (Chapter, "（一）", "坚持项目为王，增强后劲", true),
                (Chapter, "（二）", "坚持农业优先，推进振兴", true),
                (Part, "", "2026年工作安排", false),
                (Chapter, "一、", "抓产业", false),
                (Chapter, "二、", "抓城乡", false),
            ],
        );
    }

    #[test]
    fn list_items_are_no_headings() {
        check(
            "一、总则\n1.建成五个园区；\n2.建成六个园区；\n一是加强领导。\n见第三章。\n二、任务",
            &[(Chapter, "一、", "总则", false), (Chapter, "二、", "任务", false)],
        );
    }

    #[test]
    fn a_reference_at_the_start_of_a_line_is_no_heading() {
        let plan = |prose: &str| format!("第一章 总则\n{prose}\n第二章 任务\n推进各项任务。");
        let headings = [(Chapter, "第一章", "总则", false), (Chapter, "第二章", "任务", false)];
        for prose in [
            "全面落实国家规划第三章要求，\n第二章部署的各项任务要按期完成。",
            "要把落实\n第三章、第五章提出的任务作为重点。",
            "各部门要根据\n第四章第二节要求抓好落实。",
            "总体目标见本规划\n第二章；其余见附件。",
            "具体任务见\n第二章。",
        ] {
            check(&plan(prose), &headings);
        }
    }

    #[test]
    fn a_heading_after_a_paragraph_without_a_stop() {
        check(
            "第一章 总则\n坚持稳中求进工作总基调推动高质量发展加快建设现代化产业体系\n第二章提出新目标，锚定新任务，\n谱写新篇章\n坚持稳中求进工作总基调推动高质量发展，加快建设现代化产业体系，着力扩大内需",
            &[
                (Chapter, "第一章", "总则", false),
                (Chapter, "第二章", "提出新目标，锚定新任务，谱写新篇章", false),
            ],
        );
    }
}
