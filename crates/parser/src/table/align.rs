//! Puts the tokens of a text table into rows and columns.
//!
//! A token goes on with the cell before it, fills a later column of the row, or begins a row. Which of these it does
//! is decided for the whole table at once, as the cheapest path (Viterbi): a name in a value column costs, a column
//! left empty costs, a cell torn apart costs. So one rule serves rows split by tabs, rows broken over lines and dumps
//! with one cell a line. Time is linear in the tokens.

use gangyao_text::is_han;

use super::column::ColumnKind;
use super::token::{Separator, Shape, Token, ends_with_unit_bracket, is_group_number, is_known_group};

/// A row: for each column the tokens of its cell. A group row holds its tokens in `group` alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub cells: Vec<(usize, Vec<usize>)>,
    pub group: Vec<usize>,
}

/// Rows, and the mean cost of a token: above 2 the columns do not fit.
#[derive(Clone, Debug, Default)]
pub(super) struct Aligned {
    pub rows: Vec<Row>,
    pub mean_cost: f32,
}

/// What the aligner knows about the table.
pub(super) struct Plan<'t> {
    pub text: &'t str,
    pub kinds: &'t [ColumnKind],
    pub separator: Separator,
    /// The rows are counted: a row without a number is a sub-row.
    pub has_serials: bool,
    /// Cost of a sub-name for each token, by whether its row can hold sub-rows.
    pub sub_cost: Vec<f32>,
}

const NEVER: f32 = 1e6;

/// How a token came to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Join,
    Absorb,
    Next,
    NewRow,
}

#[derive(Clone, Copy)]
struct Back {
    from: u8,
    step: Step,
}

/// Aligns `tokens` with the columns.
pub(super) fn align(tokens: &[Token], plan: &Plan<'_>) -> Aligned {
    let columns = plan.kinds.len();
    let states = columns + 1;
    let group = columns;
    let skip: Vec<f32> = plan.kinds.iter().map(|&kind| skip_cost(kind)).collect();
    let lead: Vec<f32> = (0..columns).map(|col| lead_cost(plan, col)).collect();
    let mut cost = vec![NEVER; states];
    let mut back: Vec<Back> = Vec::with_capacity(tokens.len() * states);
    let mut row_end = (0.0f32, group as u8);
    let cells = columns - usize::from(plan.kinds.contains(&ColumnKind::SubName));
    let full = |at: usize| {
        let line = tokens[at + 1..].iter().take(cells).take_while(|token| !token.begins_line);
        plan.separator != Separator::Line && line.count() + 1 == cells
    };
    let explicit = matches!(plan.separator, Separator::Tab | Separator::Spaces(_));
    for (at, token) in tokens.iter().enumerate() {
        let text = token.range.of(plan.text);
        let mut next = vec![NEVER; states];
        let mut best = (NEVER, 0u8);
        let prev = at.checked_sub(1).map(|i| &tokens[i]);
        for col in 0..states {
            let mut options = [(NEVER, Back { from: 0, step: Step::NewRow }); 4];
            if let Some(prev) = prev {
                if token.shape == Shape::Empty {
                    // Behind the last column an empty cell is only the trace of a separator.
                    let spare = if col + 1 >= columns { 0.1 } else { 1.5 };
                    options[0] = (cost[col] + spare, Back { from: col as u8, step: Step::Absorb });
                } else if prev.shape != Shape::Empty && (token.begins_line) {
                    let kind = plan.kinds.get(col).copied();
                    let join = join_cost(prev, token, text, kind, plan);
                    options[1] = (cost[col] + join, Back { from: col as u8, step: Step::Join });
                }
            }
            let emit = emission(token.shape, text, plan.kinds.get(col).copied(), plan.sub_cost[at]);
            if col < columns {
                // A line that breaks just between two cells leaves a separator at its end or start.
                let broken = if token.begins_line && explicit { 1.0 } else { 0.0 };
                options[2] = (best.0 + emit + broken, Back { from: best.1, step: Step::Next });
            }
            if token.begins_line {
                let start = match col < columns {
                    // A row with a cell for every column begins with its group: 创新 | 研发人员 | 860 | 1500.
                    true if full(at) && plan.kinds[..col].contains(&ColumnKind::Group) => lead[col] + 1.0,
                    true => lead[col],
                    false => {
                        let known = plan.separator != Separator::Line
                            && !plan.kinds.contains(&ColumnKind::Group)
                            && is_known_group(text);
                        group_start(tokens, at, explicit, known)
                    }
                };
                options[3] = (row_end.0 + start + emit, Back { from: row_end.1, step: Step::NewRow });
            }
            let chosen = options.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).expect("four options");
            next[col] = chosen.0;
            back.push(chosen.1);
            if col < columns {
                best.0 += skip[col];
                if cost[col] < best.0 {
                    best = (cost[col], col as u8);
                }
            }
        }
        cost = next;
        row_end = end_of_row(&cost, &skip);
        // Costs stay small, so that a long table loses no precision.
        if row_end.0 > 1000.0 {
            let base = row_end.0;
            cost.iter_mut().for_each(|c| *c -= base);
            row_end.0 = 0.0;
        }
    }
    let rows = trace(tokens.len(), states, &back, row_end.1, group);
    let mean_cost = mean_cost(tokens, &rows, plan);
    Aligned { rows, mean_cost }
}

