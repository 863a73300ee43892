//! The PDF reader on files written by hand: what a page draws must come out as text, layout, tables and problems.

mod hostile;
mod pictures;
mod shared;
mod writer;

use gangyao_reader::{Limits, Options, check};
use gangyao_text::{FurnitureHint, LineEnd, LineLayout, Source};
use writer::{Writer, hex, rule, stream, text};

/// Reads `file`, and checks what holds of every source; the error by its code.
fn read(file: &[u8], options: &Options) -> Result<Source, &'static str> {
    let source = gangyao_reader::read(file, "plan.pdf", options).map_err(|error| error.code().name())?;
    assert_eq!(check(&source), Ok(()));
    Ok(source)
}

fn source(file: &[u8]) -> Source {
    read(file, &Options::default()).expect("the file is readable")
}

fn lines(source: &Source) -> Vec<(&str, LineLayout)> {
    source.text.split('\n').zip(source.layout.iter().copied()).collect()
}

fn texts(source: &Source) -> Vec<&str> {
    source.text.split('\n').collect()
}

fn codes(source: &Source) -> Vec<&str> {
    source.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn lines_know_their_place() {
    let long = "坚持和加强党的全面领导，推动高质量发展取得新成效";
    let content: String = [
        text(90.0 + 32.0, 700.0, 16.0, &long[..66]),
        text(90.0, 672.0, 16.0, long),
        text(90.0, 644.0, 16.0, "建设现代化强市。"),
    ]
    .concat();
    let source = source(&Writer::default().page(&content).finish());
    assert_eq!(texts(&source), [&long[..66], long, "建设现代化强市。"]);
    assert_eq!(source.pages[0].size, (595.0, 842.0));
    let layout = &source.layout;
    assert_eq!((layout[0].indent, layout[1].indent, layout[2].indent), (32, 0, 0));
    assert!(layout.iter().all(|line| line.size == 160 && line.end == LineEnd::Soft));
    let [x0, y0, x1, y1] = layout[1].bbox.unwrap();
    assert_eq!((x0, x1.round()), (90.0, 90.0 + 16.0 * 24.0));
    assert!(y0 < 842.0 - 672.0 && y1 > 842.0 - 672.0);
}

#[test]
fn what_is_stroked_is_bold() {
    let bold = format!("2 Tr {}", text(90.0, 700.0, 16.0, "第一章"));
    let content: String = [
        bold,
        "0 Tr ".to_owned(),
        text(90.0, 660.0, 16.0, "正文在此正文在此"),
        text(90.0, 640.0, 16.0, "正文"),
    ]
    .concat();
    let source = source(&Writer::default().page(&content).finish());
    assert_eq!(
        lines(&source).iter().map(|(_, layout)| layout.bold).collect::<Vec<_>>(),
        [true, false, false]
    );
}

#[test]
fn text_printed_twice_comes_once() {
    let content = text(90.0, 700.0, 16.0, "主要目标") + &text(90.4, 700.0, 16.0, "主要目标");
    assert_eq!(texts(&source(&Writer::default().page(&content).finish())), ["主要目标"]);
}

#[test]
fn a_table_with_merged_cells() {
    // A head over two columns; x: 100, 200, 300, 400; y: 700, 670, 640.
    let rules: String = [
        rule(100.0, 700.0, 400.0, 700.0),
        rule(100.0, 670.0, 400.0, 670.0),
        rule(100.0, 640.0, 400.0, 640.0),
        rule(100.0, 640.0, 100.0, 700.0),
        rule(200.0, 640.0, 200.0, 700.0),
        rule(300.0, 640.0, 300.0, 670.0),
        rule(400.0, 640.0, 400.0, 700.0),
    ]
    .concat();
    let content = text(100.0, 720.0, 12.0, "主要指标")
        + &rules
        + &text(110.0, 680.0, 12.0, "指标")
        + &text(250.0, 680.0, 12.0, "目标")
        + &text(110.0, 650.0, 12.0, "人口")
        + &text(310.0, 650.0, 12.0, "五百万")
        + &text(100.0, 600.0, 12.0, "注");
    let source = source(&Writer::default().page(&content).finish());
    assert_eq!(texts(&source), ["主要指标", "指标", "目标", "人口", "五百万", "注"]);
    let table = &source.tables[0];
    let cells: Vec<_> = table
        .cells
        .iter()
        .map(|c| (c.row, c.col, c.row_span, c.col_span, c.range.of(&source.text)))
        .collect();
    assert_eq!(
        cells,
        [
            (0, 0, 1, 1, "指标"),
            (0, 1, 1, 2, "目标"),
            (1, 0, 1, 1, "人口"),
            (1, 1, 1, 1, ""),
            (1, 2, 1, 1, "五百万")
        ]
    );
    assert_eq!(source.layout[1].table, Some(0));
    assert_eq!((source.layout[0].table, source.layout[5].table), (None, None));
}

#[test]
fn a_frame_goes_on_on_the_next_page() {
    let frame = |y0: f32, y1: f32| format!("90 {y0} 400 {} re S\n", y1 - y0);
    let first = text(90.0, 300.0, 12.0, "正文") + &frame(80.0, 200.0) + &text(100.0, 150.0, 12.0, "专栏一");
    let second = frame(600.0, 780.0) + &text(100.0, 700.0, 12.0, "接上页") + &text(90.0, 300.0, 12.0, "正文");
    let third = frame(300.0, 400.0) + &text(100.0, 350.0, 12.0, "专栏二");
    let source = source(&Writer::default().page(&first).page(&second).page(&third).finish());
    let frames: Vec<_> = lines(&source).iter().map(|(text, layout)| (*text, layout.frame)).collect();
    assert_eq!(
        frames,
        [("正文", None), ("专栏一", Some(0)), ("接上页", Some(0)), ("正文", None), ("专栏二", Some(1))]
    );
    assert!(source.tables.is_empty());
}

#[test]
fn heads_and_page_numbers_are_furniture() {
    let page = |number: u32, body: &str| {
        text(200.0, 800.0, 10.0, "某市规划纲要")
            + &text(90.0, 500.0, 16.0, body)
            + &text(280.0, 40.0, 12.0, &format!("— {number} —"))
    };
    let file = Writer::default().page(&page(5, "甲")).page(&page(6, "乙")).page(&page(7, "丙")).finish();
    let source = source(&file);
    let hints: Vec<_> = source.layout.iter().map(|layout| layout.furniture).collect();
    let page = [Some(FurnitureHint::RunningHead), None, Some(FurnitureHint::PageNumber)];
    assert_eq!(hints, page.repeat(3));
    assert_eq!(source.page_at(source.text.find('丙').unwrap() as u32), Some(3));
}

#[test]
fn slanted_text_is_a_watermark() {
    let content = text(90.0, 700.0, 16.0, "正文正文")
        + &format!("q 0.8 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm <{}> Tj ET Q\n", hex("征求意见稿"));
    let source = source(&Writer::default().page(&content).finish());
    assert_eq!(lines(&source)[1].0, "征求意见稿");
    assert_eq!(source.layout[1].furniture, Some(FurnitureHint::Watermark));
}

#[test]
fn a_turned_page_is_read_upright() {
    let content = text(90.0, 700.0, 16.0, "第一行文字") + &text(90.0, 670.0, 16.0, "第二行文字");
    let file = Writer::default().page_with("/MediaBox[0 0 595 842]/Rotate 90", &content).finish();
    let source = source(&file);
    assert_eq!(texts(&source), ["第一行文字", "第二行文字"]);
    assert_eq!(source.pages[0].size, (842.0, 595.0));
    let [x0, y0, x1, y1] = source.layout[0].bbox.unwrap();
    assert!(x0 > 690.0 && x1 < 720.0 && y0.round() == 90.0 && y1.round() == 170.0, "{x0} {y0} {x1} {y1}");
}

#[test]
fn pictures_stand_between_their_lines() {
    let image =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "x");
    let content = text(90.0, 700.0, 16.0, "专栏一")
        + "q 400 0 0 200 90 450 cm /Im Do Q\n"
        + &text(90.0, 400.0, 16.0, "正文");
    let writer = || Writer::default().object(&image).resources("/XObject<</Im 10 0 R>>");
    let with_text = source(&writer().page(&content).finish());
    let seen: Vec<_> = lines(&with_text).iter().map(|(text, layout)| (*text, layout.picture)).collect();
    assert_eq!(seen, [("专栏一", false), ("", true), ("正文", false)]);
    assert_eq!(with_text.layout[1].bbox, Some([90.0, 192.0, 490.0, 392.0]));
    assert!(codes(&with_text).is_empty());

    let scan = source(&writer().page(&content).page("q 595 0 0 842 0 0 cm /Im Do Q").finish());
    assert_eq!(codes(&scan), ["page-without-text"]);
    assert_eq!(scan.problems[0].message, "page 2 hold pictures and no text");
}

