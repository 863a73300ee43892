//! The files of every fixture: proved by the verifier, read back by the record types, the same in a second run.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use gangyao::{Format, Options, Output, convert};
use gangyao_tests::fixtures;

#[test]
fn the_files_of_every_fixture_verify() {
    let mut broken = Vec::new();
    for (name, output) in outputs() {
        let (json, jsonl) = (written(&output, Format::Json), written(&output, Format::Jsonl));
        let findings = gangyao_verify::check(&json, Some(&jsonl), &output.source_text);
        broken.extend(findings.iter().map(|finding| format!("{name}: {finding}")));
    }
    assert!(broken.is_empty(), "{} findings:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn the_json_of_every_fixture_reads_back() {
    for (name, output) in outputs() {
        let back: gangyao_model::Conversion = serde_json::from_str(&written(&output, Format::Json)).unwrap();
        assert!(back == output.conversion, "{name} reads back as something else");
    }
}

/// The conversions of the fixtures that can be read.
fn outputs() -> impl Iterator<Item = (String, Output)> {
    let fixtures = fixtures::all().into_iter();
    fixtures.filter_map(|(name, bytes)| {
        let output = convert(&bytes, &name, &Options::default()).ok()?;
        Some((name, output))
    })
}

fn written(output: &Output, format: Format) -> String {
    let mut out = Vec::new();
    format.write(&output.conversion, &output.source_text, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
