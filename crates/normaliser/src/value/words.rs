//! Tables of words: which of them does a text begin with, or end with?
//!
//! What enters is a list of words, each with what it says; what leaves, for a text, is the longest word at its edge.
//! Most characters of a text begin no word at all, so a look into one slot must be enough to tell. What the words mean
//! is not known here.

/// One word.
#[derive(Clone, Copy, Debug)]
struct Entry<'w, R> {
    /// The word's eight bytes at the edge, as [`first_eight`] or [`last_eight`] reads them.
    edge: u64,
    /// The bits of `edge` that the word fills: a word of two Han characters fills six bytes, and only a word of more
    /// than eight must be compared as a whole.
    mask: u64,
    word: &'w str,
    role: R,
}

/// Words in slots, by the character at their edge; in a slot the longest first.
#[derive(Clone, Debug)]
struct Slots<'w, R> {
    entries: Vec<Entry<'w, R>>,
    /// Where the entries of each slot begin; at the end the number of entries.
    starts: Vec<u32>,
    occupied: Occupied,
}

/// A power of two. Characters that share a slot only cost a comparison in vain.
const SLOTS: usize = 1024;

const fn slot(c: char) -> usize {
    c as usize % SLOTS
}

/// The characters that something is known of, by their lowest twelve bits: others may share them, but hardly any does.
/// The first six of these bits choose the word, the others the bit in it.
#[derive(Clone, Debug)]
struct Occupied([u64; 64]);

impl Occupied {
    fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut bits = [0; 64];
        chars.map(mark).for_each(|(word, bit)| bits[(word & 0x3F) as usize] |= 1 << (bit & 0x3F));
        Self(bits)
    }

    const fn has(&self, (word, bit): (u8, u8)) -> bool {
        self.0[(word & 0x3F) as usize] >> (bit & 0x3F) & 1 == 1
    }

    /// The first character of `text` at or after byte `from` that something may be known of. No character is decoded:
    /// its lowest twelve bits stand in its last two bytes.
    fn next_in(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            // Most characters of a plan have three bytes: two of them at a time.
            while let Some(&[0xE0..=0xEF, b, c, 0xE0..=0xEF, e, f]) = bytes.get(at..at + 6) {
                if self.has((b, c)) {
                    return Some(at);
                }
                if self.has((e, f)) {
                    return Some(at + 3);
                }
                at += 6;
            }
            let (len, mark) = match *bytes.get(at..)? {
                [first @ 0..0x80, ..] => (1, (first >> 6, first)),
                [first @ 0x80..0xE0, last, ..] => (2, (first, last)),
                [0xE0..0xF0, b, c, ..] => (3, (b, c)),
                [_, _, c, d, ..] => (4, (c, d)),
                _ => return None,
            };
            if self.has(mark) {
                return Some(at);
            }
            at += len;
        }
    }
}

/// Where [`Occupied`] has a character; of one of several bytes, its last two say the same.
const fn mark(c: char) -> (u8, u8) {
    ((c as u32 >> 6) as u8, c as u8)
}

/// A set of characters, to walk from one of them to the next.
///
/// ```
/// use gangyao_normaliser::value::words::CharSet;
/// let stops = CharSet::of(&["，；", "。"]);
/// assert_eq!(stops.next_in("森林；草原。", 0), Some(("森林".len(), '；')));
/// ```
#[derive(Clone, Debug)]
pub struct CharSet {
    slots: Occupied,
    /// In order.
    chars: Vec<char>,
}

impl CharSet {
    /// The characters of all `lists`.
    #[must_use]
    pub fn of(lists: &[&str]) -> Self {
        let mut chars: Vec<char> = lists.iter().flat_map(|list| list.chars()).collect();
        chars.sort_unstable();
        chars.dedup();
        Self { slots: Occupied::of(chars.iter().copied()), chars }
    }

    /// Whether `c` is one of the set.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        self.slots.has(mark(c)) && self.chars.binary_search(&c).is_ok()
    }

    /// The first character of the set at or after byte `from`, and where it stands.
    #[must_use]
    pub fn next_in(&self, text: &str, from: usize) -> Option<(usize, char)> {
        let mut from = from;
        while let Some(at) = self.slots.next_in(text, from) {
            let c = text[at..].chars().next()?;
            if self.chars.binary_search(&c).is_ok() {
                return Some((at, c));
            }
            from = at + c.len_utf8();
        }
        None
    }
}

