//! What batch and worker say to each other: frames of a length and so many bytes, in a compact form.
//!
//! Batch: one [`Setup`], then for each document a [`Request`] and its bytes. Worker: for each document an [`Answer`].

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use gangyao_exporter::Format;
use gangyao_reader::{Limits, PdfBackend};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::document::{Failure, Made, Recipe};
use crate::beside::Left;
use crate::{Error, Options, Program, Tools};

/// What a worker does with every document.
#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub(super) struct Setup {
    /// Begins the names of files on their way; see [`crate::beside`].
    pub(super) mark: String,
    /// Bytes of memory that the worker may use.
    pub(super) memory: u64,
    // Paths need not be UTF-8.
    out: OsString,
    formats: Vec<Format>,
    knowledge: Vec<gangyao_knowledge::Format>,
    rows: bool,
    most: u64,
    encoding: Option<String>,
    libreoffice: Option<(OsString, Duration)>,
    tesseract: Option<(OsString, Duration)>,
    #[serde(with = "Bounds")]
    limits: Limits,
    /// Whether PDF is read by the second backend.
    second_backend: bool,
}

/// The form of [`Limits`].
#[derive(Serialize, serde::Deserialize)]
#[serde(remote = "Limits")]
struct Bounds {
    bytes: u64,
    inflated: u64,
    ratio: u64,
    pages: u32,
    depth: usize,
    milliseconds: u64,
}

/// One document; its bytes follow.
#[derive(Debug, Serialize, serde::Deserialize)]
pub(super) struct Request {
    pub(super) name: String,
    pub(super) place: String,
    /// Of the bytes, so that the worker need not hash them again.
    pub(super) sha256: String,
}

/// What came of it. The files are complete, but only the batch puts them in their places: a worker that dies before it has
/// answered leaves none there.
pub(super) type Answer = Result<(Made, Vec<(String, Left)>), Failure>;

impl Setup {
    pub(super) fn new(recipe: &Recipe, memory: u64) -> Self {
        let program =
            |program: &Option<Program>| program.as_ref().map(|p| (p.path.clone().into_os_string(), p.limit));
        let options = &recipe.options;
        Self {
            mark: String::new(),
            memory,
            out: recipe.out.clone().into_os_string(),
            formats: recipe.formats.clone(),
            knowledge: recipe.knowledge.clone(),
            rows: recipe.rows,
            most: recipe.most,
            encoding: options.encoding.map(|encoding| encoding.name().to_owned()),
            libreoffice: program(&options.tools.libreoffice),
            tesseract: program(&options.tools.tesseract),
            limits: options.limits,
            second_backend: options.pdf_backend != PdfBackend::Hayro,
        }
    }

    /// The same for a worker with a mark of its own.
    pub(super) fn marked(&self, mark: &str) -> Self {
        Self { mark: mark.to_owned(), ..self.clone() }
    }

    /// True where PDF may only be read in a worker.
    pub(super) const fn needs_worker(&self) -> bool {
        self.second_backend
    }

    pub(super) fn out(&self) -> &Path {
        Path::new(&self.out)
    }

    /// The same in the worker.
    pub(super) fn recipe(self) -> Result<Recipe, Error> {
        let program = |program: Option<(OsString, Duration)>| {
            program.map(|(path, limit)| Program { path: PathBuf::from(path), limit })
        };
        let options = Options {
            tools: Tools { libreoffice: program(self.libreoffice), tesseract: program(self.tesseract) },
            pdf_backend: backend(self.second_backend),
            limits: self.limits,
            ..Options::default()
        };
        let options = match &self.encoding {
            Some(encoding) => options.with_encoding(encoding)?,
            None => options,
        };
        Ok(Recipe {
            out: PathBuf::from(self.out),
            formats: self.formats,
            knowledge: self.knowledge,
            rows: self.rows,
            options,
            most: self.most,
        })
    }
}

#[cfg(feature = "pdf-extract")]
const fn backend(second: bool) -> PdfBackend {
    if second { PdfBackend::PdfExtract } else { PdfBackend::Hayro }
}

#[cfg(not(feature = "pdf-extract"))]
const fn backend(_: bool) -> PdfBackend {
    PdfBackend::Hayro
}

/// Says something.
pub(super) fn say(value: &impl Serialize, to: &mut impl Write) -> io::Result<()> {
    send(&postcard::to_allocvec(value).map_err(io::Error::other)?, to)
}

/// Sends bytes.
pub(super) fn send(bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
    let length = u64::try_from(bytes.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Hears something; none where the other is gone.
pub(super) fn hear<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let Some(bytes) = receive(from)? else { return Ok(None) };
    postcard::from_bytes(&bytes).map(Some).map_err(io::Error::other)
}

/// Receives bytes; none where the other is gone before the first.
pub(super) fn receive(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = Vec::with_capacity(8);
    from.take(8).read_to_end(&mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length: [u8; 8] = length.try_into().map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?;
    let length = u64::from_le_bytes(length);
    // A length that is made up costs no memory: what comes is counted.
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(1 << 20)).unwrap_or_default());
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        let mut pipe = Vec::new();
        let request =
            Request {
                name: "规划.pdf".to_owned(), place: "a/规划.pdf".to_owned(), sha256: String::new()
            };
        say(&request, &mut pipe).unwrap();
        send(b"bytes", &mut pipe).unwrap();
        let from = &mut pipe.as_slice();
        let heard: Request = hear(from).unwrap().unwrap();
        assert_eq!((heard.name, heard.place), (request.name, request.place));
        assert_eq!(receive(from).unwrap().unwrap(), b"bytes");
        assert_eq!(receive(from).unwrap(), None);
    }

    #[test]
    fn half_a_frame_is_an_error() {
        let mut pipe = Vec::new();
        send(b"bytes", &mut pipe).unwrap();
        for cut in 1..pipe.len() {
            assert!(receive(&mut &pipe[..cut]).is_err());
        }
        assert!(receive(&mut [0xFF; 40].as_slice()).is_err());
    }
}
