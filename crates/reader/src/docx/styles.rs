//! Formatting that reading uses, and the named styles that hand it down.

use super::xml::{Attributes, Name, Token, Xml};
use crate::Error;
use crate::face::Face;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Formatting of a paragraph or a run; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Format {
    /// 0 is the outermost heading; 9 is body text.
    pub(super) outline: Option<u8>,
    pub(super) centred: Option<bool>,
    /// Twentieths of a point.
    pub(super) left: Option<i32>,
    /// Twentieths of a point.
    pub(super) first_line: Option<i32>,
    /// Hundredths of a character.
    pub(super) first_line_chars: Option<i32>,
    /// 0 switches numbering off.
    pub(super) list: Option<u32>,
    pub(super) level: Option<u8>,
    pub(super) bold: Option<bool>,
    /// Half points.
    pub(super) size: Option<u16>,
    pub(super) hidden: Option<bool>,
    /// It stands above the line.
    pub(super) raised: Option<bool>,
    /// The face of its Chinese text.
    pub(super) face: Option<Face>,
}

impl Format {
    /// Takes in one formatting element.
    pub(super) fn set(&mut self, name: Name, attributes: &Attributes<'_>) {
        match name {
            Name::OutlineLvl => self.outline = attributes.number("val"),
            Name::Jc => self.centred = Some(attributes.val().as_deref() == Some("center")),
            Name::Ind => {
                self.left = attributes.number("left").or_else(|| attributes.number("start")).or(self.left);
                let hanging = attributes.number("hanging").map(|hanging: i32| hanging.saturating_neg());
                self.first_line = attributes.number("firstLine").or(hanging).or(self.first_line);
                self.first_line_chars = attributes.number("firstLineChars").or(self.first_line_chars);
            }
            Name::NumId => self.list = attributes.number("val"),
            Name::Ilvl => self.level = attributes.number("val"),
            Name::B => self.bold = Some(attributes.is_on()),
            Name::Sz => self.size = attributes.number("val"),
            Name::Vanish => self.hidden = Some(attributes.is_on()),
            Name::VertAlign => self.raised = Some(attributes.val().as_deref() == Some("superscript")),
            Name::RFonts => {
                self.face = attributes.get("eastAsia").map(|name| Face::named(&name)).or(self.face)
            }
            _ => {}
        }
    }

    /// Fills what is not said from `base`.
    pub(super) fn inherit(&mut self, base: &Self) {
        self.outline = self.outline.or(base.outline);
        self.centred = self.centred.or(base.centred);
        self.left = self.left.or(base.left);
        self.first_line = self.first_line.or(base.first_line);
        self.first_line_chars = self.first_line_chars.or(base.first_line_chars);
        self.list = self.list.or(base.list);
        self.level = self.level.or(base.level);
        self.bold = self.bold.or(base.bold);
        self.size = self.size.or(base.size);
        self.hidden = self.hidden.or(base.hidden);
        self.raised = self.raised.or(base.raised);
        self.face = self.face.or(base.face);
    }
}

/// All styles by id, each with what it inherits.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Format>,
    /// The formatting of paragraphs that name no style.
    usual: Format,
    defaults: Format,
}

#[derive(Debug, Default)]
struct Raw {
    format: Format,
    based_on: Option<String>,
    heading: Option<u8>,
}

/// Styles that inherit through more steps than this form a circle.
const STEPS: usize = 32;

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(part: &str) -> Result<Self, Error> {
        let mut xml = Xml::new(part);
        let mut raw: BTreeMap<String, Raw> = BTreeMap::new();
        let (mut usual, mut defaults) = (None, Format::default());
        loop {
            match xml.next()? {
                Token::Start(Name::DocDefaults, _) => defaults = read_defaults(xml.skip()?)?,
                Token::Start(Name::Style, attributes) => {
                    let id = attributes.get("styleId").unwrap_or_default().into_owned();
                    let is_paragraph = attributes.get("type").as_deref() == Some("paragraph");
                    if is_paragraph
                        && matches!(attributes.get("default").as_deref(), Some("1" | "true" | "on"))
                    {
                        usual = Some(id.clone());
                    }
                    // Table styles format parts of tables under conditions; their content is none of the table's text.
                    if attributes.get("type").as_deref() == Some("table") {
                        xml.skip()?;
                        continue;
                    }
                    raw.insert(id, read_style(&mut xml)?);
                }
                Token::Eof => break,
                _ => {}
            }
        }
        let styles: BTreeMap<_, _> = raw.keys().map(|id| (id.clone(), resolve(&raw, id))).collect();
        let mut usual = usual.and_then(|id| styles.get(&id).copied()).unwrap_or_default();
        usual.inherit(&defaults);
        Ok(Self { styles, usual, defaults })
    }

    /// The formatting of a style: the usual one where `id` is `None`, the document's defaults where it is unknown.
    pub(super) fn get(&self, id: Option<&str>) -> Format {
        let Some(id) = id else { return self.usual };
        let mut format = self.styles.get(id).copied().unwrap_or_default();
        format.inherit(&self.defaults);
        format
    }

    /// The formatting that a character style itself asks for.
    pub(super) fn of_run(&self, id: &str) -> Format {
        self.styles.get(id).copied().unwrap_or_default()
    }

    /// The list of a numbering style.
    pub(super) fn list_of(&self, id: &str) -> Option<u32> {
        self.styles.get(id)?.list
    }
}

fn read_defaults(part: &str) -> Result<Format, Error> {
    let mut xml = Xml::new(part);
    let mut format = Format::default();
    loop {
        match xml.next()? {
            Token::Start(name, attributes) => format.set(name, &attributes),
            Token::Eof => return Ok(format),
            _ => {}
        }
    }
}

fn read_style(xml: &mut Xml<'_>) -> Result<Raw, Error> {
    let mut raw = Raw::default();
    let mut depth = 1u32;
    while depth > 0 {
        match xml.next()? {
            Token::Start(Name::Change, _) => drop(xml.skip()?),
            Token::Start(name, attributes) => {
                depth += 1;
                match name {
                    Name::BasedOn => raw.based_on = attributes.val().map(Cow::into_owned),
                    Name::Called => raw.heading = heading(&attributes.val().unwrap_or_default()),
                    name => raw.format.set(name, &attributes),
                }
            }
            Token::End(_) => depth -= 1,
            Token::Eof => break,
            Token::Text(_) => {}
        }
    }
    Ok(raw)
}

/// Word knows its heading styles by name, whatever the id (`1`, `a3`) says; not all of them state their level.
fn heading(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "))?;
    level.trim().parse::<u8>().ok()?.checked_sub(1).filter(|&level| level < 9)
}

fn resolve(raw: &BTreeMap<String, Raw>, id: &str) -> Format {
    let mut format = Format::default();
    let mut at = Some(id);
    for _ in 0..STEPS {
        let Some(style) = at.and_then(|id| raw.get(id)) else { break };
        let mut own = style.format;
        own.outline = own.outline.or(style.heading);
        format.inherit(&own);
        at = style.based_on.as_deref();
    }
    format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_and_headings_are_known_by_name() {
        let styles = Styles::read(
            r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="zhang"><w:name w:val="章"/><w:basedOn w:val="1"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>
            <w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style></w:styles>"#,
        )
        .unwrap();
        let zhang = styles.get(Some("zhang"));
        assert_eq!(
            (zhang.outline, zhang.centred, zhang.bold, zhang.size),
            (Some(0), Some(true), Some(false), Some(32))
        );
        assert_eq!(styles.get(None).size, Some(32));
        assert_eq!(styles.get(Some("x")).size, Some(21));
    }
}
