//! The changes as plain data.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::show::shown;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name: a heading's title, an indicator's or a project's name.
    Renamed,
    /// It hangs at another place or stands in another order.
    Moved,
    /// Other fields differ.
    Changed,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Changed => "changed",
        }
    }
}

/// Where a record is in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Labels and titles of the enclosing headings, outermost first.
    pub path: Vec<String>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name: `text`, `unit`, or `target 2030` for a value, `component`, `row 森林覆盖率, 2030 年` for a part.
    pub name: String,
    /// What it was; null where it did not say or was not there.
    pub old: Value,
    /// What it is.
    pub new: Value,
}

/// One thing that became of one record. A record that was both moved and renamed gives two.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What became of it.
    pub kind: Kind,
    /// The record's type; of a heading that changed its level, the new one.
    #[serde(rename = "type")]
    pub type_name: String,
    /// What a reader calls it: label and title, an indicator's name, the start of a paragraph.
    pub name: String,
    /// Where it was; null for one that is new.
    pub old: Option<Place>,
    /// Where it is; null for one that is gone.
    pub new: Option<Place>,
    /// The fields that differ; none for one that was added, removed or moved.
    pub fields: Vec<Field>,
    /// The place in [`Comparison::changes`] of the change that this one follows from: the paragraph of a quantity, the
    /// section that was removed with all that it held. Null where it stands for itself.
    pub follows: Option<usize>,
}

impl Change {
    /// The change in one line; of several fields the first.
    #[must_use]
    pub fn headline(&self) -> String {
        let Self { kind, type_name, name, .. } = self;
        let head = format!("{} {} {name}", kind.name(), type_name.replace('_', " "));
        match (kind, self.fields.first()) {
            (Kind::Renamed, Some(field)) => {
                let (old, new) = (shown(&field.old), shown(&field.new));
                format!("{} {}: {old} → {new}", kind.name(), type_name.replace('_', " "))
            }
            (Kind::Changed, Some(field)) => format!("{head}, {}", field.line()),
            _ => head,
        }
    }
}

impl Field {
    /// `name: old → new`.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { name, old, new } = self;
        match (old, new) {
            (Value::String(old), Value::String(new)) if old.chars().count() + new.chars().count() > 60 => {
                format!("{name}: {}", crate::show::hunk(old, new))
            }
            _ => format!("{name}: {} → {}", shown(old), shown(new)),
        }
    }
}

/// All changes from one document to the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// How many records of each type were added, removed, … in the order of the types' names.
    pub summary: BTreeMap<String, BTreeMap<Kind, u64>>,
    /// The changes in the order of the new document; what was removed stands where it was.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Whether the documents say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes that stand for themselves, with their places.
    pub fn own(&self) -> impl Iterator<Item = (usize, &Change)> {
        self.changes.iter().enumerate().filter(|(_, change)| change.follows.is_none())
    }
}
