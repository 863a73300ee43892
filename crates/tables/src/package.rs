//! `datapackage.json`: the CSV files described as Frictionless Data Package 2.0 has it.

use gangyao_definition::{Column, NOT_READABLE, NOT_STATED, Table, Type, tables};
use serde_json::{Value, json};

use crate::csv::Headers;

/// The description of the CSV files of all tables, for a file beside them.
#[must_use]
pub fn data_package(headers: Headers) -> String {
    let resources: Vec<Value> = tables().iter().map(|table| resource(table, headers)).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "gangyao",
        "title": "Chinese planning documents as records 规划文件记录",
        "description": "Made by gangyao. Every row leads to a document by `file` and `doc`, and to the source text by its evidence.",
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).expect("a description is plain JSON");
    text.push('\n');
    text
}

fn resource(table: &Table, headers: Headers) -> Value {
    let key: Vec<&str> = table.key.iter().map(|name| headed(table, name, headers)).collect();
    json!({
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": table.zh,
        "description": format!("{} {}", table.description, table.description_zh),
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": table.columns.iter().map(|column| field(table, column, headers)).collect::<Vec<_>>(),
            "missingValues": [
                { "value": NOT_STATED, "label": "not stated" },
                { "value": NOT_READABLE, "label": "not readable" },
            ],
            "primaryKey": key,
            "foreignKeys": foreign_keys(table, headers),
        },
    })
}

/// What a column of a key is called in the first line.
fn headed<'t>(table: &'t Table, name: &str, headers: Headers) -> &'t str {
    headers.name(&table.columns[table.column(name).expect("a key is a column")])
}

fn field(table: &Table, column: &Column, headers: Headers) -> Value {
    let other = match headers {
        Headers::English => &column.zh,
        Headers::Chinese => &column.name,
    };
    let mut field = json!({
        "name": headers.name(column),
        "title": other,
        "type": match column.kind {
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Boolean => "boolean",
            _ => "string",
        },
        "description": format!("{} {}", column.description, column.description_zh),
    });
    // An empty text is no absent one, but the specification cannot tell the two apart in a CSV.
    let filled = !column.kind.is_text() || table.key.contains(&column.name.as_str());
    if filled && !column.nullable {
        field["constraints"] = json!({ "required": true });
    }
    if let Type::OneOf(_, choices) = column.kind {
        let choices = choices.iter().map(|choice| json!({ "value": choice.value, "label": choice.zh }));
        field["categories"] = choices.collect();
    }
    if let Some(unit) = column.unit {
        field["unit"] = unit.into();
    }
    field
}

/// Only columns that are always filled: the specification does not say what a key means of which a part is missing. The
/// parent of a document is always missing, that of any other record never.
fn foreign_keys(table: &Table, headers: Headers) -> Value {
    let keys = table.columns.iter().filter_map(|column| {
        let lead = table.lead(column)?;
        let filled =
            !column.nullable || (column.name == "parent" && !["documents", "records"].contains(&table.name));
        if !filled {
            return None;
        }
        let (here, there): (Vec<&str>, Vec<&str>) = lead
            .columns
            .iter()
            .map(|(here, there)| (headed(table, here, headers), headed(lead.to, there, headers)))
            .unzip();
        Some(json!({ "fields": here, "reference": { "resource": lead.to.name, "fields": there } }))
    });
    keys.collect()
}
