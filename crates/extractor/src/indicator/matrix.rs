//! A grid as a dense matrix: which cell covers a place.

use gangyao_parser::{Grid, GridCell};

/// Larger grids are no indicator tables, and their matrix would cost memory.
const MAX_COLUMNS: u32 = 40;
const MAX_PLACES: u64 = 8_000_000;

/// No cell covers this place.
const HOLE: u32 = u32::MAX;

/// The cells of a grid by row and column.
pub(super) struct Matrix<'g> {
    pub grid: &'g Grid,
    places: Vec<u32>,
}

impl<'g> Matrix<'g> {
    /// `None` for a grid that is too large, or empty.
    pub(super) fn new(grid: &'g Grid) -> Option<Self> {
        let size = u64::from(grid.columns) * u64::from(grid.rows);
        if grid.columns > MAX_COLUMNS || size > MAX_PLACES || size == 0 {
            return None;
        }
        let mut places = vec![HOLE; size as usize];
        let mut budget = size * 2;
        for (index, cell) in grid.cells.iter().enumerate() {
            let rows = cell.row..cell.row.saturating_add(cell.row_span).min(grid.rows);
            let cols = cell.col..cell.col.saturating_add(cell.col_span).min(grid.columns);
            for row in rows {
                for col in cols.clone() {
                    // Cells that overlap (a broken table) keep the first; their number bounds the work.
                    budget = budget.checked_sub(1)?;
                    let place = &mut places[(row * grid.columns + col) as usize];
                    if *place == HOLE {
                        *place = index as u32;
                    }
                }
            }
        }
        Some(Self { grid, places })
    }

    /// The cell that covers a place, as its index in the grid.
    pub(super) fn index(&self, row: u32, col: u32) -> Option<usize> {
        let place = self.places[(row * self.grid.columns + col) as usize];
        (place != HOLE).then_some(place as usize)
    }

    /// The cell that covers a place.
    pub(super) fn cell(&self, row: u32, col: u32) -> Option<&'g GridCell> {
        self.index(row, col).map(|index| &self.grid.cells[index])
    }

    /// The text at a place; empty where no cell is.
    pub(super) fn text(&self, row: u32, col: u32) -> &'g str {
        self.cell(row, col).map_or("", |cell| cell.text.text())
    }

    /// Rows under the head.
    pub(super) fn data_rows(&self) -> std::ops::Range<u32> {
        self.grid.head_rows.min(self.grid.rows)..self.grid.rows
    }
}
