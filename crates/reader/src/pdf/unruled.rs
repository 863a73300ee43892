//! Rows of a table that no line divides: statistical tables rule their head and columns only.

use std::collections::BTreeMap;

use super::grid::GridCell;
use super::line::Line;

/// Lines that a cell must have to be several rows.
const LINES: usize = 3;

/// A cell and its lines.
type Cell = (GridCell, Vec<Line>);

/// Splits each row of `cells` whose cells hold lines side by side, as many as there are items. `xs` are the edges of
/// the columns.
pub(super) fn split_rows(xs: &[f32], cells: Vec<Cell>) -> Vec<Cell> {
    let rows = cells.iter().map(|(cell, _)| cell.row + cell.row_span).max().unwrap_or(0);
    // Where each row begins once those before it are split.
    let mut starts = vec![0; rows + 1];
    let mut bases: Vec<Option<Vec<f32>>> = vec![None; rows];
    for row in 0..rows {
        let inside: Vec<&Cell> = cells.iter().filter(|(cell, _)| cell.row == row).collect();
        let closed = cells
            .iter()
            .all(|(cell, _)| cell.row_span == 1 || !(cell.row..cell.row + cell.row_span).contains(&row));
        bases[row] = if closed { divisions(xs, &inside) } else { None };
        starts[row + 1] = starts[row] + bases[row].as_ref().map_or(1, Vec::len);
    }
    let mut split: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
    for (cell, lines) in cells {
        let start = starts[cell.row];
        let Some(bases) = &bases[cell.row] else {
            let row_span = starts[cell.row + cell.row_span] - start;
            split.insert((start, cell.col), (GridCell { row: start, row_span, ..cell }, lines));
            continue;
        };
        for at in 0..bases.len() {
            let place = GridCell { row: start + at, row_span: 1, ..cell };
            split.insert((place.row, place.col), (place, Vec::new()));
        }
        for line in lines {
            let at = nearest(bases, line.rect.y1);
            if let Some((_, lines)) = split.get_mut(&(start + at, cell.col)) {
                lines.push(line);
            }
        }
    }
    split.into_values().collect()
}

/// The feet of the lines of the fullest cell, if they are rows: another cell has lines beside most of them, every line
/// of the row stands beside one, and lines end before their cell does, as wrapped text would not.
fn divisions(xs: &[f32], cells: &[&Cell]) -> Option<Vec<f32>> {
    let fullest = cells.iter().max_by_key(|(_, lines)| lines.len())?;
    if fullest.1.len() < LINES {
        return None;
    }
    let bases: Vec<f32> = fullest.1.iter().map(|line| line.rect.y1).collect();
    let beside = |line: &Line| {
        let base = bases[nearest(&bases, line.rect.y1)];
        (base - line.rect.y1).abs() <= 0.3 * line.size
    };
    let all_beside = cells.iter().flat_map(|cell| &cell.1).all(beside);
    let tall = cells.iter().filter(|(_, lines)| lines.len() * 3 >= bases.len() * 2).count();
    // Where the text of one or two cells is wrapped (地表水 / 优良水体比 / 例), the others have a line each.
    let filled = cells.iter().filter(|(_, lines)| !lines.is_empty()).count();
    let full = |(cell, lines): &Cell| {
        let right = xs.get(cell.col + cell.col_span).copied().unwrap_or(f32::INFINITY);
        lines.iter().filter(|line| right - line.rect.x1 < 1.5 * line.size).count()
    };
    let full: usize = cells.iter().map(|cell| full(cell)).sum();
    let count: usize = cells.iter().map(|cell| cell.1.len()).sum();
    (all_beside && tall >= 2 && tall * 2 >= filled && full * 4 <= count).then_some(bases)
}

fn nearest(bases: &[f32], base: f32) -> usize {
    let next = bases.partition_point(|&b| b < base);
    match next.checked_sub(1) {
        Some(before) if next == bases.len() || base - bases[before] <= bases[next] - base => before,
        _ => next,
    }
}

#[cfg(test)]
mod tests {
    use super::super::backend::Rect;
    use super::*;

    fn cell(row: usize, col: usize, texts: &[&str]) -> Cell {
        let line = |(at, text): (usize, &&str)| {
            let (x, y) = (col as f32 * 200.0 + 5.0, (row * 100 + at * 20) as f32);
            let rect = Rect::new(x, y, x + text.chars().count() as f32 * 10.0, y + 10.0);
            Line { text: (*text).to_owned(), size: 10.0, rect, ..Line::default() }
        };
        (GridCell { row, col, row_span: 1, col_span: 1 }, texts.iter().enumerate().map(line).collect())
    }

    fn check(cells: Vec<Cell>, expected: &[&str]) {
        let shown: Vec<String> = split_rows(&[0.0, 200.0, 400.0], cells)
            .iter()
            .map(|(cell, lines)| {
                let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
                format!("{},{} {}", cell.row, cell.col, texts.join("/"))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn items_side_by_side_are_rows() {
        check(
            vec![
                cell(0, 0, &["指标"]),
                cell(0, 1, &["数量"]),
                cell(1, 0, &["人口", "城镇", "乡村"]),
                cell(1, 1, &["8", "3", "5"]),
            ],
            &["0,0 指标", "0,1 数量", "1,0 人口", "1,1 8", "2,0 城镇", "2,1 3", "3,0 乡村", "3,1 5"],
        );
    }

    #[test]
    fn wrapped_text_is_one_row() {
        let long = "一二三四五六七八九十一二三四五六七八九";
        check(
            vec![cell(0, 0, &[long, long, "终"]), cell(0, 1, &[long, long, "终"])],
            &[&format!("0,0 {long}/{long}/终"), &format!("0,1 {long}/{long}/终")],
        );
        check(vec![cell(0, 0, &["甲", "乙", "丙"]), cell(0, 1, &["丁"])], &["0,0 甲/乙/丙", "0,1 丁"]);
        let (one, two) = (["地表水", "优良水体比", "例"], ["完成上级下", "达任务"]);
        let row = vec![
            cell(0, 0, &one),
            cell(0, 1, &two),
            cell(0, 2, &["%"]),
            cell(0, 3, &["—"]),
            cell(0, 4, &["5"]),
        ];
        check(row, &["0,0 地表水/优良水体比/例", "0,1 完成上级下/达任务", "0,2 %", "0,3 —", "0,4 5"]);
    }
}
