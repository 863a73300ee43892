//! Batches over small folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::run::run_with;
use super::*;
use crate::line::Given;

pub(super) struct Quiet;

impl Observer for Quiet {
    fn planned(&self, _: usize) {}
    fn done(&self, _: &ManifestLine) {}
}

/// A folder with `files`, and a job over it.
pub(super) fn job(files: &[(&str, &[u8])], jobs: usize) -> (tempfile::TempDir, Job) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let job = Job { jobs, ..Job::new(vec![folder.path().join("in")], folder.path().join("out")) };
    (folder, job)
}

/// All files below a folder but the manifest, with their bytes.
pub(super) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false if entry.file_name() == MANIFEST => {}
                false => {
                    let name = slashed(entry.path().strip_prefix(folder).unwrap());
                    files.insert(name, fs::read(entry.path()).unwrap());
                }
            }
        }
    }
    files
}

#[test]
fn files_that_are_written_together_are_what_each_is_alone() {
    use gangyao_knowledge::Format::{JsonLd, Markdown};
    let plan = "第一章 总则\n到2030年，森林覆盖率达到40.2%。".as_bytes();
    let (_folder, whole) = job(&[("plan.txt", plan)], 1);
    let whole = Job { knowledge: vec![Markdown, JsonLd], ..whole };
    run(&whole, &Quiet).unwrap();
    let together = tree(&whole.out);
    let manifest = fs::read_to_string(whole.out.join(MANIFEST)).unwrap();
    let places = [".json\"", ".jsonl\"", ".source.txt\"", ".md\"", ".jsonld\""]
        .map(|suffix| manifest.find(suffix).unwrap());
    assert!(places.is_sorted(), "{manifest}");
    let mut alone = BTreeMap::new();
    for format in Format::ALL {
        let out = whole.out.with_extension(format.suffix());
        run(&Job { formats: vec![format], knowledge: Vec::new(), out: out.clone(), ..whole.clone() }, &Quiet)
            .unwrap();
        alone.extend(tree(&out));
    }
    for format in [Markdown, JsonLd] {
        let out = whole.out.with_extension(format.suffix());
        run(&Job { formats: Vec::new(), knowledge: vec![format], out: out.clone(), ..whole.clone() }, &Quiet)
            .unwrap();
        alone.extend(tree(&out));
    }
    assert_eq!(together.len(), 5);
    assert!(together == alone);
}

#[test]
fn every_document_gets_its_files() {
    let (_folder, job) = job(&[("a/plan.txt", "坚持创新。".as_bytes()), ("b.txt", "总则".as_bytes())], 2);
    let summary = run(&job, &Quiet).unwrap();
    assert_eq!((summary.converted, summary.skipped, summary.failures.len()), (2, 0, 0));
    let files = tree(&job.out);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "a/plan.txt.json",
            "a/plan.txt.jsonl",
            "a/plan.txt.source.txt",
            "b.txt.json",
            "b.txt.jsonl",
            "b.txt.source.txt"
        ]
    );
    assert_eq!(files["b.txt.source.txt"], "总则".as_bytes());
}

#[test]
fn the_thread_count_does_not_show() {
    let texts: Vec<(String, String)> =
        (0..40).map(|n| (format!("{n}.txt"), format!("第{n}章\n文\n").repeat(n % 7 + 1))).collect();
    let files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let trees: Vec<_> = [1, 2, 4]
        .map(|jobs| {
            let (_folder, job) = job(&files, jobs);
            run(&job, &Quiet).unwrap();
            tree(&job.out)
        })
        .into_iter()
        .collect();
    assert_eq!(trees[0].len(), 120);
    assert_eq!(trees[0], trees[1]);
    assert_eq!(trees[0], trees[2]);
}

#[test]
fn a_panic_costs_one_document() {
    let (_folder, job) = job(&[("a.txt", "甲".as_bytes()), ("b.txt", "乙".as_bytes())], 1);
    let summary = run_with(&job, &Quiet, &|given: Given<'_>, options: &Options| {
        assert!(given.name != "a.txt", "the invariant of {}", given.name);
        convert_given(given, options)
    })
    .unwrap();
    assert_eq!(summary.converted, 1);
    let failure = &summary.failures[0];
    assert_eq!(failure.code.as_deref(), Some("internal"));
    assert!(failure.message.as_ref().unwrap().contains("the invariant of a.txt"));
    assert!(!tree(&job.out).contains_key("a.txt.json"));
}

#[test]
fn an_output_that_cannot_be_written_fails_whole() {
    let (_folder, job) = job(&[("a.txt", "甲".as_bytes()), ("b.txt", "乙".as_bytes())], 1);
    // A folder stands where the second file of a.txt is to stand.
    fs::create_dir_all(job.out.join("a.txt.jsonl")).unwrap();
    fs::write(job.out.join("a.txt.jsonl/x"), "").unwrap();
    let summary = run(&job, &Quiet).unwrap();
    assert_eq!(summary.converted, 1);
    assert_eq!(summary.failures[0].code.as_deref(), Some("output-failed"));
    let files = tree(&job.out);
    assert!(files.keys().all(|name| !name.contains(".tmp") && name != "a.txt.json"), "{files:?}");
}

#[test]
fn the_output_folder_can_be_a_file() {
    let (_folder, mut job) = job(&[("a.txt", "甲".as_bytes())], 1);
    job.out = job.inputs[0].join("a.txt");
    assert_eq!(run(&job, &Quiet).unwrap_err().code(), "output-failed");
}

#[test]
fn a_slow_document_holds_up_no_other() {
    let names: Vec<String> = (0..60).map(|n| format!("{n:02}.txt")).collect();
    let texts: Vec<String> = (0..60).map(|n| format!("第{n}段")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (_folder, job) = job(&files, 2);
    let others = std::sync::atomic::AtomicUsize::new(0);
    let summary = run_with(&job, &Quiet, &|given: Given<'_>, options: &Options| {
        // The first waits for all others; a hundred seconds are for ever.
        for _ in (0..10_000).filter(|_| given.name == "00.txt") {
            if others.load(std::sync::atomic::Ordering::Relaxed) == 59 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        others.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        convert_given(given, options)
    });
    assert_eq!(summary.unwrap().converted, 60);
    assert_eq!(others.into_inner(), 60);
    let manifest = fs::read_to_string(job.out.join(MANIFEST)).unwrap();
    assert!(manifest.lines().zip(&names).all(|(line, name)| line.contains(&format!("/in/{name}\""))));
}
