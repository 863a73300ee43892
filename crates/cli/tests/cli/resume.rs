//! Runs that are killed, stopped, and resumed.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::common::{PLAN, Room, tree};

/// A room with documents of several lengths, two that are equal, one that is none and one that is skipped.
fn room(documents: usize, repeat: usize) -> Room {
    let texts: Vec<(String, String)> = (0..documents)
        .map(|n| {
            (format!("{}/{n:03}.txt", n % 3), PLAN.replace("900", &format!("9{n}")).repeat(n % repeat + 1))
        })
        .collect();
    let mut files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    files.extend([("copy.txt", texts[0].1.as_bytes()), ("empty.txt", b""), ("x.png", b"x")]);
    Room::new(&files)
}

/// All files and the manifest, without what differs from run to run.
type Result = (BTreeMap<String, Vec<u8>>, BTreeMap<String, serde_json::Value>);

fn result(room: &Room) -> Result {
    let mut lines = room.manifest();
    lines.values_mut().for_each(|line| line["milliseconds"] = serde_json::Value::Null);
    (tree(&room.out()), lines)
}

fn start(room: &Room, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .arg("convert")
        .args([room.input().as_os_str(), "-o".as_ref(), room.out().as_os_str()])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Runs once to the end, then kills runs after parts of that time and resumes them, until so many were killed in the middle:
/// all must come to the same.
fn check(room: &Room, how: &[&str], moments: u32) {
    let begun = Instant::now();
    assert_eq!(start(room, how).wait().unwrap().code(), Some(1));
    let whole = begun.elapsed();
    let expected = result(room);
    let resume = [how, &["--resume"]].concat();
    let journal = room.out().join(".gangyao-manifest.journal");
    let (mut cut, mut tries) = (0, 0);
    // Moments that only look random, so that a failure can be found again.
    let mut random: u64 = 2_026;
    while cut < moments {
        tries += 1;
        assert!(tries < 20 * moments, "only {cut} of {tries} runs were killed in the middle");
        fs::remove_dir_all(room.out()).unwrap();
        fs::create_dir(room.out()).unwrap();
        for how in [how, &resume, &resume] {
            let mut run = start(room, how);
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            sleep(whole.mul_f64((random >> 40) as f64 / (1_u64 << 24) as f64));
            run.kill().unwrap();
            run.wait().unwrap();
            // The journal is the last thing that goes.
            if room.out().join("manifest.jsonl").exists() && !journal.exists() {
                break;
            }
            cut += 1;
        }
        if !room.out().join("manifest.jsonl").exists() || journal.exists() {
            assert_eq!(start(room, &resume).wait().unwrap().code(), Some(1));
        }
        let (files, manifest) = result(room);
        assert_eq!(files.keys().collect::<Vec<_>>(), expected.0.keys().collect::<Vec<_>>());
        let other: Vec<_> =
            files.iter().filter(|(name, bytes)| expected.0[*name] != **bytes).map(|f| f.0).collect();
        assert!(other.is_empty(), "{other:?} differ");
        assert_eq!(manifest, expected.1);
    }
}

#[test]
fn runs_that_are_killed_at_any_moment_come_to_the_same() {
    check(&room(60, 40), &["--jobs", "2"], 20);
}

#[test]
fn so_do_runs_with_workers_and_tables() {
    check(&room(24, 40), &["--jobs", "2", "--isolate", "--format", "json,jsonl,csv,parquet,sqlite,xlsx"], 4);
    check(&room(24, 40), &["--jobs", "2", "--format", "source,csv,chunks"], 2);
}

/// The rows of the summary.
fn summary(out: &str) -> BTreeMap<String, String> {
    let row =
        |line: &str| line.trim().rsplit_once("  ").map(|(name, n)| (name.trim().to_owned(), n.to_owned()));
    out.lines().filter_map(row).collect()
}

#[test]
fn what_is_done_is_not_done_again() {
    let room = room(9, 3);
    let first = room.convert(&[]);
    let before = result(&room);
    let modified = |name: &str| fs::metadata(room.out().join(name)).unwrap().modified().unwrap();
    let times = ["0/000.txt.json", "1/001.txt.json", "2/002.txt.json"].map(modified);
    // One output is damaged, one input is another, one is new.
    fs::write(room.out().join("1/001.txt.jsonl"), "x").unwrap();
    fs::write(room.input().join("2/002.txt"), PLAN.repeat(2)).unwrap();
    fs::write(room.input().join("new.txt"), PLAN).unwrap();
    let second = room.convert(&["--resume"]);
    assert_eq!((first.code, second.code), (1, 1), "{}", second.err);
    let rows = summary(&second.out);
    assert_eq!((rows["documents"].as_str(), rows["done before"].as_str()), ("11", "8"), "{}", second.out);
    let after = result(&room);
    assert_eq!(after.0["1/001.txt.jsonl"], before.0["1/001.txt.jsonl"]);
    assert_ne!(after.0["2/002.txt.json"], before.0["2/002.txt.json"]);
    let again = ["0/000.txt.json", "1/001.txt.json", "2/002.txt.json"].map(modified);
    assert_eq!(times[0], again[0]);
    assert!(times[1] < again[1] && times[2] < again[2]);
    // Other options: all is done again.
    let third = room.convert(&["--resume", "--format", "json,jsonl,source,markdown"]);
    assert!(!summary(&third.out).contains_key("done before"), "{}", third.out);
    // Without --resume, too.
    assert!(!summary(&room.convert(&[]).out).contains_key("done before"));
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_stops_cleanly_and_tells() {
    let room = room(40, 200);
    for signal in ["-INT", "-TERM"] {
        let run = Command::new(env!("CARGO_BIN_EXE_gangyao"))
            .arg("convert")
            .args([room.input().as_os_str(), "-o".as_ref(), room.out().as_os_str()])
            .args(["--jobs", "1", "--format", "json,csv", "--isolate"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // As soon as the first document is there.
        while !room.out().join("0/000.txt.json").exists() {
            sleep(Duration::from_millis(2));
        }
        assert!(Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap().success());
        let output = run.wait_with_output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(130), "{err}");
        assert!(err.contains("go on with --resume"), "{err}");
        assert!(out.contains("not begun"), "{out}");
        let files = tree(&room.out());
        assert!(
            files.keys().all(|name| !name.ends_with(".tmp") && !name.starts_with("csv/")),
            "{:?}",
            files.keys()
        );
        let ran = room.convert(&["--format", "json,csv", "--resume"]);
        let rows = summary(&ran.out);
        assert!(rows["done before"].parse::<u32>().unwrap() >= 1, "{}", ran.out);
        let resumed = result(&room);
        fs::remove_dir_all(room.out()).unwrap();
        room.convert(&["--format", "json,csv"]);
        assert!(resumed == result(&room));
        fs::remove_dir_all(room.out()).unwrap();
    }
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let room = room(40, 200);
    let mut run = start(&room, &["--jobs", "1"]);
    while !room.out().join("0/000.txt.json").exists() {
        sleep(Duration::from_millis(2));
    }
    let second = room.convert(&[]);
    assert_eq!(second.code, 1);
    assert!(second.err.contains("another run is writing to the folder"), "{}", second.err);
    assert_eq!(room.convert(&["--shard", "1/2", "--quiet"]).code, 1, "a part has a journal of its own");
    run.kill().unwrap();
    run.wait().unwrap();
}
