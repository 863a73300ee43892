//! Projects and glossary terms.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Common, Span};

/// A concrete project that a description names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Component {
    /// Printed name, without the governing verb and without 等项目.
    pub name: String,
    /// Where it stands.
    pub evidence: Vec<Span>,
}

/// An item of a project box, or of a project list in an annex.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Project {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Its number in the box; null where it has none.
    pub number: Option<u32>,
    /// 农业综合能力提升工程.
    pub name: String,
    /// The text after the name; null where there is none.
    pub description: Option<String>,
    /// Id of its box or annex table.
    #[serde(rename = "box")]
    pub in_box: Option<Arc<str>>,
    /// The concrete projects that the description names one by one.
    pub components: Vec<Component>,
    /// Investment as printed, where a column or the description states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investment: Option<String>,
    /// Years as printed, where a column or the description states them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Place as printed, where a column or the description states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Responsible body as printed, where a column or the description states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Scale as printed, where a column or the description states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
}

/// An entry of the glossary (名词解释).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Fields of every record.
    #[serde(flatten)]
    pub common: Common,
    /// Its number; null where it has none.
    pub number: Option<u32>,
    /// Without quotes around it, marks of emphasis and colon.
    pub term: String,
    /// The whole definition.
    pub definition: String,
    /// Other names that the definition gives.
    pub aliases: Vec<String>,
    /// Uses in the body.
    pub mentions: Vec<Span>,
}
