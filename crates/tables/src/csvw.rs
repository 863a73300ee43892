//! `csv-metadata.json`: the CSV files described as W3C's CSV on the Web has it.

use gangyao_definition::{Column, NOT_READABLE, NOT_STATED, Table, Type, tables};
use serde_json::{Value, json};

use crate::csv::Headers;

/// The description of the CSV files of all tables, for a file beside them.
#[must_use]
pub fn csvw(headers: Headers) -> String {
    let group = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "zh" }],
        "dc:title": "Chinese planning documents as records 规划文件记录",
        "tables": tables().iter().map(|table| described(table, headers)).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&group).expect("a description is plain JSON");
    text.push('\n');
    text
}

fn described(table: &Table, headers: Headers) -> Value {
    let foreign = table.columns.iter().filter_map(|column| table.lead(column)).map(|lead| {
        let (here, there): (Vec<&str>, Vec<&str>) = lead.columns.into_iter().unzip();
        json!({
            "columnReference": here,
            "reference": { "resource": format!("{}.csv", lead.to.name), "columnReference": there },
        })
    });
    json!({
        "url": format!("{}.csv", table.name),
        "dc:title": table.zh,
        "dc:description": format!("{} {}", table.description, table.description_zh),
        "tableSchema": {
            "columns": table.columns.iter().map(|column| described_column(table, column, headers)).collect::<Vec<_>>(),
            "primaryKey": table.key,
            "foreignKeys": foreign.collect::<Vec<_>>(),
        },
    })
}

fn described_column(table: &Table, column: &Column, headers: Headers) -> Value {
    let datatype = match column.kind {
        Type::Integer => json!("integer"),
        Type::Number => json!("double"),
        Type::Boolean => json!("boolean"),
        Type::OneOf(_, choices) => {
            let values: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            json!({ "base": "string", "format": format!("^({})$", values.join("|")) })
        }
        _ => json!("string"),
    };
    let mut described = json!({
        "name": column.name,
        "titles": headers.name(column),
        "datatype": datatype,
        "null": [NOT_STATED, NOT_READABLE],
        "required": table.key.contains(&column.name.as_str()),
        "dc:description": format!("{} {}", column.description, column.description_zh),
    });
    if let Type::Lines = column.kind {
        described["separator"] = gangyao_definition::LINE_SEPARATOR.into();
    }
    described
}
