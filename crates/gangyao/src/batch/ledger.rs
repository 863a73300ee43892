//! Results back in the order of the inputs: the manifest line by line, and the sum of the run.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use gangyao_exporter::{ManifestLine, Status, write_manifest_line};
use gangyao_model::{Diagnostic, Severity};

use super::in_order::InOrder;
use crate::Error;
use crate::beside::{Beside, output_error};

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were converted and written.
    pub converted: u64,
    /// Inputs that lie in an input folder, but are no documents.
    pub skipped: u64,
    /// Inputs that failed, in order.
    pub failures: Vec<ManifestLine>,
    /// Records by type.
    pub records: BTreeMap<String, u64>,
    /// Diagnostics by severity and code.
    pub diagnostics: BTreeMap<(Severity, String), u64>,
}

/// What became of one input.
pub(super) struct Outcome {
    pub(super) line: ManifestLine,
    diagnostics: BTreeMap<(Severity, String), u64>,
}

impl Outcome {
    /// Of an input without records.
    pub(super) fn of(line: ManifestLine) -> Self {
        Self { line, diagnostics: BTreeMap::new() }
    }

    /// Of a converted document.
    pub(super) fn with_diagnostics(line: ManifestLine, found: &[Diagnostic]) -> Self {
        let mut diagnostics = BTreeMap::new();
        for one in found {
            *diagnostics.entry((one.severity, one.code.clone())).or_insert(0) += 1;
        }
        Self { line, diagnostics }
    }
}

/// Takes results in any order.
pub(super) struct Ledger {
    state: Mutex<State>,
}

struct State {
    manifest: Beside,
    /// The first failure in writing it; the documents go on.
    failed: Option<Error>,
    summary: Summary,
    outcomes: InOrder<Outcome>,
}

impl Ledger {
    /// Begins the manifest that is to stand at `target`.
    pub(super) fn create(target: &Path) -> Result<Self, Error> {
        let manifest = Beside::create(target).map_err(|error| output_error(target, error))?;
        let state = State { manifest, failed: None, summary: Summary::default(), outcomes: InOrder::new() };
        Ok(Self { state: Mutex::new(state) })
    }

    /// Takes the result of the input at `place`.
    pub(super) fn settle(&self, place: usize, outcome: Outcome) {
        let mut state = self.state.lock().expect("no thread panics while it holds the ledger");
        state.outcomes.put(place, outcome);
        while let Some(outcome) = state.outcomes.take() {
            state.write(outcome);
        }
    }

    /// Puts the manifest in its place.
    pub(super) fn finish(self) -> Result<Summary, Error> {
        let state = self.state.into_inner().expect("no thread panics while it holds the ledger");
        debug_assert!(state.outcomes.is_empty(), "every input is settled");
        if let Some(error) = state.failed {
            return Err(error);
        }
        let target = state.manifest.target().to_owned();
        state.manifest.put_in_place().map_err(|error| output_error(&target, error))?;
        Ok(state.summary)
    }
}

impl State {
    fn write(&mut self, outcome: Outcome) {
        let Outcome { line, diagnostics } = outcome;
        if self.failed.is_none()
            && let Err(error) = write_manifest_line(&line, &mut self.manifest)
        {
            self.failed = Some(output_error(self.manifest.target(), error));
        }
        let summary = &mut self.summary;
        for (kind, count) in line.counts.iter().flatten() {
            *summary.records.entry(kind.clone()).or_insert(0) += u64::from(*count);
        }
        for (key, count) in diagnostics {
            *summary.diagnostics.entry(key).or_insert(0) += count;
        }
        match line.status {
            Status::Ok => summary.converted += 1,
            Status::Skipped => summary.skipped += 1,
            Status::Error => summary.failures.push(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str, status: Status) -> ManifestLine {
        ManifestLine {
            path: path.to_owned(),
            output: None,
            sha256: None,
            status,
            code: None,
            message: None,
            counts: None,
            milliseconds: None,
        }
    }

    #[test]
    fn lines_stand_in_the_order_of_the_inputs() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("manifest.jsonl");
        let ledger = Ledger::create(&target).unwrap();
        ledger.settle(2, Outcome::of(line("c", Status::Error)));
        ledger.settle(0, Outcome::of(line("a", Status::Error)));
        ledger.settle(1, Outcome::of(line("b", Status::Skipped)));
        let summary = ledger.finish().unwrap();
        assert_eq!(summary.skipped, 1);
        assert_eq!(summary.failures.iter().map(|l| l.path.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        let manifest = std::fs::read_to_string(&target).unwrap();
        let paths = manifest.lines().map(|l| serde_json::from_str::<ManifestLine>(l).unwrap().path);
        assert_eq!(paths.collect::<String>(), "abc");
    }
}
