//! Composite (Type 0) fonts, in which all Chinese text is written.
//!
//! A code's character is sought in this order: the `ToUnicode` map; the code itself where the encoding is one of
//! Unicode (UniGB-UCS2-H); the character collection (Adobe-GB1) of its CID; the character map of the embedded program.

use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_font::CMapResolverFn;
use hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use super::super::backend::is_private;
use super::font::is_text;
use super::lazy::Lazy;
use super::reverse::ReverseCmap;
use super::stream;

/// Resolves the names of predefined maps.
pub(super) fn resolver() -> CMapResolverFn {
    Arc::new(load_embedded)
}

/// A composite font.
pub(super) struct Composite<'a> {
    encoding: CMap,
    /// Codes of the encoding are Unicode.
    is_unicode: bool,
    to_unicode: Option<CMap>,
    collection: CidFamily,
    /// Unicode of the collection's CIDs, opened when a code needs it.
    by_cid: Lazy<CMap>,
    widths: Widths,
    default_width: f32,
    heights: Widths,
    default_height: f32,
    descendant: Dict<'a>,
    program: Lazy<Program>,
}

impl<'a> Composite<'a> {
    pub(super) fn new(dict: &Dict<'a>) -> Option<Self> {
        let encoding_object = dict.get::<Object<'_>>("Encoding");
        let (encoding, is_unicode) = encoding(encoding_object.as_ref())?;
        let descendant = dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let declared = encoding.metadata().character_collection.as_ref().map(|c| c.family.clone());
        let collection = match declared {
            Some(family) if family != CidFamily::AdobeIdentity => family,
            _ => system_info(&descendant).unwrap_or(CidFamily::AdobeIdentity),
        };
        let widths = descendant.get::<Array<'_>>("W").map_or_else(Widths::default, |w| Widths::new(&w, 1));
        let heights = descendant.get::<Array<'_>>("W2").map_or_else(Widths::default, |w| Widths::new(&w, 3));
        let default_height =
            descendant.get::<Array<'_>>("DW2").and_then(|dw2| dw2.iter::<f32>().nth(1)).unwrap_or(-1000.0);
        Some(Self {
            to_unicode: to_unicode(dict),
            encoding,
            is_unicode,
            collection,
            by_cid: Lazy::default(),
            widths,
            default_width: descendant.get::<f32>("DW").unwrap_or(1000.0),
            heights,
            default_height,
            descendant,
            program: Lazy::default(),
        })
    }

    pub(super) fn is_vertical(&self) -> bool {
        self.encoding.metadata().writing_mode == Some(WritingMode::Vertical)
    }

    /// Cuts the first code: the shortest prefix that the encoding knows. A code that it does not know must not shift
    /// all that follow: lead bytes of GBK and all codes of Unicode take two.
    pub(super) fn cut(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0;
        for (len, &byte) in (1..=4).zip(bytes) {
            code = (code << 8) | u32::from(byte);
            if self.encoding.lookup_cid_code(code, len).is_some() {
                return (code, usize::from(len));
            }
        }
        match *bytes {
            [high, low, ..] if self.is_unicode || high > 0x80 => (u32::from_be_bytes([0, 0, high, low]), 2),
            _ => (u32::from(bytes[0]), 1),
        }
    }

    fn cid(&self, code: u32, len: usize) -> u32 {
        u8::try_from(len).ok().and_then(|len| self.encoding.lookup_cid_code(code, len)).unwrap_or(0)
    }

    /// Advance in ems.
    pub(super) fn advance(&self, code: u32, len: usize) -> f32 {
        let cid = self.cid(code, len);
        let thousandths = if self.is_vertical() {
            self.heights.get(cid).unwrap_or(self.default_height)
        } else {
            self.widths.get(cid).unwrap_or(self.default_width)
        };
        thousandths / 1000.0
    }

    /// The character or characters of a code.
    pub(super) fn text(&mut self, code: u32, len: usize) -> Option<BfString> {
        let mapped = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)).filter(is_text);
        // A private-use character says no more than "some glyph of this font".
        let (private, public) = match mapped {
            Some(BfString::Char(c)) if is_private(c) => (Some(BfString::Char(c)), None),
            mapped => (None, mapped),
        };
        match public {
            Some(BfString::Char(c)) if is_doubtful(c, self.advance(code, len)) => {
                let cid = self.cid(code, len);
                Some(BfString::Char(self.embedded(cid).unwrap_or(c)))
            }
            Some(text) => Some(text),
            None => self.text_without_map(code, len).filter(is_text).or(private),
        }
    }

    /// The character by the map of the embedded program.
    fn embedded(&mut self, cid: u32) -> Option<char> {
        let descendant = &self.descendant;
        self.program.get(|| Program::new(descendant))?.char(cid)
    }

    fn text_without_map(&mut self, code: u32, len: usize) -> Option<BfString> {
        if self.is_unicode {
            return utf16(code, len).map(BfString::Char);
        }
        let cid = self.cid(code, len);
        if let Some(name) = self.collection.ucs2_cmap() {
            let by_cid = self.by_cid.get(|| CMap::parse(load_embedded(name)?, load_embedded));
            if let Some(text) = by_cid.and_then(|map| map.lookup_bf_string(cid)) {
                return Some(text);
            }
        }
        self.embedded(cid).map(BfString::Char)
    }
}

/// A space as wide as an ideograph, or an opening 《 half as wide: some converters mix the two up in their maps.
fn is_doubtful(c: char, advance: f32) -> bool {
    match c {
        ' ' => advance >= 0.9,
        '《' | '（' | '“' | '〔' | '【' => (0.1..=0.55).contains(&advance),
        _ => false,
    }
}

