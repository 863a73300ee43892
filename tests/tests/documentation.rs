//! Every code that the program can say is explained in `docs/diagnostics.md`.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands before a code in the sources: in a diagnostic, in an error, in a skipped input.
const BEFORE: [&str; 12] = [
    "code: \"",
    "Error::new(\"",
    "Error::io(\"",
    "self.skip(path, \"",
    "self.skip(folder, \"",
    "whole(\"",
    "none(\"",
    "Err((\"",
    "Some((\"",
    "return (\"",
    "= true; (\"",
    "Self::new(\"",
];
/// What stands before a code in the arms of files whose every arm gives one.
const ARMS: [&str; 2] = ["=> \"", "=> (\""];

#[test]
fn every_code_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let documented = fs::read_to_string(root.join("docs/diagnostics.md")).unwrap();
    let mut codes = BTreeSet::new();
    for source in [
        "diff/src",
        "extractor/src",
        "parser/src",
        "reader/src",
        "gangyao/src",
        "sqlite/src",
        "tables/src",
        "xlsx/src",
    ] {
        for file in rust_files(&root.join("crates").join(source)) {
            // `=> "…"` gives a code only where all arms do.
            let errors_only =
                ["reader/src/error.rs", "sqlite/src/error.rs"].iter().any(|name| file.ends_with(name));
            codes.extend(codes_in(&fs::read_to_string(&file).unwrap(), errors_only));
        }
    }
    assert!(
        codes.contains("toc-title-differs")
            && codes.contains("encrypted")
            && codes.contains("output-full")
            && codes.contains("database-locked")
            && codes.contains("duplicate-differs")
    );
    let missing: Vec<_> = codes.iter().filter(|code| !documented.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "docs/diagnostics.md does not explain {missing:?}");
}

/// What `docs/snapshots.md` shows is what is tested: a comment before each block names its file.
#[test]
fn examples_are_the_files_that_are_tested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/snapshots.md")).unwrap();
    let mut shown = 0;
    for part in page.split("<!-- ").skip(1) {
        let (file, rest) = part.split_once(" -->\n```").unwrap();
        let (_, rest) = rest.split_once('\n').unwrap();
        let (block, _) = rest.split_once("```\n").unwrap();
        let text = fs::read_to_string(root.join(file)).unwrap();
        assert!(
            text.ends_with(block) && !block.is_empty(),
            "docs/snapshots.md shows another {file}:\n{block}"
        );
        shown += 1;
    }
    assert_eq!(shown, 3);
}

/// The codes in a source file; its tests stand at its end.
fn codes_in(text: &str, arms: bool) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    // Arguments may stand on a line of their own.
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
    let mut codes = BTreeSet::new();
    for before in BEFORE.iter().chain(if arms { &ARMS[..] } else { &[] }) {
        for (at, _) in text.match_indices(before) {
            let code: String = text[at + before.len()..].chars().take_while(|&c| c != '"').collect();
            if !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                codes.insert(code);
            }
        }
    }
    codes
}

fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| rust_files(&path))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}
