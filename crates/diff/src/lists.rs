//! Lists of texts: components, notes, aliases, columns.

use std::collections::{BTreeMap, BTreeSet};

use gangyao_text::squeeze;
use serde_json::Value;

use crate::change::Field;
use crate::similar;

/// How similar two texts must be to be one that was changed.
const SIMILAR: f64 = 0.3;

/// The texts of a list.
pub(crate) fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The names of a list of objects.
pub(crate) fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|part| part["name"].as_str()).collect()
}

/// What was added, removed and changed, in the order of the new list; removed ones last. Order is no difference: the text
/// around the parts shows it.
pub(crate) fn differences(name: &str, old: &[&str], new: &[&str]) -> Vec<Field> {
    let mut had: BTreeMap<String, usize> = BTreeMap::new();
    for text in old {
        *had.entry(squeeze(text)).or_insert(0) += 1;
    }
    let mut added: Vec<(usize, String)> = Vec::new();
    for (at, text) in new.iter().enumerate() {
        match had.get_mut(&squeeze(text)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => added.push((at, (*text).to_owned())),
        }
    }
    let mut removed: Vec<(usize, String)> = Vec::new();
    for (at, text) in old.iter().enumerate() {
        if let Some(count) = had.get_mut(&squeeze(text)).filter(|count| **count > 0) {
            *count -= 1;
            removed.push((at, (*text).to_owned()));
        }
    }
    let changed: BTreeMap<usize, usize> =
        similar::pair(&removed, &added, SIMILAR).into_iter().map(|(old, new)| (new, old)).collect();
    let mut fields: Vec<Field> = added
        .iter()
        .map(|(at, text)| {
            let before = changed.get(at).map_or(Value::Null, |&old_at| old[old_at].into());
            Field { name: name.to_owned(), old: before, new: text.as_str().into() }
        })
        .collect();
    let paired: BTreeSet<usize> = changed.values().copied().collect();
    let gone = removed.iter().filter(|(at, _)| !paired.contains(at));
    fields.extend(gone.map(|(_, text)| Field {
        name: name.to_owned(),
        old: text.as_str().into(),
        new: Value::Null,
    }));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &[&str], new: &[&str], expected: &[&str]) {
        let found: Vec<String> = differences("component", old, new).iter().map(Field::line).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_come_go_and_change() {
        check(&["甲园区", "乙水库"], &["甲园区", "乙水库"], &[]);
        check(&["甲园区"], &["甲园区", "乙水库"], &["component: none → 乙水库"]);
        check(&["甲园区", "乙水库"], &["甲园区"], &["component: 乙水库 → none"]);
        check(
            &["乙水库", "甲园区"],
            &["丙基地", "甲园区"],
            &["component: none → 丙基地", "component: 乙水库 → none"],
        );
        check(&["新城医院迁建"], &["新城医院改扩建"], &["component: 新城医院迁建 → 新城医院改扩建"]);
        check(&["甲", "甲"], &["甲"], &["component: 甲 → none"]);
        check(&["甲园区", "乙水库"], &["乙水库", "甲园区"], &[]);
    }
}
