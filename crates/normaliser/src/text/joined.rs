//! A field's text, put together of pieces of the normalised text.
//!
//! A paragraph stands on many lines, and a page number may stand between two of them. The field's text is the lines
//! without the breaks; this type knows for every byte of it where it stands.

use std::ops::Range;

use gangyao_text::{NormRange, is_han};

/// A verbatim copy: the field's text from `at` on is the normalised text of `norm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    at: u32,
    norm: NormRange,
    /// Only white space lies between this piece and the one before it.
    continues: bool,
}

/// A text made of pieces of the normalised text, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    text: String,
    pieces: Vec<Piece>,
}

impl Joined {
    /// One stretch of the normalised text, white space at the ends and between Han characters left out.
    #[must_use]
    pub fn of(norm_text: &str, range: NormRange) -> Self {
        let mut builder = JoinedBuilder::with_capacity(norm_text, range.len(), 1);
        builder.push(range);
        builder.finish()
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True when there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// First byte of the text in the normalised text; `None` when there is no text.
    #[must_use]
    pub fn start(&self) -> Option<u32> {
        self.pieces.first().map(|piece| piece.norm.start)
    }

    /// Where the whole text stands: one range for each stretch that nothing but white space interrupts.
    #[must_use]
    pub fn ranges(&self) -> Vec<NormRange> {
        match self.pieces.as_slice() {
            [only] => vec![only.norm],
            _ => self.ranges_of(0..self.text.len()),
        }
    }

    /// Where a part of the text stands; `part` in bytes of [`Joined::text`].
    #[must_use]
    pub fn ranges_of(&self, part: Range<usize>) -> Vec<NormRange> {
        let mut ranges: Vec<NormRange> = Vec::new();
        if part.is_empty() {
            return ranges;
        }
        let (start, end) = (part.start as u32, part.end as u32);
        let first = self.pieces.partition_point(|piece| piece.at <= start).saturating_sub(1);
        for piece in &self.pieces[first..] {
            if piece.at >= end {
                break;
            }
            let len = piece.norm.end - piece.norm.start;
            let from = start.saturating_sub(piece.at).min(len);
            let to = (end - piece.at).min(len);
            if from >= to {
                continue;
            }
            let range = NormRange::new(piece.norm.start + from, piece.norm.start + to);
            match ranges.last_mut() {
                Some(last) if piece.continues => *last = last.cover(range),
                _ => ranges.push(range),
            }
        }
        ranges
    }

    /// A part of this text as a text of its own; `part` in bytes of [`Joined::text`].
    #[must_use]
    pub fn slice(&self, part: Range<usize>) -> Self {
        let text = self.text[part.clone()].to_owned();
        let (start, end) = (part.start as u32, part.end as u32);
        let mut pieces = Vec::new();
        for piece in &self.pieces {
            let len = piece.norm.end - piece.norm.start;
            let from = start.saturating_sub(piece.at).min(len);
            let to = end.saturating_sub(piece.at).min(len);
            if from < to {
                let norm = NormRange::new(piece.norm.start + from, piece.norm.start + to);
                pieces.push(Piece { at: (piece.at + from) - start, norm, continues: piece.continues });
            }
        }
        Self { text, pieces }
    }

    /// The text without the stretches `cut` of the normalised text, which are in order and hold no white space. What
    /// stood around one of them grows together, but its evidence does not.
    #[must_use]
    pub fn without(&self, cut: &[NormRange]) -> Self {
        let mut rest = Self { text: String::with_capacity(self.text.len()), pieces: Vec::new() };
        let mut read = 0;
        let (mut spaced, mut parted) = (false, false);
        for piece in &self.pieces {
            spaced |= (piece.at as usize) > read;
            read = piece.at as usize + piece.norm.len();
            let mut continues = piece.continues;
            for part in outside(piece.norm, cut) {
                if part.is_empty() {
                    (parted, continues) = (true, false);
                    continue;
                }
                let from = (piece.at + (part.start - piece.norm.start)) as usize;
                let text = &self.text[from..from + part.len()];
                let solid = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_cjk_punctuation(c));
                let grows = parted && solid(rest.text.chars().next_back()) && solid(text.chars().next());
                if std::mem::take(&mut spaced) && !rest.text.is_empty() && !grows {
                    rest.text.push(' ');
                }
                let at = rest.text.len() as u32;
                rest.pieces.push(Piece { at, norm: part, continues: continues && !parted });
                rest.text.push_str(text);
                parted = false;
            }
        }
        rest
    }
}

/// The parts of a range that lie outside of the stretches `cut`, and an empty range for each stretch that is cut out.
pub fn outside(range: NormRange, cut: &[NormRange]) -> Vec<NormRange> {
    let first = cut.partition_point(|cut| cut.end <= range.start);
    let mut parts = Vec::new();
    let mut from = range.start;
    for cut in cut[first..].iter().take_while(|cut| cut.start < range.end) {
        if cut.start > from {
            parts.push(NormRange::new(from, cut.start));
        }
        from = cut.end.min(range.end).max(from);
        parts.push(NormRange::new(from, from));
    }
    if from < range.end {
        parts.push(NormRange::new(from, range.end));
    }
    parts
}

