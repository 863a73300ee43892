//! The definition against the types of `gangyao-model`, by way of their JSON Schema: every field of every record has
//! its column, with the same type, the same nulls and the same words.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use std::collections::{BTreeMap, BTreeSet};

use gangyao_definition::{Column, Table, Type, choices, table, tables};
use serde_json::{Map, Value};

/// Lists that are no enumerations of the model: they tell rows apart, or are of the panel alone.
const OWN_LISTS: [&str; 3] = ["EvidenceOf", "Measure", "RecordType"];

/// A field of a record that holds no further fields.
#[derive(Clone, Debug, PartialEq)]
struct Field {
    kind: String,
    nullable: bool,
    description: String,
}

struct Schema(Value);

impl Schema {
    fn new() -> Self {
        Self(serde_json::to_value(gangyao_exporter::schema()).unwrap())
    }

    /// Follows references and leaves nulls out; the description nearest to the field holds.
    fn resolve(&self, node: &Value) -> (Map<String, Value>, bool) {
        let mut object = node.as_object().unwrap().clone();
        let mut nullable = false;
        loop {
            let next = if let Some(reference) = object.get("$ref") {
                let name = reference.as_str().unwrap().rsplit('/').next().unwrap();
                self.0["$defs"][name].as_object().unwrap().clone()
            } else if let Some(of) = object.get("anyOf") {
                nullable = true;
                of[0].as_object().unwrap().clone()
            } else {
                return (object, nullable);
            };
            let description = object.get("description").cloned();
            object = next;
            if let Some(description) = description {
                object.insert("description".to_owned(), description);
            }
        }
    }

    /// All fields of a record type by their paths.
    fn fields(&self, record: &str) -> BTreeMap<String, Field> {
        let variants = self.0["$defs"]["Record"]["oneOf"].as_array().unwrap();
        let variant = variants.iter().find(|v| v["properties"]["type"]["const"] == record).unwrap();
        let mut fields = BTreeMap::new();
        // `type` and its properties stand beside the reference to the record's own.
        self.collect(variant, "", false, &mut fields);
        if let Some(reference) = variant.get("$ref") {
            self.collect(&serde_json::json!({ "$ref": reference }), "", false, &mut fields);
        }
        fields.remove("type");
        fields
    }

    fn collect(&self, node: &Value, path: &str, outer: bool, fields: &mut BTreeMap<String, Field>) {
        let (node, null) = self.resolve(node);
        let nullable = outer || null;
        if let Some(properties) = node.get("properties") {
            let required: BTreeSet<&str> =
                node["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            for (name, property) in properties.as_object().unwrap() {
                // What is left out is null, but a boolean that is left out is false.
                let left_out = !required.contains(name.as_str()) && property["type"] != "boolean";
                let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                self.collect(property, &inner, nullable || left_out, fields);
            }
        } else if let Some(items) = node.get("items") {
            let described = with_description(items, &node);
            self.collect(&described, &format!("{path}[]"), nullable, fields);
        } else if let Some(entry) = node.get("additionalProperties") {
            let described = with_description(entry, &node);
            self.collect(&described, &format!("{path}{{}}"), nullable, fields);
        } else {
            fields.insert(path.to_owned(), field(&node, nullable));
        }
    }
}

fn with_description(node: &Value, outer: &Map<String, Value>) -> Value {
    let mut node = node.clone();
    if let (None, Some(description)) = (node.get("description"), outer.get("description")) {
        node["description"] = description.clone();
    }
    node
}

fn field(node: &Map<String, Value>, mut nullable: bool) -> Field {
    // Where a comment breaks its line is no part of what it says.
    let description = node.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ");
    let kind = match (node.get("type"), node.get("oneOf")) {
        (_, Some(Value::Array(choices))) => {
            let values: Vec<&str> = choices.iter().map(|choice| choice["const"].as_str().unwrap()).collect();
            values.join("|")
        }
        (Some(Value::Array(kinds)), _) => {
            nullable = true;
            kinds[0].as_str().unwrap().to_owned()
        }
        (Some(kind), _) => kind.as_str().unwrap().to_owned(),
        other => panic!("{other:?}"),
    };
    Field { kind, nullable, description }
}

