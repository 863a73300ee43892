//! A file cut off at its end has lost the catalogue and the page tree, which most programs write last. The pages
//! themselves are still there: they are found by scanning, and a new catalogue is written behind them.

use std::collections::BTreeSet;

use memchr::memmem;

/// Bytes of an object that are searched for its type.
const HEAD: usize = 2048;

/// The file with a new page tree and catalogue, or `None` when no page can be found in it.
pub(super) fn with_catalogue(file: &[u8]) -> Option<Vec<u8>> {
    let mut pages: Vec<(u32, u32)> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut highest = 0;
    for at in memmem::find_iter(file, b"obj") {
        let Some(id) = object_id(&file[..at]) else { continue };
        highest = highest.max(id.0);
        let body = &file[at + 3..];
        let body = &body[..body.len().min(HEAD)];
        let body = &body[..memmem::find(body, b"endobj").unwrap_or(body.len())];
        if is_page(body) {
            // A later object of the same number replaces the earlier one, at the earlier one's place.
            if seen.insert(id) {
                pages.push(id);
            }
        }
    }
    if pages.is_empty() && memmem::find(file, b"/ObjStm").is_none() {
        return None;
    }
    let (tree, catalogue) = (highest.checked_add(1)?, highest.checked_add(2)?);
    let kids: Vec<String> =
        pages.iter().map(|(number, generation)| format!("{number} {generation} R")).collect();
    let mut repaired = file.to_vec();
    // Without pages in the open the library searches the object streams, once a catalogue leads nowhere.
    let tree_object = match kids.len() {
        0 => String::new(),
        count => format!("{tree} 0 obj\n<</Type/Pages/Count {count}/Kids[{}]>>\nendobj\n", kids.join(" ")),
    };
    repaired.extend_from_slice(
        format!(
            "\nendobj\n{tree_object}{catalogue} 0 obj\n<</Type/Catalog/Pages {tree} 0 R>>\nendobj\n\
             trailer\n<</Root {catalogue} 0 R>>\n"
        )
        .as_bytes(),
    );
    Some(repaired)
}

/// The `12 0` before an `obj`.
fn object_id(before: &[u8]) -> Option<(u32, u32)> {
    let before = &before[before.len().saturating_sub(32)..];
    let (rest, generation) = number(before.trim_ascii_end())?;
    let (_, number) = number(rest.trim_ascii_end())?;
    Some((number, generation))
}

/// The number at the end, and what stands before it.
fn number(bytes: &[u8]) -> Option<(&[u8], u32)> {
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (rest, digits) = bytes.split_at(bytes.len() - digits);
    Some((rest, std::str::from_utf8(digits).ok()?.parse().ok()?))
}

fn is_page(body: &[u8]) -> bool {
    memmem::find_iter(body, b"/Type").any(|at| {
        let value = body[at + b"/Type".len()..].trim_ascii_start();
        value.strip_prefix(b"/Page").is_some_and(|after| !after.first().is_some_and(u8::is_ascii_alphabetic))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_and_the_tree_is_not_one() {
        let file = b"%PDF-1.4\n1 0 obj<</Type/Page/Contents 2 0 R>>endobj\n4 0 obj<</Type /Pages>>endobj\n12 3 obj\n<</A 1/Type /Page\n>> endobj 7 0 obj <</Le";
        let repaired = with_catalogue(file).unwrap();
        let tail = String::from_utf8_lossy(&repaired[file.len()..]).into_owned();
        assert!(tail.contains("/Kids[1 0 R 12 3 R]"), "{tail}");
        assert!(tail.contains("14 0 obj\n<</Type/Catalog/Pages 13 0 R>>"), "{tail}");
    }

    #[test]
    fn without_pages_there_is_nothing_to_repair() {
        assert_eq!(with_catalogue(b"%PDF-1.4 1 0 obj<<>>endobj"), None);
        assert_eq!(with_catalogue(b""), None);
    }
}
