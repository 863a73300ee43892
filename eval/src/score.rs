//! Every measure of one document: gold or synthetic truth against the output's records.

use gangyao_synthetic::truth::{Truth, TruthHeading, TruthIndicator, TruthParagraph, TruthValue};
use serde_json::Value;

use crate::measure::Report;
use crate::record::{HEADINGS, Records, int, list, text};
use crate::text::{bare, first, last, raw, squeeze, without_bullet};
use crate::{fintoc, quantities};

/// Scores one output.
#[must_use]
pub fn score(gold: &Truth, output: &Value) -> Report {
    let records = Records::new(output);
    let mut report = Report::default();
    meta(&mut report, gold, records.document);
    outline(&mut report, gold, &records);
    boxes(&mut report, gold, &records);
    projects(&mut report, gold, &records);
    indicators(&mut report, gold, &records);
    terms(&mut report, gold, &records);
    paragraphs(&mut report, gold, &records);
    quantities::score(&mut report, gold, &records);
    report.unassigned = int(&records.document["coverage"], "unassigned");
    report
}

/// A number as a key: six places decide.
pub(crate) fn number(value: Option<f64>) -> Option<i128> {
    value.map(|number| (number * 1e6).round_ties_even() as i128)
}

fn meta(report: &mut Report, gold: &Truth, document: &Value) {
    let mut pairs: Vec<(&str, bool)> = Vec::new();
    if let Some(title) = gold.title.as_deref().filter(|title| !title.is_empty()) {
        pairs.push(("title", squeeze(title) == squeeze(text(document, "title"))));
    }
    if let Some(kind) = &gold.kind {
        pairs.push(("kind", text(document, "kind") == kind));
    }
    if let Some(code) = gold.region.as_ref().and_then(|region| region.code.as_deref()) {
        pairs.push(("region", document["region"]["code"].as_str() == Some(code)));
    }
    if let Some(period) = gold.period {
        let found = &document["period"];
        let same = |own: Option<i64>, field: &str| own.is_none() || int(found, field) == own;
        let all = same(period.ordinal, "ordinal") && same(period.start, "start") && same(period.end, "end");
        pairs.push(("period", all));
    }
    if let Some(issued) = &gold.issued {
        pairs.push(("issued", text(document, "issued") == issued));
    }
    report.ratio("meta", pairs.iter().filter(|(_, same)| *same).count(), pairs.len());
    for (name, _) in pairs.iter().filter(|(_, same)| !same) {
        report.listing.push(format!("- meta.{name}: found {}", document[*name]));
    }
}

fn outline(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = gold.outline.as_deref().filter(|outline| !outline.is_empty()) else { return };
    let found: Vec<TruthHeading> = records.headings().into_iter().map(heading).collect();
    let strict = |h: &TruthHeading| {
        format!("{} {}", squeeze(h.label.as_deref().unwrap_or_default()), squeeze(&h.title))
    };
    let both = |key: &dyn Fn(&TruthHeading) -> String| {
        (wanted.iter().map(key).collect(), found.iter().map(key).collect())
    };
    let (g, f) = both(&strict);
    report.sets("outline.strict", g, f);
    let (g, f) = both(&|h| bare(&h.title));
    report.sets("outline.soft", g, f);
    let (g, f) = both(&|h| format!("{} {}", h.heading_type, strict(h)));
    report.sets("outline.typed", g, f);
    report.sets("outline.tree", chained(wanted), chained(&found));
    fintoc::score(report, wanted, &found);
}

fn heading(record: &Value) -> TruthHeading {
    TruthHeading {
        heading_type: text(record, "type").to_owned(),
        label: record["label"].as_str().map(str::to_owned),
        number: int(record, "number"),
        title: text(record, "title").to_owned(),
        run_in: record["run_in"].as_bool().unwrap_or_default(),
        depth: int(record, "depth").and_then(|depth| usize::try_from(depth).ok()),
    }
}

