//! One document through the whole line, in memory.

use encoding_rs::Encoding;
use gangyao_model::{Conversion, SourceInfo};
use gangyao_normaliser::normalise;
use gangyao_reader::{Limits, PdfBackend};
use gangyao_text::Source;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::tools::{Tools, libreoffice, tesseract};

/// What a caller can choose. The default detects everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Encoding of text and HTML input, instead of detecting it.
    pub encoding: Option<&'static Encoding>,
    /// Programs of others that may be started.
    pub tools: Tools,
    /// What reads PDF files.
    pub pdf_backend: PdfBackend,
    /// Where reading stops.
    pub limits: Limits,
}

impl Options {
    /// Sets the encoding by any label that WHATWG knows: `utf-8`, `gbk`, `gb18030`, `big5`, `utf-16le`.
    ///
    /// # Errors
    /// `unknown-encoding` for a label that it does not know.
    pub fn with_encoding(mut self, label: &str) -> Result<Self, Error> {
        let encoding = Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
            Error::new(
                "unknown-encoding",
                format!(
                    "`{label}` is no known encoding; use utf-8, gb18030, gbk, big5, utf-16le or utf-16be"
                ),
            )
        })?;
        self.encoding = Some(encoding);
        Ok(self)
    }
}

/// A document's records, and the text that their offsets point into.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// The records.
    pub conversion: Conversion,
    /// The source text.
    pub source_text: String,
}

/// A document as it comes in.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) bytes: &'a [u8],
    /// The file's name.
    pub(crate) name: &'a str,
    /// Of the bytes: a batch asks for it first, and a file of pictures takes longer to hash than to convert.
    pub(crate) sha256: &'a str,
}

impl<'a> Given<'a> {
    pub(crate) const fn new(bytes: &'a [u8], name: &'a str, sha256: &'a str) -> Self {
        Self { bytes, name, sha256 }
    }
}

/// Converts one document. `name` is the file's name: it is recorded, and stands in for the title where there is none.
///
/// # Errors
/// When the bytes cannot be read as a document; what is odd in a document that can be read becomes a diagnostic.
pub fn convert(bytes: &[u8], name: &str, options: &Options) -> Result<Output, Error> {
    convert_given(Given::new(bytes, name, &sha256(bytes)), options)
}

/// [`convert`] where the hash of the bytes is known.
pub(crate) fn convert_given(given: Given<'_>, options: &Options) -> Result<Output, Error> {
    let (source, converted_from) = read(given.bytes, given.name, options)?;
    let info =
        SourceInfo { converted_from: converted_from.map(str::to_owned), ..source_info(given, &source) };
    let normalised = normalise(&source);
    let parsed = parse(&normalised);
    let conversion = gangyao_extractor::extract(&normalised, &parsed, info);
    Ok(Output { conversion, source_text: source.text })
}

/// The first step alone, for `inspect`: the source, and the format that it was converted from before it was read.
///
/// # Errors
/// As [`convert`].
pub(crate) fn read(
    bytes: &[u8],
    name: &str,
    options: &Options,
) -> Result<(Source, Option<&'static str>), Error> {
    let reading = gangyao_reader::Options {
        encoding: options.encoding.map(|encoding| encoding.name().to_owned()),
        pdf: options.pdf_backend,
        limits: options.limits,
        recogniser: options.tools.tesseract.as_ref().map(tesseract::recogniser),
    };
    let read = |bytes: &[u8]| {
        gangyao_reader::read(bytes, name, &reading)
            .map_err(|error| Error::new(error.code().name(), format!("{error}; {}", error.help())))
    };
    if let Some(program) = &options.tools.libreoffice
        && let Some(format) = libreoffice::format(gangyao_reader::detect(bytes))
    {
        let docx = libreoffice::to_docx(bytes, format, program)?;
        return Ok((read(&docx)?, Some(format)));
    }
    Ok((read(bytes)?, None))
}

/// The third step alone, for `inspect`.
pub(crate) fn parse(normalised: &gangyao_normaliser::Normalised<'_>) -> gangyao_parser::Parsed {
    gangyao_parser::parse(normalised)
}

fn source_info(given: Given<'_>, source: &Source) -> SourceInfo {
    SourceInfo {
        name: given.name.to_owned(),
        format: source.format.name().to_owned(),
        encoding: source.encoding.to_owned(),
        bytes: given.bytes.len() as u64,
        sha256: given.sha256.to_owned(),
        pages: (!source.pages.is_empty()).then_some(source.pages.len() as u32),
        converted_from: None,
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
