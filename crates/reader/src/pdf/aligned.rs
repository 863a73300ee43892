//! Tables without any rule: columns that nothing crosses, and a number before each row, or figures in one of the columns.
//!
//! Text set in columns looks alike, and so do tables of contents and lists of names. So at least three columns must stand
//! beside each other over several lines, and numbers must say that they are rows: 1, 2, 3 down a column (序号), or a column of
//! figures with no cell wrapped.

use super::backend::Rect;
use super::direction::Char;
use super::grid::GridCell;
use super::layout::Table;
use super::line::{Line, Row, Spacing, Stretch, line, stretches};

/// Narrowest gap between two columns, in ems.
const GUTTER: f32 = 0.6;
/// Starts of cells this far apart are one edge.
const SAME: f32 = 1.5;
/// Columns that make a table.
const COLUMNS: usize = 3;
/// Rows that make a table, its head aside.
const ROWS: usize = 4;
/// Lines of a page beyond which nothing is looked for.
const MAX_LINES: usize = 1_000;
/// Runs of a page that are looked into and turn out to be no tables, line by line.
const TRIALS: usize = 20;
/// What a line below a table begins with.
const NOTES: [&str; 6] = ["注：", "注:", "说明：", "备注：", "资料来源", "数据来源"];
/// Lines of a head.
const HEAD: usize = 4;

/// Takes the rows of tables out of `rows`, which come from top to bottom. `right` is the page's right edge.
pub(super) fn take_tables(rows: Vec<Row>, spacing: Spacing, right: f32) -> (Vec<Row>, Vec<Table>) {
    if rows.len() > MAX_LINES {
        return (rows, Vec::new());
    }
    let stretches: Vec<Vec<Stretch>> = rows.iter().map(|row| stretches(&row.chars, GUTTER)).collect();
    let mut tables = Vec::new();
    let mut taken = vec![false; rows.len()];
    let (mut at, mut trials) = (0, TRIALS);
    while at < rows.len() {
        let (end, columns) = run(&stretches[at..]);
        if columns.len() < COLUMNS || end < ROWS {
            at += 1;
            continue;
        }
        // A caption runs over the edges of the columns below it.
        if stretches[at].len() == 1 && run(&stretches[at + 1..]).1.len() > columns.len() {
            at += 1;
            continue;
        }
        let columns = split(&columns, &rows[at..at + end], &stretches[at..at + end]);
        match table(&rows[at..at + end], &columns, spacing, right) {
            Some((used, table)) => {
                taken[at + used.start..at + used.end].fill(true);
                tables.push(table);
                at += used.end;
            }
            // Something else may stand above the table, in columns by chance.
            None if trials > 0 => (at, trials) = (at + 1, trials - 1),
            None => at += end,
        }
    }
    let rest = rows.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(row, _)| row).collect();
    (rest, tables)
}

/// How many rows from the first one stand in the same three or more columns, and these. A line across several columns
/// (注：…) ends the table, unless cells in all columns follow it: then it names a group.
fn run(rows: &[Vec<Stretch>]) -> (usize, Vec<Stretch>) {
    let mut columns: Vec<Stretch> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut joined = columns.clone();
        row.iter().for_each(|&stretch| add(&mut joined, stretch));
        if at >= HEAD && joined.len() < columns.len() && is_across(row, &columns) {
            let goes_on =
                rows[at + 1..].iter().take(2).any(|next| next.len() >= COLUMNS.max(columns.len() - 1));
            if goes_on && columns.len() >= COLUMNS {
                continue;
            }
            return (at, columns);
        }
        // A head may begin with one word of a cell (序 / 号), or a page with the first line of one.
        let is_prose = at >= HEAD && joined.len() < COLUMNS;
        if is_prose || joined.len() < columns.len().min(COLUMNS) {
            return (at, columns);
        }
        columns = joined;
    }
    (rows.len(), columns)
}

