//! The records of `gangyao/1` as plain types: what a planning document says, with evidence.
//!
//! One place for field names, serde and JSON Schema. The types know nothing of files, formats or of how a record
//! was found. [`Conversion`] is a whole document; [`Record`] is one line of the JSONL.

mod document;
mod id;
mod indicator;
mod leaf;
mod record;
mod structure;
mod undertaking;
mod value;

pub use document::{Counts, Coverage, Document, Kind, Level, Period, Region, SourceInfo};
pub use id::{IdAllocator, document_id, record_id};
pub use indicator::{Column, Indicator, IndicatorValue, Nature, Role};
pub use leaf::is_blank;
pub use record::{Common, Conversion, Diagnostic, Furniture, FurnitureKind, Record, Severity, Span};
pub use structure::{BoxContent, BoxRecord, Cell, Heading, Marker, Match, Paragraph, Table, TocEntry};
pub use undertaking::{Component, Project, Term};
pub use value::{Bound, Change, Quantity, Stance, Value, ValueKind};

/// The name of the format, as `schema` says it in every whole-document file.
pub const SCHEMA: &str = "gangyao/1";
