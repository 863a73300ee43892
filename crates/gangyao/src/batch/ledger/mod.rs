//! What is done, for a run that is killed and resumed.
//!
//! The *journal* is a hidden file in the output folder to which every finished document appends its line of the manifest; it
//! goes when the manifest is complete. A later run with `resume` takes as done what journal or manifest say was made of the
//! same bytes, with the same options, by the same program, and whose files are there with the bytes that were written.
//!
//! A line of the journal begins with its CRC-32; each is appended by one write with a line break before it, so that a torn one
//! harms no other. In memory is where each line stands, and no more.

mod done;
mod journal;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use gangyao_exporter::{ManifestLine, Status};
use gangyao_model::Severity;
use serde::{Deserialize, Serialize};

use super::document::Diagnostics;
use crate::Error;
use crate::beside::{self, output_error};
use done::Done;
use journal::{HEAD, MARK, NEW, append, read_at, scan};

/// The journal of a run.
pub(super) struct Ledger {
    path: PathBuf,
    journal: Mutex<File>,
    /// Of earlier runs; none where nothing is resumed.
    done: Option<Done>,
    /// What makes the documents: program and options.
    by: String,
    out: PathBuf,
    /// Files over all documents that were not there when the run that is resumed began.
    new: Vec<String>,
    /// Whether the journal tells of a document, so that it stays where the run does not come to its end.
    tells: AtomicBool,
}

/// A document that is done.
#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its line of the manifest.
    pub(super) line: ManifestLine,
    /// The name of its file, which its records tell.
    pub(super) name: String,
    /// Whether it says what its title is.
    pub(super) titled: bool,
    diagnostics: Vec<(Severity, String, u64)>,
}

impl Entry {
    pub(super) fn new(line: ManifestLine, name: String, titled: bool, diagnostics: &Diagnostics) -> Self {
        let diagnostics = diagnostics.iter().map(|((severity, code), n)| (*severity, code.clone(), *n));
        Self { line, name, titled, diagnostics: diagnostics.collect() }
    }

    pub(super) fn diagnostics(&self) -> Diagnostics {
        self.diagnostics.iter().map(|(severity, code, n)| ((*severity, code.clone()), *n)).collect()
    }
}

/// Where the journal tells of a document: start and length.
pub(super) type Place = (u64, u32);

impl Ledger {
    /// Opens the journal of a run whose manifest will stand at `manifest`, and removes what an earlier run was writing when it
    /// was killed.
    ///
    /// # Errors
    /// `output-busy` where another run is at work, and those of writing.
    pub(super) fn open(out: &Path, manifest: &str, by: String, resume: bool) -> Result<Self, Error> {
        let path = out.join(format!(".gangyao-{}", manifest.replace(".jsonl", ".journal")));
        let failed = |error| output_error(&path, error);
        let mut journal =
            OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(failed)?;
        match journal.try_lock() {
            // Where a file system knows no locks, two runs at a time are the user's business.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => {
                let message =
                    "another run is writing to the folder; wait for it, or convert parts with --shard";
                return Err(Error::new("output-busy", message));
            }
        }
        let mut said = scan(&journal).map_err(failed)?;
        sweep(out, &said.marks);
        let tells = resume && !said.lines.is_empty();
        let done = if resume {
            Some(Done::new(&path, std::mem::take(&mut said.lines), &out.join(manifest)).map_err(failed)?)
        } else {
            None
        };
        if !resume {
            journal.set_len(0).map_err(failed)?;
            said.new.clear();
        }
        append(&mut journal, format!("{MARK}{}", beside::mark()).as_bytes()).map_err(failed)?;
        let tells = AtomicBool::new(tells);
        Ok(Self { path, journal: Mutex::new(journal), done, by, out: out.to_owned(), new: said.new, tells })
    }

    /// True for a file over all documents that is to be made anew: it is not there, or the run that is resumed had put it
    /// there itself when it was killed.
    pub(super) fn is_new(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if self.new.iter().any(|new| *new == name) {
            return true;
        }
        if fs::metadata(path).is_ok_and(|file| !file.is_file() || file.len() > 0) {
            return false;
        }
        let _ = append(&mut self.journal(), format!("{NEW}{name}").as_bytes());
        true
    }

    /// What makes the documents.
    pub(super) fn by(&self) -> &str {
        &self.by
    }

    /// The line of a document that is done and whose files are there, and what was odd in it, where that is known.
    pub(super) fn done(&self, place: &str, sha256: &str) -> Option<(ManifestLine, Diagnostics)> {
        let (line, diagnostics) = self.done.as_ref()?.line(place)?;
        let written = line.written.as_ref()?;
        let same = line.status == Status::Ok
            && line.output.as_deref() == Some(place)
            && line.sha256.as_deref() == Some(sha256)
            && written.by == self.by;
        let there = || {
            written.files.iter().all(|file| {
                let path = self.out.join(format!("{place}{}", file.suffix));
                checked(&path).is_ok_and(|found| found == (file.bytes, file.crc32.clone()))
            })
        };
        (same && there()).then_some((line, diagnostics))
    }

    /// Notes that a document is done. A line that cannot be written costs time in a later run, and no document.
    pub(super) fn note(&self, entry: &Entry) -> Option<Place> {
        // Without files there is nothing to go on with.
        entry.line.written.as_ref().filter(|written| !written.files.is_empty())?;
        self.tells.store(true, Ordering::Relaxed);
        let bytes = serde_json::to_vec(entry).expect("an entry is JSON");
        let mut journal = self.journal();
        let end = journal.seek(SeekFrom::End(0)).ok()?;
        append(&mut journal, &bytes).ok()?;
        Some((end + HEAD, u32::try_from(bytes.len()).ok()?))
    }

    /// What was noted.
    pub(super) fn noted(&self, place: Place) -> Option<Entry> {
        serde_json::from_slice(&read_at(&mut self.journal(), place)?).ok()
    }

    fn journal(&self) -> MutexGuard<'_, File> {
        self.journal.lock().expect("no thread panics while it holds the journal")
    }

    /// The run is complete: its manifest says all that the journal said.
    pub(super) fn finish(self) {
        self.tells.store(false, Ordering::Relaxed);
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if !self.tells.load(Ordering::Relaxed) {
            // Left behind it would be read by a later run, which checks what it says.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The length and CRC-32 of a file.
pub(super) fn checked(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut bytes, mut crc) = (0, crc32fast::Hasher::new());
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((bytes, format!("{:08x}", crc.finalize()))),
            read => {
                bytes += read as u64;
                crc.update(&buffer[..read]);
            }
        }
    }
}

/// Removes files on their way that runs with these marks left behind.
fn sweep(out: &Path, marks: &[String]) {
    let mut folders = if marks.is_empty() { Vec::new() } else { vec![out.to_owned()] };
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            } else if marks
                .iter()
                .any(|mark| beside::is_left_by(&name.to_string_lossy(), &format!("{mark}-")))
            {
                // What cannot be removed is hidden, and is no output.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests;
