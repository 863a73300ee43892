//! Scores as Markdown, and back: the committed table is what `--check` compares with.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::measure::rounded;
use crate::suite::Scored;

/// The columns of the tables with one line a document.
const COLUMNS: [&str; 10] = [
    "meta",
    "outline.typed",
    "boxes.strict",
    "boxes.content",
    "projects.components",
    "indicators.exact",
    "terms.definition",
    "paragraphs.whole",
    "quantities.core",
    "quantities.exact",
];

/// The column of characters in no leaf; the fewer the better.
const UNASSIGNED: &str = "unassigned";

/// One table of one document, a line a measure.
#[must_use]
pub fn document(scored: &Scored) -> String {
    let mut out = format!(
        "## {}\n\n| measure | gangyao | baseline | cases |\n| --- | --- | --- | --- |\n",
        scored.name
    );
    for (name, row) in &scored.ours.rows {
        let baseline = scored.baseline.row(name).map_or(0.0, |row| row.value());
        let _ = writeln!(
            out,
            "| {name} | {:.4} | {:.4} | {} |",
            rounded(row.value()),
            rounded(baseline),
            row.cases()
        );
    }
    let _ = writeln!(out, "| {UNASSIGNED} | {} | | |", scored.ours.unassigned.unwrap_or_default());
    out
}

/// One table of many documents, a line a document; the baseline stands in a line of its own.
#[must_use]
pub fn documents(title: &str, all: &[Scored]) -> String {
    let mut out = format!("## {title}\n\n| document | {} | {UNASSIGNED} |\n", COLUMNS.join(" | "));
    out.push_str(&"| --- ".repeat(COLUMNS.len() + 2));
    out.push_str("|\n");
    for scored in all {
        line(&mut out, scored);
    }
    out
}

fn line(out: &mut String, scored: &Scored) {
    let _ = write!(out, "| {} |", scored.name);
    for column in COLUMNS {
        match scored.ours.row(column) {
            Some(row) if row.cases() > 0 => {
                let _ = write!(out, " {:.4} |", rounded(row.value()));
            }
            _ => out.push_str(" |"),
        }
    }
    let _ = writeln!(out, " {} |", scored.ours.unassigned.unwrap_or_default());
}

/// Section, line and column of a figure.
pub type Place = (String, String, String);

/// The figures of a Markdown page, but for the baseline's and the counts of cases.
#[must_use]
pub fn figures(page: &str) -> BTreeMap<Place, f64> {
    let mut figures = BTreeMap::new();
    let (mut section, mut head) = (String::new(), Vec::new());
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title.to_owned();
            head = Vec::new();
        }
        let Some(cells) =
            line.strip_prefix("| ").map(|line| line.split('|').map(str::trim).collect::<Vec<_>>())
        else {
            continue;
        };
        if head.is_empty() {
            head = cells;
            continue;
        }
        for (column, cell) in head.iter().zip(&cells).skip(1) {
            if let (false, Ok(figure)) = (matches!(*column, "baseline" | "cases"), cell.parse()) {
                figures.insert((section.clone(), cells[0].to_owned(), (*column).to_owned()), figure);
            }
        }
    }
    figures
}

/// The figures of `now` that are worse than those of `committed`, as sentences.
#[must_use]
pub fn worse(committed: &str, now: &str) -> Vec<String> {
    let now = figures(now);
    let mut worse = Vec::new();
    for (place, before) in figures(committed) {
        let (section, line, column) = &place;
        let fewer_is_better = column == UNASSIGNED || line == UNASSIGNED;
        match now.get(&place) {
            None => worse.push(format!("{section}: {line}: {column} was {before}, and is gone")),
            Some(&after) if (after > before && fewer_is_better) || (after < before && !fewer_is_better) => {
                worse.push(format!("{section}: {line}: {column} was {before}, and is {after}"));
            }
            Some(_) => {}
        }
    }
    worse
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "## Seed\n\n| measure | gangyao | baseline | cases |\n| --- | --- | --- | --- |\n\
        | meta | 1.0000 | 0.5000 | 5 |\n| unassigned | 0 | | |\n";

    #[test]
    fn a_page_is_read_back() {
        let figures = figures(PAGE);
        let place = |line: &str| ("Seed".to_owned(), line.to_owned(), "gangyao".to_owned());
        assert_eq!(figures.get(&place("meta")), Some(&1.0));
        assert_eq!(figures.len(), 2);
    }

    #[test]
    fn only_what_is_worse_is_told() {
        assert!(worse(PAGE, PAGE).is_empty());
        assert_eq!(worse(PAGE, &PAGE.replace("1.0000", "0.8000")), ["Seed: meta: gangyao was 1, and is 0.8"]);
        assert_eq!(
            worse(PAGE, &PAGE.replace("| 0 |", "| 3 |")),
            ["Seed: unassigned: gangyao was 0, and is 3"]
        );
        assert!(worse(&PAGE.replace("1.0000", "0.8000"), PAGE).is_empty());
    }
}
