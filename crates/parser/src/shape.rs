//! What a line's characters say about it: how it ends, whether its quotes close, whether it looks like prose.

use std::sync::LazyLock;

pub(crate) use gangyao_normaliser::value::stop::stop_len;
use gangyao_normaliser::value::stop::{half_stops, is_half_stop};
pub(crate) use gangyao_text::{dense_len, squeeze as dense};
use memchr::memmem::Finder;

/// Made once: short lines are searched sooner than a searcher is made.
static STOP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("。"));

/// Whether a sentence ends in `text`.
pub(crate) fn has_stop(text: &str) -> bool {
    STOP.find(text.as_bytes()).is_some() || half_stops(text).next().is_some()
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
        Some('：' | ':') if is_inner_colon(text) => Ending::Open,
        Some('：' | ':') => Ending::Colon,
        Some('.') if ends_with_half_stop(text) => Ending::Full,
        _ if ends_with_remark(text) => Ending::Full,
        _ => Ending::Open,
    }
}

/// A colon at a line's end that announces nothing: the line breaks a bracket (（责任单位：/ 市工信局）) or a ratio
/// (48.6:/ 30.1).
fn is_inner_colon(text: &str) -> bool {
    let Some(said) = text.strip_suffix(['：', ':']) else { return false };
    let number = said.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_decimal = said[number.len()..].contains('.');
    let is_third = number.len() < said.len()
        && number.ends_with(['：', ':'])
        && number.trim_end_matches(['：', ':']).ends_with(|c: char| c.is_ascii_digit());
    let closed = said.rfind(['）', ')']);
    let opened = said.rfind(['（', '(']).is_some_and(|open| closed.is_none_or(|close| close < open));
    opened || number.len() < said.len() && is_decimal || is_third
}

/// The last point of a line ends a sentence, closing marks behind it set aside.
fn ends_with_half_stop(text: &str) -> bool {
    memchr::memrchr(b'.', text.as_bytes()).is_some_and(|at| is_half_stop(text, at))
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

/// 铁路　建成东环铁路，……: the name that a space parts from a text with punctuation; its length in bytes.
pub(crate) fn spaced_name(text: &str) -> Option<usize> {
    let at = text.find(' ')?;
    let (name, rest) = (&text[..at], text[at..].trim_start());
    let is_word = |c: char| gangyao_text::is_han(c) || matches!(c, '“' | '”' | '《' | '》' | '·');
    let is_name = (2..=LONGEST_SPACED_NAME).contains(&name.chars().count()) && name.chars().all(is_word);
    // 指 导 思 想: spaces that part all characters part no name.
    let parts_words = |(at, _): (usize, &str)| {
        rest[..at].ends_with(gangyao_text::is_han) && rest[at + 1..].starts_with(gangyao_text::is_han)
    };
    let is_text = || {
        rest.starts_with(is_word)
            && dense_len(rest) >= SHORTEST_SPACED_TEXT
            && (rest.contains(['，', '。', '；', '、', ',']) || has_stop(rest))
            && !rest.match_indices(' ').any(parts_words)
    };
    (is_name && is_text()).then_some(at)
}

/// A name before a space is at most so long, and its text at least, in characters.
const LONGEST_SPACED_NAME: usize = 24;
const SHORTEST_SPACED_TEXT: usize = 12;

/// Byte length of the first sentence without its 。, when a 。 (or a point in its place, see [`stop_len`]) ends it
/// outside of quotes and brackets.
pub(crate) fn first_sentence(text: &str) -> Option<usize> {
    let mut open = 0i32;
    let mut half = half_stops(text).filter(|&at| at <= LONGEST_SENTENCE).peekable();
    for (at, c) in Marks::of(text) {
        while let Some(stop) = half.next_if(|&stop| stop < at) {
            if open <= 0 {
                return Some(stop);
            }
        }
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
    half.next().filter(|_| open <= 0)
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
    fn a_colon_inside_a_bracket_or_a_ratio_announces_nothing() {
        assert_eq!(ending("突破800亿元。（责任单位："), Ending::Open);
        assert_eq!(ending("（一）主要目标："), Ending::Colon);
        assert_eq!(ending("三次产业比重由21.3:48.6:"), Ending::Open);
        assert_eq!(ending("比重为16:47:"), Ending::Open);
        assert_eq!(ending("专栏1："), Ending::Colon);
    }

    #[test]
    fn points_in_the_place_of_full_stops() {
        assert_eq!(ending("取得显著成效."), Ending::Full);
        assert_eq!(ending("增长5.6%."), Ending::Full);
        assert_eq!(ending("第二章 任务.........."), Ending::Open);
        assert_eq!(ending("一."), Ending::Open);
        assert_eq!(ending("1."), Ending::Open);
        assert_eq!(first_sentence("加强监管.严格执法.提升"), Some("加强监管".len()));
        assert_eq!(first_sentence("落实“不安全.不生产”要求.严格"), Some("落实“不安全.不生产”要求".len()));
        assert_eq!(first_sentence("增长5.6%以上，达到1.2万亿元"), None);
        assert_eq!(first_sentence("一.总则"), None);
        assert!(has_stop("成效显著.2025年增长") && !has_stop("总投资1.5亿元"));
    }

    #[test]
    fn names_before_a_space() {
        let name = |text| spaced_name(text).map(|at| &text[..at]);
        assert_eq!(name("铁路 建成东环铁路，推进西线铁路。"), Some("铁路"));
        assert_eq!(name("“光伏+” 建设复合基地，实施示范。"), None);
        assert_eq!(name("新建 500 千伏变电站，扩建 220 千伏变电站。"), None);
        assert_eq!(name("指 导 思 想 高举旗帜，深入贯彻会议精神。"), None);
        assert_eq!(name("铁路 建成东环铁路"), None);
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
