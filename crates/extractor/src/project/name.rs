//! An item of a box, divided into its name and its description.
//!
//! In: a [`BoxEntry`] of the parsed tree. Out: a [`Draft`]: name and description with their places. The forms in print
//! are 名称：描述, 名称。描述 (a verb phrase as name), 名称——描述, 名称描述 where a space has been lost, and the name
//! alone on its line. Refuses to know whether the item is a project.

use std::ops::Range;

use gangyao_normaliser::Joined;
use gangyao_parser::BoxEntry;

use super::clause::{Divided, Sep};
use super::component::components;
use super::facts::{Facts, facts};
use super::lexicon::{HEADS, Head, VERBS, Verb};

/// A longer text before the colon is a sentence and no name.
const LONGEST_NAME: usize = 60;

/// An item's name and description.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The name without number, trailing punctuation and marks of emphasis.
    pub name: Joined,
    /// The description, one text a paragraph; empty where the item is only a name.
    pub description: Vec<Joined>,
}

/// Facts of a project as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedFacts {
    /// 约126亿元.
    pub investment: Option<String>,
    /// 2026—2029年.
    pub period: Option<String>,
    /// The place.
    pub location: Option<String>,
    /// The responsible body.
    pub owner: Option<String>,
    /// The scale.
    pub scale: Option<String>,
}

impl Draft {
    /// The whole description, paragraphs put together as they follow each other; `None` where there is none.
    #[must_use]
    pub fn description_text(&self) -> Option<String> {
        let text: String = self.description.iter().map(Joined::text).collect();
        (!text.is_empty()).then_some(text)
    }

    /// What the description says of the project in so many words, each field from the one paragraph that states it.
    #[must_use]
    pub fn facts(&self) -> StatedFacts {
        let read: Vec<(&str, Facts)> =
            self.description.iter().map(|text| (text.text(), facts(text.text()))).collect();
        let field = |of: fn(&Facts) -> &Option<Range<usize>>| {
            let mut stated = read.iter().filter_map(|(text, facts)| text.get(of(facts).clone()?));
            let first = stated.next()?;
            stated.next().is_none().then(|| first.to_owned())
        };
        StatedFacts {
            investment: field(|facts| &facts.investment),
            period: field(|facts| &facts.period),
            location: field(|facts| &facts.location),
            owner: field(|facts| &facts.owner),
            scale: field(|facts| &facts.scale),
        }
    }

    /// The concrete projects that the description names, with their places. An item without a description may be the
    /// sentence that names them (推进甲医院、乙学校等项目建设).
    #[must_use]
    pub fn components(&self) -> Vec<Joined> {
        let texts =
            if self.description.is_empty() { std::slice::from_ref(&self.name) } else { &self.description };
        let name = if self.description.is_empty() { "" } else { self.name.text() };
        texts
            .iter()
            .flat_map(|text| components(text.text(), name).into_iter().map(|range| text.slice(range)))
            .filter(|component| component.text() != self.name.text())
            .collect()
    }
}

/// Divides an item of a box into its name and its description.
#[must_use]
pub fn name_and_description(entry: &BoxEntry) -> Draft {
    let Some((first, others)) = entry.paragraphs.split_first() else { return Draft::default() };
    let (name, description) = divide(first.text(), !others.is_empty(), entry.spaced_name);
    let mut draft = Draft { name: first.slice(name), description: Vec::new() };
    if !description.is_empty() {
        draft.description.push(first.slice(description));
    }
    draft.description.extend(others.iter().filter(|text| !text.is_empty()).cloned());
    draft
}

/// Where the name and the description stand in an item's first paragraph. `continued`: more paragraphs follow, so the
/// first may be the name alone.
fn divide(text: &str, continued: bool, spaced_name: Option<usize>) -> (Range<usize>, Range<usize>) {
    let start = text.len() - text.trim_start_matches(is_edge).len();
    let divided = Divided::new(text);
    let end = [
        colon(&divided),
        first_stop(&divided),
        dash(&divided),
        lost_space(text, continued),
        space(&divided, spaced_name),
    ]
    .into_iter()
    .flatten()
    .filter(|(at, _)| *at > start)
    .min();
    match end {
        Some((at, next)) => (trim(text, start..at), trim_start(text, next..text.len())),
        None if text.chars().count() <= LONGEST_NAME && !tells_size(text) => {
            (trim(text, start..text.len()), 0..0)
        }
        // A sentence as an item: its first clause is the name.
        None => {
            let (clause, _) = divided.split(start..text.len(), &[Sep::Comma, Sep::Stop]).swap_remove(0);
            let next = clause.end..text.len();
            (trim(text, clause), trim_start(text, next))
        }
    }
}

/// 机场三期扩建，新建第二跑道，总投资65亿元: a clause that says how large it is belongs to no name.
fn tells_size(text: &str) -> bool {
    SIZES.iter().any(|word| text.contains(word))
}

/// What such a clause begins with.
const SIZES: [&str; 12] = [
    "，总投资",
    "，投资",
    "，计划投资",
    "，估算投资",
    "，计划总投资",
    "，建设年限",
    "，建设期",
    "，建设规模",
    "，占地",
    "，总建筑面积",
    "，建筑面积",
    "，设计",
];

