//! Real PDFs and extractor breakers, where they lie beside the repository.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gangyao_reader::Options;

use super::read;

fn shared(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder)
}

fn files(folder: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(shared(folder)) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pdf"));
    files.sort();
    files
}

#[test]
fn every_file_is_read_or_refused_for_a_reason() {
    for file in ["pdf", "corpus", "twins"].into_iter().flat_map(files) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let code = match read(&std::fs::read(&file).unwrap(), &Options::default()) {
            Ok(source) if source.format == gangyao_text::Format::Pdf => {
                assert!(!source.pages.is_empty(), "{name}");
                "ok"
            }
            Ok(_) => "no PDF",
            Err(code) => code,
        };
        let expected = match name.as_str() {
            "enc_userpw.pdf" => "encrypted",
            "html_named.pdf" => "no PDF",
            _ => "ok",
        };
        assert_eq!(code, expected, "{name}");
    }
}

#[test]
fn the_twin_has_the_characters_of_the_text() {
    let (text, pdf) = (shared("seed/xincheng-15fyp.txt"), shared("twins/xincheng-15fyp.pdf"));
    let (Ok(text), Ok(pdf)) = (std::fs::read_to_string(text), std::fs::read(pdf)) else { return };
    let source = read(&pdf, &Options::default()).unwrap();
    let count = |text: &str| {
        let mut counts: BTreeMap<char, i64> = BTreeMap::new();
        for c in text.chars().filter(|&c| gangyao_text::is_han(c)) {
            *counts.entry(c).or_default() += 1;
        }
        counts
    };
    let mut missing = count(&text);
    for (c, n) in count(&source.text) {
        *missing.entry(c).or_default() -= n;
    }
    let lost: i64 = missing.values().filter(|&&n| n > 0).sum();
    assert_eq!(lost, 0, "{missing:?}");
}
