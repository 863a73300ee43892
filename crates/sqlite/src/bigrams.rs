//! Text as words for the full-text index.
//!
//! SQLite's own tokenizers find no Chinese word: `unicode61` takes a whole clause for one, `trigram` finds none of two
//! characters, and most words have two (算力, 低空). So every pair of neighbours in a run of Han characters is a word:
//! 低空经济 is 低空 空经 经济. A longer word is then a phrase: `MATCH '"低空 空经 经济"'`.

/// Appends the words of a text in UTF-8, each followed by a blank. A run of other letters and digits is one word; all else
/// parts.
pub(crate) fn push_words(text: &str, words: &mut Vec<u8>) {
    let mut run = Run::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if is_han(c) {
            run.end_other(text, at, words);
            match run.han {
                // Nearly all: two characters of three bytes each, copied as what they are.
                Some(before) if before + 3 == at && c.len_utf8() == 3 => {
                    let pair: &[u8; 6] = text.as_bytes()[before..].first_chunk().expect("two characters");
                    let [a, b, c, d, e, f] = *pair;
                    words.extend_from_slice(&[a, b, c, d, e, f, b' ']);
                    run.paired = true;
                }
                Some(before) => {
                    push_word(&text[before..at + c.len_utf8()], words);
                    run.paired = true;
                }
                None => {}
            }
            run.han = Some(at);
        } else {
            run.end_han(text, at, words);
            match (c.is_alphanumeric(), run.other) {
                (true, None) => run.other = Some(at),
                (false, Some(_)) => run.end_other(text, at, words),
                _ => {}
            }
        }
        at += c.len_utf8();
    }
    run.end_han(text, text.len(), words);
    run.end_other(text, text.len(), words);
}

fn push_word(word: &str, words: &mut Vec<u8>) {
    words.extend_from_slice(word.as_bytes());
    words.push(b' ');
}

/// The run that a character stands in.
#[derive(Default)]
struct Run {
    /// Where the latest Han character stands.
    han: Option<usize>,
    /// Whether it is in a word already.
    paired: bool,
    /// Where a run of other letters begins.
    other: Option<usize>,
}

impl Run {
    /// A Han character alone is a word.
    fn end_han(&mut self, text: &str, at: usize, words: &mut Vec<u8>) {
        if let Some(start) = self.han.take()
            && !self.paired
        {
            push_word(&text[start..at], words);
        }
        self.paired = false;
    }

    fn end_other(&mut self, text: &str, at: usize, words: &mut Vec<u8>) {
        if let Some(start) = self.other.take() {
            push_word(&text[start..at], words);
        }
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
    }

    #[test]
    fn other_letters_are_words_of_their_own() {
        check("建设5G基站1.2万个", "建设 5G 基站 1 2 万个");
        check("AI+制造", "AI 制造");
        check("森林覆盖率40.2%", "森林 林覆 覆盖 盖率 40 2");
    }
}
