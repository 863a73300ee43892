//! Documents with the same bytes, of which one is converted.
//!
//! The first that comes is converted; others wait for it, if it is at work, and then copy its files. Records name their
//! file, so that under another name that name is put into them; where the name says more than itself, because the document
//! has no title, the document is converted anew. Outputs never show which of them was first.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Condvar, Mutex, MutexGuard};

use gangyao_exporter::{Format, write_value};
use gangyao_extractor::document::title_of_file_name;
use gangyao_model::Conversion;
use memchr::memmem;

use super::document::{Made, Prepared, Recipe};
use super::ledger::{Entry, Place, checked};

/// The first 16 bytes of the SHA-256 of a document.
type Hash = [u8; 16];

/// What has come until now. In memory is a hash a document, and where the journal tells of it.
#[derive(Default)]
pub(super) struct Duplicates {
    seen: Mutex<BTreeMap<Hash, Seen>>,
    changed: Condvar,
}

#[derive(Clone, Copy)]
enum Seen {
    AtWork,
    Made(Place),
}

/// What is to be done with a document.
pub(super) enum Claim<'a> {
    /// It is the first of its kind, or the first failed.
    First(First<'a>),
    /// Another with the same bytes was made.
    Made(Place),
}

/// The duty to say what became of the first; dropped, it failed.
pub(super) struct First<'a> {
    duplicates: &'a Duplicates,
    hash: Hash,
    made: Option<Place>,
}

impl Duplicates {
    /// Waits while the same bytes are at work elsewhere.
    pub(super) fn claim(&self, sha256: &str) -> Claim<'_> {
        let hash = hash(sha256);
        let mut seen = self.lock();
        loop {
            match seen.get(&hash) {
                Some(Seen::Made(place)) => return Claim::Made(*place),
                Some(Seen::AtWork) => seen = self.changed.wait(seen).expect(LOCKED),
                None => {
                    seen.insert(hash, Seen::AtWork);
                    return Claim::First(First { duplicates: self, hash, made: None });
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Hash, Seen>> {
        self.seen.lock().expect(LOCKED)
    }
}

const LOCKED: &str = "no thread panics while it holds the hashes";

impl First<'_> {
    /// It was made, and the journal tells of it there.
    pub(super) fn made(mut self, place: Option<Place>) {
        self.made = place;
    }
}

impl Drop for First<'_> {
    fn drop(&mut self) {
        let mut seen = self.duplicates.lock();
        match self.made {
            Some(place) => seen.insert(self.hash, Seen::Made(place)),
            None => seen.remove(&self.hash),
        };
        drop(seen);
        self.duplicates.changed.notify_all();
    }
}

/// The first half of a SHA-256 in hex; enough to tell documents apart that do not want to be taken for others, and who wants
/// that would have to find a collision of 128 bits.
fn hash(sha256: &str) -> Hash {
    let digit = |at: usize| sha256.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    std::array::from_fn(|at| digit(2 * at).unwrap_or_default())
}

impl Recipe {
    /// Makes a document of the files of another with the same bytes; none where it must be converted for itself.
    pub(super) fn copy(&self, first: &Entry, name: &str, place: &str) -> Option<Made> {
        let line = &first.line;
        let (from, files) = (line.output.as_deref()?, &line.written.as_ref()?.files);
        let renamed = name != first.name;
        let alike = first.titled && title_of_file_name(name) == title_of_file_name(&first.name);
        if renamed && (!alike || !self.knowledge.is_empty()) {
            return None;
        }
        let rows = if self.rows { Some(self.rows_as(from, name, place)?) } else { None };
        let mut written = Vec::with_capacity(files.len());
        let mut left = self.most;
        for file in files {
            let source = self.out.join(format!("{from}{}", file.suffix));
            // Somebody may have changed it since.
            if checked(&source).ok()? != (file.bytes, file.crc32.clone()) {
                return None;
            }
            let mut bytes = std::fs::read(source).ok()?;
            if renamed && file.suffix != Format::Source.suffix() {
                bytes = with_name(&bytes, &first.name, name)?;
            }
            let copy = self.file(place, &file.suffix, &mut left, |out| out.write_all(&bytes)).ok()?;
            written.push((file.suffix.clone(), copy));
        }
        let (counts, diagnostics, titled) = (line.counts.clone()?, first.diagnostics(), first.titled);
        let made = Made { counts, diagnostics, rows, files: Vec::new(), titled };
        Prepared { made, files: written }.put_in_place().ok()
    }

