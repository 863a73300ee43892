//! Small documents, each for one thing that Word can do.

use crate::{Options, check};
use gangyao_text::{FurnitureHint, InlineKind, LineLayout, Source};
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A DOCX of these parts, relations made from their names.
fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut relations = String::new();
    for (name, _) in parts {
        let file = name.trim_start_matches("word/").trim_end_matches(".xml");
        let kind = file.trim_end_matches(|c: char| c.is_ascii_digit());
        relations
            .push_str(&format!(r#"<Relationship Id="{file}" Type="http://x/{kind}" Target="{file}.xml"/>"#));
    }
    let relations = format!("<Relationships>{relations}</Relationships>");
    let root = r#"<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let fixed = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", root),
        ("word/_rels/document.xml.rels", &relations),
    ];
    archive(fixed.iter().chain(parts).copied())
}

fn archive<'a>(parts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}<w:sectPr/></w:body></w:document>"#)
}

#[track_caller]
fn read(bytes: &[u8]) -> Source {
    let source = crate::read(bytes, "plan.docx", &Options::default()).unwrap();
    check(&source).unwrap();
    source
}

/// What a body of this XML reads as.
#[track_caller]
fn body(xml: &str) -> Source {
    read(&docx(&[("word/document.xml", &document(xml))]))
}

#[track_caller]
fn reads_as(xml: &str, text: &str) {
    assert_eq!(body(xml).text, text, "{xml}");
}

fn code(bytes: &[u8]) -> &'static str {
    crate::read(bytes, "plan.docx", &Options::default()).err().map_or("ok", |error| error.code().name())
}

/// A paragraph of this text.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn runs_join_and_breaks_and_tabs_show() {
    reads_as(
        "<w:p><w:r><w:t>第一</w:t></w:r><w:r><w:t>章</w:t><w:tab/><w:t>1</w:t></w:r></w:p>",
        "第一章\t1",
    );
    reads_as(
        "<w:p><w:r><w:t>总体</w:t><w:br/><w:t>要求</w:t><w:br w:type=\"page\"/></w:r></w:p><w:p/>",
        "总体\n要求",
    );
    reads_as(
        "<w:p><w:r><w:t>十</w:t><w:noBreakHyphen/><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r></w:p>",
        "十-≥",
    );
    reads_as(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>A&amp;B\nC</w:t></w:r></w:p>",
        "A&B C",
    );
    reads_as("<w:p><w:pPr><w:tabs><w:tab w:pos=\"1\"/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r></w:p>", "一");
}

#[test]
fn tracked_changes_are_taken_as_accepted() {
    reads_as(
        "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>\
         <w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>",
        "新增移来",
    );
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>";
    reads_as(&format!("{joined}{}{}", p("后"), p("再")), "前后\n再");
}

#[test]
fn fields_show_their_result() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    reads_as(
        &format!(
            "<w:p>{}<w:r><w:instrText>TOC</w:instrText></w:r>{}{}{}{}</w:p>",
            field("begin"),
            text("码"),
            field("separate"),
            text("第一章"),
            field("end")
        ),
        "第一章",
    );
}

#[test]
fn a_field_tells_a_table_of_contents() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let begin = format!(
        "{}<w:r><w:instrText> TOC \\o \"1-3\"</w:instrText></w:r>{}",
        field("begin"),
        field("separate")
    );
    let page = format!(
        "{}<w:r><w:instrText>PAGEREF a</w:instrText></w:r>{}<w:r><w:t>2</w:t></w:r>{}",
        field("begin"),
        field("separate"),
        field("end")
    );
    let xml = document(&format!(
        "<w:p>{begin}<w:r><w:t>第一章</w:t></w:r></w:p><w:p><w:r><w:t>第二章</w:t></w:r>{page}{}</w:p>{}",
        field("end"),
        p("第一章")
    ));
    let source = read(&docx(&[("word/document.xml", &xml)]));
    let contents: Vec<bool> = source.layout.iter().map(|line| line.contents).collect();
    assert_eq!(
        (source.text.as_str(), contents.as_slice()),
        ("第一章\n第二章2\n第一章", &[true, true, false][..])
    );
}

