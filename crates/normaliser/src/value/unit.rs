//! The lexicon of units: the longest unit that stands at a place of a text.
//!
//! What enters is a text and a byte position behind a number; what leaves is the unit's end and kind. Multiples (万,
//! 亿) are no part of a unit, 千 only in 千米, 千瓦, 千克. Whether a number is a quantity is not known here.

use std::sync::LazyLock;

use super::words::Prefixes;

/// What sort of unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A measure word for things that a noun names: 个, 家, 套, 人次.
    Count,
    /// A physical unit, money or a rate: 元, 公里, 吨/日.
    Amount,
    /// %, ‰, 百分点, 成, 倍, 番.
    Ratio,
    /// A duration: 年, 分钟, 个工作日.
    Time,
    /// 岁, 周岁.
    Age,
    /// What makes the number a name: 千伏, 级, 号.
    Class,
}

/// A unit found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// First byte of the unit as it is told: in 2个百分点 that of 百.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What sort it is.
    pub kind: UnitKind,
}

/// The units.
struct Lexicon(Prefixes<'static, Option<UnitKind>>);

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("../../data/units.tsv")));

impl Lexicon {
    fn parse(table: &'static str) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        Self(Prefixes::new(lines.map(|line| {
            let (unit, kind) = line.split_once('\t').expect("units.tsv: unit, tab, kind");
            let kind = match kind {
                "count" => Some(UnitKind::Count),
                "amount" => Some(UnitKind::Amount),
                "ratio" => Some(UnitKind::Ratio),
                "time" => Some(UnitKind::Time),
                "age" => Some(UnitKind::Age),
                "class" => Some(UnitKind::Class),
                // 家庭 begins like 家: a number before it has no unit.
                "none" => None,
                other => panic!("units.tsv: expected a kind of unit but found {other}"),
            };
            (unit, kind)
        })))
    }

    fn longest<'t>(&self, text: &'t str) -> Option<(&'t str, UnitKind)> {
        let (len, kind) = self.0.longest_if(text, |unit| ends_word(unit, text))?;
        kind.map(|kind| (&text[..len], kind))
    }
}

/// A unit in Latin letters must not be the beginning of a longer word: 3D, 100Mbps.
fn ends_word(unit: &str, text: &str) -> bool {
    !unit.ends_with(|c: char| c.is_ascii_alphabetic())
        || !text[unit.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The unit that stands at byte `at`, with what belongs to it: 吨/日, 元/平方米, 名（个）.
///
/// ```
/// use gangyao_normaliser::value::unit::unit_at;
/// let unit = unit_at("68吨/日", 2).unwrap();
/// assert_eq!(&"68吨/日"[unit.start..unit.end], "吨/日");
/// ```
#[must_use]
pub fn unit_at(text: &str, at: usize) -> Option<Unit> {
    let rest = text.get(at..)?;
    let (word, mut kind) = LEXICON.longest(rest)?;
    let start = if matches!(word, "个百分点" | "个千分点") { at + '个'.len_utf8() } else { at };
    let mut end = at + word.len();
    if let Some(after) = per(text, end) {
        end = after;
        kind = UnitKind::Amount;
    } else if kind == UnitKind::Count {
        end = alternative(text, end).unwrap_or(end);
    }
    Some(Unit { start, end, kind })
}

/// 吨/日, 件/万人, 平方米/万元: a slash and another unit, before which a multiple may stand.
fn per(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    // 微克每立方米, 毫克每升.
    if let Some(base) = rest.strip_prefix('每') {
        let bases = ["立方米", "升", "平方公里", "平方米", "千克"];
        return bases
            .iter()
            .find(|unit| base.starts_with(**unit))
            .map(|unit| at + '每'.len_utf8() + unit.len());
    }
    let slash = rest.chars().next().filter(|c| matches!(c, '/' | '／'))?;
    let mut from = at + slash.len_utf8();
    let rest = &text[from..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    // A rate is told by 1, 10, 100; 420万千瓦/840万千瓦时 are two measures.
    let base = &rest[..digits];
    if digits > 0 && !(base.starts_with('1') && base[1..].bytes().all(|digit| digit == b'0')) {
        return None;
    }
    from += digits;
    for multiple in ["万", "亿", "百", "千"] {
        if text[from..].starts_with(multiple) && LEXICON.longest(&text[from..]).is_none() {
            from += multiple.len();
            break;
        }
    }
    let (word, _) = LEXICON.longest(&text[from..])?;
    let end = from + word.len();
    // 元/千瓦·年.
    let time = text[end..].strip_prefix('·').and_then(|rest| rest.chars().next());
    let time = time.filter(|c| matches!(c, '年' | '月' | '日' | '天' | '次'));
    Some(time.map_or(end, |time| end + '·'.len_utf8() + time.len_utf8()))
}

/// 200名（个）, 3台（套）: another measure word in brackets.
fn alternative(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let open = rest.chars().next().filter(|c| matches!(c, '（' | '('))?;
    let inside = &rest[open.len_utf8()..];
    let (word, kind) = LEXICON.longest(inside)?;
    let close = inside[word.len()..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
    (kind == UnitKind::Count).then_some(at + open.len_utf8() + word.len() + close.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, unit: &str, kind: UnitKind) {
        let found = unit_at(text, 0).unwrap_or_else(|| panic!("no unit in {text}"));
        assert_eq!((&text[found.start..found.end], found.kind), (unit, kind), "{text}");
    }

    #[test]
    fn the_longest_unit_is_taken() {
        check("个百分点以上", "百分点", UnitKind::Ratio);
        check("个工作日内", "个工作日", UnitKind::Time);
        check("人次。", "人次", UnitKind::Count);
        check("吨标准煤", "吨标准煤", UnitKind::Amount);
        check("平方米", "平方米", UnitKind::Amount);
        check("年一遇", "年一遇", UnitKind::Amount);
        check("千瓦时", "千瓦时", UnitKind::Amount);
    }

    #[test]
    fn compound_units() {
        check("吨/日，", "吨/日", UnitKind::Amount);
        check("微克/立方米", "微克/立方米", UnitKind::Amount);
        check("件/万人", "件/万人", UnitKind::Amount);
        check("平方米/万元", "平方米/万元", UnitKind::Amount);
        check("名（个）左右", "名（个）", UnitKind::Count);
        check("台（套）", "台（套）", UnitKind::Count);
        check("微克每立方米，", "微克每立方米", UnitKind::Amount);
        check("例/10万人", "例/10万人", UnitKind::Amount);
        check("千瓦/840万千瓦时", "千瓦", UnitKind::Amount);
        check("元/千瓦·年，", "元/千瓦·年", UnitKind::Amount);
        check("元/吨·公里", "元/吨", UnitKind::Amount);
    }

    #[test]
    fn latin_units_end_with_the_word() {
        check("PFlops（", "PFlops", UnitKind::Amount);
        check("P算力", "P", UnitKind::Amount);
        check("km²", "km²", UnitKind::Amount);
        assert_eq!(unit_at("PM2.5", 0), None);
        assert_eq!(unit_at("D打印", 0), None);
    }

    #[test]
    fn words_that_begin_like_units() {
        for text in ["家庭", "人才", "方案", "升级"] {
            assert_eq!(unit_at(text, 0), None, "{text}");
        }
    }

    #[test]
    fn classes_are_known_as_such() {
        check("千伏", "千伏", UnitKind::Class);
        check("周岁以下", "周岁", UnitKind::Age);
    }
}
