//! The scorer against what it must give: full marks for the truth itself, and the figures of the Python scorer for
//! anything else.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use gangyao_eval::{baseline, report_json, score};
use gangyao_synthetic::{Shape, Truth, plan};
use serde_json::{Value, json};

fn truth(seed: u64) -> (String, Truth) {
    let made = plan(seed, &Shape { glossary: gangyao_synthetic::shape::Glossary::Colon, ..Shape::default() });
    (made.text, made.truth)
}

#[test]
fn the_truth_has_full_marks() {
    for seed in 0..20 {
        let truth = truth(seed).1;
        let report = score(&truth, &support::perfect(&truth));
        for (name, row) in &report.rows {
            assert!((row.value() - 1.0).abs() < 1e-9, "seed {seed}: {name}: {row:?}\n{:#?}", report.listing);
        }
    }
}

#[test]
fn the_seeds_gold_file_is_read_whole() {
    let text = include_str!("../gold/seed.json");
    let gold: Truth = serde_json::from_str(text).expect("the gold file has the structure of the truth");
    let report = score(&gold, &support::perfect(&gold));
    for name in
        ["outline.tree", "boxes.strict", "projects.components", "indicators.exact", "terms.definition"]
    {
        let row = report.row(name).expect("the seed has all of these");
        assert!((row.value() - 1.0).abs() < 1e-9, "{name}: {row:?}");
    }
}

#[test]
fn damage_costs_points() {
    let truth = truth(3).1;
    let damaged = damage(support::perfect(&truth), 7);
    let report = score(&truth, &damaged);
    for name in ["outline.strict", "indicators.exact", "quantities.exact", "paragraphs.whole"] {
        let value = report.row(name).expect("a synthetic plan has all of these").value();
        assert!(value < 1.0, "{name}: {value}");
    }
}

/// Changes every third record: drops it, doubles it, or changes one of its fields.
fn damage(mut output: Value, seed: usize) -> Value {
    let records = output["records"].as_array().cloned().unwrap_or_default();
    let mut damaged = Vec::new();
    for (at, mut record) in records.into_iter().enumerate() {
        match (at + seed) % 12 {
            0 => continue,
            3 => damaged.push(record.clone()),
            6 => {
                for field in ["title", "name", "text", "definition", "metric", "term"] {
                    if let Some(own) = record[field].as_str() {
                        record[field] = json!(format!("{own}（甲*）"));
                    }
                }
            }
            9 => {
                for (field, value) in
                    [("number", json!(99)), ("stance", json!("other")), ("lead", json!("某句"))]
                {
                    record[field] = value;
                }
            }
            _ => {}
        }
        damaged.push(record);
    }
    output["records"] = json!(damaged);
    output["document"]["issued"] = Value::Null;
    output
}

/// The Python scorer, where the machine has both it and an interpreter.
fn python() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/eval/score.py");
    let runs = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    (script.exists() && runs).then_some(script)
}

fn check_against_python(script: &Path, name: &str, gold: &Value, output: &Value) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (gold_path, output_path) =
        (folder.join(format!("{name}.gold.json")), folder.join(format!("{name}.out.json")));
    std::fs::write(&gold_path, gold.to_string()).expect("the target folder can be written");
    std::fs::write(&output_path, output.to_string()).expect("the target folder can be written");
    let run = Command::new("python3").arg(script).args([&gold_path, &output_path]).arg("--json").output();
    let run = run.expect("the interpreter has answered before");
    assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    let expected: Value = serde_json::from_slice(&run.stdout).expect("the script prints JSON");
    let truth: Truth = serde_json::from_value(gold.clone()).expect("a gold file");
    let ours = report_json(&score(&truth, output));
    for (measure, figures) in expected.as_object().expect("an object of measures") {
        for (field, figure) in figures.as_object().expect("an object of figures") {
            let own = &ours[measure][field];
            let near = match (own.as_f64(), figure.as_f64()) {
                (Some(a), Some(b)) => (a - b).abs() < 1.5e-4,
                _ => own == figure,
            };
            assert!(near, "{name}: {measure}.{field}: {own} here, {figure} there");
        }
    }
}

#[test]
fn python_gives_the_same_figures_on_synthetic_plans() {
    let Some(script) = python() else { return };
    for seed in 0..6 {
        let (text, truth) = truth(seed);
        let gold = json!(truth);
        let perfect = support::perfect(&truth);
        check_against_python(&script, &format!("perfect-{seed}"), &gold, &perfect);
        check_against_python(&script, &format!("damaged-{seed}"), &gold, &damage(perfect, seed as usize));
        check_against_python(&script, &format!("baseline-{seed}"), &gold, &baseline::convert(&text));
    }
}

#[test]
fn python_gives_the_same_figures_on_gold_files() {
    let Some(script) = python() else { return };
    let shared = script.parent().and_then(Path::parent).expect("the script lies in a folder").to_owned();
    let texts = [
        ("seed", "seed/xincheng-15fyp.txt"),
        ("nanjing-15fyp", "corpus/nanjing-15fyp.txt"),
        ("hangzhou-15fyp", "corpus/hangzhou-15fyp.html"),
        ("cn-eco-15", "corpus/cn-eco-15.txt"),
    ];
    for (slug, text) in texts {
        let gold = std::fs::read_to_string(shared.join(format!("eval/gold/{slug}.json")));
        let text = std::fs::read(shared.join(text));
        let (Ok(gold), Ok(text)) = (gold, text) else { continue };
        let gold: Value = serde_json::from_str(&gold).expect("a gold file");
        let truth: Truth = serde_json::from_value(gold.clone()).expect("a gold file");
        let text = String::from_utf8_lossy(&text);
        check_against_python(&script, slug, &gold, &baseline::convert(&text));
        check_against_python(
            &script,
            &format!("{slug}-damaged"),
            &gold,
            &damage(support::perfect(&truth), 1),
        );
    }
}
