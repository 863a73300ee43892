//! Where the bytes of a document come from: a file, or a member of an archive.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::archive::Member;
use super::place::readable;
use crate::Error;

/// Positions in a text are 32 bits wide.
pub(super) const MAX_BYTES: u64 = u32::MAX as u64;

/// One document that is to be read.
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// A member of an archive.
    Member(Member),
}

impl Input {
    /// The bytes.
    ///
    /// # Errors
    /// Those of [`read_file`], and of a member: `malformed`, `zip-bomb`, `encrypted`, `too-large`.
    pub(super) fn read(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::File(path) => read_file(path),
            Self::Member(member) => member.read(),
        }
    }

    /// The input as the command line leads to it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::File(path) => readable(path),
            Self::Member(member) => member.shown(),
        }
    }

    /// The file's name, which its records tell.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => readable(Path::new(path.file_name().unwrap_or_default())),
            Self::Member(member) => member.file_name().to_owned(),
        }
    }
}

/// The bytes of an input, refused where it cannot be a document.
///
/// # Errors
/// `not-found`, `not-readable`, `not-a-file`, `too-large`, `changed-while-read`.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    // Asked before the file is opened: to open a device may do something, and a folder cannot be opened everywhere.
    if !fs::metadata(path).map_err(input_error)?.is_file() {
        return Err(not_a_file());
    }
    let mut file = open(path).map_err(input_error)?;
    let before = file.metadata().map_err(input_error)?;
    // Another file may have come in its place since.
    if !before.is_file() {
        return Err(not_a_file());
    }
    if before.len() > MAX_BYTES {
        return Err(too_large(before.len()));
    }
    let bytes = read_whole(&mut file, before.len()).map_err(input_error)?;
    let after = file.metadata().map_err(input_error)?;
    // A file that grows while it is copied there would be half a document that looks like a whole one.
    if bytes.len() as u64 != before.len() || after.modified().ok() != before.modified().ok() {
        return Err(Error::new(
            "changed-while-read",
            "it changed while it was read; convert it again when it is complete",
        ));
    }
    Ok(bytes)
}

/// Reads one byte more than the file had, and no further: a file may grow as fast as it is read.
fn read_whole(file: &mut File, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(length + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a file without waiting for the other end, should a pipe have come in its place.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

pub(super) fn not_a_file() -> Error {
    Error::new("not-a-file", "neither a file nor a folder; give a regular file")
}

pub(super) fn too_large(bytes: u64) -> Error {
    let message = format!("{bytes} bytes are more than the {MAX_BYTES} that a document can have; split it");
    Error::new("too-large", message)
}

/// An input that cannot be read, and what to do.
pub fn input_error(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Error::io("not-found", "there is no such file or folder; check the path", error)
        }
        io::ErrorKind::PermissionDenied => {
            Error::io("not-readable", "no permission to read it; change its mode or run as its owner", error)
        }
        _ => Error::io("not-readable", format!("cannot be read: {error}"), error),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_file_that_grows_while_it_is_read_is_told_from_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.txt");
        fs::write(&path, vec![b'a'; 8 << 20]).unwrap();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut file = OpenOptions::new().append(true).open(&path).unwrap();
                while !stop.load(Ordering::Relaxed) {
                    file.write_all(&[b'a'; 4096]).unwrap();
                    std::thread::yield_now();
                }
            });
            // It is caught at last, and never runs after the file for ever.
            let caught =
                (0..200).any(|_| read_file(&path).is_err_and(|error| error.code() == "changed-while-read"));
            stop.store(true, Ordering::Relaxed);
            assert!(caught);
        });
    }

    #[test]
    fn what_is_not_there_or_no_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_file(&folder.path().join("gone.txt")).unwrap_err().code(), "not-found");
        assert_eq!(read_file(folder.path()).unwrap_err().code(), "not-a-file");
        assert_eq!(read_file(Path::new("/dev/zero")).unwrap_err().code(), "not-a-file");
    }
}
