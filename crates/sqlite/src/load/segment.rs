//! A list of words in the format of FTS5: every word, its records, and its places in each, on leaves of some four thousand
//! bytes.
//!
//! Source: the comments of SQLite's `fts5_index.c`, “SQLite full-text format”. A leaf begins with where its first record
//! number stands that no word precedes, and with where its words end; then come words without what they share with the one
//! before, each with its list; then where each word stands. FTS5 also writes an index over a list of more than four leaves,
//! which may be missing: the lists here hardly get as long.

use std::io;

use super::pages::Pages;
use super::record::{Record, push_varint};
use super::tree::Tree;

/// Bytes of a leaf.
const LEAF: usize = 4050;
/// Those that it begins with: where its first record number stands, and where its words end.
const HEAD: usize = 4;
/// The most bytes that a record's number, the length of its places and the first of them take.
const ROW: usize = 9 + 5 + 5;
/// The most that the lengths before a word, and where it stands, take.
const TERM: usize = 3 + 3 + 3;
/// Bytes of a word that FTS5 keeps.
pub(crate) const MOST: usize = 32_768;

/// Where the leaves of all segments go.
pub(crate) struct Shadow<'a> {
    pub(crate) data: &'a mut Tree,
    pub(crate) starts: &'a mut Tree,
    pub(crate) pages: &'a mut Pages,
    pub(crate) record: &'a mut Record,
}

/// A segment that is being written.
pub(crate) struct Segment {
    id: u32,
    /// The number of the leaf that is being filled; the first has 1.
    leaf: u32,
    bytes: Vec<u8>,
    /// Where the leaf's words stand, each from the one before.
    stands: Vec<u8>,
    /// Where the last one stands.
    last_stands: usize,
    /// The last word.
    word: Vec<u8>,
    is_first_word: bool,
    /// Nothing precedes the next record's number on the leaf but what goes on from the leaf before.
    is_first_row: bool,
}

impl Segment {
    pub(crate) fn new(id: u32) -> Self {
        Self {
            id,
            leaf: 1,
            bytes: vec![0; HEAD],
            stands: Vec::new(),
            last_stands: 0,
            word: Vec::new(),
            is_first_word: true,
            is_first_row: true,
        }
    }

    fn room(&self) -> usize {
        LEAF.saturating_sub(self.bytes.len() + self.stands.len())
    }

    /// Begins the list of a word. It comes after the one before in the order of bytes, and has a list, which comes next.
    pub(crate) fn word(&mut self, word: &[u8], to: &mut Shadow<'_>) -> io::Result<()> {
        if self.room() < TERM + 1 + word.len() + ROW && self.bytes.len() > HEAD {
            self.next_leaf(to)?;
        }
        push_varint((self.bytes.len() - self.last_stands) as u64, &mut self.stands);
        self.last_stands = self.bytes.len();
        // Words of the whole text, and not of some begin of words, have this mark.
        let mark = b'0';
        let shared = match self.word.is_empty() {
            true => 0,
            false => 1 + self.word[1..].iter().zip(word).take_while(|(a, b)| a == b).count(),
        };
        self.word.clear();
        self.word.push(mark);
        self.word.extend_from_slice(word);
        let written = if self.is_first_word {
            // The first leaf is where the search begins that goes to no other.
            let parts = if self.leaf == 1 { 0 } else { shared + 1 };
            let record = to.record.begin().integer(i64::from(self.id)).blob(&[&self.word[..parts]]);
            to.starts.add_key(record.integer(i64::from(self.leaf) << 1).done(), to.pages)?;
            0
        } else {
            self.number(shared as u64);
            shared
        };
        let rest = self.word.len() - written;
        self.number(rest as u64);
        self.bytes.extend_from_slice(&self.word[written..]);
        (self.is_first_word, self.is_first_row) = (false, false);
        Ok(())
    }

    /// Adds the list of the word: of each record its number, as the difference from the one before, twice the bytes of its
    /// places, and these.
    pub(crate) fn list(&mut self, list: &[u8], to: &mut Shadow<'_>) -> io::Result<()> {
        if list.len() <= self.room() {
            // Nearly all: most words are rare.
            self.bytes(list);
            return Ok(());
        }
        let (mut at, mut row) = (0, 0);
        while at < list.len() {
            let (difference, length) = read_varint(&list[at..]);
            at += length;
            let (size, length) = read_varint(&list[at..]);
            at += length;
            self.row(&mut row, difference, &list[at..at + size as usize / 2], to)?;
            at += size as usize / 2;
        }
        Ok(())
    }

    /// Adds a record to the list of the word, with the places of the word in it.
    fn row(&mut self, row: &mut u64, difference: u64, places: &[u8], to: &mut Shadow<'_>) -> io::Result<()> {
        // The first stands on the leaf of its word.
        if *row > 0 && self.room() < ROW {
            self.next_leaf(to)?;
        }
        *row += difference;
        if self.is_first_row {
            let at = self.bytes.len() as u16;
            self.bytes[..2].copy_from_slice(&at.to_be_bytes());
            self.number(*row);
            self.is_first_row = false;
        } else {
            self.number(difference);
        }
        self.number(2 * places.len() as u64);
        let mut left = places;
        while left.len() > self.room() {
            let (here, rest) = left.split_at(whole(left, self.room()));
            self.bytes(here);
            self.next_leaf(to)?;
            left = rest;
        }
        self.bytes(left);
        Ok(())
    }

    /// Writes the last leaf, and says how many there are.
    pub(crate) fn close(mut self, to: &mut Shadow<'_>) -> io::Result<u32> {
        if self.bytes.len() > HEAD {
            self.next_leaf(to)?;
        }
        Ok(self.leaf - 1)
    }

    fn number(&mut self, number: u64) {
        push_varint(number, &mut self.bytes);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn next_leaf(&mut self, to: &mut Shadow<'_>) -> io::Result<()> {
        let end = self.bytes.len() as u16;
        self.bytes[2..HEAD].copy_from_slice(&end.to_be_bytes());
        let number = i64::from(self.id) << 37 | i64::from(self.leaf);
        let record = to.record.begin().null().blob(&[&self.bytes, &self.stands]);
        to.data.add_row(number, record.done(), to.pages)?;
        self.leaf += 1;
        self.bytes.clear();
        self.bytes.extend_from_slice(&[0; HEAD]);
        self.stands.clear();
        self.last_stands = 0;
        (self.is_first_word, self.is_first_row) = (true, true);
        Ok(())
    }
}

/// The number that bytes begin with, and how many of them it takes.
fn read_varint(bytes: &[u8]) -> (u64, usize) {
    let (mut number, mut length) = (0, 0);
    loop {
        let byte = bytes[length];
        number = number << 7 | u64::from(byte & 0x7F);
        length += 1;
        if byte & 0x80 == 0 {
            return (number, length);
        }
    }
}

/// The most of the first bytes that cut no number apart.
fn whole(places: &[u8], room: usize) -> usize {
    places[..room].iter().rposition(|byte| byte & 0x80 == 0).map_or(0, |last| last + 1)
}
