//! Tables that go on on the next page: one table, whose head is printed again.
//!
//! A table at the foot of a page and one at the top of the next, with nothing but page numbers between them, are one if
//! their columns stand at the same places. The columns may be split further on one of the pages, where cells are merged
//! on the other. Rows that repeat the rows at the top are furniture.

use super::grid::GridCell;
use super::layout::{Item, PageLayout, Table};
use super::line::Line;

/// How far a column may move from page to page.
const DRIFT: f32 = 3.0;

/// Marks the tables that go on from the page before.
pub(super) fn join(pages: &mut [PageLayout]) {
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        take_title_row(&mut before[at - 1], &after[0]);
    }
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

/// The title of a table, in a row over all columns, may be all that found room on a page: it looks like a frame.
fn take_title_row(page: &mut PageLayout, next: &PageLayout) {
    let Some(below) = table(next, first_table(next)) else { return };
    let Some(Item::Frame(frame)) = page.items.iter_mut().rfind(|item| is_body(item)) else { return };
    let edges = [frame.rect.x0, frame.rect.x1];
    let lines: Option<Vec<Line>> = frame
        .items
        .iter()
        .map(|item| match item {
            Item::Line(placed) => Some(placed.line.clone()),
            _ => None,
        })
        .collect();
    let near = |a: f32, b: Option<&f32>| b.is_some_and(|b| (a - b).abs() <= DRIFT);
    let Some(lines) = lines.filter(|lines| lines.len() <= 2) else { return };
    if near(edges[0], below.xs.first()) && near(edges[1], below.xs.last()) {
        let cell = GridCell { row: 0, col: 0, row_span: 1, col_span: 1 };
        let title =
            Table { rect: frame.rect, xs: edges.to_vec(), cells: vec![(cell, lines)], continues: None };
        if let Some(item) = page.items.iter_mut().rfind(|item| is_body(item)) {
            *item = Item::Table(title);
        }
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
            let repeated = rows.iter().zip(&head).take_while(|(own, first)| is_same(own, first)).count();
            // A part that is nothing but its head has no rows of its own, so that something else is meant.
            part.continues = Some(if repeated < rows.len() { repeated } else { 0 });
        }
    }
}

fn nearest(xs: &[f32], x: f32) -> usize {
    let next = xs.partition_point(|&edge| edge < x - DRIFT);
    next.min(xs.len() - 1)
}

/// The rows read the same, as far as their characters are known.
fn is_same(a: &[String], b: &[String]) -> bool {
    let same =
        |a: char, b: char| a == b || a == char::REPLACEMENT_CHARACTER || b == char::REPLACEMENT_CHARACTER;
    let same_text = |(a, b): (&String, &String)| {
        a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(|(a, b)| same(a, b))
    };
    a.len() == b.len() && a.iter().zip(b).all(same_text)
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
    use super::super::direction::Frame;
    use super::super::layout::{PlacedLine, TextFrame};
    use super::*;
    use gangyao_text::Direction;

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
        PageLayout { size, frame: Frame::new(Direction::Right, size), items, ocr: false }
    }

    /// The rows that come again, and the columns of the cells.
    type Expected<'e> = (Option<usize>, &'e [(usize, usize)]);

    fn check(mut pages: Vec<PageLayout>, expected: &[Expected<'_>]) {
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
    fn a_title_alone_at_the_foot_is_a_row_of_the_table() {
        let placed = PlacedLine { line: line("专栏1"), area: None, furniture: None, elsewhere: None };
        let rect = Rect::new(0.0, 700.0, 200.0, 720.0);
        let frame = Item::Frame(TextFrame { rect, items: vec![Item::Line(placed)] });
        check(
            vec![page(vec![frame]), page(vec![table(&[0.0, 100.0, 200.0], &[&["指标", "目标"]])])],
            &[(None, &[(0, 2)]), (Some(0), &[(0, 1), (1, 1)])],
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
