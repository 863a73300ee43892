//! What the print of a page says about two lines: whether the second goes on with the paragraph or title of the first.
//!
//! Only formats that give visual lines with their places (PDF) know this. A full line, and a next line at the left edge
//! in the same size, are one paragraph; an indented line begins one. Where the print is silent the words decide.

use std::collections::BTreeMap;

use gangyao_text::{Direction, LineEnd, LineLayout};

/// What the print says about a line and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The second line goes on with the first.
    Joins,
    /// The second line begins something.
    Parts,
    /// Nothing.
    Silent,
}

/// How the text of a document is printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Print {
    /// Right edges of the text areas, by their left edges.
    rights: BTreeMap<Area, f32>,
    /// Size of most of the text, in tenths of a point.
    body: u16,
    /// Paragraphs begin with an indented line.
    indents: bool,
}

/// A text area: its left edge in steps of some points, whether it lies in a frame, and where its lines run to. Columns,
/// frames, odd and even pages, and pages that lie on their side have areas of their own.
type Area = (i32, bool, Direction);

/// Points that are one step of a left edge.
const STEP: f32 = 4.0;
/// Lines that a document must have before its print is judged.
const ENOUGH: usize = 12;
/// An indent, in ems.
const INDENT: f32 = 1.2;

impl Print {
    /// Measures the lines, of which there is one layout each.
    pub(crate) fn of(layout: &[LineLayout]) -> Self {
        let lines: Vec<&LineLayout> = layout
            .iter()
            .filter(|line| line.end == LineEnd::Soft && line.furniture.is_none() && line.table.is_none())
            .filter(|line| line.size > 0 && line.bbox.is_some())
            .collect();
        if lines.len() < ENOUGH {
            return Self::default();
        }
        let mut sizes: BTreeMap<u16, f32> = BTreeMap::new();
        let mut edges: BTreeMap<Area, Vec<f32>> = BTreeMap::new();
        let mut indented = 0;
        for line in &lines {
            let [x0, _, x1, _] = place(line).expect("lines without a box were left out");
            *sizes.entry(line.size).or_default() += x1 - x0;
            edges.entry(area(line, x0)).or_default().push(x1);
            let ems = f32::from(line.indent) / points(line.size);
            indented += usize::from((1.5..=2.6).contains(&ems));
        }
        let body = sizes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(size, _)| size);
        let rights = edges.into_iter().filter_map(|(area, edges)| Some((area, right_edge(edges)?))).collect();
        Self { rights, body, indents: indented >= 3 && indented * 20 >= lines.len() }
    }

    /// Whether `next`, which reads `text`, goes on with `line`.
    pub(crate) fn verdict(&self, line: &LineLayout, next: &LineLayout, text: &str) -> Verdict {
        let (Some([x0, y0, x1, _]), Some(below)) = (place(line), place(next)) else { return Verdict::Silent };
        let soft = line.end == LineEnd::Soft && next.end == LineEnd::Soft;
        if self.body == 0 || !soft || line.size == 0 || line.table.is_some() || next.table.is_some() {
            return Verdict::Silent;
        }
        if line.frame != next.frame || line.size.abs_diff(next.size) * 12 > line.size {
            return Verdict::Parts;
        }
        let em = points(line.size);
        let is_title = line.size > self.body + self.body / 12 || (line.bold && next.bold);
        if is_title && line.centred && next.centred {
            // Lines of one title follow each other closely.
            let close = below[1] > y0 && below[1] - y0 < 2.2 * em;
            return if close { Verdict::Joins } else { Verdict::Silent };
        }
        let Some(right) = self.rights.get(&area(line, x0)) else { return Verdict::Silent };
        let is_full = right - x1 < (unbreakable(text) + 0.6) * em;
        if !is_full {
            return Verdict::Parts;
        }
        if is_title && next.centred {
            return Verdict::Joins;
        }
        match (self.indents, f32::from(next.indent) >= INDENT * em) {
            (true, true) => Verdict::Parts,
            (true, false) => Verdict::Joins,
            (false, _) => Verdict::Silent,
        }
    }

    /// Ems by which `next` is set in from `line`, where it may go on with it: the line is full, and both are one print.
    pub(crate) fn set_in(&self, line: &LineLayout, next: &LineLayout, text: &str) -> Option<f32> {
        let ([x0, _, x1, _], below) = (place(line)?, place(next)?);
        let soft = line.end == LineEnd::Soft && next.end == LineEnd::Soft;
        let one = line.frame == next.frame && line.size == next.size && line.bold == next.bold;
        if self.body == 0 || !soft || !one || line.table.is_some() || next.table.is_some() || line.centred {
            return None;
        }
        let em = points(line.size);
        let is_full = self.rights.get(&area(line, x0))? - x1 < (unbreakable(text) + 0.6) * em;
        is_full.then_some((below[0] - x0) / em)
    }
}

