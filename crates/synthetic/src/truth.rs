//! What a document says, as a gold file writes it down: the answer that records are compared with.
//!
//! The names are those of the records; there are no offsets, since the scorer compares text without white space. A
//! list that is `None` has not been annotated, which is not the same as an empty list.

use serde::{Deserialize, Deserializer, Serialize};

/// The truth about a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// A short name.
    pub slug: String,
    /// The title without white space.
    pub title: Option<String>,
    /// `outline_plan` and so on.
    pub kind: Option<String>,
    /// The region.
    pub region: Option<TruthRegion>,
    /// The years of the plan.
    pub period: Option<TruthPeriod>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Every heading of the body, in order.
    pub outline: Option<Vec<TruthHeading>>,
    /// Every box, in order.
    pub boxes: Option<Vec<TruthBox>>,
    /// Every project.
    pub projects: Option<Vec<TruthProject>>,
    /// Every row of the indicator tables.
    pub indicators: Option<Vec<TruthIndicator>>,
    /// Every glossary entry.
    pub terms: Option<Vec<TruthTerm>>,
    /// Paragraphs of the body: all of a synthetic plan, a sample of a real one.
    pub paragraphs: Option<Vec<TruthParagraph>>,
    /// The quantities of some paragraphs.
    pub quantities: Option<TruthQuantities>,
}

/// A region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthRegion {
    /// Its name.
    pub name: String,
    /// Six digits of GB/T 2260.
    pub code: Option<String>,
    /// Its level.
    pub level: Option<String>,
}

/// The years of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthPeriod {
    /// 15 for the fifteenth five-year plan.
    pub ordinal: Option<i64>,
    /// First year.
    pub start: Option<i64>,
    /// Last year.
    pub end: Option<i64>,
}

/// A heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthHeading {
    /// `part`, `chapter`, `section` or `subsection`.
    #[serde(rename = "type")]
    pub heading_type: String,
    /// As printed.
    pub label: Option<String>,
    /// The label's last number.
    pub number: Option<i64>,
    /// Without label and trailing punctuation.
    pub title: String,
    /// It begins a paragraph.
    #[serde(default)]
    pub run_in: bool,
    /// 1 = outermost; gold files of real documents leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<usize>,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthBox {
    /// Its number.
    pub number: Option<i64>,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// `indicators`, `projects`, `text` or `unreadable`.
    pub content: Option<String>,
    /// The heading that it stands under.
    #[serde(default)]
    pub under: Option<String>,
}

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthProject {
    /// Its name.
    pub name: String,
    /// The concrete projects that it names.
    #[serde(default)]
    pub components: Vec<String>,
    /// Borderline components, counted neither way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components_optional: Vec<String>,
}

/// A row of an indicator table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TruthIndicator {
    /// Its number.
    pub number: Option<i64>,
    /// Its group.
    #[serde(default)]
    pub group: Option<String>,
    /// Its name.
    pub name: String,
    /// The name of a sub-row.
    #[serde(default)]
    pub sub_name: Option<String>,
    /// Its unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// `expected` or `binding`.
    #[serde(default)]
    pub nature: Option<String>,
    /// One value a column.
    #[serde(default)]
    pub values: Vec<TruthColumnValue>,
}

/// One cell of an indicator's row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TruthColumnValue {
    /// The column's head.
    pub column: Option<String>,
    /// The year that it names.
    pub year: Option<i64>,
    /// `baseline`, `target`, `change`, `completed` or `planned`.
    pub role: Option<String>,
    /// What the cell says.
    pub value: TruthValue,
}

/// A value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TruthValue {
    /// As printed.
    #[serde(default)]
    pub raw: Option<String>,
    /// `number`, `range`, `text` or `absent`.
    #[serde(default)]
    pub kind: Option<String>,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// Lower end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// `ge`, `gt`, `le` or `lt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
    /// 左右.
    #[serde(default)]
    pub approx: bool,
    /// 预计.
    #[serde(default)]
    pub estimated: bool,
    /// 〔 〕.
    #[serde(default)]
    pub cumulative: bool,
    /// The words of a text value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A glossary entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthTerm {
    /// Its number.
    #[serde(default)]
    pub number: Option<i64>,
    /// The term.
    pub term: String,
    /// First ten characters of the definition that are no white space.
    pub def_head: String,
    /// Last ten.
    pub def_tail: String,
    /// How many there are.
    pub def_len: usize,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthParagraph {
    /// Label and title of the heading above it.
    #[serde(default)]
    pub under: Option<String>,
    /// First ten characters that are no white space.
    pub head: String,
    /// Last ten.
    pub tail: String,
    /// How many there are.
    pub len: usize,
    /// The opening topic sentence; `Some(None)` where there is none, `None` where nobody looked.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub lead: Option<Option<String>>,
}

/// The quantities of some paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TruthQuantities {
    /// The heads of the paragraphs.
    pub scope: Vec<String>,
    /// All quantities that stand in them.
    pub items: Vec<TruthQuantity>,
}

/// A quantity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TruthQuantity {
    /// Head of its paragraph.
    #[serde(rename = "in")]
    pub paragraph: String,
    /// `achieved`, `target` or `other`.
    pub stance: Option<String>,
    /// What is counted.
    pub metric: Option<String>,
    /// The number.
    pub number: Option<f64>,
    /// Lower end of a range.
    #[serde(default)]
    pub min: Option<f64>,
    /// Upper end of a range.
    #[serde(default)]
    pub max: Option<f64>,
    /// Its unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// `ge`, `gt`, `le` or `lt`.
    #[serde(default)]
    pub bound: Option<String>,
    /// 左右.
    #[serde(default)]
    pub approx: bool,
    /// What the number says about the metric.
    pub change: Option<String>,
    /// The resolved year.
    #[serde(default)]
    pub year: Option<i64>,
    /// `section` or `plan` where the year is carried over from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_from: Option<String>,
    /// Counted neither way.
    #[serde(default)]
    pub optional: bool,
}

/// Keeps "the field is null" and "there is no such field" apart.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}
