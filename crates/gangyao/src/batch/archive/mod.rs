//! Archives as inputs: their members become documents, each on its own.
//!
//! An archive is listed once; a member remembers where its bytes stand, so that members are read in any order, by many
//! threads, with no archive held open. A `.tar.gz` has no such places: it is inflated to a file beside the output first.
//! What is in memory is the list and the members at work. Nothing is ever unpacked under a name that an archive gives.

mod tar;
mod zip;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use gangyao_reader::Limits;

use super::input::input_error;
use super::place::readable;
use crate::Error;
use crate::beside::{Beside, output_error};

/// Members that an archive may have; each is an entry of the run's list.
const MAX_MEMBERS: usize = 1_000_000;

/// How far a `.tar.gz` may inflate, whatever its size.
const MAX_INFLATED: u64 = 64 << 30;

/// An archive, as its members know it.
#[derive(Debug)]
struct Archive {
    /// The path, as the command line leads to it.
    shown: String,
    /// Where the bytes of members stand.
    path: PathBuf,
    /// The inflated `.tar.gz`, which goes with the last member.
    _inflated: Option<Beside>,
}

/// A member that may be a document.
#[derive(Debug)]
pub(super) struct Member {
    archive: Arc<Archive>,
    /// Its path in the archive, with slashes.
    name: String,
    at: u64,
    packed: u64,
    packing: Packing,
}

/// How a member's bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    /// As they are, in a `.tar`.
    Plain,
    /// As they are, with the CRC-32 of them.
    Stored(u32),
    /// Deflated, with the CRC-32 of what comes out.
    Deflated(u32),
    /// Behind a password.
    Encrypted,
    /// In a way that is not read here; its name.
    Unknown(&'static str),
}

/// An entry of an archive.
pub(super) enum Entry {
    /// A file.
    Member(Member),
    /// A link, a device: its name.
    NoFile(String),
    /// A file whose name leads out of every folder that it may be put in.
    Unsafe(String),
}

/// What a file's name says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
    TarGz,
}

/// The kind of archive that a name tells of.
pub(super) fn kind(name: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    let ends = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
    match () {
        () if ends(".zip") => Some(Kind::Zip),
        () if ends(".tar") => Some(Kind::Tar),
        () if ends(".tar.gz") || ends(".tgz") => Some(Kind::TarGz),
        () => None,
    }
}

/// Lists an archive; `None` for a file that is a document in spite of its name, as a DOCX called `plan.zip` is.
///
/// # Errors
/// `malformed`, `zip-bomb`, `too-large`, those of reading, and, for a `.tar.gz`, those of writing below `out`.
pub(super) fn list(path: &Path, kind: Kind, out: &Path) -> Result<Option<Vec<Entry>>, Error> {
    let file = File::open(path).map_err(input_error)?;
    let archive =
        |path: PathBuf, inflated| Arc::new(Archive { shown: readable(&path), path, _inflated: inflated });
    match kind {
        Kind::Zip => zip::list(file, &archive(path.to_owned(), None)),
        Kind::Tar => tar::list(file, &archive(path.to_owned(), None)).map(Some),
        Kind::TarGz => {
            let inflated = inflate(file, &out.join("inflated.tar"))?;
            let file = File::open(inflated.temporary()).map_err(input_error)?;
            let archive = Archive {
                shown: readable(path),
                path: inflated.temporary().to_owned(),
                _inflated: Some(inflated),
            };
            tar::list(file, &Arc::new(archive)).map(Some)
        }
    }
}

/// Inflates a gzip stream to a hidden file beside `target`.
fn inflate(file: File, target: &Path) -> Result<Beside, Error> {
    let length = file.metadata().map_err(input_error)?.len();
    let allowed = MAX_INFLATED.min(most(length));
    let mut beside = Beside::create(target).map_err(|error| output_error(target, error))?;
    let mut inflating = MultiGzDecoder::new(io::BufReader::new(file)).take(allowed + 1);
    let mut buffer = vec![0; 256 << 10];
    let mut inflated = 0;
    loop {
        let read = inflating.read(&mut buffer).map_err(|error| damaged(&error.to_string()))?;
        if read == 0 {
            break;
        }
        inflated += read as u64;
        if inflated > allowed {
            return Err(bomb(&format!("the archive inflates to more than {allowed} bytes")));
        }
        beside.write_all(&buffer[..read]).map_err(|error| output_error(target, error))?;
    }
    beside.close().map_err(|error| output_error(target, error))?;
    Ok(beside)
}

/// Bytes that `packed` may inflate to.
fn most(packed: u64) -> u64 {
    (1 << 20) + packed.saturating_mul(Limits::default().ratio)
}

impl Member {
    pub(super) fn shown(&self) -> String {
        format!("{}/{}", self.archive.shown, self.name)
    }

    /// The path in the archive.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The bytes, inflated and checked.
    ///
    /// # Errors
    /// `encrypted`, `unsupported-format`, `too-large`, `zip-bomb`, `malformed`, and those of reading.
    pub(super) fn read(&self) -> Result<Vec<u8>, Error> {
        let crc = match self.packing {
            Packing::Plain => None,
            Packing::Stored(crc) | Packing::Deflated(crc) => Some(crc),
            Packing::Encrypted => {
                let message = "the member is locked with a password; unpack the archive and give its files";
                return Err(Error::new("encrypted", message));
            }
            Packing::Unknown(how) => {
                let message =
                    format!("the member is packed with {how}; unpack the archive and give its files");
                return Err(Error::new("unsupported-format", message));
            }
        };
        let mut file = File::open(&self.archive.path).map_err(input_error)?;
        file.seek(SeekFrom::Start(self.at)).map_err(input_error)?;
        let packed = io::BufReader::new(file.take(self.packed));
        let bytes = match self.packing {
            Packing::Deflated(_) => self.bounded(DeflateDecoder::new(packed))?,
            _ => self.bounded(packed)?,
        };
        if crc.is_some_and(|crc| crc32fast::hash(&bytes) != crc) {
            return Err(damaged("the member's checksum is another"));
        }
        Ok(bytes)
    }

    /// Reads so much as a document may have. A declared size may lie; what comes out is counted.
    fn bounded(&self, from: impl Read) -> Result<Vec<u8>, Error> {
        let limit = Limits::default().bytes;
        let allowed = limit.min(most(self.packed));
        let mut bytes = Vec::new();
        from.take(allowed + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error.to_string()))?;
        match bytes.len() as u64 {
            read if read <= allowed => Ok(bytes),
            _ if allowed == limit => {
                let message = format!("more than the {limit} bytes that a document can have; split it");
                Err(Error::new("too-large", message))
            }
            _ => Err(bomb(&format!("the member inflates to more than {allowed} bytes"))),
        }
    }
}

/// A member's name with slashes and without idle steps; an error for one that leads outside, or nowhere.
fn tidy(name: &str) -> Result<String, ()> {
    let steps: Vec<&str> = name.split('/').filter(|step| !step.is_empty() && *step != ".").collect();
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    let outside = steps.contains(&"..") || name.starts_with('/') || drive || name.contains('\0');
    if outside || steps.is_empty() { Err(()) } else { Ok(steps.join("/")) }
}

fn damaged(what: &str) -> Error {
    Error::new("malformed", format!("a damaged archive: {what}; get it again"))
}

fn bomb(what: &str) -> Error {
    Error::new("zip-bomb", format!("{what}; do not trust it"))
}

fn too_many() -> Error {
    Error::new("too-large", format!("an archive of more than {MAX_MEMBERS} members; split it"))
}

#[cfg(test)]
mod tests;