impl<'w, R: Copy> Slots<'w, R> {
    fn new(mut entries: Vec<Entry<'w, R>>, edge: fn(&str) -> Option<char>) -> Self {
        entries.retain(|entry| !entry.word.is_empty());
        let slot_of = |entry: &Entry<'w, R>| edge(entry.word).map_or(0, slot);
        let mut starts = vec![0; SLOTS + 1];
        for entry in &entries {
            starts[slot_of(entry) + 1] += 1;
        }
        for slot in 0..SLOTS {
            starts[slot + 1] += starts[slot];
        }
        // A slot holds a few words, so that to sort them there takes less than to sort all of them. The sort is stable: of
        // two equal words the first counts.
        let mut places = starts.clone();
        let mut order = vec![0; entries.len()];
        for (at, entry) in entries.iter().enumerate() {
            let place = &mut places[slot_of(entry)];
            order[*place as usize] = at;
            *place += 1;
        }
        let mut entries: Vec<_> = order.into_iter().map(|at| entries[at]).collect();
        for slot in starts.windows(2).filter(|slot| slot[1] - slot[0] > 1) {
            entries[slot[0] as usize..slot[1] as usize]
                .sort_by_key(|entry| std::cmp::Reverse(entry.word.len()));
        }
        let occupied = Occupied::of(entries.iter().filter_map(|entry| edge(entry.word)));
        Self { entries, starts, occupied }
    }

    fn of(&self, c: char) -> &[Entry<'w, R>] {
        // Most characters begin no word; the marks are small enough to stay at hand.
        if !self.occupied.has(mark(c)) {
            return &[];
        }
        let slot = slot(c);
        &self.entries[self.starts[slot] as usize..self.starts[slot + 1] as usize]
    }
}

/// Words that a text may begin with.
///
/// ```
/// use gangyao_normaliser::value::words::Prefixes;
/// let units = Prefixes::new([("公里", 'l'), ("公顷", 'a'), ("公里/小时", 'v')]);
/// assert_eq!(units.longest("公里/小时以上"), Some(("公里/小时".len(), 'v')));
/// assert_eq!(units.longest("公园"), None);
/// ```
#[derive(Clone, Debug)]
pub struct Prefixes<'w, R>(Slots<'w, R>);

impl<'w, R: Copy> Prefixes<'w, R> {
    /// A table of words. Of two equal words the first counts; an empty word is none.
    pub fn new(words: impl IntoIterator<Item = (&'w str, R)>) -> Self {
        let entry = |(word, role): (&'w str, R)| {
            let mask = !0 >> (64 - 8 * word.len().clamp(1, 8));
            Entry { edge: first_eight(word.as_bytes()), mask, word, role }
        };
        Self(Slots::new(words.into_iter().map(entry).collect(), |word| word.chars().next()))
    }

    /// Length in bytes and role of the longest word that `text` begins with.
    #[must_use]
    pub fn longest(&self, text: &str) -> Option<(usize, R)> {
        self.longest_if(text, |_| true)
    }

    /// The same, of the words that `fits` accepts.
    #[must_use]
    pub fn longest_if(&self, text: &str, fits: impl Fn(&str) -> bool) -> Option<(usize, R)> {
        let entries = self.0.of(text.chars().next()?);
        if entries.is_empty() {
            return None;
        }
        let edge = first_eight(text.as_bytes());
        entries
            .iter()
            .find(|entry| {
                edge & entry.mask == entry.edge
                    && (entry.word.len() <= 8 || text.starts_with(entry.word))
                    && fits(entry.word)
            })
            .map(|entry| (entry.word.len(), entry.role))
    }

    /// The role of a whole word.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<R> {
        let entries = self.0.of(word.chars().next()?);
        entries.iter().find(|entry| entry.word == word).map(|entry| entry.role)
    }

