//! A hand-written plan passes; every way of tampering with it is found by the check that is there for it.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use gangyao_verify::check;
use serde_json::{Value, json};

const JSON: &str = include_str!("../../exporter/tests/data/plan.txt.json");
const JSONL: &str = include_str!("../../exporter/tests/data/plan.txt.jsonl");
const SOURCE: &str = include_str!("../../exporter/tests/data/plan.txt.source.txt");

/// Makes one change to the plan, and expects a finding of a check that contains `words`.
fn finds(change: impl FnOnce(&mut Value), check_name: &str, words: &str) {
    let mut value: Value = serde_json::from_str(JSON).unwrap();
    change(&mut value);
    let findings = check(&value.to_string(), None, SOURCE);
    let found = findings.iter().any(|f| f.check == check_name && f.to_string().contains(words));
    assert!(found, "no finding of `{check_name}` says `{words}`: {findings:#?}");
}

/// The first record of a type.
fn record<'v>(value: &'v mut Value, kind: &str) -> &'v mut Value {
    let list = match kind {
        "document" => return &mut value["document"],
        "toc_entry" => "toc",
        "diagnostic" => "diagnostics",
        _ => "records",
    };
    let records = value[list].as_array_mut().unwrap();
    records.iter_mut().find(|record| record["type"] == kind).unwrap()
}

#[test]
fn the_plan_as_it_is_passes() {
    assert_eq!(check(JSON, Some(JSONL), SOURCE), []);
}

#[test]
fn broken_json_is_one_finding() {
    assert_eq!(check("{", None, SOURCE).len(), 1);
    assert!(!check("[]", None, SOURCE).is_empty());
}

#[test]
fn the_schema_is_checked() {
    finds(|v| v["schema"] = json!("gangyao/2"), "schema", "gangyao/1");
    finds(|v| record(v, "chapter")["marker"] = json!("roman"), "schema", "/marker");
    finds(|v| drop(record(v, "paragraph").as_object_mut().unwrap().remove("lead")), "schema", "lead");
    finds(|v| record(v, "term")["type"] = json!("word"), "schema", "unknown type `word`");
    finds(|v| record(v, "quantity")["value"]["number"] = json!("900"), "schema", "/value/number");
}

#[test]
fn json_and_jsonl_are_compared() {
    let changed = JSONL.replacen("突破900亿元", "突破901亿元", 1);
    assert!(check(JSON, Some(&changed), SOURCE).iter().any(|f| f.check == "agreement"));
    let shorter: String = JSONL.lines().skip(1).map(|line| format!("{line}\n")).collect();
    assert!(check(JSON, Some(&shorter), SOURCE)[0].message.contains("the JSONL has 16 lines"));
}

#[test]
fn ids_are_recomputed() {
    finds(|v| record(v, "project")["name"] = json!("农业提升"), "ids", "should be");
    finds(|v| record(v, "document")["title"] = json!("新城区"), "ids", "hash of the title");
    finds(
        |v| {
            let id = record(v, "term")["id"].clone();
            record(v, "table")["id"] = id;
        },
        "ids",
        "2 records have the id",
    );
}

#[test]
fn links_are_followed() {
    finds(|v| record(v, "term")["parent"] = json!("nobody"), "links", "is no record");
    finds(|v| record(v, "paragraph")["path"] = json!(["第二章 总则"]), "links", "its path is");
    finds(|v| record(v, "chapter")["seq"] = json!(99), "links", "seq");
    finds(|v| record(v, "document")["counts"]["term"] = json!(2), "links", "its counts are");
    finds(|v| record(v, "toc_entry")["match"] = json!("missing"), "links", "but it leads to");
    finds(|v| record(v, "chapter")["toc_title"] = json!("总纲"), "links", "no toc entry");
    finds(|v| v["toc"][1]["match"] = json!("exact"), "links", "leads nowhere");
}

#[test]
fn evidence_is_sliced() {
    finds(|v| record(v, "chapter")["title"] = json!("总纲"), "evidence", "its title “总纲”");
    finds(|v| record(v, "quantity")["evidence"][0]["start"] = json!(0), "evidence", "lies outside");
    finds(|v| record(v, "term")["evidence"][0]["end"] = json!(9999), "evidence", "does not lie in the text");
    finds(|v| record(v, "term")["evidence"] = json!([]), "evidence", "no evidence");
    finds(|v| record(v, "term")["evidence"][0]["page"] = json!(1), "evidence", "has page");
    finds(|v| record(v, "table")["rows"][0][1]["text"] = json!("802"), "evidence", "its cell “802”");
    finds(|v| record(v, "table")["columns"][1] = json!("规划/2025 年"), "evidence", "its columns “规划”");
    finds(|v| record(v, "project")["components"][0]["name"] = json!("丙"), "evidence", "its component “丙”");
    finds(|v| record(v, "indicator")["values"][0]["value"]["raw"] = json!("1.5"), "evidence", "its values");
    finds(
        |v| record(v, "term")["mentions"] = json!([{"start": 0, "end": 5, "page": null}]),
        "evidence",
        "mention",
    );
}

#[test]
fn a_diagnostic_can_be_about_a_place_without_text() {
    let mut value: Value = serde_json::from_str(JSON).unwrap();
    record(&mut value, "diagnostic")["evidence"] = json!([{"start": 5, "end": 5, "page": null}]);
    assert_eq!(check(&value.to_string(), None, SOURCE), []);
    finds(
        |v| record(v, "term")["evidence"] = json!([{"start": 5, "end": 5, "page": null}]),
        "evidence",
        "5..5",
    );
}

#[test]
fn coverage_is_recounted() {
    finds(
        |v| {
            let end = record(v, "chapter")["evidence"][0]["end"].as_u64().unwrap();
            record(v, "chapter")["evidence"][0]["end"] = json!(end + 3);
        },
        "coverage",
        "has two owners",
    );
    finds(
        |v| {
            let records = v["records"].as_array_mut().unwrap();
            records.retain(|record| record["type"] != "term");
        },
        "coverage",
        "has no owner",
    );
    finds(|v| record(v, "document")["coverage"]["total"] = json!(1), "coverage", "coverage.total");
    finds(
        |v| record(v, "document")["coverage"]["by_kind"]["term"] = json!(1),
        "coverage",
        "coverage.by_kind",
    );
}
