//! Every cell of every table against the place in the JSON that the definition gives for it, over all fixtures: what is
//! written as a table is what is written as a record.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use std::collections::BTreeMap;

use gangyao_definition::{Column, LINE_SEPARATOR, PATH_SEPARATOR, Table, Type};
use gangyao_model::Conversion;
use gangyao_tables::{Cell, flatten};
use gangyao_tests::{fixtures, for_each_case};
use serde_json::{Value, json};

/// All records as the files have them.
fn records(conversion: &Conversion) -> Vec<Value> {
    let mut out = Vec::new();
    gangyao_exporter::write_jsonl(conversion, &mut out).unwrap();
    out.split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// Cells that no place of the record gives, by the names that the definition has for them.
type Derived = BTreeMap<&'static str, Value>;

/// What makes the rows of a table, in order: an element of the record, and what is derived of its place.
fn elements<'a>(table: &Table, record: &'a Value) -> Vec<(&'a Value, Derived)> {
    match table.rows {
        "." => vec![(record, Derived::new())],
        "evidence[]" => spans(record),
        "rows[][]" => {
            let cells = cells(record).into_iter().enumerate();
            let derived = |ordinal, row, cell| [("ordinal", ordinal), ("row", row), ("cell", cell)];
            cells.map(|(ordinal, (row, place, cell))| (cell, numbers(derived(ordinal, row, place)))).collect()
        }
        map if map.ends_with("{}") => {
            let entries = lookup(record, map.trim_end_matches("{}")).as_object().unwrap();
            entries
                .iter()
                .map(|(key, value)| (value, [("key", json!(key)), ("value", value.clone())].into()))
                .collect()
        }
        name => list(record, name.trim_end_matches("[]"))
            .iter()
            .enumerate()
            .map(|(ordinal, each)| (each, numbers([("ordinal", ordinal)])))
            .collect(),
    }
}

fn numbers<const N: usize>(numbers: [(&'static str, usize); N]) -> Derived {
    numbers.into_iter().map(|(name, number)| (name, json!(number))).collect()
}

/// A list of a record, empty where it has none of that name.
fn list<'a>(record: &'a Value, name: &str) -> &'a [Value] {
    record.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The cells of a table with row and place in it.
fn cells(record: &Value) -> Vec<(usize, usize, &Value)> {
    let rows = list(record, "rows").iter().enumerate();
    rows.flat_map(|(row, cells)| {
        cells.as_array().unwrap().iter().enumerate().map(move |(place, cell)| (row, place, cell))
    })
    .collect()
}

/// The spans of a record, of its cells and of its components.
fn spans(record: &Value) -> Vec<(&Value, Derived)> {
    let cells = cells(record).into_iter().map(|(_, _, cell)| cell);
    let owners = [("record", 0, record)]
        .into_iter()
        .chain(cells.enumerate().map(|(item, cell)| ("cell", item, cell)))
        .chain(list(record, "components").iter().enumerate().map(|(item, part)| ("component", item, part)));
    let spans = owners.flat_map(|(of, item, owner)| {
        list(owner, "evidence").iter().enumerate().map(move |(ordinal, span)| {
            let mut derived = numbers([("item", item), ("ordinal", ordinal)]);
            derived.insert("of", json!(of));
            (span, derived)
        })
    });
    spans.collect()
}

/// A place such as `region.name` or `evidence[-1].end`; null where there is nothing.
fn lookup<'a>(value: &'a Value, place: &str) -> &'a Value {
    place.split('.').fold(value, |value, step| match step.split_once('[') {
        None => value.get(step).unwrap_or(&Value::Null),
        Some((name, at)) => {
            let list = value.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            match at.trim_end_matches(']') {
                "-1" => list.last(),
                at => list.get(at.parse::<usize>().unwrap()),
            }
            .unwrap_or(&Value::Null)
        }
    })
}

fn expected(
    column: &Column,
    file: &str,
    record: &Value,
    (element, derived): &(&Value, Derived),
) -> Option<Value> {
    let found = match (column.json.strip_prefix('='), column.json.strip_prefix('/')) {
        (Some("file"), _) => json!(file),
        // Comes from a diagnostic: has a test of its own.
        (Some("unreadable"), _) => return None,
        (Some(name), _) => derived[name].clone(),
        (None, Some(place)) => lookup(record, place).clone(),
        (None, None) => lookup(element, &column.json).clone(),
    };
    let joined = |separator: &str| {
        let texts = found.as_array().unwrap().iter().map(|text| text.as_str().unwrap());
        json!(texts.collect::<Vec<_>>().join(separator))
    };
    Some(match column.kind {
        Type::Path => joined(PATH_SEPARATOR),
        Type::Lines => joined(LINE_SEPARATOR),
        Type::Boolean if found.is_null() && !column.nullable => json!(false),
        // A boolean of a value that is there and says nothing of it.
        Type::Boolean if found.is_null() && !lookup(element, parent(&column.json)).is_null() => json!(false),
        _ => found,
    })
}

fn parent(place: &str) -> &str {
    place.rsplit_once('.').map_or(place, |(parent, _)| parent)
}

fn check_cell(cell: Cell<'_>, expected: &Value, what: &str) {
    let same = match cell {
        Cell::Null => expected.is_null(),
        Cell::Text(text) => expected == text,
        Cell::Integer(number) => expected.as_i64() == Some(number),
        Cell::Number(number) => expected.as_f64() == Some(number),
        Cell::Boolean(value) => expected == value,
    };
    assert!(same, "{what}: {cell:?}, but the record says {expected}");
}

#[test]
fn every_cell_says_what_the_record_says() {
    for_each_case(
        fixtures::all().into_iter().map(|(name, bytes)| (name.clone(), (name, bytes))),
        |(name, bytes)| {
            let Ok(output) = gangyao::convert(bytes, name, &gangyao::Options::default()) else { return };
            let records = records(&output.conversion);
            for rows in flatten(&output.conversion, name).tables() {
                let table = rows.table();
                let of_table = records.iter().filter(|r| table.record == "*" || r["type"] == table.record);
                let all: Vec<_> =
                    of_table.flat_map(|r| elements(table, r).into_iter().map(move |e| (r, e))).collect();
                assert_eq!(rows.len(), all.len(), "rows of {}", table.name);
                for (row, (record, element)) in all.iter().enumerate() {
                    for (place, column) in table.columns.iter().enumerate() {
                        let Some(expected) = expected(column, name, record, element) else { continue };
                        let what = format!("{}.{} of row {row}", table.name, column.name);
                        check_cell(rows.cell(row, place), &expected, &what);
                    }
                }
            }
        },
    );
}
