//! What a page says about the document beside its text: `meta` elements, and the label–value pairs of government pages
//! (成文日期：2026-03-19). Keys: `title`, `issued`, `issuer`, `document_number`, `published`, `index_number`, `source`.

use super::dom::{Attr, Dom, Id};
use super::tag::Tag;
use crate::lines::Lines;
use gangyao_text::{push_squeezed, squeeze};
use std::collections::BTreeMap;

/// Keys and the names of `meta` elements that give them, the best first. Names compare without case.
const META: &[(&str, &str)] = &[
    ("title", "articletitle"),
    ("title", "og:title"),
    ("published", "pubdate"),
    ("published", "firstpublishedtime"),
    ("published", "publishdate"),
    ("published", "article:published_time"),
    ("source", "contentsource"),
];

const LABELS: &str = include_str!("../../data/page_metadata.tsv");

/// How many lines beside the article are looked at for label–value pairs.
const LINES: usize = 400;

/// A value is a date, a number or a name, never a paragraph.
const VALUE: usize = 120;

/// Collects the page's metadata, and takes the document's title out of the furniture where the article lacks it.
pub(super) fn collect(dom: &Dom, lines: &mut Lines) -> Vec<(String, String)> {
    let mut found = BTreeMap::new();
    pairs(lines, &mut found);
    meta(dom, &mut found);
    if let Some(title) = found.get("title") {
        restore_title(lines, title);
    }
    found.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn meta(dom: &Dom, found: &mut BTreeMap<&'static str, String>) {
    let mut best = META.len();
    let mut page_title = None;
    for id in 0..dom.nodes.len() as Id {
        match dom.node(id).tag {
            Tag::Title => page_title = page_title.or_else(|| Some(cleaned(&dom.inner_text(id)))),
            Tag::Meta => {
                let name = dom.attribute(id, Attr::Name).unwrap_or_default();
                let content = cleaned(dom.attribute(id, Attr::Content).unwrap_or_default());
                let Some(rank) = META.iter().position(|(_, meta)| meta.eq_ignore_ascii_case(name)) else {
                    continue;
                };
                let key = META[rank].0;
                if content.is_empty() || content.len() > 3 * VALUE {
                    continue;
                }
                if key == "title" {
                    if rank < best {
                        best = rank;
                        found.insert(key, content);
                    }
                } else {
                    found.entry(key).or_insert(content);
                }
            }
            _ => {}
        }
    }
    if let Some(title) = page_title.filter(|title| !title.is_empty()) {
        found.entry("title").or_insert_with(|| without_site(&title).to_owned());
    }
}

/// A `<title>` names the site after the document: 规划纲要_某市人民政府.
fn without_site(title: &str) -> &str {
    let cut =
        title.find(['_', '|']).or_else(|| title.find(" - ")).or_else(|| title.find("--")).or_else(|| {
            // A single hyphen also stands in 2016-2030; before a site's name it follows and precedes Chinese.
            title.match_indices('-').map(|(at, _)| at).find(|&at| {
                let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && c != '－');
                is_word(title[..at].chars().next_back()) && is_word(title[at + 1..].chars().next())
            })
        });
    title[..cut.filter(|&at| at > 0).unwrap_or(title.len())].trim()
}

