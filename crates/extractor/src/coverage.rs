//! Where every code point of the source went: each that is not blank has exactly one owner.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Coverage, Record, Span, TocEntry, is_blank};
use gangyao_text::{may_be_blank, next_where};

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
    let mut walk = Walk::over(source);
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
struct Walk {
    /// Code points of the source.
    end: u32,
    /// The code points that are blank, in order.
    blanks: Vec<u32>,
    /// Code points passed, and how many of them are blank.
    at: u32,
    passed: usize,
}

impl Walk {
    fn over(source: &str) -> Self {
        let (mut blanks, mut at, mut byte) = (Vec::new(), 0, 0);
        while let Some(next) = next_where(source.as_bytes(), byte, may_be_blank) {
            let c = source[next..].chars().next().expect("a character begins where its first byte stands");
            at += source[byte..next].chars().count() as u32;
            if is_blank(c) {
                blanks.push(at);
            }
            at += 1;
            byte = next + c.len_utf8();
        }
        at += source[byte..].chars().count() as u32;
        Self { end: at, blanks, at: 0, passed: 0 }
    }

    /// Goes on to the code point `end`; tells how many of those passed are not blank.
    fn to(&mut self, end: u32) -> u32 {
        let end = end.min(self.end);
        let blank = self.blanks[self.passed..].iter().take_while(|&&blank| blank < end).count();
        let solid = end.saturating_sub(self.at) - blank as u32;
        self.passed += blank;
        self.at = self.at.max(end);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blank_character_is_seen() {
        for c in (0..=0x1_FFFF).filter_map(char::from_u32) {
            let source = format!("甲乙{c}a丙、{c}丁");
            let mut walk = Walk::over(&source);
            let solid = 2 * u32::from(!is_blank(c));
            assert_eq!(walk.to(2), 2, "{c:?}");
            assert_eq!(walk.to(u32::MAX), 4 + solid, "{c:?}");
        }
    }

    #[test]
    fn what_has_an_owner_and_what_has_none() {
        let leaf = |start, end| (Span { start, end, page: None, bbox: None, ocr: false }, "paragraph");
        let leaves = [leaf(0, 2), leaf(3, 5), leaf(4, 6)];
        let coverage = count("甲乙\n丙丁戊 己", &leaves);
        assert_eq!((coverage.total, coverage.unassigned, coverage.doubled), (6, 1, 1));
        assert_eq!(coverage.by_kind["paragraph"], 5);
    }
}
