//! Chunks of small documents.

use super::*;

const PLAN: &str = include_str!("../../../exporter/tests/data/plan.txt.json");
const SOURCE: &str = include_str!("../../../exporter/tests/data/plan.txt.source.txt");

fn plan() -> Conversion {
    serde_json::from_str(PLAN).unwrap()
}

/// `kind breadcrumb: text` of each chunk.
fn shown(size: u32) -> Vec<String> {
    let chunks = chunks(&plan(), SOURCE, size);
    chunks
        .iter()
        .map(|c| format!("{} {}: {}", c.kind.name(), c.breadcrumb.join(" › "), c.text.replace('\n', " / ")))
        .collect()
}

#[test]
fn a_chunk_is_of_one_place() {
    assert_eq!(
        shown(512),
        [
            "text 第一章 总则: 到2030年，地区生产总值突破900亿元。",
            "box 第一章 总则: 专栏1 主要指标 / 指标：地区生产总值（亿元）；2025 年：801.05；2030 年：900；属性：预期性",
            "box 第一章 总则: 专栏2 重点工程 / 1. 农业提升工程：推进甲园区、乙水库等项目。",
            "glossary 第一章 总则: 低空经济：以低空空域为依托的经济。",
        ]
    );
}

#[test]
fn a_box_that_does_not_fit_keeps_its_title() {
    let shown = shown(12);
    assert_eq!(
        shown[2], "box 第一章 总则: 专栏2 重点工程 / 1. 农业提升工程：推进甲园区、乙水库等项目。",
        "a sentence stays whole"
    );
}

#[test]
fn chunks_know_their_records_and_each_other() {
    let chunks = chunks(&plan(), SOURCE, 512);
    let of = |at: usize| chunks[at].records.iter().map(|id| &id[13..]).collect::<Vec<_>>();
    assert_eq!(of(0), ["095b0703b3cd", "fa9eb27868b9", "fdf39d2a9426"], "heading, paragraph, quantity");
    assert_eq!(of(1), ["4b3da25df05c", "fc856aa09656", "1aaa48685e6c"], "box, table, indicator");
    assert_eq!(chunks[1].keywords, ["主要指标", "地区生产总值"]);
    assert_eq!(chunks[0].prev, None);
    for pair in chunks.windows(2) {
        assert_eq!(pair[0].next.as_ref(), Some(&pair[1].id));
        assert_eq!(pair[1].prev.as_ref(), Some(&pair[0].id));
    }
    assert_eq!(
        chunks[0].evidence.iter().map(|s| (s.start, s.end)).collect::<Vec<_>>(),
        [(35, 41), (42, 57), (64, 70)]
    );
}

#[test]
fn ids_follow_from_place_and_text() {
    let before = chunks(&plan(), SOURCE, 512);
    let mut edited = plan();
    for record in &mut edited.records {
        if let Record::Term(term) = record {
            term.definition.push_str("新的经济。");
        }
    }
    let after = chunks(&edited, SOURCE, 512);
    let same = before.iter().zip(&after).filter(|(a, b)| a.id == b.id).count();
    assert_eq!((same, before.len()), (3, 4));
}

#[test]
fn headings_that_nothing_follows_are_not_lost() {
    let mut bare = plan();
    bare.records.retain(|record| matches!(record, Record::Chapter(_)));
    let chunks = chunks(&bare, SOURCE, 512);
    assert_eq!(chunks.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["第一章 总则"]);
}

#[test]
fn a_box_without_a_word_goes_with_what_stands_beside_it() {
    let mut pictures = plan();
    for record in &mut pictures.records {
        if let Record::Box(found) = record {
            (found.label, found.title) = (None, String::new());
        }
    }
    let without = |kind: fn(&Record) -> bool| {
        let mut bare = pictures.clone();
        bare.records.retain(|record| !kind(record));
        chunks(&bare, SOURCE, 512)
            .iter()
            .map(|chunk| (chunk.text.clone(), chunk.records.len()))
            .collect::<Vec<_>>()
    };
    let told = |record: &Record| {
        matches!(
            record,
            Record::Paragraph(_)
                | Record::Table(_)
                | Record::Project(_)
                | Record::Quantity(_)
                | Record::Indicator(_)
        )
    };
    assert_eq!(
        without(told),
        [("低空经济：以低空空域为依托的经济。".to_owned(), 4)],
        "chapter, two boxes, term"
    );
    assert_eq!(
        without(|record| !matches!(record, Record::Chapter(_) | Record::Box(_))),
        [("第一章 总则".to_owned(), 3)]
    );
    let last =
        without(|record| !matches!(record, Record::Chapter(_) | Record::Box(_) | Record::Paragraph(_)));
    assert_eq!(
        last,
        [("到2030年，地区生产总值突破900亿元。".to_owned(), 4)],
        "paragraph with the boxes behind it"
    );
}
