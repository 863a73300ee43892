//! Lines that show by their own words that they are furniture.
//!
//! What enters is the text of a line; where it stands is not looked at.

use crate::Furniture;
use crate::shape::{dense_len, first_dense};

/// Longer lines are text, in bytes.
const LONGEST: usize = 240;

/// What a line is that shows itself.
pub(super) fn kind(text: &str) -> Option<Furniture> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if is_marked_page_number(text) {
        Some(Furniture::PageNumber)
    } else if is_blank_mark(text) {
        Some(Furniture::BlankMark)
    } else if is_markup(text) {
        Some(Furniture::Markup)
    } else if is_archive_mark(text) {
        Some(Furniture::Watermark)
    } else if is_print_head(text) {
        Some(Furniture::RunningHead)
    } else {
        is_noise(text).then_some(Furniture::Garbled)
    }
}

/// — 12 —, - 12 -, ·12·, 第 12 页, 第12页 共90页, -12-.
fn is_marked_page_number(text: &str) -> bool {
    if text.is_empty() || text.len() > 40 {
        return false;
    }
    let inner = text.trim_matches(|c: char| c.is_whitespace() || is_dash(c));
    let dashed = text.len() - inner.len() >= 2 && text.starts_with(is_dash) && text.ends_with(is_dash);
    if dashed && is_page_number(inner) || is_worn(text) {
        return true;
    }
    let Some(rest) = inner.strip_prefix('第') else { return false };
    let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let Some(rest) = rest.strip_prefix('页') else { return false };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '共' | '页' | '/' | ',' | '，'));
    rest.is_empty() || is_page_number(rest)
}

/// 307 · and 。321。: what character recognition makes of · 307 ·.
fn is_worn(text: &str) -> bool {
    let number = text.trim_matches(|c: char| matches!(c, '·' | '。' | ' '));
    let one_sided = text.ends_with('·') || text.starts_with('·');
    let worn = one_sided || text.starts_with('。');
    worn && number.len() >= 2 && is_page_number(number)
}

const fn is_dash(c: char) -> bool {
    matches!(c, '—' | '－' | '-' | '–' | '―' | '─' | '·' | '~' | '～' | '•' | '\u{2212}')
}

pub(super) fn is_page_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// （此页无正文）
fn is_blank_mark(text: &str) -> bool {
    text.len() < 60 && (text.contains("此页无正文") || text.contains("本页无正文"))
}

/// What a text dump draws: Markdown's `>`, `---` and code fences, ┌──┬──┐. A dash or a star may be a table's empty cell.
fn is_markup(text: &str) -> bool {
    let Some(first) = first_dense(text) else { return false };
    let only = |least: usize, is_mark: &dyn Fn(char) -> bool| {
        text.chars().all(|c| c.is_whitespace() || is_mark(c)) && dense_len(text) >= least
    };
    match first {
        '>' => only(1, &|c| c == '>'),
        '-' | '*' | '_' | '=' | '`' | '~' => only(3, &|c| c == first),
        '—' | '─' | '━' => only(5, &is_drawn_or_dash),
        '+' => only(5, &|c| matches!(c, '+' | '-' | '=')),
        c if is_drawn(c) => only(3, &is_drawn),
        _ => false,
    }
}

/// Characters that draw boxes.
const fn is_drawn(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257F}')
}

const fn is_drawn_or_dash(c: char) -> bool {
    is_drawn(c) || c == '—'
}

/// What an archive prints on the pages of a journal or at the head of a newspaper's text: China Academic Journal …
/// (character recognition damages the line), 分类号:…, 某日报 / 2001年 / 02月 / 20日 / 第A01版 /.
fn is_archive_mark(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if text.starts_with("分类号") {
        return text.len() <= 60 && text.contains([':', '：']);
    }
    if memchr::memchr3(b'/', b'w', b'J', text.as_bytes()).is_none() {
        return false;
    }
    let journal = text.contains("Academic Journal")
        || text.contains("Electronic Publishing House")
        || text.len() < 80 && has("www.cnk");
    journal || text.matches('/').count() >= 4 && has("年") && has("月") && has("日") && has("版")
}

/// What a browser prints at the edges of pages: 2026/4/14 20:08 某网页, https://…
fn is_print_head(text: &str) -> bool {
    // Most lines are told apart by their first character.
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'h' | '/')) {
        return false;
    }
    let address = text.starts_with("http://") || text.starts_with("https://");
    if address {
        return !text.chars().any(gangyao_text::is_han);
    }
    let mut parts = text.splitn(3, ' ');
    let (date, time) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let only = |text: &str, mark: char| text.chars().all(|c| c.is_ascii_digit() || c == mark);
    date.len() >= 8
        && only(date, '/')
        && date.matches('/').count() == 2
        && (4..=5).contains(&time.len())
        && only(time, ':')
        && time.contains(':')
}

/// Dots and opening quotes alone on a line are leaders or dirt that character recognition has read. A line may well hold
/// nothing but 。 or ”, which close the sentence of the line before, or —, which stands for an empty cell.
fn is_noise(text: &str) -> bool {
    text.len() <= 60
        && text.chars().all(|c| matches!(c, '·' | '“' | '‘' | '．' | '\'' | '"' | '`' | '^' | ' '))
}
