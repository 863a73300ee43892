//! Lines that are not content: page numbers, running heads, watermarks, and what the format itself marks.
//!
//! A page number proves itself by its dashes (— 12 —), or, where it is a bare number, by its place in a chain that
//! runs through the document page by page.

use std::collections::BTreeMap;

use gangyao_text::FurnitureHint;

use crate::Furniture;
use crate::lines::Lines;

/// Lines between two bare page numbers, at the least: closer ones are cells of a table.
const PAGE_LINES: usize = 12;
/// Bytes between two of them, at the least: lines of a table are short.
const PAGE_BYTES: u32 = 600;
/// A bare number is a page number only in a chain of so many.
const CHAIN: usize = 3;
/// A running head is short, and printed on so many pages.
const HEAD_WIDTH: u32 = 80;
const HEAD_REPEATS: usize = 3;

/// Furniture by line; `None` for all other lines.
pub(crate) fn find(lines: &Lines<'_>) -> Vec<Option<Furniture>> {
    let mut found = vec![None; lines.len()];
    for (line, slot) in found.iter_mut().enumerate() {
        let text = lines.text(line);
        *slot = hinted(lines, line)
            .or_else(|| is_marked_page_number(text).then_some(Furniture::PageNumber))
            .or_else(|| is_blank_mark(text).then_some(Furniture::BlankMark))
            .or_else(|| is_archive_mark(text).then_some(Furniture::Watermark));
    }
    // Row numbers count up like page numbers, and 预期性 repeats like a running head.
    let mut in_table = vec![false; lines.len()];
    for zone in crate::table::flat_zones(lines.len(), &|line| lines.text(line)) {
        in_table[zone].fill(true);
    }
    bare_page_numbers(lines, &in_table, &mut found);
    running_heads(lines, &in_table, &mut found);
    found
}

fn hinted(lines: &Lines<'_>, line: usize) -> Option<Furniture> {
    Some(match lines.layout(line).furniture? {
        FurnitureHint::RunningHead => Furniture::RunningHead,
        FurnitureHint::PageNumber => Furniture::PageNumber,
        FurnitureHint::Watermark => Furniture::Watermark,
        FurnitureHint::SiteMenu => Furniture::SiteMenu,
        FurnitureHint::Unrelated => Furniture::Unrelated,
    })
}

/// — 12 —, - 12 -, ·12·, 第 12 页, 第12页 共90页, -12-.
fn is_marked_page_number(text: &str) -> bool {
    if text.is_empty() || text.len() > 40 {
        return false;
    }
    let inner = text.trim_matches(|c: char| c.is_whitespace() || is_dash(c));
    let dashed = text.len() - inner.len() >= 2 && text.starts_with(is_dash) && text.ends_with(is_dash);
    if dashed && is_page_number(inner) {
        return true;
    }
    let Some(rest) = inner.strip_prefix('第') else { return false };
    let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let Some(rest) = rest.strip_prefix('页') else { return false };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '共' | '页' | '/' | ',' | '，'));
    rest.is_empty() || is_page_number(rest)
}

const fn is_dash(c: char) -> bool {
    matches!(c, '—' | '－' | '-' | '–' | '―' | '─' | '·' | '~' | '～' | '•' | '\u{2212}')
}

fn is_page_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// （此页无正文）
fn is_blank_mark(text: &str) -> bool {
    text.len() < 60 && (text.contains("此页无正文") || text.contains("本页无正文"))
}

/// Footers that an archive prints on each page of a scanned journal.
fn is_archive_mark(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"Electronic Publishing House").is_some()
        || text.len() < 80 && memchr::memmem::find(text.as_bytes(), b"www.cnk").is_some()
}

