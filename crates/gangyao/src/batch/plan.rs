//! The inputs of a run, in a fixed order, with the place that each one's files will have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use gangyao_exporter::{ManifestLine, Status};

use super::input_error;
use crate::Error;

/// Endings of files that lie beside documents and are none. What is not listed is tried: its bytes say what it is.
#[rustfmt::skip]
const NO_DOCUMENTS: &[&str] = &[
    "7z", "avi", "bmp", "css", "csv", "db", "gif", "gz", "ico", "jpeg", "jpg", "js", "json", "jsonl", "jsonld", "log", "mp3",
    "mp4", "parquet", "png", "ppt", "pptx", "py", "rar", "rs", "sh", "sqlite", "svg", "tar", "tif", "tiff", "toml",
    "tsv", "wav", "webp", "xls", "xlsx", "xml", "yaml", "yml", "zip", "zst",
];

/// One input.
pub(super) enum Planned {
    /// A file to be converted.
    Convert {
        /// Where it is.
        path: PathBuf,
        /// The same, as the manifest shows it.
        shown: String,
        /// Its files' place below the output folder, without their suffixes.
        output: PathBuf,
    },
    /// An input whose end is known already: skipped, or not there.
    Settled(ManifestLine),
}

/// Lists the inputs: the arguments in their order, the files of a folder by name. The files in a folder keep their path
/// below it; a file that is given itself keeps the path that it is given by, or, if that path is absolute or leads
/// upwards, its name. Two inputs never get the same place: the second is an error.
pub(super) fn plan(inputs: &[PathBuf], out: &Path) -> Vec<Planned> {
    let mut walk = Walk {
        out: fs::canonicalize(out).ok(),
        planned: Vec::new(),
        taken: BTreeMap::new(),
        above: BTreeSet::new(),
    };
    for input in inputs {
        walk.input(input);
    }
    walk.planned
}

struct Walk {
    /// The output folder, which may lie in an input folder and is never read.
    out: Option<PathBuf>,
    planned: Vec<Planned>,
    /// Places of files, with the input that has them.
    taken: BTreeMap<PathBuf, String>,
    /// The folders that the walk is in, so that a link upwards does not lead it round for ever.
    above: BTreeSet<PathBuf>,
}

impl Walk {
    fn input(&mut self, input: &Path) {
        match fs::metadata(input) {
            Err(error) => self.fail(input, &input_error(error)),
            Ok(meta) if meta.is_dir() => {
                let before = self.planned.len();
                self.folder(input, Path::new(""));
                let found = self.planned[before..].iter().any(
                    |planned| !matches!(planned, Planned::Settled(line) if line.status == Status::Skipped),
                );
                if !found {
                    let message = "the folder holds no document; give a folder with text files";
                    self.fail(input, &Error::new("empty-folder", message));
                }
            }
            Ok(_) => self.file(input, &place(input)),
        }
    }

