//! The words of a document's records, for the full-text index.

use std::ops::Range;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::bigrams::push_words;
use crate::numbers::BITS;

/// Texts are gathered, since their words are written many at once and in the order of the records' numbers. At a number lower
/// than the one before, and at a statement that adds several rows to any table, SQLite writes out the index that it has in
/// memory: that would be once a table, and each time it sorts all words and begins a further list of them.
#[derive(Default)]
pub(crate) struct Words {
    text: String,
    /// Record, and where its texts lie.
    records: Vec<(i64, Range<usize>)>,
}

impl Words {
    /// Has room for so many bytes of texts. Memory that nothing is written to costs nothing; to move what is there does.
    pub(crate) fn of(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), records: Vec::new() }
    }

    /// Adds the words of a record's texts.
    pub(crate) fn push<'t>(&mut self, record: i64, texts: impl Iterator<Item = &'t str>) {
        let start = self.text.len();
        for text in texts {
            let start = self.text.len();
            self.text.push_str(text);
            // The index knows none but small letters.
            self.text[start..].make_ascii_lowercase();
            // What parts words: no word goes from one text to the next.
            self.text.push('\n');
        }
        if self.text.len() > start {
            self.records.push((record, start..self.text.len()));
        }
    }

    /// Whether words of a document's records are among them.
    pub(crate) fn has(&self, document: i64) -> bool {
        self.records.iter().any(|&(record, _)| record >> BITS == document)
    }

    /// Bytes of the texts.
    pub(crate) const fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The texts, and where those of each record lie, in the order of the records' numbers.
    pub(crate) fn sorted(&mut self) -> (&str, &[(i64, Range<usize>)]) {
        self.records.sort_unstable_by_key(|&(record, _)| record);
        (&self.text, &self.records)
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.records.clear();
    }

    /// Runs a statement with the number and the words of each record, and forgets them.
    pub(crate) fn write(&mut self, statement: &str, to: &Connection) -> rusqlite::Result<()> {
        self.sorted();
        let mut statement = to.prepare_cached(statement)?;
        let mut words = Vec::new();
        for (record, texts) in self.records.drain(..) {
            words.clear();
            push_words(&self.text[texts], &mut words);
            if words.is_empty() {
                continue;
            }
            statement.raw_bind_parameter(1, record)?;
            statement.raw_bind_parameter(2, ToSqlOutput::Borrowed(ValueRef::Text(&words)))?;
            statement.raw_execute()?;
        }
        self.text.clear();
        Ok(())
    }
}