/// Without tags (titles are pasted with `<br>`) and with single spaces.
fn cleaned(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        match rest[open..].find('>') {
            Some(close) => rest = &rest[open + close + 1..],
            None => rest = "",
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Label–value pairs of the lines that are no article. A pair may stand on one line with others
/// (发布日期：2026-01-20 信息来源：日报), or the value on the line after its label.
fn pairs(lines: &mut Lines, found: &mut BTreeMap<&'static str, String>) {
    let labels: Vec<(&'static str, &'static str)> = LABELS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let mut waiting: Option<&'static str> = None;
    for (text, _) in lines.finished().filter(|(_, layout)| layout.furniture.is_some()).take(LINES) {
        let parts = split_at_colons(text);
        let mut label: Option<(&'static str, usize)> = None;
        for (i, part) in parts.iter().enumerate() {
            let next = label_at_end(part, &labels);
            let last = i + 1 == parts.len();
            // The word before a colon is a label too, though not one of ours (字体：大 中 小).
            let end = match next {
                Some((_, at)) => at,
                None if last => part.len(),
                None => part.rfind(char::is_whitespace).unwrap_or(0),
            };
            let key = if i == 0 { waiting.take() } else { label.map(|(key, _)| key) };
            if let Some(key) = key {
                let value = value(&part[..end]);
                if last && value.is_empty() && i > 0 {
                    waiting = Some(key);
                }
                keep(found, key, value);
            }
            label = next;
        }
    }
}

fn keep(found: &mut BTreeMap<&'static str, String>, key: &'static str, value: String) {
    if !value.is_empty() && value.len() <= VALUE && value != "/" && value != "无" {
        found.entry(key).or_insert(value);
    }
}

/// Splits at colons, but for those of a time (20:08) or an address (http:).
fn split_at_colons(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, colon) in text.match_indices(['：', ':']) {
        let after = text[at + colon.len()..].chars().next();
        if colon == ":"
            && after.is_some_and(|c| c.is_ascii_digit() || c == '/')
            && text[..at].ends_with(|c: char| c.is_ascii())
        {
            continue;
        }
        parts.push(&text[from..at]);
        from = at + colon.len();
    }
    parts.push(&text[from..]);
    parts
}

/// The label that `text` ends in, spaced out or not (文　　号), and where it begins.
fn label_at_end(text: &str, labels: &[(&'static str, &'static str)]) -> Option<(&'static str, usize)> {
    let last = text.trim_end().chars().next_back()?;
    let longest = labels
        .iter()
        .filter(|(_, label)| label.ends_with(last))
        .filter_map(|&(key, label)| Some((key, label, begins(text, label)?)));
    longest.max_by_key(|&(_, label, _)| label.len()).map(|(key, _, at)| (key, at))
}

fn begins(text: &str, label: &str) -> Option<usize> {
    let mut wanted = label.chars().rev().peekable();
    let mut at = text.len();
    for (index, c) in text.char_indices().rev() {
        if wanted.peek().is_none() {
            break;
        }
        if !c.is_whitespace() {
            if wanted.next() != Some(c) {
                return None;
            }
            at = index;
        }
    }
    wanted.peek().is_none().then_some(at)
}

fn value(own: &str) -> String {
    let own = own.split(['】', '|', '［', '[', '【']).next().unwrap_or_default().trim();
    // Other things may follow after two spaces or more; one space also stands between a date and its time.
    let end = own.find("  ").or_else(|| own.find("\u{a0}\u{a0}")).or_else(|| own.find('\u{3000}'));
    own[..end.unwrap_or(own.len())].trim().to_owned()
}

/// Many pages have the title above the article only. It is the document's own line then, and no furniture.
fn restore_title(lines: &mut Lines, title: &str) {
    let title = squeeze(title);
    if title.is_empty() {
        return;
    }
    let mut beginning = String::new();
    let (mut number, mut candidate) = (0, None);
    for (text, layout) in lines.finished() {
        if layout.furniture.is_none() {
            push_squeezed(&mut beginning, text);
            if beginning.len() > title.len() + 3000 {
                break;
            }
        } else if beginning.is_empty() && squeeze(text) == title {
            candidate = Some(number);
        }
        number += 1;
    }
    if beginning.contains(&title) {
        return;
    }
    if let Some((_, layout)) = candidate.and_then(|number| lines.finished().nth(number)) {
        layout.furniture = None;
        layout.heading = layout.heading.or(Some(1));
    }
}

#[cfg(test)]
mod tests {
    use crate::Options;

    const PROSE: &str = "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系，保障和改善民生。";

    #[track_caller]
    fn check(head: &str, expected: &[(&str, &str)]) {
        let page = format!("{head}<div class=a><p>{PROSE}</p><p>{PROSE}</p></div><div>版权所有</div>");
        let source = super::super::read(page.as_bytes(), &Options::default()).unwrap();
        let found: Vec<(&str, &str)> =
            source.metadata.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn meta_elements_give_title_and_date() {
        check(
            "<title>某市规划纲要_某网</title><meta name=ArticleTitle content='某市<br>规划纲要'><meta name=PubDate content='2026-04-14 20:08'>",
            &[("published", "2026-04-14 20:08"), ("title", "某市规划纲要")],
        );
        check(
            "<title>某市规划纲要（2016-2030年）-新闻-某网</title>",
            &[("title", "某市规划纲要（2016-2030年）")],
        );
    }

    #[test]
    fn labelled_values_are_read_from_lines_and_cells() {
        check(
            "<div><span>文&nbsp;&nbsp;号：</span><span>某政函〔2026〕24号</span></div><div>发布日期：2026-01-20 20:08 信息来源：日报  字体：【大】</div>",
            &[
                ("document_number", "某政函〔2026〕24号"),
                ("published", "2026-01-20 20:08"),
                ("source", "日报"),
            ],
        );
        check(
            "<table><tr><td>成文日期：<td>2026-03-19<td>发文机关：<td>某市人民政府</table>",
            &[("issued", "2026-03-19"), ("issuer", "某市人民政府")],
        );
    }

    #[test]
    fn a_title_above_the_article_is_no_furniture() {
        let page = format!(
            "<title>某市规划</title><a href=/>首页</a><h1>某市规划</h1><div><p>{PROSE}</p><p>{PROSE}</div>"
        );
        let source = super::super::read(page.as_bytes(), &Options::default()).unwrap();
        let furniture: Vec<bool> = source.layout.iter().map(|line| line.furniture.is_some()).collect();
        assert_eq!((source.text.lines().nth(1), &furniture[..2]), (Some("某市规划"), &[true, false][..]));
    }
}
