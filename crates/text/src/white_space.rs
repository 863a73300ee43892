//! White space: where a line breaks, and how wide a title is set, says nothing of what it says.
//!
//! Whole documents go through here more than once, so that the common characters are passed over without being decoded.

use std::ops::Range;

use crate::{may_be_blank, next_where};

/// `text` without its white space, as titles and names are compared.
///
/// ```
/// assert_eq!(gangyao_text::squeeze("名 词\u{3000}解\n释"), "名词解释");
/// ```
#[must_use]
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    push_squeezed(&mut squeezed, text);
    squeezed
}

/// Adds `text` without its white space.
pub fn push_squeezed(squeezed: &mut String, text: &str) {
    let mut from = 0;
    while let Some(space) = next_white_space(text, from) {
        squeezed.push_str(&text[from..space.start]);
        from = space.end;
    }
    squeezed.push_str(&text[from..]);
}

/// How many characters of `text` are not white space.
///
/// ```
/// assert_eq!(gangyao_text::dense_len("名 词\u{3000}"), 2);
/// ```
#[must_use]
pub fn dense_len(text: &str) -> usize {
    let (mut from, mut spaces) = (0, 0);
    while let Some(space) = next_white_space(text, from) {
        spaces += 1;
        from = space.end;
    }
    text.chars().count() - spaces
}

/// How many bytes of `text` are not of white space.
///
/// ```
/// assert_eq!(gangyao_text::dense_bytes("名 词\u{3000}"), 6);
/// ```
#[must_use]
pub fn dense_bytes(text: &str) -> usize {
    let (mut from, mut spaces) = (0, 0);
    while let Some(space) = next_white_space(text, from) {
        spaces += space.len();
        from = space.end;
    }
    text.len() - spaces
}

/// The first white space at or after byte `from`.
fn next_white_space(text: &str, from: usize) -> Option<Range<usize>> {
    let mut from = from;
    loop {
        let at = next_where(text.as_bytes(), from, may_be_blank)?;
        let c = text[at..].chars().next()?;
        if c.is_whitespace() {
            return Some(at..at + c.len_utf8());
        }
        from = at + c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_between_others() {
        for c in (0..=0x1_FFFF).filter_map(char::from_u32) {
            let text = format!("甲、{c}乙“a”。{c}丙丁");
            let expected: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(squeeze(&text), expected, "{c:?}");
            assert_eq!(dense_len(&text), expected.chars().count(), "{c:?}");
            assert_eq!(dense_bytes(&text), expected.len(), "{c:?}");
        }
    }

    #[test]
    fn a_text_of_nothing_else() {
        assert_eq!(squeeze(" \n\u{3000}"), "");
        assert_eq!(dense_len(""), 0);
    }
}
