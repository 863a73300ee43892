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

    /// Content lines as stretches of text: a new one begins where a line that is no content stands between two. Pictures
    /// are no content lines, but in a table they belong to its cells.
    pub(crate) fn stretches(&self, lines: std::ops::Range<usize>) -> Vec<NormRange> {
        let is_picture = |line: usize| self.lines.all[line].is_blank() || self.lines.layout(line).picture;
        let mut stretches: Vec<NormRange> = Vec::new();
        for at in lines.clone() {
            let range = self.range(at);
            let goes_on = at > lines.start
                && (self.all[at].gap != Gap::Page
                    || (self.all[at - 1].line + 1..self.all[at].line).all(is_picture));
            match stretches.last_mut() {
                Some(last) if goes_on => last.end = range.end,
                _ => stretches.push(range),
            }
        }
        let in_table = |line: usize, beside: usize| {
            let (layout, own) = (self.lines.layout(line), self.lines.layout(self.all[beside].line).table);
            layout.picture && own.is_some() && layout.table == own
        };
        if let (Some(first), false) = (stretches.first_mut(), lines.is_empty()) {
            let above = (0..self.all[lines.start].line).rev().take_while(|&line| in_table(line, lines.start));
            first.start = above.last().map_or(first.start, |line| self.lines.all[line].range.start);
        }
        if let (Some(last), false) = (stretches.last_mut(), lines.is_empty()) {
            let from = self.all[lines.end - 1].line + 1;
            let below = (from..self.lines.len()).take_while(|&line| in_table(line, lines.end - 1));
            last.end = below.last().map_or(last.end, |line| self.lines.all[line].range.end);
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
        open.has_sentence =
            open.has_sentence || memchr::memmem::find(self.text(at).as_bytes(), "。".as_bytes()).is_some();
    }

    /// The line at `next` goes on with a paragraph.
    pub(crate) fn continues_open(&self, wrap: &Wrap, open: Open, next: usize) -> bool {
        wrap.continues(self.lines, open, self.all[next].line, self.all[next].gap)
    }
}
