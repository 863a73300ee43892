//! The XML of office files as tokens with known names.
//!
//! Namespaces are dropped: the local names that reading needs mean one thing in all of them. Document type declarations
//! are refused, since office files have none and entity expansion needs one.

use crate::{Error, ErrorCode};
use memchr::{memchr, memchr2, memchr3, memmem};
use std::borrow::Cow;
use wide::u8x16;

/// Declares the elements that reading tells apart, with their local names.
macro_rules! names {
    ($($name:ident $local:literal)*) => {
        /// An element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Name { Other, $($name),* }

        /// What is compared of the local names.
        #[allow(non_upper_case_globals)]
        mod keys {
            $(pub(super) const $name: u64 = super::key($local);)*
        }

        impl Name {
            /// The name that `bytes` begin with, of so many bytes.
            fn of(bytes: &[u8], len: usize) -> Self {
                let local = &bytes[..len];
                let found = match bytes.first_chunk() {
                    Some(first) => key_of(u64::from_le_bytes(*first), len),
                    None => key(local),
                };
                let (name, whole): (_, &[u8]) = match found {
                    $(keys::$name => (Self::$name, $local),)*
                    _ => (Self::Other, &[]),
                };
                match name {
                    // pPrChange and its like hold the formatting before a tracked change.
                    Self::Other if local.ends_with(b"Change") => Self::Change,
                    name if local.len() < 8 || local == whole => name,
                    _ => Self::Other,
                }
            }
        }
    };
}

/// A name's first seven bytes and its length as one number, by which names are told apart at once; only those that are
/// longer must be compared as a whole.
const fn key(local: &[u8]) -> u64 {
    let mut first = 0;
    let mut at = 0;
    while at < local.len() && at < 7 {
        first |= (local[at] as u64) << (8 * at);
        at += 1;
    }
    key_of(first, local.len())
}

/// The same, from the first eight bytes, those behind the name among them.
const fn key_of(first: u64, len: usize) -> u64 {
    let kept = if len < 7 { len } else { 7 };
    first & ((1 << (8 * kept)) - 1) | (len as u64) << 56
}

names! {
    AbstractNum b"abstractNum" AbstractNumId b"abstractNumId" AlternateContent b"AlternateContent" B b"b" BasedOn b"basedOn"
    Blip b"blip" Br b"br" Change b"sectPrChange" Chart b"chart" Choice b"Choice" Cr b"cr" Del b"del" DocDefaults b"docDefaults" DocPr b"docPr"
    Drawing b"drawing" Endnote b"endnote" EndnoteReference b"endnoteReference" Extent b"extent" Fallback b"Fallback"
    FldChar b"fldChar" Footnote b"footnote" FootnotePr b"footnotePr" FootnoteReference b"footnoteReference"
    EndnotePr b"endnotePr" GridBefore b"gridBefore" GridSpan b"gridSpan" Ilvl b"ilvl" ImageData b"imagedata" InstrText b"instrText" Ind b"ind"
    IsLgl b"isLgl" Jc b"jc" Left b"left" Lvl b"lvl" LvlOverride b"lvlOverride" LvlRestart b"lvlRestart" LvlText b"lvlText"
    MoveFrom b"moveFrom" Called b"name" NoBreakHyphen b"noBreakHyphen" Num b"num" NumFmt b"numFmt" NumId b"numId"
    NumPr b"numPr" NumStyleLink b"numStyleLink" Object b"object" OutlineLvl b"outlineLvl" P b"p" PBdr b"pBdr" PPr b"pPr"
    PStyle b"pStyle" Pict b"pict" Ptab b"ptab" R b"r" RPr b"rPr" RPrDefault b"rPrDefault" RStyle b"rStyle" RelIds b"relIds"
    Relationship b"Relationship" Right b"right" Rt b"rt" SectPr b"sectPr" Start b"start" StartOverride b"startOverride"
    Style b"style" Suff b"suff" Sym b"sym" Sz b"sz" T b"t" Tab b"tab" Tabs b"tabs" Tbl b"tbl" Tc b"tc" TcPr b"tcPr" TextPath b"textpath"
    Title b"title" Top b"top" Bottom b"bottom" Tr b"tr" TrPr b"trPr" TxbxContent b"txbxContent" VMerge b"vMerge"
    Vanish b"vanish" VertAlign b"vertAlign" RFonts b"rFonts"
}

