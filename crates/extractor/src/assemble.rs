//! All records of a document, item by item.

use std::collections::BTreeMap;
use std::sync::Arc;

use gangyao_model::{
    Conversion, Diagnostic, Document, Kind, Period, Record, SCHEMA, SourceInfo, document_id,
};
use gangyao_normaliser::Normalised;
use gangyao_parser::{BoxItem, Item, Parsed};

use crate::builder::Builder;
use crate::document::{DocumentData, Input, describe};
use crate::{box_record, consistency, coverage, furniture, glossary, heading, paragraph, table, toc};

/// Lines at the head and the tail of a document that may carry its date, issuer and number.
const HEAD_LINES: usize = 40;
const TAIL_LINES: usize = 20;

/// What all record kinds need to know of the document.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// The years that the plan covers.
    pub plan: Option<Period>,
    /// The same, or for a work report the year that it looks ahead to.
    pub horizon: Option<Period>,
    pub kind: Kind,
    /// The year up to which an assessment of the plan looks back.
    pub reached: Option<u16>,
    /// The year that a statistical bulletin tells of.
    pub told: Option<u16>,
}

impl Facts {
    /// In a plan a picture in the text is a box or a table; in a report or on a news page it is a photograph.
    fn is_plan(&self) -> bool {
        matches!(self.kind, Kind::OutlinePlan | Kind::SpecialPlan)
    }
}

/// A picture that is no box: a photograph, or a map or chart by its caption (图1 国土空间格局图, 交通区位示意图).
fn is_mere_picture(item: &BoxItem, facts: &Facts) -> bool {
    let title = item.title.text();
    let is_figure = title.ends_with('图') || title.starts_with('图') || title.starts_with("附图");
    item.picture && item.label.is_none() && (!facts.is_plan() || is_figure)
}

/// 规划纲要实施情况中期评估报告 of 2023 tells of 2022 as what has happened, though its plan goes on to 2025.
fn reached(data: &DocumentData) -> Option<u16> {
    let title = data.title.as_deref()?;
    let assesses = ["评估报告", "实施情况", "完成情况", "执行情况"].iter().any(|word| title.contains(word));
    let issued = || data.issued.as_deref()?.get(..4)?.parse().ok();
    // Halfway, or at its end, where no date tells when it was written.
    let by_plan = || {
        let period = data.period?;
        Some(if title.contains("中期") {
            period.start + (period.end - period.start) / 2
        } else {
            period.end
        })
    };
    if assesses { issued().or_else(by_plan) } else { None }
}

/// 2025年国民经济和社会发展统计公报 tells of 2025.
fn told(data: &DocumentData) -> Option<u16> {
    let title = data.title.as_deref().filter(|title| title.contains("公报"))?;
    year_in(title)
}

/// A plan's own period. A work report looks ahead to the year that its title or a heading names last (2026年工作安排),
/// or else to the year in which it was given.
fn horizon(data: &DocumentData, parsed: &Parsed) -> Option<Period> {
    if data.kind != Kind::WorkReport || data.period.is_some() {
        return data.period;
    }
    let headings = parsed.items.iter().filter_map(|item| match item {
        Item::Heading(heading) if heading.depth == 1 => Some(heading.title.text()),
        _ => None,
    });
    let named = data.title.as_deref().into_iter().chain(headings).filter_map(year_in).max();
    let issued = data.issued.as_deref().and_then(year_in);
    named.or(issued).map(|year| Period { ordinal: None, start: year, end: year })
}

/// The year that a text names: 2026年工作安排, 2026-01-20.
fn year_in(text: &str) -> Option<u16> {
    let at = text.find("20")?;
    let digits = text.get(at..at + 4)?;
    let year = digits.parse().ok()?;
    let rest = &text[at + 4..];
    (rest.is_empty() || rest.starts_with(['年', '-'])).then_some(year)
}

