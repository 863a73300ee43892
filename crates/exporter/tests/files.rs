//! The exporter against files that were written by hand: a small plan with one record of every kind.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use gangyao_exporter::{Files, Format, ManifestLine, Status, write_manifest_line, write_records};
use gangyao_model::Conversion;

const JSON: &str = include_str!("data/plan.txt.json");
const JSONL: &str = include_str!("data/plan.txt.jsonl");
const SOURCE: &str = include_str!("data/plan.txt.source.txt");

fn written(format: Format, conversion: &Conversion) -> String {
    let mut out = Vec::new();
    format.write(conversion, SOURCE, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plan() -> Conversion {
    serde_json::from_str(JSON).unwrap()
}

#[test]
fn json_is_written_byte_for_byte() {
    assert_eq!(written(Format::Json, &plan()), JSON);
}

#[test]
fn jsonl_is_written_byte_for_byte() {
    assert_eq!(written(Format::Jsonl, &plan()), JSONL);
}

#[test]
fn files_together_are_what_each_is_alone() {
    let (mut json, mut jsonl, mut lines) = (Vec::new(), Vec::new(), String::new());
    let mut add = |line: &[u8]| {
        lines.push_str(str::from_utf8(line).unwrap());
        lines.push('\n');
        Ok(())
    };
    let files = Files { json: Some(&mut json), jsonl: Some(&mut jsonl), lines: Some(&mut add) };
    write_records(&plan(), files).unwrap();
    assert_eq!((json.as_slice(), jsonl.as_slice()), (JSON.as_bytes(), JSONL.as_bytes()));
    assert_eq!(lines, JSONL);
}

#[test]
fn the_source_text_is_written_as_it_is() {
    assert_eq!(written(Format::Source, &plan()), SOURCE);
}

#[test]
fn empty_lists_stay_on_one_line() {
    let mut conversion = plan();
    conversion.toc.clear();
    conversion.records.clear();
    conversion.diagnostics.clear();
    let json = written(Format::Json, &conversion);
    assert!(json.ends_with(",\n\"toc\":[],\n\"records\":[],\n\"diagnostics\":[]\n}\n"), "{json}");
    assert_eq!(written(Format::Jsonl, &conversion).lines().count(), 1);
}

#[test]
fn a_line_is_a_record() {
    for line in JSONL.lines() {
        let record: gangyao_model::Record = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(line).unwrap()["type"], record.type_name());
    }
}

#[test]
fn a_failing_writer_stops_the_export() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in Format::ALL {
        let error = format.write(&plan(), SOURCE, &mut Full).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "the cause is kept for the message");
    }
}

#[test]
fn a_manifest_line_has_every_field() {
    let line = ManifestLine {
        path: "in/空.txt".to_owned(),
        output: Some("空.txt".to_owned()),
        sha256: None,
        status: Status::Error,
        code: Some("empty-file".to_owned()),
        message: Some("the file is empty".to_owned()),
        counts: None,
        written: None,
        milliseconds: Some(3),
    };
    let mut out = Vec::new();
    write_manifest_line(&line, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\"path\":\"in/空.txt\",\"output\":\"空.txt\",\"sha256\":null,\"status\":\"error\",\"code\":\"empty-file\",\
         \"message\":\"the file is empty\",\"counts\":null,\"milliseconds\":3,\"written\":null}\n"
    );
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let committed = include_str!("../../../schema/gangyao-1.schema.json");
    let mut generated = serde_json::to_string_pretty(&gangyao_exporter::schema()).unwrap();
    generated.push('\n');
    assert!(
        generated == committed,
        "run `cargo run --release -- schema > schema/gangyao-1.schema.json` and look at what changed"
    );
}
