//! Every format against files that were read and found right: a small plan with one record of every kind.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use gangyao_knowledge::{DEFAULT_SIZE, Format, Profile};
use gangyao_model::Conversion;

const PLAN: &str = include_str!("../../exporter/tests/data/plan.txt.json");
const SOURCE: &str = include_str!("../../exporter/tests/data/plan.txt.source.txt");

fn written(format: Format) -> String {
    let conversion: Conversion = serde_json::from_str(PLAN).unwrap();
    let mut out = Vec::new();
    format.write(&conversion, SOURCE, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn check(format: Format, expected: &str) {
    let found = written(format);
    assert!(found == expected, "{format:?} is\n{found}\nand should be\n{expected}");
}

fn chunks(profile: Profile) -> Format {
    Format::Chunks { size: DEFAULT_SIZE, profile }
}

#[test]
fn chunks_of_every_profile() {
    check(chunks(Profile::Plain), include_str!("data/plan.plain.jsonl"));
    check(chunks(Profile::LangChain), include_str!("data/plan.langchain.jsonl"));
    check(chunks(Profile::LlamaIndex), include_str!("data/plan.llamaindex.jsonl"));
    check(chunks(Profile::RagFlow), include_str!("data/plan.ragflow.jsonl"));
    check(chunks(Profile::Dify), include_str!("data/plan.dify.csv"));
    check(chunks(Profile::FastGpt), include_str!("data/plan.fastgpt.csv"));
}

#[test]
fn the_graph() {
    check(Format::Nodes, include_str!("data/plan.nodes.csv"));
    check(Format::Relationships, include_str!("data/plan.relationships.csv"));
}

#[test]
fn linked_data() {
    check(Format::JsonLd, include_str!("data/plan.jsonld"));
}

#[test]
fn markdown() {
    check(Format::Markdown, include_str!("data/plan.md"));
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
    let conversion: Conversion = serde_json::from_str(PLAN).unwrap();
    let formats = [
        chunks(Profile::Plain),
        chunks(Profile::Dify),
        Format::Nodes,
        Format::Relationships,
        Format::JsonLd,
        Format::Markdown,
    ];
    for format in formats {
        let error = format.write(&conversion, SOURCE, &mut Full).unwrap_err();
        assert_eq!(
            error.kind(),
            std::io::ErrorKind::StorageFull,
            "{format:?} keeps the cause for the message"
        );
    }
}

/// An empty document and a plan that is all hostile: what is cut, and where, is bounded by what is there.
#[test]
fn odd_documents_are_no_reason_to_fail() {
    let mut conversion: Conversion = serde_json::from_str(PLAN).unwrap();
    conversion.records.clear();
    for format in
        [chunks(Profile::Plain), Format::Nodes, Format::Relationships, Format::JsonLd, Format::Markdown]
    {
        let mut out = Vec::new();
        format.write(&conversion, "", &mut out).unwrap();
    }
    // Offsets that point nowhere, as in records that another text belongs to.
    let conversion: Conversion = serde_json::from_str(PLAN).unwrap();
    let mut out = Vec::new();
    Format::Chunks { size: 1, profile: Profile::Plain }.write(&conversion, "", &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap().lines().count(), 4);
}
