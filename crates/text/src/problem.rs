//! Something odd in the input. The run goes on; the problem becomes a `diagnostic` record.

use crate::SourceRange;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Records are missing or wrong.
    Error,
    /// A reader of the records should look.
    Warning,
    /// Worth knowing.
    Info,
}

/// One problem: a stable code, a sentence, and the places that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Kebab-case and stable; documented in `docs/diagnostics.md`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is odd, with the words of the document.
    pub message: String,
    /// What a reader can do about it.
    pub help: &'static str,
    /// Where; empty when the problem is about the document as a whole.
    pub at: Vec<SourceRange>,
}
