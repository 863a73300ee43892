//! Text tables: from the lines of a block to a table.

use std::ops::Range;

use gangyao_normaliser::Normalised;
use gangyao_text::NormRange;

use super::align::{Plan, align};
use super::build::{at_ranges, build};
use super::column::{ColumnKind, column_kind, squeeze};
use super::head::{self, Head};
use super::token::{Separator, Shape, SpaceRuns, Token, is_parted, mark_serials, split_line};
use super::{detached, fit, groups, layout, notes, ruled};
use crate::TableItem;

/// Reads the lines of a block as a table, if they are one.
///
/// `lines` are the block's lines in order, without blank ones. The table may end before the last of them, where prose
/// begins: `at` of the result says how far it goes.
#[must_use]
pub fn from_lines(norm: &Normalised<'_>, lines: &[NormRange]) -> Option<TableItem> {
    let text = norm.text.as_str();
    let lines = &dedent(text, lines)[..];
    let split = notes::split(text, lines);
    let body = &lines[split.above..split.below];
    let table = read_body(text, body)?;
    let mut used: Vec<NormRange> = lines[..split.above].to_vec();
    used.extend_from_slice(&body[..table.lines]);
    let mut item = TableItem { caption: None, grid: table.grid, notes: Vec::new(), at: Vec::new() };
    item.notes.extend(lines[..split.above].iter().map(|&line| gangyao_normaliser::Joined::of(text, line)));
    if table.lines == body.len() {
        let (found, count) = notes::read(text, &lines[split.below..]);
        item.notes.extend(found);
        used.extend_from_slice(&lines[split.below..split.below + count]);
    }
    item.at = at_ranges(text, &used);
    Some(item)
}

/// The lines without the blanks that all of them begin with: an indented table has no empty first column.
fn dedent(text: &str, lines: &[NormRange]) -> Vec<NormRange> {
    let blanks = |line: &NormRange| line.of(text).bytes().take_while(|&byte| byte == b' ').count();
    let common = lines.iter().map(blanks).min().unwrap_or(0) as u32;
    lines.iter().map(|line| NormRange::new((line.start + common).min(line.end), line.end)).collect()
}

fn read_body(text: &str, body: &[NormRange]) -> Option<Table> {
    if body.len() < 2 {
        return None;
    }
    if let Some((cells, lines)) = ruled::read(text, body) {
        return Some(Table { grid: super::source::grid_of(cells), lines });
    }
    columnar(text, body).or_else(|| flat(text, body)).or_else(|| {
        let found = detached::read(text, body)?;
        let grid = build(text, &found.tokens, &found.head, &found.tokens, &found.rows);
        Some(Table { grid, lines: body.len() })
    })
}

/// True for a line that holds several cells side by side: a tab, or two spaces or more, between two texts.
#[must_use]
pub fn is_columnar(line: &str) -> bool {
    let line = line.trim_matches([' ', '\n']);
    has_inner_tab(line) || is_piped(line) || SpaceRuns::new(line).next().is_some() || ruled::is_drawn(line)
}

/// True for a line that names a table by its number, whatever spaces stand in it: 表1  “十四五”主要指标, 附表2-1：….
#[must_use]
pub fn is_caption(line: &str) -> bool {
    let line = line.trim();
    let Some(rest) = line.strip_prefix("附表").or_else(|| line.strip_prefix('表')) else { return false };
    let rest = rest.trim_start();
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十-—－.．".contains(c);
    let title = rest.trim_start_matches(numeral);
    // 表1所示 goes on with a sentence; 表1：, 表1  and 表1“十四五” begin a title.
    title.len() < rest.len()
        && line.len() <= 180
        && title.starts_with([' ', '：', ':', '“', '"', '《', '\t'])
        && !title.contains(['。', '；'])
        && title
            .trim_start_matches([' ', '：', ':', '\t'])
            .split([' ', '\t'])
            .filter(|part| !part.is_empty())
            .count()
            <= 3
}

