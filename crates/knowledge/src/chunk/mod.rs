//! Chunks: pieces of the text for retrieval, each of which can be understood alone.
//!
//! A chunk holds whole sentences of one place: paragraphs under one heading, a box, a table, entries of the glossary. It
//! is filled up to a size and never crosses a heading. A box that fits stays whole; of one that does not, each chunk
//! begins with the box's title; one that is a picture without a title goes with the text beside it. A row of a table is
//! one line that names the column of each cell. Contents and furniture are in no chunk: they say nothing of their own.

mod lines;
mod pack;
mod sentences;

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Common, Conversion, Record, Span};
use serde::Serialize;

use pack::Packer;
use sentences::Aligner;

use crate::tables;

/// Pieces of one record that are searched for a quantity's sentence.
const SEARCHED: usize = 16;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chunk {
    /// `<doc>-<12 hex digits>`: a hash over where it stands and what it says, so that an insertion in another section
    /// leaves it alone.
    pub id: String,
    /// Document id.
    pub doc: String,
    /// 0-based place in the document.
    pub seq: u32,
    /// `text`, `box`, `table` or `glossary`.
    pub kind: Kind,
    /// The document's title; null where none is printed.
    pub title: Option<String>,
    /// Labels and titles of the enclosing headings, outermost first.
    pub breadcrumb: Vec<String>,
    /// The text, without the breadcrumb.
    pub text: String,
    /// Tokens of the text, as [`crate::estimate`] counts them.
    pub tokens: u32,
    /// Physical pages that it stands on, in order; none where the format has none.
    pub pages: Vec<u32>,
    /// Where it stands in the source.
    pub evidence: Vec<Span>,
    /// Ids of the records that it holds: headings, paragraphs, boxes, tables, projects, terms, and the indicators and
    /// quantities in them.
    pub records: Vec<String>,
    /// Names of the indicators, projects and terms in it.
    pub keywords: Vec<String>,
    /// Id of the chunk before it.
    pub prev: Option<String>,
    /// Id of the chunk after it.
    pub next: Option<String>,
}

/// What a chunk is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Paragraphs.
    Text,
    /// A box, or a part of one.
    Box,
    /// A table, or rows of one.
    Table,
    /// Entries of the glossary.
    Glossary,
}

impl Kind {
    /// The value of `kind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Box => "box",
            Self::Table => "table",
            Self::Glossary => "glossary",
        }
    }
}

/// A part of a chunk: text that is not cut any more, with what it holds.
#[derive(Clone, Debug, Default)]
struct Piece<'c> {
    text: String,
    evidence: Vec<Span>,
    records: Vec<&'c str>,
    keywords: Vec<&'c str>,
}

/// Cuts a document into chunks of about `size` tokens. `source_text` is the text that offsets point into.
#[must_use]
pub fn chunks(conversion: &Conversion, source_text: &str, size: u32) -> Vec<Chunk> {
    let tables = tables::ids(conversion);
    let derived = derived(conversion, &tables);
    let aligner = Aligner::new(source_text);
    let mut cutter = Cutter { tables, derived, size: size.max(1), aligner, boxed: BTreeMap::new() };
    let mut packer = Packer::new(&conversion.document, cutter.size);
    for record in &conversion.records {
        cutter.record(record, &mut packer);
    }
    packer.finish()
}

/// Indicators, quantities and the projects of tables, by the record that they are read out of.
type Derived<'c> = BTreeMap<&'c str, Vec<&'c Record>>;

fn derived<'c>(conversion: &'c Conversion, tables: &BTreeSet<&'c str>) -> Derived<'c> {
    let mut derived: Derived<'_> = BTreeMap::new();
    for record in &conversion.records {
        let Some(parent) = record.common().parent.as_deref() else { continue };
        let own = match record {
            Record::Indicator(_) | Record::Quantity(_) => true,
            Record::Project(_) => tables.contains(parent),
            _ => false,
        };
        if own {
            derived.entry(parent).or_default().push(record);
        }
    }
    derived
}

struct Cutter<'c> {
    tables: BTreeSet<&'c str>,
    derived: Derived<'c>,
    size: u32,
    aligner: Aligner<'c>,
    /// Records in boxes, with their box.
    boxed: BTreeMap<&'c str, &'c str>,
}

