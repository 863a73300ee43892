//! Enumerations: where 等 closes one, and what its members are.
//!
//! In: a stretch of text that a verb governs. Out: its members, each with the verb that governs it.

use std::ops::Range;

use super::clause::{Divided, Sep};
use super::lexicon::{Head, VERBS, Verb};
use super::noun;

/// A member of an enumeration.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) range: Range<usize>,
    pub(super) verb: Verb,
}

/// Where the first 等 that closes an enumeration stands; not that of 高等教育, 平等, 等级.
pub(super) fn closing_deng(text: &Divided<'_>, range: &Range<usize>) -> Option<usize> {
    text.find_all(range.clone(), "等").find(|&at| {
        let before = text.text[range.start..at].chars().next_back();
        let after = text.text[at + "等".len()..range.end].chars().next();
        let within_word = match before {
            None => true,
            Some('平' | '同' | '均' | '相' | '优' | '对') => true,
            Some('高' | '中' | '初') => after.is_some_and(|c| "级教职专院学收技".contains(c)),
            Some('一' | '二' | '三' | '特') => after.is_some_and(|c| "奖功品级舱".contains(c)),
            Some(_) => false,
        };
        !within_word && !after.is_some_and(|c| "级额候于效".contains(c))
    })
}

/// 以甲、乙为重点的考古项目: the list and what follows it.
pub(super) fn weighted(text: &Divided<'_>, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let at = text.find_all(range.clone(), "为").find(|&at| {
        let rest = &text.text[at + "为".len()..range.end];
        ["重点的", "主的", "代表的", "龙头的", "引领的", "骨干的"].iter().any(|word| rest.starts_with(word))
    })?;
    let mut start = range.start;
    if text.of(range).starts_with('以') {
        start += '以'.len_utf8();
    }
    let tail = at + text.text[at..range.end].find('的').map_or(0, |de| de + '的'.len_utf8());
    (start < at).then_some((start..at, tail..range.end))
}

/// The members of an enumeration. A member that begins with a verb of its own (推动甲、实施乙工程) is governed by it.
pub(super) fn members(text: &Divided<'_>, range: Range<usize>, verb: Verb) -> Vec<Member> {
    let mut verb = verb;
    let mut members = Vec::new();
    for (part, _) in text.split(range, &[Sep::Dun]) {
        for piece in conjuncts(text, part) {
            let mut piece = tidy_ends(text, piece);
            let name = text.of(&piece);
            if let Some((len, own)) = VERBS.prefix(name)
                && !members.is_empty()
                && len < name.len()
                && brings_verb(&name[..len], own)
            {
                verb = own;
                piece.start += len;
            }
            if !piece.is_empty() {
                members.push(Member { range: piece, verb });
            }
        }
    }
    members
}

/// Whether a verb at the start of a member is its own, and not the beginning of a name (新建航站楼工程, 建设路).
fn brings_verb(word: &str, verb: Verb) -> bool {
    match verb {
        Verb::CarryOut | Verb::Advance | Verb::Make => true,
        Verb::Build => ["续建", "建成", "新开工", "开工建设", "规划建设", "谋划建设"].contains(&word),
        _ => false,
    }
}

/// A part of an enumeration divided at 以及, and at 及, 和, 与 where they join two names.
fn conjuncts(text: &Divided<'_>, part: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = part.start;
    // A longer part is no name; looking at each of its conjunctions would take too long.
    let longest = 600;
    if part.len() > longest {
        pieces.push(part);
        return pieces;
    }
    for (at, c) in text.of(&part).char_indices() {
        let at = part.start + at;
        if at < start || !matches!(c, '以' | '及' | '和' | '与') || text.is_enclosed(at) {
            continue;
        }
        let rest = &text.text[at..part.end];
        let (len, always) = if rest.starts_with("以及") {
            ("以及".len(), true)
        } else if c == '以' {
            continue;
        } else {
            (c.len_utf8(), false)
        };
        if at > start && at + len < part.end && (always || joins_two(&text.text[start..at], &rest[len..])) {
            pieces.push(start..at);
            start = at + len;
        }
    }
    pieces.push(start..part.end);
    pieces
}

