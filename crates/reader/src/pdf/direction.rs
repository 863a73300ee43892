//! The four directions in which a page may be written, and the frame of each: coordinates in which its text runs to
//! the right and its lines follow downwards. Everything behind this module sees upright text only.

use gangyao_text::Direction;

use super::backend::{FontId, Glyph, Ink, PageContent, Rect, Ruling};

/// A character in the frame of its direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Char {
    pub(super) char: char,
    pub(super) font: FontId,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The baseline.
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) ink: Ink,
    pub(super) artifact: bool,
}

/// A text set at 10 points, each character an em wide, for tests.
#[cfg(test)]
pub(super) fn set(text: &str, x: f32, base: f32) -> Vec<Char> {
    let char = |(at, c): (usize, char)| {
        let x0 = x + at as f32 * 10.0;
        Char { char: c, font: 0, x0, x1: x0 + 10.0, base, size: 10.0, ink: Ink::Plain, artifact: false }
    };
    text.chars().enumerate().map(char).collect()
}

/// Share of the em above the baseline, as the faces of Chinese text have it.
const ASCENT: f32 = 0.86;

impl Char {
    pub(super) fn top(&self) -> f32 {
        self.base - ASCENT * self.size
    }

    pub(super) fn bottom(&self) -> f32 {
        self.base + (1.0 - ASCENT) * self.size
    }

    pub(super) fn centre(&self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, (self.top() + self.bottom()) / 2.0)
    }
}

/// Some programs write vertical text without saying so: each character is put below the last one, by itself. Such
/// characters are turned into vertical ones.
pub(super) fn mark_stacked(glyphs: &mut [Glyph]) {
    let below = |a: &Glyph, b: &Glyph| {
        let (dx, dy) = (b.origin.0 - a.origin.0, b.origin.1 - a.origin.1);
        !a.vertical
            && dx.abs() < 0.55 * a.size
            && (0.7 * a.size..1.6 * a.size).contains(&dy)
            && a.advance.0 > 0.0
    };
    let stacked = glyphs.windows(2).filter(|pair| below(&pair[0], &pair[1])).count();
    if stacked < 20 || stacked * 2 < glyphs.len() {
        return;
    }
    // Punctuation of vertical text hangs aside: everything is turned that does not stand in a horizontal row.
    let beside = |a: &Glyph, b: &Glyph| {
        let gap = b.origin.0 - a.origin.0 - a.advance.0;
        (b.origin.1 - a.origin.1).abs() < 0.1 * a.size && gap.abs() < 0.5 * a.size
    };
    let mut in_row = vec![false; glyphs.len()];
    for at in 1..glyphs.len() {
        if beside(&glyphs[at - 1], &glyphs[at]) {
            (in_row[at - 1], in_row[at]) = (true, true);
        }
    }
    let upright = |glyph: &Glyph| direction(glyph) == Some(Direction::Right);
    for (glyph, _) in glyphs.iter_mut().zip(&in_row).filter(|(glyph, in_row)| !**in_row && upright(glyph)) {
        glyph.origin = (glyph.origin.0 + glyph.advance.0 / 2.0, glyph.origin.1 - ASCENT * glyph.size);
        glyph.advance = (0.0, glyph.size);
        glyph.vertical = true;
    }
}

/// The direction of a glyph, or `None` for slanted text.
pub(super) fn direction(glyph: &Glyph) -> Option<Direction> {
    let (x, y) = glyph.advance;
    // A tenth of a turn is far more than a scan is askew.
    if y.abs() <= 0.1 * x.abs() {
        Some(if x >= 0.0 { Direction::Right } else { Direction::Left })
    } else if x.abs() <= 0.1 * y.abs() {
        Some(if y >= 0.0 { Direction::Down } else { Direction::Up })
    } else {
        None
    }
}

/// The direction in which most of the page's text runs.
pub(super) fn main_direction(page: &PageContent) -> Direction {
    let mut counts = [0_usize; 4];
    for glyph in &page.glyphs {
        if let Some(direction) = direction(glyph) {
            counts[direction as usize] += 1;
        }
    }
    let mut best = Direction::Right;
    for direction in [Direction::Down, Direction::Left, Direction::Up] {
        if counts[direction as usize] > counts[best as usize] {
            best = direction;
        }
    }
    best
}

/// The frame of a direction on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    direction: Direction,
    width: f32,
    height: f32,
}

impl Frame {
    pub(super) fn new(direction: Direction, size: (f32, f32)) -> Self {
        Self { direction, width: size.0, height: size.1 }
    }

    /// Where its lines run to.
    pub(super) fn direction(self) -> Direction {
        self.direction
    }

    /// Width and height of the page in this frame.
    pub(super) fn size(self) -> (f32, f32) {
        match self.direction {
            Direction::Right | Direction::Left => (self.width, self.height),
            Direction::Down | Direction::Up => (self.height, self.width),
        }
    }

