//! The parts of the workbook's archive: deflated as they are written, each into a scratch file of its own, since sheets
//! grow side by side and an archive holds one part after the other.

use std::io::{self, Read, Write};

use crc32fast::Hasher;

use crate::deflate::{Deflater, Rest};

/// A place for bytes that are read once, from the beginning, when all are written.
pub trait Scratch: Write + Send {
    /// The bytes that were written.
    ///
    /// # Errors
    /// Those of the place.
    fn read_back(self: Box<Self>) -> io::Result<Box<dyn Read>>;
}

impl Scratch for Vec<u8> {
    fn read_back(self: Box<Self>) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(io::Cursor::new(*self)))
    }
}

/// Bytes that are handed on at a time. Fewer would make the file larger, since what is handed on knows nothing of what was
/// before; more would take memory for each sheet.
const CHUNK: usize = 120 * 1024;

/// A part that is being written.
pub(crate) struct Part {
    name: String,
    /// What is not yet deflated.
    pub(crate) text: String,
    crc: Hasher,
    size: u64,
    rest: Rest,
    out: Box<dyn Scratch>,
    deflated: u64,
}

impl Part {
    pub(crate) fn new(name: impl Into<String>, out: Box<dyn Scratch>) -> Self {
        Self {
            name: name.into(),
            text: String::new(),
            crc: Hasher::new(),
            size: 0,
            rest: Rest::default(),
            out,
            deflated: 0,
        }
    }

    /// Hands the text on if there is enough of it.
    pub(crate) fn pass_on(&mut self, deflater: &mut Deflater) -> io::Result<()> {
        if self.text.len() >= CHUNK { self.deflate(deflater) } else { Ok(()) }
    }

    fn deflate(&mut self, deflater: &mut Deflater) -> io::Result<()> {
        self.crc.update(self.text.as_bytes());
        self.size += self.text.len() as u64;
        let deflated = deflater.deflate(self.text.as_bytes(), &mut self.rest);
        self.out.write_all(deflated)?;
        self.deflated += deflated.len() as u64;
        self.text.clear();
        Ok(())
    }
}

/// An archive that parts are put into, one after the other.
pub(crate) struct Archive<W> {
    out: W,
    at: u64,
    directory: Vec<u8>,
    parts: u16,
}

/// 1 January 1980, midnight: the file says nothing of when it was made.
const DATE: [u8; 4] = [0, 0, 0x21, 0];
/// The version of the format that can deflate, no flags, deflated.
const KIND: [u8; 6] = [20, 0, 0, 8, 8, 0];

impl<W: Write> Archive<W> {
    pub(crate) const fn new(out: W) -> Self {
        Self { out, at: 0, directory: Vec::new(), parts: 0 }
    }

    /// Adds a part that is whole.
    pub(crate) fn add(&mut self, mut part: Part, deflater: &mut Deflater) -> io::Result<()> {
        part.deflate(deflater)?;
        let end = deflater.end(part.rest);
        let Part { name, crc, size, mut out, .. } = part;
        out.write_all(end)?;
        out.flush()?;
        let bytes = part.deflated + end.len() as u64;
        let small = |number: u64| {
            u32::try_from(number)
                .map_err(|_| io::Error::other("a workbook holds no more than 4 GiB; take another format"))
        };
        let mut entry = Vec::with_capacity(64);
        entry.extend(KIND);
        entry.extend(DATE);
        entry.extend(crc.finalize().to_le_bytes());
        entry.extend(small(bytes)?.to_le_bytes());
        entry.extend(small(size)?.to_le_bytes());
        entry.extend((name.len() as u16).to_le_bytes());
        // No further fields.
        entry.extend([0, 0]);
        let start = small(self.at)?;
        self.write(b"PK\x03\x04")?;
        self.write(&entry)?;
        self.write(name.as_bytes())?;
        self.at += io::copy(&mut out.read_back()?, &mut self.out)?;
        self.directory.extend(b"PK\x01\x02\x14\x00");
        self.directory.extend(entry);
        // No comment, disk, attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.parts += 1;
        Ok(())
    }

    pub(crate) fn end(mut self) -> io::Result<()> {
        let full = |_| io::Error::other("a workbook holds no more than 4 GiB; take another format");
        let (at, size) = (u32::try_from(self.at).map_err(full)?, self.directory.len() as u32);
        let directory = std::mem::take(&mut self.directory);
        self.write(&directory)?;
        self.write(b"PK\x05\x06\0\0\0\0")?;
        self.write(&self.parts.to_le_bytes())?;
        self.write(&self.parts.to_le_bytes())?;
        self.write(&size.to_le_bytes())?;
        self.write(&at.to_le_bytes())?;
        self.write(&[0, 0])?;
        self.out.flush()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}
