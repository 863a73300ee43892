//! Cells as the buffers of Arrow columns.
//!
//! What enters is cells, what leaves is [`Column`]: bytes in the layout of the Arrow columnar format, little-endian, as
//! `pyarrow.Array.from_buffers` takes them. Which Arrow type a column has follows from the definition's type alone
//! ([`kind`]). Nothing here knows Python.

use gangyao_definition::{Table, Type};
use gangyao_tables::{Cells, Number, Numbers, TableRows, Texts};

/// The buffers of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// A bit a cell, 1 where it is there; `None` where all are.
    pub validity: Option<Vec<u8>>,
    /// How many cells are not there.
    pub nulls: usize,
    /// For texts: where each ends, behind a 0.
    pub offsets: Option<Vec<u8>>,
    /// The cells one behind the other; booleans as bits.
    pub values: Vec<u8>,
}

/// A column has more text than Arrow's 32-bit offsets reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// The name of the Arrow type of a column.
#[must_use]
pub const fn kind(of: Type) -> &'static str {
    match of {
        Type::Integer => "int64",
        Type::Number => "float64",
        Type::Boolean => "bool",
        _ => "string",
    }
}

/// The buffers of all columns of a table.
///
/// # Errors
/// [`TooLong`].
pub fn columns(rows: &TableRows) -> Result<Vec<Column>, TooLong> {
    let mut columns = Columns::new(rows.table());
    columns.add(rows)?;
    Ok(columns.close())
}

/// The columns of a table that are being filled, document after document: each cell is copied once.
#[derive(Clone, Debug)]
pub struct Columns {
    table: &'static Table,
    rows: usize,
    columns: Vec<Filling>,
}

#[derive(Clone, Debug)]
enum Filling {
    Texts(Strings),
    /// Whole numbers and doubles, eight bytes each.
    Numbers(Vec<u8>, Presence),
    Booleans(Bits, Presence),
}

impl Columns {
    /// No rows of a table.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        let filling = |kind: Type| match kind {
            Type::Integer | Type::Number => Filling::Numbers(Vec::new(), Presence::default()),
            Type::Boolean => Filling::Booleans(Bits::default(), Presence::default()),
            Type::Text | Type::Path | Type::Lines | Type::OneOf(..) => Filling::Texts(Strings::default()),
        };
        let columns = table.columns.iter().map(|column| filling(column.kind)).collect();
        Self { table, rows: 0, columns }
    }

    /// What the columns are.
    #[must_use]
    pub const fn table(&self) -> &'static Table {
        self.table
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes of all texts.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        let bytes = |column: &Filling| if let Filling::Texts(texts) = column { texts.bytes() } else { 0 };
        self.columns.iter().map(bytes).sum()
    }

    /// Adds rows of the table.
    ///
    /// # Errors
    /// [`TooLong`]; the columns are then as before.
    pub fn add(&mut self, rows: &TableRows) -> Result<(), TooLong> {
        debug_assert_eq!(self.table.name, rows.table().name);
        let mut pairs = self.columns.iter().zip(rows.columns());
        if !pairs.all(|(column, cells)| column.has_room(cells, rows.len())) {
            return Err(TooLong);
        }
        self.rows += rows.len();
        for (column, cells) in self.columns.iter_mut().zip(rows.columns()) {
            column.add(cells, rows.len());
        }
        Ok(())
    }

    /// The columns are whole.
    #[must_use]
    pub fn close(self) -> Vec<Column> {
        self.columns.into_iter().map(Filling::close).collect()
    }
}

impl Filling {
    fn has_room(&self, cells: &Cells, rows: usize) -> bool {
        let more = match cells {
            Cells::Same(text) => text.len().saturating_mul(rows),
            Cells::Text(texts) => texts.pieces().0.len(),
            Cells::Integer(_) | Cells::Number(_) | Cells::Boolean(_) => 0,
        };
        !matches!(self, Self::Texts(texts) if i32::try_from(texts.bytes().saturating_add(more)).is_err())
    }

