//! Workbooks taken apart again: an empty one, the rows of all documents, and rows that have no room.

use gangyao_model::Conversion;
use gangyao_tables::flatten;

use super::*;

const PLAN: &str = include_str!("../../exporter/tests/data/plan.txt.json");

fn memory() -> io::Result<Box<dyn Scratch>> {
    Ok(Box::new(Vec::new()))
}

fn book(documents: &[&str], headers: Headers) -> Vec<u8> {
    let plan: Conversion = serde_json::from_str(PLAN).unwrap();
    let mut book = Book::new(headers, memory).unwrap();
    for file in documents {
        book.add(&flatten(&plan, file)).unwrap();
    }
    let mut out = Vec::new();
    book.write(&mut out).unwrap();
    out
}

/// A part of the archive as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn an_empty_book_has_all_sheets_and_the_same_bytes() {
    for headers in [Headers::English, Headers::Chinese] {
        let bytes = book(&[], headers);
        assert!(bytes == book(&[], headers));
        let sheets = tables().len() - LEFT_OUT.len() + 1;
        assert_eq!(part(&bytes, "xl/workbook.xml").matches("<sheet ").count(), sheets);
        part(&bytes, &sheet_part(sheets));
    }
}

#[test]
fn a_sheet_has_the_rows_of_all_documents() {
    let bytes = book(&["a.txt", "b.txt"], Headers::English);
    let plan: Conversion = serde_json::from_str(PLAN).unwrap();
    let rows = flatten(&plan, "a.txt");
    let shown = rows.tables().iter().filter(|rows| !LEFT_OUT.contains(&rows.table().name));
    for (number, rows) in (1..).zip(shown) {
        let xml = part(&bytes, &sheet_part(number));
        assert_eq!(xml.matches("<row ").count(), 1 + 2 * rows.len(), "{}", rows.table().name);
        assert!(xml.contains("state=\"frozen\"") && xml.ends_with("</worksheet>"));
    }
    let indicators = part(&bytes, &sheet_part(14));
    assert!(indicators.contains("<v>801.05</v>"), "{indicators}");
}

#[test]
fn too_many_rows_are_an_error_before_any_is_written() {
    let book = Book::new(Headers::English, memory).unwrap();
    let sheet = book.sheets[0].as_ref().unwrap();
    assert_eq!(sheet.room_for(sheet::MAX_ROWS).unwrap(), 2);
    let error = sheet.room_for(sheet::MAX_ROWS + 1).unwrap_err();
    assert!(error.to_string().contains("documents would have 1048576 rows"), "{error}");
}
