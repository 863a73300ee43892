//! What the records mean, once: names, types, descriptions in English and Chinese, units, missing values, keys.
//!
//! The data files `data/tables.tsv`, `columns.tsv` and `values.tsv` give the records their tabular shape: one table a
//! record type, one a list inside records, and `records`, which all ids lead to. CSV heads, Parquet schemas, the SQLite
//! schema, data package, CSVW, the Chinese titles of the JSON Schema and `docs/records.md` are made from them. A test
//! compares them with the types of `gangyao-model`, field by field, so that the two cannot drift apart.
//!
//! What enters is nothing, what leaves is plain data. Nothing here knows how a table is written or filled.

mod load;
mod reference;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use reference::reference;

/// Joins the headings of a breadcrumb in one cell.
pub const PATH_SEPARATOR: &str = " > ";

/// Joins the texts of a list in one cell: normalised text has no line feeds.
pub const LINE_SEPARATOR: &str = "\n";

/// How a CSV says that the document does not say.
pub const NOT_STATED: &str = "";

/// How a CSV says that a number stands there that could not be read. Readers take it for “not a number” as it is.
pub const NOT_READABLE: &str = "NaN";

/// A table: rows of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name of the file or table: plural, snake case, no reserved word of SQL.
    pub name: &'static str,
    /// JSON type of the records that its rows come from; `*` for all.
    pub record: &'static str,
    /// What makes a row: `.` the record itself, `values[]` each element of a list, `counts{}` each entry of a map.
    pub rows: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// What a row is, in English.
    pub description: &'static str,
    /// What a row is, in Chinese.
    pub description_zh: &'static str,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Names of the columns that tell its rows apart.
    pub key: &'static [&'static str],
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Snake case, no reserved word of SQL.
    pub name: String,
    /// Chinese name.
    pub zh: String,
    /// Type of its cells.
    pub kind: Type,
    /// A cell can be empty because the document does not say.
    pub nullable: bool,
    /// Where the JSON says it, from the row's own place, or, behind `/`, from the record; behind `=` it is derived.
    pub json: String,
    /// Unit of the number, where it is none of the document's.
    pub unit: Option<&'static str>,
    /// The table and column that its values are found in, in rows of the same file; [`Table::lead`] tells more.
    pub references: Option<(&'static str, &'static str)>,
    /// Meaning in English, the words of the JSON Schema.
    pub description: &'static str,
    /// Meaning in Chinese.
    pub description_zh: &'static str,
}

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A double.
    Number,
    /// True or false.
    Boolean,
    /// Headings, outermost first, joined by [`PATH_SEPARATOR`].
    Path,
    /// A list of texts, joined by [`LINE_SEPARATOR`].
    Lines,
    /// One of certain texts: the name of the list, and the list.
    OneOf(&'static str, &'static [Choice]),
}

/// Where the cells of a column lead: to rows of the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead<'t> {
    /// The table of those rows.
    pub to: &'static Table,
    /// The columns by which a row is found, each with its name there. Ids repeat between copies of one plan, so that a record
    /// is found by the place of its document as well; the last pair is the column itself.
    pub columns: Vec<(&'t str, &'static str)>,
}

impl Lead<'_> {
    /// The column there that has the same cells.
    #[must_use]
    pub fn column(&self) -> &'static str {
        self.columns.last().expect("a lead has a column").1
    }
}

/// One of the certain values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As in the JSON.
    pub value: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// Meaning in English.
    pub description: &'static str,
}

impl Type {
    /// The name of the type in documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Path => "path",
            Self::Lines => "lines",
            Self::OneOf(list, _) => list,
        }
    }

    /// Whether its cells are texts.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Path | Self::Lines | Self::OneOf(..))
    }
}

impl Table {
    /// The place of a column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Where one of its columns leads; nowhere if that is the column that others lead to.
    #[must_use]
    pub fn lead<'t>(&self, column: &'t Column) -> Option<Lead<'t>> {
        let (to, there) = column.references.filter(|&to| to != (self.name, column.name.as_str()))?;
        let to = table(to).expect("a reference leads to a table");
        let of_document = ("file", "file");
        let pair = (column.name.as_str(), there);
        let columns = if there == "file" { vec![pair] } else { vec![of_document, pair] };
        Some(Lead { to, columns })
    }
}

static CHOICES: LazyLock<BTreeMap<&'static str, Vec<Choice>>> = LazyLock::new(load::choices);
static ALL: LazyLock<(Vec<Table>, Table)> = LazyLock::new(|| {
    let (tables, mut others): (Vec<_>, Vec<_>) =
        load::tables().into_iter().partition(|table| !table.record.is_empty());
    (tables, others.pop().expect("the panel has no record"))
});

/// All tables, in the order of their files: a table comes after those that its rows lead to.
#[must_use]
pub fn tables() -> &'static [Table] {
    &ALL.0
}

/// The table of `gangyao panel`: the values of all indicators of many documents, long and tidy. Its key has columns that
/// can be empty.
#[must_use]
pub fn panel() -> &'static Table {
    &ALL.1
}

/// A table by its name.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    tables().iter().find(|table| table.name == name)
}

/// The lists of certain values, by the name of the list.
#[must_use]
pub fn choices() -> &'static BTreeMap<&'static str, Vec<Choice>> {
    &CHOICES
}
