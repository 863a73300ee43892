//! Cells so narrow that numbers break in them: ≥1 / 0 is ≥10, but 85 / 90 are two numbers.
//!
//! What enters are the lines of a cell as they are printed, and how wide the widest line of its column is; what leaves is
//! the cell's text. A line was broken inside a word where the word's next character found no room.

use gangyao_normaliser::{Joined, JoinedBuilder};
use gangyao_text::NormRange;

/// The widest line that each column prints, in hundredths of half a Han character.
pub(super) struct Widths(Vec<u32>);

impl Widths {
    /// Of cells, each with its first column and the number of its columns; those over several columns prove nothing.
    pub(super) fn of(norm_text: &str, cells: impl Iterator<Item = (NormRange, u32, u32)>) -> Self {
        let mut widths = Vec::new();
        for (range, col, _) in cells.filter(|&(.., columns)| columns == 1) {
            let col = (col as usize).min(MOST_COLUMNS);
            if widths.len() <= col {
                widths.resize(col + 1, 0);
            }
            let widest = range.of(norm_text).lines().map(width).max().unwrap_or(0);
            widths[col] = widths[col].max(widest);
        }
        Self(widths)
    }

    fn of_column(&self, col: u32) -> u32 {
        self.0.get(col as usize).copied().unwrap_or(u32::MAX)
    }
}

/// Columns further to the right share a width.
const MOST_COLUMNS: usize = 255;

/// The text of a cell of the column `col`, which prints `stretches`.
pub(super) fn text(
    norm_text: &str,
    stretches: impl Iterator<Item = NormRange>,
    col: u32,
    widths: &Widths,
) -> Joined {
    let widest = widths.of_column(col);
    let mut builder = JoinedBuilder::new(norm_text);
    for stretch in stretches {
        let (mut from, mut at, mut goes_on) = (stretch.start as usize, stretch.start as usize, false);
        let mut add = |from: usize, to: usize, goes_on: bool| {
            let range = NormRange::from_usize(from, to);
            if goes_on {
                builder.push_on(range);
            } else {
                builder.push(range);
            }
        };
        let mut above = "";
        for line in stretch.of(norm_text).split('\n') {
            if breaks_a_word(above, line.trim(), widest) {
                add(from, at, goes_on);
                (from, goes_on) = (at, true);
            }
            above = line.trim();
            at += line.len() + 1;
        }
        add(from, stretch.end as usize, goes_on);
    }
    builder.finish()
}

/// Figures or capitals on both sides of a line's end, of which the first below found no room above.
fn breaks_a_word(above: &str, below: &str, widest: u32) -> bool {
    let of_number = |c: char| c.is_ascii_digit() || c == '.';
    let (Some(last), Some(first)) = (above.chars().next_back(), below.chars().next()) else { return false };
    let one = of_number(last) && (of_number(first) || first == '%')
        || last.is_ascii_uppercase() && first.is_ascii_uppercase();
    // No number ends with a point.
    let open = last == '.' && first.is_ascii_digit();
    // 95 / 左右 is the value 95左右.
    let measured = last.is_ascii_digit() && gangyao_text::is_han(first);
    open || measured || one && width(above) + char_width(first) > widest
}

fn width(line: &str) -> u32 {
    line.trim().chars().map(char_width).sum()
}

/// About how wide a character is printed, in hundredths of half a Han character. Brackets lose their blank half at an edge.
const fn char_width(c: char) -> u32 {
    match c {
        ' ' => 0,
        '.' | ',' | ':' | ';' | '\'' | '|' => 50,
        'A'..='Z' | '%' | '@' => 140,
        '（' | '）' | '〔' | '〕' | '［' | '］' | '《' | '》' | '“' | '”' | '，' | '。' | '、' => {
            100
        }
        _ if c.is_ascii() => 100,
        _ => 200,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second cell of a column, beside a first one.
    fn check(first: &str, second: &str, expected: &str) {
        let norm = format!("{first}\n{second}");
        let ranges =
            [NormRange::from_usize(0, first.len()), NormRange::from_usize(first.len() + 1, norm.len())];
        let widths = Widths::of(&norm, ranges.iter().map(|&range| (range, 0, 1)));
        assert_eq!(text(&norm, [ranges[1]].into_iter(), 0, &widths).text(), expected);
    }

    #[test]
    fn a_number_without_room_goes_on() {
        check("〔\n3.4\n〕", "≥1\n0", "≥10");
        check("〔\n3.4\n〕", "<5.\n5", "<5.5");
        check("203\n0年", "71.\n5", "71.5");
        check("〔1\n.2", "与\nGD\nP\n增\n长", "与 GDP 增长");
        check("〔\n3.4\n〕", "9.\n5%", "9.5%");
        check("58.6", "〔32\n〕\n202\n5年", "〔32〕2025年");
        check("拥有 3", "总值\n（GD\nP）增\n长", "总值（GDP）增长");
    }

    #[test]
    fn numbers_with_room_are_two() {
        check("2030年目标", "85\n90", "85 90");
        check("2030年目标", "GDP\nR&D", "GDP R&D");
        check("指标名称", "空气质量（AQI\n）优良", "空气质量（AQI）优良");
    }
}
