//! From an edited text back to the text that it was made of.
//!
//! The map stores the edits only: between two edits the texts run in step. It is monotone (a later position never
//! leads to an earlier one) and total (every position leads somewhere).

/// One edit: `new` bytes of the edited text stand for `old` bytes of the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte in the edited text.
    pub new_start: u32,
    /// One past the last byte in the edited text; equal to `new_start` for a deletion.
    pub new_end: u32,
    /// First byte in the original.
    pub old_start: u32,
    /// One past the last byte in the original; equal to `old_start` for an insertion.
    pub old_end: u32,
}

/// Maps positions of an edited text to positions of the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanMap {
    edits: Vec<Edit>,
}

impl SpanMap {
    /// The edits in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The original position of a range's first byte. What was deleted right before it stays outside.
    #[must_use]
    pub fn start(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.new_start <= at);
        match next.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at < edit.new_end => edit.old_start,
            Some(edit) => edit.old_end + (at - edit.new_end),
        }
    }

    /// The original position of a range's first byte, with all that was deleted right before it.
    #[must_use]
    pub fn outer_start(&self, at: u32) -> u32 {
        let mut next = self.edits.partition_point(|edit| edit.new_start < at);
        // Deletions at `at` begin here; the first of them is where the outer range starts.
        while let Some(edit) = self.edits.get(next) {
            if edit.new_start != at {
                break;
            }
            if edit.new_end == at {
                return edit.old_start;
            }
            next += 1;
        }
        self.start(at)
    }

    /// The original position one past a range's last byte. What was deleted right after it stays outside.
    #[must_use]
    pub fn end(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.new_start < at);
        match next.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at <= edit.new_end => edit.old_end,
            Some(edit) => edit.old_end + (at - edit.new_end),
        }
    }

    /// The original position one past a range's last byte, with all that was deleted right after it.
    #[must_use]
    pub fn outer_end(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.new_start <= at);
        match next.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at <= edit.new_end && edit.new_start < at => edit.old_end,
            Some(edit) if edit.new_start == at && edit.new_end == at => edit.old_end,
            Some(edit) if edit.new_start == at => self.end(at),
            Some(edit) => edit.old_end + (at - edit.new_end),
        }
    }

    /// The edited position of a range of the original that begins at `at`: what an edit made of a part of it counts
    /// as a whole.
    #[must_use]
    pub fn edited_start(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.old_start <= at);
        match next.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at < edit.old_end => edit.new_start,
            Some(edit) => edit.new_end + (at - edit.old_end),
        }
    }

    /// The edited position of a range of the original that ends at `at`.
    #[must_use]
    pub fn edited_end(&self, at: u32) -> u32 {
        let next = self.edits.partition_point(|edit| edit.old_start < at);
        match next.checked_sub(1).map(|i| self.edits[i]) {
            None => at,
            Some(edit) if at <= edit.old_end => edit.new_end,
            Some(edit) => edit.new_end + (at - edit.old_end),
        }
    }
}

/// Records the edits while a text is being written.
#[derive(Clone, Debug, Default)]
pub struct SpanMapBuilder {
    edits: Vec<Edit>,
    /// Original position that the next step of the edited text stands for.
    old_at: u32,
    new_at: u32,
}

impl SpanMapBuilder {
    /// Tells that `new` bytes were just written for `old` bytes of the original: after the bytes copied since the
    /// last edit, the original went from `old_start` to `old_end` and the edited text from `new_start` to `new_end`.
    pub fn edit(&mut self, edit: Edit) {
        debug_assert!(edit.new_start >= self.new_at && edit.old_start >= self.old_at, "edits come in order");
        self.new_at = edit.new_end;
        self.old_at = edit.old_end;
        self.edits.push(edit);
    }

    /// The map of all edits told.
    #[must_use]
    pub fn finish(self) -> SpanMap {
        SpanMap { edits: self.edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(new: (u32, u32), old: (u32, u32)) -> Edit {
        Edit { new_start: new.0, new_end: new.1, old_start: old.0, old_end: old.1 }
    }

    fn map(edits: &[Edit]) -> SpanMap {
        let mut builder = SpanMapBuilder::default();
        edits.iter().for_each(|&e| builder.edit(e));
        builder.finish()
    }

    #[test]
    fn without_edits_positions_stay() {
        let map = SpanMap::default();
        assert_eq!((map.start(7), map.end(9), map.outer_start(7), map.outer_end(9)), (7, 9, 7, 9));
    }

    #[test]
    fn a_deletion_stays_outside_or_comes_along() {
        // "ab**cd**" became "abcd".
        let map = map(&[edit((2, 2), (2, 4)), edit((4, 4), (6, 8))]);
        assert_eq!((map.start(2), map.end(4)), (4, 6));
        assert_eq!((map.outer_start(2), map.outer_end(4)), (2, 8));
        assert_eq!((map.start(0), map.end(2)), (0, 2));
        assert_eq!(map.outer_end(2), 4);
        assert_eq!((map.start(3), map.end(3)), (5, 5));
    }

    #[test]
    fn a_replacement_maps_as_a_whole() {
        // A three-byte space became a one-byte space at 2..3.
        let map = map(&[edit((2, 3), (2, 5))]);
        assert_eq!((map.start(2), map.end(3)), (2, 5));
        assert_eq!((map.start(3), map.end(2)), (5, 2));
        assert_eq!((map.outer_start(3), map.outer_end(2), map.outer_end(3)), (5, 2, 5));
        assert_eq!(map.start(4), 6);
    }

    #[test]
    fn positions_of_the_original_lead_to_the_edited_text() {
        // "ab**cd**" became "abcd", then a three-byte space became one byte.
        let map = map(&[edit((2, 2), (2, 4)), edit((4, 4), (6, 8)), edit((5, 6), (9, 12))]);
        assert_eq!((map.edited_start(0), map.edited_end(2)), (0, 2));
        assert_eq!((map.edited_start(2), map.edited_end(8)), (2, 4));
        assert_eq!((map.edited_start(4), map.edited_end(6)), (2, 4));
        assert_eq!((map.edited_start(10), map.edited_end(10)), (5, 6));
        assert_eq!((map.edited_start(12), map.edited_end(13)), (6, 7));
    }

    #[test]
    fn positions_never_run_backwards() {
        let map = map(&[
            edit((0, 0), (0, 3)),
            edit((4, 5), (7, 10)),
            edit((9, 9), (14, 16)),
            edit((9, 10), (16, 19)),
        ]);
        for at in 0..20 {
            assert!(map.start(at) <= map.start(at + 1));
            assert!(map.end(at) <= map.end(at + 1));
            assert!(map.outer_start(at) <= map.start(at));
            assert!(map.end(at) <= map.outer_end(at));
        }
    }
}
