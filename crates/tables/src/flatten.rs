//! One document's records as rows.
//!
//! The cells of each table stand here in the order of `columns.tsv`; a test compares every cell with the JSON place that the
//! definition gives for it.

use std::sync::Arc;

use gangyao_definition::{LINE_SEPARATOR, PATH_SEPARATOR};
use gangyao_model::{
    BoxRecord, Common, Conversion, Diagnostic, Document, Furniture, Heading, Indicator, Paragraph, Period,
    Project, Quantity, Record, Span, Table, Term, TocEntry, Value, ValueKind,
};

use crate::rows::{Row, Rows};

/// The tables by their places in the definition.
#[derive(Clone, Copy, Debug)]
enum Of {
    Documents,
    Records,
    Evidence,
    TocEntries,
    Parts,
    Chapters,
    Sections,
    Subsections,
    Paragraphs,
    Boxes,
    Tables,
    Cells,
    Projects,
    Components,
    Indicators,
    IndicatorValues,
    Quantities,
    Terms,
    Mentions,
    Furniture,
    Diagnostics,
    Coverage,
    Counts,
}

/// What a span is of, in the order of `EvidenceOf` in `values.tsv`.
#[derive(Clone, Copy)]
enum EvidenceOf {
    Record,
    Cell,
    Component,
}

/// All rows of a document. `file` is its place below the output folder.
#[must_use]
pub fn flatten(conversion: &Conversion, file: &str) -> Rows {
    let mut flat = Flat {
        rows: Rows::of(file, &conversion.document.common.doc),
        path: (Vec::new().into(), String::new()),
        unparsed: conversion.diagnostics.iter().filter(|found| found.code == "value-unparsed").collect(),
    };
    flat.make_room(conversion);
    flat.document(&conversion.document);
    conversion.toc.iter().for_each(|entry| flat.toc_entry(entry));
    conversion.records.iter().for_each(|record| flat.record(record));
    conversion.diagnostics.iter().for_each(|diagnostic| flat.diagnostic(diagnostic));
    flat.rows
}

struct Flat<'a> {
    rows: Rows,
    /// The latest breadcrumb and its text: records that share one share its list.
    path: (Arc<[String]>, String),
    /// Diagnostics of values that could not be read.
    unparsed: Vec<&'a Diagnostic>,
}

