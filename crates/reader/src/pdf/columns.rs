//! Rows of a page in reading order: where a page is set in columns, one column after the other.

use super::direction::Char;
use super::line::{Row, Stretch, stretches};

/// Gap inside a row, in ems, that may be the gutter between two columns.
const GUTTER: f32 = 1.0;
/// Rows that each column must have.
const ROWS: usize = 6;
/// Share of the text's width that a column must have.
const WIDTH: f32 = 0.22;
/// Share of its column that a full row fills.
const FULL: f32 = 0.85;
/// Full rows that each column must have where they are as long as lines of prose, and how long these are, in ems.
const FEW: usize = 3;
const PROSE: f32 = 14.0;
/// Edges so far apart, in points, are one.
const SHARED: f32 = 1.5;
/// Columns inside columns.
const MAX_DEPTH: usize = 2;

/// Characters of one line, and the area of the column that it stands in.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    pub(super) chars: Vec<Char>,
    /// Left and right edge of its column; `None` for lines of the full width.
    pub(super) column: Option<(f32, f32)>,
}

/// The rows' characters in reading order.
pub(super) fn reading_order(rows: Vec<Row>) -> Vec<Strip> {
    let mut strips = Vec::new();
    order(rows.into_iter().map(|row| row.chars).collect(), None, 0, &mut strips);
    strips
}

fn order(rows: Vec<Vec<Char>>, column: Option<(f32, f32)>, depth: usize, out: &mut Vec<Strip>) {
    let stretches: Vec<Vec<Stretch>> = rows.iter().map(|row| stretches(row, GUTTER)).collect();
    let zones = if depth < MAX_DEPTH { zones(&stretches, em(&rows)) } else { None };
    let Some((gutter, zones)) = zones else {
        out.extend(rows.into_iter().map(|chars| Strip { chars, column }));
        return;
    };
    let mut rows = rows.into_iter();
    let mut at = 0;
    for zone in zones {
        out.extend(rows.by_ref().take(zone.start - at).map(|chars| Strip { chars, column }));
        at = zone.end;
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for row in rows.by_ref().take(zone.len()) {
            let (before, after): (Vec<Char>, Vec<Char>) =
                row.into_iter().partition(|c| c.centre().0 < gutter);
            left.push(before);
            right.push(after);
        }
        for mut side in [left, right] {
            side.retain(|row| row.iter().any(|c| !c.char.is_whitespace()));
            let area = area(&side);
            order(side, area, depth + 1, out);
        }
    }
    out.extend(rows.map(|chars| Strip { chars, column }));
}