#[test]
fn hidden_words_and_layers_that_are_off_are_left_out() {
    let content = format!(
        "{}3 Tr {}0 Tr /OC /Off BDC {} EMC /OC /On BDC {} EMC",
        text(90.0, 700.0, 16.0, "看得见的文字"),
        text(90.0, 650.0, 16.0, "藏"),
        text(90.0, 600.0, 16.0, "关"),
        text(90.0, 550.0, 16.0, "开"),
    );
    let file = Writer::default()
        .object("<</Type/OCG/Name(a)>>")
        .object("<</Type/OCG/Name(b)>>")
        .resources("/Properties<</Off 10 0 R/On 11 0 R>>")
        .page(&content)
        .finish();
    let file = String::from_utf8(file).unwrap().replace(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[10 0 R 11 0 R]/D<</OFF[10 0 R]>>>>>>",
    );
    assert_eq!(texts(&source(file.as_bytes())), ["看得见的文字", "开"]);
    // A page of nothing but hidden text is a scan with its text layer.
    let layer = Writer::default().page(&format!("3 Tr {}", text(90.0, 650.0, 16.0, "扫描件的文字"))).finish();
    assert_eq!(texts(&source(&layer)), ["扫描件的文字"]);
}

#[test]
fn two_columns_are_not_interleaved() {
    let mut content = String::new();
    for row in 0..8 {
        let y = 700.0 - 20.0 * row as f32;
        content += &text(60.0, y, 12.0, &format!("左栏的文字一直排到栏边第{row}行"));
        content += &text(320.0, y, 12.0, &format!("右栏的文字一直排到栏边第{row}行"));
    }
    let source = source(&Writer::default().page(&content).finish());
    let firsts: String = texts(&source).iter().filter_map(|line| line.chars().next()).collect();
    assert_eq!(firsts, "左左左左左左左左右右右右右右右右");
    assert!(source.layout.iter().all(|layout| layout.indent == 0));
}