/// The place of a column in a record, in the notation of [`Schema::fields`]; none for a derived one.
fn place(table: &Table, column: &Column) -> Option<String> {
    let derived =
        column.json.starts_with('=') || column.json.contains("[0].") || column.json.contains("[-1].");
    // `type` is what tells the records apart.
    if derived || column.json == "type" {
        return None;
    }
    if let Some(of_record) = column.json.strip_prefix('/') {
        return Some(of_record.to_owned());
    }
    let base = if table.rows == "." { String::new() } else { format!("{}.", table.rows) };
    let list = if matches!(column.kind, Type::Path | Type::Lines) { "[]" } else { "" };
    Some(format!("{base}{}{list}", bare(&column.json)))
}

/// `bbox[2]` is one of `bbox[]`.
fn bare(json: &str) -> String {
    json.split_once('[').map_or_else(|| json.to_owned(), |(name, _)| format!("{name}[]"))
}

fn kind(column: &Column) -> String {
    match column.kind {
        Type::Text | Type::Path | Type::Lines => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::OneOf(_, choices) => choices.iter().map(|c| c.value).collect::<Vec<_>>().join("|"),
    }
}

fn record_types() -> Vec<&'static str> {
    choices()["RecordType"].iter().map(|choice| choice.value).collect()
}

#[test]
fn every_column_is_a_field_and_says_the_same() {
    let schema = Schema::new();
    for record in record_types() {
        let fields = schema.fields(record);
        for table in tables().iter().filter(|table| table.record == record || table.record == "*") {
            for column in &table.columns {
                let Some(place) = place(table, column) else { continue };
                let name = format!("{}.{} ({place} of {record})", table.name, column.name);
                let field = fields.get(&place).unwrap_or_else(|| panic!("{name} is no field"));
                assert_eq!(kind(column), field.kind, "{name}");
                assert_eq!(column.nullable, field.nullable, "{name}");
                // A side of a box, and the id of the record that a row belongs to, have words of their own.
                let own = place.contains("bbox") || (place == "id" && column.name != "id");
                if !own {
                    assert_eq!(column.description, field.description, "{name}");
                }
            }
        }
    }
}

#[test]
fn every_field_has_its_column() {
    let schema = Schema::new();
    for record in record_types() {
        let mut missing: BTreeSet<String> = schema.fields(record).into_keys().collect();
        for table in tables().iter().filter(|table| table.record == record || table.record == "*") {
            table.columns.iter().filter_map(|column| place(table, column)).for_each(|place| {
                missing.remove(&place);
                // The table of spans also holds those of cells and components.
                missing.remove(&format!("rows[][].{place}"));
                missing.remove(&format!("components[].{place}"));
            });
            // The cells of the head stand in the names of the columns.
            if table.name == "tables" {
                missing.retain(|place| !place.starts_with("head[][]."));
            }
            // An entry of a map is a row: its key and its value.
            missing.remove(table.rows);
        }
        // The tables have a head's words as `columns` and none of its cells; JSON has both.
        missing.retain(|place| !place.starts_with("head[][]."));
        assert!(missing.is_empty(), "{record}: {missing:?}");
    }
}