/// True for a line that looks like a row of a table, or like the head of one: several cells, or the cells of an
/// indicator's row with single spaces between them.
#[must_use]
pub fn looks_like_row(text: &str) -> bool {
    const MAX_ROW_BYTES: usize = 4000;
    let line = text.trim_matches([' ', '\n']);
    if line.len() > MAX_ROW_BYTES {
        return false;
    }
    if has_inner_tab(line) || is_piped(line) || ruled::is_drawn(line) {
        return true;
    }
    let separator = if SpaceRuns::new(line).next().is_some() { Separator::Gap } else { Separator::Single };
    // Three cells have two spaces between them: prose is done here.
    if separator == Separator::Single && memchr::memchr_iter(b' ', line.as_bytes()).nth(1).is_none() {
        return false;
    }
    let mut tokens = Vec::new();
    split_line(line, NormRange::from_usize(0, line.len()), separator, MAX_CELLS, &mut tokens);
    let shaped = tokens
        .iter()
        .filter(|token| {
            matches!(token.shape, Shape::Nature | Shape::Unit | Shape::Number | Shape::Mark)
                || column_kind(token.range.of(line)).is_some()
        })
        .count();
    tokens.len() >= 3 && shaped >= 2
        || separator == Separator::Gap && tokens.len() >= 2 && !ends_sentence(line)
}

/// | 1 | 地区生产总值 | 亿元 |
pub(super) fn is_piped(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.len() > 2 && line.ends_with('|')
}

fn has_inner_tab(line: &str) -> bool {
    memchr::memchr(b'\t', line.trim().as_bytes()).is_some() || line.starts_with('\t')
}

/// A grid, and how many of the lines it is made of.
pub(super) struct Table {
    pub grid: crate::Grid,
    pub lines: usize,
}

/// How the cells of the lines are separated; `None` when they are not.
fn separator_of(text: &str, lines: &[NormRange]) -> Option<Separator> {
    let share = |count: usize| count >= 2 && count * 10 >= lines.len() * 3;
    let tabs = lines.iter().filter(|line| has_inner_tab(line.of(text).trim_matches([' ', '\n']))).count();
    if share(tabs) {
        return Some(Separator::Tab);
    }
    // Lengths of the runs of spaces inside lines; long ones count as one kind.
    let mut lengths = [0usize; 65];
    let mut gapped = 0;
    for line in lines {
        let own = line.of(text);
        let trimmed = own.trim();
        gapped += usize::from(SpaceRuns::new(trimmed).next().is_some());
        for (_, len) in SpaceRuns::new(own.trim_end()) {
            lengths[len.min(64)] += 1;
        }
    }
    if share(gapped) {
        let width = (2..=8).max_by_key(|&width| (lengths[width], width)).unwrap_or(2);
        let total: usize = lengths.iter().sum();
        let regular: usize = (width..=64).step_by(width).map(|len| lengths[len]).sum();
        // Characters of two columns leave even gaps in a table that is laid out, and wide ones.
        let wide: usize = lengths[8..].iter().sum();
        let laid_out = width == 2 && wide * 10 >= total;
        let even = regular * 20 >= total * 19 && lengths[width] * 3 >= total && !laid_out;
        return Some(if even { Separator::Spaces(width) } else { Separator::Gap });
    }
    None
}

fn columnar(text: &str, lines: &[NormRange]) -> Option<Table> {
    let separator = separator_of(text, lines)
        .map(|separator| if head_is_wider(text, lines, separator) { Separator::Gap } else { separator })
        .or_else(|| (single_spaced(text, lines) || two_columns(text, lines)).then_some(Separator::Single))?;
    if separator == Separator::Gap
        && separator_of(text, lines) == Some(Separator::Gap)
        && let Some(table) = by_layout(text, lines)
    {
        return Some(table);
    }
    let tokens = tokens_of(text, lines, separator)?;
    let table = read(text, lines, tokens, separator)?;
    (table.grid.columns >= 2).then_some(table)
}

/// A head with its columns set wide above rows with even gaps: its gaps hold no empty cells, since no row has as many.
fn head_is_wider(text: &str, lines: &[NormRange], separator: Separator) -> bool {
    let Separator::Spaces(width) = separator else { return false };
    let cells = |line: &NormRange| {
        let gaps = SpaceRuns::new(line.of(text).trim_end()).map(|(_, len)| (len + width / 2) / width);
        1 + gaps.sum::<usize>()
    };
    let Some((head, rows)) = lines.split_first() else { return false };
    rows.iter().map(cells).max().is_some_and(|widest| cells(head) > widest)
}

