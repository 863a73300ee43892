//! The document's body to lines: paragraphs, tables, text boxes, notes.
//!
//! The parts are read token by token; what is open (paragraph, run, tables, fields) is kept in this state, so that nesting
//! costs no stack. Text boxes are set aside and read after the paragraph that they are anchored in.

mod flow;
mod table;

use super::numbering::Numbering;
use super::numeral;
use super::paragraph::{Look, Note, Paragraph};
use super::styles::{Format, Styles};
use super::xml::{Attributes, Name, Token, Xml};
use crate::Error;
use crate::lines::Lines;
use crate::symbol;
use gangyao_text::{FurnitureHint, LineEnd, LineLayout, is_han};
use std::borrow::Cow;
use std::collections::BTreeMap;
use table::{Cell, Table};

/// What a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The document itself.
    Body,
    /// Headers and footers.
    Furniture,
}

/// The texts of notes by id, and how their marks are printed.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) footnotes: BTreeMap<i64, Vec<String>>,
    pub(super) endnotes: BTreeMap<i64, Vec<String>>,
    pub(super) format: String,
}

/// Text boxes inside text boxes beyond this depth are read where they stand.
const BOXES: usize = 4;

/// A picture smaller than this in both directions is an icon. English Metric Units: 12,700 are a point.
const ICON: u64 = 12_700 * 36;

/// Where formatting elements belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Content,
    Paragraph,
    /// The formatting of the paragraph's end mark.
    Mark,
    Run,
    Borders,
    /// Tab stops, which have the name of tabs.
    Stops,
}

/// Reads parts and writes lines.
pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    notes: Notes,
    lines: Lines,
    role: Role,
    paragraph: Option<Paragraph>,
    /// Formatting of the paragraph's style, for its runs.
    base: Format,
    run: Format,
    inside: Inside,
    in_text: bool,
    /// Text boxes of the paragraph that just ended.
    boxes: Vec<String>,
    tables: Vec<Table>,
    /// A cell of a data table that has not begun.
    cell: Option<Cell>,
    frame: Option<u32>,
    /// The frames around the boxes and tables that are open.
    outer_frames: Vec<Option<u32>>,
    frames: u32,
    /// The frame of the bordered paragraph before.
    bordered: Option<u32>,
    /// The open fields, the innermost last.
    fields: Vec<Field>,
    in_code: bool,
    /// For each open alternative, whether one was taken.
    alternatives: Vec<bool>,
    picture: Option<Picture>,
    footnotes: u32,
    endnotes: Vec<Note>,
    /// Footnotes of a table, which stand after it.
    waiting: Vec<Note>,
}

/// A field whose end has not come.
#[derive(Clone, Copy, Debug, Default)]
struct Field {
    /// Its code is over, and its result has begun.
    is_result: bool,
    /// It makes a table of contents.
    contents: bool,
}

#[derive(Debug, Default)]
struct Picture {
    is_there: bool,
    extent: Option<(u64, u64)>,
    caption: String,
}

impl Body {
    pub(super) fn new(styles: Styles, numbering: Numbering, notes: Notes) -> Self {
        Self {
            styles,
            numbering,
            notes,
            lines: Lines::default(),
            role: Role::Body,
            paragraph: None,
            base: Format::default(),
            run: Format::default(),
            inside: Inside::Content,
            in_text: false,
            boxes: Vec::new(),
            tables: Vec::new(),
            cell: None,
            frame: None,
            outer_frames: Vec::new(),
            frames: 0,
            bordered: None,
            fields: Vec::new(),
            in_code: false,
            alternatives: Vec::new(),
            picture: None,
            footnotes: 0,
            endnotes: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Reads a part.
    pub(super) fn read(&mut self, part: &str, role: Role) -> Result<(), Error> {
        self.role = role;
        self.read_at(part, 0)
    }

    /// Writes the endnotes, which stand after the text.
    pub(super) fn end_notes(&mut self) {
        for note in std::mem::take(&mut self.endnotes) {
            self.note(&note);
        }
    }

    /// All lines.
    pub(super) fn finish(self) -> Lines {
        self.lines
    }

    /// Reads a part, or a text box that stands in `depth` others.
    fn read_at(&mut self, part: &str, depth: usize) -> Result<(), Error> {
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Token::Start(Name::TxbxContent, _) if depth < BOXES && self.paragraph.is_some() => {
                    let content = xml.skip()?.to_owned();
                    self.open_paragraph().boxes.push(content);
                }
                Token::Start(name, attributes) => self.start(name, &attributes, &mut xml)?,
                Token::End(name) => self.end(name, &mut xml)?,
                Token::Text(text) => self.text(&text),
                Token::Eof => break,
            }
            if !self.boxes.is_empty() {
                for content in std::mem::take(&mut self.boxes) {
                    self.text_box(&content, depth + 1)?;
                }
            }
        }
        self.end_paragraph();
        Ok(())
    }

