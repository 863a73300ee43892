//! From the parsed tree to records: one module a record kind.

pub mod concept;
pub mod indicator;
