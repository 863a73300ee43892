//! Pages that are pictures, with a recogniser that looks at pixels.

use std::sync::{Arc, Mutex};

use gangyao_reader::{Options, Picture, Recogniser, Word};
use gangyao_text::{Severity, Source};

use super::writer::{Writer, stream, text};
use super::{codes, read, texts};

/// Four samples of a picture, two by two, black at its upper left corner.
const CORNER: &str =
    "/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode";

/// A page of A4 that draws the picture with `transform`, and more.
fn scan(entries: &str, transform: &str, more: &str) -> Vec<u8> {
    Writer::default()
        .object(&stream(CORNER, "00FFFFFF>"))
        .resources("/XObject<</P 10 0 R>>")
        .page_with(entries, &format!("q {transform} cm /P Do Q {more}"))
        .finish()
}

/// Reads with a recogniser that gives `words`; the pictures that it was shown come back too.
fn recognised(file: &[u8], words: Result<Vec<Word>, String>) -> (Source, Vec<Picture>) {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&shown);
    let recogniser = Recogniser::new(move |picture| {
        seen.lock().expect("no test panics while it looks").push(picture.clone());
        words.clone()
    });
    let source = read(file, &Options { recogniser: Some(recogniser), ..Options::default() })
        .expect("the file is readable");
    let shown = shown.lock().expect("no test panics while it looks").clone();
    (source, shown)
}

fn word(text: &str, place: [f32; 4], confidence: f32) -> Word {
    Word { text: text.to_owned(), place, line: place, confidence }
}

/// The corner of a sheet that is dark.
fn dark(picture: &Picture) -> &'static str {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let is_dark = |x: usize, y: usize| picture.grey[y * width + x] < 128;
    let corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)];
    let names = ["upper left", "upper right", "lower left", "lower right"];
    let found: Vec<&'static str> =
        corners.iter().zip(names).filter(|((x, y), _)| is_dark(*x, *y)).map(|(_, name)| name).collect();
    match found.as_slice() {
        [one] => one,
        _ => panic!("one corner is dark, but {found:?}"),
    }
}

#[test]
fn what_a_picture_says_is_text_that_says_so() {
    let file = scan("/MediaBox[0 0 600 800]", "600 0 0 800 0 0", "");
    let words = vec![
        word("第一章 ", [100.0, 100.0, 148.0, 116.0], 96.0),
        word("坚持创新驱动。", [100.0, 140.0, 212.0, 156.0], 90.0),
    ];
    let (source, shown) = recognised(&file, Ok(words));
    assert_eq!(texts(&source), ["第一章", "坚持创新驱动。"]);
    assert!(source.layout.iter().all(|line| line.ocr && !line.picture));
    let [x0, y0, x1, y1] = source.layout[0].bbox.unwrap();
    assert!(
        (x0 - 100.0).abs() < 1.0 && (x1 - 148.0).abs() < 1.0 && (99.0..105.0).contains(&y0) && y1 < 122.0
    );
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].width, shown[0].height, shown[0].resolution), (600, 800, 72));
    assert_eq!(dark(&shown[0]), "upper left");
    let problem = &source.problems[0];
    assert_eq!((problem.code, problem.severity), ("read-by-ocr", Severity::Info));
    assert_eq!(problem.message, "page 1 was read by character recognition, at a confidence of 92 %");
}

#[test]
fn pictures_are_shown_as_the_reader_sees_them() {
    let words = || Ok(vec![word("总则", [10.0, 10.0, 42.0, 26.0], 96.0)]);
    for (entries, transform, expected) in [
        ("/MediaBox[0 0 600 800]", "600 0 0 800 0 0", "upper left"),
        ("/MediaBox[0 0 600 800]", "-600 0 0 -800 600 800", "lower right"),
        ("/MediaBox[0 0 600 800]/Rotate 90", "600 0 0 800 0 0", "upper right"),
        // Stored on its side, and turned back by the page.
        ("/MediaBox[0 0 600 800]/Rotate 90", "0 800 -600 0 600 0", "upper left"),
    ] {
        let (source, shown) = recognised(&scan(entries, transform, ""), words());
        assert_eq!((dark(&shown[0]), source.text.as_str()), (expected, "总则"), "{entries} {transform}");
    }
}

#[test]
fn a_page_with_text_is_not_looked_at() {
    let file = scan("/MediaBox[0 0 600 800]", "600 0 0 800 0 0", &text(90.0, 700.0, 16.0, "第一章"));
    let (source, shown) = recognised(&file, Ok(Vec::new()));
    assert_eq!((source.text.trim(), shown.len()), ("第一章", 0));
}

#[test]
fn a_layer_of_rubbish_over_a_scan_is_replaced() {
    let rubbish = text(90.0, 700.0, 16.0, "\u{E001}\u{E002}\u{E003}一");
    let words = || Ok(vec![word("总则", [90.0, 90.0, 122.0, 106.0], 60.0)]);
    let (source, _) = recognised(&scan("/MediaBox[0 0 600 800]", "600 0 0 800 0 0", &rubbish), words());
    assert_eq!((source.text.as_str(), source.problems[0].severity), ("总则", Severity::Warning));
    // A small picture beside such text does not hold what the text means.
    let (source, shown) = recognised(&scan("/MediaBox[0 0 600 800]", "60 0 0 80 0 0", &rubbish), words());
    assert!(source.text.contains('\u{E001}') && shown.is_empty());
}

#[test]
fn a_recogniser_that_fails_is_a_problem_of_its_pages() {
    let file = scan("/MediaBox[0 0 600 800]", "600 0 0 800 0 0", "");
    let (source, _) = recognised(&file, Err("it is not installed".to_owned()));
    assert_eq!(codes(&source), ["page-without-text", "ocr-failed"]);
    assert_eq!(source.problems[1].message, "page 1 not read by character recognition: it is not installed");
    // Leaves of a photograph read as characters are no text.
    let (source, _) = recognised(&file, Ok(vec![word("仝孬", [90.0, 90.0, 122.0, 106.0], 20.0)]));
    assert_eq!((source.text.as_str(), codes(&source)), ("", vec!["page-without-text"]));
    // Nothing found is no failure.
    let (source, _) = recognised(&file, Ok(Vec::new()));
    assert_eq!(codes(&source), ["page-without-text"]);
}

#[test]
fn pictures_that_claim_too_much_are_left_alone() {
    for (from, to) in [
        ("/Width 2/Height 2", "/Width 200000/Height 200000"),
        ("/Width 2/Height 2", "/Width 0/Height 2"),
        ("/BitsPerComponent 8", "/BitsPerComponent 255"),
        ("/DeviceGray", "[/Indexed[/Indexed[/Indexed/DeviceGray 1<00>]1<00>]1<00>]"),
        ("/Filter/ASCIIHexDecode", "/Filter/JBIG2Decode"),
        ("/Filter/ASCIIHexDecode", "/Filter/JPXDecode"),
        ("/Filter/ASCIIHexDecode", "/Filter/DCTDecode"),
        ("/Filter/ASCIIHexDecode", "/Filter/CCITTFaxDecode"),
    ] {
        let file = Writer::default()
            .object(&stream(&CORNER.replace(from, to), "00FFFFFF>"))
            .resources("/XObject<</P 10 0 R>>")
            .page_with("/MediaBox[0 0 600 800]", "q 600 0 0 800 0 0 cm /P Do Q")
            .finish();
        let (source, _) = recognised(&file, Ok(Vec::new()));
        assert_eq!(codes(&source), ["page-without-text"], "{to}");
    }
}
