//! Sentences that state numbers, with what they state.

use crate::prose::Stance;
use crate::rng::Rng;
use crate::truth::TruthQuantity;
use crate::words::{some, word};

/// The start of a sentence that says when, and the year.
const fn when(stance: Stance, rng: &mut Rng) -> (&'static str, i64) {
    match (stance, rng.below(2)) {
        (Stance::Achieved, 0) => ("截至2025年底，", 2025),
        (Stance::Achieved, _) => ("2025年，", 2025),
        (Stance::Target, 0) => ("到2030年，", 2030),
        (Stance::Target, _) => ("到“十五五”末，", 2030),
    }
}

/// What all quantities of a sentence share.
fn base(stance: Stance, metric: &str, year: i64) -> TruthQuantity {
    TruthQuantity {
        stance: Some(if stance == Stance::Achieved { "achieved" } else { "target" }.to_owned()),
        metric: Some(metric.to_owned()),
        year: Some(year),
        change: Some("level".to_owned()),
        ..TruthQuantity::default()
    }
}

/// A sentence and its quantities; the paragraph is not yet named.
pub(crate) fn sentence(rng: &mut Rng, stance: Stance) -> (String, Vec<TruthQuantity>) {
    let (time, year) = when(stance, rng);
    let (text, quantities) = match rng.below(7) {
        0 => money(rng, stance, year),
        1 => rate(rng, stance, year),
        2 => built(rng, stance, year),
        3 => added(rng, stance, year),
        4 => share(rng, stance, year),
        5 => range(rng, stance, year),
        _ => people(rng, stance, year),
    };
    (format!("{time}{text}。"), quantities)
}

/// 地区生产总值达到801.5亿元, 突破, 左右.
fn money(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let metric = word(rng, "yuan").text;
    let tenths = rng.between(500, 9000);
    let printed = format!("{}.{}", tenths / 10, tenths % 10);
    let mut quantity = base(stance, metric, year);
    quantity.number = Some(tenths as f64 * 1e7);
    quantity.unit = Some("元".to_owned());
    let text = match rng.below(3) {
        0 => format!("{metric}达到{printed}亿元"),
        1 => {
            quantity.bound = Some("gt".to_owned());
            format!("{metric}突破{printed}亿元")
        }
        _ => {
            quantity.approx = true;
            format!("{metric}达到{printed}亿元左右")
        }
    };
    (text, vec![quantity])
}

/// 森林覆盖率达到39.2%以上.
fn rate(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let metric = word(rng, "percent").text;
    let tenths = rng.between(300, 990);
    let mut quantity = base(stance, metric, year);
    quantity.number = Some(tenths as f64 / 10.0);
    quantity.unit = Some("%".to_owned());
    let bound = if rng.one_in(2) { "以上" } else { "" };
    if !bound.is_empty() {
        quantity.bound = Some("ge".to_owned());
    }
    (format!("{metric}达到{}.{}%{bound}", tenths / 10, tenths % 10), vec![quantity])
}

/// 建成口袋公园36个, 累计改造老旧小区288个.
fn built(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let count = rng.between(12, 480);
    let (kind, verb) = match stance {
        Stance::Achieved => ("done", "累计改造"),
        Stance::Target => ("build", "建成"),
    };
    let what = word(rng, kind);
    let mut quantity = base(stance, what.text, year);
    quantity.number = Some(count as f64);
    quantity.unit = Some(what.more[0].to_owned());
    (format!("{verb}{}{count}{}", what.text, what.more[0]), vec![quantity])
}

/// 新增高新技术企业12家、养老床位800张.
fn added(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let both = some(rng, "add", 2);
    let mut parts = Vec::new();
    let mut quantities = Vec::new();
    for what in both {
        let count = rng.between(11, 900);
        let mut quantity = base(stance, what.text, year);
        quantity.number = Some(count as f64);
        quantity.unit = Some(what.more[0].to_owned());
        quantity.change = Some("increase".to_owned());
        parts.push(format!("{}{count}{}", what.text, what.more[0]));
        quantities.push(quantity);
    }
    (format!("新增{}", parts.join("、")), quantities)
}

/// 数字经济核心产业增加值占地区生产总值比重达到12.5%.
fn share(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let metric = word(rng, "share").text;
    let tenths = rng.between(50, 450);
    let mut quantity = base(stance, metric, year);
    quantity.number = Some(tenths as f64 / 10.0);
    quantity.unit = Some("%".to_owned());
    quantity.change = Some("share".to_owned());
    (format!("{metric}占地区生产总值比重达到{}.{}%", tenths / 10, tenths % 10), vec![quantity])
}

/// 旅游总收入达到200—300亿元.
fn range(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let metric = word(rng, "yuan").text;
    let low = rng.between(20, 90) * 10;
    let high = low + rng.between(1, 9) * 10;
    let mut quantity = base(stance, metric, year);
    quantity.min = Some(low as f64 * 1e8);
    quantity.max = Some(high as f64 * 1e8);
    quantity.unit = Some("元".to_owned());
    (format!("{metric}达到{low}—{high}亿元"), vec![quantity])
}

/// 城镇新增就业达到9.1万人.
fn people(rng: &mut Rng, stance: Stance, year: i64) -> (String, Vec<TruthQuantity>) {
    let tenths = rng.between(11, 400);
    let mut quantity = base(stance, "常住人口", year);
    quantity.number = Some(tenths as f64 * 1e3);
    quantity.unit = Some("人".to_owned());
    (format!("常住人口达到{}.{}万人", tenths / 10, tenths % 10), vec![quantity])
}
