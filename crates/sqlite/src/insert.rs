//! One document into the tables.

use std::ops::Range;

use gangyao_definition::{Table, tables};
use gangyao_tables::{Cell, Rows, TableRows};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Statement, ToSql};

use crate::bigrams::push_words;
use crate::schema::{Shape, own, shape};

/// Records of a document are numbered from `document << 32`, so that a document's numbers depend on no other document.
const BITS: u32 = 32;

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
}

struct TablePlan {
    shape: Shape,
    insert: String,
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
        Self { tables: tables().iter().map(TablePlan::new).collect() }
    }

    /// Writes all rows of a document, in place of those that it had if there can be any. A new database is given each
    /// document once.
    pub(crate) fn document(&self, to: &Connection, rows: &Rows, replace: bool) -> rusqlite::Result<()> {
        let place =
            |name: &str| tables().iter().position(|table| table.name == name).expect("a table's name");
        let (documents, records) = (&rows.tables()[place("documents")], &rows.tables()[place("records")]);
        let known = if replace {
            to.prepare_cached("SELECT document FROM documents WHERE file = ?")?
                .query_row([sql(documents.cell(0, 0))], |row| row.get(0))
                .optional()?
        } else {
            None
        };
        let document: i64 = match known {
            Some(document) => {
                self.remove(to, document)?;
                document
            }
            None => to
                .prepare_cached("SELECT coalesce(max(document), 0) + 1 FROM documents")?
                .query_row([], |row| row.get(0))?,
        };
        let numbers = Numbers::new(document, records);
        let mut words = Words::default();
        for (plan, rows) in
            self.tables.iter().zip(rows.tables()).filter(|(plan, _)| plan.shape != Shape::Records)
        {
            plan.rows(to, rows, &numbers, &mut words)?;
        }
        words.write("INSERT INTO search (rowid, words) VALUES (?, ?)", to)?;
        self.records(to, rows, records, &numbers)
    }

    /// Rows of `records`: what the definition has there, and the breadcrumb and place that each type's own rows begin with.
    fn records(
        &self,
        to: &Connection,
        all: &Rows,
        records: &TableRows,
        numbers: &Numbers<'_>,
    ) -> rusqlite::Result<()> {
        let mut statement = to.prepare_cached(
            "INSERT INTO records (record, document, id, type, seq, parent, path, char_start, char_end, page)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
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
        for row in 0..records.len() {
            let Cell::Text(of) = records.cell(row, kind) else { continue };
            let (_, at, rows, places) =
                cursors.iter_mut().find(|cursor| cursor.0 == of).expect("every type has its table");
            statement.raw_bind_parameter(1, numbers.first + row as i64)?;
            statement.raw_bind_parameter(2, numbers.document)?;
            for (place, column) in (3..).zip([id, kind, seq]) {
                statement.raw_bind_parameter(place, sql(records.cell(row, column)))?;
            }
            statement.raw_bind_parameter(6, numbers.of(records.cell(row, parent)))?;
            for (place, &column) in (7..).zip(&*places) {
                statement.raw_bind_parameter(place, sql(rows.cell(*at, column)))?;
            }
            *at += 1;
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// Takes all rows of a document out.
    fn remove(&self, from: &Connection, document: i64) -> rusqlite::Result<()> {
        let (first, end) = (document << BITS, (document + 1) << BITS);
        let mut words = Words::default();
        for (plan, table) in self.tables.iter().zip(tables()) {
            plan.words(from, table, document, &mut words)?;
        }
        words.write("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", from)?;
        for (plan, table) in self.tables.iter().zip(tables()) {
            let name = table.name;
            match plan.shape {
                Shape::Documents | Shape::OfDocument => {
                    from.execute(&format!("DELETE FROM {name} WHERE document = ?"), [document])?;
                }
                Shape::Records | Shape::OfType | Shape::OfRecord => {
                    let key = if plan.shape == Shape::OfRecord { table.key[1] } else { "record" };
                    from.execute(
                        &format!("DELETE FROM {name} WHERE {key} >= ? AND {key} < ?"),
                        [first, end],
                    )?;
                }
            }
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
            columns.push((place, becomes(column.references.is_some() && column.name != "id")));
        }
        let marks = vec!["?"; names.len()].join(", ");
        let insert = format!("INSERT INTO {} ({}) VALUES ({marks})", table.name, names.join(", "));
        let indexed =
            INDEXED.iter().find(|(name, _)| *name == table.name).map_or(&[][..], |(_, columns)| columns);
        let indexed = indexed.iter().map(|name| table.column(name).expect("an indexed column")).collect();
        Self { shape, insert, columns, indexed }
    }

    fn rows(
        &self,
        to: &Connection,
        rows: &TableRows,
        numbers: &Numbers<'_>,
        words: &mut Words,
    ) -> rusqlite::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut statement = to.prepare_cached(&self.insert)?;
        let id = rows.table().column("id");
        for row in 0..rows.len() {
            let record = id.and_then(|id| numbers.of(rows.cell(row, id)));
            let mut place = 1;
            let mut bind = |statement: &mut Statement<'_>, value: &dyn ToSql| {
                let bound = statement.raw_bind_parameter(place, value);
                place += 1;
                bound
            };
            match self.shape {
                Shape::Documents => {
                    bind(&mut statement, &numbers.document)?;
                    bind(&mut statement, &sql(rows.cell(row, 0)))?;
                    bind(&mut statement, &sql(rows.cell(row, 1)))?;
                }
                Shape::OfType => bind(&mut statement, &record)?,
                Shape::OfDocument => bind(&mut statement, &numbers.document)?,
                Shape::Records | Shape::OfRecord => {}
            }
            for &(column, becomes) in &self.columns {
                let cell = rows.cell(row, column);
                match becomes {
                    Becomes::Itself => bind(&mut statement, &sql(cell))?,
                    Becomes::Record => bind(&mut statement, &numbers.of(cell))?,
                }
            }
            statement.raw_execute()?;
            if let Some(record) = record {
                words.push(
                    record,
                    self.indexed.iter().filter_map(|&column| match rows.cell(row, column) {
                        Cell::Text(text) => Some(text),
                        _ => None,
                    }),
                );
            }
        }
        Ok(())
    }
}

