//! Rows that the end of a page breaks: what stands at the top of the next page goes on with the cells above.
//!
//! What enters are the rows of a real table, each with its page; what leaves are the same rows, with the halves of a row
//! put together and merged cells that go on over the break made one. What the cells say is not known here: a row is the
//! rest of another where a column is empty that no other row leaves empty.

use gangyao_normaliser::{Joined, JoinedBuilder};

use crate::GridCell;

/// Rows by which a column proves that it is never empty, at the least.
const PROOF: usize = 3;

/// The page on which a row begins, and how its cells are put together.
pub(super) struct Pages<'p> {
    pub(super) norm_text: &'p str,
    /// The page of a cell's text; none where the format has no pages.
    pub(super) page_of: &'p dyn Fn(&Joined) -> Option<u32>,
}

impl Pages<'_> {
    fn of_row(&self, row: &[GridCell]) -> Option<u32> {
        row.iter().find(|cell| !cell.text.is_empty()).and_then(|cell| (self.page_of)(&cell.text))
    }

    fn join(&self, above: &Joined, below: &Joined) -> Joined {
        let mut builder = JoinedBuilder::new(self.norm_text);
        above.ranges().into_iter().chain(below.ranges()).for_each(|range| builder.push(range));
        builder.finish()
    }
}

/// Mends the rows behind the head; gives the rows that are to go, in order.
pub(super) fn mend(rows: &mut [Vec<GridCell>], head: usize, columns: u32, pages: &Pages<'_>) -> Vec<u32> {
    let breaks: Vec<usize> = (head + 1..rows.len())
        .filter(|&at| {
            let page = |at: usize| pages.of_row(&rows[at]);
            matches!((page(at - 1), page(at)), (Some(above), Some(below)) if above < below)
        })
        .collect();
    if breaks.is_empty() {
        return Vec::new();
    }
    let full = full_columns(rows, head, columns, breaks.len());
    let mut gone = Vec::new();
    for at in breaks {
        go_on_with_merged_cells(rows, at);
        if is_rest(rows, at, &full) {
            for cell in std::mem::take(&mut rows[at]) {
                let Some((row, place)) = owner(rows, at - 1, cell.col) else { continue };
                let above = &mut rows[row][place];
                if !cell.text.is_empty() {
                    above.text = pages.join(&above.text, &cell.text);
                }
                above.row_span = above.row_span.max(cell.row + cell.row_span - above.row);
            }
            gone.push(at as u32);
        }
    }
    gone
}

/// Columns that all rows have a text of their own in, but for those below a break.
fn full_columns(rows: &[Vec<GridCell>], head: usize, columns: u32, breaks: usize) -> Vec<u32> {
    let body = &rows[head..];
    let filled = |col: u32| {
        let own = |row: &&Vec<GridCell>| row.iter().any(|cell| cell.col == col && !cell.text.is_empty());
        body.iter().filter(own).count()
    };
    (0..columns.min(64))
        .filter(|&col| {
            let filled = filled(col);
            filled >= PROOF && filled + breaks >= body.len()
        })
        .collect()
}

/// A merged cell of more rows is none that a page's end breaks; looking further would cost more than linear time.
const MOST_ROWS: usize = 200;

/// The cell that covers a place: its row, and its place in it.
fn owner(rows: &[Vec<GridCell>], row: usize, col: u32) -> Option<(usize, usize)> {
    (0..=row).rev().take(MOST_ROWS).find_map(|at| {
        let covers = |cell: &GridCell| {
            (cell.col..cell.col + cell.col_span).contains(&col) && cell.row + cell.row_span > row as u32
        };
        rows[at].iter().position(covers).map(|place| (at, place))
    })
}

/// A merged cell of several rows prints its text once: below the break it is empty.
fn go_on_with_merged_cells(rows: &mut [Vec<GridCell>], at: usize) {
    let below = std::mem::take(&mut rows[at]);
    let mut kept = Vec::with_capacity(below.len());
    for cell in below {
        let above = owner(rows, at - 1, cell.col).filter(|&(row, place)| {
            let above = &rows[row][place];
            (above.row_span > 1 || cell.row_span > 1) && above.col == cell.col && !above.text.is_empty()
        });
        match above.filter(|_| cell.text.is_empty()) {
            Some((row, place)) => {
                let above = &mut rows[row][place];
                above.row_span = cell.row + cell.row_span - above.row;
            }
            None => kept.push(cell),
        }
    }
    rows[at] = kept;
}

/// A column is empty that is full elsewhere, and what is there goes on with texts above.
fn is_rest(rows: &[Vec<GridCell>], at: usize, full: &[u32]) -> bool {
    let own = |col: u32| rows[at].iter().find(|cell| cell.col == col && !cell.text.is_empty());
    let goes_on = |cell: &GridCell| {
        let above = owner(rows, at - 1, cell.col);
        above.is_some_and(|(row, place)| {
            let above = &rows[row][place];
            above.col == cell.col && above.col_span == cell.col_span && !above.text.is_empty()
        })
    };
    let filled = || rows[at].iter().filter(|cell| !cell.text.is_empty());
    // A number of its own makes a row.
    let numbered = filled().any(|cell| cell.col <= 1 && cell.text.text().bytes().all(|b| b.is_ascii_digit()));
    if numbered {
        return false;
    }
    full.iter().any(|&col| own(col).is_none()) && filled().next().is_some() && filled().all(goes_on)
}
