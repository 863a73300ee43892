//! The example of `docs/snapshots.md`, word by word.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

// example
use gangyao::{Options, convert};
use gangyao_model::{Record, Role};

const PLAN: &[u8] = include_bytes!("../data/plan-to-edit.txt");

#[test]
fn the_targets_are_as_pinned() {
    let output = convert(PLAN, "plan.txt", &Options::default()).unwrap();
    let mut targets = Vec::new();
    for record in &output.conversion.records {
        let Record::Indicator(indicator) = record else { continue };
        for value in indicator.values.iter().filter(|value| value.column.role == Role::Target) {
            targets.push(format!("{} {:?}: {}", indicator.name, value.column.year, value.value.raw));
        }
    }
    insta::assert_snapshot!(targets.join("\n"));
}
