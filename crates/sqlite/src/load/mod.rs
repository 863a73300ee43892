//! A new database, written page by page.
//!
//! SQLite itself makes the tables, the views, and the settings of the full text in an empty file. The rows come in the order of
//! their keys, so that every tree of pages can be filled from its begin to its end, and the words of many records are sorted
//! at once: that takes a small part of the time that statements take, which look for the place of each row and each word
//! anew. SQLite then opens the file, brings what is to be sorted over all documents into order, and keeps the rest as it is.
//! The tests compare every row and every word with what statements write.

mod index;
mod pages;
mod record;
mod segment;
mod tree;

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use gangyao_definition::tables;
use gangyao_tables::{Rows, TableRows};

use self::index::Index;
use self::pages::{PAGE, Pages};
use self::record::{Keyed, Numbered, Record};
use self::tree::{Kind, Tree};
use crate::error::Error;
use crate::filling::{Filling, place, record_rows};
use crate::numbers::Numbers;
use crate::schema::{self, Shape};
use crate::words::Words;
use crate::{APPLICATION, VERSION, connect};

/// How much is held at a time.
pub(crate) struct Bounds {
    /// Bytes of texts whose words become one segment of the index, at least and at most. They take five times as many while they
    /// are sorted.
    pub(crate) text: [usize; 2],
    /// Segments that are written. A search looks through each of them, and FTS5 knows no more than 2,000.
    pub(crate) segments: usize,
}

/// A segment becomes longer than the shortest when it is a smaller part of what is there.
const PART: usize = 256;

/// Begins to write what nobody else has open and what is thrown away if anything fails.
const BEGIN: &str =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN";

impl Default for Bounds {
    fn default() -> Self {
        const MEBIBYTE: usize = 1024 * 1024;
        Self { text: [MEBIBYTE, 8 * MEBIBYTE], segments: 1024 }
    }
}

/// A database that is being written.
pub(crate) struct Load {
    path: PathBuf,
    bounds: Bounds,
    pages: Pages,
    tables: Vec<(Filling, Tree)>,
    by_id: Tree,
    by_parent: Tree,
    index: Index,
    words: Words,
    /// Bytes of texts whose words are in the index.
    indexed: usize,
    /// The four bytes by which FTS5 knows that its settings have changed.
    settings: Vec<u8>,
    /// The number of the next document.
    next: i64,
    scratch: Scratch,
}

/// Memory that is used again.
#[derive(Default)]
struct Scratch {
    record: Record,
    keys: Vec<u8>,
    records: Vec<u8>,
    rows: Vec<KeyedRow>,
}

impl Load {
    /// Makes a database in a file that is empty or not there.
    pub(crate) fn begin(path: &Path, bounds: Bounds) -> Result<Self, Error> {
        let connection = connect(path, true)?;
        connection.execute_batch(&format!("PRAGMA page_size = {PAGE}; {BEGIN}"))?;
        connection.execute_batch(&schema::tables())?;
        connection.execute_batch(schema::INDEXES_OF_RECORDS)?;
        connection.execute_batch("COMMIT")?;
        let tree = |kind, name: &str| -> rusqlite::Result<Tree> {
            let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
            Ok(Tree::new(kind, connection.query_row(root, [name], |row| row.get(0))?))
        };
        let of_table = |table| {
            let filling = Filling::new(table);
            let tree = tree(kind(filling.shape), schema::name(table))?;
            Ok((filling, tree))
        };
        let of_tables = tables().iter().map(of_table).collect::<rusqlite::Result<_>>()?;
        let index = Index::new(
            tree(Kind::Rows, "search_data")?,
            tree(Kind::Keys, "search_idx")?,
            tree(Kind::Rows, "search_docsize")?,
        );
        let [by_id, by_parent] = [tree(Kind::Keys, "records_by_id")?, tree(Kind::Keys, "records_by_parent")?];
        let settings =
            connection.query_row("SELECT substr(block, 1, 4) FROM search_data WHERE id = 10", [], |row| {
                row.get(0)
            })?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(Self {
            path: path.to_owned(),
            pages: Pages::open(path).map_err(Error::write)?,
            tables: of_tables,
            by_id,
            by_parent,
            index,
            words: Words::of(bounds.text[0] + bounds.text[0] / 4),
            indexed: 0,
            settings,
            next: 1,
            bounds,
            scratch: Scratch::default(),
        })
    }

    /// Whether no more is written in one go: the index has as many segments as it may, or numbers get too long.
    pub(crate) fn is_full(&self) -> bool {
        self.index.segments() >= self.bounds.segments || self.next >> 23 > 0
    }

