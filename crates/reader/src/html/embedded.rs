//! Articles that a page carries for its scripts: as markup in a `<textarea>`, or as a string in the data of a script
//! (`window.__INITIAL_STATE__ = {"content":"<p>第一章…"}`).
//!
//! Only where the page shows next to nothing of its own. What is data for something else (menus, the index of a search) comes
//! in many short strings; an article is one long one.

use std::borrow::Cow;

use super::article::Article;
use super::dom::{Dom, Id, ROOT};
use super::elsewhere::OWN_HAN;
use super::tag::Tag;
use gangyao_text::count_han;

/// The article has so many times the ideographs that the page shows beside it.
const TIMES: usize = 4;
/// Bytes of the shortest string that is looked into.
const SHORTEST: usize = 1_000;

/// The page that the scripts would make: its title and the article.
pub(super) fn page(dom: &Dom, article: &Article) -> Option<String> {
    let shown = article.weights[ROOT as usize].han as usize;
    let ids = (0..dom.nodes.len() as Id)
        .filter(|&id| matches!(dom.node(id).tag, Tag::Script | Tag::Textarea | Tag::Title));
    let (mut title, mut best) = (None, (0, String::new()));
    for id in ids {
        let tag = dom.node(id).tag;
        if tag == Tag::Title {
            title.get_or_insert_with(|| dom.inner_text(id));
            continue;
        }
        // An ideograph takes three bytes: the scripts of a page with a text of its own are not even copied.
        let len = || dom.children(id).map(|child| dom.text(child).len()).sum::<usize>();
        if tag == Tag::Script && len() / 3 < (OWN_HAN as usize).max(TIMES * shown) {
            continue;
        }
        let text = dom.inner_text(id);
        let (hidden, found) = match tag {
            Tag::Textarea => (count_han(&text) as usize, is_markup(&text).then_some(text)),
            _ => (0, longest_string(&text)),
        };
        let Some(found) = found else { continue };
        let own = count_han(&found) as usize;
        if own >= OWN_HAN as usize && own > best.0 && own >= TIMES * shown.saturating_sub(hidden) {
            best = (own, markup(found));
        }
    }
    let title = title.unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;");
    (best.0 > 0).then(|| format!("<title>{title}</title><div>{}</div>", best.1))
}

fn is_markup(text: &str) -> bool {
    ["</p>", "</P>", "<p>", "<br", "<BR", "</div>", "</DIV>", "</td>"].iter().any(|tag| text.contains(tag))
}

/// The article as markup: it may be escaped once more (&lt;p&gt;), or plain text.
fn markup(text: String) -> String {
    if is_markup(&text) {
        return text;
    }
    if text.contains("&lt;") {
        let once = Dom::parse(&text, 1);
        let inner = once.inner_text(ROOT);
        if is_markup(&inner) {
            return inner;
        }
    }
    let lines = text.lines().map(|line| line.replace('&', "&amp;").replace('<', "&lt;"));
    lines.map(|line| format!("<p>{line}</p>")).collect()
}

/// The string literal of a script that has the most ideographs, without its escapes.
fn longest_string(script: &str) -> Option<String> {
    let bytes = script.as_bytes();
    let mut best: Option<(usize, Cow<'_, str>)> = None;
    let mut at = 0;
    while let Some(open) = bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'\'' | b'`')) {
        let start = at + open + 1;
        let end = start + literal(&bytes[start..], bytes[start - 1]);
        at = (end + 1).min(bytes.len());
        let own = &script[start..end];
        // Three bytes an ideograph, six an escaped one.
        if own.len() < SHORTEST || best.as_ref().is_some_and(|(most, _)| own.len() < *most * 3) {
            continue;
        }
        let own = unescaped(own);
        let count = count_han(&own) as usize;
        if best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, own));
        }
    }
    best.map(|(_, text)| text.into_owned())
}

/// Bytes up to the end of a literal: its closing quote, or, since only a template goes over several lines, the line's.
fn literal(bytes: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return at,
            _ if byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// A literal's text.
fn unescaped(literal: &str) -> Cow<'_, str> {
    if !literal.contains('\\') {
        return Cow::Borrowed(literal);
    }
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(escape) = rest.chars().next() else { break };
        rest = &rest[escape.len_utf8()..];
        match escape {
            'n' | 'r' => text.push('\n'),
            't' => text.push('\t'),
            'u' => {
                let (char, used) = escaped_char(rest);
                text.push(char);
                rest = &rest[used..];
            }
            other => text.push(other),
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character of `\u7b2c` or of the pair `\ud840\udc00`, and the bytes that it takes behind the first `\u`.
fn escaped_char(rest: &str) -> (char, usize) {
    let unit = |text: &str| u16::from_str_radix(text.get(..4)?, 16).ok();
    let Some(first) = unit(rest) else { return (char::REPLACEMENT_CHARACTER, 0) };
    let second = rest.get(4..).and_then(|rest| rest.strip_prefix("\\u")).and_then(unit);
    match (char::from_u32(u32::from(first)), second) {
        (Some(char), _) => (char, 4),
        (None, Some(second)) => {
            let pair = char::decode_utf16([first, second]).next().and_then(Result::ok);
            pair.map_or((char::REPLACEMENT_CHARACTER, 4), |char| (char, 10))
        }
        (None, None) => (char::REPLACEMENT_CHARACTER, 4),
    }
}

#[cfg(test)]
mod tests {
    use crate::Options;

    const PROSE: &str =
        "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生，促进共同富裕。";

    #[track_caller]
    fn reads(page: &str) -> String {
        let source = super::super::read(page.as_bytes(), &Options::default()).unwrap();
        crate::check(&source).unwrap();
        assert!(source.problems.is_empty(), "{:?}", source.problems);
        source.text
    }

    fn expected() -> String {
        format!("第一章 总则\n{}", PROSE.repeat(16))
    }

    #[test]
    fn an_article_in_the_data_of_a_script_is_read() {
        let body = format!("<p>第一章 总则</p><p class=\\\"a\\\">{}<\\/p>", PROSE.repeat(16));
        let menu = "{\"menu\":[\"首页\",\"政务公开\"],";
        let escaped: String = body
            .chars()
            .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
            .collect();
        for body in [&body, &escaped] {
            let page = format!(
                "<title>某市规划</title><div id=app>正在加载…</div><script>var a='it';window.s={menu}\"content\":\"{body}\"}};</script>"
            );
            assert_eq!(reads(&page), expected());
        }
    }

    #[test]
    fn an_article_in_a_field_of_a_form_is_read() {
        let body = format!("&lt;p&gt;第一章 总则&lt;/p&gt;&lt;p&gt;{}&lt;/p&gt;", PROSE.repeat(16));
        assert_eq!(
            reads(&format!("<div id=app></div><textarea style='display:none'>{body}</textarea>")),
            expected()
        );
    }

    #[test]
    fn a_page_with_a_text_of_its_own_is_read_as_it_is() {
        let page = format!(
            "<p>第一章 总则<p>{}<script>s={{\"content\":\"<p>{}</p>\"}}</script>",
            PROSE.repeat(16),
            PROSE.replace('民', "人").repeat(16)
        );
        assert_eq!(reads(&page), expected());
    }

    #[test]
    fn torn_literals_end() {
        for script in ["'", "\"\\", "\"\\u12", "`\\ud840", "\"\\ud840\\u"] {
            let text = format!("{}{script}", PROSE.repeat(10));
            let page = format!("<div id=app></div><script>s=\"{text}</script>");
            let source = super::super::read(page.as_bytes(), &Options::default()).unwrap();
            crate::check(&source).unwrap();
        }
    }
}
