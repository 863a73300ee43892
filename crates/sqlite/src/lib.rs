//! Rows as a SQLite database: normalised tables with foreign keys, views, and a full-text index that finds Chinese words.
//!
//! What enters is the [`Rows`] of documents, what leaves is a database that grows from run to run: a document whose `file`
//! is there already is replaced, and is never there in part. Rows and numbers are the same for the same documents in the
//! same order. Nothing here knows how a record was found.
//!
//! A new database is written in one go, without a journal, at a place where nobody reads it yet; one that is there is
//! changed in transactions. Ids repeat between copies of one plan, so that tables refer to records and documents by whole
//! numbers; the ids are columns of `records`.

mod bigrams;
mod error;
mod insert;
mod migrate;
mod numbers;
mod schema;
mod several;
mod words;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use gangyao_tables::Rows;
use rusqlite::{Connection, OpenFlags};

pub use error::Error;
use insert::Plan;

/// Tells a database of this program from others: “gang” in ASCII.
const APPLICATION: i64 = 0x6761_6E67;
/// The version of the schema, as `PRAGMA user_version`.
const VERSION: i64 = 3;
/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);
/// Documents of one transaction. Each is still there whole or not at all; fewer transactions index words faster.
const BATCH: usize = 64;
/// Records that are written together into a new database: a statement that adds many rows to a table costs less for each. More
/// of them would have left the cache of the processor before they are written.
const TOGETHER: usize = 256;

/// Begins every SQLite database.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A database that documents are added to.
pub struct Database {
    connection: Connection,
    plan: Plan,
    state: State,
}

enum State {
    /// Nobody has seen it yet, so that all of it is one transaction.
    New {
        /// The number of the next document that is written.
        next: i64,
        /// Documents that are to be written together.
        waiting: Vec<Arc<Rows>>,
        /// Their records.
        records: usize,
    },
    /// It is changed in transactions.
    Seen {
        /// Documents of the transaction that is open.
        open: usize,
    },
}

impl Database {
    /// Makes a database in a file that is empty or not there. It is whole when it is closed: until then the file is to have a
    /// name that nobody looks for, and if anything fails it is to be removed.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let connection = connect(path, true)?;
        // Large pages: a quarter of the work of keeping them in order and of handing them to the system.
        connection.execute_batch(
            "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN",
        )?;
        connection.execute_batch(&schema::tables())?;
        let state = State::New { next: 1, waiting: Vec::new(), records: 0 };
        Ok(Self { connection, plan: Plan::new(), state })
    }

    /// Opens a database that is there, and brings it up to date.
    ///
    /// # Errors
    /// `database-invalid` where the file is no SQLite database, `database-foreign` where it is one of another program,
    /// `database-newer` where a newer version of this program made it, `database-locked` where another program is
    /// writing, and those of the disk. The file is as it was.
    pub fn open(path: &Path) -> Result<Self, Error> {
        check_file(path)?;
        let mut connection = connect(path, false)?;
        migrate::up_to_date(&mut connection)?;
        // Commits need not wait for the disk: what is committed is whole, at worst the last documents are missing.
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "wal_autocheckpoint", 8_000)?;
        Ok(Self { connection, plan: Plan::new(), state: State::Seen { open: 0 } })
    }

    /// Adds a document, or replaces the one with the same `file`; a new database is given each document once. It is there for
    /// others when its transaction ends.
    ///
    /// # Errors
    /// Those of the database, also for documents that were added before: those of the transaction are then as they were.
    pub fn add(&mut self, document: impl Into<Arc<Rows>>) -> Result<(), Error> {
        let document = document.into();
        match &mut self.state {
            State::New { waiting, records, .. } => {
                *records += document.records();
                waiting.push(document);
                if *records < TOGETHER { Ok(()) } else { self.write() }
            }
            State::Seen { open } => {
                if *open == 0 {
                    self.connection.execute_batch("BEGIN IMMEDIATE")?;
                }
                *open += 1;
                let is_full = *open == BATCH;
                let added = self.plan.replace(&self.connection, &document).map_err(Error::from);
                let committed = added.and_then(|()| if is_full { self.commit() } else { Ok(()) });
                if committed.is_err() {
                    self.give_up();
                }
                committed
            }
        }
    }

    /// Writes the documents that wait.
    fn write(&mut self) -> Result<(), Error> {
        if let State::New { next, waiting, records } = &mut self.state {
            self.plan.add(&self.connection, waiting, *next)?;
            *next += waiting.len() as i64;
            *records = 0;
            waiting.clear();
        }
        Ok(())
    }

    /// Takes the transaction back, so that nothing of it can be committed later.
    fn give_up(&mut self) {
        self.plan.forget();
        if let State::Seen { open } = &mut self.state {
            *open = 0;
            // Where the transaction has ended already there is nothing to take back.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn commit(&mut self) -> Result<(), Error> {
        if let State::Seen { open } = &mut self.state
            && *open > 0
        {
            self.plan.index(&self.connection)?;
            self.connection.execute_batch("COMMIT")?;
            *open = 0;
        }
        Ok(())
    }

    /// Leaves one file, which other programs can open at once.
    ///
    /// # Errors
    /// Those of the database.
    pub fn close(mut self) -> Result<(), Error> {
        if matches!(self.state, State::New { .. }) {
            self.write()?;
            self.plan.index(&self.connection)?;
            // Sorted once, indexes cost less than kept in order row by row.
            self.connection.execute_batch(&schema::indexes_and_views())?;
            self.connection.pragma_update(None, "application_id", APPLICATION)?;
            self.connection.pragma_update(None, "user_version", VERSION)?;
            self.connection.execute_batch("COMMIT")?;
        } else {
            self.commit()?;
            self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
            // Where another program has the file open, it stays in write-ahead mode, which does no harm.
            let _ = self.connection.pragma_update(None, "journal_mode", "DELETE");
        }
        self.connection.close().map_err(|(_, error)| Error::from(error))
    }
}

fn connect(path: &Path, create: bool) -> Result<Connection, Error> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Foreign keys are kept by the plan, and proved by a test; checking each would cost more than writing. Rows come in the
    // order of their tables, so that a larger cache would hold pages that nobody asks for again.
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA cache_size = -8000",
    )?;
    // For each table four that insert, one that deletes, one that reads.
    connection.set_prepared_statement_cache_capacity(160);
    Ok(connection)
}

/// Refuses a file that is no database before SQLite touches it.
fn check_file(path: &Path) -> Result<(), Error> {
    let mut begin = Vec::new();
    match File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut begin)) {
        Err(error) => Err(Error::io(error)),
        Ok(_) if begin == MAGIC => Ok(()),
        Ok(_) => Err(Error::new(
            "database-invalid",
            "is no SQLite database; move it away or choose another output folder",
        )),
    }
}

/// A path with the database's usual name in a folder.
#[must_use]
pub fn in_folder(folder: &Path) -> PathBuf {
    folder.join("gangyao.sqlite")
}

#[cfg(test)]
mod tests;
