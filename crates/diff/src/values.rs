//! Values, and the values of an indicator by their columns.

use serde_json::Value;

use crate::change::Field;
use crate::fields::{field, same};

/// What a value says beside its printed words.
const READ: &[&str] =
    &["kind", "number", "min", "max", "unit", "bound", "approx", "estimated", "cumulative", "text"];

/// How two values differ: in their printed words, or, where those are the same, in what is read out of them. The unit of an
/// indicator's values is the indicator's: where it differs there, it is told there.
pub(crate) fn difference(name: &str, old: &Value, new: &Value, with_unit: bool) -> Vec<Field> {
    if !old.is_object() || !new.is_object() || !same(&old["raw"], &new["raw"]) {
        return vec![field(name, old, new)];
    }
    let read = READ.iter().filter(|&&part| with_unit || part != "unit");
    read.filter(|&&part| !same(&old[part], &new[part]))
        .map(|part| field(&format!("{name} {part}"), &old[*part], &new[*part]))
        .collect()
}

/// How the values of two indicators differ.
pub(crate) fn differences(old: &Value, new: &Value, with_unit: bool) -> Vec<Field> {
    let (old, new) = (list(old), list(new));
    let mut fields = Vec::new();
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    // The same year in the same role; then, for a plan and its successor, the same role.
    for signs in [&["role", "year", "column"][..], &["role", "year"], &["role"]] {
        for (at, value) in new.iter().enumerate() {
            if partner[at].is_some() {
                continue;
            }
            let found = (0..old.len()).find(|&other| {
                !taken[other] && signs.iter().all(|sign| same(&old[other][*sign], &value[*sign]))
            });
            if let Some(other) = found {
                partner[at] = Some(other);
                taken[other] = true;
            }
        }
    }
    for (at, value) in new.iter().enumerate() {
        match partner[at] {
            None => fields.push(field(&column(value, new), &Value::Null, &value["value"])),
            Some(other) => {
                let (before, after) = (&old[other]["year"], &value["year"]);
                if same(before, after) {
                    fields.extend(difference(
                        &column(value, new),
                        &old[other]["value"],
                        &value["value"],
                        with_unit,
                    ));
                } else {
                    let name = format!("{} {}→{}", role(value), year(before), year(after));
                    fields.push(field(&name, &old[other]["value"], &value["value"]));
                }
            }
        }
    }
    let gone = (0..old.len()).filter(|&other| !taken[other]).map(|other| &old[other]);
    fields.extend(gone.map(|value| field(&column(value, old), &value["value"], &Value::Null)));
    fields
}

fn list(values: &Value) -> &[Value] {
    values.as_array().map_or(&[], Vec::as_slice)
}

/// `target 2030`; with its head where two columns would be called the same.
fn column(value: &Value, all: &[Value]) -> String {
    let name = match &value["year"] {
        Value::Null => role(value).to_owned(),
        known => format!("{} {}", role(value), year(known)),
    };
    let twins =
        all.iter().filter(|other| other["role"] == value["role"] && other["year"] == value["year"]).count();
    match value["column"].as_str() {
        Some(head) if twins > 1 => format!("{name} ({head})"),
        _ => name,
    }
}

fn role(value: &Value) -> &str {
    value["role"].as_str().unwrap_or("value")
}

fn year(year: &Value) -> String {
    year.as_u64().map_or_else(|| "?".to_owned(), |year| year.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(role: &str, year: u16, raw: &str) -> Value {
        let year = if year == 0 { Value::Null } else { year.into() };
        json!({"column": format!("{role}{year}"), "role": role, "year": year, "value": {"raw": raw, "kind": "number"}})
    }

    fn check(old: &[Value], new: &[Value], expected: &[&str]) {
        let found = differences(&json!(old), &json!(new), true);
        assert_eq!(found.iter().map(Field::line).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn values_meet_by_role_and_year() {
        let old = [value("baseline", 2025, "39.2"), value("target", 2030, "39.85")];
        check(&old, &old, &[]);
        check(&old, &[old[0].clone(), value("target", 2030, "40.2")], &["target 2030: 39.85 → 40.2"]);
        check(&old, &old[..1], &["target 2030: 39.85 → none"]);
        check(&old[1..], &old, &["baseline 2025: none → 39.2"]);
        check(
            &old,
            &[value("baseline", 2030, "39.9"), value("target", 2035, "41")],
            &["baseline 2025→2030: 39.2 → 39.9", "target 2030→2035: 39.85 → 41"],
        );
        check(&[value("change", 0, "5.5")], &[value("change", 0, "6")], &["change: 5.5 → 6"]);
    }

    #[test]
    fn what_is_read_out_of_the_same_words_can_differ() {
        let old = json!({"raw": "801亿元", "kind": "number", "number": 801, "unit": "亿元"});
        let new = json!({"raw": "801 亿元", "kind": "number", "number": 80_100_000_000_u64, "unit": "元"});
        let lines = |with_unit| {
            difference("value", &old, &new, with_unit).iter().map(Field::line).collect::<Vec<_>>()
        };
        assert_eq!(lines(true), ["value number: 801 → 80100000000", "value unit: 亿元 → 元"]);
        assert_eq!(lines(false), ["value number: 801 → 80100000000"]);
    }
}
