//! Ranks: 位列全国第38位, 居全省第一, 跻身全国前3, 居全市首位.
//!
//! What enters is 第, 前 or 首 with its number and the clause before it; what leaves is the rank's metric and unit, or
//! nothing where the number only names (第一方阵, 第三代).

use std::ops::Range;
use std::sync::LazyLock;

use gangyao_normaliser::value::number::Script;

use super::left;
use super::scan::{Form, Found};

/// Verbs that a rank follows, with the place or the list between (居全国第一).
static VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../data/quantity_ranks.tsv");
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// A rank that is stated.
pub(super) struct Rank {
    /// What is ranked; empty where an earlier clause names it.
    pub(super) metric: Range<usize>,
    /// One past its last byte: 位 or 名 with it.
    pub(super) end: usize,
    /// 位 or 名 as printed; 位 for a Chinese numeral without a unit (第一), nothing for 第1.
    pub(super) unit: Option<String>,
}

/// Reads a rank in the clause that begins at `start`.
pub(super) fn read(text: &str, start: usize, found: &Found) -> Option<Rank> {
    if found.quoted {
        return None;
    }
    let measure = &found.measure;
    let printed = &text[measure.number_end..];
    let unit = ["位", "名"].into_iter().find(|unit| printed.trim_start().starts_with(unit));
    let end = match unit {
        Some(unit) => text.len() - printed.trim_start().len() + unit.len(),
        None => measure.number_end,
    };
    if unit.is_none() && !stands_alone(&text[end..], found.form) {
        return None;
    }
    let before = text[start..measure.start].trim_end();
    let (verb, len) = VERBS
        .iter()
        .filter_map(|verb| before.rfind(verb).map(|at| (at, verb.len())))
        .max_by_key(|&(at, len)| (at + len, len))?;
    let between = before[verb + len..].trim();
    // 居全国第一 has a place between; a longer stretch is another thought.
    // 位次由第9位上升到第6位: where it came from is no rank of now.
    if between.ends_with(['从', '由']) || between.chars().count() > 16 || between.contains(['，', '的']) {
        return None;
    }
    let unit = unit.map(str::to_owned).or((measure.script != Script::Arabic).then(|| "位".to_owned()));
    let mut metric = without_source(text, left::read(text, start, start + verb).noun);
    if metric.is_empty() && ["榜", "百强", "排行", "名单"].iter().any(|list| between.contains(list)) {
        let from = start + before.len() - between.len();
        metric = from..from + between.len();
    }
    Some(Rank { metric, end, unit })
}

/// A verb that a rank follows stands near the end of `before`, with no more than a place behind it.
pub(super) fn has_verb(before: &str) -> bool {
    VERBS
        .iter()
        .any(|verb| before.rfind(verb).is_some_and(|at| before[at + verb.len()..].chars().count() <= 6))
}

/// 排名从第90位跃居第65位, 总量由全省第7位上升到第5位: where the rank came from is no part of the metric.
fn without_source(text: &str, metric: Range<usize>) -> Range<usize> {
    let noun = &text[metric.clone()];
    match noun.rfind(['从', '由']) {
        Some(at) if at > 0 && noun[at..].contains(['第', '年']) => {
            metric.start..metric.start + noun[..at].trim_end().len()
        }
        _ => metric,
    }
}

/// 第一 ends here; 第一方阵, 第三代, 前3季度 go on.
fn stands_alone(after: &str, form: Form) -> bool {
    let after = after.trim_start();
    let ends = after.is_empty()
        || after.starts_with(['，', '。', '、', '；', '）', '：', ')', '\n', '和', '及', '与', '并'])
        || after.starts_with("以内");
    ends || form == Form::Top && ["地位", "行列", "之列", "位次"].iter().any(|word| after.starts_with(word))
}
