//! How fast the line is, in bytes of UTF-8 a second: each stage and the whole, on the seed document as many documents
//! and as one large one.
//!
//! `cargo bench -p gangyao --bench line`. The first group is the yardstick: checking that the same bytes are UTF-8 and
//! counting their characters, which is the least that anything must do that gives offsets in characters. The last lines
//! give the whole line's ratio to it, which hangs less on the machine than a speed does, and the ratio of the large
//! document to the small ones, which must be at most 1.2 a byte.

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::BytesCount;
use gangyao::{Options, convert};
use gangyao_exporter::write_jsonl;
use gangyao_extractor::extract;
use gangyao_model::SourceInfo;
use gangyao_normaliser::normalise;
use gangyao_parser::parse;
use gangyao_text::Source;

/// The document that everything is measured on.
const SEED: &str = include_str!("../../../fixtures/xincheng-15fyp.txt");

/// What the documents of one run have together.
const BYTES: usize = 10_000_000;

/// The allocator of the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
    // `cargo test` runs benchmarks too, each once and untimed.
    if std::env::args().any(|arg| arg == "--bench") {
        print_ratios();
    }
}

/// Prints what the figures above must be compared by.
#[expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]
fn print_ratios() {
    let [many, one] = LOADS.map(|load| {
        let documents = load.documents();
        let mut out = Vec::new();
        let yardstick = best(10, || validate_and_count(&documents));
        let line = best(5, || whole_line(&documents, &mut out));
        println!("{load:?}: the whole line takes {:.1} times the yardstick", line / yardstick);
        line / documents.iter().map(String::len).sum::<usize>() as f64
    });
    println!("One takes {:.2} times as long a byte as Many", one / many);
}

/// Seconds of the fastest run.
fn best(runs: usize, mut run: impl FnMut()) -> f64 {
    let time = |()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    std::iter::repeat_n((), runs).map(time).min().unwrap_or(Duration::MAX).as_secs_f64()
}

fn validate_and_count(documents: &[String]) {
    for document in documents {
        let text = std::str::from_utf8(black_box(document.as_bytes())).expect("the seed is UTF-8");
        black_box(text.chars().count());
    }
}

fn whole_line(documents: &[String], out: &mut Vec<u8>) {
    for document in documents {
        let output = convert(black_box(document.as_bytes()), "plan.txt", &Options::default());
        out.clear();
        write_jsonl(&output.expect("the seed can be read").conversion, out).expect("memory can be written");
        black_box(&out);
    }
}

/// The seed as one document again and again, and as one document of the same size.
#[derive(Clone, Copy, Debug)]
enum Load {
    Many,
    One,
}

const LOADS: [Load; 2] = [Load::Many, Load::One];

impl Load {
    fn documents(self) -> Vec<String> {
        let count = BYTES / SEED.len();
        match self {
            Self::Many => vec![SEED.to_owned(); count],
            Self::One => vec![SEED.repeat(count)],
        }
    }
}

fn bytes(documents: &[String]) -> BytesCount {
    BytesCount::new(documents.iter().map(String::len).sum::<usize>())
}

fn sources(documents: &[String]) -> Vec<Source> {
    let read = |text: &String| {
        gangyao_reader::read(text.as_bytes(), "plan.txt", &gangyao_reader::Options::default())
    };
    documents.iter().map(|text| read(text).expect("the seed can be read")).collect()
}

fn info(source: &Source) -> SourceInfo {
    SourceInfo {
        name: "plan.txt".to_owned(),
        format: source.format.name().to_owned(),
        encoding: source.encoding.to_owned(),
        bytes: source.text.len() as u64,
        sha256: String::new(),
        pages: None,
        converted_from: None,
    }
}

#[divan::bench(args = LOADS, sample_count = 10)]
fn a_yardstick_utf8_and_count(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    bencher.counter(bytes(&documents)).bench_local(|| validate_and_count(&documents));
}

#[divan::bench(args = LOADS, sample_count = 5)]
fn b_read(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    bencher.counter(bytes(&documents)).bench_local(|| black_box(sources(&documents)));
}

#[divan::bench(args = LOADS, sample_count = 5)]
fn c_normalise(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    let sources = sources(&documents);
    bencher.counter(bytes(&documents)).bench_local(|| {
        for source in &sources {
            black_box(normalise(source));
        }
    });
}

#[divan::bench(args = LOADS, sample_count = 5)]
fn d_parse(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    let sources = sources(&documents);
    let normalised: Vec<_> = sources.iter().map(normalise).collect();
    bencher.counter(bytes(&documents)).bench_local(|| {
        for normalised in &normalised {
            black_box(parse(normalised));
        }
    });
}

#[divan::bench(args = LOADS, sample_count = 5)]
fn e_extract(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    let sources = sources(&documents);
    let normalised: Vec<_> = sources.iter().map(normalise).collect();
    let parsed: Vec<_> = normalised.iter().map(parse).collect();
    bencher.counter(bytes(&documents)).bench_local(|| {
        for ((source, normalised), parsed) in sources.iter().zip(&normalised).zip(&parsed) {
            black_box(extract(normalised, parsed, info(source)));
        }
    });
}

#[divan::bench(args = LOADS, sample_count = 5)]
fn f_export_jsonl(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    let convert = |text: &String| convert(text.as_bytes(), "plan.txt", &Options::default());
    let outputs: Vec<_> = documents.iter().map(|text| convert(text).expect("the seed can be read")).collect();
    let mut out = Vec::new();
    bencher.counter(bytes(&documents)).bench_local(|| {
        for output in &outputs {
            out.clear();
            write_jsonl(&output.conversion, &mut out).expect("memory can be written");
            black_box(&out);
        }
    });
}

#[divan::bench(args = LOADS, sample_count = 5)]
fn g_whole_line_to_jsonl(bencher: Bencher<'_, '_>, load: Load) {
    let documents = load.documents();
    let mut out = Vec::new();
    bencher.counter(bytes(&documents)).bench_local(|| whole_line(&documents, &mut out));
}
