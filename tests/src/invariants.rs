//! The invariants that every output keeps, recomputed from the records and the source text alone.

use std::collections::{BTreeMap, BTreeSet};

use gangyao::Output;
use gangyao_model::{BoxContent, Common, Conversion, Record, Span};

use crate::evidence::{Text, assert_evidence, flat};
use crate::knowledge::assert_knowledge;

/// Panics where the output breaks one of the invariants of `ARCHITECTURE.md`:
///
/// - identifiers are unique, of one form, of one document; places run from 0 without a gap;
/// - parents exist, stand before their children, and what lies under one record stands together;
/// - spans lie in the source, in order, and hold something, but for a picture without a caption; what is derived lies inside what it was derived from;
/// - every character that is not blank has exactly one owner, and the coverage says so;
/// - every textual field stands in its evidence;
/// - the counts are right;
/// - chunks hold every record, have ids of their own and lie in the source, and every relationship of the graph ends in nodes.
pub fn assert_invariants(output: &Output) {
    let text = Text::new(&output.source_text);
    let records = all(&output.conversion);
    assert_identity(&records);
    assert_spans(&text, &records);
    assert_tree(&records);
    assert_coverage(&text, &output.conversion, &records);
    assert_counts(&output.conversion, &records);
    records.iter().for_each(|record| assert_evidence(&text, record));
    assert_title(output);
    assert_knowledge(output);
}

/// Every record of the document, in the order of the JSONL.
fn all(conversion: &Conversion) -> Vec<Record> {
    let document = Record::Document(Box::new(conversion.document.clone()));
    let toc = conversion.toc.iter().cloned().map(Record::TocEntry);
    let diagnostics = conversion.diagnostics.iter().cloned().map(Record::Diagnostic);
    std::iter::once(document)
        .chain(toc)
        .chain(conversion.records.iter().cloned())
        .chain(diagnostics)
        .collect()
}

fn assert_identity(records: &[Record]) {
    let doc = records[0].common().doc.clone();
    assert!(is_hex(&doc), "{doc} is no document id");
    let mut seen = BTreeSet::new();
    for (at, record) in records.iter().enumerate() {
        let Common { id, seq, .. } = record.common();
        assert_eq!(record.common().doc, doc, "{id} is of another document");
        let own = id.strip_prefix(&*doc).and_then(|rest| rest.strip_prefix('-'));
        assert!(own.is_some_and(is_hex), "{id} is no id of document {doc}");
        assert!(seen.insert(id.as_str()), "{id} is given twice");
        assert_eq!(*seq as usize, at, "{id} stands at another place than it says");
    }
}

