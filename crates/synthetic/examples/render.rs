//! Writes a synthetic plan in every format: `cargo run -p gangyao-synthetic --example render -- FOLDER SEED [FIELD=CHOICE]`.
//!
//! `scripts/render` calls it, and adds what LibreOffice and Chromium make of the files.

use std::path::Path;

use gangyao_synthetic::render::{Boxes, Form, Headings, Look, render};
use gangyao_synthetic::shape::{Size, Toc};
use gangyao_synthetic::{Shape, plan};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(folder) = args.next() else {
        return Err(std::io::Error::other("give a folder, a seed, and perhaps one choice"));
    };
    let seed = args.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let base = Shape { size: Size::Middle, toc: Toc::Dots, ..Shape::default() };
    let choice = args.next();
    let named = choice.and_then(|choice| Shape::sweep(base).into_iter().find(|(name, _)| *name == choice));
    let made = plan(seed, &named.map_or(base, |(_, shape)| shape));
    let write = |name: String, bytes: &[u8]| std::fs::write(Path::new(&folder).join(name), bytes);
    write(format!("plan-{seed}.txt"), made.text.as_bytes())?;
    for boxes in [Boxes::Cell, Boxes::Frame, Boxes::Bare] {
        for headings in [Headings::Centred, Headings::Tagged] {
            for &form in Form::ALL {
                let look = Look { headings, boxes };
                let name = format!("plan-{seed}-{boxes:?}-{headings:?}.{}", form.extension()).to_lowercase();
                write(name, &render(&made, form, look))?;
            }
        }
    }
    Ok(())
}
