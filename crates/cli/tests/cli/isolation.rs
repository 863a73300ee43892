//! Worker processes: the same bytes with and without them, and documents that cost only themselves.

use std::collections::BTreeMap;
use std::fs;
#[cfg(target_os = "linux")]
use std::process::{Child, Command, Stdio};

#[cfg(target_os = "linux")]
use crate::common::workers;
use crate::common::{PLAN, Room, gangyao, tree};

/// A small PDF in which a page says something, written by hand.
fn pdf(text: &str) -> Vec<u8> {
    pdf_of(1, text)
}

/// The same with so many pages.
fn pdf_of(pages: usize, text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET");
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", page + 5)).collect();
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {pages}>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let objects: Vec<String> = objects.into_iter().chain(vec![page.to_owned(); pages]).collect();
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut starts = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        starts.push(bytes.len());
        bytes.extend(format!("{} 0 obj{object}endobj\n", number + 1).bytes());
    }
    let xref = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    starts.iter().for_each(|start| bytes.extend(format!("{start:010} 00000 n \n").bytes()));
    let size = objects.len() + 1;
    bytes.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n").bytes());
    bytes
}

/// A room with documents of all sorts.
fn mixed() -> Room {
    let (one, two) = (pdf("Plan one. Growth of 5%."), pdf("Plan two."));
    let cut = &one[..one.len() / 2];
    Room::new(&[
        ("a.txt", PLAN.as_bytes()),
        ("b/one.pdf", &one),
        ("b/two.pdf", &two),
        ("c/cut.pdf", cut),
        ("d.txt", b""),
        ("e.html", format!("<html><body><p>{PLAN}</p></body></html>").as_bytes()),
        ("f.pdf", b"%PDF-1.7 rubbish"),
    ])
}

/// The manifest without what differs from run to run.
fn lines(room: &Room) -> BTreeMap<String, serde_json::Value> {
    let mut lines = room.manifest();
    lines.values_mut().for_each(|line| line["milliseconds"] = serde_json::Value::Null);
    lines
}

#[test]
fn isolation_shows_nowhere_in_the_output() {
    let room = mixed();
    let all = "json,jsonl,source,csv,chunks,graph,jsonld,markdown";
    let runs: Vec<_> = [
        &["--isolate=never", "--jobs", "1"][..],
        &["--isolate", "--jobs", "1"],
        &["--isolate=always", "--jobs", "3"],
        &["--jobs", "2"],
    ]
    .iter()
    .map(|how| {
        let ran = room.convert(&[&["--format", all], *how].concat());
        assert_eq!(ran.code, 1, "{}", ran.err);
        let run = (tree(&room.out()), lines(&room));
        fs::remove_dir_all(room.out()).unwrap();
        run
    })
    .collect();
    assert!(runs[0].0.len() > 30, "{:?}", runs[0].0.keys());
    for (number, run) in runs.iter().enumerate().skip(1) {
        assert!(run.0 == runs[0].0, "run {number} differs: {:?}", run.0.keys());
        assert_eq!(run.1, runs[0].1, "run {number}");
    }
}

#[test]
fn isolation_shows_nowhere_in_tables_and_in_options() {
    let room = mixed();
    for format in ["parquet", "sqlite"] {
        let runs: Vec<_> = ["--isolate=never", "--isolate=always"]
            .iter()
            .map(|how| {
                room.convert(&["--format", format, how, "--encoding", "utf-8"]);
                let run = tree(&room.out());
                fs::remove_dir_all(room.out()).unwrap();
                run
            })
            .collect();
        assert!(!runs[0].is_empty() && runs[0] == runs[1], "{format}");
    }
    let (text, _, _) = encoding_rs::GB18030.encode(PLAN);
    let room = Room::new(&[("plan.txt", &text)]);
    assert_eq!(room.convert(&["--isolate", "--encoding", "gb18030"]).code, 0);
    assert_eq!(fs::read_to_string(room.out().join("plan.txt.source.txt")).unwrap(), PLAN);
}

