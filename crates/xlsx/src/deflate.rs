//! Deflate (RFC 1951) for XML that is mostly Chinese: what enters is text, what leaves is blocks of the fixed code.
//!
//! A general deflater looks at every byte for what follows it, and much of its time goes into the second and third bytes of
//! Chinese characters. Here a character is one step: where the six bytes that begin with it (two Chinese characters, or the
//! least that is worth a reference in XML) stood before, the longest text they have in common becomes a reference, else the
//! character is spelt. Texts know nothing of each other, so that one table serves the sheets that grow side by side.

/// How far back a reference goes.
const FARTHEST: usize = 32 * 1024;
/// The most bytes that one reference stands for.
const LONGEST: usize = 258;
/// The bytes by which places are found again.
const KEY: usize = 6;
/// Bytes that are looked at together.
const WORD: usize = size_of::<u64>();
const TABLE_BITS: u32 = 14;

/// Where a key stood last, and one more; none is 0.
type Places = [u32; 1 << TABLE_BITS];

/// Bits of a code, the first one lowest, and how many they are.
#[derive(Clone, Copy)]
struct Code {
    bits: u32,
    len: u32,
}

/// Deflates text after text. The room it needs is asked for once.
pub(crate) struct Deflater {
    places: Box<Places>,
    deflated: Vec<u8>,
}

/// The bits of a part that do not fill a byte yet.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rest {
    bits: u64,
    len: u32,
}

impl Deflater {
    pub(crate) fn new() -> Self {
        Self { places: Box::new([0; 1 << TABLE_BITS]), deflated: Vec::new() }
    }

    /// Deflates a text behind others; one of 4 GiB would be more than a workbook holds.
    pub(crate) fn deflate(&mut self, text: &[u8], rest: &mut Rest) -> &[u8] {
        // A literal takes nine bits at most, a block begins and ends with ten, and whole words are written.
        self.deflated.resize(text.len() + text.len() / 8 + 3 * WORD, 0);
        self.places.fill(0);
        let mut out = Writer { out: &mut self.deflated, at: 0, rest: *rest };
        // Not the last block; the fixed code.
        out.push(Code { bits: 0b01 << 1, len: 3 });
        push_text(text, &mut self.places, &mut out);
        out.push(END);
        let at = out.at;
        *rest = out.rest;
        &self.deflated[..at]
    }

    /// The last block, which is empty, and what fills the last byte.
    pub(crate) fn end(&mut self, rest: Rest) -> &[u8] {
        self.deflated.resize(2 * WORD, 0);
        let mut out = Writer { out: &mut self.deflated, at: 0, rest };
        out.push(Code { bits: 0b01 << 1 | 1, len: 3 });
        out.push(END);
        let end = out.at + out.rest.len.div_ceil(8) as usize;
        &self.deflated[..end]
    }
}

fn push_text(text: &[u8], places: &mut Places, out: &mut Writer<'_>) {
    let mut at = 0;
    while let Some(here) = word(text, at) {
        let place = &mut places[slot(here)];
        let before = (std::mem::replace(place, at as u32 + 1) as usize).wrapping_sub(1);
        // None lies behind all texts, where no word is.
        let distance = at.wrapping_sub(before);
        if distance <= FARTHEST
            && let Some(there) = word(text, before)
            && (here ^ there) << (8 * (WORD - KEY)) == 0
        {
            let same = common(&text[before..], &text[at..]);
            out.refer(same, distance);
            at += same;
            continue;
        }
        let bytes = here.to_le_bytes();
        match bytes[0] {
            // A character of three bytes.
            0xE0..0xF0 => {
                out.push_three([bytes[0], bytes[1], bytes[2]]);
                at += 3;
            }
            byte => {
                out.push(LITERALS[usize::from(byte)]);
                at += 1;
            }
        }
    }
    text[at.min(text.len())..].iter().for_each(|&byte| out.push(LITERALS[usize::from(byte)]));
}

#[inline]
fn word(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..).and_then(|text| text.first_chunk()).map(|&bytes| u64::from_le_bytes(bytes))
}

/// The slot of the key that a word begins with.
#[inline]
const fn slot(word: u64) -> usize {
    // Two bytes are shifted out; an odd number with bits all over mixes the others into the upper ones.
    ((word << 16).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - TABLE_BITS)) as usize
}

/// How many bytes two texts that go on for a word at least have in common, as far as a reference goes.
#[inline]
fn common(one: &[u8], other: &[u8]) -> usize {
    let mut same = 0;
    let words = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("a word has so many bytes"));
    for (one, other) in one.chunks_exact(WORD).zip(other[..other.len().min(LONGEST)].chunks_exact(WORD)) {
        let different = words(one) ^ words(other);
        if different != 0 {
            return same + different.trailing_zeros() as usize / 8;
        }
        same += WORD;
    }
    same
}

/// Bits one behind the other.
struct Writer<'o> {
    out: &'o mut [u8],
    at: usize,
    rest: Rest,
}

