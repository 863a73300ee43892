//! The data files as plain data. They are part of the program, so that a mistake in them is a failed test, no error.

use std::collections::BTreeMap;

use crate::{Choice, Column, Table, Type, choices as all_choices};

const TABLES: &str = include_str!("../data/tables.tsv");
const COLUMNS: &str = include_str!("../data/columns.tsv");
const VALUES: &str = include_str!("../data/values.tsv");

/// The lines of a data file, `N` fields each; `-` stands for an empty one.
fn lines<const N: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let fields: Vec<&str> = line.split('\t').map(|field| if field == "-" { "" } else { field }).collect();
        fields.try_into().expect("every line of a data file has all its fields")
    })
}

pub(crate) fn choices() -> BTreeMap<&'static str, Vec<Choice>> {
    let mut all: BTreeMap<_, Vec<Choice>> = BTreeMap::new();
    for [list, value, zh, description] in lines(VALUES) {
        all.entry(list).or_default().push(Choice { value, zh, description });
    }
    all
}

/// All tables of the file; the panel has no record that its rows come from.
pub(crate) fn tables() -> Vec<Table> {
    let mut columns: BTreeMap<&str, Vec<Column>> = BTreeMap::new();
    for line in lines::<10>(COLUMNS) {
        let [table, name, ..] = line;
        let new = if name.starts_with('@') { group(&columns, line) } else { vec![column(line)] };
        columns.entry(table).or_default().extend(new);
    }
    lines(TABLES)
        .map(|[name, record, rows, zh, description, description_zh]| {
            let columns = columns.remove(name).expect("every table has columns");
            Table { name, record, rows, zh, description, description_zh, key: key(name, rows), columns }
        })
        .collect()
}

fn column(line: [&'static str; 10]) -> Column {
    let [_, name, kind, null, json, unit, references, zh, description, description_zh] = line;
    Column {
        name: name.to_owned(),
        zh: zh.to_owned(),
        kind: kind_of(kind),
        nullable: null == "null",
        json: json.to_owned(),
        unit: Some(unit).filter(|unit| !unit.is_empty()),
        references: references.split_once('.'),
        description,
        description_zh,
    }
}

/// The columns of a group under other names.
fn group(columns: &BTreeMap<&str, Vec<Column>>, line: [&'static str; 10]) -> Vec<Column> {
    let [_, name, _, null, json, _, prefix, zh, ..] = line;
    let mut group = columns.get(name).expect("a group stands before its use").clone();
    for column in &mut group {
        column.name.insert_str(0, prefix);
        column.zh.insert_str(0, zh);
        if !column.json.starts_with(['=', '/']) {
            column.json.insert_str(0, json);
        }
        column.nullable |= null == "null";
    }
    group
}

fn kind_of(name: &str) -> Type {
    match name {
        "text" => Type::Text,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "boolean" => Type::Boolean,
        "path" => Type::Path,
        "lines" => Type::Lines,
        list => {
            let (name, choices) =
                all_choices().get_key_value(list).expect("a type is a simple one or a list of values");
            Type::OneOf(name, choices)
        }
    }
}

/// Ids repeat between copies of one plan, so that every key begins with the file.
fn key(table: &str, rows: &str) -> &'static [&'static str] {
    match (table, rows) {
        ("documents", _) => &["file"],
        (_, ".") => &["file", "id"],
        ("evidence", _) => &["file", "record", "of", "item", "ordinal"],
        ("cells", _) => &["file", "table_id", "ordinal"],
        ("components", _) => &["file", "project", "ordinal"],
        ("indicator_values", _) => &["file", "indicator", "ordinal"],
        ("mentions", _) => &["file", "term", "ordinal"],
        ("coverage", _) => &["file", "kind"],
        ("counts", _) => &["file", "type"],
        ("panel", _) => {
            &["file", "name", "sub_name", "unit", "role", "year", "measure", "span_start", "span_end"]
        }
        _ => &[],
    }
}
