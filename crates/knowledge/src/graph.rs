//! The document as a graph for `neo4j-admin database import full`: nodes and relationships as CSV with typed heads.
//!
//! Every record but furniture, contents and diagnostics is a node, labelled with its type; components and values are nodes
//! of their own. Regions and the concepts of the catalogue have ids that are the same in every document, by which the
//! graphs of many documents hang together; import with `--skip-duplicate-nodes`. Line feeds in texts become spaces, so
//! that the files need no `--multiline-fields`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use gangyao_model::{Common, Conversion, Record, Span, Value};

use crate::csv;
use crate::tables::holder;

/// The head of the nodes.
const NODES: [&str; 17] = [
    "id:ID",
    ":LABEL",
    "doc",
    "name",
    "text",
    "label",
    "unit",
    "raw",
    "number:double",
    "min:double",
    "max:double",
    "bound",
    "year:int",
    "kind",
    "page:int",
    "start:int",
    "end:int",
];
/// The head of the relationships.
const RELATIONSHIPS: [&str; 5] = [":START_ID", ":END_ID", ":TYPE", "role", "year:int"];

/// One node; empty fields are no properties.
#[derive(Default)]
struct Node<'c> {
    id: String,
    label: &'static str,
    doc: &'c str,
    name: &'c str,
    text: &'c str,
    /// 第一章, a number in a list, the years of a plan.
    mark: String,
    unit: &'c str,
    value: Option<&'c Value>,
    year: Option<u16>,
    kind: String,
    at: Option<Span>,
}

