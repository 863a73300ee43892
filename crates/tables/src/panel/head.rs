//! What the head of a column says about its values: what they measure, in what unit, over which years.
//!
//! 年均增速 is an average and no level, 增长% is in % whatever the indicator's own unit is (货物运输总量 in 亿吨), and
//! “十四五”年均增速 is of 2021 to 2025. Rows that differ in this must never be taken for one series.

use gangyao_model::{Indicator, IndicatorValue, Role};

/// What a value measures, in the order of `Measure` in `values.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Level,
    Growth,
    Annual,
    Cumulative,
    Change,
}

/// First and last year of a growth, average or sum.
pub(super) type Years = (u16, u16);

/// What a value measures. `marked` when the table marks its sums, 〔 〕, so that what bears no mark under 年均/累计 is an
/// average.
pub(super) fn measure(each: &IndicatorValue, marked: bool) -> Measure {
    let head = each.column.column.as_str();
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let (annual, sum) = (has(&["年均", "平均"]), head.contains("累计"));
    match (each.value.cumulative, annual, sum) {
        (true, ..) | (_, false, true) => Measure::Cumulative,
        (_, true, true) if !marked => Measure::Change,
        (_, true, _) => Measure::Annual,
        _ if has(&["增长", "增速", "增幅", "比上年", "同比"]) => Measure::Growth,
        _ if each.column.role == Role::Change => Measure::Change,
        _ => Measure::Level,
    }
}

/// Whether a head itself says that sums are marked: 年均增速〔累计〕.
pub(super) fn marks_sums(head: &str) -> bool {
    head.match_indices("累计")
        .any(|(at, _)| head[..at].trim_end().ends_with(['〔', '[', '［', '【', '(', '（']))
}

/// The unit of a value, as the document states it: the cell's own, the head's, the indicator's. That of the indicator is
/// not the unit of its growth or average, unless it is a rate itself.
pub(super) fn unit<'a>(
    indicator: &'a Indicator,
    each: &'a IndicatorValue,
    measure: Measure,
) -> Option<&'a str> {
    let of_head = || of_head(&each.column.column);
    let of_indicator = || {
        let unit = indicator.unit.as_deref()?;
        let same = matches!(measure, Measure::Level | Measure::Cumulative);
        (same || ["%", "‰", "百分点"].contains(&unit)).then_some(unit)
    };
    each.value.unit.as_deref().or_else(of_head).or_else(of_indicator)
}

/// 增长%, 比上年增长（%）, 增减（百分点）.
fn of_head(head: &str) -> Option<&'static str> {
    match () {
        () if head.contains(['%', '％']) => Some("%"),
        () if head.contains("百分点") => Some("百分点"),
        () if head.contains('‰') => Some("‰"),
        () => None,
    }
}

/// The years that a head gives for what is no level: “十四五”, 2021—2025年, 2025年比2020年.
pub(super) fn span(head: &str, measure: Measure) -> Option<Years> {
    if measure == Measure::Level {
        return None;
    }
    let years = years(head);
    match (years.iter().min(), years.iter().max()) {
        (Some(&first), Some(&last)) if first < last => Some((first, last)),
        _ => plan_named(head),
    }
}

/// The numbers of four digits that can be years.
fn years(head: &str) -> Vec<u16> {
    head.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1950..=2099).contains(year))
        .collect()
}

/// “十四五”, 第十四个五年: the eleventh plan began in 2006. (“十五” is also a number, and older plans have no such tables.)
fn plan_named(head: &str) -> Option<Years> {
    head.match_indices('十').find_map(|(at, ten)| {
        let mut rest = head[at + ten.len()..].chars();
        let digit = rest.next()?;
        let digit = "一二三四五六七八九".chars().zip(1_u16..).find(|&(c, _)| c == digit)?.1;
        let five = rest.as_str().strip_prefix('个').unwrap_or(rest.as_str());
        five.starts_with('五').then_some((2001 + 5 * digit, 2005 + 5 * digit))
    })
}

#[cfg(test)]
mod tests {
    use gangyao_model::{Column, Value};

    use super::*;

    fn value(head: &str, role: Role, cumulative: bool) -> IndicatorValue {
        let column = Column { column: head.to_owned(), year: None, role };
        IndicatorValue { column, value: Value { cumulative, ..Value::default() } }
    }

    fn check(head: &str, expected: Measure, years: Option<Years>, unit: Option<&str>) {
        let role = if expected == Measure::Level { Role::Target } else { Role::Change };
        let each = value(head, role, false);
        let measured = measure(&each, false);
        assert_eq!((measured, span(head, measured), of_head(head)), (expected, years, unit), "{head}");
    }

    #[test]
    fn heads_say_what_is_measured() {
        check("2030年目标", Measure::Level, None, None);
        check("年均增速", Measure::Annual, None, None);
        check("年均增长（%）", Measure::Annual, None, Some("%"));
        check("“十四五”年均增速", Measure::Annual, Some((2021, 2025)), None);
        check("2016—2020年年均", Measure::Annual, Some((2016, 2020)), None);
        check("第十四个五年累计", Measure::Cumulative, Some((2021, 2025)), None);
        check("2025年比2020年增长", Measure::Growth, Some((2020, 2025)), None);
        check("增长%", Measure::Growth, None, Some("%"));
        check("比上年增减百分点", Measure::Growth, None, Some("百分点"));
        check("年均/累计", Measure::Change, None, None);
        check("五年变化", Measure::Change, None, None);
    }

    #[test]
    fn marks_tell_sums_from_averages() {
        assert_eq!(measure(&value("年均/累计", Role::Change, true), true), Measure::Cumulative);
        assert_eq!(measure(&value("年均/累计", Role::Change, false), true), Measure::Annual);
        assert_eq!(measure(&value("2030年", Role::Target, true), true), Measure::Cumulative);
        assert!(marks_sums("规划目标/年均增速〔累计〕"));
        assert!(!marks_sums("年均/累计"));
    }
}
