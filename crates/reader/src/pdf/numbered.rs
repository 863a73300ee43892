//! Line numbers, which drafts have beside their lines.
//!
//! Every line of the page has one, each one more than the line above, at one edge, left of a block of running text. What
//! enters are the rows of a page; what leaves are the numbers, taken out of them.

use super::direction::Char;
use super::line::{Row, Stretch, stretches};

/// So many rows must have a number.
const ROWS: usize = 4;
/// How far apart the edges of the numbers may lie, in points.
const EDGE: f32 = 3.0;
/// Gap between a number and its line, in ems of the line.
const GAP: f32 = 0.5;
/// A gap inside a line, in ems, that parts two columns of a table.
const COLUMN: f32 = 1.2;

/// A number at the start of a row.
#[derive(Clone, Copy, Debug)]
struct Number {
    row: usize,
    /// How many characters of the row it takes, white space before it included.
    chars: usize,
    value: u32,
    x0: f32,
    x1: f32,
}

/// Takes the line numbers out of the rows; nothing where the rows have none.
pub(super) fn take_numbers(rows: &mut Vec<Row>) -> Vec<Vec<Char>> {
    let numbers: Vec<Number> =
        rows.iter().enumerate().filter_map(|(at, row)| number(at, &row.chars)).collect();
    let chain = numbers
        .chunk_by(|above, below| above.value + 1 == below.value)
        .max_by_key(|chain| chain.len())
        .unwrap_or_default();
    if !are_line_numbers(rows, chain) {
        return Vec::new();
    }
    let taken = chain.iter().map(|number| rows[number.row].chars.drain(..number.chars).collect()).collect();
    rows.retain(|row| !row.chars.is_empty());
    taken
}

fn number(row: usize, chars: &[Char]) -> Option<Number> {
    let skip = chars.iter().take_while(|c| c.char.is_whitespace()).count();
    // 44 | 35处: the line may begin with a number too.
    let near = |pair: &[Char]| pair[1].char.is_ascii_digit() && pair[1].x0 - pair[0].x1 < GAP * pair[1].size;
    let is_number = chars.get(skip).is_some_and(|c| c.char.is_ascii_digit());
    let digits =
        usize::from(is_number) + chars[skip..].windows(2).take_while(|pair| is_number && near(pair)).count();
    let (first, last) = (chars.get(skip)?, chars.get((skip + digits).checked_sub(1)?)?);
    if !(1..=4).contains(&digits) {
        return None;
    }
    let next = chars[skip + digits..].iter().find(|c| !c.char.is_whitespace());
    if next.is_some_and(|next| next.x0 - last.x1 < GAP * next.size) {
        return None;
    }
    let value =
        chars[skip..skip + digits].iter().fold(0, |sum, c| sum * 10 + c.char.to_digit(10).unwrap_or(0));
    Some(Number { row, chars: skip + digits, value, x0: first.x0, x1: last.x1 })
}

/// The numbers stand at one edge and leave out hardly a row, and their rows are running text: most of them reach the right
/// edge without a gap. The rows of a list end anywhere, those of a table have gaps.
fn are_line_numbers(rows: &[Row], chain: &[Number]) -> bool {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return false };
    let spread = |edge: fn(&Number) -> f32| {
        let edges = || chain.iter().map(edge);
        edges().fold(f32::MIN, f32::max) - edges().fold(f32::MAX, f32::min)
    };
    let between = last.row + 1 - first.row;
    if chain.len() < ROWS
        || between * 10 > chain.len() * 11
        || spread(|number| number.x0) > EDGE && spread(|number| number.x1) > EDGE
    {
        return false;
    }
    let texts: Vec<Stretch> = chain
        .iter()
        .filter_map(|number| match stretches(&rows[number.row].chars[number.chars..], COLUMN)[..] {
            [only] => Some(only),
            _ => None,
        })
        .collect();
    let right = texts.iter().map(|text| text.x1).fold(f32::MIN, f32::max);
    let em = rows[first.row].chars.last().map_or(0.0, |c| c.size);
    let full = texts.iter().filter(|text| right - text.x1 < 2.0 * em && text.x1 - text.x0 > 15.0 * em);
    full.count() * 2 > chain.len()
}

#[cfg(test)]
mod tests {
    use super::super::direction::set;
    use super::super::line::rows;
    use super::*;

    /// Lines with their numbers 40 points left of them: what is left of the lines, and the numbers that were taken.
    fn check(lines: &[(&str, &str)], expected: usize) {
        let mut chars = Vec::new();
        for (at, (number, text)) in lines.iter().enumerate() {
            let base = 100.0 + 16.0 * at as f32;
            chars.extend(set(number, 60.0 - 10.0 * number.len() as f32, base));
            chars.extend(set(text, 100.0, base));
        }
        let mut rows = rows(&chars);
        let taken = take_numbers(&mut rows);
        assert_eq!(taken.len(), expected);
        let text = |chars: &[Char]| chars.iter().map(|c| c.char).collect::<String>();
        if expected > 0 {
            assert_eq!(
                rows.iter().map(|row| text(&row.chars)).collect::<Vec<_>>(),
                lines.iter().map(|l| l.1).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn numbers_beside_running_text_are_taken_out() {
        let full = "坚持稳中求进工作总基调推动高质量发展保障和改善民生";
        let numbers = ["7", "8", "9", "10", "11", "12", "13", "14", "15", "16"];
        let mut lines = numbers.map(|number| (number, full));
        lines[4].1 = "第一章总则";
        lines[6].1 = "35处冷藏设施，新增静态库容3万吨推动高质量发展保";
        check(&lines, 10);
        // A list counts its rows too, but they end anywhere.
        let names = [
            "水利工程",
            "道路改造工程",
            "桥",
            "学校迁建",
            "医院",
            "公园",
            "管网",
            "水厂",
            "市场",
            "车站扩建",
        ];
        let list: Vec<(&str, &str)> = numbers.into_iter().zip(names).collect();
        check(&list, 0);
        // The columns of a table reach the right edge too.
        check(&numbers.map(|number| (number, "某建设工程              某局某建设单位及其责任人")), 0);
    }
}
