//! Prints a synthetic plan: `cargo run -p gangyao-synthetic --example plan -- SEED [FIELD=CHOICE]`.
//!
//! With a choice (`width=Forty`), the plan has it and is plain otherwise; without one its shape is random.

#![allow(clippy::print_stdout, reason = "an example prints")]

use gangyao_synthetic::shape::Size;
use gangyao_synthetic::{Shape, plan};

fn main() {
    let mut args = std::env::args().skip(1);
    let seed = args.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let base = Shape { size: Size::Middle, ..Shape::default() };
    let choice = args.next();
    let named = choice.and_then(|choice| Shape::sweep(base).into_iter().find(|(name, _)| *name == choice));
    let shape = named.map_or_else(|| Shape::random(seed), |(_, shape)| shape);
    println!("{}", plan(seed, &shape).text);
}
