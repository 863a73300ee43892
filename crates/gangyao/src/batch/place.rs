//! Names: of inputs as they are shown, and of places below the output folder. Both are UTF-8 whatever the file system holds.

use std::path::{Component, Path};

use sha2::{Digest, Sha256};

/// The longest name that usual file systems take, in bytes.
const NAME_BYTES: usize = 255;

/// Hex digits that keep apart names that were cut.
const DIGITS: usize = 8;

/// A path as it is shown. What is no UTF-8 becomes `%` and two hex digits a byte, so that two names stay two.
pub(super) fn readable(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| shown.push_str(&format!("%{byte:02X}")));
    }
    shown
}

/// A relative path as the manifest writes it on every system.
#[must_use]
pub fn slashed(path: &Path) -> String {
    path.components().map(|part| readable(Path::new(part.as_os_str()))).collect::<Vec<_>>().join("/")
}

/// The place of a file that is given itself: below `base` its path from there, else its relative path, or, if that is
/// absolute or leads upwards, its name.
pub(super) fn place(path: &Path, base: Option<&Path>) -> String {
    let path = base.and_then(|base| path.strip_prefix(base).ok()).unwrap_or(path);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inside {
        return path.file_name().map(|name| slashed(Path::new(name))).unwrap_or_default();
    }
    let kept = path.components().filter(|part| matches!(part, Component::Normal(_)));
    slashed(&kept.collect::<std::path::PathBuf>())
}

/// A place whose file names fit the file system with the longest of the suffixes that are put to it. A name that is too
/// long is cut, and the first hex digits of the SHA-256 of the whole keep it apart from its like: 85 Chinese characters
/// are 255 bytes, and titles of plans are file names.
pub(super) fn fitting(place: String, suffix: usize) -> String {
    let (folder, name) = place.rsplit_once('/').map_or(("", place.as_str()), |(folder, name)| (folder, name));
    if name.len() + suffix <= NAME_BYTES {
        return place;
    }
    let end = name.floor_char_boundary(NAME_BYTES.saturating_sub(suffix + DIGITS + 1));
    let cut = format!("{}~{}", &name[..end], &hash(name)[..DIGITS]);
    if folder.is_empty() { cut } else { format!("{folder}/{cut}") }
}

/// A place in one of 256 folders, for runs of so many documents that one folder cannot hold their files: the first two hex
/// digits of the SHA-256 of the place name it.
pub(super) fn spread(place: &str) -> String {
    format!("{}/{place}", &hash(place)[..2])
}

/// SHA-256 of a text in hex.
fn hash(text: &str) -> String {
    crate::line::sha256(text.as_bytes())
}

/// A number that is the same for the same text on every machine.
pub(super) fn number(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_the_path_that_it_is_given_by() {
        let check = |path: &str, base: Option<&str>, expected: &str| {
            assert_eq!(place(Path::new(path), base.map(Path::new)), expected);
        };
        check("a/plan.pdf", None, "a/plan.pdf");
        check("./a/plan.pdf", None, "a/plan.pdf");
        check("/data/a/plan.pdf", None, "plan.pdf");
        check("../a/plan.pdf", None, "plan.pdf");
        check("/data/a/plan.pdf", Some("/data"), "a/plan.pdf");
        check("../a/plan.pdf", Some(".."), "a/plan.pdf");
        check("/else/a/plan.pdf", Some("/data"), "plan.pdf");
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_and_stays_its_own() {
        assert_eq!(fitting("a/plan.txt".to_owned(), 11), "a/plan.txt");
        let long = |last: &str| format!("{}{last}", "纲".repeat(84));
        let (one, two) = (fitting(format!("a/{}", long("甲")), 11), fitting(format!("a/{}", long("乙")), 11));
        assert_ne!(one, two);
        assert!(one.starts_with("a/纲纲") && one.len() - 2 <= 255 - 11, "{}", one.len());
        assert_eq!(fitting(long(""), 3), long(""));
    }

    #[test]
    fn places_spread_over_folders() {
        let folders: std::collections::BTreeSet<String> =
            (0..2000).map(|n| spread(&format!("{n}.txt"))[..2].to_owned()).collect();
        assert_eq!(folders.len(), 256);
        assert_eq!(spread("plan.txt"), spread("plan.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_shown_as_hex() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(OsStr::from_bytes(b"a/\xb9\xe6\xbb\xae.txt"));
        assert_eq!(slashed(path), "a/%B9\u{6EEE}.txt");
        assert_eq!(readable(Path::new("规划.txt")), "规划.txt");
    }
}
