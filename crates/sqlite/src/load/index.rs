//! The full-text index of a new database: the words of many records are sorted at once, in place of being put into FTS5's
//! table of words one by one, and written as a segment of the index.

use std::io;
use std::ops::Range;

use super::pages::Pages;
use super::record::{LONGEST, Record, push_varint, varint};
use super::segment::{MOST, Segment, Shadow};
use super::tree::Tree;
use crate::bigrams::{NUMBERS, Word, bytes_of, words};

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

/// The words of many records, each with its place among all.
#[derive(Default)]
struct Found {
    /// Two neighbours, or one character, which has nothing beside it: the number of the first, of the second, and the place.
    pairs: Vec<u64>,
    /// What is sorted last lies here, so that memory is asked for once.
    sorted: Vec<u64>,
    others: Vec<Other>,
    records: Places,
}

/// A word of other characters.
struct Other {
    text: Range<usize>,
    place: u32,
}

/// Which places the words of each record have.
#[derive(Default)]
struct Places {
    /// The place after the last word of each record.
    ends: Vec<u32>,
    /// The record that the first of every [`BLOCK`] places is in.
    blocks: Vec<u32>,
}

/// Places that are asked for together.
const BLOCK: u32 = 64;

/// Where the words of a segment go.
struct Lists<'a, 'p> {
    segment: Segment,
    to: Shadow<'p>,
    records: &'a [(i64, Range<usize>)],
    places: &'a Places,
    /// Where a word stands in a record, and in all of them.
    stands: Vec<u8>,
    list: Vec<u8>,
}

impl Index {
    pub(crate) fn new(data: Tree, starts: Tree, sizes: Tree) -> Self {
        Self { data, starts, sizes, segments: Vec::new(), records: 0, words: 0, found: Found::default() }
    }

    pub(crate) fn segments(&self) -> usize {
        self.segments.len()
    }

    /// Writes the words of records, whose numbers are higher than those before and in order. Their text is in small letters.
    pub(crate) fn write(
        &mut self,
        text: &str,
        records: &[(i64, Range<usize>)],
        record: &mut Record,
        pages: &mut Pages,
    ) -> io::Result<()> {
        // Words have places, which are no more than its bytes.
        u32::try_from(text.len()).map_err(|_| io::Error::other("more than 4 GiB of text in a document"))?;
        self.found.clear(text.len() / 3);
        let mut size = Vec::new();
        for (number, range) in records {
            let count = self.found.record(range.start, &text[range.clone()]);
            if count > 0 {
                size.clear();
                push_varint(u64::from(count), &mut size);
                self.sizes.add_row(*number, record.begin().null().blob(&[&size]).done(), pages)?;
                self.records += 1;
                self.words += u64::from(count);
            }
        }
        self.found.sort(text);
        let Found { pairs, others, records: places, .. } = &self.found;
        if pairs.is_empty() && others.is_empty() {
            return Ok(());
        }
        let to = Shadow { data: &mut self.data, starts: &mut self.starts, pages, record };
        let segment = Segment::new(self.segments.len() as u32 + 1);
        let mut lists = Lists { segment, to, records, places, stands: Vec::new(), list: Vec::new() };
        let bytes = |other: &Other| &text.as_bytes()[other.text.clone()];
        let mut others = others.chunk_by(|a, b| bytes(a) == bytes(b)).peekable();
        for list in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
            let [first, second] = [list[0] >> 48, list[0] >> 32].map(|number| number as u16);
            let (mut word, mut length) = ([0; 6], 3);
            word[..3].copy_from_slice(&bytes_of(first));
            if second > 0 {
                word[3..].copy_from_slice(&bytes_of(second));
                length = 6;
            }
            let word = &word[..length];
            while let Some(other) = others.next_if(|other| bytes(&other[0]) < word) {
                lists.add(bytes(&other[0]), other, |other| other.place)?;
            }
            lists.add(word, list, |&pair| pair as u32)?;
        }
        for other in others {
            lists.add(bytes(&other[0]), other, |other| other.place)?;
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
    /// Writes a word and the list of where it stands: its place in a record, after that of the record.
    fn add<T>(&mut self, word: &[u8], all: &[T], place: impl Fn(&T) -> u32) -> io::Result<()> {
        // Bytes of the most that one of them takes: a record's number, the length of its places, and a place.
        const ONE: usize = 3 * LONGEST;
        if self.list.len() < all.len() * ONE {
            self.list.resize(all.len() * ONE, 0);
        }
        // All bytes of a number are copied, since a copy whose length is known takes one instruction.
        let put = |list: &mut [u8], at: usize, number: u64| {
            let (bytes, length) = varint(number);
            list[at..at + LONGEST].copy_from_slice(&bytes);
            at + length
        };
        let (mut end, mut row, mut at) = (0, 0, 0);
        while at < all.len() {
            let mut last = place(&all[at]);
            let record = self.places.record(last);
            let Range { start, end: after } = self.places.of(record);
            let number = self.records[record].0;
            end = put(&mut self.list, end, (number - row) as u64);
            row = number;
            at += 1;
            // The first two numbers mean other things than places.
            let (bytes, length) = varint(u64::from(last - start) + 2);
            if all.get(at).is_none_or(|next| place(next) >= after) {
                end = put(&mut self.list, end, 2 * length as u64);
                self.list[end..end + LONGEST].copy_from_slice(&bytes);
                end += length;
                continue;
            }
            self.stands.clear();
            self.stands.extend_from_slice(&bytes[..length]);
            while let Some(next) = all.get(at).map(&place).filter(|&next| next < after) {
                push_varint(u64::from(next - last) + 2, &mut self.stands);
                last = next;
                at += 1;
            }
            end = put(&mut self.list, end, 2 * self.stands.len() as u64);
            self.list[end..end + self.stands.len()].copy_from_slice(&self.stands);
            end += self.stands.len();
        }
        self.segment.word(word, &mut self.to)?;
        self.segment.list(&self.list[..end], &mut self.to)
    }
}

impl Places {
    /// Adds a record, whose last word has the place before `end`.
    fn push(&mut self, end: u32) {
        let record = self.ends.len() as u32;
        self.ends.push(end);
        self.blocks.resize(end.div_ceil(BLOCK) as usize, record);
    }

