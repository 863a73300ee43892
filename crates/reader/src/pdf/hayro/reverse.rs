//! From glyphs back to characters, by the character map of an embedded font program.

use skrifa::MetadataProvider;
use skrifa::raw::FontRef;

/// Characters by glyph.
#[derive(Debug, Default)]
pub(super) struct ReverseCmap {
    /// Glyph and character, ordered by glyph, one entry a glyph.
    chars: Vec<(u32, char)>,
}

impl ReverseCmap {
    /// Reads the character map of a TrueType or OpenType program; other programs have none.
    pub(super) fn new(program: &[u8]) -> Self {
        let Ok(font) = FontRef::new(program) else { return Self::default() };
        let mut chars: Vec<(u32, char)> = font
            .charmap()
            .mappings()
            .take(1 << 17)
            .filter_map(|(code, glyph)| Some((glyph.to_u32(), char::from_u32(code)?)))
            .filter(|&(glyph, _)| glyph != 0)
            .collect();
        chars.sort_by_key(|&(glyph, char)| (glyph, rank(char), char));
        chars.dedup_by_key(|entry| entry.0);
        Self { chars }
    }

    /// The character that `glyph` draws.
    pub(super) fn char(&self, glyph: u32) -> Option<char> {
        let at = self.chars.binary_search_by_key(&glyph, |entry| entry.0).ok()?;
        Some(self.chars[at].1)
    }
}

/// A font draws 一 (U+4E00) and the radical ⼀ (U+2F00) with one glyph: the ideograph is what was written.
fn rank(char: char) -> u8 {
    match char {
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => 2,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\0'..='\u{1F}' => 3,
        '\u{A0}' | '\u{AD}' => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_font_has_no_characters() {
        assert_eq!(ReverseCmap::new(b"").char(3), None);
        assert_eq!(ReverseCmap::new(b"OTTO garbage").char(3), None);
    }

    #[test]
    fn ideographs_go_before_radicals() {
        assert!(rank('一') < rank('\u{2F00}'));
        assert!(rank(' ') < rank('\u{A0}'));
    }
}
