//! The XML of office files as tokens with known names.
//!
//! Namespaces are dropped: the local names that reading needs mean one thing in all of them. Document type declarations
//! are refused, since office files have none and entity expansion needs one.

use crate::{Error, ErrorCode};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// Declares the elements that reading tells apart, with their local names.
macro_rules! names {
    ($($name:ident $local:literal)*) => {
        /// An element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Name { Other, $($name),* }

        impl Name {
            fn of(qualified: &str) -> Self {
                let local = qualified.rsplit_once(':').map_or(qualified, |(_, local)| local);
                match local {
                    $($local => Self::$name,)*
                    // pPrChange and its like hold the formatting before a tracked change.
                    _ if local.ends_with("Change") => Self::Change,
                    _ => Self::Other,
                }
            }
        }
    };
}

names! {
    AbstractNum "abstractNum" AbstractNumId "abstractNumId" AlternateContent "AlternateContent" B "b" BasedOn "basedOn"
    Blip "blip" Br "br" Change "sectPrChange" Chart "chart" Choice "Choice" Cr "cr" Del "del" DocDefaults "docDefaults" DocPr "docPr"
    Drawing "drawing" Endnote "endnote" EndnoteReference "endnoteReference" Extent "extent" Fallback "Fallback"
    FldChar "fldChar" Footnote "footnote" FootnotePr "footnotePr" FootnoteReference "footnoteReference"
    EndnotePr "endnotePr" GridBefore "gridBefore" GridSpan "gridSpan" Ilvl "ilvl" ImageData "imagedata" InstrText "instrText" Ind "ind"
    IsLgl "isLgl" Jc "jc" Left "left" Lvl "lvl" LvlOverride "lvlOverride" LvlRestart "lvlRestart" LvlText "lvlText"
    MoveFrom "moveFrom" Called "name" NoBreakHyphen "noBreakHyphen" Num "num" NumFmt "numFmt" NumId "numId"
    NumPr "numPr" NumStyleLink "numStyleLink" Object "object" OutlineLvl "outlineLvl" P "p" PBdr "pBdr" PPr "pPr"
    PStyle "pStyle" Pict "pict" Ptab "ptab" R "r" RPr "rPr" RPrDefault "rPrDefault" RStyle "rStyle" RelIds "relIds"
    Relationship "Relationship" Right "right" Rt "rt" SectPr "sectPr" Start "start" StartOverride "startOverride"
    Style "style" Suff "suff" Sym "sym" Sz "sz" T "t" Tab "tab" Tabs "tabs" Tbl "tbl" Tc "tc" TcPr "tcPr" TextPath "textpath"
    Title "title" Top "top" Bottom "bottom" Tr "tr" TrPr "trPr" TxbxContent "txbxContent" VMerge "vMerge"
    Vanish "vanish"
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
    reader: Reader<&'a [u8]>,
    source: &'a str,
    /// Elements that are open.
    depth: u32,
}

impl<'a> Xml<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, source, depth: 0 }
    }

    /// The next token.
    ///
    /// # Errors
    /// `malformed` for what is no XML, `entity-expansion` for a document type declaration.
    pub(super) fn next(&mut self) -> Result<Token<'a>, Error> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|error| malformed(&format!("{error} at byte {}", self.reader.error_position())))?;
            return Ok(match event {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth = self.depth.saturating_add(1);
                    Token::Start(Name::of(start.name().into_inner()), Attributes(start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::End(Name::of(end.name().into_inner()))
                }
                Event::Text(text) => Token::Text(text.into_inner()),
                Event::CData(text) => Token::Text(text.into_inner()),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(c) => Token::Text(Cow::Owned(c.to_string())),
                    None => continue,
                },
                Event::DocType(_) => {
                    return Err(Error::new(
                        ErrorCode::EntityExpansion,
                        "expected a Word document but found one with a document type declaration",
                        "do not trust this file; no office program writes such declarations",
                    ));
                }
                Event::Eof if self.depth > 0 => return Err(malformed("a part that is cut off")),
                Event::Eof => Token::Eof,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Passes over the rest of the element that was entered last, and gives what is in it.
    pub(super) fn skip(&mut self) -> Result<&'a str, Error> {
        let start = self.position();
        let mut depth = 1u32;
        loop {
            let before = self.position();
            match self.next()? {
                Token::Start(..) => depth += 1,
                Token::End(_) => depth -= 1,
                Token::Eof => return Ok(&self.source[start..]),
                Token::Text(_) => {}
            }
            if depth == 0 {
                // The end of an empty element that was expanded takes no bytes.
                return Ok(self.source.get(start..before).unwrap_or_default());
            }
        }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        self.source.get(self.position()..).unwrap_or_default()
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

fn malformed(found: &str) -> Error {
    Error::new(
        ErrorCode::Malformed,
        format!("expected well-formed XML but found {found}"),
        "open the file in Word or WPS, which repair it, and save it again",
    )
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    Some(match reference.borrow().into_inner().as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The attributes of an element.
pub(super) struct Attributes<'a>(BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute with this local name.
    pub(super) fn get(&self, local: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let attribute = attributes.with_checks(false).flatten().find(|attribute| {
            let name = attribute.key.into_inner();
            name.rsplit_once(':').map_or(name, |(_, name)| name) == local
        })?;
        attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// `w:val`.
    pub(super) fn val(&self) -> Option<String> {
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

    #[test]
    fn declarations_of_entities_are_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"&b;&b;\"><!ENTITY b \"ha\">]><x>&a;</x>";
        assert_eq!(Xml::new(bomb).next().err().unwrap().code(), ErrorCode::EntityExpansion);
    }
}
