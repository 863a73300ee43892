//! Takes surplus attributes out of a page before it is split into tokens.
//!
//! html5ever compares each attribute of a tag with all before it: a tag of 200,000 attributes, two megabytes, takes it half
//! a minute. No tag of a real page has more than a few dozen. This goes through the page as its tokeniser does, tag by
//! tag, in one pass.

use std::borrow::Cow;

/// Attributes that a tag may keep.
const ATTRIBUTES: usize = 200;

/// Elements whose content is no markup up to their end tag.
const RAW: &[&str] = &["script", "style", "iframe", "noembed", "noframes", "xmp", "title", "textarea"];

/// The page with at most [`ATTRIBUTES`] in a tag.
pub(super) fn bounded(page: &str) -> Cow<'_, str> {
    let bytes = page.as_bytes();
    let mut kept = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let rest = &bytes[open + 1..];
        let is_end = rest.first() == Some(&b'/');
        let name_at = open + 1 + usize::from(is_end);
        at = if rest.starts_with(b"!--") {
            comment_end(bytes, open + 4)
        } else if bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            let tag = Tag::scan(bytes, name_at);
            if let Some(surplus) = tag.surplus {
                kept.push_str(&page[copied..surplus]);
                copied = tag.end;
            }
            let name = &bytes[name_at..tag.name_end];
            let raw = RAW.iter().find(|raw| !is_end && name.eq_ignore_ascii_case(raw.as_bytes()));
            raw.map_or(tag.end, |raw| raw_end(bytes, tag.end, raw))
        } else if is_end || matches!(rest.first(), Some(b'!' | b'?')) {
            memchr::memchr(b'>', rest).map_or(bytes.len(), |close| open + 1 + close)
        } else {
            open + 1
        };
    }
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    kept.push_str(&page[copied..]);
    Cow::Owned(kept)
}

/// A tag from its name on.
struct Tag {
    name_end: usize,
    /// Where the attribute begins that is one too many.
    surplus: Option<usize>,
    /// Where its `>` stands.
    end: usize,
}

impl Tag {
    fn scan(bytes: &[u8], name_at: usize) -> Self {
        let is_gap = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/');
        let name_end = until(bytes, name_at, |byte| is_gap(byte) || byte == b'>');
        let (mut at, mut count, mut surplus) = (name_end, 0, None);
        loop {
            at = until(bytes, at, |byte| !is_gap(byte));
            if at == bytes.len() || bytes[at] == b'>' {
                return Self { name_end, surplus, end: at };
            }
            if count == ATTRIBUTES {
                surplus = Some(at);
            }
            count += 1;
            // A name may begin with the sign that ends it elsewhere.
            at = until(bytes, at + 1, |byte| is_gap(byte) || byte == b'>' || byte == b'=');
            let value = until(bytes, at, |byte| !is_gap(byte) || byte == b'/');
            if bytes.get(value) != Some(&b'=') {
                continue;
            }
            at = until(bytes, value + 1, |byte| !is_gap(byte) || byte == b'/');
            at = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |close| at + close + 2)
                }
                _ => until(bytes, at, |byte| byte == b'>' || is_gap(byte) && byte != b'/'),
            };
        }
    }
}

/// The first byte from `from` on that is such; the end where none is.
fn until(bytes: &[u8], from: usize, is_such: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|&byte| is_such(byte)).map_or(bytes.len(), |found| from + found)
}

/// One past a comment; `<!-->` and `<!--->` are whole ones.
fn comment_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    if rest.starts_with(b">") || rest.starts_with(b"->") {
        return from;
    }
    memchr::memchr_iter(b'>', rest)
        .find(|&close| rest[..close].ends_with(b"--") || rest[..close].ends_with(b"--!"))
        .map_or(bytes.len(), |close| from + close + 1)
}

/// Where the end tag of a raw element begins.
fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let tag = bytes[at + 1..].strip_prefix(b"/").unwrap_or_default();
        let ends =
            tag.get(name.len()).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        if ends && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surplus_attributes_go_and_the_rest_stays() {
        let many = "a='>' ".repeat(5_000);
        let page = format!("一<p {many}>二<br/>");
        let kept = format!("一<p {}>二<br/>", "a='>' ".repeat(ATTRIBUTES));
        assert_eq!(bounded(&page), kept);
    }

    #[test]
    fn real_pages_stay_as_they_are() {
        let text = "a=1 ".repeat(5_000);
        for page in [
            "<p class=\"a\" title='<b>' data-x = y>一</p>".to_owned(),
            format!("<!-- <p {text}> --><p>"),
            format!("<script>if (a<b) {text}</script><p>"),
            format!("1 < 2 {text}>"),
            "<p".to_owned(),
            "<".to_owned(),
            "<!".to_owned(),
            "<p a=".to_owned(),
            "<script>".to_owned(),
            "<!-->一<p>".to_owned(),
            format!("<!------><p><!-- <p {text}> ---><p><!-- <p {text}> --!><p>"),
        ] {
            assert!(matches!(bounded(&page), Cow::Borrowed(_)), "{page:.40}");
        }
    }

    #[test]
    fn a_tag_of_many_attributes_is_parsed_in_no_time() {
        let attributes: String = (0..100_000).map(|i| format!("a{i} ")).collect();
        let dom = super::super::Dom::parse(&format!("<p {attributes}>一"), 512);
        assert_eq!(dom.nodes.len(), 3);
    }
}
