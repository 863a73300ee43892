//! Text as words for the full-text index.
//!
//! SQLite's own tokenizers find no Chinese word: `unicode61` takes a whole clause for one, `trigram` finds none of two
//! characters, and most words have two (算力, 低空). So every pair of neighbours in a run of Han characters is a word:
//! 低空经济 is 低空 空经 经济. A longer word is then a phrase: `MATCH '"低空 空经 经济"'`.

/// A word of a text.
pub(crate) enum Word<'t> {
    /// Two Han characters that stand side by side, of three bytes each, by their [`number`].
    Pair([u16; 2]),
    /// A Han character of three bytes that has none beside it.
    One(u16),
    /// A run of other letters and digits, or two Han characters of which one is rare and takes four bytes, or such a one alone.
    Other(&'t str),
}

/// One more than the highest [`number`].
pub(crate) const NUMBERS: usize = 28_098;

/// The number of a Han character of three bytes in their order, from 1.
fn number(c: u16) -> Option<u16> {
    match c {
        // The block that nearly all are in is asked first.
        0x4E00..=0x9FFF => Some(c - 0x4E00 + 6594),
        0x3400..=0x4DBF => Some(c - 0x3400 + 2),
        0xF900..=0xFAFF => Some(c - 0xF900 + 27_586),
        0x3007 => Some(1),
        _ => None,
    }
}

/// The three bytes of the Han character with a [`number`].
pub(crate) const fn bytes_of(number: u16) -> [u8; 3] {
    let c = match number {
        ..2 => 0x3007,
        2..6594 => number - 2 + 0x3400,
        6594..27_586 => number - 6594 + 0x4E00,
        27_586.. => number - 27_586 + 0xF900,
    };
    [0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]
}

/// Gives the words of a text, each with where it begins: every pair of neighbours in a run of Han characters, and runs of other
/// letters and digits. All else parts.
pub(crate) fn words<'t>(text: &'t str, mut found: impl FnMut(usize, Word<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if let Some(mut last) = common_han(&bytes[at..]) {
            let start = at;
            at += 3;
            for next in bytes[at..].chunks_exact(3).map_while(common_han) {
                found(at - 3, Word::Pair([last, next]));
                last = next;
                at += 3;
            }
            if bytes.get(at).is_some_and(|&first| first >= 0xF0) && text[at..].starts_with(is_han) {
                at = rare(text, at - 3, &mut found);
            } else if at - start == 3 {
                found(start, Word::One(last));
            }
            continue;
        }
        let c = text[at..].chars().next().expect("a character");
        if is_letter(c) {
            if is_han(c) {
                at = rare(text, at, &mut found);
                continue;
            }
            let end =
                text[at..].find(|c| !is_letter(c) || is_han(c)).map_or(text.len(), |length| at + length);
            found(at, Word::Other(&text[at..end]));
            at = end;
        } else {
            at += c.len_utf8();
        }
    }
}

/// Gives the words of Han characters from a place on where a rare one stands, or the one before it, and says where to go on:
/// behind them, or at a common one that has a common neighbour.
fn rare<'t>(text: &'t str, start: usize, found: &mut impl FnMut(usize, Word<'t>)) -> usize {
    let mut chars = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
    let (mut at, mut c) = chars.next().expect("a character");
    let mut alone = true;
    while let Some((next, other)) = chars.next_if(|&(_, c)| is_han(c)) {
        if c.len_utf8() == 3 && other.len_utf8() == 3 {
            return at;
        }
        found(at, Word::Other(&text[at..next + other.len_utf8()]));
        (at, c, alone) = (next, other, false);
    }
    let end = at + c.len_utf8();
    if alone {
        found(at, Word::Other(&text[at..end]));
    }
    end
}

/// The [`number`] of the Han character of three bytes that bytes begin with.
fn common_han(bytes: &[u8]) -> Option<u16> {
    match *bytes {
        [first @ 0xE3..=0xEF, second, third, ..] => {
            number(u16::from(first) << 12 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F))
        }
        _ => None,
    }
}

/// Appends the words of a text in UTF-8, each followed by a blank.
pub(crate) fn push_words(text: &str, all: &mut Vec<u8>) {
    // A text of Han characters has words of seven bytes, one for each three of its own.
    all.reserve(text.len() / 3 * 7);
    words(text, |at, word| {
        let length = match word {
            Word::Pair(_) => 6,
            Word::One(_) => 3,
            Word::Other(word) => word.len(),
        };
        all.extend_from_slice(&text.as_bytes()[at..at + length]);
        all.push(b' ');
    });
}

/// A letter or a digit. The tables of the standard library are slow to ask, and the marks of a Chinese text frequent.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        '、' | '。' | '〈'..='】' | '！'..='／' | '：'..='＠' | '‐'..='…' => false,
        _ => c.is_alphanumeric(),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut words = Vec::new();
        push_words(text, &mut words);
        assert_eq!(String::from_utf8(words).unwrap().trim_end(), expected);
    }

    #[test]
    fn neighbours_are_words() {
        check("算力", "算力");
        check("低空经济", "低空 空经 经济");
        check("水、电、气", "水 电 气");
        check("加强算力，推进", "加强 强算 算力 推进");
        check("𠀀𠀁甲𠀂", "𠀀𠀁 𠀁甲 甲𠀂");
        check("", "");
        check("水", "水");
        check("𠀀", "𠀀");
        check("甲𠀀乙丙", "甲𠀀 𠀀乙 乙丙");
        check("甲乙𠀀丙丁戊𠀁𠀂己，𠀀丙", "甲乙 乙𠀀 𠀀丙 丙丁 丁戊 戊𠀁 𠀁𠀂 𠀂己 𠀀丙");
        check("㐀䷀䶿豈甲", "㐀 䶿豈 豈甲");
        check("〇一二", "〇一 一二");
    }

    #[test]
    fn characters_have_numbers_in_their_order() {
        let mut next = 1;
        for c in '\0'..='\u{FFFF}' {
            let expected = is_han(c).then_some(next);
            assert_eq!(number(c as u16), expected, "{c}");
            if expected.is_some() {
                assert_eq!(bytes_of(next), c.to_string().as_bytes());
                next += 1;
            }
        }
        assert_eq!(usize::from(next), NUMBERS);
    }

    #[test]
    fn marks_are_no_letters_and_the_standard_library_agrees() {
        for c in '\0'..='\u{FFFF}' {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn other_letters_are_words_of_their_own() {
        check("建设5G基站1.2万个", "建设 5G 基站 1 2 万个");
        check("AI+制造", "AI 制造");
        check("森林覆盖率40.2%", "森林 林覆 覆盖 盖率 40 2");
    }
}
