//! Words that a recogniser found in a picture of a page, as characters of that page.
//!
//! A recogniser is sure of a line's place and of the order of its words; the boxes of its words overlap and jump by half a
//! character. So characters are spread evenly over the stretches of a line, and only wide gaps are kept.

use gangyao_text::{Problem, Severity};

use super::backend::{Backend, Glyph, Ink, PageContent, Rect, is_private};
use super::garbled::page_list;
use crate::ocr::{Recogniser, Word};

/// Share of the page that pictures must cover to be worth a look.
const LEAST_AREA: f32 = 0.1;
/// Share of the page that pictures cover where they are the page, and its text a layer made by somebody's recogniser.
const WHOLE_PAGE: f32 = 0.8;
/// A gap between two words, in heights of the line, that is kept.
const GAP: f32 = 1.2;
/// A confidence below which what was read is no text: the leaves of a photograph.
const LEAST_CONFIDENCE: f32 = 45.0;
/// A confidence below which most lines have a wrong character.
const DOUBTFUL: f32 = 85.0;

/// What became of the pages that were looked at.
#[derive(Debug, Default)]
pub(super) struct Recognition {
    /// 1-based pages that were read, and how sure the recogniser is of each.
    read: Vec<(usize, f32)>,
    /// 1-based pages that could not be read, and why.
    failed: Vec<(usize, String)>,
}

impl Recognition {
    /// Looks at a page, and reads its pictures if only they can tell what it says. True where it was read so.
    pub(super) fn page(
        &mut self,
        document: &mut impl Backend,
        index: usize,
        content: &mut PageContent,
        by: &Recogniser,
    ) -> bool {
        match recognise(document, index, content, by) {
            Ok(Some(confidence)) => {
                self.read.push((index + 1, confidence));
                return true;
            }
            Ok(None) => {}
            Err(why) => self.failed.push((index + 1, why)),
        }
        false
    }

    /// What a reader of the records must know of it.
    pub(super) fn problems(self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !self.read.is_empty() {
            let pages: Vec<usize> = self.read.iter().map(|read| read.0).collect();
            let sum: f32 = self.read.iter().map(|read| read.1).sum();
            let confidence = sum / self.read.len() as f32;
            let verb = if pages.len() == 1 { "was" } else { "were" };
            problems.push(Problem {
                code: "read-by-ocr",
                severity: if confidence < DOUBTFUL { Severity::Warning } else { Severity::Info },
                message: format!(
                    "{} {verb} read by character recognition, at a confidence of {confidence:.0} %",
                    page_list(&pages)
                ),
                help: "expect wrong characters; the spans of such text say `ocr`",
                at: Vec::new(),
            });
        }
        let mut failed = self.failed;
        failed.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        problems.extend(failed.chunk_by(|a, b| a.1 == b.1).map(|group| Problem {
            code: "ocr-failed",
            severity: Severity::Error,
            message: format!(
                "{} not read by character recognition: {}",
                page_list(&group.iter().map(|failure| failure.0).collect::<Vec<_>>()),
                group[0].1
            ),
            help: "mend what the message names and convert the file again",
            at: Vec::new(),
        }));
        problems
    }
}

/// Reads the pictures of a page that has no text, or none that means anything, and puts what they say into `content`.
/// How sure the recogniser is, 0 to 100; `None` where there is no reason to look, or nothing found.
fn recognise(
    document: &mut impl Backend,
    index: usize,
    content: &mut PageContent,
    recogniser: &Recogniser,
) -> Result<Option<f32>, String> {
    if !lacks_text(content) {
        return Ok(None);
    }
    let Some(picture) = document.picture(index) else { return Ok(None) };
    let words = recogniser.words(&picture)?;
    let confidence = confidence(&words);
    let glyphs = glyphs(&words, 72.0 / picture.resolution.max(1) as f32);
    if glyphs.is_empty() || confidence < LEAST_CONFIDENCE {
        return Ok(None);
    }
    // What was read is text now; a stamp or a map beside it stays a picture.
    content
        .pictures
        .retain(|picture| !glyphs.iter().any(|glyph| picture.holds(glyph.origin.0, glyph.origin.1)));
    content.glyphs = glyphs;
    Ok(Some(confidence))
}

/// How sure the recogniser is of its characters, in the mean.
fn confidence(words: &[Word]) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for word in words {
        let chars = word.text.chars().filter(|c| !c.is_whitespace()).count();
        sum += word.confidence * chars as f32;
        count += chars;
    }
    sum / count.max(1) as f32
}

