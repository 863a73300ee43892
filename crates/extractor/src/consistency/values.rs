//! Cells that look like numbers but were read as text, and indicators without a unit.

use std::collections::BTreeMap;

use gangyao_model::{Indicator, Severity, ValueKind};
use gangyao_text::is_han;

use super::Finding;
use super::index::Index;
use crate::concept;

pub(super) fn check(index: &Index<'_>, found: &mut Vec<Finding>) {
    let mut units: Option<BTreeMap<&str, &str>> = None;
    for row in &index.indicators {
        unparsed(row, found);
        if let Some(code) = row.concept.as_deref().filter(|_| lacks_unit(row)) {
            let units =
                units.get_or_insert_with(|| concept::all().iter().map(|c| (c.code, c.unit)).collect());
            let usual = units.get(code).copied().unwrap_or_default();
            if !usual.is_empty() && !is_count(usual) {
                found.push(no_unit(row, usual));
            }
        }
    }
}

fn unparsed(row: &Indicator, found: &mut Vec<Finding>) {
    for value in row.values.iter().filter(|value| value.value.kind == ValueKind::Text) {
        if looks_numeric(&value.value.raw) {
            found.push(Finding {
                code: "value-unparsed",
                severity: Severity::Warning,
                message: format!(
                    "“{}” in column “{}” of indicator “{}” looks like a number but was read as text",
                    value.value.raw,
                    value.column.column,
                    full_name(row)
                ),
                help: "read the number in the cell; it is kept as text in the record's raw",
                evidence: row.common.evidence.clone(),
            });
        }
    }
}

/// So many Han characters after a number are a unit or a bound, more are words.
const FEW: usize = 3;

/// Whether a text is mostly a number: 12..5 or 5.7以土, but not 完成省定5项任务, 前5位, 2027年建成 or 1村1品.
fn looks_numeric(raw: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || "〔〕［］[]【】（）()＞＜><≥≤≧≦=＝+-－—–~～约近超".contains(c);
    let rest = raw.trim_start_matches(marks);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) || rest.contains(['年', '月', '日']) {
        return false;
    }
    // 1:1.19 and 1：1.2 are ratios, which have no single number.
    if rest.contains([':', '：', '∶']) {
        return false;
    }
    let words = rest.trim_start_matches(|c: char| !is_han(c));
    // A digit after words says that the text tells something: 1村1品, 3个县、5个区.
    words.chars().filter(|&c| is_han(c)).count() <= FEW && !words.contains(|c: char| c.is_ascii_digit())
}

fn lacks_unit(row: &Indicator) -> bool {
    let is_number = |kind| matches!(kind, ValueKind::Number | ValueKind::Range);
    row.unit.is_none()
        && row.values.iter().all(|value| value.value.unit.is_none())
        && row.values.iter().any(|value| is_number(value.value.kind))
}

/// Units that only count: what is counted stands in the indicator's name.
fn is_count(unit: &str) -> bool {
    const COUNTS: [&str; 17] = [
        "个", "家", "件", "项", "人", "户", "所", "座", "条", "辆", "台", "处", "位", "名", "次", "起", "张",
    ];
    COUNTS.contains(&unit.trim_start_matches(['万', '亿', '千', '百']))
}

fn no_unit(row: &Indicator, usual: &str) -> Finding {
    Finding {
        code: "unit-missing",
        severity: Severity::Info,
        message: format!("indicator “{}” has no unit; {usual} is usual", full_name(row)),
        help: "look for the unit in the table's caption, head or notes before you compare the number with another plan's",
        evidence: row.common.evidence.clone(),
    }
}

/// Name and sub-name.
pub(super) fn full_name(row: &Indicator) -> String {
    match &row.sub_name {
        Some(sub) => format!("{}/{sub}", row.name),
        None => row.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_numbers() {
        for text in ["12..5", "5.7以土", "〔12.3〕％￥", "＞1O", "≥85.6.1", "30万只头"] {
            assert!(looks_numeric(text), "{text}");
        }
        for text in [
            "完成省定5项任务",
            "与GDP增长基本同步",
            "前5位",
            "2027年建成",
            "1村1品",
            "分别下降〔53.3〕和〔44.2〕",
            "—",
            "达到国家要求",
            "3个县区通过国家验收",
        ] {
            assert!(!looks_numeric(text), "{text}");
        }
    }

    #[test]
    fn counts_need_no_unit() {
        assert!(is_count("个") && is_count("万人") && is_count("家"));
        assert!(!is_count("%") && !is_count("亿元") && !is_count("岁"));
    }
}
