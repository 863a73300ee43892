//! The one error type of the crate: a value that is no document.

use std::fmt;

/// Which of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The earlier one.
    Old,
    /// The later one.
    New,
}

/// Why two values cannot be compared. [`Display`](fmt::Display) says what is wrong and what to do about it, lower case and
/// without the file's name, which the caller knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: &'static str,
    message: String,
    side: Side,
}

impl Error {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), side: Side::Old }
    }

    pub(crate) fn at(self, side: Side) -> Self {
        Self { side, ..self }
    }

    /// The cause: kebab-case and stable.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The document that cannot be compared.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
