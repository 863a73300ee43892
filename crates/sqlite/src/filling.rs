//! What the rows of a document become in the database, by whichever way they go into it.

use gangyao_definition::{Table, tables};
use gangyao_tables::{Cell, Rows, TableRows};

use crate::numbers::{BITS, Numbers};
use crate::schema::{EVIDENCE, Shape, own, shape};
use crate::words::Words;

/// Which texts of a table are indexed.
const INDEXED: &[(&str, &[&str])] = &[
    ("documents", &["title"]),
    ("parts", &["title"]),
    ("chapters", &["title"]),
    ("sections", &["title"]),
    ("subsections", &["title"]),
    ("paragraphs", &["text"]),
    ("boxes", &["title"]),
    ("tables", &["caption", "notes"]),
    ("projects", &["name", "description"]),
    ("indicators", &["name", "sub_name"]),
    ("terms", &["term", "definition"]),
];

/// Takes the values of a row, one after the other.
pub(crate) trait Sink {
    type Error;

    fn cell(&mut self, cell: Cell<'_>) -> Result<(), Self::Error>;

    /// The number of a record or a document, where there is one.
    fn number(&mut self, number: Option<i64>) -> Result<(), Self::Error>;
}

/// What the rows of a table become in the database.
pub(crate) struct Filling {
    pub(crate) shape: Shape,
    /// The column of the record's own id.
    id: Option<usize>,
    /// The definition's columns that follow the numbers, with what each becomes.
    columns: Vec<(usize, Becomes)>,
    /// Columns whose words are indexed.
    indexed: Vec<usize>,
    /// The rows that are told by others.
    told: Option<Told>,
}

/// The columns that say whether a row of `evidence` is what its record's row says: its only span, without a place on the page.
struct Told {
    of: usize,
    ordinal: usize,
    x0: usize,
    ocr: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Becomes {
    /// The same.
    Itself,
    /// The number of the record with this id.
    Record,
}

/// The place of a table.
pub(crate) fn place(name: &str) -> usize {
    tables().iter().position(|table| table.name == name).expect("a table's name")
}

/// A row of `records`: what the definition has there, and the breadcrumb and place that each type's own rows begin with.
pub(crate) struct RecordRow<'a> {
    records: &'a TableRows,
    row: usize,
    columns: [usize; 4],
    /// The same record in the table of its type.
    of_type: &'a TableRows,
    own: usize,
    places: [usize; 4],
}

/// The rows of a type, in the order of the records.
struct Cursor<'a> {
    of: &'static str,
    rows: &'a TableRows,
    next: usize,
    /// The columns that stand in `records`.
    places: [usize; 4],
}

/// The rows of `records` that a document has.
pub(crate) fn record_rows(document: &Rows) -> impl Iterator<Item = RecordRow<'_>> {
    let records = &document.tables()[place("records")];
    let [id, kind, seq, parent] = columns(records.table(), ["id", "type", "seq", "parent"]);
    let mut cursors = cursors(document);
    (0..records.len()).map(move |row| {
        let of = text(records.cell(row, kind));
        let cursor =
            cursors.iter_mut().find(|cursor| Some(cursor.of) == of).expect("every type has its table");
        cursor.next += 1;
        RecordRow {
            records,
            row,
            columns: [id, kind, seq, parent],
            of_type: cursor.rows,
            own: cursor.next - 1,
            places: cursor.places,
        }
    })
}

impl<'a> RecordRow<'a> {
    pub(crate) fn number(&self, numbers: &Numbers<'_>) -> i64 {
        numbers.at(self.row)
    }

    pub(crate) fn id(&self) -> &'a str {
        text(self.records.cell(self.row, self.columns[0])).expect("records have ids")
    }

    pub(crate) fn parent(&self, numbers: &Numbers<'_>) -> Option<i64> {
        numbers.of(self.records.cell(self.row, self.columns[3]))
    }

    pub(crate) fn write<S: Sink>(&self, numbers: &Numbers<'_>, to: &mut S) -> Result<(), S::Error> {
        to.number(Some(self.number(numbers)))?;
        to.number(Some(numbers.document))?;
        for &column in &self.columns[..3] {
            to.cell(self.records.cell(self.row, column))?;
        }
        to.number(self.parent(numbers))?;
        self.places.into_iter().try_for_each(|column| to.cell(self.of_type.cell(self.own, column)))
    }
}

