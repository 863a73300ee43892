//! Blocks become lines: hard line ends, page breaks, running heads, the table of contents.
//!
//! What enters is text that is already decided; the layout never changes a character of it, it only breaks it.

use crate::rng::Rng;
use crate::shape::{Gap, HeadingBreak, PageBreak, Shape, Spacing, TableCells, Toc, Width};

/// A piece of the document, in order.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// A heading on its own line.
    Heading { label: String, title: String, depth: usize },
    /// A paragraph, a box item, a glossary entry: breaks over lines and pages.
    Flow { text: String, keep: Keep },
    /// A line that stays whole: the head of a box, the note of a table.
    Line(String),
    /// A row of a table.
    Row(Vec<String>),
    /// A box begins; plain text shows nothing of it.
    Open,
    /// A box ends.
    Close,
    /// A page break at this place, followed by a line that is printed again.
    Turn { again: String },
}

/// Where a page may break inside a [`Block::Flow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Where the page is full.
    Free,
    /// A page breaks here, whatever stands before.
    Break,
}

/// A line of the table of contents.
#[derive(Clone, Debug)]
pub(crate) struct TocLine {
    pub(crate) label: String,
    pub(crate) title: String,
}

/// Characters of a page before it breaks.
const PAGE: usize = 420;

/// How many half-width columns a line has.
const fn columns(width: Width) -> usize {
    match width {
        Width::Unbroken => usize::MAX,
        Width::Forty => 80,
        Width::TwentyEight => 56,
        Width::ThirtyCounted => 60,
    }
}

/// How many of them a character takes.
const fn width_of(c: char, width: Width) -> usize {
    match width {
        Width::ThirtyCounted => 2,
        _ if c.is_ascii() => 1,
        _ => 2,
    }
}

/// What stands between label and title.
pub(crate) const fn gap(gap: Gap) -> &'static str {
    match gap {
        Gap::Space => " ",
        Gap::Nothing => "",
        Gap::Ideographic => "\u{3000}",
        Gap::NoBreak => "\u{A0}",
        Gap::En => "\u{2002}",
        Gap::Em => "\u{2003}",
        Gap::Two => "  ",
        Gap::Tab => "\t",
    }
}

/// The gap after this label. 一、 and （一） stand close to their titles in every plan.
pub(crate) fn gap_after(label: &str, shape: &Shape) -> &'static str {
    match label.chars().next_back() {
        Some('篇' | '章' | '节') => gap(shape.gap),
        Some('.') if matches!(shape.gap, Gap::Space | Gap::Two) => " ",
        _ => "",
    }
}

/// What stands between the cells of a row.
const fn between_cells(shape: &Shape) -> &'static str {
    match shape.table_cells {
        TableCells::Spaces => "    ",
        TableCells::Tabs | TableCells::None => "\t",
    }
}

/// Breaks a text into lines. No line begins with a closing mark, which hangs out of the line before, and no number or
/// Latin word is broken.
pub(crate) fn wrap(text: &str, width: Width) -> Vec<String> {
    let measure = |chars: &[char]| chars.iter().map(|&c| width_of(c, width)).sum::<usize>();
    let mut lines = Vec::new();
    let mut line: Vec<char> = Vec::new();
    let mut taken = 0;
    for c in text.chars() {
        if taken + width_of(c, width) > columns(width) && !"，。、；：”）)%》".contains(c) {
            let word = line.iter().rev().take_while(|&&own| in_word(own)).count();
            let keep = if in_word(c) && word < line.len() { line.len() - word } else { line.len() };
            let next = line.split_off(keep);
            lines.push(line.into_iter().collect());
            line = next;
            taken = measure(&line);
        }
        line.push(c);
        taken += width_of(c, width);
    }
    lines.push(line.into_iter().collect());
    lines
}

const fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.'
}

/// True where the last line is so long that nobody could see that the paragraph ends there.
pub(crate) fn fills_its_last_line(text: &str, shape: &Shape) -> bool {
    let indented = format!("{}{text}", indent(shape));
    let lines = wrap(&indented, shape.width);
    let last: usize = lines.last().map_or(0, |line| line.chars().map(|c| width_of(c, shape.width)).sum());
    shape.width != Width::Unbroken && last + 8 > columns(shape.width)
}

fn indent(shape: &Shape) -> &'static str {
    if shape.spacing == Spacing::Indented { "\u{3000}\u{3000}" } else { "" }
}

/// Writes the body.
pub(crate) struct Layout<'s> {
    shape: &'s Shape,
    running_head: &'s str,
    rng: Rng,
    out: String,
    page: usize,
    on_page: usize,
}

