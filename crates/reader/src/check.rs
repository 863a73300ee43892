//! The promises that every [`Source`] keeps, whatever it was read from; tests and fuzzers assert them.

use gangyao_text::{Source, SourceRange};

/// Tells the first promise that `source` breaks.
///
/// # Errors
/// A sentence that names the promise and the place.
pub fn check(source: &Source) -> Result<(), String> {
    let text = &source.text;
    if text.contains('\r') {
        return Err("the text holds a carriage return".to_owned());
    }
    let lines = text.split('\n').count();
    if !source.layout.is_empty() && source.layout.len() != lines {
        return Err(format!("{} lines but {} layouts", lines, source.layout.len()));
    }
    pages(source)?;
    tables(source)?;
    let mut before = 0;
    for run in &source.inline {
        in_text(text, run.range, "inline run")?;
        if run.range.start < before || run.range.is_empty() {
            return Err(format!("inline run {:?} is empty or out of order", run.range));
        }
        if run.range.of(text).contains('\n') {
            return Err(format!("inline run {:?} crosses a line end", run.range));
        }
        before = run.range.start;
    }
    for problem in &source.problems {
        problem.at.iter().try_for_each(|&at| in_text(text, at, problem.code))?;
    }
    Ok(())
}

fn pages(source: &Source) -> Result<(), String> {
    if source.pages.first().is_some_and(|page| page.start != 0) {
        return Err("the first page does not start the text".to_owned());
    }
    for pair in source.pages.windows(2) {
        if pair[0].start > pair[1].start {
            return Err(format!("page starts {} and {} are out of order", pair[0].start, pair[1].start));
        }
    }
    match source.pages.iter().find(|page| !source.text.is_char_boundary(page.start as usize)) {
        Some(page) => Err(format!("page start {} is no character boundary", page.start)),
        None => Ok(()),
    }
}

fn tables(source: &Source) -> Result<(), String> {
    let mut before = 0;
    for table in &source.tables {
        in_text(&source.text, table.range, "table")?;
        if table.range.start < before {
            return Err(format!("table {:?} overlaps the one before", table.range));
        }
        before = table.range.end;
        let mut at = table.range.start;
        let mut place = (0, 0);
        for (i, cell) in table.cells.iter().enumerate() {
            in_text(&source.text, cell.range, "cell")?;
            if cell.range.start < at || !table.range.contains(cell.range) {
                return Err(format!("cell {:?} is out of order or outside its table", cell.range));
            }
            if cell.row_span == 0 || cell.col_span == 0 {
                return Err(format!("cell {:?} spans nothing", cell.range));
            }
            if i > 0 && (cell.row, cell.col) <= place {
                return Err(format!("cell at {:?} does not follow {place:?}", (cell.row, cell.col)));
            }
            place = (cell.row, cell.col);
            at = cell.range.end;
        }
    }
    match source.layout.iter().filter_map(|line| line.table).find(|&i| i as usize >= source.tables.len()) {
        Some(i) => Err(format!("a line lies in table {i}, which is not there")),
        None => Ok(()),
    }
}

fn in_text(text: &str, range: SourceRange, what: &str) -> Result<(), String> {
    match text.get(range.as_usize()) {
        Some(_) => Ok(()),
        None => Err(format!("{what} {range:?} is out of bounds or splits a character")),
    }
}
