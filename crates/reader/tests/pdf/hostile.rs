//! Files made to hang, blow up or crash a reader.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use gangyao_reader::Options;
use proptest::prelude::*;

use super::read;
use super::writer::{Writer, rule, stream, text};

/// Reads a file on which a careless reader would not come to an end.
fn read_soon(file: &[u8]) -> Result<gangyao_text::Source, &'static str> {
    read(file, &Options::default())
}

#[test]
fn forms_that_draw_themselves_end() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Me 10 0 R>>>>",
        "/Me Do /Me Do",
    );
    let file = Writer::default().object(&form).resources("/XObject<</Me 10 0 R>>").page("/Me Do").finish();
    assert_eq!(read_soon(&file).err(), Some("empty"));
}

#[test]
fn forms_that_multiply_are_cut() {
    // Each of twenty forms draws the next one four times.
    let mut writer = Writer::default().resources("/XObject<</F 10 0 R>>");
    for next in 11..31 {
        let entries = format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {next} 0 R>>>>");
        writer = writer.object(&stream(&entries, "/F Do /F Do /F Do /F Do"));
    }
    let file = writer.page("/F Do").page(&text(90.0, 700.0, 16.0, "一")).finish();
    let source = read_soon(&file).unwrap();
    assert_eq!(source.text, "一");
    let problem = source.problems.first().map(|problem| (problem.code, problem.message.as_str()));
    assert_eq!(
        problem,
        Some(("page-incomplete", "page 1 not read whole: the number of forms is damaged or passes a limit"))
    );
}

#[test]
fn a_page_tree_that_loops_ends() {
    let file = Writer::default().page(&text(90.0, 700.0, 16.0, "一")).finish();
    let file =
        String::from_utf8(file).unwrap().replace("/Count 1/Kids[10 0 R ]", "/Count 9/Kids[2 0 R 10 0 R]");
    assert_eq!(read_soon(file.as_bytes()).unwrap().text, "一");
}

#[test]
fn a_page_tree_fifty_thousand_deep_is_read() {
    let file = Writer::default().page(&text(90.0, 700.0, 16.0, "一")).finish();
    let depth = 50_000;
    let mut objects = String::new();
    for at in 0..depth {
        let kid = if at + 1 < depth { 101 + at } else { 10 };
        objects.push_str(&format!("{} 0 obj\n<</Type/Pages/Count 1/Kids[{kid} 0 R]>>\nendobj\n", 100 + at));
    }
    // Objects behind the index are found because the file says no more where its index is.
    let file = String::from_utf8(file)
        .unwrap()
        .replace("/Kids[10 0 R ]", "/Kids[100 0 R]")
        .replace("startxref", &format!("{objects}startxref\n9"));
    assert_eq!(read_soon(file.as_bytes()).unwrap().text, "一");
}

#[test]
fn width_ranges_of_billions_cost_nothing() {
    let file = Writer::default().page(&text(90.0, 700.0, 16.0, "一二")).finish();
    let file = String::from_utf8(file)
        .unwrap()
        .replace("/W[1 95 500]", "/W[0 4294967295 900 0 2000000000 1000]/W2[0 4294967295 1 2 3]")
        .replace("/FirstChar 32", "/FirstChar 4000000000");
    assert_eq!(read_soon(file.as_bytes()).unwrap().text, "一二");
}

/// A file whose first page is drawn by a hundred MiB of white space in a hundred KiB.
fn bomb(more: Option<&str>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..100 {
        encoder.write_all(&chunk).expect("memory takes it");
    }
    let bomb = encoder.finish().expect("memory takes it");
    let marker = "B".repeat(bomb.len());
    let at = |file: &[u8]| {
        file.windows(marker.len())
            .position(|window| window == marker.as_bytes())
            .expect("the page is not compressed")
    };
    let mut writer = Writer::default().page(&marker);
    if let Some(page) = more {
        writer = writer.page(page);
    }
    let mut file = writer.finish();
    let start = at(&file);
    file[start..start + bomb.len()].copy_from_slice(&bomb);
    let length = format!("<</Length {}>>stream", bomb.len());
    let filter = format!("<</Filter/FlateDecode/Length {}>>stream", bomb.len());
    let head = file
        .windows(length.len())
        .position(|window| window == length.as_bytes())
        .expect("the page has this length");
    file.splice(head..head + length.len(), filter.into_bytes());
    file
}

