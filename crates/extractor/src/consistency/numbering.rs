//! Numbers that do not count up: 第三节 after 第一节, two 专栏 4, item 3 of a box after 1, indicators 7 and 9 without 8.
//!
//! A run goes on from the number before it or from the place that it stands at: after 1, 2, 2 both 3 and 4 are right, so
//! that one misprint is one finding.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_model::{BoxRecord, Heading, Indicator, Marker, Severity, Span, Term};
use gangyao_parser::{BoxItem, BoxPart, Item, Parsed};

use super::Finding;
use super::index::Index;
use crate::builder::Builder;

pub(super) fn check(builder: &Builder<'_>, parsed: &Parsed, index: &Index<'_>, found: &mut Vec<Finding>) {
    headings(&index.headings, found);
    boxes(&index.boxes, found);
    for item in &parsed.items {
        if let Item::Box(item) = item {
            box_items(builder, item, found);
        }
    }
    table_projects(index, found);
    terms(&index.terms, found);
    indicators(&index.indicators, found);
}

const HELP: &str = "look in the document whether something is missing before it or the number is misprinted; records keep numbers as printed";

/// Numbers of one level.
#[derive(Clone, Debug, Default)]
struct Run {
    last: Option<u32>,
    /// The number due at the next place, however the ones before are printed.
    due: u32,
    seen: BTreeSet<u32>,
}

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oddity {
    Repeat,
    Gap,
}

impl Run {
    /// Takes the next number.
    fn step(&mut self, number: u32) -> Option<Oddity> {
        let due = if self.last.is_none() { 1 } else { self.due };
        let repeats = !self.seen.insert(number);
        let fits =
            self.last.is_some_and(|last| number == last.saturating_add(1)) || number == due && !repeats;
        self.last = Some(number);
        self.due = due + 1;
        match (fits, repeats) {
            (true, _) => None,
            (false, true) => Some(Oddity::Repeat),
            (false, false) => Some(Oddity::Gap),
        }
    }

    /// The run begins anew, at `number`.
    fn restart(&mut self, number: u32) {
        *self = Self { last: Some(number), due: number.saturating_add(1), seen: BTreeSet::from([number]) };
    }

    /// How the number relates to the one before it.
    fn how(before: Option<u32>, number: u32, oddity: Oddity) -> String {
        match (oddity, before) {
            (Oddity::Repeat, Some(before)) => format!("number {number} comes again, after {before}"),
            (_, Some(before)) => format!("number {number} follows {before}"),
            (_, None) => format!("number {number} is the first"),
        }
    }
}

/// A finding about a number; `what` names what has it.
fn finding(what: &str, how: &str, oddity: Oddity, evidence: Vec<Span>) -> Finding {
    let message = format!("{what}: {how}");
    match oddity {
        Oddity::Repeat => {
            Finding { code: "numbering-repeat", severity: Severity::Warning, message, help: HELP, evidence }
        }
        Oddity::Gap => {
            Finding { code: "numbering-gap", severity: Severity::Warning, message, help: HELP, evidence }
        }
    }
}

fn headings(headings: &[&Heading], found: &mut Vec<Finding>) {
    // The numbers under each parent, and the last of each style anywhere (章 may run through all 篇).
    let mut under: BTreeMap<(&str, Marker), Run> = BTreeMap::new();
    let mut anywhere: BTreeMap<Marker, u32> = BTreeMap::new();
    for heading in headings {
        let Some(number) = heading.number else { continue };
        let run =
            under.entry((heading.common.parent.as_deref().unwrap_or_default(), heading.marker)).or_default();
        let elsewhere = anywhere.insert(heading.marker, number);
        let before = run.last;
        if before.is_none() && elsewhere.is_some_and(|last| number == last + 1) {
            run.restart(number);
        } else if let Some(oddity) = run.step(number) {
            let what =
                format!("heading {} “{}”", heading.label.as_deref().unwrap_or_default(), heading.title);
            let mut how = Run::how(before, number, oddity);
            if before.is_none() {
                how.push_str(" of its level here");
            }
            found.push(finding(&what, &how, oddity, heading.common.evidence.clone()));
        }
    }
}

/// Boxes are numbered through the document or anew in each of its outermost headings.
fn boxes(boxes: &[&BoxRecord], found: &mut Vec<Finding>) {
    let mut run = Run::default();
    let mut chapter: Option<&String> = None;
    for record in boxes {
        let Some(number) = record.number else { continue };
        let here = record.common.path.first();
        let moved = std::mem::replace(&mut chapter, here) != here;
        let before = run.last;
        if number == 1 && moved {
            run.restart(number);
        } else if let Some(oddity) = run.step(number) {
            let what = format!("box “{}”", record.title);
            found.push(finding(
                &what,
                &Run::how(before, number, oddity),
                oddity,
                record.common.evidence.clone(),
            ));
        }
    }
}

