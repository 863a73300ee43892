//! Scores records against what documents say.
//!
//! [`score`] takes the truth about one document (a gold file, or what a synthetic plan was made of) and the
//! whole-document JSON of this tool or any other, and gives a [`Report`]. The measures are those of
//! [`README.md`](../README.md). The crate knows nothing of how records are found.

pub mod baseline;
mod fintoc;
mod json;
pub mod measure;
mod quantities;
mod record;
mod score;
pub mod suite;
pub mod table;
pub mod text;

pub use json::report_json;
pub use measure::{Report, Row};
pub use score::score;
