//! Paragraphs into pieces of whole sentences, and where each stands.

use std::cell::OnceCell;

use gangyao_model::{Common, Span, is_blank};

use super::Piece;
use crate::tokens::estimate;

/// The sentences of a text with the white space behind them. A sentence ends at 。！？ and what closes behind it (”、）).
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut ended) = (0, false);
    for (at, c) in text.char_indices() {
        let ends = matches!(c, '。' | '！' | '？' | '!' | '?');
        let closes = matches!(c, '”' | '’' | '」' | '』' | '）' | '】' | '》' | '…') || c.is_whitespace();
        if ended && !ends && !closes {
            parts.push(&text[from..at]);
            (from, ended) = (at, false);
        }
        ended |= ends;
    }
    if from < text.len() {
        parts.push(&text[from..]);
    }
    parts
}

/// A text as few texts of whole sentences, each within the size where its sentences are.
pub(super) fn grouped(text: &str, size: u32) -> Vec<&str> {
    if estimate(text) <= size {
        return if text.is_empty() { Vec::new() } else { vec![text] };
    }
    let mut groups = Vec::new();
    let (mut from, mut to, mut tokens) = (0, 0, 0);
    for sentence in sentences(text) {
        let more = estimate(sentence);
        if to > from && tokens + more > size {
            groups.push(&text[from..to]);
            (from, tokens) = (to, 0);
        }
        to += sentence.len();
        tokens += more;
    }
    groups.push(&text[from..to]);
    groups
}

/// The pieces of a paragraph, bullet and all.
pub(super) fn pieces<'c>(
    common: &'c Common,
    bullet: &str,
    text: &str,
    size: u32,
    aligner: &mut Aligner<'_>,
) -> Vec<Piece<'c>> {
    let groups = grouped(text, size);
    if groups.len() < 2 {
        let text = format!("{bullet}{text}");
        return vec![Piece { text, evidence: common.evidence.clone(), ..Piece::default() }];
    }
    let places = aligner.places(&common.evidence, bullet, text);
    let mut before = 0;
    groups
        .into_iter()
        .enumerate()
        .map(|(at, group)| {
            let length = printed(group);
            let from = before;
            before += length;
            let evidence = places.as_ref().map_or_else(
                || common.evidence.clone(),
                |places| {
                    spans(
                        &common.evidence,
                        &places.0[if at == 0 { 0 } else { places.1 + from }..places.1 + before],
                    )
                },
            );
            let text = if at == 0 { format!("{bullet}{group}") } else { group.to_owned() };
            Piece { text: text.trim_end().to_owned(), evidence, ..Piece::default() }
        })
        .collect()
}

fn printed(text: &str) -> usize {
    text.chars().filter(|&c| !is_blank(c)).count()
}

/// Knows the source by its code points, once that is asked for.
pub(super) struct Aligner<'s> {
    text: &'s str,
    chars: OnceCell<Vec<char>>,
}

impl<'s> Aligner<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, chars: OnceCell::new() }
    }

    /// Spans with nothing printed between them as one: the cells of a row, but for a page break or a place on the page.
    pub(super) fn joined(&self, spans: &[Span]) -> Vec<Span> {
        let chars = self.chars.get_or_init(|| self.text.chars().collect());
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            if let Some(last) = joined.last_mut()
                && last.page == span.page
                && last.ocr == span.ocr
                && last.bbox.is_none()
                && span.bbox.is_none()
                && chars
                    .get(last.end as usize..span.start as usize)
                    .is_some_and(|gap| gap.iter().all(|&c| is_blank(c)))
            {
                last.end = span.end;
            } else {
                joined.push(*span);
            }
        }
        joined
    }

    /// The code points that the printed characters of a paragraph stand at, and how many of them are its bullet. `None`
    /// where the normaliser made more or fewer characters of them: then only the whole is known.
    fn places(&self, evidence: &[Span], bullet: &str, text: &str) -> Option<(Vec<u32>, usize)> {
        let chars = self.chars.get_or_init(|| self.text.chars().collect());
        let mut places = Vec::new();
        for span in evidence {
            let slice = chars.get(span.start as usize..span.end as usize)?;
            places.extend((span.start..).zip(slice).filter(|&(_, &c)| !is_blank(c)).map(|(at, _)| at));
        }
        let bullet = printed(bullet);
        (places.len() == bullet + printed(text)).then_some((places, bullet))
    }
}

/// The spans of some of a record's places: each a part of one of its spans.
fn spans(evidence: &[Span], places: &[u32]) -> Vec<Span> {
    let mut places = places.iter().copied().peekable();
    let mut spans = Vec::new();
    for span in evidence {
        let mut own = None;
        while let Some(at) = places.next_if(|at| (span.start..span.end).contains(at)) {
            own = Some(own.map_or((at, at + 1), |(start, _)| (start, at + 1)));
        }
        if let Some((start, end)) = own {
            spans.push(Span { start, end, ..*span });
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(sentences(text), expected);
    }

    #[test]
    fn a_sentence_ends_with_what_closes_it() {
        check("", &[]);
        check("没有句号", &["没有句号"]);
        check("一。二！三？", &["一。", "二！", "三？"]);
        check("他说“好。”然后（见下。）再说。", &["他说“好。”", "然后（见下。）", "再说。"]);
        check("什么？！没有。", &["什么？！", "没有。"]);
        check("一；二，5.7%。 三。", &["一；二，5.7%。 ", "三。"]);
    }

    #[test]
    fn sentences_are_kept_whole_and_together() {
        assert_eq!(grouped("一二。三四。五六。", 6), ["一二。三四。", "五六。"]);
        assert_eq!(grouped("一二三四五六七八。九。", 4), ["一二三四五六七八。", "九。"]);
        assert_eq!(grouped("一二。", 512), ["一二。"]);
        assert!(grouped("", 4).is_empty());
    }

    #[test]
    fn a_part_has_the_spans_of_its_sentences() {
        let source = "—— 一二。\n— 3 —\n三 四。五六。";
        let span = |start, end| Span { start, end, page: None, bbox: None, ocr: false };
        let common = Common {
            id: "d-p".to_owned(),
            doc: "d".into(),
            seq: 1,
            parent: None,
            path: [].into(),
            evidence: vec![span(0, 6), span(13, 20)],
        };
        let found = pieces(&common, "——", "一二。三四。五六。", 6, &mut Aligner::new(source));
        let found: Vec<(&str, Vec<Span>)> =
            found.iter().map(|p| (p.text.as_str(), p.evidence.clone())).collect();
        assert_eq!(
            found,
            [("——一二。三四。", vec![span(0, 6), span(13, 17)]), ("五六。", vec![span(17, 20)])]
        );
    }
}
