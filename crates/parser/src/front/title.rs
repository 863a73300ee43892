//! Titles of planning documents among the lines before a body: which lines are one, how many lines it takes.
//!
//! What enters are lines, what leaves are titles, each with its extent and whether it is a notice's. Which of them is the
//! document's own is the caller's concern.

use std::sync::LazyLock;

use gangyao_normaliser::value::numeral;

use super::words::{is_date, is_document_number, is_imprint, is_masthead, is_remark};
use crate::lines::Lines;
use crate::numbering;
use crate::print::Verdict;
use crate::shape::{Ending, dense, dense_len, ending, is_dense, open_marks};

/// A title has so many lines and characters at most.
pub(super) const TITLE_LINES: usize = 3;
const TITLE_CHARS: usize = 60;

/// Characters of a title's last line that say nothing alone.
const TORN: usize = 2;

/// Tenths of a point of 小二 (18 pt): running text is never set so large.
const LARGE: u16 = 180;

/// A title, found.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub first: usize,
    pub last: usize,
    pub dense: String,
    pub notice: bool,
}

/// All titles among the lines.
pub(super) fn titles(lines: &Lines<'_>, before: &[usize]) -> Vec<Title> {
    let mut found: Vec<Title> = Vec::new();
    for (at, &line) in before.iter().enumerate() {
        let text = lines.text(line);
        let ends = is_title_end(text) || at > 0 && is_torn_end(lines, before[at - 1], line);
        if !ends
            || at > 0 && is_open_prose(lines, before[at - 1])
            || before
                .get(at + 1)
                .is_some_and(|&next| closes_report(lines, line, next) || runs_on(lines, line, next))
        {
            continue;
        }
        let mut first = at;
        while first > 0
            && at - first + 1 < TITLE_LINES
            && belongs_before(lines, before[first - 1], before[first])
        {
            first -= 1;
        }
        // …第十四个五年规划 / 和二〇三五年远景目标纲要: what ended like a title goes on.
        while found.last().is_some_and(|title| title.first >= before[first]) {
            found.pop();
        }
        if found.last().is_some_and(|title| title.last >= before[first]) {
            continue;
        }
        // A bracket of its own line belongs to the title: （2024—2026年）.
        let at = at
            + usize::from(
                before
                    .get(at + 1)
                    .is_some_and(|&next| next - line <= 2 && is_bracket_of_title(lines.text(next))),
            );
        let line = before[at];
        let dense: String = before[first..=at].iter().map(|&line| dense(lines.text(line))).collect();
        if (6..=TITLE_CHARS * 2).contains(&dense.chars().count()) {
            let notice = bare_end(&dense).ends_with("通知")
                || dense.contains("关于印发")
                || dense.contains("印发《")
                || dense.contains("关于批转");
            found.push(Title { first: before[first], last: line, dense, notice });
        }
    }
    found
}

/// A line of running text that goes on.
fn is_open_prose(lines: &Lines<'_>, line: usize) -> bool {
    let text = lines.text(line);
    ending(text) == Ending::Open
        && (text.contains(['，', '。', '；']) || dense_len(text) > 45)
        && !is_masthead(text)
}

/// …“十四五”规 / 划: the end of a title that found no room on its line.
fn is_torn_end(lines: &Lines<'_>, above: usize, line: usize) -> bool {
    let text = lines.text(line);
    dense_len(text) <= TORN
        && line - above == 1
        && is_one_print(lines, above, line)
        && is_title_end(&format!("{}{text}", lines.text(above)))
}

/// …和二〇三五年远景目标 / 纲要》，编制本规划。: the line is one of a paragraph, and ends like a title by chance.
fn runs_on(lines: &Lines<'_>, line: usize, next: usize) -> bool {
    if lines.text(next).starts_with(['，', '。', '、', '；', '）', '》']) {
        return true;
    }
    let layout = lines.layout(line);
    let shown = layout.centred || layout.bold || layout.heading.is_some() || layout.size >= LARGE;
    !shown && lines.print(line, next) == Verdict::Joins
}

