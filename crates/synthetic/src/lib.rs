//! Synthetic planning documents whose records are known.
//!
//! [`plan`] takes a seed and a [`Shape`] and gives the text of a plan together with its [`Truth`]; the same seed and
//! shape give the same bytes for ever. The sentences are put together of word lists written for this project. The
//! crate knows nothing of how a plan is read: it is the other side of the comparison.

mod document;
mod insert;
mod layout;
mod outline;
mod prose;
mod quantity;
pub mod render;
mod rng;
pub mod shape;
mod table;
pub mod truth;
mod words;

pub use document::{Plan, plan};
pub use shape::Shape;
pub use truth::Truth;
