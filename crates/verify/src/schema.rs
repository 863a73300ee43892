//! Every record against the published JSON Schema.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::Finding;
use crate::record::Record;

/// The schema as it is published, not as the program's types would generate it now.
static PUBLISHED: &str = include_str!("../../../schema/gangyao-1.schema.json");

static SCHEMA: LazyLock<Compiled> = LazyLock::new(Compiled::new);

/// Findings for one record; more would only repeat the first.
const PER_RECORD: usize = 3;

struct Compiled {
    whole: Validator,
    /// One validator a record type: “valid under none of 15 schemas” helps nobody.
    by_type: BTreeMap<String, Validator>,
}

impl Compiled {
    fn new() -> Self {
        let published: Value = serde_json::from_str(PUBLISHED).expect("the committed schema is JSON");
        let compile = |schema: &Value| {
            jsonschema::validator_for(schema).expect("the committed schema is a JSON Schema")
        };
        let variants =
            published["$defs"]["Record"]["oneOf"].as_array().expect("a record is one of its types");
        let by_type = variants
            .iter()
            .map(|variant| {
                let name = variant["properties"]["type"]["const"].as_str().expect("a type has a name");
                let schema = json!({
                    "$schema": published["$schema"],
                    "allOf": [variant],
                    "$defs": published["$defs"],
                });
                (name.to_owned(), compile(&schema))
            })
            .collect();
        Self { whole: compile(&published), by_type }
    }
}

/// Checks a whole document.
pub(crate) fn check(value: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let document = value.get("document").into_iter();
    let lists = ["toc", "records", "diagnostics"].into_iter().flat_map(|list| Record(value).list(list));
    for record in document.chain(lists) {
        record_errors(Record(record), &mut findings);
    }
    if findings.is_empty()
        && let Err(error) = SCHEMA.whole.validate(value)
    {
        findings.push(finding(None, &error));
    }
    findings
}

fn record_errors(record: Record<'_>, findings: &mut Vec<Finding>) {
    match SCHEMA.by_type.get(record.kind()) {
        None => {
            findings.push(Finding::new("schema", format!("a record of unknown type `{}`", record.kind())))
        }
        Some(validator) => findings.extend(
            validator.iter_errors(record.0).take(PER_RECORD).map(|error| finding(Some(record), &error)),
        ),
    }
}

fn finding(record: Option<Record<'_>>, error: &jsonschema::ValidationError<'_>) -> Finding {
    // The message of the validator quotes the value, which can be a whole document.
    let place = error.instance_path().to_string();
    let place = if place.is_empty() { "/".to_owned() } else { place };
    let message = format!("{place}: {}", crate::text::shorten(&error.to_string(), 200));
    match record {
        Some(record) => Finding::about("schema", &record, message),
        None => Finding::new("schema", message),
    }
}
