//! The one error type of the crate.

use std::fmt;
use std::io;

use rusqlite::ErrorCode;

const FULL: &str = "output-full";
const FULL_MESSAGE: &str = "no space left to write it; free some or choose another output folder";
const NOT_WRITABLE: &str = "output-not-writable";
const NOT_WRITABLE_MESSAGE: &str = "no permission to write it; choose another output folder";

/// Why a database cannot be written. Like the errors of the other crates: a stable code, and a message that says what is
/// wrong and what to do, without the file's name, which the caller knows.
#[derive(Debug)]
pub struct Error {
    code: &'static str,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), source: None }
    }

    pub(crate) fn io(error: io::Error) -> Self {
        let message = format!("cannot be read: {error}");
        Self { source: Some(Box::new(error)), ..Self::new("output-failed", message) }
    }

    /// An error of the file that is being written.
    pub(crate) fn write(error: io::Error) -> Self {
        let (code, message) = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (FULL, FULL_MESSAGE.to_owned()),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                (NOT_WRITABLE, NOT_WRITABLE_MESSAGE.to_owned())
            }
            _ => ("output-failed", format!("cannot be written: {error}")),
        };
        Self { source: Some(Box::new(error)), ..Self::new(code, message) }
    }

    /// The cause: kebab-case and stable.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let (code, message) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                "database-locked",
                "another program is writing to it; close that program and run again".to_owned(),
            ),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => (
                "database-invalid",
                format!(
                    "is no whole SQLite database ({error}); restore a copy or choose another output folder"
                ),
            ),
            Some(ErrorCode::DiskFull) => (FULL, FULL_MESSAGE.to_owned()),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                (NOT_WRITABLE, NOT_WRITABLE_MESSAGE.to_owned())
            }
            _ => ("output-failed", format!("cannot be written: {error}")),
        };
        Self { code, message, source: Some(Box::new(error)) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