/// True where only the pictures can tell what a page says.
fn lacks_text(content: &PageContent) -> bool {
    let page = Rect::new(0.0, 0.0, content.size.0, content.size.1);
    let covered: f32 =
        content.pictures.iter().map(|picture| picture.intersect(page)).map(|r| r.width() * r.height()).sum();
    let share = covered / (page.width() * page.height()).max(1.0);
    let visible = || content.glyphs.iter().filter(|glyph| !glyph.char.is_whitespace());
    let unknown =
        visible().filter(|glyph| glyph.char == char::REPLACEMENT_CHARACTER || is_private(glyph.char)).count();
    match visible().count() {
        0 => share >= LEAST_AREA,
        count => unknown * 2 >= count && share >= WHOLE_PAGE,
    }
}

/// The characters of the words, `scale` points a pixel.
fn glyphs(words: &[Word], scale: f32) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    for line in words.chunk_by(|a, b| a.line == b.line) {
        push_line(line, scale, &mut glyphs);
    }
    glyphs
}

/// A stretch of a line without a wide gap: its characters, and where it begins and ends.
struct Stretch {
    text: Vec<char>,
    x0: f32,
    x1: f32,
}

fn push_line(words: &[Word], scale: f32, out: &mut Vec<Glyph>) {
    let stretches = stretches(words, scale);
    let Some(first) = words.first() else { return };
    let [_, top, _, bottom] = first.line.map(|at| at * scale);
    let (width, ems) = stretches.iter().fold((0.0, 0.0), |(width, ems), s| {
        (width + s.x1 - s.x0, ems + s.text.iter().map(|&c| em(c)).sum::<f32>())
    });
    // A single 一 is no measure of its line's height, nor a title set wide of its own.
    let size = if ems > 0.0 { (width / ems).min(1.3 * (bottom - top)) } else { 0.0 };
    if !(size > 0.0 && size.is_finite()) {
        return;
    }
    let base = bottom - 0.1 * size;
    for stretch in &stretches {
        let ems: f32 = stretch.text.iter().map(|&c| em(c)).sum();
        let step = (stretch.x1 - stretch.x0).max(0.0) / ems;
        let mut x = stretch.x0;
        for &char in &stretch.text {
            let advance = em(char) * step;
            if char != ' ' {
                out.push(Glyph {
                    char,
                    font: 0,
                    origin: (x, base),
                    advance: (advance.max(0.01), 0.0),
                    size,
                    ink: Ink::Plain,
                    artifact: false,
                    vertical: false,
                });
            }
            x += advance;
        }
    }
}

fn stretches(words: &[Word], scale: f32) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for word in words {
        let text = word.text.trim();
        if text.is_empty() {
            continue;
        }
        let [x0, _, x1, _] = word.place.map(|at| at * scale);
        let height = (word.line[3] - word.line[1]) * scale;
        let visible = text.chars().filter(|c| !c.is_control());
        match stretches.last_mut() {
            Some(last) if x0 - last.x1 <= GAP * height => {
                let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
                if latin(last.text.last()) && text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                    last.text.push(' ');
                }
                last.text.extend(visible);
                last.x1 = last.x1.max(x1);
            }
            _ => stretches.push(Stretch { text: visible.collect(), x0, x1 }),
        }
    }
    stretches.retain(|stretch| !stretch.text.is_empty());
    stretches
}

/// Width of a character in ems.
fn em(c: char) -> f32 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, x1: f32, line: f32) -> Word {
        Word {
            text: text.to_owned(),
            place: [x0, line, x1, line + 20.0],
            line: [0.0, line, 900.0, line + 20.0],
            confidence: 90.0,
        }
    }

    fn check(words: &[Word], expected: &[&str]) {
        let page = PageContent { size: (900.0, 900.0), glyphs: glyphs(words, 1.0), ..PageContent::default() };
        let layout = super::super::layout::layout(page);
        let texts: Vec<String> = layout
            .items
            .iter()
            .filter_map(|item| match item {
                super::super::layout::Item::Line(placed) => Some(placed.line.text.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn words_that_overlap_keep_their_order() {
        check(
            &[
                word("呼和浩特", 100.0, 180.0, 10.0),
                word("市", 170.0, 210.0, 10.0),
                word("新城区", 195.0, 260.0, 10.0),
            ],
            &["呼和浩特市新城区"],
        );
    }

    #[test]
    fn lines_and_wide_gaps_are_kept() {
        check(
            &[
                word("地区", 0.0, 40.0, 10.0),
                word("900", 300.0, 330.0, 10.0),
                word("亿元", 332.0, 372.0, 10.0),
                word("Silicon", 0.0, 70.0, 50.0),
                word("Valley", 80.0, 140.0, 50.0),
            ],
            &["地区         900亿元", "Silicon Valley"],
        );
    }

    #[test]
    fn blanks_are_nothing() {
        check(&[word(" ", 0.0, 40.0, 10.0), word("", 0.0, 40.0, 10.0)], &[]);
    }
}
