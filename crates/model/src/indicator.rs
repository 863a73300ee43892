//! Rows of indicator tables.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Common, Value};

/// How firm an indicator's target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 预期性.
    Expected,
    /// 约束性.
    Binding,
}

/// What a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The start year.
    Baseline,
    /// The end year.
    Target,
    /// 年均, 累计.
    Change,
    /// What was reached, in a table that looks back.
    Completed,
    /// What had been planned, in a table that looks back.
    Planned,
}

/// A typed value column of an indicator table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Head as printed; spanning heads joined with a slash.
    pub column: String,
    /// Year that the head names.
    pub year: Option<u16>,
    /// What its values are.
    pub role: Role,
}

/// One value of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorValue {
    /// Its column.
    #[serde(flatten)]
    pub column: Column,
    /// What the cell says.
    pub value: Value,
}

/// One row of an indicator table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Number in the table.
    pub number: Option<u32>,
    /// Group (创新驱动), without its count.
    pub group: Option<String>,
    /// Name without number, unit and note marks.
    pub name: String,
    /// Name of a sub-row (执业医师数).
    pub sub_name: Option<String>,
    /// Unit without brackets.
    pub unit: Option<String>,
    /// How firm the target is.
    pub nature: Option<Nature>,
    /// Canonical code of the catalogue; null where it has none.
    pub concept: Option<String>,
    /// Notes that the row refers to.
    pub notes: Vec<String>,
    /// One value a column.
    pub values: Vec<IndicatorValue>,
}
