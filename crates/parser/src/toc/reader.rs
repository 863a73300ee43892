//! Reads a clean table of contents line by line, and tells where it ends.
//!
//! It ends where its own first entry comes again as a heading, or where prose begins.

use gangyao_text::NormRange;

use super::page::{self, PageTail};
use super::{Entry, LONGEST_ENTRY, Toc, is_head, label};
use crate::Furniture;
use crate::heading::{self, Unnumbered};
use crate::lines::Lines;
use crate::numbering::{Label, Marker};
use crate::shape::{Ending, dense, dense_len, ending};

/// So many entries must have been read before 第一章 without its title tells that the body has begun.
const RESTART: usize = 3;

/// Reads the table whose first entry is looked for from line `first` on.
pub(super) fn read(
    lines: &Lines<'_>,
    furniture: &[Option<Furniture>],
    head: Option<usize>,
    first: usize,
) -> Toc {
    Reader { lines, furniture, entries: Vec::new(), paged: 0, met_body: false }.read(head, first)
}

struct Reader<'l, 'n> {
    lines: &'l Lines<'n>,
    furniture: &'l [Option<Furniture>],
    entries: Vec<Entry>,
    /// Entries with a page.
    paged: usize,
    /// The line that ended the table repeats one of its entries.
    met_body: bool,
}

impl Reader<'_, '_> {
    fn read(mut self, head: Option<usize>, first: usize) -> Toc {
        let mut end = first;
        let mut line = first;
        while line < self.lines.len() {
            if self.is_live(line) {
                if !self.take(line) {
                    break;
                }
                end = line + 1;
            }
            line += 1;
        }
        Toc {
            heads: head.into_iter().collect(),
            start: head.unwrap_or(first),
            end,
            is_whole: self.met_body && self.entries.len() >= RESTART,
            entries: self.entries,
            other: Vec::new(),
        }
    }

    fn is_live(&self, line: usize) -> bool {
        !self.lines.all[line].is_blank() && self.furniture[line].is_none()
    }

    /// The next lines that carry text, at most `most`.
    fn following(&self, line: usize, most: usize) -> impl Iterator<Item = usize> {
        let near = line + 1..self.lines.len().min(line + 1 + 4 * most);
        near.filter(|&next| self.is_live(next)).take(most)
    }

    /// Takes a line into the table, or tells that the table has ended before it.
    fn take(&mut self, line: usize) -> bool {
        let text = self.lines.text(line);
        let label = super::label(text);
        let tail = page::tail(text);
        let open = self.entries.last().is_some_and(|entry| entry.page_label.is_none());
        if is_head(text) {
            return false;
        }
        if self.entries.is_empty() && label.is_none() && tail.is_none() && !is_unnumbered_entry(text) {
            return false;
        }
        match (label, tail) {
            (None, None) if !open && self.paged > 0 && page::is_close(text) => {
                let last = self.entries.last_mut().expect("an entry with a page exists");
                last.pieces.push(self.lines.all[line].range);
                true
            }
            (None, None) if open && self.is_page_of_open(text) => {
                self.close_entry(line);
                true
            }
            _ if tail.is_none() && !self.fits_without_page(text) => false,
            (Some(label), tail) => self.take_labelled(line, label, tail),
            (None, Some(tail)) if open && self.paged_or_first() => {
                self.continue_entry(line, Some(tail));
                true
            }
            (None, Some(tail)) => {
                self.push(line, None, Some(tail));
                true
            }
            (None, None) => self.take_bare(line, open),
        }
    }

    /// Prose is longer than an entry, or ends like a sentence.
    fn fits_without_page(&self, text: &str) -> bool {
        let text = &text[..page::without_leaders(text)];
        dense_len(text) <= LONGEST_ENTRY
            && !matches!(ending(text), Ending::Full | Ending::Semicolon | Ending::Colon)
    }

    fn paged_or_first(&self) -> bool {
        self.paged > 0 || self.entries.len() == 1
    }

    fn is_page_of_open(&self, text: &str) -> bool {
        self.paged_or_first() && page::alone(text).is_some()
    }