#[test]
fn streams_that_inflate_to_gigabytes_are_cut() {
    let source = read_soon(&bomb(Some(&text(90.0, 700.0, 16.0, "一")))).unwrap();
    assert_eq!(source.text, "一");
    assert_eq!(source.problems.iter().filter(|problem| problem.code == "page-incomplete").count(), 1);
}

#[test]
fn a_file_of_which_nothing_could_be_read_is_not_empty() {
    let error = gangyao_reader::read(&bomb(None), "plan.pdf", &Options::default()).unwrap_err();
    assert_eq!(error.code().name(), "malformed");
    assert!(error.to_string().contains("page 1 not read whole"), "{error}");
}

#[test]
fn many_rules_many_pages_and_tiny_pages_are_read() {
    let mut rules: String =
        (0..10_000).map(|i| rule(50.0, 800.0 - i as f32 * 0.07, 500.0, 800.0 - i as f32 * 0.07)).collect();
    rules += &rule(50.0, 800.0, 50.0, 100.0);
    rules += &rule(500.0, 800.0, 500.0, 100.0);
    assert!(read_soon(&Writer::default().page(&(rules + &text(90.0, 700.0, 16.0, "一"))).finish()).is_ok());

    let mut writer = Writer::default();
    for _ in 0..19_999 {
        writer = writer.page("");
    }
    let source = read_soon(&writer.page(&text(90.0, 700.0, 16.0, "一")).finish()).unwrap();
    assert_eq!((source.pages.len(), source.text.as_str(), source.problems.len()), (20_000, "一", 0));

    let tiny = Writer::default().page_with("/MediaBox[0 0 2.8 2.8]", &text(0.0, 0.0, 16.0, "一")).finish();
    assert!(read_soon(&tiny).is_ok());
}

#[test]
fn numbers_beyond_all_measure_do_no_harm() {
    let content = "1e38 0 0 1e38 1e38 1e38 cm BT /F1 1e38 Tf 1e30 Tc <4E00> Tj 0 0 0 0 0 0 Tm <4E00> Tj ET \
                   0 0 1e39 1e39 re S q q q q Q Q Q Q Q Q BT /F9 0 Tf (x) Tj ET -1 Tr 99 Tr <4E00> Tj";
    assert!(read_soon(&Writer::default().page(content).finish()).is_ok());
    let nested = "q ".repeat(100_000) + &"BT ".repeat(1000) + &"[".repeat(100_000);
    assert_eq!(read_soon(&Writer::default().page(&nested).finish()).err(), Some("empty"));
}

/// A file with a bit of everything.
fn rich_file() -> Vec<u8> {
    let image =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "x");
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Matrix[1 0 0 1 5 5]",
        &text(9.0, 9.0, 9.0, "表单"),
    );
    let content = text(90.0, 700.0, 16.0, "第一章 总则")
        + "/Artifact <</Type/Pagination>> BDC (x) Tj EMC BT /F2 9 Tf 90 650 Td [(AV) -120 (2030)] TJ ET\n"
        + "90 500 300 100 re S 90 550 m 390 550 l S 200 500 m 200 600 l S q 50 0 0 50 300 300 cm /Im Do Q /Fm Do\n"
        + &text(100.0, 560.0, 10.0, "指标")
        + &text(220.0, 560.0, 10.0, "数量");
    Writer::default()
        .object(&image)
        .object(&form)
        .resources("/XObject<</Im 10 0 R/Fm 11 0 R>>")
        .page(&content)
        .page_with("/MediaBox[0 0 300 400]/Rotate 270", &text(50.0, 200.0, 12.0, "横页"))
        .finish()
}

#[test]
fn the_rich_file_is_read() {
    let source = read_soon(&rich_file()).unwrap();
    assert_eq!(source.tables.len(), 1);
    assert!(source.text.contains("AV2030") && source.text.contains("表单") && source.text.contains("横页"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut file = rich_file();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if is_cut {
            file.truncate(cut.index(file.len()));
        }
        let _ = read(&file, &Options::default());
    }

    #[test]
    fn moved_pieces_never_panic(
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1_usize..200,
    ) {
        let mut file = rich_file();
        let from = from.index(file.len());
        let piece: Vec<u8> = file[from..(from + length).min(file.len())].to_vec();
        let to = to.index(file.len());
        file.splice(to..to, piece);
        let _ = read(&file, &Options::default());
    }
}
