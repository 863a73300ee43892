//! Real tables: from the cells that the format gives to a table.

use gangyao_normaliser::{Joined, JoinedBuilder, Normalised};
use gangyao_text::{NormRange, SourceCell, SourceTable};

use super::broken::{self, Pages};
use super::column::{ColumnKind, column_kind, squeeze};
use super::narrow::{self, Widths};
use super::token::Shape;
use crate::{Grid, GridCell, TableItem};

/// Reads a table of the source: cells to the normalised text, head rows by what the cells hold, a title row as the
/// caption, note rows as notes, heads repeated on later pages left out of the grid.
///
/// Only what lies in the stretches `own`, which are in order, is read: a box may begin inside a table, and then what
/// stands above its title is another table; a page number inside a cell belongs to nobody's cell.
#[must_use]
pub fn from_source(norm: &Normalised<'_>, table: &SourceTable, own: &[NormRange]) -> TableItem {
    let mut cells = own_cells(norm, table, own);
    let mut places = JoinedBuilder::new(&norm.text);
    cells.iter().flat_map(|cell| cell.text.ranges()).for_each(|range| places.push(range));
    let at = places.finish().ranges();
    cells.sort_by_key(|cell| (cell.row, cell.col));
    close_gaps(&mut cells);
    let columns = cells.iter().map(|cell| cell.col.saturating_add(1)).max().unwrap_or(0);
    let rows = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
    // A span that leaves the table (rowspan=999) covers what is there.
    for cell in &mut cells {
        cell.col_span = cell.col_span.min(columns - cell.col);
        cell.row_span = cell.row_span.min(rows - cell.row);
    }
    let mut rows = Rows::new(cells, columns);
    let caption = rows.take_caption();
    let notes = rows.take_notes();
    let head_rows = rows.head_rows();
    rows.drop_repeated_heads(head_rows);
    let page_of = |text: &Joined| {
        let first = text.ranges().first().copied()?;
        norm.source.page_at(norm.to_source(first).start)
    };
    if norm.source.pages.len() > 1 {
        rows.mend_page_breaks(head_rows, &Pages { norm_text: &norm.text, page_of: &page_of });
    }
    TableItem { caption, grid: rows.grid(head_rows), notes, at }
}

/// A table that goes on in the next one, which has no caption and the same head: one on each page.
pub(crate) fn goes_on(item: &TableItem, next: &TableItem) -> bool {
    let head = |item: &TableItem| -> Vec<(u32, String)> {
        let cells = item.grid.cells.iter().filter(|cell| cell.row < item.grid.head_rows);
        cells.map(|cell| (cell.col, squeeze(cell.text.text()))).collect()
    };
    let (own, other) = (&item.grid, &next.grid);
    item.notes.is_empty()
        && next.caption.is_none()
        && own.head_rows > 0
        && (own.head_rows, own.columns) == (other.head_rows, other.columns)
        && head(item) == head(next)
}

/// Puts the rows of the next table under those of this one.
pub(crate) fn append(item: &mut TableItem, next: TableItem) {
    let head = next.grid.head_rows;
    let down = item.grid.rows - head;
    let cells = next.grid.cells.into_iter().filter(|cell| cell.row >= head);
    item.grid.cells.extend(cells.map(|cell| GridCell { row: cell.row + down, ..cell }));
    item.grid.rows = (next.grid.rows + down).max(item.grid.rows);
    item.notes.extend(next.notes);
    item.at.extend(next.at);
}

/// The grid of cells that a drawing has, as if a format had given them.
pub(super) fn grid_of(cells: Vec<GridCell>) -> Grid {
    let columns = cells.iter().map(|cell| cell.col + cell.col_span).max().unwrap_or(0);
    let mut rows = Rows::new(cells, columns);
    let head_rows = rows.head_rows();
    rows.drop_repeated_heads(head_rows);
    rows.grid(head_rows)
}