/// A table whose cells keep their places on the page; it ends where prose begins.
fn by_layout(text: &str, lines: &[NormRange]) -> Option<Table> {
    let prose = |line: &NormRange| {
        let own = line.of(text).trim();
        is_heading(own) || own.len() > 180 && ends_sentence(own)
    };
    let used = lines.iter().position(prose).unwrap_or(lines.len());
    let found = layout::read(text, &lines[..used])?;
    Some(Table { grid: build(text, &found.tokens, &found.head, &found.tokens, &found.rows), lines: used })
}

/// Rows whose cells have single spaces between them, as PDF text layers give them: 1 全员劳动生产率（万元/人） 29.6 35 — 预期性.
fn single_spaced(text: &str, lines: &[NormRange]) -> bool {
    let rows = lines.iter().filter(|line| line.len() <= 400 && looks_like_row(line.of(text))).count();
    rows >= 3 && rows * 5 >= lines.len() * 2
}

/// 指标 2025年目标值 above 1.养老服务床位总量 达到900万张以上: names and values with one space between them.
fn two_columns(text: &str, lines: &[NormRange]) -> bool {
    let pair = |line: &NormRange| {
        let (name, value) = line.of(text).trim().split_once(' ')?;
        (!name.is_empty() && !value.contains(' ')).then_some((name, value))
    };
    let Some((name, value)) = lines.first().and_then(pair) else { return false };
    let is_head =
        column_kind(name) == Some(ColumnKind::Name) && column_kind(value) == Some(ColumnKind::Value);
    let row = |line: &NormRange| {
        line.len() <= 200 && pair(line).is_some_and(|(name, _)| super::token::numbered(name).is_some())
    };
    let rows = lines[1..].iter().filter(|line| row(line)).count();
    is_head && rows >= 3 && rows * 4 >= (lines.len() - 1) * 3
}

/// One cell a line.
fn flat(text: &str, lines: &[NormRange]) -> Option<Table> {
    if !head::may_begin(text, lines) {
        return None;
    }
    let tokens = tokens_of(text, lines, Separator::Line)?;
    read(text, lines, tokens, Separator::Line)
}

/// A line of more cells is no row of a table that anybody prints.
const MAX_CELLS: usize = 256;

/// The tokens of all lines; `None` where a line has too many.
fn tokens_of(text: &str, lines: &[NormRange], separator: Separator) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(lines.len() * 2);
    for &line in lines {
        let before = tokens.len();
        split_line(text, line, separator, MAX_CELLS, &mut tokens);
        if tokens.len() - before >= MAX_CELLS {
            return None;
        }
    }
    let spaced = matches!(separator, Separator::Gap | Separator::Spaces(_) | Separator::Single);
    Some(if spaced { fit::fit(text, tokens) } else { tokens })
}

fn read(text: &str, lines: &[NormRange], mut tokens: Vec<Token>, separator: Separator) -> Option<Table> {
    let serials = mark_serials(&mut tokens, text);
    let mut head = head::find(&tokens, text, separator)?;
    let has_serials = serials >= 2;
    settle_kinds(&mut head, &tokens, has_serials, separator);
    let is_indicator = head.kinds.contains(&ColumnKind::Name) && head.kinds.contains(&ColumnKind::Value);
    if separator == Separator::Line && !(head.known >= 3 && (is_indicator || has_serials)) {
        return None;
    }
    let (body, lines_used) = body_tokens(text, lines, &tokens, &head, separator, is_indicator);
    let sub_cost = sub_costs(&body, &head.kinds, separator);
    let mut aligned = align(&body, &Plan { text, kinds: &head.kinds, separator, has_serials, sub_cost });
    if let Some(col) = head.kinds.iter().position(|&kind| kind == ColumnKind::Group) {
        groups::raise(&mut aligned.rows, col, text, &body);
    }
    let filled = aligned.rows.iter().filter(|row| row.cells.len() >= 2).count();
    let plain = aligned.rows.iter().filter(|row| row.group.is_empty()).count();
    let fits = match separator {
        Separator::Line => aligned.mean_cost <= 1.2 && filled >= 2,
        _ => aligned.mean_cost <= 2.5,
    };
    if !fits || filled == 0 || filled * 2 < plain {
        return None;
    }
    Some(Table { grid: build(text, &tokens, &head, &body, &aligned.rows), lines: lines_used })
}

