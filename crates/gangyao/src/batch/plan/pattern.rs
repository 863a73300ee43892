//! Patterns such as `plans/**/*.pdf`, for shells that do not expand them and for lists that are too long to.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

use super::super::input::input_error;
use crate::Error;

/// What a shell would do: hidden names are only met by a pattern that names the dot.
const AS_SHELLS_DO: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// True for a text that may be a pattern. A file of that very name comes first: `plan[1].pdf` is one that browsers make.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(['*', '?', '[']))
}

/// The folder in which all that a pattern meets must lie: `/data` for `/data/*/plan.pdf`.
pub(super) fn fixed_part(pattern: &Path) -> PathBuf {
    pattern.components().take_while(|part| !is_pattern(Path::new(part.as_os_str()))).collect()
}

/// What a pattern meets, or what could not be looked into.
pub(super) type Match = Result<PathBuf, (PathBuf, Error)>;

/// All that a pattern meets, by name, and the folders that could not be looked into.
///
/// # Errors
/// `bad-pattern`.
pub(super) fn matches(pattern: &Path) -> Result<Vec<Match>, Error> {
    let text = pattern.to_str().unwrap_or_default();
    let found = glob_with(text, AS_SHELLS_DO).map_err(|error| {
        Error::new("bad-pattern", format!("no pattern: {error}; * ? [a-z] and ** have a meaning"))
    })?;
    Ok(found
        .map(|entry| entry.map_err(|error| (error.path().to_owned(), input_error(error.into()))))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_part_ends_before_the_first_mark() {
        assert_eq!(fixed_part(Path::new("/data/*/plan.pdf")), Path::new("/data"));
        assert_eq!(fixed_part(Path::new("plans/2025/*.pdf")), Path::new("plans/2025"));
        assert_eq!(fixed_part(Path::new("*.pdf")), Path::new(""));
    }
}
