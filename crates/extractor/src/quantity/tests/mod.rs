//! What a paragraph gives, as `metric = number unit bound change stance year`, one line a quantity.

mod changes;
mod lists;
mod metrics;
mod no_quantity;
mod times;

use gangyao_model::{Bound, Change, Kind, Period, Stance, Value, ValueKind};

use super::{Carry, Context, Draft, lead_in_time, quantities, time::When};

const PLAN: Period = Period { ordinal: Some(15), start: 2026, end: 2030 };

fn context(path: &[String]) -> Context<'_> {
    Context { kind: Kind::OutlinePlan, period: Some(PLAN), path, reached: None, told: None, carried: None }
}

fn number(value: &Value) -> String {
    match value.kind {
        ValueKind::Range => {
            format!("{}-{}", value.min.unwrap_or_default(), value.max.unwrap_or_default())
        }
        _ => value.number.unwrap_or_default().to_string(),
    }
}

fn line(draft: &Draft) -> String {
    let value = &draft.value;
    let mut line = format!("{} = {}", draft.metric, number(value));
    line.push_str(&value.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default());
    line.push_str(match value.bound {
        Some(Bound::Ge) => " ge",
        Some(Bound::Gt) => " gt",
        Some(Bound::Le) => " le",
        Some(Bound::Lt) => " lt",
        None => "",
    });
    line.push_str(if value.approx { " approx" } else { "" });
    line.push_str(if value.estimated { " estimated" } else { "" });
    line.push_str(match draft.change {
        Change::Level => "",
        Change::Increase => " increase",
        Change::Decrease => " decrease",
        Change::Multiple => " multiple",
        Change::GrowthRate => " growth",
        Change::Share => " share",
        Change::Rank => " rank",
    });
    if let Some(from) = &draft.from {
        line.push_str(&format!(" from {}", number(from)));
    }
    line.push_str(&draft.year.map(|year| format!(" @{year}")).unwrap_or_default());
    line
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<_> = quantities(text, &context(&[])).iter().map(line).collect();
    assert_eq!(found, expected, "{text}");
}

/// The same under the heading 发展成就.
#[track_caller]
fn check_achieved(text: &str, expected: &[&str]) {
    let path = ["发展成就".to_owned()];
    let drafts = quantities(text, &context(&path));
    let found: Vec<_> = drafts.iter().map(line).collect();
    assert_eq!(found, expected, "{text}");
    assert!(drafts.iter().all(|draft| draft.stance == Stance::Achieved), "{text}: {drafts:?}");
}

#[track_caller]
fn check_stance(path: &str, text: &str, expected: &[Stance]) {
    let path = [path.to_owned()];
    let found: Vec<_> = quantities(text, &context(&path)).iter().map(|draft| draft.stance).collect();
    assert_eq!(found, expected, "{text}");
}
