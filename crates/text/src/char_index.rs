//! Byte offsets to code points.

use crate::is_char_start;

/// Few enough bytes that a count of them fits in one, so that the machine counts many at once.
const BLOCK: usize = 128;

/// Answers "how many code points stand before this byte" in constant time, from one count a block of text.
#[derive(Clone, Debug)]
pub struct CharIndex {
    before_block: Vec<u32>,
    total: u32,
}

impl CharIndex {
    /// Counts `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut before_block = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut total = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before_block.push(total);
            total += count(block);
        }
        Self { before_block, total }
    }

    /// Code points of the whole text.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.total
    }

    /// Code points of `text` before `byte`; `text` is the text that the index was made of.
    #[must_use]
    pub fn code_point(&self, text: &str, byte: u32) -> u32 {
        let byte = byte as usize;
        let block = byte / BLOCK;
        match self.before_block.get(block) {
            Some(before) => before + count(&text.as_bytes()[block * BLOCK..byte]),
            None => self.total,
        }
    }
}

fn count(bytes: &[u8]) -> u32 {
    // At most BLOCK bytes, so the sum fits.
    u32::from(bytes.iter().map(|&byte| u8::from(is_char_start(byte))).sum::<u8>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_agrees_with_counting() {
        let text = "a第一章，総𠀀b\n".repeat(60);
        let index = CharIndex::new(&text);
        for (code_point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.code_point(&text, byte as u32) as usize, code_point);
        }
        assert_eq!(index.code_point(&text, text.len() as u32), index.total());
        assert_eq!(index.total() as usize, text.chars().count());
    }

    #[test]
    fn an_empty_text_has_no_code_points() {
        assert_eq!(CharIndex::new("").code_point("", 0), 0);
    }
}
