//! What is done, for a run that is killed and resumed.
//!
//! The *journal* is a hidden file in the output folder to which every finished document appends its line of the manifest; it
//! goes when the manifest is complete. A later run with `resume` takes as done what journal or manifest say was made of the
//! same bytes, with the same options, by the same program, and whose files are there with the bytes that were written.
//!
//! A line of the journal begins with its CRC-32; each is appended by one write with a line break before it, so that a torn one
//! harms no other. In memory is where each line stands, and no more.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use gangyao_exporter::{ManifestLine, Status};
use gangyao_model::Severity;
use serde::{Deserialize, Serialize};

use super::document::Diagnostics;
use super::place::number;
use crate::Error;
use crate::beside::{self, output_error};

/// Begins a line that says whose files on their way are in the folder.
const MARK: &str = "mark ";

/// Begins a line that names a file over all documents which was not there before.
const NEW: &str = "new ";

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

/// What a journal says.
#[derive(Default)]
struct Said {
    /// The marks of the runs that wrote it.
    marks: Vec<String>,
    new: Vec<String>,
    lines: Vec<Found>,
}

/// Lines of earlier runs.
struct Done {
    sources: Vec<Mutex<File>>,
    /// By a number that the place gives: the source, and where in it the line stands.
    lines: BTreeMap<u64, (usize, u64, u32)>,
}

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

/// Bytes before what a line says: a line break, the CRC-32 in hex, a space.
const HEAD: u64 = 10;

/// The bytes of a line.
fn read_at(file: &mut File, (at, length): Place) -> Option<Vec<u8>> {
    let mut line = vec![0; length as usize];
    file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut line)).ok()?;
    Some(line)
}

/// Appends a line by one write.
fn append(journal: &mut File, line: &[u8]) -> io::Result<()> {
    let mut bytes = format!("\n{:08x} ", crc32fast::hash(line)).into_bytes();
    bytes.extend(line);
    bytes.push(b'\n');
    journal.write_all(&bytes)
}

/// Where a line stands: its place's number, its start, its length.
type Found = (u64, u64, u32);

/// Reads the whole lines of a journal.
fn scan(journal: &File) -> io::Result<Said> {
    let mut said = Said::default();
    each_line(journal, |at, line| {
        let Some((crc, text)) = str::from_utf8(line).ok().and_then(|line| line.split_once(' ')) else {
            return;
        };
        if u32::from_str_radix(crc, 16).ok() != Some(crc32fast::hash(text.as_bytes())) {
            return;
        }
        if let Some(mark) = text.strip_prefix(MARK) {
            said.marks.push(mark.to_owned());
        } else if let Some(new) = text.strip_prefix(NEW) {
            said.new.push(new.to_owned());
        } else {
            // The line break before it belonged to the line that was empty.
            let entry = serde_json::from_str::<Entry>(text).ok();
            said.lines.extend(entry.and_then(|entry| found(&entry.line, at + HEAD - 1, text.len())));
        }
    })?;
    Ok(said)
}

/// Where the line of a document stands; none for one without a place.
fn found(line: &ManifestLine, at: u64, length: usize) -> Option<Found> {
    Some((number(line.output.as_deref()?), at, u32::try_from(length).ok()?))
}

/// Hands out the lines of a file with their starts.
fn each_line(mut file: &File, mut each: impl FnMut(u64, &[u8])) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let (mut line, mut at) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)? as u64;
        if read == 0 {
            return Ok(());
        }
        each(at, line.trim_ascii_end());
        at += read;
    }
}

/// The sources of [`Done`].
const JOURNAL: usize = 0;
const MANIFEST: usize = 1;

