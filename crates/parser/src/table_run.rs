//! Where a table stands among lines of prose: columns side by side, or one cell a line.

use std::ops::Range;

use crate::flow::Flow;
use crate::numbering;
use crate::shape::{Ending, bullet_len, dense_len, ending, is_note};
use crate::table::{
    ColumnKind, cell, column_kind, is_caption, is_columnar, is_unit_line, looks_like_row, notes_at,
};

/// A stretch of lines that may be a table, and the first of the lines above it that name it or tell its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub caption: Option<usize>,
    pub rows: Range<usize>,
}

/// So many lines of columns in a row make a table.
const COLUMNAR_LINES: usize = 3;
/// Heads with single spaces between them prove a table if there are so many.
const LEAST_HEADS: usize = 4;
/// A table of one cell a line has at least so many lines, and so many that only a table has.
const CELL_LINES: usize = 8;
const PROOFS: usize = 4;
/// A cell is at most so long, in characters.
const LONGEST_CELL: usize = 60;
const LONGEST_CAPTION: usize = 40;
/// Columns of white space before half of a head, at the least: it stands over another column than the first.
const FAR: u32 = 16;

/// The next stretch in `from..to` that may be a table.
pub(crate) fn next(flow: &Flow<'_, '_>, from: usize, to: usize) -> Option<Run> {
    let mut at = from;
    while at < to {
        if let Some(table) = flow.lines.layout(flow.all[at].line).table {
            let end = (at..to)
                .find(|&next| flow.lines.layout(flow.all[next].line).table != Some(table))
                .unwrap_or(to);
            let unit = with_unit_line(flow, from, at);
            let caption = caption(flow, from, unit).or_else(|| (unit < at).then_some(unit));
            return Some(Run { caption, rows: at..end });
        }
        if is_row(flow.text(at)) {
            let end = columnar_end(flow, at, to);
            if end - at >= COLUMNAR_LINES {
                let start = with_unit_line(flow, from, at);
                return Some(Run { caption: caption(flow, from, start), rows: start..end });
            }
            at = end.max(at + 1);
            continue;
        }
        if is_spaced_head(flow.text(at)) {
            let end = spaced_end(flow, at, to);
            if end - at >= COLUMNAR_LINES {
                let start = with_unit_line(flow, from, at);
                return Some(Run { caption: caption(flow, from, start), rows: start..end });
            }
        }
        if is_cell(flow, at) {
            let end = (at..to).find(|&next| !is_cell(flow, next)).unwrap_or(to);
            if let Some(run) = cell_run(flow, from, at, end, to) {
                return Some(run);
            }
            at = end;
            continue;
        }
        at += 1;
    }
    None
}

/// Where the table of one cell a line ends that begins at a line; `None` where none begins there.
pub(crate) fn cells_end(flow: &Flow<'_, '_>, at: usize, to: usize) -> Option<usize> {
    let end = (at..to).find(|&next| !is_cell(flow, next)).unwrap_or(to);
    cell_run(flow, at, at, end, to).filter(|run| run.rows.start == at).map(|run| run.rows.end)
}

/// One past the last line of columns; a short line between two of them is a cell's rest.
fn columnar_end(flow: &Flow<'_, '_>, at: usize, to: usize) -> usize {
    let mut end = at + 1;
    let mut next = end;
    while next < to && next - end <= 2 {
        if is_row(flow.text(next)) {
            end = next + 1;
        } else if is_caption(flow.text(next))
            || !is_cell(flow, next) && !cell::is_group_title(flow.text(next))
        {
            break;
        }
        next += 1;
    }
    with_notes(flow, end, to)
}

/// 序号 指标 单位 2020年 2025年 属性: heads with single spaces between them, as a PDF's text layer gives them.
fn is_spaced_head(text: &str) -> bool {
    const LONGEST: usize = 300;
    let spaces = |text: &str| memchr::memchr_iter(b' ', text.as_bytes()).nth(LEAST_HEADS - 2).is_some();
    if text.len() > LONGEST || !spaces(text) || column_kind(text.split(' ').next().unwrap_or("")).is_none() {
        return false;
    }
    let (mut heads, mut known) = (0, 0);
    for head in text.split(' ').filter(|head| !head.is_empty()) {
        heads += 1;
        known += usize::from(column_kind(head).is_some());
    }
    heads >= LEAST_HEADS && known * 4 >= heads * 3
}

