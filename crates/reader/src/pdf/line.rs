//! Characters to lines: which stand on one baseline, where a gap is a space, what was printed twice to look bold.
//!
//! Gaps decide, not space characters: some producers write a space into every number (2 0 0 1), others write none.

use gangyao_text::{InlineKind, is_han};

use super::backend::{FontId, Ink, Rect};
use super::direction::Char;

/// One visual line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its text, without white space at the ends.
    pub(super) text: String,
    /// Its box, in the frame that its characters were given in.
    pub(super) rect: Rect,
    /// Font size of most of it, in points.
    pub(super) size: f32,
    /// Stretches of one font: where each ends in the text, its font, and whether it was made bold by hand.
    pub(super) runs: Vec<Run>,
    /// Raised marks.
    pub(super) marks: Vec<std::ops::Range<usize>>,
    /// Raised numbers that only a note at the foot of the page tells from powers (PFlops²), and those that begin a note.
    pub(super) raised: Vec<std::ops::Range<usize>>,
    /// All of it is an artefact of the page.
    pub(super) artifact: bool,
    /// All of it is printed faintly.
    pub(super) faint: bool,
    /// Characters without meaning, U+FFFD or private.
    pub(super) unknown: usize,
}

/// A piece of a row without a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) x0: f32,
    pub(super) x1: f32,
}

/// The pieces of a row between gaps of at least `gutter` ems.
pub(super) fn stretches(chars: &[Char], gutter: f32) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for char in chars.iter().filter(|c| !c.char.is_whitespace()) {
        match stretches.last_mut() {
            Some(last) if char.x0 - last.x1 < gutter * char.size => last.x1 = last.x1.max(char.x1),
            _ => stretches.push(Stretch { x0: char.x0, x1: char.x1 }),
        }
    }
    stretches
}

/// A stretch of a line in one font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// One past its last byte.
    pub(super) end: usize,
    pub(super) font: FontId,
    /// Stroked, or printed twice.
    pub(super) thick: bool,
}

impl Line {
    /// Middle of the line's height.
    pub(super) fn middle(&self) -> f32 {
        (self.rect.y0 + self.rect.y1) / 2.0
    }
}

/// How a page spaces its characters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spacing {
    /// Half-width characters stand in full-width cells this far apart, in ems: a gap inside 2001 is no space.
    grid: Option<f32>,
}

impl Spacing {
    /// Looks at the digits of a page: where most neighbours stand as far apart as ideographs do, they are set on a grid.
    pub(super) fn of(chars: &[Char]) -> Self {
        let (mut wide, mut digits, mut ideographs, mut pitch) = (0_usize, 0_usize, 0_usize, 0.0_f32);
        for pair in chars.windows(2) {
            let [a, b] = pair else { continue };
            let em = a.size.min(b.size).max(0.1);
            let step = (b.x0 - a.x0) / em;
            if (a.base - b.base).abs() > 0.1 * em || !(0.0..1.6).contains(&step) {
                continue;
            }
            if a.char.is_ascii_digit() && b.char.is_ascii_digit() {
                digits += 1;
                wide += usize::from(b.x0 - a.x1 > 0.3 * em);
            } else if is_han(a.char) && is_han(b.char) {
                ideographs += 1;
                pitch += step;
            }
        }
        let on_grid = digits >= 4 && wide * 10 >= digits * 7 && ideographs >= 8;
        Self { grid: on_grid.then(|| pitch / ideographs as f32) }
    }

    /// True where the gap between two neighbours is a space.
    fn is_space(self, a: &Char, b: &Char, space_glyph: bool) -> bool {
        let em = a.size.min(b.size).max(0.1);
        let gap = (b.x0 - a.x1) / em;
        if let Some(pitch) = self.grid {
            let step = (b.centre().0 - a.centre().0) / em;
            if step <= 1.35 * pitch {
                return false;
            }
        }
        let least = match (is_wide(a.char), is_wide(b.char), space_glyph) {
            // Justified lines stretch between ideographs.
            (true, true, true) => 0.1,
            (true, true, false) => 0.5,
            // Word processors put a quarter of an em between 2026 and 年 by themselves.
            (false, false, true) => 0.1,
            (false, false, false) => 0.18,
            (_, _, true) => 0.15,
            (_, _, false) => 0.45,
        };
        gap > least
    }
}

fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
        || c == char::REPLACEMENT_CHARACTER
}

