//! Real tables and what shares them: boxes that begin inside a table, covers and page numbers in cells. Each line of text
//! has one owner, whatever the format calls a table.

use gangyao::{Options, convert};
use gangyao_model::Record;
use gangyao_tests::assert_invariants;

/// A page whose tables are rows of cells divided by `|`; a row of one cell spans all three columns.
fn page(rows: &[&str]) -> String {
    let cells = |row: &&str| match row.split_once('|') {
        None => format!("<tr><td colspan=3>{row}</td></tr>"),
        Some(_) => row.split('|').map(|cell| format!("<td>{cell}</td>")).collect::<String>() + "</tr>",
    };
    let rows: String = rows.iter().map(cells).map(|row| format!("<tr>{row}")).collect();
    format!(
        "<html><body><p>第一章 总则</p><p>坚持稳中求进。</p><table border=1>{rows}</table><p>第二章 任务</p></body></html>"
    )
}

/// What the document holds, one record a line, indicators and headings left out; the invariants hold.
#[track_caller]
fn check(page: &str, expected: &[&str]) {
    let output = convert(page.as_bytes(), "plan.html", &Options::default()).expect("a page is read");
    assert_invariants(&output);
    let told: Vec<String> = output
        .conversion
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Box(r) => Some(format!("box {} {}", r.number.unwrap_or(0), r.title)),
            Record::Table(r) => {
                let rows: Vec<String> = r
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|"))
                    .collect();
                Some(format!("table {}: {}", r.columns.join("|"), rows.join(" / ")))
            }
            Record::Furniture(r) => Some(format!("furniture {}", r.text)),
            Record::Paragraph(r) => Some(format!("paragraph {}", r.text)),
            _ => None,
        })
        .collect();
    assert_eq!(told, expected);
}

const ROWS: [&str; 3] = ["指标|2025年|2030年", "研发强度（%）|2.1|2.6", "绿化率（%）|30|31"];
const TABLE: &str = "table 指标|2025年|2030年: 研发强度（%）|2.1|2.6 / 绿化率（%）|30|31";

#[test]
fn a_box_whose_title_is_the_first_row_of_its_table() {
    let rows = [&["专栏1 主要指标"][..], &ROWS].concat();
    check(&page(&rows), &["paragraph 坚持稳中求进。", "box 1 主要指标", TABLE]);
}

#[test]
fn a_title_broken_over_the_lines_of_its_cell() {
    let rows = [&["专栏1<br>“十五五”<br>时期经济社<br>会发展主<br>要指标"][..], &ROWS].concat();
    check(&page(&rows), &["paragraph 坚持稳中求进。", "box 1 “十五五”时期经济社会发展主要指标", TABLE]);
}

#[test]
fn a_title_in_the_cells_behind_its_label() {
    let rows = [&["专栏1|主要|指标"][..], &ROWS].concat();
    check(&page(&rows), &["paragraph 坚持稳中求进。", "box 1 主要指标", TABLE]);
}

#[test]
fn a_box_that_begins_inside_a_table() {
    let above = ["地区|面积|人口", "东区|3|4", "西区|5|6", "专栏1 主要指标"];
    check(
        &page(&[&above[..], &ROWS].concat()),
        &["paragraph 坚持稳中求进。", "table 地区|面积|人口: 东区|3|4 / 西区|5|6", "box 1 主要指标", TABLE],
    );
}

#[test]
fn what_stands_beside_a_title_is_not_lost() {
    let rows = [&["专栏1 主要指标|单位：%|"][..], &ROWS].concat();
    let output = convert(page(&rows).as_bytes(), "plan.html", &Options::default()).expect("a page is read");
    assert_invariants(&output);
    assert!(output.conversion.records.iter().any(|record| matches!(record, Record::Box(_))));
}

#[test]
fn cells_that_look_like_a_cover() {
    let rows = ["类别|指标|规划目标", "创新|研发强度（%）|2.6"];
    let table = page(&rows).replace("<p>第一章 总则</p><p>坚持稳中求进。</p>", "");
    let output = convert(table.as_bytes(), "plan.html", &Options::default()).expect("a page is read");
    assert_invariants(&output);
}

#[test]
fn captions_of_pictures_in_cells() {
    let rows = [
        "地区|图|人口",
        "东区<img src=a.png alt=东区图>|<select><option>年</select>|4",
        "<img src=b.png alt=西区图>|5|6",
    ];
    let output = convert(page(&rows).as_bytes(), "plan.html", &Options::default()).expect("a page is read");
    assert_invariants(&output);
}

#[test]
fn captions_of_pictures_outside_the_body() {
    for page in [
        "<html><p>第一章 总则</p><p>坚持稳中求进。</p><img src=a.png alt=专栏3></html>",
        "<html><img src=a.png alt=封面图><p>第一章 总则</p><p>坚持稳中求进。</p></html>",
        "<html><p>坚持稳中求进。</p><img src=a.png alt=示意图><p>推动发展。</p></html>",
        "<html><table border=1><tr><td><img src=a.png alt=甲图><td><img src=b.png alt=乙图></table><p>坚持稳中求进。</p></html>",
    ] {
        let output = convert(page.as_bytes(), "plan.html", &Options::default()).expect("a page is read");
        assert_invariants(&output);
    }
}

#[test]
fn a_box_that_breaks_off_behind_a_number() {
    for end in ["02", "02\n\n第二章 任务\n"] {
        let text = format!("第一章 总则\n\n专栏1 重点工程\n01\n甲工程\n建设水库。\n{end}");
        let output = convert(text.as_bytes(), "plan.txt", &Options::default()).expect("text is read");
        assert_invariants(&output);
    }
}

#[test]
fn a_title_printed_again_inside_the_table() {
    let rows = [&ROWS[..2], &["专栏1 主要指标"], &ROWS[2..]].concat();
    let page = page(&rows).replace("<table", "<p>专栏1 主要指标</p><p>2026年</p><table");
    let output = convert(page.as_bytes(), "plan.html", &Options::default()).expect("a page is read");
    assert_invariants(&output);
    let boxes = output.conversion.records.iter().filter(|record| matches!(record, Record::Box(_))).count();
    assert_eq!(boxes, 1);
}
