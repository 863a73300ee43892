//! Lines parted by tabs whose cell counts differ and fit no head: read row by row, cell by cell, as they stand.

use gangyao_normaliser::{Joined, Normalised};
use gangyao_text::NormRange;

use crate::tree::{Grid, GridCell, TableItem};

/// So many lines must have tabs.
const ROWS: usize = 3;

/// The lines as a table of ragged rows, when most of them are parted by tabs.
pub(super) fn ragged(norm: &Normalised<'_>, lines: &[NormRange]) -> Option<TableItem> {
    let text = norm.text.as_str();
    let tabbed = lines.iter().filter(|line| line.trim(text).of(text).contains('\t')).count();
    if tabbed < ROWS || tabbed * 2 <= lines.len() {
        return None;
    }
    let mut cells = Vec::new();
    let mut columns = 0;
    for (row, line) in lines.iter().enumerate() {
        let mut start = line.start as usize;
        for (col, cell) in line.of(text).split('\t').enumerate() {
            let range = NormRange::from_usize(start, start + cell.len());
            start += cell.len() + 1;
            columns = columns.max(col as u32 + 1);
            let text = Joined::of(text, range);
            cells.push(GridCell { text, row: row as u32, col: col as u32, row_span: 1, col_span: 1 });
        }
    }
    let grid = Grid { columns, rows: lines.len() as u32, head_rows: 1, cells };
    let at = crate::paragraph::join(text, lines, 0).ranges();
    Some(TableItem { caption: None, grid, notes: Vec::new(), at })
}