    /// Reads a text box as a frame of its own.
    fn text_box(&mut self, content: &str, depth: usize) -> Result<(), Error> {
        let fields = std::mem::take(&mut self.fields);
        let alternatives = std::mem::take(&mut self.alternatives);
        let picture = self.picture.take();
        self.enter_frame();
        self.read_at(content, depth)?;
        self.leave_frame();
        (self.fields, self.alternatives, self.picture) = (fields, alternatives, picture);
        (self.inside, self.in_text) = (Inside::Content, false);
        Ok(())
    }

    fn start(&mut self, name: Name, attributes: &Attributes<'_>, xml: &mut Xml<'_>) -> Result<(), Error> {
        match name {
            Name::Change | Name::MoveFrom | Name::Rt | Name::SectPr => drop(xml.skip()?),
            Name::Del if self.inside == Inside::Mark => self.open_paragraph().goes_on = true,
            Name::Del => drop(xml.skip()?),
            Name::AlternateContent => self.alternatives.push(false),
            Name::Choice | Name::Fallback => match self.alternatives.last_mut() {
                Some(taken) if !*taken => *taken = true,
                _ => drop(xml.skip()?),
            },
            Name::P => self.start_paragraph(),
            Name::PPr => self.inside = Inside::Paragraph,
            Name::RPr if self.inside == Inside::Paragraph => self.inside = Inside::Mark,
            Name::RPr => self.inside = Inside::Run,
            Name::PBdr => self.inside = Inside::Borders,
            Name::Tabs => self.inside = Inside::Stops,
            Name::R => self.run = Format::default(),
            Name::T => self.in_text = true,
            Name::InstrText => self.in_code = true,
            Name::Tbl => self.start_table(xml.rest()),
            Name::Tr if self.tables.last() == Some(&Table::Data) => self.lines.begin_row(),
            Name::GridBefore if self.tables.last() == Some(&Table::Data) => {
                self.lines.skip_columns(attributes.number("val").unwrap_or(0));
            }
            Name::Tc if self.tables.last() == Some(&Table::Data) => self.cell = Some(Cell::default()),
            Name::GridSpan => {
                if let Some(cell) = &mut self.cell {
                    cell.columns = attributes.number("val").unwrap_or(1);
                }
            }
            Name::VMerge => {
                if let Some(cell) = &mut self.cell {
                    cell.goes_on = attributes.val().as_deref() != Some("restart");
                }
            }
            _ if self.inside == Inside::Content => self.content(name, attributes),
            _ => self.formatting(name, attributes),
        }
        Ok(())
    }

    fn end(&mut self, name: Name, xml: &mut Xml<'_>) -> Result<(), Error> {
        match name {
            Name::AlternateContent => drop(self.alternatives.pop()),
            Name::P => self.end_paragraph(),
            Name::PPr => {
                self.inside = Inside::Content;
                let style = self.paragraph.as_ref().and_then(|paragraph| paragraph.style.as_deref());
                self.base = self.styles.get(style);
            }
            Name::RPr if self.inside == Inside::Mark => self.inside = Inside::Paragraph,
            Name::RPr => self.inside = Inside::Content,
            Name::PBdr | Name::Tabs => self.inside = Inside::Paragraph,
            Name::T => self.in_text = false,
            Name::InstrText => self.in_code = false,
            Name::TcPr if self.cell.as_ref().is_some_and(|cell| cell.goes_on) => self.go_on_cell(xml)?,
            Name::TcPr => self.begin_cell(),
            Name::Tc => self.end_cell(),
            Name::Tbl => self.end_table(),
            Name::Drawing | Name::Pict | Name::Object => self.end_picture(),
            _ => {}
        }
        Ok(())
    }

    /// Elements of the paragraph's formatting or a run's.
    fn formatting(&mut self, name: Name, attributes: &Attributes<'_>) {
        match (self.inside, name) {
            (Inside::Run, Name::RStyle) => {
                let style = self.styles.of_run(&attributes.val().unwrap_or_default());
                self.run.inherit(&style);
            }
            (Inside::Run, _) => self.run.set(name, attributes),
            (Inside::Paragraph, Name::PStyle) => {
                self.open_paragraph().style = attributes.val().map(Cow::into_owned);
            }
            (Inside::Paragraph, _) => self.open_paragraph().format.set(name, attributes),
            (Inside::Borders, Name::Left | Name::Right | Name::Top | Name::Bottom) => {
                let line = !matches!(attributes.val().as_deref(), None | Some("nil" | "none"));
                self.open_paragraph().borders += u8::from(line);
            }
            _ => {}
        }
    }

