//! Rows into one table, several with one statement: each run of a statement looks for its place in the table anew.

use gangyao_tables::Cell;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

/// Rows of a statement. The last is for those that are left.
const SIZES: [usize; 3] = [16, 4, 1];

/// The statements that fill a table.
pub(crate) struct Insert {
    statements: [String; SIZES.len()],
}

/// Takes the values of rows, one after the other.
pub(crate) struct Values<'s, 'c> {
    statement: &'s mut Statement<'c>,
    place: usize,
}

impl Insert {
    pub(crate) fn new(table: &str, columns: &[&str]) -> Self {
        let marks = vec!["?"; columns.len()].join(",");
        let columns = columns.join(",");
        let row = format!("({marks})");
        Self {
            statements: SIZES.map(|rows| {
                // The transaction is given up at the first error: no statement has to be taken back alone.
                format!(
                    "INSERT OR FAIL INTO {table} ({columns}) VALUES {}",
                    vec![row.as_str(); rows].join(",")
                )
            }),
        }
    }

    /// Adds so many rows. `row` gives the values of one, in the order of the columns.
    pub(crate) fn rows(
        &self,
        to: &Connection,
        count: usize,
        mut row: impl FnMut(usize, &mut Values<'_, '_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let mut next = 0;
        for (size, sql) in SIZES.into_iter().zip(&self.statements) {
            if count - next < size {
                continue;
            }
            let mut statement = to.prepare_cached(sql)?;
            while count - next >= size {
                let mut values = Values { statement: &mut statement, place: 1 };
                for _ in 0..size {
                    row(next, &mut values)?;
                    next += 1;
                }
                statement.raw_execute()?;
            }
        }
        Ok(())
    }
}

impl Values<'_, '_> {
    pub(crate) fn cell(&mut self, cell: Cell<'_>) -> rusqlite::Result<()> {
        self.value(match cell {
            Cell::Null => ValueRef::Null,
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Integer(number) => ValueRef::Integer(number),
            Cell::Number(number) => ValueRef::Real(number),
            Cell::Boolean(value) => ValueRef::Integer(i64::from(value)),
        })
    }

    pub(crate) fn number(&mut self, number: Option<i64>) -> rusqlite::Result<()> {
        self.value(number.map_or(ValueRef::Null, ValueRef::Integer))
    }

    fn value(&mut self, value: ValueRef<'_>) -> rusqlite::Result<()> {
        self.statement.raw_bind_parameter(self.place, ToSqlOutput::Borrowed(value))?;
        self.place += 1;
        Ok(())
    }
}
