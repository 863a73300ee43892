//! A number with its unit, or a range: 801.05亿元, 2000—3000亿元, 5%—6%, 25～27.
//!
//! What enters is a text and a byte position; what leaves is the numbers, the unit and where they end. Bounds around
//! it are read by [`super::bound`]; whether it is a quantity or part of a name is for the caller to judge.

use gangyao_model::{Bound, Value, ValueKind};

use super::bound::Bounds;
use super::number::{Number, Script, number_at};
use super::unit::{Unit, UnitKind, unit_at};

/// One number or the two ends of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Numbers {
    /// One number.
    One(f64),
    /// Lower and upper end.
    Range(f64, f64),
}

/// A number, or a range, with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// First byte.
    pub start: usize,
    /// One past the number's last byte, multiples with it; where the unit is looked for.
    pub number_end: usize,
    /// One past the last byte, unit with it.
    pub end: usize,
    /// The numbers.
    pub numbers: Numbers,
    /// Script of the number.
    pub script: Script,
    /// 余, 多: the true number is greater.
    pub more: bool,
    /// Unit behind the number.
    pub unit: Option<Unit>,
    /// Unit that the number's own form says: 百分之五 is in %, 三分之一 in none.
    pub per: Option<&'static str>,
}

impl Measure {
    /// The unit as printed.
    #[must_use]
    pub fn unit_text<'a>(&self, text: &'a str) -> Option<&'a str> {
        match (self.per, self.unit) {
            (Some(""), _) => None,
            (Some(per), _) => Some(per),
            (None, Some(unit)) => Some(&text[unit.start..unit.end]),
            (None, None) => None,
        }
    }

    /// 三分之一, 1/3: a share without a unit.
    #[must_use]
    pub fn is_fraction(&self) -> bool {
        self.per == Some("")
    }

    /// What sort of unit it has.
    #[must_use]
    pub fn kind(&self) -> Option<UnitKind> {
        if self.per.is_some() { Some(UnitKind::Ratio) } else { self.unit.map(|unit| unit.kind) }
    }

    /// The value of the record, with the bounds that stand around it; `raw` is what was printed.
    #[must_use]
    pub fn value(&self, text: &str, raw: &str, bounds: Bounds) -> Value {
        let mut value = Value {
            raw: raw.to_owned(),
            unit: self.unit_text(text).map(|unit| unit.split_whitespace().collect()),
            bound: if self.more { bounds.bound.or(Some(Bound::Gt)) } else { bounds.bound },
            approx: bounds.approx,
            ..Value::default()
        };
        match self.numbers {
            Numbers::One(number) => {
                value.kind = ValueKind::Number;
                value.number = Some(number);
            }
            Numbers::Range(min, max) => {
                value.kind = ValueKind::Range;
                (value.min, value.max) = (Some(min), Some(max));
            }
        }
        value
    }
}

/// The measure that begins at byte `at`, if a number does.
#[must_use]
pub fn measure_at(text: &str, at: usize) -> Option<Measure> {
    let first = number_at(text, at)?;
    let unit = if first.per.is_some() { None } else { unit_behind(text, first.end) };
    if let Some(range) = range_at(text, at, &first, unit) {
        return Some(range);
    }
    let end = unit.map_or(first.end, |unit| unit.end);
    Some(Measure {
        start: at,
        number_end: first.end,
        end,
        numbers: Numbers::One(first.value),
        script: first.script,
        more: first.more,
        unit,
        per: first.per,
    })
}

fn unit_behind(text: &str, number_end: usize) -> Option<Unit> {
    unit_at(text, skip_spaces(text, number_end))
}

