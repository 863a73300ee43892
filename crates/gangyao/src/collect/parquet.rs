//! `parquet/`: one file a table.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use gangyao_definition::Table;
use gangyao_parquet::{ParquetTable, Press};
use gangyao_tables::TableRows;

use super::folder::Folder;
use super::{Collector, TableFile};
use crate::Error;
use crate::beside::{Beside, output_error};

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

/// Begins the file of a table that is to stand alone.
pub(crate) fn begin(table: &'static Table, out: Beside) -> io::Result<Box<dyn TableFile>> {
    Ok(Box::new(ParquetTable::new(table, press()?, out)?))
}

fn press() -> io::Result<Arc<Mutex<Press>>> {
    Ok(Arc::new(Mutex::new(Press::new()?)))
}

/// Begins the files.
pub(super) fn open(out: &Path) -> Result<Box<dyn Collector>, Error> {
    let folder = out.join("parquet");
    let press = press().map_err(|error| output_error(&folder, error))?;
    let begin = |table: &'static Table, out: Beside| -> io::Result<Box<dyn TableFile>> {
        Ok(Box::new(ParquetTable::new(table, Arc::clone(&press), out)?))
    };
    Ok(Box::new(Folder::create(&folder, "parquet", begin)?))
}
