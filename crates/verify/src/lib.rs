//! Proves output files from the files alone.
//!
//! What enters are the files that a conversion wrote, what leaves are [`Finding`]s: places where they break the contract.
//! The crate is independent of the code that wrote them on purpose: it cannot see the parser, the extractor or even the
//! record types, it reads plain JSON and follows the published rules with code of its own. Only the normaliser is shared,
//! because the contract's claim is “the source slices, put through the normaliser, contain the field's text”.
//!
//! | check | claim |
//! | --- | --- |
//! | `schema` | every record is valid by the published JSON Schema |
//! | `agreement` | JSON and JSONL hold the same records in the promised order |
//! | `ids` | every id follows from what the record says and where it hangs |
//! | `links` | parents exist and come first, paths name the enclosing headings, `seq` counts through, counts are right |
//! | `evidence` | spans lie in the text, and hold the text of every field |
//! | `coverage` | every character has exactly one owner, and the document record says so |
//! | `manifest` | the manifest and the files agree |

mod agreement;
mod coverage;
mod evidence;
mod files;
mod ids;
mod links;
mod manifest;
mod record;
mod schema;
mod text;

use std::fmt;

use serde_json::Value;

pub use files::{Report, verify};
use record::Records;
use text::Text;

/// Where output breaks the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check that found it.
    pub check: &'static str,
    /// Id of the record, where it is about one.
    pub record: Option<String>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, record: None, message: message.into() }
    }

    pub(crate) fn about(
        check: &'static str,
        record: &record::Record<'_>,
        message: impl Into<String>,
    ) -> Self {
        let name = format!("{} {}", record.kind(), record.id());
        Self { check, record: Some(name), message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.check)?;
        if let Some(record) = &self.record {
            write!(f, "{record}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// Checks one document: `json` is the text of `<input>.json`, `jsonl` that of `<input>.jsonl` where there is one, `source`
/// that of `<input>.source.txt`.
///
/// ```
/// let findings = gangyao_verify::check("{}", None, "");
/// assert!(findings.iter().all(|finding| finding.check == "schema"));
/// ```
#[must_use]
pub fn check(json: &str, jsonl: Option<&str>, source: &str) -> Vec<Finding> {
    let value: Value = match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => return vec![Finding::new("schema", format!("the JSON cannot be read: {error}"))],
    };
    let findings = schema::check(&value);
    if !findings.is_empty() {
        // The other checks rely on the shape.
        return findings;
    }
    let records = Records::of(&value);
    let text = Text::new(source);
    let mut findings = Vec::new();
    if let Some(jsonl) = jsonl {
        agreement::check(&records, jsonl, &mut findings);
    }
    links::check(&records, &mut findings);
    ids::check(&records, &mut findings);
    if evidence::in_bounds(&records, &text, &mut findings) {
        evidence::check(&records, &text, &mut findings);
        coverage::check(&records, &text, &mut findings);
    }
    findings
}
