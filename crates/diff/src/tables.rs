//! Tables: columns, and rows that are paired before their cells are compared.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use gangyao_text::squeeze;
use serde_json::Value;

use crate::change::Field;
use crate::fields::alike;
use crate::lists;
use crate::order::in_order;
use crate::show::shorten;
use crate::similar;
use crate::view::{Node, spans};

/// How similar two rows must be to be one that was changed.
const SIMILAR: f64 = 0.5;
/// Characters of a row's name.
const NAME: usize = 20;

/// Spans of the indicators and projects of a table that changed: they tell what became of their rows.
#[derive(Default)]
pub(crate) struct Told {
    /// In the old document, sorted.
    pub(crate) old: Vec<(u64, u64)>,
    /// In the new one, sorted.
    pub(crate) new: Vec<(u64, u64)>,
}

/// The columns that differ.
pub(crate) fn columns(old: &Value, new: &Value) -> Vec<Field> {
    let (old, new) = (lists::texts(old), lists::texts(new));
    if old.len() != new.len() {
        return lists::differences("column", &old, &new);
    }
    let differ = old.iter().zip(&new).filter(|(a, b)| !alike(a, b));
    differ.map(|(&a, &b)| Field { name: "column".to_owned(), old: a.into(), new: b.into() }).collect()
}

struct Cell<'v> {
    text: &'v str,
    spans: Vec<(u64, u64)>,
    /// It covers several rows: a group, which no row tells alone.
    spread: bool,
}

struct Row<'v> {
    cells: Vec<Cell<'v>>,
    told: bool,
}

impl Row<'_> {
    fn joined(&self) -> String {
        self.cells.iter().map(|cell| squeeze(cell.text)).collect::<Vec<_>>().join("\u{1F}")
    }

    /// The first cell with most words: the name of an indicator or a project, not its number, unit or value.
    fn name(&self) -> &str {
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let longest = self.cells.iter().map(|cell| cell.text).rev().max_by_key(|text| words(text));
        longest.unwrap_or_default()
    }

    fn shown(&self) -> Value {
        self.cells.iter().map(|cell| cell.text).collect::<Vec<_>>().join(" | ").into()
    }
}

/// The rows that differ and that no record of their own tells.
pub(crate) fn rows(old: &Node<'_>, new: &Node<'_>, told: &Told) -> Vec<Field> {
    let (old, heads) = (read(old, &told.old), lists::texts(new.field("columns")));
    let new = read(new, &told.new);
    let partner = pair(&old, &new);
    let mut fields = Vec::new();
    let paired: Vec<(usize, usize)> =
        partner.iter().enumerate().filter_map(|(at, old)| Some((at, (*old)?))).collect();
    let kept = in_order(&paired.iter().map(|&(_, old)| old).collect::<Vec<_>>());
    let moved: BTreeMap<usize, usize> =
        paired.iter().zip(kept).filter(|(_, kept)| !kept).map(|(&(at, old), _)| (at, old)).collect();
    for (at, row) in new.iter().enumerate() {
        let Some(before) = partner[at] else {
            if !row.told {
                fields.push(Field { name: "row".to_owned(), old: Value::Null, new: row.shown() });
            }
            continue;
        };
        cells(&old[before], row, &heads, &mut fields);
        if moved.contains_key(&at) && !row.told && !old[before].told {
            let place = |at: usize| Value::from(format!("place {}", at + 1));
            fields.push(Field { name: row_name(row), old: place(before), new: place(at) });
        }
    }
    let kept: BTreeSet<usize> = partner.iter().copied().flatten().collect();
    let gone = (0..old.len()).filter(|at| !kept.contains(at) && !old[*at].told);
    fields.extend(gone.map(|at| Field { name: "row".to_owned(), old: old[at].shown(), new: Value::Null }));
    fields
}

fn cells(old: &Row<'_>, new: &Row<'_>, heads: &[&str], fields: &mut Vec<Field>) {
    let told = old.told || new.told;
    if old.cells.len() != new.cells.len() {
        if !told && old.joined() != new.joined() {
            fields.push(Field { name: row_name(new), old: old.shown(), new: new.shown() });
        }
        return;
    }
    for (at, (a, b)) in old.cells.iter().zip(&new.cells).enumerate() {
        if alike(a.text, b.text) || (told && !(a.spread && b.spread)) {
            continue;
        }
        let name = match heads.get(at).filter(|head| new.cells.len() == heads.len() && !head.is_empty()) {
            Some(head) => format!("{}, {head}", row_name(old)),
            None => row_name(old),
        };
        fields.push(Field { name, old: a.text.into(), new: b.text.into() });
    }
}

