//! The file: pages that are written one behind the other, and those that a tree's place in the schema is fixed to.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of a page. Large pages: fewer of them to keep in order and to hand to the system.
pub(crate) const PAGE: usize = 16 * 1024;
/// The page that is left out, since SQLite locks a byte of it: the one at a gibibyte.
const LOCKED: u32 = (1 << 30) / PAGE as u32 + 1;
/// Where the header of a file says how many pages it has.
const COUNT: u64 = 28;

/// A database that SQLite has begun and that nobody has open.
pub(crate) struct Pages {
    out: BufWriter<File>,
    /// The number of the next page; the first has 1.
    next: u32,
    /// Pages that were there before the others, and what they are to be.
    roots: Vec<(u32, Vec<u8>)>,
}

impl Pages {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let pages = file.seek(SeekFrom::End(0))? / PAGE as u64;
        let mut pages = Self {
            out: BufWriter::with_capacity(4 * PAGE, file),
            next: number(pages + 1)?,
            roots: Vec::new(),
        };
        pages.leave_out()?;
        Ok(pages)
    }

    /// The number that the next page is going to have.
    pub(crate) const fn next(&self) -> u32 {
        self.next
    }

    /// The number that the page after the next one is going to have.
    pub(crate) const fn after_next(&self) -> u32 {
        if self.next + 1 == LOCKED { self.next + 2 } else { self.next + 1 }
    }

    /// Writes the next page, and says its number.
    pub(crate) fn append(&mut self, page: &[u8]) -> io::Result<u32> {
        debug_assert_eq!(page.len(), PAGE);
        self.out.write_all(page)?;
        let written = self.next;
        self.next = number(u64::from(written) + 1)?;
        self.leave_out()?;
        Ok(written)
    }

    /// Says what a page is to be that was there before.
    pub(crate) fn put(&mut self, root: u32, page: &[u8]) {
        self.roots.push((root, page.to_vec()));
    }

    /// Writes what is left. The file can be opened then.
    pub(crate) fn close(self) -> io::Result<()> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        for (root, page) in &self.roots {
            file.seek(SeekFrom::Start(u64::from(root - 1) * PAGE as u64))?;
            file.write_all(page)?;
        }
        file.seek(SeekFrom::Start(COUNT))?;
        file.write_all(&(self.next - 1).to_be_bytes())
    }

    fn leave_out(&mut self) -> io::Result<()> {
        if self.next == LOCKED {
            self.out.write_all(&[0; PAGE])?;
            self.next += 1;
        }
        Ok(())
    }
}

/// A page's number. The last is never reached: a page more is asked for before it.
fn number(page: u64) -> io::Result<u32> {
    u32::try_from(page)
        .ok()
        .filter(|&page| page < u32::MAX - 1)
        .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "a database has no more than 2^32 pages"))
}