    fn take_labelled(&mut self, line: usize, label: Label, tail: Option<PageTail>) -> bool {
        if tail.is_none() {
            // The body begins where the first entry comes again, or where a paged table has an entry without a page.
            if self.begins_body(line, label) {
                self.met_body = true;
                return false;
            }
            if self.paged >= 2 && !self.page_follows(line) {
                return false;
            }
        }
        self.push(line, Some(label), tail);
        true
    }

    /// The line is the body's first heading: it repeats an entry of the outermost level, or begins that level again. 第一节
    /// 发展基础 may well stand in several chapters: below the outermost level an entry is repeated by the body only where
    /// text follows it.
    fn begins_body(&self, line: usize, label: Label) -> bool {
        let Some(outermost) = self.entries.iter().find(|entry| entry.number.is_some()) else { return false };
        // 2.1 begins no level again that has 1 and 2.
        let is_outermost = outermost.marker == label.marker && outermost.components == label.components;
        if is_outermost && label.number == 1 && self.entries.len() >= RESTART {
            return true;
        }
        self.is_repeated(line, label)
            && (is_outermost || self.following(line, 2).any(|next| is_prose(self.lines.text(next))))
    }

    /// An entry has the label and the title of the line.
    fn is_repeated(&self, line: usize, label: Label) -> bool {
        let title = dense(&self.lines.text(line)[label.title..]);
        self.entries.iter().any(|entry| {
            let same = entry.marker == label.marker && entry.components == label.components;
            same && entry.number == Some(label.number) && {
                let printed = self.title(entry);
                !title.is_empty()
                    && (printed == title || printed.starts_with(&title) || title.starts_with(&printed))
            }
        })
    }

    fn title(&self, entry: &Entry) -> String {
        let printed: String = entry.title.iter().map(|range| range.of(&self.lines.norm.text)).collect();
        dense(&printed)
    }

    /// One of the next two lines completes the entry with a page.
    fn page_follows(&self, line: usize) -> bool {
        for next in self.following(line, 2) {
            let text = self.lines.text(next);
            let tail = page::tail(text);
            if tail.is_none() && page::alone(text).is_some() {
                return true;
            }
            // The dots before the page are no part of the title.
            let title = &text[..tail.map_or(text.len(), |tail| tail.title_end)];
            if label(text).is_some() || dense_len(title) > LONGEST_ENTRY {
                return false;
            }
            if tail.is_some() {
                return true;
            }
        }
        false
    }

    /// A line with neither label nor page: the rest of a broken title, or 序言, 附件, 重大工程专栏目录.
    fn take_bare(&mut self, line: usize, open: bool) -> bool {
        let text = self.lines.text(line);
        if open && self.paged > 0 && self.page_follows(line) {
            self.continue_entry(line, None);
            return true;
        }
        // Browsers set the page beside the first line of a broken title: 共同体建 (16) above 设. The rest belongs to the
        // entry, but not to its title, which must stand in one piece.
        let is_rest = self.paged >= 2 && dense_len(text) <= 16 && heading::unnumbered(text).is_none();
        if is_rest && !is_unnumbered_entry(text) && self.more_entries_follow(line) {
            let range = self.lines.all[line].range;
            self.entries.last_mut().expect("entries with pages came before").pieces.push(range);
            return true;
        }
        if !is_unnumbered_entry(text) {
            return false;
        }
        if self.opens_body(line) {
            self.met_body = true;
            return false;
        }
        if self.paged < 2 || self.more_entries_follow(line) || self.body_follows(line) {
            self.push(line, None, None);
            return true;
        }
        false
    }

    /// The next line is an entry again, now as a heading.
    fn body_follows(&self, line: usize) -> bool {
        self.following(line, 1).any(|next| {
            let text = self.lines.text(next);
            label(text).is_some_and(|label| self.begins_body(next, label))
                || is_unnumbered_entry(text) && self.opens_body(next)
        })
    }

