//! Pictures of pages are read by Tesseract.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use gangyao_reader::{Picture, Recogniser, Word};

use super::{Failure, Program, run};

/// The language data that is asked for: simplified Chinese, which knows Latin letters too.
const LANGUAGE: &str = "chi_sim";

/// A recogniser for one document. A failure that would meet every page ends the work at the first.
pub(crate) fn recogniser(program: &Program) -> Recogniser {
    let program = program.clone();
    let hopeless = OnceLock::new();
    Recogniser::new(move |picture| match hopeless.get() {
        Some(message) => Err(String::clone(message)),
        None => words(picture, &program).map_err(|failure| {
            let ends = !matches!(failure, Failure::Failed(_));
            let message = message(&failure, &program);
            // The first failure stays: pages come one by one.
            if ends {
                let _ = hopeless.set(message.clone());
            }
            message
        }),
    })
}

fn message(failure: &Failure, program: &Program) -> String {
    match failure {
        Failure::NotInstalled => format!(
            "Tesseract is not installed: there is no program {}; install tesseract-ocr and tesseract-ocr-chi-sim",
            program.path.display()
        ),
        Failure::TimedOut => format!("Tesseract took longer than {} s for a page", program.limit.as_secs()),
        Failure::Failed(said) if said.contains("Failed loading language") => {
            "Tesseract has no data for Chinese; install tesseract-ocr-chi-sim".to_owned()
        }
        Failure::Failed(said) => format!("Tesseract failed: {said}"),
    }
}

fn words(picture: &Picture, program: &Program) -> Result<Vec<Word>, Failure> {
    let failed = |error: std::io::Error| Failure::Failed(error.to_string());
    let folder = tempfile::tempdir().map_err(failed)?;
    let input = folder.path().join("page.pgm");
    std::fs::write(&input, pgm(picture)).map_err(failed)?;
    let out = run(command(&input, picture, program), folder.path(), program.limit)?;
    Ok(table(&String::from_utf8_lossy(&out)))
}

fn command(input: &Path, picture: &Picture, program: &Program) -> Command {
    let mut command = Command::new(&program.path);
    command
        .arg(input)
        .args(["stdout", "-l", LANGUAGE, "--dpi", &picture.resolution.to_string(), "tsv"])
        // Documents run side by side: threads of its own would only be in the way.
        .env("OMP_THREAD_LIMIT", "1");
    command
}

/// The picture as a portable grey map.
fn pgm(picture: &Picture) -> Vec<u8> {
    let mut bytes = format!("P5\n{} {}\n255\n", picture.width, picture.height).into_bytes();
    bytes.extend_from_slice(&picture.grey);
    bytes
}

/// The words of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
/// A line of text (level 4) comes before its words (level 5).
fn table(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut line = [0.0; 4];
    for row in text.lines() {
        let fields: Vec<&str> = row.splitn(12, '\t').collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<f32>().ok());
        let (Some(left), Some(top), Some(width), Some(height)) = (number(6), number(7), number(8), number(9))
        else {
            continue;
        };
        let place = [left, top, left + width, top + height];
        match (fields[0], number(10), fields.get(11)) {
            ("4", ..) => line = place,
            ("5", Some(confidence), Some(text)) if !text.trim().is_empty() => {
                words.push(Word { text: (*text).to_owned(), place, line, confidence });
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_words_with_their_lines() {
        let text = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                    1\t1\t0\t0\t0\t0\t0\t0\t993\t1404\t-1\t\n\
                    4\t1\t3\t1\t1\t0\t145\t478\t712\t49\t-1\t\n\
                    5\t1\t3\t1\t1\t1\t145\t478\t366\t48\t72.3\t第一章\n\
                    5\t1\t3\t1\t1\t2\t600\t474\t49\t70\t96.5\t总则\n\
                    5\t1\t3\t1\t1\t3\t600\t474\t49\t70\t95\t \n";
        let words: Vec<(String, [f32; 4], f32)> =
            table(text).into_iter().map(|word| (word.text, word.place, word.line[2])).collect();
        assert_eq!(
            words,
            [
                ("第一章".to_owned(), [145.0, 478.0, 511.0, 526.0], 857.0),
                ("总则".to_owned(), [600.0, 474.0, 649.0, 544.0], 857.0)
            ]
        );
        assert_eq!(table("rubbish\n5\t1\n"), []);
    }

    #[test]
    fn a_program_that_is_not_there_is_asked_once() {
        let recogniser = recogniser(&Program::new("gangyao-no-such-program"));
        let picture = Picture { width: 1, height: 1, resolution: 72, grey: vec![255] };
        for _ in 0..2 {
            let message = recogniser.words(&picture).unwrap_err();
            assert!(message.contains("install tesseract-ocr and tesseract-ocr-chi-sim"), "{message}");
        }
    }
}
