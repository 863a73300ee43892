//! Journals, whole and torn, and what is taken as done.

use gangyao_exporter::{Written, WrittenFile};

use super::super::manifest::bare;
use super::*;

const NAME: &str = "manifest.jsonl";

fn open(out: &Path, by: &str, resume: bool) -> Ledger {
    Ledger::open(out, NAME, by.to_owned(), resume).unwrap()
}

/// Writes a document's file and gives its entry.
fn document(out: &Path, place: &str, text: &str) -> Entry {
    let path = out.join(format!("{place}.json"));
    fs::write(&path, text).unwrap();
    let (bytes, crc32) = checked(&path).unwrap();
    let files = vec![WrittenFile { suffix: ".json".to_owned(), bytes, crc32 }];
    let line = ManifestLine {
        output: Some(place.to_owned()),
        sha256: Some("00".to_owned()),
        written: Some(Written { by: "me".to_owned(), files }),
        ..bare(place.to_owned(), Status::Ok)
    };
    Entry::new(line, place.to_owned(), true, &Diagnostics::from([((Severity::Info, "x".to_owned()), 2)]))
}

#[test]
fn what_is_noted_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let ledger = open(out, "me", false);
    let lines = ["a", "b", "c"].map(|place| document(out, place, place));
    let noted = lines.each_ref().map(|line| ledger.note(line).unwrap());
    let told = noted.map(|place| ledger.noted(place).unwrap().name);
    assert_eq!(told, ["a", "b", "c"]);
    assert!(ledger.done("a", "00").is_none(), "nothing is resumed");
    drop(ledger);
    fs::write(out.join("b.json"), "x").unwrap();
    fs::remove_file(out.join("c.json")).unwrap();
    let ledger = open(out, "me", true);
    assert_eq!(ledger.done("a", "00"), Some((lines[0].line.clone(), lines[0].diagnostics())));
    assert!(ledger.done("a", "01").is_none(), "other bytes");
    assert!(ledger.done("b", "00").is_none(), "changed");
    assert!(ledger.done("c", "00").is_none(), "gone");
    assert!(ledger.done("d", "00").is_none(), "unknown");
    drop(ledger);
    assert!(open(out, "another", true).done("a", "00").is_none());
    assert!(open(out, "me", true).done("a", "00").is_some());
    drop(open(out, "me", false));
    assert!(open(out, "me", true).done("a", "00").is_none(), "a new run forgets");
}

#[test]
fn a_journal_that_is_cut_anywhere_keeps_its_whole_lines() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let ledger = open(out, "me", false);
    let lines = ["a", "b"].map(|place| document(out, place, place));
    lines.iter().for_each(|line| assert!(ledger.note(line).is_some()));
    let path = ledger.path.clone();
    drop(ledger);
    let whole = fs::read(&path).unwrap();
    let first = whole.windows(2).enumerate().filter(|(_, pair)| pair == b"}\n").map(|(at, _)| at + 1);
    let first = first.take(1).next().unwrap();
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let ledger = open(out, "me", true);
        assert_eq!(ledger.done("a", "00").is_some(), cut >= first, "{cut}");
        assert!(ledger.done("b", "00").is_none() || cut == whole.len() - 1);
        // What is noted behind a torn line is read.
        ledger.note(&lines[1]);
        drop(ledger);
        assert!(open(out, "me", true).done("b", "00").is_some(), "{cut}");
    }
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let name = format!(".gangyao-{}-7.tmp", beside::mark());
    fs::create_dir(out.join("a")).unwrap();
    // A run that is killed drops nothing.
    let mut journal = File::create(out.join(".gangyao-manifest.journal")).unwrap();
    append(&mut journal, format!("{MARK}{}", beside::mark()).as_bytes()).unwrap();
    for name in [name.as_str(), ".gangyao-0123456789abcdef-7.tmp", "plan.tmp"] {
        fs::write(out.join("a").join(name), "x").unwrap();
    }
    drop(open(out, "me", true));
    let mut left: Vec<_> =
        fs::read_dir(out.join("a")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort_unstable();
    assert_eq!(left, [".gangyao-0123456789abcdef-7.tmp", "plan.tmp"]);
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path(), "me", false);
    let second = Ledger::open(folder.path(), NAME, "me".to_owned(), true);
    assert_eq!(second.err().map(|error| error.code()), Some("output-busy"));
    drop(first);
    open(folder.path(), "me", true).finish();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