static TITLE_ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("../../data/title-ends.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

/// The line ends like a title of a planning document, a bracket at its end set aside.
pub(super) fn is_title_end(text: &str) -> bool {
    let len = dense_len(text);
    if !(2..=TITLE_CHARS).contains(&len)
        || text.contains(['。', '；', '：', '\t', '|'])
        || numbering::label(text).is_some_and(|l| !l.marker.is_named() || !text.contains('个'))
        || is_masthead(text)
        || text.contains("以下简称")
    {
        return false;
    }
    let dense = dense(text);
    let bare = bare_end(&dense);
    // 主要目标 is a heading, …和2035年远景目标 a title.
    let aims = bare.ends_with("目标") && !["规划", "远景", "计划"].iter().any(|word| bare.contains(word));
    !aims && TITLE_ENDS.iter().any(|end| bare.ends_with(end))
}

/// （2024—2026年）, （草案）, （征求意见稿）: what a title's last line says of its years or its state.
fn is_bracket_of_title(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    let Some(inner) = inner.map(str::trim) else { return false };
    let years = inner.bytes().filter(u8::is_ascii_digit).count() == 8
        && inner.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '年' | '至' | '到' | '—' | '-' | '－' | '–' | '~' | '～' | ' ')
        });
    years || dense_len(inner) <= 10 && inner.ends_with(['稿', '案'])
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
    // 某办公厅印发《关于实施…的 / 意见》
    if open_marks(first) > 0 && open_marks(second) < 0 && len <= TITLE_CHARS && line - above <= 2 {
        return !is_foreign(first);
    }
    if !(2..=40).contains(&len) || is_foreign(first) || line - above > 2 {
        return false;
    }
    if closes_report(lines, above, line) {
        return true;
    }
    if line - above <= 2 && is_report_on(second) && (is_title_end(first) || open_marks(first) < 0) {
        return true;
    }
    if is_title_end(first) && !first.ends_with("规划") {
        return false;
    }
    // 政府工作报告 is a whole title: only the place or the year is printed above it.
    if is_dense(second, "政府工作报告") {
        return first.ends_with(['省', '市', '区', '县', '州', '盟', '旗', '年']);
    }
    let second_is_rest = starts_with_ordinal(second)
        || dense_len(second) <= 8
        || second.starts_with(['和', '与', '暨', '的', '“', '（', '('])
        || second.starts_with("关于")
        || second.starts_with("国民经济");
    second_is_rest
        || first.ends_with(['和', '与', '及', '的', '暨'])
        || first.ends_with("发展")
        || is_one_print(lines, above, line)
}

/// 关于某市2025年…发展计划 / 执行情况与…计划 / 草案的报告: a title that has opened with 关于 goes on until it is closed.
fn closes_report(lines: &Lines<'_>, above: usize, line: usize) -> bool {
    let (first, second) = (lines.text(above), lines.text(line));
    if line - above > 1 || dense_len(second) > 40 || is_foreign(second) {
        return false;
    }
    let closes = CLOSES_REPORT.iter().any(|end| second.ends_with(end));
    let opened = first.starts_with("关于") && !CLOSES_REPORT.iter().any(|end| first.ends_with(end));
    closes && dense_len(second) <= 8 || opened && is_title_end(first) && (closes || is_title_end(second))
}

/// …第十四个五年规划纲要 / 实施情况中期评估报告: the title of a report names the plan on its first lines.
fn is_report_on(text: &str) -> bool {
    let dense = dense(text);
    let opens = ["实施", "执行", "中期", "评估", "总结", "的"].iter().any(|word| dense.starts_with(word));
    opens && bare_end(&dense).ends_with("报告") && dense.chars().count() <= 20
}

/// What closes a title that opens with 关于.
const CLOSES_REPORT: [&str; 5] = ["的报告", "的意见", "的通知", "的建议", "的决定"];

/// Both lines are centred, or so large that nothing but a title is printed like that: its first line fills the page.
fn is_one_print(lines: &Lines<'_>, above: usize, line: usize) -> bool {
    let (first, second) = (lines.layout(above), lines.layout(line));
    let large = first.size >= LARGE && line - above == 1;
    first.size == second.size && (first.centred && second.centred || large)
}

/// A line that stands near a title and is no part of it: a sentence, a date, a path, a masthead, a number.
fn is_foreign(text: &str) -> bool {
    text.contains(['。', '；', '：', '、', '\t', '/', '|', '@', '>'])
        || is_date(text)
        || is_remark(text)
        || is_masthead(text)
        || is_document_number(text)
        || is_imprint(text)
}

/// 第十五个五年规划纲要
fn starts_with_ordinal(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else { return false };
    let rest = rest.trim_start_matches(|c: char| numeral::is_chinese_numeral(c) || c.is_ascii_digit());
    rest.starts_with('个')
}
