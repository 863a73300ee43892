//! The sheet of one table.

use gangyao_definition::{Column, Table, Type};
use gangyao_tables::{Cell, Headers, TableRows};
use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use crate::error::Error;
use crate::notes::Notes;

/// Rows of a sheet, the head not counted.
pub(crate) const MAX_ROWS: usize = 1_048_575;
/// UTF-16 units of a cell.
const MAX_TEXT: usize = 32_767;
/// Links of a sheet.
const MAX_LINKS: usize = 65_530;

/// A sheet that is being filled.
pub(crate) struct Sheet {
    /// As Excel shows it.
    pub(crate) name: String,
    sheet: Worksheet,
    /// The next row; the head is row 0.
    next: u32,
    links: usize,
    /// The last column.
    last: u16,
    /// The column whose cells lead to another record, and the column that says to which.
    link: Option<(usize, usize)>,
}

impl Sheet {
    pub(crate) fn new(table: &'static Table, headers: Headers) -> Result<Self, Error> {
        let name = match headers {
            Headers::English => table.name,
            Headers::Chinese => table.zh,
        };
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        let mut last = 0;
        for (at, column) in (0..).zip(&table.columns) {
            last = at;
            sheet.write_string_with_format(0, at, headers.name(column), &bold)?;
            sheet.set_column_width(at, width(column))?;
        }
        Ok(Self { name: name.to_owned(), sheet, next: 1, links: 0, last, link: link(table) })
    }

    /// The first of so many further rows.
    pub(crate) fn room_for(&self, rows: usize) -> Result<u32, Error> {
        let all = self.next as usize - 1 + rows;
        if all > MAX_ROWS { Err(Error::too_many_rows(&self.name, all)) } else { Ok(self.next) }
    }

    /// Adds rows for which there is room. `link` gives the place of a record.
    pub(crate) fn add(
        &mut self,
        rows: &TableRows,
        link: &impl Fn(Cell<'_>) -> Option<String>,
        notes: &mut Notes,
    ) -> Result<(), Error> {
        for row in 0..rows.len() {
            for (at, cells) in (0..).zip(rows.columns()) {
                match cells.get(row) {
                    Cell::Null | Cell::Text("") => {}
                    Cell::Text(text) => {
                        let target = match self.link {
                            Some((from, to)) if from == usize::from(at) => link(rows.cell(row, to)),
                            _ => None,
                        };
                        self.text(at, text, target, notes)?;
                    }
                    Cell::Integer(number) => {
                        self.sheet.write_number(self.next, at, number as f64)?;
                    }
                    Cell::Number(number) => {
                        self.sheet.write_number(self.next, at, number)?;
                    }
                    Cell::Boolean(value) => {
                        self.sheet.write_boolean(self.next, at, value)?;
                    }
                }
            }
            self.next += 1;
        }
        Ok(())
    }

    fn text(
        &mut self,
        column: u16,
        text: &str,
        link: Option<String>,
        notes: &mut Notes,
    ) -> Result<(), Error> {
        let (kept, length) = cut(text);
        if let Some(length) = length {
            notes.cut(&self.name, place(self.next, column), length);
        }
        match link {
            Some(target) if self.links < MAX_LINKS => {
                self.links += 1;
                self.sheet.write_url(self.next, column, Url::new(target).set_text(kept))?;
            }
            target => {
                if target.is_some() && self.links == MAX_LINKS {
                    self.links += 1;
                    notes.links(&self.name, place(self.next, column));
                }
                self.sheet.write_string(self.next, column, kept)?;
            }
        }
        Ok(())
    }

    pub(crate) fn end(mut self) -> Result<Worksheet, XlsxError> {
        if self.next > 1 {
            self.sheet.autofilter(0, 0, self.next - 1, self.last)?;
        }
        Ok(self.sheet)
    }
}

/// A quantity leads to its paragraph by its sentence, the rows of a list to their record, all else to its parent.
fn link(table: &Table) -> Option<(usize, usize)> {
    let parent = table.column("parent");
    if let (Some(sentence), Some(parent)) = (table.column("sentence"), parent) {
        return Some((sentence, parent));
    }
    let of_list =
        || table.columns.iter().position(|column| column.references.is_some() && column.json == "/id");
    parent.or_else(of_list).map(|column| (column, column))
}

/// What Excel holds of a text, and its length where that is not all.
fn cut(text: &str) -> (&str, Option<usize>) {
    if text.len() <= MAX_TEXT {
        return (text, None);
    }
    let mut units = 0;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > MAX_TEXT {
            end = end.min(at);
        }
        units += c.len_utf16();
    }
    (&text[..end], (end < text.len()).then_some(units))
}

/// A cell as Excel names it: C7.
fn place(row: u32, column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

fn width(column: &Column) -> f64 {
    match (column.name.as_str(), column.kind) {
        ("text" | "sentence" | "definition" | "description" | "message" | "help", _) => 60.0,
        ("title" | "name" | "path" | "caption" | "metric", _) => 30.0,
        ("id" | "parent", _) => 16.0,
        (_, Type::Integer | Type::Number | Type::Boolean) => 10.0,
        _ => 14.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_does() {
        for (row, column, expected) in
            [(0, 0, "A1"), (6, 2, "C7"), (0, 25, "Z1"), (0, 26, "AA1"), (0, 701, "ZZ1")]
        {
            assert_eq!(place(row, column), expected);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut("短"), ("短", None));
        let long = "文".repeat(MAX_TEXT);
        assert_eq!(cut(&long), (long.as_str(), None));
        let longer = format!("{}𠀀", "文".repeat(MAX_TEXT - 1));
        assert_eq!(cut(&longer), ("文".repeat(MAX_TEXT - 1).as_str(), Some(MAX_TEXT + 1)));
    }
}
