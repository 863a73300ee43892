//! The sheet of one table.

use std::fmt::Write;
use std::io;

use gangyao_definition::{Column, Table, Type};
use gangyao_tables::{Cell, Cells, Headers, TableRows, Texts};

use crate::deflate::Deflater;
use crate::error::Error;
use crate::notes::Notes;
use crate::part::Part;
use crate::xml::{Style, is_plain, letters, push_text};

/// Rows of a sheet, the head not counted.
pub(crate) const MAX_ROWS: usize = 1_048_575;
/// UTF-16 units of a cell.
const MAX_TEXT: usize = 32_767;
/// Links of a sheet.
const MAX_LINKS: usize = 65_530;

/// Bytes of links that are kept in one piece.
const PIECE: usize = 16 * 1024;

/// The place of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    /// Name of its sheet.
    pub(crate) sheet: &'static str,
    /// Row in that sheet.
    pub(crate) row: usize,
}

/// A sheet that is being filled.
pub(crate) struct Sheet {
    /// As Excel shows it.
    pub(crate) name: &'static str,
    part: Part,
    /// Rows with the head.
    rows: usize,
    /// The number of the row, spelt.
    row: String,
    /// Cells of the row that are empty, behind the last that is not.
    empty: usize,
    /// The letters of the columns.
    columns: Vec<String>,
    /// In pieces: one text that grows would be copied again and again.
    links: Vec<String>,
    count_of_links: usize,
    /// The column whose cells lead to another record, and the column that says to which.
    link: Option<(usize, usize)>,
}

impl Sheet {
    /// The sheet of a table.
    pub(crate) fn of(
        table: &'static Table,
        headers: Headers,
        part: Part,
        deflater: &mut Deflater,
    ) -> io::Result<Self> {
        let name = match headers {
            Headers::English => table.name,
            Headers::Chinese => table.zh,
        };
        let heads = table.columns.iter().map(|column| (headers.name(column), width(column)));
        Ok(Self { link: link(table), ..Self::new(name, heads, part, deflater)? })
    }

    /// A sheet with heads, each with the width of its column.
    pub(crate) fn new<'h>(
        name: &'static str,
        heads: impl ExactSizeIterator<Item = (&'h str, u8)> + Clone,
        mut part: Part,
        deflater: &mut Deflater,
    ) -> io::Result<Self> {
        part.text.push_str(concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">"#,
            r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#,
        ));
        for (at, (_, width)) in (1..).zip(heads.clone()) {
            // Writing to a string cannot fail.
            let _ =
                write!(part.text, r#"<col min="{at}" max="{at}" width="{width}.7109375" customWidth="1"/>"#);
        }
        part.text.push_str("</cols><sheetData>");
        let columns = (0..heads.len()).map(letters).collect();
        let links = Vec::new();
        let mut sheet = Self {
            name,
            part,
            rows: 0,
            row: String::new(),
            empty: 0,
            columns,
            links,
            count_of_links: 0,
            link: None,
        };
        let cells: Vec<Cell<'_>> = heads.map(|(head, _)| Cell::Text(head)).collect();
        sheet.row(&cells, Style::Head, deflater)?;
        Ok(sheet)
    }

    /// The number of the first of so many further rows, as Excel counts: the head is 1.
    pub(crate) fn room_for(&self, rows: usize) -> Result<usize, Error> {
        let all = self.rows - 1 + rows;
        if all > MAX_ROWS {
            Err(Error::TooManyRows { sheet: self.name.to_owned(), rows: all })
        } else {
            Ok(self.rows + 1)
        }
    }

    /// Whether a further row has room.
    pub(crate) const fn has_room(&self) -> bool {
        self.rows <= MAX_ROWS
    }