#[test]
fn what_has_no_unicode_is_told() {
    let font =
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Secret/Encoding/Identity-H/DescendantFonts[11 0 R]>>";
    let descendant = "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Secret/DW 1000/CIDSystemInfo<</Registry(Adobe)\
                      /Ordering(Identity)/Supplement 0>>>>";
    let file = Writer::default()
        .object(font)
        .object(descendant)
        .page("BT /F3 16 Tf 90 700 Td <00010002> Tj ET")
        .finish();
    let file = String::from_utf8(file).unwrap().replace("/F2 6 0 R", "/F3 10 0 R");
    let source = source(file.as_bytes());
    assert_eq!(texts(&source), ["\u{FFFD}\u{FFFD}"]);
    assert_eq!(source.problems[0].message, "font Secret on page 1: 2 of 2 characters have no meaning");
}

#[test]
fn a_torn_file_is_repaired_and_garbage_is_not() {
    let page = |body: &str| text(90.0, 700.0, 16.0, body);
    let file = Writer::default().page(&page("第一页")).page(&page("第二页")).finish();
    // The catalogue and the page tree stand first here: without their type they are lost as well.
    let torn = String::from_utf8(file.clone()).unwrap().replace("/Type/Catalog", "/Tpye/Catalog");
    let torn = &torn.as_bytes()[..file.len() - 300];
    let source = source(torn);
    assert_eq!(texts(&source), ["第一页", "第二页"]);
    assert!(codes(&source).contains(&"file-repaired"), "{:?}", source.problems);
    for garbage in [
        &b"%PDF-1.7
%%EOF"[..],
        &file[..40],
    ] {
        assert_eq!(read(garbage, &Options::default()).err(), Some("malformed"));
    }
}

