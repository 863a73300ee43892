//! The records sorted by type in one pass, so that no check walks over all of them again.

use gangyao_model::{BoxRecord, Heading, Indicator, Paragraph, Project, Quantity, Record, Table, Term};

/// The records that checks look at, each kind in document order.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    pub headings: Vec<&'a Heading>,
    pub paragraphs: Vec<&'a Paragraph>,
    pub boxes: Vec<&'a BoxRecord>,
    pub tables: Vec<&'a Table>,
    pub projects: Vec<&'a Project>,
    pub indicators: Vec<&'a Indicator>,
    pub quantities: Vec<&'a Quantity>,
    pub terms: Vec<&'a Term>,
}

impl<'a> Index<'a> {
    pub(super) fn new(records: &'a [Record]) -> Self {
        let mut index = Self::default();
        for record in records {
            match record {
                Record::Part(r) | Record::Chapter(r) | Record::Section(r) | Record::Subsection(r) => {
                    index.headings.push(r);
                }
                Record::Paragraph(r) => index.paragraphs.push(r),
                Record::Box(r) => index.boxes.push(r),
                Record::Table(r) => index.tables.push(r),
                Record::Project(r) => index.projects.push(r),
                Record::Indicator(r) => index.indicators.push(r),
                Record::Quantity(r) => index.quantities.push(r),
                Record::Term(r) => index.terms.push(r),
                Record::Document(_) | Record::TocEntry(_) | Record::Furniture(_) | Record::Diagnostic(_) => {}
            }
        }
        index
    }
}
