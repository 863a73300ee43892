//! The panel from the outside: several plans in, exactly these rows and remarks out.

use std::fs;

use crate::common::{Ran, Room, gangyao};

const TITLE: &str = "国民经济和社会发展第十五个五年规划纲要";
/// In 亿元, with an average and a sum in one column.
const XINCHENG: &str = "指标\t2025年\t2030年\t年均增速〔累计〕\t属性
1.地区生产总值（亿元）\t801.05\t1100左右\t6.5%左右\t预期性
2.城镇新增就业（万人）\t—\t—\t〔5〕\t预期性
3.森林覆盖率（%）\t40.2\t≥41\t—\t约束性";
/// In 万元, with the growth of two periods.
const HUIMIN: &str = "指标\t2025年\t“十四五”年均增速（%）\t2030年目标\t“十五五”年均增速\t属性
地区生产总值（万元）\t5201000\t5.1\t7000000\t6左右\t预期性
常住人口城镇化率（%）\t60\t—\t65—68\t—\t预期性";

fn plan(place: &str, table: &str) -> String {
    format!(
        "{place}{TITLE}\n\n第一章 发展目标\n坚持创新驱动。\n专栏1 “十五五”时期经济社会发展主要指标\n{table}\n第二章 保障措施\n加强组织领导。\n"
    )
}

/// A room whose `out` holds the converted plans.
fn converted(more: &[&str]) -> Room {
    let (xincheng, huimin) = (plan("新城区", XINCHENG), plan("回民区", HUIMIN));
    let later = xincheng.replace("1100左右", "1150左右");
    let web = format!("<html><body>{}</body></html>", paragraphs(&huimin));
    let none = plan("玉泉区", "没有表。");
    let room = Room::new(&[
        ("huimin.txt", huimin.as_bytes()),
        ("huimin-web.html", web.as_bytes()),
        ("xincheng.txt", xincheng.as_bytes()),
        ("xincheng-again.txt", xincheng.as_bytes()),
        ("xincheng-later.txt", later.as_bytes()),
        ("yuquan.txt", none.as_bytes()),
    ]);
    let mut arguments = vec!["--quiet"];
    arguments.extend(more);
    assert_eq!(room.convert(&arguments).code, 0);
    room
}

/// The same text as a web page: lines of cells become a table.
fn paragraphs(text: &str) -> String {
    let (mut html, mut in_table) = (String::new(), false);
    for line in text.lines() {
        if line.contains('\t') != in_table {
            html.push_str(if in_table { "</table>" } else { "<table>" });
            in_table = !in_table;
        }
        if in_table {
            html.push_str(&format!("<tr><td>{}</td></tr>", line.replace('\t', "</td><td>")));
        } else {
            html.push_str(&format!("<p>{line}</p>"));
        }
    }
    html
}

fn panel(room: &Room, name: &str) -> Ran {
    let target = room.folder.path().join(name);
    gangyao(["panel".as_ref(), room.out().as_os_str(), "-o".as_ref(), target.as_os_str()])
}

/// The lines of a CSV file below the room, cut to some columns. No cell of the test has a comma.
fn columns(room: &Room, name: &str, columns: &[&str]) -> Vec<String> {
    let text = fs::read_to_string(room.folder.path().join(name)).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let places: Vec<usize> =
        columns.iter().map(|name| head.iter().position(|column| column == name).unwrap()).collect();
    lines.map(|cells| places.iter().map(|&at| cells[at]).collect::<Vec<_>>().join(" ")).collect()
}

const SHOWN: [&str; 16] = [
    "file",
    "name",
    "unit",
    "role",
    "year",
    "measure",
    "span_start",
    "span_end",
    "raw",
    "value",
    "min",
    "max",
    "bound",
    "approx",
    "cumulative",
    "nature",
];
const XINCHENG_ROWS: [&str; 6] = [
    "地区生产总值 亿元 baseline 2025 level   801.05 801.05    false false expected",
    "地区生产总值 亿元 target 2030 level   1100左右 1100    true false expected",
    "地区生产总值 % change  annual   6.5%左右 6.5    true false expected",
    "城镇新增就业 万人 change  cumulative   〔5〕 5    false true expected",
    "森林覆盖率 % baseline 2025 level   40.2 40.2    false false binding",
    "森林覆盖率 % target 2030 level   ≥41 41   ge false false binding",
];

