//! Titles of planning documents: which lines are one, and what kind of document they announce.
//!
//! What enters are lines, what leaves are scores, joined titles and kinds. Where in a document the title stands is the
//! parser's concern; what a title says of region and time is read elsewhere.

use gangyao_model::Kind;
use gangyao_normaliser::value::period;

use super::region;
use super::words::{WORDS, strip_any_prefix};

/// No title is longer, in characters.
const LONGEST: usize = 100;

/// Lines that one title may be broken over.
const MOST_LINES: usize = 5;

/// From this score on a line is a title of a planning document.
const TITLE: u32 = 50;

/// The text without white space.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How much a line looks like the title of a planning document: 0 for not at all, above 50 for a title, above 100 for one
/// that says everything (南京市国民经济和社会发展第十五个五年规划纲要).
///
/// ```
/// use gangyao_extractor::document::title_score;
/// assert!(title_score("南京市国民经济和社会发展第十五个五年规划纲要") > 100);
/// assert_eq!(title_score("根据《某市国民经济和社会发展第十五个五年规划纲要》，制定本规划。"), 0);
/// assert_eq!(title_score("第三章 优化空间布局规划"), 0);
/// ```
#[must_use]
pub fn title_score(line: &str) -> u32 {
    if line.len() > 8 * LONGEST {
        return 0;
    }
    score_squeezed(&squeeze(line))
}

/// True where a text is the title of a planning document.
#[must_use]
pub fn is_plan_title(text: &str) -> bool {
    title_score(text) > TITLE
}

fn score_squeezed(line: &str) -> u32 {
    let chars = line.chars().count();
    if !(4..=LONGEST).contains(&chars) || is_listed(line) || has_running_text(line) {
        return 0;
    }
    let core = without_brackets(bare(line));
    let Some(word) = WORDS.title.iter().find(|entry| core.ends_with(entry.word)) else {
        return 0;
    };
    // 规划 alone names nothing.
    let said = &core[..core.len() - word.word.len()];
    if said.is_empty() && word.kind != Kind::WorkReport {
        return 0;
    }
    let mut score = word.score;
    if core.contains("国民经济") {
        score += 20;
    }
    if period::plan_period(line).is_some() {
        score += 15;
    }
    if region::begins_with_region(core) {
        score += 15;
    } else if core.starts_with("关于") || core.starts_with(['“', '"']) {
        score += 5;
    }
    score
}

/// 第一章 …, 一、…, （一）…, 1. …, 专栏1 …, 附件…: a line of an outline or a list.
fn is_listed(line: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || gangyao_normaliser::value::numeral::is_chinese_numeral(c);
    if strip_any_prefix(
        line,
        &["专栏", "附件", "附表", "附图", "图", "表", "目录", "来源", "索引", "标题", "主题"],
    )
    .is_some()
    {
        return true;
    }
    if let Some(rest) = line.strip_prefix('第') {
        let after = rest.trim_start_matches(numeral);
        return after.len() < rest.len() && after.starts_with(['章', '节', '篇', '编', '条', '部']);
    }
    if line.starts_with(['（', '(']) {
        let rest = &line[line.chars().next().map_or(0, char::len_utf8)..];
        let after = rest.trim_start_matches(numeral);
        return after.len() < rest.len() && after.starts_with(['）', ')']);
    }
    let after = line.trim_start_matches(numeral);
    after.len() < line.len() && after.starts_with(['、', '.', '．', ','])
}

/// A sentence, a label with its value, a line of a table of contents.
fn has_running_text(line: &str) -> bool {
    let body = line.trim_end_matches(['。', '；', ';']);
    body.len() < line.len() && !line.starts_with('《')
        || body.contains(['。', '；', '？', '！', '：', ':', '…', '|'])
        || body.contains("...")
        || body.contains('，') && !body.contains("的通知")
        || line.ends_with(|c: char| c.is_ascii_digit()) && line.contains("..")
        || strip_any_prefix(
            line,
            &[
                "根据", "按照", "依据", "为", "贯彻", "落实", "编制", "现将", "经", "本", "请", "并", "和",
                "及", "等", "的",
            ],
        )
        .is_some()
}

/// Without book-title marks around the whole, and without marks at the ends.
pub(super) fn bare(title: &str) -> &str {
    let title = title.trim_matches(|c: char| {
        matches!(c, '。' | '，' | '；' | '、' | '：' | '—' | '-' | '*' | '＊' | '∗' | '·')
    });
    let inner = title.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    match inner {
        // 《甲》和《乙》 begins and ends with marks that are no pair.
        Some(inner) if !inner.contains('》') || inner.find('《') < inner.find('》') => inner,
        _ => title,
    }
}

/// Without the brackets at the end: （2016—2030年）, （草案）.
pub(super) fn without_brackets(title: &str) -> &str {
    let mut rest = title;
    while rest.ends_with(['）', ')', '〕']) {
        let Some(open) = rest.rfind(['（', '(', '〔']) else { break };
        if open == 0 {
            break;
        }
        rest = &rest[..open];
    }
    rest
}

/// The best title among lines that follow each other: which lines, and the title without white space.
///
/// A title may be broken over lines (南京市国民经济和社会发展 / 第十五个五年规划纲要), also with blank lines between.
#[must_use]
pub fn find_title(lines: &[&str]) -> Option<(std::ops::Range<usize>, String)> {
    let squeezed: Vec<String> = lines
        .iter()
        .map(|line| if line.len() > 8 * LONGEST { String::new() } else { squeeze(line) })
        .collect();
    let mut best: Option<(u32, std::ops::Range<usize>, String)> = None;
    for start in (0..lines.len()).filter(|&at| !squeezed[at].is_empty()) {
        for (range, joined) in joins(&squeezed, start) {
            let score = score_squeezed(&joined);
            // What is broken needlessly is not one title: a line that is a title by itself wins against a longer join.
            if score >= TITLE && best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, range, joined));
            }
        }
    }
    best.map(|(_, range, title)| (range, title))
}

/// The line at `start` alone, then joined with the lines that follow.
fn joins(lines: &[String], start: usize) -> Vec<(std::ops::Range<usize>, String)> {
    let mut joined = String::new();
    let mut all = Vec::new();
    let mut used = 0;
    for (at, line) in lines.iter().enumerate().skip(start).take(2 * MOST_LINES) {
        if line.is_empty() {
            continue;
        }
        if used == MOST_LINES
            || joined.chars().count() + line.chars().count() > LONGEST
            || used > 0 && is_listed(line)
        {
            break;
        }
        joined.push_str(line);
        used += 1;
        all.push((start..at + 1, joined.clone()));
    }
    all
}

/// The kind of document that a title announces.
#[must_use]
pub(super) fn kind(title: &str) -> Option<Kind> {
    let core = without_brackets(bare(title));
    let word = WORDS.title.iter().find(|entry| core.ends_with(entry.word))?;
    if word.kind == Kind::SpecialPlan && is_outline(core) {
        return Some(Kind::OutlinePlan);
    }
    Some(word.kind)
}

/// 国民经济和社会发展 with a plan of several years; the plan of one year (2026年国民经济和社会发展计划) is none.
fn is_outline(core: &str) -> bool {
    let several_years = ["纲要", "五年", "十年", "远景", "长期"].iter().any(|word| core.contains(word));
    core.contains("国民经济")
        && core.contains("发展")
        && (several_years || period::plan_period(core).is_some())
}