/// A piece of a part. Elements that reading does not tell apart are passed over; what is in them is not.
pub(super) enum Token<'a> {
    Start(Name, Attributes<'a>),
    End(Name),
    Text(Cow<'a, str>),
    Eof,
}

/// A part, or a piece of one, being read.
pub(super) struct Xml<'a> {
    source: &'a str,
    /// Where the next token begins.
    at: usize,
    /// Where the latest token begins.
    token: usize,
    /// The elements that are open, with their names as they are written.
    open: Vec<(&'a str, Name)>,
    /// The element that was entered last is written as one tag, `<w:b/>`: it ends next.
    is_empty: bool,
}

impl<'a> Xml<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { source, at: 0, token: 0, open: Vec::new(), is_empty: false }
    }

    /// The next token.
    ///
    /// # Errors
    /// `malformed` for what is no XML, `entity-expansion` for a document type declaration.
    pub(super) fn next(&mut self) -> Result<Token<'a>, Error> {
        loop {
            self.token = self.at;
            if std::mem::take(&mut self.is_empty) {
                return Ok(Token::End(self.open.pop().map_or(Name::Other, |(_, name)| name)));
            }
            let bytes = &self.source.as_bytes()[self.at..];
            match bytes {
                [] if self.open.is_empty() => return Ok(Token::Eof),
                [] => return Err(malformed("a part that is cut off")),
                [b'<', b'/', tag @ ..] => match self.end(tag)? {
                    Name::Other => {}
                    name => return Ok(Token::End(name)),
                },
                [b'<', b'!' | b'?', ..] => {
                    if let Some(text) = self.declaration()? {
                        return Ok(Token::Text(Cow::Borrowed(text)));
                    }
                }
                [b'<', ..] => {
                    if let Some((name, attributes)) = self.start()? {
                        return Ok(Token::Start(name, attributes));
                    }
                }
                [b'&', ..] => {
                    if let Some(text) = self.reference() {
                        return Ok(Token::Text(text));
                    }
                }
                bytes => {
                    self.at += memchr2(b'<', b'&', bytes).unwrap_or(bytes.len());
                    return Ok(Token::Text(Cow::Borrowed(&self.source[self.token..self.at])));
                }
            }
        }
    }

    /// Passes over the rest of the element that was entered last, and gives what is in it.
    pub(super) fn skip(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        let outside = self.open.len().saturating_sub(1);
        loop {
            // Only the end of an element makes fewer of them open.
            if matches!(self.next()?, Token::Eof) || self.open.len() == outside {
                return Ok(&self.source[start..self.token]);
            }
        }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Enters an element; none where it is one that reading passes over.
    fn start(&mut self) -> Result<Option<(Name, Attributes<'a>)>, Error> {
        let tag = &self.source[self.at + 1..];
        let bytes = tag.as_bytes();
        let (local, name_end) = name_in(bytes);
        let end = name_end + self.closed(&bytes[name_end..])?;
        let name = Name::of(&bytes[local..], name_end - local);
        let is_empty = bytes[name_end..end].ends_with(b"/");
        self.at += 1 + end + 1;
        if name == Name::Other && is_empty {
            return Ok(None);
        }
        self.open.push((&tag[..name_end], name));
        self.is_empty = is_empty;
        let attributes = Attributes(&tag[name_end..end - usize::from(is_empty)]);
        Ok((name != Name::Other).then_some((name, attributes)))
    }

    /// Leaves the element whose end begins with these bytes.
    fn end(&mut self, tag: &[u8]) -> Result<Name, Error> {
        let Some((open, name)) = self.open.pop() else { return Err(self.another_end()) };
        // Nearly always the name and nothing else.
        let end = match tag.get(open.len()) {
            Some(b'>') if tag.starts_with(open.as_bytes()) => open.len(),
            _ => {
                let end = self.closed(tag)?;
                if tag[..end].trim_ascii_end() != open.as_bytes() {
                    return Err(self.another_end());
                }
                end
            }
        };
        self.at += 2 + end + 1;
        Ok(name)
    }

    fn another_end(&self) -> Error {
        malformed(&format!("the end of another element at byte {}", self.at))
    }

    fn closed(&self, tag: &[u8]) -> Result<usize, Error> {
        tag_end(tag).ok_or_else(|| malformed(&format!("a tag at byte {} that does not end", self.at)))
    }

    /// Takes a comment, a processing instruction, or a section of characters, of which the last is text.
    fn declaration(&mut self) -> Result<Option<&'a str>, Error> {
        const DOCTYPE: &str = "<!DOCTYPE";
        const CDATA: &str = "<![CDATA[";
        let rest = self.rest();
        if rest.get(..DOCTYPE.len()).is_some_and(|start| start.eq_ignore_ascii_case(DOCTYPE)) {
            return Err(Error::new(
                ErrorCode::EntityExpansion,
                "expected a Word document but found one with a document type declaration",
                "do not trust this file; no office program writes such declarations",
            ));
        }
        let pairs = [(CDATA, "]]>"), ("<!--", "-->"), ("<?", "?>")];
        let found = pairs.iter().find(|(begin, _)| rest.starts_with(begin)).and_then(|(begin, end)| {
            let inside = memmem::find(&rest.as_bytes()[begin.len()..], end.as_bytes())?;
            Some((begin.len(), begin.len() + inside, end.len()))
        });
        let Some((start, end, mark)) = found else {
            return Err(malformed(&format!("a declaration at byte {} that does not end", self.at)));
        };
        self.at += end + mark;
        Ok(rest.starts_with(CDATA).then(|| &rest[start..end]))
    }

    /// Takes a reference and gives what it stands for; one that is unknown stands for nothing, and a lone `&` for itself.
    fn reference(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let end = memchr3(b';', b'&', b'<', &bytes[1..]).map_or(bytes.len(), |at| 1 + at);
        if bytes.get(end) == Some(&b';') {
            self.at += end + 1;
            return resolve(&rest[1..end]).map(|c| Cow::Owned(c.to_string()));
        }
        self.at += end;
        Some(Cow::Borrowed(&rest[..end]))
    }
}

