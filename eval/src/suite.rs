//! What is scored: synthetic plans, the fixtures whose truth is written down, and documents beside the repository.

use std::fs;
use std::path::{Path, PathBuf};

use gangyao_synthetic::shape::Size;
use gangyao_synthetic::{Shape, Truth, plan};
use serde_json::Value;

use crate::measure::Report;
use crate::{baseline, score};

/// Random shapes in the overall figure.
const RANDOM: u64 = 100;

/// Plans for each choice of each field of a shape.
const SEEDS: u64 = 2;

/// One document to score.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name in the tables.
    pub name: String,
    /// The input file.
    pub bytes: Vec<u8>,
    /// The file's name, which the reader looks at.
    pub file: String,
    /// What it says.
    pub truth: Truth,
}

/// What this tool and the baseline make of a document.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// The document's name.
    pub name: String,
    /// This tool.
    pub ours: Report,
    /// Thirty lines of regular expressions.
    pub baseline: Report,
}

impl Scored {
    /// Adds another document's cases.
    pub fn add(&mut self, other: &Self) {
        self.ours.add(&other.ours);
        self.baseline.add(&other.baseline);
    }
}

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn synthetic(name: String, seed: u64, shape: &Shape) -> Case {
    let made = plan(seed, shape);
    Case { name, bytes: made.bytes, file: "plan.txt".to_owned(), truth: made.truth }
}

/// Plans of random shapes.
#[must_use]
pub fn random() -> Vec<Case> {
    (0..RANDOM)
        .map(|seed| {
            // A large plan every eighth time, so that the long ones do not outweigh the others.
            let mut shape = Shape::random(seed);
            if shape.size == Size::Large && seed % 8 != 0 {
                shape.size = Size::Middle;
            }
            synthetic(shape.name(), seed, &shape)
        })
        .collect()
}

/// Plans in which one thing differs from the plainest plan; those of one name stand together.
#[must_use]
pub fn sweep() -> Vec<Case> {
    let base = Shape { size: Size::Middle, ..Shape::default() };
    let shapes = Shape::sweep(base);
    shapes
        .into_iter()
        .flat_map(|(name, shape)| (0..SEEDS).map(move |seed| synthetic(name.clone(), seed, &shape)))
        .collect()
}

/// The documents of `eval/gold`.
///
/// # Errors
/// When a gold file or its document cannot be read.
pub fn fixtures() -> Result<Vec<Case>, String> {
    gold_files(&root().join("eval/gold"), |slug| {
        let file = if slug == "seed" { "xincheng-15fyp.txt".to_owned() } else { format!("{slug}.txt") };
        Some(root().join("fixtures").join(file))
    })
}

/// The gold documents that lie beside the repository on some machines; none elsewhere.
///
/// # Errors
/// When a gold file or its document cannot be read.
pub fn shared() -> Result<Vec<Case>, String> {
    let shared = root().join("../shared");
    gold_files(&shared.join("eval/gold"), |slug| {
        let endings = ["txt", "html", "docx", "pdf"];
        endings
            .map(|ending| shared.join(format!("corpus/{slug}.{ending}")))
            .into_iter()
            .find(|path| path.exists())
    })
}

fn gold_files(folder: &Path, document: impl Fn(&str) -> Option<PathBuf>) -> Result<Vec<Case>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(input) = document(&name) else { continue };
        let failed = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
        let truth = serde_json::from_str(&text).map_err(|error| failed(&path, &error))?;
        let bytes = fs::read(&input).map_err(|error| failed(&input, &error))?;
        let file = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
        cases.push(Case { name, bytes, file, truth });
    }
    Ok(cases)
}

/// Converts a document and scores it.
///
/// # Errors
/// When it cannot be read.
pub fn run(case: &Case) -> Result<Scored, String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", case.name);
    let output =
        gangyao::convert(&case.bytes, &case.file, &gangyao::Options::default()).map_err(|e| named(&e))?;
    let records: Value = serde_json::to_value(&output.conversion).map_err(|e| named(&e))?;
    Ok(Scored {
        name: case.name.clone(),
        ours: score(&case.truth, &records),
        baseline: score(&case.truth, &baseline::convert(&output.source_text)),
    })
}

/// Converts and scores documents; those of one name are added up.
///
/// # Errors
/// When one cannot be read.
pub fn run_all(cases: &[Case]) -> Result<Vec<Scored>, String> {
    let mut all: Vec<Scored> = Vec::new();
    for case in cases {
        let scored = run(case)?;
        match all.last_mut() {
            Some(last) if last.name == scored.name => last.add(&scored),
            _ => all.push(scored),
        }
    }
    Ok(all)
}

/// All cases of many documents as one.
#[must_use]
pub fn sum(name: &str, all: &[Scored]) -> Scored {
    let mut sum = Scored { name: name.to_owned(), ..Scored::default() };
    all.iter().for_each(|scored| sum.add(scored));
    sum
}
