//! Bad input, each with its exact outcome: never a panic, a hang or a lost character.
//!
//! Files that cannot be opened or written belong to the command line's suite.

use gangyao::{Options, Output, convert};
use gangyao_model::Record;
use gangyao_tests::assert_invariants;

/// Converts, and checks the invariants.
fn converted(bytes: &[u8]) -> Output {
    let output = convert(bytes, "plan.txt", &Options::default()).expect("this input can be read");
    assert_invariants(&output);
    output
}

fn count(output: &Output, types: &[&str]) -> u32 {
    types.iter().map(|name| output.conversion.document.counts.get(*name).copied().unwrap_or_default()).sum()
}

fn headings(output: &Output) -> u32 {
    count(output, &["part", "chapter", "section", "subsection"])
}

fn codes(output: &Output) -> Vec<&str> {
    output.conversion.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn check_error(bytes: &[u8], code: &str) {
    let error = convert(bytes, "plan.txt", &Options::default()).expect_err("this input cannot be read");
    assert_eq!(error.code(), code, "{error}");
}

#[test]
fn an_empty_file_is_an_error() {
    check_error(b"", "empty");
    check_error(b"\xEF\xBB\xBF", "empty");
}

#[test]
fn white_space_only_is_an_error() {
    check_error(" \n\t\u{3000}\r\n\u{A0}".as_bytes(), "empty");
}

#[test]
fn a_picture_named_txt_is_an_error() {
    let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0".to_vec();
    png.extend((0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
    check_error(&png, "binary");
}

#[test]
fn invalid_utf8_in_the_middle_costs_a_character_and_no_more() {
    let mut bytes = "第一章 总则\n坚持创新发展，推动".as_bytes().to_vec();
    bytes.extend(b"\xE4\xB8");
    bytes.extend("高质量建设。\n第二章 目标\n到2030年，森林覆盖率达到40%。\n".repeat(20).as_bytes());
    let output = converted(&bytes);
    assert_eq!(output.source_text.matches('\u{FFFD}').count(), 1);
    assert!(codes(&output).contains(&"invalid-bytes"), "{:?}", codes(&output));
}

#[test]
fn a_text_without_headings_is_paragraphs() {
    let output = converted("推动高质量发展取得新成效。\n\n人民生活品质不断提高。\n".as_bytes());
    assert_eq!((headings(&output), count(&output, &["paragraph"])), (0, 2));
}

#[test]
fn a_table_of_contents_alone_has_entries_and_no_headings() {
    let mut text = "目 录\n\n".to_owned();
    for n in ["一", "二", "三", "四", "五", "六"] {
        text.push_str(&format!("第{n}章 加强某项工作…………………………{}\n", n.len()));
    }
    let output = converted(text.as_bytes());
    assert_eq!((headings(&output), output.conversion.toc.len()), (0, 6));
}

#[test]
fn a_heading_ten_thousand_times() {
    let output = converted("第一章 总则\n坚持创新驱动发展战略不动摇。\n".repeat(10_000).as_bytes());
    assert_eq!(count(&output, &["paragraph"]), 10_000);
    // The numbers never go on: the repetition is told once, not ten thousand times.
    assert!(output.conversion.diagnostics.len() < 200, "{} diagnostics", output.conversion.diagnostics.len());
}

#[test]
fn a_heading_ten_thousand_times_without_text() {
    converted("第一章 总则\n".repeat(10_000).as_bytes());
}

#[test]
fn a_line_of_twenty_megabytes() {
    let sentence = "坚持创新驱动发展，推动产业结构优化升级，";
    let line = sentence.repeat(20_000_000 / sentence.len());
    let output = convert(line.as_bytes(), "plan.txt", &Options::default()).expect("a long line can be read");
    assert_eq!(output.conversion.document.coverage.unassigned, 0);
    assert_eq!(count(&output, &["paragraph"]), 1);
}

#[test]
fn numbering_a_thousand_levels_deep() {
    let mut text = String::from("第一章 总则\n");
    for depth in 2..=1000 {
        text.push_str(&"1.".repeat(depth));
        text.push_str("1 加强工作\n坚持创新发展，推动高质量建设。\n");
    }
    let output = converted(text.as_bytes());
    let deepest = output.conversion.records.iter().filter_map(|record| match record {
        Record::Part(h) | Record::Chapter(h) | Record::Section(h) | Record::Subsection(h) => Some(h.depth),
        _ => None,
    });
    assert!(deepest.max().unwrap_or_default() <= 16, "levels are bounded");
}

#[test]
fn brackets_a_hundred_thousand_deep() {
    converted(format!("第一章 总则\n{}坚持创新{}。\n", "（".repeat(100_000), "）".repeat(99_999)).as_bytes());
}

#[test]
fn nul_bytes_show_nothing_and_cost_nothing() {
    let output = converted("第一章 总\0则\n坚持\0创新发展。\n第二章 目标\n推动高质量发展。\n".as_bytes());
    assert_eq!(headings(&output), 2);
}

#[test]
fn unpaired_brackets_and_quotes_swallow_nothing() {
    let text = "第一章 打造“一核两翼\n坚持（创新发展。\n第二章 建设）新格局”\n推动【高质量〔发展。\n第三章 《保障措施\n加强领导。\n";
    let output = converted(text.as_bytes());
    assert_eq!((headings(&output), count(&output, &["paragraph"])), (3, 3));
}

#[test]
fn rows_of_differing_cell_counts_are_one_table() {
    let text = "第一章 目标\n专栏1 主要指标\n指标\t单位\t2025年\t2030年\t属性\n\
        1.地区生产总值增长\t%\t5\t5.5\t预期性\n2.城镇化率\t%\t60\n3.森林覆盖率\t%\t40\t41\t约束性\t多余\t又多余\n\
        4.粮食产量\n5.预期寿命\t岁\t80\t81\t预期性\n\n第二章 措施\n加强领导。\n";
    let output = converted(text.as_bytes());
    assert_eq!((headings(&output), count(&output, &["box"]), count(&output, &["table"])), (2, 1, 1));
    let texts: Vec<&str> = output.conversion.records.iter().filter_map(cells).flatten().collect();
    for own in ["又多余", "60", "81"] {
        assert!(texts.contains(&own), "{own} stands in no cell of {texts:?}");
    }
}

fn cells(record: &Record) -> Option<Vec<&str>> {
    let Record::Table(table) = record else { return None };
    Some(table.rows.iter().flatten().map(|cell| cell.text.as_str()).collect())
}

#[test]
fn a_glossary_cut_off_in_mid_entry_keeps_what_is_there() {
    let text = "第一章 总则\n坚持创新发展，建设零碳园区。\n第二章 目标\n推动首店经济。\n\n名词解释\n\n\
        1.零碳园区：指碳排放与吸收平衡的园区。\n2.首店经济：指利用特有资源吸引品牌首次\n3.数字孪";
    let output = converted(text.as_bytes());
    let terms: Vec<(&str, &str)> = output
        .conversion
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Term(term) => Some((term.term.as_str(), term.definition.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(
        terms[..2],
        [("零碳园区", "指碳排放与吸收平衡的园区。"), ("首店经济", "指利用特有资源吸引品牌首次")]
    );
}

#[test]
fn large_uniform_inputs_come_to_an_end() {
    for unit in [
        "第一章 总则\n坚持创新。\n",
        "一、加强\n（一）推进\n",
        "1.名称：内容\n",
        "专栏1 工程\n1. 甲工程：实施乙项目。\n",
        "指标\t5\t6\n",
        "“《（",
    ] {
        converted(unit.repeat(20_000).as_bytes());
    }
}

#[test]
fn pages_without_text_in_the_middle_of_a_paragraph() {
    let begun = "坚持稳中求进工作总基调推动高质量发展加快建设现代化产业体系";
    for pages in ["\x0C", "\x0C\x0C\x0C", "\n\x0C\n\n\x0C \x0C\n"] {
        let output = converted(format!("第一章 总则\n{begun}{pages}取得新进展。\n").as_bytes());
        assert_eq!(count(&output, &["paragraph"]), 1, "{pages:?}");
    }
    let empty = "\x0C".repeat(19_000);
    converted(format!("第一章 总则\n{begun}{empty}取得新进展。\n").as_bytes());
}

#[test]
fn bullets_alone_on_their_lines() {
    let text = "第一章 总则\n\n●\n\n物流：完善三级物流体系。\n\n●\n\n●\n\n第二章 任务\n\n●\n";
    let output = converted(text.as_bytes());
    let bullets: Vec<(Option<&str>, &str)> = output
        .conversion
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Paragraph(paragraph) => Some((paragraph.bullet.as_deref(), paragraph.text.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(bullets, [(Some("●"), "物流：完善三级物流体系。"), (None, "●"), (None, "●"), (None, "●")]);
}
