//! The one error type of the crate.

use std::fmt;

use rust_xlsxwriter::XlsxError;

/// Why a workbook cannot be made: a stable code, and a message that says what is wrong and what to do.
#[derive(Debug)]
pub struct Error {
    code: &'static str,
    message: String,
}

impl Error {
    pub(crate) fn too_many_rows(sheet: &str, rows: usize) -> Self {
        let message = format!(
            "the sheet {sheet} would have {rows} rows, more than the {} that Excel takes; convert fewer documents, or \
            use --format csv or parquet",
            crate::sheet::MAX_ROWS
        );
        Self { code: "xlsx-too-many-rows", message }
    }

    /// The cause: kebab-case and stable.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl From<XlsxError> for Error {
    fn from(error: XlsxError) -> Self {
        Self { code: "xlsx-failed", message: format!("the workbook cannot be made: {error}") }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
