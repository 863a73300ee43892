//! Hard line ends: whether a text breaks its paragraphs over lines, how wide a full line is, and whether two lines
//! belong to one paragraph.

use crate::lines::Lines;
use crate::numbering;
use crate::print::Verdict;
use crate::reference;
use crate::shape::{Ending, bullet_len, circled, ending};

/// How a text breaks its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrap {
    /// Columns of a full line; `None` where paragraphs stand on one line each.
    pub full: Option<u32>,
    /// Characters of a full line, where a program broke the text by counting them.
    pub counted: Option<usize>,
    /// The first line of a paragraph is indented.
    pub indented: bool,
    /// Paragraphs end without a full stop, so that an open end says nothing.
    pub stopless: bool,
}

/// So many percent of the open lines have exactly as many characters where a program counted them.
const COUNTED_PERCENT: usize = 60;

/// A full line may be so many columns short: punctuation and numbers do not break.
const SLACK: u32 = 6;
/// Narrower or wider lines are no hard-wrapped text.
const WIDTHS: std::ops::RangeInclusive<u32> = 32..=150;
/// So many lines must end open for a verdict.
const ENOUGH: usize = 8;
/// An open line of an unwrapped text goes on after a page break only when it is a paragraph already, in columns.
pub(crate) const PARAGRAPH_WIDTH: u32 = 44;

/// The state of a paragraph that the next line may go on with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    /// Its last line.
    pub line: usize,
    /// Columns of all its lines.
    pub width: u32,
    /// It holds a complete sentence.
    pub has_sentence: bool,
}

impl Wrap {
    /// Measures the lines that `live` names.
    pub(crate) fn of(lines: &Lines<'_>, live: impl Iterator<Item = usize>) -> Self {
        let mut open_widths: Vec<u32> = Vec::new();
        let mut all: Vec<u32> = Vec::new();
        let mut counts: Vec<u32> = Vec::new();
        let mut indents = Indents::default();
        let mut before: Option<Above> = None;
        for line in live {
            let this = lines.all[line];
            if this.is_blank() {
                continue;
            }
            let end = ending(lines.text(line));
            let is_labelled = numbering::label(lines.text(line)).is_some();
            if let Some(before) = before
                && !is_labelled
            {
                indents.count(before, this.indent);
            }
            if this.width >= *WIDTHS.start() {
                all.push(this.width);
                if end == Ending::Open {
                    open_widths.push(this.width);
                    counts.push(count(lines, line) as u32);
                }
            }
            let is_narrow = this.width < *WIDTHS.start();
            before = Some(if is_narrow && is_labelled { Above::Heading } else { Above::of(end, is_narrow) });
        }
        let stopless = open_widths.len() * 2 > all.len();
        counts.sort_unstable();
        let usual = most_frequent(&counts);
        let near = |all: &[u32], best: u32, slack: u32| {
            all.iter().filter(|&&n| n <= best && n + slack >= best).count()
        };
        let same = near(&counts, usual, 1);
        let by_width = full_width(&mut open_widths, &all);
        // Lines that were broken at an edge agree better in their widths than in their counts.
        let counted = counts.len() >= ENOUGH
            && usual >= 16
            && same * 100 >= counts.len() * COUNTED_PERCENT
            && by_width.is_none_or(|full| same > near(&open_widths, full, 2));
        let full = by_width.or_else(|| counted.then(|| open_widths.last().copied()).flatten());
        Self {
            full,
            stopless: full.is_none() && stopless,
            counted: counted.then_some(usual as usize),
            indented: indents.mark_paragraphs(),
        }
    }

    /// The line reaches the right edge, so that its paragraph may go on; `next` is what stands on the next line.
    pub(crate) fn is_full(&self, lines: &Lines<'_>, line: usize, next: &str) -> bool {
        let Some(full) = self.full else { return false };
        // A long Latin word or number that did not fit any more leaves a gap.
        let word = unbroken(next);
        if let Some(counted) = self.counted {
            return count(lines, line) + word + SLACK as usize / 2 >= counted;
        }
        let word = word as u32;
        lines.all[line].width + lines.all[line].indent + SLACK + word >= full
    }

    /// The line leaves no room for what `next` begins with: a character, or a number that is not broken.
    fn reaches_edge(&self, lines: &Lines<'_>, line: usize, next: &str) -> bool {
        let word = unbroken(next).max(1);
        if let Some(counted) = self.counted {
            return count(lines, line) + word >= counted;
        }
        let this = lines.all[line];
        self.full.is_some_and(|full| this.width + this.indent + (word as u32).max(2) >= full)
    }

