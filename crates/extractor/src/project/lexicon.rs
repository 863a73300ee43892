//! The word tables of the project grammar.
//!
//! In: the files `data/verbs.tsv`, `data/works.tsv`, `data/marks.tsv`. Out: the longest word of a table at the start or
//! the end of a text. A table knows words and their kinds; what follows from a kind is the grammar's affair.

use std::sync::LazyLock;

use gangyao_normaliser::value::words::{Prefixes, Suffixes};

/// A word table that is asked at both edges of a text.
pub(crate) struct Lexicon<K> {
    prefixes: Prefixes<'static, K>,
    suffixes: Suffixes<'static, K>,
}

impl<K: Copy> Lexicon<K> {
    /// Reads a table, one `word <TAB> kind` a line, keeping the kinds that `kind` knows.
    pub(crate) fn parse(table: &'static str, kind: impl Fn(&str) -> Option<K>) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let entries = lines.filter_map(|line| line.split_once('\t'));
        Self::new(&entries.filter_map(|(word, name)| Some((word, kind(name)?))).collect::<Vec<_>>())
    }

    fn new(words: &[(&'static str, K)]) -> Self {
        let words = || words.iter().copied();
        Self { prefixes: Prefixes::new(words()), suffixes: Suffixes::new(words()) }
    }

    /// The kind of a whole word.
    pub(crate) fn get(&self, word: &str) -> Option<K> {
        self.prefixes.get(word)
    }

    /// Length in bytes and kind of the longest word that `text` begins with.
    pub(crate) fn prefix(&self, text: &str) -> Option<(usize, K)> {
        self.prefixes.longest(text)
    }

    /// Length in bytes and kind of the longest word that `text` ends with.
    pub(crate) fn suffix(&self, text: &str) -> Option<(usize, K)> {
        self.suffixes.longest(text)
    }

    /// Whether a word of the table stands anywhere in `text`.
    pub(crate) fn occurs(&self, text: &str) -> bool {
        self.prefixes.occurs_in(text)
    }
}

/// What a word at the head of a clause says of the object that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// 重点, 加快: stands before a governing verb.
    Adverb,
    /// 实施X.
    CarryOut,
    /// 推进X建设.
    Advance,
    /// 支持市疾控中心建设X: the verb that counts comes later.
    Support,
    /// 建设X.
    Build,
    /// 打造X.
    Make,
    /// 含A、B.
    List,
    /// 围绕X: an introduction.
    LeadIn,
    /// 完善X: no project.
    Other,
}

impl Verb {
    /// Whether its object may be a project.
    pub(crate) const fn governs(self) -> bool {
        matches!(self, Self::CarryOut | Self::Advance | Self::Build | Self::Make)
    }
}

/// What kind of thing the last word of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// …工程, …项目.
    Project,
    /// …行动, …计划.
    Programme,
    /// …改造.
    Action,
    /// …医院.
    Facility,
    /// …集聚区, …服务站: usually a class or a status.
    Public,
    /// …道路, …管网.
    Infra,
}

/// The verbs of clauses.
pub(crate) static VERBS: LazyLock<Lexicon<Verb>> = LazyLock::new(|| {
    Lexicon::parse(include_str!("../../data/verbs.tsv"), |kind| {
        Some(match kind {
            "adverb" => Verb::Adverb,
            "carry_out" => Verb::CarryOut,
            "advance" => Verb::Advance,
            "support" => Verb::Support,
            "build" => Verb::Build,
            "make" => Verb::Make,
            "list" => Verb::List,
            "lead_in" => Verb::LeadIn,
            "other" => Verb::Other,
            _ => return None,
        })
    })
});

/// The last words of names.
pub(crate) static HEADS: LazyLock<Lexicon<Head>> = LazyLock::new(|| {
    Lexicon::parse(include_str!("../../data/works.tsv"), |kind| {
        Some(match kind {
            "project" => Head::Project,
            "programme" => Head::Programme,
            "action" => Head::Action,
            "facility" => Head::Facility,
            "public" => Head::Public,
            "infra" => Head::Infra,
            _ => return None,
        })
    })
});