fn row_name(row: &Row<'_>) -> String {
    format!("row {}", shorten(row.name(), NAME))
}

fn read<'v>(table: &Node<'v>, told: &[(u64, u64)]) -> Vec<Row<'v>> {
    let rows = table.field("rows").as_array().into_iter().flatten();
    rows.filter_map(Value::as_array)
        .map(|row| {
            let cells: Vec<Cell<'v>> = row
                .iter()
                .map(|cell| Cell {
                    text: cell["text"].as_str().unwrap_or_default(),
                    spans: spans(&cell["evidence"]),
                    spread: cell["row_span"].as_u64().unwrap_or(1) > 1,
                })
                .collect();
            let own = || cells.iter().filter(|cell| !cell.spread).flat_map(|cell| &cell.spans);
            let told = own().any(|&span| overlaps(told, span));
            Row { cells, told }
        })
        .collect()
}

/// Whether one of the sorted spans shares text with another one.
pub(crate) fn overlaps(spans: &[(u64, u64)], (start, end): (u64, u64)) -> bool {
    let next = spans.partition_point(|span| span.1 <= start);
    spans.get(next).is_some_and(|span| span.0 < end)
}

/// The old row of each new one: the same cells; the same name; similar cells.
fn pair(old: &[Row<'_>], new: &[Row<'_>]) -> Vec<Option<usize>> {
    let mut partner = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for sign in [|row: &Row<'_>| row.joined(), |row: &Row<'_>| squeeze(row.name())] {
        let mut waiting: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (at, row) in old.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            waiting.entry(sign(row)).or_default().push_back(at);
        }
        for (at, row) in new.iter().enumerate() {
            if partner[at].is_none()
                && let Some(before) = waiting.get_mut(&sign(row)).and_then(VecDeque::pop_front)
            {
                partner[at] = Some(before);
                taken[before] = true;
            }
        }
    }
    let left = |rows: &[Row<'_>], free: &dyn Fn(usize) -> bool| -> Vec<(usize, String)> {
        rows.iter().enumerate().filter(|(at, _)| free(*at)).map(|(at, row)| (at, row.joined())).collect()
    };
    let (olds, news) = (left(old, &|at| !taken[at]), left(new, &|at| partner[at].is_none()));
    for (before, at) in similar::pair(&olds, &news, SIMILAR) {
        partner[at] = Some(before);
    }
    partner
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::view::View;

    /// Rows as `name|value`, and what differs.
    fn check(old: &[&str], new: &[&str], expected: &[&str]) {
        let table = |rows: &[&str]| {
            let rows: Vec<Vec<Value>> = rows
                .iter()
                .map(|row| {
                    row.split('|').map(|text| json!({"text": text, "row_span": 1, "evidence": []})).collect()
                })
                .collect();
            json!({"schema": "gangyao/1", "document": {"type": "document", "id": "d"}, "toc": [], "diagnostics": [],
                "records": [{"type": "table", "id": "t", "columns": ["指标", "2030年"], "rows": rows}]})
        };
        let (old, new) = (table(old), table(new));
        let (old, new) = (View::of(&old).unwrap(), View::of(&new).unwrap());
        let found = rows(&old.nodes[1], &new.nodes[1], &Told::default());
        assert_eq!(found.iter().map(Field::line).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rows_are_paired_before_cells() {
        let rows = ["地区生产总值|900", "森林覆盖率|39.85", "常住人口|80"];
        check(&rows, &rows, &[]);
        check(&rows, &[rows[0], "森林覆盖率|40.2", rows[2]], &["row 森林覆盖率, 2030年: 39.85 → 40.2"]);
        check(&rows, &[rows[0], rows[2]], &["row: 森林覆盖率 | 39.85 → none"]);
        check(&rows[1..], &rows, &["row: none → 地区生产总值 | 900"]);
        check(&rows, &[rows[2], rows[0], rows[1]], &["row 常住人口: place 3 → place 1"]);
        check(
            &rows,
            &[rows[0], "全区森林覆盖率|39.85", rows[2]],
            &["row 森林覆盖率, 指标: 森林覆盖率 → 全区森林覆盖率"],
        );
    }
}
