//! Glossary terms: 6. 循环经济：一种以……为核心的经济增长模式。 with all uses in the body.

use std::collections::BTreeMap;

use gangyao_model::{Record, Term};
use gangyao_normaliser::Joined;
use gangyao_parser::{BoxPart, Item, Parsed, TermItem};

use crate::builder::Builder;
use crate::term::{aliases, mentions};

/// Adds an entry; its mentions are found when all entries are known.
pub(crate) fn push(builder: &mut Builder<'_>, item: &TermItem) {
    let (term, definition) = (item.term.text(), item.definition.text());
    builder.push(Record::Term(Term {
        common: builder.common(&item.at),
        number: item.number,
        term: term.to_owned(),
        definition: definition.to_owned(),
        aliases: aliases(term, definition),
        mentions: Vec::new(),
    }));
}

/// Fills in where the body uses each term.
pub(crate) fn add_mentions(builder: &Builder<'_>, parsed: &Parsed, records: &mut [Record]) {
    let names: Vec<Vec<String>> = records
        .iter()
        .filter_map(|record| match record {
            Record::Term(term) => Some(std::iter::once(&term.term).chain(&term.aliases).cloned().collect()),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        return;
    }
    let body = body(parsed);
    let texts: Vec<&str> = body.iter().map(|text| text.text()).collect();
    let mut found: BTreeMap<usize, Vec<_>> = mentions(&names, &texts).into_iter().enumerate().collect();
    let terms = records.iter_mut().filter_map(|record| match record {
        Record::Term(term) => Some(term),
        _ => None,
    });
    for (i, term) in terms.enumerate() {
        let uses = found.remove(&i).unwrap_or_default();
        term.mentions = uses
            .into_iter()
            .flat_map(|mention| builder.spans(&body[mention.text].ranges_of(mention.range)))
            .collect();
    }
}

/// The texts of the body: headings, paragraphs, box items.
fn body(parsed: &Parsed) -> Vec<&Joined> {
    let mut texts = Vec::new();
    for item in &parsed.items {
        match item {
            Item::Heading(item) => texts.push(&item.title),
            Item::Paragraph(item) => texts.push(&item.text),
            Item::Box(item) => {
                texts.push(&item.title);
                for part in &item.parts {
                    match part {
                        BoxPart::Entry(entry) => texts.extend(&entry.paragraphs),
                        BoxPart::Paragraph(paragraph) => texts.push(&paragraph.text),
                        BoxPart::Table(table) => texts.extend(table.grid.cells.iter().map(|cell| &cell.text)),
                    }
                }
            }
            Item::Table(table) => texts.extend(table.grid.cells.iter().map(|cell| &cell.text)),
            Item::Furniture(_) | Item::Toc(_) | Item::Term(_) => {}
        }
    }
    texts
}