/// Mends what the head's words leave open, by what the cells hold.
fn settle_kinds(head: &mut Head, tokens: &[Token], has_serials: bool, separator: Separator) {
    use ColumnKind as K;
    let position = |kinds: &[K], kind: K| kinds.iter().position(|&k| k == kind);
    let natures = tokens.iter().any(|token| token.shape == Shape::Nature);
    if natures && position(&head.kinds, K::Nature).is_none() {
        // 指标类型 may head the groups or the natures: behind the names it heads natures.
        let name = position(&head.kinds, K::Name).unwrap_or(0);
        if let Some(at) =
            (name..head.kinds.len()).rev().find(|&at| matches!(head.kinds[at], K::Group | K::Other))
        {
            head.kinds[at] = K::Nature;
        }
    }
    if head.kinds.contains(&K::Value) {
        let first_value = position(&head.kinds, K::Value).unwrap_or(0);
        match position(&head.kinds, K::Name) {
            None => {
                if let Some(at) =
                    (0..first_value).rev().find(|&at| matches!(head.kinds[at], K::Other | K::Group))
                {
                    head.kinds[at] = K::Name;
                }
            }
            // 项目 | 指标: of two names the first heads groups.
            Some(first) => {
                if let Some(second) = (first + 1..first_value).find(|&at| head.kinds[at] == K::Name) {
                    head.kinds[first] = K::Group;
                    head.kinds[second] = K::Name;
                }
            }
        }
    }
    if has_serials
        && position(&head.kinds, K::Number).is_none()
        && let Some(name) = position(&head.kinds, K::Name)
        && tokens.iter().any(|token| token.shape == Shape::Serial)
    {
        head.widen(name, K::Name);
        head.kinds[name] = K::Number;
    }
    if !head.kinds.contains(&K::Value) && separator != Separator::Line {
        // Tables of projects and areas: the cells of their columns have no shapes to tell them by.
        head.kinds.iter_mut().filter(|kind| **kind != K::Number).for_each(|kind| *kind = K::Other);
    }
    // 每千人口拥有医护人员数 | 执业医师数: a name may be divided.
    if head.kinds.contains(&K::SubName) {
        return;
    }
    if head.kinds.contains(&K::Value)
        && let Some(name) = position(&head.kinds, K::Name)
    {
        head.widen(name, K::SubName);
    } else if separator != Separator::Line && head.kinds.len() < widest_line(tokens) {
        head.widen(0, K::SubName);
    }
}

/// Cells of the line that has most of them; an empty cell behind the last separator is none.
pub(super) fn widest_line(tokens: &[Token]) -> usize {
    let mut widest = 0;
    let mut cells = 0;
    for token in tokens {
        cells = if token.begins_line { 1 } else { cells + 1 };
        if token.shape != Shape::Empty {
            widest = widest.max(cells);
        }
    }
    widest
}

/// The tokens under the head, without heads repeated on later pages; and how many lines the table takes.
fn body_tokens(
    text: &str,
    lines: &[NormRange],
    tokens: &[Token],
    head: &Head,
    separator: Separator,
    is_indicator: bool,
) -> (Vec<Token>, usize) {
    let mut repeated = repeated_heads(tokens, head, text).into_iter().peekable();
    let mut body = Vec::with_capacity(tokens.len() - head.tokens);
    let mut at = head.tokens;
    while at < tokens.len() {
        if let Some(range) = repeated.next_if(|range| range.start == at) {
            at = range.end;
            continue;
        }
        if separator != Separator::Line && is_page_number(text, tokens, at) {
            at += 1;
            continue;
        }
        if tokens[at].begins_line && is_prose(text, tokens, at, separator, is_indicator) {
            break;
        }
        body.push(tokens[at]);
        at += 1;
    }
    let end = tokens.get(at).map_or(u32::MAX, |token| token.range.start);
    let used = lines.partition_point(|line| line.start < end && line.end <= end);
    (body, used)
}

/// Tokens under the head that print it again on a later page, and marks such as 续表.
pub(super) fn repeated_heads(tokens: &[Token], head: &Head, text: &str) -> Vec<Range<usize>> {
    let names: Vec<String> =
        tokens[..head.tokens].iter().map(|token| squeeze(token.range.of(text))).collect();
    let filled: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let mut found = Vec::new();
    let mut at = head.tokens;
    while at < tokens.len() {
        let own = &tokens[at];
        let begins = own.begins_line;
        let taken = match begins.then(|| repeated_head(&tokens[at..], &filled, text)).flatten() {
            Some(taken) => taken,
            None if begins && is_continuation_mark(own.range.of(text)) => head::line_end(tokens, at) - at,
            _ => 0,
        };
        if taken > 0 {
            found.push(at..at + taken);
        }
        at += taken.max(1);
    }
    found
}

