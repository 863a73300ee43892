//! Why a document could not be read.
//!
//! One opaque type: a stable code for programs, a message that says what stands where, and what a user can do.
//! Messages are lower case and end without a full stop, so that they can be put after a file's name.

use gangyao_text::Problem;

use crate::Kind;

/// The reasons, each with a stable name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorCode {
    /// No bytes, or white space only.
    Empty,
    /// Pictures, programs, archives: bytes that are no text in any encoding.
    Binary,
    /// More bytes than [`crate::Limits`] allows.
    TooLarge,
    /// The encoding asked for is no WHATWG label.
    UnknownEncoding,
    /// The document is locked with a password.
    Encrypted,
    /// A compressed part inflates beyond the limit.
    ZipBomb,
    /// A part that the format demands is not there.
    MissingPart,
    /// The format is damaged beyond repair.
    Malformed,
    /// XML that declares entities, which office files never need and attacks do.
    EntityExpansion,
    /// A format that LibreOffice can turn into one that is read here.
    NeedsLibreOffice,
    /// A format that is not read.
    UnsupportedFormat,
    /// More pages than [`crate::Limits`] allows.
    TooManyPages,
    /// Reading took longer than [`crate::Limits`] allows.
    TimedOut,
}

impl ErrorCode {
    /// The stable kebab-case name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::TooLarge => "too-large",
            Self::UnknownEncoding => "unknown-encoding",
            Self::Encrypted => "encrypted",
            Self::ZipBomb => "zip-bomb",
            Self::MissingPart => "missing-part",
            Self::Malformed => "malformed",
            Self::EntityExpansion => "entity-expansion",
            Self::NeedsLibreOffice => "needs-libreoffice",
            Self::UnsupportedFormat => "unsupported-format",
            Self::TooManyPages => "too-many-pages",
            Self::TimedOut => "timed-out",
        }
    }
}

/// A document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: ErrorCode,
    message: Box<str>,
    help: &'static str,
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<Box<str>>, help: &'static str) -> Self {
        Self { code, message: message.into(), help }
    }

    /// The reason.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What a user can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.help
    }

    pub(crate) fn empty() -> Self {
        Self::new(ErrorCode::Empty, "the file holds no text", "check that the right file was given")
    }

    /// The error for a file of which this is all that could be told.
    pub(crate) fn unread(problem: &Problem) -> Self {
        let code = if problem.code == "text-elsewhere" { ErrorCode::Empty } else { ErrorCode::Malformed };
        Self::new(code, problem.message.as_str(), problem.help)
    }

    pub(crate) fn too_large(what: &str, limit: u64) -> Self {
        Self::new(
            ErrorCode::TooLarge,
            format!("{what} exceed the limit of {limit}"),
            "split the file, or raise the limit",
        )
    }

    pub(crate) fn too_many_pages(pages: usize, limit: u32) -> Self {
        Self::new(
            ErrorCode::TooManyPages,
            format!("{pages} pages exceed the limit of {limit}"),
            "split the file, or raise the limit",
        )
    }

    /// The error for a kind of file that no reader takes.
    pub(crate) fn refused(kind: Kind) -> Self {
        let what = kind.description();
        match kind {
            Kind::Image | Kind::Binary => Self::new(
                ErrorCode::Binary,
                format!("expected a document but found {what}"),
                "give the document itself, not a picture or archive of it",
            ),
            Kind::EncryptedOffice => Self::new(
                ErrorCode::Encrypted,
                format!("expected a document but found {what}"),
                "remove the password in Word or WPS and save the file again",
            ),
            Kind::OldOffice | Kind::Rtf | Kind::OpenDocument => Self::new(
                ErrorCode::NeedsLibreOffice,
                format!("expected text, HTML, DOCX or PDF but found {what}"),
                "save it as DOCX, or install LibreOffice and give --with-libreoffice",
            ),
            _ => Self::new(
                ErrorCode::UnsupportedFormat,
                format!("expected text, HTML, DOCX or PDF but found {what}"),
                "save the document in one of these formats",
            ),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
