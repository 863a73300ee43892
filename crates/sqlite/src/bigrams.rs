//! Text as words for the full-text index.
//!
//! SQLite's own tokenizers find no Chinese word: `unicode61` takes a whole clause for one, `trigram` finds none of two
//! characters, and most words have two (算力, 低空). So every pair of neighbours in a run of Han characters is a word:
//! 低空经济 is 低空 空经 经济. A longer word is then a phrase: `MATCH '"低空 空经 经济"'`.

/// Appends the words of a text in UTF-8, each followed by a blank. A run of other letters and digits is one word; all else
/// parts.
pub(crate) fn push_words(text: &str, words: &mut Vec<u8>) {
    // A text of Han characters has words of seven bytes, one for each three of its own.
    words.reserve(text.len() / 3 * 7);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = match () {
            () if is_han(c) => {
                let run = end(rest, is_han);
                push_pairs(&rest[..run], words);
                run
            }
            () if is_letter(c) => {
                let run = end(rest, |c| is_letter(c) && !is_han(c));
                push_word(&rest[..run], words);
                run
            }
            () => c.len_utf8(),
        };
        rest = &rest[run..];
    }
}

/// Where the characters end that a text begins with and for which something holds.
fn end(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

/// Every pair of neighbours of a run of Han characters; one alone is a word.
fn push_pairs(run: &str, words: &mut Vec<u8>) {
    let bytes = run.as_bytes();
    // Nearly all have three bytes each, and their pairs are copied as what they are.
    if bytes.len() > 3 && bytes.iter().step_by(3).all(|&first| first & 0xF0 == 0xE0) {
        let start = words.len();
        words.resize(start + (bytes.len() / 3 - 1) * 7, b' ');
        for (word, pair) in words[start..].chunks_exact_mut(7).zip(bytes.windows(6).step_by(3)) {
            word[..6].copy_from_slice(pair);
        }
        return;
    }
    let ends = || run.char_indices().map(|(at, c)| at + c.len_utf8());
    let starts = run.char_indices().map(|(at, _)| at);
    let mut alone = true;
    for (start, end) in starts.zip(ends().skip(1)) {
        push_word(&run[start..end], words);
        alone = false;
    }
    if alone {
        push_word(run, words);
    }
}

fn push_word(word: &str, words: &mut Vec<u8>) {
    words.extend_from_slice(word.as_bytes());
    words.push(b' ');
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
