//! Characters of symbol fonts, which have no Unicode of their own.

use std::borrow::Cow;

/// The Unicode character that looks like the symbol; U+FFFD where none is known, U+2022 for a bullet of any font.
pub(crate) fn of_font(font: &str, code: u32) -> char {
    let low = code & 0xFF;
    let wingdings = font.starts_with("Wingdings");
    match (wingdings, low) {
        (_, 0xB7) | (true, 0x9F | 0x6C) => '•',
        (true, 0x6E | 0xA7) => '■',
        (true, 0x6F | 0xA8) => '□',
        (true, 0x46) => '☞',
        (true, 0x71) => '❑',
        (true, 0x75 | 0x77) => '◆',
        (true, 0x76) => '❖',
        (true, 0xD8) => '➢',
        (true, 0xA1) => '○',
        (true, 0xAB) => '★',
        (true, 0xE0 | 0xE8) => '→',
        (true, 0xFB) => '✗',
        (true, 0xFC) => '✓',
        (true, 0x78 | 0xFD) => '☒',
        (true, 0xFE) => '☑',
        (true, 0x80..=0x8A) => {
            char::from_u32(0x24EA + low - 0x80).filter(|_| low == 0x80).unwrap_or_else(|| circled(low - 0x80))
        }
        (false, 0xB3) => '≥',
        (false, 0xA3) => '≤',
        (false, 0xB1) => '±',
        (false, 0xB4) => '×',
        (false, 0xB0) => '°',
        _ if code < 0xF000 => char::from_u32(code).unwrap_or('\u{FFFD}'),
        _ => '\u{FFFD}',
    }
}

/// A text with its symbols as characters: programs that know no better leave them in the private use area of their font, which
/// is hardly ever another one than Wingdings.
pub(crate) fn in_text(text: &str) -> Cow<'_, str> {
    // The bytes of U+F000 to U+F0FF; full-width marks share the first of them.
    let is_symbol = |at: usize| matches!(text.as_bytes().get(at + 1), Some(0x80..=0x83));
    if !memchr::memchr_iter(0xEF, text.as_bytes()).any(is_symbol) {
        return Cow::Borrowed(text);
    }
    let known = |c: char| match of_font("Wingdings", c as u32) {
        char::REPLACEMENT_CHARACTER => of_font("Symbol", c as u32),
        known => known,
    };
    let shown = |c: char| if matches!(c, '\u{F000}'..='\u{F0FF}') { known(c) } else { c };
    Cow::Owned(text.chars().map(shown).collect())
}

/// The symbols that a web page writes as letters of Wingdings: l is a bullet, Ø an arrow.
pub(crate) fn of_letters(text: &str) -> String {
    let shown = |c: char| if c.is_whitespace() || c > '\u{FF}' { c } else { shown(private(c)) };
    text.chars().map(shown).collect()
}

/// Where a symbol font keeps the symbol of a letter.
fn private(letter: char) -> char {
    char::from_u32(0xF000 | letter as u32).unwrap_or(letter)
}

/// A label's character: bullets are private-use characters of a symbol font.
pub(crate) fn shown(c: char) -> char {
    match c {
        '\u{F000}'..='\u{F0FF}' => match of_font("Wingdings", c as u32) {
            '\u{FFFD}' => '•',
            known => known,
        },
        other => other,
    }
}

fn circled(n: u32) -> char {
    char::from_u32('①' as u32 + n.saturating_sub(1)).unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_become_the_characters_that_they_look_like() {
        assert_eq!(of_font("Wingdings", 0xF0FC), '✓');
        assert_eq!(of_font("Wingdings", 0xF081), '①');
        assert_eq!(of_font("Symbol", 0xF0B3), '≥');
        assert_eq!(of_font("仿宋", 0x4E00), '一');
        assert_eq!(of_font("Webdings", 0xF0EE), '\u{FFFD}');
        assert_eq!(shown('\u{F0D8}'), '➢');
        assert_eq!(shown('第'), '第');
        assert_eq!(in_text("\u{F0D8}发展，\u{F0B3}5％"), "➢发展，≥5％");
        assert_eq!(in_text("发展，５％"), "发展，５％");
        assert_eq!(of_letters("Ø\u{a0} l"), "➢\u{a0} •");
    }
}
