//! Output files on the disk.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Finding, check, manifest};

const JSON: &str = ".json";
const JSONL: &str = ".jsonl";
const SOURCE: &str = ".source.txt";
const MANIFEST: &str = "manifest.jsonl";
/// Files that describe tables, and are no documents.
const DESCRIPTIONS: [&str; 2] = ["datapackage.json", "csv-metadata.json"];
/// Pieces of a document, which are no records.
const CHUNKS: &str = ".chunks.jsonl";

/// What verifying found out about one document, or about a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The document's JSON, or the manifest.
    pub path: PathBuf,
    /// Where it breaks the contract; empty when it holds.
    pub findings: Vec<Finding>,
}

/// Verifies every document below a folder, or the one that a file belongs to, in the order of their names. `each` gets
/// the reports one by one.
///
/// # Errors
/// When the folder or file cannot be read. A document whose files cannot be read has a finding.
pub fn verify(path: &Path, each: &mut dyn FnMut(Report)) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        let stem = stem(path).ok_or_else(|| {
            let message = "is no output file; give a .json, .jsonl or .source.txt, or the output folder";
            io::Error::new(io::ErrorKind::InvalidInput, message)
        })?;
        each(document(&stem));
        return Ok(());
    }
    let mut stems = BTreeSet::new();
    let mut manifests = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            // Hidden files are no output: what an interrupted run left, a .gitignore. Links are not followed.
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if is_manifest(&entry.file_name().to_string_lossy()) {
                manifests.push(entry.path());
            } else if let Some(stem) = stem(&entry.path()) {
                stems.insert(stem);
            }
        }
    }
    if stems.is_empty() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            "holds no output of gangyao; give the output folder",
        ));
    }
    stems.iter().for_each(|stem| each(document(stem)));
    manifests.sort_unstable();
    for path in manifests {
        let folder = path.parent().unwrap_or(Path::new(""));
        let findings = manifest::check(folder, &fs::read_to_string(&path)?);
        each(Report { path, findings });
    }
    Ok(())
}

/// True for `manifest.jsonl`, and for `manifest-2-of-8.jsonl`, the manifest of one part of a run.
fn is_manifest(name: &str) -> bool {
    let part = name.strip_prefix("manifest-").and_then(|rest| rest.strip_suffix(JSONL)?.split_once("-of-"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    name == MANIFEST || part.is_some_and(|(number, of)| is_number(number) && is_number(of))
}

/// The path of an output file without its suffix.
fn stem(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    if DESCRIPTIONS.contains(&name) || name.ends_with(CHUNKS) {
        return None;
    }
    let stem = [JSON, JSONL, SOURCE].iter().find_map(|suffix| name.strip_suffix(suffix))?;
    (!stem.is_empty()).then(|| path.with_file_name(stem))
}

fn document(stem: &Path) -> Report {
    let file = |suffix: &str| {
        let mut path = stem.as_os_str().to_owned();
        path.push(suffix);
        PathBuf::from(path)
    };
    let read = |suffix: &str, why: &str| {
        fs::read_to_string(file(suffix)).map_err(|error| {
            let name = file(suffix);
            Finding::new("files", format!("{} cannot be read: {error}; {why}", name.display()))
        })
    };
    let findings = (|| {
        let json = read(JSON, "verifying needs it")?;
        let source = read(SOURCE, "verifying needs it: convert with --format json,source")?;
        let jsonl = if file(JSONL).exists() { Some(read(JSONL, "it is there, but")?) } else { None };
        Ok(check(&json, jsonl.as_deref(), &source))
    })()
    .unwrap_or_else(|finding| vec![finding]);
    Report { path: file(JSON), findings }
}
