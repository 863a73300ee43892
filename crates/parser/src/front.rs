//! What stands before the body: cover, title, the notice that issues the plan, text around it.
//!
//! The plan is the document; all the rest is labelled. Titles may be printed twice and over several lines.

use gangyao_normaliser::value::numeral;
use gangyao_text::NormRange;

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
/// A title has so many lines and characters at most.
const TITLE_LINES: usize = 3;
const TITLE_CHARS: usize = 60;

/// A title, found.
#[derive(Clone, Debug)]
struct Title {
    first: usize,
    last: usize,
    dense: String,
    notice: bool,
}

/// Finds title, cover and notice in the lines before the body.
pub(crate) fn find(lines: &Lines<'_>, furniture: &[Option<Furniture>], toc: Option<&Toc>) -> Front {
    let live: Vec<usize> =
        (0..lines.len()).filter(|&line| !lines.all[line].is_blank() && furniture[line].is_none()).collect();
    let mut front = Front::default();
    let before: Vec<usize> = match toc {
        Some(toc) => live.iter().copied().filter(|&line| line < toc.start).collect(),
        None => lines_before_body(lines, &live),
    };
    let titles = titles(lines, &before);
    let plan = titles.iter().rev().find(|title| !title.notice).or(titles.last());
    if let Some(plan) = plan {
        front.title = Some(
            (plan.first..=plan.last).map(|line| lines.all[line].range).filter(|r| !r.is_empty()).collect(),
        );
        label_lines(lines, &before, &titles, plan, toc.is_some(), &mut front);
    } else if toc.is_some() {
        label_without_title(lines, &before, &mut front);
    }
    if let Some(toc) = toc {
        let after: Vec<usize> = live.iter().copied().filter(|&line| line >= toc.end).take(8).collect();
        repeated_title(lines, &after, &mut front);
    }
    front
}

/// Lines up to the first that begins a body: a heading of the first number, or prose that follows a title.
fn lines_before_body(lines: &Lines<'_>, live: &[usize]) -> Vec<usize> {
    let mut before = Vec::new();
    for &line in live.iter().take(SEARCH_LINES) {
        let text = lines.text(line);
        let opens = numbering::label(text).is_some_and(|label| label.number == 1 && dense_len(text) < 60);
        if opens || heading::unnumbered(text) == Some(heading::Unnumbered::Text) {
            break;
        }
        before.push(line);
    }
    before
}

/// All titles among the lines.
fn titles(lines: &Lines<'_>, before: &[usize]) -> Vec<Title> {
    let mut found: Vec<Title> = Vec::new();
    for (at, &line) in before.iter().enumerate() {
        let text = lines.text(line);
        if !is_title_end(text) || at > 0 && is_open_prose(lines, before[at - 1]) {
            continue;
        }
        let mut first = at;
        while first > 0
            && at - first + 1 < TITLE_LINES
            && belongs_before(lines, before[first - 1], before[first])
        {
            first -= 1;
        }
        if found.last().is_some_and(|title| title.last >= before[first]) {
            continue;
        }
        let dense: String = before[first..=at].iter().map(|&line| dense(lines.text(line))).collect();
        if (6..=TITLE_CHARS * 2).contains(&dense.chars().count()) {
            let notice = bare_end(&dense).ends_with("通知")
                || dense.contains("关于印发")
                || dense.contains("关于批转");
            found.push(Title { first: before[first], last: line, dense, notice });
        }
    }
    found
}

/// A line of running text that goes on.
fn is_open_prose(lines: &Lines<'_>, line: usize) -> bool {
    let text = lines.text(line);
    ending(text) == Ending::Open && (text.contains(['，', '。', '；']) || dense_len(text) > 45)
}

const TITLE_ENDS: &[&str] = &[
    "规划",
    "纲要",
    "计划",
    "报告",
    "建议",
    "意见",
    "方案",
    "公报",
    "决定",
    "通知",
    "目标",
    "要点",
    "规划的决议",
    "名录",
    "办法",
];

/// The line ends like a title of a planning document, a bracket at its end set aside.
fn is_title_end(text: &str) -> bool {
    let len = dense_len(text);
    if !(2..=TITLE_CHARS).contains(&len)
        || text.contains(['。', '；', '：', '\t', '|'])
        || numbering::label(text).is_some_and(|l| !l.marker.is_named() || !text.contains('个'))
    {
        return false;
    }
    let dense = dense(text);
    TITLE_ENDS.iter().any(|end| bare_end(&dense).ends_with(end))
}

/// `text` without a bracket at its end: （草案）, (2016—2030年).
fn bare_end(text: &str) -> &str {
    let mut text = text.trim_end_matches(['*', '》', '”', '·']);
    while text.ends_with(['）', ')']) {
        let Some(open) = text.rfind(['（', '(']) else { break };
        text = text[..open].trim_end_matches(['》', '”']);
    }
    text
}

