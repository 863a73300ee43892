//! The hidden subcommand that converts one PDF with `pdf-extract`, so that what it does not survive is this process.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::output::{FAILED, fail};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The document.
    file: PathBuf,
    /// Its name.
    #[arg(long)]
    name: String,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let bytes = match gangyao::batch::read_file(&arguments.file) {
        Ok(bytes) => bytes,
        Err(error) => return fail(arguments.file.display(), &error.to_string()),
    };
    let answer = gangyao::tools::child::answer(&bytes, &arguments.name);
    match std::io::stdout().lock().write_all(&answer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(FAILED),
    }
}
