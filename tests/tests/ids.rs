//! Ids are made of what a record says and where it hangs: an insertion changes the ids of nothing else.

#![allow(clippy::unwrap_used, reason = "helpers of tests panic where something is wrong")]

use std::collections::BTreeMap;

use gangyao::{Options, convert};
use gangyao_model::Record;
use gangyao_tests::fixtures;

const SEED: &str = "xincheng-15fyp.txt";
const INSERTED: &str = "持续开展邻里互助活动，把服务送到居民家门口。";
/// Places that are tried; a conversion takes a while.
const PLACES: usize = 24;

/// Ids with type and text, of all records but the diagnostics about the whole text.
fn ids(text: &str) -> BTreeMap<String, String> {
    let output = convert(text.as_bytes(), SEED, &Options::default()).unwrap();
    let conversion = output.conversion;
    let toc =
        conversion.toc.iter().map(|entry| (entry.common.id.clone(), format!("toc_entry {}", entry.title)));
    let records = conversion.records.iter().map(|record| {
        (record.common().id.clone(), format!("{} {}", record.type_name(), record.common().path.join(" › ")))
    });
    let diagnostics =
        conversion.diagnostics.iter().map(|found| (found.common.id.clone(), found.message.clone()));
    let document = (conversion.document.common.id.clone(), "document".to_owned());
    toc.chain(records).chain(diagnostics).chain([document]).collect()
}

/// Where the paragraphs under a heading end, in bytes. Text between the items of a box would end the box.
fn ends_of_paragraphs(text: &str) -> Vec<usize> {
    let conversion = convert(text.as_bytes(), SEED, &Options::default()).unwrap().conversion;
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let boxes = conversion.records.iter().filter(|record| matches!(record, Record::Box(_)));
    let boxes: Vec<&str> = boxes.map(|record| record.common().id.as_str()).collect();
    let records = conversion.records.iter().filter_map(|record| match record {
        Record::Paragraph(paragraph) => Some(&paragraph.common),
        _ => None,
    });
    let free =
        records.filter(|common| !common.parent.as_deref().is_some_and(|parent| boxes.contains(&parent)));
    free.map(|common| bytes[common.evidence.last().unwrap().end as usize]).collect()
}

#[test]
fn a_paragraph_inserted_anywhere_changes_no_other_id() {
    let seed = fixtures::all().into_iter().find(|(name, _)| name == SEED).unwrap().1;
    let seed = String::from_utf8(seed).unwrap();
    let before = ids(&seed);
    let ends = ends_of_paragraphs(&seed);
    assert!(ends.len() > PLACES);
    for at in ends.iter().step_by(ends.len() / PLACES) {
        let after = ids(&format!("{}\n\n{INSERTED}{}", &seed[..*at], &seed[*at..]));
        let lost: Vec<_> = before.iter().filter(|(id, _)| !after.contains_key(*id)).collect();
        let come: Vec<_> = after.iter().filter(|(id, _)| !before.contains_key(*id)).collect();
        let near: String = seed[..*at].chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
        assert!(lost.is_empty(), "behind “{near}”: lost {lost:#?}, come {come:#?}");
        assert_eq!(come.len(), 1, "behind “{near}”: {come:#?}");
    }
}