    /// Writes all rows of a document.
    pub(crate) fn add(&mut self, document: &Rows) -> Result<(), Error> {
        let numbers = Numbers::new(self.next, &document.tables()[place("records")]);
        self.next += 1;
        for (rows, (filling, tree)) in document.tables().iter().zip(&mut self.tables) {
            let Scratch { record, .. } = &mut self.scratch;
            match filling.shape {
                // Below.
                Shape::Records => {}
                Shape::Documents | Shape::OfType => {
                    for row in filling.rows(rows) {
                        let mut values = Numbered { record: record.begin(), number: None };
                        let Ok(()) = filling.write(&numbers, rows, row, &mut values, &mut self.words);
                        let number =
                            values.number.filter(|&number| number > tree.last()).ok_or_else(twice)?;
                        tree.add_row(number, record.done(), &mut self.pages).map_err(Error::write)?;
                    }
                }
                Shape::OfRecord | Shape::OfDocument => {
                    let add = |record: &[u8]| tree.add_key([record, &[], &[]], &mut self.pages);
                    keyed(filling, rows, &numbers, &mut self.scratch, &mut self.words, add)?;
                }
            }
        }
        self.records(document, &numbers)?;
        let [least, most] = self.bounds.text;
        if self.words.bytes() >= (self.indexed / PART).clamp(least, most) { self.index() } else { Ok(()) }
    }

    /// Writes the rows of `records`, and its indexes.
    fn records(&mut self, document: &Rows, numbers: &Numbers<'_>) -> Result<(), Error> {
        let Self { tables, by_id, by_parent, pages, scratch: Scratch { record, .. }, .. } = self;
        let (_, tree) = &mut tables[place("records")];
        let (mut ids, mut parents) = (Vec::new(), Vec::new());
        for row in record_rows(document) {
            let number = row.number(numbers);
            let mut values = Numbered { record: record.begin(), number: None };
            let Ok(()) = row.write(numbers, &mut values);
            tree.add_row(number, record.done(), pages).map_err(Error::write)?;
            ids.push((row.id(), number));
            parents.extend(row.parent(numbers).map(|parent| (parent, number)));
        }
        ids.sort_unstable();
        if ids.windows(2).any(|two| two[0].0 == two[1].0) {
            return Err(twice());
        }
        for (id, number) in ids {
            record.begin().integer(numbers.document).text(id).integer(number);
            by_id.add_key(record.done(), pages).map_err(Error::write)?;
        }
        parents.sort_unstable();
        for (parent, number) in parents {
            record.begin().integer(parent).integer(number);
            by_parent.add_key(record.done(), pages).map_err(Error::write)?;
        }
        Ok(())
    }

    /// Writes the words that were gathered.
    fn index(&mut self) -> Result<(), Error> {
        self.indexed += self.words.bytes();
        let (text, records) = self.words.sorted();
        self.index.write(text, records, &mut self.scratch.record, &mut self.pages).map_err(Error::write)?;
        self.words.clear();
        Ok(())
    }

    /// Leaves a whole database, and says where.
    pub(crate) fn close(mut self) -> Result<PathBuf, Error> {
        self.index()?;
        let pages = &mut self.pages;
        let trees = self.tables.into_iter().map(|(_, tree)| tree).chain([self.by_id, self.by_parent]);
        trees.into_iter().try_for_each(|tree| tree.close(pages)).map_err(Error::write)?;
        let [sums, structure] = self.index.close(pages).map_err(Error::write)?;
        self.pages.close().map_err(Error::write)?;
        let connection = connect(&self.path, false)?;
        connection.execute_batch(BEGIN)?;
        let structure = [self.settings, structure].concat();
        for (id, block) in [(1, sums), (10, structure)] {
            connection.execute("REPLACE INTO search_data (id, block) VALUES (?, ?)", (id, block))?;
        }
        connection.execute_batch(&schema::views_and_other_indexes())?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", VERSION)?;
        connection.execute_batch("COMMIT")?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(self.path)
    }
}

/// A row on its way into a tree of keys: where its key and its record lie among those of all rows.
struct KeyedRow {
    key: Range<usize>,
    record: Range<usize>,
}

/// Writes the rows of a table that is kept in the order of its key.
fn keyed(
    filling: &Filling,
    rows: &TableRows,
    numbers: &Numbers<'_>,
    scratch: &mut Scratch,
    words: &mut Words,
    mut add: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), Error> {
    let Scratch { record, keys, records, rows: all } = scratch;
    keys.clear();
    records.clear();
    all.clear();
    let left = filling.shape.key(rows.table()).len();
    for row in filling.rows(rows) {
        let starts = (keys.len(), records.len());
        let Ok(()) =
            filling.write(numbers, rows, row, &mut Keyed { record: record.begin(), key: keys, left }, words);
        record.done().iter().for_each(|part| records.extend_from_slice(part));
        all.push(KeyedRow { key: starts.0..keys.len(), record: starts.1..records.len() });
    }
    let key = |row: &KeyedRow| &keys[row.key.clone()];
    if !all.is_sorted_by_key(key) {
        all.sort_by(|a, b| key(a).cmp(key(b)));
    }
    if all.windows(2).any(|two| key(&two[0]) == key(&two[1])) {
        return Err(twice());
    }
    all.iter().try_for_each(|row| add(&records[row.record.clone()])).map_err(Error::write)
}

const fn kind(shape: Shape) -> Kind {
    match shape {
        Shape::Documents | Shape::Records | Shape::OfType => Kind::Rows,
        Shape::OfRecord | Shape::OfDocument => Kind::Keys,
    }
}

fn twice() -> Error {
    Error::new("output-failed", "cannot be written: two records of a document have one id")
}
