//! Databases that are new, added to, older, newer, locked or no database; what their views and their full text say.

use std::fs;

use gangyao_definition::tables;
use gangyao_model::{Conversion, Record, Span};
use gangyao_tables::{Cell, flatten};
use rusqlite::types::ValueRef;

use super::*;
use crate::load::Bounds;

const PLAN: &str = include_str!("../../exporter/tests/data/plan.txt.json");

fn conversion() -> Conversion {
    serde_json::from_str(PLAN).unwrap()
}

/// A database with the plan under each name.
fn with(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = in_folder(folder.path());
    let mut database = Database::create(&path).unwrap();
    for file in files {
        database.add(&flatten(&conversion(), file)).unwrap();
    }
    database.close().unwrap();
    (folder, path)
}

fn ask<T: rusqlite::types::FromSql>(path: &Path, sql: &str) -> T {
    Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The code of the error that opening gives, and proof that the file is as it was.
fn refuses(path: &Path, code: &str) {
    let before = fs::read(path).unwrap();
    let error = Database::open(path).err().expect("it is refused");
    assert_eq!(error.code(), code, "{error}");
    assert!(before == fs::read(path).unwrap());
}

#[test]
fn every_table_has_the_rows_that_are_given() {
    let (_folder, path) = with(&["a.txt", "b.txt"]);
    let rows = flatten(&conversion(), "a.txt");
    for (table, rows) in tables().iter().zip(rows.tables()) {
        let count: i64 = ask(&path, &format!("SELECT count(*) FROM {}", table.name));
        assert_eq!(count, 2 * rows.len() as i64, "{}", table.name);
    }
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
    assert_eq!(ask::<i64>(&path, "PRAGMA user_version"), VERSION);
    assert_eq!(ask::<i64>(&path, "SELECT files FROM v_copies"), 2);
}

#[test]
fn a_document_that_comes_again_replaces_itself() {
    let (_folder, path) = with(&["a.txt", "b.txt"]);
    let rows = |sql: &str| {
        let connection = Connection::open(&path).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    const ALL: &str = "SELECT record || id || type || path FROM records ORDER BY record";
    let before = rows(ALL);
    let mut database = Database::open(&path).unwrap();
    let mut shorter = conversion();
    shorter.records.truncate(3);
    database.add(&flatten(&shorter, "a.txt")).unwrap();
    database.close().unwrap();
    assert!(rows(ALL).len() < before.len());
    let mut database = Database::open(&path).unwrap();
    database.add(&flatten(&conversion(), "a.txt")).unwrap();
    database.close().unwrap();
    assert_eq!(rows(ALL), before);
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    // Its words are in the index once, and not once more for the rows that were replaced.
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM search WHERE words MATCH '低空'"), 2);
}

#[test]
fn a_document_that_comes_twice_in_one_session_is_found_once() {
    // A database that was there may have documents already, so that they are replaced.
    let (_folder, path) = with(&["b.txt"]);
    let mut database = Database::open(&path).unwrap();
    let mut shorter = conversion();
    shorter.records.truncate(3);
    for conversion in [&conversion(), &shorter, &conversion()] {
        database.add(&flatten(conversion, "a.txt")).unwrap();
    }
    database.close().unwrap();
    let (_folder, once) = with(&["b.txt", "a.txt"]);
    for word in ["低空", "创新", "森林"] {
        let found = format!("SELECT count(*) FROM search WHERE words MATCH '{word}'");
        assert_eq!(ask::<i64>(&path, &found), ask::<i64>(&once, &found), "{word}");
    }
}

#[test]
fn words_of_two_characters_and_more_are_found() {
    let (_folder, path) = with(&["a.txt"]);
    let count = |condition: &str| {
        ask::<i64>(&path, &format!("SELECT count(*) FROM search WHERE words MATCH {condition}"))
    };
    assert_eq!(count("'低空'"), 1);
    assert_eq!(count("'\"低空 空经 经济\"'"), 1);
    assert_eq!(count("'\"低空 空经 经贸\"'"), 0);
    assert_eq!(count("'低经'"), 0);
    let pairs = "(SELECT '\"' || group_concat(substr('低空经济', n, 2), ' ') || '\"' FROM places WHERE n < length('低空经济'))";
    assert_eq!(count(pairs), 1);
    assert!(
        ask::<String>(&path, "SELECT text FROM v_search WHERE words MATCH '低空'")
            .starts_with("低空经济：以低空空域")
    );
}

#[test]
fn what_is_found_has_its_text() {
    let (_folder, path) = with(&["a.txt", "b.txt"]);
    let found: i64 = ask(&path, "SELECT count(*) FROM search_docsize");
    assert!(found >= 16, "{found} records with words");
    let texts = "SELECT count(*) FROM search_docsize LEFT JOIN v_texts ON v_texts.record = search_docsize.id
        WHERE coalesce(text, '') = ''";
    assert_eq!(ask::<i64>(&path, texts), 0);
    // In the title, a heading, a paragraph and an indicator, a box, a project, a term.
    for word in ["规划", "总则", "地区", "指标", "农业", "低空"] {
        let sql = |what: &str| format!("SELECT count(*) FROM v_search WHERE words MATCH '{word}' {what}");
        assert!(ask::<i64>(&path, &sql("")) >= 2, "{word}");
        let with_word = sql(&format!("AND instr(text, '{word}') > 0"));
        assert_eq!(ask::<i64>(&path, &with_word), ask::<i64>(&path, &sql("")), "{word}");
        let same = sql(
            "AND text = (SELECT text FROM v_texts JOIN records USING (record) JOIN documents USING (document)
            WHERE documents.file = v_search.file AND records.id = v_search.id)",
        );
        assert_eq!(ask::<i64>(&path, &same), ask::<i64>(&path, &sql("")), "{word}");
    }
    // Whatever the size of the database, no table is gone through but the index.
    let connection = Connection::open(&path).unwrap();
    let mut plan = connection
        .prepare("EXPLAIN QUERY PLAN SELECT file, text FROM v_search WHERE words MATCH '低空'")
        .unwrap();
    let steps = plan.query_map([], |row| row.get::<_, String>(3)).unwrap().map(Result::unwrap);
    let scans: Vec<String> = steps.filter(|step| step.starts_with("SCAN")).collect();
    assert!(matches!(&scans[..], [one] if one.starts_with("SCAN search ")), "{scans:?}");
}

#[test]
fn views_can_be_read() {
    let (_folder, path) = with(&["a.txt"]);
    for view in ["v_indicators", "v_targets", "v_projects", "v_texts", "v_search", "v_copies", "places"] {
        ask::<i64>(&path, &format!("SELECT count(*) FROM {view}"));
    }
    let values = ask::<i64>(&path, "SELECT count(*) FROM indicator_values");
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM v_indicators"), values);
    let projects = ask::<i64>(&path, "SELECT count(*) FROM projects");
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM v_projects"), projects);
}

#[test]
fn what_is_no_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = in_folder(folder.path());
    fs::write(&path, "第一章").unwrap();
    refuses(&path, "database-invalid");
    fs::write(&path, [&MAGIC[..], &[0xAB; 4096]].concat()).unwrap();
    refuses(&path, "database-invalid");
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = in_folder(folder.path());
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    refuses(&path, "database-foreign");
}

