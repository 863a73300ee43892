//! Tables drawn with characters: ┌─┬─┐ │ │ ├─┼─┤, ┃ ━, +---+---+ and bars.
//!
//! What enters are the lines of such a drawing, what leaves are cells as a format with real tables would give them. Rules
//! part the rows where there are rules between them; else each line is a row, unless it only holds the rest of broken
//! cells. What the columns mean is not known here.

use gangyao_normaliser::text::JoinedBuilder;
use gangyao_text::{NormRange, next_where};

use super::column::{ColumnKind, column_kind};
use super::groups::{self, Label};
use super::lines::is_piped;
use super::token::Shape;
use crate::GridCell;

const BARS: &[char] = &['|', '│', '┃', '║', '｜'];
/// A drawing of more columns is no table.
const MAX_COLUMNS: usize = 40;

/// True for a line of a drawn table: a rule, or cells between bars. A Markdown table has no other rule than |---|, and is
/// none.
pub(super) fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    match line.as_bytes() {
        // U+2500 to U+257F: lines and joints.
        [0xE2, 0x94 | 0x95, ..] => is_rule(line) && has_joint(line) || is_barred(line),
        [b'+', b'-' | b'=', ..] => is_rule(line) && line.len() > 4 && line.ends_with('+'),
        _ => has_bars(line),
    }
}

/// 序号│指标│2025年, 序号 | 指标 | 2025年: two bars without a frame. A line with one may be a title (目录│附录).
fn has_bars(line: &str) -> bool {
    // │ and ┃ are U+2502 and U+2503; hardly a line has one.
    let drawn = next_where(line.as_bytes(), 0, |a, b, c| a.is(0xE2) & b.is(0x94) & c.within(0x82, 0x83));
    let twice = |bar: char| line.matches(bar).nth(1).is_some();
    drawn.is_some() && (twice('│') || twice('┃'))
        || memchr::memchr_iter(b'|', line.as_bytes()).nth(1).is_some() && !is_framed(line)
}

/// A bar at both ends: what Markdown has, and a drawing without corners.
fn is_framed(line: &str) -> bool {
    line.starts_with('|') && line.ends_with('|')
}

/// Bars of one column each between words that name columns; a menu (首页 | 新闻 | 公告) has such bars too.
fn is_open_head(text: &str, line: NormRange) -> bool {
    let named = line.of(text).split('|').filter(|cell| column_kind(cell.trim()).is_some());
    named.take(2).count() == 2
}

/// Lines, bars and joints, and nothing else.
fn is_rule(line: &str) -> bool {
    !line.is_empty()
        && line.chars().all(|c| is_stroke(c) || BARS.contains(&c) || c == ' ')
        && line.chars().any(is_stroke)
}

const fn is_stroke(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257F}' | '+' | '-' | '=') && !matches!(c, '│' | '┃' | '║')
}

fn has_joint(line: &str) -> bool {
    line.chars().any(|c| matches!(c, '\u{250C}'..='\u{254B}' | '\u{2552}'..='\u{256C}'))
}

fn is_barred(line: &str) -> bool {
    let closes = |c: char| BARS.contains(&c) || has_joint(c.encode_utf8(&mut [0; 4]));
    line.starts_with(closes)
        && line.ends_with(closes)
        && line.chars().filter(|&c| closes(c)).take(3).count() == 3
}

/// A line between bars: its cells, and the place on the line of the bar before each, in half-width columns.
struct Line {
    cells: Vec<NormRange>,
    bars: Vec<usize>,
}

/// A row while it is put together: for each column its pieces; columns that go on with the cell above.
#[derive(Default)]
struct Row {
    cells: Vec<(usize, usize, Vec<NormRange>)>,
    goes_on: Vec<usize>,
}

