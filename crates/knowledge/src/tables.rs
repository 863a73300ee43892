//! Tables as plain rows: what a cell over several rows or columns says stands in each of them.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{Conversion, Record, Span, Table};

/// Ids of the tables of a document.
pub(crate) fn ids(conversion: &Conversion) -> BTreeSet<&str> {
    let tables = conversion.records.iter().filter_map(|record| match record {
        Record::Table(table) => Some(table.common.id.as_str()),
        _ => None,
    });
    tables.collect()
}

/// What a place belongs to, by sorted spans: the last that begins there or before, where it reaches so far.
pub(crate) fn holder<T: Copy>(spans: &[(u32, u32, T)], place: u32) -> Option<T> {
    let next = spans.partition_point(|&(start, _, _)| start <= place);
    spans[..next].last().filter(|&&(_, end, _)| place < end).map(|&(_, _, of)| of)
}

/// One row of a table.
#[derive(Debug, PartialEq)]
pub(crate) struct Row<'t> {
    /// A text for each column up to the last that says something; empty where the cell is.
    pub(crate) cells: Vec<&'t str>,
    /// Where the row's own cells stand.
    pub(crate) evidence: Vec<Span>,
    /// The row is one text over all columns: the name of a group of rows.
    pub(crate) group: bool,
}

/// The rows of a table. A row is as long as its last cell.
pub(crate) fn rows(table: &Table) -> Vec<Row<'_>> {
    let mut rows = Vec::with_capacity(table.rows.len());
    // What comes down from rows above, with the rows that it still covers.
    let mut falling: BTreeMap<usize, (&str, u32)> = BTreeMap::new();
    for row in &table.rows {
        let mut cells: BTreeMap<usize, &str> = falling.iter().map(|(&at, &(text, _))| (at, text)).collect();
        falling.retain(|_, (_, left)| {
            *left -= 1;
            *left > 0
        });
        let mut evidence = Vec::new();
        let mut at = 0;
        for cell in row {
            while cells.contains_key(&at) {
                at += 1;
            }
            evidence.extend_from_slice(&cell.evidence);
            // A cell over the whole table is a group's name: once is enough.
            let columns = cell.col_span.max(1) as usize;
            let said = if columns >= table.columns.len() { 1 } else { columns };
            for column in at..at + said {
                cells.insert(column, &cell.text);
                if cell.row_span > 1 {
                    falling.insert(column, (&cell.text, cell.row_span - 1));
                }
            }
            at += said;
        }
        let group = table.columns.len() > 1 && cells.len() == 1 && row.len() == 1 && !row[0].text.is_empty();
        let mut list = vec![""; cells.last_key_value().map_or(0, |(&last, _)| last + 1)];
        for (at, text) in cells {
            list[at] = text;
        }
        rows.push(Row { cells: list, evidence, group });
    }
    rows
}

#[cfg(test)]
mod tests {
    use gangyao_model::{Cell, Common};

    use super::*;

    /// Cells as `text`, `text*rows` or `text-columns`.
    fn check(columns: &[&str], rows_given: &[&[&str]], expected: &[&[&str]]) {
        let cell = |text: &&str| {
            let (text, row_span) = text.split_once('*').map_or((*text, 1), |(t, n)| (t, n.parse().unwrap()));
            let (text, col_span) = text.split_once('-').map_or((text, 1), |(t, n)| (t, n.parse().unwrap()));
            Cell { text: text.to_owned(), row_span, col_span, evidence: Vec::new() }
        };
        let table = Table {
            common: Common {
                id: String::new(),
                doc: "".into(),
                seq: 0,
                parent: None,
                path: [].into(),
                evidence: Vec::new(),
            },
            caption: None,
            columns: columns.iter().map(|&c| c.to_owned()).collect(),
            head: Vec::new(),
            rows: rows_given.iter().map(|row| row.iter().map(cell).collect()).collect(),
            notes: Vec::new(),
        };
        let found: Vec<Vec<&str>> = rows(&table).into_iter().map(|row| row.cells).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn cells_that_cover_several_stand_in_each() {
        check(
            &["类", "名", "值"],
            &[&["甲*2", "a", "1"], &["b", "2"]],
            &[&["甲", "a", "1"], &["甲", "b", "2"]],
        );
        check(&["名", "值", "注"], &[&["a", "1-2"]], &[&["a", "1", "1"]]);
        check(&["名", "值"], &[&["甲-2"], &["a", "1"]], &[&["甲"], &["a", "1"]]);
        check(&["名", "值"], &[&["a"]], &[&["a"]]);
        check(&["名", "值"], &[&["a*9", "1"], &["2"], &[]], &[&["a", "1"], &["a", "2"], &["a"]]);
    }
}
