//! Notes under the text of a page that has no foot: the last lines, which begin with marks that stand raised in the text.
//!
//! What enters are the lines with what is known of them; what leaves is added to it. A web page and a document in which
//! someone typed the notes by hand have them like this (企业①达到60家。 / ①企业：指……): by its mark such a line is a note,
//! not a paragraph of the last chapter.

use std::collections::BTreeSet;

use gangyao_text::InlineKind;

use crate::Furniture;
use crate::glossary::entry_number;
use crate::heading;
use crate::lines::Lines;
use crate::numbering;

/// A note has so many paragraphs more at most.
const MORE: usize = 3;

/// Labels the notes among the last lines that carry content, from `from` on.
pub(crate) fn label(lines: &Lines<'_>, from: usize, kinds: &mut [Option<Furniture>]) {
    let marks = Marks::of(lines);
    if marks.cited.is_empty() {
        return;
    }
    let mut notes: Vec<usize> = Vec::new();
    let mut more: Vec<usize> = Vec::new();
    let mut last = u32::MAX;
    let live = |line: &usize| kinds[*line].is_none() && !lines.all[*line].is_blank();
    for line in (from..lines.len()).rev().filter(live) {
        match marks.note(lines, line).filter(|&number| number <= last) {
            Some(number) => {
                last = number;
                notes.append(&mut more);
                notes.push(line);
            }
            None if notes.is_empty() || more.len() >= MORE || opens(lines.text(line)) => {
                // Under a heading of their own they are a glossary.
                let under = more.first().copied().unwrap_or(line);
                if heading::unnumbered(lines.text(under)).is_some() {
                    return;
                }
                break;
            }
            None => more.push(line),
        }
    }
    for line in notes {
        kinds[line] = Some(Furniture::Footnote);
    }
}

/// The line begins something of its own, and goes on with no note.
fn opens(text: &str) -> bool {
    numbering::label(text).is_some() || heading::unnumbered(text).is_some() || text.starts_with("专栏")
}

/// The raised marks of a document.
struct Marks<'n> {
    /// Those in the text, without brackets.
    cited: BTreeSet<&'n str>,
    /// Where those stand that begin a line, in order, with their text.
    leading: Vec<(u32, &'n str)>,
}

impl<'n> Marks<'n> {
    fn of(lines: &Lines<'n>) -> Self {
        let norm = lines.norm;
        let mut marks = Self { cited: BTreeSet::new(), leading: Vec::new() };
        for run in norm.source.inline.iter().filter(|run| run.kind == InlineKind::CitationMark) {
            let place = norm.of_source(run.range);
            let text = place.of(&norm.text);
            if norm.text[..place.start as usize].trim_end_matches(' ').ends_with('\n') {
                marks.leading.push((place.start, text));
            } else {
                marks.cited.insert(bare(text));
            }
        }
        marks
    }

    /// The number of the note that the line is.
    fn note(&self, lines: &Lines<'_>, line: usize) -> Option<u32> {
        let text = lines.text(line);
        let start = lines.all[line].range.start;
        let raised =
            self.leading.binary_search_by_key(&start, |&(at, _)| at).ok().map(|at| self.leading[at].1);
        let written = || {
            let typed =
                text.starts_with(['[', '【', '〔']) || !text.starts_with(|c: char| c.is_ascii() || c == '（');
            entry_number(text).filter(|_| typed).and_then(|(_, len)| text.get(..len))
        };
        let mark = bare(raised.or_else(written)?);
        let number = entry_number(mark).map(|(number, _)| number).or_else(|| mark.parse().ok())?;
        self.cited.contains(mark).then_some(number)
    }
}

/// A mark without its brackets.
fn bare(mark: &str) -> &str {
    mark.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '[' | ']' | '〔' | '〕' | '【' | '】' | '(' | ')' | '（' | '）')
    })
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;

    use super::*;
    use crate::citation::tests::with_marks;

    /// A text with raised marks, and its notes.
    fn check(text: &str, expected: &[&str]) {
        let source = with_marks(text);
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let mut kinds = vec![None; lines.len()];
        label(&lines, 0, &mut kinds);
        let found: Vec<&str> = (0..lines.len())
            .filter(|&line| kinds[line] == Some(Furniture::Footnote))
            .map(|line| lines.text(line))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_last_lines_with_marks_of_the_text_are_notes() {
        check(
            "企业‹①›达到60家，强度‹[2]›达到3%。\n三、保障\n加强领导。\n①企业：指收入达标的企业。\n含法人企业。\n[2]强度：指投入之比。",
            &["①企业：指收入达标的企业。", "含法人企业。", "[2]强度：指投入之比。"],
        );
        check("企业‹1›达到60家。\n‹1›企业：指收入达标的企业。", &["1企业：指收入达标的企业。"]);
    }

    #[test]
    fn other_last_lines_are_none() {
        check("企业达到60家。\n①加强领导。\n②落实责任。", &[]);
        check("企业‹①›达到60家。\n②落实责任。", &[]);
        check("企业‹①›达到60家。\n①企业：指收入达标的企业。\n加强领导，落实责任。", &[]);
        check("企业‹①›达到60家。\n名词解释\n①企业：指收入达标的企业。", &[]);
        check("企业‹1›达到60家。\n1.加强领导。", &[]);
    }
}
