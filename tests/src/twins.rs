//! Two conversions of one plan, compared record by record and field by field: what should not depend on the format.
//!
//! Left out is what a format is free to differ in: where a text stands (evidence, places, pages), the identifiers, which
//! follow from the other fields, and the page numbers and running heads that only paged formats have, which are counted.
//! Records of one type are paired in order; a record without a partner is a difference of its own.

use std::collections::BTreeMap;

use gangyao_model::{Conversion, Record};
use serde_json::{Map, Value};

/// Fields that tell where something stands, or how often, not what it says.
const PLACES: [&str; 7] = ["evidence", "mentions", "seq", "id", "doc", "source", "coverage"];

/// Fields that hold the identifier of another record.
const REFERENCES: [&str; 3] = ["parent", "heading", "box"];

/// Characters that are shown on each side of the first difference of two texts.
const AROUND: usize = 8;

/// Every difference, one a line, in the order of the record types; nothing if the two say the same.
///
/// # Panics
/// When a record is no JSON object.
#[must_use]
pub fn differences(a: &Conversion, b: &Conversion) -> Vec<String> {
    let (a, b) = (by_type(a), by_type(b));
    let mut types: Vec<&String> = a.keys().chain(b.keys()).collect();
    types.sort();
    types.dedup();
    let mut out = Vec::new();
    for name in types {
        let (a, b) = (a.get(name).map_or(&[][..], Vec::as_slice), b.get(name).map_or(&[][..], Vec::as_slice));
        if name == "furniture" {
            out.extend(furniture(a, b));
            continue;
        }
        for (at, pair) in pairs(a, b).into_iter().enumerate() {
            match pair {
                (Some(a), Some(b)) => compare(&format!("{name} {at} {}", head(a)), a, b, &mut out),
                (Some(a), None) => out.push(format!("{name} {at} {}: only in the first", head(a))),
                (None, Some(b)) => out.push(format!("{name} {at} {}: only in the second", head(b))),
                (None, None) => {}
            }
        }
    }
    out
}

type Records = Vec<Map<String, Value>>;

/// The records of each type, without what the format is free to differ in.
fn by_type(conversion: &Conversion) -> BTreeMap<String, Records> {
    let document = Record::Document(Box::new(conversion.document.clone()));
    let toc = conversion.toc.iter().cloned().map(Record::TocEntry);
    let diagnostics = conversion.diagnostics.iter().cloned().map(Record::Diagnostic);
    let all: Vec<Record> = std::iter::once(document)
        .chain(toc)
        .chain(conversion.records.iter().cloned())
        .chain(diagnostics)
        .collect();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &all {
        let count = counts.entry(record.type_name()).or_default();
        names.insert(record.common().id.clone(), format!("{} {count}", record.type_name()));
        *count += 1;
    }
    let mut types: BTreeMap<String, Records> = BTreeMap::new();
    for record in &all {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(record) else {
            panic!("a {} is no object", record.type_name())
        };
        fields.remove("counts");
        for reference in REFERENCES {
            if let Some(Value::String(id)) = fields.get_mut(reference)
                && let Some(name) = names.get(id)
            {
                id.clone_from(name);
            }
        }
        strip(&mut fields);
        types.entry(record.type_name().to_owned()).or_default().push(fields);
    }
    types
}

/// Records nest to a fixed depth: a value in a cell in a row.
fn strip(fields: &mut Map<String, Value>) {
    PLACES.iter().for_each(|place| {
        fields.remove(*place);
    });
    fields.values_mut().for_each(strip_value);
}

fn strip_value(value: &mut Value) {
    match value {
        Value::Object(fields) => strip(fields),
        Value::Array(values) => values.iter_mut().for_each(strip_value),
        _ => {}
    }
}

/// What a record says first, without white space.
fn head(fields: &Map<String, Value>) -> String {
    let key = key(fields);
    format!("“{}”", key.chars().take(12).collect::<String>())
}

