//! The scored output: whole-document JSON, of this tool or of any other that uses the record names.

use serde_json::Value;

/// Types of headings, outermost first.
pub(crate) const HEADINGS: [&str; 4] = ["part", "chapter", "section", "subsection"];

/// A field as text; empty where it is null or absent.
pub(crate) fn text<'v>(record: &'v Value, field: &str) -> &'v str {
    record[field].as_str().unwrap_or_default()
}

/// A whole number as a key.
pub(crate) fn int(record: &Value, field: &str) -> Option<i64> {
    let value = &record[field];
    value.as_i64().or_else(|| value.as_f64().map(|number| number as i64))
}

/// The list of a field; empty where there is none.
pub(crate) fn list<'v>(record: &'v Value, field: &str) -> &'v [Value] {
    record[field].as_array().map_or(&[], Vec::as_slice)
}

/// The output's records by type.
pub(crate) struct Records<'v> {
    pub(crate) document: &'v Value,
    all: &'v [Value],
}

impl<'v> Records<'v> {
    pub(crate) fn new(output: &'v Value) -> Self {
        Self { document: &output["document"], all: list(output, "records") }
    }

    pub(crate) fn of(&self, record_type: &str) -> Vec<&'v Value> {
        self.all.iter().filter(|record| text(record, "type") == record_type).collect()
    }

    pub(crate) fn headings(&self) -> Vec<&'v Value> {
        self.all.iter().filter(|record| HEADINGS.contains(&text(record, "type"))).collect()
    }

    pub(crate) fn all(&self) -> &'v [Value] {
        self.all
    }
}
