//! What governs a clause, and where its object ends.
//!
//! In: the text of a clause. Out: the verb at its head and the object without what only says that it is to be built
//! (建设, 前期工作, 并开工建设). Knows nothing of enumerations.

use std::ops::Range;

use super::clause::Divided;
use super::lexicon::{CLOSING, HEADS, Head, VERBS, Verb};
use super::noun;

/// What the words after an object say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// Nothing.
    None,
    /// 建设: it is to be built.
    Built,
    /// 前期工作, 开工建设: only a certain work is begun.
    Begun,
}

/// What the words between an object and the end of its clause say.
pub(super) fn closing(text: &str) -> Closing {
    if ["前期", "开工", "投用", "投产"].iter().any(|word| text.contains(word)) {
        Closing::Begun
    } else if text.contains("建设") || text.contains("实施") || text.contains("落地") {
        Closing::Built
    } else {
        Closing::None
    }
}

/// The governing verb at the head of a clause, and where its object begins.
pub(super) fn govern(text: &str) -> (Option<Verb>, usize) {
    let (mut verb, mut end) = (None, 0);
    let mut at = 0;
    while let Some((len, next)) = VERBS.prefix(&text[at..]) {
        let after = &text[at + len..];
        // 推进储备库建设, 服务中心: what looks like a verb begins a name.
        if HEADS.prefix(&text[at..]).is_some_and(|(head, kind)| head > len && kind != Head::Action) {
            break;
        }
        // 新建项目 is a name, if it is all that the clause holds.
        if HEADS.get(after) == Some(Head::Project) {
            break;
        }
        match (verb, next) {
            (_, Verb::Adverb) => {
                at += len;
                continue;
            }
            // 新建、改扩建甲中心: two verbs share the object.
            (None, verb)
                if verb.governs() && after.starts_with('、') && takes_verb(&after['、'.len_utf8()..]) =>
            {
                at += len + '、'.len_utf8();
                continue;
            }
            // 推进建设路改造, 实施新建航站楼工程: the second verb begins the name.
            (Some(_), Verb::Build)
                if after.starts_with(['路', '街', '村', '镇']) || HEADS.get(after).is_some() =>
            {
                break;
            }
            (Some(Verb::CarryOut | Verb::Make | Verb::List | Verb::LeadIn | Verb::Other), _) => break,
            // 推动构建甲体系: the second verb governs; in 推进扩大甲河西部通道 it begins the name.
            (Some(Verb::Advance), Verb::Other) if text[..end].ends_with("推动") => {}
            (Some(Verb::Advance | Verb::Build | Verb::Support), Verb::Other | Verb::LeadIn | Verb::List) => {
                break;
            }
            (Some(Verb::Build), Verb::Advance | Verb::CarryOut) => break,
            _ => {}
        }
        verb = Some(next);
        at += len;
        end = at;
    }
    (verb, end)
}

/// Whether a text begins with a verb that governs projects.
fn takes_verb(text: &str) -> bool {
    VERBS.prefix(text).is_some_and(|(_, verb)| verb.governs())
}

/// The object without 建设, 前期工作 and the like after the names. After 实施 and 建设 a closing 建设 belongs to the name
/// (实施指挥中心建设), 建设工作 does not.
pub(super) fn without_closing(divided: &Divided<'_>, verb: Verb, object: Range<usize>) -> Range<usize> {
    let text = divided.of(&object);
    let mut rest = text.trim_end();
    // 谋划甲乙规划并开工建设: a second verb after the object.
    if let Some(at) = rest.rfind('并') {
        let (second, _) = govern(&rest[at + '并'.len_utf8()..]);
        if at > 0 && second.is_some() && !divided.is_enclosed(object.start + at) {
            rest = &rest[..at];
        }
    }
    while let Some((len, ())) = CLOSING.suffix(rest) {
        let closing = &rest[rest.len() - len..];
        let before = &rest[..rest.len() - len];
        let of_a_project = before.ends_with("项目") || before.ends_with("工程");
        if closing == "建设" && !matches!(verb, Verb::Advance | Verb::Support) && !of_a_project {
            break;
        }
        rest = &rest[..rest.len() - len];
    }
    object.start..object.start + rest.len()
}

/// 推动市疾控中心建设区域实验室: the object of the inner verb is meant.
pub(super) fn pivot(text: &Divided<'_>, verb: Verb, object: &Range<usize>) -> Option<Range<usize>> {
    if !matches!(verb, Verb::Advance | Verb::Support) {
        return None;
    }
    let at = text.find_all(object.clone(), "建设").next()?;
    let inner = at + "建设".len()..object.end;
    // 甲中心建设、乙改造: 建设 ends a member of an enumeration.
    if text.of(&inner).starts_with(['、', '，', '及', '和', '与', '等', '项', '工']) {
        return None;
    }
    let organisation = text.of(&(object.start..at));
    let acts = ["中心", "医院", "大学", "学院", "公司", "集团", "企业", "院", "所", "局"];
    let is_thing = matches!(noun::kind(text.of(&inner)), Some(Head::Facility | Head::Project));
    (is_thing && acts.iter().any(|end| organisation.ends_with(end))).then_some(inner)
}