/// Characters of one baseline, from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// The characters; white space among them, which only helps to see the gaps.
    pub(super) chars: Vec<Char>,
    base: f32,
    size: f32,
    /// Where its pieces stand: left edge, right edge, baseline.
    extents: Vec<(f32, f32, f32)>,
    /// Its pieces stand on several baselines.
    uneven: bool,
}

impl Row {
    fn top(&self) -> f32 {
        self.base - 0.86 * self.size
    }

    fn bottom(&self) -> f32 {
        self.base + 0.14 * self.size
    }

    /// Some of it stands over or under the piece, by a character and on a line of its own.
    fn is_above_or_below(&self, piece: &Piece) -> bool {
        self.extents.iter().rev().take(PIECES).any(|&(x0, x1, base)| {
            (base - piece.base).abs() > 0.6 * piece.size && x1.min(piece.x1) - x0.max(piece.x0) > piece.size
        })
    }
}

/// Pieces of a row that are compared with the next: a row of single characters has thousands.
const PIECES: usize = 64;

/// Print of a raised mark beside that of its line: browsers set it in five sixths.
const RAISED: f32 = 0.87;

/// A run of characters that follow each other on one baseline as they are drawn.
struct Piece {
    from: usize,
    to: usize,
    base: f32,
    size: f32,
    x0: f32,
    x1: f32,
}

/// Sorts characters into rows, from top to bottom.
pub(super) fn rows(chars: &[Char]) -> Vec<Row> {
    let mut pieces = pieces(chars);
    pieces.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Row> = Vec::new();
    for piece in &pieces {
        let chars = &chars[piece.from..piece.to];
        // A raised mark comes before the line that it belongs to, a second row close by after it.
        let candidate = rows.iter_mut().rev().take(2).find(|row| same_row(row, piece));
        match candidate {
            Some(row) => {
                if piece.size > row.size * 1.2 {
                    (row.base, row.size) = (piece.base, piece.size);
                }
                row.chars.extend_from_slice(chars);
                row.extents.push((piece.x0, piece.x1, piece.base));
                row.uneven |= (row.extents[0].2 - piece.base).abs() > 0.35 * piece.size.min(row.size);
            }
            None => rows.push(Row {
                chars: chars.to_vec(),
                base: piece.base,
                size: piece.size,
                extents: vec![(piece.x0, piece.x1, piece.base)],
                uneven: false,
            }),
        }
    }
    for row in &mut rows {
        row.chars.sort_by(|a, b| left(a).total_cmp(&left(b)));
    }
    rows.sort_by(|a, b| a.base.total_cmp(&b.base));
    rows
}

/// Where a character's place in its row begins. The ink of a full-width opening mark fills the right half of its cell,
/// and programs push the empty half over what stands before it: ² and “ change places by their cells alone.
fn left(char: &Char) -> f32 {
    let opens = matches!(char.char, '“' | '‘' | '（' | '《' | '〔' | '【' | '「' | '『');
    let width = char.x1 - char.x0;
    if opens && width >= 0.8 * char.size { char.x0 + width / 2.0 } else { char.x0 }
}

fn pieces(chars: &[Char]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, char) in chars.iter().enumerate() {
        if let Some(last) = pieces.last_mut() {
            let previous = &chars[at - 1];
            let em = last.size.max(0.1);
            let follows = (char.base - last.base).abs() <= 0.08 * em
                && (char.size - last.size).abs() <= 0.15 * em
                && (-0.6 * em..2.0 * em).contains(&(char.x0 - previous.x1));
            if follows {
                last.to = at + 1;
                last.x0 = last.x0.min(char.x0);
                last.x1 = last.x1.max(char.x1);
                continue;
            }
        }
        pieces.push(Piece {
            from: at,
            to: at + 1,
            base: char.base,
            size: char.size,
            x0: char.x0,
            x1: char.x1,
        });
    }
    pieces
}

fn same_row(row: &Row, piece: &Piece) -> bool {
    let small = row.size.min(piece.size);
    let apart = (row.base - piece.base).abs();
    // Beside a tall heading of one column stand two lines of the next.
    if (row.uneven || apart > 0.35 * piece.size) && row.is_above_or_below(piece) {
        return false;
    }
    if small >= RAISED * row.size.max(piece.size) {
        return apart <= 0.35 * small;
    }
    // A small character belongs to the line whose height it lies in: a raised or lowered mark.
    let (top, bottom) = (piece.base - 0.86 * piece.size, piece.base + 0.14 * piece.size);
    let shared = row.bottom().min(bottom) - row.top().max(top);
    shared >= 0.6 * small
}

