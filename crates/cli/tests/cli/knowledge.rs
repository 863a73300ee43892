//! `gangyao convert` for knowledge bases, from the outside.

use std::fs;

use crate::common::{PLAN, Room, gangyao, tree};

#[test]
fn each_format_has_its_files() {
    let room = Room::new(&[("a/plan.txt", PLAN.as_bytes())]);
    assert_eq!(room.convert(&["--format", "markdown,graph,chunks,jsonld"]).code, 0);
    let files = tree(&room.out());
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "a/plan.txt.chunks.jsonl",
            "a/plan.txt.jsonld",
            "a/plan.txt.md",
            "a/plan.txt.nodes.csv",
            "a/plan.txt.relationships.csv"
        ]
    );
    assert_eq!(room.convert(&["--format", "markdown,graph,chunks,jsonld", "--jobs", "2"]).code, 0);
    assert!(files == tree(&room.out()), "two runs differ");
    // They are no records, and do not disturb those.
    assert_eq!(room.convert(&[]).code, 0);
    let ran = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!((ran.code, ran.out.ends_with("2 verified, 0 failed\n")), (0, true), "{}", ran.out);
}

#[test]
fn chunks_take_the_shape_and_the_size_that_is_asked_for() {
    let room = Room::new(&[("plan.txt", PLAN.as_bytes())]);
    let count = |more: &[&str], name: &str| {
        let arguments = [&["--format", "chunks"], more].concat();
        let ran = room.convert(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        fs::read_to_string(room.out().join(name)).unwrap().lines().count()
    };
    let (many, few) =
        (count(&["--chunk-size", "5"], "plan.txt.chunks.jsonl"), count(&[], "plan.txt.chunks.jsonl"));
    assert!(many > few && few > 2, "{many} {few}");
    for profile in ["langchain", "llamaindex", "ragflow"] {
        assert_eq!(count(&["--profile", profile], "plan.txt.chunks.jsonl"), few);
    }
    for profile in ["dify", "fastgpt"] {
        assert!(count(&["--profile", profile], "plan.txt.chunks.csv") > few);
    }
    assert_eq!(room.convert(&["--format", "chunks", "--profile", "word"]).code, 2);
    assert_eq!(room.convert(&["--format", "chunks", "--chunk-size", "0"]).code, 2);
}
