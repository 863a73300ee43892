//! The JSON Schema of the files, generated from the record types.

use gangyao_model::Record;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::line::{DiagnosticLine, DocumentLine, TocLine};

/// The JSON Schema (draft 2020-12) of `<input>.json`; a line of `<input>.jsonl` is its `#/$defs/Record`. Committed as
/// `schema/gangyao-1.schema.json`.
///
/// It describes what is written: a field that is always there is required, also where it can be null. Further fields
/// are allowed, since a later version may add some.
#[must_use]
pub fn schema() -> Schema {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<WholeDocument<'static>>();
    schema.insert("title".to_owned(), "gangyao/1".into());
    schema.insert("$id".to_owned(), "urn:gangyao:1".into());
    schema
}

// Only its shape is used: the writer streams the fields one by one.
/// A Chinese planning document as records.
#[derive(Serialize, JsonSchema)]
struct WholeDocument<'a> {
    /// Name and version of the format.
    schema: SchemaName,
    /// The document record.
    document: DocumentLine<'a>,
    /// The table of contents, in order.
    toc: Vec<TocLine<'a>>,
    /// All other records in document order.
    records: Vec<Record>,
    /// What is odd.
    diagnostics: Vec<DiagnosticLine<'a>>,
}

/// The constant [`gangyao_model::SCHEMA`].
#[derive(Serialize)]
struct SchemaName;

impl JsonSchema for SchemaName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SchemaName".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "const": gangyao_model::SCHEMA })
    }
}
