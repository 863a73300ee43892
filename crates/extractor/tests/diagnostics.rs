//! `docs/diagnostics.md` and the sources name the same codes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Headings of the page: ### `box-missing`.
fn documented() -> (String, BTreeSet<String>) {
    let page = fs::read_to_string(root().join("docs/diagnostics.md")).expect("the page is committed");
    let codes =
        page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).map(str::to_owned);
    let codes = codes.collect();
    (page, codes)
}

/// The Rust sources of all crates, each without its tests, white space made uniform.
fn sources() -> Vec<String> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("crates"))
        .expect("a workspace")
        .map(|entry| entry.expect("readable").path().join("src"))
        .collect();
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("readable").path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                texts.push(code.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    texts
}

/// Codes of findings and problems: `code: "box-missing"`.
fn used(sources: &[String]) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for text in sources {
        for (at, before) in text.match_indices("code: \"") {
            let code: String = text[at + before.len()..].chars().take_while(|&c| c != '"').collect();
            codes.insert(code);
        }
    }
    codes
}

#[test]
fn every_diagnostic_is_documented_and_every_documented_one_exists() {
    let (_, documented) = documented();
    let used = used(&sources());
    assert!(used.contains("toc-title-differs") && used.contains("invalid-bytes"), "{used:?}");
    assert_eq!(documented, used);
}

#[test]
fn every_diagnostic_has_an_example_a_cause_and_advice() {
    let (page, documented) = documented();
    for code in documented {
        let entry = page.split(&format!("### `{code}`\n")).nth(1).unwrap();
        let entry = entry.split("\n#").next().unwrap();
        for part in ["\n> ", "\n- Cause: ", "\n- What to do: "] {
            assert!(entry.contains(part), "{code} lacks {part:?}");
        }
    }
}

#[test]
fn every_documented_error_exists() {
    let (page, _) = documented();
    let sources = sources();
    let errors: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert!(errors.len() > 20, "{errors:?}");
    for code in errors {
        let quoted = format!("\"{code}\"");
        assert!(sources.iter().any(|text| text.contains(&quoted)), "no source names {code}");
    }
}