fn utf16(code: u32, len: usize) -> Option<char> {
    if len < 4 {
        return char::from_u32(code);
    }
    let units = [(code >> 16) as u16, (code & 0xffff) as u16];
    char::decode_utf16(units).next()?.ok()
}

/// The encoding, and whether its codes are Unicode.
fn encoding(object: Option<&Object<'_>>) -> Option<(CMap, bool)> {
    match object? {
        Object::Name(name) => {
            let bytes: &[u8] = name.as_ref();
            let is_unicode = bytes.starts_with(b"Uni") && {
                let name = String::from_utf8_lossy(bytes);
                name.contains("UCS2") || name.contains("UTF16")
            };
            let map = match CMapName::from_bytes(bytes) {
                CMapName::IdentityH => CMap::identity_h(),
                CMapName::IdentityV => CMap::identity_v(),
                name => CMap::parse(load_embedded(name)?, load_embedded)?,
            };
            Some((map, is_unicode))
        }
        Object::Stream(stream) => Some((CMap::parse(&stream::data(stream)?, load_embedded)?, false)),
        _ => None,
    }
}

/// The font's own map to Unicode.
pub(super) fn to_unicode(dict: &Dict<'_>) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>("ToUnicode")?;
    CMap::parse(&stream::data(&stream)?, load_embedded)
}

fn system_info(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let text = |key: &str| info.get::<PdfString<'_>>(key).map(|text| text.as_bytes().to_vec());
    Some(CidFamily::from_registry_ordering(&text("Registry")?, &text("Ordering")?))
}

/// Widths of CIDs as the file writes them: ranges stay ranges, so that one of four billion CIDs costs nothing.
#[derive(Debug, Default)]
struct Widths {
    /// First CID, last CID, width; ordered by the first.
    ranges: Vec<(u32, u32, f32)>,
}

impl Widths {
    /// Reads `/W` (one number a CID) or `/W2` (three, of which the first is the advance).
    fn new(array: &Array<'_>, numbers: usize) -> Self {
        let mut ranges = Vec::new();
        let mut objects = array.iter::<Object<'_>>();
        while let Some(Object::Number(first)) = objects.next() {
            let first = cid(first.as_i64());
            match objects.next() {
                Some(Object::Array(list)) => {
                    let widths = list.iter::<f32>().step_by(numbers);
                    ranges.extend((first..).zip(widths).map(|(cid, width)| (cid, cid, width)));
                }
                Some(Object::Number(last)) => {
                    let width = objects.next().and_then(Object::into_f32);
                    for _ in 1..numbers {
                        objects.next();
                    }
                    ranges.extend(width.map(|width| (first, cid(last.as_i64()), width)));
                }
                _ => break,
            }
        }
        ranges.sort_by_key(|range| range.0);
        Self { ranges }
    }

    fn get(&self, cid: u32) -> Option<f32> {
        let next = self.ranges.partition_point(|range| range.0 <= cid);
        let range = self.ranges[..next].last()?;
        (cid <= range.1).then_some(range.2)
    }
}

fn cid(number: i64) -> u32 {
    u32::try_from(number.clamp(0, 0xFFFF)).unwrap_or(0)
}

/// The embedded program, for characters that nothing else names.
struct Program {
    reverse: ReverseCmap,
    /// Glyphs by CID; empty where they are the same.
    glyphs: Vec<u16>,
}

impl Program {
    fn new(descendant: &Dict<'_>) -> Option<Self> {
        let descriptor = descendant.get::<Dict<'_>>("FontDescriptor")?;
        let program = descriptor
            .get::<Stream<'_>>("FontFile2")
            .or_else(|| descriptor.get::<Stream<'_>>("FontFile3"))?;
        let reverse = ReverseCmap::new(&stream::data(&program)?);
        let map = descendant.get::<Stream<'_>>("CIDToGIDMap").and_then(|map| stream::data(&map));
        let glyphs = map.map_or_else(Vec::new, |map| {
            map.chunks_exact(2).take(1 << 16).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
        });
        Some(Self { reverse, glyphs })
    }

    fn char(&self, cid: u32) -> Option<char> {
        let glyph = match self.glyphs.as_slice() {
            [] => cid,
            glyphs => u32::from(*glyphs.get(cid as usize)?),
        };
        self.reverse.char(glyph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes;

    fn widths(text: &str, numbers: usize) -> Widths {
        Widths::new(&Array::from_bytes(text.as_bytes()).unwrap(), numbers)
    }

    #[test]
    fn width_ranges_stay_ranges() {
        let w = widths("[1 [500 600] 10 4294967295 250 20000 [1]]", 1);
        assert_eq!(w.ranges.len(), 4);
        assert_eq!((w.get(1), w.get(2), w.get(3)), (Some(500.0), Some(600.0), None));
        assert_eq!((w.get(9), w.get(10), w.get(60000)), (None, Some(250.0), None));
    }

    #[test]
    fn vertical_widths_take_every_third_number() {
        let w = widths("[7 [-900 250 880 -800 250 880] 20 30 -700 1 2 40 41 -600 1 2]", 3);
        assert_eq!(
            (w.get(7), w.get(8), w.get(25), w.get(41)),
            (Some(-900.0), Some(-800.0), Some(-700.0), Some(-600.0))
        );
    }

    #[test]
    fn torn_widths_end_early() {
        assert_eq!(widths("[1 2]", 1).ranges.len(), 0);
        assert_eq!(widths("[(x) 3 4]", 1).ranges.len(), 0);
    }

    #[test]
    fn unicode_codes_of_two_and_four_bytes() {
        assert_eq!(utf16(0x7EB2, 2), Some('纲'));
        assert_eq!(utf16(0xD840_DC00, 4), Some('𠀀'));
        assert_eq!(utf16(0xD840, 2), None);
    }
}
