//! Cells by column, for one document: cheap to fill, and in the shape that column formats want.

use std::iter::Zip;
use std::ops::Range;
use std::slice;
use std::sync::Arc;

use gangyao_definition::{Column, Table, Type, tables};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::numbers::Numbers;

/// Room for texts that is asked for at once; more when they come.
const FIRST_ROOM: usize = 64 * 1024;

/// The rows of all tables, in the order of [`tables`].
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    tables: Vec<TableRows>,
}

/// The rows of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRows {
    table: &'static Table,
    columns: Vec<Cells>,
    len: usize,
}

/// The cells of a column, from the first row to the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cells {
    /// The same text in every row: what tells the document from others. All tables share it.
    Same(Arc<str>),
    /// Texts.
    Text(Texts),
    /// Whole numbers.
    Integer(Numbers<i64>),
    /// Doubles.
    Number(Numbers<f64>),
    /// True or false.
    Boolean(Vec<Option<bool>>),
}

/// Texts one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Texts {
    text: String,
    /// Where each ends, and whether it is not there at all.
    ends: Vec<End>,
}

/// The end of a text, twice, and one more where the text is not there: half the room of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct End(usize);

impl End {
    const fn of(place: usize) -> Self {
        Self(place << 1)
    }

    const fn absent(place: usize) -> Self {
        Self(place << 1 | 1)
    }

    const fn place(self) -> usize {
        self.0 >> 1
    }

    const fn is_there(self) -> bool {
        self.0 & 1 == 0
    }
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// The document does not say.
    Null,
    /// A text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A double.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

impl Rows {
    /// No rows, of the document at a place below the output folder.
    pub(crate) fn of(file: &str, doc: &str) -> Self {
        let same = [Arc::from(file), Arc::from(doc)];
        Self { tables: tables().iter().map(|table| TableRows::of(table, &same)).collect() }
    }

    /// The tables with their rows.
    #[must_use]
    pub fn tables(&self) -> &[TableRows] {
        &self.tables
    }

    /// The rows of the table at a place of [`tables`].
    pub(crate) fn at(&mut self, place: usize) -> &mut TableRows {
        &mut self.tables[place]
    }
}

/// The columns of each table; the tables themselves are the same in every process of one program.
impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.tables.iter().map(|table| (table.len, &table.columns)))
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let columns = Vec::<(usize, Vec<Cells>)>::deserialize(deserializer)?;
        let of_this_program = columns.len() == tables().len()
            && columns.iter().zip(tables()).all(|((_, columns), table)| columns.len() == table.columns.len());
        if !of_this_program {
            return Err(D::Error::custom("rows of another program"));
        }
        let rows = |(table, (len, columns)): (&'static Table, (usize, Vec<Cells>))| TableRows {
            table,
            columns,
            len,
        };
        Ok(Self { tables: tables().iter().zip(columns).map(rows).collect() })
    }
}

impl TableRows {
    /// No rows of a table.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        let cells = |kind: Type| match kind {
            Type::Integer => Cells::Integer(Numbers::default()),
            Type::Number => Cells::Number(Numbers::default()),
            Type::Boolean => Cells::Boolean(Vec::new()),
            _ => Cells::Text(Texts::default()),
        };
        let columns = table.columns.iter().map(|column| cells(column.kind)).collect();
        Self { table, columns, len: 0 }
    }

    /// No rows of a document's table: its place and its id, which the columns of every table begin with, are given once.
    fn of(table: &'static Table, same: &[Arc<str>; 2]) -> Self {
        let mut rows = Self::new(table);
        for (cells, (column, text)) in rows.columns.iter_mut().zip(table.columns.iter().zip(same)) {
            debug_assert!(["file", "doc"].contains(&column.name.as_str()));
            *cells = Cells::Same(Arc::clone(text));
        }
        rows
    }

    /// Makes room for so many further rows.
    pub(crate) fn reserve(&mut self, rows: usize) {
        for cells in &mut self.columns {
            match cells {
                Cells::Same(_) => {}
                Cells::Text(cells) => cells.ends.reserve(rows),
                Cells::Integer(cells) => cells.reserve(rows),
                Cells::Number(cells) => cells.reserve(rows),
                Cells::Boolean(cells) => cells.reserve(rows),
            }
        }
    }

    /// What the columns are.
    #[must_use]
    pub const fn table(&self) -> &'static Table {
        self.table
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[Cells] {
        &self.columns
    }

    /// A cell by row and column.
    #[must_use]
    #[inline]
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.columns[column].get(row)
    }

    /// Bytes of all texts.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        let bytes = |cells: &Cells| match cells {
            Cells::Same(text) => text.len() * self.len,
            Cells::Text(cells) => cells.text.len(),
            Cells::Integer(_) | Cells::Number(_) | Cells::Boolean(_) => 0,
        };
        self.columns.iter().map(bytes).sum()
    }

    /// Adds a row; its cells follow in the order of the columns, without those that say the same in every row.
    #[inline]
    pub fn row(&mut self) -> Row<'_> {
        self.len += 1;
        let same = self.columns.iter().take_while(|cells| matches!(cells, Cells::Same(_))).count();
        Row { columns: self.table.columns[same..].iter().zip(&mut self.columns[same..]) }
    }
}