    fn folder(&mut self, folder: &Path, below: &Path) {
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return self.fail(folder, &input_error(error)),
        };
        if self.out.as_ref() == Some(&real) {
            return self.skip(folder, "output-folder", "the output folder is no input");
        }
        if !self.above.insert(real.clone()) {
            return self.skip(folder, "link-loop", "a link to a folder that it lies in");
        }
        match names(folder) {
            Ok(names) => names.iter().for_each(|name| self.entry(&folder.join(name), &below.join(name))),
            Err(error) => self.fail(folder, &input_error(error)),
        }
        self.above.remove(&real);
    }

    fn entry(&mut self, path: &Path, below: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            return self.skip(path, "hidden", "hidden");
        }
        match fs::metadata(path) {
            Err(error) => self.fail(path, &input_error(error)),
            Ok(meta) if meta.is_dir() => self.folder(path, below),
            Ok(meta) if !meta.is_file() => self.skip(path, "not-a-file", "neither a file nor a folder"),
            Ok(_) => {
                let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
                if NO_DOCUMENTS.binary_search(&ending.as_str()).is_ok() {
                    let message = format!("files named .{ending} are no documents; name it itself to try it");
                    return self.skip(path, "no-document", &message);
                }
                self.file(path, below);
            }
        }
    }

    fn file(&mut self, path: &Path, output: &Path) {
        let shown = path.to_string_lossy().into_owned();
        if let Some(other) = self.taken.get(output) {
            let message = format!("its files would be written over those of {other}; convert it on its own");
            return self.fail(path, &Error::new("output-collision", message));
        }
        self.taken.insert(output.to_owned(), shown.clone());
        self.planned.push(Planned::Convert { path: path.to_owned(), shown, output: output.to_owned() });
    }

    fn fail(&mut self, path: &Path, error: &Error) {
        self.settle(path, Status::Error, error.code(), &error.to_string());
    }

    fn skip(&mut self, path: &Path, code: &str, message: &str) {
        self.settle(path, Status::Skipped, code, message);
    }

    fn settle(&mut self, path: &Path, status: Status, code: &str, message: &str) {
        self.planned.push(Planned::Settled(ManifestLine {
            path: path.to_string_lossy().into_owned(),
            output: None,
            sha256: None,
            status,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            counts: None,
            milliseconds: None,
        }));
    }
}

/// The entries of a folder by name, since the file system's order differs from machine to machine.
fn names(folder: &Path) -> std::io::Result<Vec<std::ffi::OsString>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<Vec<_>, _>>()?;
    names.sort_unstable();
    Ok(names)
}

/// The place of a file that is given itself.
fn place(path: &Path) -> PathBuf {
    let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let kept = path.components().filter(|part| matches!(part, Component::Normal(_)));
    if inside { kept.collect() } else { path.file_name().map(PathBuf::from).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::super::slashed;
    use super::*;

    /// Makes `files` in a new folder and lists what is planned for it: `name`, or `name: code`.
    fn check(files: &[&str], expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "文").unwrap();
        }
        let found: Vec<String> = plan(&[folder.path().to_owned()], &folder.path().join("out"))
            .into_iter()
            .map(|planned| match planned {
                Planned::Convert { output, .. } => slashed(&output),
                Planned::Settled(line) => {
                    let name = Path::new(&line.path).strip_prefix(folder.path()).unwrap();
                    format!("{}: {}", slashed(name), line.code.unwrap())
                }
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn endings_are_in_order() {
        assert!(NO_DOCUMENTS.is_sorted());
    }

    #[test]
    fn files_come_by_name_and_keep_their_path() {
        check(&["b.txt", "a/2.txt", "a/10.txt", "纲要.pdf"], &["a/10.txt", "a/2.txt", "b.txt", "纲要.pdf"]);
    }

    #[test]
    fn what_is_no_document_is_skipped_with_its_reason() {
        check(
            &[".git/config", "a.TXT", "a.json", "b.PNG"],
            &[".git: hidden", "a.TXT", "a.json: no-document", "b.PNG: no-document"],
        );
        check(&["out/a.txt.source.txt", "a.txt"], &["a.txt", "out: output-folder"]);
    }

    #[test]
    fn a_folder_without_documents_is_an_error() {
        check(&["a.json"], &["a.json: no-document", ": empty-folder"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_upwards_is_not_followed_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "文").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        let planned = plan(&[folder.path().to_owned()], Path::new("nowhere"));
        assert!(matches!(&planned[1], Planned::Settled(line) if line.code.as_deref() == Some("link-loop")));
        assert_eq!(planned.len(), 2);
    }

    #[test]
    fn a_file_keeps_the_path_that_it_is_given_by() {
        assert_eq!(place(Path::new("a/plan.pdf")), Path::new("a/plan.pdf"));
        assert_eq!(place(Path::new("./a/plan.pdf")), Path::new("a/plan.pdf"));
        assert_eq!(place(Path::new("/data/a/plan.pdf")), Path::new("plan.pdf"));
        assert_eq!(place(Path::new("../a/plan.pdf")), Path::new("plan.pdf"));
    }
}
