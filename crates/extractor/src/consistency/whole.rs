//! The document as a whole: a text without a title or without a single heading is seldom a whole plan.

use gangyao_model::Severity;

use super::Finding;
use super::index::Index;

pub(super) fn check(title: Option<&str>, index: &Index<'_>, found: &mut Vec<Finding>) {
    if title.is_none() {
        found.push(Finding {
            code: "no-title",
            severity: Severity::Info,
            message: "no title was found above the text".to_owned(),
            help: "the file's name stands in for the title in ids; check whether the cover was left out",
            evidence: Vec::new(),
        });
    }
    if index.headings.is_empty() && !index.paragraphs.is_empty() {
        found.push(Finding {
            code: "no-headings",
            severity: Severity::Info,
            message: format!("no heading was found among {} paragraphs", index.paragraphs.len()),
            help: "all paragraphs hang at the document itself; check whether this is an excerpt or a plain article",
            evidence: Vec::new(),
        });
    }
}
