//! Files over all documents of a run: tables, databases, workbooks.
//!
//! A [`Collection`] names what to make; `Collector`s take the rows of the documents one by one, in the order of their places
//! below the output folder, so that neither the order of the inputs nor the number of threads shows in their files. Only
//! this module knows where such files stand; how they are spelt is the business of `gangyao-tables` and its neighbours.

mod csv;
mod folder;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::io;
use std::path::Path;
use std::sync::Arc;

use gangyao_definition::Table;
#[cfg(feature = "xlsx")]
use gangyao_tables::Headers;
use gangyao_tables::{Csv, Rows, TableRows};

use crate::Error;
use crate::beside::Beside;

/// A set of files over all documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Collection {
    /// `csv/<table>.csv`, with `datapackage.json` and `csv-metadata.json` beside them.
    Csv(Csv),
    /// `parquet/<table>.parquet`.
    #[cfg(feature = "parquet")]
    Parquet,
    /// `gangyao.sqlite`; one that is there is added to.
    #[cfg(feature = "sqlite")]
    Sqlite,
    /// `gangyao.xlsx`.
    #[cfg(feature = "xlsx")]
    Xlsx(Headers),
}

/// Writes the file of one table.
pub(crate) trait TableFile: Send {
    /// Adds rows.
    fn add(&mut self, rows: &TableRows) -> io::Result<()>;

    /// Writes what is left, and gives the file back, closed.
    fn close(self: Box<Self>) -> io::Result<Beside>;
}

/// Endings of the files that [`table_file`] can begin.
pub(crate) const TABLE_ENDINGS: &[&str] =
    if cfg!(feature = "parquet") { &["csv", "parquet"] } else { &["csv"] };

/// Begins the file of a table that is to stand alone, in the format that its ending names.
pub(crate) fn table_file(
    table: &'static Table,
    ending: &str,
    csv: Csv,
    out: Beside,
) -> io::Result<Box<dyn TableFile>> {
    match ending {
        #[cfg(feature = "parquet")]
        "parquet" => parquet::begin(table, out),
        _ => csv::begin(csv, table, out),
    }
}

/// Makes the files of a collection.
pub(crate) trait Collector: Send {
    /// Takes the rows of the next document.
    fn add(&mut self, document: &Arc<Rows>) -> Result<(), Error>;

    /// Puts the files in their places. A collector that is dropped instead leaves earlier files as they were.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

impl Collection {
    /// Begins the files. `is_new` tells whether one that can be added to is to be made anew.
    pub(crate) fn open(
        &self,
        out: &Path,
        is_new: &dyn Fn(&Path) -> bool,
    ) -> Result<Box<dyn Collector>, Error> {
        #[cfg(not(feature = "sqlite"))]
        let _ = is_new;
        match self {
            Self::Csv(csv) => csv::open(*csv, out),
            #[cfg(feature = "parquet")]
            Self::Parquet => parquet::open(out),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => sqlite::open(out, is_new),
            #[cfg(feature = "xlsx")]
            Self::Xlsx(headers) => xlsx::open(*headers, out),
        }
    }
}