/// What tells one record of a type from another, without white space.
fn key(fields: &Map<String, Value>) -> String {
    let said = [
        "label", "number", "title", "name", "sub_name", "metric", "term", "text", "caption", "code",
        "message",
    ];
    let parts = said.iter().filter_map(|field| match fields.get(*field)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let key: String = parts.collect();
    key.chars().filter(|c| !c.is_whitespace()).collect()
}

type Pair<'r> = (Option<&'r Map<String, Value>>, Option<&'r Map<String, Value>>);

/// Records of both sides that have no partner yet.
type Open<'r> = (Vec<&'r Map<String, Value>>, Vec<&'r Map<String, Value>>);

/// Pairs the records: those with the same key by their longest common run, those between two such pairs in order.
fn pairs<'r>(a: &'r [Map<String, Value>], b: &'r [Map<String, Value>]) -> Vec<Pair<'r>> {
    let (keys_a, keys_b): (Vec<String>, Vec<String>) =
        (a.iter().map(key).collect(), b.iter().map(key).collect());
    let mut common = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let skipped = common[i + 1][j].max(common[i][j + 1]);
            let taken = common[i + 1][j + 1] + 1;
            common[i][j] = if keys_a[i] == keys_b[j] { taken.max(skipped) } else { skipped };
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    let mut open = Open::default();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && keys_a[i] == keys_b[j] && common[i][j] == common[i + 1][j + 1] + 1 {
            close(&mut open, &mut pairs);
            pairs.push((Some(&a[i]), Some(&b[j])));
            (i, j) = (i + 1, j + 1);
        } else if j >= b.len() || (i < a.len() && common[i + 1][j] >= common[i][j + 1]) {
            open.0.push(&a[i]);
            i += 1;
        } else {
            open.1.push(&b[j]);
            j += 1;
        }
    }
    close(&mut open, &mut pairs);
    pairs
}

fn close<'r>(open: &mut Open<'r>, pairs: &mut Vec<Pair<'r>>) {
    let count = open.0.len().max(open.1.len());
    pairs.extend((0..count).map(|at| (open.0.get(at).copied(), open.1.get(at).copied())));
    open.0.clear();
    open.1.clear();
}

fn compare(name: &str, a: &Map<String, Value>, b: &Map<String, Value>, out: &mut Vec<String>) {
    let (mut own, mut other) = (BTreeMap::new(), BTreeMap::new());
    a.iter().for_each(|(field, value)| flatten(field, value, &mut own));
    b.iter().for_each(|(field, value)| flatten(field, value, &mut other));
    let mut fields: Vec<&String> = own.keys().chain(other.keys()).collect();
    fields.sort();
    fields.dedup();
    for field in fields {
        let (a, b) = (own.get(field), other.get(field));
        if a != b {
            out.push(format!("{name}: {field}: {}", shown(a, b)));
        }
    }
}

/// `rows[3][0].text` and the like, down to the plain values.
fn flatten(path: &str, value: &Value, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(field, value)| flatten(&format!("{path}.{field}"), value, out));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| flatten(&format!("{path}[{at}]"), value, out));
        }
        Value::String(text) => {
            out.insert(path.to_owned(), text.clone());
        }
        other => {
            out.insert(path.to_owned(), other.to_string());
        }
    }
}

/// The two texts around their first difference, and whether they differ in white space alone.
fn shown(a: Option<&String>, b: Option<&String>) -> String {
    let (Some(a), Some(b)) = (a, b) else {
        return format!("{} | {}", a.map_or("nothing", String::as_str), b.map_or("nothing", String::as_str));
    };
    let (own, other): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let cut = |text: &[char]| -> String {
        let (from, to) = (same.saturating_sub(AROUND), (same + AROUND).min(text.len()));
        let (before, after) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
        format!("“{before}{}{after}”", text[from.min(to)..to].iter().collect::<String>())
    };
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let space = if squeezed(a) == squeezed(b) { " (white space)" } else { "" };
    format!("{} | {}{space}", cut(&own), cut(&other))
}

/// Page numbers and running heads are counted: only formats with pages have them. Other furniture must read the same,
/// over however many lines it stands.
fn furniture(a: &[Map<String, Value>], b: &[Map<String, Value>]) -> Vec<String> {
    let kinds = |records: &[Map<String, Value>]| {
        let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for record in records {
            let field = |name: &str| record.get(name).and_then(Value::as_str).unwrap_or_default();
            let entry = kinds.entry(field("kind").to_owned()).or_default();
            entry.0 += 1;
            entry.1.extend(field("text").chars().filter(|c| !c.is_whitespace()));
        }
        kinds
    };
    let (a, b) = (kinds(a), kinds(b));
    let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
    names.sort();
    names.dedup();
    let mut out = Vec::new();
    for name in names {
        let (own, other) =
            (a.get(name).cloned().unwrap_or_default(), b.get(name).cloned().unwrap_or_default());
        let counted = matches!(name.as_str(), "page_number" | "running_head");
        if counted && own.0 != other.0 {
            out.push(format!("furniture {name}: {} | {}", own.0, other.0));
        } else if !counted && own.1 != other.1 {
            out.push(format!("furniture {name}: {}", shown(Some(&own.1), Some(&other.1))));
        }
    }
    out
}
