//! Files over all documents from the outside: which there are, that they do not depend on order and threads, and what
//! happens where one cannot be written.

use std::ffi::OsStr;
use std::fs;

use crate::common::{PLAN, Room, gangyao, tree};

/// All formats over all documents. A new database is written in one go, so that even its bytes are the same.
const TABLES: &str = "csv,parquet,sqlite,xlsx";

fn plans() -> Vec<(String, String)> {
    (0..24)
        .map(|n| (format!("{:02}.txt", 23 - n), PLAN.replace("900", &format!("9{n:02}")).repeat(n % 3 + 1)))
        .collect()
}

fn room(plans: &[(String, String)]) -> Room {
    Room::new(&plans.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

/// The first line and the number of lines of a CSV file without line breaks in cells.
fn lines(room: &Room, table: &str) -> (String, usize) {
    let text = fs::read_to_string(room.out().join(format!("csv/{table}.csv"))).unwrap();
    (text.lines().next().unwrap().to_owned(), text.lines().count())
}

#[test]
fn tables_hold_the_records_of_all_documents() {
    let room = room(&plans());
    assert_eq!(room.convert(&["--format", "csv"]).code, 0);
    let (head, count) = lines(&room, "documents");
    assert!(head.starts_with("file,doc,id,seq,parent,path,"), "{head}");
    assert_eq!(count, 25);
    assert_eq!(lines(&room, "terms").1, 1, "a table without rows has its head");
    assert!(room.out().join("csv/datapackage.json").exists());
    assert!(!room.out().join("00.txt.json").exists(), "only what was asked for is written");
}

#[test]
fn heads_can_be_chinese_and_marked_for_excel() {
    let room = room(&plans()[..1]);
    assert_eq!(room.convert(&["--format", "csv", "--headers", "zh", "--bom"]).code, 0);
    let (head, _) = lines(&room, "indicators");
    assert!(head.starts_with("\u{FEFF}来源文件,文件编号,记录编号,"), "{head}");
    let package = fs::read_to_string(room.out().join("csv/datapackage.json")).unwrap();
    assert!(package.contains("\"name\": \"来源文件\""));
}

#[test]
fn neither_threads_nor_the_order_of_inputs_show() {
    let room = room(&plans());
    let names: Vec<_> = (0..24).map(|n| room.input().join(format!("{n:02}.txt"))).collect();
    let run = |backwards: bool, jobs: &str| {
        let mut names = names.clone();
        if backwards {
            names.reverse();
        }
        let (format, out) = (format!("json,jsonl,{TABLES}"), room.out());
        let mut arguments =
            vec![OsStr::new("convert"), OsStr::new("--format"), format.as_ref(), "-o".as_ref()];
        arguments.extend([out.as_os_str(), "--jobs".as_ref(), jobs.as_ref()]);
        arguments.extend(names.iter().map(|name| name.as_os_str()));
        assert_eq!(gangyao(arguments).code, 0);
        let files = tree(&out);
        fs::remove_dir_all(out).unwrap();
        files
    };
    let first = run(false, "1");
    assert!(first.len() > 90);
    assert!(first == run(true, "1"));
    assert!(first == run(true, "2"));
    assert!(first == run(false, "8"));
}

#[test]
fn a_table_that_cannot_be_written_is_named_and_harms_no_other_file() {
    let room = room(&plans()[..1]);
    fs::create_dir_all(room.out().join("csv/terms.csv")).unwrap();
    let ran = room.convert(&["--format", "json,csv,sqlite"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("csv/terms.csv"), "{}", ran.err);
    let files = tree(&room.out());
    assert!(files.keys().all(|name| !name.contains(".tmp") && !name.ends_with(".csv")), "{:?}", files.keys());
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let room = room(&plans()[..1]);
    fs::create_dir_all(room.out()).unwrap();
    fs::write(room.out().join("gangyao.sqlite"), "第一章").unwrap();
    let ran = room.convert(&["--format", "sqlite"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("gangyao.sqlite: is no SQLite database; move it away"), "{}", ran.err);
    assert!(ran.err.trim_end().ends_with("(database-invalid)"), "{}", ran.err);
    assert_eq!(fs::read(room.out().join("gangyao.sqlite")).unwrap(), "第一章".as_bytes());
}

#[test]
fn a_newer_database_and_half_of_one_are_left_alone() {
    let room = room(&plans()[..1]);
    assert_eq!(room.convert(&["--format", "csv,sqlite"]).code, 0);
    let path = room.out().join("gangyao.sqlite");
    let whole = fs::read(&path).unwrap();
    // The header of a SQLite file has the version of its tables at byte 60.
    let newer = [&whole[..60], &99_u32.to_be_bytes(), &whole[64..]].concat();
    for (bytes, said) in [
        (newer, "was made by a newer gangyao (version 99"),
        (whole[..6000].to_vec(), "is no whole SQLite database"),
    ] {
        fs::write(&path, &bytes).unwrap();
        let before = tree(&room.out());
        let ran = room.convert(&["--format", "sqlite"]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("gangyao.sqlite") && ran.err.contains(said), "{}", ran.err);
        assert!(before == tree(&room.out()));
    }
}

#[test]
fn output_with_tables_verifies_and_becomes_a_panel() {
    let room = room(&plans()[..3]);
    assert_eq!(room.convert(&["--format", "json,source,csv,parquet,sqlite,xlsx"]).code, 0);
    let verified = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    let panel = room.folder.path().join("panel.csv");
    let ran = gangyao(["panel".as_ref(), room.out().as_os_str(), "-o".as_ref(), panel.as_os_str()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The plans have no indicators, and that is told.
    assert_eq!(fs::read_to_string(&panel).unwrap().lines().count(), 1);
    let report = fs::read_to_string(room.folder.path().join("panel.report.csv")).unwrap();
    assert_eq!(report.matches("no-indicators").count(), 3, "{report}");
}

#[test]
fn files_of_others_in_the_output_folder_stay() {
    let room = room(&plans()[..2]);
    let others = ["notes.txt", "csv/mine.csv", "parquet/mine.parquet", "old.sqlite", "csv/.gangyao-1-0.tmp"];
    for name in others {
        let path = room.out().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    }
    assert_eq!(room.convert(&["--format", "json,csv,parquet,sqlite,xlsx"]).code, 0);
    assert_eq!(room.convert(&["--format", "json,csv,parquet,sqlite,xlsx"]).code, 0);
    let files = tree(&room.out());
    for name in others {
        assert!(files[name] == name.as_bytes(), "{name}");
    }
}

#[test]
fn a_second_run_adds_to_the_database_and_replaces_other_tables() {
    let (first, second) = (plans(), plans().split_off(20));
    let room = room(&first[..20]);
    let formats = ["--format", "csv,sqlite"];
    assert_eq!(room.convert(&formats).code, 0);
    let size = |room: &Room| fs::metadata(room.out().join("gangyao.sqlite")).unwrap().len();
    let before = size(&room);
    for (name, _) in &first[..20] {
        fs::remove_file(room.input().join(name)).unwrap();
    }
    for (name, text) in &second {
        fs::write(room.input().join(name), text).unwrap();
    }
    assert_eq!(room.convert(&formats).code, 0);
    assert!(size(&room) > before);
    assert_eq!(lines(&room, "documents").1, 1 + second.len());
    let left: Vec<_> = tree(&room.out()).into_keys().filter(|name| name.contains("sqlite")).collect();
    assert_eq!(left, ["gangyao.sqlite"], "no journal is left");
}
