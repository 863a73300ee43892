//! The numbers of a document's records.

use std::cell::Cell as Remembered;

use gangyao_tables::{ById, Cell, TableRows};

/// Records of a document are numbered from `document << 32`, so that a document's numbers depend on no other document.
pub(crate) const BITS: u32 = 32;

/// Finds the number of a record by its id.
pub(crate) struct Numbers<'a> {
    pub(crate) document: i64,
    records: &'a TableRows,
    id: usize,
    by_id: ById<'a, usize>,
    /// The row of `records` that was asked for last. Rows that lead to a record mostly come one behind the other.
    last: Remembered<usize>,
}

impl<'a> Numbers<'a> {
    pub(crate) fn new(document: i64, records: &'a TableRows) -> Self {
        let id = records.table().column("id").expect("records have ids");
        let ids = (0..records.len()).filter_map(|row| match records.cell(row, id) {
            Cell::Text(id) => Some((id, row)),
            _ => None,
        });
        Self { document, records, id, by_id: ById::new(ids), last: Remembered::new(0) }
    }

    /// The number of the record in a row of `records`.
    pub(crate) fn at(&self, row: usize) -> i64 {
        (self.document << BITS) + row as i64
    }

    /// The number of the record that a cell names.
    pub(crate) fn of(&self, id: Cell<'_>) -> Option<i64> {
        let Cell::Text(text) = id else { return None };
        let last = self.last.get();
        let row = (last..self.records.len().min(last + 2))
            .find(|&row| self.records.cell(row, self.id) == id)
            .or_else(|| self.by_id.get(text))?;
        self.last.set(row);
        Some(self.at(row))
    }
}
