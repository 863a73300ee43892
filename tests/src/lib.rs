//! What the end-to-end suites share.

mod evidence;
pub mod fixtures;
mod invariants;

pub use invariants::assert_invariants;