    /// Elements that stand for text or pictures.
    fn content(&mut self, name: Name, attributes: &Attributes<'_>) {
        match name {
            Name::Tab | Name::Ptab => self.push("\t"),
            Name::Br | Name::Cr => self.push("\n"),
            Name::NoBreakHyphen => self.push("-"),
            Name::Sym => {
                let code = attributes.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = attributes.get("font").unwrap_or_default();
                if let Some(code) = code {
                    self.push(symbol::of_font(&font, code).encode_utf8(&mut [0; 4]));
                }
            }
            Name::FldChar => match attributes.get("fldCharType").as_deref() {
                Some("begin") => self.fields.push(Field::default()),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.is_result = true;
                    }
                }
                _ => drop(self.fields.pop()),
            },
            Name::FootnoteReference | Name::EndnoteReference => self.reference(name, attributes),
            Name::Drawing | Name::Pict | Name::Object => self.picture = Some(Picture::default()),
            Name::TextPath => self.word_art(attributes),
            _ => {
                let Some(picture) = &mut self.picture else { return };
                match name {
                    Name::Extent => picture.extent = attributes.number("cx").zip(attributes.number("cy")),
                    Name::DocPr => {
                        let caption = attributes.get("descr").or_else(|| attributes.get("title"));
                        picture.caption = caption.unwrap_or_default().into_owned();
                    }
                    Name::Blip | Name::ImageData | Name::Chart | Name::RelIds => picture.is_there = true,
                    _ => {}
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            let text = &*symbol::in_text(text);
            // A line end in the XML is a space in the document.
            match memchr::memchr3(b'\n', b'\r', b'\t', text.as_bytes()).is_some() {
                true => self.push(&text.replace(['\n', '\r', '\t'], " ")),
                false => self.push(text),
            }
        } else if self.in_code
            && let Some(field) = self.fields.last_mut()
        {
            // TOC \o "1-3" \h; the code may come in pieces, of which this is the first.
            field.contents |= text.trim_start().starts_with("TOC");
        }
    }

    /// Adds text that the reader of the document sees: none of a field's code, nothing hidden.
    fn push(&mut self, text: &str) {
        let hidden = self.run.hidden.or(self.base.hidden) == Some(true);
        if hidden || self.fields.iter().any(|field| !field.is_result) {
            return;
        }
        let look = Look {
            bold: self.run.bold.or(self.base.bold).unwrap_or(false),
            size: self.run.size.or(self.base.size).unwrap_or(0),
            raised: self.run.raised.or(self.base.raised).unwrap_or(false),
            face: self.run.face.or(self.base.face).unwrap_or_default(),
        };
        let contents = self.fields.iter().any(|field| field.contents);
        let paragraph = self.open_paragraph();
        paragraph.contents |= contents;
        paragraph.push(text, look);
    }

    fn reference(&mut self, name: Name, attributes: &Attributes<'_>) {
        let id = attributes.number("id").unwrap_or(0);
        let custom =
            attributes.get("customMarkFollows").is_some_and(|custom| custom != "0" && custom != "false");
        let is_footnote = name == Name::FootnoteReference;
        let texts = if is_footnote { &mut self.notes.footnotes } else { &mut self.notes.endnotes };
        // A note is printed once, however often the text refers to it.
        let Some(paragraphs) = texts.get_mut(&id).map(std::mem::take) else { return };
        let number = if is_footnote {
            self.footnotes += 1;
            numeral::format(self.footnotes, &self.notes.format)
        } else {
            numeral::format(self.endnotes.len() as u32 + 1, "lowerRoman")
        };
        let mark = match number.chars().all(|c| c.is_ascii_alphanumeric()) {
            _ if custom => String::new(),
            // Raised on paper; in plain text 5.2%1 would be another number.
            true => format!("[{number}]"),
            false => number,
        };
        let note = Note { mark: mark.clone(), paragraphs };
        let paragraph = self.open_paragraph();
        paragraph.push_citation(&mark);
        if is_footnote {
            paragraph.notes.push(note);
        } else {
            self.endnotes.push(note);
        }
    }

    /// Text along a path: in a header it is a watermark.
    fn word_art(&mut self, attributes: &Attributes<'_>) {
        let text = attributes.get("string").unwrap_or_default();
        if self.role == Role::Furniture {
            let layout = LineLayout { furniture: Some(FurnitureHint::Watermark), ..LineLayout::default() };
            self.lines.end(LineEnd::Paragraph);
            self.lines.push(&text.replace(['\n', '\r'], " "), &layout);
            self.lines.end(LineEnd::Paragraph);
        } else {
            self.push(&text.replace('\r', ""));
        }
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        let icon = picture.extent.is_some_and(|(width, height)| width < ICON && height < ICON);
        if picture.is_there && !icon && self.role == Role::Body {
            // Programs fill the description with file names; a caption is Chinese.
            let words: Vec<&str> = picture.caption.split_whitespace().collect();
            let caption = words.join(" ");
            let caption = if caption.contains(is_han) { caption } else { String::new() };
            self.open_paragraph().pictures.push(caption);
        }
    }

    fn open_paragraph(&mut self) -> &mut Paragraph {
        self.paragraph.get_or_insert_with(Paragraph::default)
    }
}
