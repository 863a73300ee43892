//! A plan as a Word document: the parts that Word demands, and no more.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::document::Plan;

use super::{Boxes, Cell, Headings, Look, Piece, escaped, stretches, title, toc};

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";

/// The borders of a block.
const BORDERS: &str = "<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"auto\"/>\
    <w:left w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"auto\"/>\
    <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"auto\"/>\
    <w:right w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"auto\"/></w:pBdr>";

/// A table's borders.
const TABLE: &str = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>\
    <w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/>\
    <w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" w:sz=\"4\"/>\
    <w:insideV w:val=\"single\" w:sz=\"4\"/></w:tblBorders></w:tblPr>";

const CENTRED: &str = "<w:jc w:val=\"center\"/>";

/// The file.
pub(super) fn write(plan: &Plan, pieces: &[Piece<'_>], look: Look) -> Vec<u8> {
    let mut body = String::new();
    paragraph(&mut body, CENTRED, &format!("**{}**", title(plan)));
    paragraph(&mut body, CENTRED, plan.structure.date);
    let lines = toc(plan);
    if !lines.is_empty() {
        paragraph(&mut body, CENTRED, "目 录");
    }
    for (line, page) in lines {
        let page = page.map(|page| format!("\t{page}")).unwrap_or_default();
        paragraph(&mut body, "", &format!("{line}{page}"));
    }
    pieces.iter().for_each(|piece| self::piece(&mut body, piece, look, ""));
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    pack(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &document)])
        .expect("writing to memory does not fail")
}

fn pack(parts: &[(&str, &str)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn piece(body: &mut String, piece: &Piece<'_>, look: Look, properties: &str) {
    match piece {
        Piece::Heading(text, depth) => {
            let marked = match look.headings {
                Headings::Tagged => format!("{properties}<w:outlineLvl w:val=\"{depth}\"/>"),
                Headings::Centred => format!("{properties}{CENTRED}"),
            };
            paragraph(body, &marked, &format!("**{text}**"));
        }
        Piece::Paragraph(text) => paragraph(body, properties, text),
        Piece::Table(rows) => table(body, rows),
        Piece::Box(inside) => match look.boxes {
            Boxes::Cell => {
                let _ = write!(body, "{TABLE}<w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>");
                inside.iter().for_each(|piece| flat(body, piece, look, ""));
                // A cell ends with a paragraph.
                body.push_str("<w:p/></w:tc></w:tr></w:tbl>");
            }
            Boxes::Frame => inside.iter().for_each(|piece| flat(body, piece, look, BORDERS)),
            Boxes::Bare => inside.iter().for_each(|piece| flat(body, piece, look, "")),
        },
        // Where pages break is Word's to say.
        Piece::Turn(_) => {}
    }
}

/// A piece of a box; boxes do not stand inside each other.
fn flat(body: &mut String, inside: &Piece<'_>, look: Look, properties: &str) {
    if !matches!(inside, Piece::Box(_)) {
        piece(body, inside, look, properties);
    }
}

fn paragraph(body: &mut String, properties: &str, text: &str) {
    let _ = write!(body, "<w:p><w:pPr>{properties}</w:pPr>");
    for (part, bold) in stretches(text) {
        body.push_str(if bold { "<w:r><w:rPr><w:b/></w:rPr>" } else { "<w:r>" });
        for (at, part) in part.split('\t').enumerate() {
            body.push_str(if at > 0 { "<w:tab/>" } else { "" });
            let _ = write!(body, "<w:t xml:space=\"preserve\">{}</w:t>", escaped(part));
        }
        body.push_str("</w:r>");
    }
    body.push_str("</w:p>");
}

fn table(body: &mut String, rows: &[Vec<Cell<'_>>]) {
    let columns: usize = rows.iter().map(|row| row.iter().map(|cell| cell.columns).sum()).max().unwrap_or(1);
    let _ = write!(body, "{TABLE}<w:tblGrid>{}</w:tblGrid>", "<w:gridCol/>".repeat(columns));
    let mut open = 0;
    for row in rows {
        body.push_str("<w:tr>");
        if open > 0 {
            body.push_str("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>");
            open -= 1;
        }
        for cell in row {
            let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
            open = open.max(cell.rows - 1);
            let _ = write!(body, "<w:tc><w:tcPr><w:gridSpan w:val=\"{}\"/>{merge}</w:tcPr>", cell.columns);
            paragraph(body, "", cell.text);
            body.push_str("</w:tc>");
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}
