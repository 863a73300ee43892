//! Identifiers: what enters is what a record says and where it hangs, what leaves is a short hash.
//!
//! An id is never made of offsets, pages, counters over the whole document or chance, so that an insertion elsewhere
//! leaves it alone. The recipe is public (ARCHITECTURE.md, “Identifiers”), and `gangyao verify` follows it from the
//! output files with code of its own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::Record;

/// Hex digits of a document id, and of a record id after its dash.
const DIGITS: usize = 12;
/// Between the fields of a record's hash.
const FIELD: &str = "\u{1E}";
/// Between the parts of one field: the headings of a path, the texts of a key.
const PART: &str = "\u{1F}";

/// The document id: 12 hex digits of the SHA-256 of the title without white space, or of the file name where the
/// document prints no title.
///
/// ```
/// let text = gangyao_model::document_id(Some("新城区国民经济和社会发展 第十五个五年规划纲要"), "plan.txt");
/// let pdf = gangyao_model::document_id(Some("新城区国民经济和社会发展第十五个五年规划纲要"), "规划.pdf");
/// assert_eq!(text, pdf, "another format of the same plan keeps the id");
/// ```
#[must_use]
pub fn document_id(title: Option<&str>, file_name: &str) -> String {
    let mut hash = Sha256::new();
    feed(&mut hash, title.filter(|title| !title.trim().is_empty()).unwrap_or(file_name));
    digits(&hash.finalize())
}

/// The id of a record: `<doc>-` and 12 hex digits of the SHA-256 over `doc`, `type_name`, `path`, `parent`, `key` and
/// `ordinal`. Fields are separated by U+001E, the headings of the path by U+001F; the key counts without white space,
/// since where a line breaks is no part of what a record says.
///
/// ```
/// let path = ["第一章总则".to_owned()];
/// let one = gangyao_model::record_id("0123456789ab", "paragraph", &path, None, "坚持 创新", 0);
/// let two = gangyao_model::record_id("0123456789ab", "paragraph", &path, None, "坚持\n创新", 0);
/// assert_eq!(one, two);
/// assert!(one.starts_with("0123456789ab-") && one.len() == 25);
/// ```
#[must_use]
pub fn record_id(
    doc: &str,
    type_name: &str,
    path: &[String],
    parent: Option<&str>,
    key: &str,
    ordinal: u32,
) -> String {
    let mut hash = Sha256::new();
    for field in [doc, FIELD, type_name, FIELD] {
        hash.update(field);
    }
    for (i, heading) in path.iter().enumerate() {
        if i > 0 {
            hash.update(PART);
        }
        hash.update(heading);
    }
    for field in [FIELD, parent.unwrap_or_default(), FIELD] {
        hash.update(field);
    }
    feed(&mut hash, key);
    hash.update(FIELD);
    hash.update(ordinal.to_string());
    format!("{doc}-{}", digits(&hash.finalize()))
}

/// Hands out the ids of one document's records in document order, and counts the ordinal of those that are equal in
/// everything else (the page numbers “— 3 —” of two appended plans, a heading that a scan repeats).
#[derive(Clone, Debug)]
pub struct IdAllocator {
    doc: String,
    /// How many records were equal to the one that has this id with ordinal 0.
    equals: BTreeMap<String, u32>,
}

impl IdAllocator {
    /// An allocator for the document with this id.
    #[must_use]
    pub fn new(doc: &str) -> Self {
        Self { doc: doc.to_owned(), equals: BTreeMap::new() }
    }

    /// The id of the next record of this type, path, parent and key.
    pub fn allocate(&mut self, type_name: &str, path: &[String], parent: Option<&str>, key: &str) -> String {
        let first = record_id(&self.doc, type_name, path, parent, key, 0);
        let seen = self.equals.entry(first.clone()).or_insert(0);
        let ordinal = *seen;
        *seen += 1;
        if ordinal == 0 { first } else { record_id(&self.doc, type_name, path, parent, key, ordinal) }
    }
}

