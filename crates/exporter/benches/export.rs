//! How fast records become files, in bytes of output. `cargo bench -p gangyao-exporter`

use divan::counter::BytesCount;
use gangyao_exporter::Format;
use gangyao_model::Conversion;

fn main() {
    divan::main();
}

/// The hand-written plan of the tests, its records repeated to about a megabyte of JSON.
fn large() -> Conversion {
    let text = include_str!("../tests/data/plan.txt.json");
    let mut conversion: Conversion = serde_json::from_str(text).expect("the sample is a conversion");
    let records = conversion.records.clone();
    for _ in 0..200 {
        conversion.records.extend(records.iter().cloned());
    }
    conversion
}

#[divan::bench(args = [Format::Json, Format::Jsonl])]
fn write(bencher: divan::Bencher<'_, '_>, format: Format) {
    let conversion = large();
    let mut out = Vec::new();
    format.write(&conversion, "", &mut out).expect("memory can be written");
    bencher.counter(BytesCount::new(out.len())).bench_local(|| {
        out.clear();
        format.write(&conversion, "", &mut out).expect("memory can be written");
        out.len()
    });
}
