//! `<input>.jsonl`: the same records, one a line: the document, toc entries, all records in document order, diagnostics.

use std::io::{self, Write};

use gangyao_model::Conversion;
use serde::Serialize;

use crate::line::{DiagnosticLine, DocumentLine, TocLine};
use crate::number::write_value;

/// Writes one record a line.
///
/// # Errors
/// Those of `out`.
pub fn write_jsonl(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    lines([DocumentLine::Document(&conversion.document)], out)?;
    lines(conversion.toc.iter().map(TocLine::TocEntry), out)?;
    lines(&conversion.records, out)?;
    lines(conversion.diagnostics.iter().map(DiagnosticLine::Diagnostic), out)
}

fn lines<T: Serialize>(records: impl IntoIterator<Item = T>, out: &mut impl Write) -> io::Result<()> {
    for record in records {
        write_value(&record, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
