//! The default backend: PDF syntax by `hayro-syntax`, simple fonts by `hayro-font`, predefined character maps by
//! `hayro-cmap`; composite fonts and the content streams are read here.

mod annotation;
mod budget;
mod composite;
mod font;
mod interpret;
mod layers;
mod lazy;
pub(super) mod path;
mod raster;
mod repair;
mod reverse;
mod simple;
mod state;
mod stream;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_font::kurbo::Affine;
use hayro_syntax::object::{Array, Object, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::budget::Budget;
use self::font::Fonts;
use self::interpret::Interpreter;
use self::layers::Layers;
use super::backend::{Backend, FontId, FontInfo, PageContent, PageFailure};
use crate::ocr::Picture;

/// Why a file does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OpenError {
    /// A password is needed.
    Encrypted,
    /// It inflates beyond the limits.
    TooLarge,
    /// No pages can be found in it.
    Damaged,
}

/// Opens a file, and tells whether it had to be repaired. The document must outlive what is read of it.
pub(super) fn open(bytes: &[u8]) -> Result<(Pdf, bool), OpenError> {
    if stream::has_bomb(bytes) {
        return Err(OpenError::TooLarge);
    }
    match load(bytes.to_vec()) {
        Ok(pdf) => Ok((pdf, false)),
        Err(OpenError::Damaged) => {
            let repaired = repair::with_catalogue(bytes).ok_or(OpenError::Damaged)?;
            load(repaired).map(|pdf| (pdf, true))
        }
        Err(error) => Err(error),
    }
}

fn load(bytes: Vec<u8>) -> Result<Pdf, OpenError> {
    // The library reads hostile bytes; a panic of its own must not end the run.
    let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes)));
    match opened {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ))) => Err(OpenError::Encrypted),
        Ok(Err(_)) | Err(_) => Err(OpenError::Damaged),
    }
}

/// A document being read.
pub(super) struct Document<'a> {
    pdf: &'a Pdf,
    fonts: Fonts<'a>,
    layers: Layers,
    budget: Budget,
}

impl<'a> Document<'a> {
    /// A document whose content streams may inflate to `inflated` bytes in all.
    pub(super) fn new(pdf: &'a Pdf, inflated: u64) -> Self {
        let layers = catch_unwind(AssertUnwindSafe(|| Layers::new(pdf.xref()))).unwrap_or_default();
        Self { pdf, fonts: Fonts::new(), layers, budget: Budget::new(inflated) }
    }

    fn draw(&mut self, page: &'a Page<'a>) -> Option<Picture> {
        let (content, _) = contents(page);
        if !self.budget.inflate(content.len()) {
            return None;
        }
        let size = page.render_dimensions();
        let initial = Affine::new(page.initial_transform(true).as_coeffs());
        let interpreter = Interpreter::new(size, &mut self.fonts, &self.layers, &mut self.budget);
        raster::sheet(&interpreter.pictures(&content, page.resources(), initial), size)
    }

    fn interpret(&mut self, page: &'a Page<'a>) -> Result<PageContent, PageFailure> {
        let (content, whole) = contents(page);
        if !self.budget.inflate(content.len()) {
            return Err(PageFailure::Limit("inflated size"));
        }
        let initial = Affine::new(page.initial_transform(true).as_coeffs());
        let interpreter =
            Interpreter::new(page.render_dimensions(), &mut self.fonts, &self.layers, &mut self.budget);
        let mut read = interpreter.run(&content, page, initial);
        if !whole {
            read.cut = Some("content of the page");
        }
        Ok(read)
    }
}

impl Backend for Document<'_> {
    fn page_count(&self) -> usize {
        self.pdf.pages().len()
    }

    fn page(&mut self, index: usize) -> Result<PageContent, PageFailure> {
        let Some(page) = self.pdf.pages().get(index) else { return Ok(PageContent::default()) };
        catch_unwind(AssertUnwindSafe(|| self.interpret(page)))
            .unwrap_or_else(|panic| Err(PageFailure::Panicked(message(&panic))))
    }

    fn picture(&mut self, index: usize) -> Option<Picture> {
        let page = self.pdf.pages().get(index)?;
        catch_unwind(AssertUnwindSafe(|| self.draw(page))).ok()?
    }

    fn font(&self, font: FontId) -> FontInfo<'_> {
        let font = self.fonts.get(font);
        FontInfo { name: &font.name, weight: font.weight }
    }

    fn title(&self) -> Option<String> {
        let text = text_string(self.pdf.metadata().title.as_deref()?);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// A string outside of content, whose first bytes tell its encoding; Chinese programs write GBK without a word.
fn text_string(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => encoding_rs::GBK.decode_without_bom_handling(bytes).0,
    }
}

/// The page's content streams, joined, and whether all of them could be read.
fn contents(page: &Page<'_>) -> (Vec<u8>, bool) {
    let streams: Vec<Stream<'_>> = match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => Array::iter::<Stream<'_>>(&array).collect(),
        _ => Vec::new(),
    };
    let mut content = Vec::new();
    let mut whole = true;
    for stream in streams {
        match stream::data_and_health(&stream) {
            Some((data, healthy)) if content.len() + data.len() <= stream::STREAM_LIMIT => {
                whole &= healthy;
                content.extend_from_slice(&data);
                // A stream may end in the middle of the white space between two operators.
                content.push(b' ');
            }
            _ => whole = false,
        }
    }
    (content, whole)
}

/// What a panic says.
pub(super) fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown panic".to_owned())
}
