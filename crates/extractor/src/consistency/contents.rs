//! The table of contents against the body: 目录写“深化环境污染防治”，正文写“深化污染防治”.

use std::collections::BTreeMap;

use gangyao_model::{Heading, Match, Record, Severity, TocEntry};

use super::Finding;

pub(super) fn check(toc: &[TocEntry], records: &[Record]) -> Vec<Finding> {
    let headings: BTreeMap<&str, &Heading> = records
        .iter()
        .filter_map(|record| match record {
            Record::Part(h) | Record::Chapter(h) | Record::Section(h) | Record::Subsection(h) => {
                Some((h.common.id.as_str(), h))
            }
            _ => None,
        })
        .collect();
    toc.iter()
        .filter_map(|entry| finding(entry, entry.heading.as_deref().and_then(|id| headings.get(id)).copied()))
        .collect()
}

fn finding(entry: &TocEntry, heading: Option<&Heading>) -> Option<Finding> {
    let label = entry.label.as_deref().unwrap_or_default();
    match (entry.matched, heading) {
        (Match::Differs, Some(heading)) => Some(Finding {
            code: "toc-title-differs",
            severity: Severity::Warning,
            message: format!(
                "the table of contents says {label} “{}”, the body says “{}”",
                entry.title, heading.title
            ),
            help: "the body's title is used; the other one is kept as toc_title",
            evidence: entry.common.evidence.iter().chain(&heading.common.evidence).copied().collect(),
        }),
        (Match::Missing, _) if entry.label.is_some() => Some(Finding {
            code: "toc-entry-missing",
            severity: Severity::Warning,
            message: format!(
                "the table of contents lists {label} “{}”, which the body does not have",
                entry.title
            ),
            help: "check whether the document is complete",
            evidence: entry.common.evidence.clone(),
        }),
        _ => None,
    }
}
