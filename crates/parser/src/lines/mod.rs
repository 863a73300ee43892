//! The lines of the normalised text, measured once.
//!
//! A line that holds several headings ([`glued`], [`listed`]) becomes several lines, where the format has no layout.

mod glued;
mod listed;

use gangyao_normaliser::Normalised;
use gangyao_text::{LineEnd, LineLayout, NormRange};

use crate::boxes::{ItemStyle, item_mark};
use crate::numbering::{self, Marker};
use crate::print::{Print, Verdict};
use crate::shape::{Ending, ending};

/// A line without the white space at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The trimmed line.
    pub range: NormRange,
    /// Columns that it fills: Han characters count 2, others 1.
    pub width: u32,
    /// Columns of white space before it.
    pub indent: u32,
}

impl Line {
    pub(crate) const fn is_blank(&self) -> bool {
        self.range.is_empty()
    }
}

/// All lines, with the layout that the format gives.
#[derive(Debug)]
pub(crate) struct Lines<'n> {
    pub norm: &'n Normalised<'n>,
    pub all: Vec<Line>,
    /// Layout by line; empty where the format has none.
    layout: &'n [LineLayout],
    /// Where a text dump's `##` stood, in bytes of the normalised text, and the level that it declares.
    marked: Vec<(u32, u8)>,
    print: Print,
}

/// The marks that the normaliser took away from the beginnings of headings.
fn marked_levels(norm: &Normalised<'_>) -> Vec<(u32, u8)> {
    let source = norm.source.text.as_bytes();
    let edits = norm.map.edits().iter().filter(|edit| source[edit.old_start as usize] == b'#');
    edits
        .map(|edit| {
            let mark = &source[edit.old_start as usize..edit.old_end as usize];
            (edit.new_end, mark.iter().take_while(|&&byte| byte == b'#').count() as u8)
        })
        .collect()
}

impl<'n> Lines<'n> {
    pub(crate) fn new(norm: &'n Normalised<'n>) -> Self {
        let text = norm.text.as_str();
        let mut all = Vec::with_capacity(text.len() / 64 + 1);
        let laid_out = !norm.source.layout.is_empty();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len())) {
            let line = measure(text, start, end);
            start = end + 1;
            if laid_out {
                all.push(line);
            } else {
                push_parts(text, line, &mut all);
            }
        }
        // A normalised text with other line breaks than its source (a form feed in a laid-out text) has no layout.
        let layout = if norm.source.layout.len() == all.len() { norm.source.layout.as_slice() } else { &[] };
        let marked = if laid_out { Vec::new() } else { marked_levels(norm) };
        Self { norm, all, layout, marked, print: Print::of(layout) }
    }

    /// The level of heading that the format declares for a line, or a text dump's `##`.
    pub(crate) fn declared_level(&self, line: usize) -> Option<u8> {
        if self.marked.is_empty() {
            return self.layout(line).heading;
        }
        let start = self.all[line].range.start;
        let found = self.marked.binary_search_by_key(&start, |&(at, _)| at).ok()?;
        Some(self.marked[found].1)
    }

    /// Cuts lines at `places`, bytes of the text in order; tells whether there was something to do. Lines whose layout the
    /// format gives stay as they are.
    pub(crate) fn cut_at(&mut self, places: &[usize]) -> bool {
        if places.is_empty() || !self.layout.is_empty() {
            return false;
        }
        let text = self.norm.text.as_str();
        let mut places = places.iter().copied().peekable();
        let mut all = Vec::with_capacity(self.all.len() + places.len());
        for line in &self.all {
            let (mut start, end) = (line.range.start as usize, line.range.end as usize);
            let mut rest = *line;
            while let Some(place) = places.next_if(|&place| place < end) {
                if place > start {
                    all.push(Line { indent: rest.indent, ..measure(text, start, place) });
                    start = place;
                    rest = measure(text, place, end);
                }
            }
            all.push(rest);
        }
        self.all = all;
        true
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The text of a line.
    pub(crate) fn text(&self, line: usize) -> &'n str {
        self.all[line].range.of(&self.norm.text)
    }

    pub(crate) fn layout(&self, line: usize) -> LineLayout {
        self.layout.get(line).copied().unwrap_or_default()
    }

    /// What the print says about `next` going on with `line`.
    pub(crate) fn print(&self, line: usize, next: usize) -> Verdict {
        let verdict = self.print.verdict(&self.layout(line), &self.layout(next), self.text(next));
        if verdict == Verdict::Parts && self.hangs(line, next) { Verdict::Joins } else { verdict }
    }

    /// The lines belong to an item whose mark stands out to the left (1.水库工程。新建 / 水库2座), so that the indent of the
    /// lines under its first one begins nothing. Where paragraphs are indented a full line above an indented one ends its
    /// sentence.
    fn hangs(&self, line: usize, next: usize) -> bool {
        let (before, text) = (self.text(line), self.text(next));
        if ending(before) != Ending::Open || item_mark(text).is_some() || numbering::label(text).is_some() {
            return false;
        }
        let is_item = item_mark(before).is_some_and(|(style, ..)| {
            !matches!(style, ItemStyle::Numbered(Marker::CnDun | Marker::CnParen))
        });
        match self.print.set_in(&self.layout(line), &self.layout(next), text) {
            Some(ems) if (0.8..4.0).contains(&ems) => is_item,
            Some(ems) if ems.abs() < 0.2 => !is_item && numbering::label(before).is_none(),
            _ => false,
        }
    }

    /// The format says that a paragraph ends with this line.
    pub(crate) fn ends_paragraph(&self, line: usize) -> bool {
        self.layout(line).end == LineEnd::Paragraph
    }
}

