//! Word documents in Office Open XML.
//!
//! A DOCX is a zip archive ([`package`]) of XML parts ([`xml`]). The body is read in one pass ([`body`]); paragraphs take
//! their formatting from named styles ([`styles`]) and their labels from automatic numbering ([`numbering`]), which is text
//! for the reader of the document though it stands nowhere in it. Tracked changes are taken as accepted. Macros are never
//! looked at.

mod body;
mod numbering;
mod numeral;
mod package;
mod paragraph;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use crate::{Error, ErrorCode, Options};
use body::{Body, Role};
use gangyao_text::{Format, Problem, Severity, Source};
use numbering::Numbering;
use package::{Package, Part, Relations};
use std::collections::{BTreeMap, BTreeSet};
use styles::Styles;
use xml::{Name, Token, Xml};

pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<Source, Error> {
    let mut package = Package::open(bytes, &options.limits)?;
    let main = main_part(&mut package)?;
    let relations = package.relations(&main)?;
    let Some(document) = package.part(&main)? else {
        return Err(Error::new(
            ErrorCode::MissingPart,
            format!("expected the part {main} but found none of that name"),
            "get the file again, or open it in Word or WPS, which repair it, and save it",
        ));
    };
    let mut part = |kind: &str| match relations.values().find(|(of, _)| of == kind) {
        Some((_, name)) => package.part(name),
        None => Ok(None),
    };
    let styles = part("styles")?.map_or(Ok(Styles::default()), |part| Styles::read(part.text()))?;
    let numbering =
        part("numbering")?.map_or(Ok(Numbering::default()), |part| Numbering::read(part.text()))?;
    let settings = part("settings")?;
    let notes = body::Notes {
        footnotes: part("footnotes")?.map_or(Ok(BTreeMap::new()), |part| notes(part.text()))?,
        endnotes: part("endnotes")?.map_or(Ok(BTreeMap::new()), |part| notes(part.text()))?,
        format: note_format(settings.as_ref().map_or("", Part::text))?,
    };
    let mut body = Body::new(styles, numbering, notes);
    furniture(&mut package, &relations, "header", &mut body)?;
    body.read(document.text(), Role::Body)?;
    body.end_notes();
    furniture(&mut package, &relations, "footer", &mut body)?;
    let mut source = body.finish().finish(Format::Docx, "UTF-8");
    source.metadata = metadata(&mut package, &source)?;
    if package.has("word/vbaProject.bin") {
        source.problems.push(Problem {
            code: "macros-ignored",
            severity: Severity::Warning,
            message: "the document holds macros".to_owned(),
            help: "nothing; macros are never run, and their text is not part of the document",
            at: Vec::new(),
        });
    }
    Ok(source)
}

fn main_part(package: &mut Package<'_>) -> Result<String, Error> {
    let relations = package.relations("")?;
    let found = relations.into_values().find(|(kind, _)| kind == "officeDocument");
    Ok(found.map_or_else(|| "word/document.xml".to_owned(), |(_, name)| name))
}

/// A document has three headers a section, most of them the same.
const FURNITURE: usize = 60;

/// Headers and footers: each different one once, before or after the text.
fn furniture(
    package: &mut Package<'_>,
    relations: &Relations,
    kind: &str,
    body: &mut Body,
) -> Result<(), Error> {
    let names: BTreeSet<&String> =
        relations.values().filter(|(of, _)| of == kind).map(|(_, name)| name).collect();
    let mut seen: Vec<Part> = Vec::new();
    for name in names.into_iter().take(FURNITURE) {
        if let Some(part) = package.part(name)?
            && !seen.contains(&part)
        {
            body.read(part.text(), Role::Furniture)?;
            seen.push(part);
        }
    }
    Ok(())
}

/// The paragraphs of each note by its id; the lines that separate notes from the text are none.
fn notes(part: &str) -> Result<BTreeMap<i64, Vec<String>>, Error> {
    let mut xml = Xml::new(part);
    let mut notes: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let (mut open, mut in_text) = (None, false);
    loop {
        match xml.next()? {
            Token::Start(Name::Footnote | Name::Endnote, attributes) => {
                let separator = attributes.get("type").is_some_and(|kind| kind != "normal");
                open = attributes.number::<i64>("id").filter(|_| !separator);
            }
            Token::Start(Name::Del | Name::MoveFrom | Name::Fallback | Name::Change, _) => drop(xml.skip()?),
            Token::Start(Name::P, _) => {
                if let Some(id) = open {
                    notes.entry(id).or_default().push(String::new());
                }
            }
            Token::Start(Name::T, _) => in_text = true,
            Token::End(Name::T) => in_text = false,
            Token::Text(text) if in_text => {
                if let Some(last) = open.and_then(|id| notes.get_mut(&id)).and_then(|note| note.last_mut()) {
                    last.push_str(&text.replace(['\n', '\r'], " "));
                }
            }
            Token::Eof => return Ok(notes),
            _ => {}
        }
    }
}

/// The number format of footnotes, when the document states one for all.
fn note_format(settings: &str) -> Result<String, Error> {
    let mut xml = Xml::new(settings);
    let mut in_notes = false;
    loop {
        match xml.next()? {
            Token::Start(Name::FootnotePr, _) => in_notes = true,
            Token::End(Name::FootnotePr) => in_notes = false,
            Token::Start(Name::NumFmt, attributes) if in_notes => {
                return Ok(attributes.val().unwrap_or_default().into_owned());
            }
            Token::Eof => return Ok("decimal".to_owned()),
            _ => {}
        }
    }
}

/// The title that the file gives itself, but only where the document begins with it: templates leave other titles behind.
fn metadata(package: &mut Package<'_>, source: &Source) -> Result<Vec<(String, String)>, Error> {
    let Some(core) = package.part("docProps/core.xml")? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(core.text());
    let (mut title, mut in_title) = (String::new(), false);
    loop {
        match xml.next()? {
            Token::Start(Name::Title, _) => in_title = true,
            Token::End(Name::Title) => in_title = false,
            Token::Text(text) if in_title => title.push_str(&text),
            Token::Eof => break,
            _ => {}
        }
    }
    let squash = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let beginning: String = source.text.chars().take(2000).collect();
    let title = title.trim();
    let is_known = title.chars().count() > 3 && squash(&beginning).contains(&squash(title));
    Ok(if is_known { vec![("title".to_owned(), title.to_owned())] } else { Vec::new() })
}
