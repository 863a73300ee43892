//! Rulings to grids: which lines belong to one table, where its rows and columns are, which cells are merged.

use super::backend::{Rect, Ruling};

/// Lines this far apart are one line, drawn twice or askew.
const SAME: f32 = 2.5;
/// Pieces of a line this far apart are one line; dashes are.
const GAP: f32 = 3.5;
/// Lines that end this far from each other still meet.
const REACH: f32 = 3.5;
/// Shortest line that can be a table's.
const SHORTEST: f32 = 7.0;
/// Merged lines of a page beyond which no tables are looked for.
const MAX_LINES: usize = 6000;

/// A cell of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GridCell {
    pub(super) row: usize,
    pub(super) col: usize,
    pub(super) row_span: usize,
    pub(super) col_span: usize,
}

/// A table's lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// Left edges of the columns, and the right edge of the last.
    pub(super) xs: Vec<f32>,
    /// Upper edges of the rows, and the lower edge of the last.
    pub(super) ys: Vec<f32>,
    /// Cells row by row; they tile the grid.
    pub(super) cells: Vec<GridCell>,
    /// Index of the cell that holds each slot, row by row.
    owners: Vec<usize>,
}

impl Grid {
    /// The whole grid.
    pub(super) fn rect(&self) -> Rect {
        let ends = |edges: &[f32]| (edges[0], edges[edges.len() - 1]);
        let ((x0, x1), (y0, y1)) = (ends(&self.xs), ends(&self.ys));
        Rect::new(x0, y0, x1, y1)
    }

    /// Number of columns.
    pub(super) fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    /// Index of the cell that holds a point.
    pub(super) fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        let slot = |edges: &[f32], at: f32| {
            let next = edges.partition_point(|&edge| edge <= at);
            (next > 0 && next < edges.len()).then(|| next - 1)
        };
        let (col, row) = (slot(&self.xs, x)?, slot(&self.ys, y)?);
        self.owners.get(row * self.columns() + col).copied()
    }
}

/// The tables and frames that a page's rulings draw, from top to bottom.
pub(super) fn grids(rulings: &[Ruling]) -> Vec<Grid> {
    let (mut horizontal, mut vertical): (Vec<Ruling>, Vec<Ruling>) =
        rulings.iter().partition(|r| r.horizontal);
    let horizontal = merge(&mut horizontal);
    let vertical = merge(&mut vertical);
    if horizontal.len() + vertical.len() > MAX_LINES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> = components(&horizontal, &vertical)
        .into_iter()
        .filter_map(|(rows, columns)| grid(&rows, &columns))
        .collect();
    grids.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    grids
}

/// Joins the pieces of each line and drops what is too short to be one.
fn merge(lines: &mut [Ruling]) -> Vec<Ruling> {
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut merged = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let limit = first.at + SAME;
        let count = rest.partition_point(|line| line.at <= limit).max(1);
        let (same, after) = rest.split_at_mut(count);
        same.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut current = same[0];
        for line in &same[1..] {
            if line.from <= current.to + GAP {
                current.to = current.to.max(line.to);
            } else {
                merged.push(current);
                current = *line;
            }
        }
        merged.push(current);
        rest = after;
    }
    merged.retain(|line| line.to - line.from >= SHORTEST);
    merged
}

