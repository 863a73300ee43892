//! A cell of a table as a value: 5.5 左右, 〔＞15〕, 预计 7, 25—27, —, 完成省定目标.
//!
//! What enters is the cell's text as printed; what leaves is a [`Value`], and the year where the cell names its own
//! (21.5（2024年）). The column and the row are not known here.

use std::sync::LazyLock;

use gangyao_model::{Value, ValueKind};

use super::bound::{Bounds, bound_after, bound_before};
use super::measure::{Measure, Numbers, measure_at};
use super::number::Script;
use super::unit::UnitKind;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub struct CellValue {
    /// The value; `raw` is the cell's text as given.
    pub value: Value,
    /// The year that the cell itself names.
    pub year: Option<u16>,
}

/// Longest cell that is read as a number, in bytes; a longer one is words.
const MAX_NUMBER: usize = 120;

/// Reads a whole cell.
///
/// ```
/// use gangyao_normaliser::value::cell;
/// let found = cell("＞10");
/// assert_eq!(found.value.number, Some(10.0));
/// assert_eq!(found.value.bound, Some(gangyao_model::Bound::Gt));
/// ```
#[must_use]
pub fn cell(raw: &str) -> CellValue {
    let text: String = raw.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let text = half_width_thousands(text);
    if is_absent(&text) {
        return CellValue { value: Value { raw: raw.to_owned(), ..Value::default() }, year: None };
    }
    if let Some(found) = (text.len() <= MAX_NUMBER).then(|| number(&text, raw)).flatten() {
        return found;
    }
    let text = raw.chars().filter(|c| !c.is_whitespace()).collect();
    let value = Value { raw: raw.to_owned(), kind: ValueKind::Text, text: Some(text), ..Value::default() };
    CellValue { value, year: None }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '％' | '．' | '／' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// 3，286 is one number; the comma of 19428.78，年均增速4.8% parts two statements.
fn half_width_thousands(text: String) -> String {
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let parts: Vec<&str> = text.split('，').collect();
    let last = parts.len() - 1;
    let grouped = last > 0
        && parts[0].bytes().rev().take_while(u8::is_ascii_digit).count() <= 3
        && parts[0].ends_with(|c: char| c.is_ascii_digit())
        && !parts[0].contains('.')
        && parts[1..]
            .iter()
            .enumerate()
            .all(|(nth, part)| digits(part) == 3 && (nth + 1 == last || part.len() == 3));
    if grouped { text.replace('，', ",") } else { text }
}

/// Dashes, note marks and emptiness: the document says nothing.
fn is_absent(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(
            c,
            '-' | '—' | '–' | '―' | '─' | '－' | '−' | '一' | '*' | '＊' | '∗' | '/' | '\\' | '…' | '·'
        )
    }) && text.chars().filter(|&c| c == '一').count() <= 1
}

const OPEN: [char; 4] = ['〔', '[', '【', '［'];
const CLOSE: [char; 4] = ['〕', ']', '】', '］'];

/// Words that may stand before the number of a cell without changing that it is the cell's value.
static LEADING: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../data/cell_words.tsv");
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