    /// The first place of `text` where a word begins: its first byte, and length and role of the longest there.
    #[must_use]
    pub fn first_in(&self, text: &str) -> Option<(usize, usize, R)> {
        let mut from = 0;
        while let Some(at) = self.0.occupied.next_in(text, from) {
            if let Some((len, role)) = self.longest(&text[at..]) {
                return Some((at, len, role));
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
        None
    }

    /// Whether a word of the table stands anywhere in `text`.
    #[must_use]
    pub fn occurs_in(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }

    /// Whether a word of the table begins with `c`, or with a character that shares its mark.
    #[must_use]
    pub fn may_begin(&self, c: char) -> bool {
        self.0.occupied.has(mark(c))
    }

    /// The words, in no particular order.
    pub fn words(&self) -> impl Iterator<Item = &'w str> + '_ {
        self.0.entries.iter().map(|entry| entry.word)
    }
}

/// Words that a text may end with.
///
/// ```
/// use gangyao_normaliser::value::words::Suffixes;
/// let links = Suffixes::new([("达到", 1), ("到", 2)]);
/// assert_eq!(links.longest("森林覆盖率达到"), Some(("达到".len(), 1)));
/// assert_eq!(links.longest("森林覆盖率"), None);
/// ```
#[derive(Clone, Debug)]
pub struct Suffixes<'w, R>(Slots<'w, R>);

impl<'w, R: Copy> Suffixes<'w, R> {
    /// A table of words. Of two equal words the first counts; an empty word is none.
    pub fn new(words: impl IntoIterator<Item = (&'w str, R)>) -> Self {
        let entry = |(word, role): (&'w str, R)| {
            let mask = !0 << (64 - 8 * word.len().clamp(1, 8));
            Entry { edge: last_eight(word.as_bytes()), mask, word, role }
        };
        Self(Slots::new(words.into_iter().map(entry).collect(), |word| word.chars().next_back()))
    }

    /// Length in bytes and role of the longest word that `text` ends with.
    #[must_use]
    pub fn longest(&self, text: &str) -> Option<(usize, R)> {
        let entries = self.0.of(text.chars().next_back()?);
        if entries.is_empty() {
            return None;
        }
        let edge = last_eight(text.as_bytes());
        entries
            .iter()
            .find(|entry| {
                edge & entry.mask == entry.edge && (entry.word.len() <= 8 || text.ends_with(entry.word))
            })
            .map(|entry| (entry.word.len(), entry.role))
    }
}

/// The first eight bytes as a number, the first byte lowest; where there are fewer, the rest is zero.
fn first_eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// The last eight bytes as a number, the last byte highest; where there are fewer, the rest is zero.
fn last_eight(bytes: &[u8]) -> u64 {
    match bytes.last_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes
            .iter()
            .rev()
            .enumerate()
            .fold(0, |number, (at, &byte)| number | u64::from(byte) << (56 - 8 * at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 7] = ["年", "年底", "年底前", "达到", "到", "km", "一二三四五"];

    #[track_caller]
    fn check(text: &str, begins: Option<&str>, ends: Option<&str>) {
        let words = || WORDS.into_iter().map(|word| (word, word));
        let word = |found: Option<(usize, &'static str)>| {
            found.map(|(len, word)| {
                assert_eq!(len, word.len());
                word
            })
        };
        assert_eq!(word(Prefixes::new(words()).longest(text)), begins, "{text}");
        assert_eq!(word(Suffixes::new(words()).longest(text)), ends, "{text}");
    }

    #[test]
    fn the_longest_word_at_either_edge() {
        check("年底前达到", Some("年底前"), Some("达到"));
        check("年", Some("年"), Some("年"));
        check("年初", Some("年"), None);
        check("km", Some("km"), Some("km"));
        check("k", None, None);
        check("", None, None);
        check("一二三四六", None, None);
        check("零二三四五", None, None);
        check("一二三四五", Some("一二三四五"), Some("一二三四五"));
        check("一二三四五到", Some("一二三四五"), Some("到"));
    }

    #[test]
    fn anywhere_and_whole() {
        let words = Prefixes::new(WORDS.map(|word| (word, ())));
        assert!(words.occurs_in("森林覆盖率达到"));
        assert!(!words.occurs_in("森林覆盖率"));
        assert_eq!(words.get("年底"), Some(()));
        assert_eq!(words.get("年底前后"), None);
    }

    #[test]
    fn the_next_character_of_a_set() {
        let chars: Vec<char> = "aé、。万亿㐀𠀀\u{10FFFF}".chars().collect();
        for &wanted in &chars {
            let set = CharSet::of(&[&wanted.to_string()]);
            for text in ["aé、。万亿㐀𠀀\u{10FFFF}", "\u{10FFFF}𠀀㐀亿万。、éa"] {
                assert_eq!(set.next_in(text, 0), text.find(wanted).map(|at| (at, wanted)));
            }
            assert!(chars.iter().all(|&c| set.contains(c) == (c == wanted)));
            assert_eq!(set.next_in("省中丁", 0), None);
        }
    }

    #[test]
    fn of_equal_words_the_first_counts() {
        assert_eq!(Prefixes::new([("年", 1), ("年", 2)]).longest("年"), Some(("年".len(), 1)));
    }
}
