//! Many documents: files, folders, patterns, lists and archives in, files and a manifest out.
//!
//! `plan` lists the inputs in a fixed order, documents run in parallel (`document`), and `manifest` brings their results
//! back into that order, so that the thread count shows nowhere but in the time. A document's files are written beside
//! their places and renamed (`beside`); files over all documents are made by collectors, to which `sequence` brings the
//! documents in the order of their places, whatever the order of the inputs; a document that fails becomes a line of the
//! manifest and harms no other. What is held in memory is the list of inputs and the documents at work: who is too far
//! ahead of the slowest document waits, and lines of the manifest that wait go to the disk. Documents that hold the bytes of
//! others are converted in worker processes (`isolation`).

mod archive;
mod document;
mod in_order;
mod input;
mod isolation;
mod manifest;
mod place;
mod plan;
mod sequence;
mod summary;

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use gangyao_exporter::{Format, ManifestLine, Status};
use gangyao_tables::Rows;
use rayon::prelude::*;

use crate::collect::Collection;
use crate::line::sha256;
use crate::{Error, Options, beside, convert};
use document::{Convert, Failure, Made, Recipe};
use input::Input;
pub use input::{input_error, read_file};
use isolation::Workers;
pub use isolation::{Isolate, Isolation, SUBCOMMAND as WORKER, serve};
use manifest::{Manifest, Outcome, bare};
pub use place::slashed;
use plan::{Planned, Wanted, plan};
pub use plan::{Shard, read_list, read_list_file};
use sequence::Sequence;
pub use summary::Summary;

/// Name of the manifest in the output folder.
pub const MANIFEST: &str = "manifest.jsonl";

/// What to convert, and where to.
#[derive(Clone, Debug)]
pub struct Job {
    /// Files, folders, patterns and archives, in the order of the manifest.
    pub inputs: Vec<PathBuf>,
    /// The output folder; made where it does not exist.
    pub out: PathBuf,
    /// Inputs below this folder keep their path from there.
    pub base: Option<PathBuf>,
    /// Whether the files are spread over 256 folders, by the SHA-256 of their place.
    pub spread: bool,
    /// The part of the inputs that is to be converted; all without.
    pub shard: Option<Shard>,
    /// The files to write for each document.
    pub formats: Vec<Format>,
    /// The files to write over all documents.
    pub collections: Vec<Collection>,
    /// The files for knowledge bases to write for each document.
    pub knowledge: Vec<gangyao_knowledge::Format>,
    /// Choices for every document.
    pub options: Options,
    /// Documents at work at a time, at least 1.
    pub jobs: usize,
    /// Which documents are converted in processes of their own, and how; none without.
    pub isolation: Option<Isolation>,
    /// Bytes that the files of one document may have together.
    pub output_limit: u64,
}

impl Job {
    /// All files of the default formats for `inputs`, one document at a time.
    #[must_use]
    pub fn new(inputs: Vec<PathBuf>, out: PathBuf) -> Self {
        Self {
            inputs,
            out,
            base: None,
            spread: false,
            shard: None,
            formats: Format::ALL.to_vec(),
            collections: Vec::new(),
            knowledge: Vec::new(),
            options: Options::default(),
            jobs: 1,
            isolation: None,
            output_limit: u64::MAX,
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe {
            out: self.out.clone(),
            formats: self.formats.clone(),
            knowledge: self.knowledge.clone(),
            rows: !self.collections.is_empty(),
            options: self.options.clone(),
            most: self.output_limit,
        }
    }

    /// What is to be listed.
    fn wanted(&self) -> Wanted<'_> {
        let suffixes = self.formats.iter().map(|format| format.suffix());
        let suffixes = suffixes.chain(self.knowledge.iter().map(|format| format.suffix()));
        Wanted {
            inputs: &self.inputs,
            out: &self.out,
            base: self.base.as_deref(),
            spread: self.spread,
            suffix: suffixes.map(str::len).max().unwrap_or_default(),
            shard: self.shard,
        }
    }
}

/// Is told what a run does; for progress bars.
pub trait Observer: Sync {
    /// The run has listed its inputs; so many of them are to be converted.
    fn planned(&self, documents: usize);
    /// An input is done. Inputs come in the order in which they end.
    fn done(&self, line: &ManifestLine);
}

/// Converts all inputs.
///
/// # Errors
/// When the output folder or the manifest cannot be written. An input that fails is no error of the run: it is a line
/// of the manifest and a failure in the summary.
pub fn run(job: &Job, observer: &dyn Observer) -> Result<Summary, Error> {
    run_with(job, observer, &convert)
}

/// [`run`] with the conversion given, so that a test can give one that panics.
fn run_with(job: &Job, observer: &dyn Observer, convert: Convert<'_>) -> Result<Summary, Error> {
    fs::create_dir_all(&job.out).map_err(|error| beside::output_error(&job.out, error))?;
    let planned = in_order_of_place(plan(&job.wanted()));
    let documents = planned.iter().filter(|(_, planned)| matches!(planned, Planned::Convert { .. })).count();
    observer.planned(documents);
    let name = job.shard.map_or_else(|| MANIFEST.to_owned(), Shard::manifest);
    let manifest = Manifest::create(&job.out.join(name))?;
    let collectors = job.collections.iter().map(|collection| collection.open(&job.out));
    let collectors = collectors.collect::<Result<_, _>>()?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.jobs.max(1))
        .build()
        .map_err(|error| Error::new("no-threads", format!("cannot start {} threads: {error}", job.jobs)))?;
    let recipe = job.recipe();
    let workers = job.isolation.as_ref().map(|isolation| Workers::new(isolation, &recipe));
    let make = |bytes: &[u8], name: &str, place: &str| match &workers {
        Some(workers) if workers.take(bytes, documents) => workers.make(bytes, name, place),
        _ => recipe.make(bytes, name, place, convert).map_err(Failure::from),
    };
    let collected = thread::scope(|scope| {
        let sequence = Sequence::start(collectors, scope);
        pool.install(|| {
            // A bridge hands the inputs out one by one and in order, which keeps manifest and sequence short.
            planned.into_iter().enumerate().par_bridge().for_each(|(rank, (number, planned))| {
                let (outcome, rows) = match planned {
                    Planned::Settled(line) => (Outcome::of(*line), None),
                    Planned::Convert { input, place } => one(&input, place, &make),
                };
                observer.done(&outcome.line);
                manifest.settle(number, outcome);
                sequence.settle(rank, rows);
            });
        });
        sequence.finish()
    });
    let summary = manifest.finish()?;
    collected.map(|()| summary)
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

/// Converts and writes one document, whatever happens; gives its rows where a collection wants them.
fn one(
    input: &Input,
    place: String,
    make: &impl Fn(&[u8], &str, &str) -> Result<Made, Failure>,
) -> (Outcome, Option<Rows>) {
    let begun = Instant::now();
    let mut line = ManifestLine { output: Some(place.clone()), ..bare(input.shown(), Status::Ok) };
    let made = input.read().map_err(Failure::from).and_then(|bytes| {
        line.sha256 = Some(sha256(&bytes));
        make(&bytes, &input.name(), &place)
    });
    line.milliseconds = Some(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX));
    match made {
        Ok(Made { counts, diagnostics, rows }) => {
            line.counts = Some(counts);
            (Outcome { line, diagnostics }, rows)
        }
        Err(Failure { code, message }) => {
            line.status = Status::Error;
            (line.code, line.message) = (Some(code), Some(message));
            (Outcome::of(line), None)
        }
    }
}

#[cfg(test)]
mod tests;
