//! Every field's text lies in the record's evidence.

use serde_json::Value;

use crate::Finding;
use crate::record::{Record, Records, Span, spans};
use crate::text::{Text, shorten, squeeze};

/// Where a field's text may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// In the record's own evidence.
    Own,
    /// There, or in that of its parent: what a row takes over from the head of its table or a merged cell, and a clause
    /// from the sentence before it.
    Parent,
    /// There, or anywhere in the text: the cover's date can stand at the end.
    Text,
}

/// Checks that all spans lie in the text, run forwards, and have pages where the document has them.
pub(crate) fn in_bounds(records: &Records<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) -> bool {
    let before = findings.len();
    let pages = records.document.0["source"]["pages"].as_u64();
    for record in &records.all {
        let mut lists = vec![record.evidence(), spans(&record.0["mentions"])];
        lists.extend(record.list("components").iter().map(|component| spans(&component["evidence"])));
        lists.extend(record.cells().map(|cell| spans(&cell["evidence"])));
        for span in lists.into_iter().flatten() {
            let Span { start, end, page } = span;
            // A diagnostic can be about a place without text, and a box that is a picture has no text.
            let held = start < end || (start == end && matches!(record.kind(), "diagnostic" | "box"));
            let message = if !held || end > text.len() {
                format!("the span {start}..{end} does not lie in the text of {} code points", text.len())
            } else {
                match (page, pages) {
                    (None, None) => continue,
                    (Some(page), Some(pages)) if (1..=pages).contains(&page) => continue,
                    _ => format!("the span {start}..{end} has page {page:?}, the document {pages:?} pages"),
                }
            };
            findings.push(Finding::about("evidence", record, message));
        }
    }
    before == findings.len()
}

/// Checks all fields of all records. Spans lie in bounds.
pub(crate) fn check(records: &Records<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let whole = text.whole();
    let mut last = 0;
    for &record in &records.all {
        let own = record.evidence();
        let parent = records.parent(record).map(Record::evidence).unwrap_or_default();
        if own.is_empty() && !matches!(record.kind(), "document" | "diagnostic") {
            findings.push(Finding::about("evidence", &record, "it has no evidence"));
            continue;
        }
        let mut proof = Proof { record, text, own: text.proof(&own), parent: None, findings };
        for (field, value, within) in fields(record) {
            proof.field(&field, value, within, &parent, &whole);
        }
        parts(&mut proof, &own, &parent);
        columns(&mut proof, records.parent(record));
        // Leaves of the body stand in the order of the text; a table's rows and a paragraph's clauses are inside theirs.
        if let Some(first) = own.first()
            && !matches!(
                record.kind(),
                "document" | "toc_entry" | "diagnostic" | "indicator" | "quantity" | "project"
            )
        {
            if first.start < last {
                findings.push(Finding::about(
                    "evidence",
                    &record,
                    "it stands before the record that it follows",
                ));
            }
            last = first.start;
        }
    }
}

/// The text fields of a record, by its type.
fn fields(record: Record<'_>) -> Vec<(String, &str, Within)> {
    let (own, near): (&[&str], &[&str]) = match record.kind() {
        "document" => {
            let named = ["title", "issuer", "document_number"].into_iter();
            return named
                .filter_map(|field| Some((field.to_owned(), record.text(field)?, Within::Text)))
                .collect();
        }
        "toc_entry" => (&["label", "title", "page_label"], &[]),
        "paragraph" => (&["text", "lead", "bullet"], &[]),
        "table" => (&["caption"], &[]),
        "project" => (&["name", "description", "investment", "period", "location", "owner", "scale"], &[]),
        "indicator" => (&["name", "sub_name"], &["group", "unit"]),
        "quantity" => (&["sentence", "modality"], &["metric"]),
        "term" => (&["term", "definition"], &[]),
        "furniture" => (&["text"], &[]),
        "diagnostic" => (&[], &[]),
        _ => (&["label", "title"], &[]),
    };
    let named = |names: &'static [&str], within| {
        names.iter().filter_map(move |&field| Some((field.to_owned(), record.text(field)?, within)))
    };
    let mut fields: Vec<_> = named(own, Within::Own).chain(named(near, Within::Parent)).collect();
    let list = |field: &str, within| {
        record.texts(field).into_iter().map(|text| (field.to_owned(), text, within)).collect::<Vec<_>>()
    };
    match record.kind() {
        "table" => fields.extend(list("notes", Within::Own)),
        "indicator" => {
            fields.extend(list("notes", Within::Parent));
            for value in record.list("values") {
                let raw = value["value"]["raw"].as_str().unwrap_or_default();
                fields.push(("values".to_owned(), raw, Within::Own));
            }
        }
        "quantity" => {
            fields.push((
                "value".to_owned(),
                record.0["value"]["raw"].as_str().unwrap_or_default(),
                Within::Own,
            ));
            let from = record.0["from"]["raw"].as_str().unwrap_or_default();
            fields.push(("from".to_owned(), from, Within::Parent));
        }
        "term" => fields.extend(list("aliases", Within::Own)),
        _ => {}
    }
    fields
}

