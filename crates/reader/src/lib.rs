//! placeholder
pub mod pdf;
