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
    let (mut tokens, mut run) = (0, 0);
    for c in text.chars() {
        if c.is_ascii() && !c.is_whitespace() {
            tokens += u32::from(run % 4 == 0);
            run += 1;
        } else {
            tokens += u32::from(!c.is_whitespace());
            run = 0;
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
        ] {
            assert_eq!(estimate(text), expected, "{text}");
        }
    }
}