impl Flat<'_> {
    /// Lists that grow step by step are moved as often.
    fn make_room(&mut self, conversion: &Conversion) {
        let counts = &conversion.document.counts;
        let all: u32 = counts.values().sum();
        for place in 0..self.rows.tables().len() {
            let rows = self.rows.at(place);
            let table = rows.table();
            match (table.record, table.rows) {
                ("*", _) => rows.reserve(all as usize + 1),
                (record, ".") => rows.reserve(counts.get(record).copied().unwrap_or(0) as usize),
                _ => {}
            }
        }
    }

    fn record(&mut self, record: &Record) {
        match record {
            Record::Document(r) => self.document(r),
            Record::TocEntry(r) => self.toc_entry(r),
            Record::Part(r) => self.heading(Of::Parts, r),
            Record::Chapter(r) => self.heading(Of::Chapters, r),
            Record::Section(r) => self.heading(Of::Sections, r),
            Record::Subsection(r) => self.heading(Of::Subsections, r),
            Record::Paragraph(r) => self.paragraph(r),
            Record::Box(r) => self.in_box(r),
            Record::Table(r) => self.table(r),
            Record::Project(r) => self.project(r),
            Record::Indicator(r) => self.indicator(r),
            Record::Quantity(r) => self.quantity(r),
            Record::Term(r) => self.term(r),
            Record::Furniture(r) => self.furniture(r),
            Record::Diagnostic(r) => self.diagnostic(r),
        }
    }

    fn row(&mut self, of: Of) -> Row<'_> {
        self.rows.at(of as usize).row()
    }

    /// What every record has: its rows in `records` and `evidence`, and the beginning of its own row.
    fn common(&mut self, of: Of, common: &Common) -> Row<'_> {
        let kind = self.rows.at(of as usize).table().record;
        let (id, parent) = (common.id.as_str(), common.parent.as_deref());
        self.row(Of::Records).text(id).text(kind).integer(i64::from(common.seq)).text(parent).end();
        self.evidence(id, EvidenceOf::Record, 0, &common.evidence);
        if !Arc::ptr_eq(&self.path.0, &common.path) {
            self.path = (Arc::clone(&common.path), common.path.join(PATH_SEPARATOR));
        }
        let (first, last) = (common.evidence.first(), common.evidence.last());
        // Not `self.row`: the breadcrumb is borrowed at the same time.
        let row = self.rows.at(of as usize).row();
        row.text(id)
            .integer(i64::from(common.seq))
            .text(parent)
            .text(self.path.1.as_str())
            .integer(first.map(|span| i64::from(span.start)))
            .integer(last.map(|span| i64::from(span.end)))
            .integer(first.and_then(|span| span.page).map(i64::from))
    }

    fn evidence(&mut self, id: &str, of: EvidenceOf, item: i64, spans: &[Span]) {
        for (ordinal, each) in (0..).zip(spans) {
            let row = self.row(Of::Evidence).text(id).one_of(of as usize).integer(item).integer(ordinal);
            span(row, each).end();
        }
    }

    fn document(&mut self, r: &Document) {
        let region = r.region.as_ref();
        let row = self.common(Of::Documents, &r.common);
        let row = row
            .text(r.title.as_deref())
            .one_of(r.kind as usize)
            .text(region.map(|region| region.name.as_str()))
            .text(region.and_then(|region| region.code.as_deref()))
            .one_of(region.and_then(|region| region.level).map(|level| level as usize));
        period(row, r.period.as_ref())
            .text(r.issued.as_deref())
            .text(r.issuer.as_deref())
            .text(r.document_number.as_deref())
            .text(r.source.name.as_str())
            .text(r.source.format.as_str())
            .text(r.source.encoding.as_str())
            .integer(i64::try_from(r.source.bytes).unwrap_or(i64::MAX))
            .text(r.source.sha256.as_str())
            .integer(r.source.pages.map(i64::from))
            .text(r.source.converted_from.as_deref())
            .integer(i64::from(r.coverage.total))
            .integer(i64::from(r.coverage.unassigned))
            .integer(i64::from(r.coverage.doubled))
            .end();
        for (of, map) in [(Of::Coverage, &r.coverage.by_kind), (Of::Counts, &r.counts)] {
            for (key, &number) in map {
                self.row(of).text(key.as_str()).integer(i64::from(number)).end();
            }
        }
    }

    fn toc_entry(&mut self, r: &TocEntry) {
        self.common(Of::TocEntries, &r.common)
            .text(r.label.as_deref())
            .text(r.title.as_str())
            .text(r.page_label.as_deref())
            .text(r.heading.as_deref())
            .one_of(r.matched as usize)
            .end();
    }

    fn heading(&mut self, of: Of, r: &Heading) {
        self.common(of, &r.common)
            .text(r.label.as_deref())
            .integer(r.number.map(i64::from))
            .one_of(r.marker as usize)
            .text(r.title.as_str())
            .integer(i64::from(r.depth))
            .boolean(r.run_in)
            .text(r.toc_title.as_deref())
            .end();
    }

    fn paragraph(&mut self, r: &Paragraph) {
        self.common(Of::Paragraphs, &r.common)
            .text(r.text.as_str())
            .text(r.lead.as_deref())
            .text(r.bullet.as_deref())
            .end();
    }

    fn in_box(&mut self, r: &BoxRecord) {
        self.common(Of::Boxes, &r.common)
            .integer(r.number.map(i64::from))
            .text(r.label.as_deref())
            .text(r.title.as_str())
            .one_of(r.content as usize)
            .end();
    }

    fn table(&mut self, r: &Table) {
        self.common(Of::Tables, &r.common)
            .text(r.caption.as_deref())
            .joined(&r.columns, LINE_SEPARATOR)
            .joined(&r.notes, LINE_SEPARATOR)
            .end();
        let id = r.common.id.as_str();
        let places = (0..).zip(&r.rows).flat_map(|(row, cells)| (0..).zip(cells).map(move |at| (row, at)));
        for (ordinal, (row, (column, cell))) in (0..).zip(places) {
            self.row(Of::Cells)
                .text(id)
                .integer(ordinal)
                .integer(row)
                .integer(column)
                .text(cell.text.as_str())
                .integer(i64::from(cell.row_span))
                .integer(i64::from(cell.col_span))
                .end();
            self.evidence(id, EvidenceOf::Cell, ordinal, &cell.evidence);
        }
    }

    fn project(&mut self, r: &Project) {
        self.common(Of::Projects, &r.common)
            .integer(r.number.map(i64::from))
            .text(r.name.as_str())
            .text(r.description.as_deref())
            .text(r.in_box.as_deref())
            .text(r.investment.as_deref())
            .text(r.period.as_deref())
            .text(r.location.as_deref())
            .text(r.owner.as_deref())
            .text(r.scale.as_deref())
            .end();
        let id = r.common.id.as_str();
        for (ordinal, component) in (0..).zip(&r.components) {
            self.row(Of::Components).text(id).integer(ordinal).text(component.name.as_str()).end();
            self.evidence(id, EvidenceOf::Component, ordinal, &component.evidence);
        }
    }

    fn indicator(&mut self, r: &Indicator) {
        self.common(Of::Indicators, &r.common)
            .integer(r.number.map(i64::from))
            .text(r.group.as_deref())
            .text(r.name.as_str())
            .text(r.sub_name.as_deref())
            .text(r.unit.as_deref())
            .one_of(r.nature.map(|nature| nature as usize))
            .text(r.concept.as_deref())
            .joined(&r.notes, LINE_SEPARATOR)
            .end();
        for (ordinal, each) in (0..).zip(&r.values) {
            let unreadable = self.is_unreadable(r, &each.column.column, &each.value);
            let row = self
                .row(Of::IndicatorValues)
                .text(r.common.id.as_str())
                .integer(ordinal)
                .text(each.column.column.as_str())
                .integer(each.column.year.map(i64::from))
                .one_of(each.column.role as usize);
            value(row, Some(&each.value)).boolean(unreadable).end();
        }
    }

    /// Whether a diagnostic says of this value that it looks like a number and could not be read: it stands where the
    /// indicator stands and names the value and its column.
    fn is_unreadable(&self, indicator: &Indicator, column: &str, value: &Value) -> bool {
        value.kind == ValueKind::Text
            && self.unparsed.iter().any(|found| {
                found.common.evidence == indicator.common.evidence
                    && found.message.contains(value.raw.as_str())
                    && found.message.contains(column)
            })
    }

    fn quantity(&mut self, r: &Quantity) {
        let row = self.common(Of::Quantities, &r.common).one_of(r.stance as usize).text(r.metric.as_str());
        let row = value(row, Some(&r.value)).one_of(r.change as usize);
        let row = value(row, r.from.as_ref()).integer(r.year.map(i64::from));
        period(row, r.period.as_ref()).text(r.sentence.as_str()).text(r.modality.as_deref()).end();
    }

    fn term(&mut self, r: &Term) {
        self.common(Of::Terms, &r.common)
            .integer(r.number.map(i64::from))
            .text(r.term.as_str())
            .text(r.definition.as_str())
            .joined(&r.aliases, LINE_SEPARATOR)
            .end();
        for (ordinal, mention) in (0..).zip(&r.mentions) {
            span(self.row(Of::Mentions).text(r.common.id.as_str()).integer(ordinal), mention).end();
        }
    }

    fn furniture(&mut self, r: &Furniture) {
        self.common(Of::Furniture, &r.common).one_of(r.kind as usize).text(r.text.as_str()).end();
    }

    fn diagnostic(&mut self, r: &Diagnostic) {
        self.common(Of::Diagnostics, &r.common)
            .text(r.code.as_str())
            .one_of(r.severity as usize)
            .text(r.message.as_str())
            .text(r.help.as_str())
            .end();
    }
}