/// How many tokens a repetition of the head takes that begins here.
fn repeated_head(tokens: &[Token], names: &[&str], text: &str) -> Option<usize> {
    if names.len() < 2 {
        return None;
    }
    let mut at = 0;
    for name in names {
        while tokens.get(at).is_some_and(|token| token.shape == Shape::Empty) {
            at += 1;
        }
        let token = tokens.get(at)?;
        if token.range.len() > 120 || squeeze(token.range.of(text)) != **name {
            return None;
        }
        at += 1;
    }
    while tokens.get(at).is_some_and(|token| token.shape == Shape::Empty && !token.begins_line) {
        at += 1;
    }
    Some(at)
}

/// A bare number between blank lines, where the other lines are rows of several cells.
fn is_page_number(text: &str, tokens: &[Token], at: usize) -> bool {
    let range = tokens[at].range;
    let alone = tokens[at].begins_line && head::line_end(tokens, at) == at + 1;
    let before = at.checked_sub(1).map_or(range.start, |before| tokens[before].range.end);
    let after = tokens.get(at + 1).map_or(range.end, |after| after.range.start);
    alone
        && (1..=3).contains(&range.len())
        && range.of(text).bytes().all(|byte| byte.is_ascii_digit())
        && is_parted(text, before, range.start)
        && is_parted(text, range.end, after)
}

/// 续表.
fn is_continuation_mark(text: &str) -> bool {
    let bare = text.trim_matches(['（', '）', '(', ')', ' ']);
    matches!(bare, "续表" | "续上表" | "接上表" | "续")
}

/// Prose under a table: a heading, or a long line that ends a sentence and has no cells.
fn is_prose(text: &str, tokens: &[Token], at: usize, separator: Separator, is_indicator: bool) -> bool {
    if is_heading(tokens[at].range.of(text)) {
        return true;
    }
    if head::line_end(tokens, at) != at + 1 || tokens[at].shape != Shape::Text {
        return false;
    }
    let own = tokens[at].range.of(text);
    let long = own.len() > 180;
    let before = at.checked_sub(1).map_or("", |before| tokens[before].range.of(text));
    if is_indicator {
        return long && own.contains(['。', '；']) || own.len() > 900;
    }
    separator != Separator::Line && long && ends_sentence(own) && ends_sentence(before)
}

/// 第三篇, 第二章, 第一节.
pub(super) fn is_heading(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('第') else { return false };
    let after = rest.trim_start_matches(|c: char| "一二三四五六七八九十百零〇0123456789".contains(c));
    after.len() < rest.len() && after.len() + 12 >= rest.len() && after.starts_with(['篇', '章', '节', '编'])
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['。', '；', '！', '”'])
}

/// What a sub-name costs at each token. In a dump with one cell a line only the count of natures or values before the
/// next row number tells a divided name from one that is broken over lines.
fn sub_costs(tokens: &[Token], kinds: &[ColumnKind], separator: Separator) -> Vec<f32> {
    if separator != Separator::Line && separator != Separator::Single {
        return vec![0.5; tokens.len()];
    }
    let natures = kinds.contains(&ColumnKind::Nature);
    let values = kinds.iter().filter(|&&kind| kind == ColumnKind::Value).count().max(1);
    let mut costs = vec![3.0; tokens.len()];
    let mut start = 0;
    for at in 0..=tokens.len() {
        let begins =
            tokens.get(at).is_none_or(|token| matches!(token.shape, Shape::Serial | Shape::Numbered));
        if !begins || at == start {
            continue;
        }
        let count =
            |test: fn(Shape) -> bool| tokens[start..at].iter().filter(|token| test(token.shape)).count();
        let divided = if natures {
            count(|shape| shape == Shape::Nature) >= 2
        } else {
            count(|shape| matches!(shape, Shape::Number | Shape::Mark)) >= 2 * values
        };
        let counted = matches!(tokens[start].shape, Shape::Serial | Shape::Numbered);
        if divided && counted {
            costs[start..at].fill(0.5);
        }
        start = at;
    }
    costs
}
