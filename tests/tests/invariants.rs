//! The invariants hold for every fixture and for synthetic plans of all shapes.

use gangyao::{Options, convert};
use gangyao_synthetic::{Shape, plan};
use gangyao_tests::{assert_invariants, fixtures};

#[test]
fn every_fixture_keeps_the_invariants() {
    for (name, bytes) in fixtures::all() {
        let output =
            convert(&bytes, &name, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!("{name}");
        assert_invariants(&output);
    }
}

#[test]
fn synthetic_plans_keep_the_invariants() {
    for seed in 0..60 {
        let shape = Shape::random(seed);
        let made = plan(seed, &shape);
        println!("seed {seed}: {}", shape.name());
        let output =
            convert(&made.bytes, "plan.txt", &Options::default()).expect("a synthetic plan can be read");
        assert_invariants(&output);
    }
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
