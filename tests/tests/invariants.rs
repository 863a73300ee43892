//! The invariants hold for every fixture and for synthetic plans of all shapes.

use gangyao::{Options, convert};
use gangyao_synthetic::{Shape, plan};
use gangyao_tests::{assert_invariants, fixtures, for_each_case};

#[test]
fn every_fixture_keeps_the_invariants() {
    let cases = fixtures::all().into_iter().map(|(name, bytes)| (name.clone(), (name, bytes)));
    for_each_case(cases, |(name, bytes)| {
        assert_invariants(&convert(bytes, name, &Options::default()).expect("a fixture can be read"));
    });
}

#[test]
fn synthetic_plans_keep_the_invariants() {
    let cases = (0..60).map(|seed| (format!("seed {seed}: {}", Shape::random(seed).name()), seed));
    for_each_case(cases, |&seed| {
        let made = plan(seed, &Shape::random(seed));
        let output = convert(&made.bytes, "plan.txt", &Options::default());
        assert_invariants(&output.expect("a synthetic plan can be read"));
    });
}

#[test]
fn the_same_bytes_give_the_same_records() {
    for seed in 0..10 {
        let made = plan(seed, &Shape::random(seed));
        let run =
            || convert(&made.bytes, "plan.txt", &Options::default()).expect("a synthetic plan can be read");
        assert_eq!(run(), run(), "seed {seed}");
    }
}
