//! Simple fonts: one byte a character. Most bring the map to Unicode and the widths with them, and then nothing else of
//! them is read; the library's reading of the embedded program is asked only for what these leave open.

use std::sync::Arc;

use hayro_cmap::{BfString, CMap};
use hayro_font::{Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::composite::{resolver, to_unicode};
use super::font::{descriptor, is_text};
use super::lazy::Lazy;
use super::reverse::ReverseCmap;
use super::stream;

/// A simple font.
pub(super) struct Simple<'a> {
    dict: Dict<'a>,
    to_unicode: Option<CMap>,
    /// Code of the first width, and the widths in thousandths; `None` where the program has to tell.
    widths: Option<(usize, Vec<f32>)>,
    missing_width: f32,
    library: Lazy<Font<'a>>,
    reverse: Lazy<ReverseCmap>,
}

impl<'a> Simple<'a> {
    pub(super) fn new(dict: &Dict<'a>) -> Self {
        let is_type3 = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type3");
        let missing_width = descriptor(dict).and_then(|d| d.get::<f32>("MissingWidth")).unwrap_or(0.0);
        Self {
            dict: dict.clone(),
            to_unicode: to_unicode(dict),
            // The widths of a Type 3 font are in a space of its own.
            widths: if is_type3 { None } else { widths(dict) },
            missing_width,
            library: Lazy::default(),
            reverse: Lazy::default(),
        }
    }

    /// Advance in ems.
    pub(super) fn advance(&mut self, code: u32) -> f32 {
        let thousandths = match &self.widths {
            Some((first, widths)) => (code as usize)
                .checked_sub(*first)
                .and_then(|at| widths.get(at).copied())
                .unwrap_or(self.missing_width),
            None => match self.library() {
                Some(font) => font.code_advance(code).x as f32,
                None => 500.0,
            },
        };
        thousandths / 1000.0
    }

    /// The character or characters of a code.
    pub(super) fn text(&mut self, code: u32) -> Option<BfString> {
        let mapped = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)).filter(is_text);
        if mapped.is_some() {
            return mapped;
        }
        let font = self.library()?;
        let glyph = font.map_code(code);
        match font.glyph(glyph, code) {
            FontGlyph::Type3(glyph) => glyph.as_unicode().filter(is_text),
            FontGlyph::Outline(outline) => outline.as_unicode().filter(is_text).or_else(|| {
                let reverse =
                    self.reverse.get(|| Some(ReverseCmap::new((*outline.font_data()?.data).as_ref())));
                reverse?.char(glyph.to_u32()).map(BfString::Char)
            }),
        }
    }

    /// The library's reading of the font, unless its numbers would hang the library.
    fn library(&mut self) -> Option<&Font<'a>> {
        let dict = &self.dict;
        self.library.get(|| {
            // The library fills the widths before `FirstChar` one by one.
            let in_range = |key: &str| dict.get::<f64>(key).is_none_or(|code| (0.0..=255.0).contains(&code));
            let small = descriptor(dict).is_none_or(|descriptor| {
                ["FontFile", "FontFile2", "FontFile3"].iter().all(|key| {
                    descriptor.get::<Stream<'_>>(key).is_none_or(|program| stream::is_small(&program))
                })
            });
            if !in_range("FirstChar") || !small {
                return None;
            }
            FontCache::new().font(dict, &substitutes(), &resolver())
        })
    }
}

/// Programs for fonts that are not embedded: their encodings name the characters, whatever the shapes.
fn substitutes() -> FontResolverFn {
    Arc::new(|query| {
        let font = match query {
            FontQuery::Standard(font) => *font,
            FontQuery::Fallback(query) => query.pick_standard_font(),
        };
        Some(font.get_font_data())
    })
}

fn widths(dict: &Dict<'_>) -> Option<(usize, Vec<f32>)> {
    let first = dict.get::<f64>("FirstChar").filter(|code| (0.0..=255.0).contains(code))?;
    let widths = dict.get::<Array<'_>>("Widths")?.iter::<f32>().take(256).collect();
    Some((first as usize, widths))
}
