//! Lines that hold several run-in headings with their texts: （一）强化领导。压实责任。（二）强化资金。加大投入。
//!
//! What enters is the text of a line, what leaves are the places at which the next heading begins. Each must be short,
//! have a text of its own, and go on counting; a list inside a sentence (（一）甲；（二）乙) has none. A line of text that is
//! broken at its width is too short to hold them.

use crate::numbering::{self, Marker};
use crate::shape::{dense_len, first_sentence, has_stop};

/// The shortest line that is a paragraph of its own, in bytes.
const SHORTEST: usize = 150;
/// The longest title of a run-in heading, in characters.
const TITLE: usize = 32;
/// A full stop before a bracket, in half or full width.
const OPENS: [&str; 2] = ["。（", "。("];

/// The bytes of `text` at which further headings begin; empty for nearly all lines.
pub(super) fn starts(text: &str) -> Vec<usize> {
    if !text.starts_with(['（', '(']) || text.len() < SHORTEST || !text.ends_with('。') {
        return Vec::new();
    }
    let Some(mut number) = heads(text) else { return Vec::new() };
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), OPENS[0].as_bytes())
        .chain(memchr::memmem::find_iter(text.as_bytes(), OPENS[1].as_bytes()))
    {
        let at = at + '。'.len_utf8();
        if heads(&text[at..]) == Some(number + 1) {
            found.push(at);
            number += 1;
        }
    }
    if found.is_sorted() { found } else { Vec::new() }
}

/// The number of the heading that a text begins with, if a title of its own sentence and more follow.
fn heads(text: &str) -> Option<u32> {
    let label = numbering::label(text).filter(|label| label.marker == Marker::CnParen)?;
    let body = &text[label.title..];
    let title = first_sentence(body)?;
    let rest = &body[title + '。'.len_utf8().min(body.len() - title)..];
    let is_title = (2..=TITLE).contains(&dense_len(&body[..title])) && !body[..title].contains('；');
    (is_title && !rest.starts_with(['（', '(']) && has_stop(rest)).then_some(label.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(crate::lines::tests::parts(text, starts(text)), expected, "{text}");
    }

    #[test]
    fn headings_with_their_texts() {
        check(
            "（一）强化领导。各级各部门要压实责任，建立统筹协调机制，形成工作合力。（二）强化资金。加大财政投入，拓宽融资渠道。（三）严格考核。开展监测评估，公开结果。",
            &[
                "（一）强化领导。各级各部门要压实责任，建立统筹协调机制，形成工作合力。",
                "（二）强化资金。加大财政投入，拓宽融资渠道。",
                "（三）严格考核。开展监测评估，公开结果。",
            ],
        );
    }

    #[test]
    fn what_is_no_row_of_headings() {
        for text in [
            "（一）强化领导。压实责任。（二）强化资金。加大投入。",
            "（一）各级各部门要压实责任，建立统筹协调机制；（二）加大财政投入，拓宽融资渠道，形成多元格局；（三）开展监测评估，公开评估结果。",
            "（一）强化领导。各级各部门要压实责任，建立统筹协调机制，形成工作合力。（三）强化资金。加大财政投入，拓宽融资渠道，形成多元格局。",
            "（一）强化领导。各级各部门要按照本规划第二章（二）的要求压实责任，建立统筹协调机制，形成工作合力，确保各项任务落地见效。",
        ] {
            check(text, &[text]);
        }
    }
}
