//! The members of a tar archive: ustar, and the long names of GNU and POSIX.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use encoding_rs::GB18030;

use super::super::input::input_error;
use super::{Archive, Entry, MAX_MEMBERS, Member, Packing, damaged, tidy, too_many};
use crate::Error;

const BLOCK: usize = 512;

/// Bytes of an extended header; a longer one is no name.
const EXTENDED: u64 = 1 << 20;

/// A tar archive as it is read from its first block to its last.
struct Reader {
    file: BufReader<File>,
    length: u64,
    at: u64,
}

/// What an extended header says of the next member.
#[derive(Default)]
struct Next {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

/// Lists a tar archive.
pub(super) fn list(file: File, archive: &Arc<Archive>) -> Result<Vec<Entry>, Error> {
    let length = file.metadata().map_err(input_error)?.len();
    let mut reader = Reader { file: BufReader::new(file), length, at: 0 };
    let mut entries = Vec::new();
    let mut next = Next::default();
    while let Some(header) = reader.header()? {
        if entries.len() >= MAX_MEMBERS {
            return Err(too_many());
        }
        let kind = header[156];
        let size = match next.size.take() {
            Some(size) if is_file(kind) => size,
            _ => number(&header[124..136])?,
        };
        let at = reader.at;
        match kind {
            b'L' => next.name = Some(trimmed(&reader.content(size)?).to_vec()),
            b'x' => records(&reader.content(size)?, &mut next),
            // A word for all members, and the long target of a link.
            b'g' | b'K' => {}
            _ => {
                let raw = next.name.take().unwrap_or_else(|| name(&header));
                let name = match str::from_utf8(&raw) {
                    Ok(name) => name.to_owned(),
                    Err(_) => GB18030.decode_without_bom_handling(&raw).0.into_owned(),
                };
                let folder = kind == b'5' || name.ends_with('/');
                match tidy(&name) {
                    _ if folder => {}
                    Err(()) => entries.push(Entry::Unsafe(name)),
                    Ok(name) if is_file(kind) => {
                        let (archive, packing) = (Arc::clone(archive), Packing::Plain);
                        entries.push(Entry::Member(Member { archive, name, at, packed: size, packing }));
                    }
                    Ok(name) => entries.push(Entry::NoFile(name)),
                }
            }
        }
        reader.skip(at, size)?;
    }
    Ok(entries)
}

const fn is_file(kind: u8) -> bool {
    matches!(kind, 0 | b'0' | b'7')
}

impl Reader {
    /// The next header; none at the end, which two empty blocks or the file's end mark.
    fn header(&mut self) -> Result<Option<[u8; BLOCK]>, Error> {
        if self.at == self.length {
            return Ok(None);
        }
        let mut block = [0; BLOCK];
        self.file.read_exact(&mut block).map_err(|_| damaged("it ends inside of a header"))?;
        self.at += BLOCK as u64;
        if block.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        // The sum is taken as if its own field were blank.
        let sum = block.iter().enumerate().map(|(place, &byte)| match place {
            148..156 => u64::from(b' '),
            _ => u64::from(byte),
        });
        if number(&block[148..156])? != sum.sum::<u64>() {
            return Err(damaged("a header's checksum is another"));
        }
        Ok(Some(block))
    }

    /// The bytes of an extended header.
    fn content(&mut self, size: u64) -> Result<Vec<u8>, Error> {
        if size > EXTENDED {
            return Err(damaged("a name that is longer than any"));
        }
        let mut bytes = Vec::new();
        (&mut self.file).take(size).read_to_end(&mut bytes).map_err(input_error)?;
        Ok(bytes)
    }

    /// Goes to the block after `size` bytes from `at`.
    fn skip(&mut self, at: u64, size: u64) -> Result<(), Error> {
        let end = at.checked_add(size).filter(|&end| end <= self.length);
        let end = end.ok_or_else(|| damaged("it ends inside of a member"))?;
        // The last block may be cut where nothing follows.
        self.at = end.next_multiple_of(BLOCK as u64).min(self.length);
        self.file.seek(SeekFrom::Start(self.at)).map_err(input_error)?;
        Ok(())
    }
}

/// A number in octal digits, or, where the first bit is set, in the bytes behind it.
fn number(field: &[u8]) -> Result<u64, Error> {
    if field[0] & 0x80 != 0 {
        let high = field[..field.len() - 8].iter().skip(1).any(|&byte| byte != 0);
        let low = field[field.len() - 8..].iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
        return if high { Err(damaged("a number beyond all files")) } else { Ok(low) };
    }
    let digits = trimmed(field).trim_ascii();
    let text = str::from_utf8(digits).map_err(|_| damaged("a number that is none"))?;
    if text.is_empty() {
        Ok(0)
    } else {
        u64::from_str_radix(text, 8).map_err(|_| damaged("a number that is none"))
    }
}

/// The name in a header, which may be cut in two.
fn name(header: &[u8; BLOCK]) -> Vec<u8> {
    let (name, prefix) = (trimmed(&header[..100]), trimmed(&header[345..500]));
    if prefix.is_empty() || &header[257..263] != b"ustar\0" {
        return name.to_vec();
    }
    [prefix, b"/", name].concat()
}

/// Bytes before the first NUL.
fn trimmed(field: &[u8]) -> &[u8] {
    field.split(|&byte| byte == 0).next().unwrap_or_default()
}

/// The records of a POSIX header: `27 path=规划/plan.txt\n`, the number being the length of all.
fn records(mut bytes: &[u8], next: &mut Next) {
    while let Some(space) = bytes.iter().position(|&byte| byte == b' ') {
        let length = str::from_utf8(&bytes[..space]).ok().and_then(|text| text.parse::<usize>().ok());
        let Some(record) =
            length.filter(|&length| length > space).and_then(|length| bytes.get(space + 1..length))
        else {
            return;
        };
        bytes = &bytes[space + 1 + record.len()..];
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        if let Some(path) = record.strip_prefix(b"path=") {
            next.name = Some(path.to_vec());
        } else if let Some(size) = record.strip_prefix(b"size=") {
            next.size = str::from_utf8(size).ok().and_then(|text| text.parse().ok());
        }
    }
}
