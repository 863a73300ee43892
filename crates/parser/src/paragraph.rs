//! Paragraphs: which lines belong together, the bullet, and the topic sentence that opens one.

use gangyao_normaliser::{Joined, JoinedBuilder};
use gangyao_text::NormRange;

use crate::flow::Flow;
use crate::shape::{bullet_len, dense_len, first_sentence, stop_len};
use crate::tree::ParagraphItem;
use crate::wrap::Open;

/// A topic sentence is at most so long, in characters; in bulleted series up to half as much again.
pub(crate) const LONGEST_LEAD: usize = 32;
const SHORTEST_LEAD: usize = 2;
const LONGEST_OPENING: usize = 48;

/// Groups the flow lines `from..to` into paragraphs.
pub(crate) fn group(flow: &Flow<'_, '_>, from: usize, to: usize) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    let mut width = 0;
    let mut has_sentence = false;
    for at in from..to {
        let open = Open { line: if at > from { flow.all[at - 1].line } else { 0 }, width, has_sentence };
        if at > from && (flow.continues_open(&flow.wrap, open, at) || is_behind_its_bullet(flow, &groups, at))
        {
            groups.last_mut().expect("a first line opened a group").end = at + 1;
        } else {
            groups.push(at..at + 1);
            (width, has_sentence) = (0, false);
        }
        width += flow.width(at);
        has_sentence = has_sentence || crate::shape::has_stop(flow.text(at));
    }
    groups
}

/// The line before is a bullet and nothing else: what it marks stands on this line.
fn is_behind_its_bullet(flow: &Flow<'_, '_>, groups: &[std::ops::Range<usize>], at: usize) -> bool {
    let is_bullet = |text: &str| bullet_len(text) == Some(text.len());
    groups.last().is_some_and(|group| group.start + 1 == at && is_bullet(flow.text(group.start)))
        && bullet_len(flow.text(at)).is_none()
        && crate::numbering::label(flow.text(at)).is_none()
}

/// A paragraph of pieces, one a line. A bullet with nothing behind it is text: a list may break off there.
pub(crate) fn build(norm_text: &str, pieces: &[NormRange]) -> Option<ParagraphItem> {
    let first = pieces.first()?;
    let mut bullet = bullet_len(first.of(norm_text)).map(|len| first.of(norm_text)[..len].to_owned());
    let mut skip = bullet.as_ref().map_or(0, String::len) as u32;
    let mut text = join(norm_text, pieces, skip);
    if text.is_empty() {
        (bullet, skip) = (None, 0);
        text = join(norm_text, pieces, 0);
    }
    if text.is_empty() {
        return None;
    }
    let at = if skip == 0 { text.ranges() } else { join(norm_text, pieces, 0).ranges() };
    Some(ParagraphItem { text, lead: None, bullet, at })
}

/// The pieces as one text, without the first `skip` bytes.
pub(crate) fn join(norm_text: &str, pieces: &[NormRange], skip: u32) -> Joined {
    let bytes = pieces.iter().map(|piece| piece.len()).sum();
    let mut builder = JoinedBuilder::with_capacity(norm_text, bytes, pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let start = if at == 0 { (piece.start + skip).min(piece.end) } else { piece.start };
        builder.push(NormRange::new(start, piece.end));
    }
    builder.finish()
}

/// Bytes of a first sentence that may be a topic sentence: short, with more text after it, 加强大气污染防治。推动……
pub(crate) fn opening(text: &str) -> Option<usize> {
    let end = first_sentence(text)?;
    let sentence = &text[..end];
    let rest = text[end + stop_len(text, end)..].trim();
    let len = dense_len(sentence);
    let fits = (SHORTEST_LEAD..=LONGEST_OPENING).contains(&len) && !rest.is_empty();
    (fits && !reports(sentence)).then_some(end)
}

/// A sentence with a number or a time reports a fact; it names no topic.
fn reports(sentence: &str) -> bool {
    sentence.bytes().any(|byte| byte.is_ascii_digit())
        || sentence.contains(['；', '：', '？', '！'])
        || ["当前", "目前", "总体上", "今年", "去年", "过去", "同时", "此外", "其中", "一是", "二是", "三是"]
            .iter()
            .any(|word| sentence.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lead: Option<&str>, bullet: Option<&str>, body: &str) {
        let item = build(text, &[NormRange::from_usize(0, text.len())]).expect("a paragraph");
        assert_eq!(opening(item.text.text()).map(|len| &item.text.text()[..len]), lead, "{text}");
        assert_eq!(item.bullet.as_deref(), bullet, "{text}");
        assert_eq!(item.text.text(), body, "{text}");
    }

    #[test]
    fn topic_sentences() {
        check("加强污染防治。推动协同管控。", Some("加强污染防治"), None, "加强污染防治。推动协同管控。");
        check("2025年生产总值达到801亿元。增长5%。", None, None, "2025年生产总值达到801亿元。增长5%。");
        check("坚持原则。", None, None, "坚持原则。");
        check("加强污染防治.推动协同管控.", Some("加强污染防治"), None, "加强污染防治.推动协同管控.");
        let address = "各位代表！这为“十四五”画上了圆满句号。五年来，成效显著。";
        check(address, None, None, address);
    }

    #[test]
    fn a_bullet_alone() {
        check("●", None, None, "●");
        check("●\n物流：完善体系。", None, Some("●"), "物流：完善体系。");
    }

    #[test]
    fn bullets_are_no_part_of_the_text() {
        check("——创新引领。坚持以创新为动力。", Some("创新引领"), Some("——"), "创新引领。坚持以创新为动力。");
    }
}