    /// Adds a row of cells.
    pub(crate) fn row(
        &mut self,
        cells: &[Cell<'_>],
        style: Style,
        deflater: &mut Deflater,
    ) -> io::Result<()> {
        self.begin_row();
        for &cell in cells {
            self.cell(cell, style);
        }
        self.end_row(deflater)
    }

    /// Adds rows for which there is room. `link` gives the place of a record.
    pub(crate) fn add(
        &mut self,
        rows: &TableRows,
        link: &impl Fn(Cell<'_>) -> Option<Target>,
        notes: &mut Notes,
        deflater: &mut Deflater,
    ) -> io::Result<()> {
        let spelt: Vec<Spelt<'_>> = rows.columns().iter().map(Spelt::of).collect();
        for row in 0..rows.len() {
            self.begin_row();
            for (column, spelt) in spelt.iter().enumerate() {
                let target = || match self.link {
                    Some((from, to)) if from == column => link(rows.cell(row, to)),
                    _ => None,
                };
                match *spelt {
                    Spelt::Empty => self.empty += 1,
                    Spelt::Once(ref xml) => {
                        self.fill_empty();
                        self.part.text.push_str(xml);
                    }
                    Spelt::Plain(texts) => match (texts.get(row), target()) {
                        (None | Some(""), _) => self.empty += 1,
                        (Some(text), None) if text.len() <= MAX_TEXT => {
                            self.fill_empty();
                            push_plain(text, Style::Plain, &mut self.part.text);
                        }
                        (Some(text), target) => self.text(column, text, target, notes),
                    },
                    Spelt::Any(cells) => match cells.get(row) {
                        Cell::Text("") => self.empty += 1,
                        Cell::Text(text) => self.text(column, text, target(), notes),
                        cell => self.cell(cell, Style::Plain),
                    },
                }
            }
            self.end_row(deflater)?;
        }
        Ok(())
    }

    fn begin_row(&mut self) {
        self.rows += 1;
        self.empty = 0;
        self.row.clear();
        self.row.push_str(itoa::Buffer::new().format(self.rows));
        self.part.text.push_str("<row r=\"");
        self.part.text.push_str(&self.row);
        self.part.text.push_str("\">");
    }

    fn end_row(&mut self, deflater: &mut Deflater) -> io::Result<()> {
        self.part.text.push_str("</row>");
        self.part.pass_on(deflater)
    }

    fn text(&mut self, column: usize, text: &str, link: Option<Target>, notes: &mut Notes) {
        let (kept, length) = cut(text);
        if let Some(length) = length {
            notes.cut(self.name, self.place(column), length);
        }
        let Some(target) = link else { return self.cell(Cell::Text(kept), Style::Plain) };
        self.count_of_links += 1;
        if self.count_of_links > MAX_LINKS {
            if self.count_of_links == MAX_LINKS + 1 {
                notes.links(self.name, self.place(column));
            }
            return self.cell(Cell::Text(kept), Style::Plain);
        }
        self.cell(Cell::Text(kept), Style::Link);
        let mut digits = itoa::Buffer::new();
        let (column, row) = (self.columns[column].as_str(), digits.format(target.row));
        let location = ["\" location=\"'", target.sheet, "'!A", row, "\"/>"];
        if self.links.last().is_none_or(|piece| piece.len() >= PIECE) {
            self.links.push(String::with_capacity(PIECE + 256));
        }
        let piece = self.links.last_mut().expect("one was added");
        piece.extend(["<hyperlink ref=\"", column, &self.row].into_iter().chain(location));
    }

    /// The place of a cell of this row as Excel names it: C7.
    fn place(&self, column: usize) -> String {
        format!("{}{}", self.columns[column], self.row)
    }

    /// The cells that are empty before one that is not. A cell stands behind the one before it: to name its place in each
    /// would take more bytes than most cells hold.
    fn fill_empty(&mut self) {
        for _ in 0..std::mem::take(&mut self.empty) {
            self.part.text.push_str("<c/>");
        }
    }

    fn cell(&mut self, cell: Cell<'_>, style: Style) {
        if cell == Cell::Null {
            self.empty += 1;
            return;
        }
        self.fill_empty();
        let xml = &mut self.part.text;
        match cell {
            Cell::Null => {}
            Cell::Text(text) => push_cell_text(text, style, xml),
            Cell::Integer(number) => {
                xml.extend([style.cell(), "><v>", itoa::Buffer::new().format(number), "</v></c>"]);
            }
            Cell::Number(number) => {
                // Writing to a string cannot fail.
                let _ = write!(xml, "{}><v>{number}</v></c>", style.cell());
            }
            Cell::Boolean(value) => {
                xml.push_str(style.cell());
                xml.push_str(if value { " t=\"b\"><v>1</v></c>" } else { " t=\"b\"><v>0</v></c>" });
            }
        }
    }

    /// The part, and the range of cells that are filtered.
    pub(crate) fn end(mut self, deflater: &mut Deflater) -> io::Result<(Part, String)> {
        let last = self.columns.last().map_or("A", String::as_str);
        // Writing to a string cannot fail.
        let _ = write!(self.part.text, r#"</sheetData><autoFilter ref="A1:{last}{}"/>"#, self.rows);
        if !self.links.is_empty() {
            self.part.text.push_str("<hyperlinks>");
            for piece in &self.links {
                self.part.text.push_str(piece);
                self.part.pass_on(deflater)?;
            }
            self.part.text.push_str("</hyperlinks>");
        }
        self.part.text.push_str("</worksheet>");
        let range = format!("'{}'!$A$1:${last}${}", self.name, self.rows);
        Ok((self.part, range))
    }
}

/// How the cells of a column are spelt, as far as that is the same for all.
enum Spelt<'c> {
    /// None holds anything.
    Empty,
    /// All are the same.
    Once(String),
    /// No text has anything that is spelt in other words.
    Plain(&'c Texts),
    Any(&'c Cells),
}

impl<'c> Spelt<'c> {
    /// Looked through all together, the cells of a column take a fraction of the time.
    fn of(cells: &'c Cells) -> Self {
        let empty = match cells {
            Cells::Same(text) => text.is_empty(),
            Cells::Text(texts) => texts.pieces().0.is_empty(),
            Cells::Integer(numbers) => numbers.iter().all(|number| number.is_none()),
            Cells::Number(numbers) => numbers.iter().all(|number| number.is_none()),
            Cells::Boolean(values) => values.iter().all(Option::is_none),
        };
        match cells {
            _ if empty => Self::Empty,
            // One that is cut is remarked for each row.
            Cells::Same(text) if text.len() <= MAX_TEXT => {
                let mut xml = String::new();
                push_cell_text(text, Style::Plain, &mut xml);
                Self::Once(xml)
            }
            Cells::Text(texts) if is_plain(texts.pieces().0.as_bytes()) => Self::Plain(texts),
            _ => Self::Any(cells),
        }
    }
}

/// A cell that holds a text.
fn push_cell_text(text: &str, style: Style, xml: &mut String) {
    if is_plain(text.as_bytes()) {
        return push_plain(text, style, xml);
    }
    begin_inline(style, has_edge(text) || text.contains('\n'), xml);
    push_text(text, xml);
    xml.push_str(END_OF_INLINE);
}

/// A cell that holds a text in which nothing is spelt in other words.
fn push_plain(text: &str, style: Style, xml: &mut String) {
    if has_edge(text) {
        begin_inline(style, true, xml);
        xml.push_str(text);
        return xml.push_str(END_OF_INLINE);
    }
    // As what a formula came to, which takes half the bytes; it has no place to say that white space is kept.
    xml.reserve(text.len() + 32);
    match style {
        Style::Plain => xml.push_str("<c t=\"str\"><v>"),
        other => xml.extend([other.cell(), " t=\"str\"><v>"]),
    }
    xml.push_str(text);
    xml.push_str("</v></c>");
}

const END_OF_INLINE: &str = "</t></is></c>";

/// `kept` tells that white space is part of the text.
fn begin_inline(style: Style, kept: bool, xml: &mut String) {
    xml.push_str(style.cell());
    xml.push_str(if kept {
        " t=\"inlineStr\"><is><t xml:space=\"preserve\">"
    } else {
        " t=\"inlineStr\"><is><t>"
    });
}

/// Whether a text begins or ends with white space.
fn has_edge(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
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

fn width(column: &Column) -> u8 {
    match (column.name.as_str(), column.kind) {
        ("text" | "sentence" | "definition" | "description" | "message" | "help", _) => 60,
        ("title" | "name" | "path" | "caption" | "metric", _) => 30,
        ("id" | "parent", _) => 16,
        (_, Type::Integer | Type::Number | Type::Boolean) => 10,
        _ => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_spelt_so_that_its_white_space_stays() {
        for (text, expected) in [
            ("算力", "<c t=\"str\"><v>算力</v></c>"),
            ("一 > \"二\"", "<c t=\"str\"><v>一 > \"二\"</v></c>"),
            ("一]]>", "<c t=\"inlineStr\"><is><t>一]]&gt;</t></is></c>"),
            ("一 二", "<c t=\"str\"><v>一 二</v></c>"),
            ("　一", "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">　一</t></is></c>"),
            ("一\n二", "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">一\n二</t></is></c>"),
            ("一<二", "<c t=\"inlineStr\"><is><t>一&lt;二</t></is></c>"),
        ] {
            let mut xml = String::new();
            push_cell_text(text, Style::Plain, &mut xml);
            assert_eq!(xml, expected);
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