impl Cells {
    /// The cell of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Same(text) => Cell::Text(text),
            Self::Text(texts) => texts.get(row).map_or(Cell::Null, Cell::Text),
            Self::Integer(cells) => cells.get(row).map_or(Cell::Null, Cell::Integer),
            Self::Number(cells) => cells.get(row).map_or(Cell::Null, Cell::Number),
            Self::Boolean(cells) => cells[row].map_or(Cell::Null, Cell::Boolean),
        }
    }
}

impl Texts {
    /// The text of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        let start = if row == 0 { 0 } else { self.ends[row - 1].place() };
        let end = self.ends[row];
        end.is_there().then(|| &self.text[start..end.place()])
    }

    /// All texts in one, and where each lies in it; `None` for one that is not there.
    pub fn pieces(&self) -> (&str, impl Iterator<Item = Option<Range<usize>>>) {
        let starts = [0].into_iter().chain(self.ends.iter().map(|end| end.place()));
        let pieces = starts.zip(&self.ends).map(|(start, end)| end.is_there().then_some(start..end.place()));
        (&self.text, pieces)
    }

    /// Adds a text. The first one tells how much room the others may take.
    #[inline]
    fn push(&mut self, text: &str) {
        if self.text.capacity() == 0 {
            self.text.reserve((text.len() * self.ends.capacity()).min(FIRST_ROOM));
        }
        self.text.push_str(text);
        self.ends.push(End::of(self.text.len()));
    }

    /// Adds a text in pieces.
    fn push_all<'a>(&mut self, pieces: impl IntoIterator<Item = &'a str>) {
        self.text.extend(pieces);
        self.ends.push(End::of(self.text.len()));
    }

    /// Adds a cell without a text.
    #[inline]
    fn push_null(&mut self) {
        self.ends.push(End::absent(self.text.len()));
    }
}

/// A row that is being filled from the first column to the last.
pub struct Row<'a> {
    columns: Zip<slice::Iter<'static, Column>, slice::IterMut<'a, Cells>>,
}

impl Row<'_> {
    #[inline]
    fn next(&mut self) -> &mut Cells {
        self.columns.next().expect("a row has as many cells as its table has columns").1
    }

    /// A value of the column's list, by its place there: the place of a variant in its enumeration.
    #[inline]
    pub fn one_of(mut self, place: impl Into<Option<usize>>) -> Self {
        let (column, cells) = self.columns.next().expect("a row has as many cells as its table has columns");
        match (column.kind, cells) {
            (Type::OneOf(_, choices), Cells::Text(cells)) => match place.into() {
                Some(place) => cells.push(choices[place].value),
                None => cells.push_null(),
            },
            (_, other) => mismatch(other),
        }
        self
    }

    /// A text.
    #[inline]
    pub fn text<'t>(mut self, text: impl Into<Option<&'t str>>) -> Self {
        match (self.next(), text.into()) {
            (Cells::Text(cells), Some(text)) => cells.push(text),
            (Cells::Text(cells), None) => cells.push_null(),
            (other, _) => mismatch(other),
        }
        self
    }

    /// Texts joined by a separator.
    pub(crate) fn joined(mut self, texts: &[String], separator: &'static str) -> Self {
        let pieces = texts.iter().enumerate().flat_map(|(at, text)| {
            let before = if at == 0 { "" } else { separator };
            [before, text.as_str()]
        });
        match self.next() {
            Cells::Text(cells) => cells.push_all(pieces),
            other => mismatch(other),
        }
        self
    }

    /// A whole number.
    #[inline]
    pub fn integer(mut self, number: impl Into<Option<i64>>) -> Self {
        match self.next() {
            Cells::Integer(cells) => cells.push(number.into()),
            other => mismatch(other),
        }
        self
    }

    /// A double.
    #[inline]
    pub fn number(mut self, number: impl Into<Option<f64>>) -> Self {
        match self.next() {
            Cells::Number(cells) => cells.push(number.into()),
            other => mismatch(other),
        }
        self
    }

    /// True or false.
    #[inline]
    pub fn boolean(mut self, value: impl Into<Option<bool>>) -> Self {
        match self.next() {
            Cells::Boolean(cells) => cells.push(value.into()),
            other => mismatch(other),
        }
        self
    }

    /// A cell that the document says nothing about.
    #[inline]
    pub fn null(mut self) -> Self {
        match self.next() {
            Cells::Text(cells) => cells.push_null(),
            Cells::Integer(cells) => cells.push(None),
            Cells::Number(cells) => cells.push(None),
            Cells::Boolean(cells) => cells.push(None),
            same @ Cells::Same(_) => mismatch(same),
        }
        self
    }

    /// The row is whole.
    #[inline]
    pub fn end(mut self) {
        assert!(self.columns.next().is_none(), "a row has as many cells as its table has columns");
    }
}

/// The one kind of mistake that filling a row allows; a test fills every table.
#[cold]
fn mismatch(cells: &Cells) -> ! {
    let kind = match cells {
        Cells::Same(_) => "text that is the same in every row",
        Cells::Text(_) => "text",
        Cells::Integer(_) => "integer",
        Cells::Number(_) => "number",
        Cells::Boolean(_) => "boolean",
    };
    panic!("the definition has a {kind} in the place of this cell")
}
