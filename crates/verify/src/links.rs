//! How records hang together: parents, paths, order, counts, the table of contents.

use std::collections::BTreeMap;

use crate::Finding;
use crate::record::{Record, Records};
use crate::text::{shorten, squeeze};

pub(crate) fn check(records: &Records<'_>, findings: &mut Vec<Finding>) {
    order(records, findings);
    counts(records, findings);
    for &record in &records.all {
        parent(records, record, findings);
        path(records, record, findings);
        if record.kind() == "toc_entry" {
            toc_entry(records, record, findings);
        }
    }
    toc_titles(records, findings);
}

/// `seq` counts from 0 without gaps over all records, and rises within each list.
fn order(records: &Records<'_>, findings: &mut Vec<Finding>) {
    let mut seqs: Vec<u64> = records.all.iter().map(|record| record.seq()).collect();
    if records.document.seq() != 0 {
        findings.push(Finding::about("links", &records.document, "the document is not the first record"));
    }
    let list = |record: &Record<'_>| match record.kind() {
        "toc_entry" => 0,
        "diagnostic" => 2,
        _ => 1,
    };
    for pair in records.all.windows(2) {
        if list(&pair[0]) == list(&pair[1]) && pair[0].seq() >= pair[1].seq() {
            let message = format!("its seq {} does not come after {}", pair[1].seq(), pair[0].seq());
            findings.push(Finding::about("links", &pair[1], message));
        }
    }
    seqs.sort_unstable();
    if let Some((place, seq)) = seqs.iter().enumerate().find(|&(place, &seq)| place as u64 != seq) {
        let message = format!("seq should count from 0 through all records, but {place} is {seq}");
        findings.push(Finding::new("links", message));
    }
}

/// `document.counts` counts every record but the document.
fn counts(records: &Records<'_>, findings: &mut Vec<Finding>) {
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    for record in &records.all[1..] {
        *found.entry(record.kind()).or_insert(0) += 1;
    }
    let said = records.document.0["counts"].as_object();
    let said: BTreeMap<&str, u64> = said
        .into_iter()
        .flatten()
        .map(|(kind, count)| (kind.as_str(), count.as_u64().unwrap_or(0)))
        .filter(|&(_, count)| count > 0)
        .collect();
    if said != found {
        let message = format!("its counts are {said:?}, the records are {found:?}");
        findings.push(Finding::about("links", &records.document, message));
    }
}

/// Every parent is a record that comes before.
fn parent(records: &Records<'_>, record: Record<'_>, findings: &mut Vec<Finding>) {
    let Some(id) = record.parent() else { return };
    match records.get(id) {
        None => findings.push(Finding::about("links", &record, format!("its parent {id} is no record"))),
        Some(parent) if parent.seq() >= record.seq() => {
            findings.push(Finding::about("links", &record, format!("its parent {id} comes after it")));
        }
        Some(_) => {}
    }
}

/// The path names the enclosing headings.
fn path(records: &Records<'_>, record: Record<'_>, findings: &mut Vec<Finding>) {
    let mut headings = Vec::new();
    let mut at = records.parent(record);
    // A parent comes before its child, so this ends; where it does not, `parent` has a finding.
    while let Some(parent) = at.filter(|_| headings.len() <= records.all.len()) {
        if parent.is_heading() {
            headings.push(squeeze(&format!(
                "{}{}",
                parent.text("label").unwrap_or_default(),
                parent.text("title").unwrap_or_default()
            )));
        }
        at = records.parent(parent).filter(|above| above.seq() < parent.seq());
    }
    headings.reverse();
    let path: Vec<String> = record.texts("path").into_iter().map(squeeze).collect();
    if path != headings {
        let message = format!("its path is {path:?}, the headings around it are {headings:?}");
        findings.push(Finding::about("links", &record, message));
    }
}

/// A toc entry leads to a heading or a box, and `match` says how well the two agree.
fn toc_entry(records: &Records<'_>, record: Record<'_>, findings: &mut Vec<Finding>) {
    let matched = record.text("match").unwrap_or_default();
    let target = record.text("heading").map(|id| (id, records.get(id)));
    let message = match target {
        None if matched == "missing" => return,
        None => format!("its match is `{matched}`, but it leads nowhere"),
        Some((id, None)) => format!("its heading {id} is no record"),
        Some((id, Some(heading))) => {
            // A toc prints a box's label as a part of the entry's title: 专栏1 主要指标.
            let whole = |record: Record<'_>| {
                let text = |field| record.text(field).unwrap_or_default();
                squeeze(&format!("{}{}", text("label"), text("title")))
            };
            let title = |record: Record<'_>| squeeze(record.text("title").unwrap_or_default());
            // And an annex with its caption (附件1 主要指标), which in the body stands on a line of its own.
            let is_annex = title(heading).starts_with('附') && title(record).starts_with(&title(heading));
            let differs = title(heading) != title(record) && whole(heading) != whole(record) && !is_annex;
            match matched {
                "missing" => format!("its match is `missing`, but it leads to {id}"),
                "exact" if differs => format!("its match is `exact`, but the title of {id} differs"),
                _ => return,
            }
        }
    };
    findings.push(Finding::about("links", &record, message));
}

/// A heading's `toc_title` is the title of a toc entry that leads to it.
fn toc_titles(records: &Records<'_>, findings: &mut Vec<Finding>) {
    let mut titles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in records.all.iter().filter(|record| record.kind() == "toc_entry") {
        if let Some(heading) = entry.text("heading") {
            titles.entry(heading).or_default().push(entry.text("title").unwrap_or_default());
        }
    }
    for record in &records.all {
        if let Some(title) = record.text("toc_title")
            && !titles.get(record.id()).is_some_and(|titles| titles.contains(&title))
        {
            let message = format!("no toc entry that leads to it has the title “{}”", shorten(title, 30));
            findings.push(Finding::about("links", record, message));
        }
    }
}
