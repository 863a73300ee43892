//! Headings that only their look tells: 加强政府自身建设, bold and alone on its line, as the pages of reports have them.
//!
//! What enters is the flow and the headings known so far; what leaves are the lines that look like headings, and the depth of
//! each. Bold alone proves little: the line is a paragraph of its own that is no sentence, text follows it, and others look
//! the same.

use std::collections::BTreeMap;

use gangyao_text::LineEnd;

use super::Found;
use super::unnumbered::is_title;
use crate::flow::Flow;
use crate::print::Verdict;
use crate::shape::{Ending, dense_len, ending, is_figure_caption};

/// So many lines must look the same where no known heading does.
const LEAST: usize = 2;
/// The text under a heading has at least so many characters.
const TEXT: usize = 15;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    centred: bool,
    size: u16,
}

/// Merges the headings that only their look tells into the known ones: as deep as known headings of the same look, or
/// else one below the heading above the first of them.
pub(super) fn merge(flow: &Flow<'_, '_>, known: Vec<Found>, free: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let lines = lines(flow, &known, &|at| free(at) && !is_taken(&known, at));
    if lines.is_empty() {
        return known;
    }
    let mut depths = depths(flow, &known);
    let mut all: Vec<Found> = Vec::with_capacity(known.len() + lines.len());
    let mut known = known.into_iter().peekable();
    for (at, look) in lines {
        while let Some(found) = known.next_if(|found| found.at < at) {
            all.push(found);
        }
        let below = all.last().map_or(1, |above| above.depth + 1);
        let depth = *depths.entry(look).or_insert(below);
        all.push(super::unnumbered::found(flow, at, depth.min(below)));
    }
    all.extend(known);
    all
}

/// The look of a bold line outside of tables and frames.
fn look(flow: &Flow<'_, '_>, at: usize) -> Option<Look> {
    let layout = flow.lines.layout(flow.all[at].line);
    let plain =
        layout.table.is_none() && layout.frame.is_none() && !layout.picture && layout.heading.is_none();
    (layout.bold && plain).then_some(Look { centred: layout.centred, size: layout.size })
}

/// The lines among those that `free` tells of that look like headings. `known` are the headings found so far, in order.
fn lines(flow: &Flow<'_, '_>, known: &[Found], free: &dyn Fn(usize) -> bool) -> Vec<(usize, Look)> {
    let of_known: Vec<Look> =
        known.iter().filter(|found| !found.run_in).filter_map(|found| look(flow, found.at)).collect();
    let first = known.first().map_or(usize::MAX, |found| found.at);
    let mut found: Vec<(usize, Look)> = (0..flow.len())
        .filter(|&at| free(at))
        .filter_map(|at| Some((at, candidate(flow, at, known)?)))
        .collect();
    let mut counts: BTreeMap<Look, usize> = BTreeMap::new();
    found.iter().for_each(|&(_, look)| *counts.entry(look).or_default() += 1);
    found.retain(|(at, look)| {
        let count = counts.get(look).copied().unwrap_or(0);
        // What stands above the first heading is the title and the names of those who speak.
        *at > first && (count >= LEAST || of_known.contains(look)) || count > LEAST
    });
    found
}

fn candidate(flow: &Flow<'_, '_>, at: usize, known: &[Found]) -> Option<Look> {
    let look = look(flow, at)?;
    let text = flow.text(at);
    if !is_alone(flow, at)
        || !is_title(text)
        || dense_len(text) < 4
        || is_figure_caption(text)
        || text.ends_with(['表', '图'])
    {
        return None;
    }
    // Between the heading and its text a lesser one may stand, which is not bold: 主要任务 / 完善交通网 / 推进建设，…。
    let opens_text = is_text(flow, at + 1)
        || is_plain(flow, at + 1)
            && is_alone(flow, at + 1)
            && is_title(flow.text(at + 1))
            && is_text(flow, at + 2);
    let is_heading = |at: usize| is_taken(known, at);
    let closed = at.checked_sub(1).is_none_or(|above| {
        ending(flow.text(above)) != Ending::Open
            || is_heading(above)
            || flow.lines.layout(flow.all[above].line).table.is_some()
    });
    (opens_text && closed).then_some(look)
}

/// The line is a paragraph of its own: the format says so, or the print does, above it and below.
fn is_alone(flow: &Flow<'_, '_>, at: usize) -> bool {
    let line = |at: usize| flow.all[at].line;
    let layout = flow.lines.layout(line(at));
    let parts = |at: usize| flow.lines.print(line(at), line(at + 1)) == Verdict::Parts;
    layout.end == LineEnd::Paragraph
        || layout.centred
        || at + 1 < flow.len() && (at == 0 || parts(at - 1)) && parts(at)
}

/// The line is neither bold nor part of a table.
fn is_plain(flow: &Flow<'_, '_>, at: usize) -> bool {
    at < flow.len() && {
        let layout = flow.lines.layout(flow.all[at].line);
        !layout.bold && layout.table.is_none()
    }
}

/// The line is text below a heading.
fn is_text(flow: &Flow<'_, '_>, at: usize) -> bool {
    is_plain(flow, at) && dense_len(flow.text(at)) >= TEXT && flow.text(at).contains(['。', '，'])
}

