//! `gangyao diff` from the outside: output, exit codes, bad input.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use crate::common::{PLAN, Ran, Room, gangyao};

/// A room with the plan in `out` and an edited copy in `new`.
struct Versions {
    room: Room,
    new: PathBuf,
}

impl Versions {
    fn new(edited: &str) -> Self {
        let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
        assert_eq!(room.convert(&["--format", "json"]).code, 0);
        let (input, new) = (room.input().join("plan.txt"), room.folder.path().join("new"));
        fs::write(&input, edited).unwrap();
        let ran = gangyao([OsStr::new("convert"), room.input().as_os_str(), "-o".as_ref(), new.as_os_str()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        Self { room, new }
    }

    fn diff(&self, name: &str, more: &[&str]) -> Ran {
        let (old, new) = (self.room.out().join(name), self.new.join(name));
        let mut arguments = vec![OsStr::new("diff"), old.as_os_str(), new.as_os_str()];
        arguments.extend(more.iter().map(OsStr::new));
        gangyao(arguments)
    }
}

#[test]
fn a_change_is_told_in_a_line() {
    let versions = Versions::new(&PLAN.replace("乙水库", "丁水库"));
    let ran = versions.diff("plan.txt.json", &[]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.starts_with("1 document compared, 0 equal\n  project      1 changed\n"), "{}", ran.out);
    let told = "changed project 农业提升工程, component: 乙水库 → 丁水库\n    \
                description: 推进甲园区、乙水库等项目。 → 推进甲园区、丁水库等项目。\n";
    assert!(ran.out.ends_with(told), "{}", ran.out);
}

#[test]
fn equal_documents_are_no_failure() {
    let versions = Versions::new(PLAN);
    for (format, said) in [
        ("text", "no changes in 1 document\n"),
        ("markdown", "# Changes\n\nNo changes.\n"),
        ("json", "\"equal\": true"),
    ] {
        let ran = versions.diff("plan.txt.json", &["--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains(said), "{}", ran.out);
    }
}

#[test]
fn programs_and_issues_get_their_formats() {
    let versions =
        Versions::new(&PLAN.replace("900亿元", "950亿元").replace("第二章 保障\n加强", "第二章 实施\n加强"));
    let ran = versions.diff("plan.txt.json", &["--format", "json"]);
    assert_eq!(ran.code, 1);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["schema"], "gangyao-diff/1");
    let changes = value["documents"][0]["changes"].as_array().unwrap();
    let quantity = changes.iter().find(|change| change["type"] == "quantity").unwrap();
    assert_eq!(quantity["fields"][0]["old"]["number"], 90_000_000_000_u64);
    assert_eq!(quantity["fields"][0]["new"]["number"], 95_000_000_000_u64);
    assert_eq!(changes[quantity["follows"].as_u64().unwrap() as usize]["type"], "paragraph");
    assert_eq!(value["summary"]["chapter"]["renamed"], 1);

    let ran = versions.diff("plan.txt.json", &["--format", "markdown"]);
    assert!(ran.out.contains("| chapter |  |  | 1 |  |  |\n"), "{}", ran.out);
    assert!(ran.out.contains("- **renamed** chapter: 第二章 保障 → 第二章 实施\n"), "{}", ran.out);
    assert!(ran.out.contains("  - **changed** quantity 地区生产总值, value: "), "{}", ran.out);
}

#[test]
fn documents_of_folders_meet_by_id_and_by_name() {
    let versions = Versions::new(PLAN);
    // Renamed, but with its title; without a partner on either side.
    fs::rename(versions.new.join("plan.txt.json"), versions.new.join("final.txt.json")).unwrap();
    let other = fs::read_to_string(versions.room.out().join("plan.txt.json")).unwrap();
    let doc = serde_json::from_str::<serde_json::Value>(&other).unwrap()["document"]["doc"]
        .as_str()
        .unwrap()
        .to_owned();
    fs::write(versions.room.out().join("gone.txt.json"), other.replace(&doc, "000000000001")).unwrap();
    fs::write(versions.new.join("come.txt.json"), other.replace(&doc, "000000000002")).unwrap();
    fs::write(versions.new.join("datapackage.json"), "{}").unwrap();
    let ran = versions.diff("", &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.out, "3 documents compared, 1 equal\n\ncome.txt.json: added\n\ngone.txt.json: removed\n");
}

#[test]
fn what_cannot_be_compared_is_named() {
    let versions = Versions::new(PLAN);
    let file = versions.new.join("plan.txt.json");
    let whole = fs::read_to_string(&file).unwrap();
    for (content, said) in [
        (whole.replace("gangyao/1", "gangyao/2"), "its records are gangyao/2, and this program compares gangyao/1; convert its document again with this program (schema-version)"),
        (whole[..whole.find("toc").unwrap()].to_owned(), "is no JSON (EOF while parsing"),
        ("[]".to_owned(), "it is no document that gangyao wrote (it has no `schema`); give an <input>.json of `gangyao convert` (not-a-document)"),
        ("{\"schema\":\"gangyao/1\",\"document\":{\"id\":\"d\"},\"toc\":[],\"records\":[1],\"diagnostics\":[]}".to_owned(), "`records[0]` is no record with a `type`"),
    ] {
        fs::write(&file, &content).unwrap();
        let ran = versions.diff("plan.txt.json", &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("new/plan.txt.json: ") && ran.err.contains(said), "{}", ran.err);
    }
    let ran = versions.diff("missing.json", &[]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err.matches("there is no such file or folder; check the path").count(), 2, "{}", ran.err);
    let (folder, file) = (versions.room.out(), versions.room.out().join("plan.txt.json"));
    let ran = gangyao([OsStr::new("diff"), folder.as_os_str(), file.as_os_str()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("give two files or two folders"), "{}", ran.err);
    let ran = gangyao([OsStr::new("diff"), versions.room.input().as_os_str(), folder.as_os_str()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("holds no document of gangyao"), "{}", ran.err);
    assert_eq!(gangyao(["diff", "one"]).code, 2);
}

#[test]
fn in_folders_what_cannot_be_compared_is_named_as_well() {
    let versions = Versions::new(PLAN);
    let file = versions.new.join("plan.txt.json");
    let whole = fs::read_to_string(&file).unwrap();
    for (content, said) in [
        (whole.replace("gangyao/1", "gangyao/2"), "its records are gangyao/2"),
        (whole[..whole.len() / 2].to_owned(), "is no JSON (EOF while parsing"),
        ("[1, 2".to_owned(), "is no JSON (EOF while parsing"),
        // Other JSON is none of the documents.
        ("[1, 2]".to_owned(), "holds no document of gangyao"),
        ("{\"schema\":1}".to_owned(), "holds no document of gangyao"),
    ] {
        fs::write(&file, &content).unwrap();
        let ran = versions.diff("", &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("/new") && ran.err.contains(said), "{}", ran.err);
    }
}
