//! What the layout code asks of a PDF library: glyphs, rulings and pictures of a page, all in points from the page's
//! top left corner, after the page's own rotation. Nothing above this trait knows how a PDF is written.

use crate::ocr::Picture;

/// Index of a font among a document's fonts.
pub(super) type FontId = u16;

/// A PDF library that has opened one document.
pub(super) trait Backend {
    /// Pages of the document.
    fn page_count(&self) -> usize;
    /// What page `index` (0-based) shows. A page that cannot be read is not the end of the document.
    fn page(&mut self, index: usize) -> Result<PageContent, PageFailure>;
    /// The pictures of page `index` as they lie on it; `None` where there are none that can be decoded.
    fn picture(&mut self, index: usize) -> Option<Picture>;
    /// The fonts met so far, by [`FontId`].
    fn font(&self, font: FontId) -> FontInfo<'_>;
    /// The title that the document declares.
    fn title(&self) -> Option<String>;
}

/// What is worth knowing about a font.
#[derive(Clone, Copy, Debug)]
pub(super) struct FontInfo<'a> {
    /// PostScript name without the subset tag.
    pub(super) name: &'a str,
    /// How heavy its strokes are.
    pub(super) weight: Weight,
}

/// Weights as headings use them: 黑体 beside 仿宋 is as good as bold, but below real bold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// A text face.
    #[default]
    Text,
    /// A sans face of even strokes (黑体), which Chinese documents use for headings.
    Hei,
    /// A face declared bold.
    Bold,
}

/// Why a page gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PageFailure {
    /// The library panicked; its message.
    Panicked(String),
    /// A limit was hit; which one.
    Limit(&'static str),
}

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageContent {
    /// Width and height in points.
    pub(super) size: (f32, f32),
    /// Characters in the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Straight lines along the axes.
    pub(super) rulings: Vec<Ruling>,
    /// Places of pictures.
    pub(super) pictures: Vec<Rect>,
    /// A limit that cut the page short.
    pub(super) cut: Option<&'static str>,
}

/// One character where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// The character; U+FFFD where the font does not say.
    pub(super) char: char,
    /// Its font.
    pub(super) font: FontId,
    /// Start of its advance on the baseline.
    pub(super) origin: (f32, f32),
    /// From there to the start of the next glyph, without letter spacing.
    pub(super) advance: (f32, f32),
    /// Height of the em in points.
    pub(super) size: f32,
    /// How it is painted.
    pub(super) ink: Ink,
    /// It is marked as an artefact of the page (`/Artifact`), which is how word processors mark heads and feet.
    pub(super) artifact: bool,
    /// It is written from top to bottom, upright: its origin is the middle of its upper edge.
    pub(super) vertical: bool,
}

/// How a glyph is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// Filled with something dark enough to read.
    Plain,
    /// Filled and stroked: bold by hand.
    Thick,
    /// Light or transparent, as watermarks are.
    Faint,
    /// Not painted: the text layer of a scan, or a hidden word.
    Hidden,
}

/// True for characters whose meaning only a font knows.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// A line along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ruling {
    /// Along the x axis if true.
    pub(super) horizontal: bool,
    /// Place on the other axis.
    pub(super) at: f32,
    /// Start along the axis.
    pub(super) from: f32,
    /// End along the axis.
    pub(super) to: f32,
}

/// A box: x0 ≤ x1, y0 ≤ y1, y growing downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rect {
    /// Left.
    pub(super) x0: f32,
    /// Top.
    pub(super) y0: f32,
    /// Right.
    pub(super) x1: f32,
    /// Bottom.
    pub(super) y1: f32,
}

impl Rect {
    pub(super) fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    pub(super) fn width(self) -> f32 {
        self.x1 - self.x0
    }

    pub(super) fn height(self) -> f32 {
        self.y1 - self.y0
    }

    pub(super) fn cover(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    pub(super) fn intersect(self, other: Self) -> Self {
        let (x0, y0) = (self.x0.max(other.x0), self.y0.max(other.y0));
        Self { x0, y0, x1: self.x1.min(other.x1).max(x0), y1: self.y1.min(other.y1).max(y0) }
    }

    pub(super) fn holds(self, x: f32, y: f32) -> bool {
        (self.x0..=self.x1).contains(&x) && (self.y0..=self.y1).contains(&y)
    }
}