/// The line belongs to one of the headings, which are in order.
fn is_taken(known: &[Found], at: usize) -> bool {
    let next = known.partition_point(|found| found.at <= at);
    next > 0 && known[next - 1].last >= at
}

/// The depths of the looks that known headings have: of the outermost of each.
fn depths(flow: &Flow<'_, '_>, known: &[Found]) -> BTreeMap<Look, u8> {
    let mut depths = BTreeMap::new();
    for found in known.iter().filter(|found| !found.run_in) {
        if let Some(look) = look(flow, found.at) {
            let depth = depths.entry(look).or_insert(found.depth);
            *depth = found.depth.min(*depth);
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{LineLayout, Source};

    use crate::Item;

    /// Lines that begin with `*` are bold, with `^` bold and centred; the headings are told with their depths.
    fn check(text: &str, expected: &[(u8, &str)]) {
        let layout = text
            .lines()
            .map(|line| LineLayout {
                end: gangyao_text::LineEnd::Paragraph,
                bold: line.starts_with(['*', '^']),
                centred: line.starts_with('^'),
                ..Default::default()
            })
            .collect();
        let source = Source { layout, ..Source::plain(text.replace(['*', '^'], "")) };
        let parsed = crate::parse(&normalise(&source));
        let found: Vec<(u8, &str)> = parsed
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Heading(heading) => Some((heading.depth, heading.title.text())),
                _ => None,
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    const TEXT: &str = "坚持稳中求进工作总基调，推动高质量发展，保障和改善民生。";

    #[test]
    fn bold_lines_above_text_are_headings_where_others_look_the_same() {
        let text =
            "一、重点工作\n文\n*扩大有效投资\n文\n*推进科技创新\n文\n二、自身建设\n文".replace('文', TEXT);
        check(&text, &[(1, "重点工作"), (2, "扩大有效投资"), (2, "推进科技创新"), (1, "自身建设")]);
        let text = "^2025年工作回顾\n文\n^2026年工作安排\n文\n^加强政府自身建设\n文".replace('文', TEXT);
        check(&text, &[(1, "2025年工作回顾"), (1, "2026年工作安排"), (1, "加强政府自身建设")]);
    }

    #[test]
    fn a_lesser_heading_that_is_not_bold_stands_between() {
        let text = "*发展基础\n文\n*主要任务\n构建综合立体交通网\n文\n*保障措施\n文".replace('文', TEXT);
        check(&text, &[(1, "发展基础"), (1, "主要任务"), (1, "保障措施")]);
        let text =
            "*发展基础\n文\n*主要任务\n构建综合立体交通网\n完善网络\n*保障措施\n文".replace('文', TEXT);
        check(&text, &[]);
    }

    #[test]
    fn bold_lines_that_the_print_sets_apart() {
        // Lines that begin with `*` are bold, with `>` set in; all but bold ones and those with a stop are full.
        let printed = |text: &str| {
            let layout = |(at, line): (usize, &str)| {
                let x0 = if line.starts_with(['*', '>']) { 122.0 } else { 90.0 };
                let x1 = if line.starts_with('*') || line.ends_with('。') { 250.0 } else { 500.0 };
                let y = 24.0 * at as f32;
                LineLayout {
                    end: gangyao_text::LineEnd::Soft,
                    bold: line.starts_with('*'),
                    size: 160,
                    indent: (x0 - 90.0) as i16,
                    bbox: Some([x0, y, x1, y + 16.0]),
                    ..Default::default()
                }
            };
            let text = text.trim_end();
            let layout = text.lines().enumerate().map(layout).collect();
            let source = Source { layout, ..Source::plain(text.replace(['*', '>'], "")) };
            let parsed = crate::parse(&normalise(&source));
            parsed.items.iter().filter(|item| matches!(item, Item::Heading(_))).count()
        };
        // No line comes twice, as running heads do.
        let prose = |part: &str| {
            ["林业", "渔业", "牧业"].map(|what| {
                format!(">坚持{part}{what}优先，推动稳中求进总基\n调，加快发展{part}{what}，保障民生\n{part}{what}。\n")
            })
            .concat()
        };
        let text = |heading: &str| {
            let [first, second, third, last] = ["东部", "西部", "南部", "北部"].map(prose);
            format!("{first}*发展基础\n{second}{heading}\n{third}*保障措施\n{last}")
        };
        assert_eq!(printed(&text("*主要任务")), 3);
        // One that the line above runs into is none, and without it there are too few.
        assert_eq!(printed(&text(">坚持稳中求进工作总基调，推动经济高\n*主要任务")), 0);
    }

    #[test]
    fn other_bold_lines_are_none() {
        // One line alone, captions, sentences, and what has no text below.
        let text = "一、重点工作\n文\n*扩大有效投资\n文\n二、自身建设\n文".replace('文', TEXT);
        check(&text, &[(1, "重点工作"), (1, "自身建设")]);
        let text = "一、重点工作\n文\n*图1 空间布局示意图\n文\n*图2 生态安全格局图\n文\n*坚持发展。\n文\n*坚持改革。\n文\n*坚持创新\n*坚持开放\n二、自身建设\n文"
            .replace('文', TEXT);
        check(&text, &[(1, "重点工作"), (1, "自身建设")]);
    }
}
