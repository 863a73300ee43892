//! Running heads, page numbers and watermarks: what stands at one place of many pages.
//!
//! One page proves nothing; a line is labelled when other pages have the same there, or a number that counts with
//! the pages.

use std::collections::BTreeMap;

use gangyao_text::FurnitureHint;

use super::layout::{Item, PageLayout, PlacedLine};

/// Share of the page's height, at the top and at the bottom, in which heads and feet stand.
const MARGIN: f32 = 0.14;
/// Lines of a margin that are looked at.
const LINES: usize = 3;
/// How far a repeated line may move from page to page.
const DRIFT: f32 = 6.0;

/// A line in a margin.
struct Candidate {
    page: usize,
    item: usize,
    middle: f32,
    /// Its text without white space, numbers as `#`.
    pattern: String,
    number: Option<i64>,
    artifact: bool,
}

/// Labels the furniture of all pages.
pub(super) fn label(pages: &mut [PageLayout]) {
    let mut candidates = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        gather(at, page, &mut candidates);
    }
    let numbers = page_numbers(&candidates);
    let heads = running_heads(&candidates, pages.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let hint = if numbers.contains(&at) || (candidate.artifact && candidate.number.is_some()) {
            FurnitureHint::PageNumber
        } else if heads.contains(&at) || candidate.artifact {
            FurnitureHint::RunningHead
        } else {
            continue;
        };
        if let Item::Line(placed) = &mut pages[candidate.page].items[candidate.item] {
            placed.furniture.get_or_insert(hint);
        }
    }
    label_faint_repeats(pages);
}

fn lines(page: &PageLayout) -> impl Iterator<Item = (usize, &PlacedLine)> {
    page.items.iter().enumerate().filter_map(|(at, item)| match item {
        Item::Line(placed) if placed.elsewhere.is_none() => Some((at, placed)),
        _ => None,
    })
}

fn gather(page_index: usize, page: &PageLayout, out: &mut Vec<Candidate>) {
    let height = page.frame.size().1;
    let mut top: Vec<(usize, &PlacedLine)> =
        lines(page).filter(|(_, placed)| placed.line.middle() < MARGIN * height).collect();
    let mut bottom: Vec<(usize, &PlacedLine)> =
        lines(page).filter(|(_, placed)| placed.line.middle() > (1.0 - MARGIN) * height).collect();
    top.sort_by(|a, b| a.1.line.middle().total_cmp(&b.1.line.middle()));
    bottom.sort_by(|a, b| b.1.line.middle().total_cmp(&a.1.line.middle()));
    for (item, placed) in top.into_iter().take(LINES).chain(bottom.into_iter().take(LINES)) {
        let text = &placed.line.text;
        out.push(Candidate {
            page: page_index,
            item,
            middle: placed.line.middle(),
            pattern: pattern(text),
            number: page_number(text),
            artifact: placed.line.artifact,
        });
    }
}

fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() {
            if !pattern.ends_with('#') {
                pattern.push('#');
            }
        } else {
            pattern.push(c);
        }
    }
    pattern
}

/// The number of `12`, `— 12 —`, `第 12 页 共 80 页`, `12/80`, `xii`.
fn page_number(text: &str) -> Option<i64> {
    let decoration = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '—'
                    | '–'
                    | '－'
                    | '―'
                    | '─'
                    | '·'
                    | '•'
                    | '~'
                    | '|'
                    | '('
                    | ')'
                    | '（'
                    | '）'
                    | '第'
                    | '页'
            )
    };
    let core = text.trim_matches(decoration);
    let digits = core.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let (number, rest) = core.split_at(digits);
        let rest = rest.trim_start_matches(|c: char| decoration(c) || matches!(c, '共' | '/' | '，' | ','));
        let is_total = rest.is_empty() || (rest.len() <= 5 && rest.bytes().all(|byte| byte.is_ascii_digit()));
        return if is_total && digits <= 4 { number.parse().ok() } else { None };
    }
    roman(core)
}

