//! placeholder
pub mod project;
