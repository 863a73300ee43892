//! Files around bytes: what enters are the parts of a DOCX or the drawing of a PDF's pages, each ended by a zero byte, or
//! the blocks of a tar archive; what leaves is a file whose outside is sound, so that the readers come to look inside.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const DOCX_PARTS: [&str; 5] = ["document", "styles", "numbering", "footnotes", "header1"];

/// A DOCX file whose parts are, in this order, the document, its styles, its numbering, its footnotes and a header.
pub(super) fn docx(bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut relations = String::from("<Relationships>");
    for part in DOCX_PARTS {
        let kind = part.trim_end_matches('1');
        let _ = write!(relations, r#"<Relationship Id="{part}" Type="x/{kind}" Target="{part}.xml"/>"#);
    }
    relations.push_str("</Relationships>");
    let root = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let mut add = |name: &str, data: &[u8]| {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, options).expect("a part can be begun in memory");
        zip.write_all(data).expect("a part can be written to memory");
    };
    add("[Content_Types].xml", b"<Types/>");
    add("_rels/.rels", root.as_bytes());
    add("word/_rels/document.xml.rels", relations.as_bytes());
    for (part, data) in DOCX_PARTS.iter().zip(bytes.splitn(DOCX_PARTS.len(), |&byte| byte == 0)) {
        add(&format!("word/{part}.xml"), data);
    }
    zip.finish().expect("an archive can be ended in memory").into_inner()
}

/// Pages in a PDF.
const PAGES: usize = 4;

/// A PDF file whose pages draw this, with a Chinese font `/F1` that is not embedded and a Latin font `/F2`.
pub(super) fn pdf(bytes: &[u8]) -> Vec<u8> {
    let pages: Vec<&[u8]> = bytes.splitn(PAGES, |&byte| byte == 0).collect();
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 7 + 2 * at)).collect();
    let mut objects: Vec<Vec<u8>> = [
        "<</Type/Catalog/Pages 2 0 R>>",
        &format!("<</Type/Pages/Count {}/Kids[{kids}]/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>>>", pages.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>\
         /DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    .map(|object| object.as_bytes().to_vec())
    .into();
    for (at, page) in pages.iter().enumerate() {
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 8 + 2 * at).into_bytes());
        let head = format!("<</Length {}>>stream\n", page.len());
        objects.push([head.as_bytes(), page, b"\nendstream"].concat());
    }
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend([format!("{} 0 obj\n", at + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = file.len();
    let _ = write!(table, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.extend(table.bytes());
    file
}

/// Bytes of a block of a tar archive.
const BLOCK: usize = 512;

/// A tar archive whose headers have the checksums that they should have.
pub(super) fn summed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for header in bytes.chunks_exact_mut(BLOCK).filter(|block| block[257..].starts_with(b"ustar")) {
        // The sum is taken as if its own field were blank.
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    bytes
}
