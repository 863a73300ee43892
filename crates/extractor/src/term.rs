//! Glossary terms: their other names, and where the body uses them.
//!
//! In: the terms of the glossary with their definitions, and the texts of the body. Out: aliases, and the places of every
//! use, found by one automaton over the body. Refuses to know how the glossary was found.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gangyao_normaliser::value::words::Prefixes;

/// A use of a term in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Which text of the body.
    pub text: usize,
    /// Where in it, in bytes.
    pub range: Range<usize>,
}

/// The uses of each term, in order; `terms` are a term's name and its aliases, `body` the texts of the body. Quotes inside
/// a term and the width of its brackets may vary (“1571”工作部署, 中试基地（平台）). Of two terms that overlap the longer
/// counts.
///
/// ```
/// let terms = [vec!["耐心资本"], vec!["中试基地（平台）"]];
/// let body = ["发展耐心资本，建设中试基地。"];
/// let mentions = gangyao_extractor::term::mentions(&terms, &body);
/// assert_eq!(&body[0][mentions[0][0].range.clone()], "耐心资本");
/// assert_eq!(&body[0][mentions[1][0].range.clone()], "中试基地");
/// ```
#[must_use]
pub fn mentions<T: AsRef<str>>(terms: &[Vec<T>], body: &[&str]) -> Vec<Vec<Mention>> {
    let mut found = vec![Vec::new(); terms.len()];
    // Two terms of the same form: the first has it.
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for (owner, names) in terms.iter().enumerate() {
        for name in names {
            for form in forms(name.as_ref()) {
                owners.entry(form).or_insert(owner);
            }
        }
    }
    if owners.is_empty() {
        return found;
    }
    let finder = Finder::new(&owners);
    for (at, text) in body.iter().enumerate() {
        let mut from = 0;
        while let Some((range, owner)) = finder.next_in(text, from) {
            from = range.end;
            if is_whole(text, range.clone()) {
                found[owner].push(Mention { text: at, range });
            }
        }
    }
    found
}