#[test]
fn a_newer_database_is_left_alone() {
    let (_folder, path) = with(&["a.txt"]);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", VERSION + 1).unwrap();
    refuses(&path, "database-newer");
}

#[test]
fn a_locked_database_is_named() {
    let (_folder, path) = with(&["a.txt"]);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    refuses(&path, "database-locked");
}

/// All rows of all tables and what the index finds, as text.
fn dump(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut all = Vec::new();
    for table in tables() {
        let mut statement = connection.prepare(&format!("SELECT * FROM {}", table.name)).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap()));
            all.push(format!("{} {}", table.name, cells.collect::<Vec<_>>().join(" ")));
        }
    }
    all.push(ask::<i64>(path, "SELECT count(*) FROM search WHERE words MATCH '低空 OR 农业'").to_string());
    all
}

#[test]
fn a_database_that_grew_is_one_that_was_made_at_once() {
    let (_one, at_once) = with(&["a.txt", "b.txt", "c.txt"]);
    let (_two, grown) = with(&["a.txt"]);
    let mut database = Database::open(&grown).unwrap();
    database.add(&flatten(&conversion(), "b.txt")).unwrap();
    database.add(&flatten(&conversion(), "c.txt")).unwrap();
    database.close().unwrap();
    assert_eq!(dump(&at_once), dump(&grown));
    let schema = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
    assert!(ask::<String>(&at_once, schema) == ask::<String>(&grown, schema));
}

/// Everything that the index says: words, records, and places.
fn instances(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, search, instance)").unwrap();
    let mut statement =
        connection.prepare("SELECT term || ' ' || doc || ' ' || offset FROM v ORDER BY doc, offset").unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// A database as small files are added to it by statements.