/// Whether a conjunction joins two names: both end alike (甲体育馆及乙体育馆), or each is a work on an object of its own
/// (管网更新和雨污分流改造). 枢纽及接线工程, 公路建设与养护, 模型及分析中心 are one name each.
fn joins_two(left: &str, right: &str) -> bool {
    if ["配套", "附属", "相关", "其"].iter().any(|word| right.starts_with(word)) {
        return false;
    }
    let (Some((left_len, left_kind)), core) = (noun::head(left), noun::core(right)) else { return false };
    if left_kind == Head::Programme {
        return matches!(noun::kind(right), Some(Head::Programme | Head::Project));
    }
    if left_kind == Head::Project {
        return right.chars().count() >= 4;
    }
    // 舟山联运服务中心和洋浦枢纽港: both have their places.
    if matches!(left_kind, Head::Facility | Head::Infra | Head::Public)
        && noun::is_specific(left)
        && noun::is_placed(core)
    {
        return true;
    }
    if left.len() <= left_len || core.chars().count() < 2 {
        return false;
    }
    if left_kind == Head::Action {
        let object = noun::without_actions(left);
        return noun::kind(right) == Some(Head::Action)
            && object.chars().count() >= 2
            && !["标准", "规范"].contains(&core);
    }
    let head = &noun::without_bracket(left)[noun::without_bracket(left).len() - left_len..];
    core.len() > head.len() && core.ends_with(head)
}

/// Whether names are of one pattern: they begin alike (老旧小区、老旧电梯、老旧街区).
pub(super) fn are_parallel<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    let start = |name: &'a str| name.char_indices().nth(2).map(|(at, _)| &name[..at]);
    let Some(first) = names.next().and_then(start) else { return false };
    names.all(|name| start(name) == Some(first))
}

/// The length of what stands before a clause's first word: white space, 一是, （1）, ①, 2., a date (到2030年).
pub(super) fn preamble(clause: &str) -> usize {
    let mut rest = clause.trim_start();
    if let Some(inner) = rest.strip_prefix(['（', '(']) {
        let numeral = inner.trim_start_matches(|c: char| c.is_ascii_digit() || is_ordinal(c));
        if numeral.len() < inner.len()
            && let Some(after) = numeral.strip_prefix(['）', ')'])
        {
            rest = after;
        }
    }
    rest =
        rest.trim_start_matches(|c: char| matches!(c, '①'..='⑳' | '●' | '•' | '·' | '◆' | '■' | '—' | '-'));
    let ordinal = rest.trim_start_matches(is_ordinal);
    if ordinal.len() < rest.len()
        && let Some(after) = ordinal.strip_prefix('是')
    {
        rest = after;
    }
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < rest.len()
        && let Some(after) = digits.strip_prefix(['.', '．'])
    {
        rest = after;
    }
    clause.len() - date(rest.trim_start()).len()
}

/// A digit of 一是, （一）.
const fn is_ordinal(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// The text after a date at its start (到2030年, 2027年前).
fn date(text: &str) -> &str {
    let rest = text.strip_prefix(['到', '于']).unwrap_or(text);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits != 4 {
        return text;
    }
    match rest[digits..].strip_prefix('年') {
        Some(rest) => rest.trim_start_matches(['前', '底', '末', '内', '起']),
        None => text,
    }
}

/// The range without white space, joints and stray marks at its ends.
fn tidy_ends(text: &Divided<'_>, range: Range<usize>) -> Range<usize> {
    let slice = text.of(&range);
    let start = slice.len()
        - slice.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | '：')).len();
    let mut rest = &slice[start..];
    for joint in ["以及", "及"] {
        rest = rest.strip_prefix(joint).unwrap_or(rest);
    }
    let end = rest
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | '：' | '。' | '；'))
        .len();
    let start = range.start + slice.len() - rest.len();
    start..start + end
}

