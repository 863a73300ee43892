//! The document record.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Common;

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 国民经济和社会发展第N个五年规划纲要.
    OutlinePlan,
    /// 专项规划, and plans of a field.
    SpecialPlan,
    /// 政府工作报告.
    WorkReport,
    /// 建议 of the Party committee.
    Proposal,
    /// 通知 and other orders.
    Notice,
    /// Anything else.
    Other,
}

/// The level of an administrative region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 全国.
    National,
    /// 省, 自治区, 直辖市.
    Province,
    /// 地级市, 州, 盟.
    Prefecture,
    /// 县, 区, 旗, 县级市.
    County,
    /// 乡, 镇, 街道.
    Township,
}

/// The region that a document is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// Full name: 新城区, 全国.
    pub name: String,
    /// Six digits of GB/T 2260; null for the nation and where unknown.
    pub code: Option<String>,
    /// Its level; null where unknown.
    pub level: Option<Level>,
}

/// The years that a plan covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// 15 for the fifteenth five-year plan; null for other periods.
    pub ordinal: Option<u8>,
    /// First year.
    pub start: u16,
    /// Last year.
    pub end: u16,
}

/// What the document was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceInfo {
    /// The input's file name.
    pub name: String,
    /// `text`, `html`, `docx` or `pdf`.
    pub format: String,
    /// Encoding of the bytes, as WHATWG names it.
    pub encoding: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Physical pages; null where the format has none.
    pub pages: Option<u32>,
    /// The format of the bytes (`doc`, `rtf`, `odt`), where LibreOffice made the file of them that was read. `format` and the
    /// source text are then those of that file, `bytes` and `sha256` those of the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted_from: Option<String>,
}

/// How many non-space code points of the source each kind of leaf holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Non-space code points of the source.
    pub total: u32,
    /// Code points a leaf kind, by its record type.
    pub by_kind: BTreeMap<String, u32>,
    /// Code points in no leaf: 0, or the program has an error.
    pub unassigned: u32,
    /// Code points in more than one leaf: 0, or the program has an error.
    pub doubled: u32,
}

/// Records by type.
pub type Counts = BTreeMap<String, u32>;

/// The document itself: the first record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Title without white space, without its notice; null where none is printed.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: Kind,
    /// The region that it is about; null where unknown.
    pub region: Option<Region>,
    /// The years that it covers; null where it does not say.
    pub period: Option<Period>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// 国办发〔2021〕43号.
    pub document_number: Option<String>,
    /// What it was read from.
    pub source: SourceInfo,
    /// Where every code point of the source went.
    pub coverage: Coverage,
    /// Records by type, this one not counted.
    pub counts: Counts,
}