    /// The line `next` goes on with the paragraph whose last line is `open.line`. `gap` tells of blank lines between.
    pub(crate) fn continues(&self, lines: &Lines<'_>, open: Open, next: usize, gap: Gap) -> bool {
        let text = lines.text(next);
        let before = lines.text(open.line);
        let end = ending(before);
        // No paragraph begins with a closing mark: a program that counts characters has put it there.
        if gap != Gap::Blank
            && end == Ending::Open
            && text.starts_with(['，', '。', '、', '；', '）', '》', '！', '？'])
        {
            return true;
        }
        // A label at the start of the line is a new start, unless it is a reference (第三章所述).
        let goes_on = || {
            numbering::label(text).is_none_or(|label| {
                // 21.3:48.6: / 30.1调整为…: an amount, where the sentence before it goes on.
                let is_amount = label.marker == numbering::Marker::Decimal && label.title == label.len;
                is_amount && self.full.is_some()
                    || reference::goes_on(self, lines, open.line, gap, next, label)
            })
        };
        match lines.print(open.line, next) {
            Verdict::Joins => return true,
            Verdict::Parts => return false,
            Verdict::Silent => {}
        }
        if bullet_len(text).is_some()
            || circled(text).is_some()
            || end != Ending::Open && (starts_with_note_mark(text) || lists_annexes(text))
        {
            return false;
        }
        if lines.ends_paragraph(open.line) {
            return end == Ending::Open && open.width >= PARAGRAPH_WIDTH && goes_on();
        }
        if self.full.is_none() {
            return match end {
                Ending::Open => (open.width >= PARAGRAPH_WIDTH || is_clause(before)) && goes_on(),
                Ending::Semicolon => {
                    gap == Gap::Blank && open.has_sentence && numbering::label(text).is_none()
                }
                Ending::Full | Ending::Colon => false,
            };
        }
        if !self.is_full(lines, open.line, text) {
            return false;
        }
        if self.indented && gap != Gap::Page {
            return lines.all[next].indent < 2 && (end == Ending::Open || numbering::label(text).is_none());
        }
        match end {
            Ending::Open => goes_on(),
            // A sentence that ends right at the edge. The last line of a paragraph ends anywhere, so that it rarely ends
            // there; inside a paragraph sentences do so often.
            Ending::Full | Ending::Semicolon => {
                gap != Gap::Blank
                    && self.reaches_edge(lines, open.line, text)
                    && numbering::label(text).is_none()
            }
            Ending::Colon => false,
        }
    }
}

/// What stands above a line.
#[derive(Clone, Copy, Debug)]
enum Above {
    /// 第一节 发展基础: the text below a heading begins a paragraph.
    Heading,
    /// A sentence that ends with its line.
    Sentence,
    /// A wide line whose sentence goes on.
    OpenLine,
    /// Anything else: a narrow line may be a heading or a cell.
    Other,
}

impl Above {
    const fn of(end: Ending, is_narrow: bool) -> Self {
        match end {
            Ending::Full => Self::Sentence,
            Ending::Open if !is_narrow => Self::OpenLine,
            _ => Self::Other,
        }
    }
}

/// How often a line is indented where a paragraph begins, and where a sentence goes on. Numbered lines have indents of
/// their own and are not asked.
#[derive(Debug, Default)]
struct Indents {
    indented: usize,
    starts: usize,
    run_on_indented: usize,
    run_ons: usize,
}

impl Indents {
    /// Counts a line that is indented by `indent` and stands below `above`.
    fn count(&mut self, above: Above, indent: u32) {
        let is_indented = usize::from(indent >= 2);
        match above {
            Above::OpenLine => {
                self.run_ons += 1;
                self.run_on_indented += is_indented;
            }
            Above::Heading | Above::Sentence => {
                self.starts += 1;
                self.indented += is_indented;
            }
            Above::Other => {}
        }
    }

    /// The indent marks where paragraphs begin.
    const fn mark_paragraphs(&self) -> bool {
        self.starts >= 3 && self.indented * 4 >= self.starts && self.run_on_indented * 4 <= self.run_ons
    }
}

/// [1] 累计送电量含……: a footnote.
fn starts_with_note_mark(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['[', '［', '〔']) else { return false };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(rest.len() - after.len())) && after.starts_with([']', '］', '〕'])
}

/// 附件：1.主要指标: below the text the annexes are listed.
fn lists_annexes(text: &str) -> bool {
    text.strip_prefix("附件").is_some_and(|rest| rest.trim_start().starts_with(['：', ':']))
}

/// Characters at the start of a text that no line end parts: a Latin word, a number, a range.
fn unbroken(text: &str) -> usize {
    text.chars().take(24).take_while(|&c| c.is_ascii_graphic() || matches!(c, '—' | '－' | '～')).count()
}

