//! For terminals: the summary, then a line a change, what follows from it indented below.

use std::fmt::Write;

use super::{Pair, counted, counts, details, following, summary};
use crate::Comparison;

/// The comparisons as text; those that are equal are only counted.
#[must_use]
pub fn text(pairs: &[Pair]) -> String {
    let mut out = String::new();
    let equal = pairs.iter().filter(|pair| pair.is_equal()).count();
    if equal == pairs.len() {
        return format!("no changes in {}\n", documents(equal));
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{} compared, {} equal", documents(pairs.len()), equal);
    for (type_name, kinds) in summary(pairs) {
        let _ = writeln!(out, "  {:<12} {}", type_name.replace('_', " "), counts(&kinds));
    }
    for pair in pairs.iter().filter(|pair| !pair.is_equal()) {
        let _ = writeln!(out, "\n{}", pair.title());
        changes(&pair.comparison, &mut out);
    }
    out
}

fn documents(count: usize) -> String {
    if count == 1 { "1 document".to_owned() } else { format!("{count} documents") }
}

fn changes(comparison: &Comparison, out: &mut String) {
    let following = following(&comparison.changes);
    for (at, change) in comparison.own() {
        let _ = writeln!(out, "{}", change.headline());
        for line in details(change) {
            let _ = writeln!(out, "    {line}");
        }
        let Some(following) = following.get(&at) else { continue };
        for change in &following.told {
            let _ = writeln!(out, "    {}", change.headline());
            for line in details(change).iter().filter(|line| !line.starts_with("in ")) {
                let _ = writeln!(out, "        {line}");
            }
        }
        for line in counted(following) {
            let _ = writeln!(out, "    with it {line}");
        }
    }
}
