//! Tables that go on on the next page: one table, whose head is printed again.
//!
//! A table at the foot of a page and one at the top of the next, with nothing but page numbers between them, are one if
//! their columns stand at the same places. The columns may be split further on one of the pages, where cells are merged
//! on the other. Rows that repeat the rows at the top are furniture.

use super::layout::{Item, PageLayout, Table};

/// How far a column may move from page to page.
const DRIFT: f32 = 3.0;

/// Marks the tables that go on from the page before.
pub(super) fn join(pages: &mut [PageLayout]) {
    let mut at = 0;
    while at < pages.len() {
        let mut last = at;
        while last + 1 < pages.len() && goes_on(&pages[last], &pages[last + 1]) {
            last += 1;
            // A table that fills its page may go on further; one that ends on it does not.
            if first_table(&pages[last]) != last_table(&pages[last]) {
                break;
            }
        }
        if last > at {
            join_chain(&mut pages[at..=last]);
        }
        at = last.max(at + 1);
    }
}

fn is_body(item: &Item) -> bool {
    !matches!(item, Item::Line(placed) if placed.furniture.is_some())
}

/// Index of the table that stands above everything else.
fn first_table(page: &PageLayout) -> Option<usize> {
    page.items.iter().position(is_body).filter(|&at| matches!(page.items[at], Item::Table(_)))
}

/// Index of the table that stands below everything else.
fn last_table(page: &PageLayout) -> Option<usize> {
    page.items.iter().rposition(is_body).filter(|&at| matches!(page.items[at], Item::Table(_)))
}

fn table(page: &PageLayout, at: Option<usize>) -> Option<&Table> {
    match page.items.get(at?)? {
        Item::Table(table) => Some(table),
        _ => None,
    }
}

fn goes_on(page: &PageLayout, next: &PageLayout) -> bool {
    let (Some(above), Some(below)) = (table(page, last_table(page)), table(next, first_table(next))) else {
        return false;
    };
    let near =
        |a: Option<&f32>, b: Option<&f32>| matches!((a, b), (Some(a), Some(b)) if (a - b).abs() <= DRIFT);
    let within =
        |inner: &[f32], outer: &[f32]| inner.iter().all(|x| outer.iter().any(|y| (x - y).abs() <= DRIFT));
    near(above.xs.first(), below.xs.first())
        && near(above.xs.last(), below.xs.last())
        && (within(&above.xs, &below.xs) || within(&below.xs, &above.xs))
}

/// Gives all parts the same columns, and tells each but the first that it goes on.
fn join_chain(pages: &mut [PageLayout]) {
    let count = pages.len();
    let place = |page: &PageLayout, at: usize| if at == 0 { last_table(page) } else { first_table(page) };
    let mut parts: Vec<&mut Table> = Vec::with_capacity(count);
    for (at, page) in pages.iter_mut().enumerate() {
        let Some(item) = place(page, at) else { return };
        if let Item::Table(table) = &mut page.items[item] {
            parts.push(table);
        }
    }
    let mut xs: Vec<f32> = parts.iter().flat_map(|part| part.xs.iter().copied()).collect();
    xs.sort_by(f32::total_cmp);
    xs.dedup_by(|next, kept| *next - *kept <= DRIFT);
    let head: Vec<Vec<String>> = parts.first().map_or_else(Vec::new, |first| first_rows(first));
    for (at, part) in parts.into_iter().enumerate() {
        let column = |col: usize| part.xs.get(col).map_or(xs.len() - 1, |&x| nearest(&xs, x));
        for (cell, _) in &mut part.cells {
            let (from, to) = (column(cell.col), column(cell.col + cell.col_span));
            (cell.col, cell.col_span) = (from, to.saturating_sub(from).max(1));
        }
        part.xs = xs.clone();
        if at > 0 {
            let rows = first_rows(part);
            let repeated = rows.iter().zip(&head).take_while(|(own, first)| own == first).count();
            // A part that is nothing but its head has no rows of its own, so that something else is meant.
            part.continues = Some(if repeated < rows.len() { repeated } else { 0 });
        }
    }
}

fn nearest(xs: &[f32], x: f32) -> usize {
    let next = xs.partition_point(|&edge| edge < x - DRIFT);
    next.min(xs.len() - 1)
}

