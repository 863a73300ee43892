//! The lines that carry content, in order, with what stands between them.

use gangyao_text::NormRange;

use crate::lines::Lines;
use crate::wrap::{Gap, Open, Wrap};

/// A content line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlowLine {
    /// Index in [`Lines`].
    pub line: usize,
    /// What stands before it.
    pub gap: Gap,
}

/// Content lines; blank lines, furniture, the cover and the table of contents are left out.
#[derive(Debug)]
pub(crate) struct Flow<'l, 'n> {
    pub lines: &'l Lines<'n>,
    pub all: Vec<FlowLine>,
    pub wrap: Wrap,
}

impl<'l, 'n> Flow<'l, 'n> {
    /// The content lines: those that are not blank and not `taken` by something else. A taken line between two
    /// content lines is a page's edge.
    pub(crate) fn new(lines: &'l Lines<'n>, taken: impl Fn(usize) -> bool) -> Self {
        let mut all = Vec::with_capacity(lines.len());
        let mut gap = Gap::None;
        for line in 0..lines.len() {
            if taken(line) {
                gap = Gap::Page;
            } else if lines.all[line].is_blank() {
                gap = if gap == Gap::None { Gap::Blank } else { gap };
            } else {
                all.push(FlowLine { line, gap });
                gap = Gap::None;
            }
        }
        let wrap = Wrap::of(lines, all.iter().map(|flow| flow.line));
        Self { lines, all, wrap }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn text(&self, at: usize) -> &'n str {
        self.lines.text(self.all[at].line)
    }

    pub(crate) fn range(&self, at: usize) -> NormRange {
        self.lines.all[self.all[at].line].range
    }

    /// The line with the white space around it, which stands for empty cells in a table of columns.
    pub(crate) fn whole_range(&self, at: usize) -> NormRange {
        let range = self.range(at);
        let bytes = self.lines.norm.text.as_bytes();
        let space = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let before = bytes[..range.start as usize].iter().rev().take_while(space).count();
        let after = bytes[range.end as usize..].iter().take_while(space).count();
        NormRange::new(range.start - before as u32, range.end + after as u32)
    }

    /// The lines of a real table, as places in the flow, as stretches of text: a new one begins behind a line that is none
    /// of them. Pictures are no content lines, but in a table their captions belong to its cells.
    pub(crate) fn stretches(&self, own: &[usize]) -> Vec<NormRange> {
        let (Some(&first), Some(&last)) = (own.first(), own.last()) else { return Vec::new() };
        let (first, last) = (self.all[first].line, self.all[last].line);
        let table = self.lines.layout(first).table;
        let is_picture = |&line: &usize| {
            let layout = self.lines.layout(line);
            layout.picture && table.is_some() && layout.table == table
        };
        let first = (0..first).rev().take_while(is_picture).last().unwrap_or(first);
        let last = (last + 1..self.lines.len()).take_while(is_picture).last().unwrap_or(last);
        let mut own = own.iter().map(|&at| self.all[at].line).peekable();
        let mut stretches: Vec<NormRange> = Vec::new();
        let mut goes_on = false;
        for line in first..=last {
            let range = self.lines.all[line].range;
            if own.next_if_eq(&line).is_some() || is_picture(&line) {
                match stretches.last_mut() {
                    Some(stretch) if goes_on => stretch.end = range.end,
                    _ => stretches.push(range),
                }
                goes_on = true;
            } else if !self.lines.all[line].is_blank() {
                goes_on = false;
            }
        }
        stretches
    }

    pub(crate) fn width(&self, at: usize) -> u32 {
        self.lines.all[self.all[at].line].width
    }

    /// A paragraph that so far is the line at `at`.
    pub(crate) fn open(&self, at: usize) -> Open {
        let mut open = Open { line: 0, width: 0, has_sentence: false };
        self.lengthen(&mut open, at);
        open
    }

    /// Adds the line at `at` to a paragraph.
    pub(crate) fn lengthen(&self, open: &mut Open, at: usize) {
        open.line = self.all[at].line;
        open.width += self.width(at);
        open.has_sentence = open.has_sentence || crate::shape::has_stop(self.text(at));
    }

    /// The line at `next` goes on with a paragraph.
    pub(crate) fn continues_open(&self, wrap: &Wrap, open: Open, next: usize) -> bool {
        wrap.continues(self.lines, open, self.all[next].line, self.all[next].gap)
    }
}