fn is_hex(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn assert_spans(text: &Text, records: &[Record]) {
    let mut before = 0;
    for record in records {
        let (name, id) = (record.type_name(), &record.common().id);
        let spans = &record.common().evidence;
        // A diagnostic may name its places in any order: the table first, then the prose that contradicts it. What comes
        // of a table's row goes from cell to cell, and the lines of cells that stand side by side take turns in text.
        let of_row = matches!(record, Record::Indicator(_) | Record::Project(_));
        // A picture without a caption has a place and no words.
        let is_picture = match record {
            Record::Box(found) => found.title.is_empty() && found.content == BoxContent::Unreadable,
            Record::Diagnostic(found) => found.code == "box-unreadable",
            _ => false,
        };
        if is_picture {
            let in_bounds = |span: &Span| span.start <= span.end && span.end as usize <= text.len();
            assert!(spans.iter().all(in_bounds), "{name} {id}: {spans:?} run over the end");
        } else if of_row {
            let mut sorted = spans.clone();
            sorted.sort_unstable_by_key(|span| span.start);
            assert_in_order(text, &sorted, &format!("{name} {id}"));
        } else if matches!(record, Record::Diagnostic(_)) {
            spans.iter().for_each(|span| assert_in_order(text, std::slice::from_ref(span), id));
        } else {
            assert_in_order(text, spans, &format!("{name} {id}"));
        }
        // Records stand in the order of the text; the document and diagnostics are about it as a whole.
        let ordered = !matches!(record, Record::Document(_) | Record::TocEntry(_) | Record::Diagnostic(_));
        if let (true, Some(first)) = (ordered, spans.first()) {
            assert!(
                first.start >= before,
                "{name} {id} at {} stands after a record at {before}",
                first.start
            );
            before = first.start;
        }
        match record {
            Record::Table(table) => {
                table.rows.iter().flatten().for_each(|cell| assert_in_order(text, &cell.evidence, id));
            }
            Record::Project(project) => {
                project
                    .components
                    .iter()
                    .for_each(|component| assert_in_order(text, &component.evidence, id));
            }
            Record::Term(term) => assert_in_order(text, &term.mentions, id),
            _ => {}
        }
    }
}

fn assert_in_order(text: &Text, spans: &[Span], whose: &str) {
    let mut before = 0;
    for span in spans {
        assert!(span.start < span.end, "{whose}: the span {}..{} holds nothing", span.start, span.end);
        assert!(span.end as usize <= text.len(), "{whose}: {}..{} runs over the end", span.start, span.end);
        assert!(span.start >= before, "{whose}: {}..{} overlaps the span before", span.start, span.end);
        before = span.end;
    }
}

/// Parents come first, and the records under one parent stand together: no one's children are torn apart.
fn assert_tree(records: &[Record]) {
    let by_id: BTreeMap<&str, &Record> =
        records.iter().map(|record| (record.common().id.as_str(), record)).collect();
    let mut seen = BTreeSet::new();
    for record in records {
        let Common { id, parent, .. } = record.common();
        match parent.as_deref() {
            None => {
                assert!(matches!(record, Record::Document(_)), "{} {id} has no parent", record.type_name())
            }
            Some(parent) => {
                assert!(
                    seen.contains(parent),
                    "{} {id}: its parent {parent} stands not before it",
                    record.type_name()
                );
                assert_inside(record, by_id[parent]);
            }
        }
        seen.insert(id.as_str());
    }
    assert_headings(records);
}

/// A heading's parent is the nearest heading before it that is less deep.
fn assert_headings(records: &[Record]) {
    let mut open: Vec<(u8, &str)> = Vec::new();
    for record in records {
        let (Record::Part(h) | Record::Chapter(h) | Record::Section(h) | Record::Subsection(h)) = record
        else {
            continue;
        };
        assert!(h.depth >= 1, "{} lies above the outermost level", h.common.id);
        open.retain(|&(depth, _)| depth < h.depth);
        let expected = open.last().map_or(records[0].common().id.as_str(), |&(_, id)| id);
        assert_eq!(h.common.parent.as_deref(), Some(expected), "heading {} {}", h.common.id, h.title);
        assert_eq!(h.common.path.len(), open.len(), "path of heading {} {}", h.common.id, h.title);
        open.push((h.depth, &h.common.id));
    }
}

/// What is derived from a leaf lies inside it.
fn assert_inside(record: &Record, parent: &Record) {
    let derived = matches!(
        (record, parent),
        (Record::Quantity(_), _) | (Record::Indicator(_) | Record::Project(_), Record::Table(_))
    );
    if !derived || !parent.is_leaf(None) {
        return;
    }
    let holders = &parent.common().evidence;
    for span in &record.common().evidence {
        let inside = holders.iter().any(|holder| holder.start <= span.start && span.end <= holder.end);
        assert!(
            inside,
            "{} {}: {}..{} lies outside {} {}: {holders:?}",
            record.type_name(),
            record.common().id,
            span.start,
            span.end,
            parent.type_name(),
            parent.common().id
        );
    }
}

fn assert_coverage(text: &Text, conversion: &Conversion, records: &[Record]) {
    let by_id: BTreeMap<&str, &Record> =
        records.iter().map(|record| (record.common().id.as_str(), record)).collect();
    let mut owners: Vec<Option<&str>> = vec![None; text.len()];
    let mut by_kind: BTreeMap<String, u32> = BTreeMap::new();
    for record in records {
        let parent = record.common().parent.as_deref().map(|parent| by_id[parent]);
        if !record.is_leaf(parent) {
            continue;
        }
        for span in &record.common().evidence {
            let (start, end) = (span.start as usize, span.end as usize);
            for (at, owner) in (start..end).zip(&mut owners[start..end]) {
                if text.is_blank(at) {
                    continue;
                }
                let id = record.common().id.as_str();
                if let Some(other) = owner.replace(id) {
                    panic!("character {at} belongs to {other} and to {id}: {:?}", text.slice(*span));
                }
                *by_kind.entry(record.type_name().to_owned()).or_default() += 1;
            }
        }
    }
    let lost: Vec<usize> = (0..text.len()).filter(|&at| owners[at].is_none() && !text.is_blank(at)).collect();
    if let (Some(&first), Some(&last)) = (lost.first(), lost.last()) {
        let around = Span {
            start: first as u32,
            end: (last + 1).min(first + 60) as u32,
            page: None,
            bbox: None,
            ocr: false,
        };
        panic!("{} characters belong to nothing, the first at {first}: {:?}", lost.len(), text.slice(around));
    }
    let coverage = &conversion.document.coverage;
    assert_eq!((coverage.unassigned, coverage.doubled), (0, 0), "the coverage owns up to an error");
    assert_eq!(coverage.by_kind, by_kind, "the coverage counts otherwise");
    assert_eq!(coverage.total, by_kind.values().sum::<u32>(), "the total of the coverage");
}

fn assert_counts(conversion: &Conversion, records: &[Record]) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for record in &records[1..] {
        *counts.entry(record.type_name().to_owned()).or_default() += 1;
    }
    assert_eq!(conversion.document.counts, counts, "the counts of the document");
}

/// The title stands in the text, or it is taken from the format's metadata or the file's name.
fn assert_title(output: &Output) {
    let document = &output.conversion.document;
    if let (Some(title), "text") = (&document.title, document.source.format.as_str()) {
        let (title, whole) = (flat(title), flat(&output.source_text));
        assert!(whole.contains(&title), "the title {title:?} stands nowhere in the text");
    }
}
