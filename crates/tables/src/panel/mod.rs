//! The panel: the values of all indicators of many documents, long and tidy, one row a value.
//!
//! What enters is documents one by one, what leaves is their rows, and remarks on what has no place or must be known. A
//! value has its place by file, indicator, unit, role, year, and what it measures; what has none is told and never guessed.
//! A value that the document does not state (`absent`) is no row.
//!
//! A document id stays the same from version to version of a plan, so that only the same bytes or the same rows make a
//! copy, which is left out. Two versions with other values both stay, under the same `doc` and another `file`.

mod head;

use std::collections::BTreeMap;

use gangyao_definition::panel;
use gangyao_model::{Conversion, Indicator, IndicatorValue, Record, Table, Value, ValueKind};
use sha2::{Digest, Sha256};

use crate::rows::TableRows;
use head::{Measure, Years};

/// Columns that say where a row stands and not what it says.
const PLACES: [&str; 6] = ["file", "column_head", "quote", "page", "indicator", "ordinal"];

/// Collects the panel.
#[derive(Debug, Default)]
pub struct Panel {
    /// The first file with these bytes, by their SHA-256.
    bytes: BTreeMap<String, String>,
    /// The files of each document id, with the hash of what their rows say.
    documents: BTreeMap<String, Vec<(String, [u8; 32])>>,
}

/// Something that the panel does not hold, or that its user must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The document's file.
    pub file: String,
    /// Id of the indicator; none where it is about the whole document.
    pub indicator: Option<String>,
    /// Name of the indicator, or title of the document.
    pub name: String,
    /// Kebab-case and stable.
    pub code: &'static str,
    /// The same in words.
    pub message: String,
}

impl Panel {
    /// The rows of a document, and remarks. `file` is its place below the output folder.
    pub fn document(&mut self, conversion: &Conversion, file: &str) -> (TableRows, Vec<Remark>) {
        let document = &conversion.document;
        let whole = |code, message: &str| Remark {
            file: file.to_owned(),
            indicator: None,
            name: document.title.clone().unwrap_or_default(),
            code,
            message: message.to_owned(),
        };
        let none = |code, message: &str| (TableRows::new(panel()), vec![whole(code, message)]);
        if let Some(other) = self.bytes.get(&document.source.sha256) {
            return none("copy", &format!("the same bytes as {other}; its rows are left out"));
        }
        self.bytes.insert(document.source.sha256.clone(), file.to_owned());
        let found = Found::new(conversion, file);
        if found.indicators.is_empty() {
            return none("no-indicators", "it has no indicator table that was read");
        }
        if document.region.is_none() {
            return none("no-region", "it does not say what region it is about");
        }
        if document.period.is_none() {
            return none("no-period", "it does not say what years it covers");
        }
        let (rows, mut remarks) = found.rows();
        let said = said(&rows);
        let earlier = self.documents.entry(document.common.doc.to_string()).or_default();
        if let Some((other, _)) = earlier.iter().find(|(_, theirs)| *theirs == said) {
            let message =
                format!("the same document id and the same values as {other}; its rows are left out");
            return none("copy", &message);
        }
        if !earlier.is_empty() {
            let others: Vec<&str> = earlier.iter().map(|(file, _)| file.as_str()).collect();
            let message = format!(
                "the same document id as {}, and other values: another version of the plan; both are in the panel",
                others.join(", ")
            );
            remarks.insert(0, whole("version", &message));
        }
        earlier.push((file.to_owned(), said));
        (rows, remarks)
    }
}

/// The hash of what rows say.
fn said(rows: &TableRows) -> [u8; 32] {
    let columns = panel().columns.iter().enumerate();
    let columns: Vec<usize> =
        columns.filter(|(_, column)| !PLACES.contains(&column.name.as_str())).map(|(at, _)| at).collect();
    let mut lines: Vec<String> = (0..rows.len())
        .map(|row| columns.iter().map(|&column| format!("{:?}\n", rows.cell(row, column))).collect())
        .collect();
    // A table that stands elsewhere says the same.
    lines.sort_unstable();
    Sha256::digest(lines.concat()).into()
}

