//! Tables: real ones from the format, and tables that stand as text.
//!
//! What enters are lines of the normalised text, or a table of the source; what leaves is a [`crate::TableItem`]: a grid of
//! cells, its head rows found, notes split off. What the columns mean for a plan (baseline, target) is not decided
//! here.

mod align;
mod broken;
mod build;
mod column;
mod detached;
mod fit;
mod groups;
mod head;
mod layout;
mod lines;
mod narrow;
mod notes;
mod ragged;
mod ruled;
mod serials;
mod source;
#[cfg(test)]
mod tests;
mod token;
mod zone;

use std::ops::Range;

use gangyao_normaliser::Normalised;
use gangyao_text::NormRange;

use crate::TableItem;
use crate::flow::Flow;

pub use column::{ColumnKind, column_kind};
pub use lines::{from_lines, is_caption, is_columnar, looks_like_row};
pub(crate) use notes::is_unit_line;
pub use source::from_source;
pub(crate) use source::{append, goes_on};
pub(crate) use zone::flat_zones;

/// Reads lines as a table: by the types of its columns where they can be told, else by the tabs alone.
#[must_use]
pub fn from_text(norm: &Normalised<'_>, lines: &[NormRange]) -> Option<TableItem> {
    from_lines(norm, lines).or_else(|| ragged::ragged(norm, lines))
}

/// Reads lines of the flow as a table. Rules between its lines, which are furniture, part the rows of a drawn table, and
/// stay what they are.
pub(crate) fn from_flow(flow: &Flow<'_, '_>, lines: &[usize]) -> Option<TableItem> {
    let norm = flow.lines.norm;
    let mut ranges = Vec::with_capacity(lines.len());
    let mut rules = Vec::new();
    for (nth, &at) in lines.iter().enumerate() {
        if let Some(&before) = nth.checked_sub(1).and_then(|before| lines.get(before)) {
            let between = flow.all[before].line + 1..flow.all[at].line;
            let is_rule = |line: &usize| ruled::is_drawn(flow.lines.text(*line));
            let known = rules.len();
            rules.extend(between.filter(is_rule).map(|line| flow.lines.all[line].range));
            ranges.extend_from_slice(&rules[known..]);
        }
        ranges.push(flow.whole_range(at));
    }
    let mut item = from_text(norm, &ranges)?;
    if !rules.is_empty() {
        item.at = without(&item.at, &rules);
    }
    Some(item)
}

/// Notes at the top of lines of the flow that stand behind a real table go to it; tells how many lines they take.
pub(crate) fn take_notes(flow: &Flow<'_, '_>, lines: Range<usize>, item: &mut TableItem) -> usize {
    let ranges = ranges(flow, lines);
    let text = flow.lines.norm.text.as_str();
    let (found, count) = notes::at_top(text, &ranges);
    item.notes.extend(found);
    item.at.extend(build::at_ranges(text, &ranges[..count]));
    count
}

/// How many of the lines, from the first on, are notes.
pub(crate) fn notes_at(flow: &Flow<'_, '_>, lines: Range<usize>) -> usize {
    notes::at_top(flow.lines.norm.text.as_str(), &ranges(flow, lines)).1
}

/// The first lines that lie in no real table.
fn ranges(flow: &Flow<'_, '_>, lines: Range<usize>) -> Vec<NormRange> {
    let outside = |&at: &usize| flow.lines.layout(flow.all[at].line).table.is_none();
    lines.take(MOST_NOTES).take_while(outside).map(|at| flow.range(at)).collect()
}

/// A table has so many lines of notes at the most.
const MOST_NOTES: usize = 60;

/// The ranges without those of the rules, which lie in them or outside of them.
fn without(ranges: &[NormRange], rules: &[NormRange]) -> Vec<NormRange> {
    let mut left = Vec::with_capacity(ranges.len() + rules.len());
    for range in ranges {
        let mut start = range.start;
        let from = rules.partition_point(|rule| rule.end <= range.start);
        for rule in rules[from..].iter().take_while(|rule| rule.start < range.end) {
            left.push(NormRange::new(start, rule.start.max(start)));
            start = rule.end.max(start);
        }
        left.push(NormRange::new(start, range.end.max(start)));
    }
    left.retain(|range| !range.is_empty());
    left
}

/// Readers of cells share what the parser knows about their texts.
pub mod cell {
    use super::token;

    /// True for 预期性, 约束性指标 and the like.
    #[must_use]
    pub fn is_nature(text: &str) -> bool {
        token::is_nature(text)
    }

    /// True for a unit as it stands in a column or bracket of its own: %, 万元/人.
    #[must_use]
    pub fn is_unit(text: &str) -> bool {
        token::is_unit(text)
    }

    /// The number before a name (1. 地区生产总值) and the byte at which the name begins.
    #[must_use]
    pub fn numbered(text: &str) -> Option<(u32, usize)> {
        token::numbered(text)
    }

    /// The byte at which the name begins behind the number `expected`, where the name begins with a figure of its own:
    /// after row 3, 4.5岁以下儿童死亡率 is row 4.
    #[must_use]
    pub fn numbered_next(text: &str, expected: u32) -> Option<usize> {
        token::numbered_next(text, expected)
    }

    /// True for what a value column holds: a number with its bounds, a mark for nothing, words in place of a number.
    #[must_use]
    pub fn is_value(text: &str) -> bool {
        matches!(token::Shape::of(text), token::Shape::Number | token::Shape::Mark | token::Shape::ValueWords)
    }

    /// True for the number of a group in the column of numbers: 一, （二）.
    #[must_use]
    pub fn is_group_number(text: &str) -> bool {
        token::is_group_number(text)
    }

    /// True for the title of a group of rows: ► 经济发展, 一、经济强（12项）.
    #[must_use]
    pub fn is_group_title(text: &str) -> bool {
        token::Shape::of(text) == token::Shape::GroupMark
    }
}
