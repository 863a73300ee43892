//! Many documents: files and folders in, files and a manifest out.
//!
//! `plan` lists the inputs in a fixed order, documents run in parallel, and `ledger` brings their results back into
//! that order, so that the thread count shows nowhere but in the time. A document's files are written beside their places
//! and renamed (`beside`); files over all documents are made by collectors, to which `sequence` brings the documents in the
//! order of their places, whatever the order of the inputs; a document that fails becomes a line of the manifest and harms no other. What is held in
//! memory is the list of inputs and the documents at work.

mod in_order;
mod ledger;
mod plan;
mod sequence;

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use gangyao_exporter::{Format, ManifestLine, Status};
use gangyao_tables::Rows;
use rayon::prelude::*;

use crate::beside::{self, Beside};
use crate::collect::Collection;
use crate::line::sha256;
use crate::{Error, Options, Output, convert};
pub use ledger::Summary;
use ledger::{Ledger, Outcome};
use plan::{Planned, plan};
use sequence::Sequence;

/// Name of the manifest in the output folder.
pub const MANIFEST: &str = "manifest.jsonl";

/// Positions in a text are 32 bits wide.
const MAX_BYTES: u64 = u32::MAX as u64;

/// What to convert, and where to.
#[derive(Clone, Debug)]
pub struct Job {
    /// Files and folders, in the order of the manifest.
    pub inputs: Vec<PathBuf>,
    /// The output folder; made where it does not exist.
    pub out: PathBuf,
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
    run_with(job, observer, convert)
}

/// [`run`] with the conversion given, so that a test can give one that panics.
fn run_with<F>(job: &Job, observer: &dyn Observer, convert: F) -> Result<Summary, Error>
where
    F: Fn(&[u8], &str, &Options) -> Result<Output, Error> + Sync,
{
    fs::create_dir_all(&job.out).map_err(|error| beside::output_error(&job.out, error))?;
    let planned = in_order_of_place(plan(&job.inputs, &job.out));
    observer
        .planned(planned.iter().filter(|(_, planned)| matches!(planned, Planned::Convert { .. })).count());
    let ledger = Ledger::create(&job.out.join(MANIFEST))?;
    let collectors = job.collections.iter().map(|collection| collection.open(&job.out));
    let collectors = collectors.collect::<Result<_, _>>()?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.jobs.max(1))
        .build()
        .map_err(|error| Error::new("no-threads", format!("cannot start {} threads: {error}", job.jobs)))?;
    let collected = thread::scope(|scope| {
        let sequence = Sequence::start(collectors, scope);
        pool.install(|| {
            // A bridge hands the inputs out one by one and in order, which keeps ledger and sequence short.
            planned.into_iter().enumerate().par_bridge().for_each(|(rank, (place, planned))| {
                let (outcome, rows) = match planned {
                    Planned::Settled(line) => (Outcome::of(line), None),
                    Planned::Convert { path, shown, output } => one(job, &path, shown, &output, &convert),
                };
                observer.done(&outcome.line);
                ledger.settle(place, outcome);
                sequence.settle(rank, rows);
            });
        });
        sequence.finish()
    });
    let summary = ledger.finish()?;
    collected.map(|()| summary)
}

/// The inputs with their places in the manifest, in the order in which they are converted: by their places below the
/// output folder, so that files over all documents do not depend on the order of the command line.
fn in_order_of_place(planned: Vec<Planned>) -> Vec<(usize, Planned)> {
    let mut planned: Vec<_> = planned.into_iter().enumerate().collect();
    planned.sort_by_cached_key(|(_, planned)| match planned {
        Planned::Settled(_) => None,
        Planned::Convert { output, .. } => Some(slashed(output)),
    });
    planned
}

