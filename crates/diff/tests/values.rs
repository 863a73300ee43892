//! Values of every kind: broken ones, very long ones.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use gangyao_diff::{Kind, compare, render};
use serde_json::{Value, json};

const PLAN: &str = include_str!("../../exporter/tests/data/plan.txt.json");

fn plan() -> Value {
    serde_json::from_str(PLAN).unwrap()
}

#[test]
fn a_document_is_equal_to_itself() {
    assert!(compare(&plan(), &plan()).unwrap().is_empty());
}

/// Each field of each record as something that it never is: there are changes or an error, and an end.
#[test]
fn fields_of_any_kind_are_compared() {
    let odd = [Value::Null, json!(-1), json!("甲"), json!([1, [2]]), json!({"raw": 3, "value": {"raw": {}}})];
    let plan = plan();
    for list in ["toc", "records", "diagnostics"] {
        for at in 0..plan[list].as_array().unwrap().len() {
            let names: Vec<String> = plan[list][at].as_object().unwrap().keys().cloned().collect();
            for name in names {
                for value in &odd {
                    let mut other = plan.clone();
                    other[list][at][&name] = value.clone();
                    for (old, new) in [(&plan, &other), (&other, &plan), (&other, &other)] {
                        if let Ok(comparison) = compare(old, new) {
                            let pair =
                                render::Pair { old: Some("a".into()), new: Some("b".into()), comparison };
                            let texts = [render::text, render::markdown, render::json]
                                .map(|write| write(std::slice::from_ref(&pair)));
                            assert!(texts.iter().all(|text| text.ends_with('\n')));
                        }
                    }
                }
            }
        }
    }
}

/// Each field of each record left out, beside another change of the record: there are changes or an error, and an end.
#[test]
fn fields_that_are_missing_are_compared() {
    let plan = plan();
    for list in ["toc", "records", "diagnostics"] {
        for at in 0..plan[list].as_array().unwrap().len() {
            let names: Vec<String> = plan[list][at].as_object().unwrap().keys().cloned().collect();
            for (missing, changed) in names.iter().flat_map(|a| names.iter().map(move |b| (a, b))) {
                let mut other = plan.clone();
                other[list][at][changed] = json!([[{"text": "甲"}]]);
                other[list][at].as_object_mut().unwrap().remove(missing);
                for (old, new) in [(&plan, &other), (&other, &plan)] {
                    if let Err(error) = compare(old, new) {
                        assert!(!error.to_string().is_empty());
                    }
                }
            }
        }
    }
}

#[test]
fn parents_that_go_round_come_to_an_end() {
    let record = |id: &str, parent: &str| json!({"type": "section", "id": id, "parent": parent, "title": id});
    let document = |records: Vec<Value>| json!({"schema": "gangyao/1", "document": {"type": "document", "id": "d"}, "toc": [], "records": records, "diagnostics": []});
    let round = document(vec![record("a", "b"), record("b", "a"), record("c", "c")]);
    let comparison = compare(&round, &document(vec![record("a", "d")])).unwrap();
    assert_eq!(comparison.changes.iter().filter(|change| change.kind == Kind::Removed).count(), 2);
}

/// A long text without headings, as another document: no id is the same, every paragraph was edited a little.
#[test]
fn long_flat_documents_are_paired_paragraph_by_paragraph() {
    let document = |doc: &str, word: &str| {
        let records: Vec<Value> = (0..3000)
            .map(|n| {
                let text = format!("推进第{n}号片区{word}改造，完善配套设施{}处，惠及居民{}户。", n * 7 % 1000, n * 13 % 5000);
                json!({"type": "paragraph", "id": format!("{doc}-{n}"), "parent": doc, "text": text, "lead": null})
            })
            .collect();
        json!({"schema": "gangyao/1", "document": {"type": "document", "id": doc}, "toc": [], "records": records, "diagnostics": []})
    };
    let comparison = compare(&document("a", "老旧"), &document("b", "整体")).unwrap();
    assert_eq!(comparison.summary["paragraph"][&Kind::Changed], 3000);
    assert_eq!(comparison.summary["paragraph"].len(), 1, "{:?}", comparison.summary);
}
