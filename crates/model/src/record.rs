//! What all records share, and the record as a sum of its types.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{BoxRecord, Document, Heading, Indicator, Paragraph, Project, Quantity, Table, Term, TocEntry};

/// A stretch of the source text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First code point, 0-based, in `<input>.source.txt`.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// 1-based physical page; null where the format has none.
    pub page: Option<u32>,
    /// `[x0, y0, x1, y1]` in PDF points, origin at the top left; only for PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f32; 4]>,
    /// The text was read from a picture by character recognition.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ocr: bool,
}

/// The fields that every record has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Common {
    /// `<doc>-<12 hex digits>`, unique in the document and stable from run to run and version to version.
    pub id: String,
    /// Document id: 12 hex digits of a hash over the normalised title.
    pub doc: Arc<str>,
    /// 0-based place in document order.
    pub seq: u32,
    /// Id of the enclosing record.
    pub parent: Option<Arc<str>>,
    /// Labels and titles of the enclosing headings, outermost first.
    pub path: Arc<[String]>,
    /// Where the record stands in the source.
    pub evidence: Vec<Span>,
}

/// One record; `type` tells which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    /// The document itself.
    Document(Box<Document>),
    /// A line of the table of contents.
    TocEntry(TocEntry),
    /// 篇, 编.
    Part(Heading),
    /// 章, or the outermost numbered level of a document without 章.
    Chapter(Heading),
    /// 节, or the numbered level under the chapter of a document without 节.
    Section(Heading),
    /// Every numbered level below.
    Subsection(Heading),
    /// A paragraph of the body or of a box.
    Paragraph(Paragraph),
    /// 专栏.
    Box(BoxRecord),
    /// A table.
    Table(Table),
    /// A named undertaking of a project box or list.
    Project(Box<Project>),
    /// One row of an indicator table.
    Indicator(Box<Indicator>),
    /// A number that the prose states about something.
    Quantity(Box<Quantity>),
    /// An entry of the glossary.
    Term(Term),
    /// Text that is not content: page numbers, running heads, menus.
    Furniture(Furniture),
    /// Something odd.
    Diagnostic(Diagnostic),
}

impl Record {
    /// The fields that every record has.
    #[must_use]
    pub fn common(&self) -> &Common {
        match self {
            Self::Document(r) => &r.common,
            Self::TocEntry(r) => &r.common,
            Self::Part(r) | Self::Chapter(r) | Self::Section(r) | Self::Subsection(r) => &r.common,
            Self::Paragraph(r) => &r.common,
            Self::Box(r) => &r.common,
            Self::Table(r) => &r.common,
            Self::Project(r) => &r.common,
            Self::Indicator(r) => &r.common,
            Self::Quantity(r) => &r.common,
            Self::Term(r) => &r.common,
            Self::Furniture(r) => &r.common,
            Self::Diagnostic(r) => &r.common,
        }
    }

    /// The value of `type`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::TocEntry(_) => "toc_entry",
            Self::Part(_) => "part",
            Self::Chapter(_) => "chapter",
            Self::Section(_) => "section",
            Self::Subsection(_) => "subsection",
            Self::Paragraph(_) => "paragraph",
            Self::Box(_) => "box",
            Self::Table(_) => "table",
            Self::Project(_) => "project",
            Self::Indicator(_) => "indicator",
            Self::Quantity(_) => "quantity",
            Self::Term(_) => "term",
            Self::Furniture(_) => "furniture",
            Self::Diagnostic(_) => "diagnostic",
        }
    }
}

/// What a piece of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FurnitureKind {
    /// — 12 —
    PageNumber,
    /// Header or footer of every page.
    RunningHead,
    /// A watermark.
    Watermark,
    /// Menus, share buttons, copyright lines of a web site.
    SiteMenu,
    /// Other text around the document: news, an encyclopedia's introduction, related links.
    Unrelated,
    /// The notice that issues the plan.
    Notice,
    /// The cover and the title where it is printed again.
    Cover,
    /// The head of the table of contents.
    TocHead,
    /// （此页无正文）.
    BlankMark,
    /// `[1]`, a raised note mark.
    CitationMark,
    /// A note at the foot of its page, which a paragraph may go on behind.
    Footnote,
    /// Marks of a text dump alone on their line: `>`, `---`, the rules of a table drawn in characters.
    Markup,
    /// Date and signature of the issuer.
    Signature,
    /// A page in characters that could not be read.
    Garbled,
    /// The caption of a photograph.
    Picture,
}

impl FurnitureKind {
    /// The value of `kind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PageNumber => "page_number",
            Self::RunningHead => "running_head",
            Self::Watermark => "watermark",
            Self::SiteMenu => "site_menu",
            Self::Unrelated => "unrelated",
            Self::Notice => "notice",
            Self::Cover => "cover",
            Self::TocHead => "toc_head",
            Self::BlankMark => "blank_mark",
            Self::CitationMark => "citation_mark",
            Self::Footnote => "footnote",
            Self::Markup => "markup",
            Self::Signature => "signature",
            Self::Garbled => "garbled",
            Self::Picture => "picture",
        }
    }
}

/// Text that is not content; labelled, never dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Furniture {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// What it is.
    pub kind: FurnitureKind,
    /// Its text.
    pub text: String,
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Records are missing or wrong.
    Error,
    /// A reader of the records should look.
    Warning,
    /// Worth knowing.
    Info,
}

/// Something odd in the document or in what could be read of it; `docs/diagnostics.md` explains every code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Kebab-case and stable.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is odd, with the words of the document.
    pub message: String,
    /// What a reader can do about it.
    pub help: String,
}

/// A whole document as records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conversion {
    /// Always [`crate::SCHEMA`].
    pub schema: String,
    /// The document record, without `type`.
    pub document: Document,
    /// The table of contents, in order.
    pub toc: Vec<TocEntry>,
    /// All other records in document order.
    pub records: Vec<Record>,
    /// What is odd.
    pub diagnostics: Vec<Diagnostic>,
}