/// Puts a [`Joined`] together.
#[derive(Debug)]
pub struct JoinedBuilder<'t> {
    norm_text: &'t str,
    joined: Joined,
    /// Where the last stretch begins in the text.
    line_start: usize,
}

/// Bytes of a line of prose, at least: a cell of a table is narrower, and may hold two numbers below each other.
const PROSE_LINE: usize = 45;

impl<'t> JoinedBuilder<'t> {
    /// An empty field of pieces of `norm_text`.
    #[must_use]
    pub fn new(norm_text: &'t str) -> Self {
        Self { norm_text, joined: Joined::default(), line_start: 0 }
    }

    /// An empty field with room for `bytes` of text in so many `stretches`.
    #[must_use]
    pub fn with_capacity(norm_text: &'t str, bytes: usize, stretches: usize) -> Self {
        let joined = Joined { text: String::with_capacity(bytes), pieces: Vec::with_capacity(stretches) };
        Self { norm_text, joined, line_start: 0 }
    }

    /// Adds a stretch, usually a line: white space at its ends goes, and so does white space between Han characters
    /// (the break of a line, 名 词 解 释). Between Latin words on two lines one space is put.
    pub fn push(&mut self, range: NormRange) {
        let range = range.trim(self.norm_text);
        let spaced = !range.is_empty() && self.needs_space(range);
        self.add(range, spaced);
    }

    /// Adds a stretch that goes on with the word before it: no space is put between them.
    pub fn push_on(&mut self, range: NormRange) {
        self.add(range.trim(self.norm_text), false);
    }

    fn add(&mut self, range: NormRange, spaced: bool) {
        if range.is_empty() {
            return;
        }
        let continues = self.follows_directly(range);
        if spaced {
            self.joined.text.push(' ');
        }
        self.line_start = self.joined.text.len();
        self.copy_without_han_spaces(range, continues);
    }

    /// Only white space between the last piece and `range`.
    fn follows_directly(&self, range: NormRange) -> bool {
        self.joined.pieces.last().is_some_and(|last| {
            last.norm.end <= range.start
                && NormRange::new(last.norm.end, range.start)
                    .of(self.norm_text)
                    .bytes()
                    .all(|b| b.is_ascii_whitespace())
        })
    }

    /// Two Latin words must not grow together where a line broke between them. Two numbers never follow each other in
    /// prose: 202 at the end of a line and 1年 on the next are the year 2021, broken by a program that counts characters.
    fn needs_space(&self, range: NormRange) -> bool {
        let before = self.joined.text.as_bytes().last();
        let after = range.of(self.norm_text).as_bytes().first();
        let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        word(before)
            && word(after)
            && !(digit(before) && digit(after) && self.last_line() >= PROSE_LINE)
            && self.joined.pieces.last().is_some_and(|last| last.norm.end < range.start)
    }

    /// Bytes of the last stretch.
    fn last_line(&self) -> usize {
        self.joined.text.len() - self.line_start
    }

    fn copy_without_han_spaces(&mut self, range: NormRange, mut continues: bool) {
        let line = range.of(self.norm_text);
        let bytes = line.as_bytes();
        let mut from = 0;
        while let Some(found) = memchr::memchr3(b' ', b'\t', b'\n', &bytes[from..]) {
            let gap = from + found;
            let resume = gap + bytes[gap..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.piece(range, from..gap, continues);
            if keeps_space(line, gap..resume) {
                self.joined.text.push(' ');
            }
            continues = true;
            from = resume;
        }
        self.piece(range, from..bytes.len(), continues);
    }

    fn piece(&mut self, within: NormRange, part: Range<usize>, continues: bool) {
        if part.is_empty() {
            return;
        }
        let norm =
            NormRange::from_usize(within.start as usize + part.start, within.start as usize + part.end);
        let text = norm.of(self.norm_text);
        match self.joined.pieces.last_mut() {
            // Two parts of one run stay one piece.
            Some(last)
                if last.norm.end == norm.start
                    && last.at as usize + last.norm.len() == self.joined.text.len() =>
            {
                last.norm.end = norm.end;
            }
            _ => self.joined.pieces.push(Piece { at: self.joined.text.len() as u32, norm, continues }),
        }
        self.joined.text.push_str(text);
    }

    /// The field.
    #[must_use]
    pub fn finish(self) -> Joined {
        self.joined
    }
}

/// White space inside a stretch says something between characters that are not both Han; the end of a line
/// nothing between a figure and Han either (a cell broken as 下降 / 15% is 下降15%), nor beside Chinese punctuation.
fn keeps_space(line: &str, gap: Range<usize>) -> bool {
    let (before, after) = (&line[..gap.start], &line[gap.end..]);
    let typeset = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_cjk_punctuation(c));
    let (left, right) = (before.chars().next_back(), after.chars().next());
    let broken = line[gap].contains('\n');
    let figure = |c: Option<char>| broken && c.is_some_and(|c| c.is_ascii_digit() || c == '%');
    if broken && [left, right].into_iter().flatten().any(is_cjk_punctuation) {
        return false;
    }
    let (solid_left, solid_right) = (typeset(left), typeset(right));
    !(solid_left && (solid_right || figure(right)) || figure(left) && solid_right)
}