impl<'c> Cutter<'c> {
    fn record(&mut self, record: &'c Record, packer: &mut Packer<'c>) {
        let common = record.common();
        let parent = common.parent.as_deref().unwrap_or_default();
        let in_box = self.boxed.get(parent).copied();
        if let Some(in_box) = in_box {
            self.boxed.insert(&common.id, in_box);
        }
        match record {
            Record::Part(heading)
            | Record::Chapter(heading)
            | Record::Section(heading)
            | Record::Subsection(heading) => {
                let own = labelled(heading.label.as_deref(), &heading.title);
                packer.heading(common, common.path.iter().cloned().chain([own]).collect());
            }
            Record::Box(found) => {
                self.boxed.insert(&common.id, &common.id);
                let title = labelled(found.label.as_deref(), &found.title);
                packer.open(Kind::Box, &common.id, &common.path, Some((common, title, &found.title)));
            }
            Record::Paragraph(paragraph) => {
                packer.place(Kind::Text, in_box.unwrap_or(parent), &common.path, in_box.is_some());
                let quantities = self.of(&common.id);
                let bullet = paragraph.bullet.as_deref().unwrap_or_default();
                let pieces = sentences::pieces(common, bullet, &paragraph.text, self.size, &mut self.aligner);
                packer.push_all(with_quantities(common, pieces, &quantities));
            }
            Record::Table(table) => {
                match in_box {
                    Some(in_box) => packer.place(Kind::Box, in_box, &common.path, true),
                    None => packer.open(Kind::Table, &common.id, &common.path, None),
                }
                let mut rows = lines::table(table, &self.of(&common.id));
                for row in &mut rows {
                    row.evidence = self.aligner.joined(&row.evidence);
                }
                packer.push_all(rows);
                if in_box.is_none() {
                    packer.close();
                }
            }
            Record::Project(project) => {
                // A row of a table is told with the table.
                if self.tables.contains(parent) {
                    return;
                }
                packer.place(Kind::Text, in_box.unwrap_or(parent), &common.path, in_box.is_some());
                let mut pieces = lines::project(project, self.size);
                for piece in &mut pieces {
                    piece.keywords.push(&project.name);
                }
                let quantities = self.of(&common.id);
                packer.push_all(with_quantities(common, pieces, &quantities));
            }
            Record::Term(term) => {
                packer.place(Kind::Glossary, parent, &common.path, false);
                packer.push_all(lines::term(term, self.size));
            }
            Record::Document(_)
            | Record::TocEntry(_)
            | Record::Furniture(_)
            | Record::Diagnostic(_)
            | Record::Indicator(_)
            | Record::Quantity(_) => {}
        }
    }

    fn of(&self, id: &str) -> Vec<&'c Record> {
        self.derived.get(id).cloned().unwrap_or_default()
    }
}

/// 第一章 总则.
fn labelled(label: Option<&str>, title: &str) -> String {
    match label {
        Some(label) if !label.is_empty() => format!("{label} {title}"),
        _ => title.to_owned(),
    }
}

/// Gives each quantity to the piece that holds its sentence, and the record itself to all.
fn with_quantities<'c>(
    common: &'c Common,
    mut pieces: Vec<Piece<'c>>,
    quantities: &[&'c Record],
) -> Vec<Piece<'c>> {
    for piece in &mut pieces {
        piece.records.push(&common.id);
    }
    let mut places: Vec<(u32, usize)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        places.extend(piece.evidence.iter().map(|span| (span.start, at)));
    }
    // Where each piece has a place of its own, that says whose a quantity is; else the words do, if they are few.
    let own = places.is_sorted_by(|a, b| a.0 < b.0);
    for quantity in quantities {
        let Record::Quantity(quantity) = quantity else { continue };
        let start = quantity.common.evidence.first().map_or(0, |span| span.start);
        let at = if own {
            places[..places.partition_point(|&(place, _)| place <= start)].last().map(|&(_, at)| at)
        } else {
            pieces.iter().take(SEARCHED).position(|piece| piece.text.contains(&quantity.sentence))
        };
        if let Some(piece) = pieces.get_mut(at.unwrap_or(0)) {
            piece.records.push(&quantity.common.id);
        }
    }
    pieces
}

#[cfg(test)]
mod tests;
