//! The plan's own title out of what is printed: 国务院关于印发《某规划》的通知 → 某规划, sent out by 国务院.
//!
//! What enters is a title as printed or as a web page carries it, what leaves is the title without its notice, and who
//! sent it out.

use super::title::{bare, is_plan_title};
use super::words::{WORDS, ends_with_any};
use super::{masthead, region};
use gangyao_text::squeeze;

/// A title taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unwrapped {
    /// The plan's own title.
    pub(super) title: String,
    /// Who sent it out.
    pub(super) issuer: Option<String>,
    /// The document number in brackets behind it.
    pub(super) number: Option<String>,
}

/// Takes a printed title apart.
pub(super) fn unwrap(printed: &str) -> Unwrapped {
    let squeezed = squeeze(printed);
    let whole = without_site(&squeezed);
    let (whole, number) = without_number(without_adoption(whole));
    let Some((issuer, mut title)) = sent(whole) else {
        return Unwrapped { title: bare(whole).to_owned(), issuer: proposer(whole), number };
    };
    // 县政府办公室转发县水利局关于印发《某规划》的通知 wraps twice.
    while let Some((_, inner)) = sent(title) {
        title = inner;
    }
    let issuer = Some(issuer).filter(|issuer| is_issuer(issuer)).map(str::to_owned);
    let title = if is_plan_title(title) { title } else { whole };
    Unwrapped { title: bare(title).to_owned(), issuer, number }
}

/// What a notice sends out, with what stands before 关于印发.
fn sent(whole: &str) -> Option<(&str, &str)> {
    let (at, verb) = WORDS
        .send
        .iter()
        .filter_map(|verb| Some((whole.find(verb)?, verb)))
        .min_by_key(|&(at, verb)| (at, std::cmp::Reverse(verb.len())))?;
    let rest = &whole[at + verb.len()..];
    let inner = match rest.strip_prefix('《') {
        Some(rest) => balanced(rest)?,
        None => ["的通知", "的函", "的决定", "的公告", "的批复", "的决议"]
            .iter()
            .find_map(|end| rest.strip_suffix(end))?,
    };
    Some((&whole[..at], inner))
}

/// The text up to the mark 》 that closes an opened 《.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&text[..at]);
        }
    }
    None
}

/// Who proposes: 中共合肥市委关于制定…的建议.
fn proposer(whole: &str) -> Option<String> {
    let (before, _) = whole.split_once("关于")?;
    is_issuer(before).then(|| before.to_owned())
}

/// True for the name of a body that sends documents out: 国务院办公厅, 国家发展改革委、文化和旅游部, 工业和信息化部等八部门.
pub(super) fn is_issuer(name: &str) -> bool {
    (2..=40).contains(&name.chars().count())
        && ends_with_any(name, &WORDS.issuer)
        && !name.contains(['，', '。', '：', '；', '《', '“', '"'])
        && !name.contains("关于")
        && !name.contains(|c: char| c.is_ascii_digit())
}

/// Without the name of the web site behind it: …的建议_某先锋网, …的通知-新闻中心-某市人民政府公报网站.
pub(super) fn without_site(title: &str) -> &str {
    let mut title = title.split(['_', '|', '｜']).next().unwrap_or(title);
    while let Some(at) = title.rfind(['-', '－', '—']).filter(|&at| is_site(&title[at..])) {
        title = title[..at].trim_end_matches(['-', '－', '—']);
    }
    title.strip_suffix("（全文）").or_else(|| title.strip_suffix("全文")).unwrap_or(title)
}

/// True for what stands behind a title and names the site: no years, no word of a title.
fn is_site(tail: &str) -> bool {
    let names =
        ["网", "政府", "门户", "客户端", "新闻", "频道", "中心", "报", "公报", "信息公开", "政务公开"];
    names.iter().any(|word| tail.contains(word))
        && !tail.contains(['年', '）'])
        && !ends_with_any(tail, &["通知", "规划", "纲要", "报告", "方案", "意见", "建议", "计划"])
}

/// Without the note of its adoption: （2001年2月16日某省第九届人民代表大会第四次会议通过）.
fn without_adoption(title: &str) -> &str {
    let kept = without_last_bracket(title);
    let note = &title[kept.len()..];
    if ["通过", "批准", "会议", "审议"].iter().any(|word| note.contains(word)) { kept } else { title }
}

/// Without the document number behind it, and that number: 新一代人工智能发展规划（国发〔2017〕35号）.
fn without_number(title: &str) -> (&str, Option<String>) {
    let kept = without_last_bracket(title);
    match masthead::document_number(&title[kept.len()..]) {
        Some(number) => (kept, Some(number)),
        None => (title, None),
    }
}

/// Without the last pair of brackets, which may hold others; the title itself where it does not end with brackets.
fn without_last_bracket(title: &str) -> &str {
    if !title.ends_with(['）', ')']) {
        return title;
    }
    let mut depth = 0;
    for (at, c) in title.char_indices().rev() {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return if at == 0 { title } else { &title[..at] };
        }
    }
    title
}

/// A title out of a file name: 南京市“十五五”规划.pdf. A name in Latin letters says nothing.
pub(super) fn of_file_name(name: &str) -> Option<String> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let title = unwrap(stem).title;
    (is_plan_title(&title) || region::begins_with_region(&title)).then_some(title)
}

/// The title that the preamble gives the document itself: 根据…，编制《某市国民经济和社会发展第十五个五年规划纲要》.
pub(super) fn of_preamble(text: &str) -> Option<&str> {
    ["编制《", "制定《", "编制了《", "制订《"].iter().find_map(|words| {
        let at = text.find(words)? + words.len();
        balanced(&text[at..]).filter(|title| is_plan_title(title))
    })
}
