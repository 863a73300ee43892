//! Page numbers without marks, and running heads: what stands at the edges of pages.
//!
//! What enters are the lines with the furniture that shows itself, what leaves is added to it.

use std::collections::BTreeMap;

use super::marks::is_page_number;
use crate::Furniture;
use crate::lines::Lines;
use crate::shape::{Ending, ending};

/// Lines between two bare page numbers, at the least: closer ones are cells of a table.
const PAGE_LINES: usize = 12;
/// Bytes between two of them, at the least: lines of a table are short.
const PAGE_BYTES: u32 = 600;
/// Lines between two numbers that stand in the middle of their lines, at the least.
const SHORT_PAGE: usize = 4;
/// Columns of white space before such a number, at the least.
const MIDDLE: u32 = 16;
/// A bare number is a page number only in a chain of so many.
const CHAIN: usize = 3;
/// A running head is short, and printed on so many pages.
const HEAD_WIDTH: u32 = 80;
const HEAD_REPEATS: usize = 3;
/// The title of a plan, which no sentence repeats at the edges of pages, needs so many: a plan may have three pages.
const TITLE_REPEATS: usize = 2;

/// Bare numbers that count up page by page: 1, 2, 3 with a page of text between them.
pub(super) fn bare_page_numbers(lines: &Lines<'_>, in_table: &[bool], found: &mut [Option<Furniture>]) {
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
            let bytes = lines.all[line].range.start - lines.all[last_line].range.end;
            let rows = printed - printed_at[&last_line];
            let far = bytes >= PAGE_BYTES && rows >= PAGE_LINES;
            // A page may be short, but its number still stands in the middle.
            let next = number == last + 1 && is_centred(lines, line) && is_centred(lines, last_line);
            far && (1..=2).contains(&number.wrapping_sub(last)) || next && rows >= SHORT_PAGE
        });
        match fits {
            Some(chain) => chain.push((line, number)),
            None => chains.push(vec![(line, number)]),
        }
    }
    for number in printed_at.keys().copied().filter(|&line| stands_by_footer(lines, found, line)) {
        chains.push(vec![(number, 0); CHAIN]);
    }
    let lone: Vec<usize> = lone_page_numbers(lines, in_table, found, &printed_at);
    chains.extend(
        lone.into_iter().chain(counted_to_end(lines, &printed_at)).map(|line| vec![(line, 0); CHAIN]),
    );
    for chain in chains.iter().filter(|chain| chain.len() >= CHAIN) {
        for &(line, _) in chain {
            found[line] = Some(Furniture::PageNumber);
        }
    }
}

/// …培育智能网联汽 / 1 / 车、新型储能…: in wrapped text a number that has its line to itself, a page below the last one, is
/// none of the sentence's. A plan of two pages has no chain.
fn lone_page_numbers(
    lines: &Lines<'_>,
    in_table: &[bool],
    found: &[Option<Furniture>],
    printed_at: &BTreeMap<usize, usize>,
) -> Vec<usize> {
    if printed_at.is_empty() {
        return Vec::new();
    }
    let wrap = crate::wrap::Wrap::of(lines, (0..lines.len()).filter(|&line| found[line].is_none()));
    if wrap.full.is_none() {
        return Vec::new();
    }
    let text_at = |line: Option<usize>| line.filter(|&line| found[line].is_none() && !in_table[line]);
    let mut last_printed = 0;
    let mut lone = Vec::new();
    for (&line, &printed) in printed_at {
        let is_far = printed - std::mem::replace(&mut last_printed, printed) > LONE_PAGE;
        let before = text_at((0..line).rev().take(NEAR).find(|&before| !lines.all[before].is_blank()));
        let after = text_at((line + 1..lines.len()).take(NEAR).find(|&next| !lines.all[next].is_blank()));
        let (Some(before), Some(after)) = (before, after) else { continue };
        let goes_on = wrap.is_full(lines, before, "") && ending(lines.text(before)) == Ending::Open;
        if is_far && goes_on && lines.text(after).starts_with(gangyao_text::is_han) {
            lone.push(line);
        }
    }
    lone
}

/// A plan of one page or two has no chain, but the last line of its last page is a number, and those of the pages before
/// it count up to it from 1.
fn counted_to_end(lines: &Lines<'_>, printed_at: &BTreeMap<usize, usize>) -> Vec<usize> {
    let last = (0..lines.len()).rev().find(|&line| !lines.all[line].is_blank());
    let Some((&last, &rows)) = last.and_then(|last| printed_at.get_key_value(&last)) else {
        return Vec::new();
    };
    let above = (0..last).rev().find(|&line| !lines.all[line].is_blank());
    // A number below a cell may be a cell too.
    let is_prose =
        above.is_some_and(|line| lines.all[line].width >= PROSE || ending(lines.text(line)) == Ending::Full);
    let pages = lines.text(last).parse().unwrap_or(usize::MAX);
    if !is_prose || pages >= CHAIN || rows <= PAGE_LINES {
        return Vec::new();
    }
    let mut counted = vec![last];
    for page in (1..pages).rev() {
        let is_page = |&(&line, &rows): &(&usize, &usize)| {
            rows > PAGE_LINES
                && lines.all[line].range.start >= PAGE_BYTES
                && lines.text(line).parse() == Ok(page)
        };
        match printed_at.range(..counted[counted.len() - 1]).rev().find(is_page) {
            Some((&line, _)) => counted.push(line),
            None => return Vec::new(),
        }
    }
    counted
}

/// Columns of a line that is no cell, at the least.
const PROSE: u32 = 30;

/// Printed lines of a page whose number stands alone, at the least.
const LONE_PAGE: usize = 20;

/// The line stands apart, as cells of a table do not that share their line with others.
fn is_centred(lines: &Lines<'_>, line: usize) -> bool {
    lines.all[line].indent >= MIDDLE
}

/// The next line with text is the archive's footer.
fn stands_by_footer(lines: &Lines<'_>, found: &[Option<Furniture>], line: usize) -> bool {
    let next = (line + 1..lines.len().min(line + 1 + NEAR)).find(|&next| !lines.all[next].is_blank());
    next.is_some_and(|next| found[next] == Some(Furniture::Watermark))
}

/// Blank lines between a page number and a footer, at the most.
const NEAR: usize = 4;

/// The same short line beside the page numbers of several pages.
pub(super) fn running_heads(lines: &Lines<'_>, in_table: &[bool], found: &mut [Option<Furniture>]) {
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
    let heads: BTreeMap<&str, Vec<usize>> =
        seen.into_iter().filter(|(text, places)| places.len() >= least_repeats(text)).collect();
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
        let at_edges = &heads[head];
        if places.len() > 2 * at_edges.len() {
            continue;
        }
        // The first one, away from any edge, is the title that the others repeat.
        let title = Some(places[0])
            .filter(|line| !at_edges.contains(line) && crate::front::is_title_like(lines.text(*line)));
        let heads = places.into_iter().filter(|&line| Some(line) != title);
        heads.for_each(|line| found[line] = Some(Furniture::RunningHead));
    }
}

fn least_repeats(text: &str) -> usize {
    let is_title = text.len() >= LONG_TITLE && crate::front::is_title_like(text);
    if is_title { TITLE_REPEATS } else { HEAD_REPEATS }
}

/// A shorter line may be a heading that ends like a title, in bytes: 3 x 8 characters.
const LONG_TITLE: usize = 24;

/// A repeated box title or table head is content, and so is a sentence.
fn may_be_running_head(text: &str) -> bool {
    !text.starts_with("专栏") && !text.contains(['。', '；', '\t']) && crate::numbering::label(text).is_none()
}