/// Groups lines that cross or touch; lines that touch no other are underlines and rules, and are left out.
fn components(horizontal: &[Ruling], vertical: &[Ruling]) -> Vec<(Vec<Ruling>, Vec<Ruling>)> {
    let mut groups = Groups::new(horizontal.len() + vertical.len());
    for (h, row) in horizontal.iter().enumerate() {
        let first = vertical.partition_point(|column| column.at < row.from - REACH);
        let columns = vertical[first..].iter().take_while(|column| column.at <= row.to + REACH);
        for (v, column) in columns.enumerate() {
            if (column.from - REACH..=column.to + REACH).contains(&row.at) {
                groups.join(h, horizontal.len() + first + v);
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, (Vec<Ruling>, Vec<Ruling>)> =
        std::collections::BTreeMap::new();
    for (at, line) in horizontal.iter().chain(vertical).enumerate() {
        let group = found.entry(groups.find(at)).or_default();
        if at < horizontal.len() { group.0.push(*line) } else { group.1.push(*line) }
    }
    let is_table = |(rows, columns): &(Vec<Ruling>, Vec<Ruling>)| {
        rows.len() >= 2 && (columns.len() >= 2 || (columns.len() == 1 && rows.len() >= 3))
    };
    found.into_values().filter(is_table).collect()
}

/// Disjoint sets.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parents[a.max(b)] = a.min(b);
    }
}

fn grid(rows: &[Ruling], columns: &[Ruling]) -> Option<Grid> {
    // Many tables are open at the left and right: their rows reach beyond the outermost columns.
    let xs = edges(columns, rows);
    let ys = edges(rows, columns);
    if xs.len() < 2 || ys.len() < 2 || xs.len() > 200 || ys.len() > 1000 {
        return None;
    }
    let right = Borders::new(&xs, &ys, columns);
    let below = Borders::new(&ys, &xs, rows);
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let cells = cells(columns, rows, &right, &below);
    let mut owners = vec![0; columns * rows];
    for (at, cell) in cells.iter().enumerate() {
        for row in cell.row..cell.row + cell.row_span {
            let start = row * columns + cell.col;
            owners[start..start + cell.col_span].fill(at);
        }
    }
    Some(Grid { xs, ys, cells, owners })
}

/// Places of `lines`, and the ends of the lines across them where these reach beyond.
fn edges(lines: &[Ruling], across: &[Ruling]) -> Vec<f32> {
    let mut places: Vec<f32> = lines.iter().map(|line| line.at).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|next, kept| *next - *kept <= SAME);
    let from = across.iter().map(|line| line.from).fold(f32::INFINITY, f32::min);
    let to = across.iter().map(|line| line.to).fold(f32::NEG_INFINITY, f32::max);
    // Less than a character wide, a rest is an overhang and no column.
    const COLUMN: f32 = 12.0;
    if places.first().is_none_or(|&first| first - from > COLUMN) && from.is_finite() {
        places.insert(0, from);
    }
    if places.last().is_none_or(|&last| to - last > COLUMN) && to.is_finite() {
        places.push(to);
    }
    places
}

/// Which inner edges are drawn: `drawn[i][j]` for edge `i` between the places `j` and `j + 1` across.
struct Borders {
    drawn: Vec<Vec<bool>>,
}

impl Borders {
    fn new(places: &[f32], across: &[f32], lines: &[Ruling]) -> Self {
        let mut drawn = vec![vec![false; across.len() - 1]; places.len()];
        for line in lines {
            let nearest = places.partition_point(|&place| place < line.at - SAME);
            let Some(row) = drawn.get_mut(nearest) else { continue };
            for (slot, pair) in row.iter_mut().zip(across.windows(2)) {
                let shared = line.to.min(pair[1]) - line.from.max(pair[0]);
                *slot |= shared >= 0.6 * (pair[1] - pair[0]);
            }
        }
        Self { drawn }
    }
}

