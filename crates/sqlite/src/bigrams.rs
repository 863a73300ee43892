//! Text as words for the full-text index.
//!
//! SQLite's own tokenizers find no Chinese word: `unicode61` takes a whole clause for one, `trigram` finds none of two
//! characters, and most words have two (算力, 低空). So every pair of neighbours in a run of Han characters is a word:
//! 低空经济 is 低空 空经 经济. A longer word is then a phrase: `MATCH '"低空 空经 经济"'`.

/// A word of a text.
pub(crate) enum Word<'t> {
    /// Two Han characters that stand side by side, of three bytes each.
    Pair([char; 2]),
    /// A Han character of three bytes that has none beside it.
    One(char),
    /// A run of other letters and digits, or a word of rare Han characters, which take four bytes.
    Other(&'t str),
}

/// Gives the words of a text, each with where it begins: every pair of neighbours in a run of Han characters, and runs of other
/// letters and digits. All else parts.
pub(crate) fn words<'t>(text: &'t str, mut found: impl FnMut(usize, Word<'t>)) {
    // The run's last Han character, and whether it is in a pair already.
    let mut last: Option<(usize, char, bool)> = None;
    let mut run = None;
    // A mark at the end ends what is open.
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_han = is_han(c);
        match last {
            Some((start, first, _)) if is_han => found(
                start,
                match first.len_utf8() + c.len_utf8() {
                    6 => Word::Pair([first, c]),
                    bytes => Word::Other(&text[start..start + bytes]),
                },
            ),
            Some((start, only, false)) => found(
                start,
                match only.len_utf8() {
                    3 => Word::One(only),
                    bytes => Word::Other(&text[start..start + bytes]),
                },
            ),
            _ => {}
        }
        last = is_han.then_some((at, c, last.is_some()));
        if !is_han && is_letter(c) {
            run.get_or_insert(at);
        } else if let Some(start) = run.take() {
            found(start, Word::Other(&text[start..at]));
        }
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

pub(crate) fn is_han(c: char) -> bool {
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
        check("〇一二", "〇一 一二");
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
