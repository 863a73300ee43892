//! The head of a text table: which tokens name columns, and which column each names.
//!
//! What enters are the tokens of a table, what leaves is a [`Head`]: columns with their kinds, and the head's cells.

use gangyao_text::{NormRange, is_han};

use super::column::{ColumnKind, column_kind, is_head_word, squeeze};
use super::token::{Separator, Shape, Token};

/// One cell of the head: its tokens, and the columns and rows that it covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HeadCell {
    pub tokens: Vec<usize>,
    pub row: u32,
    pub col: u32,
    pub row_span: u32,
    pub col_span: u32,
}

/// A table's head.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// Kinds of the columns, from left to right.
    pub kinds: Vec<ColumnKind>,
    pub cells: Vec<HeadCell>,
    pub rows: u32,
    /// Tokens of the head: the first so many.
    pub tokens: usize,
    /// Columns whose kind the head's words say.
    pub known: usize,
}

/// Words that go on with a head cell broken over lines: 2025年 / 预计.
const TAILS: [&str; 34] = [
    "预计",
    "目标",
    "目标值",
    "实际",
    "实际值",
    "完成",
    "完成值",
    "完成情况",
    "实现",
    "实现值",
    "现状",
    "现状值",
    "基期",
    "基期值",
    "基数",
    "基础值",
    "预期",
    "预期值",
    "预期目标",
    "规划",
    "规划值",
    "规划目标",
    "规划目标值",
    "指标值",
    "预测",
    "预测值",
    "情况",
    "数值",
    "初值",
    "水平",
    "值",
    "预估",
    "年",
    "末",
];

/// Words that go on with a head of a rate or a sum: 年均 / 增长.
const RATE_TAILS: [&str; 9] =
    ["增长", "增速", "增长率", "累计", "增幅", "变化", "增长（%）", "增速（%）", "下降"];

/// A head of more cells is no head.
const MAX_COLUMNS: usize = 24;
/// A head is over after so many tokens.
const MAX_HEAD_TOKENS: usize = 64;

/// A row of the head while it is being put together: cells, each of some tokens; empty cells count.
type HeadRow = Vec<(Vec<usize>, String)>;

/// Finds the head at the top of a table.
pub(super) fn find(tokens: &[Token], text: &str, separator: Separator) -> Option<Head> {
    let end = head_end(tokens, text, separator)?;
    let mut rows = join_cells(&tokens[..end], text, separator);
    drop_trailing_empty(&mut rows);
    let head = match rows.len() {
        0 => return None,
        1 => {
            let row = rows.remove(0);
            match (separator, divided_list(&row, &tokens[end..])) {
                (Separator::Line, Some((first, below, starts))) => build(first, below, &starts),
                _ => single_row(row),
            }
        }
        _ => several_rows(rows, super::lines::widest_line(&tokens[end..])),
    };
    if head.kinds.is_empty() || head.kinds.len() > MAX_COLUMNS {
        return None;
    }
    Some(Head { tokens: end, ..head })
}

/// Lines, one cell each, may have a head: one of the first names a column, as [`find`] will ask. Prose is done here.
pub(super) fn may_begin(text: &str, lines: &[NormRange]) -> bool {
    lines.iter().take(MOST_STRANGE + 1).any(|line| {
        let own = line.of(text).trim();
        column_kind(own).is_some() || is_tail(own)
    })
}

/// Halves of a word (分 / 区) may stand between known words, never more strange tokens in a row.
const MOST_STRANGE: usize = 3;

