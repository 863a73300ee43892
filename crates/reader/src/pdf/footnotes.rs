//! Notes at the foot of a page, which stand between the two halves of a paragraph that goes on on the next page.
//!
//! A note proves itself by its mark: raised in the text of its page (规划①), and again before the note, in smaller print
//! than the text, with nothing but notes and a page number below it. Each column of a page has notes of its own.

use gangyao_text::FurnitureHint;

use super::layout::{Item, PageLayout, PlacedLine};
use super::line::Line;

/// Print of a note beside that of the text.
const SMALLER: f32 = 0.92;

/// Labels the notes of all pages, and the marks that only their notes prove: a raised number behind a letter (PFlops¹) may
/// be a power.
pub(super) fn label(pages: &mut [PageLayout]) {
    for page in pages {
        for area in areas(page) {
            let Some(first) = first_note(page, area) else { continue };
            let mut numbers: Vec<String> = Vec::new();
            for item in &mut page.items[first..] {
                if let Item::Line(placed) = item
                    && placed.area == area
                {
                    placed.furniture.get_or_insert(FurnitureHint::Footnote);
                    let digits = bare(&placed.line.text).bytes().take_while(u8::is_ascii_digit).count();
                    numbers.push(bare(&placed.line.text)[..digits].to_owned());
                }
            }
            for item in &mut page.items[..first] {
                if let Item::Line(placed) = item {
                    prove(&mut placed.line, &numbers);
                }
            }
        }
    }
}

/// Makes marks of the raised numbers of a line that have a note.
fn prove(line: &mut Line, numbers: &[String]) {
    let has_note = |range: &std::ops::Range<usize>| {
        range.start > 0 && line.text.get(range.clone()).is_some_and(|mark| numbers.iter().any(|n| n == mark))
    };
    let proven: Vec<_> = line.raised.iter().filter(|range| has_note(range)).cloned().collect();
    line.raised.retain(|range| !proven.contains(range));
    line.marks.extend(proven);
    line.marks.sort_by_key(|range| range.start);
}

/// Left and right edge of a column; `None` for the page's own text area.
type Area = Option<(f32, f32)>;

/// The areas of a page's lines, in reading order.
fn areas(page: &PageLayout) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for item in &page.items {
        if let Item::Line(placed) = item
            && !areas.contains(&placed.area)
        {
            areas.push(placed.area);
        }
    }
    areas
}

/// Index of the item with which the notes of an area begin.
fn first_note(page: &PageLayout, area: Area) -> Option<usize> {
    let body = |placed: &PlacedLine| placed.furniture.is_none() && placed.elsewhere.is_none();
    let lines = || {
        page.items.iter().enumerate().filter_map(|(at, item)| match item {
            Item::Line(placed) if body(placed) => Some((at, placed)),
            _ => None,
        })
    };
    let size = main_size(lines().map(|(_, placed)| placed))?;
    // From the foot upwards: small lines, as far as they go. A table or a picture below them is no note.
    let mut start = None;
    for (at, item) in page.items.iter().enumerate().rev() {
        match item {
            Item::Line(placed) if !body(placed) => {}
            // What stands in other columns, or across the page, is read before or after the column.
            Item::Line(placed) if placed.area != area && area.is_some() => {}
            Item::Table(_) | Item::Picture(_) | Item::Frame(_) if area.is_some() => {}
            Item::Line(placed) if placed.area != area => break,
            Item::Line(placed) if placed.line.size <= SMALLER * size => start = Some(at),
            _ => break,
        }
    }
    // Notes may be as large as the text, where a raised number begins them.
    let start = start.or_else(|| raised_note(page, area))?;
    let marks: Vec<&str> = lines()
        .take_while(|(at, _)| *at < start)
        .flat_map(|(_, placed)| {
            let raised = placed.line.raised.iter().filter(|range| range.start > 0);
            placed.line.marks.iter().chain(raised).filter_map(|mark| placed.line.text.get(mark.clone()))
        })
        .map(bare)
        .collect();
    let note = |placed: &PlacedLine| {
        let text = bare(&placed.line.text);
        marks.iter().any(|mark| text.strip_prefix(mark).is_some_and(|rest| !continues(mark, rest)))
    };
    lines().find(|(at, placed)| *at >= start && placed.area == area && note(placed)).map(|(at, _)| at)
}

/// The first line of an area that a raised number begins, if nothing but lines stands below it.
fn raised_note(page: &PageLayout, area: Area) -> Option<usize> {
    let is_line = |item: &Item| area.is_some() || matches!(item, Item::Line(_));
    let from = page.items.iter().rposition(|item| !is_line(item)).map_or(0, |at| at + 1);
    let opens = |item: &Item| matches!(item, Item::Line(placed) if placed.area == area && placed.line.raised.iter().any(|range| range.start == 0));
    page.items[from..].iter().position(opens).map(|at| from + at)
}

/// A mark without its brackets.
fn bare(text: &str) -> &str {
    let bracket = |c: char| {
        c.is_whitespace() || matches!(c, '[' | ']' | '〔' | '〕' | '【' | '】' | '(' | ')' | '（' | '）')
    };
    text.trim_matches(bracket)
}

/// The mark 1 does not begin the note 12.
fn continues(mark: &str, rest: &str) -> bool {
    mark.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// The size of most of the text.
fn main_size<'a>(lines: impl Iterator<Item = &'a PlacedLine>) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> =
        lines.map(|placed| (placed.line.size, placed.line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|size| size.1).sum::<usize>() / 2;
    let mut below = 0;
    sizes
        .into_iter()
        .find(|(_, length)| {
            below += length;
            below > half
        })
        .map(|(size, _)| size)
}