/// Each title behind the titles of the types above it.
fn chained(headings: &[TruthHeading]) -> Vec<String> {
    let mut chain: [Option<String>; HEADINGS.len()] = Default::default();
    let mut keys = Vec::new();
    for heading in headings {
        let rank = HEADINGS.iter().position(|&own| own == heading.heading_type).unwrap_or(HEADINGS.len() - 1);
        chain[rank..].fill(None);
        let title = bare(&heading.title);
        let above: Vec<&str> = chain.iter().flatten().map(String::as_str).collect();
        keys.push(format!("{} > {title}", above.join(" > ")));
        chain[rank] = Some(title);
    }
    keys
}

fn boxes(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = &gold.boxes else { return };
    let found = records.of("box");
    let readable = |content: &str| content != "unreadable";
    let wanted_seen: Vec<_> =
        wanted.iter().filter(|b| readable(b.content.as_deref().unwrap_or_default())).collect();
    let found_seen: Vec<_> = found.iter().filter(|b| readable(text(b, "content"))).collect();
    let title = |title: &str| squeeze(title);
    report.sets(
        "boxes.strict",
        wanted_seen
            .iter()
            .map(|b| format!("{:?} {}", b.number, title(b.title.as_deref().unwrap_or_default())))
            .collect(),
        found_seen.iter().map(|b| format!("{:?} {}", int(b, "number"), title(text(b, "title")))).collect(),
    );
    report.sets(
        "boxes.content",
        wanted_seen
            .iter()
            .map(|b| format!("{:?} {}", b.number, b.content.as_deref().unwrap_or_default()))
            .collect(),
        found_seen.iter().map(|b| format!("{:?} {}", int(b, "number"), text(b, "content"))).collect(),
    );
    // A picture's number and title can't be read: it counts by the heading that it stands under.
    if wanted_seen.len() < wanted.len() {
        let pictures = wanted.iter().filter(|b| b.content.as_deref() == Some("unreadable"));
        let found = found.iter().filter(|b| text(b, "content") == "unreadable");
        report.sets(
            "boxes.unreadable",
            pictures.map(|b| bare(b.under.as_deref().unwrap_or_default())).collect(),
            found.map(|b| bare(list(b, "path").last().and_then(Value::as_str).unwrap_or_default())).collect(),
        );
    }
}

fn projects(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = &gold.projects else { return };
    let found = records.of("project");
    report.sets(
        "projects.name",
        wanted.iter().map(|p| squeeze(&p.name)).collect(),
        found.iter().map(|p| squeeze(text(p, "name"))).collect(),
    );
    let key = |project: &str, component: &str| format!("{} / {}", squeeze(project), squeeze(component));
    let either: Vec<String> =
        wanted.iter().flat_map(|p| p.components_optional.iter().map(|c| key(&p.name, c))).collect();
    let named = found
        .iter()
        .flat_map(|p| list(p, "components").iter().map(|c| key(text(p, "name"), text(c, "name"))));
    report.sets(
        "projects.components",
        wanted.iter().flat_map(|p| p.components.iter().map(|c| key(&p.name, c))).collect(),
        named.filter(|key| !either.contains(key)).collect(),
    );
}

fn indicators(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = &gold.indicators else { return };
    let found: Vec<TruthIndicator> = records.of("indicator").into_iter().map(indicator).collect();
    let name = |i: &TruthIndicator| {
        format!("{} {}", squeeze(&i.name), squeeze(i.sub_name.as_deref().unwrap_or_default()))
    };
    let values = |i: &TruthIndicator| -> Vec<String> {
        i.values.iter().map(|v| format!("{:?} {:?} {}", v.role, v.year, value_key(&v.value))).collect()
    };
    let whole = |i: &TruthIndicator| {
        let part = |text: &Option<String>| squeeze(text.as_deref().unwrap_or_default());
        let nature = i.nature.as_deref().unwrap_or("null");
        format!("{} {:?} {} {} {nature} {:?}", name(i), i.number, part(&i.group), part(&i.unit), values(i))
    };
    let each = |i: &TruthIndicator| -> Vec<String> {
        values(i).into_iter().map(|value| format!("{} {value}", name(i))).collect()
    };
    report.sets("indicators.name", wanted.iter().map(name).collect(), found.iter().map(name).collect());
    report.sets("indicators.exact", wanted.iter().map(whole).collect(), found.iter().map(whole).collect());
    report.sets(
        "indicators.values",
        wanted.iter().flat_map(each).collect(),
        found.iter().flat_map(each).collect(),
    );
}