/// The cells of each table by the table's id, each with the place where it begins, in that order.
type Cells<'a> = BTreeMap<&'a str, Vec<(u32, &'a str)>>;

/// What tells the rows of a document apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    name: &'a str,
    sub_name: Option<&'a str>,
    unit: Option<&'a str>,
    role: u8,
    year: Option<u16>,
    measure: Measure,
    span: Option<Years>,
}

/// A value that has a place.
struct Placed<'a> {
    key: Key<'a>,
    indicator: &'a Indicator,
    ordinal: usize,
    conflict: bool,
}

impl<'a> Placed<'a> {
    fn each(&self) -> &'a IndicatorValue {
        &self.indicator.values[self.ordinal]
    }
}

/// What a document has for the panel.
struct Found<'a> {
    conversion: &'a Conversion,
    file: &'a str,
    indicators: Vec<&'a Indicator>,
    tables: Cells<'a>,
    /// Heads whose sums are marked.
    marked: Vec<&'a str>,
}

impl<'a> Found<'a> {
    fn new(conversion: &'a Conversion, file: &'a str) -> Self {
        let mut found =
            Self { conversion, file, indicators: Vec::new(), tables: Cells::new(), marked: Vec::new() };
        for record in &conversion.records {
            match record {
                Record::Indicator(indicator) => found.indicators.push(indicator),
                Record::Table(table) => {
                    found.tables.insert(table.common.id.as_str(), cells(table));
                }
                _ => {}
            }
        }
        let values = found.indicators.iter().flat_map(|indicator| &indicator.values);
        let marks = |each: &&IndicatorValue| each.value.cumulative || head::marks_sums(&each.column.column);
        found.marked = values.filter(marks).map(|each| each.column.column.as_str()).collect();
        found.marked.sort_unstable();
        found.marked.dedup();
        found
    }

    fn rows(&self) -> (TableRows, Vec<Remark>) {
        let mut remarks = Vec::new();
        let mut placed: Vec<Placed<'a>> = Vec::new();
        let mut taken: BTreeMap<Key<'a>, usize> = BTreeMap::new();
        for &indicator in &self.indicators {
            for (ordinal, each) in indicator.values.iter().enumerate() {
                if each.value.kind == ValueKind::Absent {
                    continue;
                }
                let key = self.key(indicator, each);
                let remark = if each.column.year.is_none() && key.measure == Measure::Level {
                    Some(("no-year", "the column names no year".to_owned()))
                } else if let Some(&at) = taken.get(&key) {
                    Some(duplicate(&mut placed[at], &each.value))
                } else {
                    None
                };
                if let Some((code, message)) = remark {
                    remarks.push(self.remark(indicator, each, code, &message));
                } else {
                    taken.insert(key.clone(), placed.len());
                    placed.push(Placed { key, indicator, ordinal, conflict: false });
                }
            }
        }
        let mut rows = TableRows::new(panel());
        placed.iter().for_each(|placed| self.row(&mut rows, placed));
        (rows, remarks)
    }