#[cfg(test)]
mod tests {
    use gangyao_text::Direction;

    use super::super::backend::Rect;
    use super::super::direction::Frame;
    use super::*;

    /// A page of lines: text, size, and the raised mark in it.
    fn check(lines: &[(&str, f32, &str)], notes: &[&str]) {
        let lines: Vec<_> = lines.iter().map(|&(text, size, mark)| (text, size, mark, None)).collect();
        check_columns(&lines, notes);
    }

    fn check_columns(lines: &[(&str, f32, &str, Area)], notes: &[&str]) {
        let item = |(at, &(text, size, mark, area)): (usize, &(&str, f32, &str, Area))| {
            let y = 40.0 + 20.0 * at as f32;
            let marks = text.find(mark).filter(|_| !mark.is_empty()).map(|at| at..at + mark.len());
            let line = Line {
                text: text.to_owned(),
                size,
                rect: Rect::new(90.0, y, 400.0, y + size),
                marks: marks.into_iter().collect(),
                ..Line::default()
            };
            Item::Line(PlacedLine { line, area, furniture: None, elsewhere: None })
        };
        let size = (595.0, 842.0);
        let items = lines.iter().enumerate().map(item).collect();
        let mut pages = [PageLayout { size, frame: Frame::new(Direction::Right, size), items, ocr: false }];
        label(&mut pages);
        let found: Vec<&str> = pages[0]
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Line(placed) if placed.furniture == Some(FurnitureHint::Footnote) => {
                    Some(placed.line.text.as_str())
                }
                _ => None,
            })
            .collect();
        assert_eq!(found, notes);
    }

    #[test]
    fn small_lines_with_the_mark_of_a_word_are_notes() {
        let text = "实施“四有”①工作，加强文物保护，推动高质量发展，";
        check(
            &[
                (text, 16.0, "①"),
                ("健全“两线”②管理，完善机制，落实责任，形成", 16.0, "②"),
                ("① “四有”工作是指划定必要的保护范围、", 9.0, "①"),
                ("作出标志说明。", 9.0, ""),
                ("② “两线”是指保护范围。", 9.0, "②"),
            ],
            &["① “四有”工作是指划定必要的保护范围、", "作出标志说明。", "② “两线”是指保护范围。"],
        );
        check(&[(text, 16.0, "①"), ("① 一般工作", 16.0, ""), ("正文继续如此", 16.0, "")], &[]);
    }

    /// A line whose text is `text`, with raised numbers at these places.
    fn raised(text: &str, at: &[usize]) -> Item {
        let raised = at.iter().map(|&at| at..at + 1).collect();
        let line = Line { text: text.to_owned(), size: 16.0, raised, ..Line::default() };
        Item::Line(PlacedLine { line, area: None, furniture: None, elsewhere: None })
    }

    #[test]
    fn a_note_proves_a_number_behind_a_letter_and_needs_no_smaller_print() {
        let size = (595.0, 842.0);
        let check = |lines: Vec<Item>, notes: usize, marks: usize| {
            let mut pages =
                [PageLayout { size, frame: Frame::new(Direction::Right, size), items: lines, ocr: false }];
            label(&mut pages);
            let found = |of: &dyn Fn(&PlacedLine) -> usize| -> usize {
                pages[0].items.iter().map(|item| if let Item::Line(p) = item { of(p) } else { 0 }).sum()
            };
            assert_eq!(found(&|p| usize::from(p.furniture.is_some())), notes);
            assert_eq!(found(&|p| p.line.marks.len()), marks);
        };
        let text = "500PFlops1以上";
        check(vec![raised(text, &[9]), raised("1 每秒一千万亿次运算。", &[0])], 1, 1);
        // Without the note it is a power.
        check(vec![raised(text, &[9]), raised("推动高质量发展。", &[])], 0, 0);
        check(vec![raised(text, &[9]), raised("2 每秒一千万亿次运算。", &[0])], 0, 0);
    }

    #[test]
    fn each_column_has_its_notes() {
        let (left, right) = (Some((90.0, 280.0)), Some((310.0, 500.0)));
        let prose = "坚持稳中求进工作总基调，推动高质量发展，";
        check_columns(
            &[
                ("某市规划", 22.0, "", None),
                ("实施“四有”①工作，加强文物保护，推动", 12.0, "①", left),
                (prose, 12.0, "", left),
                ("① “四有”工作是指划定范围。", 9.0, "①", left),
                (prose, 12.0, "", right),
                ("健全“两线”②管理，完善机制。", 12.0, "②", right),
                ("② “两线”是指保护范围。", 9.0, "②", right),
            ],
            &["① “四有”工作是指划定范围。", "② “两线”是指保护范围。"],
        );
        check_columns(
            &[
                ("实施“四有”①工作，加强文物保护，推动", 12.0, "①", left),
                (prose, 12.0, "", left),
                (prose, 12.0, "", right),
                ("① “四有”工作是指划定范围。", 9.0, "①", None),
            ],
            &["① “四有”工作是指划定范围。"],
        );
    }

    #[test]
    fn small_print_without_a_mark_in_the_text_is_none() {
        check(
            &[("坚持稳中求进工作总基调，推动高质量发展。", 16.0, ""), ("① 数据来自统计局。", 9.0, "")],
            &[],
        );
        check(
            &[
                ("全年生产总值[1]增长百分之五，财政收入增长百分之四。", 16.0, "[1]"),
                ("12 个县完成。", 9.0, ""),
            ],
            &[],
        );
        check(
            &[
                ("全年生产总值[1]增长百分之五，财政收入增长百分之四。", 16.0, "[1]"),
                ("[1]初步统计数。", 9.0, ""),
            ],
            &["[1]初步统计数。"],
        );
    }
}