/// Makes a line of a row, or nothing of a row of blanks.
pub(super) fn line(chars: &[Char], spacing: Spacing) -> Option<Line> {
    let first = chars.iter().find(|c| !c.char.is_whitespace())?;
    let (base, size) = main_size(chars);
    let mut line = Line {
        rect: Rect { x0: first.x0, y0: first.top(), x1: first.x1, y1: first.bottom() },
        size,
        artifact: true,
        faint: true,
        ..Line::default()
    };
    let mut last: Option<Char> = None;
    let mut space_glyph = false;
    for char in chars {
        if char.char.is_whitespace() {
            space_glyph = true;
            continue;
        }
        if let Some(last) = &last {
            if is_reprint(last, char) {
                if let Some(run) = line.runs.last_mut() {
                    run.thick = true;
                }
                continue;
            }
            if spacing.is_space(last, char, space_glyph) {
                let ems = (char.x0 - last.x1) / size.max(0.1);
                // A wide gap stays visible, as between the columns of a table without rules.
                let count = if ems < 1.5 { 1 } else { (ems.min(8.0)) as usize + 1 };
                line.text.extend(std::iter::repeat_n(' ', count));
            }
        }
        push(&mut line, char, (base, size));
        last = Some(*char);
        space_glyph = false;
    }
    let raised = std::mem::take(&mut line.marks);
    let number =
        |range: &std::ops::Range<usize>| line.text[range.clone()].bytes().all(|b| b.is_ascii_digit());
    (line.marks, line.raised) = raised.into_iter().partition(|range| is_mark(&line.text, range));
    line.raised.retain(number);
    Some(line)
}

fn push(line: &mut Line, char: &Char, (base, size): (f32, f32)) {
    let start = line.text.len();
    line.text.push(char.char);
    let end = line.text.len();
    let thick = char.ink == Ink::Thick;
    match line.runs.last_mut() {
        Some(run) if run.font == char.font && run.thick == thick => run.end = end,
        _ => line.runs.push(Run { end, font: char.font, thick }),
    }
    if char.size < RAISED * size && base - char.base > 0.12 * size {
        match line.marks.last_mut() {
            Some(mark) if mark.end == start => mark.end = end,
            _ => line.marks.push(start..end),
        }
    }
    line.rect = line.rect.cover(Rect { x0: char.x0, y0: char.top(), x1: char.x1, y1: char.bottom() });
    line.artifact &= char.artifact;
    line.faint &= char.ink == Ink::Faint;
    line.unknown +=
        usize::from(char.char == char::REPLACEMENT_CHARACTER || super::backend::is_private(char.char));
}

/// Baseline and size of most of the characters.
fn main_size(chars: &[Char]) -> (f32, f32) {
    let mut sizes: Vec<(f32, f32)> =
        chars.iter().filter(|c| !c.char.is_whitespace()).map(|c| (c.size, c.base)).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Raised marks are few and small: the upper half is text.
    sizes.get(sizes.len() * 2 / 3).or(sizes.last()).map_or((0.0, 0.0), |&(size, base)| (base, size))
}

/// The same character printed again a little aside, to look bold.
fn is_reprint(last: &Char, char: &Char) -> bool {
    let width = (last.x1 - last.x0).min(last.size);
    last.char == char.char && (char.x0 - last.x0).abs() < (0.5 * width).min(0.3 * last.size)
}

/// A raised number is a note's mark after a word (规划①), and a power after a unit (km2, 平方公里2).
fn is_mark(text: &str, range: &std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mark = text[range.clone()].trim();
    let signs = |c: char| {
        matches!(
            c,
            '\u{2460}'
                ..='\u{2473}' | '[' | ']' | '〔' | '〕' | '【' | '】' | '*' | '†' | '（' | '）' | '(' | ')'
        )
    };
    if mark.is_empty() || !mark.chars().all(|c| signs(c) || c.is_ascii_digit()) {
        return false;
    }
    let measure = matches!(mark, "2" | "3") && matches!(before, Some('米' | '里'));
    mark.chars().any(signs)
        || !measure
            && before.is_some_and(|c| {
                is_han(c) || matches!(c, '”' | '》' | '）' | '。' | '，' | '；' | '、' | '%')
            })
}

