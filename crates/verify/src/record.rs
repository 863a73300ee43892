//! Records as plain JSON, with short ways to their fields.

use std::collections::BTreeMap;

use serde_json::Value;

/// The types of headings.
const HEADINGS: [&str; 4] = ["part", "chapter", "section", "subsection"];

/// One record of a valid document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'v>(pub(crate) &'v Value);

/// A span of the source, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) page: Option<u64>,
}

impl<'v> Record<'v> {
    pub(crate) fn kind(self) -> &'v str {
        self.text("type").unwrap_or_default()
    }

    pub(crate) fn id(self) -> &'v str {
        self.text("id").unwrap_or_default()
    }

    pub(crate) fn parent(self) -> Option<&'v str> {
        self.text("parent")
    }

    pub(crate) fn seq(self) -> u64 {
        self.0["seq"].as_u64().unwrap_or(u64::MAX)
    }

    /// A text field; `None` where it is null or not there.
    pub(crate) fn text(self, field: &str) -> Option<&'v str> {
        self.0[field].as_str()
    }

    /// A list of texts; empty where it is not there.
    pub(crate) fn texts(self, field: &str) -> Vec<&'v str> {
        self.list(field).iter().filter_map(Value::as_str).collect()
    }

    pub(crate) fn list(self, field: &str) -> &'v [Value] {
        self.0[field].as_array().map_or(&[], Vec::as_slice)
    }

    /// All cells of a table, those of its head behind those of its rows.
    pub(crate) fn cells(self) -> impl Iterator<Item = &'v Value> {
        let rows = self.list("rows").iter().chain(self.list("head"));
        rows.filter_map(Value::as_array).flatten()
    }

    pub(crate) fn evidence(self) -> Vec<Span> {
        spans(&self.0["evidence"])
    }

    pub(crate) fn is_heading(self) -> bool {
        HEADINGS.contains(&self.kind())
    }
}

/// The spans of a list.
pub(crate) fn spans(list: &Value) -> Vec<Span> {
    let at = |value: &Value| usize::try_from(value.as_u64().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let span = |value: &Value| Span {
        start: at(&value["start"]),
        end: at(&value["end"]),
        page: value["page"].as_u64(),
    };
    list.as_array().map_or_else(Vec::new, |list| list.iter().map(span).collect())
}

/// All records of a document.
pub(crate) struct Records<'v> {
    pub(crate) document: Record<'v>,
    /// In the order of the JSONL: document, toc entries, records, diagnostics.
    pub(crate) all: Vec<Record<'v>>,
    by_id: BTreeMap<&'v str, Record<'v>>,
}

impl<'v> Records<'v> {
    pub(crate) fn of(value: &'v Value) -> Self {
        let document = Record(&value["document"]);
        let mut all = vec![document];
        for list in ["toc", "records", "diagnostics"] {
            all.extend(Record(value).list(list).iter().map(Record));
        }
        let by_id = all.iter().map(|&record| (record.id(), record)).collect();
        Self { document, all, by_id }
    }

    pub(crate) fn get(&self, id: &str) -> Option<Record<'v>> {
        self.by_id.get(id).copied()
    }

    /// The enclosing record.
    pub(crate) fn parent(&self, record: Record<'v>) -> Option<Record<'v>> {
        record.parent().and_then(|id| self.get(id))
    }

    /// Records that own their text: all but those that say once more what another says. A project of a table is a row.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = Record<'v>> {
        self.all.iter().copied().filter(|&record| match record.kind() {
            "document" | "indicator" | "quantity" | "diagnostic" => false,
            "project" => self.parent(record).is_none_or(|parent| parent.kind() != "table"),
            _ => true,
        })
    }
}
