//! Rows as Parquet: one file a table, compressed with zstd, with the schema of the definition also when it is empty.
//!
//! What enters is [`TableRows`], what leaves is bytes that depend on nothing else: row groups are cut by the bytes that their
//! rows take. In memory is one row group. Nothing here knows where the file goes. The format is written with the low-level
//! writer, since the one that goes through Arrow takes four times as long to build.

mod schema;

use std::io::{self, Write};
use std::ops::Range;
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
use parquet::schema::types::ColumnPath;

/// A row group ends when it takes so many bytes in memory, as that of each table may at the same time. Memory that is asked
/// for costs more than the few bytes that larger groups would save.
const BYTES: usize = 4 * 1024 * 1024;

/// Cells that are handed to the library at a time.
const BATCH: usize = 1024;

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
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_write_batch_size(BATCH)
            .set_created_by("gangyao".to_owned());
        for column in table.columns.iter().filter(|column| is_unlike(table, column)) {
            let path = ColumnPath::from(column.name.as_str());
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_statistics_enabled(path, EnabledStatistics::None);
        }
        let properties = properties
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
        if self.rows.bytes() >= BYTES { self.row_group() } else { Ok(()) }
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

/// Whether hardly two rows say the same in a column: ids of records, and their sentences. To look for what is there already
/// would be in vain, and which of them comes first tells no reader anything.
fn is_unlike(table: &Table, column: &Column) -> bool {
    table.rows == "."
        && ["id", "text", "sentence", "definition", "description"].contains(&column.name.as_str())
}

fn write_column(column: &Column, cells: &Cells, out: &mut SerializedColumnWriter<'_>) -> io::Result<()> {
    match cells {
        Cells::Same(_) => unreachable!("the rows of many documents are gathered, and say it in each row"),
        Cells::Text(texts) => {
            let (text, mut pieces) = texts.pieces();
            // Copied batch by batch: a copy of all would ask for as much memory as the row group has, once a column.
            write::<ByteArrayType>(column, out, |cells| {
                let batch = pieces.by_ref().take(BATCH).collect::<Vec<_>>();
                let mut there = batch.iter().flatten();
                let (start, end) = match (there.next(), there.next_back()) {
                    (Some(first), last) => (first.start, last.unwrap_or(first).end),
                    (None, _) => (0, 0),
                };
                let text = Bytes::copy_from_slice(&text.as_bytes()[start..end]);
                let slice =
                    |piece: Range<usize>| ByteArray::from(text.slice(piece.start - start..piece.end - start));
                cells.extend(batch.into_iter().map(|piece| piece.map(slice)));
            })
        }
        Cells::Integer(numbers) => write::<Int64Type>(column, out, in_batches(numbers.iter())),
        Cells::Number(numbers) => write::<DoubleType>(column, out, in_batches(numbers.iter())),
        Cells::Boolean(values) => write::<BoolType>(column, out, in_batches(values.iter().copied())),
    }
}

/// Gives cells that are there already, a batch at a time.
fn in_batches<T>(mut cells: impl Iterator<Item = Option<T>>) -> impl FnMut(&mut Vec<Option<T>>) {
    move |batch| batch.extend(cells.by_ref().take(BATCH))
}

/// Writes the cells that are there, and for a column that allows it which are not. `next` adds those of the next batch.
fn write<T: DataType>(
    column: &Column,
    out: &mut SerializedColumnWriter<'_>,
    mut next: impl FnMut(&mut Vec<Option<T::T>>),
) -> io::Result<()> {
    let (mut cells, mut values, mut levels) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        next(&mut cells);
        if cells.is_empty() {
            return Ok(());
        }
        values.clear();
        levels.clear();
        for cell in cells.drain(..) {
            if column.nullable {
                levels.push(i16::from(cell.is_some()));
            }
            values.extend(cell);
        }
        let levels = column.nullable.then_some(levels.as_slice());
        out.typed::<T>().write_batch(&values, levels, None).map_err(error)?;
    }
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
