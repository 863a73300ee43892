//! CSV as RFC 4180 has it: UTF-8, commas, CRLF, quotes only where they are needed.
//!
//! A cell that the document says nothing about is empty, an empty text is `""`, and a number that stands there but could
//! not be read is `NaN`. Numbers are spelt as in the JSON.

use std::io::{self, Write};

use gangyao_definition::{Column, NOT_READABLE, Table};

use crate::rows::{Cell, Cells, TableRows};

/// Which names stand in the first line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headers {
    /// The names of the definition.
    #[default]
    English,
    /// The Chinese ones.
    Chinese,
}

impl Headers {
    /// The name of a column.
    #[must_use]
    pub fn name(self, column: &Column) -> &str {
        match self {
            Self::English => &column.name,
            Self::Chinese => &column.zh,
        }
    }
}

/// How CSV files are spelt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Csv {
    /// Which names stand in the first line.
    pub headers: Headers,
    /// Whether a byte order mark tells Excel that the file is UTF-8.
    pub bom: bool,
}

impl Csv {
    /// Writes the first line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_head(self, table: &Table, out: &mut impl Write) -> io::Result<()> {
        if self.bom {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let names: Vec<&str> = table.columns.iter().map(|column| self.headers.name(column)).collect();
        write_line(&names, out)
    }

    /// Writes all rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_rows(self, rows: &TableRows, out: &mut impl Write) -> io::Result<()> {
        let unreadable = rows.table().column("unreadable").zip(rows.table().column("number"));
        // Gathered, since a cell is small and a file is asked for room at each of its writes.
        let mut line = Vec::with_capacity(rows.text_bytes() + rows.text_bytes() / 4);
        let mut begin = Vec::new();
        let same = rows
            .columns()
            .iter()
            .map_while(|cells| if let Cells::Same(text) = cells { Some(text) } else { None });
        same.for_each(|text| {
            push_text(text, &mut begin);
            begin.push(b',');
        });
        // Searched all together, the texts of a column take a fraction of the time: few columns have one to be quoted.
        let own: Vec<(usize, &Cells, bool)> = (0..)
            .zip(rows.columns())
            .skip_while(|(_, cells)| matches!(cells, Cells::Same(_)))
            .map(|(at, cells)| (at, cells, matches!(cells, Cells::Text(texts) if is_plain(texts.pieces().0))))
            .collect();
        for row in 0..rows.len() {
            line.extend_from_slice(&begin);
            for (number, &(at, cells, plain)) in own.iter().enumerate() {
                if number > 0 {
                    line.push(b',');
                }
                match cells.get(row) {
                    Cell::Null
                        if unreadable.is_some_and(|(flag, number)| {
                            at == number && rows.cell(row, flag) == Cell::Boolean(true)
                        }) =>
                    {
                        line.extend_from_slice(NOT_READABLE.as_bytes());
                    }
                    Cell::Text(text) if plain && !text.is_empty() => line.extend_from_slice(text.as_bytes()),
                    cell => push_cell(cell, &mut line),
                }
            }
            line.extend_from_slice(b"\r\n");
        }
        out.write_all(&line)
    }
}

/// Writes a line of texts.
///
/// # Errors
/// Those of `out`.
pub fn write_line(texts: &[&str], out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            line.push(b',');
        }
        push_text(text, &mut line);
    }
    line.extend_from_slice(b"\r\n");
    out.write_all(&line)
}

fn push_cell(cell: Cell<'_>, line: &mut Vec<u8>) {
    match cell {
        Cell::Null => {}
        Cell::Text(text) => push_text(text, line),
        Cell::Integer(number) => line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
        Cell::Number(number) => {
            // The shortest digits that read back, without exponent and, for a whole number, without `.0`. Memory takes them.
            let _ = write!(line, "{number}");
        }
        Cell::Boolean(value) => line.extend_from_slice(if value { b"true" } else { b"false" }),
    }
}

/// Quoted where it holds a comma, a quote or a line break, and where it is empty, which is not the same as absent.
fn push_text(text: &str, line: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    if is_plain(text) && !text.is_empty() {
        return line.extend_from_slice(rest);
    }
    line.push(b'"');
    while let Some(quote) = memchr::memchr(b'"', rest) {
        line.extend_from_slice(&rest[..=quote]);
        line.push(b'"');
        rest = &rest[quote + 1..];
    }
    line.extend_from_slice(rest);
    line.push(b'"');
}

/// Whether nothing in a text wants quotes. No search that stops early: looked at all together, bytes go through sixteen at a
/// time.
fn is_plain(text: &str) -> bool {
    let special = |&byte: &u8| (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r');
    !text.as_bytes().iter().fold(false, |found, byte| found | special(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: Cell<'_>, expected: &str) {
        let mut out = Vec::new();
        push_cell(cell, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        check(Cell::Text("地区生产总值"), "地区生产总值");
        check(Cell::Text("a,b"), "\"a,b\"");
        check(Cell::Text("他说\"好\"。"), "\"他说\"\"好\"\"。\"");
        check(Cell::Text("\""), "\"\"\"\"");
        check(Cell::Text("一\n二"), "\"一\n二\"");
        check(Cell::Text("一\r二"), "\"一\r二\"");
        check(Cell::Text(" 一 "), " 一 ");
    }

    #[test]
    fn absent_and_empty_are_not_the_same() {
        check(Cell::Null, "");
        check(Cell::Text(""), "\"\"");
    }

    #[test]
    fn numbers_are_spelt_as_in_json() {
        check(Cell::Number(80_105_000_000.0), "80105000000");
        check(Cell::Number(5.7), "5.7");
        check(Cell::Number(1e-7), "0.0000001");
        check(Cell::Integer(-3), "-3");
        check(Cell::Boolean(true), "true");
    }
}
