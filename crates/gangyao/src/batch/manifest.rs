//! Results back in the order of the inputs: the manifest, line by line.
//!
//! A line that comes before its turn waits: the first of them in memory, the others in a nameless file, so that one slow
//! document at the head of a million does not gather their lines.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Mutex;

use gangyao_exporter::{ManifestLine, Status, write_manifest_line};

use super::document::Diagnostics;
use super::summary::{Sum, Summary};
use crate::Error;
use crate::beside::{Beside, output_error};

/// Bytes of lines that wait in memory.
const HELD: usize = 1 << 20;

/// Takes results in any order.
pub(super) struct Manifest {
    state: Mutex<State>,
}

struct State {
    lines: Lines,
    /// The first failure in writing it; the documents go on.
    failed: Option<Error>,
    sum: Sum,
}

/// What became of one input.
pub(super) struct Outcome {
    pub(super) line: ManifestLine,
    pub(super) diagnostics: Diagnostics,
}

impl Outcome {
    /// Of an input without records.
    pub(super) fn of(line: ManifestLine) -> Self {
        Self { line, diagnostics: Diagnostics::new() }
    }
}

const LOCKED: &str = "no thread panics while it holds the manifest";

impl Manifest {
    /// Begins the manifest that is to stand at `target`.
    pub(super) fn create(target: &Path) -> Result<Self, Error> {
        let beside = Beside::create(target).map_err(|error| output_error(target, error))?;
        let state = State { lines: Lines::new(beside, HELD), failed: None, sum: Sum::default() };
        Ok(Self { state: Mutex::new(state) })
    }

    /// Takes the result of the input at `place`.
    pub(super) fn settle(&self, place: usize, outcome: Outcome) {
        let Outcome { line, diagnostics } = outcome;
        let mut bytes = Vec::with_capacity(512);
        write_manifest_line(&line, &mut bytes).expect("memory takes what is written");
        let mut state = self.state.lock().expect(LOCKED);
        if state.failed.is_none()
            && let Err(error) = state.lines.put(place, bytes)
        {
            state.failed = Some(output_error(state.lines.beside.target(), error));
        }
        state.sum.add(place, line, diagnostics);
    }

    /// What was done until the run was stopped; the earlier manifest stays.
    pub(super) fn abandon(self) -> Summary {
        self.state.into_inner().expect(LOCKED).sum.finish()
    }

    /// Puts the manifest in its place.
    pub(super) fn finish(self) -> Result<Summary, Error> {
        let state = self.state.into_inner().expect(LOCKED);
        if let Some(error) = state.failed {
            return Err(error);
        }
        debug_assert!(state.lines.waiting.is_empty(), "every input is settled");
        let beside = state.lines.beside;
        let target = beside.target().to_owned();
        beside.put_in_place().map_err(|error| output_error(&target, error))?;
        Ok(state.sum.finish())
    }
}

/// Lines on their way to their turn.
struct Lines {
    beside: Beside,
    next: usize,
    waiting: BTreeMap<usize, Waiting>,
    /// Bytes of lines in memory, and how many there may be.
    held: usize,
    most: usize,
    /// Lines that memory has no room for; where the next is put.
    spilled: Option<(File, u64)>,
}

enum Waiting {
    Held(Vec<u8>),
    Spilled { at: u64, length: usize },
}

impl Lines {
    const fn new(beside: Beside, most: usize) -> Self {
        Self { beside, next: 0, waiting: BTreeMap::new(), held: 0, most, spilled: None }
    }

    /// Writes a line when its turn comes.
    fn put(&mut self, place: usize, line: Vec<u8>) -> io::Result<()> {
        if place != self.next {
            let waiting = self.hold(line)?;
            self.waiting.insert(place, waiting);
            return Ok(());
        }
        self.beside.write_all(&line)?;
        self.next += 1;
        while let Some(waiting) = self.waiting.remove(&self.next) {
            let line = self.fetch(waiting)?;
            self.beside.write_all(&line)?;
            self.next += 1;
        }
        Ok(())
    }

    fn hold(&mut self, line: Vec<u8>) -> io::Result<Waiting> {
        if self.held + line.len() <= self.most {
            self.held += line.len();
            return Ok(Waiting::Held(line));
        }
        let folder = self.beside.target().parent().unwrap_or(Path::new("."));
        let (file, end) = match &mut self.spilled {
            Some(spilled) => spilled,
            none => none.insert((tempfile::tempfile_in(folder)?, 0)),
        };
        file.seek(SeekFrom::Start(*end))?;
        file.write_all(&line)?;
        let at = *end;
        *end += line.len() as u64;
        Ok(Waiting::Spilled { at, length: line.len() })
    }

    fn fetch(&mut self, waiting: Waiting) -> io::Result<Vec<u8>> {
        match waiting {
            Waiting::Held(line) => {
                self.held -= line.len();
                Ok(line)
            }
            Waiting::Spilled { at, length } => {
                let (file, _) = self.spilled.as_mut().expect("a line was spilled to it");
                let mut line = vec![0; length];
                file.seek(SeekFrom::Start(at))?;
                file.read_exact(&mut line)?;
                Ok(line)
            }
        }
    }
}

/// A line without anything but its path and end.
pub(super) fn bare(path: String, status: Status) -> ManifestLine {
    ManifestLine {
        path,
        output: None,
        sha256: None,
        status,
        code: None,
        message: None,
        counts: None,
        milliseconds: None,
        written: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settles places in an order, and compares the manifest, with so many bytes held in memory.
    fn check(order: &[usize], most: usize) {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("manifest.jsonl");
        let manifest = Manifest::create(&target).unwrap();
        manifest.state.lock().unwrap().lines.most = most;
        for &place in order {
            let status = if place == 1 { Status::Skipped } else { Status::Error };
            manifest.settle(place, Outcome::of(bare(place.to_string(), status)));
        }
        let summary = manifest.finish().unwrap();
        assert_eq!(summary.skipped, 1);
        let failures: Vec<usize> = summary.failures.iter().map(|line| line.path.parse().unwrap()).collect();
        assert_eq!(failures, (0..order.len()).filter(|&place| place != 1).collect::<Vec<_>>());
        let manifest = std::fs::read_to_string(&target).unwrap();
        let paths = manifest.lines().map(|l| serde_json::from_str::<ManifestLine>(l).unwrap().path);
        assert_eq!(paths.collect::<Vec<_>>(), (0..order.len()).map(|n| n.to_string()).collect::<Vec<_>>());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn lines_stand_in_the_order_of_the_inputs() {
        for most in [0, 300, HELD] {
            check(&[0, 1, 2], most);
            check(&[2, 0, 1], most);
            check(&(0..100).rev().collect::<Vec<_>>(), most);
            check(&(0..50).flat_map(|n| [n + 50, n]).collect::<Vec<_>>(), most);
        }
    }
}
