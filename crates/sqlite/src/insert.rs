//! Documents into the tables.

use std::sync::Arc;

use gangyao_definition::{Table, tables};
use gangyao_tables::{Cell, Rows, TableRows};
use rusqlite::{Connection, OptionalExtension};

use crate::numbers::{BITS, Numbers};
use crate::schema::{EVIDENCE, Shape, name, own, shape};
use crate::several::{Conflict, Insert, Values};
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

/// The statements of all tables.
pub(crate) struct Plan {
    tables: Vec<TablePlan>,
    /// Rows of `records`.
    records: Insert,
    /// Words of the documents since the last [`Plan::index`].
    words: Words,
}

struct TablePlan {
    shape: Shape,
    /// The column of the record's own id.
    id: Option<usize>,
    insert: Insert,
    /// Takes out the rows of a document, whose first and last number it is given.
    delete: String,
    /// Gives the numbers and the indexed texts of the rows that it takes out.
    indexed_texts: String,
    /// The definition's columns that follow the numbers, with what each becomes.
    columns: Vec<(usize, Becomes)>,
    /// Columns whose words are indexed.
    indexed: Vec<usize>,
    /// The rows that are told by others.
    told: Option<Told>,
}

/// A document on its way into the tables.
struct Placed<'a> {
    rows: &'a Rows,
    numbers: Numbers<'a>,
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

impl Plan {
    pub(crate) fn new() -> Self {
        const OF_RECORDS: &[&str] =
            &["record", "document", "id", "type", "seq", "parent", "path", "char_start", "char_end", "page"];
        Self {
            tables: tables().iter().map(TablePlan::new).collect(),
            records: Insert::new("records", OF_RECORDS, Conflict::Fail),
            words: Words::default(),
        }
    }

    /// Writes all rows of a document, in place of those that it had.
    pub(crate) fn replace(&mut self, to: &Connection, document: &Arc<Rows>) -> rusqlite::Result<()> {
        let file = text(document.tables()[place("documents")].cell(0, 0));
        let known: Option<i64> = to
            .prepare_cached("SELECT document FROM documents WHERE file = ?")?
            .query_row([file], |row| row.get(0))
            .optional()?;
        let number = match known {
            Some(number) => {
                // It can come twice in one transaction: what the index is to forget must be in it.
                if self.words.has(number) {
                    self.index(to)?;
                }
                self.remove(to, number)?;
                number
            }
            None => to
                .prepare_cached("SELECT coalesce(max(document), 0) + 1 FROM documents")?
                .query_row([], |row| row.get(0))?,
        };
        self.add(to, std::slice::from_ref(document), number)
    }

    /// Writes all rows of documents that are not there, and numbers them from `first`. Their words are in the index after
    /// [`Plan::index`].
    pub(crate) fn add(
        &mut self,
        to: &Connection,
        documents: &[Arc<Rows>],
        first: i64,
    ) -> rusqlite::Result<()> {
        let placed = (first..).zip(documents).map(|(number, rows)| Placed {
            rows,
            numbers: Numbers::new(number, &rows.tables()[place("records")]),
        });
        let placed: Vec<Placed<'_>> = placed.collect();
        for (at, plan) in self.tables.iter().enumerate().filter(|(_, plan)| plan.shape != Shape::Records) {
            plan.rows(to, at, &placed, &mut self.words)?;
        }
        self.records(to, &placed)?;
        if self.words.is_many() { self.index(to) } else { Ok(()) }
    }

    /// Writes the words of the documents that were added.
    pub(crate) fn index(&mut self, to: &Connection) -> rusqlite::Result<()> {
        self.words.write("INSERT INTO search (rowid, words) VALUES (?, ?)", to)
    }

    /// Drops the words that are not in the index yet.
    pub(crate) fn forget(&mut self) {
        self.words = Words::default();
    }

