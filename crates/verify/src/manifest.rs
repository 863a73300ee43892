//! The manifest against the files beside it.

use std::path::Path;

use serde_json::Value;

use crate::Finding;
use crate::record::Record;

/// Checks each line that says `ok`: its JSON is there and has the same hash and counts.
pub(crate) fn check(folder: &Path, manifest: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in manifest.lines().enumerate() {
        let value: Value = match serde_json::from_str(line) {
            Ok(value) => value,
            Err(error) => {
                let message = format!("line {} is no JSON: {error}", number + 1);
                findings.push(Finding::new("manifest", message));
                continue;
            }
        };
        let line = Record(&value);
        let path = line.text("path").unwrap_or_default();
        match line.text("status") {
            Some("ok") => {
                if let Some(message) = disagreement(folder, line) {
                    findings.push(Finding::new("manifest", format!("{path}: {message}")));
                }
            }
            Some("error" | "skipped") if line.text("code").is_some() => {}
            _ => findings.push(Finding::new("manifest", format!("{path}: no known status, or no code"))),
        }
    }
    findings
}

fn disagreement(folder: &Path, line: Record<'_>) -> Option<String> {
    let Some(output) = line.text("output") else { return Some("is ok, but has no output".to_owned()) };
    let files = [".json", ".jsonl", ".source.txt"].map(|suffix| folder.join(format!("{output}{suffix}")));
    if !files.iter().any(|file| file.is_file()) {
        return Some("is ok, but has no files".to_owned());
    }
    let Ok(json) = std::fs::read_to_string(&files[0]) else { return None };
    let document: Value = serde_json::from_str(&json).ok()?;
    let document = &document["document"];
    if line.0["sha256"] != document["source"]["sha256"] {
        return Some("its hash is not that of its JSON".to_owned());
    }
    (line.0["counts"] != document["counts"]).then(|| "its counts are not those of its JSON".to_owned())
}
