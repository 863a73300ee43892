//! Lists of inputs, as `find` prints them.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::input::input_error;
use crate::Error;

/// The inputs that a list names: one a line, or, where the list holds a NUL, as `find -print0` writes them, one a NUL. Only so
/// can a name hold a line break. Empty lines name nothing.
///
/// # Errors
/// `not-found`, `not-readable`.
pub fn read_list(mut list: impl Read) -> Result<Vec<PathBuf>, Error> {
    let mut bytes = Vec::new();
    list.read_to_end(&mut bytes).map_err(input_error)?;
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|&byte| byte == end);
    let lines = lines.map(|line| if end == b'\n' { line.strip_suffix(b"\r").unwrap_or(line) } else { line });
    Ok(lines.filter(|line| !line.is_empty()).map(path).collect())
}

/// [`read_list`] of a file.
///
/// # Errors
/// As there.
pub fn read_list_file(path: &Path) -> Result<Vec<PathBuf>, Error> {
    read_list(std::fs::File::open(path).map_err(input_error)?)
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: &[&str]) {
        let expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
        assert_eq!(read_list(list.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn a_line_is_an_input() {
        check("a.txt\n规划/b.pdf\n", &["a.txt", "规划/b.pdf"]);
        check("a.txt\r\n\r\nb.txt", &["a.txt", "b.txt"]);
        check("", &[]);
    }

    #[test]
    fn a_nul_ends_names_that_hold_line_breaks() {
        check("a\nb.txt\0c.txt\0", &["a\nb.txt", "c.txt"]);
    }
}
