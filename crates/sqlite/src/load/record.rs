//! One row as SQLite's files hold it: a header that tells the type of each value, and the values.
//!
//! Source: “Database File Format”, section 2.1, of SQLite's documentation.

use std::convert::Infallible;

use gangyao_tables::Cell;

use crate::filling::Sink;

/// The most bytes of a whole number that [`varint`] gives.
pub(crate) const LONGEST: usize = 8;

/// A whole number below 2^56 in SQLite's variable length, seven bits a byte, the highest first; and how many bytes of the array
/// that takes.
pub(crate) const fn varint(number: u64) -> ([u8; LONGEST], usize) {
    debug_assert!(number >> 56 == 0);
    if number < 0x80 {
        return ([number as u8, 0, 0, 0, 0, 0, 0, 0], 1);
    }
    // Each seven bits to their byte, at first as if there were eight of them.
    let low = number & 0x7F | (number & 0x3F80) << 1 | (number & 0x1F_C000) << 2 | (number & 0xFE0_0000) << 3;
    let high = number >> 28;
    let high = high & 0x7F | (high & 0x3F80) << 1 | (high & 0x1F_C000) << 2 | (high & 0xFE0_0000) << 3;
    // All but the last say that others follow.
    let bytes = low | high << 32 | 0x8080_8080_8080_8000;
    let length = number.ilog2() as usize / 7 + 1;
    ((bytes << (8 * (LONGEST - length))).to_be_bytes(), length)
}

/// Appends a whole number in SQLite's variable length. The longest have eight bits in a ninth byte.
pub(crate) fn push_varint(number: u64, out: &mut Vec<u8>) {
    match number {
        0..0x80 => out.push(number as u8),
        _ if number >> 56 == 0 => {
            let (bytes, length) = varint(number);
            out.extend_from_slice(&bytes[..length]);
        }
        _ => {
            out.extend((0..8).rev().map(|place| (number >> (8 + 7 * place)) as u8 | 0x80));
            out.push(number as u8);
        }
    }
}

/// Values of a row on their way into a file.
#[derive(Default)]
pub(crate) struct Record {
    /// The types of the values.
    head: Vec<u8>,
    body: Vec<u8>,
    /// Of the types, itself included; known when the record is [`done`](Self::done).
    length: Vec<u8>,
}

impl Record {
    /// Begins another record.
    pub(crate) fn begin(&mut self) -> &mut Self {
        self.head.clear();
        self.body.clear();
        self
    }

    /// A value that is not there, or the number of a row, which stands before its record.
    pub(crate) fn null(&mut self) -> &mut Self {
        self.head.push(0);
        self
    }

    pub(crate) fn integer(&mut self, number: i64) -> &mut Self {
        let width = match number {
            0 | 1 => {
                self.head.push(8 + number as u8);
                return self;
            }
            -0x80..=0x7F => 1,
            -0x8000..=0x7FFF => 2,
            -0x80_0000..=0x7F_FFFF => 3,
            -0x8000_0000..=0x7FFF_FFFF => 4,
            -0x8000_0000_0000..=0x7FFF_FFFF_FFFF => 6,
            _ => 8,
        };
        self.head.push(match width {
            6 => 5,
            8 => 6,
            width => width as u8,
        });
        self.body.extend_from_slice(&number.to_be_bytes()[8 - width..]);
        self
    }

