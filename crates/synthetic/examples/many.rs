//! Writes many synthetic plans: `cargo run --release -p gangyao-synthetic --example many -- FOLDER COUNT [text|mixed]`.
//!
//! A hundred lie in a folder. All are text, or, where they are mixed, every fourth each a web page, a Word document, a PDF file.

use std::fs;
use std::path::Path;

use gangyao_synthetic::render::{Form, Look, render};
use gangyao_synthetic::{Shape, plan};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(folder), Some(count)) =
        (arguments.first(), arguments.get(1).and_then(|n| n.parse::<u64>().ok()))
    else {
        return Err(std::io::Error::other("give a folder, a number, and perhaps `mixed`"));
    };
    let mixed = arguments.get(2).is_some_and(|kind| kind == "mixed");
    for seed in 0..count {
        let made = plan(seed, &Shape::random(seed));
        let below = Path::new(folder).join(format!("{:03}", seed / 100));
        fs::create_dir_all(&below)?;
        let form = Form::ALL.get((seed % 4) as usize).filter(|_| mixed);
        let (ending, bytes) = match form {
            Some(&form) => (form.extension(), render(&made, form, Look::default())),
            None => ("txt", made.text.into_bytes()),
        };
        fs::write(below.join(format!("plan-{seed}.{ending}")), bytes)?;
    }
    Ok(())
}
