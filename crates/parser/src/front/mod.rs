//! What stands before the body: cover, title, the notice that issues the plan, text around it.
//!
//! The plan is the document; all the rest is labelled. Titles may be printed twice and over several lines.

mod title;
mod words;

use gangyao_text::NormRange;

use self::title::{TITLE_LINES, Title, is_title_end, titles};
pub(crate) use self::words::{
    is_date, is_document_number, is_imprint, is_issuer, is_masthead, is_related_head, is_remark,
};
use self::words::{is_open_remark, is_speaker};
use crate::Furniture;
use crate::heading;
use crate::lines::Lines;
use crate::numbering;
use crate::shape::{Ending, dense, dense_len, ending};
use crate::toc::Toc;

/// The lines before the body, and the title.
#[derive(Debug, Default)]
pub(crate) struct Front {
    /// The plan's title, one range a line.
    pub title: Option<Vec<NormRange>>,
    /// Lines that are not body, with what they are.
    pub kinds: Vec<(usize, Furniture)>,
}

/// Without a table of contents the title stands among so many lines.
const SEARCH_LINES: usize = 80;
/// After a table of contents the title may be printed again among so many lines.
const AFTER_TOC: usize = 8;
/// A longer line is running text, in characters.
const PROSE: usize = 60;
/// The second print of a title may leave the place out, but has so many characters.
const LEAST_AGAIN: usize = 10;

/// Finds title, cover and notice in the lines before the body.
pub(crate) fn find(lines: &Lines<'_>, furniture: &[Option<Furniture>], toc: Option<&Toc>) -> Front {
    let live = |from: usize| {
        (from..lines.len()).filter(|&line| !lines.all[line].is_blank() && furniture[line].is_none())
    };
    let mut front = Front::default();
    let before: Vec<usize> = match toc {
        Some(toc) => live(0).take_while(|&line| line < toc.start).collect(),
        None => lines_before_body(lines, &mut live(0)),
    };
    let titles = titles(lines, &before);
    let plan = titles.iter().rev().find(|title| !title.notice).or(titles.last());
    if let Some(plan) = plan {
        let printed = (plan.first..=plan.last).map(|line| lines.all[line].range);
        front.title = Some(printed.filter(|range| !range.is_empty()).collect());
        Labeller { lines, before: &before, titles: &titles, plan, has_toc: toc.is_some() }.label(&mut front);
    } else if toc.is_some() {
        label_without_title(lines, &before, &mut front);
    } else {
        label_mastheads(lines, &before, &mut front);
    }
    if let Some(toc) = toc {
        let after: Vec<usize> = live(toc.end).take(AFTER_TOC).collect();
        let is_notice = plan.is_some_and(|plan| plan.notice);
        repeated_title(lines, &after, is_notice, &mut front);
    }
    front
}

/// The line may belong to a title or stand beneath one: what comes between a table of contents and the body.
pub(crate) fn is_title_like(text: &str) -> bool {
    is_title_end(text) || is_date(text) || is_remark(text)
}

/// Lines up to the first that begins a body: a heading of the first number, or prose that follows a title.
fn lines_before_body(lines: &Lines<'_>, live: &mut dyn Iterator<Item = usize>) -> Vec<usize> {
    let mut before = Vec::new();
    for line in live.take(SEARCH_LINES) {
        let text = lines.text(line);
        let opens = numbering::label(text).is_some_and(|label| label.number == 1 && dense_len(text) < PROSE);
        if opens || heading::unnumbered(text) == Some(heading::Unnumbered::Text) {
            break;
        }
        before.push(line);
    }
    before
}

/// Says line by line what stands before the body.
struct Labeller<'f, 'n> {
    lines: &'f Lines<'n>,
    before: &'f [usize],
    titles: &'f [Title],
    plan: &'f Title,
    has_toc: bool,
}

impl Labeller<'_, '_> {
    fn label(&self, front: &mut Front) {
        let outer = self.outer();
        let issued = self.end_of_notice();
        let mut open_remark = false;
        for (at, &line) in self.before.iter().enumerate() {
            let text = self.lines.text(line);
            let kind = if self.is_plan_title(line) {
                Furniture::Cover
            } else if line < self.plan.first {
                if outer == Furniture::Cover && is_masthead(text) { Furniture::Unrelated } else { outer }
            } else if issued.is_some_and(|last| line <= last) {
                Furniture::Notice
            } else if is_masthead(text) {
                Furniture::Unrelated
            } else if open_remark || self.is_beneath_title(at) {
                open_remark = !open_remark && is_open_remark(text);
                Furniture::Cover
            } else {
                // The body begins with its first line that is none of these.
                return;
            };
            front.kinds.push((line, kind));
        }
    }