#[test]
fn limits_refuse_and_cut() {
    let page = text(90.0, 700.0, 16.0, "第一页");
    let file = Writer::default().page(&page).page(&page).finish();
    let limited = |limits: Limits| Options { limits, ..Options::default() };
    assert_eq!(read(&file, &limited(Limits { pages: 1, ..Limits::default() })).err(), Some("too-many-pages"));
    let cut = read(&file, &limited(Limits { inflated: page.len() as u64 + 2, ..Limits::default() })).unwrap();
    assert_eq!((cut.text.as_str(), codes(&cut)), ("第一页", vec!["page-incomplete"]));
}

#[test]
fn fields_and_stamps_are_part_of_the_page() {
    let stamp = stream(
        "/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 3 0 R>>>>",
        &format!("BT /F1 16 Tf 1 0 0 1 0 4 Tm <{}> Tj ET", hex("已批准")),
    );
    let value = hex("新城区发展局");
    let fields = [
        "<</Subtype/Stamp/Rect[90 600 190 620]/AP<</N 10 0 R>>>>".to_owned(),
        format!("<</Subtype/Widget/FT/Tx/Rect[90 560 300 580]/V<FEFF{value}>>>"),
        format!("<</Subtype/Widget/Rect[90 520 300 540]/Parent<</FT/Tx/V<FEFF{}>>>>>", hex("甲\r乙")),
        "<</Subtype/Widget/FT/Btn/Rect[90 500 100 510]/AS/Off/AP<</N<</On 10 0 R>>>>>>".to_owned(),
        "<</Subtype/Stamp/F 2/Rect[90 400 190 420]/AP<</N 10 0 R>>>>".to_owned(),
        "<</Subtype/Popup/Rect[90 400 190 420]/AP<</N 10 0 R>>>>".to_owned(),
        "<</Subtype/Stamp/Rect[90 400 190 420]/AP 10 0 R>>".to_owned(),
    ];
    let file = Writer::default()
        .object(&stamp)
        .page_with(
            &format!("/MediaBox[0 0 595 842]/Annots[{}]", fields.concat()),
            &text(90.0, 700.0, 16.0, "申请表"),
        )
        .finish();
    let source = source(&file);
    assert_eq!(texts(&source), ["申请表", "已批准", "新城区发展局", "甲", "乙"]);
    let [x0, y0, ..] = source.layout[1].bbox.unwrap();
    assert!((x0 - 90.0).abs() < 1.0 && (220.0..240.0).contains(&y0));
}

#[test]
fn a_table_without_rules_over_two_pages_is_one() {
    let row = |number: usize, y: f32| {
        [
            text(90.0, y, 12.0, &number.to_string()),
            text(130.0, y, 12.0, "某某旧址"),
            text(300.0, y, 12.0, "新城街道"),
            text(420.0, y, 12.0, "市级"),
        ]
        .concat()
    };
    let head = [(90.0, "序号"), (130.0, "名称"), (300.0, "地址"), (420.0, "级别")]
        .map(|(x, word)| text(x, 720.0, 12.0, word))
        .concat();
    let page = |numbers: std::ops::Range<usize>| -> String {
        numbers.clone().map(|number| row(number, 700.0 - 20.0 * (number - numbers.start) as f32)).collect()
    };
    let source = source(&Writer::default().page(&(head + &page(1..6))).page(&page(6..12)).finish());
    assert_eq!(source.tables.len(), 1);
    let rows = source.tables[0].cells.iter().map(|cell| cell.row + 1).max();
    assert_eq!((rows, source.tables[0].cells.len()), (Some(12), 48));
}

#[test]
fn a_note_at_the_foot_stands_aside() {
    let body = "坚持和加强党的全面领导，推动高质量发展取得新成效";
    let content: String = [
        text(90.0, 700.0, 16.0, body),
        text(90.0, 672.0, 16.0, "实施四有"),
        text(154.0, 680.0, 8.0, "①"),
        text(162.0, 672.0, 16.0, "工作，健全体制机制，压实工作责任，"),
        text(90.0, 100.0, 9.0, "① 四有工作是指划定保护范围、作出标志说明。"),
    ]
    .concat();
    let source = source(&Writer::default().page(&content).page(&text(90.0, 700.0, 16.0, body)).finish());
    let hints: Vec<_> = source.layout.iter().map(|line| line.furniture).collect();
    assert_eq!(hints, [None, None, Some(FurnitureHint::Footnote), None]);
}