impl TablePlan {
    /// The words that the index has of a document's rows. It holds no text, so that SQLite wants to be told once more what
    /// it is to forget. (An index that can do without, `contentless_delete`, cannot be read by SQLite before 3.43.)
    fn words(
        &self,
        from: &Connection,
        table: &Table,
        document: i64,
        words: &mut Words,
    ) -> rusqlite::Result<()> {
        if self.indexed.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = self.indexed.iter().map(|&place| table.columns[place].name.as_str()).collect();
        let (record, of_document) = match self.shape {
            Shape::Documents => (format!("document << {BITS}"), format!("document = {document}")),
            _ => {
                let (first, end) = (document << BITS, (document + 1) << BITS);
                ("record".to_owned(), format!("record >= {first} AND record < {end}"))
            }
        };
        let select = format!("SELECT {record}, {} FROM {} WHERE {of_document}", names.join(", "), table.name);
        let mut statement = from.prepare(&select)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column| -> rusqlite::Result<_> { Ok(row.get_ref(column)?.as_str_or_null()?) };
            let texts: Vec<_> = (1..=names.len()).map(text).collect::<Result<_, _>>()?;
            words.push(row.get(0)?, texts.into_iter().flatten());
        }
        Ok(())
    }
}

/// The words of a document's records. They are written in the order of the records' numbers: at a number lower than the
/// one before, SQLite writes out all that it has gathered, which would be once a table.
#[derive(Default)]
struct Words {
    text: String,
    /// Record, and where its words lie.
    records: Vec<(i64, Range<usize>)>,
}

impl Words {
    fn push<'t>(&mut self, record: i64, texts: impl Iterator<Item = &'t str>) {
        let start = self.text.len();
        texts.for_each(|text| push_words(text, &mut self.text));
        if self.text.len() > start {
            self.records.push((record, start..self.text.len()));
        }
    }

    fn write(mut self, statement: &str, to: &Connection) -> rusqlite::Result<()> {
        self.records.sort_unstable_by_key(|&(record, _)| record);
        let mut statement = to.prepare_cached(statement)?;
        for (record, words) in self.records {
            statement.raw_bind_parameter(1, record)?;
            statement.raw_bind_parameter(2, &self.text[words])?;
            statement.raw_execute()?;
        }
        Ok(())
    }
}

/// The numbers of a document's records.
struct Numbers<'a> {
    document: i64,
    /// The first record's.
    first: i64,
    /// By id.
    by_id: Vec<(&'a str, i64)>,
}

impl<'a> Numbers<'a> {
    fn new(document: i64, records: &'a TableRows) -> Self {
        let first = document << BITS;
        let [id] = columns(records.table(), ["id"]);
        let mut by_id: Vec<_> = (0..records.len())
            .filter_map(|row| match records.cell(row, id) {
                Cell::Text(id) => Some((id, first + row as i64)),
                _ => None,
            })
            .collect();
        by_id.sort_unstable();
        Self { document, first, by_id }
    }

    /// The number of the record that a cell names.
    fn of(&self, id: Cell<'_>) -> Option<i64> {
        let Cell::Text(id) = id else { return None };
        self.by_id.binary_search_by_key(&id, |&(id, _)| id).ok().map(|place| self.by_id[place].1)
    }
}

/// A cell as SQLite takes it.
fn sql(cell: Cell<'_>) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(match cell {
        Cell::Null => ValueRef::Null,
        Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        Cell::Integer(number) => ValueRef::Integer(number),
        Cell::Number(number) => ValueRef::Real(number),
        Cell::Boolean(value) => ValueRef::Integer(i64::from(value)),
    })
}