/// Short names of provinces and prefectures (杭州, 内蒙古), out of the table of regions.
pub(crate) static PLACES: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    let mut words: Vec<_> = include_str!("../../data/regions.tsv")
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (code, name) = (columns.next()?, columns.next()?);
            code.ends_with("00").then(|| short_name(name)).flatten()
        })
        .filter(|name| !AMBIGUOUS_PLACES.contains(name))
        .map(|name| (name, ()))
        .collect();
    words.sort_unstable();
    words.dedup();
    Lexicon::new(&words)
});

/// Names of prefectures that other words hold by accident (推广安全, 西南通道, 境内江河, 美丽水乡), or that are words.
const AMBIGUOUS_PLACES: [&str; 14] = [
    "广安", "南通", "内江", "丽水", "河源", "来宾", "朝阳", "长治", "通化", "平安", "开封", "市辖", "县",
    "地区",
];

/// 杭州市 → 杭州. A prefecture named after peoples (延边朝鲜族自治州) is known by its first two characters.
fn short_name(name: &'static str) -> Option<&'static str> {
    let two = name.char_indices().nth(2).map(|(at, _)| &name[..at]);
    if name.ends_with("自治州") || name.ends_with("自治区") {
        return if name.starts_with("内蒙古") { Some("内蒙古") } else { two };
    }
    let stem = ["特别行政区", "地区", "省", "市", "盟"].iter().find_map(|end| name.strip_suffix(end))?;
    (stem.chars().count() >= 2).then_some(stem)
}

/// One kind of `data/marks.tsv` as a set of words.
fn marks(kind: &'static str) -> Lexicon<()> {
    Lexicon::parse(include_str!("../../data/marks.tsv"), |name| (name == kind).then_some(()))
}

/// 一批, 各类: the name of a class follows.
pub(crate) static CLASS_PREFIX: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("class_prefix"));
/// 标准化, …型: a facility's name with it is a class.
pub(crate) static CLASS: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("class"));
/// 重大, 重点: modifiers of 项目 that name nothing.
pub(crate) static GENERIC: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("generic"));
/// 试点项目, 示范项目.
pub(crate) static SCHEME: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("scheme"));
/// 交通, 能源.
pub(crate) static FIELD: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("field"));
/// 城市, 园区: no place, though they end like one.
pub(crate) static COMMON: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("common"));
/// 农村, 供水: modifiers of roads and pipes that name no certain one.
pub(crate) static PLAIN: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("plain"));
/// 机场, 铁路: what stands before 等 is the place of each.
pub(crate) static PLACED: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("placed"));
/// 覆盖, 达到: what holds one is a statement and no name.
pub(crate) static PREDICATE: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("predicate"));
/// 建设, 前期工作: what follows a project's name.
pub(crate) static CLOSING: LazyLock<Lexicon<()>> = LazyLock::new(|| marks("closing"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_no_word_twice() {
        for mut words in
            [VERBS.prefixes.words().collect::<Vec<_>>(), HEADS.prefixes.words().collect::<Vec<_>>()]
        {
            words.sort_unstable();
            for pair in words.windows(2) {
                assert_ne!(pair[0], pair[1], "twice in a table");
            }
        }
    }

    #[test]
    fn every_line_of_the_tables_has_a_known_kind() {
        let lines = |table: &str| table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
        assert_eq!(VERBS.prefixes.words().count(), lines(include_str!("../../data/verbs.tsv")));
        assert_eq!(HEADS.prefixes.words().count(), lines(include_str!("../../data/works.tsv")));
        let len = |lexicon: &Lexicon<()>| lexicon.prefixes.words().count();
        let marks = len(&CLASS_PREFIX)
            + len(&CLASS)
            + len(&GENERIC)
            + len(&SCHEME)
            + len(&FIELD)
            + len(&COMMON)
            + len(&PLAIN)
            + len(&PREDICATE)
            + len(&PLACED)
            + len(&CLOSING);
        assert_eq!(marks, lines(include_str!("../../data/marks.tsv")));
    }

    #[test]
    fn the_longest_word_wins() {
        assert_eq!(VERBS.prefix("推进实施"), Some(("推进".len(), Verb::Advance)));
        assert_eq!(VERBS.prefix("改造提升东街"), Some(("改造提升".len(), Verb::Build)));
        assert_eq!(HEADS.suffix("某市中医院"), Some(("中医院".len(), Head::Facility)));
        assert_eq!(HEADS.suffix("体系"), None);
        assert_eq!(HEADS.suffix(""), None);
    }
}