/// `above` is the first line of a title whose next line is `line`.
fn belongs_before(lines: &Lines<'_>, above: usize, line: usize) -> bool {
    let (first, second) = (lines.text(above), lines.text(line));
    let len = dense_len(first);
    if !(2..=40).contains(&len)
        || first.contains(['。', '；', '：', '、', '\t'])
        || is_date_line(first)
        || line - above > 2
    {
        return false;
    }
    if is_title_end(first) && !first.ends_with("规划") {
        return false;
    }
    let second_is_rest = starts_with_ordinal(second)
        || dense_len(second) <= 8
        || second.starts_with(['和', '与', '暨', '的', '“', '（', '('])
        || second.starts_with("关于")
        || second.starts_with("国民经济");
    second_is_rest
        || first.ends_with(['和', '与', '及', '的', '暨'])
        || first.ends_with("发展")
        || lines.layout(above).centred
            && lines.layout(line).centred
            && lines.layout(above).size == lines.layout(line).size
}

/// 第十五个五年规划纲要
fn starts_with_ordinal(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else { return false };
    let rest = rest.trim_start_matches(|c: char| numeral::is_chinese_numeral(c) || c.is_ascii_digit());
    rest.starts_with('个')
}

/// 2026年4月, 二〇二六年四月, （2001年2月16日…会议通过）.
fn is_date_line(text: &str) -> bool {
    let len = dense_len(text);
    if len > 60 || !text.contains('年') {
        return false;
    }
    let remark = text.starts_with(['（', '('])
        && (text.contains("通过") || text.contains("批准") || text.contains('月'));
    let only_date = dense(text).chars().all(|c| {
        numeral::digit(c).is_some() || matches!(c, '年' | '月' | '日' | '十' | '（' | '）' | '(' | ')')
    });
    remark || only_date
}

/// Cover, notice or unrelated, line by line.
fn label_lines(
    lines: &Lines<'_>,
    before: &[usize],
    titles: &[Title],
    plan: &Title,
    has_toc: bool,
    front: &mut Front,
) {
    let notice = titles.iter().any(|title| title.notice && title.last < plan.first);
    let prose = before.iter().filter(|&&line| line < plan.first && dense_len(lines.text(line)) > 60).count();
    let outer = if notice {
        Furniture::Notice
    } else if prose >= 2 {
        Furniture::Unrelated
    } else {
        Furniture::Cover
    };
    let mut body = false;
    for &line in before {
        let text = lines.text(line);
        let kind = if titles
            .iter()
            .any(|title| (title.first..=title.last).contains(&line) && title.dense == plan.dense)
        {
            Furniture::Cover
        } else if line < plan.first {
            outer
        } else if body || heading::unnumbered(text) == Some(heading::Unnumbered::Text) {
            body = true;
            continue;
        } else if is_date_line(text) || dense_len(text) <= 24 && ending(text) == Ending::Open && has_toc {
            Furniture::Cover
        } else {
            body = true;
            continue;
        };
        front.kinds.push((line, kind));
    }
}

/// Lines before a table of contents without a title: short ones are a cover.
fn label_without_title(lines: &Lines<'_>, before: &[usize], front: &mut Front) {
    for &line in before {
        let text = lines.text(line);
        if heading::unnumbered(text) == Some(heading::Unnumbered::Text) {
            return;
        }
        let kind = if dense_len(text) > 60 { Furniture::Unrelated } else { Furniture::Cover };
        front.kinds.push((line, kind));
    }
}

/// The title printed again after the table of contents; or for the first time.
fn repeated_title(lines: &Lines<'_>, after: &[usize], front: &mut Front) {
    let known: Option<String> = front
        .title
        .as_ref()
        .map(|title| title.iter().map(|range| dense(range.of(&lines.norm.text))).collect());
    let mut printed = String::new();
    for (at, &line) in after.iter().enumerate().take(TITLE_LINES + 1) {
        printed.push_str(&dense(lines.text(line)));
        let same = match &known {
            Some(known) => *known == printed,
            None => {
                is_title_end(&printed)
                    && numbering::label(lines.text(after[0])).is_none_or(|l| !l.marker.is_named())
            }
        };
        if same {
            let title = &after[..=at];
            front.kinds.extend(title.iter().map(|&line| (line, Furniture::Cover)));
            if known.is_none() {
                front.title = Some(title.iter().map(|&line| lines.all[line].range).collect());
            }
            let dates = after[at + 1..].iter().take_while(|&&line| is_date_line(lines.text(line)));
            front.kinds.extend(dates.map(|&line| (line, Furniture::Cover)));
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
    fn a_text_without_a_title() {
        check("各位代表：\n现在，我向大会报告工作，请予审议。\n一、去年工作", "", &[]);
    }
}