/// What it costs to take a token for the title of a group. Alone on a line of empty cells it can be little else.
fn group_start(tokens: &[Token], at: usize, explicit: bool, known: bool) -> f32 {
    let rest = tokens[at + 1..].iter().take_while(|token| !token.begins_line).take(32);
    if known && rest.clone().next().is_none() {
        return -1.5;
    }
    let alone = rest.clone().count() >= 2 && rest.clone().all(|token| token.shape == Shape::Empty);
    match (explicit && alone, tokens[at].shape) {
        (true, Shape::GroupMark) => -1.5,
        (true, _) => -0.5,
        (false, _) => 1.0,
    }
}

/// The cheapest way to end a row here: what its missing last columns cost.
fn end_of_row(cost: &[f32], skip: &[f32]) -> (f32, u8) {
    let columns = skip.len();
    let mut end = (cost[columns], columns as u8);
    let mut tail = 0.0;
    for col in (0..columns).rev() {
        if cost[col] + tail < end.0 {
            end = (cost[col] + tail, col as u8);
        }
        tail += skip[col];
    }
    end
}

fn trace(tokens: usize, states: usize, back: &[Back], last: u8, group: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut row = Row::default();
    let mut state = last;
    // Walks from the end; tokens come in reverse.
    let mut cell: Vec<usize> = Vec::new();
    for at in (0..tokens).rev() {
        let Back { from, step } = back[at * states + state as usize];
        if step != Step::Absorb {
            cell.push(at);
        }
        if matches!(step, Step::Next | Step::NewRow) {
            cell.reverse();
            let done = std::mem::take(&mut cell);
            if state as usize == group {
                row.group = done;
            } else {
                row.cells.push((state as usize, done));
            }
        }
        if step == Step::NewRow {
            row.cells.reverse();
            rows.push(std::mem::take(&mut row));
        }
        state = from;
    }
    rows.reverse();
    rows
}

/// What the placing of the tokens costs in the mean, apart from row starts and joins.
fn mean_cost(tokens: &[Token], rows: &[Row], plan: &Plan<'_>) -> f32 {
    let mut sum = 0.0;
    let mut count = 0usize;
    for row in rows {
        for (col, ids) in &row.cells {
            for &id in &ids[..ids.len().min(1)] {
                let text = tokens[id].range.of(plan.text);
                sum += emission(tokens[id].shape, text, Some(plan.kinds[*col]), 0.5);
                count += 1;
            }
        }
        let has = |kind: ColumnKind| row.cells.iter().any(|&(col, _)| plan.kinds[col] == kind);
        if row.group.is_empty() && !has(ColumnKind::Value) && plan.kinds.contains(&ColumnKind::Value) {
            sum += 3.0;
        }
    }
    sum / count.max(1) as f32
}

