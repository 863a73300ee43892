//! One pass over the source text that makes characters uniform and keeps lines where they are.

use gangyao_text::{Edit, NormRange, Source, SourceRange, SpanMap, SpanMapBuilder, next_where};

/// The normalised text of a source: the same lines, uniform characters.
#[derive(Clone, Debug)]
pub struct Normalised<'s> {
    /// What it was made of.
    pub source: &'s Source,
    /// The text.
    pub text: String,
    /// Back to the source.
    pub map: SpanMap,
}

impl Normalised<'_> {
    /// Where a stretch of the normalised text stands in the source. Marks that were taken out at its ends (`**`)
    /// belong to it where it begins a line or a word.
    #[must_use]
    pub fn to_source(&self, range: NormRange) -> SourceRange {
        if range.is_empty() {
            let at = self.map.start(range.start);
            return SourceRange::new(at, at);
        }
        let begins_word =
            self.text.as_bytes()[..range.start as usize].last().is_none_or(u8::is_ascii_whitespace);
        let start = if begins_word { self.map.outer_start(range.start) } else { self.map.start(range.start) };
        SourceRange::new(start, self.map.outer_end(range.end))
    }

    /// What a stretch of the source became in the normalised text.
    #[must_use]
    pub fn of_source(&self, range: SourceRange) -> NormRange {
        let start = self.map.edited_start(range.start);
        NormRange::new(start, self.map.edited_end(range.end).max(start))
    }
}

/// Makes the characters of a source uniform:
///
/// - no-break, ideographic and other wide spaces become spaces, zero-width characters go;
/// - full-width digits, letters and signs of numbers (％ ＋ － ．between digits) become their ASCII forms, Chinese
///   punctuation stays;
/// - Kangxi and CJK radicals become the ideographs that they look like (⼀ → 一);
/// - Markdown's `**` and a line's leading `#` and `>` go;
/// - other control characters become spaces.
#[must_use]
pub fn normalise(source: &Source) -> Normalised<'_> {
    let mut writer = Writer {
        source: &source.text,
        out: String::with_capacity(source.text.len()),
        copied: 0,
        map: SpanMapBuilder::default(),
    };
    writer.run();
    let Writer { out, map, .. } = writer;
    Normalised { source, text: out, map: map.finish() }
}

struct Writer<'s> {
    source: &'s str,
    out: String,
    /// Source bytes before this are written.
    copied: usize,
    map: SpanMapBuilder,
}

impl Writer<'_> {
    fn run(&mut self) {
        let mut from = 0;
        while let Some(at) = next_where(self.source.as_bytes(), from, super::rules::may_edit) {
            from = match super::rules::edit_at(self.source, at) {
                Some((len, new)) => {
                    self.replace(at, len, new);
                    at + len
                }
                None => at + self.source[at..].chars().next().map_or(1, char::len_utf8),
            };
        }
        self.out.push_str(&self.source[self.copied..]);
    }

    fn replace(&mut self, at: usize, len: usize, new: super::rules::Replacement) {
        self.out.push_str(&self.source[self.copied..at]);
        let new_start = self.out.len() as u32;
        new.push_to(&mut self.out);
        self.copied = at + len;
        self.map.edit(Edit {
            new_start,
            new_end: self.out.len() as u32,
            old_start: at as u32,
            old_end: self.copied as u32,
        });
    }
}
