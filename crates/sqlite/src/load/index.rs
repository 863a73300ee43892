//! The full-text index of a new database: the words of many records are sorted at once, in place of being put into FTS5's
//! table of words one by one, and written as a segment of the index.

use std::io;
use std::ops::Range;

use super::pages::Pages;
use super::record::{Record, push_varint};
use super::segment::{MOST, Segment, Shadow};
use super::tree::Tree;
use crate::bigrams::{Word, words};

/// The highest [`code`], and one.
const CODES: usize = 28_098;

/// The trees that FTS5 keeps its index in.
pub(crate) struct Index {
    /// Leaves of segments.
    data: Tree,
    /// The words that leaves begin with.
    starts: Tree,
    /// How many words each record has.
    sizes: Tree,
    /// Leaves of the segments.
    segments: Vec<u32>,
    records: u64,
    words: u64,
    found: Found,
}

/// Words where they stand, in the order of the text.
#[derive(Default)]
struct Found {
    pairs: Vec<Pair>,
    /// What is sorted last lies here, so that memory is asked for once.
    sorted: Vec<Pair>,
    others: Vec<Other>,
}

/// Two neighbours, or one character, which has nothing beside it.
#[derive(Clone, Copy, Default)]
struct Pair {
    codes: [u16; 2],
    /// The record, as its place among those that are written together.
    record: u32,
    /// Words of the record before it.
    place: u32,
}

/// A word of other characters.
#[derive(Clone)]
struct Other {
    /// Its first bytes, to compare them as one number.
    begin: u64,
    text: Range<usize>,
    record: u32,
    place: u32,
}

/// Where the words of a segment go.
struct Lists<'a, 'p> {
    segment: Segment,
    to: Shadow<'p>,
    records: &'a [(i64, Range<usize>)],
    places: Vec<u8>,
}

impl Index {
    pub(crate) fn new(data: Tree, starts: Tree, sizes: Tree) -> Self {
        Self { data, starts, sizes, segments: Vec::new(), records: 0, words: 0, found: Found::default() }
    }

    pub(crate) fn segments(&self) -> usize {
        self.segments.len()
    }

    /// Writes the words of records, whose numbers are higher than those before and in order.
    pub(crate) fn write(
        &mut self,
        text: &str,
        records: &[(i64, Range<usize>)],
        record: &mut Record,
        pages: &mut Pages,
    ) -> io::Result<()> {
        let lower = text.to_ascii_lowercase();
        self.found.pairs.clear();
        self.found.others.clear();
        let mut size = Vec::new();
        for (at, (number, text)) in records.iter().enumerate() {
            let count = self.found.record(at as u32, text.start, &lower[text.clone()]);
            if count > 0 {
                size.clear();
                push_varint(u64::from(count), &mut size);
                self.sizes.add_row(*number, record.begin().null().blob(&[&size]).done(), pages)?;
                self.records += 1;
                self.words += u64::from(count);
            }
        }
        if self.found.pairs.is_empty() && self.found.others.is_empty() {
            return Ok(());
        }
        self.found.sort(&lower);
        let to = Shadow { data: &mut self.data, starts: &mut self.starts, pages, record };
        let segment = Segment::new(self.segments.len() as u32 + 1);
        let mut lists = Lists { segment, to, records, places: Vec::new() };
        let bytes = |other: &Other| &lower.as_bytes()[other.text.clone()];
        let mut others = self.found.others.chunk_by(|a, b| bytes(a) == bytes(b)).peekable();
        for list in self.found.pairs.chunk_by(|a, b| a.codes == b.codes) {
            let (spelt, length) = spelt(list[0].codes);
            let word = &spelt[..length];
            while let Some(other) = others.next_if(|other| bytes(&other[0]) < word) {
                lists.add(bytes(&other[0]), other, |other| (other.record, other.place))?;
            }
            lists.add(word, list, |pair| (pair.record, pair.place))?;
        }
        for other in others {
            lists.add(bytes(&other[0]), other, |other| (other.record, other.place))?;
        }
        self.segments.push(lists.segment.close(&mut lists.to)?);
        Ok(())
    }

    /// Writes what leads to the leaves. What FTS5 has to know of the segments is the two blocks that are given back: how much
    /// there is, and where, after the four bytes that tell FTS5's options.
    pub(crate) fn close(self, pages: &mut Pages) -> io::Result<[Vec<u8>; 2]> {
        for tree in [self.data, self.starts, self.sizes] {
            tree.close(pages)?;
        }
        let (mut sums, mut structure) = (Vec::new(), Vec::new());
        push_varint(self.records, &mut sums);
        push_varint(self.words, &mut sums);
        let segments = self.segments.len() as u64;
        let leaves = self.segments.iter().map(|&leaves| u64::from(leaves)).sum();
        // One level of segments, none of which is being merged.
        let levels = u64::from(segments > 0);
        for number in [levels, segments, leaves] {
            push_varint(number, &mut structure);
        }
        if segments > 0 {
            push_varint(0, &mut structure);
            push_varint(segments, &mut structure);
        }
        for (id, &leaves) in (1..).zip(&self.segments) {
            for number in [id, 1, u64::from(leaves)] {
                push_varint(number, &mut structure);
            }
        }
        Ok([sums, structure])
    }
}

