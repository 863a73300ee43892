//! One document into the tables.

use gangyao_definition::{Table, tables};
use gangyao_tables::{Cell, Rows, TableRows};
use rusqlite::{Connection, OptionalExtension};

use crate::numbers::{BITS, Numbers};
use crate::schema::{Shape, own, shape};
use crate::several::Insert;
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
    insert: Insert,
    /// Takes out the rows of a document, whose first and last number it is given.
    delete: String,
    /// Gives the numbers and the indexed texts of the rows that it takes out.
    indexed_texts: String,
    /// The definition's columns that follow the numbers, with what each becomes.
    columns: Vec<(usize, Becomes)>,
    /// Columns whose words are indexed.
    indexed: Vec<usize>,
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
            records: Insert::new("records", OF_RECORDS),
            words: Words::default(),
        }
    }

    /// Writes all rows of a document, in place of those that it had if there can be any. A new database is given each
    /// document once. Its words are in the index after [`Plan::index`].
    pub(crate) fn document(&mut self, to: &Connection, rows: &Rows, replace: bool) -> rusqlite::Result<()> {
        let place =
            |name: &str| tables().iter().position(|table| table.name == name).expect("a table's name");
        let (documents, records) = (&rows.tables()[place("documents")], &rows.tables()[place("records")]);
        let known = if replace {
            to.prepare_cached("SELECT document FROM documents WHERE file = ?")?
                .query_row([text(documents.cell(0, 0))], |row| row.get(0))
                .optional()?
        } else {
            None
        };
        let document: i64 = match known {
            Some(document) => {
                // It can come twice in one transaction: what the index is to forget must be in it.
                if self.words.has(document) {
                    self.index(to)?;
                }
                self.remove(to, document)?;
                document
            }
            None => to
                .prepare_cached("SELECT coalesce(max(document), 0) + 1 FROM documents")?
                .query_row([], |row| row.get(0))?,
        };
        let numbers = Numbers::new(document, records);
        for (plan, rows) in
            self.tables.iter().zip(rows.tables()).filter(|(plan, _)| plan.shape != Shape::Records)
        {
            plan.rows(to, rows, &numbers, &mut self.words)?;
        }
        self.records(to, rows, records, &numbers)?;
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
    fn records(
        &self,
        to: &Connection,
        all: &Rows,
        records: &TableRows,
        numbers: &Numbers<'_>,
    ) -> rusqlite::Result<()> {
        let [id, kind, seq, parent] = columns(records.table(), ["id", "type", "seq", "parent"]);
        // The rows of each type stand in the order of the records, so that a cursor for each finds them.
        let mut cursors: Vec<(&str, usize, &TableRows, [usize; 4])> = all
            .tables()
            .iter()
            .filter(|rows| rows.table().rows == "." && rows.table().record != "*")
            .map(|rows| {
                let places = columns(rows.table(), ["path", "char_start", "char_end", "page"]);
                (rows.table().record, 0, rows, places)
            })
            .collect();
        self.records.rows(to, records.len(), |row, values| {
            let of = text(records.cell(row, kind));
            let (_, at, rows, places) =
                cursors.iter_mut().find(|cursor| Some(cursor.0) == of).expect("every type has its table");
            values.number(Some(numbers.at(row)))?;
            values.number(Some(numbers.document))?;
            for column in [id, kind, seq] {
                values.cell(records.cell(row, column))?;
            }
            values.number(numbers.of(records.cell(row, parent)))?;
            for &column in &*places {
                values.cell(rows.cell(*at, column))?;
            }
            *at += 1;
            Ok(())
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

/// The places of columns.
fn columns<const N: usize>(table: &Table, names: [&str; N]) -> [usize; N] {
    names.map(|name| table.column(name).expect("a column's name"))
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
        let insert = Insert::new(table.name, &names);
        let of_document = match shape {
            Shape::Documents | Shape::OfDocument => "document BETWEEN ? AND ?".to_owned(),
            Shape::OfRecord => format!("{} BETWEEN ? AND ?", table.key[1]),
            Shape::Records | Shape::OfType => "record BETWEEN ? AND ?".to_owned(),
        };
        let delete = format!("DELETE FROM {} WHERE {of_document}", table.name);
        let texts =
            INDEXED.iter().find(|(name, _)| *name == table.name).map_or(&[][..], |(_, columns)| columns);
        let record =
            if shape == Shape::Documents { format!("document << {BITS}") } else { "record".to_owned() };
        let indexed_texts =
            format!("SELECT {record}, {} FROM {} WHERE {of_document}", texts.join(", "), table.name);
        let indexed = texts.iter().map(|name| table.column(name).expect("an indexed column")).collect();
        Self { shape, insert, delete, indexed_texts, columns, indexed }
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

    fn rows(
        &self,
        to: &Connection,
        rows: &TableRows,
        numbers: &Numbers<'_>,
        words: &mut Words,
    ) -> rusqlite::Result<()> {
        let id = rows.table().column("id");
        self.insert.rows(to, rows.len(), |row, values| {
            let record = id.and_then(|id| numbers.of(rows.cell(row, id)));
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
        })
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
