//! Two records that are the same one: which of their fields differ.

use gangyao_text::squeeze;
use serde_json::Value;

use crate::change::Field;
use crate::lists;
use crate::tables::{self, Told};
use crate::values;
use crate::view::{Class, Node};

/// Fields that every record has, that hold places in the text, or that only say what another record says: a heading's
/// title in the contents, a quantity's sentence, the cells of a table's head, which its columns name.
const NO_DIFFERENCE: &[&str] = &[
    "id",
    "doc",
    "seq",
    "parent",
    "path",
    "evidence",
    "mentions",
    "heading",
    "head",
    "box",
    "source",
    "coverage",
    "counts",
    "toc_title",
    "depth",
    "match",
    "sentence",
];

/// The fields by which a reader calls the record.
pub(crate) fn names(class: Class) -> &'static [&'static str] {
    match class {
        Class::Document | Class::TocEntry | Class::Heading | Class::Box => &["title"],
        Class::Table => &["caption"],
        Class::Project => &["name"],
        Class::Indicator => &["name", "sub_name"],
        Class::Quantity => &["metric"],
        Class::Term => &["term"],
        _ => &[],
    }
}

/// The fields that differ, the names first, then in the order of their own names.
pub(crate) fn differences(old: &Node<'_>, new: &Node<'_>, told: &Told) -> Vec<Field> {
    let mut fields = Vec::new();
    let all = old.fields.keys().chain(new.fields.keys().filter(|name| !old.fields.contains_key(*name)));
    let mut all: Vec<&str> = all.map(String::as_str).filter(|name| !NO_DIFFERENCE.contains(name)).collect();
    all.sort_by_key(|name| (!names(new.class).contains(name), *name));
    for name in all {
        let (a, b) = (old.field(name), new.field(name));
        if same(a, b) {
            continue;
        }
        match name {
            "values" => fields.extend(values::differences(a, b, same_unit(old, new))),
            "value" | "from" => fields.extend(values::difference(name, a, b, true)),
            "components" => {
                fields.extend(lists::differences("component", &lists::names(a), &lists::names(b)))
            }
            "notes" => fields.extend(lists::differences("note", &lists::texts(a), &lists::texts(b))),
            "aliases" => fields.extend(lists::differences("alias", &lists::texts(a), &lists::texts(b))),
            "columns" => fields.extend(tables::columns(a, b)),
            "rows" => fields.extend(tables::rows(old, new, told)),
            _ => fields.push(field(name, a, b)),
        }
    }
    // A label says its number, a paragraph its lead.
    let differs = |fields: &[Field], name: &str| fields.iter().any(|field| field.name == name);
    for (says, said) in [("label", "number"), ("text", "lead")] {
        if differs(&fields, says) {
            fields.retain(|field| field.name != said);
        }
    }
    fields
}

pub(crate) fn field(name: &str, old: &Value, new: &Value) -> Field {
    Field { name: name.to_owned(), old: old.clone(), new: new.clone() }
}

/// Texts that are equal, white space aside: where a line breaks is no part of what it says.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    a == b || squeeze(a) == squeeze(b)
}

/// Equal, white space in texts aside.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => alike(a, b),
        _ => a == b,
    }
}

fn same_unit(old: &Node<'_>, new: &Node<'_>) -> bool {
    old.text("unit") == new.text("unit")
}