/// How many tokens belong to the head.
fn head_end(tokens: &[Token], text: &str, separator: Separator) -> Option<usize> {
    let limit = tokens.len().min(MAX_HEAD_TOKENS);
    let first_data = tokens[..limit]
        .iter()
        .position(|token| {
            matches!(token.shape, Shape::Serial | Shape::GroupMark)
                || token.shape == Shape::Nature
                    && column_kind(token.range.of(text)) != Some(ColumnKind::Nature)
        })
        .unwrap_or(limit);
    let wordy = |token: &Token| {
        let own = token.range.of(text);
        column_kind(own).is_some() && token.shape != Shape::Numbered
    };
    if separator == Separator::Line {
        let mut end = 0;
        let mut since = 0;
        for (at, token) in tokens[..first_data].iter().enumerate() {
            if wordy(token) || is_tail(token.range.of(text)) {
                end = at + 1;
                since = 0;
            } else {
                since += 1;
                if since > MOST_STRANGE {
                    break;
                }
            }
        }
        return (end > 0).then_some(end);
    }
    // Whole lines: a line belongs to the head while most of its cells name columns or go on with such a cell.
    let mut end = 0;
    let mut at = 0;
    while at < first_data {
        let next = line_end(tokens, at).min(limit);
        if next > first_data {
            break;
        }
        let filled = tokens[at..next].iter().filter(|token| token.shape != Shape::Empty).count();
        let heads = tokens[at..next]
            .iter()
            .filter(|token| token.shape != Shape::Empty && (wordy(token) || is_tail(token.range.of(text))))
            .count();
        let is_head =
            heads * 2 > filled || (filled == 1 && tokens[at].range.of(text).starts_with(['（', '(', '〔']));
        if !is_head {
            break;
        }
        at = next;
        end = next;
    }
    if end == 0 && first_data > 0 {
        // No known word: the first line of several short cells names the columns all the same (类型 | 支持方向).
        let next = line_end(tokens, 0).min(first_data);
        let line = &tokens[..next];
        // 目 录 and the like are one spaced word.
        let words = line.iter().any(|token| token.range.of(text).chars().count() >= 2);
        let short = words
            && line.iter().all(|token| {
                token.range.len() <= 36
                    && matches!(token.shape, Shape::Text | Shape::Empty | Shape::Unit | Shape::ValueWords)
            });
        if line.len() >= 2 && short {
            end = next;
        }
    }
    (end > 0).then_some(end)
}

/// One past the last token of the line that holds token `at`.
pub(super) fn line_end(tokens: &[Token], at: usize) -> usize {
    tokens[at + 1..].iter().position(|token| token.begins_line).map_or(tokens.len(), |next| at + 1 + next)
}

fn is_tail(text: &str) -> bool {
    let text = squeeze(text);
    TAILS.contains(&text.as_str())
        || RATE_TAILS.contains(&text.as_str())
        || text.starts_with(['（', '(', '〔', '[', '［', '【', '/', '／', '“', '或'])
            && text.chars().count() <= 12
            && !text.ends_with("项）")
            && !text.ends_with("项)")
}

/// Puts tokens together to cells, and cells to rows.
fn join_cells(tokens: &[Token], text: &str, separator: Separator) -> Vec<HeadRow> {
    let mut rows: Vec<HeadRow> = vec![Vec::new()];
    for (at, token) in tokens.iter().enumerate() {
        let own = squeeze(token.range.of(text));
        let row = rows.last_mut().expect("there is always a row");
        let before = row.len().saturating_sub(1);
        let names = row[..before].iter().any(|(_, cell)| column_kind(cell) == Some(ColumnKind::Name));
        if token.begins_line
            && let Some((ids, cell)) = row.last_mut()
            && continues(cell, &own, names)
        {
            ids.push(at);
            cell.push_str(&own);
            continue;
        }
        let begins_row = token.begins_line && separator != Separator::Line && !row.is_empty();
        let ids = if token.shape == Shape::Empty { Vec::new() } else { vec![at] };
        if begins_row {
            rows.push(vec![(ids, own)]);
        } else {
            row.push((ids, own));
        }
    }
    rows
}