/// One past the last row below such a head: rows, and short lines between them.
fn spaced_end(flow: &Flow<'_, '_>, at: usize, to: usize) -> usize {
    let mut end = at + 1;
    for next in at + 1..to {
        let text = flow.text(next);
        if looks_like_row(text) {
            end = next + 1;
        } else if next - end >= 2 || !is_cell(flow, next) && !cell::is_group_title(text) {
            break;
        }
    }
    with_notes(flow, end, to)
}

/// Cells side by side. The gap after a heading's label (第一章  总则) parts no cells.
fn is_row(text: &str) -> bool {
    if is_caption(text) {
        return false;
    }
    match numbering::label(text) {
        Some(label) if label.marker.is_named() => false,
        Some(label) => is_columnar(&text[label.title.min(text.len())..]),
        None => is_columnar(text),
    }
}

/// 单位：亿元 right above the rows belongs to them; the line above it may be the caption. So does the upper half of a head
/// that stands over its own column, far from the left.
fn with_unit_line(flow: &Flow<'_, '_>, from: usize, at: usize) -> usize {
    let above = |at: usize| at.checked_sub(1).filter(|&above| above >= from);
    let at = above(at).filter(|&above| is_half_of_head(flow, above)).unwrap_or(at);
    above(at).filter(|&above| is_unit_line(flow.text(above))).unwrap_or(at)
}

/// A word of a head far from the left, and the next line right below it.
fn is_half_of_head(flow: &Flow<'_, '_>, at: usize) -> bool {
    let (own, below) = (flow.all[at].line, flow.all[at + 1].line);
    let text = flow.text(at);
    own + 1 == below
        && flow.lines.all[own].indent >= FAR
        && dense_len(text) <= 8
        && column_kind(text).is_some()
}

/// 注：… under a table belongs to it.
fn with_notes(flow: &Flow<'_, '_>, end: usize, to: usize) -> usize {
    let notes = (end..to).take_while(|&at| is_note(flow.text(at))).count();
    end + notes.max(notes_at(flow, end..to))
}

/// A line that may be a cell: short, no sentence, no heading.
fn is_cell(flow: &Flow<'_, '_>, at: usize) -> bool {
    let text = flow.text(at);
    text.len() <= 3 * LONGEST_CELL
        && flow.lines.layout(flow.all[at].line).table.is_none()
        && !is_row(text)
        && !is_spaced_head(text)
        && !matches!(ending(text), Ending::Full | Ending::Semicolon | Ending::Colon)
        && !numbering::label(text).is_some_and(|label| label.marker.is_named())
        // A dash alone is an empty cell, before words it is a bullet.
        && (bullet_len(text).is_none() || cell::is_value(text))
        && !text.starts_with("专栏")
        && crate::heading::unnumbered(text).is_none()
}

/// A stretch of short lines, if numbers that count up or words of tables prove that it is one.
fn cell_run(flow: &Flow<'_, '_>, from: usize, at: usize, end: usize, to: usize) -> Option<Run> {
    if end - at < CELL_LINES {
        return None;
    }
    let (mut serial, mut serials, mut natures, mut heads) = (0u32, 0usize, 0usize, 0usize);
    let mut first_proof = None;
    for line in at..end {
        let text = flow.text(line);
        let before = serials + natures + heads;
        if text.len() <= 3 && text.parse() == Ok(serial + 1) {
            serial += 1;
            serials += 1;
        }
        natures += usize::from(cell::is_nature(text));
        heads += usize::from(
            text.len() <= 60 && matches!(column_kind(text), Some(kind) if kind != ColumnKind::Value),
        );
        if serials + natures + heads > before {
            first_proof.get_or_insert(line);
        }
    }
    if serials + natures < PROOFS || heads == 0 {
        return None;
    }
    // 二、主要任务 behind the last row is a heading; inside of the table it would have rows below it.
    let heads = |line: usize| numbering::label(flow.text(line)).is_some() && !cell::is_value(flow.text(line));
    let last = (at..end).rev().take_while(|&line| heads(line)).last();
    let end = with_notes(flow, last.unwrap_or(end), to);
    // The line before the head names the table; what stands before it is no part of it.
    let mut first = first_proof?;
    let names = |line: usize| column_kind(flow.text(line)) == Some(ColumnKind::Name);
    let titled = flow.text(first).contains("指标") && dense_len(flow.text(first)) >= 4;
    if titled && (first + 1..end.min(first + 6)).any(names) {
        // 主要指标 above 序号, 指标名称: the first is the caption.
        first += 1;
    }
    // Halves of a head's word (分 / 区) and cells printed before it are short.
    let short = |line: usize| {
        let text = flow.text(line);
        dense_len(text) <= 4 && column_kind(text).is_none()
    };
    let start = (at..first).rev().take_while(|&line| short(line)).last().unwrap_or(first);
    let caption =
        start.checked_sub(1).filter(|&line| line >= from).and_then(|line| caption(flow, from, line + 1));
    Some(Run { caption, rows: start..end })
}