/// What the marks of a line are called outside.
pub(super) const MARK: InlineKind = InlineKind::CitationMark;

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters set one after another; ` ` moves on by half an em without a character.
    fn set(text: &str, x: f32, base: f32, size: f32) -> Vec<Char> {
        let mut at = x;
        let mut chars = Vec::new();
        for c in text.chars() {
            let width = if c.is_ascii() { 0.5 * size } else { size };
            if c != ' ' {
                chars.push(Char {
                    char: c,
                    font: 0,
                    x0: at,
                    x1: at + width,
                    base,
                    size,
                    ink: Ink::Plain,
                    artifact: false,
                });
            }
            at += width;
        }
        chars
    }

    fn texts(chars: &[Char]) -> Vec<String> {
        let spacing = Spacing::of(chars);
        rows(chars).iter().filter_map(|row| line(&row.chars, spacing)).map(|line| line.text).collect()
    }

    fn check(chars: &[Char], expected: &[&str]) {
        assert_eq!(texts(chars), expected);
    }

    #[test]
    fn baselines_make_lines() {
        let mut chars = set("第二行", 10.0, 130.0, 16.0);
        chars.extend(set("第一行", 10.0, 100.0, 16.0));
        check(&chars, &["第一行", "第二行"]);
    }

    #[test]
    fn gaps_are_spaces_and_stretched_lines_are_not() {
        check(&set("Silicon Valley", 0.0, 100.0, 10.0), &["Silicon Valley"]);
        check(&set("第一章  总则", 0.0, 100.0, 10.0), &["第一章 总则"]);
        let mut chars = set("到2030年", 0.0, 100.0, 10.0);
        // A quarter of an em before and after the number, as Word sets it.
        chars.iter_mut().skip(1).for_each(|c| (c.x0, c.x1) = (c.x0 + 2.5, c.x1 + 2.5));
        chars.iter_mut().skip(5).for_each(|c| (c.x0, c.x1) = (c.x0 + 2.5, c.x1 + 2.5));
        check(&chars, &["到2030年"]);
    }

    #[test]
    fn digits_on_the_grid_of_ideographs_are_one_number() {
        let mut at = 0.0;
        let mut chars = Vec::new();
        for c in "云南省国民经济和社会发展2001年至2005年".chars() {
            let (shift, width) = if c.is_ascii() { (3.0, 7.0) } else { (0.0, 14.0) };
            let (x0, x1) = (at + shift, at + shift + width);
            chars.push(Char {
                char: c,
                font: 0,
                x0,
                x1,
                base: 50.0,
                size: 14.0,
                ink: Ink::Plain,
                artifact: false,
            });
            at += 13.1;
        }
        check(&chars, &["云南省国民经济和社会发展2001年至2005年"]);
    }

    #[test]
    fn what_is_printed_twice_is_taken_once() {
        let mut chars = set("总则", 10.0, 100.0, 16.0);
        chars.extend(set("总则", 10.4, 100.0, 16.0));
        check(&chars, &["总则"]);
        let row = &rows(&chars)[0];
        assert!(line(&row.chars, Spacing::default()).unwrap().runs.iter().all(|run| run.thick));
        check(&set("人人", 10.0, 100.0, 16.0), &["人人"]);
        check(&set("11", 10.0, 100.0, 16.0), &["11"]);
    }

    #[test]
    fn raised_marks_belong_to_their_line() {
        let mut chars = set("现代化规划", 0.0, 100.0, 16.0);
        chars.extend(set("①", 80.0, 94.0, 8.0));
        chars.extend(set("见", 90.0, 100.0, 16.0));
        check(&chars, &["现代化规划①见"]);
        let line = line(&rows(&chars)[0].chars, Spacing::default()).unwrap();
        assert_eq!(&line.text[line.marks[0].clone()], "①");
        // As browsers print <sup>.
        let mut high = set("强度达到3%", 0.0, 100.0, 12.0);
        high.extend(set("[1]", 60.0, 95.25, 10.0));
        high.extend(set("以上", 76.0, 100.0, 12.0));
        check(&high, &["强度达到3%[1]以上"]);
        let printed = super::line(&rows(&high)[0].chars, Spacing::default()).unwrap();
        assert_eq!(&printed.text[printed.marks[0].clone()], "[1]");
        let mut pushed = set("2", 0.0, 94.0, 8.0);
        pushed.extend(set("“三线一单”", -4.0, 100.0, 16.0));
        check(&pushed, &["2“三线一单”"]);
        let mut power = set("5km", 0.0, 100.0, 16.0);
        power.extend(set("2", 24.0, 94.0, 8.0));
        check(&power, &["5km2"]);
    }
}
