//! Where a text table begins and ends among lines of prose.

use gangyao_normaliser::Normalised;
use gangyao_text::NormRange;

use super::column::{ColumnKind, column_kind};
use super::lines::{extent, is_columnar, is_heading};
use super::token::{Separator, split_line};

/// Lines that are looked at before a table is believed: a false start costs no more than these.
const TRIAL: usize = 60;
/// A line of so many bytes that ends a sentence is prose.
const PROSE: usize = 180;
/// The head of a dump with one cell a line stands in so many lines.
const HEAD_LINES: usize = 14;

/// One past the last line of the text table that begins at line `at`; `at` itself where none begins there. `line` gives
/// the lines by their number, `to` is one past the last.
#[must_use]
pub fn run_end(norm: &Normalised<'_>, line: &dyn Fn(usize) -> NormRange, at: usize, to: usize) -> usize {
    let text = norm.text.as_str();
    if !begins(text, line, at, to) {
        return at;
    }
    let gather = |limit: usize| -> Vec<NormRange> {
        let mut lines = Vec::new();
        for next in at..to.min(at.saturating_add(limit)) {
            let range = line(next);
            if ends(range.of(text)) {
                break;
            }
            lines.push(range);
        }
        lines
    };
    let trial = gather(TRIAL);
    let Some(tried) = extent(text, &trial) else { return at };
    if tried < trial.len() || trial.len() < TRIAL {
        return at + tried;
    }
    at + extent(text, &gather(usize::MAX)).unwrap_or(tried)
}

/// A table may begin at a line: a row of short cells over another, or the first of several heads with one a line.
fn begins(text: &str, line: &dyn Fn(usize) -> NormRange, at: usize, to: usize) -> bool {
    let own = line(at).of(text);
    if own.len() > 600 || at + 1 >= to {
        return false;
    }
    if is_columnar(own) {
        // Inside a block of such lines the table has begun before, or has been refused.
        let inside = at > 0 && is_columnar(line(at - 1).of(text));
        let goes_on = (at + 1..to.min(at + 4)).any(|next| is_columnar(line(next).of(text)));
        return !inside && goes_on && head_like(own, line(at));
    }
    let trimmed = own.trim();
    if trimmed.len() > 60 {
        return false;
    }
    if names_column(trimmed) {
        return heads_follow(text, line, at, to);
    }
    // 序号 指标 单位 2025年: heads with single spaces between them.
    trimmed.contains(' ') && {
        let words: Vec<&str> = trimmed.split(' ').filter(|word| !word.is_empty()).collect();
        words.len() >= 3
            && words.iter().filter(|word| names_column(word)).count() >= 2
            && words.iter().filter(|word| column_kind(word).is_some()).count() * 2 > words.len()
    }
}

/// 序号, 指标, 类别, 单位, 属性: words that name a column whatever stands around them.
fn names_column(text: &str) -> bool {
    matches!(
        column_kind(text),
        Some(
            ColumnKind::Number | ColumnKind::Group | ColumnKind::Name | ColumnKind::Unit | ColumnKind::Nature
        )
    )
}

/// Cells of a head are short and end no sentence.
fn head_like(own: &str, range: NormRange) -> bool {
    let separator = if own.contains('\t') { Separator::Tab } else { Separator::Gap };
    let mut tokens = Vec::new();
    split_line(own, NormRange::from_usize(0, range.len()), separator, &mut tokens);
    let filled = tokens.iter().filter(|token| !token.range.is_empty());
    let short = |text: &str| text.chars().count() <= 20 && !text.contains(['。', '；']);
    filled.clone().count() >= 2 && filled.clone().all(|token| short(token.range.of(own)))
}

/// Enough of the next lines name columns, and one of them a column of values or numbers.
fn heads_follow(text: &str, line: &dyn Fn(usize) -> NormRange, at: usize, to: usize) -> bool {
    if at > 0 && column_kind(line(at - 1).of(text).trim()).is_some() {
        return false;
    }
    let (mut known, mut values) = (0, 0);
    for next in at..to.min(at + HEAD_LINES) {
        let own = line(next).of(text).trim();
        if own.len() > 90 {
            break;
        }
        match column_kind(own) {
            Some(ColumnKind::Value | ColumnKind::Number) => {
                known += 1;
                values += 1;
            }
            Some(_) => known += 1,
            None => {}
        }
    }
    known >= 3 && values >= 1
}

/// No table goes on over a heading or a paragraph of prose without cells.
fn ends(own: &str) -> bool {
    let trimmed = own.trim();
    is_heading(trimmed)
        || trimmed.len() > PROSE
            && trimmed.ends_with(['。', '；'])
            && !is_columnar(own)
            && trimmed.matches('。').count() > 1
}