    fn add(&mut self, cells: &Cells, rows: usize) {
        match (self, cells) {
            (Self::Texts(column), Cells::Same(text)) => column.repeat(text, rows),
            (Self::Texts(column), Cells::Text(texts)) => column.extend(texts, rows),
            (Self::Numbers(values, presence), Cells::Integer(cells)) => {
                push_numbers(values, presence, rows, cells, i64::to_le_bytes);
            }
            (Self::Numbers(values, presence), Cells::Number(cells)) => {
                push_numbers(values, presence, rows, cells, f64::to_le_bytes);
            }
            (Self::Booleans(values, presence), Cells::Boolean(cells)) => {
                for &cell in cells {
                    values.push(cell == Some(true));
                    presence.push(cell.is_some());
                }
            }
            (column, cells) => {
                unreachable!("the definition gives a column and its cells one type: {column:?} {cells:?}")
            }
        }
    }

    fn close(self) -> Column {
        let (values, presence) = match self {
            Self::Texts(texts) => return texts.close(),
            Self::Numbers(values, presence) => (values, presence),
            Self::Booleans(values, presence) => (values.bytes, presence),
        };
        let (validity, nulls) = presence.close();
        Column { validity, nulls, offsets: None, values }
    }
}

fn push_numbers<T: Number + Default>(
    values: &mut Vec<u8>,
    presence: &mut Presence,
    rows: usize,
    cells: &Numbers<T>,
    bytes: impl Fn(T) -> [u8; 8],
) {
    values.reserve(8 * rows);
    for cell in cells.iter() {
        values.extend_from_slice(&bytes(cell.unwrap_or_default()));
        presence.push(cell.is_some());
    }
}

/// Bits in bytes, the lowest first.
#[derive(Clone, Debug, Default)]
struct Bits {
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        let place = self.len % 8;
        if place == 0 {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << place;
        }
        self.len += 1;
    }
}

/// Which cells are there. Bits are written from the first cell on that is not: in most columns there is none.
#[derive(Clone, Debug, Default)]
struct Presence {
    present: usize,
    nulls: usize,
    bits: Bits,
}

impl Presence {
    fn push(&mut self, present: bool) {
        if !present && self.nulls == 0 {
            self.bits = Bits { bytes: vec![0xFF; self.present / 8], len: self.present / 8 * 8 };
            (0..self.present % 8).for_each(|_| self.bits.push(true));
        }
        self.present += usize::from(present);
        self.nulls += usize::from(!present);
        if self.nulls > 0 {
            self.bits.push(present);
        }
    }

    fn push_present(&mut self, times: usize) {
        if self.nulls > 0 {
            (0..times).for_each(|_| self.bits.push(true));
        }
        self.present += times;
    }

    fn close(self) -> (Option<Vec<u8>>, usize) {
        ((self.nulls > 0).then_some(self.bits.bytes), self.nulls)
    }
}

/// A column of texts that is being filled.
#[derive(Clone, Debug)]
pub struct Strings {
    offsets: Vec<u8>,
    values: Vec<u8>,
    presence: Presence,
}

impl Default for Strings {
    fn default() -> Self {
        Self { offsets: 0_i32.to_le_bytes().to_vec(), values: Vec::new(), presence: Presence::default() }
    }
}

impl Strings {
    /// Adds a text, or a cell without one.
    ///
    /// # Errors
    /// [`TooLong`]; the column is then as before.
    pub fn push(&mut self, text: Option<&str>) -> Result<(), TooLong> {
        let end = self.values.len() + text.map_or(0, str::len);
        if i32::try_from(end).is_err() {
            return Err(TooLong);
        }
        self.values.extend_from_slice(text.unwrap_or_default().as_bytes());
        self.end_at(end);
        self.presence.push(text.is_some());
        Ok(())
    }

    /// A cell ends here. That the place fits into Arrow's offsets is asked before anything is added.
    fn end_at(&mut self, end: usize) {
        self.offsets.extend_from_slice(&(end as i32).to_le_bytes());
    }

    /// Adds all texts of a column of rows.
    fn extend(&mut self, texts: &Texts, rows: usize) {
        let (text, pieces) = texts.pieces();
        let base = self.values.len();
        let mut end = base;
        self.values.extend_from_slice(text.as_bytes());
        self.offsets.reserve(4 * rows);
        for piece in pieces {
            self.presence.push(piece.is_some());
            end = piece.map_or(end, |piece| base + piece.end);
            self.end_at(end);
        }
    }

    /// Adds a text so many times.
    fn repeat(&mut self, text: &str, times: usize) {
        self.values.reserve(text.len() * times);
        self.offsets.reserve(4 * times);
        for _ in 0..times {
            self.values.extend_from_slice(text.as_bytes());
            self.end_at(self.values.len());
        }
        self.presence.push_present(times);
    }

