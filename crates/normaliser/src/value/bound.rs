//! Bounds and nearness around a number: 不低于…, 超过…, …以上, …左右.
//!
//! What enters is a text and a byte position at the edge of a number; what leaves is what the words there say, and
//! how far they reach. The number itself is not looked at.

use std::sync::LazyLock;

use gangyao_model::Bound;

use super::words::{Prefixes, Suffixes};

/// What the words around a number say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// On which side the value lies.
    pub bound: Option<Bound>,
    /// 左右, 约, 近.
    pub approx: bool,
}

impl Bounds {
    /// Adds what another word says; the first bound wins (超过30家以上 is more than 30).
    pub fn add(&mut self, other: Self) {
        self.bound = self.bound.or(other.bound);
        self.approx |= other.approx;
    }
}

struct Words {
    before: Suffixes<'static, Bounds>,
    /// `None` for what only begins like a bound.
    after: Prefixes<'static, Option<Bounds>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| parse(include_str!("../../data/bounds.tsv")));

fn parse(table: &'static str) -> Words {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut fields = line.split('\t');
        let mut field = || fields.next().expect("bounds.tsv: four fields a line");
        let (word, place, bound, near) = (field(), field(), field(), field());
        let bound = match bound {
            "ge" => Some(Bound::Ge),
            "gt" => Some(Bound::Gt),
            "le" => Some(Bound::Le),
            "lt" => Some(Bound::Lt),
            _ => None,
        };
        let says = Bounds { bound, approx: near == "approx" };
        if place == "before" { before.push((word, says)) } else { after.push((word, Some(says))) }
    }
    after.extend(WORD_GOES_ON.map(|word| (word, None)));
    Words { before: Suffixes::new(before), after: Prefixes::new(after) }
}

/// The bound word that `text` ends in: its first byte and what it says.
#[must_use]
pub fn bound_before(text: &str) -> Option<(usize, Bounds)> {
    let text = text.trim_end();
    let (len, says) = WORDS.before.longest(text)?;
    Some((text.len() - len, says))
}

/// What begins with 内 or 多 without being a bound: 内外, 多元.
const WORD_GOES_ON: [&str; 17] = [
    "内外", "内部", "内容", "内地", "内陆", "内需", "内循", "内资", "内涵", "内生", "内河", "内蒙", "多元",
    "多式", "多层", "多个", "余热",
];

/// The bound word that stands at byte `at`, white space skipped: one past its last byte, and what it says.
#[must_use]
pub fn bound_after(text: &str, at: usize) -> Option<(usize, Bounds)> {
    let rest = text.get(at..)?;
    let word = rest.trim_start();
    let from = text.len() - word.len();
    let (len, says) = WORDS.after.longest(word)?;
    Some((from + len, says?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn before(text: &str, rest: &str, bound: Option<Bound>, approx: bool) {
        let (at, says) = bound_before(text).unwrap_or_else(|| panic!("no bound before in {text}"));
        assert_eq!((&text[..at], says), (rest, Bounds { bound, approx }), "{text}");
    }

    #[track_caller]
    fn after(text: &str, rest: &str, bound: Option<Bound>, approx: bool) {
        let (at, says) = bound_after(text, 0).unwrap_or_else(|| panic!("no bound after in {text}"));
        assert_eq!((&text[at..], says), (rest, Bounds { bound, approx }), "{text}");
    }

    #[test]
    fn words_before() {
        before("算力规模突破", "算力规模", Some(Bound::Gt), false);
        before("不少于 ", "", Some(Bound::Ge), false);
        before("时效不超过", "时效", Some(Bound::Le), false);
        before("累计引进首店约", "累计引进首店", None, true);
        before("≥", "", Some(Bound::Ge), false);
        assert!(bound_before("达到").is_none());
    }

    #[test]
    fn words_after() {
        after("以上，", "，", Some(Bound::Ge), false);
        after("及以上", "", Some(Bound::Ge), false);
        after(" 左右", "", None, true);
        after("内。", "。", Some(Bound::Le), false);
        assert!(bound_after("内蒙古", 0).is_none());
        assert!(bound_after("家", 0).is_none());
    }
}
