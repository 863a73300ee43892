//! Whether a name that no 工程 or 项目 calls a project is one.
//!
//! In: the name, the verb that governs it and what follows it. Out: yes or no. Knows nothing of places in the text.

use super::govern::Closing;
use super::lexicon::{Head, Verb};
use super::noun;

/// Whether a member that no 工程 or 项目 calls a project is one.
pub(super) fn is_project(name: &str, verb: Verb, closed: Closing, many: bool) -> bool {
    let Some(kind) = noun::kind(name) else { return false };
    if verb == Verb::Support || name.contains('的') || noun::begins_class(name) || noun::is_counted(name) {
        return false;
    }
    if noun::seeks_a_status(name) || noun::is_statement(name) {
        return false;
    }
    let specific = noun::is_specific(name);
    match kind {
        Head::Project => noun::names_a_project(name),
        Head::Programme => false,
        Head::Action => match noun::kind(noun::without_actions(name)) {
            Some(Head::Infra) => {
                let line = noun::is_certain_line(noun::without_actions(name));
                verb == Verb::CarryOut || specific || line && verb != Verb::Make
            }
            Some(Head::Facility) => verb == Verb::CarryOut || specific,
            None => specific && verb != Verb::Make,
            _ => specific && verb == Verb::CarryOut,
        },
        Head::Facility => {
            // 打造物流枢纽, 打造创新中心: the head is a status as often as a building.
            let bare = noun::without_bracket(name);
            let status = ["中心", "基地", "枢纽"].iter().any(|end| bare.ends_with(end));
            let placed = noun::is_placed(name);
            let advanced = closed != Closing::None || placed || verb != Verb::Advance;
            // 推进走读制高中建设: a kind of school.
            let kind_of = verb == Verb::Advance && !many && !placed && noun::is_usually_many(bare);
            noun::is_one_thing(name) && !kind_of && advanced && (verb != Verb::Make || placed || !status)
        }
        Head::Public => noun::is_placed(name) && noun::is_one_thing(name) && verb != Verb::Make,
        Head::Infra => noun::is_certain_line(name) && (verb != Verb::Make || specific),
    }
}

/// Whether a phrase without a verb before it is the name of a project: the sentence may be a list of names, or any text.
pub(super) fn is_listed_name(name: &str) -> bool {
    match noun::kind(name) {
        Some(Head::Project) => noun::names_a_project(name),
        _ if noun::is_statement(name) => false,
        Some(Head::Facility | Head::Public) => noun::is_one_thing(name),
        Some(Head::Infra) => noun::is_certain_line(name),
        Some(Head::Action) => noun::is_specific(name),
        Some(Head::Programme) | None => false,
    }
}
