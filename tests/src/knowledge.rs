//! What the files for knowledge bases keep of any document.

use std::collections::BTreeSet;

use gangyao::Output;
use gangyao::knowledge::{Format, Profile, chunks};
use gangyao_model::Record;

/// Panics where a chunk or the graph breaks its promises, at a small size and at the usual one.
pub(crate) fn assert_knowledge(output: &Output) {
    assert_chunks(output, 24);
    assert_chunks(output, gangyao::knowledge::DEFAULT_SIZE);
    assert_graph(output);
    for format in
        [Format::JsonLd, Format::Markdown, Format::Chunks { size: 100, profile: Profile::LangChain }]
    {
        written(output, format);
    }
}

fn assert_chunks(output: &Output, size: u32) {
    let chunks = chunks(&output.conversion, &output.source_text, size);
    let length = output.source_text.chars().count();
    let held: BTreeSet<&str> = chunks.iter().flat_map(|chunk| &chunk.records).map(String::as_str).collect();
    for record in &output.conversion.records {
        if !matches!(record, Record::Furniture(_)) {
            let common = record.common();
            assert!(held.contains(common.id.as_str()), "no chunk holds {} {}", record.type_name(), common.id);
        }
    }
    let mut ids = BTreeSet::new();
    for chunk in &chunks {
        assert!(ids.insert(chunk.id.as_str()), "{} is given twice", chunk.id);
        assert!(!chunk.text.is_empty(), "{} is empty", chunk.id);
        for span in &chunk.evidence {
            assert!(
                span.start <= span.end && span.end as usize <= length,
                "{} lies outside the source",
                chunk.id
            );
        }
    }
}

fn assert_graph(output: &Output) {
    let (nodes, relationships) = (written(output, Format::Nodes), written(output, Format::Relationships));
    // An id is the first cell of a node, and holds no comma.
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut ids = BTreeSet::new();
    for line in nodes.lines().skip(1) {
        let id = cells(line).swap_remove(0);
        assert!(ids.insert(id), "a node comes twice: {line}");
    }
    for line in relationships.lines().skip(1) {
        let ends = cells(line);
        assert!(ids.contains(&ends[0]) && ids.contains(&ends[1]), "{line} dangles");
    }
}

fn written(output: &Output, format: Format) -> String {
    let mut out = Vec::new();
    let done = format.write(&output.conversion, &output.source_text, &mut out);
    done.expect("memory can be written");
    String::from_utf8(out).expect("the files are UTF-8")
}
