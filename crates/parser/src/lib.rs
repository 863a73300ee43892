//! From normalised lines to the tree of a planning document: headings, paragraphs, boxes, tables, glossary.
//!
//! What enters is a [`gangyao_normaliser::Normalised`] text, what leaves is a [`Parsed`]: items in document order that
//! tile the text, and the problems met. Parsing never fails. Nothing here knows records, identifiers or JSON.

pub mod numbering;
pub mod table;
mod tree;

pub use tree::{
    BoxEntry, BoxItem, BoxPart, Furniture, FurnitureItem, Grid, GridCell, HeadingItem, HeadingType, Item,
    ParagraphItem, Parsed, TableItem, TermItem, TocItem,
};
