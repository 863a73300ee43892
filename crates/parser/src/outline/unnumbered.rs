//! Headings without a number: 前言 and 附件, the parts of a report (2025年工作回顾), and what the format declares to be a
//! heading.
//!
//! What enters is the numbered headings; what leaves is all of them, each at its depth. A declared level says nothing by
//! itself: it is compared with the levels of the numbered headings.

use gangyao_text::NormRange;

use super::Found;
use crate::flow::Flow;
use crate::heading;
use crate::numbering;
use crate::shape::{Ending, dense_len, ending};
use crate::tree::HeadingType;

/// Longest title without a number that a format may declare, in characters.
const LONGEST_DECLARED: usize = 40;
/// So many parts of a report must be found: 2025年工作回顾 alone may be a caption.
const LEAST_PARTS: usize = 2;

/// Where a heading without a number stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// 前言, 附件: on the outermost level.
    Outermost,
    /// 2025年工作回顾: above the outermost numbered level.
    Above,
    /// On the level that the format declares.
    Declared(u8),
}

/// Merges headings without a number into the numbered ones.
pub(super) fn merge(flow: &Flow<'_, '_>, numbered: Vec<Found>, free: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let places = places(flow, &numbered, free);
    if places.is_empty() {
        return numbered;
    }
    let levels: Vec<(u8, u8)> = numbered
        .iter()
        .filter_map(|found| Some((flow.lines.declared_level(flow.all[found.at].line)?, found.depth)))
        .collect();
    let above = levels_above(&places, &levels, numbered.first().map(|found| found.at));
    let has_parts = places.iter().any(|&(_, place)| place == Place::Above);
    let lowered = if numbered.is_empty() { 0 } else { above.len().max(usize::from(has_parts)) as u8 };
    let depth = |place: Place| match place {
        Place::Outermost | Place::Above => 1,
        Place::Declared(level) => match above.binary_search(&level) {
            Ok(rank) => rank as u8 + 1,
            Err(_) => declared_depth(level, &levels) + lowered,
        },
    };
    let mut all = Vec::with_capacity(numbered.len() + places.len());
    let mut numbered =
        numbered.into_iter().map(|found| Found { depth: found.depth + lowered, ..found }).peekable();
    for (at, place) in places {
        while let Some(found) = numbered.next_if(|found| found.at < at) {
            all.push(found);
        }
        all.push(found(flow, at, depth(place)));
    }
    all.extend(numbered);
    all
}

/// The declared levels that enclose the numbered headings, outermost first. They must say so: a level of which only one
/// heading stands there, or none before the first numbered heading, is a stray line.
fn levels_above(places: &[(usize, Place)], levels: &[(u8, u8)], first: Option<usize>) -> Vec<u8> {
    let outermost = levels.iter().map(|&(level, _)| level).min().unwrap_or(u8::MAX);
    let declared: Vec<(usize, u8)> = places
        .iter()
        .filter_map(|&(at, place)| match place {
            Place::Declared(level) if level < outermost => Some((at, level)),
            _ => None,
        })
        .collect();
    let mut above: Vec<u8> = declared.iter().map(|&(_, level)| level).collect();
    above.sort_unstable();
    above.dedup();
    let leads = first.is_none_or(|first| {
        let of_outermost = declared.iter().filter(|&&(_, level)| above.first() == Some(&level));
        of_outermost.clone().count() >= 2 && of_outermost.clone().any(|&(at, _)| at < first)
    });
    if leads { above } else { Vec::new() }
}

/// The depth of the numbered headings of the same level, or one below the next outer level.
fn declared_depth(level: u8, levels: &[(u8, u8)]) -> u8 {
    let same = levels.iter().find(|&&(other, _)| other == level).map(|&(_, depth)| depth);
    let outer = levels.iter().filter(|&&(other, _)| other < level).map(|&(_, depth)| depth).max();
    same.or(outer.map(|depth| depth + 1)).unwrap_or(1)
}

/// The lines of the flow that are headings without a number.
fn places(flow: &Flow<'_, '_>, numbered: &[Found], free: &dyn Fn(usize) -> bool) -> Vec<(usize, Place)> {
    let mut taken = numbered.iter().map(|found| found.at..=found.last).peekable();
    let mut places = Vec::new();
    for at in 0..flow.len() {
        while taken.next_if(|lines| *lines.end() < at).is_some() {}
        if taken.peek().is_some_and(|lines| lines.contains(&at)) || !free(at) {
            continue;
        }
        if let Some(place) = place(flow, at) {
            places.push((at, place));
        }
    }
    let parts = places.iter().filter(|&&(_, place)| place == Place::Above).count();
    places.retain(|&(_, place)| place != Place::Above || parts >= LEAST_PARTS);
    places
}

fn place(flow: &Flow<'_, '_>, at: usize) -> Option<Place> {
    let text = flow.text(at);
    if heading::unnumbered(text).is_some() {
        return stands_alone(flow, at).then_some(Place::Outermost);
    }
    if heading::opens_annex(flow, at) {
        return Some(Place::Outermost);
    }
    if heading::is_part_of_report(text) && opens_text(flow, at) {
        return Some(Place::Above);
    }
    let level = flow.lines.declared_level(flow.all[at].line)?;
    is_title(text).then_some(Place::Declared(level))
}

/// A line that the format declares to be a heading may be one: it is no sentence, no box and no caption.
pub(super) fn is_title(text: &str) -> bool {
    (2..=LONGEST_DECLARED).contains(&dense_len(text))
        && !text.contains(['。', '；', '：', '\t', '|'])
        && !text.ends_with(['，', '、'])
        && numbering::label(text).is_none()
        && !["专栏", "表", "图", "附表", "附图"].iter().any(|word| text.starts_with(word))
}

/// A sentence has ended above the line, and text or a numbered heading follows.
fn opens_text(flow: &Flow<'_, '_>, at: usize) -> bool {
    let above = at.checked_sub(1).map(|above| ending(flow.text(above)));
    let below = (at + 1 < flow.len()).then(|| flow.text(at + 1));
    matches!(above, None | Some(Ending::Full | Ending::Colon))
        && below.is_some_and(|text| numbering::label(text).is_some() || text.contains(['。', '，', '：']))
}

/// 附件 in the middle of a wrapped paragraph is no heading.
fn stands_alone(flow: &Flow<'_, '_>, at: usize) -> bool {
    at == 0
        // A row of a table is no sentence that goes on, however wide it is.
        || flow.text(at - 1).contains('\t')
        || !flow.wrap.is_full(flow.lines, flow.all[at - 1].line, "")
        || ending(flow.text(at - 1)) != Ending::Open
}

pub(super) fn found(flow: &Flow<'_, '_>, at: usize, depth: u8) -> Found {
    let range = flow.range(at);
    let text = range.of(&flow.lines.norm.text);
    let title_len = text.trim_end_matches(['：', ':', '。']).trim_end().len();
    Found {
        at,
        label: None,
        depth,
        heading_type: HeadingType::Chapter,
        title: vec![NormRange::from_usize(range.start as usize, range.start as usize + title_len)],
        extent: vec![range],
        run_in: false,
        last: at,
    }
}