#[test]
fn every_record_type_is_a_table() {
    let schema = Schema::new();
    let types: Vec<String> = schema.0["$defs"]["Record"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variant| variant["properties"]["type"]["const"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(types, record_types());
    for record in types {
        assert_eq!(tables().iter().filter(|table| table.record == record && table.rows == ".").count(), 1);
    }
}

/// What the lists of values say otherwise than the enumerations of the model: one line a value.
fn differences(schema: &Schema) -> Vec<String> {
    let defs = schema.0["$defs"].as_object().unwrap();
    let choice = |choice: &Value| Some((text(choice, "const")?, text(choice, "description")?));
    let mut model: BTreeMap<&str, Vec<(String, String)>> = defs
        .iter()
        .filter_map(|(name, def)| {
            let values = def.get("oneOf")?.as_array()?.iter().map(choice).collect::<Option<_>>()?;
            Some((name.as_str(), values))
        })
        .collect();
    let mut found = Vec::new();
    for (&list, values) in choices() {
        let Some(model) = model.remove(list) else {
            if !OWN_LISTS.contains(&list) {
                found.push(format!("{list} is no enumeration of the model"));
            }
            continue;
        };
        let defined: Vec<_> = values.iter().map(|c| (c.value.to_owned(), c.description.to_owned())).collect();
        let only = |these: &[(String, String)], those: &[(String, String)], whose: &str| {
            let these = these.iter().filter(|value| !those.contains(value));
            these.map(|value| format!("{list}: only the {whose} has {value:?}")).collect::<Vec<_>>()
        };
        found.extend(only(&model, &defined, "model"));
        found.extend(only(&defined, &model, "definition"));
        if found.is_empty() && model != defined {
            found.push(format!("{list}: another order"));
        }
    }
    found.extend(model.keys().map(|name| format!("{name} has no list of values")));
    found
}

fn text(node: &Value, key: &str) -> Option<String> {
    Some(node.get(key)?.as_str()?.to_owned())
}

#[test]
fn certain_values_mean_what_the_model_says() {
    assert_eq!(differences(&Schema::new()), Vec::<String>::new());
}

/// The comparison itself: a value that only one side has is found on both sides.
#[test]
fn a_value_that_only_one_side_has_is_found() {
    let with = |change: fn(&mut Vec<Value>)| {
        let mut schema = Schema::new();
        change(schema.0["$defs"]["FurnitureKind"]["oneOf"].as_array_mut().unwrap());
        differences(&schema)
    };
    let more = with(|values| values.push(serde_json::json!({ "const": "stamp", "description": "公章." })));
    assert_eq!(more, [r#"FurnitureKind: only the model has ("stamp", "公章.")"#]);
    let fewer = with(|values| values.retain(|value| value["const"] != "markup"));
    assert!(fewer.len() == 1 && fewer[0].starts_with(r#"FurnitureKind: only the definition has ("markup""#));
    assert_eq!(with(|values| values.swap(0, 1)), ["FurnitureKind: another order"]);
    let mut schema = Schema::new();
    schema.0["$defs"]["Seal"] = serde_json::json!({ "oneOf": [{ "const": "red", "description": "红." }] });
    assert_eq!(differences(&schema), ["Seal has no list of values"]);
}

/// Words that SQLite, DuckDB or Postgres do not take as a name without quotes.
const RESERVED: &[&str] = &[
    "all", "and", "as", "case", "check", "column", "create", "default", "desc", "distinct", "end", "from",
    "group", "index", "match", "not", "null", "offset", "on", "or", "order", "select", "table", "to",
    "union", "using", "values", "when", "where",
];

#[test]
fn names_can_be_used_everywhere() {
    for table in tables() {
        let names: BTreeSet<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        let chinese: BTreeSet<&str> = table.columns.iter().map(|c| c.zh.as_str()).collect();
        assert_eq!(names.len(), table.columns.len(), "{}: names are unique", table.name);
        assert_eq!(chinese.len(), table.columns.len(), "{}: Chinese names are unique", table.name);
        for name in names.iter().chain([&table.name]) {
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                "{name}"
            );
            assert!(!RESERVED.contains(name), "{}: {name} is reserved", table.name);
        }
    }
}

#[test]
fn keys_and_references_lead_somewhere() {
    for each in tables() {
        assert!(!each.key.is_empty() && each.key[0] == "file", "{}", each.name);
        for name in each.key {
            let column = &each.columns[each.column(name).unwrap_or_else(|| panic!("{}.{name}", each.name))];
            assert!(!column.nullable, "{}.{name} is a key", each.name);
        }
        for column in &each.columns {
            assert!(!column.zh.is_empty() && !column.description.is_empty(), "{}.{}", each.name, column.name);
            if let Some((to, name)) = column.references {
                let target = table(to).unwrap_or_else(|| panic!("{}.{}", each.name, column.name));
                assert!(target.key.contains(&name) || target.key == ["file", name], "{to}.{name}");
            }
            // What leads somewhere finds one row there: by the whole key of that table.
            if let Some(lead) = each.lead(column) {
                let there: Vec<&str> = lead.columns.iter().map(|&(_, there)| there).collect();
                assert_eq!(there, lead.to.key, "{}.{}", each.name, column.name);
                let is_here = |&(here, _): &(&str, &str)| each.column(here).is_some();
                assert!(lead.columns.iter().all(is_here), "{}.{}", each.name, column.name);
            }
        }
    }
}

#[test]
fn the_reference_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/records.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == gangyao_definition::reference(),
        "docs/records.md is out of date: run `gangyao schema --of reference > docs/records.md`"
    );
}