impl Lists<'_, '_> {
    /// Writes a word and the list of where it stands.
    fn add<T>(&mut self, word: &[u8], list: &[T], stands: impl Fn(&T) -> (u32, u32)) -> io::Result<()> {
        self.segment.word(word, &mut self.to)?;
        let mut list = list.iter().map(stands).peekable();
        while let Some((record, place)) = list.next() {
            self.places.clear();
            // The first two numbers mean other things than places.
            push_varint(u64::from(place) + 2, &mut self.places);
            let mut before = place;
            while let Some((_, place)) = list.next_if(|&(next, _)| next == record) {
                push_varint(u64::from(place - before) + 2, &mut self.places);
                before = place;
            }
            self.segment.row(self.records[record as usize].0, &self.places, &mut self.to)?;
        }
        Ok(())
    }
}

impl Found {
    /// Adds the words of a record's text, which stands at `start`, and counts them.
    fn record(&mut self, record: u32, start: usize, text: &str) -> u32 {
        let mut place = 0;
        words(text, |at, word| {
            match word {
                Word::Pair([first, second]) => {
                    self.pairs.push(Pair { codes: [code(first), code(second)], record, place });
                }
                Word::One(only) => self.pairs.push(Pair { codes: [code(only), 0], record, place }),
                Word::Other(word) => self.others.push(Other {
                    begin: begin(word.as_bytes()),
                    text: start + at..start + at + word.len().min(MOST),
                    record,
                    place,
                }),
            }
            place += 1;
        });
        place
    }

    /// Sorts the words, those that are alike in the order of the text.
    fn sort(&mut self, text: &str) {
        let mut starts = [vec![0_u32; CODES], vec![0_u32; CODES]];
        for pair in &self.pairs {
            for (starts, &code) in starts.iter_mut().zip(&pair.codes) {
                starts[usize::from(code)] += 1;
            }
        }
        for starts in &mut starts {
            let mut sum = 0;
            for start in starts {
                sum += std::mem::replace(start, sum);
            }
        }
        self.sorted.resize(self.pairs.len(), Pair::default());
        // By the second character, and then by the first, which leaves those with one first in the order of their second.
        for (by, starts) in starts.iter_mut().enumerate().rev() {
            for &pair in &self.pairs {
                let start = &mut starts[usize::from(pair.codes[by])];
                self.sorted[*start as usize] = pair;
                *start += 1;
            }
            std::mem::swap(&mut self.pairs, &mut self.sorted);
        }
        self.others.sort_by(|a, b| {
            let rest = || text.as_bytes()[a.text.clone()].cmp(&text.as_bytes()[b.text.clone()]);
            a.begin.cmp(&b.begin).then_with(rest)
        });
    }
}

/// The first bytes of a word as a number.
fn begin(word: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = word.len().min(8);
    bytes[..length].copy_from_slice(&word[..length]);
    u64::from_be_bytes(bytes)
}

/// The number of a Han character that takes three bytes, in the order of their bytes, from 1.
const fn code(c: char) -> u16 {
    let c = c as u32;
    match c {
        0x3400..=0x4DBF => (c - 0x3400 + 2) as u16,
        0x4E00..=0x9FFF => (c - 0x4E00 + 6594) as u16,
        0xF900..=0xFAFF => (c - 0xF900 + 27_586) as u16,
        // 〇, the only one that is left.
        _ => 1,
    }
}

/// The bytes of the characters with these numbers, and how many they are.
fn spelt(codes: [u16; 2]) -> ([u8; 6], usize) {
    let (mut bytes, mut length) = ([0; 6], 0);
    for code in codes.into_iter().filter(|&code| code > 0).map(u32::from) {
        let c = match code {
            1 => 0x3007,
            2..6594 => code - 2 + 0x3400,
            6594..27_586 => code - 6594 + 0x4E00,
            _ => code - 27_586 + 0xF900,
        };
        bytes[length..length + 3].copy_from_slice(&[
            0xE0 | (c >> 12) as u8,
            0x80 | (c >> 6 & 0x3F) as u8,
            0x80 | (c & 0x3F) as u8,
        ]);
        length += 3;
    }
    (bytes, length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bigrams::is_han;

    #[test]
    fn characters_have_numbers_in_their_order() {
        let mut before = 0;
        for c in ('\0'..='\u{FFFF}').filter(|&c| is_han(c)) {
            assert_eq!(code(c), before + 1, "{c}");
            before += 1;
            let (bytes, length) = spelt([code(c), 0]);
            assert_eq!(&bytes[..length], c.to_string().as_bytes());
        }
        assert_eq!(usize::from(before) + 1, CODES);
    }
}
