//! The words around a number, from the data files: what may stand right before it, what opens the clause before the
//! noun, and what ends the noun behind it.
//!
//! What enters is a stretch of a clause; what leaves is the longest word that it begins or ends with, and its role.

use std::sync::LazyLock;

use gangyao_normaliser::value::words::{Prefixes, Suffixes};

/// What a word right before a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// 达到, 提高到: the metric reaches the number.
    Link,
    /// 提高, 增加.
    Rise,
    /// 增长, 增速.
    Grow,
    /// 下降, 减少.
    Fall,
    /// 占.
    Share,
    /// 从, 由.
    From,
    /// 预计.
    Guess,
    /// 每年.
    Every,
    /// 累计, 分别, 力争.
    Fill,
    /// The end of another word: 人均, 签约.
    Keep,
}

/// What a word at the opening of a clause says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// A verb that governs the noun: 建成.
    Lead,
    /// 新增: the number is an increase.
    Gain,
    /// 减少: the number is a decrease.
    Loss,
    /// An adverb, a place, a particle.
    Open,
    /// The beginning of a noun that looks like a verb: 建设用地.
    Keep,
}

/// The words of a table that have a role for `role`, each with it.
fn entries<R>(table: &'static str, role: fn(&str) -> Option<R>) -> Vec<(&'static str, R)> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .filter_map(|line| {
            let (word, name) = line.split_once('\t').expect("a word table has a word, a tab and a role");
            Some((word, role(name)?))
        })
        .collect()
}

const OPENING: &str = include_str!("../../data/quantity_opening.tsv");

static BEFORE: LazyLock<Suffixes<'static, Before>> = LazyLock::new(|| {
    Suffixes::new(entries(include_str!("../../data/quantity_before.tsv"), |role| {
        Some(match role {
            "link" => Before::Link,
            "rise" => Before::Rise,
            "grow" => Before::Grow,
            "fall" => Before::Fall,
            "share" => Before::Share,
            "from" => Before::From,
            "guess" => Before::Guess,
            "every" => Before::Every,
            "fill" => Before::Fill,
            "keep" => Before::Keep,
            other => panic!("quantity_before.tsv: expected a role but found {other}"),
        })
    }))
});

static OPENINGS: LazyLock<Prefixes<'static, Opening>> = LazyLock::new(|| {
    Prefixes::new(entries(OPENING, |role| match role {
        "lead" => Some(Opening::Lead),
        "gain" => Some(Opening::Gain),
        "loss" => Some(Opening::Loss),
        "open" => Some(Opening::Open),
        "keep" => Some(Opening::Keep),
        _ => None,
    }))
});

static CUTS: LazyLock<Prefixes<'static, ()>> =
    LazyLock::new(|| Prefixes::new(entries(OPENING, |role| (role == "cut").then_some(()))));

/// `true` for a verb that may also stand inside a noun (道路提升工程).
static ENDS: LazyLock<Prefixes<'static, bool>> = LazyLock::new(|| {
    Prefixes::new(entries(include_str!("../../data/quantity_after.tsv"), |role| Some(role == "soft")))
});

/// Heads of nouns that have a verb inside.
static HEADS: LazyLock<Suffixes<'static, ()>> = LazyLock::new(|| {
    let heads =
        ["工程", "项目", "行动", "计划", "试点", "专项", "任务", "中心", "平台", "基地", "机制", "体系"];
    Suffixes::new(heads.map(|head| (head, ())))
});

/// The word that `text` ends with: where it begins, and its role.
pub(super) fn before(text: &str) -> Option<(usize, Before)> {
    BEFORE.longest(text).map(|(len, role)| (text.len() - len, role))
}

/// The word that `text` begins with: its length, and its role.
pub(super) fn opening(text: &str) -> Option<(usize, Opening)> {
    OPENINGS.longest(text)
}

/// True when `text` is a noun with a governing verb behind it: 十大领域安排.
pub(super) fn ends_with_lead(text: &str) -> bool {
    let starts = text.char_indices().rev().map(|(at, _)| at).take(5).skip(1);
    starts.into_iter().any(|at| OPENINGS.longest(&text[at..]) == Some((text.len() - at, Opening::Lead)))
}

/// One past the last verb inside `text` behind which a noun of two or more characters stands.
pub(super) fn last_cut(text: &str) -> Option<usize> {
    // 每万人口拥有发明专利数 is one name.
    if text.contains('每') {
        return None;
    }
    let mut found = None;
    // “企业认定、政府认账”授权企业: what stands in quotes is one word.
    let mut quoted = false;
    let cuts: &Prefixes<'_, ()> = &CUTS;
    for (at, c) in text.char_indices() {
        quoted = c == '“' || quoted && c != '”';
        if quoted || !cuts.may_begin(c) {
            continue;
        }
        if let Some((len, ())) = cuts.longest(&text[at..]) {
            let rest = &text[at + len..];
            if rest.chars().nth(1).is_some()
                && !rest.starts_with(['率', '度', '量', '额', '区', '数', '的'])
                && !opening(&text[at..]).is_some_and(|(_, role)| role == Opening::Keep)
            {
                found = Some(at + len);
            }
        }
    }
    found
}

/// True when `text` begins with a verb that ends nouns: no noun begins there. 超 of 超长期 may be part of one.
pub(super) fn begins_with_end(text: &str) -> bool {
    matches!(ENDS.longest(text), Some((len, false)) if len >= "完成".len())
}

/// The first verb or particle in `text` that ends a noun; never at its very beginning.
pub(super) fn first_end(text: &str) -> usize {
    let ends: &Prefixes<'_, bool> = &ENDS;
    let has_head = || HEADS.longest(text.trim_end()).is_some();
    text.char_indices()
        .skip(1)
        .filter(|&(_, c)| ends.may_begin(c))
        .find(|&(at, _)| ends.longest(&text[at..]).is_some_and(|(_, soft)| !(soft && has_head())))
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_before_a_number() {
        assert_eq!(before("森林覆盖率提高到"), Some(("森林覆盖率".len(), Before::Link)));
        assert_eq!(before("比重提高"), Some(("比重".len(), Before::Rise)));
        assert_eq!(before("农村居民人均"), Some(("农村居民".len(), Before::Keep)));
        assert_eq!(before("森林"), None);
    }

    #[test]
    fn the_longest_word_of_an_opening() {
        assert_eq!(opening("建成老旧小区"), Some(("建成".len(), Opening::Lead)));
        assert_eq!(opening("建设用地面积"), Some(("建设用地".len(), Opening::Keep)));
        assert_eq!(opening("新增学位"), Some(("新增".len(), Opening::Gain)));
    }

    #[test]
    fn nouns_end_at_verbs() {
        let text = "公司认定为绿色工厂";
        assert_eq!(&text[..first_end(text)], "公司");
        let text = "数据平台接入市场主体";
        assert_eq!(&text[last_cut(text).unwrap()..], "市场主体");
        assert_eq!(last_cut("任务完成率"), None);
    }
}
