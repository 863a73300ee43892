//! One document: bytes in, its files below the output folder.
//!
//! This is what runs in the process of the batch and in a worker process alike, so that both give the same files.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use gangyao_exporter::{Files, Format, Lines, WrittenFile, write_records};
use gangyao_knowledge::{Format as Knowledge, JsonLd};
use gangyao_model::{Conversion, Counts, Severity};
use gangyao_tables::Rows;

use serde::{Deserialize, Serialize};

use crate::beside::{Beside, output_error};
use crate::line::{Given, sha256};
use crate::{Error, Options, Output};

/// Diagnostics by severity and code.
pub(super) type Diagnostics = BTreeMap<(Severity, String), u64>;

/// The program's version, and a fingerprint of what it was built from.
const VERSION: &str = env!("CARGO_PKG_VERSION");
const SOURCES: &str = env!("GANGYAO_SOURCES");

/// What is to be made of every document of a run.
pub(super) struct Recipe {
    /// The output folder.
    pub(super) out: PathBuf,
    /// The files to write.
    pub(super) formats: Vec<Format>,
    /// The files for knowledge bases to write.
    pub(super) knowledge: Vec<gangyao_knowledge::Format>,
    /// Whether a collection wants rows.
    pub(super) rows: bool,
    /// Choices for the conversion.
    pub(super) options: Options,
    /// Bytes that the files of a document may have.
    pub(super) most: u64,
}

/// What came of a document.
#[derive(Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) counts: Counts,
    pub(super) diagnostics: Diagnostics,
    pub(super) rows: Option<Rows>,
    /// The files that are in their places.
    pub(super) files: Vec<WrittenFile>,
    /// Whether the document says what its title is.
    pub(super) titled: bool,
}

/// A document whose files are complete, but not in their places: so nothing of one that fails is ever there.
pub(super) struct Prepared {
    pub(super) made: Made,
    /// The files with their suffixes.
    pub(super) files: Vec<(String, Beside)>,
}

impl Prepared {
    /// Puts the files in their places.
    pub(super) fn put_in_place(self) -> Result<Made, Error> {
        let files = self.files.into_iter().map(|(suffix, file)| {
            let (target, bytes, crc) = (file.target().to_owned(), file.written(), file.crc());
            file.put_in_place().map_err(|error| output_error(&target, error))?;
            Ok(WrittenFile { suffix, bytes, crc32: format!("{crc:08x}") })
        });
        Ok(Made { files: files.collect::<Result<_, Error>>()?, ..self.made })
    }
}

/// Why a document has no records: an error that can come from another process.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string() }
    }
}

