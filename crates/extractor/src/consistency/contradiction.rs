//! Prose against table: 到2030年，森林覆盖率达到25.8%。 above a table that says 26.
//!
//! Compared are levels only: the same year, the same unit after its multiples, and the same concept of the catalogue or
//! the same name. What has happened is held against the table's start year, what is intended against its end year. A
//! prose number with 左右 or rounded more than the table's is no contradiction.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Bound, Change, Indicator, Quantity, Role, Severity, Stance, Value, ValueKind};
use gangyao_text::squeeze;

use super::Finding;
use super::index::Index;
use super::values::full_name;
use crate::concept::concept;

pub(super) fn check(index: &Index<'_>, found: &mut Vec<Finding>) {
    let figures = Figures::new(&index.indicators);
    if figures.by_key.is_empty() {
        return;
    }
    let mut concepts: BTreeMap<(&str, &str), Option<&'static str>> = BTreeMap::new();
    let mut places = Vec::new();
    for &quantity in &index.quantities {
        let like = figures.like(quantity, &mut concepts).into_iter();
        places.extend(like.map(|(figure, said)| Place { quantity, figure, said }));
    }
    // 突破420亿元，力争达到450亿元: the paragraph tells the table's number and a further one.
    let agreed: BTreeSet<_> =
        places.iter().filter(|place| !place.is_contradiction()).map(Place::paragraph_and_row).collect();
    // A number that the prose says again is one finding.
    let mut told: BTreeSet<(&str, u64)> = BTreeSet::new();
    for place in places.iter().filter(|place| place.is_contradiction()) {
        let (_, row) = place.paragraph_and_row();
        if !agreed.contains(&place.paragraph_and_row()) && told.insert((row, place.said.number.to_bits())) {
            found.push(finding(place.quantity, place.figure));
        }
    }
}

/// A number of the prose beside a number of a table that it can be held against.
struct Place<'a> {
    quantity: &'a Quantity,
    figure: &'a Figure<'a>,
    said: Amount,
}

impl<'a> Place<'a> {
    fn is_contradiction(&self) -> bool {
        self.said.contradicts(&self.figure.amount)
    }

    fn paragraph_and_row(&self) -> (Option<&'a str>, &'a str) {
        (self.quantity.common.parent.as_deref(), self.figure.row.common.id.as_str())
    }
}

fn finding(quantity: &Quantity, figure: &Figure<'_>) -> Finding {
    Finding {
        code: "contradiction",
        severity: Severity::Warning,
        message: format!(
            "for {} the text says {} “{}”, the table says {} “{}”{}",
            figure.year,
            quantity.metric,
            quantity.value.raw,
            full_name(figure.row),
            figure.raw,
            figure.row.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default(),
        ),
        help: "check whether both speak of the same area and scope; if they do, ask the issuer which number holds",
        evidence: quantity.common.evidence.iter().chain(&figure.row.common.evidence).copied().collect(),
    }
}

/// A number of a table.
#[derive(Clone, Copy, Debug)]
struct Figure<'a> {
    row: &'a Indicator,
    raw: &'a str,
    year: u16,
    amount: Amount,
}

/// What two places must share to be compared: year, stance, unit without multiples.
type Key<'a> = (u16, bool, &'a str);

/// The numbers of all tables.
struct Figures<'a> {
    by_key: BTreeMap<Key<'a>, Vec<Figure<'a>>>,
}

impl<'a> Figures<'a> {
    fn new(rows: &[&'a Indicator]) -> Self {
        let mut by_key: BTreeMap<Key<'_>, Vec<Figure<'_>>> = BTreeMap::new();
        for &row in rows {
            for cell in &row.values {
                let stance = match cell.column.role {
                    Role::Baseline | Role::Completed => Stance::Achieved,
                    Role::Target => Stance::Target,
                    Role::Change | Role::Planned => continue,
                };
                let own = cell.value.unit.as_deref();
                let (times, unit) = multiple(own.or(row.unit.as_deref()).unwrap_or_default());
                let (Some(year), Some(amount)) = (cell.column.year, Amount::of(&cell.value, times)) else {
                    continue;
                };
                let figure = Figure { row, raw: &cell.value.raw, year, amount };
                by_key.entry((year, is_target(stance), unit)).or_default().push(figure);
            }
        }
        Self { by_key }
    }

    /// The numbers that a quantity of the prose can be held against.
    fn like<'s>(
        &'s self,
        quantity: &'s Quantity,
        concepts: &mut BTreeMap<(&'s str, &'s str), Option<&'static str>>,
    ) -> Vec<(&'s Figure<'a>, Amount)> {
        let is_level = matches!(quantity.change, Change::Level | Change::Share);
        // 5年累计新增9.1万人 sums over years.
        if !is_level || quantity.period.is_some() || quantity.stance == Stance::Other {
            return Vec::new();
        }
        let Some(year) = quantity.year else { return Vec::new() };
        let (times, unit) = multiple(quantity.value.unit.as_deref().unwrap_or_default());
        let key: Key<'_> = (year, is_target(quantity.stance), unit);
        let Some(figures) = self.by_key.get(&key) else { return Vec::new() };
        let Some(said) = Amount::of(&quantity.value, times) else { return Vec::new() };
        let metric = quantity.metric.as_str();
        let code = *concepts
            .entry((metric, unit))
            .or_insert_with(|| concept(metric, None, (!unit.is_empty()).then_some(unit)));
        figures
            .iter()
            .filter(|figure| match (code, figure.row.concept.as_deref()) {
                (Some(code), Some(of_row)) => code == of_row,
                _ => squeeze(metric) == squeeze(&full_name(figure.row)),
            })
            .map(|figure| (figure, said))
            .collect()
    }
}

