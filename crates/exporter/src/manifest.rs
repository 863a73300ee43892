//! `manifest.jsonl`: one line an input of a run, in the order of the inputs.
//!
//! The only file of a run that is not the same every time, since it holds how long each document took.

use std::io::{self, Write};

use gangyao_model::Counts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number::write_value;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All its files were written.
    Ok,
    /// It could not be read, converted or written; none of its files was touched.
    Error,
    /// It lies in an input folder, but is no document.
    Skipped,
}

/// One input of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestLine {
    /// The input, as the command line leads to it.
    pub path: String,
    /// Its files below the output folder, without their suffixes; null where it has none.
    pub output: Option<String>,
    /// SHA-256 of its bytes, lower-case hex; null where they could not be read.
    pub sha256: Option<String>,
    /// What became of it.
    pub status: Status,
    /// Why it failed or was skipped: kebab-case and stable.
    pub code: Option<String>,
    /// The same in words.
    pub message: Option<String>,
    /// Records by type; null without records.
    pub counts: Option<Counts>,
    /// Wall-clock time that it took; null where it was skipped.
    pub milliseconds: Option<u64>,
    /// What was written; null where nothing was. A run that is resumed goes by it.
    #[serde(default)]
    pub written: Option<Written>,
}

/// The files of a document, and what made them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// A hash over the program and the options that decide what is written.
    pub by: String,
    /// The files.
    pub files: Vec<WrittenFile>,
}

/// A file of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WrittenFile {
    /// What is put behind the document's place.
    pub suffix: String,
    /// Its length.
    pub bytes: u64,
    /// The CRC-32 of its bytes, eight lower-case hex digits.
    pub crc32: String,
}

/// Writes one line.
///
/// # Errors
/// Those of `out`.
pub fn write_manifest_line(line: &ManifestLine, out: &mut impl Write) -> io::Result<()> {
    write_value(line, out)?;
    out.write_all(b"\n")
}
