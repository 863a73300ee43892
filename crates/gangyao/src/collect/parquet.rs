//! `parquet/`: one file a table.

use std::io;
use std::path::Path;

use gangyao_definition::Table;
use gangyao_parquet::ParquetTable;
use gangyao_tables::TableRows;

use super::folder::Folder;
use super::{Collector, TableFile};
use crate::Error;
use crate::beside::Beside;

impl TableFile for ParquetTable<Beside> {
    fn add(&mut self, rows: &TableRows) -> io::Result<()> {
        Self::add(self, rows)
    }

    fn close(self: Box<Self>) -> io::Result<Beside> {
        let mut file = Self::close(*self)?;
        file.close()?;
        Ok(file)
    }
}

/// Begins the file of a table.
pub(crate) fn begin(table: &'static Table, out: Beside) -> io::Result<Box<dyn TableFile>> {
    Ok(Box::new(ParquetTable::new(table, out)?))
}

/// Begins the files.
pub(super) fn open(out: &Path) -> Result<Box<dyn Collector>, Error> {
    Ok(Box::new(Folder::create(&out.join("parquet"), "parquet", begin)?))
}