/// The line above a table, when it names it.
fn caption(flow: &Flow<'_, '_>, from: usize, at: usize) -> Option<usize> {
    let above = at.checked_sub(1).filter(|&above| above >= from)?;
    let text = flow.text(above);
    let fits = (4..=LONGEST_CAPTION).contains(&dense_len(text))
        && ending(text) == Ending::Open
        && !text.contains(['。', '；'])
        // Search: the button of a web page that was printed.
        && text.contains(gangyao_text::is_han)
        && numbering::label(text).is_none();
    let label = above.checked_sub(1).filter(|&label| label >= from && is_bare_label(flow.text(label)));
    fits.then_some(label.unwrap_or(above))
}

/// 附表1 alone on its line, above the title of the table. 附表 alone is a heading.
fn is_bare_label(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("附表").or_else(|| text.strip_prefix('表')) else { return false };
    let number = rest.trim_matches([' ', '：', ':']);
    !number.is_empty()
        && number.len() <= 12
        && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十-—－.".contains(c))
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;
    use crate::lines::Lines;

    fn check(text: &str, expected: Option<(Option<usize>, Range<usize>)>) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let found = next(&flow, 0, flow.len()).map(|run| (run.caption, run.rows));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn columns_side_by_side() {
        check(
            "推进建设。\n表1 主要指标\n指标\t单位\t2030年\n人口\t万人\t50\n收入\t元\t9\n注：初步数。\n下一段。",
            Some((Some(1), 2..6)),
        );
        check("推进 建设。\n完善  机制。", None);
    }

    #[test]
    fn a_caption_with_wide_spaces_and_a_line_of_units() {
        check(
            "推进建设。\n    表1  “十五五”主要指标\n单位：台\n名称  2025年  2030年\n车床  5  7\n钻床  6  8\n下一段。",
            Some((Some(1), 2..6)),
        );
    }

    #[test]
    fn a_button_is_no_caption() {
        check(
            "推进建设。\nSearch\n名称  2025年  2030年\n车床  5  7\n钻床  6  8\n下一段。",
            Some((None, 2..5)),
        );
    }

    #[test]
    fn the_caption_of_the_next_table() {
        check(
            "推进建设。\n表1 主要指标\n指标\t2025年\t2030年\n人口\t48\t50\n收入\t8\t9\n表2 进出口情况\n指标\t单位\t绝对数\n出口\t亿元\t51",
            Some((Some(1), 2..5)),
        );
    }

    #[test]
    fn cells_with_one_space_between_them() {
        check(
            "推进建设。\n表1 主要指标\n类别 序号 指标 单位 2025年 属性\n经济 1 产值 亿元 95.4 预期性\n2 收入 元 8 预期性\n推进各项建设，提高水平。",
            Some((Some(1), 2..5)),
        );
        check("推进建设。\n序号 名称\n1 甲 2\n2 乙 3\n继续推进。", None);
    }

    #[test]
    fn ever_so_many_halves_of_heads() {
        let halves = format!("{}指标\n", " ".repeat(16)).repeat(100_000);
        let run = "指标\t单位\t2030年\n人口\t万人\t50\n收入\t元\t9";
        let text = format!("推进建设。\n{halves}{run}");
        let source = Source::plain(text);
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let found = next(&flow, 100_000, flow.len()).map(|run| run.rows.end);
        assert_eq!(found, Some(flow.len()));
        assert_eq!(with_unit_line(&flow, 0, 100_001), 100_000);
    }

    #[test]
    fn one_cell_a_line() {
        check(
            "推进建设。\n主要指标\n序号\n指标名称\n属性\n1\n人口\n预期性\n2\n收入\n预期性\n3\n森林\n约束性\n继续推进各项建设。",
            Some((Some(1), 2..14)),
        );
    }
}
