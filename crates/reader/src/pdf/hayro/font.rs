//! Fonts as far as text needs them: how codes are cut from a string, how wide they are, which character they mean.
//!
//! Composite fonts are read here, because their characters must be sought in more places than the library looks, and
//! because its reading of `/W` expands ranges of any size. Simple fonts are left to the library.

use std::collections::BTreeMap;

use hayro_cmap::BfString;
use hayro_font::{Font as SimpleFont, FontCache, FontGlyph, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::super::backend::Weight;
use super::composite::{Composite, resolver};
use super::reverse::ReverseCmap;
use super::stream;

/// A code cut from a string, with what its font says about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    /// Bytes that it takes in the string.
    pub(super) len: usize,
    /// It is the one-byte code 32, which word spacing widens.
    pub(super) is_space: bool,
    /// Advance in ems, along the writing direction.
    pub(super) advance: f32,
    /// Character; U+FFFD where nothing tells.
    pub(super) char: char,
    /// Index into [`Font::tail`] of further characters (ligatures), or 0.
    pub(super) tail: u16,
}

/// A font of the document.
pub(super) struct Font<'a> {
    /// PostScript name without the subset tag.
    pub(super) name: String,
    /// How heavy it is.
    pub(super) weight: Weight,
    kind: Kind<'a>,
    /// What is known of codes met before, by the high byte of a two-byte code.
    known: Vec<Option<Box<[Option<Code>; 256]>>>,
    tails: Vec<Box<str>>,
}

enum Kind<'a> {
    Composite(Box<Composite<'a>>),
    Simple(SimpleFont<'a>, Option<ReverseCmap>),
    /// The font cannot be read: every byte is a character that nobody knows.
    Unreadable,
}

impl<'a> Font<'a> {
    pub(super) fn new(dict: &Dict<'a>, cache: &FontCache<'a>, resolver: &FontResolverFn) -> Self {
        let descriptor = descriptor(dict);
        let name = dict.get::<Name<'_>>("BaseFont").map_or_else(String::new, |name| font_name(name.as_ref()));
        let weight = weight(&name, descriptor.as_ref());
        let composite = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type0");
        let kind = if composite {
            Composite::new(dict).map(|font| Kind::Composite(Box::new(font)))
        } else {
            simple(dict, descriptor.as_ref(), cache, resolver).map(|font| Kind::Simple(font, None))
        };
        Self { name, weight, kind: kind.unwrap_or(Kind::Unreadable), known: Vec::new(), tails: vec!["".into()] }
    }

    /// A font for text that names none.
    pub(super) fn unknown() -> Self {
        Self {
            name: String::new(),
            weight: Weight::Text,
            kind: Kind::Unreadable,
            known: Vec::new(),
            tails: vec!["".into()],
        }
    }

    /// True when the font is written from top to bottom.
    pub(super) fn is_vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite(font) if font.is_vertical())
    }

    /// Characters after the first, of a code that stands for several.
    pub(super) fn tail(&self, code: Code) -> &str {
        self.tails.get(usize::from(code.tail)).map_or("", |tail| tail)
    }

    /// The first code of `bytes`, which must not be empty.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Code {
        let (code, len) = match &self.kind {
            Kind::Composite(font) => font.cut(bytes),
            _ => (u32::from(bytes[0]), 1),
        };
        let (page, slot) = ((code >> 8) as usize, (code & 0xff) as usize);
        if page < 256 && self.known.len() <= page {
            self.known.resize(page + 1, None);
        }
        if let Some(Some(Some(known))) =
            self.known.get(page).map(|page| page.as_ref().map(|page| page[slot].filter(|k| k.len == len)))
        {
            return known;
        }
        let code = self.look_up(code, len);
        if let Some(page) = self.known.get_mut(page) {
            page.get_or_insert_with(|| Box::new([None; 256]))[slot] = Some(code);
        }
        code
    }

    fn look_up(&mut self, code: u32, len: usize) -> Code {
        let (advance, text) = match &mut self.kind {
            Kind::Composite(font) => (font.advance(code, len), font.text(code, len)),
            Kind::Simple(font, reverse) => {
                ((font.code_advance(code).x / 1000.0) as f32, simple_text(font, reverse, code))
            }
            Kind::Unreadable => (0.5, None),
        };
        let (char, tail) = match text {
            None => (char::REPLACEMENT_CHARACTER, 0),
            Some(BfString::Char(char)) => (char, 0),
            Some(BfString::String(text)) => self.keep(&text),
        };
        let advance = if advance.is_finite() { advance.clamp(-10.0, 10.0) } else { 0.0 };
        Code { len, is_space: len == 1 && code == 32, advance, char, tail }
    }

    fn keep(&mut self, text: &str) -> (char, u16) {
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return (char::REPLACEMENT_CHARACTER, 0) };
        // A map may claim a novel for one code; ligatures have three letters.
        let tail: String = chars.take(7).filter(|c| !c.is_control()).collect();
        match u16::try_from(self.tails.len()) {
            Ok(index) if !tail.is_empty() => {
                self.tails.push(tail.into());
                (first, index)
            }
            _ => (first, 0),
        }
    }
}

