//! Workers that do not do their work: scripts that hang, end, or say something else.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use super::super::{Job, tests::Quiet};
use super::*;

/// Runs a batch of two documents with a script for a worker; the codes of their ends.
fn check(script: &str, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for name in ["a.txt", "b.txt"] {
        // More than a pipe holds.
        fs::write(input.join(name), "坚持创新。".repeat(20_000)).unwrap();
    }
    let program = folder.path().join("worker");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let time = Duration::from_millis(300);
    let isolation = Isolation { program, which: Isolate::Always, time, memory: 1 << 30 };
    let out = folder.path().join("out");
    let job = Job { isolation: Some(isolation), ..Job::new(vec![input], out.clone()) };
    let begun = Instant::now();
    let summary = super::super::run(&job, &Quiet).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(30));
    let ends: Vec<_> = summary.failures.iter().map(|line| line.code.as_deref().unwrap()).collect();
    assert_eq!(ends, [expected, expected], "{script}: {:?}", summary.failures);
    let names: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["manifest.jsonl"], "{script}");
}

#[test]
fn a_worker_that_hangs_is_ended() {
    check("exec sleep 600", "timed-out");
    check("cat > /dev/null; exec sleep 600", "timed-out");
}

#[test]
fn a_worker_that_stops_is_ended() {
    check("kill -STOP $$", "timed-out");
}

#[test]
fn a_worker_that_dies_is_told() {
    check("exit 3", "worker-died");
    check("kill -SEGV $$", "worker-died");
    check("head -c 1000 > /dev/null; kill -KILL $$", "worker-died");
}

#[test]
fn a_worker_that_is_refused_memory_is_told() {
    check("echo 'memory allocation of 80 bytes failed' >&2; kill -ABRT $$", "out-of-memory");
}

#[test]
fn a_worker_that_says_something_else_is_not_heard() {
    check("echo rubbish; exec sleep 600", "timed-out");
    check("printf '\\001\\000\\000\\000\\000\\000\\000\\000x'; exec cat > /dev/null", "worker-died");
}

#[test]
fn a_worker_that_is_not_there_is_told() {
    let failed = Isolation {
        program: PathBuf::from("/no/such/program"),
        which: Isolate::Always,
        time: Duration::from_secs(1),
        memory: 1 << 30,
    };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "甲").unwrap();
    let job = Job {
        isolation: Some(failed),
        ..Job::new(vec![folder.path().join("a.txt")], folder.path().join("out"))
    };
    let summary = super::super::run(&job, &Quiet).unwrap();
    assert_eq!(summary.failures[0].code.as_deref(), Some("no-worker"));
}
