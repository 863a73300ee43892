//! Files written in batches of several sizes, read back with the reader of the same library.

use bytes::Bytes;
use gangyao_definition::table;
use gangyao_tables::TableRows;
use parquet::basic::Encoding;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::*;

fn press() -> Arc<Mutex<Press>> {
    Arc::new(Mutex::new(Press::new().unwrap()))
}

/// Writes `count` rows of `counts` in batches of `batch`.
fn file(count: usize, batch: usize) -> Vec<u8> {
    let table = table("counts").unwrap();
    let mut out = ParquetTable::new(table, press(), Vec::new()).unwrap();
    let mut rows = TableRows::new(table);
    for n in 0..count {
        rows.row().text("a.txt").text("0123456789ab").text("chapter").integer(n as i64).end();
        if rows.len() == batch {
            out.add(&rows).unwrap();
            rows = TableRows::new(table);
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
    let mut out = ParquetTable::new(table, press(), Vec::new()).unwrap();
    out.add(&rows).unwrap();
    let reader = SerializedFileReader::new(Bytes::from(out.close().unwrap())).unwrap();
    let parents: Vec<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().last().unwrap().1.to_string())
        .collect();
    assert_eq!(parents, ["null", "\"\""]);
}

/// All rows of a file, each as the library shows it.
fn rows(reader: &SerializedFileReader<Bytes>) -> Vec<String> {
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
}

#[test]
fn row_groups_are_bounded() {
    // Places of three texts, and the number, until that is compressed.
    let least = BYTES / (3 * 4 + 8);
    let most = BYTES / (3 * 4);
    let reader = SerializedFileReader::new(Bytes::from(file(2 * most + 5, 1000))).unwrap();
    let groups: Vec<usize> =
        reader.metadata().row_groups().iter().map(|group| group.num_rows() as usize).collect();
    assert_eq!(groups.iter().sum::<usize>(), 2 * most + 5);
    assert!(groups.len() == 3 && groups[0] == groups[1] && (least..most).contains(&groups[0]), "{groups:?}");
    let rows = rows(&reader);
    assert!(rows[2 * most].ends_with(&format!("records: {}}}", 2 * most)), "{}", rows[2 * most]);
}

#[test]
fn texts_that_differ_are_given_up_to_look_for() {
    let table = table("records").unwrap();
    let mut out = ParquetTable::new(table, press(), Vec::new()).unwrap();
    let mut expected = Vec::new();
    // The parents differ: at first each stands twice, later once; documents are cut where pages are not.
    for document in 0..60 {
        let mut document_rows = TableRows::new(table);
        for row in 0..999 {
            let (id, n) = (format!("{document}-{row}"), document * 999 + row);
            let parent =
                if n < 900 { format!("p{}", n / 2) } else { format!("parent {n} of many").repeat(3) };
            let parent = (n % 7 > 0).then_some(parent.as_str());
            let file = format!("{document}.txt");
            let row = document_rows.row().text(file.as_str()).text("0123456789ab").text(id.as_str());
            row.text(["chapter", "section"][n % 2]).integer(n as i64 * 3 % 1000).text(parent).end();
            let parent = parent.map_or("null".to_owned(), |parent| format!("{parent:?}"));
            expected.push(format!(
                r#"{{file: "{file}", doc: "0123456789ab", id: "{id}", type: "{}", seq: {}, parent: {parent}}}"#,
                ["chapter", "section"][n % 2],
                n * 3 % 1000,
            ));
        }
        out.add(&document_rows).unwrap();
    }
    let reader = SerializedFileReader::new(Bytes::from(out.close().unwrap())).unwrap();
    assert!(rows(&reader) == expected);
    let column = |place: usize| reader.metadata().row_group(0).column(place);
    let has = |place: usize, encoding| column(place).encodings().any(|other| other == encoding);
    assert!(has(3, Encoding::RLE_DICTIONARY) && !has(5, Encoding::RLE_DICTIONARY));
    let statistics = column(5).statistics().unwrap();
    assert_eq!(statistics.null_count_opt(), Some(expected.len().div_ceil(7) as u64));
    let statistics = column(4).statistics().unwrap();
    assert_eq!(
        statistics.min_bytes_opt().zip(statistics.max_bytes_opt()).map(|(min, max)| (min[0], max[0])),
        Some((0, 231))
    );
    let statistics = column(3).statistics().unwrap();
    assert_eq!(statistics.min_bytes_opt(), Some(&b"chapter"[..]));
    assert!(statistics.min_is_exact() && statistics.max_is_exact());
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
    let failed = ParquetTable::new(table("counts").unwrap(), press(), Full).and_then(ParquetTable::close);
    assert_eq!(failed.err().unwrap().kind(), io::ErrorKind::StorageFull);
}
