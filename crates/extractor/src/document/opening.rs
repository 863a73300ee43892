//! The first two characters of a text as one bit of many: what the gazetteer's names begin with, and what a text does. The
//! build script asks too, so that nothing here may need more of the crate.

/// Words of 64 bits.
pub(crate) const WORDS: usize = 1024;

/// The word and the bit in it of a text's first two characters, which share it with a few others.
pub(crate) fn opening(text: &str) -> Option<(usize, u32)> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()? as u32, chars.next()? as u32);
    let mixed = first.wrapping_mul(0x9E37) ^ second;
    Some(((mixed >> 6) as usize % WORDS, mixed % 64))
}
