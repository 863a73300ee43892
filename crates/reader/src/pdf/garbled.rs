//! Text that is not what the page shows: characters without meaning, and maps that lead to the wrong ones.

use std::collections::BTreeMap;

use gangyao_text::{Problem, Severity, SourceRange, is_han};

use super::backend::{FontId, is_private};
use super::line::Line;

/// Ideographs of a font that are weighed.
const SAMPLE: u32 = 400;
/// Places that a problem names.
const PLACES: usize = 50;

/// What is known about the text of each font.
#[derive(Debug, Default)]
pub(super) struct Tally {
    fonts: BTreeMap<FontId, FontTally>,
}

#[derive(Debug, Default)]
struct FontTally {
    chars: u32,
    unknown: u32,
    ideographs: u32,
    common: u32,
    /// 1-based pages with unknown characters.
    bad_pages: Vec<usize>,
    pages: Vec<usize>,
    at: Vec<SourceRange>,
}

impl Tally {
    /// Counts a line that stands at `range` on `page` (1-based).
    pub(super) fn add(&mut self, line: &Line, range: SourceRange, page: usize) {
        let mut start = 0;
        for run in &line.runs {
            let text = line.text.get(start..run.end).unwrap_or_default();
            start = run.end;
            let tally = self.fonts.entry(run.font).or_default();
            tally.count(text);
            note(&mut tally.pages, page);
            if line.unknown > 0 && text.chars().any(is_unknown) {
                note(&mut tally.bad_pages, page);
                if tally.at.len() < PLACES && tally.at.last() != Some(&range) {
                    tally.at.push(range);
                }
            }
        }
    }

    /// The problems, one a font.
    pub(super) fn problems<'n>(&self, name: impl Fn(FontId) -> &'n str) -> Vec<Problem> {
        let chars: u32 = self.fonts.values().map(|tally| tally.chars).sum();
        let problem = |(&font, tally): (&FontId, &FontTally)| {
            // A fallback font holds nothing but rare ideographs, and few of them.
            let is_main = tally.ideographs >= 100 && tally.chars >= chars / 20;
            let name = match name(font) {
                "" => "without a name",
                name => name,
            };
            let (severity, pages, what) = if tally.unknown > 0 {
                let bad = tally.unknown * 5 >= tally.chars;
                let severity = if bad { Severity::Error } else { Severity::Warning };
                let what = format!("{} of {} characters have no meaning", tally.unknown, tally.chars);
                (severity, &tally.bad_pages, what)
            } else if is_main && tally.common * 5 < tally.ideographs * 2 {
                let rare = tally.ideographs - tally.common;
                let what = format!(
                    "{rare} of {} ideographs are rare ones, so its map seems wrong",
                    tally.ideographs
                );
                (Severity::Error, &tally.pages, what)
            } else {
                return None;
            };
            Some(Problem {
                code: "garbled-text",
                severity,
                message: format!("font {name} on {}: {what}", page_list(pages)),
                help: "the file does not say which characters these glyphs are: get another copy, or use OCR",
                at: tally.at.clone(),
            })
        };
        self.fonts.iter().filter_map(problem).collect()
    }
}

impl FontTally {
    fn count(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            self.chars += 1;
            self.unknown += u32::from(is_unknown(c));
            if self.ideographs < SAMPLE && is_han(c) {
                self.ideographs += 1;
                self.common += u32::from(is_common(c));
            }
        }
    }
}

fn note(pages: &mut Vec<usize>, page: usize) {
    if pages.last() != Some(&page) {
        pages.push(page);
    }
}

fn is_unknown(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || is_private(c)
}

/// True for the 3,755 ideographs of the first level of GB 2312, which make up nearly all of any Chinese text.
fn is_common(c: char) -> bool {
    let mut text = [0; 4];
    let (bytes, _, _) = encoding_rs::GBK.encode(c.encode_utf8(&mut text));
    matches!(*bytes, [0xB0..=0xD7, 0xA1..=0xFE])
}

/// `page 3`, `pages 1–4, 9`.
pub(super) fn page_list(pages: &[usize]) -> String {
    let ranges: Vec<String> = pages
        .chunk_by(|a, b| *b == a + 1)
        .map(|run| match run {
            [only] => only.to_string(),
            run => format!("{}–{}", run[0], run[run.len() - 1]),
        })
        .collect();
    let word = if pages.len() == 1 { "page" } else { "pages" };
    match ranges.len() {
        0..=12 => format!("{word} {}", ranges.join(", ")),
        more => format!("{word} {} and {} more", ranges[..12].join(", "), more - 12),
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::Run;
    use super::*;

    fn problems(text: &str) -> Vec<(Severity, String)> {
        let unknown = text.chars().filter(|&c| is_unknown(c)).count();
        let runs = vec![Run { end: text.len(), font: 1, thick: false }];
        let line = Line { text: text.to_owned(), runs, unknown, ..Line::default() };
        let mut tally = Tally::default();
        tally.add(&line, SourceRange::new(0, 3), 2);
        tally.problems(|_| "SimSun").into_iter().map(|p| (p.severity, p.message)).collect()
    }

    #[test]
    fn characters_without_meaning_are_counted() {
        assert_eq!(
            problems("第一章总则\u{FFFD}\u{E001}"),
            [(Severity::Error, "font SimSun on page 2: 2 of 7 characters have no meaning".to_owned())]
        );
    }

    #[test]
    fn wrong_maps_give_rare_ideographs() {
        assert_eq!(problems(&"坚持和加强党的全面领导，推动高质量发展".repeat(3)), []);
        let wrong: String = ('\u{9F00}'..'\u{9F30}').collect::<String>().repeat(3);
        assert_eq!(problems(&wrong).len(), 1);
    }

    #[test]
    fn pages_are_listed_in_ranges() {
        assert_eq!(page_list(&[3]), "page 3");
        assert_eq!(page_list(&[1, 2, 3, 9]), "pages 1–3, 9");
    }
}
