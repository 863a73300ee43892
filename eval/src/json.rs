//! A report as JSON, with the names and the rounding of the Python scorer.

use serde_json::{Map, Value, json};

use crate::measure::{Report, Row, rounded};

/// `{"outline.strict": {"p", "r", "f1", "gold", "found"}, "meta": {"ratio", "good", "of"}, …}`.
#[must_use]
pub fn report_json(report: &Report) -> Value {
    let mut rows = Map::new();
    for (name, row) in &report.rows {
        let value = match *row {
            Row::Sets { gold, found, .. } => json!({
                "p": rounded(row.precision()), "r": rounded(row.recall()), "f1": rounded(row.value()),
                "gold": gold, "found": found,
            }),
            Row::Ratio { good, of } => json!({"ratio": rounded(row.value()), "good": good, "of": of}),
        };
        rows.insert(name.clone(), value);
    }
    let unassigned = report.unassigned.map_or_else(|| json!("absent"), |count| json!(count));
    rows.insert("coverage".to_owned(), json!({"unassigned": unassigned}));
    Value::Object(rows)
}