    fn is_plan_title(&self, line: usize) -> bool {
        self.titles
            .iter()
            .any(|title| (title.first..=title.last).contains(&line) && title.dense == self.plan.dense)
    }

    /// What the lines before the plan's title are.
    fn outer(&self) -> Furniture {
        let mut texts =
            self.before.iter().filter(|&&line| line < self.plan.first).map(|&line| self.lines.text(line));
        let issues = texts.clone().any(issues_a_plan);
        if issues || self.titles.iter().any(|title| title.notice && title.last < self.plan.first) {
            Furniture::Notice
        } else if texts.any(|text| dense_len(text) > PROSE && !is_remark(text)) {
            Furniture::Unrelated
        } else {
            Furniture::Cover
        }
    }

    /// Where the only title is the notice's own: the last line of the notice's text, its date where it has one.
    fn end_of_notice(&self) -> Option<usize> {
        if !self.plan.notice {
            return None;
        }
        let after = self.before.iter().copied().filter(|&line| line > self.plan.last);
        let issued = after.clone().rfind(|&line| issues_a_plan(self.lines.text(line)))?;
        let dated = after.rev().find(|&line| line > issued && is_date(self.lines.text(line)));
        let signed = dated.or(Some(issued))?;
        let imprint = self.before.iter().copied().filter(|&line| line > signed).take_while(|&line| {
            let text = self.lines.text(line);
            is_imprint(text) || text.starts_with("附件")
        });
        imprint.last().or(Some(signed))
    }

    /// A date, the remark of its adoption, the number, who speaks, who issues it.
    fn is_beneath_title(&self, at: usize) -> bool {
        let text = self.lines.text(self.before[at]);
        if heading::unnumbered(text) == Some(heading::Unnumbered::Text) {
            return false;
        }
        let next = self.before.get(at + 1).map_or("", |&line| self.lines.text(line));
        is_date(text)
            || is_remark(text)
            || is_open_remark(text)
            || is_document_number(text)
            || is_speaker(text)
            || is_imprint(text)
            || is_issuer(text) && (is_date(next) || is_issuer(next))
            || self.has_toc && dense_len(text) <= 24 && ending(text) == Ending::Open
    }
}

/// 现印发给你们，请认真贯彻执行: a notice says so of the plan that it issues.
fn issues_a_plan(text: &str) -> bool {
    ["印发给你们", "现予印发", "现予发布", "转发给你们", "现批转", "现予公布", "全文如下"]
        .iter()
        .any(|word| text.contains(word))
}

/// Lines before a table of contents without a title: short ones are a cover.
fn label_without_title(lines: &Lines<'_>, before: &[usize], front: &mut Front) {
    for &line in before {
        let text = lines.text(line);
        if heading::unnumbered(text) == Some(heading::Unnumbered::Text) {
            return;
        }
        let long = dense_len(text) > PROSE || is_masthead(text);
        front.kinds.push((line, if long { Furniture::Unrelated } else { Furniture::Cover }));
    }
}

/// A document without a title may have a masthead at its head.
fn label_mastheads(lines: &Lines<'_>, before: &[usize], front: &mut Front) {
    let mastheads = before.iter().take_while(|&&line| is_masthead(lines.text(line)));
    front.kinds.extend(mastheads.map(|&line| (line, Furniture::Unrelated)));
}

