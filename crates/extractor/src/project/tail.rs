//! What the words after 等 say about the members before it.
//!
//! In: the words after 等. Out: whether they call the members projects (等重点项目), things of a kind (等重大平台), or
//! nothing of that sort (等技术). Knows nothing of verbs.

use std::ops::Range;

use super::clause::Divided;
use super::enumeration;
use super::lexicon::{CLOSING, Head};
use super::noun;

/// What the words after 等 say about the members before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// 等重点项目, 等输变电工程: the members are projects.
    Project,
    /// 等专项行动: the members are programmes.
    Programme,
    /// 等重大平台: the members are things of a kind.
    Things,
    /// 等老化更新改造: works are done to the members.
    Works,
    /// 等, and nothing after it.
    Bare,
    /// 等技术, 等领域: no projects.
    Other,
}

/// What the words after 等 say.
pub(super) fn of(text: &str) -> Tail {
    // A quoted tail (等“为企办实事”项目) is the label of a scheme.
    let text = text.trim();
    if text.contains(['“', '"']) || text.contains("于一体") {
        return Tail::Other;
    }
    let rest = without_closings(text);
    if rest.is_empty() || rest == "一批" {
        return Tail::Bare;
    }
    if ["领域", "方面", "方向", "行业"].iter().any(|word| rest.contains(word)) && !rest.contains("领域的")
    {
        return Tail::Other;
    }
    match noun::kind(rest) {
        Some(Head::Project) => Tail::Project,
        Some(Head::Programme) => Tail::Programme,
        Some(Head::Facility | Head::Public | Head::Infra) => Tail::Things,
        Some(Head::Action) => {
            let object = noun::without_actions(rest);
            match noun::kind(object) {
                Some(Head::Facility | Head::Public | Head::Infra) => Tail::Things,
                Some(_) => Tail::Other,
                // 等老化更新改造, 等内涵式改造: a manner, no object.
                None if object.chars().count() <= 3 => Tail::Works,
                None => Tail::Other,
            }
        }
        None => Tail::Other,
    }
}

/// A tail without 建设, 前期工作.
pub(super) fn without_closings(text: &str) -> &str {
    let mut rest = without_count(text.trim());
    while let Some((len, ())) = CLOSING.suffix(rest) {
        rest = &rest[..rest.len() - len];
    }
    rest
}

/// 等城市道路20条, 等水库3座: the tail without the count of its things.
fn without_count(tail: &str) -> &str {
    let rest = tail.trim_end_matches("以上").trim_end_matches("左右");
    let rest =
        rest.trim_end_matches(['条', '座', '个', '处', '所', '家', '项', '栋', '公', '里', '余', '多']);
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() < rest.len() && rest.len() < tail.len() { digits } else { tail }
}

/// Divides what follows 等 into its tail and a second enumeration that has a 等 of its own
/// (甲、乙等枢纽机场和丙、丁等支线机场). 城区道路及桥梁的新建、改建等工程 is a tail with an enumeration inside.
pub(super) fn split(text: &Divided<'_>, after: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let Some(second) = enumeration::closing_deng(text, &after) else { return (after, None) };
    let between = text.of(&(after.start..second));
    if between.contains('的') {
        return (after, None);
    }
    for (at, _) in between.char_indices() {
        let joint = ["以及", "、", "及", "和", "与"].iter().find(|joint| between[at..].starts_with(**joint));
        let Some(joint) = joint else { continue };
        let things = noun::kind(&between[..at]).is_some_and(|kind| kind != Head::Action);
        if things {
            let at = after.start + at;
            return (after.start..at, Some(at + joint.len()..after.end));
        }
    }
    (after, None)
}