fn skip_spaces(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// Length of what stands between the ends of a range: —, ——, -, ～, 至.
fn range_mark(rest: &str) -> Option<usize> {
    let mark = rest.chars().next()?;
    match mark {
        '—' | '―' | '─' => {
            Some(rest.chars().take(2).take_while(|&c| c == mark).map(char::len_utf8).sum())
        }
        '-' | '–' | '－' | '−' | '~' | '～' | '〜' | '至' | '到' => Some(mark.len_utf8()),
        _ => None,
    }
}

/// 2000—3000亿元, 5%—6%, 1—2个: two rising numbers of one script and one unit.
fn range_at(text: &str, at: usize, first: &Number, first_unit: Option<Unit>) -> Option<Measure> {
    // 5%—6% repeats its unit; the multiple of 2000—3000亿 is shared.
    let ends = [Some(first.end), first_unit.map(|unit| unit.end)];
    ends.into_iter().flatten().find_map(|end| {
        let mark_at = skip_spaces(text, end);
        let from = skip_spaces(text, mark_at + range_mark(&text[mark_at..])?);
        let second = number_at(text, from)?;
        let unit = if second.per.is_some() { None } else { unit_behind(text, second.end) };
        let same_unit = end == first.end
            || unit.zip(first_unit).is_some_and(|(a, b)| text[a.start..a.end] == text[b.start..b.end]);
        let low = match first.bare {
            Some(bare) if first.power == 0 && end == first.end => bare.shifted(second.power).to_f64(),
            _ => first.value,
        };
        (second.script == first.script && second.per == first.per && same_unit && low < second.value).then(
            || Measure {
                start: at,
                number_end: second.end,
                end: unit.map_or(second.end, |unit| unit.end),
                numbers: Numbers::Range(low, second.value),
                script: first.script,
                more: second.more,
                unit,
                per: second.per,
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, read: &str, numbers: Numbers, unit: Option<&str>) {
        let measure = measure_at(text, 0).unwrap_or_else(|| panic!("no measure in {text}"));
        assert_eq!(
            (&text[..measure.end], measure.numbers, measure.unit_text(text)),
            (read, numbers, unit),
            "{text}"
        );
    }

    #[test]
    fn one_number() {
        check("801.05亿元，", "801.05亿元", Numbers::One(80_105_000_000.0), Some("元"));
        check("40万PFlops（", "40万PFlops", Numbers::One(400_000.0), Some("PFlops"));
        check("2.5个百分点", "2.5个百分点", Numbers::One(2.5), Some("百分点"));
        check("7.7 万亩", "7.7 万亩", Numbers::One(77_000.0), Some("亩"));
        check("68万吨/日", "68万吨/日", Numbers::One(680_000.0), Some("吨/日"));
        check("九成以上", "九成", Numbers::One(9.0), Some("成"));
        check("八成五", "八成五", Numbers::One(8.5), Some("成"));
        check("百分之五", "百分之五", Numbers::One(5.0), Some("%"));
        check("9.1 万人", "9.1 万人", Numbers::One(91_000.0), Some("人"));
        check("2.3亿千瓦时", "2.3亿千瓦时", Numbers::One(230_000_000.0), Some("千瓦时"));
        check("1.62，", "1.62", Numbers::One(1.62), None);
    }

    #[test]
    fn ranges() {
        check("2000—3000亿元", "2000—3000亿元", Numbers::Range(2e11, 3e11), Some("元"));
        check("5%—6%", "5%—6%", Numbers::Range(5.0, 6.0), Some("%"));
        check("4.5-5%", "4.5-5%", Numbers::Range(4.5, 5.0), Some("%"));
        check("25～27", "25～27", Numbers::Range(25.0, 27.0), None);
        check("5至8个", "5至8个", Numbers::Range(5.0, 8.0), Some("个"));
        check("1—2个", "1—2个", Numbers::Range(1.0, 2.0), Some("个"));
        check("3万—5万人", "3万—5万人", Numbers::Range(30_000.0, 50_000.0), Some("人"));
    }

    #[test]
    fn what_is_no_range() {
        check("8-5", "8", Numbers::One(8.0), None);
        check("5%—6元", "5%", Numbers::One(5.0), Some("%"));
    }
}
