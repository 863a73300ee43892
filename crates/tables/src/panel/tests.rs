//! Every way in which a row of the panel could mislead, with the exact rows that are wanted.

use gangyao_model::{Bound, Column, Role};

use super::*;
use crate::rows::Cell;

const PLAN: &str = include_str!("../../../exporter/tests/data/plan.txt.json");

/// A document whose bytes are those of no other, with these indicators.
fn plan(bytes: &str, indicators: &[Indicator]) -> Conversion {
    let mut plan: Conversion = serde_json::from_str(PLAN).unwrap();
    plan.document.source.sha256 = bytes.to_owned();
    plan.records.retain(|record| record.type_name() != "indicator");
    plan.records.extend(indicators.iter().map(|each| Record::Indicator(Box::new(each.clone()))));
    plan
}

/// 名称（单位） with the values of columns.
fn indicator(name: &str, values: &[(&str, Option<u16>, Role, Value)]) -> Indicator {
    let plan: Conversion = serde_json::from_str(PLAN).unwrap();
    let first = plan.records.into_iter().find_map(|record| match record {
        Record::Indicator(indicator) => Some(*indicator),
        _ => None,
    });
    let mut indicator = first.unwrap();
    let (name, unit) =
        name.split_once('（').map_or((name, None), |(name, unit)| (name, unit.strip_suffix('）')));
    indicator.name = name.to_owned();
    indicator.unit = unit.map(str::to_owned);
    let values = values.iter().map(|(head, year, role, value)| IndicatorValue {
        column: Column { column: (*head).to_owned(), year: *year, role: *role },
        value: value.clone(),
    });
    indicator.values = values.collect();
    indicator
}

fn number(raw: &str, number: f64) -> Value {
    Value { raw: raw.to_owned(), kind: ValueKind::Number, number: Some(number), ..Value::default() }
}

fn sum(raw: &str, value: f64) -> Value {
    Value { cumulative: true, ..number(raw, value) }
}

fn target(name: &str, head: &str, value: Value) -> Indicator {
    indicator(name, &[(head, Some(2030), Role::Target, value)])
}

/// The rows of the panel: name, unit, role, year, measure, span, raw, value.
fn shown(rows: &TableRows) -> Vec<String> {
    const COLUMNS: [&str; 9] =
        ["name", "unit", "role", "year", "measure", "span_start", "span_end", "raw", "value"];
    let places = COLUMNS.map(|name| panel().column(name).unwrap());
    let cell = |cell| match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Integer(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Boolean(value) => value.to_string(),
    };
    (0..rows.len()).map(|row| places.map(|at| cell(rows.cell(row, at))).join("|")).collect()
}

/// The rows of one document, and the codes of its remarks.
fn check(indicators: &[Indicator], expected: &[&str], codes: &[&str]) {
    let (rows, remarks) = Panel::default().document(&plan("0", indicators), "a.txt");
    assert_eq!(shown(&rows), expected);
    assert_eq!(remarks.iter().map(|each| each.code).collect::<Vec<_>>(), codes);
}

#[test]
fn a_row_says_what_it_measures_and_in_which_unit() {
    let heads = [
        ("2025年", Some(2025), Role::Baseline, number("801.05", 801.05)),
        ("2030年", Some(2030), Role::Target, number("1100", 1100.0)),
        ("“十四五”年均增速", None, Role::Change, number("5.2", 5.2)),
        ("“十五五”年均增速（%）", None, Role::Change, number("6.5", 6.5)),
    ];
    check(
        &[indicator("地区生产总值（亿元）", &heads)],
        &[
            "地区生产总值|亿元|baseline|2025|level|||801.05|801.05",
            "地区生产总值|亿元|target|2030|level|||1100|1100",
            // The growth of 亿元 is not in 亿元; where the head has no unit, the panel has none.
            "地区生产总值||change||annual|2021|2025|5.2|5.2",
            "地区生产总值|%|change||annual|2026|2030|6.5|6.5",
        ],
        &[],
    );
}

#[test]
fn a_sum_is_no_average() {
    let of = |value| [("年均/累计", None, Role::Change, value)];
    let (jobs, growth) = (of(sum("〔50〕", 50.0)), of(number("6左右", 6.0)));
    check(
        &[indicator("城镇新增就业（万人）", &jobs), indicator("地区生产总值增长（%）", &growth)],
        &["城镇新增就业|万人|change||cumulative|||〔50〕|50", "地区生产总值增长|%|change||annual|||6左右|6"],
        &[],
    );
    // Without a mark anywhere the table does not say which it is.
    let unmarked = of(number("6", 6.0));
    check(&[indicator("粮食产量（万吨）", &unmarked)], &["粮食产量||change||change|||6|6"], &[]);
}

#[test]
fn units_are_kept_as_stated() {
    let in_cell = Value { unit: Some("元".to_owned()), ..number("801.05亿元", 80_105_000_000.0) };
    check(
        &[
            target("地区生产总值（亿元）", "2030年", number("1100", 1100.0)),
            target("财政收入（亿元）", "2030年", in_cell),
        ],
        &[
            "地区生产总值|亿元|target|2030|level|||1100|1100",
            "财政收入|元|target|2030|level|||801.05亿元|80105000000",
        ],
        &[],
    );
}

