//! What a line's characters say about it: how it ends, whether its quotes close, whether it looks like prose.

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
    let Some(open) = text.rfind(['（', '(']) else { return false };
    text.ends_with(['）', ')']) && text[..open].trim_end().ends_with('。')
}

/// Opening minus closing quotes, brackets and book-title marks; positive when something is still open.
pub(crate) fn open_marks(text: &str) -> i32 {
    text.chars().fold(0, |open, c| match c {
        '“' | '（' | '《' | '〔' | '「' => open + 1,
        '”' | '）' | '》' | '〕' | '」' => open - 1,
        _ => open,
    })
}

/// Number of characters that are not white space.
pub(crate) fn dense_len(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// `text` without white space.
pub(crate) fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
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
    for (at, c) in text.char_indices() {
        match c {
            '“' | '（' | '《' | '〔' => open += 1,
            '”' | '）' | '》' | '〕' => open -= 1,
            '。' if open <= 0 => return Some(at),
            _ => {}
        }
        if at > 600 {
            return None;
        }
    }
    None
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
