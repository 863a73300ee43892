//! Which concept each indicator of a document was taken for, and which has none: what the catalogue must still learn.
//!
//! What enters is the records; what leaves is one line an indicator, those without a concept last, and a line that counts
//! them.

use std::fmt::Write;

use gangyao_extractor::concept;
use gangyao_model::{Conversion, Indicator, Record};

use super::cut;

/// One line an indicator: `concept<TAB>name<TAB>sub-name<TAB>unit`, a dash for what is missing.
#[must_use]
pub fn concepts(conversion: &Conversion) -> String {
    let rows = conversion.records.iter().filter_map(|record| match record {
        Record::Indicator(row) => Some(row.as_ref()),
        _ => None,
    });
    let (known, unknown): (Vec<&Indicator>, Vec<&Indicator>) = rows.partition(|row| row.concept.is_some());
    let mut out = String::new();
    for row in known.iter().chain(&unknown) {
        let field =
            |value: Option<&str>| value.map_or_else(|| "-".to_owned(), cut).replace(['\t', '\n'], " ");
        let code = row.concept.as_deref().map_or_else(
            || "-".to_owned(),
            |code| match concept::all().iter().find(|concept| concept.code == code) {
                Some(concept) => format!("{code} {}", concept.name),
                None => code.to_owned(),
            },
        );
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{code}\t{}\t{}\t{}",
            field(Some(&row.name)),
            field(row.sub_name.as_deref()),
            field(row.unit.as_deref())
        );
    }
    let _ = writeln!(out, "{} of {} indicators have a concept", known.len(), known.len() + unknown.len());
    out
}