/// Tiles the grid: from each free slot a cell grows to the right until an edge is drawn, then downwards.
fn cells(columns: usize, rows: usize, right: &Borders, below: &Borders) -> Vec<GridCell> {
    let mut taken = vec![vec![false; columns]; rows];
    let mut cells = Vec::new();
    for row in 0..rows {
        for col in 0..columns {
            if taken[row][col] {
                continue;
            }
            let mut col_span = 1;
            while col + col_span < columns && !taken[row][col + col_span] && !right.drawn[col + col_span][row]
            {
                col_span += 1;
            }
            let span = col..col + col_span;
            let mut row_span = 1;
            while row + row_span < rows
                && span.clone().all(|c| !taken[row + row_span][c] && !below.drawn[row + row_span][c])
                && span.clone().skip(1).all(|c| !right.drawn[c][row + row_span])
                // The cell must not swallow part of a wider one below it.
                && (span.end == columns || right.drawn[span.end][row + row_span])
                && (col == 0 || right.drawn[col][row + row_span])
            {
                row_span += 1;
            }
            for line in &mut taken[row..row + row_span] {
                line[span.clone()].fill(true);
            }
            cells.push(GridCell { row, col, row_span, col_span });
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { horizontal: true, at, from, to }
    }

    fn v(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { horizontal: false, at, from, to }
    }

    /// Cells as `row,col` with `rows x columns` where merged.
    fn check(rulings: &[Ruling], expected: &[&[&str]]) {
        let found: Vec<Vec<String>> = grids(rulings)
            .iter()
            .map(|grid| {
                let cell = |c: &GridCell| match (c.row_span, c.col_span) {
                    (1, 1) => format!("{},{}", c.row, c.col),
                    (rows, columns) => format!("{},{} {rows}x{columns}", c.row, c.col),
                };
                grid.cells.iter().map(cell).collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_plain_table() {
        let lines = [
            h(10.0, 0.0, 100.0),
            h(30.0, 0.0, 100.0),
            h(50.0, 0.0, 100.0),
            v(0.0, 10.0, 50.0),
            v(40.0, 10.0, 50.0),
            v(100.0, 10.0, 50.0),
        ];
        check(&lines, &[&["0,0", "0,1", "1,0", "1,1"]]);
    }

    #[test]
    fn lines_drawn_in_pieces_and_twice_are_one() {
        let lines = [
            h(10.0, 0.0, 40.0),
            h(10.4, 40.2, 100.0),
            h(50.0, 0.0, 100.0),
            h(50.9, 0.0, 100.0),
            v(0.0, 10.0, 30.0),
            v(0.2, 30.0, 50.0),
            v(100.0, 9.0, 51.0),
        ];
        check(&lines, &[&["0,0"]]);
    }

    #[test]
    fn merged_cells() {
        // A head over two columns, and a group of two rows beside it.
        let lines = [
            h(0.0, 0.0, 90.0),
            h(20.0, 0.0, 90.0),
            h(40.0, 30.0, 90.0),
            h(60.0, 0.0, 90.0),
            v(0.0, 0.0, 60.0),
            v(30.0, 0.0, 60.0),
            v(60.0, 20.0, 60.0),
            v(90.0, 0.0, 60.0),
        ];
        check(&lines, &[&["0,0", "0,1 1x2", "1,0 2x1", "1,1", "1,2", "2,1", "2,2"]]);
    }

    #[test]
    fn a_table_open_at_the_sides_keeps_its_outer_columns() {
        let lines = [
            h(0.0, 0.0, 90.0),
            h(20.0, 0.0, 90.0),
            h(40.0, 0.0, 90.0),
            v(30.0, 0.0, 40.0),
            v(60.0, 0.0, 40.0),
        ];
        check(&lines, &[&["0,0", "0,1", "0,2", "1,0", "1,1", "1,2"]]);
    }

    #[test]
    fn underlines_are_no_table() {
        check(&[h(10.0, 0.0, 50.0), h(30.0, 0.0, 50.0), v(300.0, 0.0, 50.0)], &[]);
    }

    #[test]
    fn points_find_their_cell() {
        let lines = [
            h(0.0, 0.0, 80.0),
            h(40.0, 0.0, 80.0),
            v(0.0, 0.0, 40.0),
            v(30.0, 0.0, 40.0),
            v(80.0, 0.0, 40.0),
        ];
        let grid = &grids(&lines)[0];
        assert_eq!(
            (grid.cell_at(10.0, 20.0), grid.cell_at(50.0, 20.0), grid.cell_at(90.0, 20.0)),
            (Some(0), Some(1), None)
        );
    }

    #[test]
    fn a_page_full_of_lines_takes_no_time() {
        let lines: Vec<Ruling> = (0..100_000).map(|i| h((i % 9000) as f32 * 3.0, 0.0, 500.0)).collect();
        assert!(grids(&lines).is_empty());
    }
}