impl Done {
    /// The lines of the last complete run, and, over them, those of the journal.
    fn new(journal: &Path, lines: Vec<Found>, manifest: &Path) -> io::Result<Self> {
        let mut done = Self { sources: vec![Mutex::new(File::open(journal)?)], lines: BTreeMap::new() };
        match File::open(manifest) {
            Ok(file) => {
                each_line(&file, |at, line| {
                    let parsed = serde_json::from_slice::<ManifestLine>(line).ok();
                    let found = parsed.and_then(|parsed| found(&parsed, at, line.len()));
                    done.lines.extend(found.map(|(number, at, length)| (number, (MANIFEST, at, length))));
                })?;
                done.sources.push(Mutex::new(file));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        done.lines.extend(lines.into_iter().map(|(number, at, length)| (number, (JOURNAL, at, length))));
        Ok(done)
    }

    fn line(&self, place: &str) -> Option<(ManifestLine, Diagnostics)> {
        let &(source, at, length) = self.lines.get(&number(place))?;
        let mut file = self.sources.get(source)?.lock().expect("no thread panics while it reads");
        let line = read_at(&mut file, (at, length))?;
        drop(file);
        if source == MANIFEST {
            return Some((serde_json::from_slice(&line).ok()?, Diagnostics::new()));
        }
        let entry: Entry = serde_json::from_slice(&line).ok()?;
        let diagnostics = entry.diagnostics();
        Some((entry.line, diagnostics))
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
mod tests {
    use gangyao_exporter::{Written, WrittenFile};

    use super::super::manifest::bare;
    use super::*;

    const NAME: &str = "manifest.jsonl";

    fn open(out: &Path, by: &str, resume: bool) -> Ledger {
        Ledger::open(out, NAME, by.to_owned(), resume).unwrap()
    }

    /// Writes a document's file and gives its entry.
    fn document(out: &Path, place: &str, text: &str) -> Entry {
        let path = out.join(format!("{place}.json"));
        fs::write(&path, text).unwrap();
        let (bytes, crc32) = checked(&path).unwrap();
        let files = vec![WrittenFile { suffix: ".json".to_owned(), bytes, crc32 }];
        let line = ManifestLine {
            output: Some(place.to_owned()),
            sha256: Some("00".to_owned()),
            written: Some(Written { by: "me".to_owned(), files }),
            ..bare(place.to_owned(), Status::Ok)
        };
        Entry::new(line, place.to_owned(), true, &Diagnostics::from([((Severity::Info, "x".to_owned()), 2)]))
    }

    #[test]
    fn what_is_noted_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let ledger = open(out, "me", false);
        let lines = ["a", "b", "c"].map(|place| document(out, place, place));
        let noted = lines.each_ref().map(|line| ledger.note(line).unwrap());
        let told = noted.map(|place| ledger.noted(place).unwrap().name);
        assert_eq!(told, ["a", "b", "c"]);
        assert!(ledger.done("a", "00").is_none(), "nothing is resumed");
        drop(ledger);
        fs::write(out.join("b.json"), "x").unwrap();
        fs::remove_file(out.join("c.json")).unwrap();
        let ledger = open(out, "me", true);
        assert_eq!(ledger.done("a", "00"), Some((lines[0].line.clone(), lines[0].diagnostics())));
        assert!(ledger.done("a", "01").is_none(), "other bytes");
        assert!(ledger.done("b", "00").is_none(), "changed");
        assert!(ledger.done("c", "00").is_none(), "gone");
        assert!(ledger.done("d", "00").is_none(), "unknown");
        drop(ledger);
        assert!(open(out, "another", true).done("a", "00").is_none());
        assert!(open(out, "me", true).done("a", "00").is_some());
        drop(open(out, "me", false));
        assert!(open(out, "me", true).done("a", "00").is_none(), "a new run forgets");
    }

    #[test]
    fn a_journal_that_is_cut_anywhere_keeps_its_whole_lines() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let ledger = open(out, "me", false);
        let lines = ["a", "b"].map(|place| document(out, place, place));
        lines.iter().for_each(|line| assert!(ledger.note(line).is_some()));
        let path = ledger.path.clone();
        drop(ledger);
        let whole = fs::read(&path).unwrap();
        let first = whole.windows(2).enumerate().filter(|(_, pair)| pair == b"}\n").map(|(at, _)| at + 1);
        let first = first.take(1).next().unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            let ledger = open(out, "me", true);
            assert_eq!(ledger.done("a", "00").is_some(), cut >= first, "{cut}");
            assert!(ledger.done("b", "00").is_none() || cut == whole.len() - 1);
            // What is noted behind a torn line is read.
            ledger.note(&lines[1]);
            drop(ledger);
            assert!(open(out, "me", true).done("b", "00").is_some(), "{cut}");
        }
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let name = format!(".gangyao-{}-7.tmp", beside::mark());
        fs::create_dir(out.join("a")).unwrap();
        // A run that is killed drops nothing.
        let mut journal = File::create(out.join(".gangyao-manifest.journal")).unwrap();
        append(&mut journal, format!("{MARK}{}", beside::mark()).as_bytes()).unwrap();
        for name in [name.as_str(), ".gangyao-0123456789abcdef-7.tmp", "plan.tmp"] {
            fs::write(out.join("a").join(name), "x").unwrap();
        }
        drop(open(out, "me", true));
        let mut left: Vec<_> =
            fs::read_dir(out.join("a")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort_unstable();
        assert_eq!(left, [".gangyao-0123456789abcdef-7.tmp", "plan.tmp"]);
    }

    #[test]
    fn two_runs_do_not_write_to_one_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path(), "me", false);
        let second = Ledger::open(folder.path(), NAME, "me".to_owned(), true);
        assert_eq!(second.err().map(|error| error.code()), Some("output-busy"));
        drop(first);
        open(folder.path(), "me", true).finish();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
