//! The batch's side of one worker: asked under a time limit, ended where it does not answer.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use super::SUBCOMMAND;
use super::protocol::{Answer, Request, Setup, hear, say, send};
use crate::line::Given;
use crate::tools::{end, in_own_group};

/// How much of what a worker said is looked at.
const SAID: u64 = 16 << 10;

/// How much of it is quoted.
const QUOTED: usize = 200;

/// What Rust's allocator says when it is refused memory.
const REFUSED: &str = "memory allocation of ";

/// How a worker ended that was to convert a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// It took too long and was ended.
    TimedOut,
    /// It was refused memory; what it said.
    OutOfMemory(String),
    /// It ended in another way; how.
    Died(String),
}

/// A process that converts documents.
pub(super) struct Worker {
    to: BufWriter<ChildStdin>,
    from: ChildStdout,
    said: File,
    mark: String,
    watch: Arc<Watch>,
    served: bool,
}

/// Ends the process when its time is over: whoever waits for it then hears that it is gone.
struct Watch {
    state: Mutex<Clock>,
    changed: Condvar,
}

struct Clock {
    child: Child,
    deadline: Option<Instant>,
    expired: bool,
    closed: bool,
}

impl Worker {
    /// Starts one.
    pub(super) fn start(program: &Path, setup: &Setup, mark: String) -> io::Result<Self> {
        let said = tempfile::tempfile()?;
        let mut command = Command::new(program);
        command.arg(SUBCOMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(said.try_clone()?);
        // A key that interrupts the batch is the batch's business.
        in_own_group(&mut command);
        let mut child = command.spawn()?;
        let (to, from) =
            (child.stdin.take().expect("it is piped"), child.stdout.take().expect("it is piped"));
        let watch = Arc::new(Watch {
            state: Mutex::new(Clock { child, deadline: None, expired: false, closed: false }),
            changed: Condvar::new(),
        });
        let mut worker =
            Self { to: BufWriter::new(to), from, said, mark, watch: Arc::clone(&watch), served: false };
        thread::Builder::new()
            .name("gangyao-watch".to_owned())
            .stack_size(64 << 10)
            .spawn(move || watch.run())?;
        // One that is gone already is noticed at its first document.
        let _ = say(&setup.marked(&worker.mark), &mut worker.to);
        Ok(worker)
    }

    /// True where it has served no document yet.
    pub(super) const fn is_fresh(&self) -> bool {
        !self.served
    }

    /// Has it convert a document. A worker that does not live on gives its mark, by which its files are known.
    pub(super) fn ask(
        mut self,
        given: Given<'_>,
        place: &str,
        limit: Duration,
    ) -> Result<(Answer, Self), (String, Death)> {
        self.watch.set(Some(Instant::now() + limit));
        let request =
            Request { name: given.name.to_owned(), place: place.to_owned(), sha256: given.sha256.to_owned() };
        let answer = say(&request, &mut self.to)
            .and_then(|()| send(given.bytes, &mut self.to))
            .and_then(|()| hear::<Answer>(&mut self.from));
        self.watch.set(None);
        match answer {
            Ok(Some(answer)) if !self.watch.lock().expired => {
                self.served = true;
                Ok((answer, self))
            }
            Ok(_) => Err((self.mark.clone(), self.death(None))),
            Err(error) => Err((self.mark.clone(), self.death(Some(&error)))),
        }
    }

    /// How it ended. One that lives, but does not speak as a worker does, is ended.
    fn death(&mut self, error: Option<&io::Error>) -> Death {
        let mut clock = self.watch.lock();
        if clock.expired {
            return Death::TimedOut;
        }
        let status = match error.map(io::Error::kind) {
            // It is gone, or about to be.
            None
            | Some(
                io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset,
            ) => wait_a_little(&mut clock.child),
            Some(_) => None,
        };
        end(&mut clock.child);
        drop(clock);
        let said = self.last_words();
        let how = match (status, said.is_empty()) {
            (Some(status), true) => status.to_string(),
            (Some(status), false) => format!("{status}: {said}"),
            (None, _) => "it said what no worker says".to_owned(),
        };
        if said.contains(REFUSED) { Death::OutOfMemory(said) } else { Death::Died(how) }
    }

    /// The last line that it wrote to standard error.
    fn last_words(&mut self) -> String {
        let mut bytes = Vec::new();
        let length = self.said.seek(SeekFrom::End(0)).unwrap_or_default();
        let read = self
            .said
            .seek(SeekFrom::Start(length.saturating_sub(SAID)))
            .and_then(|_| (&mut self.said).take(SAID).read_to_end(&mut bytes));
        // Without its words, its status must do.
        read.map_or_else(
            |_| String::new(),
            |_| {
                let text = String::from_utf8_lossy(&bytes);
                let refused = text.lines().rfind(|line| line.contains(REFUSED));
                let last = refused.or_else(|| text.lines().rfind(|line| !line.trim().is_empty()));
                last.unwrap_or_default().trim().chars().take(QUOTED).collect()
            },
        )
    }
}

/// The status of a process whose pipe is closed; none where it lives on.
fn wait_a_little(child: &mut Child) -> Option<ExitStatus> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if begun.elapsed() < Duration::from_secs(2) => thread::sleep(Duration::from_millis(2)),
            _ => return None,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let mut clock = self.watch.lock();
        clock.closed = true;
        // It waits for a document, or is dead: nothing is lost.
        end(&mut clock.child);
        drop(clock);
        self.watch.changed.notify_all();
    }
}

impl Watch {
    fn lock(&self) -> MutexGuard<'_, Clock> {
        self.state.lock().expect("no thread panics while it holds the clock")
    }

    fn set(&self, deadline: Option<Instant>) {
        self.lock().deadline = deadline;
        self.changed.notify_all();
    }

    fn run(&self) {
        let mut clock = self.lock();
        while !clock.closed {
            let left = clock.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            clock = match left {
                Some(Duration::ZERO) => {
                    clock.expired = true;
                    clock.deadline = None;
                    end(&mut clock.child);
                    clock
                }
                Some(left) => {
                    self.changed
                        .wait_timeout(clock, left)
                        .expect("no thread panics while it holds the clock")
                        .0
                }
                None => self.changed.wait(clock).expect("no thread panics while it holds the clock"),
            };
        }
    }
}
