//! Documents converted in processes of their own, for formats that hold the bytes of others.
//!
//! A *worker* is this program with a hidden subcommand. It takes one document after the other over a pipe, writes the files
//! itself, and answers with counts and, where a collection wants them, rows (`protocol`): what the batch would do, by the
//! same code. A document that kills its worker, hangs, or wants more memory than allowed becomes an error; another worker
//! takes the next. A document is not blamed for what earlier ones left behind: where a worker that has served runs out of
//! memory, a fresh one tries again.

mod protocol;
mod serve;
mod worker;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::document::{Failure, Made, Prepared, Recipe};
use crate::beside::{Beside, Left};
use crate::line::Given;
use crate::{Error, beside};
use protocol::Setup;
pub use serve::serve;
use worker::{Death, Worker};

/// The hidden subcommand of a worker.
pub const SUBCOMMAND: &str = "convert-in-worker";

/// Which documents are converted in processes of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolate {
    /// PDF, where there is more than one document.
    #[default]
    Auto,
    /// All.
    Always,
    /// None, but those whose reader may only run so.
    Never,
}

/// How documents are kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolation {
    /// A `gangyao` program, which is started with [`SUBCOMMAND`].
    pub program: PathBuf,
    /// Which documents.
    pub which: Isolate,
    /// After so long a document is given up.
    pub time: Duration,
    /// Bytes of memory that a worker may use, where the system can tell.
    pub memory: u64,
}

/// The workers of a run.
pub(super) struct Workers {
    isolation: Isolation,
    setup: Setup,
    /// Workers that wait for a document.
    idle: Mutex<Vec<Worker>>,
    /// Workers that were started.
    started: AtomicU64,
}

impl Workers {
    pub(super) fn new(isolation: &Isolation, recipe: &Recipe) -> Self {
        Self {
            isolation: isolation.clone(),
            setup: Setup::new(recipe, isolation.memory),
            idle: Mutex::new(Vec::new()),
            started: AtomicU64::new(0),
        }
    }

    /// True where documents of that kind are converted by workers.
    pub(super) fn take(&self, bytes: &[u8], documents: usize) -> bool {
        let pdf = || gangyao_reader::detect(bytes) == gangyao_reader::Kind::Pdf;
        match self.isolation.which {
            Isolate::Always => true,
            Isolate::Auto if documents > 1 => pdf(),
            _ => self.setup.needs_worker() && pdf(),
        }
    }

    /// Has a worker convert and write a document.
    pub(super) fn make(&self, given: Given<'_>, place: &str) -> Result<Made, Failure> {
        let mut worker = match self.idle().pop() {
            Some(worker) => worker,
            None => self.start()?,
        };
        loop {
            let fresh = worker.is_fresh();
            let (mark, death) = match worker.ask(given, place, self.isolation.time) {
                Ok((answer, worker)) => {
                    self.idle().push(worker);
                    return answer.and_then(|(made, files)| self.put_in_place(place, made, files));
                }
                Err(death) => death,
            };
            self.sweep(place, &mark);
            if fresh || !matches!(death, Death::OutOfMemory(_)) {
                return Err(self.failure(&death));
            }
            worker = self.start()?;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().expect("no thread panics while it holds the workers")
    }

    fn start(&self) -> Result<Worker, Failure> {
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}-{number}", beside::mark());
        Worker::start(&self.isolation.program, &self.setup, mark).map_err(|error| {
            let message = format!("cannot start a worker process: {error}; convert with --isolate never");
            Failure::from(Error::new("no-worker", message))
        })
    }

    /// Puts the files that a worker wrote in their places.
    fn put_in_place(&self, place: &str, made: Made, files: Vec<(String, Left)>) -> Result<Made, Failure> {
        let files = files.into_iter().map(|(suffix, left)| {
            let file = Beside::take_up(left, &self.setup.out().join(format!("{place}{suffix}")));
            (suffix, file)
        });
        Ok(Prepared { made, files: files.collect() }.put_in_place()?)
    }

    /// Removes the files that a dead worker was writing.
    fn sweep(&self, place: &str, mark: &str) {
        let folder = self.setup.out().join(place);
        let entries = folder.parent().and_then(|folder| std::fs::read_dir(folder).ok());
        for entry in entries.into_iter().flatten().flatten() {
            if beside::is_left_by(&entry.file_name().to_string_lossy(), &format!("{mark}-")) {
                // What cannot be removed is hidden, and is no output.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn failure(&self, death: &Death) -> Failure {
        let (code, message) = match death {
            Death::TimedOut => (
                "timed-out",
                format!(
                    "it took longer than the {} s that a document may take; split it, or allow more",
                    self.isolation.time.as_secs_f64()
                ),
            ),
            Death::OutOfMemory(said) => (
                "out-of-memory",
                format!(
                    "it takes more than the {} MiB of memory that a document may use ({said}); split it, or allow more",
                    self.isolation.memory >> 20
                ),
            ),
            Death::Died(how) => (
                "worker-died",
                format!("the worker process did not survive it ({how}); please report the file"),
            ),
        };
        // What the second backend does not survive is known to be much, and there is another.
        if self.setup.needs_worker() && code != "timed-out" {
            let message = format!("pdf-extract could not read the file ({message}); use the default backend");
            return Error::new("backend-failed", message).into();
        }
        Error::new(code, message).into()
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
