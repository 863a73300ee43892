//! The typed columns of an indicator table, read from its head before any row.

use gangyao_model::{Column, ValueKind};
use gangyao_normaliser::value;
use gangyao_parser::TableItem;
use gangyao_parser::table::{ColumnKind, cell, column_kind};

use super::{Context, matrix::Matrix};

/// A value column.
#[derive(Clone, Debug)]
pub(super) struct ValueColumn {
    pub at: u32,
    pub column: Column,
    /// 2025年（预计）: every value of the column is an estimate.
    pub estimated: bool,
    /// 五年累计: every value of the column is a sum.
    pub cumulative: bool,
}

/// The columns of an indicator table.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub number: Option<u32>,
    pub groups: Vec<u32>,
    pub name: u32,
    pub sub_name: Option<u32>,
    pub unit: Option<u32>,
    pub nature: Option<u32>,
    pub values: Vec<ValueColumn>,
}

impl Columns {
    /// `None` when the head has no name column or no value column.
    pub(super) fn read(matrix: &Matrix<'_>, table: &TableItem, context: &Context<'_>) -> Option<Self> {
        if matrix.grid.head_rows == 0 {
            return None;
        }
        let heads: Vec<String> = (0..matrix.grid.columns).map(|col| head_text(matrix, col)).collect();
        let kinds = kinds(matrix, &heads)?;
        let mut columns = Self::default();
        let mut name = None;
        for (col, &kind) in (0u32..).zip(&kinds) {
            match kind {
                ColumnKind::Number => columns.number = columns.number.or(Some(col)),
                ColumnKind::Group => columns.groups.push(col),
                ColumnKind::Name => name = name.or(Some(col)),
                ColumnKind::SubName => columns.sub_name = columns.sub_name.or(Some(col)),
                ColumnKind::Unit => columns.unit = columns.unit.or(Some(col)),
                ColumnKind::Nature => columns.nature = columns.nature.or(Some(col)),
                ColumnKind::Value | ColumnKind::Other => {}
            }
        }
        columns.name = name?;
        let value_heads: Vec<(u32, &str)> = (0u32..)
            .zip(&kinds)
            .filter(|&(_, &kind)| kind == ColumnKind::Value)
            .map(|(col, _)| (col, heads[col as usize].as_str()))
            .filter(|(_, head)| !tells_no_value(head))
            .collect();
        if value_heads.is_empty()
            || !hold_values(matrix, &value_heads)
            || columns.nature.is_none() && only_reports(&value_heads, context)
        {
            return None;
        }
        columns.values = super::value_column::read(&value_heads, table, context);
        Some(columns)
    }
}

/// Statistics: what was, and how much more it was than the year before. A plan's table has an aim or a year of the plan.
fn only_reports(heads: &[(u32, &str)], context: &Context<'_>) -> bool {
    let compared = |head: &str| ["比上年", "同比", "较上年", "比去年"].iter().any(|word| head.contains(word));
    let growth = |head: &str| {
        compared(head) || matches!(head.trim_end_matches(['%', '（', '）']), "增长" | "增速" | "增幅")
    };
    let ahead = |head: &str| {
        let year = super::value_column::years(head).last().copied();
        super::value_column::is_meant(head)
            || context.period.zip(year).is_some_and(|(period, year)| year >= period.start)
    };
    heads.iter().any(|(_, head)| growth(head)) && !heads.iter().any(|(_, head)| ahead(head))
}

/// Head cells over a column, joined with a slash: 规划目标/2025年.
fn head_text(matrix: &Matrix<'_>, col: u32) -> String {
    let mut head = String::new();
    let mut last = None;
    for row in 0..matrix.grid.head_rows {
        let index = matrix.index(row, col);
        if index == last {
            continue;
        }
        last = index;
        let text = matrix.text(row, col);
        if text.is_empty() {
            continue;
        }
        if !head.is_empty() {
            head.push('/');
        }
        head.push_str(text);
    }
    head
}