    /// 前言 that was listed before, or that text follows, is the body's.
    fn opens_body(&self, line: usize) -> bool {
        let text = self.lines.text(line);
        let bare = dense(text);
        self.entries.iter().any(|entry| entry.number.is_none() && self.title(entry) == bare)
            || heading::unnumbered(text) == Some(Unnumbered::Text)
                && self.following(line, 1).any(|next| is_prose(self.lines.text(next)))
    }

    /// After 重大工程专栏目录 the table goes on.
    fn more_entries_follow(&self, line: usize) -> bool {
        self.following(line, 1).any(|next| page::tail(self.lines.text(next)).is_some())
    }

    fn push(&mut self, line: usize, label: Option<Label>, tail: Option<PageTail>) {
        self.paged += usize::from(tail.is_some());
        self.entries.push(entry(self.lines, line, label, tail));
    }

    fn continue_entry(&mut self, line: usize, tail: Option<PageTail>) {
        self.paged += usize::from(tail.is_some());
        let last = self.entries.last_mut().expect("an open entry exists");
        continue_entry(last, self.lines, line, tail);
    }

    fn close_entry(&mut self, line: usize) {
        self.paged += 1;
        let last = self.entries.last_mut().expect("an open entry exists");
        close_entry(last, self.lines, line);
    }
}

/// A line of running text: a sentence ends in it, or it is long and has clauses.
pub(super) fn is_prose(text: &str) -> bool {
    let len = dense_len(text);
    let labelled = label(text).is_some();
    let sentence = text.contains('。') && len >= 12;
    let clauses = text.contains('，') && len >= 26 && !labelled;
    (sentence || clauses) && !text.starts_with(['*', '※', '注']) && !page::has_many(text)
}

/// A part of a line as a range.
fn part(lines: &Lines<'_>, line: usize, start: usize, end: usize) -> NormRange {
    let from = lines.all[line].range.start as usize;
    NormRange::from_usize(from + start, from + end)
}

/// Where the title ends on a line of an entry: before its page, or before the dots that lead to the next line.
fn title_end(lines: &Lines<'_>, line: usize, tail: Option<PageTail>) -> usize {
    tail.map_or_else(|| page::without_leaders(lines.text(line)), |tail| tail.title_end)
}

/// The entry that begins on a line.
pub(super) fn entry(lines: &Lines<'_>, line: usize, label: Option<Label>, tail: Option<PageTail>) -> Entry {
    let range = lines.all[line].range;
    let title_end = title_end(lines, line, tail);
    let title_start = label.map_or(0, |label| label.title.min(title_end));
    Entry {
        pieces: vec![range],
        label: label.map(|label| part(lines, line, 0, label.len.min(title_end))),
        marker: label.map_or(Marker::None, |label| label.marker),
        number: label.map(|label| label.number),
        components: label.map_or(1, |label| label.components),
        title: vec![part(lines, line, title_start, title_end)],
        page_label: tail.map(|tail| part(lines, line, tail.page.0, tail.page.1)),
    }
}

/// Adds a line to the title of an entry.
pub(super) fn continue_entry(entry: &mut Entry, lines: &Lines<'_>, line: usize, tail: Option<PageTail>) {
    let range = lines.all[line].range;
    let title_end = title_end(lines, line, tail);
    entry.pieces.push(range);
    entry.title.push(part(lines, line, 0, title_end));
    entry.page_label = tail.map(|tail| part(lines, line, tail.page.0, tail.page.1));
}

/// Adds a line that holds only the page of an entry.
pub(super) fn close_entry(entry: &mut Entry, lines: &Lines<'_>, line: usize) {
    entry.pieces.push(lines.all[line].range);
    entry.page_label = page::worn_alone(lines.text(line)).map(|(from, to)| part(lines, line, from, to));
}

/// An entry that has no number: the words that open and close a plan, and heads of further lists.
fn is_unnumbered_entry(text: &str) -> bool {
    dense_len(text) <= 20
        && (heading::unnumbered(text).is_some() || text.ends_with("目录") || text.starts_with("专栏"))
}