/// Finds forms in a text: the first, and of those that begin there the longest.
enum Finder<'f> {
    /// A glossary of a plan, quickly made.
    Table(Box<(Pairs, Prefixes<'f, usize>)>),
    /// Ever so many forms: linear time even where they all begin alike.
    Automaton(AhoCorasick, Vec<usize>),
}

/// The most forms that a table holds.
const TABLE: usize = 256;

impl<'f> Finder<'f> {
    fn new(owners: &'f BTreeMap<String, usize>) -> Self {
        let words = || owners.iter().map(|(form, &owner)| (form.as_str(), owner));
        let table = || Self::Table(Box::new((Pairs::of(owners.keys()), Prefixes::new(words()))));
        if owners.len() <= TABLE {
            return table();
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(owners.keys());
        // The automaton refuses only more patterns than a glossary can have.
        automaton.map_or_else(
            |_| table(),
            |automaton| Self::Automaton(automaton, owners.values().copied().collect()),
        )
    }

    fn next_in(&self, text: &str, from: usize) -> Option<(Range<usize>, usize)> {
        match self {
            Self::Table(table) => {
                let (pairs, forms) = &**table;
                let mut from = from;
                loop {
                    let at = pairs.next_in(text, from)?;
                    if let Some((len, owner)) = forms.longest(&text[at..]) {
                        return Some((at..at + len, owner));
                    }
                    from = at + text[at..].chars().next().map_or(1, char::len_utf8);
                }
            }
            Self::Automaton(automaton, owners) => {
                let hit = automaton.find(aho_corasick::Input::new(text).range(from..))?;
                Some((hit.range(), owners[hit.pattern().as_usize()]))
            }
        }
    }
}

/// The pairs of characters that forms begin with, by the lowest six bits of each: a form's first character alone stands
/// in every other sentence.
struct Pairs([u64; 64]);

impl Pairs {
    fn of<'f>(forms: impl Iterator<Item = &'f String>) -> Self {
        let mut bits = [0; 64];
        for form in forms {
            if let Some(&[0xE0..=0xEF, _, first, 0xE0..=0xEF, _, second]) = form.as_bytes().first_chunk() {
                bits[usize::from(first & 0x3F)] |= 1 << (second & 0x3F);
            }
        }
        Self(bits)
    }

    /// The next character at or after byte `from` that a form may begin with: one of such a pair, or one that makes no pair of
    /// characters of three bytes.
    fn next_in(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(&[0xE0..=0xEF, _, first, 0xE0..=0xEF, _, second]) = bytes.get(at..at + 6) {
            if self.0[usize::from(first & 0x3F)] >> (second & 0x3F) & 1 == 1 {
                return Some(at);
            }
            at += 3;
        }
        (at < bytes.len()).then_some(at)
    }
}

/// The shortest form that is looked for: one character says nothing.
const SHORTEST: usize = 2;

/// The ways in which a term may be printed in the body.
fn forms(term: &str) -> Vec<String> {
    let term = term.trim();
    let unquoted: String = term.chars().filter(|c| !is_quote(*c)).collect();
    let mut forms = vec![term.to_owned(), unquoted.clone()];
    if let Some((before, inner, after)) = bracket(&unquoted) {
        // 中试基地（平台）: also 中试基地, and with brackets of the other width.
        forms.push(format!("{before}（{inner}）{after}"));
        forms.push(format!("{before}({inner}){after}"));
        forms.push(format!("{before}{after}"));
    }
    if unquoted.contains(' ') {
        forms.push(unquoted.replace(' ', ""));
    }
    // 5G-A, 5G—A.
    if unquoted.contains(['-', '—']) {
        forms.push(unquoted.replace('—', "-"));
        forms.push(unquoted.replace('-', "—"));
    }
    forms.retain(|form| form.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST);
    forms.sort();
    forms.dedup();
    forms
}

/// What stands before, in, and after a term's bracket.
fn bracket(term: &str) -> Option<(&str, &str, &str)> {
    let open = term.find(['（', '('])?;
    let close = open + term[open..].find(['）', ')'])?;
    let width = |at: usize| term[at..].chars().next().map_or(1, char::len_utf8);
    let (before, inner, after) =
        (&term[..open], &term[open + width(open)..close], &term[close + width(close)..]);
    (!inner.trim().is_empty()).then_some((before.trim_end(), inner.trim(), after.trim_start()))
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '「' | '」')
}

/// RCEP is no use in ARCEPT: a Latin word counts whole. Letters beside Han characters are whole words.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let first = latin(text[range.clone()].chars().next());
    let last = latin(text[range.clone()].chars().next_back());
    !(first && latin(text[..range.start].chars().next_back())
        || last && latin(text[range.end..].chars().next()))
}

/// Words that give another name.
static NAMING: LazyLock<Prefixes<'static, ()>> = LazyLock::new(|| {
    let words = [
        "以下简称",
        "英文简称",
        "英文缩写为",
        "英文缩写",
        "简称为",
        "简称",
        "全称为",
        "全称是",
        "全称",
        "又称为",
        "又称",
        "又名",
        "也称为",
        "也称",
        "亦称",
        "俗称",
    ];
    Prefixes::new(words.map(|word| (word, ())))
});

/// A longer text after 简称 is no name.
const LONGEST_ALIAS: usize = 24;

/// Other names of a term that its definition gives: 简称 RCEP, 又称甲, 全称为千兆光纤网络; an apposition at the start
/// (IPv6：互联网协议第6版，是……); the bracket behind the term itself (5G-A（5G增强版）).
#[must_use]
pub fn aliases(term: &str, definition: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |alias: &str| {
        let alias =
            alias.trim_matches(|c: char| c.is_whitespace() || is_quote(c) || "：:，,。、为".contains(c));
        let chars = alias.chars().count();
        let name = (SHORTEST..=LONGEST_ALIAS).contains(&chars) && alias != term.trim();
        if name && !found.iter().any(|known| known == alias) {
            found.push(alias.to_owned());
        }
    };
    let mut at = 0;
    while let Some((start, len, ())) = NAMING.first_in(&definition[at..]) {
        at += start + len;
        let rest = &definition[at..];
        let end = rest.find(is_name_end).unwrap_or(rest.len());
        add(&rest[..end]);
    }
    if let Some(alias) = apposition(definition) {
        add(alias);
    }
    for alias in spelled_out(term, definition).into_iter().flatten() {
        add(alias);
    }
    for text in [term, definition] {
        if let Some((before, inner, _)) = bracket(text)
            && abbreviates(term, before, inner)
        {
            add(inner);
        }
    }
    found
}