    fn key(&self, indicator: &'a Indicator, each: &'a IndicatorValue) -> Key<'a> {
        let head = each.column.column.as_str();
        let measure = head::measure(each, self.marked.binary_search(&head).is_ok());
        Key {
            name: &indicator.name,
            sub_name: indicator.sub_name.as_deref(),
            unit: head::unit(indicator, each, measure),
            role: each.column.role as u8,
            year: each.column.year,
            measure,
            span: head::span(head, measure),
        }
    }

    fn remark(&self, indicator: &Indicator, each: &IndicatorValue, code: &'static str, why: &str) -> Remark {
        let sub = indicator.sub_name.as_ref().map(|sub| format!("/{sub}")).unwrap_or_default();
        Remark {
            file: self.file.to_owned(),
            indicator: Some(indicator.common.id.clone()),
            name: format!("{}{sub}", indicator.name),
            code,
            message: format!("“{}” in column “{}”: {why}", each.value.raw, each.column.column),
        }
    }

    fn row(&self, rows: &mut TableRows, placed: &Placed<'_>) {
        let (document, indicator, each, key) =
            (&self.conversion.document, placed.indicator, placed.each(), &placed.key);
        let (region, period, value) = (document.region.as_ref(), document.period, &each.value);
        let cells = indicator.common.parent.as_deref().and_then(|id| self.tables.get(id));
        let quote = cells.and_then(|cells| quote(cells, indicator));
        rows.row()
            .text(self.file)
            .text(&*document.common.doc)
            .text(document.title.as_deref())
            .one_of(document.kind as usize)
            .text(region.and_then(|region| region.code.as_deref()))
            .text(region.map(|region| region.name.as_str()))
            .one_of(region.and_then(|region| region.level).map(|level| level as usize))
            .integer(period.map(|period| i64::from(period.start)))
            .integer(period.map(|period| i64::from(period.end)))
            .text(indicator.concept.as_deref())
            .text(indicator.group.as_deref())
            .text(key.name)
            .text(key.sub_name)
            .text(key.unit)
            .text(indicator.unit.as_deref())
            .one_of(indicator.nature.map(|nature| nature as usize))
            .one_of(each.column.role as usize)
            .integer(key.year.map(i64::from))
            .one_of(key.measure as usize)
            .integer(key.span.map(|(first, _)| i64::from(first)))
            .integer(key.span.map(|(_, last)| i64::from(last)))
            .text(each.column.column.as_str())
            .text(value.raw.as_str())
            .one_of(value.kind as usize)
            .number(value.number)
            .number(value.min)
            .number(value.max)
            .one_of(value.bound.map(|bound| bound as usize))
            .boolean(value.approx)
            .boolean(value.estimated)
            .boolean(value.cumulative)
            .boolean(placed.conflict)
            .text(quote.as_deref().unwrap_or(value.raw.as_str()))
            .integer(indicator.common.evidence.first().and_then(|span| span.page).map(i64::from))
            .text(indicator.common.id.as_str())
            .integer(placed.ordinal as i64)
            .end();
    }
}

/// A value whose key is taken: whether both say the same. Spelling is no difference (1,200 and 1200).
fn duplicate(taken: &mut Placed<'_>, value: &Value) -> (&'static str, String) {
    let (theirs, id) = (&taken.each().value, &taken.indicator.common.id);
    let bare = |value: &Value| Value { raw: String::new(), unit: None, ..value.clone() };
    if bare(theirs) == bare(value) {
        return (
            "duplicate-agrees",
            format!("{id} has the same key and the same value; one row stands for both"),
        );
    }
    let message = format!(
        "{id} has the same key and another value, “{}” in column “{}”, which stands in the panel",
        theirs.raw,
        taken.each().column.column
    );
    taken.conflict = true;
    ("duplicate-differs", message)
}

fn cells(table: &Table) -> Vec<(u32, &str)> {
    let cells = table.rows.iter().flatten();
    let mut cells: Vec<_> =
        cells.filter_map(|cell| Some((cell.evidence.first()?.start, cell.text.as_str()))).collect();
    cells.sort_by_key(|&(start, _)| start);
    cells
}

/// The cells that lie in the indicator's evidence.
fn quote(cells: &[(u32, &str)], indicator: &Indicator) -> Option<String> {
    let inside = indicator.common.evidence.iter().flat_map(|span| {
        let first = cells.partition_point(|&(start, _)| start < span.start);
        cells[first..].iter().take_while(|&&(start, _)| start < span.end)
    });
    let texts: Vec<&str> = inside.map(|&(_, text)| text).collect();
    (!texts.is_empty()).then(|| texts.join(" | "))
}

#[cfg(test)]
mod tests;
