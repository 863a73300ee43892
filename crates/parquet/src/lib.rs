//! Rows as Parquet: one file a table, compressed with zstd, with the schema of the definition also when it is empty.
//!
//! What enters is [`TableRows`], what leaves is bytes that depend on nothing else: row groups are cut by the number of
//! rows and the bytes of their texts. In memory is one row group. Nothing here knows where the file goes. The format is
//! written with the low-level writer, since the one that goes through Arrow takes four times as long to build.

mod schema;

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use gangyao_definition::{Column, Table};
use gangyao_tables::{Cells, TableRows};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};

/// A row group ends when it has so many rows …
const ROWS: usize = 128 * 1024;
/// … or so many bytes of text.
/// Memory that is asked for costs more than the few bytes that larger groups would save.
const BYTES: usize = 4 * 1024 * 1024;

/// The file of one table.
pub struct ParquetTable<W: Write + Send> {
    writer: SerializedFileWriter<Output<W>>,
    /// What went wrong in writing.
    failed: Arc<OnceLock<io::ErrorKind>>,
    /// The row group that is being filled.
    rows: TableRows,
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(table: &'static Table, out: W) -> io::Result<Self> {
        let pair = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
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
        Ok(Self { writer, failed, rows: TableRows::new(table) })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add(&mut self, rows: &TableRows) -> io::Result<()> {
        self.rows.extend(rows);
        if self.rows.len() >= ROWS || self.rows.text_bytes() >= BYTES { self.row_group() } else { Ok(()) }
    }

    /// Writes what is left, and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn close(mut self) -> io::Result<W> {
        if !self.rows.is_empty() {
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
        let mut group = self.writer.next_row_group().map_err(error)?;
        for (column, cells) in self.rows.table().columns.iter().zip(self.rows.columns()) {
            let mut writer =
                group.next_column().map_err(error)?.expect("the schema has a column for each cell");
            write_column(column, cells, &mut writer)?;
            writer.close().map_err(error)?;
        }
        group.close().map_err(error)?;
        self.rows.clear();
        Ok(())
    }
}

fn write_column(column: &Column, cells: &Cells, out: &mut SerializedColumnWriter<'_>) -> io::Result<()> {
    match cells {
        Cells::Text(texts) => {
            let (text, pieces) = texts.pieces();
            let text = Bytes::copy_from_slice(text.as_bytes());
            let texts = pieces.map(|piece| piece.map(|piece| ByteArray::from(text.slice(piece))));
            write::<ByteArrayType>(column, texts, out)
        }
        Cells::Integer(numbers) => write::<Int64Type>(column, numbers.iter().copied(), out),
        Cells::Number(numbers) => write::<DoubleType>(column, numbers.iter().copied(), out),
        Cells::Boolean(values) => write::<BoolType>(column, values.iter().copied(), out),
    }
}

/// Writes the cells that are there, and for a column that allows it which are not.
fn write<T: DataType>(
    column: &Column,
    cells: impl Iterator<Item = Option<T::T>>,
    out: &mut SerializedColumnWriter<'_>,
) -> io::Result<()> {
    let mut values = Vec::with_capacity(cells.size_hint().0);
    let mut levels = Vec::with_capacity(if column.nullable { cells.size_hint().0 } else { 0 });
    for cell in cells {
        if column.nullable {
            levels.push(i16::from(cell.is_some()));
        }
        values.extend(cell);
    }
    let levels = column.nullable.then_some(levels.as_slice());
    out.typed::<T>().write_batch(&values, levels, None).map_err(error)?;
    Ok(())
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