/// Where the local name of a tag begins, and where it ends.
fn name_in(tag: &[u8]) -> (usize, usize) {
    if let Some(chunk) = tag.first_chunk::<16>() {
        let chunk = u8x16::new(*chunk);
        let is = |byte| chunk.simd_eq(u8x16::splat(byte));
        let ends = (is(b'>') | is(b'/') | chunk.min(u8x16::splat(b' ')).simd_eq(chunk)).to_bitmask();
        if ends != 0 {
            let colons = is(b':').to_bitmask() & (ends - 1) & !ends;
            let local = if colons == 0 { 0 } else { colons.trailing_zeros() as usize + 1 };
            return (local, ends.trailing_zeros() as usize);
        }
    }
    name_in_bytewise(tag)
}

fn name_in_bytewise(tag: &[u8]) -> (usize, usize) {
    let ends_name = |&byte: &u8| matches!(byte, b'>' | b'/' | 0..=b' ');
    let end = tag.iter().position(ends_name).unwrap_or(tag.len());
    (tag[..end].iter().position(|&byte| byte == b':').map_or(0, |colon| colon + 1), end)
}

/// Where a tag ends: at the first `>` that stands in no attribute's value.
///
/// Many bytes are looked at together: a `>` behind an even number of quotes stands in no value. Where quotes of the other
/// kind are used, which may hold these, and near the end of the part, one byte is looked at after the other.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut is_value = false;
    while let Some(chunk) = tag[at..].first_chunk::<16>() {
        let chunk = u8x16::new(*chunk);
        let places = |byte| chunk.simd_eq(u8x16::splat(byte)).to_bitmask();
        if places(b'\'') != 0 {
            break;
        }
        let quotes = places(b'"');
        let mut ends = places(b'>');
        while ends != 0 {
            let end = ends.trailing_zeros();
            if (is_value as u32 + (quotes & ((1 << end) - 1)).count_ones()).is_multiple_of(2) {
                return Some(at + end as usize);
            }
            ends &= ends - 1;
        }
        is_value ^= quotes.count_ones() % 2 == 1;
        at += 16;
    }
    tag_end_bytewise(tag)
}

