//! The table of contents against the body: 目录写“深化环境污染防治”，正文写“深化污染防治”.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Heading, Marker, Match, Severity, TocEntry};

use super::Finding;
use super::index::Index;

pub(super) fn check(toc: &[TocEntry], index: &Index<'_>, found: &mut Vec<Finding>) {
    if toc.is_empty() {
        return;
    }
    let headings: BTreeMap<&str, &Heading> =
        index.headings.iter().map(|h| (h.common.id.as_str(), *h)).collect();
    let named = |entry: &TocEntry| entry.heading.as_deref().and_then(|id| headings.get(id)).copied();
    found.extend(toc.iter().filter_map(|entry| entry_finding(entry, named(entry))));
    lacking(toc, index, found);
}

fn entry_finding(entry: &TocEntry, heading: Option<&Heading>) -> Option<Finding> {
    let label = entry.label.as_deref().unwrap_or_default();
    match (entry.matched, heading) {
        (Match::Differs, Some(heading)) => Some(Finding {
            code: "toc-title-differs",
            severity: Severity::Warning,
            message: format!(
                "the table of contents says {label} “{}”, the body says “{}”",
                entry.title, heading.title
            ),
            help: "the body's title is used, the other one is kept as toc_title; cite the title of the body",
            evidence: entry.common.evidence.iter().chain(&heading.common.evidence).copied().collect(),
        }),
        (Match::Missing, _) if entry.label.is_some() => Some(Finding {
            code: "toc-entry-missing",
            severity: Severity::Warning,
            message: format!(
                "the table of contents lists {label} “{}”, which the body does not have",
                entry.title
            ),
            help: "compare with another copy: this one may be cut, or the heading is printed in another way",
            evidence: entry.common.evidence.clone(),
        }),
        _ => None,
    }
}

/// A level counts as listed when the table of contents names at least two of its headings out of three: many tables
/// name 章 and 节 but of the levels below only those of one 章.
const LISTED: (usize, usize) = (2, 3);

/// Headings that the table of contents leaves out, of the levels that it lists otherwise.
fn lacking(toc: &[TocEntry], index: &Index<'_>, found: &mut Vec<Finding>) {
    let named: BTreeSet<&str> = toc.iter().filter_map(|entry| entry.heading.as_deref()).collect();
    let mut levels: BTreeMap<(Marker, u8), (usize, usize)> = BTreeMap::new();
    for heading in &index.headings {
        let (listed, all) = levels.entry((heading.marker, heading.depth)).or_default();
        *all += 1;
        *listed += usize::from(named.contains(heading.common.id.as_str()));
    }
    for heading in &index.headings {
        let (listed, all) = levels[&(heading.marker, heading.depth)];
        if heading.marker == Marker::None
            || named.contains(heading.common.id.as_str())
            || listed * LISTED.1 < all * LISTED.0
        {
            continue;
        }
        found.push(Finding {
            code: "toc-lacks-heading",
            severity: Severity::Warning,
            message: format!(
                "the body has {} “{}”, which the table of contents does not list",
                heading.label.as_deref().unwrap_or_default(),
                heading.title
            ),
            help: "the body counts; whoever goes by the table of contents will miss this heading",
            evidence: heading.common.evidence.clone(),
        });
    }
}
