//! What a file is, from its first bytes. Names lie: a web page is saved as `plan.pdf`, a DOCX as `plan.doc`.

use memchr::memmem;

/// What the content of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Text or Markdown in some encoding, also when it turns out to be none on decoding.
    Text,
    /// A web page.
    Html,
    /// A Word document in Office Open XML.
    Docx,
    /// Portable Document Format.
    Pdf,
    /// A Word 97 document, WPS or another compound file.
    OldOffice,
    /// A DOCX, XLSX or PPTX behind a password.
    EncryptedOffice,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument.
    OpenDocument,
    /// An Excel workbook.
    Xlsx,
    /// A PowerPoint presentation.
    Pptx,
    /// OFD, the Chinese fixed-layout format.
    Ofd,
    /// A zip archive of something else.
    Zip,
    /// A gzip stream.
    Gzip,
    /// A web page saved with its pictures as MIME parts.
    Mht,
    /// XML of another vocabulary.
    Xml,
    /// A picture.
    Image,
    /// Other bytes that are no text.
    Binary,
}

impl Kind {
    /// A noun phrase for messages.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "a web page",
            Self::Docx => "a DOCX file",
            Self::Pdf => "a PDF file",
            Self::OldOffice => "a compound file (DOC, WPS or XLS)",
            Self::EncryptedOffice => "an office file locked with a password",
            Self::Rtf => "an RTF file",
            Self::OpenDocument => "an OpenDocument file",
            Self::Xlsx => "an Excel workbook",
            Self::Pptx => "a PowerPoint presentation",
            Self::Ofd => "an OFD file",
            Self::Zip => "a zip archive",
            Self::Gzip => "a gzip stream",
            Self::Mht => "a web archive (MHT)",
            Self::Xml => "an XML file",
            Self::Image => "a picture",
            Self::Binary => "binary data",
        }
    }
}

/// First bytes that settle the matter.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"{\\rtf", Kind::Rtf),
    (b"\x1f\x8b", Kind::Gzip),
    (b"\x89PNG\r\n", Kind::Image),
    (b"\xff\xd8\xff", Kind::Image),
    (b"GIF8", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"8BPS\0", Kind::Image),
    (b"\0\0\0\x0cJXL ", Kind::Image),
    (b"BZh", Kind::Binary),
    (b"7z\xbc\xaf\x27\x1c", Kind::Binary),
    (b"Rar!\x1a\x07", Kind::Binary),
    (b"\xfd7zXZ\0", Kind::Binary),
    (b"\x28\xb5\x2f\xfd", Kind::Binary),
    (b"\x7fELF", Kind::Binary),
    (b"MZ\x90\0", Kind::Binary),
    (b"SQLite format 3\0", Kind::Binary),
    (b"MIME-Version:", Kind::Mht),
];

const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How much of the start is looked at where a mark may stand somewhere in it.
const HEAD: usize = 1024;

/// Tells what `bytes` are.
///
/// ```
/// use gangyao_reader::{Kind, detect};
/// assert_eq!(detect(b"<!DOCTYPE html><p>"), Kind::Html);
/// assert_eq!(detect("第一章 总则".as_bytes()), Kind::Text);
/// ```
#[must_use]
pub fn detect(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(HEAD)];
    if bytes.starts_with(b"PK\x03\x04") {
        return archive(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return compound(bytes);
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *kind;
    }
    if is_riff_image(head) {
        return Kind::Image;
    }
    let markup = markup(bytes);
    // A page about PDF files is no PDF: the mark counts only outside a page.
    if markup != Some(Kind::Html) && memmem::find(head, b"%PDF-").is_some() {
        return Kind::Pdf;
    }
    markup.unwrap_or(if is_binary(bytes) { Kind::Binary } else { Kind::Text })
}

fn archive(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(HEAD)];
    if memmem::find(head, b"mimetypeapplication/vnd.oasis.opendocument").is_some() {
        return Kind::OpenDocument;
    }
    let holds = |name: &[u8]| memmem::find(bytes, name).is_some();
    if holds(b"[Content_Types].xml") {
        for (folder, kind) in [(&b"word/"[..], Kind::Docx), (b"xl/", Kind::Xlsx), (b"ppt/", Kind::Pptx)] {
            if holds(folder) {
                return kind;
            }
        }
    }
    match holds(b"OFD.xml") {
        true => Kind::Ofd,
        // A DOCX whose content types are missing still says that it is one, so the error can name the part.
        false if holds(b"word/document.xml") => Kind::Docx,
        false => Kind::Zip,
    }
}

/// A compound file names its streams in UTF-16; a DOCX behind a password is one with an encrypted package.
fn compound(bytes: &[u8]) -> Kind {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    match memmem::find(bytes, &name) {
        Some(_) => Kind::EncryptedOffice,
        None => Kind::OldOffice,
    }
}

