//! Value columns: which year, and what the values are in the plan's time.
//!
//! 2025年预计 → 2025, baseline, estimated; 2030年目标 → 2030, target; 年均/累计 → change; in a table that looks back
//! 规划目标（2025年） → planned and 2025年完成情况 → completed.

use gangyao_model::{Column, Period, Role};
use gangyao_normaliser::value::numeral;
use gangyao_parser::TableItem;
use gangyao_text::squeeze;

use super::{Context, columns::ValueColumn};

/// Heads of what is reached.
const REACHED: [&str; 7] = ["完成", "实现", "实际", "达到", "执行", "实绩", "达成"];
/// Heads of what is meant to be.
const MEANT: [&str; 7] = ["目标", "规划", "预期", "指标值", "期末", "计划", "要求"];
/// Heads of where the plan starts.
const START: [&str; 7] = ["现状", "基期", "基数", "基准", "初值", "基础", "起始"];
/// Heads of a rate or a sum over the period.
const CHANGE: [&str; 8] = ["年均", "累计", "增速", "增幅", "增长", "平均", "五年", "变化"];

/// What the head's own words say.
struct Reading<'h> {
    at: u32,
    head: &'h str,
    year: Option<u16>,
    change: bool,
    reached: bool,
    meant: bool,
    /// 指标值 alone is meant of no year: over 2025年 and 2030年 it says nothing of either.
    aims: bool,
    start: bool,
}

/// Reads the heads of the value columns, from left to right.
pub(super) fn read(heads: &[(u32, &str)], table: &TableItem, context: &Context<'_>) -> Vec<ValueColumn> {
    let caption = table.caption.as_ref().map(gangyao_normaliser::Joined::text);
    let title = [context.title, caption].into_iter().flatten();
    let named = title.clone().find_map(plan_named);
    let period = named.or(context.period);
    let mut readings: Vec<Reading<'_>> = heads.iter().map(|&(at, head)| Reading::of(at, head)).collect();
    forget_shared_aims(&mut readings, period);
    let looks_back = looks_back(&readings, title.clone(), named, period);
    let compared = compared_years(&readings);
    let first_year = readings.iter().filter(|r| !r.change).filter_map(|r| r.year).min();
    let last_year = readings.iter().filter(|r| !r.change).filter_map(|r| r.year).max();
    readings
        .iter()
        .map(|reading| {
            let back =
                looks_back || !reading.change && reading.year.is_some_and(|year| compared.contains(&year));
            let role = reading.role(back, period, first_year, last_year);
            let year = match role {
                Role::Change => None,
                _ => reading.year.or_else(|| default_year(role, period)),
            };
            let head = squeeze(reading.head);
            ValueColumn {
                at: reading.at,
                column: Column { column: reading.head.to_owned(), year, role },
                estimated: ["预计", "预估", "预测"].iter().any(|word| head.contains(word)),
                // 年均/累计 mixes both: there only the cell's mark tells.
                cumulative: role == Role::Change
                    && head.contains("累计")
                    && !head.contains("年均")
                    && !head.contains("增"),
            }
        })
        .collect()
}

/// 规划值 over 2025年 and 2030年, where the plan begins in 2026, says nothing of 2025年.
fn forget_shared_aims(readings: &mut [Reading<'_>], period: Option<Period>) {
    let Some(period) = period else { return };
    fn upper<'h>(reading: &Reading<'h>) -> Option<&'h str> {
        reading.head.rsplit_once('/').map(|(upper, _)| upper)
    }
    let ahead: Vec<&str> = readings
        .iter()
        .filter(|reading| reading.year.is_some_and(|year| year >= period.start))
        .filter_map(upper)
        .collect();
    for reading in readings.iter_mut().filter(|reading| reading.year.is_some_and(|year| year < period.start))
    {
        let shared = upper(reading).is_some_and(|own| ahead.contains(&own));
        reading.aims = reading.aims && !shared;
    }
}

impl<'h> Reading<'h> {
    fn of(at: u32, head: &'h str) -> Self {
        let text = squeeze(head);
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let years = years(&text);
        let rate = has(&["年均", "累计", "平均", "五年"]) || five_years(&text);
        // 2025年比2020年增长 and 2021-2025年均 speak of a span; 2024年增速 of one year.
        let change = rate || has(&CHANGE) && years.len() != 1;
        let planned =
            if has(&MEANT) || text.contains('末') { plan_named(&text).map(|plan| plan.end) } else { None };
        let year = years.last().copied().or(planned);
        Self {
            at,
            head,
            year,
            change,
            reached: has(&REACHED) && !text.contains("预期"),
            meant: has(&MEANT),
            aims: MEANT.iter().any(|&word| word != "指标值" && text.contains(word)),
            start: has(&START),
        }
    }

