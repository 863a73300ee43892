//! Prints the text of a PDF, a form feed between pages, or, with `--time N`, the best of N readings in milliseconds.
//! `scripts/compare_pdf.py` compares both with pdftotext.

use std::io::Write;

use gangyao_reader::{Options, read};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let Some(path) = args.next() else { return Err(std::io::Error::other("expected the path of a PDF")) };
    let bytes = std::fs::read(&path)?;
    let rounds = args.nth(1).and_then(|rounds| rounds.parse::<u32>().ok());
    let mut out = std::io::stdout().lock();
    if let Some(rounds) = rounds {
        let mut best = f64::INFINITY;
        for _ in 0..rounds {
            let start = std::time::Instant::now();
            let _ = read(&bytes, &path, &Options::default());
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        }
        return writeln!(out, "{best:.2}");
    }
    let source = read(&bytes, &path, &Options::default())
        .map_err(|error| std::io::Error::other(format!("{error:?}")))?;
    let starts: Vec<usize> = source.pages.iter().map(|page| page.start as usize).collect();
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(source.text.len(), |&next| next.min(source.text.len()));
        write!(out, "{}\u{C}", &source.text[start.min(end)..end])?;
    }
    Ok(())
}
