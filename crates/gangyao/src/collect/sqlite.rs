//! `gangyao.sqlite`: a database that grows from run to run. The first run writes it beside its place, as all other files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gangyao_sqlite::{Database, in_folder};
use gangyao_tables::Rows;

use super::Collector;
use crate::Error;
use crate::beside::{Beside, output_error};

struct File {
    path: PathBuf,
    database: Database,
    /// A new one, on its way. Dropped after the database.
    new: Option<Beside>,
}

impl Collector for File {
    fn add(&mut self, document: &Arc<Rows>) -> Result<(), Error> {
        self.database.add(document).map_err(|error| named(&self.path, &error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { path, database, new } = *self;
        database.close().map_err(|error| named(&path, &error))?;
        new.map_or(Ok(()), Beside::put_in_place).map_err(|error| output_error(&path, error))
    }
}

/// Opens the database, or begins one where there is none.
pub(super) fn open(out: &Path, is_new: &dyn Fn(&Path) -> bool) -> Result<Box<dyn Collector>, Error> {
    let path = in_folder(out);
    let (database, new) = if !is_new(&path) {
        (Database::open(&path), None)
    } else {
        let mut file = Beside::create(&path).map_err(|error| output_error(&path, error))?;
        file.close().map_err(|error| output_error(&path, error))?;
        (Database::create(file.temporary()), Some(file))
    };
    let database = database.map_err(|error| named(&path, &error))?;
    Ok(Box::new(File { path, database, new }))
}

fn named(path: &Path, error: &gangyao_sqlite::Error) -> Error {
    Error::new(error.code(), format!("{}: {error}", path.display()))
}