/// The items of a box, each style of number for itself: under （一） the items 1. and 2. begin anew.
fn box_items(builder: &Builder<'_>, item: &BoxItem, found: &mut Vec<Finding>) {
    let mut runs: BTreeMap<String, Run> = BTreeMap::new();
    // The style of the part before; an item of another style, or a line without number, may head a new list.
    let mut style_before: Option<String> = None;
    for part in &item.parts {
        let BoxPart::Entry(entry) = part else {
            style_before = None;
            continue;
        };
        let (Some(number), Some(label)) = (entry.number, &entry.label) else {
            style_before = None;
            continue;
        };
        let style = style(label);
        let interrupted = style_before.as_deref() != Some(style.as_str());
        let run = runs.entry(style.clone()).or_default();
        let before = run.last;
        if number == 1 && interrupted {
            run.restart(number);
        } else if let Some(oddity) = run.step(number) {
            let text = entry.paragraphs.first().map_or("", |text| text.text());
            let name: String =
                text.split(['：', ':', '。']).next().unwrap_or(text).chars().take(NAME).collect();
            let what = format!("item “{name}” of box “{}”", item.title.text());
            let how = Run::how(before, number, oddity);
            found.push(finding(&what, &how, oddity, builder.spans(&entry.at)));
        }
        style_before = Some(style);
    }
}

/// Characters of an item that are enough to find it.
const NAME: usize = 16;

/// A label without its number: （1） → （）, ③ → ○.
pub(super) fn style(label: &str) -> String {
    let mut style: String = label
        .chars()
        .filter(|c| !c.is_ascii_digit() && !c.is_whitespace() && !"一二三四五六七八九十百".contains(*c))
        .map(|c| if matches!(c, '①'..='⑳') { '○' } else { c })
        .collect();
    if label.starts_with(|c: char| "一二三四五六七八九十".contains(c)) {
        style.insert(0, '一');
    }
    style
}

/// Projects that are rows of a table; the items of boxes were seen in the boxes. Numbers begin anew where the table
/// begins another group.
fn table_projects(index: &Index<'_>, found: &mut Vec<Finding>) {
    let tables: BTreeSet<&str> = index.tables.iter().map(|table| table.common.id.as_str()).collect();
    let mut runs: BTreeMap<&str, Run> = BTreeMap::new();
    for project in &index.projects {
        let table = project.common.parent.as_deref().unwrap_or_default();
        let Some(number) = project.number.filter(|_| tables.contains(table)) else { continue };
        let run = runs.entry(table).or_default();
        let before = run.last;
        if number == 1 {
            run.restart(number);
        } else if let Some(oddity) = run.step(number) {
            let what = format!("project “{}”", project.name);
            let how = Run::how(before, number, oddity);
            found.push(finding(&what, &how, oddity, project.common.evidence.clone()));
        }
    }
}

/// Glossary entries. Notes at the foot of a page begin anew on every page.
fn terms(terms: &[&Term], found: &mut Vec<Finding>) {
    let mut run = Run::default();
    for term in terms {
        let Some(number) = term.number else { continue };
        let before = run.last;
        if number == 1 && before.is_some_and(|last| last > 1) {
            run.restart(number);
        } else if let Some(oddity) = run.step(number) {
            let what = format!("term “{}”", term.term);
            let how = Run::how(before, number, oddity);
            found.push(finding(&what, &how, oddity, term.common.evidence.clone()));
        }
    }
}

/// Rows of indicator tables. Sub-rows share their row's number.
fn indicators(rows: &[&Indicator], found: &mut Vec<Finding>) {
    let mut runs: BTreeMap<&str, Run> = BTreeMap::new();
    for row in rows {
        let Some(number) = row.number else { continue };
        let run = runs.entry(row.common.parent.as_deref().unwrap_or_default()).or_default();
        let before = run.last;
        if before == Some(number) && row.sub_name.is_some() {
            continue;
        }
        if number == 1 {
            run.restart(number);
        } else if let Some(oddity) = run.step(number) {
            found.push(Finding {
                code: "indicator-gap",
                severity: Severity::Warning,
                message: format!("indicator “{}”: {}", row.name, Run::how(before, number, oddity)),
                help: "compare with the table in the document: a row may be missing there or may not have been read",
                evidence: row.common.evidence.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers with `*` at each that repeats and `!` at each after a gap.
    fn check(numbers: &[u32], expected: &str) {
        let mut run = Run::default();
        let shown: Vec<String> = numbers
            .iter()
            .map(|&number| match run.step(number) {
                None => number.to_string(),
                Some(Oddity::Repeat) => format!("{number}*"),
                Some(Oddity::Gap) => format!("{number}!"),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn runs_of_numbers() {
        check(&[1, 2, 3], "1 2 3");
        check(&[1, 3, 4], "1 3! 4");
        check(&[2, 3], "2! 3");
        check(&[1, 2, 2, 3], "1 2 2* 3");
        check(&[1, 2, 2, 4], "1 2 2* 4");
        check(&[1, 2, 1, 2], "1 2 1* 2");
        check(&[1, 2, 5, 6], "1 2 5! 6");
        check(&[1, 2, 5, 4, 5], "1 2 5! 4 5");
        check(&[1, 1, 2], "1 1* 2");
    }

    #[test]
    fn styles_of_labels() {
        for (label, expected) in
            [("（1）", "（）"), ("12.", "."), ("01", ""), ("③", "○"), ("一、", "一、"), ("（一）", "（）")]
        {
            assert_eq!(style(label), expected, "{label}");
        }
    }
}
