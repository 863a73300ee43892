//! What a line's characters say about it: how it ends, whether its quotes close, whether it looks like prose.

use std::sync::LazyLock;

pub(crate) use gangyao_text::{dense_len, squeeze as dense};
use memchr::memmem::Finder;

/// Made once: short lines are searched sooner than a searcher is made.
static STOP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("。"));

/// Whether a sentence ends in `text`.
pub(crate) fn has_stop(text: &str) -> bool {
    STOP.find(text.as_bytes()).is_some()
}

/// How a line ends, closing quotes and brackets set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// 。！？… — a sentence is complete.
    Full,
    /// ；
    Semicolon,
    /// ：
    Colon,
    /// Anything else: the sentence goes on, or there is none.
    Open,
}

/// How `text` ends.
pub(crate) fn ending(text: &str) -> Ending {
    let last =
        text.chars().rev().find(|c| !matches!(c, '”' | '’' | '）' | ')' | '》' | '」' | '』' | '"' | ' '));
    // 加快建设（见专栏3） ends open, 提升。（省教育厅负责） does not: a bracket after a full stop is a source note.
    match last {
        Some('。' | '！' | '？' | '…' | '!' | '?') => Ending::Full,
        Some('；' | ';') => Ending::Semicolon,
        Some('：' | ':') => Ending::Colon,
        _ if ends_with_remark(text) => Ending::Full,
        _ => Ending::Open,
    }
}

/// A sentence and a remark in brackets after its full stop: ……。（省教育厅负责）
fn ends_with_remark(text: &str) -> bool {
    text.ends_with(['）', ')'])
        && text.rfind(['（', '(']).is_some_and(|open| text[..open].trim_end().ends_with('。'))
}

/// Opening minus closing quotes, brackets and book-title marks; positive when something is still open.
pub(crate) fn open_marks(text: &str) -> i32 {
    Marks::of(text).fold(0, |open, (_, c)| match c {
        '“' | '（' | '《' | '〔' | '「' => open + 1,
        '”' | '）' | '》' | '〕' | '」' => open - 1,
        _ => open,
    })
}

/// The characters of a text that may be Chinese punctuation, each with its place. All others are passed over without
/// being decoded.
struct Marks<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Marks<'t> {
    const fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        // “” begin with E2, 。《》〔〕「」 with E3, （） with EF; ideographs with E4 to E9.
        let found = memchr::memchr3(0xE2, 0xE3, 0xEF, &self.text.as_bytes()[self.at..])?;
        let at = self.at + found;
        let c = self.text[at..].chars().next()?;
        self.at = at + c.len_utf8();
        Some((at, c))
    }
}

/// The first character that is no white space.
pub(crate) fn first_dense(text: &str) -> Option<char> {
    text.chars().find(|c| !c.is_whitespace())
}

/// `text` without white space is `expected`; no allocation.
pub(crate) fn is_dense(text: &str, expected: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).eq(expected.chars())
}

/// Marks that begin a list item and are no part of its text; their length in bytes.
pub(crate) fn bullet_len(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    match first {
        '—' | '－' | '―' | '─' => {
            // —— or more; a single dash only before a Han character (—创新引领).
            let run = text.chars().take_while(|&c| c == first).count();
            let rest = &text[run * first.len_utf8()..];
            let titled = rest.trim_start().chars().next().is_some_and(gangyao_text::is_han);
            (titled && (run >= 2 || !rest.contains('—'))).then_some(run * first.len_utf8())
        }
        '-' => {
            let run = text.bytes().take_while(|&b| b == b'-').count();
            let titled = text[run..].trim_start().chars().next().is_some_and(gangyao_text::is_han);
            titled.then_some(run)
        }
        '●' | '■' | '◆' | '▲' | '★' | '•' | '·' | '○' | '◇' | '□' | '►' | '▶' | '➢' | '✓' | '※'
        | '\u{F06C}' | '\u{F0B7}' | '\u{F06E}' | '\u{F0D8}' => Some(first.len_utf8()),
        _ => None,
    }
}

/// 图1 生态安全格局图, 附图2 …: the caption of a figure. 图书达到3万种 is none.
pub(crate) fn is_figure_caption(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("附图").or_else(|| text.strip_prefix('图')) else { return false };
    let numbered = rest.trim_start().starts_with(|c: char| {
        c.is_ascii_digit() || gangyao_normaliser::value::numeral::is_chinese_numeral(c)
    });
    numbered && dense_len(text) <= 50 && !text.contains(['。', '；'])
}

/// 注：…, 说明：…: a note under a table or a box.
pub(crate) fn is_note(text: &str) -> bool {
    ["注：", "注:", "注释", "备注", "说明："].iter().any(|word| text.starts_with(word))
}

/// ①…⑳ and ⑴…: number and length in bytes.
pub(crate) fn circled(text: &str) -> Option<(u32, usize)> {
    let first = text.chars().next()?;
    let number = match first {
        '①'..='⑳' => first as u32 - '①' as u32 + 1,
        '⑴'..='⒇' => first as u32 - '⑴' as u32 + 1,
        '⒈'..='⒛' => first as u32 - '⒈' as u32 + 1,
        '❶'..='❿' => first as u32 - '❶' as u32 + 1,
        _ => return None,
    };
    Some((number, first.len_utf8()))
}

/// Byte length of the first sentence without its 。, when a 。 ends it outside of quotes and brackets.
pub(crate) fn first_sentence(text: &str) -> Option<usize> {
    let mut open = 0i32;
    for (at, c) in Marks::of(text) {
        match c {
            '“' | '（' | '《' | '〔' => open += 1,
            '”' | '）' | '》' | '〕' => open -= 1,
            // The first character beyond the limit is the last that counts.
            '。' if open <= 0 && is_within(text, at) => return Some(at),
            _ => {}
        }
        if at > LONGEST_SENTENCE {
            return None;
        }
    }
    None
}

/// Bytes that are searched for the end of a first sentence.
const LONGEST_SENTENCE: usize = 600;

/// The character at `at` begins inside the searched bytes, or is the first one behind them.
fn is_within(text: &str, at: usize) -> bool {
    at <= LONGEST_SENTENCE
        || text[..at].char_indices().next_back().is_none_or(|(before, _)| before <= LONGEST_SENTENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        assert_eq!(ending("取得成效。"), Ending::Full);
        assert_eq!(ending("“绿色工厂”。”"), Ending::Full);
        assert_eq!(ending("创新高地；"), Ending::Semicolon);
        assert_eq!(ending("主要目标是："), Ending::Colon);
        assert_eq!(ending("恼包村"), Ending::Open);
        assert_eq!(ending("加快建设，"), Ending::Open);
        assert_eq!(ending("提升办学水平。（省教育厅负责）"), Ending::Full);
        assert_eq!(ending("（见专栏3）"), Ending::Open);
    }

    #[test]
    fn bullets() {
        assert_eq!(bullet_len("——创新引领。"), Some(6));
        assert_eq!(bullet_len("—创新引领。"), Some(3));
        assert_eq!(bullet_len("● 一批"), Some(3));
        assert_eq!(bullet_len("— 12 —"), None);
        assert_eq!(bullet_len("5—10"), None);
    }

    #[test]
    fn the_first_sentence_ends_outside_of_quotes() {
        assert_eq!(first_sentence("加强监管。严格"), Some("加强监管".len()));
        assert_eq!(first_sentence("落实“不安全。不生产”要求。严格"), Some("落实“不安全。不生产”要求".len()));
        assert_eq!(first_sentence("没有句号"), None);
    }
}
