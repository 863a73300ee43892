//! Where every code point of the source went: each that is not blank has exactly one owner.

use gangyao_model::{Coverage, Record, Span, TocEntry, is_blank};

use crate::consistency::Finding;

/// Counts the code points of each kind of leaf.
pub(crate) fn measure(source: &str, toc: &[TocEntry], records: &[Record]) -> Coverage {
    let tables: std::collections::BTreeSet<&str> = records
        .iter()
        .filter_map(|record| matches!(record, Record::Table(_)).then(|| record.common().id.as_str()))
        .collect();
    let mut leaves: Vec<(Span, &'static str)> =
        toc.iter().flat_map(|e| &e.common.evidence).map(|&s| (s, "toc_entry")).collect();
    for record in records {
        let derived = matches!(record, Record::Project(_))
            && record.common().parent.as_deref().is_some_and(|parent| tables.contains(parent));
        if record.is_leaf(None) && !derived {
            leaves.extend(record.common().evidence.iter().map(|&span| (span, record.type_name())));
        }
    }
    leaves.sort_by_key(|(span, _)| (span.start, span.end));
    count(source, &leaves)
}

fn count(source: &str, leaves: &[(Span, &'static str)]) -> Coverage {
    let mut coverage = Coverage::default();
    let mut chars = source.chars();
    let mut at = 0u32;
    // Blank or not, for the code points before `end`.
    let mut advance = |end: u32| -> u32 {
        let len = end.saturating_sub(at);
        at = at.max(end);
        chars.by_ref().take(len as usize).filter(|&c| !is_blank(c)).count() as u32
    };
    let mut reached = 0u32;
    for &(span, kind) in leaves {
        if span.start < reached {
            // Counted as an error of the program; the exact number does not matter.
            coverage.doubled += reached.min(span.end) - span.start;
        }
        let start = span.start.max(reached);
        if start >= span.end {
            continue;
        }
        coverage.unassigned += advance(start);
        let owned = advance(span.end);
        *coverage.by_kind.entry(kind.to_owned()).or_insert(0) += owned;
        coverage.total += owned;
        reached = span.end;
    }
    coverage.unassigned += advance(u32::MAX);
    coverage.total += coverage.unassigned;
    coverage
}

/// A diagnostic when characters were lost or counted twice.
pub(crate) fn problem(coverage: &Coverage) -> Option<Finding> {
    (coverage.unassigned > 0 || coverage.doubled > 0).then(|| Finding {
        code: "unassigned-text",
        severity: gangyao_model::Severity::Error,
        message: format!(
            "{} characters of the source stand in no record and {} in more than one",
            coverage.unassigned, coverage.doubled
        ),
        help: "this is an error of the program; please report the document",
        evidence: Vec::new(),
    })
}
