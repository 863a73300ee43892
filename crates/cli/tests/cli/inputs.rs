//! What `gangyao convert` takes: lists, patterns, archives, parts; and names and files that are odd.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::{PLAN, Ran, Room, gangyao, tree};

/// Runs the program with a text on its standard input.
fn with_list(list: &[u8], arguments: &[&OsStr]) -> i32 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(list).unwrap();
    child.wait().unwrap().code().unwrap()
}

/// What became of each input: its status, or the code of its failure.
fn ends(room: &Room) -> BTreeMap<String, String> {
    let end = |line: &serde_json::Value| line["code"].as_str().unwrap_or("ok").to_owned();
    room.manifest().iter().map(|(name, line)| (name.clone(), end(line))).collect()
}

fn ends_are(room: &Room, expected: &[(&str, &str)]) {
    let expected: BTreeMap<String, String> =
        expected.iter().map(|(name, end)| ((*name).to_owned(), (*end).to_owned())).collect();
    assert_eq!(ends(room), expected);
}

fn convert(room: &Room, arguments: &[&OsStr]) -> Ran {
    let out = room.out();
    let all = [OsStr::new("convert"), OsStr::new("-o"), out.as_os_str()];
    gangyao(all.into_iter().chain(arguments.iter().copied()))
}

/// Everything that was written verifies.
fn verifies(out: &Path) {
    let verified = gangyao(["verify".as_ref(), out.as_os_str()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}

#[test]
fn a_list_names_inputs_and_what_is_missing_is_told() {
    let room = Room::new(&[("a/1.txt", PLAN.as_bytes()), ("b/1.txt", PLAN.as_bytes())]);
    let input = room.input();
    let list: String =
        ["a/1.txt", "gone.txt", "b"].map(|name| format!("{}\n", input.join(name).display())).concat();
    let list_file = room.folder.path().join("list");
    fs::write(&list_file, &list).unwrap();
    let from = OsStr::new("--files-from");
    let ran = convert(&room, &[from, list_file.as_os_str(), "--base".as_ref(), input.as_os_str()]);
    assert_eq!(ran.code, 1);
    ends_are(&room, &[("a/1.txt", "ok"), ("gone.txt", "not-found"), ("b/1.txt", "ok")]);
    let whole = tree(&room.out());
    assert_eq!(whole.len(), 6);
    fs::remove_dir_all(room.out()).unwrap();
    let out = room.out();
    let arguments: [&OsStr; 7] = [
        "convert".as_ref(),
        "--files-from".as_ref(),
        "-".as_ref(),
        "--base".as_ref(),
        input.as_os_str(),
        "-o".as_ref(),
        out.as_os_str(),
    ];
    assert_eq!(with_list(list.as_bytes(), &arguments), 1);
    assert!(tree(&room.out()) == whole);
}

#[test]
fn a_list_that_is_not_there_is_told() {
    let room = Room::new(&[]);
    let ran = convert(&room, &["--files-from".as_ref(), room.input().join("list").as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("--files-from: there is no such file"), "{}", ran.err);
}

#[test]
fn a_pattern_is_expanded() {
    let room = Room::new(&[("a/1.txt", PLAN.as_bytes()), ("a/2.md", PLAN.as_bytes()), ("3.txt", b"x")]);
    let ran = convert(&room, &[room.input().join("**/*.txt").as_os_str()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ends_are(&room, &[("a/1.txt", "ok"), ("3.txt", "ok")]);
    assert!(tree(&room.out()).contains_key("a/1.txt.json"));
    let ran = convert(&room, &[room.input().join("*.docx").as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("the pattern meets nothing; check it, and quote it for the shell (no-match)"));
}

#[test]
fn the_parts_of_a_run_are_the_whole() {
    let texts: Vec<(String, String)> =
        (0..30).map(|n| (format!("{n}.txt"), PLAN.replace("900", &format!("9{n}")))).collect();
    let files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let room = Room::new(&files);
    assert_eq!(room.convert(&[]).code, 0);
    let whole = tree(&room.out());
    let lines = |name: &str| fs::read_to_string(room.out().join(name)).unwrap().lines().count();
    assert_eq!(lines("manifest.jsonl"), 30);
    fs::remove_dir_all(room.out()).unwrap();
    for part in ["1/3", "2/3", "3/3"] {
        assert_eq!(room.convert(&["--shard", part]).code, 0);
    }
    let counts = [1, 2, 3].map(|n| lines(&format!("manifest-{n}-of-3.jsonl")));
    assert_eq!(counts.iter().sum::<usize>(), 30);
    assert!(counts.iter().all(|&count| count > 0), "{counts:?}");
    let mut parts = tree(&room.out());
    parts.retain(|name, _| !name.starts_with("manifest-"));
    assert!(parts == whole);
    verifies(&room.out());
    let ran = room.convert(&["--shard", "4/3"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`4/3` is no part of a run; write I/N"), "{}", ran.err);
}

#[test]
fn files_can_be_spread_over_folders() {
    let room = Room::new(&[("a/plan.txt", PLAN.as_bytes())]);
    assert_eq!(room.convert(&["--spread"]).code, 0);
    let place = room.manifest()["a/plan.txt"]["output"].as_str().unwrap().to_owned();
    assert!(place.len() == 13 && place.ends_with("/a/plan.txt"), "{place}");
    assert!(tree(&room.out()).contains_key(&format!("{place}.json")));
    verifies(&room.out());
}

/// A tar archive of files, as `tar` makes it; none where there is no such program.
fn tar(folder: &Path, to: &Path, flags: &str) -> Option<()> {
    let ran = Command::new("tar").arg(flags).arg(to).arg("-C").arg(folder).arg(".").output();
    ran.is_ok_and(|output| output.status.success()).then_some(())
}

#[test]
fn archives_give_the_records_of_their_members() {
    let inner: &[u8] = b"PK\x05\x06";
    let room = Room::new(&[
        ("x/a/1.txt", PLAN.as_bytes()),
        ("x/2.txt", b""),
        ("x/in.zip", inner),
        ("x/3.png", b"x"),
    ]);
    for (name, flags) in [("plans.tar", "-cf"), ("plans.tar.gz", "-czf"), ("plans.tgz", "-czf")] {
        let archive = room.input().join(name);
        let Some(()) = tar(&room.input().join("x"), &archive, flags) else {
            eprintln!("SKIPPED: there is no `tar`");
            return;
        };
        let ran = convert(&room, &[archive.as_os_str()]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let member = |member: &str| format!("{name}/{member}");
        ends_are(
            &room,
            &[
                (&member("a/1.txt"), "ok"),
                (&member("2.txt"), "empty"),
                (&member("in.zip"), "nested-archive"),
                (&member("3.png"), "no-document"),
            ],
        );
        let files: Vec<String> = tree(&room.out()).into_keys().collect();
        assert_eq!(files[0], format!("{name}/a/1.txt.json"));
        assert_eq!(files.len(), 3, "{files:?}");
        verifies(&room.out());
        fs::remove_dir_all(room.out()).unwrap();
    }
}

#[test]
fn an_archive_in_a_folder_is_skipped_unless_it_is_named() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes()), ("plans.tar", b"x")]);
    assert_eq!(room.convert(&[]).code, 0);
    ends_are(&room, &[("plan.txt", "ok"), ("plans.tar", "no-document")]);
    assert_eq!(convert(&room, &[room.input().join("plans.tar").as_os_str()]).code, 1);
    ends_are(&room, &[("plans.tar", "malformed")]);
}

#[test]
fn a_name_of_255_bytes_is_cut_and_the_manifest_tells() {
    let name = format!("{}.txt", "规".repeat(83));
    let name = format!("{name}{}", "x".repeat(255 - name.len()));
    let room = Room::new(&[(&name, PLAN.as_bytes())]);
    let ran = room.convert(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let place = room.manifest()[&name]["output"].as_str().unwrap().to_owned();
    assert!(place.len() <= 244 && place.starts_with("规规") && place.contains('~'), "{place}");
    assert!(tree(&room.out()).contains_key(&format!("{place}.source.txt")));
    verifies(&room.out());
}

#[cfg(unix)]
mod odd_files {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn names_that_are_no_text_and_names_with_line_breaks() {
        let room = Room::new(&[("a\nb\u{1b}[31m.txt", PLAN.as_bytes()), ("bad\n.txt", b"")]);
        for byte in [b'\xB9', b'\xBA'] {
            let name = [b"x", &[byte][..], b".txt"].concat();
            fs::write(room.input().join(OsStr::from_bytes(&name)), PLAN).unwrap();
        }
        let ran = room.convert(&["--format", "json,jsonl,source,csv"]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("bad\\n.txt: ") && !ran.err.contains('\u{1b}'), "{}", ran.err);
        ends_are(
            &room,
            &[("a\nb\u{1b}[31m.txt", "ok"), ("bad\n.txt", "empty"), ("x%B9.txt", "ok"), ("x%BA.txt", "ok")],
        );
        verifies(&room.out());
        // A list with NULs names such files too.
        let list: Vec<u8> = fs::read_dir(room.input())
            .unwrap()
            .flat_map(|entry| [entry.unwrap().path().as_os_str().as_bytes(), b"\0"].concat())
            .collect();
        let (before, out) = (ends(&room), room.out());
        let arguments: [&OsStr; 5] =
            ["convert".as_ref(), "--files-from".as_ref(), "-".as_ref(), "-o".as_ref(), out.as_os_str()];
        assert_eq!(with_list(&list, &arguments), 1);
        assert_eq!(ends(&room), before);
    }

    #[test]
    fn a_pipe_is_told_and_not_waited_for() {
        let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
        let pipe = room.input().join("pipe.txt");
        if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            eprintln!("SKIPPED: there is no `mkfifo`");
            return;
        }
        assert_eq!(room.convert(&[]).code, 0);
        ends_are(&room, &[("plan.txt", "ok"), ("pipe.txt", "not-a-file")]);
        assert_eq!(convert(&room, &[pipe.as_os_str()]).code, 1);
        ends_are(&room, &[("pipe.txt", "not-a-file")]);
    }

    #[test]
    fn links_in_a_ring_and_links_to_nothing() {
        let room = Room::new(&[("a/plan.txt", PLAN.as_bytes())]);
        let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, room.input().join(at)).unwrap();
        link(&room.input(), "a/up");
        link(&room.input().join("gone"), "a/nothing.txt");
        link(&room.input().join("self.txt"), "self.txt");
        assert_eq!(room.convert(&[]).code, 1);
        ends_are(
            &room,
            &[
                ("a/plan.txt", "ok"),
                ("a/up", "link-loop"),
                ("a/nothing.txt", "not-found"),
                ("self.txt", "not-readable"),
            ],
        );
    }
}