/// The cells cut to the stretches `own`, and the empty cells of their rows; rows are counted from the first of them.
fn own_cells(norm: &Normalised<'_>, table: &SourceTable, own: &[NormRange]) -> Vec<GridCell> {
    // Pages that have a size print lines; elsewhere a line's end in a cell was meant.
    let printed = norm.source.pages.first().is_some_and(|page| page.size.0 > 0.0);
    let widths = printed.then(|| {
        let cells = table.cells.iter().filter(|cell| !cell.range.is_empty());
        Widths::of(&norm.text, cells.map(|cell| (norm.of_source(cell.range), cell.col, cell.col_span)))
    });
    let text = |cell: &SourceCell| {
        let whole = norm.of_source(cell.range);
        let first = own.partition_point(|range| range.end <= whole.start);
        let stretches = own[first..]
            .iter()
            .take_while(|range| range.start < whole.end)
            .map(|range| NormRange::new(range.start.max(whole.start), range.end.min(whole.end)));
        match &widths {
            Some(widths) => narrow::text(&norm.text, stretches, cell.col, widths),
            None => {
                let mut builder = JoinedBuilder::new(&norm.text);
                stretches.for_each(|stretch| builder.push(stretch));
                builder.finish()
            }
        }
    };
    let mut cells: Vec<GridCell> = table
        .cells
        .iter()
        .map(|cell| GridCell {
            text: text(cell),
            row: cell.row,
            col: cell.col,
            row_span: cell.row_span.max(1),
            col_span: cell.col_span.max(1),
        })
        .collect();
    let filled = || cells.iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.row);
    let (first, last) = (filled().min().unwrap_or(0), filled().max().unwrap_or(0));
    cells.retain(|cell| (first..=last).contains(&cell.row));
    cells.iter_mut().for_each(|cell| cell.row -= first);
    cells
}

/// Rows without a cell are kept, since cells above may span them; but no more of them than there are cells, so that a
/// row number of four milliards costs nothing.
fn close_gaps(cells: &mut [GridCell]) {
    let last = cells.last().map_or(0, |cell| cell.row as usize);
    if last <= cells.len() * 2 + 16 {
        return;
    }
    let mut rank = 0;
    let mut before = cells.first().map_or(0, |cell| cell.row);
    for cell in cells {
        rank += u32::from(cell.row != before);
        before = cell.row;
        cell.row = rank;
    }
}

/// The cells, row by row.
struct Rows {
    rows: Vec<Vec<GridCell>>,
    columns: u32,
}

impl Rows {
    fn new(cells: Vec<GridCell>, columns: u32) -> Self {
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        for cell in cells {
            let at = cell.row as usize;
            if rows.len() <= at {
                rows.resize_with(at + 1, Vec::new);
            }
            rows[at].push(cell);
        }
        Self { rows, columns }
    }

    /// A row of one cell over all columns above the head is the table's title.
    fn take_caption(&mut self) -> Option<Joined> {
        let first = self.rows.first()?;
        let whole = self.single(first)?;
        let names_column = column_kind(whole.text.text()).is_some_and(|kind| kind != ColumnKind::Value);
        if self.rows.len() < 3
            || self.columns < 2
            || names_column
            || Shape::of(whole.text.text()) == Shape::GroupMark
        {
            return None;
        }
        let caption = whole.text.clone();
        self.remove_rows(&[0]);
        Some(caption)
    }

