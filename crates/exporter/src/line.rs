//! A record by reference, with its `type`: in a [`gangyao_model::Conversion`] the document, toc entries and diagnostics lie in lists of
//! their own, in the files each of them says what it is.

use gangyao_model::{Diagnostic, Document, TocEntry};
use schemars::JsonSchema;
use serde::Serialize;

/// The document record with its `type`.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum DocumentLine<'a> {
    /// The document itself.
    Document(&'a Document),
}

/// A toc entry with its `type`.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum TocLine<'a> {
    /// A line of the table of contents.
    TocEntry(&'a TocEntry),
}

/// A diagnostic with its `type`.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum DiagnosticLine<'a> {
    /// Something odd.
    Diagnostic(&'a Diagnostic),
}