impl<'s> Layout<'s> {
    pub(crate) const fn new(shape: &'s Shape, running_head: &'s str, rng: Rng) -> Self {
        Self { shape, running_head, rng, out: String::new(), page: 1, on_page: 0 }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// A line of the front matter, followed by a blank line.
    pub(crate) fn front(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push_str("\n\n");
    }

    /// The table of contents.
    pub(crate) fn toc(&mut self, lines: &[TocLine]) {
        self.front("目 录");
        for (at, line) in lines.iter().enumerate() {
            let page = at / 2 + 1;
            let gap = if line.label.is_empty() { "" } else { gap_after(&line.label, self.shape) };
            self.out.push_str(&format!("{}{gap}{}", line.label, line.title));
            match self.shape.toc {
                Toc::Dots => self.out.push_str(&format!("{}{page}", "…".repeat(12))),
                Toc::Tab | Toc::WithBoxes => self.out.push_str(&format!("\t{page}")),
                Toc::Bracketed => self.out.push_str(&format!("\t({page})")),
                Toc::Bare | Toc::None => {}
            }
            self.out.push('\n');
        }
        self.out.push('\n');
    }

    pub(crate) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { label, title, depth } => self.heading(label, title, *depth),
            Block::Flow { text, keep } => self.flow(text, *keep),
            Block::Line(line) => self.line(line),
            Block::Row(cells) => self.line(&cells.join(between_cells(self.shape))),
            Block::Open | Block::Close => {}
            Block::Turn { again } => {
                self.page_break();
                self.line(again);
            }
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
        self.on_page += line.chars().count();
    }

    fn end_block(&mut self) {
        if self.shape.spacing == Spacing::Blank {
            self.out.push('\n');
        }
    }

    fn heading(&mut self, label: &str, title: &str, depth: usize) {
        let whole = format!("{label}{}{title}", gap_after(label, self.shape));
        let cut = if depth == 0 { self.heading_cut(&whole) } else { None };
        match cut {
            Some(cut) => {
                self.line(&whole[..cut]);
                if self.shape.heading_break == HeadingBreak::BlankLine {
                    self.out.push('\n');
                }
                self.line(&whole[cut..]);
            }
            None => wrap(&whole, self.shape.width).iter().for_each(|line| self.line(line)),
        }
        self.end_block();
    }

    /// A heading breaks after its comma; where a table of contents tells the whole title, four characters later.
    fn heading_cut(&self, whole: &str) -> Option<usize> {
        if self.shape.heading_break == HeadingBreak::Whole {
            return None;
        }
        let comma = whole.find('，')? + '，'.len_utf8();
        let further = if self.shape.toc == Toc::None { 0 } else { 4 };
        whole[comma..].char_indices().nth(further).map(|(at, _)| comma + at)
    }

    fn flow(&mut self, text: &str, keep: Keep) {
        let text = format!("{}{text}", indent(self.shape));
        let lines = wrap(&text, self.shape.width);
        let full = self.shape.page_break != PageBreak::None && self.on_page >= PAGE;
        let breaks = keep == Keep::Break || (keep == Keep::Free && full);
        if lines.len() == 1 {
            match breaks.then(|| self.cut_in_sentence(&text)).flatten() {
                Some(cut) => {
                    self.line(&text[..cut]);
                    self.page_break();
                    self.line(&text[cut..]);
                }
                None => self.line(&text),
            }
        } else {
            let turn = (1..lines.len()).find(|&at| {
                breaks && breaks_a_sentence(lines[at - 1].chars().next_back(), lines[at].chars().next())
            });
            for (at, line) in lines.iter().enumerate() {
                if turn == Some(at) {
                    self.page_break();
                }
                self.line(line);
            }
        }
        self.end_block();
    }

    /// A place near the middle where no reader could take the two halves for paragraphs of their own.
    fn cut_in_sentence(&mut self, text: &str) -> Option<usize> {
        let places: Vec<usize> = text
            .char_indices()
            .filter(|&(at, c)| breaks_a_sentence(text[..at].chars().next_back(), Some(c)))
            .map(|(at, _)| at)
            .filter(|&at| at > text.len() / 4 && at < text.len() * 3 / 4)
            .collect();
        (!places.is_empty()).then(|| places[self.rng.below(places.len())])
    }

    fn page_break(&mut self) {
        let page = self.page;
        match self.shape.page_break {
            PageBreak::None | PageBreak::Blank => self.out.push('\n'),
            PageBreak::FormFeed => self.out.push('\x0C'),
            PageBreak::Number => self.out.push_str(&format!("\n— {page} —\n\n")),
            PageBreak::RunningHead => {
                self.out.push_str(&format!("\n— {page} —\n\n{}\n\n", self.running_head));
            }
        }
        self.page += 1;
        self.on_page = 0;
    }
}

/// Between two Han characters that neither end a sentence nor begin anything that looks like a heading or an item.
fn breaks_a_sentence(before: Option<char>, after: Option<char>) -> bool {
    let han = |c: Option<char>| c.is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let number = "第一二三四五六七八九十";
    han(before) && han(after) && !after.is_some_and(|c| number.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        let text = format!("{}，扩大开放。", "推进".repeat(20));
        assert_eq!(wrap(&text, Width::Forty), [format!("{}，", "推进".repeat(20)), "扩大开放。".to_owned()]);
    }

    #[test]
    fn no_number_is_broken() {
        let text = format!("推{}2025年", "推进".repeat(19));
        assert_eq!(wrap(&text, Width::Forty), [format!("推{}", "推进".repeat(19)), "2025年".to_owned()]);
    }

    #[test]
    fn only_chinese_ordinals_take_the_gap() {
        let shape = Shape { gap: Gap::Ideographic, ..Shape::default() };
        assert_eq!(gap_after("第一章", &shape), "\u{3000}");
        assert_eq!(gap_after("一、", &shape), "");
    }
}
