//! Rows as a SQLite database: normalised tables with foreign keys, views, and a full-text index that finds Chinese words.
//!
//! What enters is the [`Rows`] of documents, what leaves is a database that grows from run to run: a document whose `file`
//! is there already is replaced, and is never there in part. Rows and numbers are the same for the same documents in the
//! same order. Nothing here knows how a record was found.
//!
//! A new database is written page by page at a place where nobody reads it yet (`load`); one that is there is changed by
//! statements, in transactions (`insert`). Ids repeat between copies of one plan, so that tables refer to records and
//! documents by whole numbers; the ids are columns of `records`.

mod bigrams;
mod error;
mod filling;
mod insert;
mod load;
mod migrate;
mod numbers;
mod schema;
mod several;
mod words;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gangyao_tables::Rows;
use rusqlite::{Connection, OpenFlags};

pub use error::Error;
use insert::Plan;
use load::{Bounds, Load};

/// Tells a database of this program from others: “gang” in ASCII.
const APPLICATION: i64 = 0x6761_6E67;
/// The version of the schema, as `PRAGMA user_version`.
const VERSION: i64 = 4;
/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);
/// Documents of one transaction. Each is still there whole or not at all; fewer transactions index words faster.
const BATCH: usize = 64;

/// Begins every SQLite database.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A database that documents are added to.
pub struct Database(State);

enum State {
    /// Nobody has seen it yet.
    New(Box<Load>),
    /// It is changed in transactions.
    Seen(Box<Seen>),
    /// An error ended it.
    Failed,
}

struct Seen {
    connection: Connection,
    plan: Plan,
    /// Documents of the transaction that is open.
    open: usize,
}

impl Database {
    /// Makes a database in a file that is empty or not there. It is whole when it is closed: until then the file is to have a
    /// name that nobody looks for, and if anything fails it is to be removed.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Self::create_within(path, Bounds::default())
    }

    fn create_within(path: &Path, bounds: Bounds) -> Result<Self, Error> {
        Ok(Self(State::New(Box::new(Load::begin(path, bounds)?))))
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
        Ok(Self(State::Seen(Box::new(Seen { connection, plan: Plan::new(), open: 0 }))))
    }

    /// Adds a document, or replaces the one with the same `file`; a new database is given each document once. It is there for
    /// others when its transaction ends.
    ///
    /// # Errors
    /// Those of the database, also for documents that were added before: those of the transaction are then as they were.
    pub fn add(&mut self, document: &Rows) -> Result<(), Error> {
        self.0 = match std::mem::replace(&mut self.0, State::Failed) {
            State::New(mut load) => {
                load.add(document)?;
                // More than can be written in one go is added to what was.
                if load.is_full() { Self::open(&load.close()?)?.0 } else { State::New(load) }
            }
            State::Seen(mut seen) => {
                let added = seen.add(document);
                self.0 = State::Seen(seen);
                return added;
            }
            State::Failed => return Err(failed()),
        };
        Ok(())
    }

    /// Leaves one file, which other programs can open at once.
    ///
    /// # Errors
    /// Those of the database.
    pub fn close(self) -> Result<(), Error> {
        match self.0 {
            State::New(load) => load.close().map(|_| ()),
            State::Seen(seen) => seen.close(),
            State::Failed => Err(failed()),
        }
    }
}

impl Seen {
    fn add(&mut self, document: &Rows) -> Result<(), Error> {
        if self.open == 0 {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        self.open += 1;
        let is_full = self.open == BATCH;
        let added = self.plan.replace(&self.connection, document).map_err(Error::from);
        let committed = added.and_then(|()| if is_full { self.commit() } else { Ok(()) });
        if committed.is_err() {
            self.give_up();
        }
        committed
    }

    /// Takes the transaction back, so that nothing of it can be committed later.
    fn give_up(&mut self) {
        self.plan.forget();
        self.open = 0;
        // Where the transaction has ended already there is nothing to take back.
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    fn commit(&mut self) -> Result<(), Error> {
        if self.open > 0 {
            self.plan.index(&self.connection)?;
            self.connection.execute_batch("COMMIT")?;
            self.open = 0;
        }
        Ok(())
    }

    fn close(mut self) -> Result<(), Error> {
        self.commit()?;
        self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        // Where another program has the file open, it stays in write-ahead mode, which does no harm.
        let _ = self.connection.pragma_update(None, "journal_mode", "DELETE");
        self.connection.close().map_err(|(_, error)| Error::from(error))
    }
}

fn failed() -> Error {
    Error::new("output-failed", "cannot be written: an earlier error ended it")
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
