//! `verify`, `inspect` and `schema` from the outside.

use std::fs;

use crate::common::{PLAN, Room, gangyao};

#[test]
fn verify_finds_what_was_changed() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    assert_eq!(room.convert(&[]).code, 0);
    let verify = || gangyao(["verify".as_ref(), room.out().as_os_str()]);
    let ran = verify();
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.ends_with("2 verified, 0 failed\n"), "{}", ran.out);

    let json = room.out().join("plan.txt.json");
    let text = fs::read_to_string(&json).unwrap();
    fs::write(&json, text.replacen("加强组织领导", "加强组织领寻", 1)).unwrap();
    let ran = verify();
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("FAILED") && ran.out.contains("evidence: paragraph "), "{}", ran.out);
    assert!(ran.out.contains("agreement: paragraph "), "{}", ran.out);

    fs::write(&json, &text).unwrap();
    let source = room.out().join("plan.txt.source.txt");
    fs::remove_file(&source).unwrap();
    let ran = gangyao(["verify".as_ref(), json.as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("convert with --format json,source"), "{}", ran.out);
}

#[test]
fn verify_takes_any_file_of_a_document() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    assert_eq!(room.convert(&[]).code, 0);
    for suffix in ["json", "jsonl", "source.txt"] {
        let file = room.out().join(format!("plan.txt.{suffix}"));
        assert!(gangyao(["verify".as_ref(), file.as_os_str()]).out.contains("1 verified, 0 failed"));
    }
    let ran = gangyao(["verify".as_ref(), room.input().join("plan.txt").as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("is no output file"), "{}", ran.err);
}

#[test]
fn inspect_shows_every_stage() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let file = room.input().join("plan.txt");
    for (stage, words) in [
        ("source", "0..22 \"新城区国民经济和社会发展第十五个五年规划纲要\""),
        ("normalised", "\"第一章 总则⇥(1)\""),
        ("blocks", ": paragraph"),
        ("outline", "\"总则\": Chapter depth=1 label=第一章 number=1 marker=Zhang"),
        ("records", "chapter {"),
    ] {
        let ran = gangyao(["inspect".as_ref(), file.as_os_str(), "--stage".as_ref(), stage.as_ref()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains(words), "{stage} does not say {words}:\n{}", ran.out);
    }
    let ran = gangyao(["inspect".as_ref(), room.input().join("missing.txt").as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("missing.txt: there is no such file or folder"), "{}", ran.err);
}

#[test]
fn schema_prints_what_is_committed() {
    let ran = gangyao(["schema"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out, include_str!("../../../../schema/gangyao-1.schema.json"));
}
