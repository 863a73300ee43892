//! Document data of whole documents, where the shared folder lies beside the repository: the gold files' data, and the
//! corpus by what its index says. Without the folder the tests have nothing to read and pass.

use std::fs;
use std::path::{Path, PathBuf};

use gangyao_extractor::document::{DocumentData, Input, describe};
use gangyao_text::Source;
use serde_json::{Value, json};

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    path.exists().then_some(path)
}

/// The data of a text file, read as the whole line reads it: normalised, without blank lines at head and end.
fn data(path: &Path) -> DocumentData {
    let text = fs::read_to_string(path).expect("the document is UTF-8").replace('\r', "");
    let source = Source::plain(text.trim_start_matches('\u{FEFF}').to_owned());
    let normalised = gangyao_normaliser::normalise(&source);
    let lines: Vec<&str> = normalised.text.lines().filter(|line| !line.trim().is_empty()).collect();
    describe(&Input {
        head: &lines[..lines.len().min(40)],
        tail: &lines[lines.len().saturating_sub(20)..],
        body: &normalised.text,
        ..Input::default()
    })
}

fn check_gold(slug: &str, document: &str) {
    let (Some(gold), Some(document)) = (shared(&format!("eval/gold/{slug}.json")), shared(document)) else {
        return;
    };
    let gold: Value = serde_json::from_str(&fs::read_to_string(gold).expect("readable")).expect("JSON");
    let data = data(&document);
    let found = json!({
        "title": data.title, "kind": data.kind, "region": data.region, "period": data.period, "issued": data.issued,
    });
    for (field, value) in found.as_object().expect("an object") {
        assert_eq!(value, &gold[field], "{slug}: {field}");
    }
}

#[test]
fn the_data_of_the_gold_files() {
    check_gold("seed", "seed/xincheng-15fyp.txt");
    check_gold("nanjing-15fyp", "corpus/nanjing-15fyp.txt");
    check_gold("cn-eco-15", "corpus/cn-eco-15.txt");
}

/// A corpus document: kind, code, period and date in one line.
fn check(name: &str, expected: &str) {
    let Some(path) = shared(&format!("corpus/{name}")) else { return };
    let data = data(&path);
    let region = data.region.map_or_else(|| "-".to_owned(), |region| region.code.unwrap_or(region.name));
    let period =
        data.period.map_or_else(|| "-".to_owned(), |period| format!("{}-{}", period.start, period.end));
    let issued = data.issued.unwrap_or_else(|| "-".to_owned());
    assert_eq!(format!("{:?} {region} {period} {issued}", data.kind), expected, "{name}");
}

#[test]
fn the_data_of_the_corpus() {
    check("cn-15fyp-baike.txt", "OutlinePlan 全国 2026-2030 -");
    check("cn-6fyp-ocr.txt", "OutlinePlan 全国 1981-1985 -");
    check("cn-8fyp-ocr.txt", "OutlinePlan 全国 1991-1995 -");
    check("cn-ai-2017.txt", "SpecialPlan 全国 - -");
    check("cn-smartmfg-145.txt", "SpecialPlan 全国 2021-2025 -");
    check("gwr-hangzhou-2026.txt", "WorkReport 330100 - -");
    check("shandong-edu-145.txt", "SpecialPlan 370000 2021-2025 -");
    check("shandong-sti-135.txt", "SpecialPlan 370000 2016-2020 -");
    check("shandong-sti-145.txt", "SpecialPlan 370000 2021-2025 -");
    check("yunnan-10fyp.txt", "OutlinePlan 530000 2001-2005 2001-02-16");
}