    fn role(&self, looks_back: bool, period: Option<Period>, first: Option<u16>, last: Option<u16>) -> Role {
        if self.change {
            return Role::Change;
        }
        if looks_back {
            return match (self.reached, self.meant) {
                (true, _) => Role::Completed,
                (false, true) => Role::Planned,
                // Without a word, the year before the period is where the plan began.
                (false, false) if self.start || self.year != last => Role::Baseline,
                (false, false) => Role::Completed,
            };
        }
        if self.start || self.reached && !self.meant {
            return Role::Baseline;
        }
        match (self.year, period) {
            (Some(year), Some(period)) if year < period.start && !self.aims => Role::Baseline,
            (Some(_), Some(_)) => Role::Target,
            (Some(year), None) if Some(year) == first && first != last && !self.meant => Role::Baseline,
            _ => Role::Target,
        }
    }
}

/// The head speaks of what is meant to be: 目标, 规划, 预期.
pub(super) fn is_meant(head: &str) -> bool {
    MEANT.iter().any(|word| head.contains(word))
}

/// Years for which the table says both what was meant and what was reached: 2025年目标 | 2025年完成 | 2026年目标.
fn compared_years(readings: &[Reading<'_>]) -> Vec<u16> {
    let of = |test: fn(&Reading<'_>) -> bool| {
        readings
            .iter()
            .filter(move |reading| !reading.change && test(reading))
            .filter_map(|reading| reading.year)
    };
    let meant: Vec<u16> = of(|reading| reading.meant && !reading.reached).collect();
    of(|reading| reading.reached && !reading.start).filter(|year| meant.contains(year)).collect()
}

/// A table looks back when what was reached stands in it and nothing is meant for a later year.
fn looks_back<'t>(
    readings: &[Reading<'_>],
    mut titles: impl Iterator<Item = &'t str>,
    named: Option<Period>,
    period: Option<Period>,
) -> bool {
    let said = titles.any(|title| {
        let title = squeeze(title);
        ["完成情况", "实现情况", "执行情况", "进展情况", "实施情况", "完成表", "中期进展", "中期评估"]
            .iter()
            .any(|word| title.contains(word))
    });
    let reached = readings.iter().filter(|r| !r.change && r.reached && !r.start);
    let reached_year = reached.clone().filter_map(|r| r.year).max();
    let ahead = readings.iter().any(|r| {
        !r.change
            && !r.reached
            && r.year.is_some_and(|year| match (reached_year, period) {
                // A report on a plan may be written before its last year.
                (Some(reached), _) if said => year > named.map_or(reached, |plan| plan.end.max(reached)),
                (Some(reached), _) => year > reached,
                // “十四五”规划目标 | 完成情况 under a title that speaks of what was done.
                (None, Some(period)) if said => year > period.end,
                (None, Some(period)) => year > period.start,
                (None, None) => false,
            })
    });
    let planned = readings.iter().any(|r| !r.change && r.meant && !r.reached);
    let has_reached = reached.count() > 0;
    has_reached && !ahead && (said || planned)
}

const fn default_year(role: Role, period: Option<Period>) -> Option<u16> {
    match (role, period) {
        (Role::Target | Role::Planned | Role::Completed, Some(period)) => Some(period.end),
        (Role::Baseline, Some(period)) => Some(period.start - 1),
        _ => None,
    }
}

/// 5年, but not the end of 2025年.
fn five_years(text: &str) -> bool {
    text.match_indices("5年").any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_digit()))
}

/// Years that a head names, in order.
pub(super) fn years(text: &str) -> Vec<u16> {
    let mut years = Vec::new();
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if digits.len() == 4
            && let Ok(year) = digits.parse::<u16>()
            && (1950..=2099).contains(&year)
        {
            years.push(year);
        }
        digits.clear();
    }
    years
}

/// The five-year plan that a text names: “十四五” → 2021 to 2025. The first plan began in 1953, the sixth in 1981.
fn plan_named(text: &str) -> Option<Period> {
    let text = squeeze(text);
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    for (at, _) in text.match_indices('五') {
        let before = &text[..at];
        // 第十个五年计划
        let before = before.strip_suffix('个').unwrap_or(before);
        let word = before.trim_end_matches(numeral);
        let ordinal = &before[word.len()..];
        let quoted =
            word.ends_with(['“', '"', '「', '‘']) || word.ends_with('第') || ordinal.starts_with('十');
        let after = &text[at + '五'.len_utf8()..];
        let plan = after.starts_with(['”', '"', '’', '」', '规', '时', '期', '末', '目', '计', '年', '个'])
            || after.is_empty();
        if !quoted || !plan {
            continue;
        }
        if let Some(ordinal @ 6..=30) = numeral::integer(ordinal) {
            let start = 1981 + (ordinal as u16 - 6) * 5;
            return Some(Period { ordinal: Some(ordinal as u8), start, end: start + 4 });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_named() {
        let end = |text: &str| plan_named(text).map(|plan| (plan.start, plan.end));
        assert_eq!(end("“十四五”规划指标完成情况"), Some((2021, 2025)));
        assert_eq!(end("十五五时期经济社会发展主要指标"), Some((2026, 2030)));
        assert_eq!(end("“十二五”末"), Some((2011, 2015)));
        assert_eq!(end("第十个五年计划"), Some((2001, 2005)));
        assert_eq!(end("二十五个重点"), None);
        assert_eq!(end("主要指标"), None);
    }
}
