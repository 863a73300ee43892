//! A folder with one file a table: all of them appear, or none.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gangyao_definition::{Table, tables};
use gangyao_tables::Rows;

use super::{Collector, TableFile};
use crate::Error;
use crate::beside::{Beside, output_error};

/// The files of all tables.
pub(super) struct Folder {
    files: Vec<(PathBuf, Box<dyn TableFile>)>,
    /// Files that do not depend on the documents.
    beside: Vec<Beside>,
}

impl Folder {
    /// Begins `<folder>/<table>.<ending>` for every table.
    pub(super) fn create(
        folder: &Path,
        ending: &str,
        begin: impl Fn(&'static Table, Beside) -> io::Result<Box<dyn TableFile>>,
    ) -> Result<Self, Error> {
        let files = tables().iter().map(|table| {
            let target = folder.join(format!("{}.{ending}", table.name));
            let file = Beside::create(&target)
                .and_then(|file| begin(table, file))
                .map_err(|error| output_error(&target, error))?;
            Ok((target, file))
        });
        Ok(Self { files: files.collect::<Result<_, Error>>()?, beside: Vec::new() })
    }

    /// Adds a file that is known from the beginning.
    pub(super) fn with(mut self, target: &Path, text: &str) -> Result<Self, Error> {
        let write = || {
            let mut file = Beside::create(target)?;
            io::Write::write_all(&mut file, text.as_bytes())?;
            file.close()?;
            Ok(file)
        };
        self.beside.push(write().map_err(|error| output_error(target, error))?);
        Ok(self)
    }
}

impl Collector for Folder {
    fn add(&mut self, document: &Arc<Rows>) -> Result<(), Error> {
        for ((target, file), rows) in self.files.iter_mut().zip(document.tables()) {
            if !rows.is_empty() {
                file.add(rows).map_err(|error| output_error(target, error))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { files, beside } = *self;
        let mut closed = Vec::with_capacity(files.len() + beside.len());
        for (target, file) in files {
            closed.push(file.close().map_err(|error| output_error(&target, error))?);
        }
        closed.extend(beside);
        closed.into_iter().try_for_each(|file| {
            let target = file.target().to_owned();
            file.put_in_place().map_err(|error| output_error(&target, error))
        })
    }
}
