//! For programs: everything, as one JSON value.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Pair, summary};
use crate::{Change, Kind};

/// The name of the format.
const SCHEMA: &str = "gangyao-diff/1";

#[derive(Serialize)]
struct Whole<'p> {
    schema: &'static str,
    equal: bool,
    summary: BTreeMap<String, BTreeMap<Kind, u64>>,
    documents: Vec<Document<'p>>,
}

#[derive(Serialize)]
struct Document<'p> {
    old: Option<&'p str>,
    new: Option<&'p str>,
    equal: bool,
    summary: &'p BTreeMap<String, BTreeMap<Kind, u64>>,
    changes: &'p [Change],
}

/// The comparisons as JSON, with a line feed at the end.
#[must_use]
pub fn json(pairs: &[Pair]) -> String {
    let documents = pairs
        .iter()
        .map(|pair| Document {
            old: pair.old.as_deref(),
            new: pair.new.as_deref(),
            equal: pair.is_equal(),
            summary: &pair.comparison.summary,
            changes: &pair.comparison.changes,
        })
        .collect();
    let whole =
        Whole { schema: SCHEMA, equal: pairs.iter().all(Pair::is_equal), summary: summary(pairs), documents };
    let mut text = serde_json::to_string_pretty(&whole).expect("comparisons are plain JSON");
    text.push('\n');
    text
}
