//! Comparisons for people and programs: what enters are comparisons with the names of their documents, what leaves is text.

mod json;
mod markdown;
mod text;

use std::collections::BTreeMap;

pub use json::json;
pub use markdown::markdown;
pub use text::text;

use crate::{Change, Comparison, Kind};

/// Two documents that were compared, or one that has no partner.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The old document's name, as the caller shows it; `None` where there is no old one.
    pub old: Option<String>,
    /// The new document's name.
    pub new: Option<String>,
    /// What changed; nothing where there is no partner.
    pub comparison: Comparison,
}

impl Pair {
    /// Whether both documents are there and say the same.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.old.is_some() && self.new.is_some() && self.comparison.is_empty()
    }

    fn title(&self) -> String {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) if old == new => old.clone(),
            (Some(old), Some(new)) => format!("{old} → {new}"),
            (Some(old), None) => format!("{old}: removed"),
            (None, Some(new)) => format!("{new}: added"),
            (None, None) => String::new(),
        }
    }
}

/// The sum of all summaries.
pub(crate) fn summary(pairs: &[Pair]) -> BTreeMap<String, BTreeMap<Kind, u64>> {
    let mut sum: BTreeMap<String, BTreeMap<Kind, u64>> = BTreeMap::new();
    for (type_name, kinds) in pairs.iter().flat_map(|pair| &pair.comparison.summary) {
        for (&kind, count) in kinds {
            *sum.entry(type_name.clone()).or_default().entry(kind).or_insert(0) += count;
        }
    }
    sum
}

/// `3 added, 1 changed`.
fn counts(kinds: &BTreeMap<Kind, u64>) -> String {
    kinds.iter().map(|(kind, count)| format!("{count} {}", kind.name())).collect::<Vec<_>>().join(", ")
}

/// The lines below the headline: the other fields, or where a record was and is.
fn details(change: &Change) -> Vec<String> {
    let path = |place: &Option<crate::Place>| match place.as_ref().map(|place| place.path.join(" › ")) {
        Some(path) if !path.is_empty() => path,
        _ => "the document".to_owned(),
    };
    match change.kind {
        Kind::Moved if path(&change.old) == path(&change.new) => vec![format!("in {}", path(&change.new))],
        Kind::Moved => vec![format!("from {}", path(&change.old)), format!("to {}", path(&change.new))],
        Kind::Removed => vec![format!("in {}", path(&change.old))],
        Kind::Added => vec![format!("in {}", path(&change.new))],
        Kind::Renamed | Kind::Changed => {
            let mut lines: Vec<String> = change.fields.iter().skip(1).map(crate::Field::line).collect();
            if change.follows.is_none()
                && matches!(change.type_name.as_str(), "paragraph" | "quantity" | "table")
            {
                lines.insert(0, format!("in {}", path(&change.new)));
            }
            lines
        }
    }
}

/// What follows from a change: in its own words where that says something, else counted.
struct Following<'c> {
    told: Vec<&'c Change>,
    counted: BTreeMap<(String, Kind), u64>,
}

/// Sorts what follows from each change, directly or not.
fn following(changes: &[Change]) -> BTreeMap<usize, Following<'_>> {
    let mut sorted: BTreeMap<usize, Following<'_>> = BTreeMap::new();
    for change in changes {
        let Some(mut cause) = change.follows else { continue };
        // A chain is as long as the tree of headings is deep; the bound guards against circles.
        for _ in 0..changes.len() {
            match changes[cause].follows {
                Some(next) => cause = next,
                None => break,
            }
        }
        let all =
            sorted.entry(cause).or_insert_with(|| Following { told: Vec::new(), counted: BTreeMap::new() });
        let whole = matches!(changes[cause].kind, Kind::Added | Kind::Removed);
        if whole || change.kind == Kind::Moved {
            *all.counted.entry((change.type_name.clone(), change.kind)).or_insert(0) += 1;
        } else {
            all.told.push(change);
        }
    }
    sorted
}

/// `paragraph: 5 removed`.
fn counted(following: &Following<'_>) -> impl Iterator<Item = String> {
    following
        .counted
        .iter()
        .map(|((type_name, kind), count)| format!("{}: {count} {}", type_name.replace('_', " "), kind.name()))
}