const fn skip_cost(kind: ColumnKind) -> f32 {
    match kind {
        ColumnKind::Group | ColumnKind::SubName => 0.0,
        ColumnKind::Number => 1.5,
        ColumnKind::Name => 4.0,
        ColumnKind::Unit | ColumnKind::Nature => 2.0,
        ColumnKind::Value | ColumnKind::Other => 2.5,
    }
}

/// What it costs to begin a row in column `col`: the columns before it are merged with the row above.
fn lead_cost(plan: &Plan<'_>, col: usize) -> f32 {
    let sub_row = plan.kinds[col] == ColumnKind::SubName;
    plan.kinds[..col]
        .iter()
        .map(|&kind| match kind {
            ColumnKind::Number if sub_row => 0.5,
            ColumnKind::Number if plan.has_serials => 3.0,
            ColumnKind::Name => 1.0,
            ColumnKind::Other => 0.8,
            other => skip_cost(other),
        })
        .sum()
}

/// How ill a token's shape fits a column; `None` is the row of a group.
fn emission(shape: Shape, text: &str, kind: Option<ColumnKind>, sub_cost: f32) -> f32 {
    use ColumnKind as K;
    use Shape as S;
    let Some(kind) = kind else {
        return match shape {
            S::GroupMark => 0.0,
            // 约束性指标 over the rows that are.
            S::Nature => 1.0,
            S::Text if text.chars().count() <= 12 && !text.ends_with(['）', ')']) => 1.5,
            S::Text | S::ValueWords if text.chars().count() <= 20 => 3.0,
            S::Numbered => 4.0,
            _ => 9.0,
        };
    };
    match (kind, shape) {
        (K::Number, S::Serial) => 0.0,
        (K::Number, S::Text | S::GroupMark) if is_group_number(text) => 0.0,
        (K::Number, S::Empty) => 0.1,
        (K::Number, S::Number) => 4.0,
        (K::Group, S::GroupMark) => 0.0,
        (K::Group, S::Empty) => 0.0,
        (K::Group, S::Text | S::ValueWords) if text.chars().count() <= 8 => 1.0,
        (K::Group, S::Text | S::ValueWords) if text.chars().count() <= 14 => 1.8,
        (K::Group, S::Numbered) => 2.5,
        (K::Name, S::Numbered | S::Text) => 0.0,
        (K::Name, S::ValueWords) => 1.0,
        (K::Name, S::Empty) => 0.5,
        (K::Name, S::GroupMark | S::Unit) => 3.0,
        (K::SubName, S::Empty) => 0.0,
        (K::SubName, S::Text) => sub_cost,
        // 经济发展 | 2.劳动生产率: what stands before a numbered name is a group.
        (K::SubName, S::Numbered) => sub_cost + 1.0,
        (K::SubName, S::ValueWords) => sub_cost + 0.8,
        (K::SubName, S::Unit) => 4.0,
        (K::Unit, S::Unit) => 0.0,
        (K::Unit, S::Empty | S::Mark) => 0.3,
        (K::Unit, S::Text) if text.chars().count() <= 10 => 1.5,
        (K::Nature, S::Nature) => 0.0,
        (K::Nature, S::Empty) => 0.2,
        (K::Nature, S::Mark) => 1.0,
        (K::Value, S::Number | S::Mark) => 0.0,
        (K::Value, S::Empty) => 0.1,
        (K::Value, S::ValueWords) => 0.3,
        (K::Value, S::Serial) => 1.5,
        // 降（%） is the end of a name.
        (K::Value, S::Text) if ends_with_unit_bracket(text) => 5.0,
        (K::Value, S::Text) => 1.5 + text.chars().count().min(60) as f32 / 20.0,
        (K::Value, S::Unit) => 1.5,
        (K::Value, S::Numbered) => 5.0,
        (K::Other, S::Empty) => 0.1,
        (K::Other, _) => 0.0,
        _ => 8.0,
    }
}

