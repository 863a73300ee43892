//! Furniture: — 12 —, a running head, the cover, the notice that issues the plan.

use gangyao_model::{Furniture, FurnitureKind, Record};
use gangyao_parser::{BoxItem, Furniture as Kind, FurnitureItem};

use crate::builder::Builder;

/// Adds a piece of furniture. It stands under no heading: where a page ends says nothing about the text.
pub(crate) fn push(builder: &mut Builder<'_>, item: &FurnitureItem) {
    let spans = builder.spans(&item.text.ranges());
    let common = builder.common_outside(spans);
    builder.push(Record::Furniture(Furniture {
        common,
        kind: kind(item.kind),
        text: item.text.text().to_owned(),
    }));
}

/// Adds the caption of a picture; a picture without one leaves no trace in the text.
pub(crate) fn push_picture(builder: &mut Builder<'_>, item: &BoxItem) {
    if item.title.is_empty() {
        return;
    }
    let common = builder.common_outside(builder.spans(&item.at));
    let text = item.title.text().to_owned();
    builder.push(Record::Furniture(Furniture { common, kind: FurnitureKind::Picture, text }));
}

const fn kind(kind: Kind) -> FurnitureKind {
    match kind {
        Kind::PageNumber => FurnitureKind::PageNumber,
        Kind::RunningHead => FurnitureKind::RunningHead,
        Kind::Watermark => FurnitureKind::Watermark,
        Kind::SiteMenu => FurnitureKind::SiteMenu,
        Kind::Unrelated => FurnitureKind::Unrelated,
        Kind::Notice => FurnitureKind::Notice,
        Kind::Cover => FurnitureKind::Cover,
        Kind::TocHead => FurnitureKind::TocHead,
        Kind::BlankMark => FurnitureKind::BlankMark,
        Kind::CitationMark => FurnitureKind::CitationMark,
        Kind::Footnote => FurnitureKind::Footnote,
        Kind::Markup => FurnitureKind::Markup,
        Kind::Signature => FurnitureKind::Signature,
        Kind::Garbled => FurnitureKind::Garbled,
    }
}
