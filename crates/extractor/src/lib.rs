//! From the parsed document to records.

pub mod document;
