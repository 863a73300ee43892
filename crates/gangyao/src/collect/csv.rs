//! `csv/`: the tables as a data package.

use std::io;
use std::path::Path;

use gangyao_definition::Table;
use gangyao_tables::{Csv, TableRows, csvw, data_package};

use super::folder::Folder;
use super::{Collector, TableFile};
use crate::Error;
use crate::beside::Beside;

struct File {
    csv: Csv,
    out: Beside,
}

impl TableFile for File {
    fn add(&mut self, rows: &TableRows) -> io::Result<()> {
        self.csv.write_rows(rows, &mut self.out)
    }

    fn close(mut self: Box<Self>) -> io::Result<Beside> {
        self.out.close()?;
        Ok(self.out)
    }
}

/// Begins the file of a table.
pub(crate) fn begin(csv: Csv, table: &Table, mut out: Beside) -> io::Result<Box<dyn TableFile>> {
    csv.write_head(table, &mut out)?;
    Ok(Box::new(File { csv, out }))
}

/// Begins the files.
pub(super) fn open(csv: Csv, out: &Path) -> Result<Box<dyn Collector>, Error> {
    let folder = out.join("csv");
    let files = Folder::create(&folder, "csv", |table, out| begin(csv, table, out))?
        .with(&folder.join("datapackage.json"), &data_package(csv.headers))?
        .with(&folder.join("csv-metadata.json"), &csvw(csv.headers))?;
    Ok(Box::new(files))
}