/// Starts the program.
#[cfg(target_os = "linux")]
fn start(room: &Room, how: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .arg("convert")
        .args([room.input().as_os_str(), "-o".as_ref(), room.out().as_os_str()])
        .args(how)
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Converts two small documents and one of many megabytes, which must fail with a code, while the others do not.
fn the_large_one_fails(how: &[&str], code: &str) {
    let large = PLAN.repeat(60_000);
    let room =
        Room::new(&[("a.txt", PLAN.as_bytes()), ("b.txt", large.as_bytes()), ("c.txt", PLAN.as_bytes())]);
    let ran = room.convert(&[&["--jobs", "1"], how].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let manifest = room.manifest();
    let ends = ["a.txt", "b.txt", "c.txt"].map(|name| manifest[name]["code"].as_str());
    assert_eq!(ends, [None, Some(code), None], "{manifest:?}");
    assert!(tree(&room.out()).keys().all(|name| !name.starts_with("b.txt") && !name.contains(".tmp")));
}

#[test]
#[cfg(target_os = "linux")]
fn a_document_that_takes_too_long_costs_only_itself() {
    let large = PLAN.repeat(20_000);
    let room = Room::new(&[("a.txt", large.as_bytes()), ("b.txt", PLAN.as_bytes())]);
    let mut batch = start(&room, &["--isolate", "--jobs", "1", "--quiet", "--time-limit", "4"]);
    // It never comes to its end: its worker is stopped.
    let mut stopped = false;
    while batch.try_wait().unwrap().is_none() {
        // Not before it is the program: the batch waits for that without a limit, as the system answers at once.
        let begun = |worker: &&String| {
            let arguments = fs::read(format!("/proc/{worker}/cmdline")).unwrap_or_default();
            arguments.split(|&byte| byte == 0).nth(1) == Some(b"convert-in-worker")
        };
        if let Some(worker) = workers(&batch).first().filter(begun).filter(|_| !stopped) {
            stopped = Command::new("kill").args(["-STOP", worker]).status().unwrap().success();
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let manifest = room.manifest();
    let ends = ["a.txt", "b.txt"].map(|name| manifest[name]["code"].as_str());
    assert_eq!(ends, [Some("timed-out"), None], "{manifest:?}");
    assert_eq!(tree(&room.out()).len(), 3);
}

#[test]
#[cfg(target_os = "linux")]
fn a_document_that_wants_too_much_memory_costs_only_itself() {
    the_large_one_fails(&["--isolate", "--memory-limit", "200"], "out-of-memory");
}

#[test]
fn a_document_whose_files_are_too_large_costs_only_itself() {
    the_large_one_fails(&["--isolate", "--output-limit", "1"], "output-too-large");
    the_large_one_fails(&["--output-limit", "1", "--isolate=never"], "output-too-large");
}

#[test]
fn a_document_of_too_many_pages_is_refused() {
    let room = Room::new(&[("a.pdf", &pdf_of(2, "Plan.")), ("b.pdf", &pdf_of(3, "Plan."))]);
    for how in ["--isolate=always", "--isolate=never"] {
        assert_eq!(room.convert(&["--page-limit", "2", how]).code, 1);
        let manifest = room.manifest();
        assert_eq!(manifest["a.pdf"]["status"], "ok");
        assert_eq!(manifest["b.pdf"]["code"], "too-many-pages");
    }
    assert_eq!(gangyao(["convert", "x", "-o", "y", "--time-limit", "0"]).code, 2);
    assert_eq!(gangyao(["convert", "x", "-o", "y", "--isolate=perhaps"]).code, 2);
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_that_is_killed_is_replaced() {
    let texts: Vec<(String, String)> = (0..40)
        .map(|n| (format!("{n:02}.txt"), PLAN.replace("900", &format!("9{n}")).repeat(2000)))
        .collect();
    let files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let room = Room::new(&files);
    let mut batch = start(&room, &["--isolate", "--jobs", "2", "--quiet"]);
    let mut killed = 0;
    while batch.try_wait().unwrap().is_none() {
        if let Some(child) = workers(&batch).first().filter(|_| killed < 3) {
            killed += usize::from(Command::new("kill").args(["-KILL", child]).status().unwrap().success());
        }
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    assert!(killed > 0);
    let manifest = room.manifest();
    assert_eq!(manifest.len(), 40, "none is lost");
    let ends: Vec<&str> = manifest.values().map(|line| line["code"].as_str().unwrap_or("ok")).collect();
    let (ok, died) =
        (ends.iter().filter(|end| **end == "ok"), ends.iter().filter(|end| **end == "worker-died"));
    let (ok, died) = (ok.count(), died.count());
    assert!(ok + died == 40 && ok >= 37, "{ends:?}");
    assert_eq!(tree(&room.out()).len(), 3 * ok);
}
