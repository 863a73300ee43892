//! The zip archive that a DOCX is: its parts by name, inflated under limits.

use crate::{Error, ErrorCode, Limits, encoding};
use flate2::{Decompress, FlushDecompress, Status};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::xml::{Name, Token, Xml};

/// An open DOCX file.
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be inflated.
    left: u64,
    ratio: u64,
}

/// Room for a part that says how long it is, so that a lie costs little.
const USUAL: u64 = 4 << 20;

/// A part's bytes, which are UTF-8.
#[derive(PartialEq, Eq)]
pub(super) struct Part(Vec<u8>);

impl Part {
    /// Without a byte order mark. The bytes are checked again, which takes less than to copy them.
    pub(super) fn text(&self) -> &str {
        let text = simdutf8::basic::from_utf8(&self.0).unwrap_or_default();
        text.strip_prefix('\u{feff}').unwrap_or(text)
    }
}

/// Parts that a part refers to: id, what it is (`styles`, `header`), and the part's name.
pub(super) type Relations = BTreeMap<String, (String, String)>;

impl<'a> Package<'a> {
    /// Opens the archive and looks at all names in it.
    ///
    /// # Errors
    /// `malformed` when the archive is damaged or holds a path that leads outside of it.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
        if let Some(name) = zip.file_names_raw().find(|name| leads_outside(name)) {
            let name = String::from_utf8_lossy(name);
            return Err(Error::new(
                ErrorCode::Malformed,
                format!(
                    "expected parts of a document but found the path {name:?}, which leads outside of it"
                ),
                "do not trust this file; no office program writes such paths",
            ));
        }
        Ok(Self { bytes, zip, left: limits.inflated, ratio: limits.ratio })
    }

    /// True when the archive has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part, or `None` where it is not there.
    ///
    /// # Errors
    /// `zip-bomb`, `encrypted`, or `malformed`.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part>, Error> {
        let file = match self.zip.by_name(name.trim_start_matches('/')) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Error::refused(crate::Kind::EncryptedOffice));
            }
            Err(error) => return Err(damaged(&format!("{name}: {error}"))),
        };
        let allowed = self.left.min((1 << 20) + file.compressed_size().saturating_mul(self.ratio));
        let mut bytes =
            inflated(file, self.bytes, allowed).map_err(|what| damaged(&format!("{name}: {what}")))?;
        let inflated = bytes.len() as u64;
        if inflated > allowed {
            return Err(Error::new(
                ErrorCode::ZipBomb,
                format!("{name} inflates to more than {allowed} bytes"),
                "do not trust this file, or raise the limit on inflated bytes",
            ));
        }
        self.left -= inflated;
        // XML is UTF-8 unless a byte order mark says UTF-16.
        if simdutf8::basic::from_utf8(&bytes).is_err() {
            bytes = encoding::decode(&bytes, encoding::guess(&bytes, None))?.text.into_bytes();
        }
        Ok(Some(Part(bytes)))
    }

    /// What a part refers to; nothing where it has no relations.
    ///
    /// # Errors
    /// As for [`Self::part`].
    pub(super) fn relations(&mut self, part: &str) -> Result<Relations, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut relations = Relations::new();
        let Some(part) = self.part(&format!("{folder}_rels/{file}.rels"))? else { return Ok(relations) };
        let mut xml = Xml::new(part.text());
        loop {
            match xml.next()? {
                Token::Start(Name::Relationship, attributes) => {
                    let (Some(id), Some(kind), Some(target)) =
                        (attributes.get("Id"), attributes.get("Type"), attributes.get("Target"))
                    else {
                        continue;
                    };
                    if attributes.get("TargetMode").as_deref() == Some("External") {
                        continue;
                    }
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relations.insert(id.into_owned(), (kind, resolve(&folder, &target)));
                }
                Token::Eof => return Ok(relations),
                _ => {}
            }
        }
    }
}

/// A file of the archive, of which no more than one byte beyond `allowed` is inflated.
///
/// # Errors
/// What is wrong with it.
fn inflated<R: Read>(mut file: ZipFile<'_, R>, archive: &[u8], allowed: u64) -> Result<Vec<u8>, String> {
    // A declared size may lie; what comes out is counted. Nearly all that is declared is true, and then no room is missing.
    let room = file.size().min(allowed).min(USUAL) as usize + 1;
    let most = allowed as usize + 1;
    let mut bytes = Vec::with_capacity(room);
    let packed =
        file.data_start().filter(|_| file.compression() == CompressionMethod::Deflated).and_then(|start| {
            let start = usize::try_from(start).ok()?;
            archive.get(start..start.checked_add(usize::try_from(file.compressed_size()).ok()?)?)
        });
    let Some(packed) = packed else {
        file.by_ref().take(most as u64).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        return Ok(bytes);
    };
    // In one step: the reader of the archive would go from buffer to buffer.
    let mut inflate = Decompress::new(false);
    loop {
        let from = inflate.total_in() as usize;
        let status = inflate
            .decompress_vec(&packed[from..], &mut bytes, FlushDecompress::Finish)
            .map_err(|error| error.to_string())?;
        match status {
            Status::StreamEnd => break,
            _ if bytes.len() >= most => return Ok(bytes),
            _ if bytes.len() < bytes.capacity() => return Err("its data is cut off".to_owned()),
            _ => bytes.reserve_exact(bytes.len().min(most - bytes.len())),
        }
    }
    if crc32fast::hash(&bytes) == file.crc32() { Ok(bytes) } else { Err("invalid checksum".to_owned()) }
}

/// The part that `target` means in a part of `folder`: `../customXml/item1.xml` in `word/` is `customXml/item1.xml`.
fn resolve(folder: &str, target: &str) -> String {
    let joined = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut steps = Vec::new();
    for step in joined.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn leads_outside(name: &[u8]) -> bool {
    let is_slash = |&byte: &u8| byte == b'/' || byte == b'\\';
    name.split(is_slash).any(|step| step == b"..")
        || name.first().is_some_and(is_slash)
        || name.get(1) == Some(&b':')
}

fn damaged(what: &str) -> Error {
    Error::new(
        ErrorCode::Malformed,
        format!("expected a DOCX file but found a damaged archive: {}", what.to_lowercase()),
        "get the file again, or open it in Word or WPS, which repair it, and save it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_from_their_part() {
        assert_eq!(resolve("word/", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/", "../a/b.xml"), "a/b.xml");
        assert_eq!(resolve("", "../../a.xml"), "a.xml");
    }

    #[test]
    fn paths_that_lead_outside_are_seen() {
        for name in ["../a", "a/../../b", "/etc/passwd", "..\\a", "C:\\a"] {
            assert!(leads_outside(name.as_bytes()), "{name}");
        }
        assert!(!leads_outside(b"word/document..xml"));
    }
}
