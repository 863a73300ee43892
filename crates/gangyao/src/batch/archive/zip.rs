//! The members of a zip archive.

use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use ::zip::{CompressionMethod, ZipArchive};
use encoding_rs::GB18030;

use super::super::input::input_error;
use super::{Archive, Entry, MAX_MEMBERS, Member, Packing, bomb, damaged, tidy, too_many};
use crate::Error;

/// What every Office Open XML file holds: such a zip is a document.
const OFFICE: &str = "[Content_Types].xml";

/// Lists a zip archive by its directory; `None` for a document that is one.
pub(super) fn list(file: File, archive: &Arc<Archive>) -> Result<Option<Vec<Entry>>, Error> {
    let length = file.metadata().map_err(input_error)?.len();
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error.to_string()))?;
    if zip.index_for_name(OFFICE).is_some() {
        return Ok(None);
    }
    if zip.len() > MAX_MEMBERS {
        return Err(too_many());
    }
    let mut entries = Vec::with_capacity(zip.len());
    let mut packed: u64 = 0;
    for index in 0..zip.len() {
        let file = zip.by_index_raw(index).map_err(|error| damaged(&error.to_string()))?;
        let name = decoded(file.name_raw());
        if file.is_dir() || name.ends_with('/') {
            continue;
        }
        // Members that lie over one another are how a small archive holds petabytes.
        packed = packed.saturating_add(file.compressed_size());
        if packed > length {
            return Err(bomb("its members lie over one another"));
        }
        let Ok(name) = tidy(&name) else {
            entries.push(Entry::Unsafe(name.into_owned()));
            continue;
        };
        if file.is_symlink() {
            entries.push(Entry::NoFile(name));
            continue;
        }
        let packing = match file.compression() {
            _ if file.encrypted() => Packing::Encrypted,
            CompressionMethod::Stored => Packing::Stored(file.crc32()),
            CompressionMethod::Deflated => Packing::Deflated(file.crc32()),
            _ => Packing::Unknown("another method than deflate"),
        };
        let at = file.data_start().ok_or_else(|| damaged("a member without bytes"))?;
        let (archive, packed) = (Arc::clone(archive), file.compressed_size());
        entries.push(Entry::Member(Member { archive, name, at, packed, packing }));
    }
    Ok(Some(entries))
}

/// A name in UTF-8, or, as Chinese Windows writes it, in GBK, with slashes.
fn decoded(raw: &[u8]) -> Cow<'_, str> {
    let name = match str::from_utf8(raw) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => GB18030.decode_without_bom_handling(raw).0,
    };
    // A backslash may be the second byte of a Chinese character, so it is looked for in characters.
    if name.contains('\\') { name.replace('\\', "/").into() } else { name }
}
