//! What changed from one document to another, record by record.
//!
//! What enters are two whole-document values as `<input>.json` holds them, what leaves is a [`Comparison`]: records that
//! were added, removed, changed, moved or renamed. Nothing here reads a file, and nothing knows how a record was found:
//! the values are plain JSON, so that the output of an older version of the program can be compared as well.
//!
//! 1. `view` lays the records of each document out as a tree.
//! 2. `matching` pairs them: by id, by what they say and where they hang, by concept, by their children, by similar text.
//! 3. `fields` compares the two records of a pair.
//! 4. `changes` tells the differences once; `causes` says of what only follows from another change from which.
//! 5. `render` writes them as text, Markdown or JSON.
//!
//! Where a record stands in the text is no difference: text above it that grew moves all offsets. White space is none
//! either, nor where pages break.
//!
//! ```
//! use serde_json::json;
//! let plan = |target: &str| {
//!     let indicator = json!({"type": "indicator", "id": format!("d-{target}"), "parent": "d-0", "name": "森林覆盖率",
//!         "values": [{"column": "2030年", "year": 2030, "role": "target", "value": {"raw": target, "kind": "number"}}]});
//!     json!({"schema": "gangyao/1", "document": {"type": "document", "id": "d-0"}, "toc": [],
//!         "records": [indicator], "diagnostics": []})
//! };
//! let comparison = gangyao_diff::compare(&plan("39.85"), &plan("40.2"))?;
//! assert_eq!(comparison.changes[0].headline(), "changed indicator 森林覆盖率, target 2030: 39.85 → 40.2");
//! # Ok::<(), gangyao_diff::Error>(())
//! ```

mod causes;
mod change;
mod changes;
mod error;
mod fields;
mod lists;
mod matching;
mod order;
pub mod render;
mod show;
mod similar;
mod tables;
mod values;
mod view;

pub use change::{Change, Comparison, Field, Kind, Place};
pub use error::{Error, Side};

use serde_json::Value;

/// The format that this crate compares.
pub const SCHEMA: &str = "gangyao/1";

/// Compares two documents.
///
/// # Errors
/// `not-a-document` where a value is no whole document as the program writes it, `schema-version` where it is one of
/// another version of the format. [`Error::side`] tells which of the two it is.
pub fn compare(old: &Value, new: &Value) -> Result<Comparison, Error> {
    let old = view::View::of(old).map_err(|error| error.at(Side::Old))?;
    let new = view::View::of(new).map_err(|error| error.at(Side::New))?;
    let pairs = matching::pair(&old, &new);
    Ok(changes::changes(&old, &new, &pairs))
}
