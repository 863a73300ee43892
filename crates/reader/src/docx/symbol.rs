//! Characters of symbol fonts, which have no Unicode of their own.

/// The Unicode character that looks like the symbol; U+FFFD where none is known, U+2022 for a bullet of any font.
pub(super) fn of_font(font: &str, code: u32) -> char {
    let low = code & 0xFF;
    let wingdings = font.starts_with("Wingdings");
    match (wingdings, low) {
        (_, 0xB7) | (true, 0x9F | 0x6C) => '•',
        (true, 0x6E | 0xA7) => '■',
        (true, 0x6F | 0xA8) => '□',
        (true, 0x75) => '◆',
        (true, 0x76) => '❖',
        (true, 0xD8) => '➢',
        (true, 0xE0) => '→',
        (true, 0xFB) => '✗',
        (true, 0xFC) => '✓',
        (true, 0xFD) => '☒',
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

/// A label's character: bullets are private-use characters of a symbol font.
pub(super) fn shown(c: char) -> char {
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
    }
}