/// The cells of a drawn table at the top of `lines`, and how many lines it takes.
pub(super) fn read(text: &str, lines: &[NormRange]) -> Option<(Vec<GridCell>, usize)> {
    let first = lines.first()?.of(text).trim();
    if !is_drawn(first) && !is_piped(first)
        || first.contains('|') && !is_framed(first) && !is_open_head(text, lines[0])
    {
        return None;
    }
    // Bars alone are Markdown, where a line is a row; +---+ between them is a drawing.
    let is_markdown = !is_drawn(first) && !lines.iter().any(|line| is_drawn(line.of(text)));
    let inside = |line: &NormRange| {
        let own = line.of(text).trim();
        is_drawn(own) || is_rule(own) || is_piped(own)
    };
    let used = lines.iter().position(|line| !inside(line)).unwrap_or(lines.len());
    let drawn: Vec<Option<Line>> = lines[..used].iter().map(|&line| cells_of(text, line)).collect();
    let widest = drawn.iter().flatten().max_by_key(|line| line.cells.len())?;
    let columns = widest.cells.len();
    if !(2..=MAX_COLUMNS).contains(&columns) {
        return None;
    }
    let bars = drawn.iter().flatten().find(|line| line.cells.len() == columns)?.bars.clone();
    let mut rows = if is_markdown { plain_rows(text, &drawn) } else { rows(text, &drawn, &bars) };
    if rows.len() < 2 {
        return None;
    }
    merge_groups(text, &mut rows);
    Some((grid_cells(text, &rows), used))
}

/// The cells of a line; `None` for a rule over the whole line.
fn cells_of(text: &str, line: NormRange) -> Option<Line> {
    let line = line.trim(text);
    let own = line.of(text);
    if is_rule(own) && !own.contains(['│', '┃', '║', ' ']) {
        return None;
    }
    let ends_cell =
        |c: char| BARS.contains(&c) || matches!(c, '\u{250C}'..='\u{254B}' | '\u{2550}'..='\u{256C}');
    let mut found = Line { cells: Vec::new(), bars: Vec::new() };
    let (mut start, mut width) = (None, 0);
    // Without a frame the line begins and ends with a cell, which may be empty.
    if own.starts_with('|') && !own.ends_with(['|', '+']) {
        found.cells.push(NormRange::from_usize(line.start as usize, line.start as usize));
        found.bars.push(0);
    }
    if !own.starts_with(ends_cell) && !own.starts_with("+-") {
        start = Some(0);
        found.bars.push(0);
    }
    for (at, c) in own.char_indices() {
        // +--- and ---+ are joints of a rule, +5 is a figure.
        let crosses = c == '+' && (own[at + 1..].starts_with("--") || own[..at].ends_with("--"));
        if ends_cell(c) || crosses {
            if let Some(start) = start {
                let from = line.start as usize;
                found.cells.push(NormRange::from_usize(from + start, from + at).trim(text));
            }
            start = Some(at + c.len_utf8());
            found.bars.push(width);
        }
        width += if c < '\u{2E80}' { 1 } else { 2 };
    }
    if let Some(rest) = start.filter(|&rest| rest < own.len()) {
        found.cells.push(NormRange::from_usize(line.start as usize + rest, line.end as usize).trim(text));
        found.bars.push(width);
    }
    // |:---|---:| tells how Markdown sets its columns.
    let parts = |cell: &NormRange| is_rule(cell.of(text).trim_matches(':'));
    (!found.cells.is_empty() && !found.cells.iter().all(parts)).then_some(found)
}

/// Each line a row.
fn plain_rows(text: &str, lines: &[Option<Line>]) -> Vec<Row> {
    let row = |line: &Line| Row {
        cells: line.cells.iter().enumerate().map(|(col, &cell)| (col, 1, broken(text, cell))).collect(),
        goes_on: Vec::new(),
    };
    lines.iter().flatten().map(row).collect()
}

/// The pieces of a cell, which Markdown breaks with <br>.
fn broken(text: &str, cell: NormRange) -> Vec<NormRange> {
    let mut pieces = Vec::with_capacity(1);
    let mut start = cell.start as usize;
    for (at, mark) in cell.of(text).match_indices("<br") {
        let end = cell.start as usize + at;
        let Some(len) = text[end..cell.end as usize].find('>') else { break };
        if len > mark.len() + 2 {
            break;
        }
        pieces.push(NormRange::from_usize(start, end).trim(text));
        start = end + len + 1;
    }
    pieces.push(NormRange::from_usize(start, cell.end as usize).trim(text));
    pieces
}

