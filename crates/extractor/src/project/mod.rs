//! Projects: the items of project boxes and the rows of project tables.
//!
//! - [`name_and_description`]: a box item (农业提升工程：实施……) into its name and its description;
//! - [`components`]: the concrete projects that a description names one by one;
//! - [`from_grid`]: a table whose rows are projects.
//!
//! In: parts of the parsed tree. Out: texts with their places. Knows nothing of records, ids and formats.

mod clause;
mod component;
mod counted;
mod enumeration;
mod facts;
mod govern;
mod grid;
mod judge;
pub(crate) mod lexicon;
mod name;
mod noun;
mod tail;

pub use component::components;
pub use grid::{GridProject, from_grid};
pub use name::{Draft, StatedFacts, name_and_description};

#[cfg(test)]
mod tests;