/// Evidence of parts: cells, components, mentions.
fn parts(proof: &mut Proof<'_, '_>, own: &[Span], parent: &[Span]) {
    let record = proof.record;
    for cell in record.cells() {
        proof.part("cell", cell["text"].as_str().unwrap_or_default(), &spans(&cell["evidence"]), own);
    }
    for component in record.list("components") {
        let name = component["name"].as_str().unwrap_or_default();
        proof.part("component", name, &spans(&component["evidence"]), own);
    }
    if record.kind() == "quantity" {
        proof.inside("quantity", own, parent);
    }
    let names: Vec<String> =
        record.text("term").into_iter().chain(record.texts("aliases")).map(words).collect();
    for span in spans(&record.0["mentions"]) {
        let found = words(&proof.text.proof(&[span]));
        // A part of the term is a use of it as well: 中试基地 of 中试基地（平台）.
        let uses =
            |name: &String| found.contains(name.as_str()) || (found.len() > 3 && name.contains(&found));
        if !names.iter().any(uses) {
            proof.fail(format!("the mention at {}..{} says “{}”", span.start, span.end, shorten(&found, 30)));
        }
    }
}

/// The names of a table's columns are cells of its head from top to bottom, joined with a slash. The cells have evidence of
/// their own, since the lines of a head that is broken over several (2025年 / 预计) go across its columns.
fn columns(proof: &mut Proof<'_, '_>, parent: Option<Record<'_>>) {
    let record = proof.record;
    let (table, names) = match record.kind() {
        "table" => (Some(record), record.texts("columns")),
        "indicator" => {
            let values = record.list("values").iter();
            (parent, values.filter_map(|value| value["column"].as_str()).collect())
        }
        _ => return,
    };
    let rows = table.iter().flat_map(|table| table.list("head")).filter_map(Value::as_array);
    let heads: Vec<&str> = rows.flatten().filter_map(|cell| cell["text"].as_str()).collect();
    for name in names {
        if let Some(strange) = strange_head(name, &heads) {
            proof.fail(format!("its columns “{}” does not stand in its head", shorten(strange, 30)));
        }
    }
}

/// What in the name of a column is none of the heads, which are taken in their order.
fn strange_head<'n>(name: &'n str, heads: &[&str]) -> Option<&'n str> {
    let mut rest = name;
    for head in heads.iter().filter(|head| !head.is_empty()) {
        match rest.strip_prefix(*head) {
            Some("") => return None,
            Some(after) => rest = after.strip_prefix('/').unwrap_or(rest),
            None => {}
        }
    }
    (!rest.is_empty()).then(|| rest.split('/').next().unwrap_or(rest))
}

/// Letters and digits alone: a term is used with and without its quotes (“中试”基地), with another dash.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// One record's evidence, put through the normaliser.
struct Proof<'a, 'v> {
    record: Record<'v>,
    text: &'a Text<'a>,
    own: String,
    /// Of the parent, made when it is asked for.
    parent: Option<String>,
    findings: &'a mut Vec<Finding>,
}

impl Proof<'_, '_> {
    fn field(&mut self, name: &str, value: &str, within: Within, parent: &[Span], whole: &str) {
        let value = squeeze(value);
        let found = self.own.contains(&value)
            || match within {
                Within::Own => false,
                Within::Parent => self.parent.get_or_insert_with(|| self.text.proof(parent)).contains(&value),
                Within::Text => whole.contains(&value),
            };
        if !found {
            let (value, own) = (shorten(&value, 30), shorten(&self.own, 30));
            self.fail(format!("its {name} “{value}” does not stand in its evidence “{own}”"));
        }
    }

    /// A part's text lies in its own evidence, and that in the record's.
    fn part(&mut self, name: &str, value: &str, evidence: &[Span], own: &[Span]) {
        let found = self.text.proof(evidence);
        if !found.contains(&squeeze(value)) {
            let (value, found) = (shorten(value, 30), shorten(&found, 30));
            self.fail(format!("its {name} “{value}” does not stand in the evidence “{found}”"));
        }
        self.inside(name, evidence, own);
    }

    fn inside(&mut self, name: &str, inner: &[Span], outer: &[Span]) {
        for span in inner {
            if !outer.iter().any(|outer| outer.start <= span.start && span.end <= outer.end) {
                self.fail(format!("the {name} at {}..{} lies outside what holds it", span.start, span.end));
            }
        }
    }

    fn fail(&mut self, message: String) {
        self.findings.push(Finding::about("evidence", &self.record, message));
    }
}