    fn number(&mut self, number: f64) {
        self.head.push(7);
        self.body.extend_from_slice(&number.to_bits().to_be_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        push_varint(13 + 2 * text.len() as u64, &mut self.head);
        self.body.extend_from_slice(text.as_bytes());
        self
    }

    pub(crate) fn blob(&mut self, parts: &[&[u8]]) -> &mut Self {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        push_varint(12 + 2 * length as u64, &mut self.head);
        parts.iter().for_each(|part| self.body.extend_from_slice(part));
        self
    }

    /// The record's bytes, in parts.
    pub(crate) fn done(&mut self) -> [&[u8]; 3] {
        // The header counts its own length.
        let mut length = self.head.len() + 1;
        if length >= 0x80 {
            length += 1;
        }
        if length >= 0x4000 {
            length += 1;
        }
        self.length.clear();
        push_varint(length as u64, &mut self.length);
        [&self.length, &self.head, &self.body]
    }
}

/// A row of a table whose rows have numbers: its first value is the row's number.
pub(crate) struct Numbered<'a> {
    pub(crate) record: &'a mut Record,
    pub(crate) number: Option<i64>,
}

impl Sink for Numbered<'_> {
    type Error = Infallible;

    fn cell(&mut self, cell: Cell<'_>) -> Result<(), Infallible> {
        push_cell(cell, self.record);
        Ok(())
    }

    fn number(&mut self, number: Option<i64>) -> Result<(), Infallible> {
        if self.number.is_none() {
            self.number = number;
            self.record.null();
        } else {
            self.cell(number.map_or(Cell::Null, Cell::Integer))?;
        }
        Ok(())
    }
}

/// A row of a table that is kept in the order of its key, which its first values are.
pub(crate) struct Keyed<'a> {
    pub(crate) record: &'a mut Record,
    /// The key so that keys compare as their bytes do.
    pub(crate) key: &'a mut Vec<u8>,
    /// Values of the key that are still to come.
    pub(crate) left: usize,
}

impl Sink for Keyed<'_> {
    type Error = Infallible;

    fn cell(&mut self, cell: Cell<'_>) -> Result<(), Infallible> {
        push_cell(cell, self.record);
        if self.left > 0 {
            self.left -= 1;
            match cell {
                Cell::Integer(number) => self.key.extend_from_slice(&(number ^ i64::MIN).to_be_bytes()),
                Cell::Text(text) => {
                    self.key.extend_from_slice(text.as_bytes());
                    self.key.push(0);
                }
                Cell::Null | Cell::Number(_) | Cell::Boolean(_) => {
                    unreachable!("a key is whole numbers and texts")
                }
            }
        }
        Ok(())
    }

    fn number(&mut self, number: Option<i64>) -> Result<(), Infallible> {
        self.cell(number.map_or(Cell::Null, Cell::Integer))
    }
}

fn push_cell(cell: Cell<'_>, record: &mut Record) {
    match cell {
        Cell::Null => {
            record.null();
        }
        Cell::Text(text) => {
            record.text(text);
        }
        Cell::Integer(number) => {
            record.integer(number);
        }
        Cell::Number(number) => record.number(number),
        Cell::Boolean(value) => {
            record.integer(i64::from(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_take_as_many_bytes_as_they_need() {
        let cases: [(u64, &[u8]); 9] = [
            (0, &[0]),
            (0x7F, &[0x7F]),
            (0x80, &[0x81, 0]),
            (0x3FFF, &[0xFF, 0x7F]),
            (0x4000, &[0x81, 0x80, 0]),
            (1 << 32, &[0x90, 0x80, 0x80, 0x80, 0]),
            (1 << 55, &[0xC0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]),
            (1 << 56, &[0x80, 0xC0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]),
            (u64::MAX, &[0xFF; 9]),
        ];
        for (number, expected) in cases {
            let mut bytes = Vec::new();
            push_varint(number, &mut bytes);
            assert_eq!(bytes, expected, "{number:#x}");
        }
    }

    #[test]
    fn a_header_counts_itself() {
        let mut record = Record::default();
        for (values, length) in [(0, 1), (126, 127), (127, 129), (128, 130)] {
            record.begin();
            (0..values).for_each(|_| {
                record.null();
            });
            let [counted, head, _] = record.done();
            assert_eq!(counted.len() + head.len(), length);
            let mut expected = Vec::new();
            push_varint(length as u64, &mut expected);
            assert_eq!(counted, expected, "{values}");
        }
    }
}
