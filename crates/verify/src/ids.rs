//! Every id once more, from what the record says and where it hangs.
//!
//! The recipe is that of ARCHITECTURE.md, written a second time: SHA-256 over document id, type, path, parent, key and
//! ordinal, separated by U+001E; the headings of the path and the parts of the key separated by U+001F.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Finding;
use crate::record::{Record, Records};

pub(crate) fn check(records: &Records<'_>, findings: &mut Vec<Finding>) {
    let document = records.document;
    let name = document.0["source"]["name"].as_str().unwrap_or_default();
    let title = document.text("title").filter(|title| !title.trim().is_empty());
    let doc = hash(&without_space(title.unwrap_or(name)));
    let mut equals: BTreeMap<String, u32> = BTreeMap::new();
    for record in &records.all {
        if record.text("doc") != Some(&doc) {
            let message = format!("its `doc` is not the hash of the title, {doc}");
            findings.push(Finding::about("ids", record, message));
        }
        let mut fields = hashed(*record, &doc);
        let ordinal = equals.entry(fields.clone()).or_insert(0);
        fields += &format!("\u{1E}{ordinal}");
        *ordinal += 1;
        let expected = format!("{doc}-{}", hash(&fields));
        if record.id() != expected {
            findings.push(Finding::about("ids", record, format!("its id should be {expected}")));
        }
    }
    unique(records, findings);
}

fn unique(records: &Records<'_>, findings: &mut Vec<Finding>) {
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for record in &records.all {
        *times.entry(record.id()).or_insert(0) += 1;
    }
    for (id, times) in times.into_iter().filter(|&(_, times)| times > 1) {
        findings.push(Finding::new("ids", format!("{times} records have the id {id}")));
    }
}

/// All hashed fields but the ordinal.
fn hashed(record: Record<'_>, doc: &str) -> String {
    let path = record.texts("path").join("\u{1F}");
    let key: Vec<String> = key(record).iter().map(|part| without_space(part)).collect();
    [doc, record.kind(), &path, record.parent().unwrap_or_default(), &key.join("\u{1F}")].join("\u{1E}")
}

/// The parts of a record's key, by its type.
fn key(record: Record<'_>) -> Vec<String> {
    let fields: &[&str] = match record.kind() {
        "document" => &[],
        "paragraph" => &["text"],
        "project" => &["number", "name"],
        "indicator" => &["number", "group", "name", "sub_name"],
        "term" => &["number", "term"],
        "furniture" => &["kind", "text"],
        "diagnostic" => &["code", "message"],
        "table" => {
            let caption = [record.text("caption").unwrap_or_default()];
            let rows = record.list("rows").iter();
            let first_cells = rows.filter_map(|row| row.get(0)?["text"].as_str());
            return caption
                .into_iter()
                .chain(record.texts("columns"))
                .chain(first_cells)
                .map(str::to_owned)
                .collect();
        }
        "quantity" => return vec![printed(&record.0["metric"]), printed(&record.0["value"]["raw"])],
        _ => &["label", "title"],
    };
    fields.iter().map(|field| printed(&record.0[*field])).collect()
}

fn printed(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}
