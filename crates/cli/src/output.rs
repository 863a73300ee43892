//! Printing: a reader that has seen enough (`| head`) is no error.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

/// Some inputs failed.
pub(crate) const FAILED: u8 = 1;
/// The command line is wrong; the code that clap uses.
pub(crate) const USAGE: u8 = 2;

/// The run was interrupted; the code that shells use.
pub(crate) const STOPPED: u8 = 130;

/// Prints `text` to standard output and gives `code`, or says why it cannot.
pub(crate) fn print(text: &str, code: ExitCode) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail("standard output", &format!("cannot be written: {error}"))
        }
        _ => code,
    }
}

/// Says on standard error what is wrong with what: `error: <what>: <message>`.
pub(crate) fn complain(what: impl Display, message: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "error: {}", printable(&format!("{what}: {message}")));
}

/// A text on one line without marks that move a terminal's cursor: a file's name may hold any.
fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// [`complain`], and the exit code for it.
pub(crate) fn fail(what: impl Display, message: &str) -> ExitCode {
    complain(what, message);
    ExitCode::from(FAILED)
}

/// [`fail`] for an error of the library, told with its code as in the manifest.
pub(crate) fn fail_with(what: impl Display, error: &gangyao::Error) -> ExitCode {
    fail(what, &format!("{error} ({})", error.code()))
}
