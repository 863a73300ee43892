//! The bodies of the fuzz targets, so that the stable tests replay exactly what the fuzzers run.

mod archive;
mod container;

use gangyao::{Options, convert};
use gangyao_extractor::quantity::{Context, quantities};
use gangyao_model::{Kind, Period};
use gangyao_normaliser::value::{cell, measure, period};

use crate::assert_invariants;

pub use archive::archive;

/// A body: it takes any bytes, and panics only where the program is wrong.
pub type Target = fn(&[u8]);

/// Every target under its name.
pub const TARGETS: [(&str, Target); 6] = [
    ("convert_text", convert_text),
    ("value", value),
    ("html", html),
    ("docx", docx),
    ("pdf", pdf),
    ("archive", archive),
];

/// The whole line: whatever the bytes, an error or records that keep the invariants.
pub fn convert_text(bytes: &[u8]) {
    whole_line(bytes, "plan.txt");
}

/// A web page, from telling what it is to its records.
pub fn html(bytes: &[u8]) {
    whole_line(bytes, "plan.html");
}

/// A DOCX file. Bytes that are no archive become the parts of one: a changed archive fails its checksums, and nothing
/// behind them would ever be reached.
pub fn docx(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        whole_line(bytes, "plan.docx");
    } else {
        whole_line(&container::docx(bytes), "plan.docx");
    }
}

/// A PDF file. Bytes without the mark of one become the drawing of its pages.
pub fn pdf(bytes: &[u8]) {
    if bytes.windows(5).any(|window| window == b"%PDF-") {
        whole_line(bytes, "plan.pdf");
    } else {
        whole_line(&container::pdf(bytes), "plan.pdf");
    }
}

fn whole_line(bytes: &[u8], name: &str) {
    if let Ok(source) = gangyao_reader::read(bytes, name, &gangyao_reader::Options::default()) {
        gangyao_reader::check(&source).expect("what leaves a reader is sound");
    }
    if let Ok(output) = convert(bytes, name, &Options::default()) {
        assert_invariants(&output);
    }
}

/// The grammar of values: as a table's cell, as a measure at every character, as a sentence of prose.
///
/// # Panics
/// When a reading points outside the text.
pub fn value(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let read = cell(&text);
    if let (Some(min), Some(max)) = (read.value.min, read.value.max) {
        assert!(min.is_finite() && max.is_finite(), "{text:?}: {min}..{max}");
    }
    for (at, _) in text.char_indices() {
        let _ = measure::measure_at(&text, at);
    }
    let _ = period::plan_period(&text);
    let plan = Some(Period { ordinal: Some(15), start: 2026, end: 2030 });
    let context = Context {
        kind: Kind::OutlinePlan,
        period: plan,
        path: &[],
        reached: None,
        told: None,
        carried: None,
    };
    for draft in quantities(&text, &context) {
        assert!(text[draft.sentence.clone()].contains(&text[draft.range.clone()]), "{text:?}");
        assert!(draft.value.number.is_none_or(f64::is_finite), "{text:?}");
    }
}
