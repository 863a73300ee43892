//! Every character has exactly one owner.

use std::collections::BTreeMap;

use crate::Finding;
use crate::record::Records;
use crate::text::{Text, is_blank, shorten};

/// Runs of lost or doubled text that are shown; all are counted.
const SHOWN: usize = 5;

pub(crate) fn check(records: &Records<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let chars: Vec<char> = text.chars().collect();
    let counted: Vec<bool> = chars.iter().map(|&c| !is_blank(c)).collect();
    let mut owners = vec![0_u8; chars.len()];
    let mut by_kind: BTreeMap<&str, u64> = BTreeMap::new();
    for leaf in records.leaves() {
        let mut held = 0;
        for span in leaf.evidence() {
            for at in span.start..span.end {
                owners[at] = owners[at].saturating_add(1);
                held += u64::from(counted[at]);
            }
        }
        *by_kind.entry(leaf.kind()).or_insert(0) += held;
    }
    let stands = |wrong: fn(u8) -> bool| {
        (0..chars.len()).filter(|&at| counted[at] && wrong(owners[at])).collect::<Vec<usize>>()
    };
    let (unassigned, doubled) = (stands(|n| n == 0), stands(|n| n > 1));
    show("has no owner", &unassigned, &chars, findings);
    show("has two owners", &doubled, &chars, findings);

    let total = counted.iter().filter(|&&counted| counted).count();
    let said = &records.document.0["coverage"];
    for (field, found) in [("total", total), ("unassigned", unassigned.len()), ("doubled", doubled.len())] {
        if said[field].as_u64() != Some(found as u64) {
            let message = format!("coverage.{field} is {}, found {found}", said[field]);
            findings.push(Finding::new("coverage", message));
        }
    }
    by_kind.retain(|_, count| *count > 0);
    let said: BTreeMap<&str, u64> = said["by_kind"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(kind, count)| (kind.as_str(), count.as_u64().unwrap_or(0)))
        .filter(|&(_, count)| count > 0)
        .collect();
    if said != by_kind {
        findings.push(Finding::new("coverage", format!("coverage.by_kind is {said:?}, found {by_kind:?}")));
    }
}

/// One finding for each run of code points, up to a few.
fn show(what: &str, places: &[usize], chars: &[char], findings: &mut Vec<Finding>) {
    let runs: Vec<&[usize]> = places.chunk_by(|a, b| a + 1 == *b).collect();
    for run in runs.iter().take(SHOWN) {
        let (start, end) = (run[0], run[run.len() - 1] + 1);
        let words: String = chars[start..end].iter().collect();
        findings
            .push(Finding::new("coverage", format!("“{}” at {start}..{end} {what}", shorten(&words, 30))));
    }
    if runs.len() > SHOWN {
        let message = format!("text at {} more places {what}", runs.len() - SHOWN);
        findings.push(Finding::new("coverage", message));
    }
}