/// Whether `next` goes on with the head cell `cell`; `names` when a name column stands before it.
fn continues(cell: &str, next: &str, names: bool) -> bool {
    if cell.is_empty() || next.is_empty() {
        return false;
    }
    let open =
        cell.matches(['（', '(', '〔', '[', '“']).count() > cell.matches(['）', ')', '〕', ']', '”']).count();
    if open || cell.ends_with(['/', '／', '、', '及', '和', '或', '-', '—']) {
        return true;
    }
    if next.starts_with(['（', '(', '〔', '[', '［', '【', '/', '／', '）', ')', '〕', ']', '或']) {
        return true;
    }
    let single = |text: &str| text.chars().count() == 1 && text.chars().all(is_han);
    if single(cell) && single(next) {
        return true;
    }
    let joined = format!("{cell}{next}");
    let (knows_cell, knows_next) = (is_head_word(cell), is_head_word(next));
    if is_head_word(&joined) {
        return match next {
            "属性" | "性质" | "类型" | "单位" | "体系" => names || !knows_next,
            "名称" => true,
            _ => !(knows_cell && knows_next) || column_kind(cell) == Some(ColumnKind::Value),
        };
    }
    if is_cut(cell, next, &joined) {
        return true;
    }
    let value = column_kind(cell) == Some(ColumnKind::Value);
    let ends_dated = cell.ends_with('年')
        || cell.ends_with(|c: char| c.is_ascii_digit())
        || cell.ends_with(['”', '末', '期']);
    let rate =
        cell.ends_with("年均") || cell.ends_with("累计") || cell.ends_with("增长") || cell.ends_with("平均");
    value && (ends_dated && TAILS.contains(&next) || rate && RATE_TAILS.contains(&next))
        || ends_dated && next == "年"
        || cell.ends_with(['五', '划']) && TAILS.contains(&next) && !knows_cell
}

/// A narrow column cuts its head inside of a word: 年均增 / 长（%）, 2030年目 / 标. The second piece says nothing alone.
fn is_cut(cell: &str, next: &str, joined: &str) -> bool {
    let chars = next.chars().count();
    if chars > 6
        || column_kind(next).is_some()
        || is_tail(next)
        || column_kind(joined) != Some(ColumnKind::Value)
    {
        return false;
    }
    let cuts = |words: &[&str]| {
        words.iter().filter_map(|word| joined.strip_suffix(word)).any(|before| before.len() < cell.len())
    };
    cuts(&TAILS) || cuts(&RATE_TAILS)
}

/// Empty cells behind the last head of every row are the trace of a line's last separator.
fn drop_trailing_empty(rows: &mut Vec<HeadRow>) {
    rows.retain(|row| row.iter().any(|(_, cell)| !cell.is_empty()));
    let used = |row: &HeadRow| row.iter().rposition(|(_, cell)| !cell.is_empty()).map_or(0, |last| last + 1);
    if rows.len() == 1 {
        let keep = used(&rows[0]);
        rows[0].truncate(keep);
    }
}

fn single_row(row: HeadRow) -> Head {
    let mut head = Head { rows: 1, ..Head::default() };
    for (col, (tokens, cell)) in row.into_iter().enumerate() {
        head.push(column_kind(&cell), HeadCell { tokens, row: 0, col: col as u32, row_span: 1, col_span: 1 });
    }
    head
}

impl Head {
    /// Makes column `at` two columns, the second of `kind`; the head cell over `at` covers both.
    pub(super) fn widen(&mut self, at: usize, kind: ColumnKind) {
        self.kinds.insert(at + 1, kind);
        for cell in &mut self.cells {
            if cell.col as usize > at {
                cell.col += 1;
            } else if (cell.col + cell.col_span) as usize > at {
                cell.col_span += 1;
            }
        }
    }

