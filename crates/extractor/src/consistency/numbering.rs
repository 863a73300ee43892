//! Numbers that do not count up: 第三节 after 第一节, two 专栏 4, indicators 7 and 9 without 8.

use std::collections::BTreeMap;

use gangyao_model::{Heading, Marker, Record, Severity};

use super::Finding;

pub(super) fn check(records: &[Record]) -> Vec<Finding> {
    let mut found = Vec::new();
    headings(records, &mut found);
    boxes(records, &mut found);
    indicators(records, &mut found);
    found
}

const HELP: &str = "check the numbering in the document; records keep the numbers as printed";

fn headings(records: &[Record], found: &mut Vec<Finding>) {
    // The last number under each parent, and of each style anywhere (章 may run through all 篇).
    let mut under: BTreeMap<(&str, Marker), u32> = BTreeMap::new();
    let mut anywhere: BTreeMap<Marker, u32> = BTreeMap::new();
    for record in records {
        let (Record::Part(h) | Record::Chapter(h) | Record::Section(h) | Record::Subsection(h)) = record
        else {
            continue;
        };
        let Some(number) = h.number else { continue };
        let key = (h.common.parent.as_deref().unwrap_or_default(), h.marker);
        let runs_on = anywhere.insert(h.marker, number).is_some_and(|last| number == last + 1);
        match under.insert(key, number) {
            Some(last) if number == last + 1 => {}
            Some(last) if number == last => {
                found.push(heading_finding(h, "numbering-repeat", format!("comes twice, after {last}")))
            }
            None if number == 1 || runs_on => {}
            Some(last) => found.push(heading_finding(h, "numbering-gap", format!("follows number {last}"))),
            None => {
                found.push(heading_finding(h, "numbering-gap", "is the first of its level here".to_owned()))
            }
        }
    }
}

fn heading_finding(heading: &Heading, code: &'static str, how: String) -> Finding {
    Finding {
        code,
        severity: Severity::Warning,
        message: format!("{} “{}” {how}", heading.label.as_deref().unwrap_or_default(), heading.title),
        help: HELP,
        evidence: heading.common.evidence.clone(),
    }
}

fn boxes(records: &[Record], found: &mut Vec<Finding>) {
    let mut last = None;
    for record in records {
        let Record::Box(record) = record else { continue };
        let Some(number) = record.number else { continue };
        if let Some(before) = last.replace(number)
            && number != before + 1
        {
            let code = if number == before { "numbering-repeat" } else { "numbering-gap" };
            found.push(Finding {
                code,
                severity: Severity::Warning,
                message: format!("box {number} “{}” follows box {before}", record.title),
                help: HELP,
                evidence: record.common.evidence.clone(),
            });
        }
    }
}

fn indicators(records: &[Record], found: &mut Vec<Finding>) {
    let mut last: Option<(&str, u32)> = None;
    for record in records {
        let Record::Indicator(row) = record else { continue };
        let table = row.common.parent.as_deref().unwrap_or_default();
        let Some(number) = row.number else { continue };
        if let Some((before_table, before)) = last.replace((table, number))
            && before_table == table
            && number != before
            && number != before + 1
        {
            found.push(Finding {
                code: "indicator-gap",
                severity: Severity::Warning,
                message: format!("indicator {number} “{}” follows indicator {before}", row.name),
                help: "a row may be missing in the document or may not have been read",
                evidence: row.common.evidence.clone(),
            });
        }
    }
}
