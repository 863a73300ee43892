//! Programs of others: LibreOffice as it is installed, and stand-ins for it that fail.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gangyao_synthetic::render::{Boxes, Form, Headings, Look, render};
use gangyao_synthetic::shape::{Glossary, Groups, Size, Toc};
use gangyao_synthetic::{Shape, plan};

use crate::common::{Ran, Room, gangyao, gangyao_with_path};

/// A plan of two chapters as RTF, which writes Chinese as numbers.
fn rtf() -> Vec<u8> {
    let paragraphs = [
        "新城区国民经济和社会发展第十五个五年规划纲要",
        "第一章 总则",
        "坚持创新驱动。到2030年，地区生产总值突破900亿元。",
        "第二章 保障",
        "加强组织领导，健全实施机制。",
    ];
    let mut rtf = String::from("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\\f0\\fs24\n");
    for paragraph in paragraphs {
        for c in paragraph.chars() {
            match c.is_ascii() {
                true => rtf.push(c),
                // Numbers are 16 bits wide and signed.
                false => rtf.push_str(&format!("\\u{}?", (c as u32) as u16 as i16)),
            }
        }
        rtf.push_str("\\par\n");
    }
    rtf.push('}');
    rtf.into_bytes()
}

/// Where a program is installed.
fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// A folder with a stand-in for a program that does what `script` says, or with none.
#[cfg(unix)]
fn stand_in(room: &Room, name: &str, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let bin = room.folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    if !script.is_empty() {
        fs::write(bin.join(name), format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    bin
}

/// Converts the plan with a stand-in for LibreOffice, and expects it to fail with `code`.
#[cfg(unix)]
fn fails(script: &str, code: &str, says: &str) {
    let room = Room::new(&[("plan.rtf", &rtf())]);
    let bin = stand_in(&room, "soffice", script);
    let ran = convert(&room, &["--with-libreoffice"], Some(&bin));
    assert_eq!(ran.code, 1, "{}", ran.err);
    let line = &room.manifest()["plan.rtf"];
    assert_eq!(line["code"], code, "{line}");
    assert!(line["message"].as_str().unwrap().contains(says), "{line}");
}

fn convert(room: &Room, more: &[&str], path: Option<&Path>) -> Ran {
    let (input, out) = (room.input(), room.out());
    let mut arguments = vec!["convert", input.to_str().unwrap(), "-o", out.to_str().unwrap()];
    arguments.extend(more);
    gangyao_with_path(arguments, path)
}

#[test]
fn formats_of_others_need_leave() {
    let room = Room::new(&[("plan.rtf", &rtf())]);
    assert_eq!(room.convert(&[]).code, 1);
    let line = &room.manifest()["plan.rtf"];
    assert_eq!(line["code"], "needs-libreoffice");
    assert!(line["message"].as_str().unwrap().contains("--with-libreoffice"), "{line}");
}

#[test]
#[cfg(unix)]
fn what_stands_in_for_libreoffice_and_fails() {
    fails("", "needs-libreoffice", "LibreOffice is not installed");
    fails("echo source file could not be loaded >&2; exit 1", "conversion-failed", "could not be loaded");
    fails("exit 0", "conversion-failed", "it wrote no file");
    // The folder of the result is the argument before the last.
    let writes_rubbish = "while [ $# -gt 2 ]; do shift; done; /bin/mkdir -p $1; echo rubbish > $1/plan.docx";
    fails(writes_rubbish, "conversion-failed", "it wrote no DOCX file");
}

#[test]
fn libreoffice_makes_records_of_old_formats() {
    let Some(soffice) = installed("soffice") else {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    };
    let room = Room::new(&[("plan.rtf", &rtf())]);
    let profile = format!("-env:UserInstallation=file://{}", room.folder.path().join("profile").display());
    for ending in ["doc", "odt"] {
        let made = Command::new(&soffice)
            .args(["--headless", "--norestore", &profile, "--convert-to", ending, "--outdir"])
            .args([room.input(), room.input().join("plan.rtf")])
            .output()
            .unwrap();
        assert!(room.input().join(format!("plan.{ending}")).is_file(), "{made:?}");
    }
    // WPS writes the same format under a name of its own.
    fs::copy(room.input().join("plan.doc"), room.input().join("plan.wps")).unwrap();
    let ran = room.convert(&["--with-libreoffice"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let verified = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    for (name, format) in [("plan.rtf", "rtf"), ("plan.doc", "doc"), ("plan.odt", "odt"), ("plan.wps", "doc")]
    {
        let text = fs::read(room.out().join(format!("{name}.json"))).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let source = &document["document"]["source"];
        assert_eq!(
            (&source["format"], &source["converted_from"]),
            (&"docx".into(), &format.into()),
            "{name}"
        );
        let bytes = fs::metadata(room.input().join(name)).unwrap().len();
        assert_eq!(source["bytes"], bytes, "the input's own size stands there");
        let titles: Vec<&str> = document["records"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["type"] == "chapter")
            .map(|record| record["title"].as_str().unwrap())
            .collect();
        assert_eq!(titles, ["总则", "保障"], "{name}");
    }
}

/// The records of an output without their places, and without furniture: programs write page numbers in fields of their own.
fn said(room: &Room, name: &str) -> Vec<serde_json::Value> {
    fn without_places(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => {
                fields.retain(|name, _| !matches!(name.as_str(), "evidence" | "mentions" | "seq"));
                fields.values_mut().for_each(without_places);
            }
            serde_json::Value::Array(values) => values.iter_mut().for_each(without_places),
            _ => {}
        }
    }
    let text = fs::read(room.out().join(format!("{name}.json"))).unwrap();
    let mut document: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let mut records: Vec<serde_json::Value> = std::mem::take(document["records"].as_array_mut().unwrap());
    records.retain(|record| record["type"] != "furniture");
    records.iter_mut().for_each(without_places);
    records
}

#[test]
fn old_formats_say_what_the_word_document_says() {
    let Some(soffice) = installed("soffice") else {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    };
    // Chapters, boxes, a table with merged cells, a glossary, a table of contents.
    let shape = Shape {
        size: Size::Middle,
        toc: Toc::Dots,
        groups: Groups::FirstColumn,
        glossary: Glossary::Colon,
        ..Shape::default()
    };
    let look = Look { headings: Headings::Tagged, boxes: Boxes::Cell };
    let room = Room::new(&[("plan.docx", &render(&plan(7, &shape), Form::Docx, look))]);
    let profile = format!("-env:UserInstallation=file://{}", room.folder.path().join("profile").display());
    for ending in ["doc", "rtf", "odt"] {
        let made = Command::new(&soffice)
            .args(["--headless", "--norestore", &profile, "--convert-to", ending, "--outdir"])
            .args([room.input(), room.input().join("plan.docx")])
            .output()
            .unwrap();
        assert!(room.input().join(format!("plan.{ending}")).is_file(), "{made:?}");
    }
    let ran = room.convert(&["--with-libreoffice"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let word = said(&room, "plan.docx");
    for kind in ["box", "table", "term", "project", "indicator"] {
        assert!(word.iter().any(|record| record["type"] == kind), "the plan has no {kind}");
    }
    for ending in ["doc", "rtf", "odt"] {
        let other = said(&room, &format!("plan.{ending}"));
        let differs = word.iter().zip(&other).find(|(word, other)| word != other);
        assert_eq!((differs, other.len()), (None, word.len()), "{ending}");
    }
}

/// A PDF of one page, 600 by 800 points, that is a picture: entries of its dictionary, and its data.
fn scan(entries: &str, data: &[u8]) -> Vec<u8> {
    let content = b"q 600 0 0 800 0 0 cm /P Do Q";
    let stream = |entries: &str, data: &[u8]| {
        let head = format!("<<{entries}/Length {}>>stream\n", data.len());
        [head.as_bytes(), data, b"\nendstream"].concat()
    };
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R>>";
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        page.as_bytes().to_vec(),
        stream(&format!("/Subtype/Image/BitsPerComponent 8{entries}"), data),
        stream("", content),
    ];
    let (mut file, mut table) = (b"%PDF-1.5\n".to_vec(), String::from("0000000000 65535 f \n"));
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend([format!("{} 0 obj\n", at + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = file.len();
    let end = format!("xref\n0 6\n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.extend(end.as_bytes());
    file
}

/// The table that a stand-in for Tesseract prints: a heading and a line.
const TABLE: &str = "printf '4\\t1\\t1\\t1\\t1\\t0\\t100\\t100\\t96\\t16\\t-1\\t\\n5\\t1\\t1\\t1\\t1\\t1\\t100\\t100\\t96\\t16\\t95\\t第一章总则\\n\
4\\t1\\t1\\t1\\t2\\t0\\t100\\t140\\t112\\t16\\t-1\\t\\n5\\t1\\t1\\t1\\t2\\t1\\t100\\t140\\t112\\t16\\t91\\t坚持创新驱动。\\n'";

/// Converts a scan with `--ocr` and a stand-in for Tesseract: the document, and the codes of its diagnostics.
#[cfg(unix)]
fn recognised(script: &str) -> (serde_json::Value, Vec<String>) {
    let white = scan("/Width 1/Height 1/ColorSpace/DeviceGray/Filter/ASCIIHexDecode", b"FF>");
    let room = Room::new(&[("plan.pdf", &white)]);
    let bin = stand_in(&room, "tesseract", script);
    let ran = convert(&room, &["--ocr"], Some(&bin));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let verified = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    let text = fs::read(room.out().join("plan.pdf.json")).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let codes = document["diagnostics"].as_array().unwrap().iter();
    let codes = codes.map(|one| one["code"].as_str().unwrap().to_owned()).filter(|code| code != "no-title");
    let codes = codes.collect();
    (document, codes)
}

#[test]
#[cfg(unix)]
fn spans_of_text_from_pictures_say_so() {
    let (document, codes) = recognised(TABLE);
    assert_eq!(codes, ["read-by-ocr"]);
    let records = document["records"].as_array().unwrap();
    let paragraph = records.iter().find(|record| record["type"] == "paragraph").unwrap();
    assert_eq!(paragraph["text"], "坚持创新驱动。");
    let span = &paragraph["evidence"][0];
    assert_eq!((&span["ocr"], &span["page"]), (&true.into(), &1.into()));
    assert!(span["bbox"].is_array());
}

#[test]
#[cfg(unix)]
fn tesseract_that_is_not_there_or_fails_is_named() {
    let says = |script: &str, what: &str| {
        let (document, codes) = recognised(script);
        assert_eq!(codes, ["page-without-text", "ocr-failed"]);
        let message = document["diagnostics"][1]["message"].as_str().unwrap();
        assert!(message.contains(what), "{message}");
    };
    says("", "Tesseract is not installed: there is no program tesseract; install tesseract-ocr");
    says("echo \"Failed loading language 'chi_sim'\" >&2; exit 1", "install tesseract-ocr-chi-sim");
    says("echo out of memory >&2; exit 2", "out of memory");
}

/// The seventh page of the scan, a JPEG of 993 by 1404 pixels.
fn page_of_the_seed() -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/pdf/scan_image_only.pdf");
    let file = fs::read(path).ok()?;
    let find = |from: usize, what: &[u8]| {
        file[from..].windows(what.len()).position(|w| w == what).map(|at| from + at)
    };
    let mut start = 0;
    for _ in 0..7 {
        start = find(start + 1, b"\xff\xd8\xff")?;
    }
    Some(file[start..find(start, b"endstream")?].to_vec())
}

#[test]
fn tesseract_reads_a_page_of_the_seed() {
    let (Some(_), Some(jpeg)) = (installed("tesseract"), page_of_the_seed()) else {
        eprintln!("skipped: Tesseract is not installed, or there is no scan");
        return;
    };
    let page = scan("/Width 993/Height 1404/ColorSpace/DeviceRGB/Filter/DCTDecode", &jpeg);
    let room = Room::new(&[("plan.pdf", &page)]);
    let ran = room.convert(&["--ocr"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let verified = gangyao(["verify".as_ref(), room.out().as_os_str()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    let text = fs::read_to_string(room.out().join("plan.pdf.source.txt")).unwrap();
    assert!(text.chars().filter(|c| !c.is_whitespace()).count() > 400, "{text}");
    assert!(text.contains("创新驱动发展成效显著"), "{text}");
}