    fn point(self, (x, y): (f32, f32)) -> (f32, f32) {
        match self.direction {
            Direction::Right => (x, y),
            Direction::Down => (y, self.width - x),
            Direction::Left => (self.width - x, self.height - y),
            Direction::Up => (self.height - y, x),
        }
    }

    /// A glyph that is written in this frame's direction.
    pub(super) fn char(self, glyph: &Glyph) -> Char {
        let (x, base) = self.point(glyph.origin);
        let length = glyph.advance.0.hypot(glyph.advance.1);
        // Vertical writing has the middle of the character on its line.
        let base = if glyph.vertical { base + (ASCENT - 0.5) * glyph.size } else { base };
        Char {
            char: glyph.char,
            font: glyph.font,
            x0: x,
            x1: x + length,
            base,
            size: glyph.size,
            ink: glyph.ink,
            artifact: glyph.artifact,
        }
    }

    /// A box of the page, in this frame.
    pub(super) fn rect(self, rect: Rect) -> Rect {
        let (x0, y0) = self.point((rect.x0, rect.y0));
        let (x1, y1) = self.point((rect.x1, rect.y1));
        Rect::new(x0, y0, x1, y1)
    }

    /// A ruling of the page, in this frame.
    pub(super) fn ruling(self, ruling: Ruling) -> Ruling {
        let (a, b) = if ruling.horizontal {
            ((ruling.from, ruling.at), (ruling.to, ruling.at))
        } else {
            ((ruling.at, ruling.from), (ruling.at, ruling.to))
        };
        let (a, b) = (self.point(a), self.point(b));
        let horizontal = matches!(self.direction, Direction::Right | Direction::Left) == ruling.horizontal;
        let (at, from, to) = if horizontal { (a.1, a.0, b.0) } else { (a.0, a.1, b.1) };
        Ruling { horizontal, at, from: from.min(to), to: from.max(to) }
    }

    /// A box of this frame, on the page.
    pub(super) fn to_page(self, rect: Rect) -> Rect {
        let back = |(x, y): (f32, f32)| match self.direction {
            Direction::Right => (x, y),
            Direction::Down => (self.width - y, x),
            Direction::Left => (self.width - x, self.height - y),
            Direction::Up => (y, self.height - x),
        };
        let (x0, y0) = back((rect.x0, rect.y0));
        let (x1, y1) = back((rect.x1, rect.y1));
        Rect::new(x0, y0, x1, y1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(advance: (f32, f32)) -> Glyph {
        Glyph {
            char: '章',
            font: 0,
            origin: (30.0, 40.0),
            advance,
            size: 10.0,
            ink: Ink::Plain,
            artifact: false,
            vertical: false,
        }
    }

    #[test]
    fn directions_are_seen_and_slants_are_none() {
        assert_eq!(direction(&glyph((10.0, 0.2))), Some(Direction::Right));
        assert_eq!(direction(&glyph((0.0, 10.0))), Some(Direction::Down));
        assert_eq!(direction(&glyph((-10.0, 0.0))), Some(Direction::Left));
        assert_eq!(direction(&glyph((0.0, -10.0))), Some(Direction::Up));
        assert_eq!(direction(&glyph((7.0, -7.0))), None);
    }

    #[test]
    fn characters_put_below_each_other_are_vertical() {
        let mut glyphs: Vec<Glyph> = (0..30)
            .map(|at| Glyph { origin: (30.0, 40.0 + 11.0 * at as f32), ..glyph((10.0, 0.0)) })
            .collect();
        mark_stacked(&mut glyphs);
        assert!(glyphs.iter().all(|g| direction(g) == Some(Direction::Down)));
        let mut line: Vec<Glyph> = (0..30)
            .map(|at| Glyph { origin: (30.0 + 10.0 * at as f32, 40.0), ..glyph((10.0, 0.0)) })
            .collect();
        mark_stacked(&mut line);
        assert!(line.iter().all(|g| direction(g) == Some(Direction::Right)));
    }

    #[test]
    fn boxes_come_back_from_every_frame() {
        let rect = Rect::new(10.0, 20.0, 50.0, 35.0);
        for direction in [Direction::Right, Direction::Down, Direction::Left, Direction::Up] {
            let frame = Frame::new(direction, (100.0, 200.0));
            assert_eq!(frame.to_page(frame.rect(rect)), rect, "{direction:?}");
        }
    }

    #[test]
    fn text_runs_to_the_right_in_its_own_frame() {
        for (advance, direction) in
            [((10.0, 0.0), Direction::Right), ((0.0, 10.0), Direction::Down), ((0.0, -10.0), Direction::Up)]
        {
            let frame = Frame::new(direction, (100.0, 200.0));
            let first = glyph(advance);
            let second = Glyph { origin: (30.0 + advance.0, 40.0 + advance.1), ..first };
            let (first, second) = (frame.char(&first), frame.char(&second));
            assert_eq!((first.x1, first.base), (second.x0, second.base), "{direction:?}");
        }
    }
}