/// The cells of `@span`.
fn span<'r>(row: Row<'r>, span: &Span) -> Row<'r> {
    let side = |place: usize| span.bbox.map(|sides| exact(sides[place]));
    row.integer(i64::from(span.start))
        .integer(i64::from(span.end))
        .integer(span.page.map(i64::from))
        .number(side(0))
        .number(side(1))
        .number(side(2))
        .number(side(3))
        .boolean(span.ocr)
}

/// The double that is written as the single: 72.1, not 72.0999984741211.
fn exact(single: f32) -> f64 {
    if single.fract() == 0.0 {
        f64::from(single)
    } else {
        single.to_string().parse().unwrap_or(f64::from(single))
    }
}

/// The cells of `@value`; all empty where there is none.
fn value<'r>(row: Row<'r>, value: Option<&Value>) -> Row<'r> {
    row.text(value.map(|v| v.raw.as_str()))
        .one_of(value.map(|v| v.kind as usize))
        .number(value.and_then(|v| v.number))
        .number(value.and_then(|v| v.min))
        .number(value.and_then(|v| v.max))
        .text(value.and_then(|v| v.unit.as_deref()))
        .one_of(value.and_then(|v| v.bound).map(|bound| bound as usize))
        .boolean(value.map(|v| v.approx))
        .boolean(value.map(|v| v.estimated))
        .boolean(value.map(|v| v.cumulative))
        .text(value.and_then(|v| v.text.as_deref()))
}

/// Ordinal, first and last year.
fn period<'r>(row: Row<'r>, period: Option<&Period>) -> Row<'r> {
    row.integer(period.and_then(|p| p.ordinal).map(i64::from))
        .integer(period.map(|p| i64::from(p.start)))
        .integer(period.map(|p| i64::from(p.end)))
}

#[cfg(test)]
mod tests {
    use gangyao_definition::tables;

    use super::*;

    #[test]
    fn tables_stand_in_the_order_of_the_definition() {
        let names: Vec<String> = tables().iter().map(|table| table.name.replace('_', "")).collect();
        let places = [
            Of::Documents,
            Of::Records,
            Of::Evidence,
            Of::TocEntries,
            Of::Parts,
            Of::Chapters,
            Of::Sections,
            Of::Subsections,
            Of::Paragraphs,
            Of::Boxes,
            Of::Tables,
            Of::Cells,
            Of::Projects,
            Of::Components,
            Of::Indicators,
            Of::IndicatorValues,
            Of::Quantities,
            Of::Terms,
            Of::Mentions,
            Of::Furniture,
            Of::Diagnostics,
            Of::Coverage,
            Of::Counts,
        ];
        assert_eq!(places.map(|of| format!("{of:?}").to_lowercase()), names.as_slice());
        assert!(places.iter().enumerate().all(|(place, &of)| place == of as usize));
    }
}