    /// The one cell with text of a row that has no other.
    fn single<'r>(&self, row: &'r [GridCell]) -> Option<&'r GridCell> {
        let mut filled = row.iter().filter(|cell| !cell.text.is_empty());
        let only = filled.next()?;
        let alone = filled.next().is_none() && only.row_span == 1 && only.col == 0;
        (alone
            && (only.col_span >= self.columns
                || row.len() as u64 + u64::from(only.col_span) > u64::from(self.columns)))
        .then_some(only)
    }

    fn take_notes(&mut self) -> Vec<Joined> {
        let mut notes = Vec::new();
        while let Some(last) = self.rows.last() {
            let Some(whole) = self.single(last) else { break };
            if self.rows.len() < 3 || !super::notes::starts_note(whole.text.text()) {
                break;
            }
            notes.push(whole.text.clone());
            self.rows.pop();
        }
        notes.reverse();
        notes
    }

    /// Rows at the top that name columns and hold no data.
    fn head_rows(&self) -> usize {
        let Some(first) = self.rows.first() else { return 0 };
        let data = |row: &[GridCell]| {
            row.iter().any(|cell| {
                let own = cell.text.text();
                let shape = Shape::of(own);
                match shape {
                    Shape::Nature => column_kind(own).is_none_or(|_| cell.row > 0),
                    Shape::Number | Shape::Numbered => column_kind(own).is_none(),
                    Shape::GroupMark | Shape::Mark => true,
                    // 交通 | 建成快速路、改造县道120公里。 is the first row of a table without a head.
                    _ => own.len() > 120 || own.ends_with(['。', '；']),
                }
            })
        };
        if data(first) {
            return 0;
        }
        let spanned =
            first.iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.row_span as usize).max();
        let spanned = spanned.unwrap_or(1);
        let mut head = 1;
        let limit = self.rows.len().saturating_sub(1).min(4);
        while head < limit {
            let row = &self.rows[head];
            let filled = row.iter().filter(|cell| !cell.text.is_empty()).count();
            let known = row.iter().filter(|cell| column_kind(cell.text.text()).is_some()).count();
            // Below a spanning head every cell that names no data belongs to the head.
            let inside = head < spanned && filled > 0;
            if data(row) || !(inside || filled > 0 && known * 2 > filled) {
                break;
            }
            head += 1;
        }
        head
    }

    fn drop_repeated_heads(&mut self, head_rows: usize) {
        if head_rows == 0 {
            return;
        }
        let key =
            |row: &[GridCell]| -> Vec<String> { row.iter().map(|cell| squeeze(cell.text.text())).collect() };
        let head: Vec<Vec<String>> = self.rows[..head_rows].iter().map(|row| key(row)).collect();
        let mut kept: Vec<Vec<GridCell>> = Vec::with_capacity(self.rows.len());
        let mut gone: Vec<u32> = Vec::new();
        let mut at = 0;
        let rows = std::mem::take(&mut self.rows);
        for (index, row) in rows.into_iter().enumerate() {
            let repeats = index >= head_rows && !row.is_empty() && at < head_rows && key(&row) == head[at];
            if repeats {
                gone.push(index as u32);
                at += 1;
                continue;
            }
            at = 0;
            kept.push(row);
        }
        self.rows = kept;
        self.renumber(&gone);
    }

    fn mend_page_breaks(&mut self, head_rows: usize, pages: &Pages<'_>) {
        let gone = broken::mend(&mut self.rows, head_rows, self.columns, pages);
        self.remove_rows(&gone);
    }

    /// Takes out the rows `gone`, which are in order.
    fn remove_rows(&mut self, gone: &[u32]) {
        let mut row = 0..;
        self.rows.retain(|_| row.next().is_some_and(|row| gone.binary_search(&row).is_err()));
        self.renumber(gone);
    }

    /// Gives the rows their numbers again after the rows `gone` were taken out; spans over them shrink.
    fn renumber(&mut self, gone: &[u32]) {
        if gone.is_empty() {
            return;
        }
        for (index, row) in self.rows.iter_mut().enumerate() {
            for cell in row {
                let (start, end) = (cell.row, cell.row + cell.row_span);
                let inside =
                    gone.partition_point(|&row| row < end) - gone.partition_point(|&row| row < start);
                cell.row_span -= (inside as u32).min(cell.row_span - 1);
                cell.row = index as u32;
            }
        }
    }

    fn grid(self, head_rows: usize) -> Grid {
        let rows = self.rows.len() as u32;
        let mut cells: Vec<GridCell> = self.rows.into_iter().flatten().collect();
        for cell in &mut cells {
            cell.row_span = cell.row_span.min(rows - cell.row);
        }
        Grid { columns: self.columns, rows, head_rows: head_rows as u32, cells }
    }
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{PageStart, Source, SourceCell, SourceRange};

    use super::*;

    /// A source whose table has the cells `(text, row, col, row span, col span)`.
    fn source(cells: &[(&str, u32, u32, u32, u32)]) -> Source {
        let mut text = String::new();
        let mut made = Vec::new();
        for &(own, row, col, row_span, col_span) in cells {
            let start = text.len();
            text.push_str(own);
            let range = SourceRange::from_usize(start, text.len());
            made.push(SourceCell { range, row, col, row_span, col_span });
            text.push('\n');
        }
        let range = SourceRange::from_usize(0, text.len());
        let mut source = Source::plain(text);
        source.tables.push(SourceTable { range, cells: made });
        source
    }

    /// The table told as: caption, head rows, then one line a row, then notes.
    fn check(cells: &[(&str, u32, u32, u32, u32)], expected: &str) {
        check_within(cells, |text| NormRange::from_usize(0, text.len()), expected);
    }

    /// As [`check`], of the part of the text that `within` tells.
    fn check_within(
        cells: &[(&str, u32, u32, u32, u32)],
        within: impl Fn(&str) -> NormRange,
        expected: &str,
    ) {
        let source = source(cells);
        let norm = normalise(&source);
        assert_eq!(told(&from_source(&norm, &source.tables[0], &[within(&norm.text)])), expected);
    }

    fn told(item: &TableItem) -> String {
        let mut told = format!(
            "{} {}x{} head {}",
            item.caption.as_ref().map_or("-", Joined::text),
            item.grid.rows,
            item.grid.columns,
            item.grid.head_rows
        );
        for row in 0..item.grid.rows {
            let cells: Vec<String> = item
                .grid
                .cells
                .iter()
                .filter(|cell| cell.row == row)
                .map(|cell| match (cell.row_span, cell.col_span) {
                    (1, 1) => cell.text.text().to_owned(),
                    (rows, cols) => format!("{}<{rows}x{cols}>", cell.text.text()),
                })
                .collect();
            told.push_str(&format!("\n{}", cells.join("|")));
        }
        item.notes.iter().for_each(|note| told.push_str(&format!("\nnote {}", note.text())));
        told
    }

    #[test]
    fn a_row_that_ends_a_sentence_is_no_head() {
        check(
            &[
                ("水利", 0, 0, 1, 1),
                ("治理白水河。", 0, 1, 1, 1),
                ("交通", 1, 0, 1, 1),
                ("建成快速路。", 1, 1, 1, 1),
            ],
            "- 2x2 head 0\n水利|治理白水河。\n交通|建成快速路。",
        );
    }

    #[test]
    fn a_title_row_spanning_heads_and_a_note_row() {
        check(
            &[
                ("专栏1 主要指标", 0, 0, 1, 4),
                ("指标", 1, 0, 2, 1),
                ("规划目标", 1, 1, 1, 2),
                ("属性", 1, 3, 2, 1),
                ("2025年", 2, 1, 1, 1),
                ("年均", 2, 2, 1, 1),
                ("产值（亿元）", 3, 0, 1, 1),
                ("**5００**", 3, 1, 1, 1),
                ("—", 3, 2, 1, 1),
                ("预期性", 3, 3, 1, 1),
                ("注：[ ]内为累计数。", 4, 0, 1, 4),
            ],
            "专栏1 主要指标 3x4 head 2\n指标<2x1>|规划目标<1x2>|属性<2x1>\n2025年|年均\n产值（亿元）|500|—|预期性\nnote 注：[ ]内为累计数。",
        );
    }

    #[test]
    fn a_head_repeated_on_the_next_page_goes_and_spans_shrink() {
        check(
            &[
                ("类别", 0, 0, 1, 1),
                ("指标", 0, 1, 1, 1),
                ("经济", 1, 0, 3, 1),
                ("产值", 1, 1, 1, 1),
                ("类别", 2, 0, 1, 1),
                ("指标", 2, 1, 1, 1),
                ("收入", 3, 1, 1, 1),
            ],
            "- 3x2 head 1\n类别|指标\n经济<2x1>|产值\n收入",
        );
    }

    #[test]
    fn a_table_of_figures_alone_has_no_head() {
        check(
            &[("粮食", 0, 0, 1, 1), ("5.2", 0, 1, 1, 1), ("肉类", 1, 0, 1, 1), ("3.1", 1, 1, 1, 1)],
            "- 2x2 head 0\n粮食|5.2\n肉类|3.1",
        );
    }

    #[test]
    fn a_part_of_a_table_is_read_like_a_table() {
        let cells = [
            ("甲", 0, 0, 1, 1),
            ("", 0, 1, 1, 1),
            ("专栏1 重点工程", 1, 0, 1, 2),
            ("指标", 2, 0, 1, 1),
            ("属性", 2, 1, 1, 1),
            ("产值", 3, 0, 1, 1),
            ("", 3, 1, 1, 1),
        ];
        let title = |text: &str| text.find("专栏").unwrap();
        check_within(&cells, |text| NormRange::from_usize(0, title(text)), "- 1x2 head 1\n甲|");
        check_within(
            &cells,
            |text| NormRange::from_usize(title(text) + "专栏1 重点工程\n".len(), text.len()),
            "- 2x2 head 1\n指标|属性\n产值|",
        );
        // A title that is only the start of its cell leaves the rest there.
        check_within(
            &cells,
            |text| NormRange::from_usize(title(text) + "专栏1 ".len(), text.len()),
            "重点工程 2x2 head 1\n指标|属性\n产值|",
        );
    }

    /// The table as [`check`] tells it, of a text whose second page begins before `page`.
    fn check_pages(cells: &[(&str, u32, u32, u32, u32)], page: &str, expected: &str) {
        let mut source = source(cells);
        let start = source.text.find(page).unwrap() as u32;
        source.pages = [0, start].map(|start| PageStart { start, size: (0.0, 0.0) }).to_vec();
        let norm = normalise(&source);
        let whole = NormRange::from_usize(0, norm.text.len());
        assert_eq!(told(&from_source(&norm, &source.tables[0], &[whole])), expected);
    }

    #[test]
    fn a_row_that_the_end_of_a_page_breaks() {
        let rows = |rest: &'static str, number: &'static str| {
            [
                ("类别", 0, 0, 1, 1),
                ("序号", 0, 1, 1, 1),
                ("指标", 0, 2, 1, 1),
                ("经济", 1, 0, 3, 1),
                ("1", 1, 1, 1, 1),
                ("产值", 1, 2, 1, 1),
                ("2", 2, 1, 1, 1),
                ("收入", 2, 2, 1, 1),
                ("3", 3, 1, 1, 1),
                ("单位能耗", 3, 2, 1, 1),
                // The merged cell goes on, and prints nothing.
                ("", 4, 0, 2, 1),
                (number, 4, 1, 1, 1),
                (rest, 4, 2, 1, 1),
                ("5", 5, 1, 1, 1),
                ("就业", 5, 2, 1, 1),
            ]
        };
        check_pages(
            &rows("降低（%）", ""),
            "降低",
            "- 5x3 head 1\n类别|序号|指标\n经济<4x1>|1|产值\n2|收入\n3|单位能耗降低（%）\n5|就业",
        );
        // A row of its own only has its group continued.
        check_pages(
            &rows("人口", "4"),
            "4\n人口",
            "- 6x3 head 1\n类别|序号|指标\n经济<5x1>|1|产值\n2|收入\n3|单位能耗\n4|人口\n5|就业",
        );
    }

    #[test]
    fn broken_spans_and_places_do_no_harm() {
        check(
            &[("甲", 0, 0, 999, 999), ("乙", 7, 3, 1, 1), ("丙", 4_000_000_000, 2, u32::MAX, 0)],
            "- 3x4 head 2\n甲<3x4>\n乙\n丙",
        );
        check(&[], "- 0x0 head 0");
    }
}