/// Converts and writes one document, whatever happens; gives its rows where a collection wants them.
fn one<F>(job: &Job, path: &Path, shown: String, output: &Path, convert: &F) -> (Outcome, Option<Rows>)
where
    F: Fn(&[u8], &str, &Options) -> Result<Output, Error>,
{
    let begun = Instant::now();
    let place = slashed(output);
    let mut line = ManifestLine {
        path: shown,
        output: Some(place.clone()),
        sha256: None,
        status: Status::Ok,
        code: None,
        message: None,
        counts: None,
        milliseconds: None,
    };
    let converted = read_file(path).and_then(|bytes| {
        line.sha256 = Some(sha256(&bytes));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let converted = guarded(|| convert(&bytes, &name, &job.options))?;
        write_files(job, output, &converted)?;
        let rows = || guarded(|| Ok(gangyao_tables::flatten(&converted.conversion, &place)));
        let rows = if job.collections.is_empty() { None } else { Some(rows()?) };
        Ok((converted, rows))
    });
    line.milliseconds = Some(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX));
    match converted {
        Ok((converted, rows)) => {
            line.counts = Some(converted.conversion.document.counts.clone());
            (Outcome::with_diagnostics(line, &converted.conversion.diagnostics), rows)
        }
        Err(error) => {
            line.status = Status::Error;
            line.code = Some(error.code().to_owned());
            line.message = Some(error.to_string());
            (Outcome::of(line), None)
        }
    }
}

/// The bytes of an input, refused where it cannot be a document.
///
/// # Errors
/// `not-found`, `not-readable`, `not-a-file`, `too-large`.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let meta = fs::metadata(path).map_err(input_error)?;
    if !meta.is_file() {
        return Err(Error::new("not-a-file", "neither a file nor a folder; give a regular file"));
    }
    if meta.len() > MAX_BYTES {
        return Err(Error::new(
            "too-large",
            format!("{} bytes are more than the {MAX_BYTES} that a document can have; split it", meta.len()),
        ));
    }
    fs::read(path).map_err(input_error)
}

/// An input that cannot be read, and what to do.
pub fn input_error(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Error::io("not-found", "there is no such file or folder; check the path", error)
        }
        io::ErrorKind::PermissionDenied => {
            Error::io("not-readable", "no permission to read it; change its mode or run as its owner", error)
        }
        _ => Error::io("not-readable", format!("cannot be read: {error}"), error),
    }
}

/// Runs a conversion so that an error of the program costs one document and not the run.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let what = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Err(Error::new(
            "internal",
            format!("an error of the program, not of the document ({what}); please report it with the file"),
        ))
    })
}

/// Writes all files of a document beside their places, and only then puts them there.
fn write_files(job: &Job, output: &Path, converted: &Output) -> Result<(), Error> {
    let mut written = Vec::with_capacity(job.formats.len() + job.knowledge.len());
    let (conversion, source_text) = (&converted.conversion, converted.source_text.as_str());
    for &format in &job.formats {
        written.push(write_file(job, output, format.suffix(), |file| {
            format.write(conversion, source_text, file)
        })?);
    }
    for &format in &job.knowledge {
        written.push(write_file(job, output, format.suffix(), |file| {
            format.write(conversion, source_text, file)
        })?);
    }
    written.into_iter().try_for_each(|file| {
        let target = file.target().to_owned();
        file.put_in_place().map_err(|error| beside::output_error(&target, error))
    })
}

/// Writes one file of a document beside its place.
fn write_file(
    job: &Job,
    output: &Path,
    suffix: &str,
    write: impl FnOnce(&mut Beside) -> io::Result<()>,
) -> Result<Beside, Error> {
    let mut target = job.out.join(output).into_os_string();
    target.push(suffix);
    let target = PathBuf::from(target);
    let failed = |error| beside::output_error(&target, error);
    let mut file = Beside::create(&target).map_err(failed)?;
    write(&mut file).map_err(failed)?;
    file.close().map_err(failed)?;
    Ok(file)
}

/// A relative path as the manifest writes it on every system.
#[must_use]
pub fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