impl Writer<'_> {
    /// Adds bits, 32 at most.
    #[inline]
    fn push(&mut self, code: Code) {
        self.rest.bits |= u64::from(code.bits) << self.rest.len;
        self.rest.len += code.len;
        self.out[self.at..self.at + WORD].copy_from_slice(&self.rest.bits.to_le_bytes());
        let whole = self.rest.len / 8;
        self.at += whole as usize;
        self.rest.bits >>= 8 * whole;
        self.rest.len %= 8;
    }

    /// Adds three literals.
    #[inline]
    fn push_three(&mut self, bytes: [u8; 3]) {
        let [a, b, c] = bytes.map(|byte| LITERALS[usize::from(byte)]);
        self.push(Code {
            bits: a.bits | b.bits << a.len | c.bits << (a.len + b.len),
            len: a.len + b.len + c.len,
        });
    }

    /// Adds a reference: so many bytes, from so far back.
    #[inline]
    fn refer(&mut self, length: usize, distance: usize) {
        let length = LENGTHS[length];
        let distance = distance as u32 - 1;
        // Each code stands for a half of the distances with so many bits, but for the first four.
        let extra = distance.max(2).ilog2() - 1;
        let (code, more) = if distance < 4 {
            (distance, Code { bits: 0, len: 0 })
        } else {
            (2 * extra + (distance >> extra), Code { bits: distance & ((1 << extra) - 1), len: extra })
        };
        let code = Code { bits: code.reverse_bits() >> 27 | more.bits << 5, len: 5 + more.len };
        self.push(Code { bits: length.bits | code.bits << length.len, len: length.len + code.len });
    }
}

/// The end of a block.
const END: Code = Code { bits: 0, len: 7 };

static LITERALS: [Code; 256] = {
    let mut codes = [END; 256];
    let mut byte = 0;
    while byte < 256 {
        codes[byte] = fixed(byte as u32);
        byte += 1;
    }
    codes
};

/// By the length; those below three are none.
static LENGTHS: [Code; LONGEST + 1] = {
    let mut codes = [END; LONGEST + 1];
    let mut length = 3;
    while length < LONGEST {
        let over = length as u32 - 3;
        // Each code stands for a quarter of the lengths with so many bits, but for the first eight.
        let extra = if over < 8 { 0 } else { over.ilog2() - 2 };
        let code = fixed(257 + 4 * extra + (over >> extra));
        codes[length] =
            Code { bits: code.bits | (over & ((1 << extra) - 1)) << code.len, len: code.len + extra };
        length += 1;
    }
    codes[LONGEST] = fixed(285);
    codes
};

/// The fixed code of a literal or a length.
const fn fixed(symbol: u32) -> Code {
    let (code, len) = match symbol {
        0..144 => (0b0011_0000 + symbol, 8),
        144..256 => (0b1_1001_0000 + symbol - 144, 9),
        256..280 => (symbol - 256, 7),
        _ => (0b1100_0000 + symbol - 280, 8),
    };
    // Codes begin with their highest bit.
    Code { bits: code.reverse_bits() >> (u32::BITS - len), len }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// Deflates pieces, each behind the one before it, and checks that what is inflated is the same.
    fn deflated(pieces: &[&[u8]]) -> usize {
        let mut deflater = Deflater::new();
        let (mut rest, mut out) = (Rest::default(), Vec::new());
        for piece in pieces {
            out.extend_from_slice(deflater.deflate(piece, &mut rest));
        }
        out.extend_from_slice(deflater.end(rest));
        let mut inflated = Vec::new();
        let mut reader = flate2::bufread::DeflateDecoder::new(out.as_slice());
        reader.read_to_end(&mut inflated).unwrap();
        assert!(inflated == pieces.concat());
        assert_eq!(reader.total_in(), out.len() as u64);
        out.len()
    }

    #[test]
    fn nothing_and_all_bytes_come_back() {
        deflated(&[]);
        deflated(&[b""]);
        let all: Vec<u8> = (0..=255).collect();
        for length in 0..all.len() {
            deflated(&[&all[..length], &all[length..], &all]);
        }
    }

    #[test]
    fn every_length_and_distance_comes_back() {
        // A text without repetition: what stands in it twice was put there.
        let mut noise = 1_u64;
        let mut text: Vec<u8> = Vec::new();
        while text.len() < 2 * FARTHEST {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.extend_from_slice(&noise.to_be_bytes()[..4]);
        }
        for (length, distance) in (KEY..=300).map(|length| (length, length)).chain(
            (0..16)
                .flat_map(|bits| [(1 << bits) - 1, 1 << bits, (1 << bits) + 1])
                .map(|distance| (40, distance)),
        ) {
            let mut text = text[..distance.max(1)].to_vec();
            for _ in 0..length {
                text.push(text[text.len() - distance.max(1)]);
            }
            // Places behind it, so that it does not stand where nothing is looked for any more.
            text.extend_from_slice(b"0123456789");
            deflated(&[&text]);
        }
    }

    #[test]
    fn what_repeats_itself_is_short() {
        let row = "<c t=\"str\"><v>加快发展新质生产力</v></c><c/><c><v>2030</v></c>".repeat(5000);
        assert!(deflated(&[row.as_bytes()]) < row.len() / 50);
        // Cut within a character.
        deflated(&[&row.as_bytes()[..70_001], &row.as_bytes()[70_001..]]);
    }
}
