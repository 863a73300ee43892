//! Evidence is provable: the slices of the source, joined and normalised, hold the field's text.

use gangyao_model::{Record, Span, Table, is_blank};
use gangyao_normaliser::normalise;
use gangyao_text::Source;

/// The source as code points.
pub(crate) struct Text {
    chars: Vec<char>,
}

impl Text {
    pub(crate) fn new(source: &str) -> Self {
        Self { chars: source.chars().collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(crate) fn is_blank(&self, at: usize) -> bool {
        is_blank(self.chars[at])
    }

    pub(crate) fn slice(&self, span: Span) -> String {
        self.chars[span.start as usize..span.end as usize].iter().collect()
    }

    fn joined(&self, spans: &[Span]) -> String {
        spans.iter().map(|&span| self.slice(span)).collect::<Vec<_>>().join("\n")
    }
}

/// Normalised text without anything blank: what two texts are compared by.
pub(crate) fn flat(text: &str) -> String {
    let source = Source::plain(text.to_owned());
    normalise(&source).text.chars().filter(|&c| !is_blank(c)).collect()
}

/// Panics when a textual field of the record does not stand in its evidence.
pub(crate) fn assert_evidence(text: &Text, record: &Record) {
    let own = flat(&text.joined(&record.common().evidence));
    let holds = |field: &str, value: &str| assert_holds(record, &own, field, value);
    let optional = |field: &str, value: &Option<String>| {
        if let Some(value) = value {
            assert_holds(record, &own, field, value);
        }
    };
    match record {
        Record::Document(_) | Record::Diagnostic(_) => {}
        Record::TocEntry(r) => {
            optional("label", &r.label);
            optional("page_label", &r.page_label);
            holds("title", &r.title);
        }
        Record::Part(r) | Record::Chapter(r) | Record::Section(r) | Record::Subsection(r) => {
            optional("label", &r.label);
            holds("title", &r.title);
        }
        Record::Paragraph(r) => {
            optional("bullet", &r.bullet);
            optional("lead", &r.lead);
            holds("text", &r.text);
        }
        Record::Box(r) => {
            optional("label", &r.label);
            holds("title", &r.title);
        }
        Record::Table(r) => {
            optional("caption", &r.caption);
            r.notes.iter().for_each(|note| holds("notes", note));
            assert_cells(text, record, r);
        }
        Record::Project(r) => {
            holds("name", &r.name);
            optional("description", &r.description);
            for component in &r.components {
                let own = flat(&text.joined(&component.evidence));
                assert_holds(record, &own, "components", &component.name);
            }
            for (field, value) in
                [("investment", &r.investment), ("period", &r.period), ("location", &r.location)]
            {
                optional(field, value);
            }
            optional("owner", &r.owner);
            optional("scale", &r.scale);
        }
        Record::Indicator(r) => {
            holds("name", &r.name);
            optional("sub_name", &r.sub_name);
            r.values.iter().for_each(|value| holds("values", &value.value.raw));
        }
        Record::Quantity(r) => {
            holds("metric", &r.metric);
            holds("value", &r.value.raw);
            holds("sentence", &r.sentence);
        }
        Record::Term(r) => {
            holds("term", &r.term);
            holds("definition", &r.definition);
        }
        Record::Furniture(r) => holds("text", &r.text),
    }
}

fn assert_cells(text: &Text, record: &Record, table: &Table) {
    for cell in table.rows.iter().flatten() {
        let own = flat(&text.joined(&cell.evidence));
        assert_holds(record, &own, "rows", &cell.text);
    }
}

fn assert_holds(record: &Record, own: &str, field: &str, value: &str) {
    let value = flat(value);
    assert!(
        own.contains(&value),
        "{} {}: {field} is {value:?}, its evidence says {own:?}",
        record.type_name(),
        record.common().id
    );
}