    /// The rows of a document whose records stand at `from`, at another place and under another name.
    fn rows_as(&self, from: &str, name: &str, place: &str) -> Option<gangyao_tables::Rows> {
        let mut conversion: Conversion = self.recall(from)?;
        name.clone_into(&mut conversion.document.source.name);
        Self::rows(&conversion, place)
    }
}

/// The bytes of a file of records with another name of the document's file, which stands first among all that looks like it:
/// no text before it can hold a quotation mark that is not escaped.
fn with_name(bytes: &[u8], old: &str, new: &str) -> Option<Vec<u8>> {
    let spelt = |name: &str| {
        let mut field = b"\"source\":{\"name\":".to_vec();
        write_value(&name, &mut field).expect("memory takes what is written");
        field.push(b',');
        field
    };
    let (old, new) = (spelt(old), spelt(new));
    let at = memmem::find(bytes, b"\"source\":{\"name\":")?;
    bytes[at..].starts_with(&old).then(|| [&bytes[..at], &new, &bytes[at + old.len()..]].concat())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::run::run_with;
    use super::super::tests::{Quiet, job, tree};
    use super::super::{Collection, Job};
    use crate::line::{Given, convert_given};

    /// Converts files and counts conversions; compares the output with that of one where each was converted.
    fn check(files: &[(&str, &[u8])], change: impl Fn(&mut Job), conversions: usize) {
        for jobs in [1, 4] {
            let (_folder, mut job) = job(files, jobs);
            change(&mut job);
            let count = AtomicUsize::new(0);
            let counted = |given: Given<'_>, options: &crate::Options| {
                count.fetch_add(1, Ordering::Relaxed);
                convert_given(given, options)
            };
            let summary = run_with(&job, &Quiet, &counted).unwrap();
            assert_eq!(count.into_inner(), conversions);
            assert_eq!(summary.converted, files.len() as u64);
            for (name, bytes) in files {
                let alone = Job {
                    inputs: vec![job.inputs[0].join(name)],
                    out: job.out.with_extension(name.replace('/', "_")),
                    ..job.clone()
                };
                let base = Some(job.inputs[0].clone());
                super::super::run(&Job { base, collections: Vec::new(), ..alone.clone() }, &Quiet).unwrap();
                let (all, one) = (tree(&job.out), tree(&alone.out));
                assert!(one.len() > 1, "{} bytes", bytes.len());
                for (file, bytes) in one {
                    assert!(all.get(&file) == Some(&bytes), "{file} differs with {jobs} threads");
                }
            }
        }
    }

    const TITLED: &str = "新城区国民经济和社会发展第十五个五年规划纲要\n\n第一章 总则\n坚持创新驱动。到2030年，产值突破900亿元。\n";

    #[test]
    fn the_same_bytes_are_converted_once() {
        let one = TITLED.as_bytes();
        let same = [
            ("a/plan.txt", one),
            ("b/plan.txt", one),
            ("c/other \"1\".txt", one),
            ("d.txt", b"x".as_slice()),
        ];
        check(&same, |_| {}, 2);
        check(&same[..2], |job| job.knowledge = vec![gangyao_knowledge::Format::Markdown], 1);
        check(&same, |job| job.knowledge = vec![gangyao_knowledge::Format::Markdown], 3);
    }

    #[test]
    fn a_name_that_says_more_than_itself_is_read() {
        let untitled = "坚持创新驱动。\n".as_bytes();
        check(&[("a.txt", untitled), ("b.txt", untitled), ("c/a.txt", untitled)], |_| {}, 2);
        let one = TITLED.as_bytes();
        check(&[("a.txt", one), ("北京市“十五五”规划.txt", one)], |_| {}, 2);
    }

    #[test]
    fn tables_have_the_rows_of_both() {
        let one = TITLED.as_bytes();
        let files = [("a.txt", one), ("b.txt", one)];
        let csv = Collection::Csv(crate::Csv { headers: crate::Headers::English, bom: false });
        let tables: Vec<_> = [true, false]
            .map(|copies| {
                let (_folder, mut job) = job(&files, 1);
                job.collections = vec![csv.clone()];
                if !copies {
                    // Without JSON to read them from, each is converted.
                    job.formats = vec![gangyao_exporter::Format::Source];
                }
                super::super::run(&job, &Quiet).unwrap();
                tree(&job.out.join("csv"))
            })
            .into_iter()
            .collect();
        assert!(tables[0].len() > 5 && tables[0] == tables[1]);
    }
}
