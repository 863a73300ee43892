//! Titles of planning documents: which lines are one, and what kind of document they announce.
//!
//! What enters are lines, what leaves are scores, joined titles and kinds. Where in a document the title stands is the
//! parser's concern; what a title says of region and time is read elsewhere.

use std::ops::Range;

use gangyao_model::Kind;
use gangyao_normaliser::value::{date, period};
use gangyao_text::squeeze;

use super::region;
use super::words::{WORDS, strip_any_prefix};

/// No title is longer, in characters.
const LONGEST: usize = 100;

/// Lines that one title may be broken over, blank ones counted.
const MOST_LINES: usize = 6;

/// From this score on a line is a title of a planning document.
pub(super) const TITLE: u32 = 50;

/// A line without white space, but for that between digits: 2026-04-14 20:08 must not become one number.
pub(super) fn squeeze_line(line: &str) -> String {
    let mut squeezed = String::with_capacity(line.len());
    let mut has_space = false;
    for c in line.chars() {
        if c.is_whitespace() {
            has_space = true;
            continue;
        }
        if has_space && c.is_ascii_digit() && squeezed.ends_with(|before: char| before.is_ascii_digit()) {
            squeezed.push(' ');
        }
        squeezed.push(c);
        has_space = false;
    }
    squeezed
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
    // The last word is looked at first: it refuses most lines at once.
    let core = core(line);
    let Some(word) = WORDS.title.iter().find(|entry| core.ends_with(entry.word)) else {
        return 0;
    };
    if !(4..=LONGEST).contains(&line.chars().count()) || is_listed(line) || has_running_text(line) {
        return 0;
    }
    // 规划 alone names nothing, and …规划的通知 without 关于印发 is the second half of a title.
    let said = &core[..core.len() - word.word.len()];
    if said.is_empty() && word.kind != Kind::WorkReport || word.word == "通知" && !core.contains("关于") {
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

/// What the last word of a title is looked for in: 两办印发《某意见》 ends with what it sends.
fn core(title: &str) -> &str {
    let title = without_brackets(bare(title));
    if title.contains("印发《") { without_brackets(title.trim_end_matches('》')) } else { title }
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
///
/// ```
/// use gangyao_extractor::document::find_title;
/// let lines = ["南京市国民经济和社会发展", "", "第十五个五年规划纲要", "2026年4月"];
/// let title = "南京市国民经济和社会发展第十五个五年规划纲要".to_owned();
/// assert_eq!(find_title(&lines), Some((0..3, title)));
/// ```
#[must_use]
pub fn find_title(lines: &[&str]) -> Option<(Range<usize>, String)> {
    let lines: Vec<TitleLine> = lines.iter().map(|line| TitleLine::read(line)).collect();
    let mut best: Option<(u32, Range<usize>, String)> = None;
    for start in (0..lines.len()).filter(|&at| !lines[at].text.is_empty() && !lines[at].is_foreign) {
        let mut joined = String::new();
        for (at, line) in lines.iter().enumerate().skip(start).take(MOST_LINES) {
            if line.is_foreign || at > start && line.is_listed || joined.len() + line.text.len() > 3 * LONGEST
            {
                break;
            }
            if line.text.is_empty() {
                continue;
            }
            // What is cut off a line would be missing in the middle of the title.
            if at > start && line.is_cut_before {
                break;
            }
            joined.push_str(&line.text);
            let score = score_squeezed(&joined);
            if score > TITLE && best.as_ref().is_none_or(|best| is_better(score, &joined, best)) {
                best = Some((score, start..at + 1, joined.clone()));
            }
            if line.is_cut_behind {
                break;
            }
        }
    }
    best.map(|(_, range, title)| (range, title))
}

/// A line that may be a part of a title.
struct TitleLine {
    /// Without white space, the name of its web site and a label (中文名).
    text: String,
    /// It begins a list item or an outline's heading, and so no second half of a title.
    is_listed: bool,
    /// It is no part of a title.
    is_foreign: bool,
    /// A label stands before the text.
    is_cut_before: bool,
    /// The name of a web site stands behind it.
    is_cut_behind: bool,
}

impl TitleLine {
    fn read(line: &str) -> Self {
        if line.len() > 8 * LONGEST {
            return Self {
                text: String::new(),
                is_listed: false,
                is_foreign: true,
                is_cut_before: false,
                is_cut_behind: false,
            };
        }
        let line = squeeze(line);
        let plain = super::notice::without_site(&line);
        let unlabelled =
            strip_any_prefix(plain, &WORDS.label).map(|rest| rest.trim_start_matches(['：', ':']));
        let text = unlabelled.unwrap_or(plain).to_owned();
        Self {
            is_listed: is_listed(&text),
            is_foreign: has_running_text(&text) || is_masthead(&text),
            is_cut_before: unlabelled.is_some(),
            is_cut_behind: plain.len() < line.len(),
            text,
        }
    }
}

/// A higher score wins, then the first title; but not one with the issuer's line before it.
fn is_better(score: u32, title: &str, best: &(u32, Range<usize>, String)) -> bool {
    let issuer = best.2.strip_suffix(title).filter(|before| super::notice::is_issuer(before));
    score > best.0 || score == best.0 && issuer.is_some()
}

/// A date, a path (云南日报/2001年/02月/20日), an address: what stands near a title and is no part of it.
fn is_masthead(line: &str) -> bool {
    line.contains(['/', '@'])
        || line.contains('年') && date::find(line).is_some_and(|(_, date)| date.month.is_some())
}

/// The kind of document that a title announces.
#[must_use]
pub(super) fn kind(title: &str) -> Option<Kind> {
    let core = core(title);
    let word = WORDS.title.iter().find(|entry| core.ends_with(entry.word))?;
    if word.kind == Kind::SpecialPlan && is_outline(core) {
        return Some(Kind::OutlinePlan);
    }
    Some(word.kind)
}

/// 国民经济和社会发展 with a plan of several years; the plan of one year (2026年国民经济和社会发展计划) is none.
fn is_outline(core: &str) -> bool {
    if !core.contains("国民经济") {
        return names_no_field(core);
    }
    let several_years = ["纲要", "五年", "十年", "远景", "长期"].iter().any(|word| core.contains(word));
    core.contains("发展") && (several_years || period::plan_period(core).is_some())
}

/// 南京市“十五五”规划, 某州第十四个五年规划纲要: a five-year plan of a place, and of no field.
fn names_no_field(core: &str) -> bool {
    let rest = region::behind_region(core);
    let begins = |range: &Range<usize>| rest[..range.start].chars().all(|c| matches!(c, '“' | '"' | '第'));
    rest.len() < core.len()
        && period::ordinal(rest).filter(|(range, _)| begins(range)).is_some_and(|(range, _)| {
            let after = rest[range.end..].trim_start_matches(['”', '"']);
            strip_any_prefix(after, &["规划", "计划"])
                .is_some_and(|end| end.is_empty() || end.starts_with(['纲', '和', '及', '草']))
        })
}
