//! The committed inputs.

use std::path::PathBuf;

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Name and bytes of every fixture, in order of name.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn all() -> Vec<(String, Vec<u8>)> {
    files("fixtures")
}

/// Name and bytes of every file of a folder of the repository, in order of name; none where there is no such folder.
///
/// # Panics
/// When a file cannot be read.
#[must_use]
pub fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.expect("the folder can be listed"))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).expect("a fixture can be read"))
        })
        .collect();
    files.sort();
    files
}
