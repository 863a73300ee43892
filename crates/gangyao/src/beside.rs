//! Files that appear whole or not at all: written beside their place under another name, then renamed.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use crate::Error;

/// Large enough that a usual document needs few system calls.
const BUFFER: usize = 256 * 1024;

/// A file on its way. Dropped before it is put in place, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Beside {
    target: PathBuf,
    temporary: PathBuf,
    /// Taken when the last byte is written.
    writer: Option<BufWriter<Counted>>,
    written: u64,
    crc: u32,
    placed: bool,
}

/// What is known of a file that was left to another process.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Left {
    // A path need not be UTF-8.
    temporary: OsString,
    written: u64,
    crc: u32,
}

/// A file that counts what is written to it, and refuses more than it may have.
#[derive(Debug)]
struct Counted {
    file: File,
    written: u64,
    most: u64,
    crc: crc32fast::Hasher,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.written + bytes.len() as u64 > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let written = self.file.write(bytes)?;
        self.written += written as u64;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What the names of all files on their way begin with.
const HIDDEN: &str = ".gangyao-";

/// The mark of this process in those names. A process id would do on one machine, but containers that share a folder all
/// have the same.
static MARK: OnceLock<String> = OnceLock::new();

/// The mark: given, or made on first use.
pub(crate) fn mark() -> &'static str {
    MARK.get_or_init(|| {
        use std::hash::{BuildHasher, Hasher, RandomState};
        // The keys of the standard library's maps are the randomness that it has.
        format!("{:016x}", RandomState::new().build_hasher().finish())
    })
}

/// Sets the mark, before any file is begun.
pub(crate) fn set_mark(mark: &str) {
    // A mark that is there already is as good.
    let _ = MARK.set(mark.to_owned());
}

/// True for the name of a file on its way that a process with a mark beginning so left behind.
pub(crate) fn is_left_by(name: &str, mark: &str) -> bool {
    name.strip_prefix(HIDDEN).is_some_and(|rest| rest.starts_with(mark) && rest.ends_with(".tmp"))
}

impl Beside {
    /// Begins a file that is to stand at `target`, in the same folder, which is made where it does not exist.
    pub(crate) fn create(target: &Path) -> io::Result<Self> {
        // The number keeps threads apart, the mark processes. The name is short however long the target's is.
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let temporary = target.with_file_name(format!("{HIDDEN}{}-{number}.tmp", mark()));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        // The usual causes for which renaming fails, met before any file of the document is put in place: a folder stands
        // there, or the name is too long.
        match fs::metadata(target) {
            Ok(meta) if meta.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Err(error) if error.kind() == io::ErrorKind::InvalidFilename => return Err(error),
            _ => {}
        }
        let file = File::create(&temporary)?;
        Ok(Self {
            target: target.to_owned(),
            temporary,
            writer: Some(BufWriter::with_capacity(
                BUFFER,
                Counted { file, written: 0, most: u64::MAX, crc: crc32fast::Hasher::new() },
            )),
            written: 0,
            crc: 0,
            placed: false,
        })
    }

    /// Refuses more bytes than so many, as a file that is too large.
    pub(crate) fn at_most(mut self, bytes: u64) -> Self {
        if let Some(writer) = &mut self.writer {
            writer.get_mut().most = bytes;
        }
        self
    }

    /// Writes what is left. A disk that is full shows here, at the latest.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        if let Some(mut writer) = self.writer.take() {
            writer.flush()?;
            let counted = writer.get_ref();
            (self.written, self.crc) = (counted.written, counted.crc.clone().finalize());
        }
        Ok(())
    }

    /// Bytes of a file that is closed.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Their CRC-32.
    pub(crate) fn crc(&self) -> u32 {
        self.crc
    }

    /// Where the file is to stand.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Where the file is until then.
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Leaves a file that is closed to another process of this program, by what it needs to take it up.
    pub(crate) fn leave(mut self) -> Left {
        self.placed = true;
        Left { temporary: self.temporary.clone().into_os_string(), written: self.written, crc: self.crc }
    }

    /// Takes up a file that another process left.
    pub(crate) fn take_up(left: Left, target: &Path) -> Self {
        Self {
            target: target.to_owned(),
            temporary: PathBuf::from(left.temporary),
            writer: None,
            written: left.written,
            crc: left.crc,
            placed: false,
        }
    }

    /// Puts the file in its place, over an earlier one.
    pub(crate) fn put_in_place(mut self) -> io::Result<()> {
        self.close()?;
        fs::rename(&self.temporary, &self.target)?;
        self.placed = true;
        Ok(())
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.as_mut().expect("written before it is closed").write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.as_mut().expect("written before it is closed").write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.placed {
            self.writer = None;
            // There is nobody to tell; the error that led here is already on its way.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// An output that cannot be written.
pub(crate) fn output_error(target: &Path, error: io::Error) -> Error {
    let target = target.display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::io(
            "output-full",
            format!("no space left to write {target}; free some or choose another output folder"),
            error,
        ),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Error::io(
            "output-not-writable",
            format!("no permission to write {target}; choose another output folder"),
            error,
        ),
        io::ErrorKind::InvalidFilename => Error::io(
            "output-name",
            format!("the file system does not take the name {target}; shorten the input's name"),
            error,
        ),
        _ => Error::io("output-failed", format!("cannot write {target}: {error}"), error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a/plan.txt.json");
        let mut dropped = Beside::create(&target).unwrap();
        dropped.write_all(b"half").unwrap();
        drop(dropped);
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 0);

        let mut kept = Beside::create(&target).unwrap();
        kept.write_all(b"whole").unwrap();
        assert!(!target.exists());
        kept.put_in_place().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }
}