fn cursors(document: &Rows) -> Vec<Cursor<'_>> {
    let of_types = document
        .tables()
        .iter()
        .filter(|rows| rows.table().rows == "." && rows.table().record != "*" && !rows.is_empty());
    let cursor = |rows| {
        let table: &'static Table = TableRows::table(rows);
        let places = columns(table, ["path", "char_start", "char_end", "page"]);
        Cursor { of: table.record, rows, next: 0, places }
    };
    of_types.map(cursor).collect()
}

/// The places of columns.
fn columns<const N: usize>(table: &Table, names: [&str; N]) -> [usize; N] {
    names.map(|name| table.column(name).expect("a column's name"))
}

impl Told {
    fn is_told(&self, rows: &TableRows, row: usize) -> bool {
        let begins = |row| rows.cell(row, self.ordinal) == Cell::Integer(0);
        rows.cell(row, self.of) == Cell::Text("record")
            && begins(row)
            && (row + 1 == rows.len() || begins(row + 1))
            && rows.cell(row, self.x0) == Cell::Null
            && rows.cell(row, self.ocr) == Cell::Boolean(false)
    }
}

impl Filling {
    pub(crate) fn new(table: &Table) -> Self {
        let becomes = |reference| if reference { Becomes::Record } else { Becomes::Itself };
        let columns =
            own(table).map(|(place, column)| (place, becomes(table.lead(column).is_some()))).collect();
        let indexed =
            indexed(table).iter().map(|name| table.column(name).expect("an indexed column")).collect();
        let told = (table.name == EVIDENCE).then(|| {
            let [of, ordinal, x0, ocr] = self::columns(table, ["of", "ordinal", "x0", "ocr"]);
            Told { of, ordinal, x0, ocr }
        });
        Self { shape: shape(table), id: table.column("id"), columns, indexed, told }
    }

    /// How many of the columns are indexed.
    pub(crate) fn indexed(&self) -> usize {
        self.indexed.len()
    }

    /// The first and the last number that the rows of a document hang on.
    pub(crate) fn numbers(&self, document: i64) -> [i64; 2] {
        match self.shape {
            Shape::Documents | Shape::OfDocument => [document; 2],
            Shape::Records | Shape::OfType | Shape::OfRecord => {
                [document << BITS, ((document + 1) << BITS) - 1]
            }
        }
    }

    /// The rows that are written.
    pub(crate) fn rows(&self, rows: &TableRows) -> impl Iterator<Item = usize> {
        (0..rows.len()).filter(|&row| !self.told.as_ref().is_some_and(|told| told.is_told(rows, row)))
    }

    /// Writes a row, and gathers its words.
    pub(crate) fn write<S: Sink>(
        &self,
        numbers: &Numbers<'_>,
        rows: &TableRows,
        row: usize,
        to: &mut S,
        words: &mut Words,
    ) -> Result<(), S::Error> {
        let record = self.id.and_then(|id| numbers.of(rows.cell(row, id)));
        match self.shape {
            Shape::Documents => {
                to.number(Some(numbers.document))?;
                to.cell(rows.cell(row, 0))?;
                to.cell(rows.cell(row, 1))?;
            }
            Shape::OfType => to.number(record)?,
            Shape::OfDocument => to.number(Some(numbers.document))?,
            Shape::Records | Shape::OfRecord => {}
        }
        for &(column, becomes) in &self.columns {
            let cell = rows.cell(row, column);
            match becomes {
                Becomes::Itself => to.cell(cell)?,
                Becomes::Record => to.number(numbers.of(cell))?,
            }
        }
        if let Some(record) = record {
            words.push(record, self.indexed.iter().filter_map(|&column| text(rows.cell(row, column))));
        }
        Ok(())
    }
}

/// The columns of a table that are indexed.
pub(crate) fn indexed(table: &Table) -> &'static [&'static str] {
    INDEXED.iter().find(|(name, _)| *name == table.name).map_or(&[], |(_, columns)| columns)
}

pub(crate) fn text(cell: Cell<'_>) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}
