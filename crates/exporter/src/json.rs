//! `<input>.json`: one document, whole.
//!
//! One record stands on one line, so that `git diff` of two conversions shows the records that changed, `grep` finds
//! one, and the file is hardly larger than without line breaks.

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
    out.write_all(b"{\n\"schema\":")?;
    write_value(&conversion.schema, out)?;
    out.write_all(b",\n\"document\":")?;
    write_value(&DocumentLine::Document(&conversion.document), out)?;
    list("toc", conversion.toc.iter().map(TocLine::TocEntry), out)?;
    list("records", conversion.records.iter(), out)?;
    list("diagnostics", conversion.diagnostics.iter().map(DiagnosticLine::Diagnostic), out)?;
    out.write_all(b"\n}\n")
}

fn list<T: Serialize>(
    name: &str,
    records: impl ExactSizeIterator<Item = T>,
    out: &mut impl Write,
) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    let mut separator: &[u8] = b"\n";
    let empty = records.len() == 0;
    for record in records {
        out.write_all(separator)?;
        write_value(&record, out)?;
        separator = b",\n";
    }
    out.write_all(if empty { b"]" } else { b"\n]" })
}
