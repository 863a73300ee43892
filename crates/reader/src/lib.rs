//! Bytes of a published plan to a [`Source`]: its text, and what the format says about the layout.
//!
//! [`read`] looks at the content (never at the name) to tell the [`Kind`], and hands the bytes to the reader of that
//! format: text, HTML, DOCX or PDF. What leaves satisfies [`check`].
//!
//! This crate does not know what a chapter, a box or an indicator is; it touches no file, clock or environment.

mod check;
mod citation;
mod detect;
mod docx;
mod encoding;
mod error;
mod face;
mod html;
mod limits;
mod lines;
mod ocr;
mod pdf;
mod symbol;
mod text;

pub use check::check;
pub use detect::{Kind, detect};
pub use error::{Error, ErrorCode};
pub use limits::Limits;
pub use ocr::{Picture, Recogniser, Word};

use gangyao_text::{Severity, Source};

/// What tells the characters, rules and pictures of a PDF page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfBackend {
    /// `hayro-syntax` and what is built on it here.
    #[default]
    Hayro,
    /// The crate `pdf-extract`, which must only be run in a child process: it does not survive every file.
    #[cfg(feature = "pdf-extract")]
    PdfExtract,
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The encoding of a text file or web page as a WHATWG label (`gb18030`); `None` lets the bytes decide.
    pub encoding: Option<String>,
    /// Where to stop.
    pub limits: Limits,
    /// What reads PDF files.
    pub pdf: PdfBackend,
    /// Reads the pictures of PDF pages without text.
    pub recogniser: Option<Recogniser>,
}

/// Reads one document. `name` only serves messages.
///
/// ```
/// let source = gangyao_reader::read("第一章　总则\r\n".as_bytes(), "plan.txt", &Default::default()).unwrap();
/// assert_eq!(source.text, "第一章　总则\n");
/// ```
///
/// # Errors
/// When the bytes hold no text that could be read, or break a limit; see [`ErrorCode`] for the reasons.
pub fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Source, Error> {
    if bytes.len() as u64 > options.limits.bytes {
        return Err(Error::too_large(&format!("{name}: {} bytes", bytes.len()), options.limits.bytes));
    }
    let source = match detect(bytes) {
        Kind::Text => text::read(bytes, options)?,
        Kind::Docx => docx::read(bytes, options)?,
        Kind::Html => html::read(bytes, options)?,
        Kind::Pdf => pdf::read(bytes, options)?,
        kind => return Err(Error::refused(kind)),
    };
    if u32::try_from(source.text.len()).is_err() {
        return Err(Error::too_large("the decoded text", u64::from(u32::MAX)));
    }
    if source.text.trim().is_empty() && !source.layout.iter().any(|line| line.picture) {
        // A page of which nothing could be read is not one that says nothing.
        let failure = source.problems.iter().find(|problem| problem.severity == Severity::Error);
        return Err(failure.map_or_else(Error::empty, Error::unread));
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(bytes: &[u8]) -> &'static str {
        match read(bytes, "plan", &Options::default()) {
            Ok(source) => {
                check(&source).unwrap();
                "ok"
            }
            Err(error) => error.code().name(),
        }
    }

    #[test]
    fn what_holds_no_text_is_refused_by_its_code() {
        assert_eq!(code(b""), "empty");
        assert_eq!(code(" \n\t\u{3000}\n".as_bytes()), "empty");
        assert_eq!(code(b"\xEF\xBB\xBF\r\n"), "empty");
        assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "binary");
        assert_eq!(code(b"%PDF-1.4 ..."), "malformed");
        assert_eq!(code(b"{\\rtf1\\ansi}"), "needs-libreoffice");
        assert_eq!(code("第一章".as_bytes()), "ok");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let options = Options { limits: Limits { bytes: 4, ..Limits::default() }, ..Options::default() };
        let error = read("规划".as_bytes(), "plan.txt", &options).unwrap_err();
        assert_eq!(error.code(), ErrorCode::TooLarge);
        assert_eq!(error.to_string(), "plan.txt: 6 bytes exceed the limit of 4");
    }

    const PAGE_PARTS: &[&str] = &[
        "<p>",
        "</p>",
        "<table border=1>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td rowspan=2>",
        "<td colspan=3>",
        "</td>",
        "<b>",
        "</b>",
        "<div style='border:1px solid;white-space:pre'>",
        "</div>",
        "<sup>",
        "</sup>",
        "[1]",
        "<br>",
        "一",
        " ",
        "坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系。",
        "\n",
        "\t",
        "&nbsp;",
        "&#13;",
        "\u{0}",
        "<img alt=图一>",
        "<a href=/>",
        "</a>",
        "<ul><li>",
        "</ul>",
        "<script>",
        "</script>",
        "<style>p{font-weight:bold}",
        "</style>",
        "<",
        "<title>题",
        "</title>",
        "<h1>",
        "</h1>",
        "<pre>",
        "</pre>",
        "甲\n乙\n丙\n丁\n戊\n己",
        "文号：",
        "<select><option>",
    ];

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            code(&bytes);
        }

        #[test]
        fn arbitrary_pages_give_sound_sources(
            parts in proptest::collection::vec(proptest::sample::select(PAGE_PARTS), 0..60),
        ) {
            code(format!("<html>{}", parts.concat()).as_bytes());
        }

        #[test]
        fn arbitrary_text_gives_a_sound_source(text in "[\u{0}-\u{7f}第一章、。《》\u{feff}\u{3000}\u{a0}\r\n\u{c}]{0,200}") {
            code(text.as_bytes());
        }
    }
}