#[test]
fn layout_comes_from_styles_and_runs() {
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/>
        <w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style></w:styles>"#;
    let xml = document(
        r#"<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>第一节</w:t></w:r></w:p>
        <w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>加强治理。</w:t></w:r><w:r><w:t>推进。</w:t></w:r></w:p>"#,
    );
    let source = read(&docx(&[("word/document.xml", &xml), ("word/styles.xml", styles)]));
    let [heading, paragraph] = source.layout[..] else { panic!("two lines") };
    assert_eq!((heading.heading, heading.bold, heading.centred, heading.size), (Some(2), true, true, 180));
    assert_eq!((paragraph.bold, paragraph.indent), (false, 32));
    assert_eq!(source.inline[0].range.of(&source.text), "加强治理。");
}

#[test]
fn raised_text_that_leads_to_a_note_is_a_mark() {
    let raised = "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>";
    let run = |format: &str, text: &str| format!("<w:r>{format}<w:t>{text}</w:t></w:r>");
    // Word splits runs where it likes.
    let mark = run(raised, "[") + &run(raised, "2") + &run(raised, "]");
    let source = body(&format!(
        "<w:p>{}{mark}{}{}</w:p>",
        run("", "推动发展"),
        run("", "，新建3000m"),
        run(raised, "2")
    ));
    assert_eq!(source.text, "推动发展[2]，新建3000m2");
    let marks: Vec<_> = source.inline.iter().map(|run| (run.kind, run.range.of(&source.text))).collect();
    assert_eq!(marks, [(InlineKind::CitationMark, "[2]")]);
}

#[test]
fn a_face_of_headings_is_as_good_as_bold() {
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="2"><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="黑体"/></w:rPr></w:style></w:styles>"#;
    let prose = p("坚持稳中求进工作总基调，推动高质量发展，保障和改善民生。");
    let xml = document(&format!(
        r#"<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>总体要求</w:t></w:r></w:p>{prose}
        <w:p><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr><w:t>重点任务</w:t></w:r></w:p>{prose}"#
    ));
    let source = read(&docx(&[("word/document.xml", &xml), ("word/styles.xml", styles)]));
    let bold: Vec<bool> = source.layout.iter().map(|line| line.bold).collect();
    assert_eq!(bold, [true, false, true, false]);
}

#[test]
fn numbering_is_part_of_the_text() {
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="zhang"/><w:lvlText w:val="第%1章"/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="dun"/><w:lvlText w:val="%2、"/></w:lvl>
        </w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="zhang"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="dun"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let off = "<w:p><w:pPr><w:pStyle w:val=\"dun\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>无号</w:t></w:r></w:p>";
    let xml = document(&format!(
        "{}{}{}{off}{}{}",
        styled("zhang", "总则"),
        styled("dun", "目标"),
        styled("dun", "任务"),
        styled("zhang", "保障"),
        styled("dun", "组织")
    ));
    let source = read(&docx(&[
        ("word/document.xml", &xml),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ]));
    assert_eq!(source.text, "第一章 总则\n一、目标\n二、任务\n无号\n第二章 保障\n一、组织");
}

fn row(cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(properties, text)| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text)))
        .collect();
    format!("<w:tr>{cells}</w:tr>")
}

#[test]
fn tables_keep_merged_cells() {
    let (restart, on, wide) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>", "<w:gridSpan w:val=\"2\"/>");
    let source = body(&format!(
        "{}<w:tbl>{}{}{}</w:tbl>{}",
        p("前"),
        row(&[(restart, "医护人员"), ("", "医师"), ("", "4.5")]),
        row(&[(on, ""), ("", "护士"), ("", "")]),
        row(&[(wide, "合计"), ("", "9")]),
        p("后")
    ));
    assert_eq!(source.text, "前\n医护人员\n医师\n4.5\n护士\n合计\n9\n后");
    let cells: Vec<_> = source.tables[0]
        .cells
        .iter()
        .map(|cell| (cell.range.of(&source.text), cell.row, cell.col, cell.row_span, cell.col_span))
        .collect();
    assert_eq!(
        cells,
        [
            ("医护人员", 0, 0, 2, 1),
            ("医师", 0, 1, 1, 1),
            ("4.5", 0, 2, 1, 1),
            ("护士", 1, 1, 1, 1),
            ("", 1, 2, 1, 1),
            ("合计", 2, 0, 1, 2),
            ("9", 2, 2, 1, 1)
        ]
    );
}

