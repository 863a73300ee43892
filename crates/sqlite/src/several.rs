//! Rows into one table, several with one statement: each run of a statement looks for its place in the table anew.

use gangyao_tables::Cell;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use crate::filling::Sink;

/// Rows of a statement. The last is for those that are left.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// The statements that fill a table.
pub(crate) struct Insert {
    statements: [String; SIZES.len()],
    /// Columns of a row.
    columns: usize,
}

/// What a row is to do where its key is there already. A transaction is given up at the first error: no statement has to be
/// taken back alone.
#[derive(Clone, Copy)]
pub(crate) enum Conflict {
    /// Nothing: that is an error.
    Fail,
    /// Take its place. For rows whose keys are known to be new: SQLite then does not look for them.
    Replace,
}

/// Takes the values of rows, one after the other.
pub(crate) struct Values<'s, 'c> {
    statement: &'s mut Statement<'c>,
    /// Which places have a value from an earlier run of the statement. To bind nothing once more would cost as much as a
    /// value, and most cells of some tables are empty.
    filled: &'s mut [bool],
    place: usize,
}

impl Insert {
    pub(crate) fn new(table: &str, columns: &[&str], conflict: Conflict) -> Self {
        let marks = vec!["?"; columns.len()].join(",");
        let names = columns.join(",");
        let row = format!("({marks})");
        let conflict = match conflict {
            Conflict::Fail => "FAIL",
            Conflict::Replace => "REPLACE",
        };
        let statements = SIZES.map(|rows| {
            let rows = vec![row.as_str(); rows].join(",");
            format!("INSERT OR {conflict} INTO {table} ({names}) VALUES {rows}")
        });
        Self { statements, columns: columns.len() }
    }

    /// Adds so many rows. `row` gives the values of the next one, in the order of the columns.
    pub(crate) fn rows(
        &self,
        to: &Connection,
        count: usize,
        mut row: impl FnMut(&mut Values<'_, '_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let mut left = count;
        for (size, sql) in SIZES.into_iter().zip(&self.statements) {
            if left < size {
                continue;
            }
            let mut statement = to.prepare_cached(sql)?;
            statement.clear_bindings();
            let mut filled = vec![false; size * self.columns];
            while left >= size {
                let mut values = Values { statement: &mut statement, filled: &mut filled, place: 0 };
                for _ in 0..size {
                    row(&mut values)?;
                }
                statement.raw_execute()?;
                left -= size;
            }
        }
        Ok(())
    }
}

impl Sink for Values<'_, '_> {
    type Error = rusqlite::Error;

    fn cell(&mut self, cell: Cell<'_>) -> rusqlite::Result<()> {
        self.value(match cell {
            Cell::Null => ValueRef::Null,
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Integer(number) => ValueRef::Integer(number),
            Cell::Number(number) => ValueRef::Real(number),
            Cell::Boolean(value) => ValueRef::Integer(i64::from(value)),
        })
    }

    fn number(&mut self, number: Option<i64>) -> rusqlite::Result<()> {
        self.value(number.map_or(ValueRef::Null, ValueRef::Integer))
    }
}

impl Values<'_, '_> {
    fn value(&mut self, value: ValueRef<'_>) -> rusqlite::Result<()> {
        let filled = value != ValueRef::Null;
        if std::mem::replace(&mut self.filled[self.place], filled) || filled {
            self.statement.raw_bind_parameter(self.place + 1, ToSqlOutput::Borrowed(value))?;
        }
        self.place += 1;
        Ok(())
    }
}
