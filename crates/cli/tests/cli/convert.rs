//! `gangyao convert` from the outside: files, manifest, summary, exit codes, bad input.

use std::fs;

use crate::common::{PLAN, Room, gangyao, tree};

/// The first bytes of a picture.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// Converts one file named `plan.txt` and expects it to fail with `code`, and nothing to be written for it.
fn fails(bytes: &[u8], code: &str) {
    let room = Room::new(&[("plan.txt", bytes)]);
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let line = &room.manifest()["plan.txt"];
    assert_eq!((line["status"].as_str(), line["code"].as_str()), (Some("error"), Some(code)), "{line}");
    assert!(ran.err.contains("in/plan.txt: "), "the file is named: {}", ran.err);
    assert!(tree(&room.out()).is_empty());
}

/// Converts one file and expects records, and output that verifies.
fn converts(bytes: &[u8]) -> serde_json::Value {
    let room = Room::new(&[("plan.txt", bytes)]);
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let verified = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    serde_json::from_slice(&fs::read(room.out().join("plan.txt.json")).unwrap()).unwrap()
}

#[test]
fn a_plan_becomes_three_files_and_a_line() {
    let room = Room::new(&[("a/plan.txt", PLAN.as_bytes())]);
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = tree(&room.out());
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["a/plan.txt.json", "a/plan.txt.jsonl", "a/plan.txt.source.txt"]
    );
    assert_eq!(files["a/plan.txt.source.txt"], PLAN.as_bytes());
    let line = &room.manifest()["a/plan.txt"];
    assert_eq!(line["status"], "ok");
    assert_eq!(line["output"], "a/plan.txt");
    assert!(line["milliseconds"].is_u64() && line["counts"]["paragraph"].is_u64());
    assert!(ran.out.contains("documents") && ran.out.contains("seconds"), "{}", ran.out);
}

#[test]
fn the_same_bytes_at_any_thread_count_and_in_every_run() {
    let texts: Vec<(String, String)> = (0..24)
        .map(|n| (format!("{n:02}.txt"), PLAN.replace("900", &format!("9{n:02}")).repeat(n % 3 + 1)))
        .collect();
    let files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let room = Room::new(&files);
    let runs: Vec<_> = ["1", "2", "2"]
        .iter()
        .map(|jobs| {
            assert_eq!(room.convert(&["--jobs", jobs]).code, 0);
            let manifest: Vec<String> = room.manifest().into_keys().collect();
            (tree(&room.out()), manifest)
        })
        .collect();
    assert_eq!(runs[0].0.len(), 72);
    assert!(runs[0] == runs[1], "1 and 2 threads differ");
    assert!(runs[1] == runs[2], "two runs differ");
}

#[test]
fn formats_are_written_as_asked() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    assert_eq!(room.convert(&["--format", "jsonl,source"]).code, 0);
    assert_eq!(tree(&room.out()).into_keys().collect::<Vec<_>>(), ["plan.txt.jsonl", "plan.txt.source.txt"]);
}

#[test]
fn quiet_says_nothing_but_errors() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let ran = room.convert(&["--quiet"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn bytes_without_text_are_refused() {
    fails(b"", "empty");
    fails(" \n\t\u{3000}\r\n".as_bytes(), "empty");
    fails(PNG, "binary");
}

#[test]
fn odd_bytes_in_a_text_are_no_reason_to_fail() {
    let mut broken = PLAN.as_bytes().to_vec();
    let middle = PLAN.find("创新").unwrap();
    broken.insert(middle + 1, 0xFF);
    converts(&broken);
    converts(PLAN.replace("创新", "创\0新").as_bytes());
    converts("没有标题的一段话。".as_bytes());
    converts("目 录\n第一章 总则\t(1)\n第二章 保障\t(2)\n".as_bytes());
    converts("“‘（【《没有配对。\n）】》’”\n".as_bytes());
}

#[test]
fn the_encoding_can_be_given() {
    let (bytes, _, _) = encoding_rs::GB18030.encode(PLAN);
    let room = Room::new(&[("plan.txt", &bytes)]);
    assert_eq!(room.convert(&["--encoding", "gb18030"]).code, 0);
    assert_eq!(fs::read_to_string(room.out().join("plan.txt.source.txt")).unwrap(), PLAN);
    let ran = room.convert(&["--encoding", "klingon"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`klingon` is no known encoding; use utf-8"), "{}", ran.err);
}

#[test]
fn inputs_that_are_not_there_are_named() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let (missing, out) = (room.input().join("missing.txt"), room.out());
    let ran = gangyao([
        "convert".as_ref(),
        missing.as_os_str(),
        room.input().as_os_str(),
        "-o".as_ref(),
        out.as_os_str(),
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("missing.txt: there is no such file or folder; check the path (not-found)"));
    assert_eq!(room.manifest()["plan.txt"]["status"], "ok", "the others go on");
    assert!(out.join("plan.txt.json").exists());
}

#[test]
fn a_folder_without_documents_is_an_error() {
    let room = Room::new(&[]);
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("the folder holds no document"), "{}", ran.err);
}

#[test]
fn files_that_are_no_documents_are_skipped_with_their_reason() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes()), ("scan.png", PNG), (".hidden.txt", b"x")]);
    assert_eq!(room.convert(&[]).code, 0);
    let manifest = room.manifest();
    assert_eq!(manifest["scan.png"]["status"], "skipped");
    assert_eq!(manifest["scan.png"]["code"], "no-document");
    assert_eq!(manifest[".hidden.txt"]["code"], "hidden");
}

#[test]
fn a_second_input_never_overwrites_the_first() {
    let room = Room::new(&[("a/plan.txt", PLAN.as_bytes()), ("b/plan.txt", PLAN.as_bytes())]);
    let (a, b, out) = (room.input().join("a"), room.input().join("b"), room.out());
    let ran = gangyao(["convert".as_ref(), a.as_os_str(), b.as_os_str(), "-o".as_ref(), out.as_os_str()]);
    assert_eq!(ran.code, 1);
    let manifest = room.manifest();
    assert_eq!(manifest["a/plan.txt"]["status"], "ok");
    assert_eq!(manifest["b/plan.txt"]["code"], "output-collision");
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    assert_eq!(gangyao(["convert"]).code, 2);
    assert_eq!(gangyao(["convert", "x", "-o", "y", "--jobs", "0"]).code, 2);
    assert_eq!(gangyao(["convert", "x", "-o", "y", "--format", "docx"]).code, 2);
    assert_eq!(gangyao(["transform"]).code, 2);
    let ran = gangyao(["--version"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("gangyao "));
}
