//! The parsed document. Every non-space character of the text lies in exactly one item.

use gangyao_normaliser::Joined;
use gangyao_text::NormRange;

use crate::numbering::Marker;

/// A parsed document: items in document order.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The items; headings carry their depth, boxes hold their parts.
    pub items: Vec<Item>,
    /// The document's own title as printed on the cover or above the text, where one was found.
    pub title: Option<Joined>,
}

/// One item of the document.
#[derive(Clone, Debug)]
pub enum Item {
    /// Text that is not content.
    Furniture(FurnitureItem),
    /// A line of the table of contents.
    Toc(TocItem),
    /// A heading of the body.
    Heading(HeadingItem),
    /// A paragraph.
    Paragraph(ParagraphItem),
    /// A box (专栏) with all that it holds.
    Box(BoxItem),
    /// A table outside a box.
    Table(TableItem),
    /// A glossary entry.
    Term(TermItem),
}

/// What a piece of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Furniture {
    /// — 12 —
    PageNumber,
    /// Header or footer of every page.
    RunningHead,
    /// A watermark.
    Watermark,
    /// Menus, share buttons.
    SiteMenu,
    /// Other text around the document.
    Unrelated,
    /// The notice that issues the plan.
    Notice,
    /// The cover, and the title where it is printed again.
    Cover,
    /// The head of the table of contents.
    TocHead,
    /// （此页无正文）.
    BlankMark,
    /// `[1]`.
    CitationMark,
    /// A note at the foot of its page.
    Footnote,
    /// Marks of a text dump alone on their line: `>`, `---`, the rules of a drawn table.
    Markup,
    /// Date and signature.
    Signature,
    /// Characters that could not be read.
    Garbled,
}

/// A piece of furniture.
#[derive(Clone, Debug)]
pub struct FurnitureItem {
    /// What it is.
    pub kind: Furniture,
    /// Its text.
    pub text: Joined,
}

/// A line of the table of contents.
#[derive(Clone, Debug)]
pub struct TocItem {
    /// 第一章, as printed.
    pub label: Option<Joined>,
    /// The label's number.
    pub number: Option<u32>,
    /// Style of the number.
    pub marker: Marker,
    /// Title without dots and page label.
    pub title: Joined,
    /// The page, as printed.
    pub page_label: Option<String>,
    /// The whole entry.
    pub at: Vec<NormRange>,
}

/// The type that the contract gives a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingType {
    /// 篇, 编.
    Part,
    /// 章, or the outermost numbered level without 章.
    Chapter,
    /// 节, or the level under the chapter without 节.
    Section,
    /// Everything below.
    Subsection,
}

/// A heading of the body.
#[derive(Clone, Debug)]
pub struct HeadingItem {
    /// Its type.
    pub heading_type: HeadingType,
    /// As printed; `None` for an unnumbered heading.
    pub label: Option<Joined>,
    /// The label's last number.
    pub number: Option<u32>,
    /// Style of the number.
    pub marker: Marker,
    /// Title without label and trailing punctuation.
    pub title: Joined,
    /// 1 for the outermost headings.
    pub depth: u8,
    /// The title begins a paragraph, which follows as the next item.
    pub run_in: bool,
    /// The heading's own text, label and trailing punctuation included.
    pub at: Vec<NormRange>,
}

/// A paragraph.
#[derive(Clone, Debug)]
pub struct ParagraphItem {
    /// Its text without the bullet.
    pub text: Joined,
    /// Length in bytes of the opening topic sentence, without its 。
    pub lead: Option<usize>,
    /// —— and the like.
    pub bullet: Option<String>,
    /// The whole paragraph, bullet included.
    pub at: Vec<NormRange>,
}

/// A box.
#[derive(Clone, Debug)]
pub struct BoxItem {
    /// The number in its label.
    pub number: Option<u32>,
    /// 专栏 1, as printed.
    pub label: Option<Joined>,
    /// Its title.
    pub title: Joined,
    /// Label and title; also where they are printed again after a page break.
    pub at: Vec<NormRange>,
    /// What it holds, in order.
    pub parts: Vec<BoxPart>,
    /// The box is a picture: nothing of it can be read.
    pub picture: bool,
}

/// A part of a box.
#[derive(Clone, Debug)]
pub enum BoxPart {
    /// An item with a number, a bullet, or a run-in name.
    Entry(BoxEntry),
    /// A paragraph that belongs to no item (an introduction, a note).
    Paragraph(ParagraphItem),
    /// A table.
    Table(TableItem),
}

/// An item of a box.
#[derive(Clone, Debug)]
pub struct BoxEntry {
    /// Its number.
    pub number: Option<u32>,
    /// 1., （1）, 01, ●, as printed.
    pub label: Option<String>,
    /// Its text without the label, one `Joined` a paragraph. The first begins with the item's name: either
    /// 名称：描述, or the name alone on its line, followed by paragraphs that describe it.
    pub paragraphs: Vec<Joined>,
    /// Bytes of the first paragraph that a space shows to be the name (铁路　建成东环铁路，……): the text has lost the space.
    pub spaced_name: Option<usize>,
    /// The whole item, label included.
    pub at: Vec<NormRange>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct TableItem {
    /// Caption above it (not a box's title).
    pub caption: Option<Joined>,
    /// The cells.
    pub grid: Grid,
    /// Notes under it.
    pub notes: Vec<Joined>,
    /// The whole table: caption, cells, notes.
    pub at: Vec<NormRange>,
}

/// Cells in rows and columns.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Number of columns.
    pub columns: u32,
    /// Number of rows.
    pub rows: u32,
    /// Rows at the top that name the columns.
    pub head_rows: u32,
    /// The cells in reading order. A place that no cell covers is an empty cell.
    pub cells: Vec<GridCell>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct GridCell {
    /// Its text, empty for an empty cell.
    pub text: Joined,
    /// 0-based row of its top left corner.
    pub row: u32,
    /// 0-based column of its top left corner.
    pub col: u32,
    /// Rows that it covers.
    pub row_span: u32,
    /// Columns that it covers.
    pub col_span: u32,
}

/// A glossary entry.
#[derive(Clone, Debug)]
pub struct TermItem {
    /// Its number.
    pub number: Option<u32>,
    /// The term without quotes around it and colon.
    pub term: Joined,
    /// The whole definition.
    pub definition: Joined,
    /// The whole entry.
    pub at: Vec<NormRange>,
}
