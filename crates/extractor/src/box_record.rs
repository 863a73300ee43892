//! Boxes: 专栏 3 安全能力提升重点工程 with its items as projects, paragraphs, or a table.

use std::sync::Arc;

use gangyao_model::{BoxContent, BoxRecord, Component, Project, Record};
use gangyao_parser::{BoxEntry, BoxItem, BoxPart};
use gangyao_text::NormRange;

use crate::assemble::Facts;
use crate::boxes::{self, BoxTable};
use crate::builder::Builder;
use crate::paragraph::Prose;
use crate::project::{Draft, name_and_description};
use crate::table::{self, TableContent};

/// Adds a box with all that it holds; returns its id.
pub(crate) fn push(
    builder: &mut Builder<'_>,
    item: &BoxItem,
    prose: &mut Prose<'_>,
    facts: &Facts,
) -> Arc<str> {
    let title = item.title.text();
    let readings: Vec<Reading> = item
        .parts
        .iter()
        .map(|part| match part {
            BoxPart::Entry(entry) => Reading::Entry(name_and_description(entry)),
            BoxPart::Paragraph(_) => Reading::Paragraph,
            BoxPart::Table(table) => Reading::Table(table::content(table, Some(title), facts)),
        })
        .collect();
    let content = content(item, &readings);
    prose.enter_box();
    let id = builder.push(Record::Box(BoxRecord {
        common: builder.common(&item.at),
        number: item.number,
        label: item.label.as_ref().map(|label| label.text().to_owned()),
        title: title.to_owned(),
        content,
    }));
    for (part, reading) in item.parts.iter().zip(readings) {
        match (part, reading) {
            (BoxPart::Entry(entry), Reading::Entry(draft))
                if content == BoxContent::Projects && !draft.name.is_empty() =>
            {
                push_project(builder, entry, draft, &id, prose);
            }
            (BoxPart::Entry(entry), _) => push_entry(builder, entry, &id, prose),
            (BoxPart::Paragraph(paragraph), _) => prose.push(builder, paragraph, Some(&id)),
            (BoxPart::Table(table), Reading::Table(rows)) => table::push(builder, table, rows, Some(&id)),
            (BoxPart::Table(_), _) => {}
        }
    }
    id
}

/// What a part of a box turned out to be.
enum Reading {
    Entry(Draft),
    Paragraph,
    Table(TableContent),
}

fn content(item: &BoxItem, readings: &[Reading]) -> BoxContent {
    if item.picture {
        return BoxContent::Unreadable;
    }
    let names = readings.iter().filter_map(|reading| match reading {
        Reading::Entry(draft) => Some(draft.name.text()),
        _ => None,
    });
    let table = readings.iter().find_map(|reading| match reading {
        Reading::Table(TableContent::Indicators(_)) => Some(BoxTable::Indicators),
        Reading::Table(TableContent::Projects(_)) => Some(BoxTable::Projects),
        Reading::Table(TableContent::Other) => Some(BoxTable::Other),
        _ => None,
    });
    let names: Vec<&str> = names.collect();
    let title = item.title.text();
    let content = boxes::content(title, &names, table.unwrap_or(BoxTable::None));
    if content == BoxContent::Text && boxes::holds_works(title) && name_works(readings) {
        return BoxContent::Projects;
    }
    content
}

/// （1）大江大河治理：甲江防洪治理二期、乙河整治: most items are fields that name their works one by one.
fn name_works(readings: &[Reading]) -> bool {
    let drafts = readings.iter().filter_map(|reading| match reading {
        Reading::Entry(draft) => Some(draft),
        _ => None,
    });
    let (items, naming) = drafts.fold((0, 0), |(items, naming), draft| {
        (items + 1, naming + usize::from(draft.components().len() >= 2))
    });
    naming * 2 > items
}

/// An item of a project box.
fn push_project(
    builder: &mut Builder<'_>,
    entry: &BoxEntry,
    draft: Draft,
    in_box: &Arc<str>,
    prose: &mut Prose<'_>,
) {
    let components = draft
        .components()
        .into_iter()
        .map(|name| Component { evidence: builder.spans(&name.ranges()), name: name.text().to_owned() })
        .collect();
    let facts = draft.facts();
    let id = builder.push(Record::Project(Box::new(Project {
        common: builder.common_under(in_box.clone(), builder.spans(&entry.at)),
        number: entry.number,
        name: draft.name.text().to_owned(),
        description: draft.description_text(),
        in_box: Some(in_box.clone()),
        components,
        investment: facts.investment,
        period: facts.period,
        location: facts.location,
        owner: facts.owner,
        scale: facts.scale,
    })));
    for text in &draft.description {
        prose.push_quantities(builder, text, &id, false);
    }
}

/// An item of any other box: its paragraphs, the first with the item's mark as bullet. Where a text breaks off behind a
/// number, the mark is all that there is.
fn push_entry(builder: &mut Builder<'_>, entry: &BoxEntry, in_box: &Arc<str>, prose: &mut Prose<'_>) {
    for (i, text) in entry.paragraphs.iter().enumerate() {
        let mut at = text.ranges();
        let mut bullet = None;
        if i == 0 {
            bullet = entry.label.clone();
            // A page number may stand between the mark and its text: 03 at the foot, the name on the next page.
            let first = at.first().map_or(u32::MAX, |range| range.start);
            let before = entry.at.iter().filter(|range| range.start < first);
            let before = before.map(|range| NormRange::new(range.start, range.end.min(first)));
            at = before.chain(at).collect();
        }
        prose.push_text(builder, text, &at, None, bullet, Some(in_box));
    }
}
