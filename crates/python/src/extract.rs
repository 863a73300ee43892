//! Documents to the rows of one table, errors included, for engines that run one function over many files.
//!
//! What enters are documents one by one, what leaves are columns that are always the same: those of a table of the
//! definition, for `records` also the record itself as its line of the JSONL, then [`ERROR_CODE`] and [`ERROR_MESSAGE`].
//! A document that has no records has one row with its `file` and the error; no document is lost, and none ends the run.

use gangyao::{Error, Options};
use gangyao_definition::Table;
use gangyao_exporter::write_jsonl;
use gangyao_tables::{Rows, TableRows};

use crate::columns::{Column, Columns, Strings, TooLong};
use crate::document::{Document, Failure, Input};

/// The table whose rows carry the whole records.
pub const RECORDS: &str = "records";
/// The column that holds them.
pub const RECORD: &str = "record";
/// Why a document has no records.
pub const ERROR_CODE: &str = "error_code";
/// The same in words.
pub const ERROR_MESSAGE: &str = "error_message";

/// Text that a document may add: offsets of columns are 32 bits wide, and no batch needs more.
const MOST: usize = 1 << 30;

/// The rows that documents have given so far.
#[derive(Clone, Debug)]
pub struct Extract {
    options: Options,
    rows: Columns,
    records: Option<Strings>,
    codes: Strings,
    messages: Strings,
}

/// What one document gives: the rows of its tables, and its lines of the JSONL where they are wanted.
type Part = (Rows, Vec<u8>);

impl Extract {
    /// No rows of a table.
    #[must_use]
    pub fn new(table: &'static Table, options: Options) -> Self {
        Self {
            options,
            rows: Columns::new(table),
            records: (table.name == RECORDS).then(Strings::default),
            codes: Strings::default(),
            messages: Strings::default(),
        }
    }

    /// The names of the columns that come behind those of the table.
    #[must_use]
    pub fn further(table: &Table) -> Vec<&'static str> {
        let record = (table.name == RECORDS).then_some(RECORD);
        record.into_iter().chain([ERROR_CODE, ERROR_MESSAGE]).collect()
    }

    /// Adds the rows of a document, or the one that says why there are none.
    ///
    /// # Errors
    /// [`TooLong`] where rows of a gigabyte of text were not taken.
    pub fn add<B: AsRef<[u8]>>(&mut self, input: Input<B>) -> Result<(), TooLong> {
        match Document::convert(input, &self.options).and_then(|document| self.part(&document)) {
            Ok(part) => self.document(&part),
            Err(failure) => self.failure(&failure),
        }
    }

    /// Bytes of text so far.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let records = self.records.as_ref().map_or(0, Strings::bytes);
        self.rows.text_bytes() + records + self.messages.bytes()
    }

    /// Takes out what there is: the number of rows, and the columns.
    pub fn take(&mut self) -> (usize, Vec<Column>) {
        let empty = Self::new(self.rows.table(), self.options.clone());
        let full = std::mem::replace(self, empty);
        let rows = full.rows.len();
        let mut all = full.rows.close();
        let further = full.records.into_iter().chain([full.codes, full.messages]);
        all.extend(further.map(Strings::close));
        (rows, all)
    }

    fn part(&self, document: &Document) -> Result<Part, Failure> {
        let mut lines = Vec::new();
        if self.records.is_some() {
            write_jsonl(&document.output.conversion, &mut lines).expect("memory takes every byte");
        }
        let rows = document.rows()?;
        if lines.len().max(self.own(&rows).text_bytes()) > MOST {
            let message = format!("its records are more than {MOST} bytes of text; split it");
            return Err(Failure::new(&Error::new("too-large", message), document.file.clone()));
        }
        Ok((rows, lines))
    }

    /// The rows of the table that is wanted.
    fn own<'r>(&self, rows: &'r Rows) -> &'r TableRows {
        let own = |rows: &&TableRows| rows.table().name == self.rows.table().name;
        rows.tables().iter().find(own).expect("a document has rows of every table")
    }

    fn document(&mut self, (rows, lines): &Part) -> Result<(), TooLong> {
        let rows = self.own(rows);
        self.rows.add(rows)?;
        if let Some(records) = &mut self.records {
            let lines = std::str::from_utf8(lines).expect("JSON is UTF-8").lines();
            lines.map(Some).try_for_each(|line| records.push(line))?;
        }
        for _ in 0..rows.len() {
            self.codes.push(None)?;
            self.messages.push(None)?;
        }
        Ok(())
    }

    fn failure(&mut self, failure: &Failure) -> Result<(), TooLong> {
        let mut rows = TableRows::new(self.rows.table());
        let others = 1..rows.columns().len();
        let row = rows.row().text(failure.file.as_str());
        others.fold(row, |row, _| row.null()).end();
        self.rows.add(&rows)?;
        if let Some(records) = &mut self.records {
            records.push(None)?;
        }
        self.codes.push(Some(&failure.code))?;
        self.messages.push(Some(&failure.message))
    }
}

#[cfg(test)]
mod tests {
    use gangyao_definition::{table, tables};

    use super::*;
    use crate::document::Content;

    const PLAN: &str = "第一章 总则\n到2030年，地区生产总值达到100亿元。\n";

    /// The columns of a table, of a plan and a broken file.
    fn of(name: &str) -> (usize, Vec<Column>) {
        let mut extract = Extract::new(table(name).unwrap(), Options::default());
        for (file, bytes) in [("a.txt", PLAN.as_bytes()), ("b.pdf", b"%PDF-1.7 broken")] {
            extract.add(Input { file: file.to_owned(), content: Content::Bytes(bytes) }).unwrap();
        }
        assert!(extract.bytes() > 0);
        let taken = extract.take();
        assert_eq!(extract.take().0, 0);
        taken
    }

    #[test]
    fn every_table_has_rows_and_the_error() {
        for table in tables() {
            let (rows, columns) = of(table.name);
            assert_eq!(columns.len(), table.columns.len() + Extract::further(table).len());
            assert_eq!(table.columns[0].name, "file");
            assert_eq!(columns[0].nulls, 0);
            let errors = &columns[columns.len() - 2];
            assert_eq!(
                (errors.nulls, errors.values.as_slice()),
                (rows - 1, &b"malformed"[..]),
                "{}",
                table.name
            );
        }
    }

    #[test]
    fn records_are_the_lines_of_the_jsonl() {
        let (rows, columns) = of(RECORDS);
        let input = Input { file: "a.txt".to_owned(), content: Content::Bytes(PLAN) };
        let document = Document::convert(input, &Options::default()).unwrap();
        let mut lines = Vec::new();
        write_jsonl(&document.output.conversion, &mut lines).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(rows, lines.lines().count() + 1);
        let records = &columns[columns.len() - 3];
        assert_eq!(records.nulls, 1);
        assert_eq!(records.values, lines.replace('\n', "").into_bytes());
    }
}