/// What it costs that `token` goes on with the cell of `prev`.
fn join_cost(prev: &Token, token: &Token, text: &str, kind: Option<ColumnKind>, plan: &Plan<'_>) -> f32 {
    if token.shape == Shape::Serial || matches!(kind, Some(ColumnKind::Number)) {
        return 20.0;
    }
    let before = prev.range.of(plan.text);
    let tail = last_chars(before);
    if matches!(text, "性" | "性指标") {
        return if tail.ends_with("预期") || tail.ends_with("约束") { 0.0 } else { 10.0 };
    }
    if prev.shape == Shape::Nature || token.shape == Shape::Nature {
        return 12.0;
    }
    let count = text.starts_with(['（', '(']) && token.shape == Shape::GroupMark;
    if count {
        return if matches!(kind, None | Some(ColumnKind::Group)) { 0.0 } else { 8.0 };
    }
    if matches!(token.shape, Shape::Numbered | Shape::GroupMark) && kind != Some(ColumnKind::Other) {
        return 8.0;
    }
    if has_open_bracket(before) || text.starts_with(['）', ')', '〕', '，', '、', '。', '；', '”']) {
        return 0.1;
    }
    if matches!(text, "左右" | "以上" | "以下" | "以内" | "以上（含）" | "倍" | "百分点" | "个百分点")
    {
        return if prev.shape == Shape::Mark { 8.0 } else { 0.2 };
    }
    let opens = text.starts_with(['（', '(']);
    let wordy = opens && text.chars().any(|c| is_han(c) || c.is_ascii_alphabetic() || c == '%');
    match kind {
        Some(ColumnKind::Value) if wordy => 0.3,
        Some(ColumnKind::Value) if ends_with_unit_bracket(text) => 6.0,
        _ if opens && kind != Some(ColumnKind::Value) => 0.3,
        Some(ColumnKind::Unit) => {
            if tail.ends_with(['/', '／']) || text.starts_with(['/', '／']) {
                0.2
            } else {
                3.0
            }
        }
        Some(ColumnKind::Value) => value_join_cost(prev, token, tail),
        Some(ColumnKind::Name | ColumnKind::SubName | ColumnKind::Group) => {
            if !matches!(token.shape, Shape::Text | Shape::ValueWords) {
                6.0
            } else if tail.ends_with(['、', '和', '及', '与', '的', '占', '—', '“']) {
                0.3
            } else if plan.separator == Separator::Line {
                1.8
            } else {
                0.8
            }
        }
        Some(ColumnKind::Nature) => 8.0,
        Some(_) => {
            if tail.ends_with(['。', '；']) {
                1.6
            } else {
                0.8
            }
        }
        None => 4.0,
    }
}

fn value_join_cost(prev: &Token, token: &Token, tail: &str) -> f32 {
    let words = |shape: Shape| matches!(shape, Shape::Text | Shape::ValueWords);
    let ends_han = tail.chars().next_back().is_some_and(is_han);
    match (prev.shape, token.shape) {
        (before, after) if words(before) && words(after) => 1.0,
        (Shape::Number, after) if words(after) && ends_han => 1.2,
        (Shape::Number, after) if words(after) => 2.0,
        (before, Shape::Number) if words(before) => 3.0,
        _ => 7.0,
    }
}

/// The last few characters: enough to see how a piece of a cell ends.
fn last_chars(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(12))..]
}

/// A bracket is still open at the end of `text`, of which only the last stretch is looked at.
fn has_open_bracket(text: &str) -> bool {
    let text = &text[text.ceil_char_boundary(text.len().saturating_sub(200))..];
    let last_open = text.rfind(['（', '(', '〔', '［', '[', '“']);
    last_open.is_some_and(|open| !text[open..].contains(['）', ')', '〕', '］', ']', '”']))
}
