//! Finding rare characters: many bytes at a time, none of them decoded.
//!
//! A loop that goes from character to character guesses wrong at every change of script, and texts change it every few
//! characters. What enters is bytes and what a character that is looked for looks like; what leaves is where the first one
//! is. What it means is not known here.

use std::ops::{BitAnd, BitOr, Not};

use wide::u8x16;

/// Bytes that are looked at together.
const LANES: usize = 16;
/// Bytes behind the last of them that are seen too.
const BEHIND: usize = 2;

/// Bytes from as many places of a text.
#[derive(Clone, Copy, Debug)]
pub struct Bytes(u8x16);

impl Bytes {
    /// Where they are `byte`.
    #[inline]
    #[must_use]
    pub fn is(self, byte: u8) -> Places {
        Places(self.0.simd_eq(u8x16::splat(byte)))
    }

    /// Where they are `low` to `high`.
    #[inline]
    #[must_use]
    pub fn within(self, low: u8, high: u8) -> Places {
        let bounded = self.0.max(u8x16::splat(low)).min(u8x16::splat(high));
        Places(bounded.simd_eq(self.0))
    }
}

/// At which of the places something holds.
#[derive(Clone, Copy, Debug)]
pub struct Places(u8x16);

impl BitAnd for Places {
    type Output = Self;

