//! placeholder
pub mod boxes;
pub mod project;
pub mod term;