    fn push(&mut self, kind: Option<ColumnKind>, cell: HeadCell) {
        self.known += usize::from(kind.is_some());
        // 指标 over two columns leaves an empty head behind it.
        let unnamed = kind.is_none() && cell.tokens.is_empty();
        let rest = match self.kinds.last() {
            Some(ColumnKind::Name) if unnamed => Some(ColumnKind::SubName),
            Some(ColumnKind::Group) if unnamed => Some(ColumnKind::Group),
            _ => None,
        };
        if rest.is_some()
            && let Some(before) =
                self.cells.iter_mut().rfind(|before| before.col + before.col_span == cell.col)
        {
            before.col_span += 1;
        }
        self.kinds.push(rest.or(kind).unwrap_or(ColumnKind::Other));
        if !cell.tokens.is_empty() {
            self.cells.push(cell);
        }
    }
}

/// Two rows (further rows are taken for parts of the second): the first may hold spanning heads. `widest` is the count of
/// cells in the widest row of the body.
fn several_rows(mut rows: Vec<HeadRow>, widest: usize) -> Head {
    let rest = rows.split_off(1);
    let first = rows.remove(0);
    let mut below: HeadRow = Vec::new();
    for row in rest {
        for (col, (ids, cell)) in row.into_iter().enumerate() {
            match below.get_mut(col) {
                Some((have, text)) => {
                    have.extend(ids);
                    text.push_str(&cell);
                }
                None => below.push((ids, cell)),
            }
        }
    }
    let last = |row: &HeadRow| row.iter().rposition(|(_, cell)| !cell.is_empty()).map_or(0, |at| at + 1);
    let full = first.len();
    let mut first: HeadRow = first[..last(&first)].to_vec();
    let columns = last(&below).max(below.len()).max(first.len());
    if first.iter().any(|(_, cell)| cell.is_empty()) {
        // Empty cells stand for the columns that the head before them covers: the row is complete.
        first.resize(full.max(columns), (Vec::new(), String::new()));
    }
    let mut columns = columns.max(first.len());
    // Where lines lost the separators at their ends, only the body shows how many columns there are.
    if columns == first.len()
        && widest > columns
        && widest < columns + below.len()
        && first.iter().all(|(_, cell)| !cell.is_empty())
    {
        columns = widest;
    }
    let starts = if below.first().is_some_and(|(_, cell)| cell.is_empty()) {
        below.resize(columns, (Vec::new(), String::new()));
        placed(&first, &below)
    } else {
        // The second row came without its empty cells: it lies under the first head that can be divided.
        below.truncate(last(&below));
        let divided = divided_head(&first);
        let mut padded: HeadRow = vec![(Vec::new(), String::new()); divided];
        let n = below.len();
        padded.append(&mut below);
        padded.resize(first.len() + n - 1, (Vec::new(), String::new()));
        below = padded;
        placed(&first, &below)
    };
    build(first, below, &starts)
}

/// A head in two rows that a dump with one cell a line prints as one list: 序号 指标 规划目标 完成情况 2025年 年均 2025年 年均. The rows
/// of the body have fewer cells than the list by the count of the spanning heads.
fn divided_list(row: &HeadRow, body: &[Token]) -> Option<(HeadRow, HeadRow, Vec<usize>)> {
    let starts: Vec<usize> = body
        .iter()
        .enumerate()
        .filter(|(_, token)| token.shape == Shape::Serial)
        .map(|(at, _)| at)
        .take(60)
        .collect();
    let cells = starts.windows(2).map(|pair| pair[1] - pair[0]).chain(
        // A table of one row has only its end.
        (starts.len() == 1).then(|| body.len() - starts[0]),
    );
    let cells = cells.min()?;
    let over = row.len().checked_sub(cells).filter(|&over| over > 0 && cells >= 4)?;
    let value = |at: usize| column_kind(&row[at].1) == Some(ColumnKind::Value);
    let plain = |at: usize| {
        value(at) && !row[at].1.contains(|c: char| c.is_ascii_digit()) && !row[at].1.contains("均")
    };
    let first = (0..row.len().saturating_sub(over)).find(|&at| (at..at + over).all(plain))?;
    let below_from = first + over;
    // Heads between the spanning ones and their parts (属性) stand in the first row too.
    let parts_from = (below_from..row.len()).find(|&at| value(at))?;
    let parts_to = (parts_from..row.len()).find(|&at| !value(at)).unwrap_or(row.len());
    let parts = parts_to - parts_from;
    if parts % over != 0 || parts <= over {
        return None;
    }
    let each = parts / over;
    let mut top = HeadRow::new();
    let mut below = HeadRow::new();
    let mut places = Vec::new();
    for at in (0..row.len()).filter(|at| !(parts_from..parts_to).contains(at)) {
        places.push(below.len());
        top.push(row[at].clone());
        if (first..below_from).contains(&at) {
            let from = parts_from + (at - first) * each;
            below.extend_from_slice(&row[from..from + each]);
        } else {
            below.push((Vec::new(), String::new()));
        }
    }
    Some((top, below, places))
}