fn by_statements(documents: &[(String, Conversion)]) -> (tempfile::TempDir, PathBuf) {
    let (folder, path) = with(&[]);
    let mut database = Database::open(&path).unwrap();
    for (file, conversion) in documents {
        database.add(&flatten(conversion, file)).unwrap();
    }
    database.close().unwrap();
    (folder, path)
}

/// The plan under many names, and with texts that are hard to keep: longer than a page, without a word, of rare characters,
/// with words in capitals and words that only their end tells apart.
fn hard_documents() -> Vec<(String, Conversion)> {
    let texts = [
        "算力".repeat(20_000),
        "发展，".repeat(30_000),
        "！？".to_owned(),
        "𠀀𠀁甲𠀂、𠀀、乙".to_owned(),
        "Abcdefghijk ABCDEFGHIJL abcdefghij 5G 〇一 かな 한국 豈更".to_owned(),
        "X".repeat(40_000) + "，" + &"x".repeat(50_000),
        (0..9_000).map(|n| format!("{n}，w{n:09}，")).collect(),
        char::from_u32(0x4E00).into_iter().chain('一'..='\u{6FFF}').collect(),
    ];
    let mut documents = Vec::new();
    for n in 0..60 {
        let mut conversion = conversion();
        if let Some(text) = texts.get(n) {
            let paragraph = conversion.records.iter_mut().find_map(|record| match record {
                Record::Paragraph(paragraph) => Some(paragraph),
                _ => None,
            });
            paragraph.unwrap().text.clone_from(text);
        }
        documents.push((format!("{:03}.txt", 97 * n % 60), conversion));
    }
    documents
}

#[test]
fn what_is_written_at_once_is_what_statements_write() {
    let documents = hard_documents();
    let (_one, expected) = by_statements(&documents);
    let many_segments = || Bounds { text: [300, 600], ..Bounds::default() };
    for (bounds, segments) in [
        (Bounds::default(), 1..=1),
        (many_segments(), 20..=60),
        // Segments get longer where there are many.
        (Bounds { text: [300, 100_000], ..Bounds::default() }, 8..=15),
        // What comes after them is added by statements.
        (Bounds { segments: 5, ..many_segments() }, 6..=7),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = in_folder(folder.path());
        let mut database = Database::create_within(&path, bounds).unwrap();
        for (file, conversion) in &documents {
            database.add(&flatten(conversion, file)).unwrap();
        }
        database.close().unwrap();
        assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
        assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
        // FTS5 looks at its own index, and takes what is wrong there for an error.
        Connection::open(&path)
            .unwrap()
            .execute("INSERT INTO search (search) VALUES ('integrity-check')", [])
            .unwrap();
        let found = ask::<i64>(&path, "SELECT count(DISTINCT segid) FROM search_idx");
        assert!(segments.contains(&found), "{found} segments");
        assert!(dump(&path) == dump(&expected));
        assert!(instances(&path) == instances(&expected));
        for query in
            ["'算力'", "'\"力算 算力\"'", "'发展 AND 低空'", "'发展 NOT 低空'", "'abcdefghijk'", "'w00000*'"]
        {
            for order in ["rank, rowid", "rowid DESC"] {
                let sql = format!(
                    "SELECT group_concat(rowid || ' ' || round(rank, 9)) FROM
                    (SELECT rowid, rank FROM search WHERE words MATCH {query} ORDER BY {order})"
                );
                assert_eq!(ask::<Option<String>>(&path, &sql), ask(&expected, &sql), "{query}");
            }
        }
        // It can be changed as any other.
        let mut database = Database::open(&path).unwrap();
        database.add(&flatten(&conversion(), "000.txt")).unwrap();
        database.close().unwrap();
        assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
        assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM search WHERE words MATCH '\"力算 算力\"'"), 0);
    }
}

#[test]
fn a_document_with_two_records_of_one_id_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::create(&in_folder(folder.path())).unwrap();
    let mut broken = conversion();
    let first = broken.records[1].clone();
    broken.records.push(first);
    let error = database.add(&flatten(&broken, "a.txt")).unwrap_err();
    assert_eq!(error.code(), "output-failed", "{error}");
    // What is half written is not gone on with.
    assert!(database.add(&flatten(&conversion(), "b.txt")).is_err());
    assert!(database.close().is_err());
}

