//! Where a description's clauses and the members of its enumerations divide.
//!
//! In: a text. Out: its separators, but for those inside brackets and quotes: in 卫生服务中心（站、所）建设, and in
//! “水、陆、空”防控体系, the 、 divides nothing. Knows nothing of verbs and projects.

use std::ops::Range;
use std::sync::LazyLock;

use gangyao_normaliser::value::stop::is_half_stop;
use gangyao_normaliser::value::words::CharSet;

/// What divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sep {
    /// 。；！？ and a line's end.
    Stop,
    /// ，
    Comma,
    /// ：
    Colon,
    /// 、
    Dun,
}

/// A separator and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) sep: Sep,
}

/// A text with its separators.
pub(super) struct Divided<'t> {
    pub(super) text: &'t str,
    marks: Vec<Mark>,
    /// Bracketed and quoted stretches, brackets included, outermost only, in order.
    enclosed: Vec<Range<usize>>,
}

/// The pairs that enclose; a pair's number is its place here.
const PAIRS: [(char, char); 9] = [
    ('（', '）'),
    ('(', ')'),
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('〔', '〕'),
    ('「', '」'),
    ('【', '】'),
    ('"', '"'),
];

/// All characters that divide or enclose.
static SIGNS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(&["。.；;！？\n，,：、", "（）()“”‘’《》〔〕「」【】\""]));

impl<'t> Divided<'t> {
    /// Finds the separators of `text` in one pass.
    pub(super) fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut open_of = [0usize; PAIRS.len()];
        let mut enclosed: Vec<Range<usize>> = Vec::new();
        let (signs, mut from) = (&*SIGNS, 0);
        while let Some((at, c)) = signs.next_in(text, from) {
            from = at + c.len_utf8();
            let opens = PAIRS.iter().position(|p| p.0 == c);
            // A straight quote opens, and closes if one is open.
            if let Some(pair) = opens.filter(|&pair| c != '"' || open_of[pair] == 0) {
                open.push((pair, at));
                open_of[pair] += 1;
            } else if let Some(pair) = PAIRS.iter().position(|p| p.1 == c) {
                // A closing mark without its opening one is a slip of the print and closes nothing; an opening mark
                // that is still open when an outer pair closes was one.
                if open_of[pair] > 0 {
                    while let Some((inner, start)) = open.pop() {
                        open_of[inner] -= 1;
                        if inner == pair {
                            while enclosed.last().is_some_and(|last| last.start > start) {
                                enclosed.pop();
                            }
                            enclosed.push(start..at + c.len_utf8());
                            break;
                        }
                    }
                }
            } else if let Some(sep) = separator(text, at, c) {
                marks.push(Mark { at, len: c.len_utf8(), sep });
            }
        }
        let mut inside = enclosed.iter().peekable();
        marks.retain(|mark| {
            while inside.peek().is_some_and(|range| range.end <= mark.at) {
                inside.next();
            }
            inside.peek().is_none_or(|range| mark.at < range.start)
        });
        Self { text, marks, enclosed }
    }

    /// The slice of a range.
    pub(super) fn of(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// The parts of `range` between separators of the kinds `seps`, each with the separator that ends it.
    pub(super) fn split(&self, range: Range<usize>, seps: &[Sep]) -> Vec<(Range<usize>, Option<Sep>)> {
        let mut parts = Vec::new();
        let mut start = range.start;
        let first = self.marks.partition_point(|mark| mark.at < range.start);
        for mark in self.marks[first..].iter().take_while(|mark| mark.at < range.end) {
            if seps.contains(&mark.sep) {
                parts.push((start..mark.at, Some(mark.sep)));
                start = mark.at + mark.len;
            }
        }
        parts.push((start..range.end, None));
        parts
    }

    /// Whether a byte lies inside brackets or quotes.
    pub(super) fn is_enclosed(&self, at: usize) -> bool {
        let next = self.enclosed.partition_point(|range| range.end <= at);
        self.enclosed.get(next).is_some_and(|range| range.start <= at)
    }

    /// The places of `word` in `range` that no brackets or quotes enclose.
    pub(super) fn find_all(
        &self,
        range: Range<usize>,
        word: &'static str,
    ) -> impl Iterator<Item = usize> + '_ {
        let start = range.start;
        self.text[range]
            .match_indices(word)
            .map(move |(at, _)| start + at)
            .filter(|&at| !self.is_enclosed(at))
    }
}

fn separator(text: &str, at: usize, c: char) -> Option<Sep> {
    Some(match c {
        '。' | '；' | ';' | '！' | '？' | '\n' => Sep::Stop,
        '.' if is_half_stop(text, at) => Sep::Stop,
        '，' => Sep::Comma,
        // A half-width comma inside a number (1,200) divides nothing.
        ',' if !text[at + 1..].starts_with(|next: char| next.is_ascii_digit()) => Sep::Comma,
        '：' => Sep::Colon,
        '、' => Sep::Dun,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, seps: &[Sep], expected: &[&str]) {
        let divided = Divided::new(text);
        let parts: Vec<_> = divided.split(0..text.len(), seps).into_iter().map(|(r, _)| &text[r]).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn brackets_and_quotes_protect() {
        check("甲（一、二）、乙“三、四”、丙", &[Sep::Dun], &["甲（一、二）", "乙“三、四”", "丙"]);
        check("甲（一（二、三）、四）、乙", &[Sep::Dun], &["甲（一（二、三）、四）", "乙"]);
    }

    #[test]
    fn an_unpaired_bracket_protects_nothing() {
        check("甲（一、二", &[Sep::Dun], &["甲（一", "二"]);
        check("甲）一、二", &[Sep::Dun], &["甲）一", "二"]);
        check("“甲（一、二”、三", &[Sep::Dun], &["“甲（一、二”", "三"]);
    }

    #[test]
    fn separators_have_ranks() {
        check("甲、乙，丙。丁", &[Sep::Stop], &["甲、乙，丙", "丁"]);
        check("甲、乙，丙", &[Sep::Comma], &["甲、乙", "丙"]);
        check("投资1,200万元,其他", &[Sep::Comma], &["投资1,200万元", "其他"]);
        check("完成1.5万亩.其他", &[Sep::Stop], &["完成1.5万亩", "其他"]);
        check("", &[Sep::Dun], &[""]);
    }
}