/// Texts of the cells of each row.
fn first_rows(table: &Table) -> Vec<Vec<String>> {
    let rows = table.cells.iter().map(|(cell, _)| cell.row + 1).max().unwrap_or(0);
    let mut texts = vec![Vec::new(); rows];
    for (cell, lines) in &table.cells {
        let text: String =
            lines.iter().flat_map(|line| line.text.chars()).filter(|c| !c.is_whitespace()).collect();
        texts[cell.row].push(text);
    }
    texts
}

#[cfg(test)]
mod tests {
    use gangyao_text::FurnitureHint;

    use super::super::backend::Rect;
    use super::super::direction::{Direction, Frame};
    use super::super::grid::GridCell;
    use super::super::layout::PlacedLine;
    use super::super::line::Line;
    use super::*;

    fn line(text: &str) -> Line {
        Line { text: text.to_owned(), ..Line::default() }
    }

    fn table(xs: &[f32], rows: &[&[&str]]) -> Item {
        let cell = |row: usize, col: usize| GridCell { row, col, row_span: 1, col_span: 1 };
        let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
            texts.iter().enumerate().map(move |(col, text)| (cell(row, col), vec![line(text)]))
        });
        Item::Table(Table { rect: Rect::default(), xs: xs.to_vec(), cells: cells.collect(), continues: None })
    }

    fn page(items: Vec<Item>) -> PageLayout {
        let number = PlacedLine {
            line: line("3"),
            area: None,
            furniture: Some(FurnitureHint::PageNumber),
            elsewhere: None,
        };
        let size = (595.0, 842.0);
        let items = items.into_iter().chain([Item::Line(number)]).collect();
        PageLayout { size, frame: Frame::new(Direction::Right, size), items }
    }

    /// What each table goes on with, and its columns.
    fn check(mut pages: Vec<PageLayout>, expected: &[(Option<usize>, &[(usize, usize)])]) {
        join(&mut pages);
        let found: Vec<_> = pages
            .iter()
            .flat_map(|page| &page.items)
            .filter_map(|item| match item {
                Item::Table(table) => Some((
                    table.continues,
                    table.cells.iter().map(|(c, _)| (c.col, c.col_span)).collect::<Vec<_>>(),
                )),
                _ => None,
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(rows, columns)| (*rows, columns.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_table_goes_on_and_its_columns_are_those_of_both_parts() {
        check(
            vec![
                page(vec![table(&[0.0, 50.0, 100.0, 200.0], &[&["指标", "目标", "属性"]])]),
                page(vec![table(&[0.5, 101.0, 200.0], &[&["人口", "预期性"]])]),
            ],
            &[(None, &[(0, 1), (1, 1), (2, 1)]), (Some(0), &[(0, 2), (2, 1)])],
        );
    }

    #[test]
    fn the_head_is_counted_where_it_comes_again() {
        let xs = [0.0, 100.0, 200.0];
        let part = |row: [&'static str; 2]| page(vec![table(&xs, &[&["指标", "目标"], &row])]);
        check(
            vec![part(["人口", "5"]), part(["收入", "6"]), part(["森林", "7"])],
            &[
                (None, &[(0, 1), (1, 1), (0, 1), (1, 1)]),
                (Some(1), &[(0, 1), (1, 1), (0, 1), (1, 1)]),
                (Some(1), &[(0, 1), (1, 1), (0, 1), (1, 1)]),
            ],
        );
    }

    #[test]
    fn other_columns_or_text_between_part_tables() {
        let text = |text: &str| {
            Item::Line(PlacedLine { line: line(text), area: None, furniture: None, elsewhere: None })
        };
        let xs = [0.0, 100.0, 200.0];
        check(
            vec![
                page(vec![table(&xs, &[&["甲", "乙"]])]),
                page(vec![text("表2"), table(&xs, &[&["丙", "丁"]])]),
            ],
            &[(None, &[(0, 1), (1, 1)]), (None, &[(0, 1), (1, 1)])],
        );
        check(
            vec![
                page(vec![table(&xs, &[&["甲", "乙"]])]),
                page(vec![table(&[0.0, 60.0, 200.0], &[&["丙", "丁"]])]),
            ],
            &[(None, &[(0, 1), (1, 1)]), (None, &[(0, 1), (1, 1)])],
        );
    }
}
