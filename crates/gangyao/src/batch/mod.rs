//! Many documents: files, folders, patterns, lists and archives in, files and a manifest out.
//!
//! `plan` lists the inputs in a fixed order, documents run in parallel (`document`), and `manifest` brings their results
//! back into that order, so that the thread count shows nowhere but in the time. A document's files are written beside
//! their places and renamed (`beside`); files over all documents are made by collectors, to which `sequence` brings the
//! documents in the order of their places, whatever the order of the inputs; a document that fails becomes a line of the
//! manifest and harms no other. What is held in memory is the list of inputs and the documents at work: who is too far
//! ahead of the slowest document waits, and lines of the manifest that wait go to the disk. Documents that hold the bytes of
//! others are converted in worker processes (`isolation`). What is done is noted in a journal (`ledger`), from which a run that
//! was stopped or killed goes on.

mod archive;
mod document;
mod duplicates;
mod in_order;
mod input;
mod isolation;
mod ledger;
mod manifest;
mod place;
mod plan;
mod run;
mod sequence;
mod summary;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use gangyao_exporter::{Format, ManifestLine};

use crate::collect::Collection;
use crate::line::convert_given;
use crate::{Error, Options};
use document::Recipe;
pub use document::guarded;
pub use input::{input_error, read_file};
pub use isolation::{Isolate, Isolation, SUBCOMMAND as WORKER, serve};
pub use place::slashed;
use plan::Wanted;
pub use plan::{Shard, read_list, read_list_file};
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
    /// Whether documents are left as they are that an earlier run into this folder made in the same way of the same bytes, and
    /// whose files are there.
    pub resume: bool,
    /// Set from outside to stop the run: documents at work are finished, no other is begun, and the earlier manifest stays.
    pub stop: Option<Arc<AtomicBool>>,
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
            resume: false,
            stop: None,
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
    run::run_with(job, observer, &convert_given)
}

#[cfg(test)]
mod tests;