/// Pushes a line, or the headings that it holds.
fn push_parts(text: &str, line: Line, all: &mut Vec<Line>) {
    let printed = line.range.of(text);
    let mut cuts = glued::starts(printed);
    if cuts.is_empty() {
        cuts = listed::starts(printed);
    }
    if cuts.is_empty() {
        all.push(line);
        return;
    }
    let base = line.range.start as usize;
    let ends = cuts.iter().map(|&cut| base + cut).chain(std::iter::once(line.range.end as usize));
    let mut start = base;
    for end in ends {
        all.push(measure(text, start, end));
        start = end;
    }
}

fn measure(text: &str, start: usize, end: usize) -> Line {
    let raw = &text[start..end];
    let body = raw.trim_start();
    let indent = raw[..raw.len() - body.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let body_start = end - body.len();
    let body = body.trim_end();
    Line {
        range: NormRange::from_usize(body_start, body_start + body.len()),
        width: width(body.as_bytes()),
        indent,
    }
}

/// Columns that a text fills: an ASCII character takes one, any other two.
fn width(text: &[u8]) -> u32 {
    // Weights by byte, without decoding: a character's first byte tells, the others count nothing. The sum of a chunk
    // fits into a byte, which lets the compiler add many at a time.
    const CHUNK: usize = 64;
    let weight = |byte: u8| if byte < 0x80 { 1 } else { 2 * u8::from(byte >= 0xC0) };
    text.chunks(CHUNK).map(|chunk| u32::from(chunk.iter().map(|&byte| weight(byte)).sum::<u8>())).sum()
}

#[cfg(test)]
pub(crate) mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    /// The parts of a text that is cut at these places.
    pub(crate) fn parts(text: &str, starts: impl IntoIterator<Item = usize>) -> Vec<&str> {
        let mut cuts = vec![0];
        cuts.extend(starts);
        cuts.push(text.len());
        cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect()
    }

    #[test]
    fn headings_on_one_line_are_lines() {
        let source = Source::plain("  第一章总则第二章任务\n正文".to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let all: Vec<_> = (0..lines.len()).map(|line| (lines.text(line), lines.all[line].width)).collect();
        assert_eq!(all, [("第一章总则", 10), ("第二章任务", 10), ("正文", 4)]);
    }

    #[test]
    fn lines_are_cut() {
        let source = Source::plain("  甲。 乙。丙\n丁".to_owned());
        let norm = normalise(&source);
        let mut lines = Lines::new(&norm);
        assert!(!lines.cut_at(&[]));
        let places = ["乙", "丙"].map(|word| norm.text.find(word).expect("a word"));
        assert!(lines.cut_at(&places));
        let all: Vec<_> = (0..lines.len()).map(|line| (lines.text(line), lines.all[line].indent)).collect();
        assert_eq!(all, [("甲。", 2), ("乙。", 0), ("丙", 0), ("丁", 0)]);
    }

    #[test]
    fn lines_are_trimmed_and_measured() {
        let source = Source::plain("  第一章 A\n\n\t末 ".to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        assert_eq!(lines.len(), 3);
        assert_eq!((lines.text(0), lines.all[0].width, lines.all[0].indent), ("第一章 A", 8, 2));
        assert!(lines.all[1].is_blank());
        assert_eq!((lines.text(2), lines.all[2].width, lines.all[2].indent), ("末", 2, 4));
    }

    #[test]
    fn lines_under_an_item_that_hangs() {
        let layout = |x0: f32, x1: f32, y: f32| LineLayout {
            end: LineEnd::Soft,
            indent: (x0 - 90.0) as i16,
            size: 160,
            bbox: Some([x0, y, x1, y + 16.0]),
            ..LineLayout::default()
        };
        let text = "正文正文正文正文。\n正文正文正文正文正\n正文。\n".repeat(8)
            + "1.水库工程。新建水\n库两座，完善灌溉设\n施。\n2.渠道工程。";
        let body = (0..8).flat_map(|_| [(122.0, 500.0), (90.0, 500.0), (90.0, 300.0)]);
        let items = [(90.0, 500.0), (112.0, 500.0), (112.0, 200.0), (90.0, 300.0)];
        let layouts = body.chain(items).enumerate().map(|(at, (x0, x1))| layout(x0, x1, 20.0 * at as f32));
        let source = Source { layout: layouts.collect(), ..Source::plain(text) };
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let verdicts: Vec<Verdict> = (24..27).map(|line| lines.print(line, line + 1)).collect();
        assert_eq!(verdicts, [Verdict::Joins, Verdict::Joins, Verdict::Parts]);
        // A paragraph that ends at the edge.
        assert_eq!(lines.print(2, 3), Verdict::Parts);
    }
}
