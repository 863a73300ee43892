//! From the parsed document to records.

pub mod concept;
pub mod document;
pub mod indicator;
