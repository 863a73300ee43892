//! The table of contents: where it stands, and its entries.
//!
//! It begins at 目录 (or at lines with leaders and page numbers) and ends where its own first entry comes again as a
//! heading, or where prose begins. Entries may lack page numbers, be broken over lines, and list boxes and annexes.

use gangyao_text::NormRange;

use crate::Furniture;
use crate::lines::Lines;
use crate::numbering::{self, Label, Marker};
use crate::shape::{Ending, dense_len, ending, is_dense};

/// A line of the table of contents.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The whole entry, one range a line.
    pub pieces: Vec<NormRange>,
    pub label: Option<NormRange>,
    pub marker: Marker,
    pub number: Option<u32>,
    /// The title, one range a line.
    pub title: Vec<NormRange>,
    pub page_label: Option<NormRange>,
}

/// The table of contents of a document.
#[derive(Clone, Debug)]
pub(crate) struct Toc {
    /// The line 目录, where there is one.
    pub head: Option<usize>,
    /// First line of the table, its head included.
    pub start: usize,
    /// One past its last line.
    pub end: usize,
    pub entries: Vec<Entry>,
}

/// A longer line is prose, in characters.
const LONGEST_ENTRY: usize = 70;
/// So many lines with leaders make a table of contents without a head.
const HEADLESS_RUN: usize = 3;

/// The table of contents, if the document has one.
pub(crate) fn find(lines: &Lines<'_>, furniture: &[Option<Furniture>]) -> Option<Toc> {
    let live = |line: usize| !lines.all[line].is_blank() && furniture[line].is_none();
    let head = (0..lines.len()).find(|&line| live(line) && is_head(lines.text(line)));
    if let Some(head) = head {
        let toc = Reader { lines, furniture, entries: Vec::new(), paged: 0 }.read(Some(head), head + 1);
        if !toc.entries.is_empty() {
            return Some(toc);
        }
    }
    let start = headless(lines, furniture)?;
    let toc = Reader { lines, furniture, entries: Vec::new(), paged: 0 }.read(None, start);
    (toc.entries.len() >= HEADLESS_RUN).then_some(toc)
}

fn is_head(text: &str) -> bool {
    text.len() <= 24 && (is_dense(text, "目录") || is_dense(text, "目次") || is_dense(text, "目　录"))
}

/// The first of several lines in a row that have a label, a leader and a page.
fn headless(lines: &Lines<'_>, furniture: &[Option<Furniture>]) -> Option<usize> {
    let mut run = 0;
    let mut start = 0;
    for line in 0..lines.len() {
        if lines.all[line].is_blank() || furniture[line].is_some() {
            continue;
        }
        let text = lines.text(line);
        let tail = page_tail(text);
        if tail.is_some_and(|tail| tail.leader) && numbering::label(text).is_some() {
            if run == 0 {
                start = line;
            }
            run += 1;
            if run >= HEADLESS_RUN {
                return Some(start);
            }
        } else {
            run = 0;
        }
    }
    None
}

/// What stands at the end of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PageTail {
    /// Where the title ends.
    title_end: usize,
    /// The page's digits.
    page: (usize, usize),
    /// Dots, a tab or brackets lead to the page, not a mere space.
    leader: bool,
}

/// The page at the end of an entry: ….12, (12), a tab or spaces and 12.
fn page_tail(text: &str) -> Option<PageTail> {
    let bytes = text.as_bytes();
    let bracketed = text.ends_with([')', '）']);
    let inner = text.trim_end_matches([')', '）']).trim_end();
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let page = (inner.len() - digits, inner.len());
    let before = &text[..page.0];
    let title = before.trim_end_matches(is_leader);
    let gap = &before[title.len()..];
    if gap.is_empty() || title.is_empty() {
        return None;
    }
    let dots =
        gap.chars().filter(|c| matches!(c, '.' | '…' | '·' | '．' | '•' | '-' | '—' | '‥' | '⋯')).count();
    let opened = gap.contains(['(', '（']);
    if bracketed != opened {
        return None;
    }
    let leader = dots >= 2 || gap.contains('…') || opened || gap.contains('\t') || gap.len() >= 2;
    let _ = bytes;
    Some(PageTail { title_end: title.len(), page, leader })
}