#[test]
fn what_was_planned_is_not_what_was_reached() {
    let values = [
        ("规划目标（2025年）", Some(2025), Role::Planned, number("900", 900.0)),
        ("2025年完成情况", Some(2025), Role::Completed, number("930", 930.0)),
    ];
    check(
        &[indicator("地区生产总值（亿元）", &values)],
        &[
            "地区生产总值|亿元|planned|2025|level|||900|900",
            "地区生产总值|亿元|completed|2025|level|||930|930",
        ],
        &[],
    );
}

#[test]
fn ranges_and_bounds_are_no_numbers() {
    let range = Value {
        raw: "5—6".to_owned(),
        kind: ValueKind::Range,
        min: Some(5.0),
        max: Some(6.0),
        ..Value::default()
    };
    let least = Value { bound: Some(Bound::Ge), ..number("≥40", 40.0) };
    let (rows, _) = Panel::default().document(
        &plan("0", &[target("增速（%）", "2030年", range), target("覆盖率（%）", "2030年", least)]),
        "a.txt",
    );
    let cell = |row, name| rows.cell(row, panel().column(name).unwrap());
    assert_eq!(
        [cell(0, "value"), cell(0, "min"), cell(0, "max")],
        [Cell::Null, Cell::Number(5.0), Cell::Number(6.0)]
    );
    assert_eq!([cell(1, "value"), cell(1, "bound")], [Cell::Number(40.0), Cell::Text("ge")]);
}

#[test]
fn a_value_that_comes_twice_is_one_row() {
    let first = target("地区生产总值（亿元）", "2030年", number("1200", 1200.0));
    let same = target("地区生产总值（亿元）", "2030年目标", number("1,200", 1200.0));
    let row = "地区生产总值|亿元|target|2030|level|||1200|1200";
    check(&[first.clone(), same], &[row], &["duplicate-agrees"]);

    let other = target("地区生产总值（亿元）", "2030年目标", number("1250", 1250.0));
    check(&[first.clone(), other.clone()], &[row], &["duplicate-differs"]);
    let (rows, remarks) = Panel::default().document(&plan("0", &[first, other]), "a.txt");
    assert_eq!(rows.cell(0, panel().column("conflict").unwrap()), Cell::Boolean(true));
    let id = remarks[0].indicator.as_deref().unwrap();
    assert_eq!(
        remarks[0].message,
        format!(
            "“1250” in column “2030年目标”: {id} has the same key and another value, “1200” in column “2030年”, which stands in the panel"
        )
    );
}

#[test]
fn what_has_no_place_is_told() {
    let gdp = target("地区生产总值（亿元）", "2030年", number("1200", 1200.0));
    let told = |change: fn(&mut Conversion), codes: &[&str]| {
        let mut plan = plan("0", std::slice::from_ref(&gdp));
        change(&mut plan);
        let (rows, remarks) = Panel::default().document(&plan, "a.txt");
        assert!(rows.is_empty());
        assert_eq!(remarks.iter().map(|each| each.code).collect::<Vec<_>>(), codes);
    };
    told(|plan| plan.document.region = None, &["no-region"]);
    told(|plan| plan.document.period = None, &["no-period"]);
    told(|plan| plan.records.retain(|r| r.type_name() != "indicator"), &["no-indicators"]);
    check(&[indicator("增速（%）", &[("目标", None, Role::Target, number("6", 6.0))])], &[], &["no-year"]);
    // The document says nothing, and so does the report.
    check(&[target("增速（%）", "2030年", Value::default())], &[], &[]);
}

#[test]
fn only_the_same_content_is_a_copy() {
    let gdp = |value: f64| [target("地区生产总值（亿元）", "2030年", number(&value.to_string(), value))];
    let mut panel = Panel::default();
    let mut add = |bytes: &str, value: f64, file: &str| {
        let (rows, remarks) = panel.document(&plan(bytes, &gdp(value)), file);
        (
            rows.len(),
            remarks.into_iter().map(|each| format!("{}: {}", each.code, each.message)).collect::<Vec<_>>(),
        )
    };
    assert_eq!(add("1", 1200.0, "a.txt"), (1, vec![]));
    // The same file under another name.
    assert_eq!(
        add("1", 1200.0, "b.txt"),
        (0, vec!["copy: the same bytes as a.txt; its rows are left out".to_owned()])
    );
    // The same plan as PDF.
    let copy = "copy: the same document id and the same values as a.txt; its rows are left out";
    assert_eq!(add("2", 1200.0, "c.pdf"), (0, vec![copy.to_owned()]));
    // A later version of it.
    let version = "version: the same document id as a.txt, and other values: another version of the plan; both are in the panel";
    assert_eq!(add("3", 1250.0, "d.txt"), (1, vec![version.to_owned()]));
    let (count, third) = add("4", 1300.0, "e.txt");
    assert!(count == 1 && third[0].starts_with("version: the same document id as a.txt, d.txt"), "{third:?}");
    let (count, copy) = add("5", 1250.0, "f.pdf");
    assert!(count == 0 && copy[0].contains("the same values as d.txt"), "{copy:?}");
}

#[test]
fn a_row_leads_back_to_the_table() {
    let conversion: Conversion = serde_json::from_str(PLAN).unwrap();
    let (rows, remarks) = Panel::default().document(&conversion, "a.txt");
    assert_eq!(remarks, []);
    let cell = |name| rows.cell(0, panel().column(name).unwrap());
    assert_eq!(cell("region_code"), Cell::Text("150102"));
    assert!(matches!(cell("quote"), Cell::Text(quote) if quote.contains(" | ")), "{:?}", cell("quote"));
}
