//! Which rows a merged first column covers, where only the places of its names are known.
//!
//! A page sets the name of a group in the middle of the group's rows; a dump of the page keeps the name and loses the
//! frame. What enters are the places of the names, what leaves are the first rows of the groups. Cells and texts are not
//! known here.

use std::collections::BTreeMap;

use super::align::Row;
use super::token::{Token, is_parted};

/// A group's name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    /// Twice the row that its middle stands on; an odd number lies between two rows.
    pub place: usize,
    /// Twice the rows of its first and its last line, which lie in the group.
    pub lines: (usize, usize),
    /// How many rows the name itself says it has: 创新驱动（3项）.
    pub count: Option<usize>,
}

/// Boundaries off the blank lines, then names below the middle of their blocks (of two rows a page names the upper one),
/// then the sum of the squares of the blocks' lengths: blocks of like lengths are likelier.
type Cost = (usize, usize, usize);

/// The first row of each group, so that the groups cover all rows and each name stands in the middle of its group, or
/// half a row beside it. `breaks` are rows that a blank line stands before. `None` where the names cannot stand so.
pub(super) fn centred(rows: usize, labels: &[Label], breaks: &[usize]) -> Option<Vec<usize>> {
    // A name on the first row stands at the top of its group, as most dumps have it, unless a count says more.
    if labels.first()?.place == 0 && labels.iter().all(|label| label.count.is_none()) {
        return None;
    }
    // For each name, by the first row of its group: the cheapest way there and the first row of the group before.
    let mut steps: Vec<BTreeMap<usize, (Cost, usize)>> = vec![BTreeMap::from([(0, ((0, 0, 0), 0))])];
    for label in labels {
        let mut next: BTreeMap<usize, (Cost, usize)> = BTreeMap::new();
        for (&start, &((missed, low, squares), _)) in steps.last().expect("there is a first step") {
            for end in label.ends(start).filter(|&end| end <= rows) {
                let len = end - start;
                let off = end < rows && !breaks.is_empty() && breaks.binary_search(&end).is_err();
                let below = label.place > start + end - 1;
                let cost = (missed + usize::from(off), low + usize::from(below), squares + len * len);
                let better = next.get(&end).is_none_or(|&(have, _)| cost < have);
                if better {
                    next.insert(end, (cost, start));
                }
            }
        }
        steps.push(next);
    }
    let mut end = rows;
    let mut starts = Vec::with_capacity(labels.len());
    for step in steps[1..].iter().rev() {
        end = step.get(&end)?.1;
        starts.push(end);
    }
    starts.reverse();
    Some(starts)
}

/// One of the names stands below the middle of its group.
pub(super) fn any_below(rows: usize, labels: &[Label], starts: &[usize]) -> bool {
    let ends = starts[1..].iter().copied().chain([rows]);
    labels.iter().zip(starts).zip(ends).any(|((label, start), end)| label.place > start + end - 1)
}

impl Label {
    /// The name of a group on one line.
    pub(super) const fn on(row: usize, count: Option<usize>) -> Self {
        Self { place: 2 * row, lines: (2 * row, 2 * row), count }
    }

    /// Where a group that begins at `start` may end.
    fn ends(self, start: usize) -> impl Iterator<Item = usize> {
        let middle = (self.place + 1).saturating_sub(start);
        (middle.saturating_sub(1)..=middle + 1)
            .filter(move |&end| end > start && 2 * start <= self.place + 1)
            .filter(move |&end| 2 * start <= self.lines.0 + 1 && 2 * end > self.lines.1)
            .filter(move |&end| self.count.is_none_or(|count| count == end - start))
    }
}

/// Moves the names of groups to the first rows of their groups, where the first row of the table has none: then the
/// names stand in the middle.
pub(super) fn raise(rows: &mut [Row], col: usize, text: &str, tokens: &[Token]) {
    // Between two tabs a cell may be empty.
    let names = |ids: &[usize]| ids.iter().any(|&id| !tokens[id].range.is_empty());
    let has_name = |row: &Row| row.cells.iter().any(|(at, ids)| *at == col && names(ids));
    if rows.first().is_none_or(has_name) || rows.iter().any(|row| !row.group.is_empty()) {
        return;
    }
    let mut named = Vec::new();
    let mut labels = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        if let Some((_, ids)) = row.cells.iter().find(|(at, ids)| *at == col && names(ids)) {
            named.push(nth);
            labels.push(Label::on(nth, count_of(text, tokens, ids)));
        }
    }
    let firsts: Vec<Option<usize>> =
        rows.iter().map(|row| row.cells.first().and_then(|(_, ids)| ids.first().copied())).collect();
    let breaks = breaks(text, tokens, &firsts);
    let Some(starts) = centred(rows.len(), &labels, &breaks) else { return };
    for (&from, &to) in named.iter().zip(&starts) {
        let at = rows[from].cells.iter().position(|(at, _)| *at == col).expect("the row is named");
        let cell = rows[from].cells.remove(at);
        rows[to].cells.retain(|(at, _)| *at != col);
        let before = rows[to].cells.partition_point(|(at, _)| *at < col);
        rows[to].cells.insert(before, cell);
    }
}

/// The count of rows that a group's name ends with: 创新驱动（3项）.
pub(super) fn count_of(text: &str, tokens: &[Token], ids: &[usize]) -> Option<usize> {
    let name: String = ids.iter().map(|&id| tokens[id].range.of(text)).collect();
    let (_, count) = name.rsplit_once(['（', '('])?;
    let digits: String = count.chars().filter(char::is_ascii_digit).take(3).collect();
    digits.parse().ok().filter(|&count| count > 0)
}

/// Rows that a blank line stands before, by the first token of each row; none where blank lines part every row.
pub(super) fn breaks(text: &str, tokens: &[Token], firsts: &[Option<usize>]) -> Vec<usize> {
    let parted = |at: &usize| {
        let (Some(before), Some(own)) = (firsts[*at - 1], firsts[*at]) else { return false };
        (before + 1..=own).any(|id| {
            tokens[id].begins_line && is_parted(text, tokens[id - 1].range.end, tokens[id].range.start)
        })
    };
    let found: Vec<usize> = (1..firsts.len()).filter(parted).collect();
    if found.len() + 1 == firsts.len() { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: usize, places: &[usize], breaks: &[usize], expected: Option<&[usize]>) {
        let labels: Vec<Label> =
            places.iter().map(|&place| Label { place, lines: (place, place), count: None }).collect();
        assert_eq!(centred(rows, &labels, breaks).as_deref(), expected, "{rows} {places:?}");
    }

    #[test]
    fn names_in_the_middle() {
        check(3, &[2], &[], Some(&[0]));
        check(8, &[2, 6, 10, 14], &[], Some(&[0, 3, 5, 7]));
        check(5, &[1, 6], &[], Some(&[0, 2]));
        // Between two rows.
        check(4, &[3], &[], Some(&[0]));
    }

    #[test]
    fn blank_lines_decide_between_two_ways() {
        check(8, &[2, 6, 10, 14], &[3, 4, 7], Some(&[0, 3, 4, 7]));
    }

    #[test]
    fn names_at_the_top_cannot_be_in_the_middle() {
        check(9, &[0, 6, 12], &[], None);
        check(3, &[], &[], None);
    }

    #[test]
    fn counts_decide() {
        let labels = [Label::on(1, None), Label::on(3, Some(1))];
        assert_eq!(centred(4, &labels, &[]), Some(vec![0, 3]));
    }
}
