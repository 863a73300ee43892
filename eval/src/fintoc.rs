//! The two measures of the FinTOC shared tasks (Financial Document Structure Extraction, 2019–2022): how well titles
//! are detected, and how often a detected title has the right level.
//!
//! Their rule for "the same title" is that of the ICDAR book structure competitions: an edit distance of at most a
//! fifth of the shorter title. Titles are paired in document order.

use gangyao_synthetic::truth::TruthHeading;

use crate::measure::{Empty, Report, Row};
use crate::record::HEADINGS;
use crate::text::squeeze;

pub(crate) fn score(report: &mut Report, wanted: &[TruthHeading], found: &[TruthHeading]) {
    let (wanted, found) = (levelled(wanted, found), levelled(found, wanted));
    let mut taken = vec![false; found.len()];
    let (mut hit, mut right_level, mut from) = (0, 0, 0);
    for (title, level) in &wanted {
        // From the last partner on, then from the start: order decides between equal titles, but no title is lost.
        let order = (from..found.len()).chain(0..from);
        let partner = order.into_iter().find(|&at| !taken[at] && alike(title, &found[at].0));
        if let Some(at) = partner {
            taken[at] = true;
            from = at + 1;
            hit += 1;
            right_level += usize::from(found[at].1 == *level);
        }
    }
    let row = Row::Sets { hit, gold: wanted.len(), found: found.len(), empty: Empty::MayBeRight };
    report.rows.push(("fintoc.titles".to_owned(), row));
    report.ratio("fintoc.levels", right_level, hit);
}

/// Titles with levels: the depth, where both sides know it, else the rank among the types that occur.
fn levelled(own: &[TruthHeading], other: &[TruthHeading]) -> Vec<(Vec<char>, usize)> {
    let depths = own.iter().chain(other).all(|heading| heading.depth.is_some());
    let used =
        |of: &[TruthHeading], rank: usize| of.iter().any(|heading| heading.heading_type == HEADINGS[rank]);
    own.iter()
        .map(|heading| {
            let rank =
                HEADINGS.iter().position(|&name| name == heading.heading_type).unwrap_or(HEADINGS.len());
            let level = if depths {
                heading.depth.unwrap_or_default()
            } else {
                (0..rank).filter(|&above| used(own, above)).count() + 1
            };
            (squeeze(&heading.title).chars().collect(), level)
        })
        .collect()
}

fn alike(a: &[char], b: &[char]) -> bool {
    let shorter = a.len().min(b.len());
    let longer = a.len().max(b.len());
    longer - shorter <= shorter / 5 && distance(a, b) * 5 <= shorter
}

/// Levenshtein's edit distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_a_title_may_differ() {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        assert!(alike(&chars("加强生态保护和修复"), &chars("加强生态保护与修复")));
        assert!(!alike(&chars("主要目标"), &chars("主要任务")));
    }

    #[test]
    fn levels_are_counted_among_the_types_that_occur() {
        let heading = |heading_type: &str, title: &str| TruthHeading {
            heading_type: heading_type.to_owned(),
            title: title.to_owned(),
            ..TruthHeading::default()
        };
        let gold = [heading("chapter", "总体要求"), heading("section", "发展目标")];
        let found = [heading("chapter", "总体要求"), heading("chapter", "发展目标")];
        let mut report = Report::default();
        score(&mut report, &gold, &found);
        assert_eq!(report.row("fintoc.levels"), Some(Row::Ratio { good: 1, of: 2 }));
    }
}
