//! For issues and pull requests: a table of counts, then a list.

use std::fmt::Write;

use super::{Pair, counted, details, following, summary};
use crate::{Change, Comparison, Kind};

const KINDS: [Kind; 5] = [Kind::Added, Kind::Removed, Kind::Renamed, Kind::Moved, Kind::Changed];

/// The comparisons as Markdown; those that are equal are left out.
#[must_use]
pub fn markdown(pairs: &[Pair]) -> String {
    let mut out = String::from("# Changes\n\n");
    if pairs.iter().all(Pair::is_equal) {
        out.push_str("No changes.\n");
        return out;
    }
    let heads: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "| record | {} |\n| --- |{}", heads.join(" | "), " ---: |".repeat(KINDS.len()));
    for (type_name, kinds) in summary(pairs) {
        let cells = KINDS.map(|kind| kinds.get(&kind).map_or_else(String::new, u64::to_string));
        let _ = writeln!(out, "| {} | {} |", type_name.replace('_', " "), cells.join(" | "));
    }
    for pair in pairs.iter().filter(|pair| !pair.is_equal()) {
        let _ = writeln!(out, "\n## {}\n", escaped(&pair.title()));
        changes(&pair.comparison, &mut out);
    }
    out
}

fn changes(comparison: &Comparison, out: &mut String) {
    let following = following(&comparison.changes);
    for (at, change) in comparison.own() {
        item(change, "", out);
        let Some(following) = following.get(&at) else { continue };
        for change in &following.told {
            item(change, "  ", out);
        }
        for line in counted(following) {
            let _ = writeln!(out, "  - with it {}", escaped(&line));
        }
    }
}

fn item(change: &Change, indent: &str, out: &mut String) {
    let headline = change.headline();
    let (kind, rest) = headline.split_once(' ').unwrap_or((&headline, ""));
    let _ = writeln!(out, "{indent}- **{kind}** {}", escaped(rest));
    for line in details(change) {
        let _ = writeln!(out, "{indent}  - {}", escaped(&line));
    }
}

/// Text that Markdown takes as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