fn frames(source: &Source) -> Vec<Option<u32>> {
    source.layout.iter().map(|line: &LineLayout| line.frame).collect()
}

#[test]
fn boxes_are_tables_of_one_column_borders_or_text_boxes() {
    let source = body(&format!("<w:tbl>{}</w:tbl>{}", row(&[("", "专栏1")]), p("正文")));
    assert_eq!((source.tables.len(), frames(&source)), (0, vec![Some(0), None]));
    let bordered = |text: &str| {
        let sides =
            ["top", "left", "bottom", "right"].map(|side| format!("<w:{side} w:val=\"single\"/>")).concat();
        format!("<w:p><w:pPr><w:pBdr>{sides}</w:pBdr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let source = body(&format!("{}{}{}", bordered("专栏2"), bordered("1.工程"), p("正文")));
    assert_eq!(frames(&source), [Some(0), Some(0), None]);
    let text_box = format!("<w:txbxContent>{}{}</w:txbxContent>", p("专栏3"), p("1.工程"));
    let both = format!(
        "<w:p><w:r><w:t>锚</w:t><mc:AlternateContent><mc:Choice><w:drawing>{text_box}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{text_box}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>段</w:t></w:r></w:p>"
    );
    let source = body(&format!("{both}{}", p("后")));
    assert_eq!(source.text, "锚段\n专栏3\n1.工程\n后");
    assert_eq!(frames(&source), [None, Some(0), Some(0), None]);
}

#[test]
fn a_table_inside_a_box_is_still_a_table() {
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[("", "指标"), ("", "单位")]));
    let source = body(&format!("<w:tbl><w:tr><w:tc>{}{inner}<w:p/></w:tc></w:tr></w:tbl>", p("专栏1")));
    assert_eq!((source.text.as_str(), source.tables.len()), ("专栏1\n指标\n单位", 1));
    assert_eq!(frames(&source), [Some(0), Some(0), Some(0)]);
}

#[test]
fn notes_follow_their_paragraph() {
    let notes = format!(
        "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        p("线"),
        p(" 每年新增。")
    );
    let xml = document(&format!(
        "<w:p><w:r><w:t>就业</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>增加。</w:t></w:r></w:p>{}",
        p("后")
    ));
    let source = read(&docx(&[("word/document.xml", &xml), ("word/footnotes.xml", &notes)]));
    assert_eq!(source.text, "就业[1]增加。\n[1]每年新增。\n后");
    let marks: Vec<_> = source.inline.iter().map(|run| (run.kind, run.range.of(&source.text))).collect();
    assert_eq!(marks, [(InlineKind::CitationMark, "[1]"), (InlineKind::CitationMark, "[1]")]);
}

#[test]
fn headers_and_footers_are_furniture() {
    let xml = document(&p("正文"));
    let header = format!("<w:hdr>{}</w:hdr>", p("某市规划纲要"));
    let footer = format!("<w:ftr>{}</w:ftr>", p("— 1 —"));
    let parts = [
        ("word/document.xml", xml.as_str()),
        ("word/header1.xml", &header),
        ("word/header2.xml", &header),
        ("word/footer1.xml", &footer),
    ];
    let source = read(&docx(&parts));
    assert_eq!(source.text, "某市规划纲要\n正文\n— 1 —");
    let hints: Vec<_> = source.layout.iter().map(|line| line.furniture).collect();
    assert_eq!(hints, [Some(FurnitureHint::RunningHead), None, Some(FurnitureHint::PageNumber)]);
}

#[test]
fn pictures_stand_where_they_are() {
    let picture = |side: u32| {
        format!(
            "<w:p><w:r><w:drawing><wp:extent cx=\"{side}\" cy=\"{side}\"/><wp:docPr descr=\"图1 空间布局\"/>\
             <a:blip r:embed=\"x\"/></w:drawing></w:r></w:p>"
        )
    };
    let source = body(&format!("{}{}{}{}", p("前"), picture(4_000_000), picture(100_000), p("后")));
    assert_eq!(source.text, "前\n图1 空间布局\n后");
    assert!(source.layout[1].picture);
}

