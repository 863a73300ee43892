//! Every code that the program can say is explained in `docs/diagnostics.md`.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands before a code in the sources: in a diagnostic, in an error, in a skipped input.
const BEFORE: [&str; 6] =
    ["code: \"", "Error::new(\"", "Error::io(\"", "self.skip(path, \"", "self.skip(folder, \"", "=> \""];

#[test]
fn every_code_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let documented = fs::read_to_string(root.join("docs/diagnostics.md")).unwrap();
    let mut codes = BTreeSet::new();
    for source in ["extractor/src", "parser/src", "reader/src", "gangyao/src", "sqlite/src", "xlsx/src"] {
        for file in rust_files(&root.join("crates").join(source)) {
            // `=> "…"` gives a code only where all arms do.
            let errors_only = file.ends_with("reader/src/error.rs");
            codes.extend(codes_in(&fs::read_to_string(&file).unwrap(), errors_only));
        }
    }
    assert!(
        codes.contains("toc-title-differs") && codes.contains("encrypted") && codes.contains("output-full")
    );
    let missing: Vec<_> = codes.iter().filter(|code| !documented.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "docs/diagnostics.md does not explain {missing:?}");
}

/// The codes in a source file; its tests stand at its end.
fn codes_in(text: &str, arms: bool) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    // Arguments may stand on a line of their own.
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
    let mut codes = BTreeSet::new();
    for before in BEFORE.iter().filter(|before| arms || **before != "=> \"") {
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
