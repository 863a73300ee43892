//! The page at the end of an entry.
//!
//! What enters is the text of a line, what leaves is where its title ends and which characters are the page.

/// What stands at the end of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageTail {
    /// Where the title ends.
    pub title_end: usize,
    /// The page's digits.
    pub page: (usize, usize),
    /// Dots, a tab or brackets lead to the page, not a mere space.
    pub leader: bool,
}

/// The page at the end of an entry: ….12, (12), - 12 -, a tab or spaces and 12.
pub(super) fn tail(text: &str) -> Option<PageTail> {
    match text.strip_suffix(DASHES) {
        Some(open) => {
            let open = open.trim_end();
            let own = undashed_tail(open)?;
            let gap = &open[own.title_end..own.page.0];
            gap.contains(DASHES).then_some(PageTail { leader: true, ..own })
        }
        None => undashed_tail(text),
    }
}

/// Dashes that stand around a page.
const DASHES: [char; 3] = ['-', '—', '–'];

fn undashed_tail(text: &str) -> Option<PageTail> {
    let bracketed = text.ends_with([')', '）']);
    let inner = text.trim_end_matches([')', '）']).trim_end();
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let page = (inner.len() - digits, inner.len());
    let before = &text[..page.0];
    let title = before.trim_end_matches(is_leader);
    let gap = &before[title.len()..];
    if gap.is_empty() || title.is_empty() {
        return None;
    }
    let dots =
        gap.chars().filter(|c| matches!(c, '.' | '…' | '·' | '．' | '•' | '-' | '—' | '‥' | '⋯')).count();
    let opened = gap.contains(['(', '（']);
    // The closing bracket may have gone to the next line: 建设美丽新城...(19
    if bracketed && !opened || opened && !bracketed && dots < 2 {
        return None;
    }
    let leader = dots >= 2 || gap.contains('…') || opened || gap.contains('\t') || gap.len() >= 2;
    Some(PageTail { title_end: title.len(), page, leader })
}

/// Where the title ends of an entry whose page has gone to the next line: before its dots.
pub(super) fn without_leaders(text: &str) -> usize {
    let title = text.trim_end_matches(is_leader);
    let dots = text[title.len()..].chars().filter(|c| !c.is_whitespace()).count();
    if dots >= 2 && !title.is_empty() { title.len() } else { text.len() }
}

/// The closing bracket of a page that stands on the line before.
pub(super) fn is_close(text: &str) -> bool {
    matches!(text.trim(), ")" | "）")
}

const fn is_leader(c: char) -> bool {
    matches!(c, '.' | '…' | '·' | '．' | '•' | '-' | '—' | '‥' | '⋯' | ' ' | '\t' | '(' | '（' | '_')
}

/// A page and nothing else: 12, （12）, ……12: the rest of an entry whose title stands on the line before.
pub(super) fn alone(text: &str) -> Option<(usize, usize)> {
    let inner = text.trim_end_matches([')', '）', ' ']);
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    let rest = &inner[..inner.len() - digits];
    let opened = rest.contains(['(', '（']);
    let closed = inner.len() < text.trim_end().len();
    let leads = rest.chars().all(is_leader) && opened == closed;
    ((1..=4).contains(&digits) && leads).then_some((rest.len(), inner.len()))
}

/// As [`alone`], also as character recognition damages it: （33D, “（321).
pub(super) fn worn_alone(text: &str) -> Option<(usize, usize)> {
    let from = text.len() - text.trim_start_matches(is_worn_leader).len();
    let inner = text[from..].trim_end_matches(|c| is_worn_leader(c) || matches!(c, ')' | '）' | '〉' | '》'));
    let digits = inner.bytes().filter(u8::is_ascii_digit).count();
    let opened = text[..from].contains(['（', '(', '〈']);
    let fits = inner.chars().count() <= 5 && (opened && digits >= 2 || digits == inner.len() && digits > 0);
    fits.then_some((from, from + inner.len()))
}

pub(super) const fn is_worn_leader(c: char) -> bool {
    is_leader(c) || matches!(c, '“' | '”' | '〈')
}

/// As [`tail`], also as character recognition damages it: （31D, “（318）, “ 348.
pub(super) fn worn(text: &str) -> Option<PageTail> {
    if let Some(tail) = tail(text) {
        return Some(tail);
    }
    let open = text.rfind(['(', '（', '〈'])?;
    let from = open + text[open..].chars().next().map_or(0, char::len_utf8);
    let inner = text[from..].trim_end_matches([')', '）', '〉', '》', ' ']);
    let len = inner.chars().count();
    let digits = inner.bytes().filter(u8::is_ascii_digit).count();
    let title = text[..open].trim_end_matches(|c| is_leader(c) || matches!(c, '“' | '”' | '，' | '0'));
    ((2..=5).contains(&len) && digits >= 2 && !title.is_empty()).then(|| PageTail {
        title_end: title.len(),
        page: (from, from + inner.len()),
        leader: true,
    })
}

/// A line with so many pages in brackets is several entries run together, however long it is.
pub(super) fn has_many(text: &str) -> bool {
    let opened = text.match_indices(['（', '(', '〈']);
    let paged = |rest: &str| rest.trim_start().bytes().take_while(u8::is_ascii_digit).count() >= 2;
    opened.filter(|(at, mark)| paged(&text[at + mark.len()..])).take(MANY).count() == MANY
}

const MANY: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<PageTail>, text: &str, expected: Option<(&str, &str)>) {
        let found = found.map(|tail| (&text[..tail.title_end], &text[tail.page.0..tail.page.1]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn pages_between_dashes() {
        check(tail("发展基础 - 2 -"), "发展基础 - 2 -", Some(("发展基础", "2")));
        check(tail("发展基础—12—"), "发展基础—12—", Some(("发展基础", "12")));
        check(tail("附件：项目表 - 60 -"), "附件：项目表 - 60 -", Some(("附件：项目表", "60")));
        check(tail("发展基础 2 -"), "发展基础 2 -", None);
        check(tail("发展基础 -"), "发展基础 -", None);
        let dashes = format!("发展基础 12{}", "-".repeat(1_000_000));
        check(tail(&dashes), &dashes, None);
    }

    #[test]
    fn pages_after_leaders() {
        for (text, expected) in [
            ("总则......12", Some(("总则", "12"))),
            ("总则（327）", Some(("总则", "327"))),
            ("总则 3", Some(("总则", "3"))),
            ("总则", None),
            ("2030", None),
            ("规划（2026", None),
        ] {
            check(tail(text), text, expected);
        }
    }

    #[test]
    fn damaged_pages() {
        check(worn("信贷收支“ · · （31D"), "信贷收支“ · · （31D", Some(("信贷收支", "31D")));
        check(worn("居民收人和消费（397）"), "居民收人和消费（397）", Some(("居民收人和消费", "397")));
        assert_eq!(worn("卫生保健事业"), None);
    }

    #[test]
    fn pages_alone() {
        assert_eq!(worn_alone("“（33D").map(|(from, to)| &"“（33D"[from..to]), Some("33D"));
        assert_eq!(worn_alone("（帥）"), None);
        assert_eq!(alone("（12）").map(|(from, to)| &"（12）"[from..to]), Some("12"));
        assert_eq!(alone("12"), Some((0, 2)));
        assert_eq!(alone("第12"), None);
    }
}
