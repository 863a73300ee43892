//! Files that appear whole or not at all: written beside their place under another name, then renamed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Error;

/// Large enough that a usual document needs few system calls.
const BUFFER: usize = 256 * 1024;

/// A file on its way. Dropped before it is put in place, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Beside {
    target: PathBuf,
    temporary: PathBuf,
    /// Taken when the last byte is written.
    writer: Option<BufWriter<File>>,
    placed: bool,
}

impl Beside {
    /// Begins a file that is to stand at `target`, in the same folder, which is made where it does not exist.
    pub(crate) fn create(target: &Path) -> io::Result<Self> {
        // The number keeps threads apart, the process id runs. The name is short however long the target's is.
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let temporary = target.with_file_name(format!(".gangyao-{}-{number}.tmp", std::process::id()));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        // The one usual cause for which renaming fails, met before any file of the document is put in place.
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let file = File::create(&temporary)?;
        Ok(Self {
            target: target.to_owned(),
            temporary,
            writer: Some(BufWriter::with_capacity(BUFFER, file)),
            placed: false,
        })
    }

    /// Writes what is left. A disk that is full shows here, at the latest.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.writer.take().map_or(Ok(()), |mut writer| writer.flush())
    }

    /// Where the file is to stand.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Where the file is until then.
    #[cfg(any(feature = "sqlite", feature = "xlsx"))]
    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
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
