//! A batch of good, broken and hostile documents whose workers are killed at random: none is lost, none comes twice, every
//! failure has its code, and what is left comes to the same.
//!
//! `tests/chaos` runs it over 2,000 documents.

#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use gangyao_synthetic::render::{Form, Look, render};
use gangyao_synthetic::shape::Size;
use gangyao_synthetic::{Shape, plan};

use crate::common::{PLAN, Room, tree, workers};

/// Documents of the batch.
const DOCUMENTS: usize = match option_env!("GANGYAO_CHAOS") {
    Some(count) => number(count.as_bytes()),
    None => 300,
};

const fn number(digits: &[u8]) -> usize {
    let (mut value, mut at) = (0, 0);
    while at < digits.len() {
        value = value * 10 + (digits[at] - b'0') as usize;
        at += 1;
    }
    value
}

/// Numbers that only look random, so that a failure can be found again.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// One document of each kind in turn, with the ending of its name.
fn document(number: usize, random: &mut Random) -> (&'static str, Vec<u8>) {
    let shape = Shape { size: Size::Small, ..Shape::random(number as u64) };
    let made = || plan(number as u64, &shape);
    let form = |form| render(&made(), form, Look::default());
    match number % 16 {
        0 | 1 => ("txt", made().text.into_bytes()),
        2 => ("html", form(Form::Html)),
        3 => ("docx", form(Form::Docx)),
        4..=6 => ("pdf", form(Form::Pdf)),
        7 | 8 => ("pdf", flipped(form(Form::Pdf), random)),
        9 => ("docx", flipped(form(Form::Docx), random)),
        10 => {
            let mut bytes = form(Form::Pdf);
            bytes.truncate(random.below(bytes.len()));
            ("pdf", bytes)
        }
        11 => ("pdf", [b"%PDF-1.7\n".to_vec(), noise(random)].concat()),
        12 => ("txt", noise(random)),
        13 => ("html", "<div>".repeat(20_000).into_bytes()),
        14 => ("pdf", endless(number)),
        _ => ("txt", Vec::new()),
    }
}

fn flipped(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    for _ in 0..=random.below(40) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
    bytes
}

fn noise(random: &mut Random) -> Vec<u8> {
    (0..random.below(3000)).map(|_| random.below(256) as u8).collect()
}

/// A PDF whose page tree is its own child and whose content draws itself.
fn endless(number: usize) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count {number}>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>endobj\n\
         4 0 obj<</Type/XObject/Subtype/Form/Length 5/Resources<</XObject<</X 4 0 R>>>>>>stream\n/X Do\nendstream endobj\n\
         trailer<</Root 1 0 R>>\n"
    )
    .into_bytes()
}

fn start(room: &Room, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .arg("convert")
        .args([room.input().as_os_str(), "-o".as_ref(), room.out().as_os_str()])
        .args(["--quiet", "--jobs", "2", "--isolate", "--time-limit", "60"])
        .args(more)
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits for a batch while its workers are killed; how many were.
fn under_fire(mut batch: Child, random: &mut Random) -> usize {
    let mut killed = 0;
    while batch.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(20 + random.below(180) as u64));
        let workers = workers(&batch);
        if !workers.is_empty() {
            let victim = &workers[random.below(workers.len())];
            let signal = ["-KILL", "-SEGV", "-TERM"][random.below(3)];
            let sent = Command::new("kill").args([signal, victim]).stderr(Stdio::null()).status();
            killed += usize::from(sent.unwrap().success());
        }
    }
    killed
}

/// The lines of the manifest without what differs from run to run; each input stands in one.
fn manifest(room: &Room) -> BTreeMap<String, serde_json::Value> {
    let text = fs::read_to_string(room.out().join("manifest.jsonl")).unwrap();
    let mut lines = room.manifest();
    assert_eq!(text.lines().count(), lines.len(), "an input comes twice");
    assert_eq!(lines.len(), DOCUMENTS, "an input is lost");
    for line in lines.values_mut() {
        line["milliseconds"] = serde_json::Value::Null;
        assert_eq!(line["status"] == "ok", line["code"].is_null(), "{line}");
    }
    lines
}

#[test]
fn workers_are_killed_and_nothing_is_lost() {
    let mut random = Random(2_026);
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    for number in 1..DOCUMENTS {
        let (ending, bytes) = document(number, &mut random);
        let name = format!("{number:05}.{ending}");
        fs::File::create(room.input().join(name)).unwrap().write_all(&bytes).unwrap();
    }
    assert_eq!(start(&room, &[]).wait().unwrap().code(), Some(1));
    let (whole, lines) = (tree(&room.out()), manifest(&room));
    fs::remove_dir_all(room.out()).unwrap();

    let killed = under_fire(start(&room, &[]), &mut random);
    let (under, ends) = (tree(&room.out()), manifest(&room));
    let mut died = 0;
    let mut expected = BTreeSet::new();
    for (name, line) in &ends {
        match line["code"].as_str() {
            Some("worker-died") => died += 1,
            _ => assert_eq!(line, &lines[name]),
        }
        let files = line["written"]["files"].as_array().into_iter().flatten();
        expected.extend(files.map(|file| format!("{name}{}", file["suffix"].as_str().unwrap())));
    }
    assert!(0 < died && died <= killed, "{killed} were killed, {died} documents died of it");
    let files: BTreeSet<String> = under.keys().cloned().collect();
    let odd: Vec<_> = files.symmetric_difference(&expected).collect();
    assert!(odd.is_empty(), "{odd:?}");
    assert!(under.iter().all(|(name, bytes)| whole[name] == *bytes));
    // The documents that died are converted when the run is resumed, and all is as if nothing had been.
    assert_eq!(start(&room, &["--resume"]).wait().unwrap().code(), Some(1));
    assert_eq!(manifest(&room), lines);
    assert!(tree(&room.out()) == whole);
    eprintln!("{DOCUMENTS} documents, {killed} workers killed, {died} documents died of it");
}
