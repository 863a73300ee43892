//! Topic sentences: which short first sentences really open their paragraphs as headings do.
//!
//! A short first sentence alone proves little (2025年是收官之年。…). It is a topic sentence in a series: when its
//! neighbours under the same heading, or nearly all paragraphs of the document, open the same way.

use std::ops::Range;

use crate::paragraph::{LONGEST_LEAD, opening};
use crate::shape::dense_len;
use crate::tree::{Item, ParagraphItem};

/// A group of paragraphs in which so many percent open with a short sentence is a series.
const SERIES_PERCENT: usize = 60;
/// In a bulleted series the sentences are longer.
const LONGEST_BULLET_LEAD: usize = 46;

/// Sets [`ParagraphItem::lead`] of all paragraphs.
pub(crate) fn mark(items: &mut [Item]) {
    // Every short opening is a lead until its group is judged.
    for item in items.iter_mut() {
        if let Item::Paragraph(paragraph) = item {
            paragraph.lead = short_opening(paragraph);
        }
    }
    let groups = groups(items);
    let (mut openings, mut all) = (0, 0);
    for group in &groups {
        let texts = paragraphs(items, group).filter(|p| p.bullet.is_none() && is_long(p));
        for paragraph in texts {
            all += 1;
            openings += usize::from(paragraph.lead.is_some());
        }
    }
    let usual = all >= 5 && openings * 100 >= all * SERIES_PERCENT;
    let mut judged = 0;
    for group in groups {
        // The paragraph of a run-in heading stands in no group.
        clear(&mut items[judged..group.start]);
        judged = group.end;
        mark_group(items, &group, usual);
    }
    clear(&mut items[judged..]);
}

/// No paragraph among the items has a lead.
fn clear(items: &mut [Item]) {
    for item in items {
        if let Item::Paragraph(paragraph) = item {
            paragraph.lead = None;
        }
    }
}

/// Items between two headings or boxes; the paragraph of a run-in heading stands apart, since its heading is its topic.
fn groups(items: &[Item]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    for (at, item) in items.iter().enumerate() {
        if let Item::Heading(heading) = item {
            groups.push(start..at);
            start =
                at + 1 + usize::from(heading.run_in && matches!(items.get(at + 1), Some(Item::Paragraph(_))));
            start = start.min(items.len());
        } else if matches!(item, Item::Box(_) | Item::Table(_)) {
            groups.push(start.min(at)..at);
            start = at + 1;
        }
    }
    groups.push(start.min(items.len())..items.len());
    groups.retain(|group| !group.is_empty());
    groups
}

fn paragraphs<'i>(items: &'i [Item], group: &Range<usize>) -> impl Iterator<Item = &'i ParagraphItem> {
    items[group.clone()].iter().filter_map(|item| match item {
        Item::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    })
}

/// A paragraph of one short sentence takes no part in the count, nor does one that addresses the audience (各位代表！…).
fn is_long(paragraph: &ParagraphItem) -> bool {
    let text = paragraph.text.text();
    let addresses = text.find('！').is_some_and(|at| at <= LONGEST_ADDRESS);
    text.len() > 3 * LONGEST_LEAD && !addresses
}

/// The longest address, in bytes: 各位代表、同志们！
const LONGEST_ADDRESS: usize = 3 * 10;

fn short_opening(paragraph: &ParagraphItem) -> Option<usize> {
    let longest = if paragraph.bullet.is_some() { LONGEST_BULLET_LEAD } else { LONGEST_LEAD };
    let text = paragraph.text.text();
    opening(text).filter(|&end| dense_len(&text[..end]) <= longest)
}

fn mark_group(items: &mut [Item], group: &Range<usize>, usual: bool) {
    for bulleted in [false, true] {
        let (mut openings, mut all) = (0, 0);
        for paragraph in paragraphs(items, group).filter(|p| p.bullet.is_some() == bulleted) {
            let opens = paragraph.lead.is_some();
            all += usize::from(opens || is_long(paragraph));
            openings += usize::from(opens);
        }
        let series =
            openings * 100 >= all * SERIES_PERCENT && openings > 0 && (openings >= 2 || usual && !bulleted);
        if series {
            continue;
        }
        for item in &mut items[group.clone()] {
            if let Item::Paragraph(paragraph) = item
                && paragraph.bullet.is_some() == bulleted
            {
                paragraph.lead = None;
            }
        }
    }
}
