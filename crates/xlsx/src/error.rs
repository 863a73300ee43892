//! The one error type of the crate.

use std::fmt;
use std::io;

/// Why a workbook cannot be made.
#[derive(Debug)]
pub enum Error {
    /// A sheet would have more rows than Excel takes.
    TooManyRows {
        /// Name of the sheet.
        sheet: String,
        /// So many would it have.
        rows: usize,
    },
    /// What was written, or the room for it, failed.
    Io(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyRows { sheet, rows } => write!(
                f,
                "the sheet {sheet} would have {rows} rows, more than the {} that Excel takes; convert fewer documents, or \
                use --format csv or parquet",
                crate::sheet::MAX_ROWS
            ),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}
