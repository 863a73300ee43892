//! What every conversion must keep, whatever the document: asserted on every fixture, on generated plans, by fuzzers.
//!
//! The suites are in `tests/tests/`; `tests/run` runs everything.

use gangyao::{Format, Options, Output, convert};
use gangyao_normaliser::{Normalised, normalise};
use gangyao_text::Source;

/// The invariants of ARCHITECTURE.md that one document breaks, in words; empty when it keeps them all. A document that
/// cannot be read breaks none.
#[must_use]
pub fn broken_invariants(bytes: &[u8], name: &str) -> Vec<String> {
    let Ok(source) = gangyao_reader::read(bytes, name, &gangyao_reader::Options::default()) else {
        return Vec::new();
    };
    let mut broken: Vec<String> = gangyao_reader::check(&source).err().into_iter().collect();
    normaliser(&source, &mut broken);
    match convert(bytes, name, &Options::default()) {
        Ok(output) => records(bytes, name, &output, &mut broken),
        Err(error) => broken.push(format!("it can be read, but not converted: {error}")),
    }
    broken
}

/// Normalising twice is normalising once, and every position leads back to one that is not before the last.
fn normaliser(source: &Source, broken: &mut Vec<String>) {
    let once = normalise(source);
    let again = Source::plain(once.text.clone());
    if normalise(&again).text != once.text {
        broken.push("normalising twice is not normalising once".to_owned());
    }
    if let Some(at) = first_wrong_position(&once) {
        broken.push(format!("normalised position {at} leads back to nowhere, or backwards"));
    }
}

fn first_wrong_position(norm: &Normalised<'_>) -> Option<u32> {
    let source = norm.source.text.as_str();
    let mut last = (0, 0);
    let ends = norm.text.char_indices().map(|(at, _)| at).chain([norm.text.len()]);
    ends.map(|at| at as u32).find(|&at| {
        let (start, end) = (norm.map.start(at), norm.map.end(at));
        let inside = source.is_char_boundary(start as usize) && source.is_char_boundary(end as usize);
        let forwards = last.0 <= start && last.1 <= end;
        last = (start, end);
        !(inside && forwards)
    })
}

/// The same bytes again, the same records when read back, and nothing that the verifier finds.
fn records(bytes: &[u8], name: &str, output: &Output, broken: &mut Vec<String>) {
    let json = written(output, Format::Json);
    let jsonl = written(output, Format::Jsonl);
    match convert(bytes, name, &Options::default()) {
        Ok(again) if written(&again, Format::Json) == json && written(&again, Format::Jsonl) == jsonl => {}
        _ => broken.push("a second conversion gives other bytes".to_owned()),
    }
    match serde_json::from_str::<gangyao_model::Conversion>(&json) {
        Ok(back) if back == output.conversion => {}
        Ok(_) => broken.push("the JSON reads back as something else".to_owned()),
        Err(error) => broken.push(format!("the JSON does not read back: {error}")),
    }
    let findings = gangyao_verify::check(&json, Some(&jsonl), &output.source_text);
    broken.extend(findings.iter().map(ToString::to_string));
}

/// A file of a conversion.
///
/// # Panics
/// Never: memory can be written, and records are UTF-8.
#[must_use]
pub fn written(output: &Output, format: Format) -> String {
    let mut out = Vec::new();
    format.write(&output.conversion, &output.source_text, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("records are UTF-8")
}