/// One stretch that runs over the edges of columns.
fn is_across(row: &[Stretch], columns: &[Stretch]) -> bool {
    let [only] = row else { return false };
    columns.iter().filter(|column| only.x0 < column.x1 && only.x1 > column.x0).count() > 1
}

/// Adds a stretch to columns that are in order; those that it reaches become one.
fn add(columns: &mut Vec<Stretch>, mut stretch: Stretch) {
    let from = columns.partition_point(|column| column.x1 + 2.0 < stretch.x0);
    let to = columns.partition_point(|column| column.x0 - 2.0 <= stretch.x1);
    for column in columns.drain(from..to.max(from)) {
        stretch = Stretch { x0: stretch.x0.min(column.x0), x1: stretch.x1.max(column.x1) };
    }
    columns.insert(from, stretch);
}

/// Splits columns that a long cell has joined (中国联通长春分公司 close before 人民大街2599号): where several rows begin
/// anew behind something else, another column begins, unless a character stands across its edge.
fn split(columns: &[Stretch], rows: &[Row], stretches: &[Vec<Stretch>]) -> Vec<Stretch> {
    let least = (rows.len() / 4).max(3);
    let mut starts: Vec<f32> = Vec::new();
    for pair in stretches.iter().flat_map(|row| row.windows(2)) {
        let together = columns.iter().any(|column| column.x0 <= pair[0].x0 && pair[1].x1 <= column.x1);
        starts.extend(together.then_some(pair[1].x0));
    }
    starts.sort_by(f32::total_cmp);
    let edges: Vec<f32> = starts
        .chunk_by(|a, b| b - a <= SAME)
        .filter(|group| group.len() >= least)
        .map(|group| group[0])
        .filter(|edge| {
            let across = |c: &Char| c.x0 < edge - SAME && c.x1 > edge + SAME;
            !rows.iter().flat_map(|row| &row.chars).any(|c| !c.char.is_whitespace() && across(c))
        })
        .collect();
    let mut parts = Vec::with_capacity(columns.len() + edges.len());
    for column in columns {
        let mut x0 = column.x0;
        for &edge in edges.iter().filter(|&&edge| edge > column.x0 && edge < column.x1) {
            parts.push(Stretch { x0, x1: edge - SAME });
            x0 = edge;
        }
        parts.push(Stretch { x0, ..*column });
    }
    parts
}

/// A line of a cell, with the row of characters that it is part of.
struct Part {
    row: usize,
    col: usize,
    line: Line,
}

/// The table of a run, and which of its rows belong to it.
fn table(
    rows: &[Row],
    columns: &[Stretch],
    spacing: Spacing,
    right: f32,
) -> Option<(std::ops::Range<usize>, Table)> {
    let mut parts = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut inside: Vec<Vec<Char>> = vec![Vec::new(); columns.len()];
        let whole = stretches(&row.chars, GUTTER);
        if let [only] = whole.as_slice()
            && is_across(&whole, columns)
        {
            let col = columns.partition_point(|column| column.x1 < only.x0).min(columns.len() - 1);
            parts.extend(line(&row.chars, spacing).map(|line| Part { row: at, col, line }));
            continue;
        }
        for char in &row.chars {
            let col = columns.partition_point(|column| column.x1 < char.centre().0);
            inside[col.min(columns.len() - 1)].push(*char);
        }
        for (col, chars) in inside.iter().enumerate() {
            parts.extend(line(chars, spacing).map(|line| Part { row: at, col, line }));
        }
    }
    let (used, starts) =
        numbered(rows.len(), &parts).or_else(|| figures(rows.len(), columns.len(), &parts))?;
    let cells = cells(parts, &starts, &used, columns.len());
    let rect = cells.iter().flat_map(|(_, lines)| lines).map(|line| line.rect).reduce(Rect::cover)?;
    // The left edges of columns stay where they are from page to page; the right edge of the last does not.
    let xs: Vec<f32> = columns.iter().map(|column| column.x0).chain([right]).collect();
    Some((used, Table { rect, xs, cells, continues: None }))
}

