//! Dev.
use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let reps: usize = std::env::args().nth(2).map_or(40, |s| s.parse().unwrap());
    let mut text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n").replace('\r', "\n");
    text = text.trim_start_matches('\u{feff}').to_owned();
    if let Some(n) = std::env::args().nth(3) {
        text = text.repeat(n.parse().unwrap());
    }
    let mb = text.len() as f64 / 1e6;
    let source = gangyao_text::Source::plain(text);
    if reps == 0 {
        let norm = gangyao_normaliser::normalise(&source);
        println!("{:#?}", gangyao_parser::parse(&norm));
        return;
    }
    let (mut t1, mut t2, mut n) = (0f64, 0f64, 0);
    for _ in 0..reps {
        let a = Instant::now();
        let norm = gangyao_normaliser::normalise(&source);
        let b = Instant::now();
        let parsed = gangyao_parser::parse(&norm);
        let c = Instant::now();
        n += parsed.items.len();
        t1 += (b - a).as_secs_f64();
        t2 += (c - b).as_secs_f64();
    }
    println!("{n} norm {:.1} parse {:.1} MB/s", mb * reps as f64 / t1, mb * reps as f64 / t2);
}
