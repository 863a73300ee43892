//! An article that holds a plan: what stands around the part that is the plan.
//!
//! An encyclopedia's page begins with a list of its own sections (目录, 1规划背景, ▪国际背景, 5规划全文, 6规划组成), each of
//! which comes again as a line of its own. The section with the most numbered headings is the plan; all else is
//! unrelated. Where a page has no such list nothing is taken away: to keep commentary is better than to lose text.

use std::collections::BTreeMap;

use crate::Furniture;
use crate::lines::Lines;
use crate::numbering::{self, Marker};
use crate::shape::{dense, dense_len, is_dense};

/// The list has so many entries at least.
const ENTRIES: usize = 4;
const MOST_ENTRIES: usize = 120;
/// A name of a section has so many characters at most.
const LONGEST_NAME: usize = 24;
/// The plan has so many 篇, 章 and 节, or so many headings 一、 and （一） at least.
const NAMED_HEADINGS: usize = 5;
const HEADINGS: usize = 10;

/// Labels all lines outside of the plan, where the document is such a page.
pub(crate) fn find(lines: &Lines<'_>, furniture: &mut [Option<Furniture>]) {
    let Some(sections) = sections(lines, furniture) else { return };
    let ends = sections.iter().skip(1).copied().chain(std::iter::once(lines.len()));
    let counted =
        sections.iter().copied().zip(ends).map(|(start, end)| (headings(lines, start, end), start, end));
    let Some((count, start, end)) =
        counted.max_by_key(|&(count, start, _)| (count, std::cmp::Reverse(start)))
    else {
        return;
    };
    if count.0 < NAMED_HEADINGS && count.1 < HEADINGS {
        return;
    }
    for (line, slot) in furniture.iter_mut().enumerate() {
        let outside = line <= start || line >= end;
        if outside && !lines.all[line].is_blank() && slot.is_none() {
            *slot = Some(Furniture::Unrelated);
        }
    }
}

/// The lines at which the sections of the list begin, in order; `None` where there is no such list.
fn sections(lines: &Lines<'_>, furniture: &[Option<Furniture>]) -> Option<Vec<usize>> {
    let mut live = (0..lines.len()).filter(|&line| !lines.all[line].is_blank() && furniture[line].is_none());
    live.find(|&line| is_dense(lines.text(line), "目录"))?;
    let mut names: Vec<String> = Vec::new();
    let mut list_end = 0;
    for line in live.take(MOST_ENTRIES) {
        let Some((name, outer)) = entry(lines.text(line)) else { break };
        if outer {
            names.push(name);
        }
        list_end = line + 1;
    }
    if names.len() < ENTRIES {
        return None;
    }
    let mut printed: BTreeMap<&str, Vec<usize>> =
        names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    for line in list_end..lines.len() {
        let text = lines.text(line);
        if text.is_empty() || text.len() > 3 * LONGEST_NAME + 12 {
            continue;
        }
        let name = dense(text);
        if let Some(places) = printed.get_mut(name.trim_end_matches("编辑").trim_end_matches("播报")) {
            places.push(line);
        }
    }
    // A section may be missing; one that is there begins after the one before it: 主要目标 inside 规划全文 is passed over
    // where 规划组成 comes between them in the list.
    let mut found: Vec<usize> = Vec::new();
    for name in &names {
        let after = found.last().map_or(list_end, |last| last + 1);
        let places = &printed[name.as_str()];
        found.extend(places.get(places.partition_point(|&line| line < after)));
    }
    (found.len() >= ENTRIES && found.len() * 2 >= names.len()).then_some(found)
}

/// An entry of the list: 1规划背景 is a section, ▪国际背景 stands under one. A plan's own contents (第一章, 一、, 1.1 总则…5) are
/// none.
fn entry(text: &str) -> Option<(String, bool)> {
    if dense_len(text) > LONGEST_NAME || numbering::label(text).is_some() {
        return None;
    }
    let inner = text.trim_start_matches(['▪', '·', '•', '■', '▸', '○', '●']);
    if inner.len() < text.len() {
        return Some((dense(inner), false));
    }
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = dense(name);
    (name.len() < text.len() && text.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty())
        .then_some((name, true))
}

/// Headings between two lines: named ones, and all.
fn headings(lines: &Lines<'_>, start: usize, end: usize) -> (usize, usize) {
    let (mut named, mut all) = (0, 0);
    for line in start..end {
        let text = lines.text(line);
        // Labels begin with 第, a bracket or a numeral; most lines do not.
        if let Some(label) = numbering::label(text) {
            named += usize::from(label.marker.is_named());
            all += usize::from(
                matches!(label.marker, Marker::CnDun | Marker::CnParen) || label.marker.is_named(),
            );
        }
    }
    (named, all)
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let mut furniture = vec![None; lines.len()];
        find(&lines, &mut furniture);
        let kept: Vec<_> =
            (0..lines.len()).filter(|&l| furniture[l].is_none()).map(|l| lines.text(l)).collect();
        assert_eq!(kept, expected, "{text}");
    }

    #[test]
    fn a_plan_in_an_encyclopedia() {
        let plan = "某省规划纲要\n第一篇 开局\n第一章 环境\n第二章 目标\n第二篇 任务\n第三章 产业\n主要目标";
        check(
            &format!(
                "简介。\n目录\n1规划背景\n▪国际背景\n2规划全文\n3规划组成\n▪专项规划\n4主要目标\n5评价\n规划背景\n国际背景\n文字。\n规划全文播报编辑\n{plan}\n规划组成\n专项规划\n第一章 说明\n主要目标\n评价\n好。"
            ),
            &[
                "某省规划纲要",
                "第一篇 开局",
                "第一章 环境",
                "第二章 目标",
                "第二篇 任务",
                "第三章 产业",
                "主要目标",
            ],
        );
    }

    #[test]
    fn a_plan_with_its_own_contents() {
        let text = "目录\n第一章 总则\n第二章 任务\n第三章 保障\n第四章 附则\n第一章 总则\n正文。";
        check(text, &text.split('\n').collect::<Vec<_>>());
    }
}
