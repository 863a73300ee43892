//! What each stage makes of each fixture, as lines that a reviewer can read: `offset..offset "quoted": fact`.
//!
//! Snapshots record behaviour. What is right is recorded by the gold files and by the synthetic truth.

use gangyao::inspect::{Stage, inspect};
use gangyao::{Options, convert};
use gangyao_tests::{assert_invariants, fixtures, for_each_case};

/// Fixtures above this size have no snapshot of each stage: nobody would read it.
const LARGEST: usize = 16_000;

fn check(stage: Stage) {
    let small = fixtures::all().into_iter().filter(|(_, bytes)| bytes.len() <= LARGEST);
    let cases = small.map(|(name, bytes)| (name.clone(), (name, bytes)));
    for_each_case(cases, |(name, bytes)| {
        assert_invariants(&convert(bytes, name, &Options::default()).expect("a fixture can be read"));
        let shown = inspect(bytes, name, &Options::default(), stage).expect("it was converted just now");
        let stage = format!("{stage:?}").to_lowercase();
        let stem = name.strip_suffix(".txt").unwrap_or(name);
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("{stem}.{stage}"), shown);
        });
    });
}

#[test]
fn normalised() {
    check(Stage::Normalised);
}

#[test]
fn blocks() {
    check(Stage::Blocks);
}

#[test]
fn outline() {
    check(Stage::Outline);
}

#[test]
fn records() {
    check(Stage::Records);
}
