//! The source text by code points, and the comparison of texts.

use gangyao_normaliser::normalise;
use gangyao_text::Source;

use crate::record::Span;

/// The source text with the byte of every code point.
pub(crate) struct Text<'s> {
    text: &'s str,
    /// Byte of each code point, and the length.
    bytes: Vec<usize>,
}

impl<'s> Text<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { text, bytes }
    }

    /// Code points.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - 1
    }

    /// All code points in order.
    pub(crate) fn chars(&self) -> std::str::Chars<'s> {
        self.text.chars()
    }

    /// The text of a span that lies in bounds.
    pub(crate) fn slice(&self, span: Span) -> &'s str {
        &self.text[self.bytes[span.start]..self.bytes[span.end]]
    }

    /// The slices of `spans`, joined, put through the normaliser, without white space.
    pub(crate) fn proof(&self, spans: &[Span]) -> String {
        let slices: Vec<&str> = spans.iter().map(|&span| self.slice(span)).collect();
        squeeze(&normalise(&Source::plain(slices.join("\n"))).text)
    }

    /// [`Text::proof`] of the whole text.
    pub(crate) fn whole(&self) -> String {
        squeeze(&normalise(&Source::plain(self.text.to_owned())).text)
    }
}

/// A text without white space: where a line breaks is no part of what it says.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|&c| !is_blank(c)).collect()
}

/// Characters that show nothing on paper: white space, control characters, zero-width and direction marks, soft hyphens.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c as u32, 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFEFF)
}

/// The start of a text, for messages.
pub(crate) fn shorten(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_owned(),
        Some((byte, _)) => format!("{}…", &text[..byte]),
    }
}