impl<'c> Node<'c> {
    fn of(common: &'c Common, label: &'static str, name: &'c str) -> Self {
        Self {
            id: common.id.clone(),
            label,
            doc: &common.doc,
            name,
            at: common.evidence.first().copied(),
            ..Self::default()
        }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        let value = |part: fn(&Value) -> Option<f64>| number(self.value.and_then(part));
        let unit = self.value.and_then(|value| value.unit.as_deref()).unwrap_or(self.unit);
        let span =
            |part: fn(Span) -> Option<u32>| self.at.and_then(part).map(|n| n.to_string()).unwrap_or_default();
        let cells = [
            self.id.clone(),
            self.label.to_owned(),
            self.doc.to_owned(),
            one_line(self.name),
            one_line(self.text),
            one_line(&self.mark),
            one_line(unit),
            one_line(self.value.map(|value| value.raw.as_str()).unwrap_or_default()),
            value(|value| value.number),
            value(|value| value.min),
            value(|value| value.max),
            self.value.and_then(|value| value.bound.as_ref()).map(word).unwrap_or_default(),
            self.year.map(|year| year.to_string()).unwrap_or_default(),
            self.kind.clone(),
            span(|span| span.page),
            span(|span| Some(span.start)),
            span(|span| Some(span.end)),
        ];
        csv::row(cells.iter().map(String::as_str), out)
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Writes the nodes, each once.
pub(crate) fn write_nodes(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    csv::row(NODES, out)?;
    let document = &conversion.document;
    let mut node =
        Node::of(&document.common, "Document", document.title.as_deref().unwrap_or(&document.source.name));
    node.kind = word(&document.kind);
    node.mark = document.period.map(|period| format!("{}–{}", period.start, period.end)).unwrap_or_default();
    node.write(out)?;
    if let Some(region) = &document.region {
        let kind = region.level.as_ref().map(word).unwrap_or_default();
        Node { id: region_id(conversion), label: "Region", name: &region.name, kind, ..Node::default() }
            .write(out)?;
    }
    let mut concepts: BTreeSet<&str> = BTreeSet::new();
    for record in &conversion.records {
        nodes_of(record, out)?;
        if let Record::Indicator(indicator) = record {
            concepts.extend(indicator.concept.as_deref());
        }
    }
    concepts.into_iter().try_for_each(|concept| {
        Node { id: concept_id(concept), label: "Concept", name: concept, ..Node::default() }.write(out)
    })
}

fn nodes_of(record: &Record, out: &mut impl Write) -> io::Result<()> {
    let common = record.common();
    let node = |label, name| Node::of(common, label, name);
    match record {
        Record::Part(heading)
        | Record::Chapter(heading)
        | Record::Section(heading)
        | Record::Subsection(heading) => {
            let label = match record {
                Record::Part(_) => "Heading;Part",
                Record::Chapter(_) => "Heading;Chapter",
                Record::Section(_) => "Heading;Section",
                _ => "Heading;Subsection",
            };
            let mark = heading.label.clone().unwrap_or_default();
            Node { mark, ..node(label, &heading.title) }.write(out)
        }
        Record::Paragraph(paragraph) => Node { text: &paragraph.text, ..node("Paragraph", "") }.write(out),
        Record::Box(found) => {
            let mark = found.label.clone().unwrap_or_default();
            Node { mark, kind: word(&found.content), ..node("Box", &found.title) }.write(out)
        }
        Record::Table(table) => node("Table", table.caption.as_deref().unwrap_or_default()).write(out),
        Record::Project(project) => {
            let text = project.description.as_deref().unwrap_or_default();
            let mark = project.number.map(|number| number.to_string()).unwrap_or_default();
            Node { text, mark, ..node("Project", &project.name) }.write(out)?;
            project.components.iter().enumerate().try_for_each(|(at, component)| {
                let node = node("Component", &component.name);
                Node { id: part_id(common, 'c', at), at: component.evidence.first().copied(), ..node }
                    .write(out)
            })
        }
        Record::Indicator(indicator) => {
            let text = indicator.sub_name.as_deref().unwrap_or_default();
            let unit = indicator.unit.as_deref().unwrap_or_default();
            let kind = indicator.nature.as_ref().map(word).unwrap_or_default();
            Node { text, unit, kind, ..node("Indicator", &indicator.name) }.write(out)?;
            indicator.values.iter().enumerate().try_for_each(|(at, value)| {
                let (id, year) = (part_id(common, 'v', at), value.column.year);
                let kind = word(&value.value.kind);
                Node { id, year, kind, value: Some(&value.value), ..node("Value", &value.column.column) }
                    .write(out)
            })
        }
        Record::Quantity(quantity) => {
            let (text, year, kind) = (&quantity.sentence, quantity.year, word(&quantity.stance));
            Node { text, year, kind, value: Some(&quantity.value), ..node("Quantity", &quantity.metric) }
                .write(out)
        }
        Record::Term(term) => Node { text: &term.definition, ..node("Term", &term.term) }.write(out),
        Record::Document(_) | Record::TocEntry(_) | Record::Furniture(_) | Record::Diagnostic(_) => Ok(()),
    }
}

/// Writes the relationships; both ends of each are nodes.
pub(crate) fn write_relationships(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    csv::row(RELATIONSHIPS, out)?;
    let document = &conversion.document.common.id;
    if conversion.document.region.is_some() {
        csv::row([document.as_str(), &region_id(conversion), "ABOUT", "", ""], out)?;
    }
    let paragraphs = paragraphs(conversion);
    for record in &conversion.records {
        let common = record.common();
        if matches!(
            record,
            Record::Furniture(_) | Record::Diagnostic(_) | Record::TocEntry(_) | Record::Document(_)
        ) {
            continue;
        }
        let parent = common.parent.as_deref().unwrap_or(document);
        let kind = if matches!(record, Record::Quantity(_)) { "STATES" } else { "CONTAINS" };
        csv::row([parent, &common.id, kind, "", ""], out)?;
        match record {
            Record::Project(project) => {
                for at in 0..project.components.len() {
                    csv::row([&common.id, &part_id(common, 'c', at), "HAS_COMPONENT", "", ""], out)?;
                }
            }
            Record::Indicator(indicator) => {
                for (at, value) in indicator.values.iter().enumerate() {
                    let year = value.column.year.map(|year| year.to_string()).unwrap_or_default();
                    let (part, role) = (part_id(common, 'v', at), word(&value.column.role));
                    csv::row([common.id.as_str(), &part, "HAS_VALUE", &role, &year], out)?;
                }
                if let Some(concept) = &indicator.concept {
                    csv::row([common.id.as_str(), &concept_id(concept), "MEASURES", "", ""], out)?;
                }
            }
            Record::Term(term) => {
                let mut users: Vec<&str> =
                    term.mentions.iter().filter_map(|span| holder(&paragraphs, span.start)).collect();
                users.sort_unstable();
                users.dedup();
                users.into_iter().try_for_each(|user| csv::row([user, &common.id, "USES", "", ""], out))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The spans of paragraphs, projects and headings, in order, with their ids.
fn paragraphs(conversion: &Conversion) -> Vec<(u32, u32, &str)> {
    let owners = conversion.records.iter().filter(|record| {
        matches!(
            record,
            Record::Paragraph(_)
                | Record::Project(_)
                | Record::Part(_)
                | Record::Chapter(_)
                | Record::Section(_)
                | Record::Subsection(_)
        )
    });
    let mut spans: Vec<(u32, u32, &str)> = owners
        .map(Record::common)
        .flat_map(|common| common.evidence.iter().map(|span| (span.start, span.end, common.id.as_str())))
        .collect();
    spans.sort_unstable();
    spans
}

/// A part of a record: its n-th component or value.
fn part_id(common: &Common, part: char, at: usize) -> String {
    format!("{}-{part}{at}", common.id)
}

fn region_id(conversion: &Conversion) -> String {
    let region = conversion.document.region.as_ref();
    let code = region.and_then(|region| region.code.as_deref().or(Some(&region.name)));
    format!("region:{}", code.unwrap_or_default())
}

fn concept_id(concept: &str) -> String {
    format!("concept:{concept}")
}

/// The word that the JSON has for a value of an enumeration.
fn word(value: &impl serde::Serialize) -> String {
    let mut out = Vec::new();
    gangyao_exporter::write_value(value, &mut out).expect("memory can be written");
    String::from_utf8_lossy(&out).trim_matches('"').to_owned()
}
