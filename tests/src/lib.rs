//! What the end-to-end suites share.

mod evidence;
pub mod fixtures;
pub mod fuzz;
mod invariants;

pub use invariants::assert_invariants;
