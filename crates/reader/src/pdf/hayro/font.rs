//! Fonts as far as text needs them: how codes are cut from a string, how wide they are, which character they mean.
//!
//! Fonts are read here and not by the library, because characters must be sought in more places than it looks, because
//! its reading of `/W` expands ranges of any size, and because it opens every embedded program.

use std::collections::BTreeMap;

use hayro_cmap::BfString;
use hayro_syntax::object::{Array, Dict, Name};

use super::super::backend::Weight;
use super::composite::Composite;
use super::simple::Simple;

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
    Simple(Box<Simple<'a>>),
    /// The font cannot be read: every byte is a character that nobody knows.
    Unreadable,
}

impl<'a> Font<'a> {
    pub(super) fn new(dict: &Dict<'a>) -> Self {
        let descriptor = descriptor(dict);
        let name = dict.get::<Name<'_>>("BaseFont").map_or_else(String::new, |name| font_name(name.as_ref()));
        let weight = weight(&name, descriptor.as_ref());
        let composite = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type0");
        let kind = if composite {
            Composite::new(dict).map_or(Kind::Unreadable, |font| Kind::Composite(Box::new(font)))
        } else {
            Kind::Simple(Box::new(Simple::new(dict)))
        };
        Self { name, weight, kind, known: Vec::new(), tails: vec!["".into()] }
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
            Kind::Simple(font) => (font.advance(code), font.text(code)),
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

/// True for characters that text may hold; maps to U+0000 and U+FFFD are ways of writing "unknown".
pub(super) fn is_text(text: &BfString) -> bool {
    match text {
        BfString::Char(c) => !c.is_control() && *c != char::REPLACEMENT_CHARACTER,
        BfString::String(text) => text.chars().next().is_some_and(|c| is_text(&BfString::Char(c))),
    }
}

/// The descriptor of a font or of its descendant.
pub(super) fn descriptor<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
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
    } else if has(&["hei", "黑", "sanscjk", "hansans"]) && !has(&["light", "细"]) {
        Weight::Hei
    } else {
        Weight::Text
    }
}

/// Fonts by the object that describes them.
pub(super) struct Fonts<'a> {
    fonts: Vec<Font<'a>>,
    by_key: BTreeMap<Key, u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Object(u32, i32),
    /// Address of a dictionary written where it is used.
    Inline(usize),
}

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        Self { fonts: vec![Font::unknown()], by_key: BTreeMap::new() }
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
        self.fonts.push(Font::new(&dict));
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
        assert_eq!(weight("NotoSansCJKsc-Regular", None), Weight::Hei);
        assert_eq!(weight("FangSong_GB2312", None), Weight::Text);
    }
}
