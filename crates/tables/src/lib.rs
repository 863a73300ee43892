//! Records as rows of tables, and the table files that need no further library: CSV, data package, CSVW, panel.
//!
//! ```text
//! Conversion ──flatten──▶ Rows ──▶ CSV, Parquet, SQLite, Excel
//! ```
//!
//! What enters is one document's records and its place, what leaves is [`Rows`]: the cells of every table of
//! [`gangyao_definition::tables`], in order. Writers take them document by document, so that none has to hold more than
//! one. Nothing here knows how a record was found or where a file goes.

mod by_id;
mod csv;
mod csvw;
mod flatten;
mod numbers;
mod package;
mod panel;
mod rows;

pub use by_id::ById;
pub use csv::{Csv, Headers, write_line};
pub use csvw::csvw;
pub use flatten::flatten;
pub use numbers::{Number, Numbers};
pub use package::data_package;
pub use panel::{Panel, Remark};
pub use rows::{Cell, Cells, Row, Rows, TableRows, Texts};

/// Files that describe the CSV files beside them, and are no documents.
pub const DESCRIPTIONS: [&str; 2] = ["datapackage.json", "csv-metadata.json"];