/// Puts each line into the row of the table that its row of characters belongs to.
fn cells(
    parts: Vec<Part>,
    starts: &[usize],
    used: &std::ops::Range<usize>,
    columns: usize,
) -> Vec<(GridCell, Vec<Line>)> {
    let count = starts.iter().max().map_or(0, |last| last + 1);
    let mut cells: Vec<(GridCell, Vec<Line>)> = (0..count * columns)
        .map(|at| (GridCell { row: at / columns, col: at % columns, row_span: 1, col_span: 1 }, Vec::new()))
        .collect();
    for part in parts.into_iter().filter(|part| used.contains(&part.row)) {
        cells[starts[part.row] * columns + part.col].1.push(part.line);
    }
    cells
}

/// What a table is made of: the rows of characters that it takes, and for each of the run the row of the table.
type Plan = (std::ops::Range<usize>, Vec<usize>);

/// A table whose first column counts its rows, or its second, behind their groups (防洪减灾 | 1 | 堤防达标率).
fn numbered(count: usize, parts: &[Part]) -> Option<Plan> {
    (0..=1).find_map(|col| numbered_by(col, count, parts))
}

/// What stands above the first number of the column `key` is the table's head; a line between two numbers belongs to the
/// nearer one, where cells are centred in their rows, and else to the one above.
fn numbered_by(key: usize, count: usize, parts: &[Part]) -> Option<Plan> {
    let first: Vec<&Part> = parts.iter().filter(|part| part.col == key).collect();
    let head = first.iter().take_while(|part| number(&part.line.text).is_none()).count();
    let counts = |pair: &[&Part]| match (number(&pair[0].line.text), number(&pair[1].line.text)) {
        (Some(a), Some(b)) => b == a + 1,
        _ => false,
    };
    let last = head + first[head..].windows(2).take_while(|pair| counts(pair)).count();
    let keys = first.get(head..=last)?;
    if keys.len() < ROWS || head > HEAD {
        return None;
    }
    let middle = |part: &Part| part.line.middle();
    let mut steps: Vec<f32> = keys.windows(2).map(|pair| middle(pair[1]) - middle(pair[0])).collect();
    steps.sort_by(f32::total_cmp);
    let step = steps[steps.len() / 2];
    let align = align(key, keys, parts);
    // Where each row of characters stands.
    let mut heights = vec![0.0; count];
    parts.iter().for_each(|part| heights[part.row] = part.line.middle());
    let place = |height: f32| {
        let next = keys.partition_point(|key| middle(key) <= height + 0.3 * key.line.size);
        let above = next.checked_sub(1)?;
        let beside = (middle(keys[above]) - height).abs() <= 0.3 * keys[above].line.size;
        let goes_down = next < keys.len()
            && match align {
                Align::Top => false,
                Align::Centre => middle(keys[next]) - height < height - middle(keys[above]),
                Align::Bottom => !beside,
            };
        Some(if goes_down { next } else { above })
    };
    let top = match align {
        Align::Top => middle(keys[0]) - 0.3 * keys[0].line.size,
        Align::Centre | Align::Bottom => middle(keys[0]) - 0.6 * step,
    };
    let starts: Vec<Option<usize>> = heights
        .iter()
        .map(|&height| if height < top { None } else { Some(place(height).unwrap_or(0)) })
        .collect();
    let begins = starts.iter().position(Option::is_some)?;
    if begins > HEAD {
        return None;
    }
    // What stands alone above the head, a unit (单位：万元), is no part of it.
    let alone = |row: usize| {
        let mut own = parts.iter().filter(|part| part.row == row);
        matches!((own.next(), own.next()), (Some(part), None) if part.col > 0)
    };
    let from = (0..begins).find(|&row| !alone(row)).unwrap_or(begins);
    // Lines far below the last number are no part of its row, nor is what begins in its column.
    let lowest = middle(keys[keys.len() - 1]) + 1.6 * step;
    let next = first.get(last + 1).map_or(count, |part| part.row);
    let end = heights[..next].iter().rposition(|&height| height <= lowest)? + 1;
    let is_note = |part: &&Part| {
        part.row > keys[keys.len() - 1].row && NOTES.iter().any(|word| part.line.text.starts_with(word))
    };
    let end = parts.iter().find(is_note).map_or(end, |note| note.row.min(end));
    let shift = usize::from(begins > from);
    Some((from..end, starts.iter().map(|start| start.map_or(0, |row| row + shift)).collect()))
}

