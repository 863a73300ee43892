//! Tables: of data, or boxes made of a table of one column.

use super::super::xml::{Name, Token, Xml};
use super::{Body, Role};
use crate::Error;

/// What a table is for; known when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// Rows and columns of data.
    Data,
    /// One column: a box, its title, content and note in cells under each other. No data has one column.
    Frame,
    /// A table in a cell of a data table, or in a header: its cells are paragraphs.
    Flat,
}

/// Boxes made of tables inside each other beyond this depth are no boxes.
const FRAMES: usize = 8;

#[derive(Debug)]
pub(super) struct Cell {
    pub(super) columns: u32,
    /// It is merged with the one above.
    pub(super) goes_on: bool,
}

impl Default for Cell {
    fn default() -> Self {
        Self { columns: 1, goes_on: false }
    }
}

impl Body {
    pub(super) fn start_table(&mut self, rest: &str) {
        self.end_paragraph();
        self.begin_cell();
        self.bordered = None;
        let frames = self.tables.iter().filter(|&&table| table == Table::Frame).count();
        let table = if self.tables.contains(&Table::Data) || self.role == Role::Furniture || frames >= FRAMES
        {
            Table::Flat
        } else {
            purpose(rest)
        };
        match table {
            Table::Data => drop(self.lines.begin_table()),
            Table::Frame => self.enter_frame(),
            Table::Flat => {}
        }
        self.tables.push(table);
    }

    pub(super) fn end_table(&mut self) {
        self.end_paragraph();
        match self.tables.pop() {
            Some(Table::Data) => {
                self.lines.end_table();
                self.write_waiting_notes();
            }
            Some(Table::Frame) => self.leave_frame(),
            _ => {}
        }
    }

    pub(super) fn enter_frame(&mut self) {
        self.outer_frames.push(self.frame);
        if self.frame.is_none() && self.role == Role::Body {
            self.frame = Some(self.frames);
            self.frames += 1;
        }
    }

    pub(super) fn leave_frame(&mut self) {
        self.frame = self.outer_frames.pop().flatten();
    }

    /// Begins the cell that is waiting for what its properties say.
    pub(super) fn begin_cell(&mut self) {
        if let Some(cell) = self.cell.take() {
            self.lines.begin_cell(1, cell.columns);
        }
    }

    /// A cell merged with the one above it has no text of its own that shows.
    pub(super) fn go_on_cell(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        if self.lines.extend_down(cell.columns) {
            xml.skip()?;
        } else {
            self.lines.begin_cell(1, cell.columns);
        }
        Ok(())
    }

    pub(super) fn end_cell(&mut self) {
        self.end_paragraph();
        if self.tables.last() == Some(&Table::Data) {
            self.begin_cell();
            self.lines.end_cell();
        }
    }
}

/// Tells what the table is for whose start was just read; `rest` is what follows. A table of data shows itself in its
/// first rows.
fn purpose(rest: &str) -> Table {
    let mut xml = Xml::new(rest);
    let (mut depth, mut inner, mut cells) = (0u32, 0u32, 0);
    // The end of the table itself has no start here, which is an error: the table is over.
    while let Ok(token) = xml.next() {
        match token {
            Token::Start(name, _) => {
                match name {
                    // Neither stands in a table but in a cell: the table was empty.
                    Name::Tbl | Name::P if depth == 0 => break,
                    Name::Tbl => inner += 1,
                    Name::Tr if inner == 0 => cells = 0,
                    Name::Tc if inner == 0 => cells += 1,
                    _ => {}
                }
                if cells > 1 {
                    return Table::Data;
                }
                depth += 1;
            }
            Token::End(name) => {
                inner -= u32::from(name == Name::Tbl && inner > 0);
                depth = depth.saturating_sub(1);
            }
            Token::Text(_) => {}
            Token::Eof => break,
        }
    }
    Table::Frame
}
