//! Reads a table of contents that cannot be read line by line: scanned, in columns, with pages here and there.
//!
//! It is all that stands between the word 目录 and the running text, but for what opens the body: the title printed again,
//! 序言, and headings that the table has listed. Every line of it becomes an entry or goes on with one; what character
//! recognition made of dots is furniture.

use super::page;
use super::reader::{close_entry, continue_entry, entry, is_prose};
use super::{Entry, Toc, is_head, label};
use crate::Furniture;
use crate::front::is_title_like;
use crate::heading::{self, Unnumbered};
use crate::lines::Lines;
use crate::numbering::{Label, Marker};
use crate::shape::{dense, dense_len};

/// A longer table is none: the word 目录 stood for something else.
const MOST_LINES: usize = 1_500;
/// Of so many lines two must be running text where it begins: a footnote may stand among the entries.
const NEAR: usize = 4;
/// So many lines at most open the body before its text: title, 序言, 第一篇, 第一章, 第一节.
const OPENING_LINES: usize = 8;
/// So many lines that a clean reading leaves between the table and the text are a table that goes on.
const UNREAD: usize = 10;

/// The table after the line `head`, where the clean reading of it, `clean`, stops in its midst.
pub(super) fn read(
    lines: &Lines<'_>,
    furniture: &[Option<Furniture>],
    head: usize,
    clean: &Toc,
) -> Option<Toc> {
    let live = before_prose(lines, furniture, head)?;
    let unread: Vec<usize> = live.iter().copied().filter(|&line| line >= clean.end).collect();
    let listed = unread.iter().filter(|&&line| is_listed(lines.text(line))).count();
    if !clean.entries.is_empty() && (unread.len() < UNREAD || listed * 5 < unread.len() * 2) {
        return None;
    }
    let table = &live[..body_start(lines, &live)];
    let mut toc = Toc {
        heads: vec![head],
        start: head,
        end: head + 1,
        entries: Vec::new(),
        other: Vec::new(),
        is_whole: false,
    };
    for &line in table {
        take(lines, line, &mut toc);
        toc.end = line + 1;
    }
    // A label whose title was lost would agree with any heading.
    for entry in &mut toc.entries {
        if entry.label.is_some() && entry.title.iter().all(|range| range.is_empty()) {
            let pieces = std::mem::take(&mut entry.pieces);
            *entry = Entry {
                title: pieces.clone(),
                pieces,
                label: None,
                number: None,
                marker: Marker::None,
                ..*entry
            };
        }
    }
    Some(toc)
}

fn is_listed(text: &str) -> bool {
    label(text).is_some() || page::worn(text).is_some() || page::alone(text).is_some()
}

/// The lines from the head to the first running text: a line of it with another one near by.
fn before_prose(lines: &Lines<'_>, furniture: &[Option<Furniture>], head: usize) -> Option<Vec<usize>> {
    let mut live = Vec::new();
    let mut prose: Option<usize> = None;
    for line in
        (head + 1..lines.len()).filter(|&line| !lines.all[line].is_blank() && furniture[line].is_none())
    {
        let text = lines.text(line);
        if is_head(text) || live.len() > MOST_LINES {
            return None;
        }
        prose = prose.filter(|&first| live.len() < first + NEAR);
        if is_prose(text) {
            if prose.is_some() {
                break;
            }
            prose = Some(live.len());
        }
        live.push(line);
    }
    live.truncate(prose?);
    Some(live)
}

/// Where the body begins in the lines that end with its first running text.
fn body_start(lines: &Lines<'_>, live: &[usize]) -> usize {
    let mut start = live.len();
    let mut inner: Option<Label> = None;
    while start > 0 && live.len() - start < OPENING_LINES {
        let text = lines.text(live[start - 1]);
        let opens = match label(text) {
            None => heading::unnumbered(text) == Some(Unnumbered::Text),
            Some(label) => {
                let outer = inner.is_none_or(|inner| label.marker < inner.marker);
                let first = label.number == 1 || is_repeated(lines, &live[..start - 1], text, label);
                let opens = outer && first && page::worn(text).is_none();
                inner = Some(label);
                opens
            }
        };
        if !opens {
            break;
        }
        start -= 1;
    }
    while start > 0 && live.len() - start < OPENING_LINES && is_title_like(lines.text(live[start - 1])) {
        start -= 1;
    }
    start
}

/// One of the lines has the same label and a title that begins alike.
fn is_repeated(lines: &Lines<'_>, live: &[usize], text: &str, label: Label) -> bool {
    let title = dense(&text[label.title..]);
    live.iter().any(|&line| {
        let other = lines.text(line);
        super::label(other).is_some_and(|other_label| {
            (other_label.marker, other_label.number) == (label.marker, label.number)
                && dense(&other[other_label.title..]).chars().zip(title.chars()).take(3).all(|(a, b)| a == b)
        })
    })
}

/// Takes a line into the table.
fn take(lines: &Lines<'_>, line: usize, toc: &mut Toc) {
    let text = lines.text(line);
    if !text.chars().any(|c| gangyao_text::is_han(c) || c.is_ascii_alphanumeric()) {
        toc.other.push((line, Furniture::Garbled));
        return;
    }
    let label = super::label(text);
    let tail = page::worn(text);
    let last = toc.entries.last_mut().filter(|last| last.page_label.is_none());
    match (label, last) {
        (None, Some(last)) if page::worn_alone(text).is_some() => close_entry(last, lines, line),
        (None, Some(last)) if goes_on(lines, last) => continue_entry(last, lines, line, tail),
        _ => toc.entries.push(entry(lines, line, label, tail)),
    }
    // What is left of leaders at the end is no part of the title.
    if let Some(title) = toc.entries.last_mut().and_then(|last| last.title.last_mut()) {
        let kept = title.of(&lines.norm.text).trim_end_matches(page::is_worn_leader).len();
        title.end = title.start + kept as u32;
    }
}

/// A title goes on where its label stands alone, or where it is long enough to have been broken.
fn goes_on(lines: &Lines<'_>, entry: &Entry) -> bool {
    let len: usize = entry.title.iter().map(|range| dense_len(range.of(&lines.norm.text))).sum();
    entry.number.is_some() && (len == 0 || len >= 14) && entry.title.len() < 3
}
