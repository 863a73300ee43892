//! One pass over the source text that makes characters uniform and keeps lines where they are.

use gangyao_text::{Edit, NormRange, Source, SourceRange, SpanMap, SpanMapBuilder};

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
        let bytes = self.source.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // `at` always is the first byte of a character. No rule is for Han characters: two of them at a time.
            while let Some([0xE4..=0xE9, _, _, 0xE4..=0xE9, _, _]) = bytes.get(at..at + 6) {
                at += 6;
            }
            let Some(&first) = bytes.get(at) else { break };
            let step = STEP[first as usize];
            if step & SUSPECT == 0 {
                at += step as usize;
                continue;
            }
            let len = (step ^ SUSPECT) as usize;
            if len == 3 && !super::rules::may_edit([bytes[at], bytes[at + 1], bytes[at + 2]]) {
                at += len;
                continue;
            }
            at = match super::rules::edit_at(self.source, at) {
                Some((len, new)) => {
                    self.replace(at, len, new);
                    at + len
                }
                None => at + len,
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

/// Set in [`STEP`] where a rule may apply.
const SUSPECT: u8 = 0x80;

/// By the first byte of a character: how many bytes it has, and whether a rule may apply to it: to control characters,
/// `*`, `#`, `>`, and characters with the lead bytes of the blocks named above.
static STEP: [u8; 256] = {
    let mut table = [1; 256];
    let mut byte = 0xC0;
    while byte < 0x100 {
        table[byte] = if byte < 0xE0 {
            2
        } else if byte < 0xF0 {
            3
        } else {
            4
        };
        byte += 1;
    }
    byte = 0;
    while byte < 0x20 {
        if byte != b'\n' as usize && byte != b'\t' as usize {
            table[byte] |= SUSPECT;
        }
        byte += 1;
    }
    table[b'*' as usize] |= SUSPECT;
    table[b'#' as usize] |= SUSPECT;
    table[b'>' as usize] |= SUSPECT;
    table[0x7F] |= SUSPECT;
    table[0xC2] |= SUSPECT; // NBSP, soft hyphen, C1 controls
    table[0xE2] |= SUSPECT; // general punctuation spaces, radicals
    table[0xE3] |= SUSPECT; // U+3000
    table[0xEF] |= SUSPECT; // full-width forms, BOM
    table
};