/// What version 2 had in place of `spans`: a table with every row.
const EVIDENCE_OF_VERSION_2: &str = "
    CREATE TABLE earlier (
        record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
        of TEXT NOT NULL /* record | cell | component */,
        item INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        char_start INTEGER NOT NULL,
        char_end INTEGER NOT NULL,
        page INTEGER,
        x0 REAL, y0 REAL, x1 REAL, y1 REAL,
        ocr INTEGER NOT NULL CHECK (ocr IN (0, 1)),
        PRIMARY KEY (record, of, item, ordinal)
    ) WITHOUT ROWID;
    INSERT INTO earlier SELECT * FROM evidence;
    DROP VIEW evidence; DROP TABLE spans; ALTER TABLE earlier RENAME TO evidence;
    PRAGMA user_version = 2;";

fn sorted(mut rows: Vec<String>) -> Vec<String> {
    rows.sort_unstable();
    rows
}

#[test]
fn a_database_of_version_3_is_brought_up_to_date() {
    let (_folder, path) = with(&["a.txt", "b.txt"]);
    let before = dump(&path);
    let schema = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
    let expected = ask::<String>(&path, schema);
    // It had another index of parents, and none of files.
    let earlier = "DROP INDEX documents_by_file; DROP INDEX records_by_parent; DROP VIEW v_search;
        CREATE INDEX records_by_parent ON records (parent); CREATE VIEW v_search AS SELECT 1 AS one;
        PRAGMA user_version = 3";
    Connection::open(&path).unwrap().execute_batch(earlier).unwrap();
    let mut database = Database::open(&path).unwrap();
    database.add(&flatten(&conversion(), "a.txt")).unwrap();
    database.close().unwrap();
    assert_eq!(ask::<i64>(&path, "PRAGMA user_version"), VERSION);
    assert!(ask::<String>(&path, schema) == expected);
    assert_eq!(dump(&path), before);
    assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
}

#[test]
fn a_database_of_version_2_is_brought_up_to_date() {
    let (_folder, path) = with(&["a.txt", "b.txt"]);
    let before = sorted(dump(&path));
    Connection::open(&path).unwrap().execute_batch(EVIDENCE_OF_VERSION_2).unwrap();
    let all: i64 = ask(&path, "SELECT count(*) FROM evidence");
    let mut database = Database::open(&path).unwrap();
    assert_eq!(ask::<i64>(&path, "PRAGMA user_version"), VERSION);
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM spans"), all);
    assert_eq!(sorted(dump(&path)), before);
    database.add(&flatten(&conversion(), "a.txt")).unwrap();
    database.close().unwrap();
    assert_eq!(sorted(dump(&path)), before);
    assert!(ask::<i64>(&path, "SELECT count(*) FROM spans") < all);
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
}

#[test]
fn a_database_of_version_1_is_brought_up_to_date() {
    let (_folder, path) = with(&["a.txt"]);
    let before = sorted(dump(&path));
    // Version 1 had no column `unreadable` and another view.
    let earlier = "DROP VIEW v_targets; DROP VIEW v_indicators; CREATE VIEW v_indicators AS SELECT 1 AS one;
        DROP INDEX records_by_id; ALTER TABLE indicator_values DROP COLUMN unreadable; DROP TABLE mentions;
        PRAGMA user_version = 1";
    Connection::open(&path).unwrap().execute_batch(&[EVIDENCE_OF_VERSION_2, earlier].concat()).unwrap();
    let mut database = Database::open(&path).unwrap();
    assert_eq!(ask::<i64>(&path, "PRAGMA user_version"), VERSION);
    assert_eq!(ask::<i64>(&path, "SELECT sum(unreadable) FROM indicator_values"), 0);
    database.add(&flatten(&conversion(), "a.txt")).unwrap();
    database.close().unwrap();
    assert_eq!(sorted(dump(&path)), before);
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM v_targets WHERE source = 'indicator'"), 1);
    assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
}

