//! The arguments that say how a document is read; `convert` and `inspect` share them.

use clap::ValueEnum;
use gangyao::{Error, Options, Tools};

#[derive(Debug, clap::Args)]
pub(crate) struct Reading {
    /// Encoding of text and HTML, instead of detecting it: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Convert .doc, .wps, .rtf and .odt with LibreOffice (soffice), which must be installed.
    #[arg(long)]
    with_libreoffice: bool,
    /// Read PDF pages that are pictures with Tesseract, which must be installed with its data for Chinese.
    #[arg(long)]
    ocr: bool,
}

/// What reads PDF files: `--pdf-backend`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PdfBackend {
    /// The default: fast, and proof against bad files.
    Hayro,
    /// The crate pdf-extract, in worker processes; only where the program was built with the feature of that name.
    PdfExtract,
}

impl Reading {
    /// The options that the arguments make.
    pub(crate) fn options(&self) -> Result<Options, Error> {
        let mut options = Options::default();
        if let Some(name) = &self.encoding {
            options = options.with_encoding(name)?;
        }
        options.tools = Tools::usual(self.with_libreoffice, self.ocr);
        Ok(options)
    }
}

impl PdfBackend {
    /// Says so in the options.
    pub(crate) fn choose(self, options: Options) -> Result<Options, Error> {
        match self {
            Self::Hayro => Ok(options),
            Self::PdfExtract => with_pdf_extract(options),
        }
    }
}

/// Has PDF files read by the second backend, for which `convert` starts worker processes.
#[cfg(feature = "pdf-extract")]
fn with_pdf_extract(mut options: Options) -> Result<Options, Error> {
    options.pdf_backend = gangyao::PdfBackend::PdfExtract;
    Ok(options)
}

#[cfg(not(feature = "pdf-extract"))]
fn with_pdf_extract(_: Options) -> Result<Options, Error> {
    let message = "this program was built without pdf-extract; build it with --features pdf-extract";
    Err(Error::new("no-backend", message))
}
