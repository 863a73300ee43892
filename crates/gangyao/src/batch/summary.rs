//! The sum of a run.

use std::collections::BTreeMap;

use gangyao_exporter::{ManifestLine, Status};
use gangyao_model::Severity;

use super::document::Diagnostics;

/// Failures that are kept word by word; the manifest has all.
const FAILURES: usize = 1000;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were converted and written.
    pub converted: u64,
    /// Those of them that an earlier run had made, where the run was resumed.
    pub resumed: u64,
    /// Inputs that were not begun, because the run was stopped; its manifest is not written then.
    pub left: u64,
    /// Inputs that lie in an input folder, but are no documents.
    pub skipped: u64,
    /// Inputs that failed.
    pub failed: u64,
    /// The first of them in the order of the inputs, so many as memory should hold.
    pub failures: Vec<ManifestLine>,
    /// Records by type.
    pub records: BTreeMap<String, u64>,
    /// Diagnostics by severity and code.
    pub diagnostics: BTreeMap<(Severity, String), u64>,
}

/// A summary that grows with the inputs, in any order.
#[derive(Default)]
pub(super) struct Sum {
    summary: Summary,
    /// Failures by the number of their input.
    failures: BTreeMap<usize, ManifestLine>,
}

impl Sum {
    /// Adds the result of the input of that number.
    pub(super) fn add(&mut self, number: usize, line: ManifestLine, diagnostics: Diagnostics) {
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
            Status::Error => {
                summary.failed += 1;
                self.failures.insert(number, line);
                if self.failures.len() > FAILURES {
                    self.failures.pop_last();
                }
            }
        }
    }

    /// The sum of all.
    pub(super) fn finish(self) -> Summary {
        Summary { failures: self.failures.into_values().collect(), ..self.summary }
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::bare;
    use super::*;

    #[test]
    fn only_the_first_failures_are_kept() {
        let mut sum = Sum::default();
        for number in (0..3000).rev() {
            sum.add(number, bare(number.to_string(), Status::Error), Diagnostics::new());
        }
        let summary = sum.finish();
        assert_eq!((summary.failed, summary.failures.len()), (3000, FAILURES));
        assert_eq!(summary.failures[0].path, "0");
        assert_eq!(summary.failures[FAILURES - 1].path, "999");
    }
}
