//! Programs of others that a caller may allow: LibreOffice for formats that are not read here, Tesseract for scans.
//!
//! Everything that starts a process stands here. A program gets a folder of its own and so much time; when that is over
//! it is ended, and the programs that it started with it. Nothing here knows what a document says.

pub(crate) mod libreoffice;
pub(crate) mod tesseract;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// How much of what a failed program said is quoted.
const QUOTED: usize = 300;

/// A program of others, and how long one run of it may take: a document, or a page that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its path, or its name, which is then looked for as the system does.
    pub path: PathBuf,
    /// After so long it is ended.
    pub limit: Duration,
}

impl Program {
    /// A program with two minutes for a run, as readers have.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let limit = Duration::from_millis(gangyao_reader::Limits::default().milliseconds);
        Self { path: path.into(), limit }
    }
}

/// The programs that may be started; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tools {
    /// LibreOffice (`soffice`), which makes DOCX of `.doc`, `.wps`, `.rtf` and `.odt`.
    pub libreoffice: Option<Program>,
    /// Tesseract (`tesseract`), which reads the pictures of PDF pages without text.
    pub tesseract: Option<Program>,
}

impl Tools {
    /// Those that are wanted, by their usual names.
    #[must_use]
    pub fn usual(libreoffice: bool, tesseract: bool) -> Self {
        Self {
            libreoffice: libreoffice.then(|| Program::new("soffice")),
            tesseract: tesseract.then(|| Program::new("tesseract")),
        }
    }
}

/// How a program ended that did not do its work.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no such program.
    NotInstalled,
    /// It took too long and was ended.
    TimedOut,
    /// It failed; what it said.
    Failed(String),
}

/// Runs a program to its end, at most for `limit`. What it prints goes to files in `folder`; its standard output comes
/// back.
pub(crate) fn run(mut command: Command, folder: &Path, limit: Duration) -> Result<Vec<u8>, Failure> {
    let (out, said) = (folder.join("stdout"), folder.join("stderr"));
    let create = |path: &Path| File::create(path).map_err(|error| Failure::Failed(error.to_string()));
    command.stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&said)?);
    in_own_group(&mut command);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::NotInstalled,
        _ => Failure::Failed(error.to_string()),
    })?;
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() < limit => sleep(LOOK),
            Ok(None) => {
                end(&mut child);
                return Err(Failure::TimedOut);
            }
            Err(error) => return Err(Failure::Failed(error.to_string())),
        }
    };
    if status.success() {
        return std::fs::read(&out).map_err(|error| Failure::Failed(error.to_string()));
    }
    let said = std::fs::read(&said).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last: String = match lines.len() {
        0 => "it said nothing".to_owned(),
        count => lines[count.saturating_sub(3)..].join("; ").chars().take(QUOTED).collect(),
    };
    Err(Failure::Failed(format!("{status}: {last}")))
}

/// LibreOffice's program is a script that starts the real one: both must be ended together.
#[cfg(unix)]
pub(crate) fn in_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
pub(crate) fn in_own_group(_: &mut Command) {}

/// Ends a child, and, where it leads a group of its own, the group.
pub(crate) fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        // A group that has ended by itself is no failure.
        let _ = group.map(|group| kill_process_group(group, Signal::KILL));
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn check(arguments: &[&str], expected: Result<&str, Failure>) {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(arguments[0]);
        command.args(&arguments[1..]);
        let outcome = run(command, folder.path(), Duration::from_millis(500));
        assert_eq!(outcome, expected.map(|text| text.as_bytes().to_vec()));
    }

    #[test]
    fn what_a_program_prints_comes_back() {
        check(&["sh", "-c", "echo 规划"], Ok("规划\n"));
    }

    #[test]
    fn a_program_that_fails_is_quoted() {
        let said = "exit status: 3: no such page".to_owned();
        check(&["sh", "-c", "echo no such page >&2; exit 3"], Err(Failure::Failed(said)));
        let said = "exit status: 4: it said nothing".to_owned();
        check(&["sh", "-c", "exit 4"], Err(Failure::Failed(said)));
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_those_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        assert_eq!(run(command, folder.path(), Duration::from_millis(500)), Err(Failure::TimedOut));
        let started: i32 =
            std::fs::read_to_string(folder.path().join("stdout")).unwrap().trim().parse().unwrap();
        let started = rustix::process::Pid::from_raw(started).unwrap();
        // It is gone as soon as the system has swept it up.
        let gone = (0..200).any(|_| {
            sleep(LOOK);
            rustix::process::test_kill_process(started).is_err() || is_zombie(started)
        });
        assert!(gone);
    }

    /// Ended, but not swept up: nobody need do that where the first process of the system does not.
    fn is_zombie(pid: rustix::process::Pid) -> bool {
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
    }

    #[test]
    fn a_program_that_is_not_there() {
        check(&["gangyao-no-such-program"], Err(Failure::NotInstalled));
    }
}