/// Punctuation of Chinese print, beside which a space is an accident of typesetting.
const fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3020}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(lines: &[&str]) -> (String, Joined) {
        let text = lines.join("\n");
        let mut builder = JoinedBuilder::new(&text);
        let mut at = 0;
        for line in lines {
            builder.push(NormRange::from_usize(at, at + line.len()));
            at += line.len() + 1;
        }
        let joined = builder.finish();
        (text, joined)
    }

    fn check(lines: &[&str], expected: &str) {
        let (text, joined) = join(lines);
        assert_eq!(joined.text(), expected);
        let squeeze = |s: &str| s.split_whitespace().collect::<String>();
        let back: String = joined.ranges().iter().map(|r| r.of(&text)).collect();
        assert_eq!(squeeze(&back), squeeze(expected));
    }

    #[test]
    fn line_ends_inside_a_stretch() {
        for (text, expected) in [
            ("下降\n15%", "下降15%"),
            ("2025\n年目标\n值", "2025年目标值"),
            ("到 2030 年", "到 2030 年"),
            ("GDP\nper capita", "GDP per capita"),
            ("＜\n15000", "＜15000"),
        ] {
            let mut builder = JoinedBuilder::new(text);
            builder.push(NormRange::from_usize(0, text.len()));
            assert_eq!(builder.finish().text(), expected, "{text}");
        }
    }

    #[test]
    fn han_lines_join_without_a_space() {
        check(&["乡村振", "兴"], "乡村振兴");
        check(&["  恼包村  ", "", "成功创建"], "恼包村成功创建");
        check(&["名 词 解 释"], "名词解释");
    }

    #[test]
    fn spaces_beside_latin_and_digits_stay() {
        check(&["24 个行政村"], "24 个行政村");
        check(&["5G  Advanced"], "5G Advanced");
        check(&["Regional", "Economic"], "Regional Economic");
        check(&["到 2030", "年"], "到 2030年");
        check(&["建成区绿地率从 2021年的39.2%提升到202", "5年"], "建成区绿地率从 2021年的39.2%提升到2025年");
        check(&["指标5.2", "3.1"], "指标5.2 3.1");
    }

    #[test]
    fn tabs_become_spaces() {
        check(&["第一章\t总则 1"], "第一章总则 1");
        check(&["A\tB"], "A B");
    }

    #[test]
    fn a_part_leads_back_to_its_place() {
        let (text, joined) = join(&["总体 要求", "到2030年"]);
        assert_eq!(joined.text(), "总体要求到2030年");
        let at = joined.text().find("2030").unwrap();
        let ranges = joined.ranges_of(at..at + 4);
        assert_eq!(ranges.len(), 1);
        assert_eq!(ranges[0].of(&text), "2030");
        let at = joined.text().find("要求到").unwrap();
        let ranges = joined.ranges_of(at..at + 9);
        assert_eq!(ranges.iter().map(|r| r.of(&text)).collect::<Vec<_>>(), ["要求\n到"]);
    }

    #[test]
    fn what_is_cut_out_leaves_no_gap_and_parts_the_evidence() {
        let (text, joined) = join(&["规上[1] 企业①达到60%[2]", "以上[3]"]);
        let cut: Vec<NormRange> = ["[1]", "①", "[2]", "[3]"]
            .map(|mark| text.find(mark).map(|at| NormRange::from_usize(at, at + mark.len())).unwrap())
            .to_vec();
        let rest = joined.without(&cut);
        assert_eq!(rest.text(), "规上企业达到60%以上");
        let places: Vec<&str> = rest.ranges().iter().map(|range| range.of(&text)).collect();
        assert_eq!(places, ["规上", "企业", "达到60%", "以上"]);
        assert_eq!(joined.without(&[]), joined);
    }

    #[test]
    fn other_text_between_two_lines_splits_the_evidence() {
        let text = "前半\n— 12 —\n后半";
        let mut builder = JoinedBuilder::new(text);
        builder.push(NormRange::new(0, 6));
        builder.push(NormRange::from_usize(text.len() - 6, text.len()));
        let joined = builder.finish();
        assert_eq!(joined.text(), "前半后半");
        assert_eq!(joined.ranges().len(), 2);
    }

    #[test]
    fn a_slice_is_a_text_of_its_own() {
        let (text, joined) = join(&["科技 创新", "平台"]);
        let slice = joined.slice(6..joined.text().len());
        assert_eq!(slice.text(), "创新平台");
        assert_eq!(slice.ranges()[0].of(&text), "创新\n平台");
    }
}
