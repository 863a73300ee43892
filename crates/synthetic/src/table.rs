//! The indicator table as rows of cells.

use crate::layout::Block;
use crate::rng::Rng;
use crate::shape::{Cumulative, Groups, Shape, Units};
use crate::truth::{TruthColumnValue, TruthIndicator, TruthValue};
use crate::words::words;

/// Its title.
pub(crate) const TITLE: &str = "“十五五”时期经济社会发展主要指标";

/// The rows of the table, head and note included, and what they say.
pub(crate) fn indicators(rng: &mut Rng, shape: &Shape) -> (Vec<Block>, Vec<TruthIndicator>) {
    let mut rows = vec![Block::Row(head(shape))];
    let mut truths = Vec::new();
    let mut group = "";
    for (at, word) in words("indicator").iter().enumerate() {
        let (unit, nature, own_group) = (word.more[0], word.more[1], word.more[2]);
        let number = at + 1;
        let new_group = own_group != group;
        group = own_group;
        if new_group && shape.groups == Groups::Arrow {
            rows.push(Block::Row(vec![format!("► {group}")]));
        }
        let mut cells = lead_cells(shape, new_group.then_some(group), number, word.text, unit);
        let values = values(rng, shape, at);
        cells.extend(values.iter().map(|value| value.value.raw.clone().unwrap_or_default()));
        cells.push(if nature == "binding" { "约束性" } else { "预期性" }.to_owned());
        rows.push(Block::Row(cells));
        truths.push(TruthIndicator {
            number: Some(number as i64),
            group: (shape.groups != Groups::None).then(|| group.to_owned()),
            name: word.text.to_owned(),
            sub_name: None,
            unit: Some(unit.to_owned()),
            nature: Some(nature.to_owned()),
            values,
        });
    }
    rows.push(Block::Line(format!("注：{}内为五年累计数。", marked(shape, ""))));
    (rows, truths)
}

fn head(shape: &Shape) -> Vec<String> {
    let mut cells = match shape.groups {
        Groups::FirstColumn => vec!["类别", "序号", "指标"],
        Groups::None | Groups::Arrow => vec!["指标"],
    };
    if shape.units == Units::Column {
        cells.push("单位");
    }
    cells.extend(["2025年", "2030年", "年均/累计", "属性"]);
    cells.into_iter().map(str::to_owned).collect()
}

fn lead_cells(shape: &Shape, group: Option<&str>, number: usize, name: &str, unit: &str) -> Vec<String> {
    let name = match shape.units {
        Units::Column => name.to_owned(),
        Units::Brackets => format!("{name}（{unit}）"),
    };
    let mut cells = match shape.groups {
        Groups::FirstColumn => vec![group.unwrap_or_default().to_owned(), number.to_string(), name],
        Groups::None | Groups::Arrow => vec![format!("{number}.{name}")],
    };
    if shape.units == Units::Column {
        cells.push(unit.to_owned());
    }
    cells
}

fn marked(shape: &Shape, number: &str) -> String {
    match shape.cumulative {
        Cumulative::Tortoise => format!("〔{number}〕"),
        Cumulative::Square => format!("[{number}]"),
        Cumulative::Lenticular => format!("【{number}】"),
    }
}

/// Baseline, target and change of the row; every sixth row is of the same kind.
fn values(rng: &mut Rng, shape: &Shape, at: usize) -> Vec<TruthColumnValue> {
    let tenths = rng.between(30, 900);
    let start = number(&decimal(tenths), tenths);
    let later = tenths + rng.between(1, 90);
    let goal = decimal(later);
    let (start, target, change) = match at % 6 {
        0 => (start, absent(), TruthValue { approx: true, ..number(&format!("{goal}左右"), later) }),
        1 => (start, number(&goal, later), absent()),
        2 => (start, ge(&format!("≥{goal}"), later), absent()),
        3 => (start, ge(&format!("{goal}以上"), later), absent()),
        4 => (
            TruthValue { estimated: true, ..number(&format!("预计{}", decimal(tenths)), tenths) },
            text("完成上级下达任务"),
            absent(),
        ),
        _ => (start, absent(), TruthValue { cumulative: true, ..number(&marked(shape, &goal), later) }),
    };
    let column = |column: &str, year, role: &str, value| TruthColumnValue {
        column: Some(column.to_owned()),
        year,
        role: Some(role.to_owned()),
        value,
    };
    vec![
        column("2025年", Some(2025), "baseline", start),
        column("2030年", Some(2030), "target", target),
        column("年均/累计", None, "change", change),
    ]
}

fn decimal(tenths: usize) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        ones => format!("{}.{ones}", tenths / 10),
    }
}

fn number(raw: &str, tenths: usize) -> TruthValue {
    TruthValue {
        raw: Some(raw.to_owned()),
        kind: Some("number".to_owned()),
        number: Some(tenths as f64 / 10.0),
        ..TruthValue::default()
    }
}

fn ge(raw: &str, tenths: usize) -> TruthValue {
    TruthValue { bound: Some("ge".to_owned()), ..number(raw, tenths) }
}

fn absent() -> TruthValue {
    TruthValue { raw: Some("—".to_owned()), kind: Some("absent".to_owned()), ..TruthValue::default() }
}

fn text(words: &str) -> TruthValue {
    TruthValue {
        raw: Some(words.to_owned()),
        kind: Some("text".to_owned()),
        text: Some(words.to_owned()),
        ..TruthValue::default()
    }
}
