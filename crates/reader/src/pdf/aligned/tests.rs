//! Tables without rules that are tables, and text that is none.

use super::super::direction::set;
use super::super::line::rows;
use super::*;

/// Sets texts at places; the rows of the tables found, and the lines that are left.
fn check(texts: &[(&str, f32, f32)], expected: &[&str], rest: &[&str]) {
    let chars: Vec<Char> = texts.iter().flat_map(|&(text, x, base)| set(text, x, base)).collect();
    let (left, tables) = take_tables(rows(&chars), Spacing::default(), 500.0);
    let mut shown = Vec::new();
    for table in &tables {
        let count = table.xs.len() - 1;
        for row in table.cells.chunks(count) {
            let cell = |(_, lines): &(GridCell, Vec<Line>)| {
                lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("/")
            };
            shown.push(row.iter().map(cell).collect::<Vec<_>>().join("|"));
        }
    }
    assert_eq!(shown, expected);
    let left: Vec<String> = left.iter().map(|row| row.chars.iter().map(|c| c.char).collect()).collect();
    assert_eq!(left, rest);
}

#[test]
fn numbers_before_the_rows_make_a_table() {
    check(
        &[
            ("以下各项均已公布并且受到保护，任何单位和个人不得损坏。", 0.0, 0.0),
            ("序", 0.0, 20.0),
            ("号", 0.0, 38.0),
            ("名", 60.0, 20.0),
            ("称", 60.0, 38.0),
            ("地址", 200.0, 29.0),
            ("1", 0.0, 60.0),
            ("道尹公署", 40.0, 60.0),
            ("亚泰大街", 200.0, 60.0),
            ("2", 0.0, 90.0),
            ("铁路俱乐部", 40.0, 81.0),
            ("（旧址）", 40.0, 99.0),
            ("凯旋路", 200.0, 90.0),
            ("3", 0.0, 120.0),
            ("站长宅", 40.0, 120.0),
            ("4", 0.0, 141.0),
            ("兵营", 40.0, 141.0),
            ("一心街", 200.0, 141.0),
            ("参考", 0.0, 158.0),
            ("注：以上地址均为公布时的地址，如有变化以最新公告为准。", 0.0, 170.0),
        ],
        &[
            "序/号|名/称|地址",
            "1|道尹公署|亚泰大街",
            "2|铁路俱乐部/（旧址）|凯旋路",
            "3|站长宅|",
            "4|兵营|一心街",
        ],
        &[
            "以下各项均已公布并且受到保护，任何单位和个人不得损坏。",
            "参考",
            "注：以上地址均为公布时的地址，如有变化以最新公告为准。",
        ],
    );
}

#[test]
fn a_page_may_begin_with_the_first_line_of_a_cell() {
    check(
        &[
            ("单位：栋", 200.0, 0.0),
            ("东洋拓殖株式会社", 40.0, 51.0),
            ("62", 0.0, 60.0),
            ("人民大街", 200.0, 60.0),
            ("旧址", 40.0, 69.0),
            ("63", 0.0, 90.0),
            ("映画协会", 40.0, 90.0),
            ("64", 0.0, 111.0),
            ("大楼", 40.0, 111.0),
            ("中心医院", 200.0, 111.0),
            ("65", 0.0, 132.0),
            ("会馆", 40.0, 132.0),
        ],
        &["62|东洋拓殖株式会社/旧址|人民大街", "63|映画协会|", "64|大楼|中心医院", "65|会馆|"],
        &["单位：栋"],
    );
}

#[test]
fn cells_that_begin_beside_their_number() {
    let mut texts = vec![("序号", 0.0, 20.0), ("名称", 40.0, 20.0), ("地址", 200.0, 20.0)];
    for (at, name) in ["1", "2", "3", "4"].into_iter().enumerate() {
        let base = 40.0 + 60.0 * at as f32;
        texts.extend([(name, 0.0, base), ("名称甲", 40.0, base), ("某路", 200.0, base)]);
        texts.extend([("名称乙", 40.0, base + 15.0), ("名称丙", 40.0, base + 30.0)]);
    }
    let row = |number: &str| format!("{number}|名称甲/名称乙/名称丙|某路");
    let rows: Vec<String> = ["1", "2", "3", "4"].into_iter().map(row).collect();
    let mut expected = vec!["序号|名称|地址"];
    expected.extend(rows.iter().map(String::as_str));
    check(&texts, &expected, &[]);
}

#[test]
fn columns_of_figures_make_a_table() {
    let mut texts =
        vec![("单位：亿元", 250.0, 0.0), ("指标", 0.0, 20.0), ("2020", 150.0, 20.0), ("2025", 250.0, 20.0)];
    for (at, name) in ["生产总值", "财政收入", "投资", "消费", "进出口"].into_iter().enumerate()
    {
        let base = 40.0 + 20.0 * at as f32;
        texts.extend([(name, 0.0, base), ("12.5", 150.0, base), ("1,300", 250.0, base)]);
    }
    check(
        &texts,
        &[
            "指标|2020|2025",
            "生产总值|12.5|1,300",
            "财政收入|12.5|1,300",
            "投资|12.5|1,300",
            "消费|12.5|1,300",
            "进出口|12.5|1,300",
        ],
        &["单位：亿元"],
    );
}

