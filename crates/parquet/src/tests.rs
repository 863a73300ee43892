//! Files written in batches of several sizes, read back with the reader of the same library.

use gangyao_definition::table;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::*;

/// Writes `count` rows of `counts` in batches of `batch`.
fn file(count: usize, batch: usize) -> Vec<u8> {
    let table = table("counts").unwrap();
    let mut out = ParquetTable::new(table, Vec::new()).unwrap();
    let mut rows = TableRows::new(table);
    for n in 0..count {
        rows.row().text("a.txt").text("0123456789ab").text("chapter").integer(n as i64).end();
        if rows.len() == batch {
            out.add(&rows).unwrap();
            rows.clear();
        }
    }
    out.add(&rows).unwrap();
    out.close().unwrap()
}

#[test]
fn an_empty_file_has_the_whole_schema() {
    let reader = SerializedFileReader::new(Bytes::from(file(0, 1))).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, ["file", "doc", "type", "records"]);
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
}

#[test]
fn what_is_written_is_read() {
    let reader = SerializedFileReader::new(Bytes::from(file(3, 2))).unwrap();
    let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2], r#"{file: "a.txt", doc: "0123456789ab", type: "chapter", records: 2}"#);
}

#[test]
fn absent_cells_are_null() {
    let table = table("records").unwrap();
    let mut rows = TableRows::new(table);
    rows.row().text("a.txt").text("0123456789ab").text("x").text("document").integer(0).null().end();
    rows.row().text("a.txt").text("0123456789ab").text("y").text("chapter").integer(1).text("").end();
    let mut out = ParquetTable::new(table, Vec::new()).unwrap();
    out.add(&rows).unwrap();
    let reader = SerializedFileReader::new(Bytes::from(out.close().unwrap())).unwrap();
    let parents: Vec<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().last().unwrap().1.to_string())
        .collect();
    assert_eq!(parents, ["null", "\"\""]);
}

#[test]
fn row_groups_are_bounded() {
    // The texts of a row, and the end of each, and the number.
    let row = "a.txt".len() + "0123456789ab".len() + "chapter".len() + 3 * 8 + 8;
    let rows = BYTES / row + 1;
    let reader = SerializedFileReader::new(Bytes::from(file(2 * rows + 5, 1))).unwrap();
    let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [rows as i64, rows as i64, 5]);
}

#[test]
fn a_full_disk_comes_through() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let failed = ParquetTable::new(table("counts").unwrap(), Full).and_then(ParquetTable::close);
    assert_eq!(failed.err().unwrap().kind(), io::ErrorKind::StorageFull);
}