fn tag_end_bytewise(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += tag[at..].iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        if tag[at] == b'>' {
            return Some(at);
        }
        let quote = tag[at];
        at += 1 + memchr(quote, &tag[at + 1..])? + 1;
    }
}

fn malformed(found: &str) -> Error {
    Error::new(
        ErrorCode::Malformed,
        format!("expected well-formed XML but found {found}"),
        "open the file in Word or WPS, which repair it, and save it again",
    )
}

fn resolve(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
        // A sign would be taken for part of the number.
        let code = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    Some(match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The attributes of an element, as they are written.
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// The value of the attribute with this local name.
    pub(super) fn get(&self, wanted: &str) -> Option<Cow<'a, str>> {
        self.pairs()
            .find(|(name, _)| local(name) == wanted.as_bytes())
            .and_then(|(_, value)| unescaped(value))
    }

    /// Names and values, up to what is no attribute.
    fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let equals = memchr(b'=', rest.as_bytes())?;
            let name = rest[..equals].trim_ascii();
            // A name without a value before it is passed over.
            let before = name.bytes().rposition(|byte| byte.is_ascii_whitespace());
            let name = &name[before.map_or(0, |at| at + 1)..];
            let quoted = rest[equals + 1..].trim_ascii_start();
            let quote = quoted.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))?;
            let end = 1 + memchr(quote, &quoted.as_bytes()[1..])?;
            rest = &quoted[end + 1..];
            Some((name, &quoted[1..end]))
        })
    }

    /// `w:val`.
    pub(super) fn val(&self) -> Option<Cow<'a, str>> {
        self.get("val")
    }

    /// A number.
    pub(super) fn number<T: std::str::FromStr>(&self, local: &str) -> Option<T> {
        self.get(local)?.trim().parse().ok()
    }

    /// A switch: on when the element is there, unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What a name is without its namespace.
fn local(qualified: &str) -> &[u8] {
    let bytes = qualified.as_bytes();
    bytes.iter().position(|&byte| byte == b':').map_or(bytes, |colon| &bytes[colon + 1..])
}