/// A line that holds part of a sentence: 1. 文化惠民工程：实施城南污水处理厂. A title has no such punctuation.
fn is_clause(text: &str) -> bool {
    text.ends_with(['，', '、']) || text.contains(['：', '，']) && text.len() >= 3 * 12
}

/// Characters of a line, its indent included.
fn count(lines: &Lines<'_>, line: usize) -> usize {
    let chars = lines.text(line).bytes().filter(|&byte| gangyao_text::is_char_start(byte)).count();
    chars + lines.all[line].indent as usize
}

/// What stands between two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// Blank lines.
    Blank,
    /// A page number or a running head.
    Page,
}

/// The width that most open lines reach: the text is wrapped when many of them end at the same edge and hardly any line
/// goes beyond it. Narrow lines, which are titles and cells, prove nothing.
fn full_width(open: &mut [u32], all: &[u32]) -> Option<u32> {
    if open.len() < ENOUGH {
        return None;
    }
    open.sort_unstable();
    // The last of the fullest windows that are as wide as the slack.
    let (mut window, mut low) = (0..0, 0);
    for high in 0..open.len() {
        while open[high] - open[low] > SLACK {
            low += 1;
        }
        if high - low + 1 >= window.len() {
            window = low..high + 1;
        }
    }
    let (best_count, best) = (window.len(), most_frequent(&open[window]));
    let beyond = all.iter().filter(|&&width| width > best + 2 * SLACK).count();
    let wrapped = best_count * 2 >= open.len() && best_count * 4 >= all.len() && beyond * 5 <= all.len();
    (wrapped && WIDTHS.contains(&best)).then_some(best)
}

/// The width that comes most often in a sorted slice; the wider one of two.
fn most_frequent(widths: &[u32]) -> u32 {
    let runs = widths.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), run[0])).map_or(0, |run| run[0])
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn wrap_of(text: &str) -> Wrap {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        Wrap::of(&lines, 0..lines.len())
    }

    #[test]
    fn lines_that_break_at_one_edge_are_wrapped() {
        let paragraph = format!("{}\n{}\n{}。\n", "甲".repeat(28), "乙".repeat(28), "丙".repeat(10));
        assert_eq!(wrap_of(&paragraph.repeat(8)).full, Some(56));
    }

    #[test]
    fn headings_do_not_hide_that_paragraphs_are_indented() {
        let section = |n: usize| {
            let (first, last) = ("甲".repeat(26), "丙".repeat(27));
            format!("第{n}节 任务\n\u{3000}\u{3000}{first}\n{}\n{last}。\n", "乙".repeat(28))
        };
        let text: String = (1..9).map(section).collect();
        let wrap = wrap_of(&text);
        assert!(wrap.indented, "{wrap:?}");
        // A sentence ends right at the edge, and an indent says that a paragraph begins.
        let source = Source::plain(text.clone() + "\u{3000}\u{3000}丁丁丁丁");
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let last = lines.len() - 1;
        let open = Open { line: last - 1, width: 56, has_sentence: true };
        assert!(!wrap.continues(&lines, open, last, Gap::None));
    }

    #[test]
    fn a_footnote_and_the_list_of_annexes_go_on_with_no_sentence() {
        let full = "甲".repeat(27) + "。";
        for below in ["[1] 乙", "附件：1.乙"] {
            begins_anew(&format!("{}\n{full}\n{below}\n", "甲".repeat(28)).repeat(12));
        }
    }

    fn begins_anew(text: &str) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let wrap = Wrap::of(&lines, 0..lines.len());
        let open = Open { line: 1, width: 112, has_sentence: true };
        assert!(wrap.full.is_some() && !wrap.continues(&lines, open, 2, Gap::None));
    }

    #[test]
    fn whole_paragraphs_are_not_wrapped() {
        let text: String = (10..40).map(|n| format!("{}。\n", "甲".repeat(n * 3))).collect();
        assert_eq!(wrap_of(&text).full, None);
    }

    #[test]
    fn an_open_paragraph_goes_on_over_a_page_break() {
        let text = format!("{}\n\n成功创建美丽乡村。\n", "综合经济实力不断增强持续巩固".repeat(4));
        let source = Source::plain(text);
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let wrap = Wrap::of(&lines, 0..lines.len());
        let open = Open { line: 0, width: lines.all[0].width, has_sentence: false };
        assert!(wrap.continues(&lines, open, 2, Gap::Blank));
        let short = Open { line: 2, width: lines.all[2].width, has_sentence: true };
        assert!(!wrap.continues(&lines, short, 0, Gap::Blank));
    }
}
