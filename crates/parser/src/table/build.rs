//! From aligned rows to a grid: merged cells become spans, tokens become texts.

use gangyao_normaliser::text::JoinedBuilder;
use gangyao_text::NormRange;

use super::align::Row;
use super::column::ColumnKind;
use super::head::Head;
use super::token::{Shape, Token};
use crate::{Grid, GridCell};

/// Builds the grid of a head and rows; `body` holds the tokens that the rows point into.
pub(super) fn build(text: &str, tokens: &[Token], head: &Head, body: &[Token], rows: &[Row]) -> Grid {
    let sub = head.kinds.iter().position(|&kind| kind == ColumnKind::SubName);
    let filled = |row: &Row, col: usize| row.cells.iter().any(|(at, ids)| *at == col && has_text(body, ids));
    // A sub-name column that no row uses was only a possibility.
    let unused = sub.filter(|&sub| !rows.iter().any(|row| filled(row, sub)));
    let place = |col: usize| unused.map_or(col, |unused| if col > unused { col - 1 } else { col });
    let columns = head.kinds.len() - usize::from(unused.is_some());
    let mut grid = Grid {
        columns: columns as u32,
        rows: head.rows + rows.len() as u32,
        head_rows: head.rows,
        cells: Vec::new(),
    };
    for cell in &head.cells {
        let covers_unused =
            unused.is_some_and(|u| (cell.col as usize..(cell.col + cell.col_span) as usize).contains(&u));
        grid.cells.push(GridCell {
            text: joined(text, tokens, &cell.tokens),
            row: cell.row,
            col: place(cell.col as usize) as u32,
            row_span: cell.row_span,
            col_span: (cell.col_span - u32::from(covers_unused)).max(1),
        });
    }
    grid.cells.sort_by_key(|cell| (cell.row, cell.col));
    let kinds: Vec<ColumnKind> = head
        .kinds
        .iter()
        .enumerate()
        .filter(|&(col, _)| Some(col) != unused)
        .map(|(_, &kind)| kind)
        .collect();
    // For each column, the cell that still goes on downwards.
    let mut open: Vec<Option<usize>> = vec![None; columns];
    for (nth, row) in rows.iter().enumerate() {
        let at = head.rows + nth as u32;
        if !row.group.is_empty() {
            open.fill(None);
            let cell = GridCell {
                text: joined(text, body, &row.group),
                row: at,
                col: 0,
                row_span: 1,
                col_span: columns as u32,
            };
            grid.cells.push(cell);
            continue;
        }
        let cells: Vec<(usize, &Vec<usize>)> = row
            .cells
            .iter()
            .filter(|(_, ids)| has_text(body, ids))
            .map(|(col, ids)| (place(*col), ids))
            .collect();
        spread_down(&mut grid, &mut open, &kinds, &cells);
        for &(col, ids) in &cells {
            let divided = kinds.get(col + 1) == Some(&ColumnKind::SubName)
                && !cells.iter().any(|&(other, _)| other == col + 1);
            open[col] = Some(grid.cells.len());
            grid.cells.push(GridCell {
                text: joined(text, body, ids),
                row: at,
                col: col as u32,
                row_span: 1,
                col_span: if divided { 2 } else { 1 },
            });
        }
    }
    grid
}

/// Cells above go on into this row where its first columns are empty: a merged 类别, the name over sub-rows.
fn spread_down(
    grid: &mut Grid,
    open: &mut [Option<usize>],
    kinds: &[ColumnKind],
    cells: &[(usize, &Vec<usize>)],
) {
    let first = cells.first().map_or(kinds.len(), |&(col, _)| col);
    let sub_row = cells.iter().any(|&(col, _)| kinds[col] == ColumnKind::SubName)
        && !cells.iter().any(|&(col, _)| kinds[col] == ColumnKind::Name);
    for (col, above) in open.iter_mut().enumerate() {
        if cells.iter().any(|&(own, _)| own == col) {
            continue;
        }
        let goes_on = match kinds[col] {
            ColumnKind::Group => true,
            ColumnKind::Number | ColumnKind::Name => {
                sub_row || (col < first && kinds[first.min(kinds.len() - 1)] != ColumnKind::Name)
            }
            ColumnKind::Nature => sub_row,
            ColumnKind::SubName | ColumnKind::Other => col < first,
            ColumnKind::Unit | ColumnKind::Value => false,
        };
        match (goes_on, *above) {
            (true, Some(index)) => {
                grid.cells[index].row_span += 1;
                // A name over both columns (每千人口执业医师数 above 其中：中医类别) leaves the second to the parts below it.
                if sub_row && kinds[col] == ColumnKind::Name {
                    grid.cells[index].col_span = 1;
                }
            }
            _ => *above = None,
        }
    }
}

fn has_text(tokens: &[Token], ids: &[usize]) -> bool {
    ids.iter().any(|&id| tokens[id].shape != Shape::Empty)
}

fn joined(text: &str, tokens: &[Token], ids: &[usize]) -> gangyao_normaliser::Joined {
    let mut builder = JoinedBuilder::new(text);
    for &id in ids {
        builder.push(tokens[id].range);
    }
    builder.finish()
}

/// One range for each stretch of lines that nothing but white space interrupts.
pub(super) fn at_ranges(text: &str, lines: &[NormRange]) -> Vec<NormRange> {
    let mut ranges: Vec<NormRange> = Vec::new();
    for &line in lines {
        match ranges.last_mut() {
            Some(last) if text[last.end as usize..line.start as usize].trim().is_empty() => {
                *last = last.cover(line)
            }
            _ => ranges.push(line),
        }
    }
    ranges
}
