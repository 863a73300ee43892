//! Which records keep their place and order, and which were moved.

use std::collections::BTreeMap;

use crate::matching::Pairs;
use crate::view::{Class, View};

/// Marks the elements of a longest increasing subsequence: the others were moved. `places` holds distinct numbers.
pub(crate) fn in_order(places: &[usize]) -> Vec<bool> {
    // Patience sorting: `ends[n]` is the element that ends the best subsequence of length n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (at, &place) in places.iter().enumerate() {
        let length = ends.partition_point(|&end| places[end] < place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut kept = vec![false; places.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    kept
}

/// Which new records hang at another place than before, or stand in another order among their siblings.
pub(crate) fn moved(old: &View<'_>, new: &View<'_>, pairs: &Pairs) -> Vec<bool> {
    let mut moved = vec![false; new.nodes.len()];
    let ordered = |class| {
        !matches!(
            class,
            Class::Document | Class::Quantity | Class::Furniture | Class::Diagnostic | Class::Other
        )
    };
    let mut siblings: BTreeMap<(usize, Class), Vec<(usize, usize)>> = BTreeMap::new();
    for (at, node) in new.nodes.iter().enumerate() {
        let (Some(before), Some(parent)) = (pairs.to_old[at], node.parent) else { continue };
        let class = node.class;
        let same_parent = old.nodes[before].parent.and_then(|parent| pairs.to_new[parent]) == Some(parent);
        if !ordered(class) {
            moved[at] = !same_parent && !matches!(class, Class::Furniture | Class::Diagnostic);
        } else if same_parent {
            // Lines of the contents and rows of a table have an order of their own; the rest stands in one flow.
            let flow = if matches!(class, Class::TocEntry | Class::Indicator) { class } else { Class::Other };
            siblings.entry((parent, flow)).or_default().push((at, before));
        } else {
            moved[at] = true;
        }
    }
    for places in siblings.values() {
        let order: Vec<usize> = places.iter().map(|&(_, before)| before).collect();
        for (&(at, _), kept) in places.iter().zip(in_order(&order)) {
            moved[at] |= !kept;
        }
    }
    debug_assert!(!moved.first().copied().unwrap_or(false), "the document stays");
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(places: &[usize], moved: &[usize]) {
        let kept = in_order(places);
        let found: Vec<usize> = (0..places.len()).filter(|&at| !kept[at]).map(|at| places[at]).collect();
        assert_eq!(found, moved, "{places:?}");
    }

    #[test]
    fn few_are_moved() {
        check(&[], &[]);
        check(&[0, 1, 2, 5, 9], &[]);
        check(&[3, 0, 1, 2], &[3]);
        check(&[0, 3, 1, 2], &[3]);
        check(&[0, 2, 1, 3], &[2]);
        check(&[1, 2, 3, 0], &[0]);
    }
}