#[test]
fn damaged_and_hostile_files_are_refused_by_code() {
    assert_eq!(code(&docx(&[])), "missing-part");
    assert_eq!(code(&docx(&[("word/document.xml", "<w:document><w:p>")])), "malformed");
    let whole = docx(&[("word/document.xml", &document(&p("一")))]);
    assert_eq!(code(&whole), "ok");
    assert_eq!(code(&whole[..whole.len() - 30]), "malformed");
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(code(&docx(&[("word/document.xml", entities)])), "entity-expansion");
    assert_eq!(
        code(&docx(&[("word/document.xml", &document(&p("一"))), ("../../evil.xml", "x")])),
        "malformed"
    );
    let bomb = document(&p(&" ".repeat(40 << 20)));
    assert_eq!(code(&docx(&[("word/document.xml", &bomb)])), "zip-bomb");
    assert_eq!(code(&docx(&[("word/document.xml", &document("<w:p/>"))])), "empty");
}

#[test]
fn nesting_costs_no_stack() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(20_000);
    let close = "</w:tc></w:tr></w:tbl>".repeat(20_000);
    reads_as(&format!("{deep}{}{close}", p("深")), "深");
    let boxes = "<w:p><w:r><w:drawing><w:txbxContent>".repeat(2_000);
    let close = "</w:txbxContent></w:drawing></w:r></w:p>".repeat(2_000);
    reads_as(&format!("{boxes}{}{close}", p("深")), "深");
    reads_as(&format!("{}{}", "<w:tbl/>".repeat(50_000), p("浅")), "浅");
}

#[test]
fn macros_are_a_warning() {
    let xml = document(&p("一"));
    let source = read(&docx(&[("word/document.xml", &xml), ("word/vbaProject.bin", "x")]));
    assert_eq!(source.problems[0].code, "macros-ignored");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    const PARTS: &[&str] = &[
        "<w:p>",
        "</w:p>",
        "<w:p/>",
        "<w:r>",
        "</w:r>",
        "<w:t>一</w:t>",
        "<w:t> </w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr>",
        "<w:br/>",
        "<w:tab/>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:rPr><w:b/></w:rPr>",
        "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
        "<w:del>",
        "</w:del>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:drawing><a:blip/></w:drawing>",
        "<mc:AlternateContent>",
        "<mc:Choice>",
        "</mc:Choice>",
        "</mc:AlternateContent>",
        "<w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_body_gives_a_sound_source_or_an_error(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..50)) {
            // End tags in the wrong order are an error of XML; dropping them leaves well-formed nests to try as well.
            let mut open = Vec::new();
            let mut xml = String::new();
            for part in parts {
                let name = part.trim_matches(['<', '>', '/']).split([' ', '>']).next().unwrap_or_default();
                if part.starts_with("</") {
                    if open.last() == Some(&name) {
                        open.pop();
                        xml.push_str(part);
                    }
                    continue;
                }
                if !part.contains("/>") && !part.contains("</") {
                    open.push(name);
                }
                xml.push_str(part);
            }
            while let Some(name) = open.pop() {
                xml.push_str(&format!("</{name}>"));
            }
            let bytes = docx(&[("word/document.xml", &document(&xml))]);
            match crate::read(&bytes, "plan.docx", &Options::default()) {
                Ok(source) => check(&source).unwrap(),
                Err(error) => assert_eq!(error.code().name(), "empty", "{error}: {xml}"),
            }
        }

        #[test]
        fn flipped_bytes_never_panic(at in 0usize..2000, to in any::<u8>()) {
            let mut bytes = docx(&[("word/document.xml", &document(&p("一")))]);
            let at = at % bytes.len();
            bytes[at] = to;
            if let Ok(source) = crate::read(&bytes, "plan.docx", &Options::default()) {
                check(&source).unwrap();
            }
        }
    }
}
