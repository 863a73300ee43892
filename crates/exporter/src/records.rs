//! `<input>.json`: one document, whole; and `<input>.jsonl`: the same records, one a line: the document, toc entries, all records
//! in document order, diagnostics.
//!
//! In JSON, too, one record stands on one line, so that `git diff` of two conversions shows the records that changed, `grep`
//! finds one, and the file is hardly larger than without line breaks. And a record is spelt alike in both, so that a run that
//! writes both spells it once.

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
    Files { json: Some(out), jsonl: None, line: Vec::new() }.write(conversion)
}

/// Writes one record a line.
///
/// # Errors
/// Those of `out`.
pub fn write_jsonl(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    Files { json: None, jsonl: Some(out), line: Vec::new() }.write(conversion)
}

/// Writes what [`write_json`] and [`write_jsonl`] write, in half of the time.
///
/// # Errors
/// Those of `json` and `jsonl`.
pub fn write_both(conversion: &Conversion, json: &mut impl Write, jsonl: &mut impl Write) -> io::Result<()> {
    Files { json: Some(json), jsonl: Some(jsonl), line: Vec::new() }.write(conversion)
}

/// Where the records go.
struct Files<'o> {
    json: Option<&'o mut dyn Write>,
    jsonl: Option<&'o mut dyn Write>,
    /// The record being written.
    line: Vec<u8>,
}

impl Files<'_> {
    fn write(&mut self, conversion: &Conversion) -> io::Result<()> {
        self.between(b"{\n\"schema\":")?;
        if let Some(json) = &mut self.json {
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
        if let Some(json) = &mut self.json {
            json.write_all(separator)?;
            json.write_all(&self.line)?;
        }
        if let Some(jsonl) = &mut self.jsonl {
            self.line.push(b'\n');
            jsonl.write_all(&self.line)?;
        }
        Ok(())
    }

    /// What stands between the records in JSON alone.
    fn between(&mut self, text: &[u8]) -> io::Result<()> {
        self.json.as_mut().map_or(Ok(()), |json| json.write_all(text))
    }
}
