//! Where tables with one cell a line stand, seen before anything else is known of the lines.
//!
//! Such a table is full of bare numbers that count up and of words that repeat (1 … 预期性, 2 … 预期性): what looks for page
//! numbers and running heads must leave these lines alone.

use std::ops::Range;

use super::column::{column_kind, names_column};
use super::token;

/// Lines in which the head's words must stand together.
const HEAD_LINES: usize = 16;
/// Cells are shorter than this, in bytes.
const LONGEST_CELL: usize = 200;
/// Blank lines between two cells, at the most.
const LONGEST_GAP: usize = 6;
/// Row numbers and natures that prove a table.
const PROOFS: usize = 4;

/// Stretches of lines that are a table with one cell a line. `text` gives the trimmed lines by their number, blank ones
/// as empty texts.
pub(crate) fn flat_zones<'t>(count: usize, text: &dyn Fn(usize) -> &'t str) -> Vec<Range<usize>> {
    let mut zones = Vec::new();
    let mut at = 0;
    while at < count {
        if !begins(count, text, at) {
            at += 1;
            continue;
        }
        let (end, proofs) = extent(count, text, at);
        if proofs >= PROOFS {
            zones.push(at..end);
        }
        at = end.max(at + 1);
    }
    zones
}

/// A line that names a column, with two more such lines soon after it.
fn begins<'t>(count: usize, text: &dyn Fn(usize) -> &'t str, at: usize) -> bool {
    let names = |line: &str| {
        line.len() <= 45 && !line.starts_with(|c: char| c.is_ascii_digit()) && names_column(line)
    };
    if !names(text(at)) {
        return false;
    }
    let known = (at..count.min(at + HEAD_LINES)).filter(|&line| {
        let own = text(line);
        !own.is_empty() && own.len() <= 60 && column_kind(own).is_some()
    });
    known.count() >= 3
}

/// How far short lines go on, and how many of them only a table has.
fn extent<'t>(count: usize, text: &dyn Fn(usize) -> &'t str, at: usize) -> (usize, usize) {
    let (mut end, mut proofs, mut serial, mut blank) = (at, 0, 0u32, 0);
    for line in at..count {
        let own = text(line);
        if own.is_empty() {
            blank += 1;
            if blank > LONGEST_GAP {
                break;
            }
            continue;
        }
        blank = 0;
        let sentence = own.len() > 60 && own.ends_with(['。', '；']);
        if own.len() > LONGEST_CELL || sentence || super::lines::is_heading(own) || own.starts_with("专栏")
        {
            break;
        }
        end = line + 1;
        if own.len() <= 3 && own.parse() == Ok(serial + 1) {
            serial += 1;
            proofs += 1;
        } else if own.len() <= 24 && token::is_nature(own) {
            proofs += 1;
        }
    }
    (end, proofs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(text: &str) -> Vec<Range<usize>> {
        let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
        flat_zones(lines.len(), &|line| lines[line])
    }

    #[test]
    fn a_dump_of_cells_is_a_zone() {
        let table = "大都市。\n主要指标\n类别\n序号\n指标\n2025年\n属性\n发展\n1\n产值\n5\n预期性\n\n2\n收入\n6\n预期性\n备注：无\n\n第二篇 开放\n正文";
        assert_eq!(zones(table).first(), Some(&(1..18)));
    }

    #[test]
    fn prose_and_contents_are_none() {
        assert!(zones("指标\n主要指标\n第一章 总则\n1\n正文很长。\n2\n正文。").is_empty());
        assert!(zones("").is_empty());
    }
}
