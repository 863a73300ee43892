//! From the parsed tree to records.

pub mod quantity;
