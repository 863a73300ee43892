//! A table or an index as a tree of pages, filled in the order of its keys: leaves are written as soon as they are full, and
//! what leads to them at the end.
//!
//! Source: “Database File Format”, section 1.6, of SQLite's documentation. It calls a tree of rows a table b-tree and a tree
//! of keys an index b-tree. In a tree of rows all rows are in leaves; in one of keys those between two leaves stand in the
//! page above.

use std::io;
use std::ops::RangeInclusive;

use super::pages::{PAGE, Pages};
use super::record::push_varint;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Rows,
    Keys,
}

/// A page that is being filled: pointers to cells from its begin, cells from its end.
struct Page {
    bytes: Vec<u8>,
    /// Bytes before the first pointer.
    head: usize,
    cells: usize,
    /// Where the last cell begins.
    content: usize,
}

pub(crate) struct Tree {
    kind: Kind,
    /// The page that the schema names.
    root: u32,
    leaf: Page,
    /// The number of the last row.
    last: i64,
    /// A key that the full leaf has no room for. It stands between that leaf and the next.
    between: Option<Vec<u8>>,
    full: Level,
    /// What comes before a record in its cell.
    prefix: Vec<u8>,
}

/// Pages of one level, and what parts each from the next: the last number of a row in it, or a key.
#[derive(Default)]
struct Level {
    pages: Vec<u32>,
    parting: Vec<u8>,
    ends: Vec<usize>,
}

impl Page {
    fn new(kind: u8, head: usize) -> Self {
        let mut bytes = vec![0; PAGE];
        bytes[0] = kind;
        Self { bytes, head, cells: 0, content: PAGE }
    }

    fn clear(&mut self) {
        self.cells = 0;
        self.content = PAGE;
    }