fn is_target(stance: Stance) -> bool {
    stance == Stance::Target
}

/// The multiple that a unit begins with, and the unit without it: 亿元 is 100,000,000 元. 千 belongs to 千瓦 and 千米.
fn multiple(unit: &str) -> (f64, &str) {
    let mut rest = unit.trim();
    let mut times = 1.0;
    while let Some(c) = rest.chars().next() {
        times *= match c {
            '亿' => 1e8,
            '万' => 1e4,
            '百' if rest.starts_with("百万") || rest.starts_with("百亿") => 1e2,
            '千' if rest.starts_with("千万") || rest.starts_with("千亿") => 1e3,
            _ => break,
        };
        rest = &rest[c.len_utf8()..];
    }
    if rest.is_empty() { (1.0, unit) } else { (times, rest) }
}

/// A number with the exactness that it is printed with.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Amount {
    number: f64,
    /// What one more in the last printed digit would add.
    step: f64,
    bound: Option<Bound>,
}

impl Amount {
    /// `None` for what cannot be compared: ranges, words, 左右, sums over years, estimates.
    fn of(value: &Value, times: f64) -> Option<Self> {
        let number = value.number.filter(|_| value.kind == ValueKind::Number)?;
        if value.approx || value.cumulative || value.estimated {
            return None;
        }
        let printed = value.raw.trim_start_matches(|c: char| !c.is_ascii_digit());
        let len = printed.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let printed = &printed[..len];
        let mantissa: f64 = printed.parse().ok()?;
        let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(MAX_DECIMALS));
        // 1.94万亿元 is printed to the hundredth of a 万亿.
        let scale = if mantissa > 0.0 { number.abs() / mantissa } else { 1.0 };
        let step = scale * times / 10f64.powi(decimals as i32);
        Some(Self { number: number * times, step, bound: value.bound })
    }

    /// Whether the two cannot both be right.
    fn contradicts(&self, other: &Self) -> bool {
        let (a, b) = (self, other);
        // Of numbers with different exactness one may be cut off or rounded: 801亿元 for 801.05亿元.
        let same_step = (a.step - b.step).abs() <= 1e-6 * a.step.max(b.step);
        let slack = if same_step { 0.5 * a.step } else { a.step.max(b.step) } * (1.0 + 1e-9);
        let below = |x: f64, y: f64| x < y - slack;
        match (side(a.bound), side(b.bound)) {
            (0, 0) | (1, 1) | (-1, -1) => below(a.number, b.number) || below(b.number, a.number),
            (0, 1) | (-1, 1) | (-1, 0) => below(a.number, b.number),
            _ => below(b.number, a.number),
        }
    }
}

/// More decimals are noise of a conversion.
const MAX_DECIMALS: usize = 9;

/// 1 where a number is the least, -1 where it is the most, 0 where it is exact.
fn side(bound: Option<Bound>) -> i8 {
    match bound {
        Some(Bound::Ge | Bound::Gt) => 1,
        Some(Bound::Le | Bound::Lt) => -1,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(raw: &str, number: f64, times: f64, bound: Option<Bound>) -> Amount {
        let value = Value {
            raw: raw.to_owned(),
            kind: ValueKind::Number,
            number: Some(number),
            bound,
            ..Value::default()
        };
        Amount::of(&value, times).unwrap()
    }

    #[test]
    fn units_with_multiples() {
        for (unit, expected) in [
            ("亿元", (1e8, "元")),
            ("万人", (1e4, "人")),
            ("万亿元", (1e12, "元")),
            ("百万千瓦", (1e6, "千瓦")),
            ("千瓦时", (1.0, "千瓦时")),
            ("%", (1.0, "%")),
            ("万", (1.0, "万")),
        ] {
            assert_eq!(multiple(unit), expected, "{unit}");
        }
    }

    #[test]
    fn what_contradicts() {
        let exact = |raw: &str| amount(raw, raw.parse().unwrap(), 1.0, None);
        let least = |raw: &str| amount(raw, raw.parse().unwrap(), 1.0, Some(Bound::Ge));
        let most = |raw: &str| amount(raw, raw.parse().unwrap(), 1.0, Some(Bound::Le));
        assert!(exact("25.8").contradicts(&exact("26.8")));
        assert!(exact("62").contradicts(&exact("63")));
        assert!(exact("60").contradicts(&least("65")));
        assert!(least("65").contradicts(&exact("60")));
        assert!(least("70").contradicts(&least("75")));
        assert!(most("10").contradicts(&exact("12")));
        assert!(most("10").contradicts(&least("12")));
        assert!(!exact("25.8").contradicts(&exact("25.80")));
        assert!(!exact("801").contradicts(&exact("801.95")));
        assert!(!exact("66").contradicts(&least("65")));
        assert!(!least("60").contradicts(&exact("61.2")));
        assert!(!least("10").contradicts(&most("12")));
    }

    #[test]
    fn multiples_are_compared_as_printed() {
        let prose = amount("801.05亿元", 80_105_000_000.0, 1.0, None);
        assert!(!prose.contradicts(&amount("801.05", 801.05, 1e8, None)));
        assert!(!prose.contradicts(&amount("801", 801.0, 1e8, None)));
        assert!(prose.contradicts(&amount("811.05", 811.05, 1e8, None)));
    }
}