#[test]
fn plans_become_exactly_these_rows() {
    let room = converted(&["--format", "json,jsonl"]);
    let ran = panel(&room, "panel.csv");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let huimin = [
        "地区生产总值 万元 baseline 2025 level   5201000 5201000    false false expected",
        "地区生产总值 % change  annual 2021 2025 5.1 5.1    false false expected",
        "地区生产总值 万元 target 2030 level   7000000 7000000    false false expected",
        "地区生产总值  change  annual 2026 2030 6左右 6    true false expected",
        "常住人口城镇化率 % baseline 2025 level   60 60    false false expected",
        "常住人口城镇化率 % target 2030 level   65—68  65 68  false false expected",
    ];
    let later = XINCHENG_ROWS.map(|row| row.replace("1100", "1150"));
    let of = |file: &str, rows: &[&str]| rows.iter().map(|row| format!("{file} {row}")).collect::<Vec<_>>();
    let expected = [
        of("huimin-web.html", &huimin),
        of("xincheng-again.txt", &XINCHENG_ROWS),
        of("xincheng-later.txt", &later.each_ref().map(String::as_str)),
    ];
    assert_eq!(columns(&room, "panel.csv", &SHOWN), expected.concat());
    let regions = columns(&room, "panel.csv", &["region_name", "period_start", "period_end", "kind"]);
    assert_eq!(regions[0], "回民区 2026 2030 outline_plan");
    assert_eq!(
        columns(&room, "panel.report.csv", &["file", "code"]),
        ["huimin.txt copy", "xincheng-later.txt version", "xincheng.txt copy", "yuquan.txt no-indicators",]
    );
    let report = fs::read_to_string(room.folder.path().join("panel.report.csv")).unwrap();
    assert!(report.contains("the same document id and the same values as huimin-web.html"), "{report}");
    assert!(report.contains("the same document id as xincheng-again.txt, and other values"), "{report}");
    assert!(report.contains("the same bytes as xincheng-again.txt"), "{report}");
}

#[test]
fn lines_give_the_same_panel_as_whole_documents() {
    let (whole, lines) = (converted(&["--format", "json"]), converted(&["--format", "jsonl"]));
    let read = |room: &Room| {
        assert_eq!(panel(room, "panel.csv").code, 0);
        assert_eq!(panel(room, "panel.parquet").code, 0);
        ["panel.csv", "panel.parquet", "panel.report.csv"]
            .map(|name| fs::read(room.folder.path().join(name)).unwrap())
    };
    assert!(read(&whole) == read(&lines));
}

#[test]
fn a_broken_file_is_a_line_of_the_report() {
    let room = converted(&["--format", "json,jsonl"]);
    assert_eq!(panel(&room, "panel.csv").code, 0);
    let before = columns(&room, "panel.csv", &SHOWN);
    let whole = fs::read_to_string(room.out().join("huimin.txt.json")).unwrap();
    let lines = fs::read_to_string(room.out().join("huimin.txt.jsonl")).unwrap();
    let cut = lines.len() - lines.lines().last().unwrap().len() - 1;
    for (name, text) in [
        ("broken.txt.json", &whole[..whole.len() / 2]),
        ("cut.txt.jsonl", &lines[..cut]),
        ("empty.txt.json", ""),
        ("newer.txt.json", &whole.replace("gangyao/1", "gangyao/2")),
        // Lines of another kind are no output, and no mistake.
        ("plan.chunks.jsonl", "{\"id\":\"a\",\"text\":\"b\"}\n"),
    ] {
        fs::write(room.out().join(name), text).unwrap();
    }
    let ran = panel(&room, "panel.csv");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.err.matches("error: ").count(), 4, "{}", ran.err);
    assert!(
        ran.err.contains("newer.txt.json: is no whole output of gangyao: it has the schema gangyao/2"),
        "{}",
        ran.err
    );
    assert_eq!(columns(&room, "panel.csv", &SHOWN), before);
    let report = columns(&room, "panel.report.csv", &["file", "code"]);
    for name in ["broken.txt", "cut.txt", "empty.txt", "newer.txt"] {
        assert!(report.contains(&format!("{name} broken-output")), "{report:?}");
    }
}

#[test]
fn another_ending_is_a_wrong_command_line() {
    let room = converted(&["--format", "json"]);
    for name in ["panel", "panel.xlsx", "panel.csv.gz"] {
        let ran = panel(&room, name);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains("the name must end in .csv or .parquet"), "{}", ran.err);
        assert!(!room.folder.path().join(name).exists());
    }
    assert_eq!(panel(&room, "PANEL.CSV").code, 0);
}

#[test]
fn a_folder_without_output_has_no_panel() {
    let room = Room::new(&[("a.txt", b"a")]);
    fs::create_dir(room.out()).unwrap();
    let ran = panel(&room, "panel.csv");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("holds no output of gangyao; give the output folder"), "{}", ran.err);
    assert!(!room.folder.path().join("panel.csv").exists());
}

#[test]
fn a_panel_that_cannot_be_written_leaves_the_earlier_one() {
    let room = converted(&["--format", "json"]);
    assert_eq!(panel(&room, "panel.csv").code, 0);
    let before = fs::read(room.folder.path().join("panel.csv")).unwrap();
    fs::remove_file(room.folder.path().join("panel.report.csv")).unwrap();
    fs::create_dir(room.folder.path().join("panel.report.csv")).unwrap();
    let ran = panel(&room, "panel.csv");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("panel.report.csv"), "{}", ran.err);
    assert!(before == fs::read(room.folder.path().join("panel.csv")).unwrap());
    let names = fs::read_dir(room.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.map(|name| name.to_string_lossy().into_owned()).all(|name| !name.contains(".tmp")));
}
