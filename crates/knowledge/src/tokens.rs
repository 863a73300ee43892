//! How many tokens a text has, about.

/// An estimate that no model's tokenizer is needed for: one token for each character that is not ASCII (a Chinese
/// character, 。), and one for every four ASCII characters in a row, begun ones counted (2030 is one, GDP is one). White
/// space counts nothing.
///
/// Byte pair encodings trained on Chinese text need fewer tokens for common words, older ones up to two for a character;
/// the estimate lies between them.
///
/// ```
/// assert_eq!(gangyao_knowledge::estimate("到2030年，GDP突破900亿元。"), 11);
/// ```
#[must_use]
pub fn estimate(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut tokens, mut run, mut at) = (0, 0_u32, 0);
    while let Some(&first) = bytes.get(at) {
        match first {
            b'!'..=b'~' => {
                tokens += u32::from(run % 4 == 0);
                run += 1;
                at += 1;
            }
            // Three bytes: Han characters and full-width forms, of which none is white space.
            0xE4..=0xEF => {
                tokens += 1;
                run = 0;
                at += 3;
            }
            _ => {
                let c = text[at..].chars().next().expect("a character begins here");
                tokens += u32::from(!c.is_whitespace());
                run = 0;
                at += c.len_utf8();
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_figures_count() {
        for (text, expected) in [
            ("", 0),
            (" \n", 0),
            ("总则。", 3),
            ("2030", 1),
            ("20305", 2),
            ("GDP GDP", 2),
            ("39.85%", 2),
            ("5 年", 2),
            ("\u{3000}甲\u{A0}é—", 3),
        ] {
            assert_eq!(estimate(text), expected, "{text}");
        }
    }
}
