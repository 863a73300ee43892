//! Identifiers: what enters is what a record says and where it hangs, what leaves is a short hash.
//!
//! An id is never made of offsets, pages, counters over the whole document or chance, so that an insertion elsewhere
//! leaves it alone. The recipe is public (ARCHITECTURE.md, “Identifiers”), and `gangyao verify` follows it from the
//! output files with code of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use gangyao_text::push_squeezed;
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
    let mut text = String::new();
    push_squeezed(&mut text, title.filter(|title| !title.trim().is_empty()).unwrap_or(file_name));
    let mut id = String::with_capacity(DIGITS);
    push_hex(&mut id, first_digits(Sha256::new_with_prefix(&text)));
    id
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
    let mut rest = String::new();
    push_rest(&mut rest, parent, ordinal, |rest| push_squeezed(rest, key));
    let mut hash = opening(doc, type_name, path);
    hash.update(&rest);
    printed(doc, first_digits(hash))
}

/// What the ids of all records of one type under one heading begin with.
fn opening(doc: &str, type_name: &str, path: &[String]) -> Sha256 {
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
    hash
}

/// What follows the opening.
fn push_rest(rest: &mut String, parent: Option<&str>, ordinal: u32, key: impl FnOnce(&mut String)) {
    for field in [FIELD, parent.unwrap_or_default(), FIELD] {
        rest.push_str(field);
    }
    key(rest);
    push_ordinal(rest, ordinal);
}

fn push_ordinal(rest: &mut String, ordinal: u32) {
    rest.push_str(FIELD);
    if ordinal == 0 {
        rest.push('0');
    } else {
        rest.push_str(&ordinal.to_string());
    }
}

/// Hands out the ids of one document's records in document order, and counts the ordinal of those that are equal in
/// everything else (the page numbers “— 3 —” of two appended plans, a heading that a scan repeats).
#[derive(Clone, Debug)]
pub struct IdAllocator {
    doc: String,
    /// How many records were equal to the one that has these digits with ordinal 0.
    equals: BTreeMap<u64, u32>,
    /// The last path of each type with its hash: records under one heading share it.
    openings: Vec<Opening>,
    /// What is hashed behind the opening; kept for its memory.
    rest: String,
}

#[derive(Clone, Debug)]
struct Opening {
    type_name: &'static str,
    path: Arc<[String]>,
    hash: Sha256,
}

impl IdAllocator {
    /// An allocator for the document with this id.
    #[must_use]
    pub fn new(doc: &str) -> Self {
        Self { doc: doc.to_owned(), equals: BTreeMap::new(), openings: Vec::new(), rest: String::new() }
    }

    /// The id of the document's own record.
    pub fn document(&mut self) -> String {
        let root: Arc<[String]> = Arc::new([]);
        self.allocate("document", &root, None, |_| ())
    }

    /// The id of the next record; its type, path and parent are known, and what it says.
    pub fn next(&mut self, record: &Record) -> String {
        let common = record.common();
        self.allocate(record.type_name(), &common.path, common.parent.as_deref(), |rest| {
            record.push_key(rest);
        })
    }

    fn allocate(
        &mut self,
        type_name: &'static str,
        path: &Arc<[String]>,
        parent: Option<&str>,
        key: impl FnOnce(&mut String),
    ) -> String {
        self.rest.clear();
        push_rest(&mut self.rest, parent, 0, key);
        let opening = self.opening(type_name, path);
        let mut digits = self.digits(opening);
        let seen = self.equals.entry(digits).or_insert(0);
        let ordinal = *seen;
        *seen += 1;
        if ordinal > 0 {
            self.rest.truncate(self.rest.len() - FIELD.len() - 1);
            push_ordinal(&mut self.rest, ordinal);
            digits = self.digits(opening);
        }
        printed(&self.doc, digits)
    }

    /// The digits of what `rest` says behind an opening.
    fn digits(&self, opening: usize) -> u64 {
        let mut hash = self.openings[opening].hash.clone();
        hash.update(&self.rest);
        first_digits(hash)
    }

