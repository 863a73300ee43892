//! Tables of many shapes, from their text to drafts.
//!
//! Each test is a small table as some plan prints it. A row is told as
//! `number·group·name/sub-name·unit·nature·values`, a value as role (b t c d p), year, raw, and `Σ` for a sum, `?` for an
//! estimate.

mod meaning;
mod shape;

use gangyao_model::{Nature, Period, Role};
use gangyao_normaliser::normalise;
use gangyao_parser::table::from_lines;
use gangyao_text::{NormRange, Source};

use super::{Context, Draft, indicators};

const PLAN: Period = Period { ordinal: Some(14), start: 2021, end: 2025 };

fn lines(text: &str) -> Vec<NormRange> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            lines.push(NormRange::from_usize(at, at + line.len()));
        }
        at += line.len() + 1;
    }
    lines
}

fn tell(draft: &Draft) -> String {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let mut row = format!(
        "{}·{}·{}",
        or_dash(draft.number.map(|n| n.to_string())),
        or_dash(draft.group.clone()),
        draft.name
    );
    if let Some(sub) = &draft.sub_name {
        row.push('/');
        row.push_str(sub);
    }
    row.push_str(&format!(
        "·{}·{}·",
        or_dash(draft.unit.clone()),
        match draft.nature {
            Some(Nature::Expected) => "预",
            Some(Nature::Binding) => "约",
            None => "-",
        }
    ));
    let values: Vec<String> = draft
        .values
        .iter()
        .map(|value| {
            let role = match value.column.role {
                Role::Baseline => 'b',
                Role::Target => 't',
                Role::Change => 'c',
                Role::Completed => 'd',
                Role::Planned => 'p',
            };
            let year = value.column.year.map_or(String::new(), |year| year.to_string());
            let sum = if value.value.cumulative { "Σ" } else { "" };
            let estimate = if value.value.estimated { "?" } else { "" };
            format!("{role}{year}={}{sum}{estimate}", value.value.raw)
        })
        .collect();
    row.push_str(&values.join(" "));
    row
}

fn rows(title: &str, text: &str) -> Option<Vec<String>> {
    let source = Source::plain(text.to_owned());
    let norm = normalise(&source);
    let table = from_lines(&norm, &lines(&norm.text))?;
    let context = Context { period: Some(PLAN), title: Some(title) };
    Some(indicators(&table, &context)?.iter().map(tell).collect())
}

fn check(text: &str, expected: &[&str]) {
    check_titled("主要指标", text, expected);
}

fn check_titled(title: &str, text: &str, expected: &[&str]) {
    let found = rows(title, text).expect("the lines are an indicator table");
    assert_eq!(found, expected, "\n{text}");
}

fn check_none(text: &str) {
    assert_eq!(rows("重点项目", text), None, "\n{text}");
}
