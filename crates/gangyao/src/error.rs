//! The one error type of the crate.

use std::fmt;

/// Why a document has no records, or a run could not do its work.
///
/// The type is opaque on purpose. A caller can do three things with an error: show it, store it, or tell one cause from
/// another. For the first two there is [`Display`](fmt::Display): lower case, no full stop, what is wrong and what to do
/// about it, without the file's name, which the caller knows. For the third there is [`code`](Error::code), which
/// outlives any enum: codes are strings in the manifest, in Python and in SQL anyway, they are never renamed, and new
/// ones do not break a build. `docs/diagnostics.md` lists them.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: &'static str,
    message: String,
    source: Option<std::io::Error>,
}

impl Error {
    /// An error of a caller's own, as the program has for options that it cannot follow.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { code, message: message.into(), source: None }))
    }

    pub(crate) fn io(code: &'static str, message: impl Into<String>, source: std::io::Error) -> Self {
        Self(Box::new(Inner { code, message: message.into(), source: Some(source) }))
    }

    /// The cause: kebab-case and stable.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
