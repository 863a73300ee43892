//! The inputs of a run, in a fixed order, with the place that each one's files will have.

mod list;
mod pattern;
mod shard;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gangyao_exporter::{ManifestLine, Status};

use super::archive::{self, Entry};
use super::input::{Input, input_error, not_a_file};
use super::manifest::bare;
use super::place::{self, place, readable};
use crate::Error;
pub use list::{read_list, read_list_file};
pub use shard::Shard;

/// Endings of files that lie beside documents and are none. What is not listed is tried: its bytes say what it is.
#[rustfmt::skip]
const NO_DOCUMENTS: &[&str] = &[
    "7z", "avi", "bmp", "css", "csv", "db", "gif", "gz", "ico", "jpeg", "jpg", "js", "json", "jsonl", "jsonld", "log", "mp3",
    "mp4", "parquet", "png", "ppt", "pptx", "py", "rar", "rs", "sh", "sqlite", "svg", "tar", "tgz", "tif", "tiff", "toml",
    "tsv", "wav", "webp", "xls", "xlsx", "xml", "yaml", "yml", "zip", "zst",
];

/// One input.
pub(super) enum Planned {
    /// A document to be converted.
    Convert {
        /// Where it is.
        input: Input,
        /// Its files' place below the output folder, without their suffixes.
        place: String,
    },
    /// An input whose end is known already: skipped, or not there.
    Settled(Box<ManifestLine>),
}

/// What is to be listed, and how places are made.
pub(super) struct Wanted<'a> {
    /// Files, folders, patterns, archives.
    pub(super) inputs: &'a [PathBuf],
    /// The output folder, which may lie in an input folder and is never read.
    pub(super) out: &'a Path,
    /// Inputs below it keep their path from there.
    pub(super) base: Option<&'a Path>,
    /// Whether places are spread over folders.
    pub(super) spread: bool,
    /// The length of the longest suffix of a file.
    pub(super) suffix: usize,
    /// The part of the inputs that is to be converted.
    pub(super) shard: Option<Shard>,
}

/// Lists the inputs: the arguments in their order, the files of a folder by name. The files in a folder keep their path
/// below it; a file that is given itself keeps the path that it is given by, or, if that path is absolute or leads
/// upwards, its name. The members of an archive lie below its place. Two inputs never get the same place: the second is an error.
pub(super) fn plan(wanted: &Wanted<'_>) -> Vec<Planned> {
    let mut walk =
        Walk { wanted, out: fs::canonicalize(wanted.out).ok(), planned: Vec::new(), above: BTreeSet::new() };
    for input in wanted.inputs {
        walk.input(input);
    }
    let mut planned = walk.planned;
    settle_collisions(&mut planned);
    if let Some(shard) = wanted.shard {
        planned.retain(|planned| shard.holds(planned));
    }
    planned
}

/// Of the inputs with one place, all but the first become errors.
fn settle_collisions(planned: &mut [Planned]) {
    let mut places: Vec<(&str, usize)> = planned
        .iter()
        .enumerate()
        .filter_map(|(number, planned)| match planned {
            Planned::Convert { place, .. } => Some((place.as_str(), number)),
            Planned::Settled(_) => None,
        })
        .collect();
    places.sort_unstable();
    let groups = places.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
    let second: Vec<(usize, usize)> =
        groups.flat_map(|group| group[1..].iter().map(|&(_, number)| (number, group[0].1))).collect();
    for (number, first) in second {
        let (Planned::Convert { input, .. }, Planned::Convert { input: first, .. }) =
            (&planned[number], &planned[first])
        else {
            continue;
        };
        let message =
            format!("its files would be written over those of {}; convert it on its own", first.shown());
        planned[number] = settled(input.shown(), Status::Error, "output-collision", message);
    }
}

fn settled(shown: String, status: Status, code: &str, message: String) -> Planned {
    let (code, message) = (Some(code.to_owned()), Some(message));
    Planned::Settled(Box::new(ManifestLine { code, message, ..bare(shown, status) }))
}

struct Walk<'a> {
    wanted: &'a Wanted<'a>,
    /// The output folder as the file system knows it.
    out: Option<PathBuf>,
    planned: Vec<Planned>,
    /// The folders that the walk is in, so that a link upwards does not lead it round for ever.
    above: BTreeSet<PathBuf>,
}

