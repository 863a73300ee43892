//! A document converted in a process of its own, for readers that panic, abort or loop on files that occur.
//!
//! The parent starts a `gangyao` program with a hidden subcommand, which answers with the records as JSON. What the child
//! cannot survive costs that document and no more.

use std::process::Command;

use serde::{Deserialize, Serialize};

use super::{Failure, Program, run};
use crate::{Error, Options, Output, PdfBackend, convert};

/// The hidden subcommand.
pub const SUBCOMMAND: &str = "convert-in-child";

/// Bytes of memory that a child may use.
const MEMORY: u64 = 4 << 30;

/// What a child says.
#[derive(Serialize, Deserialize)]
enum Answer {
    Converted { conversion: Box<gangyao_model::Conversion>, source_text: String },
    Failed { code: String, message: String },
}

/// Codes of errors that a child may name; an error's code outlives the process.
const CODES: &[&str] = &[
    "empty",
    "binary",
    "too-large",
    "encrypted",
    "zip-bomb",
    "missing-part",
    "malformed",
    "too-many-pages",
    "timed-out",
];

/// Converts a PDF in a child: what the subcommand does.
#[must_use]
pub fn answer(bytes: &[u8], name: &str) -> Vec<u8> {
    limit_memory();
    let options = Options { pdf_backend: PdfBackend::PdfExtract, ..Options::default() };
    let answer = match convert(bytes, name, &options) {
        Ok(Output { conversion, source_text }) => {
            Answer::Converted { conversion: Box::new(conversion), source_text }
        }
        Err(error) => Answer::Failed { code: error.code().to_owned(), message: error.to_string() },
    };
    serde_json::to_vec(&answer).expect("records are JSON")
}

/// Has a child convert a PDF.
///
/// # Errors
/// As [`convert`], and `backend-failed` where the child did not survive the file.
pub(crate) fn ask(bytes: &[u8], name: &str, program: &Program) -> Result<Output, Error> {
    let failed = |why: &str| {
        Error::new(
            "backend-failed",
            format!("pdf-extract could not read the file ({why}); use the default backend"),
        )
    };
    let folder = tempfile::tempdir().map_err(|error| failed(&error.to_string()))?;
    let input = folder.path().join("plan.pdf");
    std::fs::write(&input, bytes).map_err(|error| failed(&error.to_string()))?;
    let mut command = Command::new(&program.path);
    command.arg(SUBCOMMAND).arg("--name").arg(name).arg(&input);
    let out = run(command, folder.path(), program.limit).map_err(|failure| match failure {
        Failure::TimedOut => Error::new(
            "timed-out",
            format!("pdf-extract took longer than {} s; use the default backend", program.limit.as_secs()),
        ),
        Failure::NotInstalled => failed("there is no program to read it in"),
        Failure::Failed(said) => failed(&said),
    })?;
    match serde_json::from_slice(&out) {
        Ok(Answer::Converted { conversion, source_text }) => {
            Ok(Output { conversion: *conversion, source_text })
        }
        Ok(Answer::Failed { code, message }) => {
            let code = CODES.iter().find(|known| **known == code).unwrap_or(&"backend-failed");
            Err(Error::new(code, message))
        }
        Err(error) => Err(failed(&error.to_string())),
    }
}

/// Where the platform can, memory beyond [`MEMORY`] is refused to this process.
fn limit_memory() {
    #[cfg(all(unix, not(target_vendor = "apple")))]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        // A stricter limit that stands already is as good.
        let _ = setrlimit(Resource::As, limit);
    }
}