    /// Where the opening of a type and a path is.
    fn opening(&mut self, type_name: &'static str, path: &Arc<[String]>) -> usize {
        let at = self.openings.iter().position(|known| known.type_name == type_name);
        if let Some(at) = at
            && Arc::ptr_eq(&self.openings[at].path, path)
        {
            return at;
        }
        let hash = opening(&self.doc, type_name, path);
        let opening = Opening { type_name, path: path.clone(), hash };
        let at = at.unwrap_or(self.openings.len());
        if at < self.openings.len() {
            self.openings[at] = opening;
        } else {
            self.openings.push(opening);
        }
        at
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
    fn push_key(&self, key: &mut String) {
        let number = |part: Option<u32>| part.map(|n| n.to_string()).unwrap_or_default();
        match self {
            Self::Document(_) => {}
            Self::TocEntry(r) => push_parts(key, [text(&r.label), &r.title]),
            Self::Part(r) | Self::Chapter(r) | Self::Section(r) | Self::Subsection(r) => {
                push_parts(key, [text(&r.label), &r.title]);
            }
            Self::Paragraph(r) => push_squeezed(key, &r.text),
            Self::Box(r) => push_parts(key, [text(&r.label), &r.title]),
            Self::Table(r) => {
                let first_cells = r.rows.iter().filter_map(|row| row.first()).map(|cell| cell.text.as_str());
                let caption = std::iter::once(text(&r.caption));
                push_parts(key, caption.chain(r.columns.iter().map(String::as_str)).chain(first_cells));
            }
            Self::Project(r) => push_parts(key, [number(r.number).as_str(), &r.name]),
            Self::Indicator(r) => {
                push_parts(key, [number(r.number).as_str(), text(&r.group), &r.name, text(&r.sub_name)]);
            }
            Self::Quantity(r) => push_parts(key, [r.metric.as_str(), &r.value.raw]),
            Self::Term(r) => push_parts(key, [number(r.number).as_str(), &r.term]),
            Self::Furniture(r) => push_parts(key, [r.kind.name(), &r.text]),
            Self::Diagnostic(r) => push_parts(key, [r.code.as_str(), &r.message]),
        }
    }
}

/// An empty part for what is null.
fn text(part: &Option<String>) -> &str {
    part.as_deref().unwrap_or_default()
}

/// Adds the parts of a key.
fn push_parts<'p>(key: &mut String, parts: impl IntoIterator<Item = &'p str>) {
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            key.push_str(PART);
        }
        push_squeezed(key, part);
    }
}

/// The first digits of a hash, as a number.
fn first_digits(hash: Sha256) -> u64 {
    hash.finalize().iter().take(DIGITS / 2).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// `<doc>-` and the digits.
fn printed(doc: &str, digits: u64) -> String {
    let mut id = String::with_capacity(doc.len() + 1 + DIGITS);
    id.push_str(doc);
    id.push('-');
    push_hex(&mut id, digits);
    id
}

fn push_hex(id: &mut String, digits: u64) {
    for at in (0..DIGITS).rev() {
        let digit = (digits >> (4 * at)) & 0xF;
        id.push(char::from(b"0123456789abcdef"[digit as usize]));
    }
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
        let root: Arc<[String]> = Arc::new([]);
        let mut allocate = |key: &str| ids.allocate("furniture", &root, None, |rest| rest.push_str(key));
        let first = allocate("page_number\u{1F}1");
        let other = allocate("page_number\u{1F}2");
        let again = allocate("page_number\u{1F}1");
        assert_eq!(first, id("furniture", &[], None, "page_number\u{1F}1", 0));
        assert_eq!(other, id("furniture", &[], None, "page_number\u{1F}2", 0));
        assert_eq!(again, id("furniture", &[], None, "page_number\u{1F}1", 1));
    }

    #[test]
    fn a_path_is_hashed_once_and_counts_as_before() {
        let mut ids = IdAllocator::new("0123456789ab");
        let paths: [Arc<[String]>; 2] = [["一".to_owned()].into(), ["一".to_owned(), "二".to_owned()].into()];
        for (path, type_name, key) in
            [(0, "term", "甲"), (0, "term", "乙"), (0, "box", "乙"), (1, "term", "乙"), (0, "term", "丙")]
        {
            let found = ids.allocate(type_name, &paths[path], Some("p"), |rest| push_squeezed(rest, key));
            assert_eq!(found, record_id("0123456789ab", type_name, &paths[path], Some("p"), key, 0));
        }
    }

    #[test]
    fn without_a_title_the_file_name_gives_the_document_id() {
        assert_eq!(document_id(None, "a.txt"), document_id(Some("  "), "a.txt"));
        assert_ne!(document_id(None, "a.txt"), document_id(None, "b.txt"));
        assert_eq!(document_id(Some("规 划"), "a.txt"), document_id(Some("规划"), "b.txt"));
    }
}
