//! Years of headings, and rows of years that 分别 hands out: 2013年、2014年分别为3.1亿元、3.5亿元.
//!
//! What enters is the tokens before a number that 分别 ties to a list; what leaves is the years that stand in a row
//! before it, and where the row begins. A heading too gives its year to what it stands over. What the numbers measure is
//! not known here.

use super::Context;
use super::scan::Token;
use super::time::When;

/// Years in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The years, the first one last, so that they can be taken one by one.
    pub(super) years: Vec<u16>,
    /// First byte of the first year.
    pub(super) start: usize,
}

/// The year of the innermost heading that names one: 一、2025年工作回顾. A heading of several years gives none.
pub(super) fn of_headings(context: &Context<'_>) -> Option<When> {
    context.path.iter().rev().find_map(|heading| {
        let mut years = heading.match_indices('年').filter_map(|(at, _)| {
            let start = at.checked_sub(4)?;
            let year: u16 = heading.get(start..at)?.parse().ok()?;
            (1950..=2100).contains(&year).then_some((year, start, at))
        });
        let (year, start, end) = years.next()?;
        let alone = years.next().is_none()
            && !heading[..start].ends_with(['—', '-', '－', '–', '至', '比', '较', '自']);
        let of_a_span = heading[end..].starts_with("年以来") || heading[end..].starts_with("年—");
        Some((alone && !of_a_span).then_some(When::Year(year)))
    })?
}

/// The longest row.
const LONGEST: u16 = 16;

/// How many tokens before the number are searched.
const NEAR: usize = 40;

/// The row of years nearest before a number, if no other number stands between.
pub(super) fn before(text: &str, tokens: &[Token]) -> Option<Row> {
    let mut years = Vec::new();
    let mut start = 0;
    for token in tokens.iter().rev().take(NEAR) {
        let time = match token {
            Token::Break { .. } => continue,
            Token::Time(time) => time,
            Token::Number(_) | Token::Open(..) | Token::Close(..) => break,
        };
        if !years.is_empty() && !joins(&text[time.end.min(start)..start]) {
            break;
        }
        match time.when {
            Some(When::Year(year)) => years.push(year),
            // 2021—2025年，产值分别为…: a year for each.
            Some(When::Span { start: first, end: last }) if years.is_empty() && last - first < LONGEST => {
                years.extend((first..=last).rev());
                return Some(Row { years, start: time.start });
            }
            _ => break,
        }
        start = time.start;
        if years.len() >= usize::from(LONGEST) {
            return None;
        }
    }
    (years.len() >= 2).then_some(Row { years, start })
}

/// Whether years go on as a row over what stands between them.
fn joins(between: &str) -> bool {
    matches!(between.trim(), "、" | "和" | "及" | "与" | "以及")
}
