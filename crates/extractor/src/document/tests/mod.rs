//! Titles, notices and signatures of all levels, with what they say.

use gangyao_model::{Kind, Level};
use proptest::prelude::*;

use super::*;

mod kinds;
mod mastheads;
mod regions;
mod titles;

fn level(level: Level) -> &'static str {
    match level {
        Level::National => "national",
        Level::Province => "province",
        Level::Prefecture => "prefecture",
        Level::County => "county",
        Level::Township => "township",
    }
}

fn show(data: &DocumentData) -> String {
    let kind = match data.kind {
        Kind::OutlinePlan => "outline",
        Kind::SpecialPlan => "special",
        Kind::WorkReport => "report",
        Kind::Proposal => "proposal",
        Kind::Notice => "notice",
        Kind::Other => "other",
    };
    let region = data.region.as_ref().map_or_else(
        || "-".to_owned(),
        |region| {
            let level = region.level.map_or("?", level);
            format!("{} {} {level}", region.name, region.code.as_deref().unwrap_or("?"))
        },
    );
    let period = data.period.map_or_else(
        || "-".to_owned(),
        |period| match period.ordinal {
            Some(ordinal) => ordinal.to_string(),
            None => format!("{}-{}", period.start, period.end),
        },
    );
    format!("{kind}, {region}, {period}")
}

/// A title by itself: what it says, and that it is one and stays whole.
fn check(title: &str, expected: &str) {
    let data = describe(&Input { title: Some(title), ..Input::default() });
    assert_eq!(show(&data), expected, "{title}");
    assert_eq!(data.title.as_deref(), Some(title));
}

/// A notice's title: the title that it wraps, its issuer, what it says.
fn check_notice(printed: &str, title: &str, issuer: &str, expected: &str) {
    let data = describe(&Input { title: Some(printed), ..Input::default() });
    assert_eq!(data.title.as_deref(), Some(title), "{printed}");
    assert_eq!(data.issuer.as_deref().unwrap_or("-"), issuer, "{printed}");
    assert_eq!(show(&data), expected, "{printed}");
}

/// A title whose place is decided by the body.
fn check_in(title: &str, body: &str, expected: &str) {
    let data = describe(&Input { title: Some(title), body, ..Input::default() });
    assert_eq!(show(&data), expected, "{title} in {body}");
}

/// A report, by the lines of its head and its text.
fn check_report(head: &[&str], body: &str, expected: &str) {
    let data = describe(&Input { title: Some("政府工作报告"), head, body, ..Input::default() });
    assert_eq!(show(&data), expected, "{head:?} {body}");
}

fn head(lines: &[&str]) -> DocumentData {
    describe(&Input { head: lines, ..Input::default() })
}

/// Lines of the head: date, issuer, number.
fn check_head(lines: &[&str], expected: [&str; 3]) {
    let data = head(lines);
    let found =
        [&data.issued, &data.issuer, &data.document_number].map(|field| field.as_deref().unwrap_or("-"));
    assert_eq!(found, expected, "{lines:?}");
}

/// Words out of which titles and mastheads are made, in any order.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "南京市",
        "新城区",
        "城区",
        "吉林",
        "内蒙古",
        "镇",
        "新区",
        "经济技术开发区",
        "国民经济",
        "第十五个五年",
        "“十五五”",
        "十五",
        "规划",
        "纲要",
        "关于印发",
        "《",
        "》",
        "（",
        "）",
        "的通知",
        "的建议",
        "2016—2030年",
        "2026年4月",
        "年",
        "月",
        "日",
        "〔2021〕",
        "43号",
        "：",
        "_",
        "-",
        "网",
        " ",
        "\n",
        "第",
        "个",
        "人民政府",
        "成文日期",
        "一1",
        "二〇",
        "\u{3000}",
        "😀",
        "é",
    ]);
    prop::collection::vec(word, 0..12).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn never_panics(title in words(), lines in prop::collection::vec(words(), 0..6), any in ".{0,80}") {
        let lines: Vec<&str> = lines.iter().map(String::as_str).chain([any.as_str()]).collect();
        let metadata = [("title".to_owned(), any.clone()), ("issued".to_owned(), title.clone())];
        let inputs = [
            Input { title: Some(&title), head: &lines, tail: &lines, body: &any, file_name: &title, ..Input::default() },
            Input { head: &lines, metadata: &metadata, body: &title, file_name: &any, ..Input::default() },
            Input { title: Some(&any), body: &title, ..Input::default() },
        ];
        for input in &inputs {
            let data = describe(input);
            prop_assert!(data.title.is_none_or(|title| !title.contains(char::is_whitespace)));
        }
    }

    #[test]
    fn taking_a_title_apart_twice_is_taking_it_apart_once(title in words()) {
        let once = notice::unwrap(&title).title;
        let twice = notice::unwrap(&once).title;
        prop_assert!(twice.chars().count() <= once.chars().count());
    }
}
