//! Every fixture: first the invariants, then snapshots of what each stage makes of it.
//!
//! The snapshots record behaviour, for review: `cargo insta review`, or `INSTA_UPDATE=always cargo test -p gangyao-tests`
//! and `git diff`. Whether the behaviour is right is what `eval/` measures.

use std::fs;
use std::path::{Path, PathBuf};

use gangyao::Options;
use gangyao::inspect::{Stage, inspect};
use gangyao_tests::broken_invariants;

/// All fixtures by name.
fn fixtures() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(&folder)
        .expect("fixtures/ is part of the project")
        .map(|entry| entry.expect("fixtures/ can be read").path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().expect("a file has a name").to_string_lossy().into_owned(), path))
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "there are fixtures");
    found
}

#[test]
fn every_fixture_keeps_the_invariants() {
    let mut broken = Vec::new();
    for (name, path) in fixtures() {
        let bytes = fs::read(path).expect("a fixture can be read");
        broken.extend(broken_invariants(&bytes, &name).into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn blocks_of_every_fixture() {
    snapshots(Stage::Blocks, "blocks");
}

#[test]
fn outline_of_every_fixture() {
    snapshots(Stage::Outline, "outline");
}

#[test]
fn records_of_every_fixture() {
    snapshots(Stage::Records, "records");
}

/// Compares one stage of every fixture; shows all that differ, not the first only.
fn snapshots(stage: Stage, stage_name: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/{stage_name}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let differ: Vec<String> = fixtures()
        .into_iter()
        .filter(|(name, path)| {
            let bytes = fs::read(path).expect("a fixture can be read");
            let shown = inspect(&bytes, name, &Options::default(), stage)
                .unwrap_or_else(|error| format!("error {}: {error}\n", error.code()));
            settings.bind(|| {
                let compare = || insta::assert_snapshot!(name.as_str(), shown);
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err()
            })
        })
        .map(|(name, _)| name)
        .collect();
    assert!(differ.is_empty(), "the {stage_name} of these differ: {}", differ.join(", "));
}
