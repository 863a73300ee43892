//! Where every code point of the source went: each that is not blank has exactly one owner.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Coverage, Record, Span, TocEntry, is_blank};

use crate::consistency::Finding;

/// Counts the code points of each kind of leaf.
pub(crate) fn measure(source: &str, toc: &[TocEntry], records: &[Record]) -> Coverage {
    let tables: BTreeSet<&str> = records
        .iter()
        .filter(|record| matches!(record, Record::Table(_)))
        .map(|record| record.common().id.as_str())
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
    let mut by_kind: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut walk = Walk { text: source, at: 0, byte: 0 };
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
        coverage.unassigned += walk.to(start);
        let owned = walk.to(span.end);
        *by_kind.entry(kind).or_insert(0) += owned;
        coverage.total += owned;
        reached = span.end;
    }
    coverage.unassigned += walk.to(u32::MAX);
    coverage.total += coverage.unassigned;
    coverage.by_kind = by_kind.into_iter().map(|(kind, owned)| (kind.to_owned(), owned)).collect();
    coverage
}

/// Goes once through the source.
struct Walk<'t> {
    text: &'t str,
    /// Code points passed.
    at: u32,
    /// Bytes passed.
    byte: usize,
}

impl Walk<'_> {
    /// Goes on to the code point `end`; tells how many of those passed are not blank.
    fn to(&mut self, end: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let (mut at, mut byte, mut solid) = (self.at, self.byte, 0);
        while at < end {
            // The common characters, none of them blank: Han characters, two at a time; ASCII, 、 and 。, full-width forms.
            let (chars, len) = match bytes[byte..] {
                [0xE4..=0xE9, _, _, 0xE4..=0xE9, ..] if end - at > 1 => (2, 6),
                [0xE4..=0xE9, ..] | [0xE3, 0x80, 0x81..=0xBF, ..] | [0xEF, 0xBC, ..] => (1, 3),
                [b'!'..=b'~', ..] => (1, 1),
                _ => {
                    let Some(c) = self.text[byte..].chars().next() else { break };
                    at += 1;
                    byte += c.len_utf8();
                    solid += u32::from(!is_blank(c));
                    continue;
                }
            };
            at += chars;
            byte += len;
            solid += chars;
        }
        self.at = at.max(end);
        self.byte = byte;
        solid
    }
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