/// Size of most of the characters.
fn em(rows: &[Vec<Char>]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().flatten().map(|c| c.size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() { 0.0 } else { *sizes.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// The edges of a column: the outermost that two of its lines share. A page number between two columns is in neither.
fn area(rows: &[Vec<Char>]) -> Option<(f32, f32)> {
    let edges = |of: &dyn Fn(&Char) -> f32| -> Vec<f32> {
        let outermost =
            |row: &Vec<Char>| row.iter().filter(|c| !c.char.is_whitespace()).map(of).min_by(f32::total_cmp);
        let mut edges: Vec<f32> = rows.iter().filter_map(outermost).collect();
        edges.sort_by(f32::total_cmp);
        edges
    };
    let shared = |edges: Vec<f32>| {
        let pair = edges.windows(2).find(|pair| pair[1] - pair[0] <= SHARED).map(|pair| pair[0]);
        pair.or(edges.first().copied())
    };
    let (left, right) = (shared(edges(&|c| c.x0))?, -shared(edges(&|c| -c.x1))?);
    Some((left, right.max(left)))
}

/// The gutter and the stretches of rows that it divides, or `None` for a page of one column.
fn zones(rows: &[Vec<Stretch>], em: f32) -> Option<(f32, Vec<std::ops::Range<usize>>)> {
    if rows.len() < ROWS {
        return None;
    }
    let all = || rows.iter().flatten();
    let x0 = all().map(|s| s.x0).min_by(f32::total_cmp)?;
    let x1 = all().map(|s| s.x1).max_by(f32::total_cmp)?;
    let width = x1 - x0;
    let mut best: Option<(usize, f32, Vec<std::ops::Range<usize>>)> = None;
    // Two columns meet near the middle, three at a third.
    const STEPS: usize = 120;
    for step in STEPS * 25 / 100..=STEPS * 75 / 100 {
        let gutter = x0 + width * step as f32 / STEPS as f32;
        let zones = divided(rows, gutter, WIDTH * width, em);
        let covered: usize = zones.iter().map(|zone| zone.len()).sum();
        if covered > 0 && best.as_ref().is_none_or(|best| covered > best.0) {
            best = Some((covered, gutter, zones));
        }
    }
    best.map(|(_, gutter, zones)| (gutter, zones))
}

/// The stretches of rows that do not cross `gutter` and have text of some width on both sides.
fn divided(rows: &[Vec<Stretch>], gutter: f32, least: f32, em: f32) -> Vec<std::ops::Range<usize>> {
    let crosses = |row: &[Stretch]| row.iter().any(|s| s.x0 < gutter - 1.0 && s.x1 > gutter + 1.0);
    let mut zones = Vec::new();
    let mut start = 0;
    for end in 0..=rows.len() {
        if end < rows.len() && !crosses(&rows[end]) {
            continue;
        }
        if is_divided(&rows[start..end], gutter, least, em) {
            zones.push(start..end);
        }
        start = end + 1;
    }
    zones
}

/// Both sides have enough rows, and most of them fill their column: the cells of a table without rules do not.
fn is_divided(rows: &[Vec<Stretch>], gutter: f32, least: f32, em: f32) -> bool {
    let side = |is_left: bool| {
        let on_side = |s: &&Stretch| (s.x1 <= gutter + 1.0) == is_left;
        let extent = |row: &Vec<Stretch>| {
            let own = || row.iter().filter(on_side);
            let x0 = own().map(|s| s.x0).min_by(f32::total_cmp)?;
            let x1 = own().map(|s| s.x1).max_by(f32::total_cmp)?;
            let inked: f32 = own().map(|s| s.x1 - s.x0).sum();
            Some((x0, x1, inked))
        };
        let extents: Vec<(f32, f32, f32)> = rows.iter().filter_map(extent).collect();
        let left = extents.iter().map(|e| e.0).fold(f32::INFINITY, f32::min);
        let right = extents.iter().map(|e| e.1).fold(f32::NEG_INFINITY, f32::max);
        let full = extents.iter().filter(|e| e.2 >= FULL * (right - left)).count();
        // Headings, last lines, and boxes taken out of the page leave few full lines; those are long ones then.
        let long = right - left >= PROSE * em && full >= FEW.max(extents.len() / 5);
        extents.len() >= ROWS && right - left >= least && (full * 2 >= extents.len() || long)
    };
    side(true) && side(false)
}

#[cfg(test)]
mod tests {
    use super::super::direction::set;
    use super::super::line::rows;
    use super::*;

    fn check(chars: &[Char], expected: &[&str]) {
        let strips = reading_order(rows(chars));
        let texts: Vec<String> = strips.iter().map(|s| s.chars.iter().map(|c| c.char).collect()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut chars = set("横贯两栏的标题在这里横贯两栏", 40.0, 20.0);
        for row in 0..6 {
            let base = 40.0 + 20.0 * row as f32;
            chars.extend(set(&format!("左栏文字左栏文{row}"), 0.0, base));
            chars.extend(set(&format!("右栏文字右栏文{row}"), 110.0, base + 1.0));
        }
        let mut expected = vec!["横贯两栏的标题在这里横贯两栏".to_owned()];
        expected.extend((0..6).map(|row| format!("左栏文字左栏文{row}")));
        expected.extend((0..6).map(|row| format!("右栏文字右栏文{row}")));
        check(&chars, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn a_table_without_rules_is_read_row_by_row() {
        let names = ["甲", "乙乙乙乙", "丙丙丙丙丙丙丙丙", "丁丁", "戊戊戊戊", "己己", "庚"];
        let mut chars = Vec::new();
        for (row, name) in names.iter().enumerate() {
            chars.extend(set(name, 0.0, 20.0 * row as f32));
            chars.extend(set(name, 120.0, 20.0 * row as f32));
        }
        check(&chars, &names.map(|name| name.repeat(2)).each_ref().map(String::as_str));
    }

    #[test]
    fn columns_with_few_full_lines_are_columns() {
        // Headings and last lines are short; the lines of prose are long.
        let full = "左栏文字左栏文字左栏文字左栏文字";
        let left =
            ["第一节", full, full, "止于此。", "第二节", full, full, "止。", "第三节", full, full, "止。"];
        let mut chars = Vec::new();
        for (row, text) in left.iter().enumerate() {
            chars.extend(set(text, 0.0, 20.0 * row as f32));
            chars.extend(set(&text.replace('左', "右"), 220.0, 20.0 * row as f32 + 5.0));
        }
        let right = left.map(|text| text.replace('左', "右"));
        let expected: Vec<&str> = left.iter().copied().chain(right.iter().map(String::as_str)).collect();
        check(&chars, &expected);
    }

    #[test]
    fn a_page_number_between_columns_widens_none() {
        let mut chars = Vec::new();
        for row in 0..8 {
            chars.extend(set("左栏文字左栏文字左栏文字左栏文字", 0.0, 20.0 * row as f32));
            chars.extend(set("右栏文字右栏文字右栏文字右栏文字", 190.0, 20.0 * row as f32));
        }
        chars.extend(set("12", 165.0, 200.0));
        let strips = reading_order(rows(&chars));
        let columns: std::collections::BTreeSet<(i32, i32)> =
            strips.iter().filter_map(|s| s.column).map(|(x0, x1)| (x0 as i32, x1 as i32)).collect();
        assert_eq!(Vec::from_iter(columns), [(0, 160), (190, 350)]);
    }

    #[test]
    fn a_tall_heading_beside_two_lines_joins_none() {
        let mut chars: Vec<Char> = set("市数", 0.0, 24.0);
        chars.iter_mut().for_each(|c| (c.size, c.x0, c.x1) = (22.0, 2.2 * c.x0, 2.2 * c.x1));
        chars.extend(set("右栏文字一二", 110.0, 19.0));
        chars.extend(set("右栏文字三四", 110.0, 31.0));
        let texts: Vec<String> =
            rows(&chars).iter().map(|row| row.chars.iter().map(|c| c.char).collect()).collect();
        assert!(texts.iter().all(|text| !(text.contains('二') && text.contains('四'))), "{texts:?}");
    }

    #[test]
    fn page_numbers_of_a_table_of_contents_are_no_column() {
        let mut chars = Vec::new();
        for row in 0..8 {
            chars.extend(set("第一章总则", 0.0, 20.0 * row as f32));
            chars.extend(set("12", 180.0, 20.0 * row as f32));
        }
        check(&chars, &["第一章总则12"; 8]);
    }
}
