//! A document's records as a tree: who hangs under whom, and what each says.

use std::collections::BTreeMap;

use gangyao_text::squeeze;
use serde_json::{Map, Value};

use crate::show::quoted;
use crate::{Error, SCHEMA};

/// Siblings that are looked through for one of the same class.
const NEAR: usize = 64;

/// Types that are matched with each other: a heading keeps being the same when its level changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Document,
    TocEntry,
    Heading,
    Paragraph,
    Box,
    Table,
    Project,
    Indicator,
    Quantity,
    Term,
    Furniture,
    Diagnostic,
    /// A type that this version does not know.
    Other,
}

impl Class {
    pub(crate) const ALL: [Self; 13] = [
        Self::Document,
        Self::Heading,
        Self::Box,
        Self::Table,
        Self::TocEntry,
        Self::Paragraph,
        Self::Project,
        Self::Term,
        Self::Indicator,
        Self::Quantity,
        Self::Furniture,
        Self::Diagnostic,
        Self::Other,
    ];

    fn of(type_name: &str) -> Self {
        match type_name {
            "document" => Self::Document,
            "toc_entry" => Self::TocEntry,
            "part" | "chapter" | "section" | "subsection" => Self::Heading,
            "paragraph" => Self::Paragraph,
            "box" => Self::Box,
            "table" => Self::Table,
            "project" => Self::Project,
            "indicator" => Self::Indicator,
            "quantity" => Self::Quantity,
            "term" => Self::Term,
            "furniture" => Self::Furniture,
            "diagnostic" => Self::Diagnostic,
            _ => Self::Other,
        }
    }
}

/// A record in its tree.
pub(crate) struct Node<'v> {
    pub(crate) fields: &'v Map<String, Value>,
    pub(crate) class: Class,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    /// What it says that makes it this record, without white space.
    pub(crate) key: String,
    /// All that it says, for similarity.
    pub(crate) text: String,
}

impl<'v> Node<'v> {
    fn of(fields: &'v Map<String, Value>) -> Self {
        let class = Class::of(text(fields, "type"));
        let all = |names: &[&str]| {
            let parts: Vec<String> = names.iter().map(|name| squeeze(text(fields, name))).collect();
            parts.join("\u{1F}").trim_matches('\u{1F}').to_owned()
        };
        let both = |said: String| (said.clone(), said);
        let (key, text) = match class {
            Class::Document => (String::new(), String::new()),
            Class::TocEntry | Class::Heading | Class::Box => both(all(&["title"])),
            Class::Paragraph | Class::Other => both(all(&["text"])),
            Class::Table => {
                let head = format!("{}{}", all(&["caption"]), joined(fields.get("columns")));
                let rows = fields.get("rows").and_then(Value::as_array).into_iter().flatten();
                let firsts = rows.filter_map(Value::as_array).filter_map(|row| {
                    row.iter().filter_map(|cell| cell["text"].as_str()).max_by_key(|text| text.len())
                });
                let firsts: Vec<String> = firsts.map(squeeze).collect();
                (format!("{head}{}", firsts.join("\u{1F}")), format!("{head}{}", firsts.concat()))
            }
            Class::Project => (all(&["name"]), all(&["name", "description"])),
            Class::Indicator => both(all(&["name", "sub_name"])),
            Class::Quantity => {
                let key = format!("{}\u{1F}{}", all(&["metric"]), squeeze(raw(fields)));
                (key, all(&["metric", "sentence"]))
            }
            Class::Term => (all(&["term"]), all(&["term", "definition"])),
            Class::Furniture => both(all(&["kind", "text"])),
            Class::Diagnostic => both(all(&["code", "message"])),
        };
        Self { fields, class, parent: None, children: Vec::new(), key, text }
    }

    /// A field; null where it is not there.
    pub(crate) fn field(&self, name: &str) -> &'v Value {
        self.fields.get(name).unwrap_or(&Value::Null)
    }

    /// A text field; empty where it is null.
    pub(crate) fn text(&self, name: &str) -> &'v str {
        text(self.fields, name)
    }

    pub(crate) fn id(&self) -> &'v str {
        self.text("id")
    }

    pub(crate) fn type_name(&self) -> &'v str {
        self.text("type")
    }

    /// The second thing by which a reader knows the record: its printed label or number, a quantity's value.
    pub(crate) fn mark(&self) -> String {
        match self.class {
            Class::Quantity => raw(self.fields).to_owned(),
            _ if !self.text("label").is_empty() => self.text("label").to_owned(),
            _ => self.fields.get("number").filter(|n| !n.is_null()).map(Value::to_string).unwrap_or_default(),
        }
    }

    /// What a reader calls it.
    pub(crate) fn name(&self) -> String {
        let labelled = |title: &str| match self.text("label") {
            "" => title.to_owned(),
            label => format!("{label} {title}"),
        };
        match self.class {
            Class::Document => match self.text("title") {
                "" => self
                    .fields
                    .get("source")
                    .map_or("", |source| source["name"].as_str().unwrap_or(""))
                    .to_owned(),
                title => title.to_owned(),
            },
            Class::TocEntry | Class::Heading | Class::Box => labelled(self.text("title")),
            Class::Paragraph | Class::Other => quoted(self.text("text")),
            Class::Table => match self.text("caption") {
                "" => quoted(&self.fields.get("columns").map(crate::show::shown).unwrap_or_default()),
                caption => caption.to_owned(),
            },
            Class::Project => self.text("name").to_owned(),
            Class::Indicator => match self.text("sub_name") {
                "" => self.text("name").to_owned(),
                sub => format!("{} / {sub}", self.text("name")),
            },
            Class::Quantity => format!("{} {}", self.text("metric"), raw(self.fields)),
            Class::Term => self.text("term").to_owned(),
            Class::Furniture => quoted(self.text("text")),
            Class::Diagnostic => format!("{}: {}", self.text("code"), self.text("message")),
        }
    }

    /// Its spans, `(start, end)`.
    pub(crate) fn evidence(&self) -> Vec<(u64, u64)> {
        self.fields.get("evidence").map(spans).unwrap_or_default()
    }
}