/// Ems of the longest beginning of a line that cannot be broken, and so had to go to this line as a whole: a Latin word,
/// a character with the punctuation around it (程”品牌: no line begins with ”).
fn unbreakable(text: &str) -> f32 {
    let width = |c: char| if c.is_ascii() { 0.55 } else { 1.0 };
    let mut chars = text.chars().take(24).peekable();
    let Some(mut last) = chars.next() else { return 0.0 };
    let mut ems = width(last);
    while let Some(&c) = chars.peek() {
        let in_word = last.is_ascii_graphic() && c.is_ascii_graphic();
        if !in_word && !opens(last) && !closes(c) {
            break;
        }
        ems += width(c);
        last = c;
        chars.next();
    }
    ems
}

/// No line ends with it. Quotes are kept with both their neighbours by some programs.
const fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '”' | '’' | '（' | '《' | '〔' | '【' | '(')
}

/// No line begins with it.
const fn closes(c: char) -> bool {
    matches!(
        c,
        '”' | '’'
            | '“'
            | '‘'
            | '）'
            | '》'
            | '〕'
            | '】'
            | ')'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '%'
            | '—'
            | '…'
    )
}

fn points(size: u16) -> f32 {
    f32::from(size) / 10.0
}

/// The line's box, as if its page were upright.
fn place(line: &LineLayout) -> Option<[f32; 4]> {
    line.bbox.map(|bbox| line.direction.upright(bbox))
}

fn area(line: &LineLayout, x0: f32) -> Area {
    (((x0 - f32::from(line.indent)) / STEP).round() as i32, line.frame.is_some(), line.direction)
}

/// The edge that the longest tenth of the lines reach.
fn right_edge(mut edges: Vec<f32>) -> Option<f32> {
    edges.sort_by(f32::total_cmp);
    let at = edges.len().saturating_sub(1 + edges.len() / 10);
    edges.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(indent: i16, x1: f32, size: u16) -> LineLayout {
        let x0 = 90.0 + f32::from(indent);
        LineLayout {
            end: LineEnd::Soft,
            indent,
            size,
            bbox: Some([x0, 100.0, x1, 100.0 + points(size)]),
            ..LineLayout::default()
        }
    }

    fn body() -> Vec<LineLayout> {
        (0..10).flat_map(|_| [line(32, 500.0, 160), line(0, 500.0, 160), line(0, 300.0, 160)]).collect()
    }

    fn check(first: LineLayout, second: LineLayout, text: &str, expected: Verdict) {
        assert_eq!(Print::of(&body()).verdict(&first, &second, text), expected, "{first:?} {second:?}");
    }

    #[test]
    fn full_lines_go_on_at_the_left_edge() {
        check(line(32, 500.0, 160), line(0, 500.0, 160), "正文", Verdict::Joins);
        check(line(0, 495.0, 160), line(32, 500.0, 160), "正文", Verdict::Parts);
        check(line(0, 300.0, 160), line(0, 500.0, 160), "正文", Verdict::Parts);
        // What could not be broken did not fit into the line.
        check(line(0, 440.0, 160), line(0, 500.0, 160), "6677.8万元", Verdict::Joins);
        check(line(0, 450.0, 160), line(0, 500.0, 160), "撑、“一刻钟”", Verdict::Joins);
        check(line(0, 450.0, 160), line(0, 500.0, 160), "撑起一刻钟", Verdict::Parts);
    }

    #[test]
    fn pages_upside_down_and_on_their_side_are_read_along_their_lines() {
        let turned = |line: LineLayout, direction: Direction| {
            let [x0, y0, x1, y1] = line.bbox.unwrap();
            let bbox = match direction {
                Direction::Left => [595.0 - x1, 842.0 - y1, 595.0 - x0, 842.0 - y0],
                Direction::Down => [842.0 - y1, x0, 842.0 - y0, x1],
                Direction::Up => [y0, 595.0 - x1, y1, 595.0 - x0],
                Direction::Right => [x0, y0, x1, y1],
            };
            LineLayout { bbox: Some(bbox), direction, ..line }
        };
        for direction in [Direction::Down, Direction::Left, Direction::Up] {
            let lines: Vec<LineLayout> = body().into_iter().map(|line| turned(line, direction)).collect();
            let print = Print::of(&lines);
            for (x1, expected) in [(500.0, Verdict::Joins), (300.0, Verdict::Parts)] {
                let (first, second) = (line(0, x1, 160), line(0, 400.0, 160));
                let verdict = print.verdict(&turned(first, direction), &turned(second, direction), "正文");
                assert_eq!(verdict, expected, "{direction:?}");
            }
        }
    }

    #[test]
    fn another_size_is_another_thing() {
        check(line(0, 500.0, 220), line(0, 500.0, 160), "正文", Verdict::Parts);
    }

    #[test]
    fn lines_of_a_centred_title_belong_together() {
        let title = |y: f32| LineLayout {
            centred: true,
            bbox: Some([95.0, y, 495.0, y + 22.0]),
            ..line(5, 495.0, 220)
        };
        check(title(100.0), title(136.0), "正文", Verdict::Joins);
        check(title(100.0), title(300.0), "正文", Verdict::Silent);
    }

    #[test]
    fn without_places_the_print_is_silent() {
        let plain = LineLayout::default();
        check(plain, plain, "正文", Verdict::Silent);
        assert_eq!(
            Print::of(&[]).verdict(&line(0, 500.0, 160), &line(0, 500.0, 160), "正文"),
            Verdict::Silent
        );
    }
}