impl Record {
    /// What the record says, for its id: the printed words that make it this record and no other. Numbers that the
    /// program resolves (a year, a multiplied value) are no part of it, so that a better rule keeps the id.
    ///
    /// | type | key |
    /// | --- | --- |
    /// | document | nothing: there is one |
    /// | toc entry, heading, box | label, title |
    /// | paragraph | text |
    /// | table | caption, columns, text of each row's first cell |
    /// | project | number, name |
    /// | indicator | number, group, name, sub-name |
    /// | quantity | metric, value as printed |
    /// | term | number, term |
    /// | furniture | kind, text |
    /// | diagnostic | code, message |
    ///
    /// Parts are separated by U+001F; a part that is null is empty.
    #[must_use]
    pub fn key_text(&self) -> Cow<'_, str> {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let number = |part: Option<u32>| part.map(|n| n.to_string()).unwrap_or_default();
        let joined = |parts: &[&str]| Cow::Owned(parts.join(PART));
        match self {
            Self::Document(_) => Cow::Borrowed(""),
            Self::TocEntry(r) => joined(&[&text(&r.label), &r.title]),
            Self::Part(r) | Self::Chapter(r) | Self::Section(r) | Self::Subsection(r) => {
                joined(&[&text(&r.label), &r.title])
            }
            Self::Paragraph(r) => Cow::Borrowed(&r.text),
            Self::Box(r) => joined(&[&text(&r.label), &r.title]),
            Self::Table(r) => {
                let mut key = text(&r.caption);
                let first_cells = r.rows.iter().filter_map(|row| row.first()).map(|cell| &cell.text);
                for part in r.columns.iter().chain(first_cells) {
                    key.push_str(PART);
                    key.push_str(part);
                }
                Cow::Owned(key)
            }
            Self::Project(r) => joined(&[&number(r.number), &r.name]),
            Self::Indicator(r) => joined(&[&number(r.number), &text(&r.group), &r.name, &text(&r.sub_name)]),
            Self::Quantity(r) => joined(&[&r.metric, &r.value.raw]),
            Self::Term(r) => joined(&[&number(r.number), &r.term]),
            Self::Furniture(r) => joined(&[r.kind.name(), &r.text]),
            Self::Diagnostic(r) => joined(&[&r.code, &r.message]),
        }
    }
}

/// Feeds `text` without its white space.
fn feed(hash: &mut Sha256, text: &str) {
    text.split_whitespace().for_each(|word| hash.update(word));
}

fn digits(hash: &[u8]) -> String {
    hash.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(type_name: &str, path: &[&str], parent: Option<&str>, key: &str, ordinal: u32) -> String {
        let path: Vec<String> = path.iter().map(|&p| p.to_owned()).collect();
        record_id("0123456789ab", type_name, &path, parent, key, ordinal)
    }

    #[test]
    fn the_recipe_is_fixed() {
        // SHA-256 of "0123456789ab" RS "paragraph" RS "第一章总则" US "第一节目标" RS RS "坚持创新" RS "0".
        assert_eq!(
            id("paragraph", &["第一章总则", "第一节目标"], None, "坚持 创新", 0),
            "0123456789ab-3a7d236455f6"
        );
    }

    #[test]
    fn every_field_counts() {
        let base = id("paragraph", &["一"], Some("p"), "甲", 0);
        for other in [
            id("term", &["一"], Some("p"), "甲", 0),
            id("paragraph", &["二"], Some("p"), "甲", 0),
            id("paragraph", &["一"], None, "甲", 0),
            id("paragraph", &["一"], Some("p"), "乙", 0),
            id("paragraph", &["一"], Some("p"), "甲", 1),
            id("paragraph", &[], Some("一p"), "甲", 0),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn equals_get_ordinals_and_others_do_not() {
        let mut ids = IdAllocator::new("0123456789ab");
        let first = ids.allocate("furniture", &[], None, "page_number\u{1F}1");
        let other = ids.allocate("furniture", &[], None, "page_number\u{1F}2");
        let again = ids.allocate("furniture", &[], None, "page_number\u{1F}1");
        assert_eq!(first, id("furniture", &[], None, "page_number\u{1F}1", 0));
        assert_eq!(other, id("furniture", &[], None, "page_number\u{1F}2", 0));
        assert_eq!(again, id("furniture", &[], None, "page_number\u{1F}1", 1));
    }

    #[test]
    fn without_a_title_the_file_name_gives_the_document_id() {
        assert_eq!(document_id(None, "a.txt"), document_id(Some("  "), "a.txt"));
        assert_ne!(document_id(None, "a.txt"), document_id(None, "b.txt"));
        assert_eq!(document_id(Some("规 划"), "a.txt"), document_id(Some("规划"), "b.txt"));
    }
}