fn number(text: &str, raw: &str) -> Option<CellValue> {
    let mut rest = text;
    let mut year = None;
    if let Some((printed, after)) = leading_year(rest) {
        (year, rest) = (Some(printed), after);
    }
    let (mut estimated, mut cumulative, mut bounds) = (false, false, Bounds::default());
    // Words, brackets and bounds before the number, in any order; each step takes at least one character.
    loop {
        if let Some(after) = rest.strip_prefix("预计") {
            (estimated, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix("累计") {
            (cumulative, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix(OPEN) {
            (cumulative, rest) = (true, after);
        } else if let Some((after, says)) = leading_bound(rest) {
            bounds.add(says);
            rest = after;
        } else if let Some(after) = LEADING.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = after;
        } else {
            break;
        }
    }
    let (negative, rest) = match rest.strip_prefix(['-', '－', '−']) {
        Some(after) => (true, after),
        None => (false, rest),
    };
    let measure = measure_at(rest, 0).filter(states_a_value)?;
    let mut end = measure.end;
    loop {
        let tail = &rest[end..];
        if let Some(after) = tail.strip_prefix(CLOSE) {
            end = rest.len() - after.len();
        } else if let Some((after, says)) = bound_after(rest, end) {
            bounds.add(says);
            end = after;
        } else {
            break;
        }
    }
    let tail = &rest[end..];
    year = year.or_else(|| bracketed_year(tail));
    // 15.6（预计）, 12（预计数）.
    estimated |= tail.strip_prefix(['（', '(']).is_some_and(|inside| inside.starts_with("预计"));
    if !may_follow(tail) {
        return None;
    }
    let mut value = measure.value(rest, raw, bounds);
    (value.estimated, value.cumulative) = (estimated, cumulative);
    if negative {
        let (min, max) = (value.min, value.max);
        (value.min, value.max) = (max.map(|x| -x), min.map(|x| -x));
        value.number = value.number.map(|x| -x);
    }
    Some(CellValue { value, year })
}

/// 三级, 2025年 and 二类 are words; 3.5, 九成 and 12万人 are numbers.
fn states_a_value(measure: &Measure) -> bool {
    let is_year = matches!(measure.numbers, Numbers::One(year) if (1900.0..=2100.0).contains(&year));
    match measure.kind() {
        Some(UnitKind::Class) => false,
        Some(UnitKind::Time) if is_year => false,
        Some(UnitKind::Amount | UnitKind::Ratio) => true,
        _ => measure.script == Script::Arabic,
    }
}

fn leading_bound(rest: &str) -> Option<(&str, Bounds)> {
    // The bound words are known by their ends: the shortest prefix that is wholly one bound word, then the longest.
    let starts = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(4);
    starts
        .filter_map(|end| {
            bound_before(&rest[..end]).filter(|(at, _)| *at == 0).map(|(_, says)| (&rest[end..], says))
        })
        .last()
}

/// 2024年：21.5.
fn leading_year(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let rest = rest.strip_prefix('年')?;
    let rest = rest.strip_prefix(['：', ':']).unwrap_or(rest);
    rest.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    Some((digits.parse().ok().filter(|y| (1900..=2100).contains(y))?, rest))
}

/// 21.5（2024年）.
fn bracketed_year(tail: &str) -> Option<u16> {
    let inside = tail.strip_prefix(['（', '('])?;
    let year = inside.get(..4)?.parse().ok().filter(|y| (1900..=2100).contains(y))?;
    let rest = inside[4..].strip_prefix('年').unwrap_or(&inside[4..]);
    rest.strip_prefix("数据").unwrap_or(rest).starts_with(['）', ')']).then_some(year)
}

/// What may stand behind the number of a cell: nothing, a note mark, a bracket, or a further statement.
fn may_follow(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['*', '＊', '∗', '①', '②', '③', '④', '⑤']);
    tail.is_empty() || tail.starts_with(['，', ',', '；', ';', '（', '(', '、', '。'])
}

#[cfg(test)]
mod tests {
    use gangyao_model::Bound;
    use proptest::prelude::*;

    use super::*;

    fn base(raw: &str, number: f64) -> Value {
        Value { raw: raw.to_owned(), kind: ValueKind::Number, number: Some(number), ..Value::default() }
    }

    #[track_caller]
    fn check(raw: &str, expected: Value) {
        assert_eq!(cell(raw).value, expected, "{raw}");
    }

    #[test]
    fn plain_numbers() {
        check("5.7", base("5.7", 5.7));
        check(" 801.05 ", base(" 801.05 ", 801.05));
        check("12,345", base("12,345", 12345.0));
        check("3，286", base("3，286", 3286.0));
        check("19 428.78", base("19 428.78", 19428.78));
        check("-2.5", base("-2.5", -2.5));
        check("５．７", base("５．７", 5.7));
        check("2025", base("2025", 2025.0));
        check("5.5*", base("5.5*", 5.5));
    }

    #[test]
    fn bounds_and_nearness() {
        check("5.5 左右", Value { approx: true, ..base("5.5 左右", 5.5) });
        check("＞10", Value { bound: Some(Bound::Gt), ..base("＞10", 10.0) });
        check("≥85", Value { bound: Some(Bound::Ge), ..base("≥85", 85.0) });
        check(">=6", Value { bound: Some(Bound::Ge), ..base(">=6", 6.0) });
        check("<= 6", Value { bound: Some(Bound::Le), ..base("<= 6", 6.0) });
        check("力争达到8", base("力争达到8", 8.0));
        check("下降至12", base("下降至12", 12.0));
        check("20000以上", Value { bound: Some(Bound::Ge), ..base("20000以上", 20000.0) });
        check("控制在35以内", Value { bound: Some(Bound::Le), ..base("控制在35以内", 35.0) });
        check("不超过8", Value { bound: Some(Bound::Le), ..base("不超过8", 8.0) });
        check("约30", Value { approx: true, ..base("约30", 30.0) });
        check("达到95以上", Value { bound: Some(Bound::Ge), ..base("达到95以上", 95.0) });
    }

    #[test]
    fn own_units() {
        check("6.5%左右", Value { unit: Some("%".into()), approx: true, ..base("6.5%左右", 6.5) });
        check("1.2亿元", Value { unit: Some("元".into()), ..base("1.2亿元", 1.2e8) });
        check(
            "提高1个百分点以上",
            Value {
                unit: Some("百分点".into()), bound: Some(Bound::Ge), ..base("提高1个百分点以上", 1.0)
            },
        );
    }

    #[test]
    fn cumulative_and_estimated() {
        check("[6.5]", Value { cumulative: true, ..base("[6.5]", 6.5) });
        check("〔＞15〕", Value { cumulative: true, bound: Some(Bound::Gt), ..base("〔＞15〕", 15.0) });
        check("【13】左右", Value { cumulative: true, approx: true, ..base("【13】左右", 13.0) });
        check("预计 7", Value { estimated: true, ..base("预计 7", 7.0) });
        check("15.6（预计数）", Value { estimated: true, ..base("15.6（预计数）", 15.6) });
        let cumulative =
            Value { cumulative: true, bound: Some(Bound::Ge), ..base("累计3600以上", 3600.0) };
        check("累计3600以上", cumulative);
    }

    #[test]
    fn ranges() {
        let range = Value {
            raw: "25—27".into(),
            kind: ValueKind::Range,
            min: Some(25.0),
            max: Some(27.0),
            ..Value::default()
        };
        check("25—27", range);
    }

    #[test]
    fn the_first_of_two_statements() {
        check("19428.78，年均增速4.8%", base("19428.78，年均增速4.8%", 19428.78));
        let found = cell("21.5（2024年）");
        assert_eq!((found.value.number, found.year), (Some(21.5), Some(2024)));
        let found = cell("2024年：21.5");
        assert_eq!((found.value.number, found.year), (Some(21.5), Some(2024)));
    }

    #[test]
    fn nothing() {
        for raw in ["", " ", "—", "——", "-", "－", "*", "/", "一"] {
            check(raw, Value { raw: raw.into(), ..Value::default() });
        }
    }

    #[test]
    fn words() {
        for raw in [
            "完成省定目标",
            "与经济增长基本同步",
            "稳中有升",
            "达到呼市要求",
            "分别下降〔53.3〕和〔44.2〕",
            "基本稳定",
            "一般",
            "2025年",
            "三级",
            "二类",
        ] {
            let text = Some(raw.to_owned());
            check(raw, Value { raw: raw.into(), kind: ValueKind::Text, text, ..Value::default() });
        }
        assert_eq!(cell("与 GDP 增长同步").value.text.as_deref(), Some("与GDP增长同步"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_cell_is_read_without_panic(raw in any::<String>()) {
            prop_assert_eq!(cell(&raw).value.raw, raw);
        }

        #[test]
        fn any_number_is_read_without_panic(raw in "[0-9,.一二十百千万亿成分之点余多%元家—~（）〔〕＞≥ 约年]{0,24}") {
            let value = cell(&raw).value;
            prop_assert!(value.number.is_none_or(f64::is_finite));
            prop_assert_eq!(value.raw, raw);
        }
    }
}