/// The records of a parsed document.
#[must_use]
pub fn extract(norm: &Normalised<'_>, parsed: &Parsed, info: SourceInfo) -> Conversion {
    let data = data(norm, parsed, &info.name);
    let facts = Facts {
        plan: data.period,
        horizon: horizon(&data, parsed),
        kind: data.kind,
        reached: reached(&data),
        told: told(&data),
    };
    let doc = document_id(data.title.as_deref(), &info.name);
    let mut builder = Builder::new(norm, &doc);
    let mut toc_records = toc::Toc::default();
    let mut prose = paragraph::Prose::new(&facts);
    for item in &parsed.items {
        match item {
            Item::Furniture(item) => furniture::push(&mut builder, item),
            Item::Toc(item) => toc_records.push(&mut builder, item),
            Item::Heading(item) => {
                let heading = heading::push(&mut builder, item);
                prose.enter(&builder);
                toc_records.see(heading);
            }
            Item::Paragraph(item) => prose.push(&mut builder, item, None),
            Item::Box(item) if is_mere_picture(item, &facts) => {
                furniture::push_picture(&mut builder, item);
            }
            Item::Box(item) => {
                let id = box_record::push(&mut builder, item, &mut prose, &facts);
                toc_records.see_box(item, id);
            }
            Item::Table(item) => {
                table::push(&mut builder, item, table::content(item, None, &facts), None);
            }
            Item::Term(item) => glossary::push(&mut builder, item),
        }
    }
    let (toc, differing) = toc_records.resolve();
    let mut records = builder_records(&mut builder, &differing);
    glossary::add_mentions(&builder, parsed, &mut records);
    finish(builder, parsed, data, info, toc, records)
}

/// The records so far, in order, with the titles that the table of contents prints otherwise.
fn builder_records(builder: &mut Builder<'_>, differing: &BTreeMap<Arc<str>, String>) -> Vec<Record> {
    let mut records = builder.take();
    for record in &mut records {
        if let Record::Part(h) | Record::Chapter(h) | Record::Section(h) | Record::Subsection(h) = record {
            h.toc_title = differing.get(h.common.id.as_str()).cloned();
        }
    }
    records
}

fn finish(
    mut builder: Builder<'_>,
    parsed: &Parsed,
    data: DocumentData,
    info: SourceInfo,
    mut toc: Vec<gangyao_model::TocEntry>,
    mut records: Vec<Record>,
) -> Conversion {
    let coverage = coverage::measure(&builder.norm.source.text, &toc, &records);
    let mut found = consistency::check(&builder, parsed, data.title.as_deref(), &toc, &records);
    found.extend(coverage::problem(&coverage));
    let mut diagnostics: Vec<Diagnostic> =
        found.into_iter().map(|finding| finding.record(&mut builder)).collect();
    let mut seq = 1..;
    let mut next = || seq.next().expect("a document has fewer than 2^32 records");
    toc.iter_mut().for_each(|entry| entry.common.seq = next());
    records.iter_mut().for_each(|record| record.common_mut().seq = next());
    diagnostics.iter_mut().for_each(|diagnostic| diagnostic.common.seq = next());
    let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut count = |name: &'static str, n: usize| *counts.entry(name).or_insert(0) += n as u32;
    count("toc_entry", toc.len());
    records.iter().for_each(|record| count(record.type_name(), 1));
    count("diagnostic", diagnostics.len());
    counts.retain(|_, n| *n > 0);
    let document = Document {
        common: builder.document_common(),
        title: data.title,
        kind: data.kind,
        region: data.region,
        period: data.period,
        issued: data.issued,
        issuer: data.issuer,
        document_number: data.document_number,
        source: info,
        coverage,
        counts: counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
    };
    Conversion { schema: SCHEMA.to_owned(), document, toc, records, diagnostics }
}

/// Title, kind, region, period and so on, from the parsed title and the lines around the body.
fn data<'n>(norm: &'n Normalised<'_>, parsed: &Parsed, file_name: &str) -> DocumentData {
    let text = norm.text.as_str();
    let printed = |lines: &mut dyn Iterator<Item = &'n str>, most: usize| -> Vec<&'n str> {
        lines.map(str::trim).filter(|line| !line.is_empty()).take(most).collect()
    };
    let head = printed(&mut text.lines(), HEAD_LINES);
    let mut tail = printed(&mut text.lines().rev(), TAIL_LINES);
    tail.reverse();
    let body = parsed.items.iter().find(|item| matches!(item, Item::Paragraph(_) | Item::Heading(_)));
    let body = body.map_or("", |item| &text[item.start() as usize..]);
    describe(&Input {
        title: parsed.title.as_ref().map(gangyao_normaliser::Joined::text),
        head: &head,
        tail: &tail,
        metadata: &norm.source.metadata,
        file_name,
        body,
    })
}
