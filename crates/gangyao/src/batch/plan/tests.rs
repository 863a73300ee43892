//! What is planned for folders, patterns, archives and parts of a run.

use super::*;

/// A list of inputs as its plan tells it: `place`, or `name: code`, names being below `folder`.
fn planned(folder: &Path, wanted: &Wanted<'_>) -> Vec<String> {
    let told = |planned: Planned| match planned {
        Planned::Convert { place, .. } => place,
        Planned::Settled(line) => {
            let name = line.path.strip_prefix(folder.to_str().unwrap()).unwrap_or(&line.path);
            format!("{}: {}", name.trim_start_matches('/'), line.code.unwrap())
        }
    };
    plan(wanted).into_iter().map(told).collect()
}

fn wanted<'a>(inputs: &'a [PathBuf], out: &'a Path) -> Wanted<'a> {
    Wanted { inputs, out, base: None, spread: false, suffix: 11, shard: None }
}

fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "文").unwrap();
    }
    folder
}

/// Makes `files` in a new folder and compares what is planned for it.
fn check(files: &[&str], expected: &[&str]) {
    let folder = folder(files);
    let (inputs, out) = ([folder.path().to_owned()], folder.path().join("out"));
    assert_eq!(planned(folder.path(), &wanted(&inputs, &out)), expected);
}

#[test]
fn endings_are_in_order() {
    assert!(NO_DOCUMENTS.is_sorted());
}

#[test]
fn files_come_by_name_and_keep_their_path() {
    check(&["b.txt", "a/2.txt", "a/10.txt", "纲要.pdf"], &["a/10.txt", "a/2.txt", "b.txt", "纲要.pdf"]);
}

#[test]
fn what_is_no_document_is_skipped_with_its_reason() {
    check(
        &[".git/config", "a.TXT", "a.json", "b.PNG"],
        &[".git: hidden", "a.TXT", "a.json: no-document", "b.PNG: no-document"],
    );
    check(&["out/a.txt.source.txt", "a.txt"], &["a.txt", "out: output-folder"]);
}

#[test]
fn a_folder_without_documents_is_an_error() {
    check(&["a.json"], &["a.json: no-document", ": empty-folder"]);
}

#[cfg(unix)]
#[test]
fn a_link_upwards_is_not_followed_for_ever() {
    let folder = folder(&["a.txt"]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let inputs = [folder.path().to_owned()];
    let found = planned(folder.path(), &wanted(&inputs, Path::new("nowhere")));
    assert_eq!(found, ["a.txt", "loop: link-loop"]);
}

#[test]
fn a_pattern_meets_what_a_shell_would_meet() {
    let folder = folder(&["a/1.txt", "a/.hidden.txt", "a/b/2.txt", "a/3.pdf", "plan[1].txt"]);
    let check = |pattern: &str, expected: &[&str]| {
        let inputs = [folder.path().join(pattern)];
        assert_eq!(planned(folder.path(), &wanted(&inputs, Path::new("nowhere"))), expected, "{pattern}");
    };
    check("a/*.txt", &["1.txt"]);
    check("**/*.txt", &["a/1.txt", "a/b/2.txt", "plan[1].txt"]);
    check("a/[0-9].*", &["1.txt", "3.pdf"]);
    check("plan[1].txt", &["plan[1].txt"]);
    check("*.docx", &["*.docx: no-match"]);
    check("a/***", &["a/***: bad-pattern"]);
}

#[test]
fn inputs_below_the_base_keep_their_path_from_there() {
    let folder = folder(&["a/1.txt", "b/1.txt", "c/d/1.txt"]);
    let inputs = [folder.path().join("a/1.txt"), folder.path().join("b/1.txt"), folder.path().join("c")];
    let base = Some(folder.path());
    let wanted = Wanted { base, ..wanted(&inputs, Path::new("nowhere")) };
    assert_eq!(planned(folder.path(), &wanted), ["a/1.txt", "b/1.txt", "c/d/1.txt"]);
    let without = Wanted { base: None, ..wanted };
    assert_eq!(planned(folder.path(), &without), ["1.txt", "b/1.txt: output-collision", "d/1.txt"]);
}

#[test]
fn the_parts_of_a_run_are_the_whole() {
    let names: Vec<String> = (0..200).map(|n| format!("{n}.txt")).chain(["skipped.png".to_owned()]).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = folder(&names);
    let inputs = [folder.path().to_owned(), folder.path().join("missing.txt")];
    let whole = wanted(&inputs, Path::new("nowhere"));
    let mut parts: Vec<String> = (1..=7)
        .flat_map(|n| {
            let shard = Some(format!("{n}/7").parse().unwrap());
            let part = planned(folder.path(), &Wanted { shard, ..wanted(&inputs, Path::new("nowhere")) });
            assert!((10..60).contains(&part.len()), "{}", part.len());
            part
        })
        .collect();
    let mut all = planned(folder.path(), &whole);
    all.sort_unstable();
    parts.sort_unstable();
    assert_eq!(parts, all);
}

#[test]
fn places_can_be_spread() {
    let folder = folder(&["a/plan.txt"]);
    let inputs = [folder.path().to_owned()];
    let wanted = Wanted { spread: true, ..wanted(&inputs, Path::new("nowhere")) };
    let found = planned(folder.path(), &wanted);
    assert_eq!(found, [place::spread("a/plan.txt")]);
}