/// The head that is divided into the columns of the second row: the first value head without a year.
fn divided_head(first: &HeadRow) -> usize {
    let value = |cell: &str| column_kind(cell) == Some(ColumnKind::Value);
    let dated = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
    first
        .iter()
        .position(|(_, cell)| value(cell) && !dated(cell))
        .or_else(|| first.iter().position(|(_, cell)| value(cell)))
        .unwrap_or(first.len().saturating_sub(1))
}

/// The column at which each head of the first row begins.
fn placed(first: &HeadRow, below: &HeadRow) -> Vec<usize> {
    let columns = below.len();
    let under = below.iter().filter(|(_, cell)| !cell.is_empty()).count();
    // With as many cells as columns, an empty cell is the rest of the head before it.
    if first.len() == columns {
        return (0..columns).collect();
    }
    // Heads that stand over the second row, and how many columns each covers.
    let over = first.len().saturating_sub(columns - under).max(1);
    let each = under.div_ceil(over).max(1);
    let mut starts = Vec::with_capacity(first.len());
    let mut col = 0;
    for _ in first {
        starts.push(col.min(columns.saturating_sub(1)));
        let covers = below.get(col).is_some_and(|(_, cell)| !cell.is_empty());
        col += if covers { each } else { 1 };
    }
    starts
}

fn build(first: HeadRow, below: HeadRow, starts: &[usize]) -> Head {
    let columns = below.len();
    let mut head = Head { rows: 2, ..Head::default() };
    let mut names = vec![String::new(); columns];
    let filled: Vec<usize> = (0..first.len()).filter(|&at| !first[at].1.is_empty()).collect();
    for (nth, &at) in filled.iter().enumerate() {
        let start = starts[at];
        let next = filled.get(nth + 1).map_or(columns, |&next| starts[next]);
        let mut end = start + 1;
        // A spanning head goes on over the columns that have a head of their own below.
        while end < next
            && below.get(start).is_some_and(|(_, cell)| !cell.is_empty())
            && below.get(end).is_some_and(|(_, cell)| !cell.is_empty())
        {
            end += 1;
        }
        let divided = (start..end).any(|col| below.get(col).is_some_and(|(_, cell)| !cell.is_empty()));
        for name in &mut names[start..end.min(columns)] {
            name.push_str(&first[at].1);
        }
        head.cells.push(HeadCell {
            tokens: first[at].0.clone(),
            row: 0,
            col: start as u32,
            row_span: if divided { 1 } else { 2 },
            col_span: (end - start) as u32,
        });
    }
    for (col, (tokens, cell)) in below.into_iter().enumerate() {
        if !cell.is_empty() {
            if !names[col].is_empty() {
                names[col].push('/');
            }
            names[col].push_str(&cell);
        }
        let kind = column_kind(&names[col]);
        head.push(kind, HeadCell { tokens, row: 1, col: col as u32, row_span: 1, col_span: 1 });
    }
    head
}
