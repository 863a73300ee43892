//! Records to files: one file a format, each written straight into an [`std::io::Write`].
//!
//! What enters is a [`Conversion`] and the source text, what leaves is bytes that depend on nothing else. Nothing here
//! knows how a record was found, or where the file goes.

mod line;
mod manifest;
mod number;
mod records;
mod schema;
mod serializer;

use std::io::{self, Write};

use gangyao_model::Conversion;

pub use manifest::{ManifestLine, Status, Written, WrittenFile, write_manifest_line};
pub use number::write_value;
pub use records::{Files, Lines, write_json, write_jsonl, write_records};
pub use schema::schema;

/// A file that a conversion can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// The whole document as one JSON value.
    Json,
    /// One record a line.
    Jsonl,
    /// The text that all offsets point into.
    Source,
}

impl Format {
    /// All formats, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Json, Self::Jsonl, Self::Source];

    /// What is put behind the input's whole name.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Json => ".json",
            Self::Jsonl => ".jsonl",
            Self::Source => ".source.txt",
        }
    }

    /// Writes this file of a conversion.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, conversion: &Conversion, source_text: &str, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Json => write_json(conversion, out),
            Self::Jsonl => write_jsonl(conversion, out),
            Self::Source => out.write_all(source_text.as_bytes()),
        }
    }
}
