//! Rows as an Excel workbook: one sheet a table, heads frozen, numbers as numbers, links from a record to its sentence.
//!
//! What enters is the [`Rows`] of documents, what leaves is bytes that depend on nothing else. Sheets grow side by side,
//! each deflated into a [`Scratch`] of its own, so that memory does not grow with the documents. A workbook is made for
//! people: the tables that only link others (`records`, `evidence`, …) are left out. What Excel cannot hold is never dropped
//! in silence: too many rows are an error, a text that is too long is cut and named on the sheet `notes`. Nothing here
//! knows where the file goes.

mod deflate;
mod error;
mod notes;
mod part;
mod sheet;
mod xml;

use std::fmt::Write as _;
use std::io::{self, Write};

use gangyao_definition::{Table, tables};
use gangyao_tables::{ById, Cell, Headers, Rows};

use deflate::Deflater;
pub use error::Error;
use notes::Notes;
pub use part::Scratch;
use part::{Archive, Part};
use sheet::{Sheet, Target};

/// Tables that serve programs.
const LEFT_OUT: &[&str] = &["records", "evidence", "mentions", "coverage", "counts"];

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A workbook that documents are added to.
pub struct Book {
    /// By the place of the table in the definition; none for one that is left out.
    sheets: Vec<Option<Sheet>>,
    notes: Notes,
    deflater: Deflater,
    /// Room for the last sheet.
    room: Box<dyn Scratch>,
}

impl Book {
    /// A workbook without rows. `room` is asked once for each sheet.
    ///
    /// # Errors
    /// Those of `room`.
    pub fn new(headers: Headers, mut room: impl FnMut() -> io::Result<Box<dyn Scratch>>) -> io::Result<Self> {
        let mut number = 0;
        let mut deflater = Deflater::new();
        let mut sheet = |table: &'static Table| {
            if LEFT_OUT.contains(&table.name) {
                return Ok(None);
            }
            number += 1;
            Sheet::of(table, headers, Part::new(sheet_part(number), room()?), &mut deflater).map(Some)
        };
        let sheets = tables().iter().map(&mut sheet).collect::<io::Result<_>>()?;
        Ok(Self { sheets, notes: Notes::new(headers), deflater, room: room()? })
    }

    /// Adds the rows of a document.
    ///
    /// # Errors
    /// Where a sheet would have more rows than Excel takes, and those of the room.
    pub fn add(&mut self, document: &Rows) -> Result<(), Error> {
        let places = self.places(document)?;
        let link = |id: Cell<'_>| match id {
            Cell::Text(id) => places.get(id),
            _ => None,
        };
        for (sheet, rows) in self.sheets.iter_mut().zip(document.tables()) {
            if let Some(sheet) = sheet {
                sheet.add(rows, &link, &mut self.notes, &mut self.deflater)?;
            }
        }
        Ok(())
    }

    /// Where the records of a document are to stand.
    fn places<'a>(&self, document: &'a Rows) -> Result<ById<'a, Target>, Error> {
        let mut places = Vec::new();
        for (sheet, rows) in self.sheets.iter().zip(document.tables()) {
            let Some(sheet) = sheet else { continue };
            let first = sheet.room_for(rows.len())?;
            let Some(id) = rows.table().column("id") else { continue };
            for (row, place) in (0..rows.len()).zip(first..) {
                if let Cell::Text(id) = rows.cell(row, id) {
                    places.push((id, Target { sheet: sheet.name, row: place }));
                }
            }
        }
        Ok(ById::new(places))
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// Those of `out` and of the room.
    pub fn write(self, out: &mut impl Write) -> io::Result<()> {
        let Self { sheets, notes, mut deflater, room } = self;
        let deflater = &mut deflater;
        let mut archive = Archive::new(out);
        let mut sheets: Vec<Sheet> = sheets.into_iter().flatten().collect();
        sheets.push(notes.sheet(Part::new(sheet_part(sheets.len() + 1), room), deflater)?);
        let (mut names, mut filters, mut types, mut relations) =
            (String::new(), String::new(), String::new(), String::new());
        for (number, sheet) in (1..).zip(sheets) {
            let name = sheet.name;
            let (part, range) = sheet.end(deflater)?;
            archive.add(part, deflater)?;
            // Writing to a string cannot fail.
            let _ = write!(names, r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#);
            let _ = write!(
                filters,
                r#"<definedName name="_xlnm._FilterDatabase" localSheetId="{}" hidden="1">{range}</definedName>"#,
                number - 1
            );
            let _ = write!(
                types,
                r#"<Override PartName="/{}" ContentType="{KIND}.worksheet+xml"/>"#,
                sheet_part(number)
            );
            let _ = write!(
                relations,
                r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            );
        }
        let mut add = |name: &str, text: String| {
            let mut part = Part::new(name, Box::new(Vec::new()));
            part.text = text;
            archive.add(part, deflater)
        };
        add("xl/styles.xml", xml::STYLES.to_owned())?;
        add(
            "xl/workbook.xml",
            format!(
                r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets><definedNames>{filters}</definedNames></workbook>"#
            ),
        )?;
        add(
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
            ),
        )?;
        add(
            "_rels/.rels",
            format!(
                r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        )?;
        add(
            "[Content_Types].xml",
            format!(
                r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{types}</Types>"#
            ),
        )?;
        archive.end()
    }
}

fn sheet_part(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

#[cfg(test)]
mod tests;