/// Bare numbers that count up page by page: 1, 2, 3 with a page of text between them.
fn bare_page_numbers(lines: &Lines<'_>, in_table: &[bool], found: &mut [Option<Furniture>]) {
    let mut chains: Vec<Vec<(usize, u32)>> = Vec::new();
    let mut printed = 0usize;
    let mut printed_at: BTreeMap<usize, usize> = BTreeMap::new();
    for line in 0..lines.len() {
        let text = lines.text(line);
        if text.is_empty() {
            continue;
        }
        printed += 1;
        if found[line].is_some() || in_table[line] || !is_page_number(text) {
            continue;
        }
        let number = text.bytes().fold(0u32, |n, b| n * 10 + u32::from(b - b'0'));
        printed_at.insert(line, printed);
        // Only the latest chains can go on: the number of open chains stays small.
        let fits = chains.iter_mut().rev().take(8).find(|chain| {
            let &(last_line, last) = chain.last().expect("a chain starts with a number");
            let far = lines.all[line].range.start - lines.all[last_line].range.end >= PAGE_BYTES;
            (1..=2).contains(&number.wrapping_sub(last))
                && far
                && printed - printed_at[&last_line] >= PAGE_LINES
        });
        match fits {
            Some(chain) => chain.push((line, number)),
            None => chains.push(vec![(line, number)]),
        }
    }
    for chain in chains.iter().filter(|chain| chain.len() >= CHAIN) {
        for &(line, _) in chain {
            found[line] = Some(Furniture::PageNumber);
        }
    }
}

/// The same short line beside the page numbers of several pages.
fn running_heads(lines: &Lines<'_>, in_table: &[bool], found: &mut [Option<Furniture>]) {
    let is_edge = |line: usize| matches!(found[line], Some(Furniture::PageNumber | Furniture::Watermark));
    let mut seen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for edge in (0..lines.len()).filter(|&line| is_edge(line)) {
        let before = (0..edge).rev().find(|&line| !lines.all[line].is_blank());
        let after = (edge + 1..lines.len()).find(|&line| !lines.all[line].is_blank());
        for line in before.into_iter().chain(after) {
            if found[line].is_none()
                && !in_table[line]
                && lines.all[line].width <= HEAD_WIDTH
                && may_be_running_head(lines.text(line))
            {
                seen.entry(lines.text(line)).or_default().push(line);
            }
        }
    }
    let heads: BTreeMap<&str, usize> = seen
        .into_iter()
        .filter(|(_, places)| places.len() >= HEAD_REPEATS)
        .map(|(text, places)| (text, places.len()))
        .collect();
    if heads.is_empty() {
        return;
    }
    // A line that mostly stands elsewhere is text that happens to come last on some pages.
    let mut all: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for line in 0..lines.len() {
        if let Some((&head, _)) = heads.get_key_value(lines.text(line)) {
            all.entry(head).or_default().push(line);
        }
    }
    for (head, places) in all {
        if places.len() <= 2 * heads[head] {
            places.into_iter().for_each(|line| found[line] = Some(Furniture::RunningHead));
        }
    }
}

/// A repeated box title or table head is content, and so is a sentence.
fn may_be_running_head(text: &str) -> bool {
    !text.starts_with("专栏") && !text.contains(['。', '；', '\t']) && crate::numbering::label(text).is_none()
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn check(text: &str, expected: &[(usize, Furniture)]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let found: Vec<_> = find(&lines).into_iter().enumerate().filter_map(|(i, f)| Some((i, f?))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn page_numbers_between_dashes() {
        check(
            "前\n— 12 —\n后\n- 3 -\n第 4 页\n第5页 共90页",
            &[
                (1, Furniture::PageNumber),
                (3, Furniture::PageNumber),
                (4, Furniture::PageNumber),
                (5, Furniture::PageNumber),
            ],
        );
        check("5—10\n—创新引领", &[]);
    }

    #[test]
    fn bare_numbers_count_only_in_a_chain() {
        let page = "正文正文正文正文正文正文\n".repeat(20);
        let text = format!("{page}1\n{page}2\n{page}3\n{page}");
        check(
            &text,
            &[(20, Furniture::PageNumber), (41, Furniture::PageNumber), (62, Furniture::PageNumber)],
        );
        check("1\n甲\n2\n乙\n3\n丙\n4\n丁", &[]);
    }

    #[test]
    fn running_heads_stand_beside_page_numbers() {
        let page = |n: usize| format!("某市规划纲要\n正文{n}，\n— 1 —\n");
        check(
            &[page(1), page(2), page(3), page(4)].concat(),
            &[
                (0, Furniture::RunningHead),
                (2, Furniture::PageNumber),
                (3, Furniture::RunningHead),
                (5, Furniture::PageNumber),
                (6, Furniture::RunningHead),
                (8, Furniture::PageNumber),
                (9, Furniture::RunningHead),
                (11, Furniture::PageNumber),
            ],
        );
    }
}
