//! How Parquet spells values: bits, and small numbers in runs. What enters is values, what leaves
//! is bytes; nothing here knows of pages or columns.

/// Bits one behind the other, from the lowest of a byte to its highest, as Parquet packs them.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
    len: usize,
    /// How many are set.
    set: usize,
}

impl Bits {
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn set(&self) -> usize {
        self.set
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    #[inline]
    pub(crate) fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.len % 8);
        }
        self.len += 1;
        self.set += usize::from(bit);
    }

    /// Adds the same bit so many times.
    pub(crate) fn repeat(&mut self, bit: bool, times: usize) {
        let alone = times.min(self.len.wrapping_neg() % 8);
        (0..alone).for_each(|_| self.push(bit));
        let whole = (times - alone) / 8;
        self.bytes.resize(self.bytes.len() + whole, if bit { 0xFF } else { 0 });
        self.len += 8 * whole;
        self.set += if bit { 8 * whole } else { 0 };
        (0..(times - alone) % 8).for_each(|_| self.push(bit));
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        (self.len, self.set) = (0, 0);
    }

    /// Spells the bits as runs of one bit each (`RLE`).
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        if self.set == 0 || self.set == self.len {
            return push_run(u32::from(self.set > 0), self.len, 1, out);
        }
        // Only whole bytes are the same: the last one may have bits that are none.
        let whole = &self.bytes[..self.len / 8];
        let mut literal = 0;
        let mut at = 0;
        while at < whole.len() {
            let byte = whole[at];
            let end = at + whole[at..].iter().take_while(|&&other| other == byte).count();
            if end - at >= LEAST && [0, 0xFF].contains(&byte) {
                push_literal(&self.bytes[literal..at], out);
                push_run(u32::from(byte & 1), 8 * (end - at), 1, out);
                literal = end;
            }
            at = end;
        }
        push_literal(&self.bytes[literal..], out);

        /// Bytes from which on a run is shorter than its bits.
        const LEAST: usize = 4;
        fn push_literal(bytes: &[u8], out: &mut Vec<u8>) {
            if !bytes.is_empty() {
                push_varint((bytes.len() as u64) << 1 | 1, out);
                out.extend_from_slice(bytes);
            }
        }
    }
}

/// The bits that a number takes.
pub(crate) const fn width(most: u32) -> u32 {
    u32::BITS - most.leading_zeros()
}

/// Spells numbers of so many bits, at least one: as runs where they repeat themselves, packed where they do not (`RLE`).
pub(crate) fn encode_runs(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    let mut literal = 0;
    let mut at = 0;
    while at < numbers.len() {
        let number = numbers[at];
        let end = at + numbers[at..].iter().take_while(|&&other| other == number).count();
        // What is packed comes in eights; a run begins where one is full.
        let start = at + usize::wrapping_sub(literal, at) % 8;
        if end >= start + 8 {
            push_packed(&numbers[literal..start], width, out);
            push_run(number, end - start, width, out);
            literal = end;
        }
        at = end;
    }
    push_packed(&numbers[literal..], width, out);
}

fn push_packed(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let eights = numbers.len().div_ceil(8);
    push_varint((eights as u64) << 1 | 1, out);
    // Each eight of them takes `width` bytes; those that are missing in the last are zeros.
    let end = out.len() + eights * width as usize;
    let (mut bits, mut filled) = (0_u64, 0);
    for &number in numbers {
        bits |= u64::from(number) << filled;
        filled += width;
        while filled >= 32 {
            out.extend_from_slice(&(bits as u32).to_le_bytes());
            bits >>= 32;
            filled -= 32;
        }
    }
    out.extend_from_slice(&bits.to_le_bytes()[..filled.div_ceil(8) as usize]);
    out.resize(end, 0);
}

fn push_run(number: u32, times: usize, width: u32, out: &mut Vec<u8>) {
    push_varint((times as u64) << 1, out);
    out.extend_from_slice(&number.to_le_bytes()[..width.div_ceil(8) as usize]);
}

fn push_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(runs: &[(bool, usize)]) -> Bits {
        let mut bits = Bits::default();
        runs.iter().for_each(|&(bit, times)| bits.repeat(bit, times));
        bits
    }

    #[test]
    fn bits_are_repeated_as_if_pushed_one_by_one() {
        for before in 0..10 {
            for times in 0..30 {
                let mut pushed = bits(&[(false, before)]);
                (0..times).for_each(|_| pushed.push(true));
                let repeated = bits(&[(false, before), (true, times)]);
                assert_eq!(
                    (repeated.bytes(), repeated.len(), repeated.set()),
                    (pushed.bytes(), before + times, times)
                );
            }
        }
    }

    #[test]
    fn bits_are_spelt_as_runs_where_that_is_shorter() {
        for (runs, expected) in [
            (&[(true, 200)][..], &[0x90, 0x03, 1][..]),
            (&[(false, 3)], &[6, 0]),
            (&[(true, 1), (false, 2)], &[3, 0b001]),
            (&[(true, 40), (false, 4)], &[80, 1, 3, 0]),
            (&[(false, 4), (true, 4), (false, 33)], &[3, 0xF0, 64, 0, 3, 0]),
        ] {
            let mut out = Vec::new();
            bits(runs).encode(&mut out);
            assert_eq!(out, expected, "{runs:?}");
        }
    }

    #[test]
    fn numbers_are_spelt_as_runs_where_that_is_shorter() {
        // The example of the format's specification: 0 to 7 in three bits.
        for (numbers, width, expected) in [
            (&[0, 1, 2, 3, 4, 5, 6, 7][..], 3, &[3, 0b1000_1000, 0b1100_0110, 0b1111_1010][..]),
            (&[5; 9], 3, &[18, 5]),
            (&[1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 2, &[3, 0b1010_1001, 0b1010_1010, 16, 2]),
            (&[300; 8], 9, &[16, 0x2C, 0x01]),
            (&[], 1, &[]),
        ] {
            let mut out = Vec::new();
            encode_runs(numbers, width, &mut out);
            assert_eq!(out, expected, "{numbers:?}");
        }
    }
}
