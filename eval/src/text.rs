//! Text as the scorer compares it: without white space, compatibility forms folded.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Marks that may begin a paragraph as a bullet.
const BULLETS: &[char] = &['—', '-', '－', '·', '•', '●'];

/// White space as Python's `\s` sees it: the information separators count, which Rust leaves out.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// The text without white space.
#[must_use]
pub fn raw(text: &str) -> String {
    text.chars().filter(|&c| !is_space(c)).collect()
}

/// Text without white space and marks of emphasis, compatibility forms folded.
#[must_use]
pub fn squeeze(text: &str) -> String {
    let folded: String = text.nfkc().collect();
    // One pass over both, as in `\s+|\*\*`: two stars that only meet because a space between them went stay.
    let mut out = String::with_capacity(folded.len());
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '*' && chars.peek() == Some(&'*') {
            chars.next();
        } else if !is_space(c) {
            out.push(c);
        }
    }
    out
}

/// [`squeeze`], and punctuation gone too.
#[must_use]
pub fn bare(text: &str) -> String {
    let mark = |c: char| {
        let group = c.general_category_group();
        matches!(group, GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
    };
    squeeze(text).chars().filter(|&c| !mark(c) || c == '%' || c == '+').collect()
}

/// The text without bullets in front.
#[must_use]
pub fn without_bullet(text: &str) -> &str {
    text.trim_start_matches(BULLETS)
}

/// The first `count` characters.
#[must_use]
pub fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

/// The last `count` characters.
#[must_use]
pub fn last(text: &str, count: usize) -> String {
    let skip = text.chars().count().saturating_sub(count);
    text.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezing_folds_widths_and_drops_spaces() {
        assert_eq!(squeeze("（一） 总 则\u{3000}**重点**"), "(一)总则重点");
        assert_eq!(squeeze("* *"), "**");
    }

    #[test]
    fn bare_text_keeps_percent_and_plus() {
        assert_eq!(bare("“人工智能+”行动，增长5%。"), "人工智能+行动增长5%");
    }

    #[test]
    fn ends_are_counted_in_characters() {
        assert_eq!((first("一二三", 2).as_str(), last("一二三", 2).as_str()), ("一二", "二三"));
        assert_eq!(without_bullet("——坚持"), "坚持");
    }
}