/// An attribute's value with its references resolved and its line breaks and tabs as spaces; none where a reference is
/// unknown.
fn unescaped(value: &str) -> Option<Cow<'_, str>> {
    if !value.bytes().any(|byte| matches!(byte, b'&' | b'\t' | b'\n' | b'\r')) {
        return Some(Cow::Borrowed(value));
    }
    let mut text = String::with_capacity(value.len());
    let value = value.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
    let mut rest = value.as_str();
    while let Some((before, reference)) = rest.split_once('&') {
        let (reference, behind) = reference.split_once(';')?;
        text.push_str(before);
        text.push(resolve(reference)?);
        rest = behind;
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_unknown_ones_dropped() {
        let mut xml = Xml::new("<w:t>a&amp;b&#x4E00;&who;c</w:t>");
        let mut text = String::new();
        loop {
            match xml.next().unwrap() {
                Token::Text(piece) => text.push_str(&piece),
                Token::Eof => break,
                _ => {}
            }
        }
        assert_eq!(text, "a&b一c");
    }

    #[test]
    fn skipping_gives_what_is_inside() {
        let mut xml = Xml::new("<tbl><b>一<b/><x><y/></x></b>二</tbl>");
        assert!(matches!(xml.next(), Ok(Token::Start(..))));
        assert!(matches!(xml.next(), Ok(Token::Start(Name::B, _))));
        assert_eq!(xml.skip().unwrap(), "一<b/><x><y/></x>");
        assert_eq!(xml.rest(), "二</tbl>");
    }

    /// A part as its tokens: `name(`, `)`, texts.
    fn outline(part: &str) -> Result<String, Error> {
        let mut xml = Xml::new(part);
        let mut outline = String::new();
        loop {
            match xml.next()? {
                Token::Start(name, _) => outline.push_str(&format!("{name:?}(")),
                Token::End(_) => outline.push(')'),
                Token::Text(text) => outline.push_str(&text),
                Token::Eof => return Ok(outline),
            }
        }
    }

    #[test]
    fn all_that_a_part_is_made_of() {
        let part = "<?xml version='1.0'?><!-- <w:t> --><w:p a='>' w:b = \"<'/>\" ><w:r\n/>一<w:t xml:space='preserve'>\
                    二&a & b<![CDATA[<w:t>&amp;]]></w:t ></w:p>\n";
        assert_eq!(outline(part).unwrap(), "P(R()一T(二&a & b<w:t>&amp;))\n");
        assert_eq!(outline("").unwrap(), "");
        assert_eq!(outline("<w:pPrChange/><w:other/><w:other>一<w:b/></w:other>").unwrap(), "Change()一B()");
        // Names that begin alike and are as long.
        assert_eq!(outline("<w:footnoteReferenca/><w:footnotePr/><w:footnotePt/>").unwrap(), "FootnotePr()");
    }

    #[test]
    fn tags_end_outside_of_values() {
        let pieces = ["a", "=", "\"", "'", ">", " ", "/", "w:val=\"12\"", ":"];
        // All rows of four pieces, before and behind what fills the bytes that are looked at together.
        for number in 0..pieces.len().pow(4) {
            let row: String = (0..4).map(|at| pieces[number / pieces.len().pow(at) % pieces.len()]).collect();
            for tag in [format!("{row}{:16}>", ""), format!("{:13}{row}{:16}>", "", "")] {
                assert_eq!(tag_end(tag.as_bytes()), tag_end_bytewise(tag.as_bytes()), "{tag}");
                assert_eq!(name_in(tag.as_bytes()), name_in_bytewise(tag.as_bytes()), "{tag}");
            }
        }
    }

    #[test]
    fn what_is_not_closed_is_malformed() {
        for part in [
            "<w:p>",
            "<w:p></w:r>",
            "</w:p>",
            "<w:p",
            "<w:p a='>",
            "<",
            "</",
            "<w:p></w:p",
            "<!-- ",
            "<!x>",
            "<?x>",
            "<![CDATA[x",
        ] {
            assert_eq!(outline(part).err().map(|error| error.code()), Some(ErrorCode::Malformed), "{part}");
        }
    }

    #[test]
    fn attributes_are_found_by_their_local_names() {
        let mut xml = Xml::new("<w:p w:val=' 7 ' lone w:a = \"1&lt;&#50;\t3\r\n4\" b='&who;' c=5 d='6'/>");
        let Ok(Token::Start(_, attributes)) = xml.next() else { panic!("a start") };
        assert_eq!(attributes.number::<u8>("val"), Some(7));
        assert_eq!(attributes.get("a").as_deref(), Some("1<2 3 4"));
        assert_eq!(attributes.get("b"), None);
        // What stands after a value without quotes is not looked at.
        assert_eq!((attributes.get("c"), attributes.get("d"), attributes.get("lone")), (None, None, None));
    }

    #[test]
    fn declarations_of_entities_are_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"&b;&b;\"><!ENTITY b \"ha\">]><x>&a;</x>";
        assert_eq!(Xml::new(bomb).next().err().unwrap().code(), ErrorCode::EntityExpansion);
    }
}
