//! Records of the document's structure: contents, headings, paragraphs, boxes, tables.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Common, Span};

/// Whether a toc entry and its heading say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// Same label and title.
    Exact,
    /// Same place, another title.
    Differs,
    /// No such heading in the body.
    Missing,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TocEntry {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// 第一章, as printed.
    pub label: Option<String>,
    /// Title, without dots and page label.
    pub title: String,
    /// Page as printed.
    pub page_label: Option<String>,
    /// Id of the heading (or box) that it names.
    pub heading: Option<Arc<str>>,
    /// Whether the two say the same.
    #[serde(rename = "match")]
    pub matched: Match,
}

/// The style of a heading's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// 第一篇, 第一编, 第一部分.
    Pian,
    /// 第一章.
    Zhang,
    /// 第一节.
    Jie,
    /// 一、
    CnDun,
    /// （一）
    CnParen,
    /// 1.
    ArabicDot,
    /// 1、
    ArabicDun,
    /// （1）
    ArabicParen,
    /// 1.1
    Decimal,
    /// No number.
    None,
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Heading {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// As printed: 第三章, 一、, （二）, 1.1; null for an unnumbered heading.
    pub label: Option<String>,
    /// The label's last number.
    pub number: Option<u32>,
    /// Style of the number.
    pub marker: Marker,
    /// Title without label, line breaks and trailing punctuation.
    pub title: String,
    /// 1 for the outermost headings of this document.
    pub depth: u8,
    /// The title is the start of a paragraph.
    pub run_in: bool,
    /// The title in the table of contents, where it says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toc_title: Option<String>,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Paragraph {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Whole text, joined over line and page breaks.
    pub text: String,
    /// Opening topic sentence used as an unnumbered run-in heading, without its 。
    pub lead: Option<String>,
    /// —— and the like; no part of `text`.
    pub bullet: Option<String>,
}

/// What a box holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoxContent {
    /// An indicator table.
    Indicators,
    /// Named undertakings to be carried out.
    Projects,
    /// Fields, areas, explanations.
    Text,
    /// A picture.
    Unreadable,
}

/// A box (专栏). Its items follow as records whose parent it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BoxRecord {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// The number in its label.
    pub number: Option<u32>,
    /// 专栏 1, as printed.
    pub label: Option<String>,
    /// Title.
    pub title: String,
    /// What it holds.
    pub content: BoxContent,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Its text; empty for an empty cell.
    pub text: String,
    /// Rows that it covers.
    pub row_span: u32,
    /// Columns that it covers.
    pub col_span: u32,
    /// Where it stands; empty for an empty cell.
    pub evidence: Vec<Span>,
}

/// A table, also over several pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Caption above it; null where there is none.
    pub caption: Option<String>,
    /// Names of the columns; spanning heads joined with a slash.
    pub columns: Vec<String>,
    /// Rows of the head; a cell that covers several rows stands in the first of them.
    pub head: Vec<Vec<Cell>>,
    /// Rows without the head; a cell that covers several rows stands in the first of them.
    pub rows: Vec<Vec<Cell>>,
    /// Notes under it.
    pub notes: Vec<String>,
}