/// The output's row, read leniently: another tool may leave fields out.
fn indicator(record: &Value) -> TruthIndicator {
    serde_json::from_value(record.clone()).unwrap_or_else(|_| TruthIndicator {
        name: text(record, "name").to_owned(),
        ..TruthIndicator::default()
    })
}

fn value_key(v: &TruthValue) -> String {
    let words = if v.kind.as_deref() == Some("text") {
        squeeze(v.text.as_deref().unwrap_or_default())
    } else {
        String::new()
    };
    format!(
        "{:?} {:?} {:?} {:?} {:?} {} {} {} {words}",
        v.kind,
        number(v.number),
        number(v.min),
        number(v.max),
        v.bound,
        v.approx,
        v.estimated,
        v.cumulative
    )
}

fn terms(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = &gold.terms else { return };
    let found = records.of("term");
    report.sets(
        "terms.term",
        wanted.iter().map(|t| squeeze(&t.term)).collect(),
        found.iter().map(|t| squeeze(text(t, "term"))).collect(),
    );
    let key = |term: &str, head: &str, tail: &str, len: usize| {
        format!("{} {}…{} {len}", squeeze(term), squeeze(head), squeeze(tail))
    };
    let own = |record: &&Value| {
        let definition = raw(text(record, "definition"));
        key(text(record, "term"), &first(&definition, 10), &last(&definition, 10), definition.chars().count())
    };
    report.sets(
        "terms.definition",
        wanted.iter().map(|t| key(&t.term, &t.def_head, &t.def_tail, t.def_len)).collect(),
        found.iter().map(own).collect(),
    );
}

/// A record's text without white space and bullet.
pub(crate) fn body(record: &Value) -> String {
    let own = ["text", "description", "definition"].map(|field| text(record, field));
    let own = own.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    without_bullet(&raw(own)).to_owned()
}

fn paragraphs(report: &mut Report, gold: &Truth, records: &Records<'_>) {
    let Some(wanted) = gold.paragraphs.as_deref().filter(|list| !list.is_empty()) else { return };
    let bodies: Vec<(String, usize, &Value)> = records
        .of("paragraph")
        .into_iter()
        .map(|record| {
            let own = body(record);
            (squeeze(&own), own.chars().count(), record)
        })
        .collect();
    let (mut whole, mut lead, mut leads) = (0, 0, 0);
    for x in wanted {
        let (head, length) = without_its_bullet(x);
        let tail = squeeze(&x.tail);
        let near: Vec<_> = bodies.iter().filter(|(text, ..)| text.starts_with(&head)).collect();
        let hit = near.iter().any(|(text, n, _)| *n == length && text.ends_with(&tail));
        whole += usize::from(hit);
        if !hit {
            let lengths: Vec<usize> = near.iter().map(|&&(_, n, _)| n).collect();
            report.listing.push(format!(
                "- paragraph: {} … {} len {}; found lengths {lengths:?}",
                x.head, x.tail, x.len
            ));
        }
        if let Some(own) = &x.lead {
            let own = squeeze(own.as_deref().unwrap_or_default());
            leads += 1;
            lead += usize::from(near.iter().any(|(_, _, record)| squeeze(text(record, "lead")) == own));
        }
    }
    report.ratio("paragraphs.whole", whole, wanted.len());
    report.ratio("paragraphs.lead", lead, leads);
}

fn without_its_bullet(x: &TruthParagraph) -> (String, usize) {
    let head = without_bullet(&x.head);
    let cut = x.head.chars().count() - head.chars().count();
    (squeeze(head), x.len.saturating_sub(cut))
}
