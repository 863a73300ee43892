//! One run: inputs in, every one of them settled once.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use gangyao_exporter::{ManifestLine, Status, Written};
use gangyao_tables::Rows;
use rayon::prelude::*;

use super::document::{Convert, Failure, Made, Prepared, Recipe};
use super::duplicates::{Claim, Duplicates};
use super::input::Input;
use super::isolation::Workers;
use super::ledger::{Entry, Ledger};
use super::manifest::{Manifest, Outcome, bare};
use super::plan::{Planned, plan};
use super::sequence::Sequence;
use super::{Job, MANIFEST, Observer, Shard, Summary};
use crate::line::{Given, sha256};
use crate::{Error, beside};

/// [`super::run`] with the conversion given, so that a test can give one that panics.
pub(super) fn run_with(job: &Job, observer: &dyn Observer, convert: Convert<'_>) -> Result<Summary, Error> {
    fs::create_dir_all(&job.out).map_err(|error| beside::output_error(&job.out, error))?;
    let name = job.shard.map_or_else(|| MANIFEST.to_owned(), Shard::manifest);
    let recipe = job.recipe();
    // Before anything is written, so that two runs never write to one folder.
    let ledger = Ledger::open(&job.out, &name, recipe.fingerprint(), job.resume)?;
    let planned = in_order_of_place(plan(&job.wanted()));
    let documents = planned.iter().filter(|(_, planned)| matches!(planned, Planned::Convert { .. })).count();
    observer.planned(documents);
    let manifest = Manifest::create(&job.out.join(name))?;
    let collectors =
        job.collections.iter().map(|collection| collection.open(&job.out, &|path| ledger.is_new(path)));
    let collectors = collectors.collect::<Result<_, _>>()?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.jobs.max(1))
        .build()
        .map_err(|error| Error::new("no-threads", format!("cannot start {} threads: {error}", job.jobs)))?;
    let workers = job.isolation.as_ref().map(|isolation| Workers::new(isolation, &recipe));
    let duplicates = Duplicates::default();
    let (resumed, left) = (0.into(), 0.into());
    let run = Run { job, recipe, ledger, workers, duplicates, documents, convert, resumed, left };
    let collected = thread::scope(|scope| {
        let sequence = Sequence::start(collectors, scope);
        pool.install(|| {
            // A bridge hands the inputs out one by one and in order, which keeps manifest and sequence short.
            planned.into_iter().enumerate().par_bridge().for_each(|(rank, (number, planned))| {
                if run.is_stopped() {
                    run.left.fetch_add(1, Ordering::Relaxed);
                    return sequence.abandon();
                }
                let (outcome, rows) = match planned {
                    Planned::Settled(line) => (Outcome::of(*line), None),
                    Planned::Convert { input, place } => run.document(&input, place),
                };
                observer.done(&outcome.line);
                manifest.settle(number, outcome);
                sequence.settle(rank, rows);
            });
        });
        sequence.finish()
    });
    let (resumed, left) = (run.resumed.into_inner(), run.left.into_inner());
    if left > 0 {
        return Ok(Summary { resumed, left, ..manifest.abandon() });
    }
    let summary = manifest.finish()?;
    run.ledger.finish();
    // Tables that failed are made again of documents that are not.
    collected?;
    Ok(Summary { resumed, ..summary })
}

/// The inputs with their places in the manifest, in the order in which they are converted: by their places below the
/// output folder, so that files over all documents do not depend on the order of the command line.
fn in_order_of_place(planned: Vec<Planned>) -> Vec<(usize, Planned)> {
    let mut planned: Vec<_> = planned.into_iter().enumerate().collect();
    let place = |planned: &(usize, Planned)| match &planned.1 {
        Planned::Settled(_) => None,
        Planned::Convert { place, .. } => Some(place.clone()),
    };
    planned.sort_by_cached_key(place);
    planned
}

/// What all documents of a run share.
struct Run<'a> {
    job: &'a Job,
    recipe: Recipe,
    ledger: Ledger,
    workers: Option<Workers>,
    duplicates: Duplicates,
    /// Documents that are to be converted.
    documents: usize,
    convert: Convert<'a>,
    /// Documents that were done before.
    resumed: AtomicU64,
    /// Inputs that were not begun.
    left: AtomicU64,
}

impl Run<'_> {
    fn is_stopped(&self) -> bool {
        self.job.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Converts and writes one document, whatever happens; gives its rows where a collection wants them.
    fn document(&self, input: &Input, place: String) -> (Outcome, Option<Rows>) {
        let begun = Instant::now();
        let mut line = ManifestLine { output: Some(place), ..bare(input.shown(), Status::Ok) };
        let settled = input.read().map_err(Failure::from).and_then(|bytes| {
            let hash = sha256(&bytes);
            line.sha256 = Some(hash.clone());
            match self.done(&line, &hash) {
                Some(done) => Ok(done),
                None => self.make(Given::new(&bytes, &input.name(), &hash), line.clone(), begun),
            }
        });
        settled.unwrap_or_else(|Failure { code, message }| {
            line.status = Status::Error;
            line.milliseconds = Some(since(begun));
            (line.code, line.message) = (Some(code), Some(message));
            (Outcome::of(line), None)
        })
    }

    /// What an earlier run made of a document, with its rows, where a collection wants them.
    fn done(&self, line: &ManifestLine, hash: &str) -> Option<(Outcome, Option<Rows>)> {
        let place = line.output.as_deref()?;
        let (done, diagnostics) = self.ledger.done(place, hash)?;
        // Without its rows it is converted again.
        let rows = || Recipe::rows(&self.recipe.recall(place)?, place);
        let rows = if self.recipe.rows { Some(rows()?) } else { None };
        self.resumed.fetch_add(1, Ordering::Relaxed);
        let line = ManifestLine { path: line.path.clone(), ..done };
        Some((Outcome { line, diagnostics }, rows))
    }

    /// Copies a document with the same bytes, or converts it; notes that it is done.
    fn make(
        &self,
        given: Given<'_>,
        mut line: ManifestLine,
        begun: Instant,
    ) -> Result<(Outcome, Option<Rows>), Failure> {
        let place = line.output.clone().unwrap_or_default();
        let claim = self.duplicates.claim(given.sha256);
        let copied = match &claim {
            Claim::Made(noted) => {
                self.ledger.noted(*noted).and_then(|first| self.recipe.copy(&first, given.name, &place))
            }
            Claim::First(_) => None,
        };
        let Made { counts, diagnostics, rows, files, titled } = match copied {
            Some(made) => made,
            None => self.convert(given, &place)?,
        };
        line.counts = Some(counts);
        line.written = Some(Written { by: self.ledger.by().to_owned(), files });
        line.milliseconds = Some(since(begun));
        let noted = self.ledger.note(&Entry::new(line.clone(), given.name.to_owned(), titled, &diagnostics));
        if let Claim::First(first) = claim {
            first.made(noted);
        }
        Ok((Outcome { line, diagnostics }, rows))
    }

    fn convert(&self, given: Given<'_>, place: &str) -> Result<Made, Failure> {
        match &self.workers {
            Some(workers) if workers.take(given.bytes, self.documents) => workers.make(given, place),
            _ => {
                let prepared = self.recipe.prepare(given, place, self.convert);
                prepared.and_then(Prepared::put_in_place).map_err(Failure::from)
            }
        }
    }
}

fn since(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
