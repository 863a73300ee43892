//! The second backend: the crate `pdf-extract`, for comparison, and for a file that the first one reads badly.
//!
//! It panics, aborts or loops on files that occur (character maps of Adobe without an embedded font, forms that draw
//! themselves), so it is only run in a child process. It does not say which font a character comes from, nor whether a line
//! is painted faintly, so that all of a document is in one font of one weight.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_font::kurbo::Affine;
use pdf_extract::{ColorSpace, MediaBox, OutputDev, OutputError, Path as ItsPath, PathOp, Transform};

use super::backend::{Backend, FontId, FontInfo, Glyph, Ink, PageContent, PageFailure, Weight};
use super::hayro::path::Path;
use super::hayro::{OpenError, message};
use crate::ocr::Picture;

/// Characters of a page.
const MAX_GLYPHS: usize = 400_000;
/// Line segments of a page.
const MAX_RULINGS: usize = 200_000;

/// A document being read.
pub(super) struct Document {
    document: pdf_extract::Document,
    pages: usize,
}

/// Opens a file.
pub(super) fn open(bytes: &[u8]) -> Result<Document, OpenError> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let mut document = pdf_extract::Document::load_mem(bytes).map_err(|_| OpenError::Damaged)?;
        if document.is_encrypted() {
            document.decrypt("").map_err(|_| OpenError::Encrypted)?;
        }
        let pages = document.get_pages().len();
        Ok(Document { document, pages })
    }));
    opened.unwrap_or(Err(OpenError::Damaged))
}

impl Backend for Document {
    fn page_count(&self) -> usize {
        self.pages
    }

    fn page(&mut self, index: usize) -> Result<PageContent, PageFailure> {
        let mut device = Device::default();
        // Its pages are counted from 1.
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let read = catch_unwind(AssertUnwindSafe(|| {
            pdf_extract::output_doc_page(&self.document, &mut device, number)
        }));
        match read {
            Ok(Ok(())) => Ok(device.page),
            Ok(Err(error)) => Err(PageFailure::Panicked(error.to_string())),
            Err(panic) => Err(PageFailure::Panicked(message(&panic))),
        }
    }

    fn picture(&mut self, _: usize) -> Option<Picture> {
        // It does not look at pictures.
        None
    }

    fn font(&self, _: FontId) -> FontInfo<'_> {
        FontInfo { name: "", weight: Weight::Text }
    }

    fn title(&self) -> Option<String> {
        None
    }
}

/// Notes what is drawn on a page.
#[derive(Default)]
struct Device {
    page: PageContent,
    /// Turns its coordinates, which grow upwards, into those of the page.
    upright: Affine,
}

impl Device {
    fn affine(&self, its: &Transform) -> Affine {
        self.upright * Affine::new([its.m11, its.m12, its.m21, its.m22, its.m31, its.m32])
    }

    fn path(&self, its: &Transform, path: &ItsPath) -> Path {
        let ctm = self.affine(its);
        let mut own = Path::default();
        for op in &path.ops {
            match *op {
                PathOp::MoveTo(x, y) => own.move_to(ctm, x, y),
                PathOp::LineTo(x, y) => own.line_to(ctm, x, y),
                PathOp::CurveTo(_, _, _, _, x, y) => own.curve_to(ctm, x, y),
                PathOp::Rect(x, y, width, height) => own.rect(ctm, [x, y, width, height]),
                PathOp::Close => own.close(),
            }
        }
        own
    }

    fn has_room(&self) -> bool {
        self.page.rulings.len() < MAX_RULINGS
    }
}

impl OutputDev for Device {
    fn begin_page(
        &mut self,
        _: u32,
        media: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.page.size = ((media.urx - media.llx) as f32, (media.ury - media.lly) as f32);
        self.upright = Affine::new([1.0, 0.0, 0.0, -1.0, -media.llx, media.ury]);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        transform: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let [a, b, c, d, x, y] = self.affine(transform).as_coeffs();
        let count = text.chars().count().max(1) as f32;
        let advance = ((a * width * font_size) as f32 / count, (b * width * font_size) as f32 / count);
        let size = (c.hypot(d) * font_size) as f32;
        let sane = advance.0.is_finite() && advance.1.is_finite() && size.is_finite() && size > 0.0;
        if !sane || self.page.glyphs.len() >= MAX_GLYPHS {
            return Ok(());
        }
        for (at, char) in text.chars().enumerate() {
            let at = at as f32;
            self.page.glyphs.push(Glyph {
                char,
                font: 0,
                origin: (x as f32 + advance.0 * at, y as f32 + advance.1 * at),
                advance,
                size,
                ink: Ink::Plain,
                artifact: false,
                vertical: false,
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(
        &mut self,
        its: &Transform,
        space: &ColorSpace,
        color: &[f64],
        path: &ItsPath,
    ) -> Result<(), OutputError> {
        if self.has_room() && !is_white(space, color) {
            self.path(its, path).stroked(&mut self.page.rulings);
        }
        Ok(())
    }

    fn fill(
        &mut self,
        its: &Transform,
        space: &ColorSpace,
        color: &[f64],
        path: &ItsPath,
    ) -> Result<(), OutputError> {
        if self.has_room() && !is_white(space, color) {
            self.path(its, path).filled(&mut self.page.rulings);
        }
        Ok(())
    }
}

/// A line that nobody sees.
fn is_white(space: &ColorSpace, color: &[f64]) -> bool {
    matches!(space, ColorSpace::DeviceGray | ColorSpace::DeviceRGB)
        && !color.is_empty()
        && color.iter().all(|part| *part > 0.97)
}