fn is_name_end(c: char) -> bool {
    "，,。；;）)（(、：\n".contains(c)
}

/// 互联网协议第6版，是用以…… : a noun before “，是”, “，指”.
fn apposition(definition: &str) -> Option<&str> {
    let comma = definition.find('，')?;
    let rest = definition[comma + '，'.len_utf8()..].trim_start();
    let noun = definition[..comma].strip_prefix('即').unwrap_or(&definition[..comma]);
    let introduces = ["是", "指", "即"].iter().any(|word| rest.starts_with(word));
    let plain = !["指", "是", "一种", "为", "即", "由", "以", "将", "通过", "的"]
        .iter()
        .any(|word| noun.contains(word));
    (introduces && plain && !noun.contains(is_name_end) && !noun.contains(is_quote)).then_some(noun)
}

/// A definition that opens with a name and its other spelling in a bracket: 区域全面经济伙伴关系协定（……, 简称 RCEP）, or
/// AGV（Automated Guided Vehicle 自动导引车）for the term AGV搬运: the name, and the Han characters that end the bracket.
fn spelled_out<'d>(term: &str, definition: &'d str) -> [Option<&'d str>; 2] {
    let Some((before, inner, _)) = bracket(definition) else { return [None, None] };
    let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    let sentence = before.rfind(['。', '；', '，']).map_or(0, |at| at + "。".len());
    let name = before[sentence..].trim();
    let han = inner.rfind(|c: char| c.is_ascii()).map(|at| inner[at + 1..].trim());
    let abbreviation = name.len() >= "AGV".len() && name.chars().all(|c| c.is_ascii_alphanumeric());
    if abbreviation && term.starts_with(name) {
        return [Some(name), han.filter(|han| han.chars().count() >= 2)];
    }
    let noun = sentence == 0 && latin(inner) && !name.is_empty() && !latin(name);
    [Some(name).filter(|name| noun && !name.contains(['是', '指', '的']) && !name.contains(is_quote)), None]
}

