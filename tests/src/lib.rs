//! What the end-to-end suites share.

mod evidence;
pub mod fixtures;
pub mod fuzz;
mod invariants;
mod knowledge;
pub mod twins;

pub use invariants::assert_invariants;

/// Runs a check on every case and fails once, with all that failed: one broken rule shows in many fixtures, and the
/// list says which.
///
/// # Panics
/// When a check did.
pub fn for_each_case<T>(cases: impl IntoIterator<Item = (String, T)>, check: impl Fn(&T)) {
    let mut failed = Vec::new();
    for (name, case) in cases {
        let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&case)));
        if let Err(panic) = run {
            let message = panic.downcast_ref::<String>().cloned();
            let message = message.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            failed.push(format!("{name}: {}", message.unwrap_or_default()));
        }
    }
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}