    #[inline]
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Places {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Not for Places {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        Self(!self.0)
    }
}

/// The first place at or after `from` where `wanted` holds for the byte there and the two behind it; beyond the end there
/// are zeros.
///
/// Every byte is asked about, those that continue a character among them: `wanted` must ask for a lead byte first.
///
/// ```
/// let text = "森林\u{3000}草原";
/// let blank = gangyao_text::next_where(text.as_bytes(), 0, |a, b, c| a.is(0xE3) & b.is(0x80) & c.is(0x80));
/// assert_eq!(blank, text.find('\u{3000}'));
/// ```
#[inline]
pub fn next_where(
    bytes: &[u8],
    from: usize,
    wanted: impl Fn(Bytes, Bytes, Bytes) -> Places,
) -> Option<usize> {
    let mut rest = bytes.get(from..)?;
    while let Some(chunk) = rest.first_chunk() {
        if let Some(lane) = first_lane(chunk, &wanted) {
            return Some(bytes.len() - rest.len() + lane);
        }
        rest = &rest[LANES..];
    }
    // At most a chunk without its last byte.
    let mut padded = [0; 2 * LANES + BEHIND];
    padded[..rest.len()].copy_from_slice(rest);
    let lane = [0, LANES].into_iter().take_while(|&half| half < rest.len()).find_map(|half| {
        let chunk = padded[half..].first_chunk()?;
        first_lane(chunk, &wanted).map(|lane| half + lane)
    });
    lane.filter(|&lane| lane < rest.len()).map(|lane| bytes.len() - rest.len() + lane)
}

/// How many bytes are as `wanted` says.
///
/// ```
/// assert_eq!(gangyao_text::count_where(b"a,b,c", |byte| byte.is(b',')), 2);
/// ```
#[inline]
pub fn count_where(bytes: &[u8], wanted: impl Fn(Bytes) -> Places) -> usize {
    let mut count = 0;
    let (chunks, rest) = bytes.as_chunks::<LANES>();
    // Each lane counts its own up to what a byte holds.
    for part in chunks.chunks(usize::from(u8::MAX)) {
        let mut lanes = u8x16::ZERO;
        for chunk in part {
            // Where it holds, all bits are set, which is one below zero.
            lanes -= wanted(Bytes(u8x16::new(*chunk))).0;
        }
        count += lanes.to_array().into_iter().map(usize::from).sum::<usize>();
    }
    let mut padded = [0; LANES];
    padded[..rest.len()].copy_from_slice(rest);
    let last = wanted(Bytes(u8x16::new(padded))).0.to_bitmask() & ((1 << rest.len()) - 1);
    count + last.count_ones() as usize
}

/// Characters whose first bytes say that they can be blank: white space, controls, soft hyphens, marks of no width. A few
/// others look like it.
#[inline]
#[must_use]
pub fn may_be_blank(first: Bytes, second: Bytes, third: Bytes) -> Places {
    // No-break space, soft hyphen, C1 controls; U+1680.
    let ascii = first.within(0, b' ') | first.is(0x7F) | first.is(0xC2) | first.is(0xE1) & second.is(0x9A);
    // U+2000 to U+200F, U+2028 to U+202F; U+205F to U+2064.
    let general = second.is(0x80) & (third.within(0x80, 0x8F) | third.within(0xA8, 0xAF)) | second.is(0x81);
    // U+3000; the byte order mark.
    let wide = first.is(0xE3) & second.is(0x80) & third.is(0x80) | first.is(0xEF) & second.is(0xBB);
    ascii | first.is(0xE2) & general | wide
}

/// The first of a chunk's places where `wanted` holds.
#[inline]
fn first_lane(chunk: &[u8; LANES + BEHIND], wanted: impl Fn(Bytes, Bytes, Bytes) -> Places) -> Option<usize> {
    let bytes = |behind: usize| {
        let bytes = chunk[behind..].first_chunk();
        Bytes(u8x16::new(*bytes.expect("a chunk reaches two bytes behind its lanes")))
    };
    let found = wanted(bytes(0), bytes(1), bytes(2)).0.to_bitmask();
    (found != 0).then(|| found.trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full_stop(first: Bytes, second: Bytes, third: Bytes) -> Places {
        first.is(0xE3) & second.is(0x80) & third.within(0x82, 0x82)
    }

    #[test]
    fn every_place_in_texts_of_every_length() {
        for len in 0..60 {
            let plain = "甲".repeat(len);
            assert_eq!(next_where(plain.as_bytes(), 0, full_stop), None);
            for place in 0..len {
                let text = format!("{}。{}", &plain[..3 * place], &plain[3 * place..]);
                assert_eq!(next_where(text.as_bytes(), 0, full_stop), Some(3 * place));
                assert_eq!(next_where(text.as_bytes(), 3 * place, full_stop), Some(3 * place));
                assert_eq!(next_where(text.as_bytes(), 3 * place + 1, full_stop), None);
            }
        }
    }

    #[test]
    fn zeros_follow_the_end() {
        assert_eq!(next_where(b"ab", 0, |a, b, c| a.is(b'b') & b.is(0) & c.is(0)), Some(1));
        assert_eq!(next_where(b"ab", 0, |a, _, _| a.is(0)), None);
        assert_eq!(next_where(b"ab", 9, |a, _, _| !a.is(0)), None);
    }

    #[test]
    fn counts_of_every_length() {
        for len in [0usize, 1, 15, 16, 17, 4079, 4080, 4081, 9000] {
            let bytes: Vec<u8> = (0..len).map(|at| if at % 3 == 0 { b'x' } else { b'y' }).collect();
            assert_eq!(count_where(&bytes, |byte| byte.is(b'x')), len.div_ceil(3));
            assert_eq!(count_where(&bytes, |byte| byte.within(b'x', b'z')), len);
            assert_eq!(count_where(&bytes, |byte| byte.is(0)), 0);
        }
    }

    #[test]
    fn bounds_belong_to_a_stretch() {
        let all: Vec<u8> = (0..=0xFF).collect();
        let within = |low, high| {
            let first = next_where(&all, 0, |a, _, _| a.within(low, high));
            (first, next_where(&all, usize::from(low), |a, _, _| !a.within(low, high)))
        };
        assert_eq!(within(0, b' '), (Some(0), Some(0x21)));
        assert_eq!(within(0x7F, 0x80), (Some(0x7F), Some(0x81)));
        assert_eq!(within(0xA8, 0xFF), (Some(0xA8), None));
    }
}
