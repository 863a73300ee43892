//! The words of a document's records, for the full-text index.

use std::ops::Range;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::bigrams::push_words;
use crate::numbers::BITS;

/// Bytes of words that are written together.
const MANY: usize = 8 * 1024 * 1024;

/// Gathered, since they are written many at once and in the order of the records' numbers. At a number lower than the one
/// before, and at a statement that adds several rows to any table, SQLite writes out the index that it has in memory: that
/// would be once a table, and each time it sorts all words and begins a further list of them.
#[derive(Default)]
pub(crate) struct Words {
    /// In UTF-8.
    text: Vec<u8>,
    /// Record, and where its words lie.
    records: Vec<(i64, Range<usize>)>,
}

impl Words {
    /// Adds the words of a record's texts.
    pub(crate) fn push<'t>(&mut self, record: i64, texts: impl Iterator<Item = &'t str>) {
        let start = self.text.len();
        texts.for_each(|text| push_words(text, &mut self.text));
        if self.text.len() > start {
            self.records.push((record, start..self.text.len()));
        }
    }

    /// Whether words of a document's records are among them.
    pub(crate) fn has(&self, document: i64) -> bool {
        self.records.iter().any(|&(record, _)| record >> BITS == document)
    }

    /// Whether it is time to write them.
    pub(crate) const fn is_many(&self) -> bool {
        self.text.len() >= MANY
    }

    /// Runs a statement with the number and the words of each record, and forgets them.
    pub(crate) fn write(&mut self, statement: &str, to: &Connection) -> rusqlite::Result<()> {
        self.records.sort_unstable_by_key(|&(record, _)| record);
        let mut statement = to.prepare_cached(statement)?;
        for (record, words) in self.records.drain(..) {
            statement.raw_bind_parameter(1, record)?;
            let words = ToSqlOutput::Borrowed(ValueRef::Text(&self.text[words]));
            statement.raw_bind_parameter(2, words)?;
            statement.raw_execute()?;
        }
        self.text.clear();
        Ok(())
    }
}