    /// Bytes of all texts.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.values.len()
    }

    /// The column is whole.
    #[must_use]
    pub fn close(self) -> Column {
        let (validity, nulls) = self.presence.close();
        Column { validity, nulls, offsets: Some(self.offsets), values: self.values }
    }
}

#[cfg(test)]
mod tests {
    use gangyao_definition::{Type, table, tables};

    use super::*;

    #[test]
    fn bits_fill_bytes_from_the_lowest() {
        for (values, expected) in [
            (vec![], vec![]),
            (vec![true], vec![1]),
            (vec![false, true, true], vec![0b110]),
            ([false; 8].to_vec(), vec![0]),
            ([&[false; 8][..], &[true]].concat(), vec![0, 1]),
        ] {
            let mut bits = Bits::default();
            values.into_iter().for_each(|bit| bits.push(bit));
            assert_eq!(bits.bytes, expected);
        }
    }

    #[test]
    fn texts_have_offsets_and_absent_ones_no_bytes() {
        let mut strings = Strings::default();
        for text in [Some("甲"), None, Some(""), Some("ab")] {
            strings.push(text).unwrap();
        }
        let column = strings.close();
        let offsets = column.offsets.as_deref().unwrap();
        let offsets: Vec<i32> =
            offsets.as_chunks::<4>().0.iter().map(|&bytes| i32::from_le_bytes(bytes)).collect();
        assert_eq!(offsets, [0, 3, 3, 3, 5]);
        assert_eq!((column.validity, column.nulls), (Some(vec![0b1101]), 1));
        assert_eq!(column.values, "甲ab".as_bytes());
    }

    #[test]
    fn a_table_gives_a_column_each() {
        let mut rows = TableRows::new(table("records").unwrap());
        rows.row().text("a").text("d").text("x").text("chapter").integer(7).null().end();
        let columns = columns(&rows).unwrap();
        assert_eq!(columns.len(), rows.columns().len());
        assert_eq!(columns[4], Column { values: vec![7, 0, 0, 0, 0, 0, 0, 0], ..Column::default() });
        assert_eq!((columns[5].validity.clone(), columns[5].nulls), (Some(vec![0]), 1));
    }

    #[test]
    fn numbers_are_doubles_and_booleans_bits() {
        let mut numbers = Filling::Numbers(Vec::new(), Presence::default());
        numbers.add(&Cells::Number([Some(5.5), None].into_iter().collect()), 2);
        assert_eq!(numbers.close().values, [5.5_f64.to_le_bytes(), [0; 8]].concat());
        let mut booleans = Filling::Booleans(Bits::default(), Presence::default());
        booleans.add(&Cells::Boolean(vec![Some(true), None, Some(false), Some(true)]), 4);
        let column = booleans.close();
        assert_eq!((column.values, column.validity, column.nulls), (vec![0b1001], Some(vec![0b1101]), 1));
    }

    /// Whatever was added before: the bits of validity begin with the first cell that is not there.
    #[test]
    fn rows_of_many_documents_are_those_of_each() {
        let records = table("records").unwrap();
        let rows = |absent: &[bool]| {
            let mut rows = TableRows::new(records);
            for &absent in absent {
                let parent = (!absent).then_some("p");
                rows.row().text("a").text("d").text("x").text("chapter").integer(7).text(parent).end();
            }
            rows
        };
        let mut columns = Columns::new(records);
        for absent in [&[false; 11][..], &[], &[true, false], &[false; 4], &[true]] {
            columns.add(&rows(absent)).unwrap();
        }
        assert_eq!((columns.len(), columns.text_bytes()), (18, 18 * 10 + 16));
        let parent = columns.close().remove(5);
        assert_eq!((parent.validity.as_deref(), parent.nulls), (Some(&[0xFF, 0xF7, 0b1][..]), 2));
        assert_eq!(parent.values, "p".repeat(16).into_bytes());
        let offsets = parent.offsets.unwrap();
        assert_eq!((offsets.len(), &offsets[4 * 18..]), (4 * 19, &16_i32.to_le_bytes()[..]));
    }

    /// A new type of the definition must say what it is in Arrow.
    #[test]
    fn every_column_has_a_type() {
        for column in tables().iter().flat_map(|table| &table.columns) {
            assert_eq!(kind(column.kind) == "string", column.kind.is_text(), "{}", column.name);
        }
        assert_eq!(kind(Type::Path), "string");
    }
}
