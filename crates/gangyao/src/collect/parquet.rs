//! `parquet/`: one file a table.

use std::io;
use std::path::Path;

use gangyao_parquet::ParquetTable;
use gangyao_tables::TableRows;

use super::Collector;
use super::folder::{Folder, TableFile};
use crate::Error;
use crate::beside::Beside;

impl TableFile for ParquetTable<Beside> {
    fn add(&mut self, rows: &TableRows) -> io::Result<()> {
        Self::add(self, rows)
    }

    fn close(self) -> io::Result<Beside> {
        let mut file = Self::close(self)?;
        file.close()?;
        Ok(file)
    }
}

/// Begins the files.
pub(super) fn open(out: &Path) -> Result<Box<dyn Collector>, Error> {
    Ok(Box::new(Folder::create(&out.join("parquet"), "parquet", ParquetTable::new)?))
}