/// Whether a bracket gives another name of the term: it follows the term itself, or is a Latin abbreviation.
fn abbreviates(term: &str, before: &str, inner: &str) -> bool {
    let bare: String = term.chars().filter(|c| !is_quote(*c)).collect();
    let bare = bare.split(['（', '(']).next().unwrap_or_default().trim().to_owned();
    let latin = inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && inner.chars().any(|c| c.is_ascii_uppercase());
    let follows = !bare.is_empty() && before.trim_end().trim_end_matches(is_quote).ends_with(&bare);
    let listed = inner.contains(['、', '，', '。', ' ']);
    follows && (latin || !listed && inner.chars().any(|c| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(terms: &[&str], body: &str, expected: &[&[&str]]) {
        let terms: Vec<Vec<&str>> = terms.iter().map(|term| vec![*term]).collect();
        let found = mentions(&terms, &[body]);
        let found: Vec<Vec<&str>> =
            found.iter().map(|uses| uses.iter().map(|m| &body[m.range.clone()]).collect()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn uses() {
        check(&["耐心资本"], "发展耐心资本，壮大耐心资本。", &[&["耐心资本", "耐心资本"]]);
        check(&["耐心资本"], "发展资本。", &[&[]]);
        check(&[], "发展资本。", &[]);
    }

    #[test]
    fn quotes_and_brackets_vary() {
        check(
            &["“1571”工作部署"],
            "落实“1571”工作部署和1571工作部署",
            &[&["“1571”工作部署", "1571工作部署"]],
        );
        check(&["中试基地(平台)"], "建中试基地（平台）、中试基地", &[&["中试基地（平台）", "中试基地"]]);
        check(&["AGV 搬运"], "推广AGV搬运", &[&["AGV搬运"]]);
        check(&["5G-A网络"], "布局5G—A网络", &[&["5G—A网络"]]);
    }

    #[test]
    fn the_longer_term_counts() {
        check(&["光网", "千兆光网"], "建千兆光网和光网", &[&["光网"], &["千兆光网"]]);
    }

    #[test]
    fn a_glossary_of_any_size() {
        let mut terms: Vec<Vec<String>> = (0..300).map(|n| vec![format!("甲乙{n}")]).collect();
        terms.push(vec!["光网".to_owned()]);
        let body = "建甲乙12和甲乙299，光网";
        let found = mentions(&terms, &[body]);
        let uses = |term: usize| found[term].iter().map(|use_| &body[use_.range.clone()]).collect::<Vec<_>>();
        assert_eq!((uses(12), uses(299), uses(300)), (vec!["甲乙12"], vec!["甲乙299"], vec!["光网"]));
        assert!(uses(29).is_empty());
    }

    #[test]
    fn latin_words_are_whole() {
        check(&["RCEP"], "用好RCEP规则，RCEPX，ARCEP", &[&["RCEP"]]);
        check(&["IPv6"], "IPv6升级IPv60", &[&["IPv6"]]);
    }

    #[test]
    fn aliases_lead_to_uses() {
        let found =
            mentions(&[vec!["RCEP规则", "区域全面经济伙伴关系协定"]], &["对接区域全面经济伙伴关系协定"]);
        assert_eq!(found[0].len(), 1);
    }

    fn alias(term: &str, definition: &str, expected: &[&str]) {
        assert_eq!(aliases(term, definition), expected, "{definition}");
    }

    #[test]
    fn naming_words() {
        alias("千兆光网", "全称为千兆光纤网络，是指以光纤为介质的网络。", &["千兆光纤网络"]);
        alias("协定", "甲协定（Regional Partnership, 简称 RCEP）。是多边协定。", &["RCEP", "甲协定"]);
        alias("耐心资本", "一种专注于长期投资的资本形式，又称“长期资本”。", &["长期资本"]);
        alias("自贸区", "自由贸易区（以下简称自贸区）。", &[]);
    }

    #[test]
    fn appositions_and_brackets() {
        alias("IPv6", "互联网协议第6版，是用以接替IPv4的协议。", &["互联网协议第6版"]);
        alias("5G-A（5G增强版）", "是5G的演进。", &["5G增强版"]);
        alias("低空经济", "低空经济（LAE）是一种经济形态。", &["LAE"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text(term in "[甲A（）()“” -]{0,8}", definition in "[甲A（）()，。是简称又称全称为即“” ]{0,40}") {
            let mut names = aliases(&term, &definition);
            names.push(term);
            for found in mentions(&[names], &[&definition]) {
                let mut end = 0;
                for mention in found {
                    assert!(mention.range.start >= end && definition.get(mention.range.clone()).is_some());
                    end = mention.range.end;
                }
            }
        }
    }

    #[test]
    fn names_spelled_out() {
        alias(
            "AGV 搬运",
            "即移动机器人。AGV (Automated Guided Vehicle 自动导引车) 是小车。",
            &["AGV", "自动导引车"],
        );
        alias("RCEP 规则", "甲乙协定 (Regional Partnership, 简称 RCEP)。是协定。", &["RCEP", "甲乙协定"]);
    }

    #[test]
    fn definitions_without_other_names() {
        alias("“1571”部署", "第一个“1”，即以甲为主线。", &[]);
        alias("循环经济", "一种以资源循环利用为核心，是经济增长模式。", &[]);
        alias("三高一绿", "打造高品质城区、培育高端服务业。", &[]);
        alias("中试基地(平台)", "是衔接科研成果的平台。", &[]);
        alias("", "", &[]);
    }
}