/// The spans of an evidence list.
pub(crate) fn spans(evidence: &Value) -> Vec<(u64, u64)> {
    let spans = evidence.as_array().into_iter().flatten();
    spans.filter_map(|span| Some((span["start"].as_u64()?, span["end"].as_u64()?))).collect()
}

fn text<'v>(fields: &'v Map<String, Value>, name: &str) -> &'v str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn raw(fields: &Map<String, Value>) -> &str {
    fields.get("value").and_then(|value| value["raw"].as_str()).unwrap_or_default()
}

fn joined(list: Option<&Value>) -> String {
    let parts = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    parts.map(squeeze).collect::<Vec<_>>().join("\u{1F}")
}

/// A whole document.
pub(crate) struct View<'v> {
    /// The document first, then toc entries, records, diagnostics.
    pub(crate) nodes: Vec<Node<'v>>,
    ids: BTreeMap<&'v str, usize>,
}

impl<'v> View<'v> {
    pub(crate) fn of(value: &'v Value) -> Result<Self, Error> {
        check_schema(value)?;
        let document = value["document"].as_object();
        let document = document.ok_or_else(|| no_document("`document` is missing"))?;
        let mut nodes = vec![Node::of(document)];
        for list in ["toc", "records", "diagnostics"] {
            let records = value[list].as_array();
            let records = records.ok_or_else(|| no_document(&format!("`{list}` is no list")))?;
            for (at, record) in records.iter().enumerate() {
                let fields = record.as_object().filter(|fields| !text(fields, "type").is_empty());
                nodes
                    .push(Node::of(fields.ok_or_else(|| {
                        no_document(&format!("`{list}[{at}]` is no record with a `type`"))
                    })?));
            }
        }
        let mut ids = BTreeMap::new();
        for (at, node) in nodes.iter().enumerate() {
            if node.id().is_empty() {
                return Err(no_document(&format!("the {} at place {at} has no `id`", node.type_name())));
            }
            ids.entry(node.id()).or_insert(at);
        }
        for at in 1..nodes.len() {
            // Parents come first; a value that says otherwise must not make a circle.
            let parent =
                ids.get(nodes[at].text("parent")).copied().filter(|&parent| parent < at).unwrap_or(0);
            nodes[at].parent = Some(parent);
            nodes[parent].children.push(at);
        }
        Ok(Self { nodes, ids })
    }

    /// What a reader calls a record: a table without a caption by its box.
    pub(crate) fn name(&self, at: usize) -> String {
        let node = &self.nodes[at];
        match node.parent.map(|parent| &self.nodes[parent]) {
            Some(parent)
                if node.class == Class::Table
                    && node.text("caption").is_empty()
                    && parent.class == Class::Box =>
            {
                format!("in {}", parent.name())
            }
            _ => node.name(),
        }
    }

    /// The record of the same class before this one under the same parent.
    pub(crate) fn before(&self, at: usize) -> Option<usize> {
        let node = &self.nodes[at];
        let siblings = &self.nodes[node.parent?].children;
        let place = siblings.partition_point(|&sibling| sibling < at);
        siblings[..place]
            .iter()
            .rev()
            .take(NEAR)
            .copied()
            .find(|&other| self.nodes[other].class == node.class)
    }

    /// The record with this id.
    pub(crate) fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }
}

fn check_schema(value: &Value) -> Result<(), Error> {
    match value.get("schema").and_then(Value::as_str) {
        Some(SCHEMA) => Ok(()),
        Some(other) if other.starts_with("gangyao/") => Err(Error::new(
            "schema-version",
            format!(
                "its records are {other}, and this program compares {SCHEMA}; convert its document again with this program"
            ),
        )),
        Some(other) => Err(no_document(&format!("its `schema` is `{other}`"))),
        None => Err(no_document("it has no `schema`")),
    }
}

fn no_document(what: &str) -> Error {
    Error::new(
        "not-a-document",
        format!("it is no document that gangyao wrote ({what}); give an <input>.json of `gangyao convert`"),
    )
}
