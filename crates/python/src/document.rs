//! One document for Python: a path or bytes in, records or a failure out, whatever the bytes are.

use std::path::PathBuf;

use gangyao::batch::{guarded, read_file};
use gangyao::{Error, Options, Output, convert};
use gangyao_tables::{Rows, flatten};

/// What is to be converted. `B` holds bytes, as Python's own do, so that they need not be copied.
#[derive(Clone, Debug)]
pub struct Input<B> {
    /// Its place, as the column `file` of the tables says; the last part is the file's name.
    pub file: String,
    /// Where its bytes are.
    pub content: Content<B>,
}

/// Where the bytes of a document are.
#[derive(Clone, Debug)]
pub enum Content<B> {
    /// In a file.
    Path(PathBuf),
    /// Here.
    Bytes(B),
}

/// A document's records, and where it came from.
#[derive(Clone, Debug)]
pub struct Document {
    /// As in [`Input`].
    pub file: String,
    /// The records and the source text.
    pub output: Output,
}

/// Why a document has no records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The cause: kebab-case and stable.
    pub code: String,
    /// The same in words, and what to do.
    pub message: String,
    /// The document, as in [`Input`].
    pub file: String,
}

impl Document {
    /// Converts a document.
    ///
    /// # Errors
    /// What [`convert`] and [`read_file`] give; a panic, which is an error of the program, is `internal`.
    pub fn convert<B: AsRef<[u8]>>(input: Input<B>, options: &Options) -> Result<Self, Failure> {
        let Input { file, content } = input;
        let output = guarded(|| match content {
            Content::Path(path) => convert(&read_file(&path)?, name(&file), options),
            Content::Bytes(bytes) => convert(bytes.as_ref(), name(&file), options),
        });
        match output {
            Ok(output) => Ok(Self { file, output }),
            Err(error) => Err(Failure::new(&error, file)),
        }
    }

    /// The cells of all tables.
    ///
    /// # Errors
    /// `internal`.
    pub fn rows(&self) -> Result<Rows, Failure> {
        guarded(|| Ok(flatten(&self.output.conversion, &self.file)))
            .map_err(|error| Failure::new(&error, self.file.clone()))
    }
}

impl Failure {
    /// An error, and the document that it is about.
    #[must_use]
    pub fn new(error: &Error, file: String) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string(), file }
    }
}

/// The file's name at the end of its place, also where the place is a URI or a path of Windows.
fn name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, bytes: &[u8]) -> Result<Document, Failure> {
        let input = Input { file: file.to_owned(), content: Content::Bytes(bytes) };
        Document::convert(input, &Options::default())
    }

    #[test]
    fn a_place_ends_in_the_name_of_the_file() {
        for (file, expected) in [
            ("plan.txt", "plan.txt"),
            ("a/规划 1.txt", "规划 1.txt"),
            ("s3://bucket/a/plan.pdf", "plan.pdf"),
            (r"C:\plans\plan.pdf", "plan.pdf"),
            ("", ""),
        ] {
            let document = check(file, "第一章 总则\n坚持创新。\n".as_bytes()).unwrap();
            assert_eq!(document.output.conversion.document.source.name, expected);
            assert_eq!(document.file, file);
        }
    }

    #[test]
    fn a_failure_names_its_document() {
        let failure = check("a/plan.pdf", b"%PDF-1.7 broken").unwrap_err();
        assert_eq!((failure.code.as_str(), failure.file.as_str()), ("malformed", "a/plan.pdf"));
        let input = Input { file: "b".to_owned(), content: Content::<&[u8]>::Path("/no/such/file".into()) };
        let failure = Document::convert(input, &Options::default()).unwrap_err();
        assert_eq!((failure.code.as_str(), failure.file.as_str()), ("not-found", "b"));
    }

    #[test]
    fn a_panic_is_an_error() {
        let failed = guarded(|| -> Result<(), Error> { panic!("第 {} 页", 3) });
        let failed = failed.unwrap_err();
        assert_eq!(failed.code(), "internal");
        assert!(failed.to_string().contains("第 3 页"), "{failed}");
    }
}