/// The range of a name without a bracket of figures after it: 甲大桥（总投资5亿元）, 乙医院（2026—2028年）, 丙路（46公里）.
pub(super) fn without_figures(text: &Divided<'_>, range: Range<usize>) -> Range<usize> {
    let name = text.of(&range);
    let bare = noun::without_bracket(name);
    if !name.starts_with(bare) {
        return range;
    }
    let bracket = name[bare.len()..].trim_start_matches(['（', '(']);
    let year = bracket.chars().take_while(char::is_ascii_digit).count() == 4;
    let money = ["投资", "亿元", "万元"].iter().any(|word| bracket.contains(word));
    let size = bracket.starts_with(|c: char| c.is_ascii_digit())
        && ["公里", "千米", "米", "平方米", "亩", "千瓦", "床", "张床位", "座", "万吨"]
            .iter()
            .any(|unit| bracket.trim_end_matches(['）', ')']).ends_with(unit));
    if year || money || size { range.start..range.start + bare.len() } else { range }
}

/// The range of a name without white space around it and without quotes around the whole.
pub(super) fn tidy(text: &Divided<'_>, range: Range<usize>) -> Range<usize> {
    let range = tidy_ends(text, range);
    let name = text.of(&range);
    let inner = noun::unquoted(name);
    let quote = (name.len() - inner.len()) / 2;
    range.start + quote..range.end - quote
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: &[&str]) {
        let text = Divided::new(list);
        let found = members(&text, 0..list.len(), Verb::CarryOut);
        assert_eq!(found.iter().map(|m| text.of(&m.range)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn plain_members() {
        check("甲医院、乙学校", &["甲医院", "乙学校"]);
        check("甲医院（一、二期）、乙学校", &["甲医院（一、二期）", "乙学校"]);
        check("甲医院、 乙学校、", &["甲医院", "乙学校"]);
        check("校园维修、校舍加固以及设备更新", &["校园维修", "校舍加固", "设备更新"]);
    }

    #[test]
    fn conjunctions_that_divide() {
        check("东河体育馆及西河体育馆", &["东河体育馆", "西河体育馆"]);
        check("污水管网更新和雨水管网改造", &["污水管网更新", "雨水管网改造"]);
        check("城市防护林工程及老旧住宅", &["城市防护林工程", "老旧住宅"]);
    }

    #[test]
    fn conjunctions_inside_a_name() {
        check("机场站枢纽及接线工程", &["机场站枢纽及接线工程"]);
        check("农村公路建设与养护", &["农村公路建设与养护"]);
        check("风险防控模型及资金分析中心", &["风险防控模型及资金分析中心"]);
        check("人工智能与数字安全产业基地", &["人工智能与数字安全产业基地"]);
        check("公园及口袋公园改造提升与新建项目", &["公园及口袋公园改造提升与新建项目"]);
        check("航路及配套设施建设", &["航路及配套设施建设"]);
    }

    #[test]
    fn a_member_may_bring_its_verb() {
        let list = "甲城申报示范区、实施乙河工程";
        let text = Divided::new(list);
        let found = members(&text, 0..list.len(), Verb::Advance);
        assert_eq!(text.of(&found[1].range), "乙河工程");
        assert_eq!(found[1].verb, Verb::CarryOut);
    }

    #[test]
    fn deng() {
        let at =
            |text: &str| closing_deng(&Divided::new(text), &(0..text.len())).map(|at| text[..at].to_owned());
        assert_eq!(at("甲、乙等项目").as_deref(), Some("甲、乙"));
        assert_eq!(at("高等教育基地、平等就业"), None);
        assert_eq!(at("高等教育基地、初中等项目").as_deref(), Some("高等教育基地、初中"));
        assert_eq!(at("甲（乙等）中心"), None);
        assert_eq!(at("等级"), None);
    }

    #[test]
    fn preambles() {
        for (clause, rest) in [
            ("一是推进", "推进"),
            ("（1）建设", "建设"),
            ("① 实施", "实施"),
            ("到2030年建成", "建成"),
            ("推进", "推进"),
        ] {
            assert_eq!(&clause[preamble(clause)..], rest);
        }
    }
}
