//! Han ideographs: which characters are some, and how many a text has.

use crate::{Bytes, Places, count_where, next_where};

/// True for a Han ideograph of the blocks that planning documents use.
///
/// ```
/// assert!(gangyao_text::is_han('纲'));
/// assert!(!gangyao_text::is_han('，'));
/// ```
#[inline]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}' | '\u{20000}'..='\u{3134F}' | '\u{F900}'..='\u{FAFF}')
}

/// How many characters of a text are Han ideographs.
///
/// ```
/// assert_eq!(gangyao_text::count_han("第3章，总则"), 4);
/// ```
#[must_use]
pub fn count_han(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Nearly all of them, and hardly anything else, begin with one of six bytes.
    let mut count = count_where(bytes, |byte| byte.within(0xE4, 0xE9));
    let mut from = 0;
    while let Some(at) = next_where(bytes, from, is_unusual) {
        let c = text[at..].chars().next().expect("a first byte begins a character");
        match (is_han(c), matches!(bytes[at], 0xE4..=0xE9)) {
            (true, false) => count += 1,
            (false, true) => count -= 1,
            _ => {}
        }
        from = at + c.len_utf8();
    }
    count
}

/// Where the first byte alone does not tell: 〇, U+3400 to U+3FFF, the hexagrams U+4DC0 to U+4DFF, U+F900 to U+FAFF, and
/// what is beyond U+FFFF.
fn is_unusual(first: Bytes, second: Bytes, third: Bytes) -> Places {
    let ring = second.is(0x80) & third.is(0x87);
    first.is(0xE3) & (second.within(0x90, 0xBF) | ring)
        | first.is(0xE4) & second.is(0xB7)
        | first.is(0xEF) & second.within(0xA4, 0xAB)
        | first.is(0xF0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_counted_as_what_it_is() {
        for c in (0..=0x3_FFFF).filter_map(char::from_u32) {
            assert_eq!(count_han(c.encode_utf8(&mut [0; 4])), usize::from(is_han(c)), "{c}");
        }
    }

    #[test]
    fn texts_of_all_kinds() {
        for text in ["", "一", "〇五年、㐀䷀𠀀，䷀12", "规划纲要。".repeat(20).as_str()] {
            assert_eq!(count_han(text), text.chars().filter(|&c| is_han(c)).count(), "{text}");
        }
    }
}
