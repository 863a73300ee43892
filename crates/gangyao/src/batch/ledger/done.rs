//! What earlier runs made: lines of a manifest and of a journal, each read when it is asked for.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use gangyao_exporter::ManifestLine;

use super::super::document::Diagnostics;
use super::super::place::number;
use super::Entry;
use super::journal::{Found, each_line, found, read_at};

/// Lines of earlier runs.
pub(super) struct Done {
    sources: Vec<Mutex<File>>,
    /// By a number that the place gives: the source, and where in it the line stands.
    lines: BTreeMap<u64, (usize, u64, u32)>,
}

/// The sources of [`Done`].
const JOURNAL: usize = 0;
const MANIFEST: usize = 1;

impl Done {
    /// The lines of the last complete run, and, over them, those of the journal.
    pub(super) fn new(journal: &Path, lines: Vec<Found>, manifest: &Path) -> io::Result<Self> {
        let mut done = Self { sources: vec![Mutex::new(File::open(journal)?)], lines: BTreeMap::new() };
        match File::open(manifest) {
            Ok(file) => {
                each_line(&file, |at, line| {
                    let parsed = serde_json::from_slice::<ManifestLine>(line).ok();
                    let found = parsed.and_then(|parsed| found(&parsed, at, line.len()));
                    done.lines.extend(found.map(|(number, at, length)| (number, (MANIFEST, at, length))));
                })?;
                done.sources.push(Mutex::new(file));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        done.lines.extend(lines.into_iter().map(|(number, at, length)| (number, (JOURNAL, at, length))));
        Ok(done)
    }

    /// What is said of the document at a place, and what was odd in it, where that is known.
    pub(super) fn line(&self, place: &str) -> Option<(ManifestLine, Diagnostics)> {
        let &(source, at, length) = self.lines.get(&number(place))?;
        let mut file = self.sources.get(source)?.lock().expect("no thread panics while it reads");
        let line = read_at(&mut file, (at, length))?;
        drop(file);
        if source == MANIFEST {
            return Some((serde_json::from_slice(&line).ok()?, Diagnostics::new()));
        }
        let entry: Entry = serde_json::from_slice(&line).ok()?;
        let diagnostics = entry.diagnostics();
        Some((entry.line, diagnostics))
    }
}
