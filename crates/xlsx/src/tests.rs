use super::*;

#[test]
fn an_empty_book_has_all_sheets_and_the_same_bytes() {
    for headers in [Headers::English, Headers::Chinese] {
        let write = || {
            let mut out = Vec::new();
            Book::new(headers).unwrap().write(&mut out).unwrap();
            out
        };
        let bytes = write();
        assert!(bytes.starts_with(b"PK"));
        assert!(bytes == write());
    }
}

#[test]
fn too_many_rows_are_an_error_before_any_is_written() {
    let book = Book::new(Headers::English).unwrap();
    let sheet = book.sheets[0].as_ref().unwrap();
    assert_eq!(sheet.room_for(sheet::MAX_ROWS).unwrap(), 1);
    let error = sheet.room_for(sheet::MAX_ROWS + 1).unwrap_err();
    assert_eq!(error.code(), "xlsx-too-many-rows");
    assert!(error.to_string().contains("documents would have 1048576 rows"), "{error}");
}