    /// Adds a cell, given in parts, if there is room for it.
    fn push(&mut self, parts: &[&[u8]], length: usize) -> bool {
        let pointers = self.head + 2 * self.cells;
        if pointers + 2 + length > self.content {
            return false;
        }
        self.content -= length;
        let mut at = self.content;
        for part in parts {
            self.bytes[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        self.bytes[pointers..pointers + 2].copy_from_slice(&(self.content as u16).to_be_bytes());
        self.cells += 1;
        true
    }

    /// Takes the last cell out.
    fn pop(&mut self) -> Vec<u8> {
        self.cells -= 1;
        let end = match self.cells {
            0 => PAGE,
            cells => {
                let pointer = self.head + 2 * (cells - 1);
                usize::from(u16::from_be_bytes([self.bytes[pointer], self.bytes[pointer + 1]]))
            }
        };
        let cell = self.bytes[self.content..end].to_vec();
        self.content = end;
        cell
    }

    fn done(&mut self) -> &[u8] {
        self.bytes[3..5].copy_from_slice(&(self.cells as u16).to_be_bytes());
        self.bytes[5..7].copy_from_slice(&(self.content as u16).to_be_bytes());
        // Nothing of an earlier page that was filled here.
        self.bytes[self.head + 2 * self.cells..self.content].fill(0);
        &self.bytes
    }
}

impl Tree {
    pub(crate) fn new(kind: Kind, root: u32) -> Self {
        let leaf = Page::new(if kind == Kind::Rows { 13 } else { 10 }, 8);
        Self { kind, root, leaf, last: i64::MIN, between: None, full: Level::default(), prefix: Vec::new() }
    }

    /// The number of the last row.
    pub(crate) const fn last(&self) -> i64 {
        self.last
    }

    /// Adds a row, whose record comes in parts, to a tree of rows. Its number is higher than that of the row before.
    pub(crate) fn add_row(&mut self, number: i64, record: [&[u8]; 3], to: &mut Pages) -> io::Result<()> {
        debug_assert!(self.kind == Kind::Rows && number > self.last);
        self.add(Some(number), record, to)?;
        self.last = number;
        Ok(())
    }

    /// Adds a record to a tree of keys. It comes after the one before, as SQLite compares them.
    pub(crate) fn add_key(&mut self, record: [&[u8]; 3], to: &mut Pages) -> io::Result<()> {
        debug_assert!(self.kind == Kind::Keys);
        self.add(None, record, to)
    }

    fn add(&mut self, number: Option<i64>, record: [&[u8]; 3], to: &mut Pages) -> io::Result<()> {
        let length: usize = record.iter().map(|part| part.len()).sum();
        self.prefix.clear();
        push_varint(length as u64, &mut self.prefix);
        if let Some(number) = number {
            // A negative number has the bits of a large one.
            push_varint(number as u64, &mut self.prefix);
        }
        let here = local(self.kind, length);
        if here == length {
            let prefix = std::mem::take(&mut self.prefix);
            let [counted, types, values] = record;
            let added = self.cell(&[&prefix, counted, types, values], prefix.len() + length, to);
            self.prefix = prefix;
            return added;
        }
        let record = record.concat();
        let (first, cell) = (to.next(), [&self.prefix, &record[..here]].concat());
        let mut pieces = record[here..].chunks(PAGE - 4).peekable();
        while let Some(piece) = pieces.next() {
            let next = if pieces.peek().is_some() { to.after_next() } else { 0 };
            let mut page = vec![0; PAGE];
            page[..4].copy_from_slice(&next.to_be_bytes());
            page[4..4 + piece.len()].copy_from_slice(piece);
            to.append(&page)?;
        }
        self.cell(&[&cell, &first.to_be_bytes()], cell.len() + 4, to)
    }

    fn cell(&mut self, parts: &[&[u8]], length: usize, to: &mut Pages) -> io::Result<()> {
        if let Some(between) = self.between.take() {
            self.next_leaf(&between, to)?;
        }
        if self.leaf.push(parts, length) {
            return Ok(());
        }
        match self.kind {
            Kind::Rows => {
                let mut last = Vec::new();
                push_varint(self.last as u64, &mut last);
                self.next_leaf(&last, to)?;
                // No cell takes more than a page.
                self.leaf.push(parts, length);
            }
            Kind::Keys => self.between = Some(parts.concat()),
        }
        Ok(())
    }

    fn next_leaf(&mut self, parting: &[u8], to: &mut Pages) -> io::Result<()> {
        self.full.push(to.append(self.leaf.done())?, parting);
        self.leaf.clear();
        Ok(())
    }

    /// Writes the pages that lead to the leaves.
    pub(crate) fn close(mut self, to: &mut Pages) -> io::Result<()> {
        if let Some(between) = self.between.take() {
            // No leaf would come behind the key that stands between: the one before gives its last.
            let last = self.leaf.pop();
            self.next_leaf(&last, to)?;
            self.leaf.push(&[&between], between.len());
        }
        if self.full.pages.is_empty() {
            to.put(self.root, self.leaf.done());
            return Ok(());
        }
        let mut level = self.full;
        level.pages.push(to.append(self.leaf.done())?);
        let mut page = Page::new(if self.kind == Kind::Rows { 5 } else { 2 }, 12);
        loop {
            let parts = level.parts();
            let mut above = Level::default();
            for part in &parts {
                page.clear();
                let last = *part.end();
                for at in *part.start()..last {
                    let (child, parting) = (level.pages[at].to_be_bytes(), level.parting(at));
                    page.push(&[&child, parting], 4 + parting.len());
                }
                page.bytes[8..12].copy_from_slice(&level.pages[last].to_be_bytes());
                if let [_] = parts[..] {
                    to.put(self.root, page.done());
                    return Ok(());
                }
                let number = to.append(page.done())?;
                if last < level.ends.len() {
                    above.push(number, level.parting(last));
                } else {
                    above.pages.push(number);
                }
            }
            level = above;
        }
    }
}

impl Level {
    fn push(&mut self, page: u32, parting: &[u8]) {
        self.pages.push(page);
        self.parting.extend_from_slice(parting);
        self.ends.push(self.parting.len());
    }

    /// What parts a page from the next.
    fn parting(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.parting[start..self.ends[at]]
    }

    /// Which pages of this level each page of the one above leads to.
    fn parts(&self) -> Vec<RangeInclusive<usize>> {
        const ROOM: usize = PAGE - 12;
        let mut parts = Vec::new();
        let (mut first, mut room) = (0, ROOM);
        for at in 0..self.ends.len() {
            let length = 2 + 4 + self.parting(at).len();
            if length > room {
                parts.push(first..=at);
                (first, room) = (at + 1, ROOM);
            } else {
                room -= length;
            }
        }
        let last = self.pages.len() - 1;
        if first == last
            && let Some(before) = parts.last_mut()
        {
            // A page leads to two at least: to the one that is left leads the page before.
            first -= 1;
            *before = *before.start()..=first - 1;
        }
        parts.push(first..=last);
        parts
    }
}

/// How many bytes of a record stand in its cell.
const fn local(kind: Kind, length: usize) -> usize {
    let most = match kind {
        Kind::Rows => PAGE - 35,
        Kind::Keys => (PAGE - 12) * 64 / 255 - 23,
    };
    if length <= most {
        return length;
    }
    let least = (PAGE - 12) * 32 / 255 - 23;
    let here = least + (length - least) % (PAGE - 4);
    if here <= most { here } else { least }
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::path::Path;

    use rusqlite::Connection;

    use super::*;
    use crate::load::record::Record;

    /// Texts of these lengths in a table of rows and in one of keys, and what SQLite makes of them. `pages` is how long the file
    /// is before.
    fn check(lengths: &[usize], pages: u64) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        let roots = begun(&path);
        OpenOptions::new().write(true).open(&path).unwrap().set_len(pages.max(3) * PAGE as u64).unwrap();
        let mut to = Pages::open(&path).unwrap();
        let [mut rows, mut keys] = [Tree::new(Kind::Rows, roots[0]), Tree::new(Kind::Keys, roots[1])];
        let text = |at: usize| format!("{at:06}").chars().cycle().take(lengths[at]).collect::<String>();
        let mut record = Record::default();
        for at in 0..lengths.len() {
            let number = at as i64 * 1_000 - 5;
            rows.add_row(number, record.begin().null().text(&text(at)).done(), &mut to).unwrap();
            keys.add_key(record.begin().integer(number).text(&text(at)).done(), &mut to).unwrap();
        }
        rows.close(&mut to).unwrap();
        keys.close(&mut to).unwrap();
        to.close().unwrap();
        let database = Connection::open(&path).unwrap();
        if pages == 0 {
            let found: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(found, "ok", "{} texts", lengths.len());
        }
        for table in ["by_number", "by_key"] {
            for order in ["", "DESC"] {
                let sql = format!("SELECT number, text FROM {table} ORDER BY number {order}");
                let mut statement = database.prepare(&sql).unwrap();
                let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
                let mut found: Vec<(i64, String)> = found.map(Result::unwrap).collect();
                if order == "DESC" {
                    found.reverse();
                }
                assert_eq!(found.len(), lengths.len(), "{table}");
                for (at, (number, found)) in found.into_iter().enumerate() {
                    assert_eq!(number, at as i64 * 1_000 - 5);
                    assert!(found == text(at), "{table}, row {at}");
                }
            }
            // Each row is found by way of the pages above it.
            let sql = format!("SELECT length(text) FROM {table} WHERE number = ?");
            let mut statement = database.prepare(&sql).unwrap();
            for (at, &length) in lengths.iter().enumerate().step_by(lengths.len() / 50 + 1) {
                let found: i64 = statement.query_row([at as i64 * 1_000 - 5], |row| row.get(0)).unwrap();
                assert_eq!(found, length as i64);
            }
        }
    }

    /// The pages of two tables in a new file.
    fn begun(path: &Path) -> [u32; 2] {
        let database = Connection::open(path).unwrap();
        let schema = "CREATE TABLE by_number (number INTEGER PRIMARY KEY, text TEXT);
            CREATE TABLE by_key (number INTEGER, text TEXT, PRIMARY KEY (number, text)) WITHOUT ROWID;";
        database.execute_batch(&format!("PRAGMA page_size = {PAGE}; {schema}")).unwrap();
        let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
        ["by_number", "by_key"].map(|name| database.query_row(root, [name], |row| row.get(0)).unwrap())
    }

    #[test]
    fn trees_of_every_height_are_what_sqlite_reads() {
        for count in [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 18, 40, 700] {
            // Four keys fill a page, so that few of them have pages above pages.
            check(&vec![4_000; count], 0);
        }
        check(&vec![10; 60_000], 0);
    }

    #[test]
    fn long_records_go_on_elsewhere() {
        let mut lengths = Vec::new();
        for about in [120, 4_080, PAGE - 40, PAGE, 2 * PAGE, 5 * PAGE] {
            lengths.extend(about - 20..about + 20);
        }
        check(&lengths, 0);
        lengths.reverse();
        check(&lengths, 0);
    }

    #[test]
    fn what_is_left_on_the_last_page_is_no_matter() {
        for count in 1_500..1_640 {
            check(&vec![20; count], 0);
        }
    }

    #[test]
    fn the_page_that_sqlite_locks_is_left_out() {
        // A gibibyte that is no part of either tree and takes no room on the disk.
        for before in 1..4 {
            check(&[4_000; 60], (1 << 30) / PAGE as u64 - before);
            check(&[3 * PAGE; 3], (1 << 30) / PAGE as u64 - before);
        }
    }
}