fn is_riff_image(head: &[u8]) -> bool {
    head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP")
        || head.get(4..8) == Some(b"ftyp") && head.starts_with(b"\0\0\0")
        // BM alone could begin a text; a bitmap's reserved bytes are zero.
        || head.starts_with(b"BM") && head.get(6..10) == Some(&[0, 0, 0, 0])
}

/// Tags that may open a page or a piece of one.
const TAGS: &[&[u8]] = &[
    b"!doctype html",
    b"html",
    b"head",
    b"body",
    b"meta",
    b"title",
    b"div",
    b"p",
    b"table",
    b"script",
    b"style",
    b"span",
    b"article",
    b"section",
    b"main",
    b"h1",
    b"h2",
    b"h3",
    b"br",
    b"font",
    b"center",
    b"ul",
    b"ol",
    b"link",
    b"a",
    b"b",
    b"strong",
    b"img",
];

/// A page begins with a tag, after white space, comments and an XML prolog, in any encoding that keeps ASCII.
fn markup(bytes: &[u8]) -> Option<Kind> {
    // Many pages start with kilobytes of generator comments.
    let ascii = ascii_head(bytes, 64 * HEAD);
    let mut rest = ascii.as_slice();
    let mut xml = false;
    loop {
        rest = rest.trim_ascii_start();
        let close = if rest.starts_with(b"<!--") {
            memmem::find(rest, b"-->").map(|at| at + 3)
        } else if rest.starts_with(b"<?") {
            xml = true;
            memchr::memchr(b'>', rest).map(|at| at + 1)
        } else {
            break;
        };
        rest = &rest[close?..];
    }
    let opens = |rest: &[u8]| {
        TAGS.iter().any(|tag| {
            rest.len() > tag.len()
                && rest[..tag.len()].eq_ignore_ascii_case(tag)
                && matches!(rest[tag.len()], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
        })
    };
    if rest.strip_prefix(b"<").is_some_and(opens) {
        return Some(Kind::Html);
    }
    let start = &rest[..rest.len().min(HEAD)];
    if start.windows(5).any(|five| five.eq_ignore_ascii_case(b"<html")) {
        return Some(Kind::Html);
    }
    xml.then_some(Kind::Xml)
}

/// The first bytes without byte order marks, and without the zero bytes of UTF-16.
fn ascii_head(bytes: &[u8], len: usize) -> Vec<u8> {
    let head = &bytes[..bytes.len().min(len)];
    match head {
        [0xEF, 0xBB, 0xBF, rest @ ..] => rest.to_vec(),
        [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] => {
            rest.iter().copied().filter(|&b| b != 0).collect()
        }
        _ => head.to_vec(),
    }
}

/// Zero and control bytes in a number that no text has. Single ones come from damaged dumps and stay text; UTF-16 is
/// told apart before.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8 * HEAD)];
    if crate::encoding::utf16(bytes).is_some() {
        return false;
    }
    let zeros = memchr::memchr_iter(0, head).count();
    let controls = head.iter().filter(|b| matches!(b, 1..=8 | 0x0E..=0x1A | 0x1C..=0x1F)).count();
    zeros * 8 > head.len() || (zeros + controls) * 5 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(bytes: &[u8], kind: Kind) {
        assert_eq!(detect(bytes), kind, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }

    #[test]
    fn pages_are_told_by_their_first_tag() {
        is(b"<html>", Kind::Html);
        is(b"\xEF\xBB\xBF  <!DOCTYPE HTML PUBLIC>", Kind::Html);
        is(b"<!-- http://a/b.htm --><?xml version='1.0'?>\n<html xmlns='x'>", Kind::Html);
        is(b"<P align=center>x", Kind::Html);
        is(b"<!-- %PDF-1.4 --><div>%PDF-1.4", Kind::Html);
        is(b"\xFF\xFE<\0h\0t\0m\0l\0>\0", Kind::Html);
        is("说明\n<html>".as_bytes(), Kind::Html);
        is("<规划>".as_bytes(), Kind::Text);
        is("a <p> b".as_bytes(), Kind::Text);
        is(b"<?xml version='1.0'?><w:wordDocument>", Kind::Xml);
    }

    #[test]
    fn documents_are_told_by_their_marks() {
        is(b"\n\n%PDF-1.7", Kind::Pdf);
        is(b"PK\x03\x04....[Content_Types].xml....word/document.xml", Kind::Docx);
        is(b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", Kind::Xlsx);
        is(b"PK\x03\x04..........mimetypeapplication/vnd.oasis.opendocument.text", Kind::OpenDocument);
        is(b"PK\x03\x04....OFD.xml", Kind::Ofd);
        is(b"PK\x03\x04", Kind::Zip);
        is(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", Kind::OldOffice);
        is(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            Kind::EncryptedOffice,
        );
        is(b"{\\rtf1", Kind::Rtf);
    }

    #[test]
    fn single_zero_bytes_do_not_make_a_text_binary() {
        is("第一章\0总则".as_bytes(), Kind::Text);
        is(&[1, 0, 0, 7, 0, 9, 0, 0], Kind::Binary);
        is(b"", Kind::Text);
    }
}
