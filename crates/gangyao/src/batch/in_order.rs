//! What ends in any order, back in order.

use std::collections::BTreeMap;

/// Holds what came before its turn.
pub(super) struct InOrder<T> {
    next: usize,
    waiting: BTreeMap<usize, T>,
}

impl<T> InOrder<T> {
    pub(super) const fn new() -> Self {
        Self { next: 0, waiting: BTreeMap::new() }
    }

    /// Place of the next in order.
    pub(super) const fn next(&self) -> usize {
        self.next
    }

    pub(super) fn put(&mut self, place: usize, one: T) {
        self.waiting.insert(place, one);
    }

    /// The next in order, if it is there.
    pub(super) fn take(&mut self) -> Option<T> {
        let one = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(one)
    }
}
