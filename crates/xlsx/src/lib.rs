//! Rows as an Excel workbook: one sheet a table, heads frozen, numbers as numbers, links from a record to its sentence.
//!
//! What enters is the [`Rows`] of documents, what leaves is bytes that depend on nothing else. A workbook is made for
//! people: it is held in memory, and the tables that only link others (`records`, `evidence`, …) are left out. What Excel
//! cannot hold is never dropped in silence: too many rows are an error, a text that is too long is cut and named on the
//! sheet `notes`. Nothing here knows where the file goes.

mod error;
mod notes;
mod sheet;

use std::collections::BTreeMap;
use std::io::{self, Write};

use gangyao_definition::{Table, tables};
use gangyao_tables::{Cell, Headers, Rows};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

pub use error::Error;
use notes::Notes;
use sheet::Sheet;

/// Tables that serve programs.
const LEFT_OUT: &[&str] = &["records", "evidence", "mentions", "coverage", "counts"];

/// A workbook that documents are added to.
pub struct Book {
    /// By the place of the table in the definition; none for one that is left out.
    sheets: Vec<Option<Sheet>>,
    notes: Notes,
}

/// Where records stand: the sheet, by its place, and the row, by the record's id.
type Places<'a> = BTreeMap<&'a str, (usize, u32)>;

impl Book {
    /// A workbook without rows.
    ///
    /// # Errors
    /// Those of the library.
    pub fn new(headers: Headers) -> Result<Self, Error> {
        let sheet = |table: &'static Table| {
            if LEFT_OUT.contains(&table.name) { Ok(None) } else { Sheet::new(table, headers).map(Some) }
        };
        Ok(Self { sheets: tables().iter().map(sheet).collect::<Result<_, _>>()?, notes: Notes::new(headers) })
    }

    /// Adds the rows of a document.
    ///
    /// # Errors
    /// `xlsx-too-many-rows` where a sheet would have more rows than Excel takes.
    pub fn add(&mut self, document: &Rows) -> Result<(), Error> {
        let places = self.places(document)?;
        let names: Vec<Option<String>> =
            self.sheets.iter().map(|sheet| sheet.as_ref().map(|sheet| sheet.name.clone())).collect();
        let link = |id: Cell<'_>| {
            let Cell::Text(id) = id else { return None };
            let &(sheet, row) = places.get(id)?;
            // Rows of a sheet are counted from 1, and the head is the first.
            Some(format!("internal:'{}'!A{}", names[sheet].as_deref()?, row + 1))
        };
        for (sheet, rows) in self.sheets.iter_mut().zip(document.tables()) {
            if let Some(sheet) = sheet {
                sheet.add(rows, &link, &mut self.notes)?;
            }
        }
        Ok(())
    }

    fn places<'a>(&self, document: &'a Rows) -> Result<Places<'a>, Error> {
        let mut places = Places::new();
        for (at, (sheet, rows)) in self.sheets.iter().zip(document.tables()).enumerate() {
            let Some(sheet) = sheet else { continue };
            let first = sheet.room_for(rows.len())?;
            let Some(id) = rows.table().column("id") else { continue };
            for (row, place) in (0..rows.len()).zip(first..) {
                if let Cell::Text(id) = rows.cell(row, id) {
                    places.insert(id, (at, place));
                }
            }
        }
        Ok(places)
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, out: &mut impl Write) -> io::Result<()> {
        let mut book = Workbook::new();
        // The same documents give the same bytes: the file says nothing of when it was made.
        let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&date).set_author("gangyao"));
        for sheet in self.sheets.into_iter().flatten() {
            book.push_worksheet(sheet.end().map_err(io::Error::other)?);
        }
        book.push_worksheet(self.notes.end().map_err(io::Error::other)?);
        out.write_all(&book.save_to_buffer().map_err(io::Error::other)?)
    }
}

#[cfg(test)]
mod tests;
