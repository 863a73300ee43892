//! Rows as Parquet: one file a table, compressed with zstd, with the schema of the definition also when it is empty.
//!
//! What enters is [`TableRows`], what leaves is bytes that depend on nothing else: row groups are cut by the bytes that their
//! rows come to. Cells are spelt and compressed when they come (`chunk`), so that in memory is one row group as the file is to
//! have it, nearly. Nothing here knows where the file goes.
//!
//! The library `parquet` writes heads and the schema. Its own writers of columns want all cells of a row group at hand, column
//! by column, and look at each cell several times: that took more than twice as long.

mod chunk;
mod dictionary;
mod encoding;
mod press;
mod schema;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chunk::Chunk;
use gangyao_definition::{Column, Table};
use gangyao_tables::TableRows;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
pub use press::Press;

/// A row group ends when what waits for its end takes so many bytes, as that of each table may at the same time. Memory that
/// is asked for costs more than the few bytes that larger groups would save.
const BYTES: usize = 4 * 1024 * 1024;

/// The file of one table.
pub struct ParquetTable<W: Write + Send> {
    table: &'static Table,
    writer: SerializedFileWriter<Output<W>>,
    /// What went wrong in writing.
    failed: Arc<OnceLock<io::ErrorKind>>,
    press: Arc<Mutex<Press>>,
    /// The row group that is being filled.
    chunks: Vec<Chunk>,
    rows: usize,
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a file. Tables that are filled by turns may share a press.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(table: &'static Table, press: Arc<Mutex<Press>>, out: W) -> io::Result<Self> {
        let pair = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
        let properties = WriterProperties::builder()
            .set_created_by("gangyao".to_owned())
            .set_key_value_metadata(Some(vec![
                pair("gangyao.table", table.name),
                pair("gangyao.title", table.zh),
                pair("gangyao.description", table.description),
            ]))
            .build();
        let failed = Arc::new(OnceLock::new());
        let out = Output { out, failed: Arc::clone(&failed) };
        let writer =
            SerializedFileWriter::new(out, schema::of(table), Arc::new(properties)).map_err(error)?;
        let chunks = table
            .columns
            .iter()
            .zip(writer.schema_descr().columns())
            .map(|(column, descr)| Chunk::new(column, Arc::clone(descr), !is_unlike(table, column)))
            .collect();
        Ok(Self { table, writer, failed, press, chunks, rows: 0 })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add(&mut self, rows: &TableRows) -> io::Result<()> {
        debug_assert_eq!(self.table.name, rows.table().name);
        // What a press holds between two pages is nothing that a panic could leave half done.
        let mut press = self.press.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = 0;
        for (chunk, cells) in self.chunks.iter_mut().zip(rows.columns()) {
            chunk.add(cells, rows.len(), &mut press)?;
            bytes += chunk.bytes();
        }
        drop(press);
        self.rows += rows.len();
        if bytes >= BYTES { self.row_group() } else { Ok(()) }
    }

    /// Writes what is left, and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn close(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.row_group()?;
        }
        let failed = Arc::clone(&self.failed);
        match self.writer.into_inner() {
            Ok(output) => Ok(output.out),
            // What goes wrong while the output is given back has lost its kind on the way.
            Err(other) => Err(failed.get().map_or_else(|| error(other), |&kind| kind.into())),
        }
    }

    fn row_group(&mut self) -> io::Result<()> {
        let mut press = self.press.lock().unwrap_or_else(PoisonError::into_inner);
        let mut group = self.writer.next_row_group().map_err(error)?;
        for chunk in &mut self.chunks {
            let (pages, close) = chunk.end(&mut press)?;
            group.append_column(&pages, close).map_err(error)?;
            chunk.clear();
        }
        group.close().map_err(error)?;
        self.rows = 0;
        Ok(())
    }
}

/// Whether hardly two rows say the same in a column: ids of records, and their sentences. To look for what is there already
/// would be in vain, and which of them comes first tells no reader anything.
fn is_unlike(table: &Table, column: &Column) -> bool {
    table.rows == "."
        && ["id", "text", "sentence", "definition", "description"].contains(&column.name.as_str())
}

/// The output, which remembers how it failed.
struct Output<W> {
    out: W,
    failed: Arc<OnceLock<io::ErrorKind>>,
}

impl<W> Output<W> {
    fn remember<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            let _ = self.failed.set(error.kind());
        })
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.out.write(bytes);
        self.remember(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.out.flush();
        self.remember(result)
    }
}

/// The library wraps the errors of the output; the kind of a full disk must come through.
fn error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
