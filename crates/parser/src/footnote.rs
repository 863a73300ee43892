//! Notes at the foot of a page that explain a term: ①三高一绿：指…… is an entry of the glossary, wherever it stands.
//!
//! What enters are the lines and which of them the format calls notes; what leaves are the terms, and the lines that they
//! take. Other notes stay furniture.

use gangyao_text::NormRange;

use crate::Furniture;
use crate::glossary::{entry_number, explained};
use crate::lines::Lines;
use crate::tree::TermItem;

/// The terms, and the lines of each.
pub(crate) fn terms(lines: &Lines<'_>, kinds: &[Option<Furniture>]) -> Vec<(Vec<usize>, TermItem)> {
    let notes: Vec<usize> = (0..lines.len())
        .filter(|&line| kinds[line] == Some(Furniture::Footnote) && !lines.all[line].is_blank())
        .collect();
    let mut found = Vec::new();
    let mut last = 0;
    let mut rest = notes.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        let Some((number, skip)) = number(lines.text(first), last) else {
            rest = after;
            continue;
        };
        last = number;
        // The note goes on over the lines right below it that begin no note.
        let more = after
            .iter()
            .zip(rest)
            .take_while(|&(&line, &above)| {
                line == above + 1 && self::number(lines.text(line), last).is_none()
            })
            .count();
        let own = rest[..=more].to_vec();
        rest = &rest[more + 1..];
        let pieces: Vec<NormRange> = own.iter().map(|&line| lines.all[line].range).collect();
        found.extend(explained(&lines.norm.text, &pieces, Some(number), skip).map(|term| (own, term)));
    }
    found
}

/// The number of a note and its bytes: ①, [1], 1., or, raised on paper, a bare 1 that counts on or starts again on its page
/// (1PM2.5：指… is the note 1).
fn number(text: &str, last: u32) -> Option<(u32, usize)> {
    if let Some(found) = entry_number(text) {
        return Some(found);
    }
    if let Some(found) = roman(text) {
        return Some(found);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(3);
    let numbers = (1..=digits).rev().filter_map(|len| Some((text[..len].parse().ok()?, len)));
    numbers.into_iter().find(|&(number, _)| number == last + 1 || number == 1)
}

/// [iv], as word processors number notes at the end.
fn roman(text: &str) -> Option<(u32, usize)> {
    let inner = text.strip_prefix('[')?.split(']').next()?;
    let values: Option<Vec<u32>> = inner
        .chars()
        .map(|c| match c {
            'i' => Some(1),
            'v' => Some(5),
            'x' => Some(10),
            'l' => Some(50),
            _ => None,
        })
        .collect();
    let values = values.filter(|values| (1..=8).contains(&values.len()))?;
    let less = |at: usize| values.get(at + 1).is_some_and(|&next| next > values[at]);
    let sum = |less_ones: bool| {
        (0..values.len()).filter(|&at| less(at) == less_ones).map(|at| values[at]).sum::<u32>()
    };
    Some((sum(false).checked_sub(sum(true))?, inner.len() + 2))
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{FurnitureHint, LineLayout, Source};

    use super::*;

    /// Lines that begin with `|` are notes; a term is told as number, term, definition and lines.
    fn check(text: &str, expected: &[(u32, &str, &str, usize)]) {
        let hint = |line: &str| line.starts_with('|').then_some(FurnitureHint::Footnote);
        let layout =
            text.lines().map(|line| LineLayout { furniture: hint(line), ..Default::default() }).collect();
        let source = Source { layout, ..Source::plain(text.replace('|', "")) };
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let kinds = crate::furniture::find(&lines);
        let found = terms(&lines, &kinds);
        let told: Vec<_> = found
            .iter()
            .map(|(own, term)| {
                (term.number.unwrap_or(0), term.term.text(), term.definition.text(), own.len())
            })
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn notes_that_explain_are_terms() {
        check(
            "正文正文。\n|1PM2.5：指细颗\n|粒物。\n|2“三线一单”：指生态保护红线等。\n正文正文。\n|1EOD模式：指以生态为导向的\n|开发模式。\n|2数据来自2025年年报。",
            &[
                (1, "PM2.5", "指细颗粒物。", 2),
                (2, "三线一单", "指生态保护红线等。", 1),
                (1, "EOD模式", "指以生态为导向的开发模式。", 2),
            ],
        );
        check("正文。\n|[iv] 规上工业：指大企业。", &[(4, "规上工业", "指大企业。", 1)]);
        check(
            "正文。\n|[1] 规上工业：指年收入达到标准的企业。",
            &[(1, "规上工业", "指年收入达到标准的企业。", 1)],
        );
    }
}
