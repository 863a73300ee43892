//! Documents on the disk, paired: paths in, comparisons out. What cannot be read or compared is named, and nothing is
//! compared then.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gangyao::batch::{input_error, slashed};
use gangyao_diff::render::Pair;
use gangyao_diff::{Comparison, Side, compare as compare_values};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// A path and what is wrong with it.
type Failure = (PathBuf, String);

/// Compares two files, or the files of two folders.
pub(super) fn compare(old: &Path, new: &Path) -> Result<Vec<Pair>, Vec<Failure>> {
    match (is_folder(old), is_folder(new)) {
        (Err(one), Err(other)) => Err(vec![one, other]),
        (Err(one), _) | (_, Err(one)) => Err(vec![one]),
        (Ok(false), Ok(false)) => {
            Ok(vec![pair(old, new, shown(old), shown(new)).map_err(|failure| vec![failure])?])
        }
        (Ok(true), Ok(true)) => folders(old, new),
        (Ok(true), Ok(false)) => Err(vec![(new.to_owned(), mixed(old))]),
        (Ok(false), Ok(true)) => {
            Err(vec![(new.to_owned(), "is a folder; give two files or two folders".to_owned())])
        }
    }
}

fn mixed(folder: &Path) -> String {
    format!("is a file, and {} a folder; give two files or two folders", folder.display())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn is_folder(path: &Path) -> Result<bool, Failure> {
    fs::metadata(path)
        .map(|meta| meta.is_dir())
        .map_err(|error| (path.to_owned(), input_error(error).to_string()))
}

fn pair(old: &Path, new: &Path, old_name: String, new_name: String) -> Result<Pair, Failure> {
    let (a, b) = (read(old)?, read(new)?);
    let comparison = compare_values(&a, &b).map_err(|error| {
        let path = if error.side() == Side::Old { old } else { new };
        (path.to_owned(), format!("{error} ({})", error.code()))
    })?;
    Ok(Pair { old: Some(old_name), new: Some(new_name), comparison })
}

fn read(path: &Path) -> Result<Value, Failure> {
    serde_json::from_slice(&bytes(path)?).map_err(|error| no_json(path, &error))
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| (path.to_owned(), input_error(error).to_string()))
}

fn no_json(path: &Path, error: &serde_json::Error) -> Failure {
    let message = format!(
        "is no JSON ({error}); give an <input>.json of `gangyao convert`, or convert its document again"
    );
    (path.to_owned(), message)
}

/// A document of a folder.
struct Found {
    /// Its path below the folder, with slashes.
    name: String,
    path: PathBuf,
    /// Its document id.
    doc: String,
}

fn folders(old: &Path, new: &Path) -> Result<Vec<Pair>, Vec<Failure>> {
    let (mut olds, mut failures) = documents(old);
    let (mut news, more) = documents(new);
    failures.extend(more);
    for (folder, found) in [(old, &olds), (new, &news)] {
        if found.is_empty() && failures.is_empty() {
            let message = "holds no document of gangyao; give the output folder of `gangyao convert`";
            failures.push((folder.to_owned(), message.to_owned()));
        }
    }
    if !failures.is_empty() {
        return Err(failures);
    }
    let mut paired: Vec<(Option<Found>, Option<Found>)> = Vec::new();
    for key in [|found: &Found| found.doc.clone(), |found: &Found| found.name.clone()] {
        let (mut left, mut alone) = (unique(olds, key), Vec::new());
        let mut right = unique(news, key);
        olds = left.remove(&None).unwrap_or_default();
        news = right.remove(&None).unwrap_or_default();
        for (key, found) in left {
            match right.remove(&key) {
                Some(partner) => {
                    paired.extend(found.into_iter().zip(partner).map(|(a, b)| (Some(a), Some(b))))
                }
                None => alone.extend(found),
            }
        }
        olds.extend(alone);
        news.extend(right.into_values().flatten());
    }
    paired.extend(olds.into_iter().map(|found| (Some(found), None)));
    paired.extend(news.into_iter().map(|found| (None, Some(found))));
    paired.sort_by_cached_key(|(old, new)| new.as_ref().or(old.as_ref()).map(|found| found.name.clone()));

    let mut pairs = Vec::new();
    for (old, new) in paired {
        match (old, new) {
            (Some(old), Some(new)) => match pair(&old.path, &new.path, old.name, new.name) {
                Ok(pair) => pairs.push(pair),
                Err(failure) => failures.push(failure),
            },
            (old, new) => pairs.push(Pair {
                old: old.map(|found| found.name),
                new: new.map(|found| found.name),
                comparison: Comparison::default(),
            }),
        }
    }
    if failures.is_empty() { Ok(pairs) } else { Err(failures) }
}

/// The documents by a key that each has alone; those that share it lie under `None`.
fn unique(found: Vec<Found>, key: fn(&Found) -> String) -> BTreeMap<Option<String>, Vec<Found>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in &found {
        *counts.entry(key(one)).or_insert(0) += 1;
    }
    let mut sorted: BTreeMap<Option<String>, Vec<Found>> = BTreeMap::new();
    for one in found {
        let key = key(&one);
        sorted.entry(Some(key.clone()).filter(|key| counts[key] == 1)).or_default().push(one);
    }
    sorted
}

/// What tells a document from other JSON, and from other documents. The records are passed over: they are read when their
/// document has its partner, so that two folders never lie in memory.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    schema: Value,
    document: Value,
}

/// The id of the document in a file; none where it is other JSON.
fn doc(path: &Path) -> Result<Option<String>, Failure> {
    let bytes = bytes(path)?;
    let head = serde_json::from_slice::<Head>(&bytes).or_else(|error| {
        // Where it is no object it has no head; whether it is JSON at all is another question.
        if error.is_data() {
            serde_json::from_slice::<IgnoredAny>(&bytes).map(|_| Head::default())
        } else {
            Err(error)
        }
    });
    let head = head.map_err(|error| no_json(path, &error))?;
    let is_document = head.schema.as_str().is_some_and(|schema| schema.starts_with("gangyao/"));
    Ok(is_document.then(|| head.document["doc"].as_str().unwrap_or_default().to_owned()))
}

/// The documents below a folder by name. Other JSON files (a data package, a schema) are left aside; what is no JSON at
/// all may be a document that was cut, and is a failure.
fn documents(folder: &Path) -> (Vec<Found>, Vec<Failure>) {
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                failures.push((next, input_error(error).to_string()));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            // Hidden files are no output; links are not followed, so that there is an end.
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                match doc(&path) {
                    Ok(Some(doc)) => {
                        let name = slashed(path.strip_prefix(folder).unwrap_or(&path));
                        found.push(Found { name, path, doc });
                    }
                    Ok(None) => {}
                    Err(failure) => failures.push(failure),
                }
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    failures.sort();
    (found, failures)
}