const fn is_leader(c: char) -> bool {
    matches!(c, '.' | '…' | '·' | '．' | '•' | '-' | '—' | '‥' | '⋯' | ' ' | '\t' | '(' | '（' | '_')
}

struct Reader<'l, 'n> {
    lines: &'l Lines<'n>,
    furniture: &'l [Option<Furniture>],
    entries: Vec<Entry>,
    /// Entries with a page.
    paged: usize,
}

impl Reader<'_, '_> {
    fn read(mut self, head: Option<usize>, first: usize) -> Toc {
        let mut end = first;
        let mut line = first;
        while line < self.lines.len() {
            if self.lines.all[line].is_blank() || self.furniture[line].is_some() {
                line += 1;
                continue;
            }
            if !self.take(line) {
                break;
            }
            line += 1;
            end = line;
        }
        Toc { head, start: head.unwrap_or(first), end, entries: self.entries }
    }

    /// Takes a line into the table, or tells that the table has ended before it.
    fn take(&mut self, line: usize) -> bool {
        let text = self.lines.text(line);
        let label = numbering::label(text);
        let tail = page_tail(text);
        let open = self.entries.last().is_some_and(|entry| entry.page_label.is_none());
        if is_head(text) {
            return false;
        }
        if self.entries.is_empty() && label.is_none() && tail.is_none() && !is_unnumbered_entry(text) {
            return false;
        }
        match (label, tail) {
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
        dense_len(text) <= LONGEST_ENTRY
            && !matches!(ending(text), Ending::Full | Ending::Semicolon | Ending::Colon)
    }

    fn paged_or_first(&self) -> bool {
        self.paged > 0 || self.entries.len() == 1
    }

    fn take_labelled(&mut self, line: usize, label: Label, tail: Option<PageTail>) -> bool {
        if tail.is_none() {
            // The body begins where the first entry comes again, or where a paged table has an entry without a page.
            if self.repeats_first(line, label) {
                return false;
            }
            if self.paged >= 2 && !self.page_follows(line) {
                return false;
            }
        }
        self.push(line, Some(label), tail);
        true
    }

    /// The line has the label of the first entry that has one, or opens a level that was already opened.
    fn repeats_first(&self, line: usize, label: Label) -> bool {
        let text = self.lines.text(line);
        let title: String = crate::shape::dense(&text[label.title..]);
        self.entries.iter().any(|entry| {
            entry.marker == label.marker && entry.number == Some(label.number) && {
                let printed: String = entry.title.iter().map(|r| r.of(&self.lines.norm.text)).collect();
                let printed = crate::shape::dense(&printed);
                !title.is_empty()
                    && (printed == title || printed.starts_with(&title) || title.starts_with(&printed))
            }
        })
    }

    /// One of the next two lines completes the entry with a page.
    fn page_follows(&self, line: usize) -> bool {
        let next = (line + 1..self.lines.len().min(line + 8))
            .filter(|&next| !self.lines.all[next].is_blank() && self.furniture[next].is_none())
            .take(2);
        for next in next {
            let text = self.lines.text(next);
            let tail = page_tail(text);
            // The dots before the page are no part of the title.
            let title = &text[..tail.map_or(text.len(), |tail| tail.title_end)];
            if numbering::label(text).is_some() || dense_len(title) > LONGEST_ENTRY {
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
        if open && self.paged > 0 && self.page_follows_or_is_rest(line) {
            self.continue_entry(line, None);
            return true;
        }
        if is_unnumbered_entry(text) && !(self.paged >= 2 && !self.more_entries_follow(line)) {
            self.push(line, None, None);
            return true;
        }
        false
    }

    fn page_follows_or_is_rest(&self, line: usize) -> bool {
        self.page_follows(line)
    }

    /// After 重大工程专栏目录 the table goes on.
    fn more_entries_follow(&self, line: usize) -> bool {
        (line + 1..self.lines.len().min(line + 6))
            .find(|&next| !self.lines.all[next].is_blank() && self.furniture[next].is_none())
            .is_some_and(|next| page_tail(self.lines.text(next)).is_some())
    }

    fn push(&mut self, line: usize, label: Option<Label>, tail: Option<PageTail>) {
        let range = self.lines.all[line].range;
        let title_end = tail.map_or(range.len(), |tail| tail.title_end);
        let at = |start: usize, end: usize| {
            NormRange::from_usize(range.start as usize + start, range.start as usize + end)
        };
        let title_start = label.map_or(0, |label| label.title.min(title_end));
        self.paged += usize::from(tail.is_some());
        self.entries.push(Entry {
            pieces: vec![range],
            label: label.map(|label| at(0, label.len.min(title_end))),
            marker: label.map_or(Marker::None, |label| label.marker),
            number: label.map(|label| label.number),
            title: vec![at(title_start, title_end)],
            page_label: tail.map(|tail| at(tail.page.0, tail.page.1)),
        });
    }

    fn continue_entry(&mut self, line: usize, tail: Option<PageTail>) {
        let range = self.lines.all[line].range;
        let title_end = tail.map_or(range.len(), |tail| tail.title_end);
        let at = |start: usize, end: usize| {
            NormRange::from_usize(range.start as usize + start, range.start as usize + end)
        };
        self.paged += usize::from(tail.is_some());
        let entry = self.entries.last_mut().expect("an open entry exists");
        entry.pieces.push(range);
        entry.title.push(at(0, title_end));
        entry.page_label = tail.map(|tail| at(tail.page.0, tail.page.1));
    }
}

/// An entry that has no number: the words that open and close a plan, and heads of further lists.
fn is_unnumbered_entry(text: &str) -> bool {
    dense_len(text) <= 20
        && (crate::heading::unnumbered(text).is_some() || text.ends_with("目录") || text.starts_with("专栏"))
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn check(text: &str, expected: &[(&str, &str, &str)], next: &str) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let toc = find(&lines, &vec![None; lines.len()]).expect("a table of contents");
        let entries: Vec<_> = toc
            .entries
            .iter()
            .map(|e| {
                let of = |r: Option<NormRange>| r.map_or("", |r| r.of(&norm.text));
                let title: String = e.title.iter().map(|r| r.of(&norm.text)).collect();
                (of(e.label), title, of(e.page_label))
            })
            .collect();
        let entries: Vec<_> = entries.iter().map(|(l, t, p)| (*l, t.as_str(), *p)).collect();
        assert_eq!(entries, expected, "{text}");
        let next_line =
            (toc.end..lines.len()).find(|&l| !lines.all[l].is_blank()).map_or("", |l| lines.text(l));
        assert_eq!(next_line, next, "{text}");
    }

    #[test]
    fn pages_in_brackets_and_broken_titles() {
        check(
            "目 录\n第一章 总则\t(1)\n第一节 目标 (2)\n第二章 扎实推进\n\n共同建设\t(16)\n某市规划\n第一章 总则",
            &[("第一章", "总则", "1"), ("第一节", "目标", "2"), ("第二章", "扎实推进共同建设", "16")],
            "某市规划",
        );
    }

    #[test]
    fn dots_lead_to_pages() {
        check(
            "目录\n一、总则.......1\n（一）目标... 2\n二、保障……3\n1\n正文开始于此。\n一、总则",
            &[("一、", "总则", "1"), ("（一）", "目标", "2"), ("二、", "保障", "3")],
            "1",
        );
    }

    #[test]
    fn without_pages_the_repeated_first_entry_ends_it() {
        check(
            "目录\n序言\n第一章 总则\n第二章 保障\n第一章 总则\n正文。",
            &[("", "序言", ""), ("第一章", "总则", ""), ("第二章", "保障", "")],
            "第一章 总则",
        );
    }

    #[test]
    fn without_a_head_leaders_show_it() {
        check(
            "某市规划\n第一章 总则....1\n第二章 任务....5\n第三章 保障....9\n第一章 总则\n正文。",
            &[("第一章", "总则", "1"), ("第二章", "任务", "5"), ("第三章", "保障", "9")],
            "第一章 总则",
        );
    }

    #[test]
    fn a_document_may_be_nothing_else() {
        check("目录\n第一章 总则 1\n第二章 保障 9", &[("第一章", "总则", "1"), ("第二章", "保障", "9")], "");
    }
}
