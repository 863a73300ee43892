//! The graphics state, as far as text and rulings depend on it.

use hayro_font::kurbo::Affine;

use super::super::backend::{Ink, Rect};

/// What `q` saves and `Q` restores.
#[derive(Clone)]
pub(super) struct State {
    pub(super) ctm: Affine,
    pub(super) line_width: f64,
    pub(super) fill: Paint,
    pub(super) stroke: Paint,
    pub(super) clip: Rect,
    pub(super) text: TextState,
}

/// A colour, as light as it looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    /// 0 black, 1 white.
    light: f32,
    alpha: f32,
    /// The colour space counts ink, not light (`Separation`).
    counts_ink: bool,
}

impl Default for Paint {
    fn default() -> Self {
        Self { light: 0.0, alpha: 1.0, counts_ink: false }
    }
}

impl Paint {
    /// A new colour space starts with black.
    pub(super) fn set_space(&mut self, counts_ink: bool) {
        self.counts_ink = counts_ink;
        self.light = 0.0;
    }

    pub(super) fn set_alpha(&mut self, alpha: f32) {
        self.alpha = alpha;
    }

    /// Sets the colour by its components, whose number tells the kind: grey, RGB, CMYK.
    pub(super) fn set(&mut self, components: &[f32]) {
        let weigh = |r: f32, g: f32, b: f32| 0.3 * r + 0.59 * g + 0.11 * b;
        self.light = match *components {
            [tint] if self.counts_ink => 1.0 - tint,
            [grey] => grey,
            [r, g, b] => weigh(r, g, b),
            [c, m, y, k] => (1.0 - weigh(c, m, y)) * (1.0 - k),
            _ => 0.0,
        };
    }

    /// Sets the colour in a device space, whatever space was set before.
    pub(super) fn set_device(&mut self, components: &[f32]) {
        self.counts_ink = false;
        self.set(components);
    }

    /// Too light or too thin to be body text.
    pub(super) fn is_faint(self) -> bool {
        self.light > 0.6 || self.alpha < 0.5
    }

    /// From 0 black to 255 white.
    pub(super) fn shade(self) -> u8 {
        (self.light * 255.0) as u8
    }

    /// A line that nobody sees.
    pub(super) fn is_white(self) -> bool {
        self.light > 0.97 || self.alpha < 0.02
    }
}

/// What the text operators set.
#[derive(Clone)]
pub(super) struct TextState {
    pub(super) font: u16,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    /// Horizontal scaling, 1 being natural.
    pub(super) scaling: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
    pub(super) matrix: Affine,
    pub(super) line_matrix: Affine,
}

impl Default for TextState {
    fn default() -> Self {
        Self {
            font: 0,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            matrix: Affine::IDENTITY,
            line_matrix: Affine::IDENTITY,
        }
    }
}

impl TextState {
    pub(super) fn begin(&mut self) {
        self.matrix = Affine::IDENTITY;
        self.line_matrix = Affine::IDENTITY;
    }

    pub(super) fn set_matrix(&mut self, matrix: Affine) {
        self.matrix = matrix;
        self.line_matrix = matrix;
    }

    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.set_matrix(self.line_matrix * Affine::translate((x, y)));
    }

    /// Moves on by thousandths of an em, as the numbers of `TJ` do.
    pub(super) fn adjust(&mut self, thousandths: f64, vertical: bool) {
        let by = -thousandths / 1000.0 * self.size;
        self.step(by, vertical);
    }

    /// Moves on along the writing direction, before scaling.
    pub(super) fn step(&mut self, by: f64, vertical: bool) {
        let (x, y) = if vertical { (0.0, by) } else { (by * self.scaling, 0.0) };
        let [a, b, c, d, e, f] = self.matrix.as_coeffs();
        self.matrix = Affine::new([a, b, c, d, e + a * x + c * y, f + b * x + d * y]);
    }
}

impl State {
    pub(super) fn new(ctm: Affine, clip: Rect) -> Self {
        Self {
            ctm,
            line_width: 1.0,
            fill: Paint::default(),
            stroke: Paint::default(),
            clip,
            text: TextState::default(),
        }
    }

    /// How text would be painted now.
    pub(super) fn ink(&self) -> Ink {
        match self.text.mode {
            3 | 7 => Ink::Hidden,
            1 | 5 if self.stroke.is_faint() => Ink::Faint,
            2 | 6 if !self.fill.is_faint() => Ink::Thick,
            1 | 5 => Ink::Plain,
            _ if self.fill.is_faint() => Ink::Faint,
            _ => Ink::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paint(components: &[f32]) -> Paint {
        let mut paint = Paint::default();
        paint.set(components);
        paint
    }

    #[test]
    fn lightness_of_each_kind_of_colour() {
        assert!(!Paint::default().is_faint());
        assert!(paint(&[0.8]).is_faint());
        assert!(!paint(&[1.0, 0.0, 0.0]).is_faint());
        assert!(paint(&[0.0, 0.0, 0.0, 0.2]).is_faint());
        let mut spot = Paint::default();
        spot.set_space(true);
        spot.set(&[1.0]);
        assert!(!spot.is_faint());
    }

    #[test]
    fn adjustment_moves_against_the_number() {
        let mut text = TextState { size: 10.0, scaling: 0.5, ..TextState::default() };
        text.adjust(-1000.0, false);
        assert_eq!(text.matrix.as_coeffs()[4], 5.0);
        text.adjust(1000.0, true);
        assert_eq!(text.matrix.as_coeffs()[5], -10.0);
    }
}