/// The title printed again after the table of contents; or for the first time, also where only a notice was printed before.
fn repeated_title(lines: &Lines<'_>, after: &[usize], notice: bool, front: &mut Front) {
    let known: Option<String> = front
        .title
        .as_ref()
        .map(|title| title.iter().map(|range| dense(range.of(&lines.norm.text))).collect());
    let mut printed = String::new();
    for (at, &line) in after.iter().enumerate().take(TITLE_LINES + 1) {
        printed.push_str(&dense(lines.text(line)));
        let again = known.as_ref().is_some_and(|known| {
            *known == printed || known.ends_with(&printed) && printed.chars().count() >= LEAST_AGAIN
        });
        let first = (known.is_none() || notice)
            && is_title_end(&printed)
            && numbering::label(lines.text(after[0])).is_none_or(|l| !l.marker.is_named());
        if again || first {
            let title = &after[..=at];
            front.kinds.extend(title.iter().map(|&line| (line, Furniture::Cover)));
            if !again {
                front.title = Some(title.iter().map(|&line| lines.all[line].range).collect());
            }
            let beneath = after[at + 1..].iter().take_while(|&&line| {
                let text = lines.text(line);
                is_date(text) || is_remark(text) || is_document_number(text)
            });
            front.kinds.extend(beneath.map(|&line| (line, Furniture::Cover)));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn check(text: &str, title: &str, expected: &[(usize, Furniture)]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let none = vec![None; lines.len()];
        let toc = crate::toc::find(&lines, &none);
        let front = find(&lines, &none, toc.as_ref());
        let found: String = front.title.iter().flatten().map(|range| range.of(&norm.text)).collect();
        assert_eq!(found, title, "{text}");
        assert_eq!(front.kinds, expected, "{text}");
    }

    use Furniture::{Cover, Notice, Unrelated};

    #[test]
    fn a_cover_and_the_title_again() {
        check(
            "某市国民经济和 社会发展第十五个五年规划纲要\n\n2026年4月\n\n目 录\n第一章 总则\t(1)\n第二章 任务\t(2)\n\n某市国民经济和社会发展 第十五个五年规划纲要\n\n今年是关键之年。",
            "某市国民经济和 社会发展第十五个五年规划纲要",
            &[(0, Cover), (2, Cover), (8, Cover)],
        );
    }

    #[test]
    fn a_title_over_two_lines_without_contents() {
        check(
            "某市国民经济和社会发展\n第十五个五年规划纲要\n（2026年1月20日某市人民代表大会通过）\n为贯彻落实，制定本规划。\n第一章 总则",
            "某市国民经济和社会发展第十五个五年规划纲要",
            &[(0, Cover), (1, Cover), (2, Cover)],
        );
    }

    #[test]
    fn a_notice_before_the_plan() {
        check(
            "某市人民政府\n关于印发某市生态保护规划的通知\n各区人民政府：\n现印发给你们，请认真贯彻实施。\n2026年3月1日\n某市生态保护规划\n为加强保护，制定本规划。\n一、总则",
            "某市生态保护规划",
            &[(0, Notice), (1, Notice), (2, Notice), (3, Notice), (4, Notice), (5, Cover)],
        );
    }

    #[test]
    fn an_encyclopedia_before_the_plan() {
        let long = format!("{}。", "这一规划是关于未来五年发展的重要文件，".repeat(5));
        check(
            &format!(
                "{long}\n{long}\n某省第十五个五年规划纲要\n目录\n第一章 总则 1\n第二章 任务 2\n第一章 总则\n正文。"
            ),
            "某省第十五个五年规划纲要",
            &[(0, Unrelated), (1, Unrelated), (2, Cover)],
        );
    }

    #[test]
    fn a_news_line_before_the_title() {
        check(
            "新华社北京3月13日电\n政府工作报告\n——2026年3月5日在某国人民代表大会第四次会议上\n国务院总理 某某\n各位代表：\n一、2025年工作回顾",
            "政府工作报告",
            &[(0, Unrelated), (1, Cover), (2, Cover), (3, Cover)],
        );
    }

    #[test]
    fn a_title_that_goes_on_until_the_report_is_named() {
        check(
            "关于某市2025年国民经济和社会发展计划\n执行情况与2026年国民经济和社会发展计划\n草案的报告\n——2026年1月12日在某市第七届人民代表大会第六次会议上\n各位代表：\n一、2025年计划执行情况",
            "关于某市2025年国民经济和社会发展计划执行情况与2026年国民经济和社会发展计划草案的报告",
            &[(0, Cover), (1, Cover), (2, Cover), (3, Cover)],
        );
    }

    #[test]
    fn the_years_beneath_a_title_are_part_of_it() {
        check(
            "某县油茶产业三年行动方案\n（2024—2026年）\n为推动产业发展，制定本方案。\n一、总体要求",
            "某县油茶产业三年行动方案（2024—2026年）",
            &[(0, Cover), (1, Cover)],
        );
    }

    #[test]
    fn a_report_on_a_plan_that_its_title_names() {
        for plan in [
            "某区国民经济和社会发展第十四个五年\n规划纲要",
            "《某区国民经济和社会发展第十四个\n五年规划纲要》",
        ] {
            check(
                &format!("{plan}\n实施情况中期评估报告\n2023年11月\n现将情况报告如下。\n一、总体进展"),
                &format!("{}实施情况中期评估报告", plan.replace('\n', "")),
                &[(0, Cover), (1, Cover), (2, Cover), (3, Cover)],
            );
        }
    }

    #[test]
    fn the_last_character_of_a_title_on_a_line_of_its_own() {
        let text = "关于印发某市发展规划的通知\n现印发给你们，请认真执行。\n2022年3月28日\n某市数字经济发展“十四五”规\n划\n第一章 背景";
        let layout = |line: &str| gangyao_text::LineLayout {
            centred: true,
            size: if line.contains('规') || line == "划" { 220 } else { 120 },
            ..Default::default()
        };
        let source = Source { layout: text.lines().map(layout).collect(), ..Source::plain(text.to_owned()) };
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let front = find(&lines, &vec![None; lines.len()], None);
        let title: String = front.title.iter().flatten().map(|range| range.of(&norm.text)).collect();
        assert_eq!(title, "某市数字经济发展“十四五”规划");
    }

    #[test]
    fn a_line_of_prose_that_ends_like_a_title_is_none() {
        check(
            "某市国民经济和社会发展第十五个五年规划纲要\n某市国民经济和社会发展第十五个五年（2026—2030年）规划纲要\n，主要阐明政府工作重点。\n一、总则",
            "某市国民经济和社会发展第十五个五年规划纲要",
            &[(0, Cover)],
        );
    }

    #[test]
    fn a_sentence_that_shortens_a_title_is_none() {
        check(
            "某区纲要实施情况中期评估报告\n根据统一部署,某局会同有关部门对\n《某区第十四个五年规划纲要》（以下简称《纲要》）\n开展评估。\n一、总体进展",
            "某区纲要实施情况中期评估报告",
            &[(0, Cover)],
        );
    }

    #[test]
    fn a_report_under_its_place() {
        check(
            "某某市\n政府工作报告\n来源：某日报\n各位代表：\n一、2025年工作回顾",
            "某某市政府工作报告",
            &[(0, Cover), (1, Cover), (2, Unrelated)],
        );
    }

    #[test]
    fn a_news_report_that_prints_the_whole_text() {
        check(
            "某办公厅 某院办公厅印发《关于实施某工程（2018年）的\n意见》\n新华社北京7月29日电 近日，某办公厅印发了《意见》，并发出通知。\n《关于实施某工程的意见》全文如下。\n为切实加强工作，提出如下意见。\n一、意义",
            "某办公厅 某院办公厅印发《关于实施某工程（2018年）的意见》",
            &[(0, Cover), (1, Cover), (2, Notice), (3, Notice)],
        );
    }

    #[test]
    fn an_occasion_over_two_lines() {
        check(
            "某县人民政府工作报告\n——2022年1月5日在某县第十九届人民代表大会第一次会\n议上\n县长 某某\n各位代表：\n一、2021年工作回顾",
            "某县人民政府工作报告",
            &[(0, Cover), (1, Cover), (2, Cover), (3, Cover)],
        );
    }

    #[test]
    fn a_mark_of_publication_above_the_title() {
        check(
            "某院关于印发某规划的通知\n现印发给你们。\n（此件公开发布）\n“十四五”某规划\n一、总则",
            "“十四五”某规划",
            &[(0, Notice), (1, Notice), (2, Notice), (3, Cover)],
        );
    }

    #[test]
    fn a_remark_over_two_lines() {
        check(
            "某市第十五个五年规划纲要\n（2026年1月20日某市第十五届人民代表大会\n第五次会议通过）\n为贯彻落实，制定本纲要。\n第一章 总则",
            "某市第十五个五年规划纲要",
            &[(0, Cover), (1, Cover), (2, Cover)],
        );
    }

    #[test]
    fn a_notice_whose_title_is_the_only_one() {
        check(
            "某市人民政府关于印发某市生态保护规划的通知\n某政发〔2026〕3号\n各区人民政府：\n现将规划印发给你们，请认真贯彻实施。\n某市人民政府\n2026年3月1日\n（此件公开发布）\n为加强保护，制定本规划。\n一、总则",
            "某市人民政府关于印发某市生态保护规划的通知",
            &[(0, Cover), (1, Notice), (2, Notice), (3, Notice), (4, Notice), (5, Notice), (6, Notice)],
        );
    }

    #[test]
    fn a_notice_before_the_contents_and_the_title_after_them() {
        check(
            "关于印发某市生态保护规划的通知\n现印发给你们，请认真执行。\n2026年3月1日\n目录\n一、总则 1\n二、任务 2\n某市生态保护规划\n为加强保护，制定本规划。\n一、总则",
            "某市生态保护规划",
            &[(0, Cover), (1, Notice), (2, Notice), (6, Cover)],
        );
    }

    #[test]
    fn a_communique_before_the_plan() {
        let long = format!("{}。", "会议指出，要一如既往地奉行独立自主的和平外交政策".repeat(4));
        check(
            &format!("{long}\n某国十年规划和第八个五年计划纲要\n（1991年4月9日批准）\n序\n正文。"),
            "某国十年规划和第八个五年计划纲要",
            &[(0, Unrelated), (1, Cover), (2, Cover)],
        );
    }

    #[test]
    fn a_text_without_a_title() {
        check("各位代表：\n现在，我向大会报告工作，请予审议。\n一、去年工作", "", &[]);
    }
}
