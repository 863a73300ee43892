//! The hidden subcommand that converts what a batch sends it, so that what a document kills is this process.

use std::io;
use std::process::ExitCode;

use crate::output::fail;

pub(crate) fn run() -> ExitCode {
    // What an error of the program says stands in the answer.
    std::panic::set_hook(Box::new(|_| {}));
    match gangyao::batch::serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail("worker", &error.to_string()),
    }
}
