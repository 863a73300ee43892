//! The texts of a column, each once, in the order in which they came.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts, each of which has a place.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    /// Each text behind its length, as a page has them.
    plain: Vec<u8>,
    /// Where each begins in that, its length not counted.
    starts: Vec<usize>,
    places: HashTable<u32>,
    /// Keyed by chance, so that no document can choose texts that are slow to find. The places do not depend on it.
    hasher: DefaultHashBuilder,
    /// The place of the text that came last: the next one is often the same.
    last: u32,
}

impl Dictionary {
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    pub(crate) fn plain(&self) -> &[u8] {
        &self.plain
    }

    pub(crate) fn get(&self, place: u32) -> &[u8] {
        text_at(&self.plain, &self.starts, place)
    }

    /// The least text and the greatest, byte by byte.
    pub(crate) fn ends(&self) -> Option<(&[u8], &[u8])> {
        let texts = || (0..self.starts.len() as u32).map(|place| self.get(place));
        texts().min().zip(texts().max())
    }

    /// The place of a text, which is given one if it has none.
    #[inline]
    pub(crate) fn place(&mut self, text: &[u8]) -> u32 {
        if !self.starts.is_empty() && self.get(self.last) == text {
            return self.last;
        }
        let Self { plain, starts, places, hasher, last } = self;
        let hash = hasher.hash_one(text);
        *last = *places
            .entry(
                hash,
                |&place| text_at(plain, starts, place) == text,
                |&place| hasher.hash_one(text_at(plain, starts, place)),
            )
            .or_insert(starts.len() as u32)
            .get();
        if *last as usize == starts.len() {
            push_plain(text, plain);
            starts.push(plain.len() - text.len());
        }
        *last
    }

    pub(crate) fn clear(&mut self) {
        self.plain.clear();
        self.starts.clear();
        self.places.clear();
    }
}

fn text_at<'p>(plain: &'p [u8], starts: &[usize], place: u32) -> &'p [u8] {
    let start = starts[place as usize];
    // The next one begins behind its length.
    let end = starts.get(place as usize + 1).map_or(plain.len(), |next| next - size_of::<u32>());
    &plain[start..end]
}

/// Adds a text behind its length.
#[inline]
pub(crate) fn push_plain(text: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text);
}
