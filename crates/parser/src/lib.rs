//! From normalised lines to the tree of a planning document: headings, paragraphs, boxes, tables, glossary.
//!
//! What enters is a [`gangyao_normaliser::Normalised`] text, what leaves is a [`Parsed`]: items in document order that
//! tile the text. Parsing never fails. Nothing here knows records, identifiers or JSON.
//!
//! The steps, each a module, in the order in which [`parse`] takes them:
//!
//! | step | question |
//! | --- | --- |
//! | `lines`, `print` | which lines are there, how wide, how far indented, what their print says |
//! | `furniture` | which are page numbers, running heads, watermarks |
//! | `wrapper` | which part of an article is the plan |
//! | `toc` | where is the table of contents, what are its entries |
//! | `front` | what stands before the body: title, cover, notice |
//! | `back` | what stands after it: signature, imprint, other articles |
//! | `endnotes` | which of the last lines are notes |
//! | `flow` | which lines carry content, what stands between them |
//! | `footnote` | which notes at the foot of a page explain a term |
//! | `glossary`, `boxes` | which stretches have an order of their own |
//! | `outline` | which of the other lines are headings, at which depth |
//! | `table_run`, `table`, `paragraph` | what is left: tables and paragraphs |
//! | `citation` | which raised marks lead to notes |
//! | `lead` | which paragraphs open with a topic sentence |
//! | `assemble` | all of it in document order |

mod assemble;
mod back;
mod boxes;
mod citation;
mod endnotes;
mod flow;
mod footnote;
mod front;
mod furniture;
mod glossary;
mod heading;
mod lead;
mod lines;
pub mod numbering;
mod outline;
mod paragraph;
mod print;
mod reference;
mod shape;
pub mod table;
mod table_run;
mod toc;
mod tree;
mod wrap;
mod wrapper;

pub use assemble::parse;
pub use tree::{
    BoxEntry, BoxItem, BoxPart, Furniture, FurnitureItem, Grid, GridCell, HeadingItem, HeadingType, Item,
    ParagraphItem, Parsed, TableItem, TermItem, TocItem,
};