    /// Rows of `records`: what the definition has there, and the breadcrumb and place that each type's own rows begin with.
    fn records(&self, to: &Connection, documents: &[Placed<'_>]) -> rusqlite::Result<()> {
        let at = place("records");
        let [id, kind, seq, parent] = columns(&tables()[at], ["id", "type", "seq", "parent"]);
        let count = documents.iter().map(|document| document.rows.tables()[at].len()).sum();
        let mut rows = documents.iter().flat_map(|document| {
            let mut cursors = cursors(document.rows);
            let records = &document.rows.tables()[at];
            (0..records.len()).map(move |row| {
                let of = text(records.cell(row, kind));
                let cursor = cursors
                    .iter_mut()
                    .find(|cursor| Some(cursor.of) == of)
                    .expect("every type has its table");
                cursor.next += 1;
                (document, row, (cursor.next - 1, cursor.rows, cursor.places))
            })
        });
        self.records.rows(to, count, |values| {
            let (document, row, (own, of_type, places)) = rows.next().expect("as many rows as were counted");
            let (records, numbers) = (&document.rows.tables()[at], &document.numbers);
            values.number(Some(numbers.at(row)))?;
            values.number(Some(numbers.document))?;
            for column in [id, kind, seq] {
                values.cell(records.cell(row, column))?;
            }
            values.number(numbers.of(records.cell(row, parent)))?;
            places.into_iter().try_for_each(|column| values.cell(of_type.cell(own, column)))
        })
    }

    /// Takes all rows of a document out.
    fn remove(&self, from: &Connection, document: i64) -> rusqlite::Result<()> {
        let mut words = Words::default();
        for plan in &self.tables {
            plan.words(from, document, &mut words)?;
        }
        words.write("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", from)?;
        for plan in &self.tables {
            from.prepare_cached(&plan.delete)?.execute(plan.numbers(document))?;
        }
        Ok(())
    }
}

/// The place of a table.
fn place(name: &str) -> usize {
    tables().iter().position(|table| table.name == name).expect("a table's name")
}

/// The rows of a type, in the order of the records.
struct Cursor<'a> {
    of: &'static str,
    rows: &'a TableRows,
    next: usize,
    /// The columns that stand in `records`.
    places: [usize; 4],
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

impl TablePlan {
    fn new(table: &Table) -> Self {
        let shape = shape(table);
        let mut names: Vec<&str> = match shape {
            Shape::Documents => vec!["document", "file", "doc"],
            Shape::OfType => vec!["record"],
            Shape::OfDocument => vec!["document"],
            Shape::Records | Shape::OfRecord => Vec::new(),
        };
        let becomes = |reference| if reference { Becomes::Record } else { Becomes::Itself };
        let mut columns = Vec::new();
        for (place, column) in own(table) {
            names.push(&column.name);
            columns.push((place, becomes(table.lead(column).is_some())));
        }
        // Whose rows hang on a record that is new are new themselves.
        let conflict = match shape {
            Shape::OfRecord | Shape::OfDocument => Conflict::Replace,
            Shape::Documents | Shape::Records | Shape::OfType => Conflict::Fail,
        };
        let insert = Insert::new(name(table), &names, conflict);
        let of_document = match shape {
            Shape::Documents | Shape::OfDocument => "document BETWEEN ? AND ?".to_owned(),
            Shape::OfRecord => format!("{} BETWEEN ? AND ?", table.key[1]),
            Shape::Records | Shape::OfType => "record BETWEEN ? AND ?".to_owned(),
        };
        let delete = format!("DELETE FROM {} WHERE {of_document}", name(table));
        let texts =
            INDEXED.iter().find(|(name, _)| *name == table.name).map_or(&[][..], |(_, columns)| columns);
        let record =
            if shape == Shape::Documents { format!("document << {BITS}") } else { "record".to_owned() };
        let indexed_texts =
            format!("SELECT {record}, {} FROM {} WHERE {of_document}", texts.join(", "), table.name);
        let indexed = texts.iter().map(|name| table.column(name).expect("an indexed column")).collect();
        let told = (table.name == EVIDENCE).then(|| {
            let [of, ordinal, x0, ocr] = self::columns(table, ["of", "ordinal", "x0", "ocr"]);
            Told { of, ordinal, x0, ocr }
        });
        Self { shape, id: table.column("id"), insert, delete, indexed_texts, columns, indexed, told }
    }

    /// The first and the last number that the rows of a document hang on.
    fn numbers(&self, document: i64) -> [i64; 2] {
        match self.shape {
            Shape::Documents | Shape::OfDocument => [document; 2],
            Shape::Records | Shape::OfType | Shape::OfRecord => {
                [document << BITS, ((document + 1) << BITS) - 1]
            }
        }
    }

    /// Writes the rows of the table at a place of [`tables`].
    fn rows(
        &self,
        to: &Connection,
        at: usize,
        documents: &[Placed<'_>],
        words: &mut Words,
    ) -> rusqlite::Result<()> {
        let rows = || {
            documents.iter().flat_map(|document| {
                let rows = &document.rows.tables()[at];
                let own = move |row: &usize| !self.told.as_ref().is_some_and(|told| told.is_told(rows, *row));
                (0..rows.len()).filter(own).map(move |row| (document, rows, row))
            })
        };
        let mut next = rows();
        self.insert.rows(to, rows().count(), |values| {
            let (document, rows, row) = next.next().expect("as many rows as were counted");
            self.row(&document.numbers, rows, row, values, words)
        })
    }

    fn row(
        &self,
        numbers: &Numbers<'_>,
        rows: &TableRows,
        row: usize,
        values: &mut Values<'_, '_>,
        words: &mut Words,
    ) -> rusqlite::Result<()> {
        let record = self.id.and_then(|id| numbers.of(rows.cell(row, id)));
        match self.shape {
            Shape::Documents => {
                values.number(Some(numbers.document))?;
                values.cell(rows.cell(row, 0))?;
                values.cell(rows.cell(row, 1))?;
            }
            Shape::OfType => values.number(record)?,
            Shape::OfDocument => values.number(Some(numbers.document))?,
            Shape::Records | Shape::OfRecord => {}
        }
        for &(column, becomes) in &self.columns {
            let cell = rows.cell(row, column);
            match becomes {
                Becomes::Itself => values.cell(cell)?,
                Becomes::Record => values.number(numbers.of(cell))?,
            }
        }
        if let Some(record) = record {
            words.push(record, self.indexed.iter().filter_map(|&column| text(rows.cell(row, column))));
        }
        Ok(())
    }

    /// The words that the index has of a document's rows. It holds no text, so that SQLite wants to be told once more what
    /// it is to forget. (An index that can do without, `contentless_delete`, cannot be read by SQLite before 3.43.)
    fn words(&self, from: &Connection, document: i64, words: &mut Words) -> rusqlite::Result<()> {
        if self.indexed.is_empty() {
            return Ok(());
        }
        let mut statement = from.prepare_cached(&self.indexed_texts)?;
        let mut rows = statement.query(self.numbers(document))?;
        while let Some(row) = rows.next()? {
            let text = |column| -> rusqlite::Result<_> { Ok(row.get_ref(column)?.as_str_or_null()?) };
            let texts: Vec<_> = (1..=self.indexed.len()).map(text).collect::<Result<_, _>>()?;
            words.push(row.get(0)?, texts.into_iter().flatten());
        }
        Ok(())
    }
}

fn text(cell: Cell<'_>) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}
