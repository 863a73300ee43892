//! Documents into the tables of a database that is there, by statements.

use gangyao_definition::{Table, tables};
use gangyao_tables::{Rows, TableRows};
use rusqlite::{Connection, OptionalExtension};

use crate::filling::{Filling, indexed, place, record_rows, text};
use crate::numbers::{BITS, Numbers};
use crate::schema::{Shape, name, own};
use crate::several::{Conflict, Insert};
use crate::words::Words;

/// Bytes of texts whose words are written together. A text has more than twice as many of words.
const MANY: usize = 4 * 1024 * 1024;

/// The statements that change a database.
pub(crate) struct Plan {
    tables: Vec<TablePlan>,
    /// Rows of `records`.
    records: Insert,
    /// Words of the documents since the last [`Plan::index`].
    words: Words,
}

/// How one table is filled, and the statements for that.
struct TablePlan {
    filling: Filling,
    insert: Insert,
    /// Takes out the rows of a document, whose first and last number it is given.
    delete: String,
    /// Gives the numbers and the indexed texts of the rows that it takes out.
    indexed_texts: String,
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
    pub(crate) fn replace(&mut self, to: &Connection, document: &Rows) -> rusqlite::Result<()> {
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
        self.add(to, document, number)
    }

    /// Writes all rows of a document that is not there. Its words are in the index after [`Plan::index`].
    fn add(&mut self, to: &Connection, document: &Rows, number: i64) -> rusqlite::Result<()> {
        let numbers = Numbers::new(number, &document.tables()[place("records")]);
        for (rows, plan) in document.tables().iter().zip(&self.tables) {
            if plan.filling.shape != Shape::Records {
                plan.rows(to, rows, &numbers, &mut self.words)?;
            }
        }
        let mut rows = record_rows(document);
        let count = document.tables()[place("records")].len();
        self.records.rows(to, count, |values| {
            rows.next().expect("as many rows as were counted").write(&numbers, values)
        })?;
        if self.words.bytes() >= MANY { self.index(to) } else { Ok(()) }
    }

    /// Writes the words of the documents that were added.
    pub(crate) fn index(&mut self, to: &Connection) -> rusqlite::Result<()> {
        self.words.write("INSERT INTO search (rowid, words) VALUES (?, ?)", to)
    }

    /// Drops the words that are not in the index yet.
    pub(crate) fn forget(&mut self) {
        self.words = Words::default();
    }

    /// Takes all rows of a document out.
    fn remove(&self, from: &Connection, document: i64) -> rusqlite::Result<()> {
        let mut words = Words::default();
        for plan in &self.tables {
            plan.words(from, document, &mut words)?;
        }
        words.write("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", from)?;
        for plan in &self.tables {
            from.prepare_cached(&plan.delete)?.execute(plan.filling.numbers(document))?;
        }
        Ok(())
    }
}

impl TablePlan {
    fn new(table: &Table) -> Self {
        let filling = Filling::new(table);
        let shape = filling.shape;
        let mut names: Vec<&str> = match shape {
            Shape::Documents => vec!["document", "file", "doc"],
            Shape::OfType => vec!["record"],
            Shape::OfDocument => vec!["document"],
            Shape::Records | Shape::OfRecord => Vec::new(),
        };
        names.extend(own(table).map(|(_, column)| column.name.as_str()));
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
        let record =
            if shape == Shape::Documents { format!("document << {BITS}") } else { "record".to_owned() };
        let texts = indexed(table).join(", ");
        let indexed_texts = format!("SELECT {record}, {texts} FROM {} WHERE {of_document}", table.name);
        Self { filling, insert, delete, indexed_texts }
    }

    /// Writes the rows of the table.
    fn rows(
        &self,
        to: &Connection,
        rows: &TableRows,
        numbers: &Numbers<'_>,
        words: &mut Words,
    ) -> rusqlite::Result<()> {
        let mut next = self.filling.rows(rows);
        self.insert.rows(to, self.filling.rows(rows).count(), |values| {
            let row = next.next().expect("as many rows as were counted");
            self.filling.write(numbers, rows, row, values, words)
        })
    }

    /// The words that the index has of a document's rows. It holds no text, so that SQLite wants to be told once more what
    /// it is to forget. (An index that can do without, `contentless_delete`, cannot be read by SQLite before 3.43.)
    fn words(&self, from: &Connection, document: i64, words: &mut Words) -> rusqlite::Result<()> {
        let indexed = self.filling.indexed();
        if indexed == 0 {
            return Ok(());
        }
        let mut statement = from.prepare_cached(&self.indexed_texts)?;
        let mut rows = statement.query(self.filling.numbers(document))?;
        while let Some(row) = rows.next()? {
            let text = |column| -> rusqlite::Result<_> { Ok(row.get_ref(column)?.as_str_or_null()?) };
            let texts: Vec<_> = (1..=indexed).map(text).collect::<Result<_, _>>()?;
            words.push(row.get(0)?, texts.into_iter().flatten());
        }
        Ok(())
    }
}