/// The first colon, where no comma or full stop stands before it.
fn colon(text: &Divided<'_>) -> Option<(usize, usize)> {
    let (range, sep) = text.split(0..text.text.len(), &[Sep::Colon, Sep::Comma, Sep::Stop]).swap_remove(0);
    let half = text.find_all(range.clone(), ":").find(|&at| !is_between_digits(text.text, at));
    if let Some(at) = half {
        return within(text.text, at, ":".len());
    }
    if sep == Some(Sep::Colon) { within(text.text, range.end, "：".len()) } else { None }
}

/// The first full stop, where text follows and no comma stands before it.
fn first_stop(text: &Divided<'_>) -> Option<(usize, usize)> {
    let (range, sep) = text.split(0..text.text.len(), &[Sep::Comma, Sep::Stop]).swap_remove(0);
    let stop = text.text[range.end..].chars().next()?;
    if sep == Some(Sep::Stop) { within(text.text, range.end, stop.len_utf8()) } else { None }
}

/// A dash with text after it; a single — joins (中国—中亚).
fn dash(text: &Divided<'_>) -> Option<(usize, usize)> {
    let (range, _) = text.split(0..text.text.len(), &[Sep::Comma, Sep::Stop]).swap_remove(0);
    let at = text.find_all(range, "——").next()?;
    within(text.text, at, "——".len())
}

/// 农业提升工程实施……: the space after the name is lost. Only a governing verb right after 工程, 行动 or 计划 shows it.
fn lost_space(text: &str, continued: bool) -> Option<(usize, usize)> {
    if continued {
        return None;
    }
    let mut at = 0;
    for c in text.chars().take(LONGEST_NAME) {
        at += c.len_utf8();
        let (before, after) = text.split_at(at);
        let ends = matches!(HEADS.suffix(before), Some((_, Head::Project | Head::Programme)));
        let spaced = after.starts_with(' ');
        let acts = || {
            matches!(
                VERBS.prefix(after.trim_start()),
                Some((len, Verb::CarryOut | Verb::Advance | Verb::Make | Verb::LeadIn)) if len >= "实施".len()
            )
        };
        if ends && (acts() && !after.starts_with("建设") || spaced && after.trim_start().chars().count() > 8)
        {
            return Some((at, at));
        }
        if matches!(c, '，' | '。' | '；' | '、' | '：') {
            return None;
        }
    }
    None
}

/// 铁路　建成东环铁路，……: a space parts the name from its text. A colon would say more than a space, which may stand
/// anywhere (农业 提升工程：……).
fn space(text: &Divided<'_>, spaced_name: Option<usize>) -> Option<(usize, usize)> {
    let at = spaced_name.filter(|&at| text.text.is_char_boundary(at))?;
    (colon(text).is_none() && dash(text).is_none()).then_some((at, at))
}

/// A boundary at `at`, unless what stands before it is too long for a name.
fn within(text: &str, at: usize, len: usize) -> Option<(usize, usize)> {
    (text[..at].chars().take(LONGEST_NAME + 1).count() <= LONGEST_NAME).then_some((at, at + len))
}

fn is_between_digits(text: &str, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(text[..at].chars().next_back()) && digit(text[at + 1..].chars().next())
}

/// Punctuation and spaces that may stand around a name.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || "：:。.．；;，,、*".contains(c)
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let end = range.start + text[range.clone()].trim_end_matches(is_edge).len();
    range.start..end
}

fn trim_start(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = slice.trim_start_matches(|c: char| c.is_whitespace() || "：:。，".contains(c)).len();
    text.len() - start..text.len()
}

#[cfg(test)]
mod tests {
    use gangyao_text::NormRange;

    use super::*;

    fn entry(paragraphs: &[&str]) -> (String, Vec<Range<usize>>) {
        let text = paragraphs.join("\n");
        let mut at = 0;
        let ranges = paragraphs
            .iter()
            .map(|paragraph| {
                let range = at..at + paragraph.len();
                at = range.end + 1;
                range
            })
            .collect();
        (text, ranges)
    }

    fn draft(paragraphs: &[&str]) -> Draft {
        let (text, ranges) = entry(paragraphs);
        let paragraphs =
            ranges.into_iter().map(|r| Joined::of(&text, NormRange::from_usize(r.start, r.end))).collect();
        name_and_description(&BoxEntry {
            number: None,
            label: None,
            paragraphs,
            spaced_name: None,
            at: Vec::new(),
        })
    }

    fn check(paragraphs: &[&str], name: &str, description: &str) {
        let draft = draft(paragraphs);
        assert_eq!(draft.name.text(), name);
        assert_eq!(draft.description_text().unwrap_or_default(), description);
    }