/// Puts lines together to rows.
fn rows(text: &str, lines: &[Option<Line>], bars: &[usize]) -> Vec<Row> {
    let texts = lines.iter().flatten().count();
    let inner = lines.windows(2).filter(|pair| pair[0].is_some() && pair[1].is_none()).count();
    // Rules under the head and under the last row part no rows.
    let ruled = inner > 2 || lines.iter().flatten().any(|line| is_partial(text, line)) || texts <= 2;
    let habit = Habit::of(text, lines);
    let mut rows: Vec<Row> = Vec::new();
    let (mut open, mut rules) = (false, 0);
    for line in lines {
        let Some(line) = line else {
            open = false;
            rules += 1;
            continue;
        };
        let places = places(line, bars);
        if is_partial(text, line) {
            open = false;
            let mut next = Row::default();
            for (&(col, span), &cell) in places.iter().zip(&line.cells) {
                if !is_rule(cell.of(text)) {
                    next.goes_on.extend(col..col + span);
                    if !cell.is_empty() {
                        push_piece(&mut rows, col, cell);
                    }
                }
            }
            rows.push(next);
            continue;
        }
        let waits = rows.last().is_some_and(|row| row.cells.is_empty());
        let in_head = rules <= 1 && rows.len() == 1 && open && lines.iter().any(Option::is_none);
        let goes_on = open && (ruled || in_head || !habit.begins(text, line));
        if !waits && !goes_on {
            rows.push(Row::default());
        }
        open = true;
        for (&(col, span), &cell) in places.iter().zip(&line.cells) {
            let row = rows.last_mut().expect("a row was pushed");
            if row.goes_on.contains(&col) {
                if !cell.is_empty() {
                    push_piece(&mut rows, col, cell);
                }
                continue;
            }
            match row.cells.iter_mut().find(|(at, _, _)| *at == col) {
                Some((_, _, pieces)) => pieces.push(cell),
                None => row.cells.push((col, span, vec![cell])),
            }
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    rows
}

/// Adds a piece to the cell that covers a column, in the nearest row above that has one.
fn push_piece(rows: &mut [Row], col: usize, piece: NormRange) {
    let cell =
        rows.iter_mut().rev().take(64).find_map(|row| row.cells.iter_mut().find(|(at, _, _)| *at == col));
    if let Some((_, _, pieces)) = cell {
        pieces.push(piece);
    }
}

/// │ 经济 ├────┼────┤: a rule under some of the columns.
fn is_partial(text: &str, line: &Line) -> bool {
    line.cells.iter().any(|cell| is_rule(cell.of(text)) && cell.of(text).chars().count() >= 2)
}

/// The column and the span of each cell: by the places of the bars where a line has fewer of them.
fn places(line: &Line, bars: &[usize]) -> Vec<(usize, usize)> {
    let columns = bars.len() - 1;
    let nearest = |place: usize| (0..bars.len()).find(|&at| bars[at].abs_diff(place) <= 1);
    let found: Option<Vec<usize>> = line.bars.iter().map(|&place| nearest(place)).collect();
    match found {
        Some(at) if line.cells.len() < columns && at.windows(2).all(|pair| pair[0] < pair[1]) => {
            at.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).collect()
        }
        _ => (0..line.cells.len()).map(|at| (at, 1)).collect(),
    }
}

/// What lines have to show where no rules part the rows.
struct Habit {
    /// The first column holds the names of groups.
    grouped: bool,
    /// Rows have figures: a line without any is the rest of one.
    figured: bool,
}

impl Habit {
    fn of(text: &str, lines: &[Option<Line>]) -> Self {
        let mut lines = lines.iter().flatten();
        let head = lines.next().map_or("", |line| line.cells[0].of(text));
        Self {
            grouped: column_kind(head) == Some(ColumnKind::Group),
            figured: lines.any(|line| figures(text, line) >= 2),
        }
    }

    /// The line begins a row: it has a number, a group's title or figures of its own. The rest of a broken cell has none.
    fn begins(&self, text: &str, line: &Line) -> bool {
        let is_opener =
            |cell: &NormRange| matches!(Shape::of(cell.of(text)), Shape::Numbered | Shape::GroupMark);
        let figures = figures(text, line);
        if figures >= 2 || line.cells.iter().any(is_opener) {
            return true;
        }
        let first = line.cells[0].of(text);
        if line.cells[1..].iter().all(|cell| cell.is_empty()) {
            // The title of a group, or the end of a name: 拥有量（件）, 发展 under 经济.
            return !first.is_empty() && !self.grouped && !first.ends_with(['）', ')']);
        }
        !first.is_empty() && (figures > 0 || !self.figured)
    }
}

fn figures(text: &str, line: &Line) -> usize {
    let is_figure =
        |cell: &&NormRange| matches!(Shape::of(cell.of(text)), Shape::Number | Shape::Mark | Shape::Nature);
    line.cells.iter().filter(is_figure).count()
}

/// An empty cell of a column of groups goes on with the group above; the names may stand in the middle.
fn merge_groups(text: &str, rows: &mut [Row]) {
    let heads: Vec<(usize, String)> = rows[0]
        .cells
        .iter()
        .map(|(col, _, pieces)| (*col, pieces.iter().map(|piece| piece.of(text)).collect::<String>()))
        .collect();
    let is_group = |(_, head): &&(usize, String)| column_kind(head) == Some(ColumnKind::Group);
    for col in heads.iter().filter(is_group).map(|&(col, _)| col).collect::<Vec<_>>() {
        let own = |row: &Row| row.cells.iter().position(|(at, span, _)| *at == col && *span == 1);
        let filled =
            |row: &Row| own(row).is_some_and(|at| row.cells[at].2.iter().any(|piece| !piece.is_empty()));
        let body = &mut rows[1..];
        let labels: Vec<usize> = (0..body.len()).filter(|&at| filled(&body[at])).collect();
        if !body.first().is_some_and(filled) {
            let at: Vec<Label> = labels.iter().map(|&row| Label::on(row, None)).collect();
            for (&from, to) in labels.iter().zip(groups::centred(body.len(), &at, &[]).into_iter().flatten())
            {
                if let (Some(a), Some(b)) = (own(&body[from]), own(&body[to])) {
                    let pieces = std::mem::take(&mut body[from].cells[a].2);
                    body[to].cells[b].2 = pieces;
                }
            }
        }
        for row in body.iter_mut().skip(1) {
            if let Some(at) = own(row).filter(|_| !filled(row)) {
                row.cells.remove(at);
                row.goes_on.push(col);
            }
        }
    }
}

fn grid_cells(text: &str, rows: &[Row]) -> Vec<GridCell> {
    let mut cells: Vec<GridCell> = Vec::new();
    let mut open: Vec<Option<usize>> = vec![None; MAX_COLUMNS + 1];
    for (nth, row) in rows.iter().enumerate() {
        let mut done = None;
        for &col in &row.goes_on {
            if let Some(above) = open[col].filter(|&above| done != Some(above)) {
                cells[above].row_span += 1;
                done = Some(above);
            }
        }
        for (col, span, pieces) in &row.cells {
            let mut builder = JoinedBuilder::new(text);
            pieces.iter().for_each(|&piece| builder.push(piece));
            open[*col..*col + *span].fill(Some(cells.len()));
            cells.push(GridCell {
                text: builder.finish(),
                row: nth as u32,
                col: *col as u32,
                row_span: 1,
                col_span: *span as u32,
            });
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::super::from_lines;
    use super::super::tests::lines;
    use super::*;

    /// Head rows, then each row as its cells; spans as `<rows x columns>`.
    fn check(text: &str, expected: &[&str]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let item = from_lines(&norm, &lines(&norm.text)).expect("a table");
        let mut told = vec![format!("head {}", item.grid.head_rows)];
        for row in 0..item.grid.rows {
            let cells = item.grid.cells.iter().filter(|cell| cell.row == row);
            let cells: Vec<String> = cells
                .map(|cell| match (cell.row_span, cell.col_span) {
                    (1, 1) => cell.text.text().to_owned(),
                    (rows, cols) => format!("{}<{rows}x{cols}>", cell.text.text()),
                })
                .collect();
            told.push(cells.join("|"));
        }
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn rules_around_and_under_the_head() {
        check(
            "┌──┬────┬────┐\n│序号│指标│2020年│\n├──┼────┼────┤\n│1│公路里程│612│\n│2│每万人口专利│3│\n│ │拥有量（件）│ │\n└──┴────┴────┘",
            &["head 1", "序号|指标|2020年", "1|公路里程|612", "2|每万人口专利拥有量（件）|3"],
        );
    }

    #[test]
    fn no_rules_and_groups_in_the_first_column() {
        check(
            "┃指标名称 ┃单位┃2010年┃2015年┃\n┃一、经济增长 ┃ ┃ ┃ ┃\n┃ 1、生产总值 ┃亿元┃600 ┃628 ┃\n┃ 2、财政收入 ┃亿元┃80 ┃106 ┃",
            &[
                "head 1",
                "指标名称|单位|2010年|2015年",
                "一、经济增长|||",
                "1、生产总值|亿元|600|628",
                "2、财政收入|亿元|80|106",
            ],
        );
    }

    #[test]
    fn names_of_groups_in_the_middle() {
        check(
            "│类别│指标│2020年│2025年│\n├──┼──┼──┼──┤\n│  │产值│5│7│\n│经济│投资│3│4│\n│  │消费│3│4│\n│生态│森林│3│4│\n└──┴──┴──┴──┘",
            &[
                "head 1",
                "类别|指标|2020年|2025年",
                "经济<3x1>|产值|5|7",
                "投资|3|4",
                "消费|3|4",
                "生态|森林|3|4",
            ],
        );
    }

    #[test]
    fn rules_between_all_rows_and_merged_cells() {
        check(
            "+------+--------+-----------+\n| 类别 | 指标   | 目标值    |\n|      |        +-----+-----+\n|      |        | 2020| 2025|\n+------+--------+-----+-----+\n| 经济 | 产值   | 5   | 7   |\n|      +--------+-----+-----+\n| 发展 | 投资   | 3   | 4   |\n+------+--------+-----+-----+",
            &["head 2", "类别<2x1>|指标<2x1>|目标值<1x2>", "2020|2025", "经济发展<2x1>|产值|5|7", "投资|3|4"],
        );
    }

    #[test]
    fn cells_broken_over_lines_without_rules() {
        check(
            "┃类别┃指标┃2025年┃2030年┃属性┃\n┣━━╋━━╋━━╋━━╋━━┫\n┃经济┃1.居民收入┃6.1┃与经济增┃预期性┃\n┃发展┃增长（%）┃ ┃长同步┃ ┃\n┃ ┃2.城镇化率（%）┃60┃65┃预期性┃\n┃生态┃3.森林覆盖率（%）┃30┃31┃约束性┃\n┃文明┃ ┃ ┃ ┃ ┃\n┗━━┻━━┻━━┻━━┻━━┛",
            &[
                "head 1",
                "类别|指标|2025年|2030年|属性",
                "经济发展<2x1>|1.居民收入增长（%）|6.1|与经济增长同步|预期性",
                "2.城镇化率（%）|60|65|预期性",
                "生态文明|3.森林覆盖率（%）|30|31|约束性",
            ],
        );
    }

    #[test]
    fn bars_without_a_frame() {
        check(
            "序号│指标│2025年\n──┼──┼──\n1│产值│500\n2│森林│30",
            &["head 1", "序号|指标|2025年", "1|产值|500", "2|森林|30"],
        );
    }

    #[test]
    fn markdown() {
        check(
            "| 类别 | 指标 | 2025年 | 2030年 |\n|:---|:---|---:|---:|\n| 创新 | 研发人员（人年） | 860 | 1500 |\n|  | 中小企业（家） | 120 | 200 |\n| 开放 | 外资（万美元） | 3500 | [20000] |",
            &[
                "head 1",
                "类别|指标|2025年|2030年",
                "创新<2x1>|研发人员（人年）|860|1500",
                "中小企业（家）|120|200",
                "开放|外资（万美元）|3500|[20000]",
            ],
        );
    }

    #[test]
    fn markdown_with_breaks_and_bars_without_ends() {
        check(
            "| 序号 | 指标 | 2030年 |\n| :---: | --- | --- |\n| 1 | 增加值<br>（亿元） | 780 |\n| 2 | 企业（家） | 400 |",
            &["head 1", "序号|指标|2030年", "1|增加值（亿元）|780", "2|企业（家）|400"],
        );
        check(
            "类别 | 指标 | 2025年 | 2030年\n总量 | 增加值（亿元） | 520 | 780\n | 企业（家） | 260 | 400\n结构 | 占比（%） | 38 | 45",
            &[
                "head 1",
                "类别|指标|2025年|2030年",
                "总量<2x1>|增加值（亿元）|520|780",
                "企业（家）|260|400",
                "结构|占比（%）|38|45",
            ],
        );
    }

    #[test]
    fn what_is_drawn() {
        assert!(is_drawn("┌──┬──┐") && is_drawn("│1│产值│") && is_drawn("+---+---+"));
        assert!(is_drawn("序号 | 指标 | 2025年") && !is_drawn("目录 | 附录"));
        assert!(
            !is_drawn("──创新引领") && !is_drawn("────────") && !is_drawn("| a | b |") && !is_drawn("+5")
        );
    }
}
