//! Quantities: each expected one looks for its partner among those found in the same paragraph.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_synthetic::truth::{Truth, TruthQuantities, TruthQuantity};
use serde_json::Value;

use crate::measure::{Empty, Report, Row};
use crate::record::{HEADINGS, Records, int, text};
use crate::score::{body, number};
use crate::text::{bare, first, raw, squeeze};

/// How much must agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agree {
    /// Paragraph, number, unit and metric.
    Core,
    /// Stance, change, bound, approximation and year too.
    Exact,
}

pub(crate) fn score(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = gold.quantities.as_ref().filter(|q| !q.scope.is_empty()) else { return };
    let scope: BTreeSet<String> = wanted.scope.iter().map(|head| key(head)).collect();
    let homes: BTreeMap<&str, String> = records
        .all()
        .iter()
        .filter(|r| matches!(text(r, "type"), "paragraph" | "project") || HEADINGS.contains(&text(r, "type")))
        .map(|r| (text(r, "id"), key(&whole_text(r))))
        .collect();
    let home = |r: &Value| homes.get(text(r, "parent")).cloned().unwrap_or_default();
    let found: Vec<(String, &Value)> = records
        .of("quantity")
        .into_iter()
        .map(|r| (home(r), r))
        .filter(|(home, _)| scope.contains(home))
        .collect();
    for (name, agree) in [("quantities.core", Agree::Core), ("quantities.exact", Agree::Exact)] {
        pairs(report, name, agree, gold, wanted, &found);
    }
}

/// The first ten characters name a paragraph.
fn key(head: &str) -> String {
    let squeezed = squeeze(head);
    first(squeezed.trim_start_matches(['—', '-', '·', '•', '●']), 10)
}

fn whole_text(record: &Value) -> String {
    let own = body(record);
    if own.is_empty() && HEADINGS.contains(&text(record, "type")) {
        return raw(&format!("{}{}", text(record, "label"), text(record, "title")));
    }
    own
}

fn pairs(
    report: &mut Report,
    name: &str,
    agree: Agree,
    gold: &Truth,
    wanted: &TruthQuantities,
    found: &[(String, &Value)],
) {
    let mut left: Vec<&(String, &Value)> = found.iter().collect();
    // What is optional comes last, so that it takes no partner away.
    let mut items: Vec<&TruthQuantity> = wanted.items.iter().collect();
    items.sort_by_key(|item| item.optional);
    let (mut hit, mut missed) = (0, 0);
    for item in items {
        let partner = left.iter().position(|(home, record)| matches(item, home, record, agree, gold));
        match partner {
            Some(at) => {
                left.remove(at);
                hit += usize::from(!item.optional);
            }
            None if !item.optional => {
                missed += 1;
                report.listing.push(format!("- {name}: {}", shown(item)));
            }
            None => {}
        }
    }
    report
        .listing
        .extend(left.iter().map(|(home, record)| format!("+ {name}: {home}: {}", shown_record(record))));
    let row = Row::Sets { hit, gold: hit + missed, found: hit + left.len(), empty: Empty::IsWrong };
    report.rows.push((name.to_owned(), row));
}

fn matches(item: &TruthQuantity, home: &str, record: &Value, agree: Agree, gold: &Truth) -> bool {
    let value = &record["value"];
    let of = |field: &str| number(value[field].as_f64());
    let core = home == key(&item.paragraph)
        && of("number") == number(item.number)
        && of("min") == number(item.min)
        && of("max") == number(item.max)
        && squeeze(text(value, "unit")) == squeeze(item.unit.as_deref().unwrap_or_default());
    if !core {
        return false;
    }
    let (own, other) = (bare(item.metric.as_deref().unwrap_or_default()), bare(text(record, "metric")));
    if own.is_empty() || other.is_empty() || !(own.contains(&other) || other.contains(&own)) {
        return false;
    }
    agree == Agree::Core
        || (record["stance"].as_str() == item.stance.as_deref()
            && record["change"].as_str() == item.change.as_deref()
            && value["bound"].as_str() == item.bound.as_deref()
            && value["approx"].as_bool().unwrap_or_default() == item.approx
            && year_agrees(item, int(record, "year"), gold))
}

/// A year that the text does not give may be inherited from the plan, and one from section or plan may be left out.
fn year_agrees(item: &TruthQuantity, found: Option<i64>, gold: &Truth) -> bool {
    let plan = gold.period.unwrap_or_default();
    let inherited = [plan.end, Some(plan.start.unwrap_or_default() - 1)];
    found == item.year
        || (item.year.is_none() && inherited.contains(&found))
        || (found.is_none() && matches!(item.year_from.as_deref(), Some("section" | "plan")))
}

fn shown(item: &TruthQuantity) -> String {
    format!(
        "{}: {} {:?} {} {} {} {:?} {}",
        item.paragraph,
        item.metric.as_deref().unwrap_or_default(),
        item.number.or(item.min),
        item.unit.as_deref().unwrap_or_default(),
        item.stance.as_deref().unwrap_or_default(),
        item.change.as_deref().unwrap_or_default(),
        item.year,
        item.bound.as_deref().unwrap_or_default()
    )
}

fn shown_record(record: &Value) -> String {
    let value = &record["value"];
    let number = value["number"].as_f64().or(value["min"].as_f64());
    format!(
        "{} {number:?} {} {} {} {:?} {}",
        text(record, "metric"),
        text(value, "unit"),
        text(record, "stance"),
        text(record, "change"),
        int(record, "year"),
        text(value, "bound")
    )
}
