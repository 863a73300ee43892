//! Headings: 第三章 锚定…主线 becomes a chapter with label 第三章, number 3 and its title.

use std::sync::Arc;

use gangyao_model::{Heading, Marker, Record};
use gangyao_parser::numbering::Marker as Style;
use gangyao_parser::{HeadingItem, HeadingType};
use gangyao_text::squeeze;

use crate::builder::Builder;

/// A heading that was added, for the table of contents.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub id: Arc<str>,
    pub marker: Style,
    pub number: Option<u32>,
    /// Label and title without white space.
    pub title: String,
}

/// Adds a heading and opens it.
pub(crate) fn push(builder: &mut Builder<'_>, item: &HeadingItem) -> Seen {
    builder.close_to(item.depth);
    let heading = Heading {
        common: builder.common(&item.at),
        label: item.label.as_ref().map(|label| label.text().to_owned()),
        number: item.number,
        marker: marker(item.marker),
        title: item.title.text().to_owned(),
        depth: item.depth,
        run_in: item.run_in,
        toc_title: None,
    };
    let crumb = match &heading.label {
        Some(label) => format!("{label} {}", heading.title),
        None => heading.title.clone(),
    };
    let title = squeeze(&heading.title);
    let record = match item.heading_type {
        HeadingType::Part => Record::Part(heading),
        HeadingType::Chapter => Record::Chapter(heading),
        HeadingType::Section => Record::Section(heading),
        HeadingType::Subsection => Record::Subsection(heading),
    };
    let id = builder.push(record);
    builder.open(item.depth, id.clone(), crumb);
    Seen { id, marker: item.marker, number: item.number, title }
}

const fn marker(style: Style) -> Marker {
    match style {
        Style::Pian => Marker::Pian,
        Style::Zhang => Marker::Zhang,
        Style::Jie => Marker::Jie,
        Style::CnDun => Marker::CnDun,
        Style::CnParen => Marker::CnParen,
        Style::ArabicDot => Marker::ArabicDot,
        Style::ArabicDun => Marker::ArabicDun,
        Style::ArabicParen => Marker::ArabicParen,
        Style::Decimal => Marker::Decimal,
        Style::None => Marker::None,
    }
}
