//! Points in the place of full stops, as character recognition has them: 取得显著成效.居民收入稳步增长.
//!
//! In: a text and the place of a point. Out: whether a sentence ends there. Knows nothing of the sentence.

use super::numeral::is_chinese_numeral;

/// Whether the point at byte `at` ends a sentence. The point of a number (5.6%), of a label (1.总则, 十一.总则) and of a
/// name (A.B) ends none, nor does one of a row of points (总则......5).
///
/// ```
/// use gangyao_normaliser::value::stop::half_stops;
/// assert_eq!(half_stops("增长5.6%.其中一产增长").collect::<Vec<_>>(), ["增长5.6%".len()]);
/// assert_eq!(half_stops("一.总则......1").count(), 0);
/// ```
#[must_use]
pub fn is_half_stop(text: &str, at: usize) -> bool {
    let said = &text[..at];
    let ends = match said.chars().next_back() {
        // 十一.总则 is a label, 高度统一.提升 ends a sentence.
        Some(c) if is_chinese_numeral(c) => {
            said.trim_end_matches(is_chinese_numeral).ends_with(gangyao_text::is_han)
        }
        Some(c) => gangyao_text::is_han(c) || matches!(c, '”' | '》' | '）' | ')' | '%'),
        None => false,
    };
    ends && text[at + 1..].chars().find(|&c| c != ' ').is_none_or(opens)
}

/// What a sentence, or the line after one, begins with.
fn opens(c: char) -> bool {
    gangyao_text::is_han(c)
        || matches!(c, '“' | '”' | '《' | '（' | '(' | '）' | ')' | '—' | '\n' | '0'..='9')
}

/// The places of all points in `text` that end a sentence.
pub fn half_stops(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'.', text.as_bytes()).filter(|&at| is_half_stop(text, at))
}

/// Bytes of the full stop at `at`: of 。, or of a point in its place.
#[must_use]
pub fn stop_len(text: &str, at: usize) -> usize {
    if text.as_bytes().get(at) == Some(&b'.') { 1 } else { '。'.len_utf8() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = half_stops(text).map(|at| &text[..at]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sentences() {
        check("成效显著.收入增长.", &["成效显著", "成效显著.收入增长"]);
        check("增长5.6%. 其中", &["增长5.6%"]);
        check("实施“双倍增”.2025年达到", &["实施“双倍增”"]);
        check("步调统一.提升", &["步调统一"]);
    }

    #[test]
    fn no_sentences() {
        for text in ["1.5万亿元", "1.总则", "一.总则", "十一.总则", "总则.....12", "A.B", "万vs.千", ".", ""]
        {
            check(text, &[]);
        }
    }

    #[test]
    fn lengths() {
        assert_eq!(stop_len("甲.乙", 3), 1);
        assert_eq!(stop_len("甲。乙", 3), 3);
        assert_eq!(stop_len("甲", 3), 3);
    }
}