#[test]
fn evidence_is_every_span_also_where_the_record_tells_it() {
    let (_folder, path) = with(&["a.txt"]);
    // One record on two spans, one on none, one with a place on its page, one from a recogniser.
    let mut changed = conversion();
    let changes: [fn(&mut Vec<Span>); 4] = [
        |spans| spans.push(spans[0]),
        |spans| spans.clear(),
        |spans| spans[0].bbox = Some([1.0, 2.0, 3.0, 4.5]),
        |spans| spans[0].ocr = true,
    ];
    let places = changed.records.iter_mut().filter_map(|record| match record {
        Record::Chapter(heading) => Some(&mut heading.common.evidence),
        Record::Paragraph(paragraph) => Some(&mut paragraph.common.evidence),
        Record::Quantity(quantity) => Some(&mut quantity.common.evidence),
        Record::Term(term) => Some(&mut term.common.evidence),
        _ => None,
    });
    let count = places.zip(changes).map(|(evidence, change)| change(evidence)).count();
    assert_eq!(count, changes.len());
    let mut database = Database::open(&path).unwrap();
    database.add(&flatten(&changed, "b.txt")).unwrap();
    database.close().unwrap();
    for (file, conversion) in [("a.txt", conversion()), ("b.txt", changed)] {
        let rows = flatten(&conversion, file);
        let rows = rows.tables().iter().find(|rows| rows.table().name == "evidence").unwrap();
        let mut expected: Vec<String> = (0..rows.len())
            .map(|row| {
                (2..rows.columns().len()).map(|column| format!("{:?} ", rows.cell(row, column))).collect()
            })
            .collect();
        expected.sort_unstable();
        let connection = Connection::open(&path).unwrap();
        let sql = format!(
            "SELECT records.id, of, item, ordinal, evidence.char_start, evidence.char_end, evidence.page, x0, y0, x1, y1, ocr
            FROM evidence JOIN records USING (record) JOIN documents USING (document) WHERE file = '{file}'"
        );
        let mut statement = connection.prepare(&sql).unwrap();
        let columns = statement.column_count();
        let spelt = |row: &rusqlite::Row<'_>| {
            let cell = |at| match row.get_ref(at).unwrap() {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) if at + 1 == columns => Cell::Boolean(number == 1),
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Real(number) => Cell::Number(number),
                other => Cell::Text(other.as_str().unwrap()),
            };
            Ok((0..columns).map(|at| format!("{:?} ", cell(at))).collect::<String>())
        };
        let found = statement.query_map([], |row| spelt(row)).unwrap().map(Result::unwrap).collect();
        assert_eq!(sorted(found), expected, "{file}");
    }
}

#[test]
fn documents_of_more_than_a_batch_are_all_there() {
    let files: Vec<String> = (0..2 * BATCH + 3).map(|n| format!("{n:03}.txt")).collect();
    let (_folder, path) = with(&["000.txt"]);
    let mut database = Database::open(&path).unwrap();
    for file in &files {
        database.add(&flatten(&conversion(), file)).unwrap();
    }
    database.close().unwrap();
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM documents"), files.len() as i64);
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM search WHERE words MATCH '低空'"), files.len() as i64);
    assert!(!path.with_extension("sqlite-wal").exists());
}

#[test]
fn a_run_that_was_cut_off_harms_no_document() {
    let (folder, path) = with(&["a.txt"]);
    let before = dump(&path);
    let mut database = Database::open(&path).unwrap();
    for n in 0..BATCH + 5 {
        database.add(&flatten(&conversion(), &format!("b{n}.txt"))).unwrap();
    }
    // What would be on the disk if the program ended here: one transaction is committed, the next is not.
    let cut_off = folder.path().join("cut-off");
    fs::create_dir(&cut_off).unwrap();
    for ending in ["", "-wal"] {
        let name = format!("gangyao.sqlite{ending}");
        fs::copy(folder.path().join(&name), cut_off.join(&name)).unwrap();
    }
    drop(database);
    let path = in_folder(&cut_off);
    Database::open(&path).unwrap().close().unwrap();
    assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM documents"), 1 + BATCH as i64);
    let first = dump(&path);
    assert!(before[..before.len() - 1].iter().all(|row| first.contains(row)));
}

#[test]
fn a_database_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(in_folder(folder.path())).unwrap();
    let error = Database::open(&in_folder(folder.path())).err().expect("a folder is no database");
    assert_eq!(error.code(), "output-failed", "{error}");
}

#[test]
fn a_transaction_that_fails_leaves_the_document_as_it_was() {
    let (_folder, path) = with(&["a.txt"]);
    let before: i64 = ask(&path, "SELECT count(*) FROM records");
    let mut database = Database::open(&path).unwrap();
    // Two records with one id, which the index refuses.
    let mut broken = conversion();
    let first = broken.records[0].clone();
    broken.records.push(first);
    assert_eq!(database.add(&flatten(&broken, "a.txt")).unwrap_err().code(), "output-failed");
    // Nor does it spoil what comes after it.
    database.add(&flatten(&conversion(), "b.txt")).unwrap();
    database.close().unwrap();
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM records"), 2 * before);
    assert_eq!(ask::<i64>(&path, "SELECT count(*) FROM search WHERE words MATCH '低空'"), 2);
    assert_eq!(ask::<String>(&path, "PRAGMA integrity_check"), "ok");
}