    /// The record that has a place.
    fn record(&self, place: u32) -> usize {
        let mut record = self.blocks[(place / BLOCK) as usize] as usize;
        while self.ends[record] <= place {
            record += 1;
        }
        record
    }

    /// The places of a record.
    fn of(&self, record: usize) -> Range<u32> {
        let start = if record == 0 { 0 } else { self.ends[record - 1] };
        start..self.ends[record]
    }
}

impl Found {
    /// Forgets all, and has room for so many words, which most texts have less of.
    fn clear(&mut self, words: usize) {
        self.pairs.clear();
        self.pairs.reserve(words);
        self.sorted.reserve(words);
        self.others.clear();
        self.records.ends.clear();
        self.records.blocks.clear();
    }

    /// Adds the words of a record's text, which stands at `start`, and counts them.
    fn record(&mut self, start: usize, text: &str) -> u32 {
        let first = self.records.ends.last().copied().unwrap_or(0);
        let mut place = first;
        words(text, |at, word| {
            match word {
                Word::Pair([first, second]) => self.pairs.push(pair(first, second, place)),
                Word::One(only) => self.pairs.push(pair(only, 0, place)),
                Word::Other(word) => {
                    self.others.push(Other { text: start + at..start + at + word.len().min(MOST), place })
                }
            }
            place += 1;
        });
        self.records.push(place);
        place - first
    }

    /// Sorts the words, those that are alike in the order of the text.
    fn sort(&mut self, text: &str) {
        let mut starts = [vec![0_u32; NUMBERS], vec![0_u32; NUMBERS]];
        let [first, second] = &mut starts;
        for pair in &self.pairs {
            first[(pair >> 48) as usize] += 1;
            second[(pair >> 32 & 0xFFFF) as usize] += 1;
        }
        for starts in &mut starts {
            let mut sum = 0;
            for start in starts {
                sum += std::mem::replace(start, sum);
            }
        }
        self.sorted.resize(self.pairs.len(), 0);
        // By the second character, and then by the first, which leaves those with one first in the order of their second.
        for (starts, shift) in starts.iter_mut().zip([48, 32]).rev() {
            for &pair in &self.pairs {
                let start = &mut starts[(pair >> shift & 0xFFFF) as usize];
                self.sorted[*start as usize] = pair;
                *start += 1;
            }
            std::mem::swap(&mut self.pairs, &mut self.sorted);
        }
        let bytes = |other: &Other| &text.as_bytes()[other.text.clone()];
        self.others.sort_by(|a, b| bytes(a).cmp(bytes(b)));
    }
}

fn pair(first: u16, second: u16, place: u32) -> u64 {
    u64::from(first) << 48 | u64::from(second) << 32 | u64::from(place)
}
