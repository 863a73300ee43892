//! The file of the journal: lines with checksums, and where each stands.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use gangyao_exporter::ManifestLine;

use super::super::place::number;
use super::{Entry, Place};

/// Begins a line that says whose files on their way are in the folder.
pub(super) const MARK: &str = "mark ";

/// Begins a line that names a file over all documents which was not there before.
pub(super) const NEW: &str = "new ";

/// What a journal says.
#[derive(Default)]
pub(super) struct Said {
    /// The marks of the runs that wrote it.
    pub(super) marks: Vec<String>,
    /// Files over all documents that were not there before.
    pub(super) new: Vec<String>,
    /// Documents that are done.
    pub(super) lines: Vec<Found>,
}

/// Bytes before what a line says: a line break, the CRC-32 in hex, a space.
pub(super) const HEAD: u64 = 10;

/// The bytes of a line.
pub(super) fn read_at(file: &mut File, (at, length): Place) -> Option<Vec<u8>> {
    let mut line = vec![0; length as usize];
    file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut line)).ok()?;
    Some(line)
}

/// Appends a line by one write.
pub(super) fn append(journal: &mut File, line: &[u8]) -> io::Result<()> {
    let mut bytes = format!("\n{:08x} ", crc32fast::hash(line)).into_bytes();
    bytes.extend(line);
    bytes.push(b'\n');
    journal.write_all(&bytes)
}

/// Where a line stands: its place's number, its start, its length.
pub(super) type Found = (u64, u64, u32);

/// Reads the whole lines of a journal.
pub(super) fn scan(journal: &File) -> io::Result<Said> {
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
pub(super) fn found(line: &ManifestLine, at: u64, length: usize) -> Option<Found> {
    Some((number(line.output.as_deref()?), at, u32::try_from(length).ok()?))
}

/// Hands out the lines of a file with their starts.
pub(super) fn each_line(mut file: &File, mut each: impl FnMut(u64, &[u8])) -> io::Result<()> {
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