/// Makes a simple font with the library, unless its numbers would hang the library.
fn simple<'a>(
    dict: &Dict<'a>,
    descriptor: Option<&Dict<'a>>,
    cache: &FontCache<'a>,
    font_resolver: &FontResolverFn,
) -> Option<SimpleFont<'a>> {
    // The library fills the widths before `FirstChar` one by one.
    let in_range = |key: &str| dict.get::<f64>(key).is_none_or(|code| (0.0..=255.0).contains(&code));
    let small = descriptor.is_none_or(|descriptor| {
        ["FontFile", "FontFile2", "FontFile3"]
            .iter()
            .all(|key| descriptor.get::<Stream<'_>>(key).is_none_or(|program| stream::is_small(&program)))
    });
    if !in_range("FirstChar") || !small {
        return None;
    }
    cache.font(dict, font_resolver, &resolver())
}

fn simple_text(font: &SimpleFont<'_>, reverse: &mut Option<ReverseCmap>, code: u32) -> Option<BfString> {
    let glyph = font.map_code(code);
    match font.glyph(glyph, code) {
        FontGlyph::Type3(glyph) => glyph.as_unicode().filter(is_text),
        FontGlyph::Outline(outline) => outline.as_unicode().filter(is_text).or_else(|| {
            let reverse = reverse.get_or_insert_with(|| {
                let data = outline.font_data().map(|font| font.data);
                data.map_or_else(ReverseCmap::default, |data| ReverseCmap::new((*data).as_ref()))
            });
            reverse.char(glyph.to_u32()).map(BfString::Char)
        }),
    }
}

/// True for characters that text may hold; maps to U+0000 and U+FFFD are ways of writing "unknown".
pub(super) fn is_text(text: &BfString) -> bool {
    match text {
        BfString::Char(c) => !c.is_control() && *c != char::REPLACEMENT_CHARACTER,
        BfString::String(text) => text.chars().next().is_some_and(|c| is_text(&BfString::Char(c))),
    }
}

fn descriptor<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
    dict.get::<Dict<'_>>("FontDescriptor").or_else(|| {
        let descendant = dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
        descendant.get::<Dict<'_>>("FontDescriptor")
    })
}

/// A font's name without the tag of a subset (`ABCDEF+`). Chinese names are in GBK as often as in UTF-8.
fn font_name(bytes: &[u8]) -> String {
    let bytes = match bytes.iter().position(|&b| b == b'+') {
        Some(6) => &bytes[7..],
        _ => bytes,
    };
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GBK.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn weight(name: &str, descriptor: Option<&Dict<'_>>) -> Weight {
    const FORCE_BOLD: f64 = 262_144.0;
    let lower = name.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let number = |key: &str| descriptor.and_then(|descriptor| descriptor.get::<f64>(key)).unwrap_or(0.0);
    let forced = (number("Flags") / FORCE_BOLD) as u64 % 2 == 1;
    if has(&["bold", "heavy", "black", "粗"]) || forced || number("FontWeight") >= 600.0 {
        Weight::Bold
    } else if has(&["hei", "黑"]) && !has(&["light", "细"]) {
        Weight::Hei
    } else {
        Weight::Text
    }
}

/// Fonts by the object that describes them.
pub(super) struct Fonts<'a> {
    fonts: Vec<Font<'a>>,
    by_key: BTreeMap<Key, u16>,
    cache: FontCache<'a>,
    resolver: FontResolverFn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Object(u32, i32),
    /// Address of a dictionary written where it is used.
    Inline(usize),
}

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        Self {
            fonts: vec![Font::unknown()],
            by_key: BTreeMap::new(),
            cache: FontCache::new(),
            // No substitute programs: shapes are never drawn, and a substitute's widths and characters would be guesses.
            resolver: std::sync::Arc::new(|_| None),
        }
    }

    /// The font called `name` in a dictionary of fonts; 0 where there is none.
    pub(super) fn find(&mut self, fonts: &Dict<'a>, name: &[u8]) -> u16 {
        let reference = fonts.get_ref(name).map(|id| Key::Object(id.obj_number, id.gen_number));
        // Looking at the reference first spares parsing the font's dictionary at every `Tf`.
        if let Some(&id) = reference.and_then(|key| self.by_key.get(&key)) {
            return id;
        }
        let Some(dict) = fonts.get::<Dict<'_>>(name) else { return 0 };
        let key = reference.unwrap_or_else(|| Key::Inline(dict.data().as_ptr().addr()));
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let Ok(id) = u16::try_from(self.fonts.len()) else { return 0 };
        self.fonts.push(Font::new(&dict, &self.cache, &self.resolver));
        self.by_key.insert(key, id);
        id
    }

    pub(super) fn get(&self, id: u16) -> &Font<'a> {
        &self.fonts[usize::from(id)]
    }

    pub(super) fn get_mut(&mut self, id: u16) -> &mut Font<'a> {
        &mut self.fonts[usize::from(id)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_tag_and_their_encoding() {
        assert_eq!(font_name(b"ABCDEF+SimSun"), "SimSun");
        assert_eq!(font_name(&[0xCB, 0xCE, 0xCC, 0xE5]), "宋体");
        assert_eq!(font_name("方正小标宋".as_bytes()), "方正小标宋");
    }

    #[test]
    fn weights_come_from_names() {
        assert_eq!(weight("SimHei", None), Weight::Hei);
        assert_eq!(weight("SourceHanSerifCN-Bold", None), Weight::Bold);
        assert_eq!(weight("FangSong_GB2312", None), Weight::Text);
    }
}
