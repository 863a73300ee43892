//! The worker's side: documents come, answers go, until the batch is gone.

use std::io::{self, Read, Write};

use super::super::document::Failure;
use super::protocol::{Answer, Request, Setup, hear, receive, say};
use crate::beside;
use crate::line::{Given, convert_given};

/// Converts what comes from `from` and answers to `to`; what the hidden subcommand does.
///
/// # Errors
/// Where the batch is gone in the middle of a document, or says what a batch does not say.
pub fn serve(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    let Some(setup) = hear::<Setup>(&mut from)? else { return Ok(()) };
    beside::set_mark(&setup.mark);
    end_with_the_batch();
    limit_memory(setup.memory);
    let recipe = setup.recipe().map_err(|error| io::Error::other(error.to_string()))?;
    while let Some(Request { name, place, sha256 }) = hear(&mut from)? {
        let bytes = receive(&mut from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let given = Given::new(&bytes, &name, &sha256);
        let answer: Answer =
            recipe.prepare(given, &place, &convert_given).map_err(Failure::from).map(|prepared| {
                let left = prepared.files.into_iter().map(|(suffix, file)| (suffix, file.leave()));
                (prepared.made, left.collect())
            });
        say(&answer, &mut to)?;
    }
    Ok(())
}

/// Where the system can, a worker does not outlive its batch, whatever it is at.
fn end_with_the_batch() {
    #[cfg(target_os = "linux")]
    {
        // Without it, the worker ends when it next waits for a document.
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    }
}

/// Where the system can, memory beyond `bytes` is refused to this process.
fn limit_memory(bytes: u64) {
    #[cfg(all(unix, not(target_vendor = "apple")))]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // A stricter limit that stands already is as good.
        let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum: Some(bytes) });
    }
    #[cfg(not(all(unix, not(target_vendor = "apple"))))]
    let _ = bytes;
}
