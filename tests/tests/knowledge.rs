//! The files for knowledge bases of every fixture: nothing is lost, nothing is cut, everything that is named is there.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use std::collections::{BTreeMap, BTreeSet};

use gangyao::knowledge::{Chunk, Format, chunks, estimate};
use gangyao::{Options, Output, convert};
use gangyao_model::Record;
use gangyao_tests::{fixtures, for_each_case};

fn outputs() -> Vec<(String, Output)> {
    let converted = |(name, bytes): (String, Vec<u8>)| {
        let output = convert(&bytes, &name, &Options::default()).ok()?;
        Some((name, output))
    };
    fixtures::all().into_iter().filter_map(converted).collect()
}

const SEED: &str = "xincheng-15fyp.txt";

/// Every size that is tried, small ones that cut much among them.
const SIZES: [u32; 3] = [40, 200, 512];

fn for_each_size(check: impl Fn(&Output, &[Chunk], u32)) {
    for_each_case(outputs(), |output| {
        for size in SIZES {
            check(output, &chunks(&output.conversion, &output.source_text, size), size);
        }
    });
}

#[test]
fn every_record_is_in_a_chunk() {
    for_each_size(|output, chunks, size| {
        let held: BTreeSet<&str> =
            chunks.iter().flat_map(|chunk| &chunk.records).map(String::as_str).collect();
        for record in &output.conversion.records {
            if !matches!(record, Record::Furniture(_)) {
                let common = record.common();
                assert!(
                    held.contains(common.id.as_str()),
                    "{size}: no chunk holds {} {}",
                    record.type_name(),
                    common.id
                );
            }
        }
    });
}

#[test]
fn no_sentence_is_cut() {
    for_each_size(|output, chunks, size| {
        for record in &output.conversion.records {
            let text = match record {
                Record::Paragraph(paragraph) => paragraph.text.as_str(),
                Record::Project(project) => project.description.as_deref().unwrap_or_default(),
                Record::Term(term) => term.definition.as_str(),
                _ => continue,
            };
            let id = &record.common().id;
            let own: Vec<&Chunk> = chunks.iter().filter(|chunk| chunk.records.contains(id)).collect();
            for sentence in text.split_inclusive('。').map(str::trim).filter(|sentence| !sentence.is_empty())
            {
                assert!(own.iter().any(|chunk| chunk.text.contains(sentence)), "{size}: {sentence} is cut");
            }
        }
    });
}

#[test]
fn chunks_are_as_large_as_asked_or_one_sentence() {
    for_each_size(|_, chunks, size| {
        for chunk in chunks.iter().filter(|chunk| chunk.tokens > size) {
            // The title of a box is over and above; one sentence, row or entry cannot be cut.
            let lines: Vec<&str> = chunk.text.lines().collect();
            let last = lines.last().unwrap();
            let sentences = last.split_inclusive(['。', '！', '？']).count();
            let titles: u32 = lines[..lines.len() - 1].iter().map(|line| estimate(line)).sum();
            assert!(lines.len() == 1 || titles <= size, "{size}: {}", chunk.text);
            assert!(
                sentences <= 1 || estimate(last) <= size || chunk.kind.name() != "text",
                "{size}: {}",
                chunk.text
            );
        }
    });
}

#[test]
fn chunks_are_linked_and_lie_in_the_source() {
    for_each_size(|output, chunks, _| {
        let length = output.source_text.chars().count();
        let ids: BTreeSet<&str> = chunks.iter().map(|chunk| chunk.id.as_str()).collect();
        assert_eq!(ids.len(), chunks.len(), "ids are unique");
        for (at, chunk) in chunks.iter().enumerate() {
            assert_eq!(chunk.seq as usize, at);
            assert_eq!(chunk.prev.as_ref(), at.checked_sub(1).map(|before| &chunks[before].id));
            assert_eq!(chunk.next.as_ref(), chunks.get(at + 1).map(|after| &after.id));
            assert!(!chunk.evidence.is_empty() && !chunk.text.is_empty(), "{chunk:?}");
            assert!(chunk.evidence.iter().all(|span| span.start <= span.end && span.end as usize <= length));
        }
    });
}

/// A paragraph that comes changes the chunks of its own section alone.
#[test]
fn an_insertion_leaves_the_chunks_of_other_sections_alone() {
    let seed =
        String::from_utf8(fixtures::all().into_iter().find(|(name, _)| name == SEED).unwrap().1).unwrap();
    let chunked = |text: &str| {
        let output = convert(text.as_bytes(), SEED, &Options::default()).unwrap();
        chunks(&output.conversion, &output.source_text, 512)
    };
    let at = seed
        .find("\n第三节 提升公共安全治理水平")
        .map(|at| at + seed[at..].find("。\n").unwrap() + "。\n".len())
        .unwrap();
    let edited = format!("{}\n持续开展邻里互助活动，把服务送到居民家门口。\n{}", &seed[..at], &seed[at..]);
    let (before, after) = (chunked(&seed), chunked(&edited));
    let known: BTreeSet<&str> = before.iter().map(|chunk| chunk.id.as_str()).collect();
    let come: Vec<&Chunk> = after.iter().filter(|chunk| !known.contains(chunk.id.as_str())).collect();
    assert!((1..4).contains(&come.len()), "{come:#?}");
    assert!(
        come.iter().all(|chunk| chunk.breadcrumb.last().unwrap() == "第三节 提升公共安全治理水平"),
        "{come:#?}"
    );
}

#[test]
fn nodes_are_unique_and_relationships_end_in_nodes() {
    // By node over all fixtures: the same region and concept say the same in each.
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (name, output) in outputs() {
        let (nodes, relationships) = (rows(&output, Format::Nodes), rows(&output, Format::Relationships));
        let mut ids = BTreeSet::new();
        for row in &nodes[1..] {
            assert_eq!(row.len(), nodes[0].len(), "{name}: {row:?}");
            assert!(ids.insert(row[0].as_str()), "{name}: {} comes twice", row[0]);
            if !row[0].starts_with(output.conversion.document.common.doc.as_ref()) {
                let known = all.entry(row[0].clone()).or_insert_with(|| row.join("|"));
                assert_eq!(known, &row.join("|"));
            }
        }
        for row in &relationships[1..] {
            assert!(
                ids.contains(row[0].as_str()) && ids.contains(row[1].as_str()),
                "{name}: {row:?} dangles"
            );
        }
        // The tree hangs together: all but the document, the region and the concepts have exactly one owner.
        let owned =
            relationships[1..].iter().filter(|row| !matches!(row[2].as_str(), "ABOUT" | "MEASURES" | "USES"));
        let shared = ids.iter().filter(|id| id.starts_with("region:") || id.starts_with("concept:")).count();
        assert_eq!(owned.count(), ids.len() - shared - 1, "{name}");
    }
}

/// The rows of a CSV file.
fn rows(output: &Output, format: Format) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    format.write(&output.conversion, &output.source_text, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.lines().map(cells).collect()
}

/// The cells of a row that no line feed stands in.
fn cells(row: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in row.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}