/// What each column holds, by its head and, where the head leaves it open, by its cells.
fn kinds(matrix: &Matrix<'_>, heads: &[String]) -> Option<Vec<ColumnKind>> {
    let last_head = matrix.grid.head_rows - 1;
    let mut kinds: Vec<ColumnKind> = Vec::with_capacity(heads.len());
    for (col, head) in (0u32..).zip(heads) {
        let mut kind = column_kind(head).unwrap_or(ColumnKind::Other);
        let shares = col > 0
            && matrix.index(last_head, col).is_some()
            && matrix.index(last_head, col) == matrix.index(last_head, col - 1);
        let unnamed = head.is_empty() && kinds.last() == Some(&ColumnKind::Name);
        if shares && kind == ColumnKind::Name || unnamed {
            kind = ColumnKind::SubName;
        }
        let share = |test: fn(&str) -> bool| share_of(matrix, col, test);
        if kind != ColumnKind::Nature && share(cell::is_nature) > 0.5 {
            kind = ColumnKind::Nature;
        } else if matches!(kind, ColumnKind::Group | ColumnKind::Other) && share(cell::is_unit) > 0.6 {
            kind = ColumnKind::Unit;
        } else if matches!(kind, ColumnKind::Other | ColumnKind::Name | ColumnKind::SubName)
            && share(|text| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')) > 0.8
        {
            kind = ColumnKind::Number;
        }
        kinds.push(kind);
    }
    settle_names(matrix, &mut kinds);
    let has = |kind| kinds.contains(&kind);
    // Without a column named 指标, a column of natures shows that the rows are indicators.
    if !has(ColumnKind::Name) && has(ColumnKind::Nature) && has(ColumnKind::Value) {
        let first_value = kinds.iter().position(|&kind| kind == ColumnKind::Value)?;
        let at =
            (0..first_value).rev().find(|&at| matches!(kinds[at], ColumnKind::Other | ColumnKind::Group))?;
        kinds[at] = ColumnKind::Name;
    }
    (kinds.contains(&ColumnKind::Name) && kinds.contains(&ColumnKind::Value)).then_some(kinds)
}

/// Tells 指标 over (group, name) from 指标 over (name, sub-name), and 项目 | 指标 from two names.
fn settle_names(matrix: &Matrix<'_>, kinds: &mut [ColumnKind]) {
    if let Some(sub) = kinds.iter().position(|&kind| kind == ColumnKind::SubName) {
        let name = (0..sub).rev().find(|&at| kinds[at] == ColumnKind::Name);
        match name {
            Some(name) => {
                let (mut over_both, mut rows) = (0, 0);
                for row in matrix.data_rows() {
                    // A group's row covers every column.
                    if matrix.cell(row, name as u32).is_some_and(|cell| cell.col_span >= matrix.grid.columns)
                    {
                        continue;
                    }
                    let (first, second) = (matrix.index(row, name as u32), matrix.index(row, sub as u32));
                    rows += 1;
                    over_both += usize::from(
                        first == second || second.is_none() || matrix.text(row, sub as u32).is_empty(),
                    );
                }
                if over_both * 8 < rows {
                    kinds[name] = ColumnKind::Group;
                    kinds[sub] = ColumnKind::Name;
                }
            }
            // The first column under 指标 holds numbers.
            None => kinds[sub] = ColumnKind::Name,
        }
    }
    let names: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == ColumnKind::Name).collect();
    if let [before @ .., last] = names.as_slice()
        && !before.is_empty()
        && !kinds[*last + 1..].iter().all(|&kind| kind == ColumnKind::Other)
    {
        for &at in before {
            kinds[at] = ColumnKind::Group;
        }
    }
}

/// The share of a column's filled cells that pass a test.
fn share_of(matrix: &Matrix<'_>, col: u32, test: fn(&str) -> bool) -> f32 {
    let (mut filled, mut passed) = (0usize, 0usize);
    for row in matrix.data_rows() {
        // Group rows cover every column.
        let Some(cell) = matrix.cell(row, col) else { continue };
        let text = cell.text.text();
        if text.is_empty() || cell.col_span > 1 {
            continue;
        }
        filled += 1;
        passed += usize::from(test(text));
    }
    if filled < 2 && matrix.data_rows().len() >= 2 { 0.0 } else { passed as f32 / filled.max(1) as f32 }
}

/// Most cells of the value columns are numbers, marks or words in place of a number.
fn hold_values(matrix: &Matrix<'_>, columns: &[(u32, &str)]) -> bool {
    let (mut filled, mut values) = (0usize, 0usize);
    for row in matrix.data_rows() {
        for &(col, _) in columns {
            let text = matrix.text(row, col);
            if !text.is_empty() {
                filled += 1;
                values += usize::from(cell::is_value(text) || is_measure(text));
            }
        }
    }
    values * 5 >= filled * 2 && values > 0
}

/// 42张, 不低于1人: a number with its unit.
fn is_measure(text: &str) -> bool {
    matches!(value::cell(text).value.kind, ValueKind::Number | ValueKind::Range)
}

/// 完成时限 says until when a task is to be done, 完成率 how much of the aim is reached: neither is a value.
fn tells_no_value(head: &str) -> bool {
    let last = head.rsplit('/').next().unwrap_or(head);
    let last =
        last.trim_end_matches(|c: char| matches!(c, '%' | '（' | '）' | '(' | ')') || c.is_whitespace());
    ["时限", "期限", "时间", "完成率", "完成比例", "完成进度", "实现程度"]
        .iter()
        .any(|end| last.ends_with(end))
}

/// True for a cell that only repeats the head of the name column on a later page.
pub(super) fn names_column(text: &str) -> bool {
    matches!(column_kind(text), Some(ColumnKind::Name)) && text.chars().count() <= 6
}
