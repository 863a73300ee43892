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
    let centred = is_centred(key, keys, parts);
    // Where each row of characters stands.
    let mut heights = vec![0.0; count];
    parts.iter().for_each(|part| heights[part.row] = part.line.middle());
    let place = |height: f32| {
        let next = keys.partition_point(|key| middle(key) <= height + 0.3 * key.line.size);
        match next {
            0 => None,
            _ if !centred || next == keys.len() => Some(next - 1),
            _ if middle(keys[next]) - height < height - middle(keys[next - 1]) => Some(next),
            _ => Some(next - 1),
        }
    };
    let top = if centred { middle(keys[0]) - 0.6 * step } else { middle(keys[0]) - 0.3 * keys[0].line.size };
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

/// Cells of two lines have one above and one below their row's number; those of three have nothing close above the first,
/// as wrapped text that begins beside the number above has.
fn is_centred(key_col: usize, keys: &[&Part], parts: &[Part]) -> bool {
    keys.iter().any(|key| {
        let size = key.line.size;
        let apart = |part: &Part| part.line.middle() - key.line.middle();
        let begins = |above: &Part| {
            let higher = parts.iter().filter(|part| part.col == above.col && part.row < above.row);
            let gap = higher.map(|part| above.line.middle() - part.line.middle()).min_by(f32::total_cmp);
            -apart(above) < 1.1 * size || gap.is_none_or(|gap| gap > 0.1 * size - apart(above))
        };
        parts
            .iter()
            .filter(|part| part.col > key_col && (0.3 * size..2.0 * size).contains(&-apart(part)))
            .any(|above| {
                let mirrored = |below: &Part| {
                    below.col == above.col && (apart(below) + apart(above)).abs() < 0.25 * size
                };
                parts.iter().any(mirrored) && begins(above)
            })
    })
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
mod tests {
    use super::super::direction::set;
    use super::super::line::rows;
    use super::*;

    /// Sets texts at places; the rows of the tables found, and the lines that are left.
    fn check(texts: &[(&str, f32, f32)], expected: &[&str], rest: &[&str]) {
        let chars: Vec<Char> = texts.iter().flat_map(|&(text, x, base)| set(text, x, base)).collect();
        let (left, tables) = take_tables(rows(&chars), Spacing::default(), 500.0);
        let mut shown = Vec::new();
        for table in &tables {
            let count = table.xs.len() - 1;
            for row in table.cells.chunks(count) {
                let cell = |(_, lines): &(GridCell, Vec<Line>)| {
                    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("/")
                };
                shown.push(row.iter().map(cell).collect::<Vec<_>>().join("|"));
            }
        }
        assert_eq!(shown, expected);
        let left: Vec<String> = left.iter().map(|row| row.chars.iter().map(|c| c.char).collect()).collect();
        assert_eq!(left, rest);
    }

    #[test]
    fn numbers_before_the_rows_make_a_table() {
        check(
            &[
                ("以下各项均已公布并且受到保护，任何单位和个人不得损坏。", 0.0, 0.0),
                ("序", 0.0, 20.0),
                ("号", 0.0, 38.0),
                ("名", 60.0, 20.0),
                ("称", 60.0, 38.0),
                ("地址", 200.0, 29.0),
                ("1", 0.0, 60.0),
                ("道尹公署", 40.0, 60.0),
                ("亚泰大街", 200.0, 60.0),
                ("2", 0.0, 90.0),
                ("铁路俱乐部", 40.0, 81.0),
                ("（旧址）", 40.0, 99.0),
                ("凯旋路", 200.0, 90.0),
                ("3", 0.0, 120.0),
                ("站长宅", 40.0, 120.0),
                ("4", 0.0, 141.0),
                ("兵营", 40.0, 141.0),
                ("一心街", 200.0, 141.0),
                ("参考", 0.0, 158.0),
                ("注：以上地址均为公布时的地址，如有变化以最新公告为准。", 0.0, 170.0),
            ],
            &[
                "序/号|名/称|地址",
                "1|道尹公署|亚泰大街",
                "2|铁路俱乐部/（旧址）|凯旋路",
                "3|站长宅|",
                "4|兵营|一心街",
            ],
            &[
                "以下各项均已公布并且受到保护，任何单位和个人不得损坏。",
                "参考",
                "注：以上地址均为公布时的地址，如有变化以最新公告为准。",
            ],
        );
    }

    #[test]
    fn a_page_may_begin_with_the_first_line_of_a_cell() {
        check(
            &[
                ("单位：栋", 200.0, 0.0),
                ("东洋拓殖株式会社", 40.0, 51.0),
                ("62", 0.0, 60.0),
                ("人民大街", 200.0, 60.0),
                ("旧址", 40.0, 69.0),
                ("63", 0.0, 90.0),
                ("映画协会", 40.0, 90.0),
                ("64", 0.0, 111.0),
                ("大楼", 40.0, 111.0),
                ("中心医院", 200.0, 111.0),
                ("65", 0.0, 132.0),
                ("会馆", 40.0, 132.0),
            ],
            &["62|东洋拓殖株式会社/旧址|人民大街", "63|映画协会|", "64|大楼|中心医院", "65|会馆|"],
            &["单位：栋"],
        );
    }

    #[test]
    fn cells_that_begin_beside_their_number() {
        let mut texts = vec![("序号", 0.0, 20.0), ("名称", 40.0, 20.0), ("地址", 200.0, 20.0)];
        for (at, name) in ["1", "2", "3", "4"].into_iter().enumerate() {
            let base = 40.0 + 60.0 * at as f32;
            texts.extend([(name, 0.0, base), ("名称甲", 40.0, base), ("某路", 200.0, base)]);
            texts.extend([("名称乙", 40.0, base + 15.0), ("名称丙", 40.0, base + 30.0)]);
        }
        let row = |number: &str| format!("{number}|名称甲/名称乙/名称丙|某路");
        let rows: Vec<String> = ["1", "2", "3", "4"].into_iter().map(row).collect();
        let mut expected = vec!["序号|名称|地址"];
        expected.extend(rows.iter().map(String::as_str));
        check(&texts, &expected, &[]);
    }

    #[test]
    fn columns_of_figures_make_a_table() {
        let mut texts = vec![
            ("单位：亿元", 250.0, 0.0),
            ("指标", 0.0, 20.0),
            ("2020", 150.0, 20.0),
            ("2025", 250.0, 20.0),
        ];
        for (at, name) in ["生产总值", "财政收入", "投资", "消费", "进出口"].into_iter().enumerate()
        {
            let base = 40.0 + 20.0 * at as f32;
            texts.extend([(name, 0.0, base), ("12.5", 150.0, base), ("1,300", 250.0, base)]);
        }
        check(
            &texts,
            &[
                "指标|2020|2025",
                "生产总值|12.5|1,300",
                "财政收入|12.5|1,300",
                "投资|12.5|1,300",
                "消费|12.5|1,300",
                "进出口|12.5|1,300",
            ],
            &["单位：亿元"],
        );
    }

    #[test]
    fn a_cell_that_reaches_the_next_column_is_cut_there() {
        let mut texts = Vec::new();
        for (at, name) in
            ["长春文庙", "护国般若寺", "大佛寺", "伪满电信电话株式会社旧址", "地藏寺"].into_iter().enumerate()
        {
            let base = 20.0 * at as f32;
            texts.extend([(["1", "2", "3", "4", "5"][at], 0.0, base), (name, 20.0, base)]);
            texts.extend([("长春大街", 142.0, base), ("市级", 240.0, base)]);
        }
        check(
            &texts,
            &[
                "1|长春文庙|长春大街|市级",
                "2|护国般若寺|长春大街|市级",
                "3|大佛寺|长春大街|市级",
                "4|伪满电信电话株式会社旧址|长春大街|市级",
                "5|地藏寺|长春大街|市级",
            ],
            &[],
        );
    }

    #[test]
    fn lists_of_names_contents_and_columns_of_text_are_none() {
        let mut names = Vec::new();
        for row in 0..6 {
            let base = 20.0 * row as f32;
            names.extend([("张三", 0.0, base), ("李四", 100.0, base), ("王五", 200.0, base)]);
        }
        check(&names, &[], &["张三李四王五"; 6]);
        let mut contents = Vec::new();
        for row in 0..6 {
            let base = 20.0 * row as f32;
            contents.extend([("第一章", 0.0, base), ("总则", 60.0, base), ("12", 300.0, base)]);
        }
        check(&contents, &[], &["第一章总则12"; 6]);
    }

    #[test]
    fn a_caption_and_a_note_across_the_columns_are_no_rows() {
        let caption = "某市养老服务发展“十五五”时期主要指标";
        let mut texts: Vec<(String, f32, f32)> = vec![(caption.to_owned(), 100.0, 0.0)];
        let head = [("序号", 0.0), ("名称", 40.0), ("2020年", 200.0), ("2025年", 280.0)];
        texts.extend(head.map(|(text, x)| (text.to_owned(), x, 20.0)));
        for row in 1..=5 {
            let base = 20.0 + 20.0 * row as f32;
            let cells = [row.to_string(), "养老床位数".into(), format!("4{row}"), format!("5{row}")];
            texts.extend(cells.into_iter().zip([0.0, 40.0, 200.0, 280.0]).map(|(text, x)| (text, x, base)));
        }
        let note = "注：以上为年末数，不含在建和已停用的床位，以统计为准。";
        texts.push((note.to_owned(), 20.0, 140.0));
        let texts: Vec<(&str, f32, f32)> =
            texts.iter().map(|(text, x, base)| (text.as_str(), *x, *base)).collect();
        check(
            &texts,
            &[
                "序号|名称|2020年|2025年",
                "1|养老床位数|41|51",
                "2|养老床位数|42|52",
                "3|养老床位数|43|53",
                "4|养老床位数|44|54",
                "5|养老床位数|45|55",
            ],
            &[caption, note],
        );
    }

    #[test]
    fn groups_stand_before_the_numbers_and_a_note_below_them() {
        let row = |number: &'static str, name: &'static str, base: f32| {
            [(number, 60.0, base), (name, 90.0, base), ("71.5", 200.0, base), ("85", 260.0, base)]
        };
        let mut texts =
            vec![("类别", 0.0, 0.0), ("序号", 60.0, 0.0), ("指标", 90.0, 0.0), ("2020年", 200.0, 0.0)];
        texts.push(("2025年", 260.0, 0.0));
        texts.extend(row("1", "堤防达标率", 20.0));
        texts.extend(row("2", "河流治理率", 40.0));
        texts.extend(row("3", "用水总量", 60.0));
        texts.extend(row("4", "水土保持率", 80.0));
        texts.extend([("防洪", 0.0, 20.0), ("水资源", 0.0, 60.0), ("注：年末数。", 90.0, 100.0)]);
        check(
            &texts,
            &[
                "类别|序号|指标|2020年|2025年",
                "防洪|1|堤防达标率|71.5|85",
                "|2|河流治理率|71.5|85",
                "水资源|3|用水总量|71.5|85",
                "|4|水土保持率|71.5|85",
            ],
            &["注：年末数。"],
        );
    }
}
