//! `gangyao.sqlite`: a database that grows from run to run.

use std::path::{Path, PathBuf};

use gangyao_sqlite::{Database, in_folder};
use gangyao_tables::Rows;

use super::Collector;
use crate::Error;

struct File {
    path: PathBuf,
    database: Database,
}

impl Collector for File {
    fn add(&mut self, document: &Rows) -> Result<(), Error> {
        self.database.add(document).map_err(|error| named(&self.path, &error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { path, database } = *self;
        database.close().map_err(|error| named(&path, &error))
    }
}

/// Opens the database, or makes it.
pub(super) fn open(out: &Path) -> Result<Box<dyn Collector>, Error> {
    let path = in_folder(out);
    let database = Database::open(&path).map_err(|error| named(&path, &error))?;
    Ok(Box::new(File { path, database }))
}

fn named(path: &Path, error: &gangyao_sqlite::Error) -> Error {
    Error::new(error.code(), format!("{}: {error}", path.display()))
}