/// The conversion, so that a test can give one that panics.
pub(super) type Convert<'a> = &'a (dyn Fn(Given<'_>, &Options) -> Result<Output, Error> + Sync);

impl Recipe {
    /// Converts one document and writes its files beside their places.
    pub(super) fn prepare(
        &self,
        given: Given<'_>,
        place: &str,
        convert: Convert<'_>,
    ) -> Result<Prepared, Error> {
        let converted = guarded(|| convert(given, &self.options))?;
        let rows = || guarded(|| Ok(gangyao_tables::flatten(&converted.conversion, place)));
        let rows = if self.rows { Some(rows()?) } else { None };
        let titled = converted.conversion.document.title.is_some();
        let files = self.write(place, &converted)?;
        let conversion = converted.conversion;
        let mut diagnostics = Diagnostics::new();
        for one in conversion.diagnostics {
            *diagnostics.entry((one.severity, one.code)).or_insert(0) += 1;
        }
        let counts = conversion.document.counts;
        Ok(Prepared { made: Made { counts, diagnostics, rows, files: Vec::new(), titled }, files })
    }

    /// A hash over the program and the options that decide what is written: where it is another, documents are converted anew.
    pub(super) fn fingerprint(&self) -> String {
        let Options { encoding, tools, pdf_backend, limits: _ } = &self.options;
        let encoding = encoding.map(encoding_rs::Encoding::name);
        let tools = (tools.libreoffice.is_some(), tools.tesseract.is_some());
        let all = (VERSION, SOURCES, &self.formats, &self.knowledge, encoding, tools, pdf_backend);
        sha256(format!("{all:?}").as_bytes())[..16].to_owned()
    }

    /// The records of a document whose files stand, read from its JSON; none where it has none.
    pub(super) fn recall(&self, place: &str) -> Option<Conversion> {
        if !self.formats.contains(&Format::Json) {
            return None;
        }
        let json = std::fs::read(self.out.join(format!("{place}{}", Format::Json.suffix()))).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Records as rows; none where an error of the program makes that impossible.
    pub(super) fn rows(conversion: &Conversion, place: &str) -> Option<Rows> {
        guarded(|| Ok(gangyao_tables::flatten(conversion, place))).ok()
    }

    /// Writes all files of a document beside their places.
    fn write(&self, place: &str, converted: &Output) -> Result<Vec<(String, Beside)>, Error> {
        let (conversion, source_text) = (&converted.conversion, converted.source_text.as_str());
        let mut left = self.most;
        let mut together = self.records(place, conversion, &mut left)?;
        let mut written = Vec::with_capacity(self.formats.len() + self.knowledge.len());
        let mut add = |suffix: &str, write: &dyn Fn(&mut Beside) -> io::Result<()>| {
            let file =
                match together.iter_mut().find(|(of, _)| *of == suffix).and_then(|(_, file)| file.take()) {
                    Some(file) => file,
                    None => self.file(place, suffix, &mut left, write)?,
                };
            written.push((suffix.to_owned(), file));
            Ok(())
        };
        for format in &self.formats {
            add(format.suffix(), &|file| format.write(conversion, source_text, file))?;
        }
        for format in &self.knowledge {
            add(format.suffix(), &|file| format.write(conversion, source_text, file))?;
        }
        Ok(written)
    }

    /// Writes the files whose lines are the same records beside their places, together where more than one is wanted, so that
    /// each record is spelt once. Gives them with their suffixes.
    fn records(
        &self,
        place: &str,
        conversion: &Conversion,
        left: &mut u64,
    ) -> Result<[(&'static str, Option<Beside>); 3], Error> {
        let wanted = [
            (Format::Json.suffix(), self.formats.contains(&Format::Json)),
            (Format::Jsonl.suffix(), self.formats.contains(&Format::Jsonl)),
            (Knowledge::JsonLd.suffix(), self.knowledge.contains(&Knowledge::JsonLd)),
        ];
        let mut files = wanted.map(|(suffix, _)| (suffix, None));
        if wanted.iter().filter(|(_, wanted)| *wanted).count() < 2 {
            return Ok(files);
        }
        for ((suffix, file), (_, wanted)) in files.iter_mut().zip(wanted) {
            if wanted {
                *file = Some(self.begin(place, suffix, *left)?);
            }
        }
        let first = files.iter().find_map(|(_, file)| Some(file.as_ref()?.target().to_owned()));
        let [(_, json), (_, jsonl), (_, linked)] = &mut files;
        write_together(conversion, json.as_mut(), jsonl.as_mut(), linked.as_mut())
            .map_err(|error| self.failed(&first.unwrap_or_default(), error))?;
        for file in files.iter_mut().filter_map(|(_, file)| file.as_mut()) {
            self.end(file, left)?;
        }
        Ok(files)
    }

    /// Writes one file of a document beside its place.
    pub(super) fn file(
        &self,
        place: &str,
        suffix: &str,
        left: &mut u64,
        write: impl FnOnce(&mut Beside) -> io::Result<()>,
    ) -> Result<Beside, Error> {
        let mut file = self.begin(place, suffix, *left)?;
        write(&mut file).map_err(|error| self.failed(file.target(), error))?;
        self.end(&mut file, left)?;
        Ok(file)
    }

    /// Begins a file that may have `left` bytes.
    fn begin(&self, place: &str, suffix: &str, left: u64) -> Result<Beside, Error> {
        let target = self.out.join(format!("{place}{suffix}"));
        let file = Beside::create(&target).map_err(|error| self.failed(&target, error))?;
        Ok(file.at_most(left))
    }

    /// Ends a file, and takes its bytes from those that are left: of several that are written together, each may have had all.
    fn end(&self, file: &mut Beside, left: &mut u64) -> Result<(), Error> {
        let rest = file.close().and_then(|()| {
            left.checked_sub(file.written()).ok_or_else(|| io::ErrorKind::FileTooLarge.into())
        });
        *left = rest.map_err(|error| self.failed(file.target(), error))?;
        Ok(())
    }

    fn failed(&self, target: &Path, error: io::Error) -> Error {
        match error.kind() {
            io::ErrorKind::FileTooLarge => Error::new(
                "output-too-large",
                format!("its files would have more than the {} bytes that are allowed; split it", self.most),
            ),
            _ => output_error(target, error),
        }
    }
}

/// Writes the files whose lines are the same records.
fn write_together(
    conversion: &Conversion,
    json: Option<&mut Beside>,
    jsonl: Option<&mut Beside>,
    linked: Option<&mut Beside>,
) -> io::Result<()> {
    let mut linked = linked.map(JsonLd::begin).transpose()?;
    let mut record = linked.as_mut().map(|linked| |line: &[u8]| linked.record(line));
    write_records(
        conversion,
        Files {
            json: json.map(|file| file as &mut dyn io::Write),
            jsonl: jsonl.map(|file| file as &mut dyn io::Write),
            lines: record.as_mut().map(|record| record as &mut Lines<'_>),
        },
    )?;
    linked.map_or(Ok(()), JsonLd::end)
}

/// Runs a conversion so that an error of the program costs one document, and not the run or the process.
///
/// # Errors
/// Those of the work; a panic is `internal`.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
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