#[test]
fn a_cell_that_reaches_the_next_column_is_cut_there() {
    let mut texts = Vec::new();
    for (at, name) in
        ["长春文庙", "护国般若寺", "大佛寺", "伪满电信电话株式会社旧址", "地藏寺"].into_iter().enumerate()
    {
        let base = 20.0 * at as f32;
        texts.extend([(["1", "2", "3", "4", "5"][at], 0.0, base), (name, 20.0, base)]);
        texts.extend([("长春大街", 142.0, base), ("市级", 240.0, base)]);
    }
    check(
        &texts,
        &[
            "1|长春文庙|长春大街|市级",
            "2|护国般若寺|长春大街|市级",
            "3|大佛寺|长春大街|市级",
            "4|伪满电信电话株式会社旧址|长春大街|市级",
            "5|地藏寺|长春大街|市级",
        ],
        &[],
    );
}

#[test]
fn lists_of_names_contents_and_columns_of_text_are_none() {
    let mut names = Vec::new();
    for row in 0..6 {
        let base = 20.0 * row as f32;
        names.extend([("张三", 0.0, base), ("李四", 100.0, base), ("王五", 200.0, base)]);
    }
    check(&names, &[], &["张三李四王五"; 6]);
    let mut contents = Vec::new();
    for row in 0..6 {
        let base = 20.0 * row as f32;
        contents.extend([("第一章", 0.0, base), ("总则", 60.0, base), ("12", 300.0, base)]);
    }
    check(&contents, &[], &["第一章总则12"; 6]);
}

#[test]
fn a_caption_and_a_note_across_the_columns_are_no_rows() {
    let caption = "某市养老服务发展“十五五”时期主要指标";
    let mut texts: Vec<(String, f32, f32)> = vec![(caption.to_owned(), 100.0, 0.0)];
    let head = [("序号", 0.0), ("名称", 40.0), ("2020年", 200.0), ("2025年", 280.0)];
    texts.extend(head.map(|(text, x)| (text.to_owned(), x, 20.0)));
    for row in 1..=5 {
        let base = 20.0 + 20.0 * row as f32;
        let cells = [row.to_string(), "养老床位数".into(), format!("4{row}"), format!("5{row}")];
        texts.extend(cells.into_iter().zip([0.0, 40.0, 200.0, 280.0]).map(|(text, x)| (text, x, base)));
    }
    let note = "注：以上为年末数，不含在建和已停用的床位，以统计为准。";
    texts.push((note.to_owned(), 20.0, 140.0));
    let texts: Vec<(&str, f32, f32)> =
        texts.iter().map(|(text, x, base)| (text.as_str(), *x, *base)).collect();
    check(
        &texts,
        &[
            "序号|名称|2020年|2025年",
            "1|养老床位数|41|51",
            "2|养老床位数|42|52",
            "3|养老床位数|43|53",
            "4|养老床位数|44|54",
            "5|养老床位数|45|55",
        ],
        &[caption, note],
    );
}

#[test]
fn groups_stand_before_the_numbers_and_a_note_below_them() {
    let row = |number: &'static str, name: &'static str, base: f32| {
        [(number, 60.0, base), (name, 90.0, base), ("71.5", 200.0, base), ("85", 260.0, base)]
    };
    let mut texts =
        vec![("类别", 0.0, 0.0), ("序号", 60.0, 0.0), ("指标", 90.0, 0.0), ("2020年", 200.0, 0.0)];
    texts.push(("2025年", 260.0, 0.0));
    texts.extend(row("1", "堤防达标率", 20.0));
    texts.extend(row("2", "河流治理率", 40.0));
    texts.extend(row("3", "用水总量", 60.0));
    texts.extend(row("4", "水土保持率", 80.0));
    texts.extend([("防洪", 0.0, 20.0), ("水资源", 0.0, 60.0), ("注：年末数。", 90.0, 100.0)]);
    check(
        &texts,
        &[
            "类别|序号|指标|2020年|2025年",
            "防洪|1|堤防达标率|71.5|85",
            "|2|河流治理率|71.5|85",
            "水资源|3|用水总量|71.5|85",
            "|4|水土保持率|71.5|85",
        ],
        &["注：年末数。"],
    );
}

#[test]
fn numbers_at_the_foot_of_their_rows() {
    let row = |number: &'static str, base: f32| [(number, 0.0, base), ("4", 200.0, base), ("5", 260.0, base)];
    let mut texts =
        vec![("序号", 0.0, 0.0), ("名称", 40.0, 0.0), ("2020年", 200.0, 0.0), ("2025年", 260.0, 0.0)];
    texts.extend(row("1", 20.0));
    texts.extend(row("2", 40.0));
    texts.extend(row("3", 72.0));
    texts.extend(row("4", 92.0));
    texts.extend([("床位总数", 40.0, 20.0), ("床位占比", 40.0, 40.0), ("老年人拥有", 40.0, 60.0)]);
    texts.extend([("床位数", 40.0, 72.0), ("探访率", 40.0, 92.0)]);
    check(
        &texts,
        &[
            "序号|名称|2020年|2025年",
            "1|床位总数|4|5",
            "2|床位占比|4|5",
            "3|老年人拥有/床位数|4|5",
            "4|探访率|4|5",
        ],
        &[],
    );
}
