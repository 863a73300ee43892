//! How far a run is: a bar on a terminal, a line now and then in a log; on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gangyao::batch::Observer;
use gangyao::{ManifestLine, Status};
use indicatif::{ProgressBar, ProgressStyle};

/// How often a log gets a line.
const EVERY: Duration = Duration::from_secs(30);

/// What the user sees of a run.
pub(super) struct Progress {
    bar: ProgressBar,
    errors: AtomicUsize,
    /// Counts for a log; none on a terminal, and none where nothing is to be said.
    log: Option<Mutex<Log>>,
}

struct Log {
    begun: Instant,
    told: Instant,
    documents: usize,
    done: usize,
    errors: usize,
}

impl Progress {
    pub(super) fn new(quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            let now = Instant::now();
            let log = Log { begun: now, told: now, documents: 0, done: 0, errors: 0 };
            return Self {
                bar: ProgressBar::hidden(),
                errors: 0.into(),
                log: (!quiet).then(|| Mutex::new(log)),
            };
        }
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {per_sec} {eta} left {msg}")
            .expect("the template is fixed");
        Self { bar: ProgressBar::no_length().with_style(style), errors: 0.into(), log: None }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

const LOCKED: &str = "no thread panics while it holds the log";

impl Observer for Progress {
    fn planned(&self, documents: usize) {
        self.bar.set_length(documents as u64);
        if let Some(log) = &self.log {
            log.lock().expect(LOCKED).documents = documents;
        }
    }

    fn done(&self, line: &ManifestLine) {
        // What was settled before it was tried is none of the documents that are counted.
        if line.status == Status::Skipped || line.milliseconds.is_none() {
            return;
        }
        self.bar.inc(1);
        if line.status == Status::Error {
            let errors = self.errors.fetch_add(1, Ordering::Relaxed) + 1;
            self.bar.set_message(format!("{errors} failed, the last: {}", line.path));
        }
        if let Some(log) = &self.log {
            log.lock().expect(LOCKED).count(line.status);
        }
    }
}

impl Log {
    fn count(&mut self, status: Status) {
        self.done += 1;
        self.errors += usize::from(status == Status::Error);
        if self.told.elapsed() >= EVERY && self.done < self.documents {
            self.told = Instant::now();
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(io::stderr().lock(), "{}", self.line(self.begun.elapsed()));
        }
    }

    /// `1200 of 20000 documents, 85.0 a second, 221 s left, 3 failed`.
    fn line(&self, elapsed: Duration) -> String {
        let rate = self.done as f64 / elapsed.as_secs_f64().max(0.001);
        let left = (self.documents.saturating_sub(self.done)) as f64 / rate.max(f64::MIN_POSITIVE);
        let (done, documents, errors) = (self.done, self.documents, self.errors);
        format!("{done} of {documents} documents, {rate:.1} a second, {left:.0} s left, {errors} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_tells_rate_and_rest() {
        let now = Instant::now();
        let log = Log { begun: now, told: now, documents: 20_000, done: 1200, errors: 3 };
        assert_eq!(
            log.line(Duration::from_secs(10)),
            "1200 of 20000 documents, 120.0 a second, 157 s left, 3 failed"
        );
    }
}