fn roman(text: &str) -> Option<i64> {
    let value = |c: char| match c.to_ascii_lowercase() {
        'i' | 'Ⅰ' => Some(1),
        'v' | 'Ⅴ' => Some(5),
        'x' | 'Ⅹ' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let values: Vec<i64> = text.chars().map(value).collect::<Option<_>>()?;
    if values.is_empty() || values.len() > 8 {
        return None;
    }
    let signed = |(at, &value): (usize, &i64)| {
        if values.get(at + 1).is_some_and(|&next| next > value) { -value } else { value }
    };
    Some(values.iter().enumerate().map(signed).sum())
}

/// Numbers that count with the pages: another page's number has the same distance from its page. The numbering may
/// begin anew behind the table of contents.
fn page_numbers(candidates: &[Candidate]) -> Vec<usize> {
    let mut by_offset: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if let Some(number) = candidate.number {
            by_offset.entry(number - candidate.page as i64).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for members in by_offset.values() {
        let page = |at: &usize| candidates[*at].page;
        let pages = members.chunk_by(|a, b| page(a) == page(b)).count();
        if pages >= 2 {
            found.extend(members);
        }
    }
    found.sort_unstable();
    found
}

/// Lines that at least three pages, and a tenth of them all, have at one place.
fn running_heads(candidates: &[Candidate], pages: usize) -> Vec<usize> {
    let mut by_pattern: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        // Lines that nothing is known of are all alike.
        if candidate.pattern.chars().all(|c| c == char::REPLACEMENT_CHARACTER) {
            continue;
        }
        by_pattern.entry(&candidate.pattern).or_default().push(at);
    }
    let mut found = Vec::new();
    for members in by_pattern.values_mut() {
        members.sort_by(|&a, &b| candidates[a].middle.total_cmp(&candidates[b].middle));
        for place in members.chunk_by(|&a, &b| candidates[b].middle - candidates[a].middle <= DRIFT) {
            if place.len() >= 3 && place.len() * 10 >= pages {
                found.extend_from_slice(place);
            }
        }
    }
    found.sort_unstable();
    found
}

/// Faint text at one place of at least half of the pages is a watermark, wherever it stands.
fn label_faint_repeats(pages: &mut [PageLayout]) {
    let mut counts: BTreeMap<(String, i32), usize> = BTreeMap::new();
    let key = |placed: &PlacedLine| (pattern(&placed.line.text), (placed.line.middle() / DRIFT) as i32);
    for page in pages.iter() {
        for (_, placed) in lines(page).filter(|(_, placed)| placed.line.faint) {
            *counts.entry(key(placed)).or_default() += 1;
        }
    }
    let least = (pages.len() / 2).max(3);
    counts.retain(|_, count| *count >= least);
    if counts.is_empty() {
        return;
    }
    for page in pages {
        for item in &mut page.items {
            if let Item::Line(placed) = item
                && placed.line.faint
                && counts.contains_key(&key(placed))
            {
                placed.furniture.get_or_insert(FurnitureHint::Watermark);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::backend::Rect;
    use super::super::direction::Frame;
    use super::super::line::Line;
    use super::*;
    use gangyao_text::Direction;

    fn page(lines: &[(&str, f32)]) -> PageLayout {
        let item = |&(text, y): &(&str, f32)| {
            let line =
                Line { text: text.to_owned(), rect: Rect::new(90.0, y, 400.0, y + 12.0), ..Line::default() };
            Item::Line(PlacedLine { line, area: None, furniture: None, elsewhere: None })
        };
        let size = (595.0, 842.0);
        PageLayout {
            size,
            frame: Frame::new(Direction::Right, size),
            items: lines.iter().map(item).collect(),
            ocr: false,
        }
    }

    fn check(mut pages: Vec<PageLayout>, expected: &[&[Option<FurnitureHint>]]) {
        label(&mut pages);
        let hints: Vec<Vec<Option<FurnitureHint>>> =
            pages.iter().map(|page| lines(page).map(|(_, placed)| placed.furniture).collect()).collect();
        assert_eq!(hints, expected);
    }

    #[test]
    fn numbers_that_count_with_the_pages() {
        const NUMBER: Option<FurnitureHint> = Some(FurnitureHint::PageNumber);
        let pages = vec![
            page(&[("正文一", 400.0), ("— 5 —", 800.0)]),
            page(&[("2030", 400.0), ("— 6 —", 800.0)]),
            page(&[("2030", 800.0)]),
        ];
        check(pages, &[&[None, NUMBER], &[None, NUMBER], &[None]]);
    }

    #[test]
    fn heads_that_repeat() {
        const HEAD: Option<FurnitureHint> = Some(FurnitureHint::RunningHead);
        let of = |text: &str, body: &str| page(&[(text, 40.0), (body, 90.0)]);
        let pages = vec![
            of("某市规划纲要", "甲"),
            of("某市规划纲要", "乙"),
            of("某市规划纲要", "丙"),
            of("别的", "丁"),
        ];
        check(pages, &[&[HEAD, None], &[HEAD, None], &[HEAD, None], &[None, None]]);
    }

    #[test]
    fn ways_of_writing_a_page_number() {
        for (text, number) in [
            ("12", Some(12)),
            ("— 12 —", Some(12)),
            ("－ 3 －", Some(3)),
            ("第 7 页 共 80 页", Some(7)),
            ("7 / 80", Some(7)),
            ("xiv", Some(14)),
            ("2026年4月", None),
            ("12.5%", None),
            ("一", None),
        ] {
            assert_eq!(page_number(text), number, "{text}");
        }
    }
}
