//! The XML of office files as tokens with known names.
//!
//! Namespaces are dropped: the local names that reading needs mean one thing in all of them. Document type declarations
//! are refused, since office files have none and entity expansion needs one.

use crate::{Error, ErrorCode};
use memchr::{memchr, memchr2, memchr3, memmem};
use std::borrow::Cow;

/// Declares the elements that reading tells apart, with their local names.
macro_rules! names {
    ($($name:ident $local:literal)*) => {
        /// An element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Name { Other, $($name),* }

        impl Name {
            fn of(qualified: &str) -> Self {
                // As bytes they are told apart byte by byte, without a comparison for each name.
                match local(qualified) {
                    $($local => Self::$name,)*
                    // pPrChange and its like hold the formatting before a tracked change.
                    local if local.ends_with(b"Change") => Self::Change,
                    _ => Self::Other,
                }
            }
        }
    };
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

/// A piece of a part.
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
    /// The elements that are open, with their names as they are written.
    open: Vec<(&'a str, Name)>,
    /// The element that was entered last is written as one tag, `<w:b/>`: it ends next.
    is_empty: bool,
}

impl<'a> Xml<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { source, at: 0, open: Vec::new(), is_empty: false }
    }

    /// The next token.
    ///
    /// # Errors
    /// `malformed` for what is no XML, `entity-expansion` for a document type declaration.
    pub(super) fn next(&mut self) -> Result<Token<'a>, Error> {
        if std::mem::take(&mut self.is_empty) {
            return Ok(Token::End(self.open.pop().map_or(Name::Other, |(_, name)| name)));
        }
        loop {
            let rest = self.rest();
            match rest.as_bytes() {
                [] if self.open.is_empty() => return Ok(Token::Eof),
                [] => return Err(malformed("a part that is cut off")),
                [b'<', b'/', ..] => return self.end(),
                [b'<', b'!' | b'?', ..] => {
                    if let Some(text) = self.declaration()? {
                        return Ok(Token::Text(Cow::Borrowed(text)));
                    }
                }
                [b'<', ..] => return self.start(),
                [b'&', ..] => {
                    if let Some(text) = self.reference() {
                        return Ok(Token::Text(text));
                    }
                }
                bytes => {
                    let end = memchr2(b'<', b'&', bytes).unwrap_or(bytes.len());
                    self.at += end;
                    return Ok(Token::Text(Cow::Borrowed(&rest[..end])));
                }
            }
        }
    }

    /// Passes over the rest of the element that was entered last, and gives what is in it.
    pub(super) fn skip(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        let outside = self.open.len().saturating_sub(1);
        loop {
            let before = self.at;
            // Only the end of an element makes fewer of them open; that of an empty one takes no bytes.
            if matches!(self.next()?, Token::Eof) || self.open.len() == outside {
                return Ok(&self.source[start..before]);
            }
        }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn start(&mut self) -> Result<Token<'a>, Error> {
        let tag = &self.rest()[1..];
        let ends_name = |byte: u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
        let name_end = tag.bytes().position(ends_name).unwrap_or(tag.len());
        let end = name_end + self.closed(&tag.as_bytes()[name_end..])?;
        let attributes = tag[name_end..end].strip_suffix('/');
        self.is_empty = attributes.is_some();
        self.at += 1 + end + 1;
        let name = Name::of(&tag[..name_end]);
        self.open.push((&tag[..name_end], name));
        Ok(Token::Start(name, Attributes(attributes.unwrap_or(&tag[name_end..end]))))
    }

    fn end(&mut self) -> Result<Token<'a>, Error> {
        let tag = &self.rest()[2..];
        let end = self.closed(tag.as_bytes())?;
        let written = tag[..end].trim_ascii_end();
        match self.open.pop() {
            Some((open, name)) if open == written => {
                self.at += 2 + end + 1;
                Ok(Token::End(name))
            }
            _ => Err(malformed(&format!("the end of another element at byte {}", self.at))),
        }
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

/// Where a tag ends: at the first `>` that stands in no attribute's value. Tags are short, so that to look at one byte after
/// the other takes less than to look at many at once.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += tag[at..].iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        if tag[at] == b'>' {
            return Some(at);
        }
        let quote = tag[at];
        at += 1 + tag[at + 1..].iter().position(|&byte| byte == quote)? + 1;
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
            let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or(name);
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
        let mut xml = Xml::new("<a><b>一<b/></b>二</a>");
        assert!(matches!(xml.next(), Ok(Token::Start(..))));
        assert!(matches!(xml.next(), Ok(Token::Start(Name::B, _))));
        assert_eq!(xml.skip().unwrap(), "一<b/>");
        assert_eq!(xml.rest(), "二</a>");
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
        assert_eq!(outline("<w:pPrChange/><w:other/>").unwrap(), "Change()Other()");
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
        let mut xml = Xml::new("<w:x w:val=' 7 ' lone w:a = \"1&lt;&#50;\t3\r\n4\" b='&who;' c=5 d='6'/>");
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
