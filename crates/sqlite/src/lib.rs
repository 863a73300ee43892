//! Rows as a SQLite database: normalised tables with foreign keys, views, and a full-text index that finds Chinese words.
//!
//! What enters is the [`Rows`] of documents, what leaves is a database that grows from run to run: each document is
//! added in one transaction, and one whose `file` is there already is replaced. Rows and numbers are the same for the same
//! documents in the same order. Nothing here knows how a record was found.
//!
//! Ids repeat between copies of one plan, so that tables refer to records and documents by whole numbers; the ids are
//! columns of `records`.

mod bigrams;
mod error;
mod insert;
mod schema;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gangyao_tables::Rows;
use rusqlite::{Connection, OpenFlags};

pub use error::Error;
use insert::Plan;

/// Tells a database of this program from others: “gang” in ASCII.
const APPLICATION: i64 = 0x6761_6E67;
/// The version of the schema, as `PRAGMA user_version`.
pub const VERSION: i64 = 1;
/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Begins every SQLite database.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A database that documents are added to.
pub struct Database {
    connection: Connection,
    plan: Plan,
}

impl Database {
    /// Opens a database, or makes one where there is no file or an empty one.
    ///
    /// # Errors
    /// `database-invalid` where the file is no SQLite database, `database-foreign` where it is one of another program,
    /// `database-newer` where a newer version of this program made it, `database-locked` where another program is
    /// writing, and those of the disk. The file is as it was.
    pub fn open(path: &Path) -> Result<Self, Error> {
        check_file(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        prepare(&mut connection)?;
        Ok(Self { connection, plan: Plan::new() })
    }

    /// Adds a document, or replaces the one with the same `file`, in one transaction.
    ///
    /// # Errors
    /// Those of the database; the document is then as it was.
    pub fn add(&mut self, document: &Rows) -> Result<(), Error> {
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        self.plan.document(&transaction, document)?;
        transaction.commit()?;
        Ok(())
    }

    /// Leaves one file, which other programs can open at once.
    ///
    /// # Errors
    /// Those of the database.
    pub fn close(self) -> Result<(), Error> {
        self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?;
        // Where another program has the file open, it stays in write-ahead mode, which does no harm.
        let _ = self.connection.pragma_update(None, "journal_mode", "DELETE");
        self.connection.close().map_err(|(_, error)| Error::from(error))
    }
}

/// Refuses a file that is no database before SQLite touches it.
fn check_file(path: &Path) -> Result<(), Error> {
    let mut begin = Vec::new();
    match File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut begin)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::io(error)),
        Ok(_) if begin.is_empty() || begin == MAGIC => Ok(()),
        Ok(_) => Err(Error::new(
            "database-invalid",
            "is no SQLite database; move it away or choose another output folder",
        )),
    }
}

/// Brings the schema up to date.
fn prepare(connection: &mut Connection) -> Result<(), Error> {
    // Foreign keys are kept by the plan, and proved by a test; checking each would cost more than writing.
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    // One for each table, and some.
    connection.set_prepared_statement_cache_capacity(64);
    // Nothing can be lost before the first document, so that making a database need not wait for the disk.
    connection.pragma_update(None, "synchronous", "OFF")?;
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let pragma = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version) {
        (0, 0) if tables == 0 => {
            transaction.execute_batch(&schema::sql())?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        (APPLICATION, VERSION) => {}
        (APPLICATION, newer) if newer > VERSION => {
            return Err(Error::new(
                "database-newer",
                format!(
                    "was made by a newer gangyao (version {newer} of its tables, this one knows {VERSION}); update gangyao or choose another output folder"
                ),
            ));
        }
        _ => {
            return Err(Error::new(
                "database-foreign",
                "is a database of another program; move it away or choose another output folder",
            ));
        }
    }
    transaction.commit()?;
    // Commits need not wait for the disk: what is committed is whole, at worst the last documents are missing.
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", 8_000)?;
    Ok(())
}

/// The schema of the database as SQL.
#[must_use]
pub fn sql() -> String {
    schema::sql()
}

/// A path with the database's usual name in a folder.
#[must_use]
pub fn in_folder(folder: &Path) -> PathBuf {
    folder.join("gangyao.sqlite")
}

#[cfg(test)]
mod tests;
