//! `<input>.json`: one document, whole; and `<input>.jsonl`: the same records, one a line: the document, toc entries, all records
//! in document order, diagnostics.
//!
//! In JSON, too, one record stands on one line, so that `git diff` of two conversions shows the records that changed, `grep`
//! finds one, and the file is hardly larger than without line breaks. And a record is spelt alike in both, so that a run that
//! writes both, or further files made of these lines, spells it once.

use std::io::{self, Write};

use gangyao_model::Conversion;
use serde::Serialize;

use crate::line::{DiagnosticLine, DocumentLine, TocLine};
use crate::number::write_value;

/// Writes the whole document as one JSON value.
///
/// # Errors
/// Those of `out`.
pub fn write_json(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    write_records(conversion, Files { json: Some(out), ..Files::default() })
}

/// Writes one record a line.
///
/// # Errors
/// Those of `out`.
pub fn write_jsonl(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    write_records(conversion, Files { jsonl: Some(out), ..Files::default() })
}

/// What is given a line at a time, without its end.
pub type Lines<'o> = dyn FnMut(&[u8]) -> io::Result<()> + 'o;

/// Where the records of a document go. What takes them together takes them in the time of one.
#[derive(Default)]
pub struct Files<'o> {
    /// Takes what [`write_json`] writes.
    pub json: Option<&'o mut dyn Write>,
    /// Takes what [`write_jsonl`] writes.
    pub jsonl: Option<&'o mut dyn Write>,
    /// Is given each line of the same.
    pub lines: Option<&'o mut Lines<'o>>,
}

/// Spells each record once, for all files.
///
/// # Errors
/// Those of the files.
pub fn write_records(conversion: &Conversion, files: Files<'_>) -> io::Result<()> {
    Records { files, line: Vec::new() }.write(conversion)
}

struct Records<'o> {
    files: Files<'o>,
    /// The record being written.
    line: Vec<u8>,
}

impl Records<'_> {
    fn write(&mut self, conversion: &Conversion) -> io::Result<()> {
        self.between(b"{\n\"schema\":")?;
        if let Some(json) = &mut self.files.json {
            write_value(&conversion.schema, json)?;
        }
        self.between(b",\n\"document\":")?;
        self.record(b"", &DocumentLine::Document(&conversion.document))?;
        self.list("toc", conversion.toc.iter().map(TocLine::TocEntry))?;
        self.list("records", conversion.records.iter())?;
        self.list("diagnostics", conversion.diagnostics.iter().map(DiagnosticLine::Diagnostic))?;
        self.between(b"\n}\n")
    }

    fn list<T: Serialize>(
        &mut self,
        name: &str,
        records: impl ExactSizeIterator<Item = T>,
    ) -> io::Result<()> {
        self.between(format!(",\n\"{name}\":[").as_bytes())?;
        let empty = records.len() == 0;
        let mut separator: &[u8] = b"\n";
        for record in records {
            self.record(separator, &record)?;
            separator = b",\n";
        }
        self.between(if empty { b"]" } else { b"\n]" })
    }

    /// A record; `separator` is what stands before it in JSON.
    fn record(&mut self, separator: &[u8], record: &impl Serialize) -> io::Result<()> {
        self.line.clear();
        write_value(record, &mut self.line)?;
        if let Some(json) = &mut self.files.json {
            json.write_all(separator)?;
            json.write_all(&self.line)?;
        }
        if let Some(lines) = &mut self.files.lines {
            lines(&self.line)?;
        }
        if let Some(jsonl) = &mut self.files.jsonl {
            self.line.push(b'\n');
            jsonl.write_all(&self.line)?;
        }
        Ok(())
    }

    /// What stands between the records in JSON alone.
    fn between(&mut self, text: &[u8]) -> io::Result<()> {
        self.files.json.as_mut().map_or(Ok(()), |json| json.write_all(text))
    }
}