/// Where the number of a row stands beside cells of several lines.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Align {
    Top,
    Centre,
    Bottom,
}

/// Cells of two lines have one above and one below a number in the middle; those of three have nothing close above the first,
/// as wrapped text that begins beside the number above has. Above a number at the foot they have all but their last.
fn align(key_col: usize, keys: &[&Part], parts: &[Part]) -> Align {
    let mut found = Align::Top;
    for key in keys {
        let size = key.line.size;
        let apart = |part: &Part| part.line.middle() - key.line.middle();
        let near = |part: &&Part| part.col > key_col && (0.3 * size..2.0 * size).contains(&-apart(part));
        for above in parts.iter().filter(near) {
            let own = || parts.iter().filter(|part| part.col == above.col);
            let higher = own().filter(|part| part.row < above.row);
            let gap = higher.map(|part| above.line.middle() - part.line.middle()).min_by(f32::total_cmp);
            let begins = gap.is_none_or(|gap| gap > 0.1 * size - apart(above));
            let mirrored = |below: &Part| (apart(below) + apart(above)).abs() < 0.25 * size;
            if (begins || -apart(above) < 1.1 * size) && own().any(mirrored) {
                return Align::Centre;
            }
            let beside = |part: &Part| apart(part).abs() < 0.2 * size;
            let is_first =
                keys.iter().any(|key| (key.line.middle() - above.line.middle()).abs() < 0.3 * size);
            if begins && gap.is_some() && !is_first && own().any(beside) {
                found = Align::Bottom;
            }
        }
    }
    found
}

/// A table of figures: each row of characters is one of the table, and has something in most columns.
fn figures(count: usize, columns: usize, parts: &[Part]) -> Option<Plan> {
    let mut filled = vec![0; count];
    parts.iter().for_each(|part| filled[part.row] += 1);
    // What stands alone above or below, a unit (单位：万元) or a source, is no row.
    let begins = filled.iter().position(|&cells| cells * 2 > columns)?;
    let ends = filled.iter().rposition(|&cells| cells * 2 > columns)? + 1;
    let whole = filled[begins..ends].iter().all(|&cells| cells * 2 > columns && cells + 1 >= columns);
    let rows = ends - begins;
    let has_figures = |col: &usize| {
        let cells = || parts.iter().filter(|part| part.col == *col && (begins + 1..ends).contains(&part.row));
        let figures = cells().filter(|part| is_figure(&part.line.text)).count();
        figures >= ROWS && figures * 10 >= cells().count() * 8
    };
    let figures = (1..columns).filter(has_figures).count();
    (whole && rows > ROWS && figures >= 2 && figures * 2 >= columns - 1).then(|| {
        let starts = (0..count).map(|row| row.clamp(begins, ends - 1) - begins).collect();
        (begins..ends, starts)
    })
}

/// The number of a row.
fn number(text: &str) -> Option<u32> {
    let text = text.trim_end_matches(['.', '．', '、']);
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// 1,234.5 or -0.3 or 12.5% or a dash for none.
fn is_figure(text: &str) -> bool {
    let figure = |c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '%' | '％' | '+' | ' ' | '—' | '…')
    };
    !text.is_empty() && text.chars().all(figure)
}

#[cfg(test)]
mod tests;
