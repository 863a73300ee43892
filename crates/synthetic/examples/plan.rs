//! Prints a synthetic plan: `cargo run -p gangyao-synthetic --example plan -- SEED`.

#![allow(clippy::print_stdout, reason = "an example prints")]

use gangyao_synthetic::{Shape, plan};

fn main() {
    let seed = std::env::args().nth(1).and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let shape = if seed == 0 { Shape::default() } else { Shape::random(seed) };
    let made = plan(seed, &shape);
    println!("# {}\n{}", shape.name(), made.text);
    println!("{:#?}", made.truth.outline);
}
