//! An archive as the input of a batch, into a folder of its own: every member ends as one line of the manifest, and what was
//! written is what the manifest says, below the output folder and nowhere else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use gangyao::batch::{self, Job, MANIFEST, Observer};
use gangyao::{Format, ManifestLine, Status};

/// A zip archive, a gzipped tar archive, or, without the mark of either, a tar archive, whose headers get the sums that they
/// should have.
///
/// # Panics
/// Where the program is wrong.
pub fn archive(bytes: &[u8]) {
    match bytes {
        [b'P', b'K', ..] => convert("x.zip", bytes),
        [0x1F, 0x8B, ..] => convert("x.tgz", bytes),
        _ => convert("x.tar", &super::container::summed(bytes)),
    }
}

/// The lines of the manifest, as they come.
#[derive(Default)]
struct Lines(Mutex<Vec<ManifestLine>>);

impl Observer for Lines {
    fn planned(&self, _: usize) {}

    fn done(&self, line: &ManifestLine) {
        self.0.lock().expect("no line panics").push(line.clone());
    }
}

fn convert(name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let (input, out) = (folder.path().join(name), folder.path().join("out"));
    fs::write(&input, bytes).expect("there is room for an archive");
    let job = Job { formats: vec![Format::Source], ..Job::new(vec![input], out.clone()) };
    let lines = Lines::default();
    let summary = batch::run(&job, &lines).expect("a folder of its own can be written to");
    let lines = lines.0.into_inner().expect("no line panics");
    assert!(!lines.is_empty(), "an archive ends in one line at least");
    assert_eq!(lines.len() as u64, summary.converted + summary.skipped + summary.failed);

    let mut expected: BTreeSet<String> = [MANIFEST.to_owned()].into();
    for line in &lines {
        assert_eq!(line.status == Status::Ok, line.written.is_some(), "{line:?}");
        assert_eq!(line.status == Status::Ok, line.code.is_none(), "{line:?}");
        for file in line.written.iter().flat_map(|written| &written.files) {
            let place = line.output.as_deref().expect("what was written has a place");
            assert!(expected.insert(format!("{place}{}", file.suffix)), "{place} is written twice");
        }
    }
    assert_eq!(files(&out), expected);
    let beside = fs::read_dir(folder.path()).expect("the folder is there").count();
    assert_eq!(beside, 2, "beside the archive and the output nothing is left");
}

/// The paths of all files below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(batch::slashed(path.strip_prefix(folder).expect("it lies below")));
            }
        }
    }
    found
}
