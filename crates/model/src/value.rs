//! Values, and the quantities that prose states.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Common, Period};

/// What a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// One number.
    Number,
    /// A lower and an upper number.
    Range,
    /// Words: 与GDP增长基本同步.
    Text,
    /// —, *, an empty cell: the document says nothing.
    #[default]
    Absent,
}

/// On which side of the number the value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 以上, ≥, 不低于, 至少.
    Ge,
    /// 超过, 突破, 余, ＞.
    Gt,
    /// 以内, 以下, ≤, 不超过.
    Le,
    /// 低于, ＜.
    Lt,
}

/// A value as printed, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// As printed.
    pub raw: String,
    /// What it is.
    pub kind: ValueKind,
    /// The number; 万, 亿 and 千 before a unit are multiplied out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// Lower end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Unit as printed, without 万, 亿, 千.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which side of the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// 左右, 约, 近.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approx: bool,
    /// 预计.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// 〔 〕 and the like: summed over the period.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cumulative: bool,
    /// The words of a text value, without white space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Whether a quantity has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It has happened.
    Achieved,
    /// It is intended.
    Target,
    /// Neither: a standard, a statute.
    Other,
}

/// What the number says about its metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A level reached.
    Level,
    /// 新增, 增加, 提高x个百分点.
    Increase,
    /// 减少, 下降.
    Decrease,
    /// 翻一番, x倍.
    Multiple,
    /// 增长x%, 年均增长.
    GrowthRate,
    /// 占…比重.
    Share,
    /// 第3位.
    Rank,
}

/// A number that the prose states about something; its parent is the paragraph or project that it stands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Whether it has happened.
    pub stance: Stance,
    /// What is counted or measured, as printed.
    pub metric: String,
    /// The value.
    pub value: Value,
    /// What the number says about the metric.
    pub change: Change,
    /// The value that the change starts from, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// Deadline or reference year; null where the text gives none.
    pub year: Option<u16>,
    /// The years that it sums over: 5年累计.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The sentence that states it.
    pub sentence: String,
    /// 力争, 确保, 达到 …, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<String>,
}