    #[test]
    fn space() {
        let check = |text: &str, spaced: &str, name: &str, description: &str| {
            let paragraphs = vec![Joined::of(text, NormRange::from_usize(0, text.len()))];
            let spaced_name = Some(spaced.len());
            let draft = name_and_description(&BoxEntry {
                number: None,
                label: None,
                paragraphs,
                spaced_name,
                at: Vec::new(),
            });
            assert_eq!(draft.name.text(), name);
            assert_eq!(draft.description_text().unwrap_or_default(), description);
        };
        check("铁路建成东环铁路，推进西线铁路。", "铁路", "铁路", "建成东环铁路，推进西线铁路。");
        check("绿色低碳工程：实施造林，建设林场。", "绿色", "绿色低碳工程", "实施造林，建设林场。");
    }

    #[test]
    fn facts_of_the_description() {
        let stated = draft(&["东山机场扩建：新建第二跑道，总投资65亿元，建设年限2026—2029年。"]).facts();
        assert_eq!(stated.investment.as_deref(), Some("65亿元"));
        assert_eq!(stated.period.as_deref(), Some("2026—2029年"));
        assert_eq!(stated.owner, None);
        let twice = draft(&["东山机场扩建", "一期总投资5亿元。", "二期总投资6亿元。"]).facts();
        assert_eq!(twice.investment, None);
    }

    #[test]
    fn size() {
        check(
            &["东山机场扩建，新建第二跑道，总投资65亿元。"],
            "东山机场扩建",
            "新建第二跑道，总投资65亿元。",
        );
        check(&["东山水库，建设规模1000万立方米"], "东山水库", "建设规模1000万立方米");
        check(&["完善普惠养老服务，推进医养结合"], "完善普惠养老服务，推进医养结合", "");
    }

    #[test]
    fn colon() {
        check(&["绿色低碳工程：实施防护林工程。"], "绿色低碳工程", "实施防护林工程。");
        check(&["绿色低碳工程: 实施防护林工程。"], "绿色低碳工程", "实施防护林工程。");
        check(&["“甲：乙”行动：开展丙。"], "“甲：乙”行动", "开展丙。");
        check(&["比例1:2的工程：甲。"], "比例1:2的工程", "甲。");
    }

    #[test]
    fn a_verb_phrase_and_a_full_stop() {
        check(&["完善人才机制。加大力度：一是引进。"], "完善人才机制", "加大力度：一是引进。");
        check(&["健全规划、实施和制度体系。建立甲。"], "健全规划、实施和制度体系", "建立甲。");
    }

    #[test]
    fn the_name_alone_on_its_line() {
        check(
            &["生态监测网络建设", "聚焦甲，布设乙。", "推进丙。"],
            "生态监测网络建设",
            "聚焦甲，布设乙。推进丙。",
        );
        check(&["智能制造技术。"], "智能制造技术", "");
        check(&["智能场景"], "智能场景", "");
    }

    #[test]
    fn dashes_and_lost_spaces() {
        check(&["农业提升工程——实施甲项目。"], "农业提升工程", "实施甲项目。");
        check(&["中国—中亚合作行动：推进甲。"], "中国—中亚合作行动", "推进甲。");
        check(&["农业提升工程实施甲项目，推进乙。"], "农业提升工程", "实施甲项目，推进乙。");
    }

    #[test]
    fn a_sentence_names_itself_by_its_first_clause() {
        let long = "推进甲乙丙丁戊己庚辛建设，".to_owned() + &"做好配套工作".repeat(12);
        let rest = "做好配套工作".repeat(12);
        check(&[&long], "推进甲乙丙丁戊己庚辛建设", &rest);
    }

    proptest::proptest! {
        /// No text makes it panic, and nothing but punctuation and space is lost between name and description.
        #[test]
        fn any_text(text in "[名称工程实施：:。，—— a1（）“”、]{0,80}", other in "[描述。，]{0,10}") {
            let draft = draft(&[&text, &other]);
            let _ = (draft.components(), draft.description_text());
            let kept = |text: &str| text.chars().filter(|c| !is_edge(*c) && *c != '—').collect::<String>();
            let whole = draft.name.text().to_owned() + &draft.description_text().unwrap_or_default();
            assert_eq!(kept(&whole), kept(&(text + &other)));
        }
    }

    #[test]
    fn nothing() {
        check(&[], "", "");
        check(&[""], "", "");
        check(&["："], "", "");
        check(&["。。。"], "", "");
    }

    #[test]
    fn components_keep_their_places() {
        let paragraphs = ["医疗工程：实施新华医院迁", "建、东湖小学扩建等项目。"];
        let (text, ranges) = entry(&paragraphs);
        let mut builder = gangyao_normaliser::text::JoinedBuilder::new(&text);
        for range in ranges {
            builder.push(NormRange::from_usize(range.start, range.end));
        }
        let paragraphs = vec![builder.finish()];
        let entry = BoxEntry { number: Some(1), label: None, paragraphs, spaced_name: None, at: Vec::new() };
        let components = name_and_description(&entry).components();
        assert_eq!(components.iter().map(Joined::text).collect::<Vec<_>>(), ["新华医院迁建", "东湖小学扩建"]);
        assert_eq!(components[0].ranges()[0].of(&text), "新华医院迁\n建");
    }
}
