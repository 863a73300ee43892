//! Cells as the buffers of Arrow columns.
//!
//! What enters is cells, what leaves is [`Column`]: bytes in the layout of the Arrow columnar format, little-endian, as
//! `pyarrow.Array.from_buffers` takes them. Which Arrow type a column has follows from the definition's type alone
//! ([`kind`]). Nothing here knows Python.

use gangyao_definition::Type;
use gangyao_tables::{Cell, Cells, TableRows};

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
    let all = rows.table().columns.iter().zip(rows.columns());
    all.map(|(column, cells)| buffers(column.kind, cells, rows.len())).collect()
}

fn buffers(of: Type, cells: &Cells, rows: usize) -> Result<Column, TooLong> {
    let cells = (0..rows).map(|row| cells.get(row));
    match of {
        Type::Integer => Ok(numbers(cells, |cell| match cell {
            Cell::Integer(number) => number.to_le_bytes(),
            _ => [0; 8],
        })),
        Type::Number => Ok(numbers(cells, |cell| match cell {
            Cell::Number(number) => number.to_le_bytes(),
            _ => [0; 8],
        })),
        Type::Boolean => {
            let (validity, nulls) = validity(cells.clone().map(is_there));
            let values = bits(cells.map(|cell| cell == Cell::Boolean(true)));
            Ok(Column { validity, nulls, offsets: None, values })
        }
        Type::Text | Type::Path | Type::Lines | Type::OneOf(..) => {
            let mut column = Strings::default();
            for cell in cells {
                column.push(if let Cell::Text(text) = cell { Some(text) } else { None })?;
            }
            Ok(column.close())
        }
    }
}

fn numbers<'a>(cells: impl Iterator<Item = Cell<'a>> + Clone, bytes: impl Fn(Cell<'a>) -> [u8; 8]) -> Column {
    let (validity, nulls) = validity(cells.clone().map(is_there));
    Column { validity, nulls, offsets: None, values: cells.flat_map(bytes).collect() }
}

fn is_there(cell: Cell<'_>) -> bool {
    cell != Cell::Null
}

fn validity(present: impl Iterator<Item = bool> + Clone) -> (Option<Vec<u8>>, usize) {
    let nulls = present.clone().filter(|present| !present).count();
    ((nulls > 0).then(|| bits(present)), nulls)
}

/// Bits in bytes, the lowest first.
fn bits(mut values: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(values.size_hint().0.div_ceil(8));
    while let Some(first) = values.next() {
        let rest = (1..8).zip(values.by_ref().take(7));
        bytes.push(rest.fold(u8::from(first), |byte, (at, value)| byte | u8::from(value) << at));
    }
    bytes
}

/// A column of texts that is being filled.
#[derive(Clone, Debug)]
pub struct Strings {
    offsets: Vec<u8>,
    values: Vec<u8>,
    present: Vec<bool>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { offsets: 0_i32.to_le_bytes().to_vec(), values: Vec::new(), present: Vec::new() }
    }
}

impl Strings {
    /// Adds a text, or a cell without one.
    ///
    /// # Errors
    /// [`TooLong`]; the column is then as before.
    pub fn push(&mut self, text: Option<&str>) -> Result<(), TooLong> {
        let text = text.map(str::as_bytes);
        let end = self.values.len() + text.map_or(0, <[u8]>::len);
        let end = i32::try_from(end).map_err(|_| TooLong)?;
        self.values.extend_from_slice(text.unwrap_or_default());
        self.offsets.extend_from_slice(&end.to_le_bytes());
        self.present.push(text.is_some());
        Ok(())
    }

    /// Bytes of all texts.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.values.len()
    }

    /// The column is whole.
    #[must_use]
    pub fn close(self) -> Column {
        let (validity, nulls) = validity(self.present.iter().copied());
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
            assert_eq!(bits(values.into_iter()), expected);
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
        let cells = Cells::Number(vec![Some(5.5), None]);
        let expected = [5.5_f64.to_le_bytes(), [0; 8]].concat();
        assert_eq!(buffers(Type::Number, &cells, 2).unwrap().values, expected);
        let cells = Cells::Boolean(vec![Some(true), None, Some(false), Some(true)]);
        let column = buffers(Type::Boolean, &cells, 4).unwrap();
        assert_eq!((column.values, column.validity, column.nulls), (vec![0b1001], Some(vec![0b1101]), 1));
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
