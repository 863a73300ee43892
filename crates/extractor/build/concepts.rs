//! The catalogue of indicators as sorted arrays, its names in their normal form.

use std::collections::BTreeMap;
use std::fmt::Write;

#[path = "../src/concept/key.rs"]
mod key;

use key::Key;

/// Rust for the arrays of the table of concepts.
pub(crate) fn arrays(table: &str) -> String {
    let mut concepts = String::new();
    let mut names: BTreeMap<Key, usize> = BTreeMap::new();
    let mut patterns = String::new();
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    for (at, row) in rows.enumerate() {
        let fields: Vec<&str> = row.split('\t').collect();
        let [code, name, unit, direction, since, synonyms, own_patterns] = fields[..] else {
            panic!("concepts.tsv: not seven columns: {row}")
        };
        let direction = match direction {
            "up" => "Up",
            "down" => "Down",
            "none" => "None",
            _ => panic!("concepts.tsv: no direction: {row}"),
        };
        let since: u8 = since.parse().unwrap_or_else(|_| panic!("concepts.tsv: no ordinal of a plan: {row}"));
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            concepts,
            "Concept {{ code: {code:?}, name: {name:?}, unit: {unit:?}, direction: Direction::{direction}, since: {since} }},"
        );
        for own in std::iter::once(name).chain(synonyms.split('|')).filter(|own| !own.is_empty()) {
            // The first concept that claims a name keeps it.
            names.entry(Key::of(own)).or_insert(at);
        }
        for pattern in own_patterns.split('|').filter(|pattern| !pattern.is_empty()) {
            let Key { class, stem } = Key::of(pattern);
            let pieces: Vec<&str> = stem.split('*').collect();
            let _ = writeln!(patterns, "(Class::{class:?}, &{pieces:?}, {at}),");
        }
    }
    let mut rust =
        format!("static CONCEPTS: &[Concept] = &[\n{concepts}];\nstatic NAMES: &[(Class, &str, u16)] = &[\n");
    for (Key { class, stem }, at) in &names {
        let _ = writeln!(rust, "(Class::{class:?}, {stem:?}, {at}),");
    }
    let _ = write!(rust, "];\nstatic PATTERNS: &[(Class, &[&str], u16)] = &[\n{patterns}];\n");
    rust
}
