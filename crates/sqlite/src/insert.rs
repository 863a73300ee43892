//! One document into the tables.

use gangyao_definition::{Table, tables};
use gangyao_tables::{Cell, Rows, TableRows};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Statement, ToSql};

use crate::bigrams::push_words;
use crate::schema::{Shape, own, shape};

/// Records of a document are numbered from `document << 32`, so that a document's numbers depend on no other document.
const BITS: u32 = 32;

/// Which texts of a table are indexed, and the column that names their record (none: the row's own).
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
        for (plan, rows) in
            self.tables.iter().zip(rows.tables()).filter(|(plan, _)| plan.shape != Shape::Records)
        {
            plan.rows(to, rows, &numbers)?;
        }
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
        for (plan, table) in self.tables.iter().zip(tables()) {
            plan.forget_words(from, table, document)?;
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

    fn rows(&self, to: &Connection, rows: &TableRows, numbers: &Numbers<'_>) -> rusqlite::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut statement = to.prepare_cached(&self.insert)?;
        let mut search = to.prepare_cached("INSERT INTO search (rowid, words) VALUES (?, ?)")?;
        let id = rows.table().column("id");
        let mut words = String::new();
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
            words.clear();
            for &column in &self.indexed {
                if let Cell::Text(text) = rows.cell(row, column) {
                    push_words(text, &mut words);
                }
            }
            if !words.is_empty() {
                search.raw_bind_parameter(1, record)?;
                search.raw_bind_parameter(2, &words)?;
                search.raw_execute()?;
            }
        }
        Ok(())
    }
}

impl TablePlan {
    /// Takes the words of a document's rows out of the index, which holds no text: SQLite wants to be told once more what
    /// they were. (An index that can do without, `contentless_delete`, cannot be read by SQLite before 3.43.)
    fn forget_words(&self, from: &Connection, table: &Table, document: i64) -> rusqlite::Result<()> {
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
        let mut forget =
            from.prepare_cached("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)")?;
        let mut words = String::new();
        while let Some(row) = rows.next()? {
            words.clear();
            for column in 1..=names.len() {
                if let Some(text) = row.get_ref(column)?.as_str_or_null()? {
                    push_words(text, &mut words);
                }
            }
            if !words.is_empty() {
                forget.execute((row.get::<_, i64>(0)?, &words))?;
            }
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
