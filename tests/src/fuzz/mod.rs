//! The bodies of the fuzz targets, so that the stable tests replay exactly what the fuzzers run.

use gangyao::{Options, convert};
use gangyao_extractor::quantity::{Context, quantities};
use gangyao_model::{Kind, Period};
use gangyao_normaliser::value::{cell, measure, period};

use crate::assert_invariants;

/// The whole line: whatever the bytes, an error or records that keep the invariants.
pub fn convert_text(bytes: &[u8]) {
    if let Ok(output) = convert(bytes, "plan.txt", &Options::default()) {
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
    let context = Context { kind: Kind::OutlinePlan, period: plan, path: &[], carried: None };
    for draft in quantities(&text, &context) {
        assert!(text[draft.sentence.clone()].contains(&text[draft.range.clone()]), "{text:?}");
        assert!(draft.value.number.is_none_or(f64::is_finite), "{text:?}");
    }
}
