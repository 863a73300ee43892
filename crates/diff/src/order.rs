//! Which elements of a sequence keep their order, and which were moved.

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
