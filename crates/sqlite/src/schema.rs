//! The tables as SQL, from the definition; the views from `views.sql`.

use std::fmt::Write;

use gangyao_definition::{Column, Table, Type, tables as all};

/// Indexes whose order is that of the documents.
pub(crate) const INDEXES_OF_RECORDS: &str = include_str!("indexes_of_records.sql");
const INDEXES: &str = include_str!("indexes.sql");
const SEARCH: &str = include_str!("search.sql");
const VIEWS: &str = include_str!("views.sql");

/// Columns that all records have: they stand in `records`, and not once more in the table of each type.
const COMMON: &[&str] = &["file", "doc", "id", "seq", "parent", "path", "char_start", "char_end", "page"];

/// The table whose rows are mostly told by those of `records`: a record's only span is where the record stands. What is left
/// are rows of `spans`, and `evidence` is a view over both.
pub(crate) const EVIDENCE: &str = "evidence";

/// What a table's rows hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One row a document.
    Documents,
    /// One row a record.
    Records,
    /// One row a record of a type; `record` is the key.
    OfType,
    /// Rows that belong to a record: `evidence`, `cells`, …
    OfRecord,
    /// Rows that belong to a document: `counts`, `coverage`.
    OfDocument,
}

impl Shape {
    /// The columns whose order the rows are kept in, which are the table's first. Rows with numbers have none.
    pub(crate) fn key(self, table: &Table) -> Vec<&'static str> {
        let of = &table.key[1..];
        match self {
            Self::Documents | Self::Records | Self::OfType => Vec::new(),
            Self::OfRecord => of.to_vec(),
            Self::OfDocument => vec!["document", of[0]],
        }
    }
}

/// The name of a table in the database.
pub(crate) fn name(table: &Table) -> &'static str {
    if table.name == EVIDENCE { "spans" } else { table.name }
}

/// The shape of a table.
pub(crate) fn shape(table: &Table) -> Shape {
    match (table.name, table.rows) {
        ("documents", _) => Shape::Documents,
        ("records", _) => Shape::Records,
        (_, ".") => Shape::OfType,
        _ if table.column("ordinal").is_some() => Shape::OfRecord,
        _ => Shape::OfDocument,
    }
}

/// The columns of a table in the database that are not made of numbers of records or documents, in order, each with its
/// place in the definition.
pub(crate) fn own(table: &Table) -> impl Iterator<Item = (usize, &Column)> {
    let common = match shape(table) {
        Shape::Documents | Shape::OfType => COMMON,
        Shape::Records => &COMMON[..2],
        Shape::OfRecord | Shape::OfDocument => &COMMON[..2],
    };
    table.columns.iter().enumerate().filter(move |(_, column)| !common.contains(&column.name.as_str()))
}

/// The tables of a new database, and its full-text index.
pub(crate) fn tables() -> String {
    all().iter().map(table).collect::<String>() + SEARCH
}

/// Indexes that are made when the tables are filled, and the views.
pub(crate) fn views_and_other_indexes() -> String {
    format!("{INDEXES}\n{VIEWS}")
}

/// One table.
pub(crate) fn table(table: &Table) -> String {
    let mut lines = match shape(table) {
        Shape::Documents => vec![
            "document INTEGER PRIMARY KEY".to_owned(),
            "file TEXT NOT NULL".to_owned(),
            "doc TEXT NOT NULL".to_owned(),
        ],
        Shape::Records => vec![
            "record INTEGER PRIMARY KEY".to_owned(),
            "document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE".to_owned(),
        ],
        Shape::OfType => {
            vec!["record INTEGER PRIMARY KEY REFERENCES records ON DELETE CASCADE".to_owned()]
        }
        Shape::OfRecord => Vec::new(),
        Shape::OfDocument => {
            vec!["document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE".to_owned()]
        }
    };
    lines.extend(own(table).map(|(_, column)| line(table, column)));
    match shape(table) {
        Shape::Records => lines.extend(
            ["path TEXT NOT NULL", "char_start INTEGER", "char_end INTEGER", "page INTEGER"]
                .map(str::to_owned),
        ),
        shape @ (Shape::OfRecord | Shape::OfDocument) => {
            lines.push(format!("PRIMARY KEY ({})", shape.key(table).join(", ")));
        }
        Shape::Documents | Shape::OfType => {}
    }
    // Rows that belong to something have no number of their own.
    let rowid =
        if matches!(shape(table), Shape::OfRecord | Shape::OfDocument) { " WITHOUT ROWID" } else { "" };
    let (name, lines) = (name(table), lines.join(",\n    "));
    format!("-- {} {}\nCREATE TABLE {name} (\n    {lines}\n){rowid};\n\n", table.zh, table.description)
}

/// A column that an earlier version did not have: what its documents say of it is not known until they come again.
pub(crate) fn added_column(table: &Table, column: &Column) -> String {
    let line = line(table, column);
    match (column.nullable, column.kind) {
        (true, _) => line,
        (false, Type::Integer | Type::Boolean | Type::Number) => format!("{line} DEFAULT 0"),
        (false, _) => format!("{line} DEFAULT ''"),
    }
}

fn line(table: &Table, column: &Column) -> String {
    let lead = table.lead(column);
    let kind = match (&lead, column.kind) {
        (Some(_), _) => "INTEGER",
        (_, Type::Integer | Type::Boolean) => "INTEGER",
        (_, Type::Number) => "REAL",
        _ => "TEXT",
    };
    let mut line = format!("{} {kind}", column.name);
    if !column.nullable {
        line.push_str(" NOT NULL");
    }
    match (lead, column.kind) {
        (Some(lead), _) => {
            let cascade = if column.nullable { "" } else { " ON DELETE CASCADE" };
            // Writing to a string cannot fail.
            let _ = write!(line, " REFERENCES {}{cascade}", lead.to.name);
        }
        (_, Type::Boolean) => {
            let _ = write!(line, " CHECK ({} IN (0, 1))", column.name);
        }
        (_, Type::OneOf(_, choices)) => {
            // A comment and no rule: a later version may know more values, and a rule cannot be changed.
            let values: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            let _ = write!(line, " /* {} */", values.join(" | "));
        }
        _ => {}
    }
    line
}