impl Walk<'_> {
    fn input(&mut self, input: &Path) {
        match fs::metadata(input) {
            Err(error) if pattern::is_pattern(input) && error.kind() == std::io::ErrorKind::NotFound => {
                self.pattern(input);
            }
            Err(error) => self.fail(readable(input), &input_error(error)),
            Ok(_) => self.given(input, self.wanted.base),
        }
    }

    /// All that a pattern meets. Below an absolute one, files keep their path from where its marks begin.
    fn pattern(&mut self, text: &Path) {
        let found = match pattern::matches(text) {
            Ok(found) => found,
            Err(error) => return self.fail(readable(text), &error),
        };
        if found.is_empty() {
            let error =
                Error::new("no-match", "the pattern meets nothing; check it, and quote it for the shell");
            return self.fail(readable(text), &error);
        }
        let fixed = pattern::fixed_part(text);
        let base = self.wanted.base.or_else(|| fixed.is_absolute().then_some(fixed.as_path()));
        for one in found {
            match one {
                Ok(path) => self.given(&path, base),
                Err((path, error)) => self.fail(readable(&path), &error),
            }
        }
    }

    /// A path that is there.
    fn given(&mut self, input: &Path, base: Option<&Path>) {
        match fs::metadata(input) {
            Err(error) => self.fail(readable(input), &input_error(error)),
            Ok(meta) if meta.is_dir() => {
                let before = self.planned.len();
                // Its files keep their path below it, or, with a base, from there.
                let below = base.and_then(|base| input.strip_prefix(base).ok()).unwrap_or(Path::new(""));
                self.folder(input, below);
                let found = self.planned[before..].iter().any(
                    |planned| !matches!(planned, Planned::Settled(line) if line.status == Status::Skipped),
                );
                if !found {
                    let message = "the folder holds no document; give a folder with text files";
                    self.fail(readable(input), &Error::new("empty-folder", message));
                }
            }
            Ok(meta) if !meta.is_file() => self.fail(readable(input), &not_a_file()),
            Ok(_) => {
                let name = input.file_name().unwrap_or_default().to_string_lossy();
                match archive::kind(&name) {
                    Some(kind) => self.archive(input, kind, &place(input, base)),
                    None => self.document(Input::File(input.to_owned()), place(input, base)),
                }
            }
        }
    }

    fn folder(&mut self, folder: &Path, below: &Path) {
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return self.fail(readable(folder), &input_error(error)),
        };
        if self.out.as_ref() == Some(&real) {
            return self.skip(readable(folder), "output-folder", "the output folder is no input");
        }
        if !self.above.insert(real.clone()) {
            return self.skip(readable(folder), "link-loop", "a link to a folder that it lies in");
        }
        match names(folder) {
            Ok(names) => names.iter().for_each(|name| self.entry(&folder.join(name), &below.join(name))),
            Err(error) => self.fail(readable(folder), &input_error(error)),
        }
        self.above.remove(&real);
    }

    fn entry(&mut self, path: &Path, below: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            return self.skip(readable(path), "hidden", "hidden");
        }
        match fs::metadata(path) {
            Err(error) => self.fail(readable(path), &input_error(error)),
            Ok(meta) if meta.is_dir() => self.folder(path, below),
            Ok(meta) if !meta.is_file() => {
                self.skip(readable(path), "not-a-file", "neither a file nor a folder");
            }
            Ok(_) => match no_document(&name) {
                Some(message) => self.skip(readable(path), "no-document", &message),
                None => self.document(Input::File(path.to_owned()), place::slashed(below)),
            },
        }
    }

    /// The members of an archive, in its order.
    fn archive(&mut self, path: &Path, kind: archive::Kind, place: &str) {
        let entries = match archive::list(path, kind, self.wanted.out) {
            Ok(Some(entries)) => entries,
            Ok(None) => return self.document(Input::File(path.to_owned()), place.to_owned()),
            Err(error) => return self.fail(readable(path), &error),
        };
        if entries.is_empty() {
            let error = Error::new("empty-archive", "the archive holds no file; give one with documents");
            return self.fail(readable(path), &error);
        }
        let shown = |name: &str| format!("{}/{name}", readable(path));
        for entry in entries {
            match entry {
                Entry::Unsafe(name) => {
                    let error = Error::new(
                        "unsafe-name",
                        "the member's name leads out of the archive's folder; do not trust the archive",
                    );
                    self.fail(shown(&name), &error);
                }
                Entry::NoFile(name) => self.skip(shown(&name), "not-a-file", "neither a file nor a folder"),
                Entry::Member(member) => self.member(member, place),
            }
        }
    }

    fn member(&mut self, member: archive::Member, place: &str) {
        let name = member.name();
        if name.split('/').any(|step| step.starts_with('.')) {
            return self.skip(member.shown(), "hidden", "hidden");
        }
        if archive::kind(name).is_some() {
            let message = "an archive in an archive is not opened; unpack it and give it itself";
            return self.skip(member.shown(), "nested-archive", message);
        }
        if let Some(message) = no_document(name) {
            return self.skip(member.shown(), "no-document", &message);
        }
        let place = format!("{place}/{name}");
        self.document(Input::Member(member), place);
    }

    fn document(&mut self, input: Input, place: String) {
        let mut place = place::fitting(place, self.wanted.suffix);
        if self.wanted.spread {
            place = place::spread(&place);
        }
        self.planned.push(Planned::Convert { input, place });
    }

    fn fail(&mut self, shown: String, error: &Error) {
        self.planned.push(settled(shown, Status::Error, error.code(), error.to_string()));
    }

    fn skip(&mut self, shown: String, code: &str, message: &str) {
        self.planned.push(settled(shown, Status::Skipped, code, message.to_owned()));
    }
}

/// Why a file of this name is none that is tried unless it is named itself.
fn no_document(name: &str) -> Option<String> {
    let ending = Path::new(name).extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    NO_DOCUMENTS
        .binary_search(&ending.as_str())
        .is_ok()
        .then(|| format!("files named .{ending} are no documents; name it itself to try it"))
}

/// The entries of a folder by name, since the file system's order differs from machine to machine.
fn names(folder: &Path) -> std::io::Result<Vec<std::ffi::OsString>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<Vec<_>, _>>()?;
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests;
