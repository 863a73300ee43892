//! The concrete projects that a description names one by one.
//!
//! In: the text of a project's description. Out: byte ranges of the names in it, in order and disjoint. A small grammar:
//! a sentence divides into clauses, a clause has a governing verb (实施, 推进, 建设, 打造) and an object, the object is an
//! enumeration with or without a tail (等重点项目建设). The verb, the tail and the last word of each member decide
//! together whether the members are projects: 推进甲医院、乙学校等项目建设 names two, 推进产业升级、民生改善 none.
//! Knows nothing of boxes, tables and records.

use std::ops::Range;

use super::clause::{Divided, Sep};
use super::enumeration::{self, Member};
use super::lexicon::{CLOSING, HEADS, Head, VERBS, Verb};
use super::noun;

/// Byte ranges of the projects that `description` names, in order and disjoint. `item_name` is the name of the item that
/// is described: a component that only repeats it is none.
///
/// ```
/// use gangyao_extractor::project::components;
/// let text = "实施新华医院迁建、东湖小学扩建等项目，提升服务能力。";
/// let names: Vec<_> = components(text, "公共服务工程").into_iter().map(|range| &text[range]).collect();
/// assert_eq!(names, ["新华医院迁建", "东湖小学扩建"]);
/// ```
#[must_use]
pub fn components(description: &str, item_name: &str) -> Vec<Range<usize>> {
    let text = Divided::new(description);
    let mut finder = Finder { text: &text, item_name, found: Vec::new() };
    for (sentence, _) in text.split(0..description.len(), &[Sep::Stop]) {
        finder.sentence(sentence);
    }
    let mut found = finder.found;
    found.sort_by_key(|range| range.start);
    let mut end = 0;
    found.retain(|range| {
        let free = range.start >= end;
        if free {
            end = range.end;
        }
        free
    });
    found
}

/// A clause: what governs it, and what is governed.
struct Clause {
    verb: Option<Verb>,
    object: Range<usize>,
    /// The mark that ends it.
    sep: Option<Sep>,
}

/// What the words after an object say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    /// Nothing.
    None,
    /// 建设: it is to be built.
    Built,
    /// 前期工作, 开工建设: only a certain work is begun.
    Begun,
}

/// What the words after 等 say about the members before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tail {
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

struct Finder<'d, 't> {
    text: &'d Divided<'t>,
    item_name: &'d str,
    found: Vec<Range<usize>>,
}

impl Finder<'_, '_> {
    fn sentence(&mut self, sentence: Range<usize>) {
        let clauses: Vec<Clause> = self
            .text
            .split(sentence, &[Sep::Comma, Sep::Colon])
            .into_iter()
            .map(|(range, sep)| self.clause(range, sep))
            .collect();
        if clauses.iter().all(|clause| clause.verb.is_none()) {
            self.bare_list(&clauses);
            return;
        }
        // A clause without a verb goes on with the enumeration of the clause before it:
        // 建设甲中心、乙中心，丙中心、丁中心等.
        let mut carried = None;
        for clause in clauses {
            match clause.verb {
                None if clause.sep == Some(Sep::Colon) => self.headed_by_name(&clause.object),
                None => {
                    if let Some(verb) = carried.filter(|_| self.goes_on(&clause.object)) {
                        self.object(verb, clause.object);
                    }
                }
                Some(Verb::Other | Verb::Adverb) => carried = None,
                Some(Verb::LeadIn) => self.lead_in(clause.object),
                Some(verb) => {
                    self.object(verb, clause.object);
                    carried = Some(verb);
                }
            }
        }
    }

    /// Finds the governing verb of a clause: the last of the verbs at its start (谋划建设, 开工并力争建成).
    fn clause(&self, range: Range<usize>, sep: Option<Sep>) -> Clause {
        let start = range.start + enumeration::preamble(self.text.of(&range));
        let (verb, at) = govern(self.text.of(&(start..range.end)));
        Clause { verb, object: start + at..range.end, sep }
    }

    /// A sentence without any verb that is nothing but names: 环湖路二期，滨江大道（东段），解放路辅道工程。
    fn bare_list(&mut self, clauses: &[Clause]) {
        let mut members = Vec::new();
        for clause in clauses {
            // 重点项目：… leads in.
            if clause.sep == Some(Sep::Colon) {
                self.headed_by_name(&clause.object);
                continue;
            }
            match enumeration::closing_deng(self.text, &clause.object) {
                Some(at) => {
                    let tail = self.tail(&(at + "等".len()..clause.object.end));
                    if matches!(tail, Tail::Other | Tail::Works | Tail::Programme) {
                        return;
                    }
                    members.extend(enumeration::members(self.text, clause.object.start..at, Verb::List));
                }
                None => members.extend(enumeration::members(self.text, clause.object.clone(), Verb::List)),
            }
        }
        let named = |member: &Member| {
            let name = self.text.of(&member.range);
            match noun::kind(name) {
                Some(Head::Project) => noun::names_a_project(name),
                _ if noun::is_statement(name) => false,
                Some(Head::Facility | Head::Public) => noun::is_one_thing(name),
                Some(Head::Infra) => noun::is_certain_line(name),
                Some(Head::Action) => noun::is_specific(name),
                _ => false,
            }
        };
        let plausible = |member: &Member| noun::is_plausible(self.text.of(&member.range));
        let projects =
            members.iter().filter(|m| noun::kind(self.text.of(&m.range)) == Some(Head::Project)).count();
        let good = members.iter().filter(|member| named(member)).count();
        // Other text without verbs (目标值：5%) has no such names; a list may hold one that ends oddly.
        let list = members.len() > 1 || projects > 0;
        if list && good * 4 >= members.len() * 3 && members.iter().all(plausible) {
            for member in members {
                self.push(member.range);
            }
        }
    }

    /// A name before a colon: 甲河治理工程：新建堤防3公里.
    fn headed_by_name(&mut self, range: &Range<usize>) {
        if noun::names_a_project(self.text.of(range))
            && self.text.split(range.clone(), &[Sep::Dun]).len() == 1
        {
            self.push(range.clone());
        }
    }

    /// Whether a clause without a verb is a piece of the enumeration before it.
    fn goes_on(&self, range: &Range<usize>) -> bool {
        let list = match enumeration::closing_deng(self.text, range) {
            Some(at) => range.start..at,
            None => range.clone(),
        };
        if matches!(VERBS.prefix(self.text.of(range).trim_start()), Some((_, Verb::Adverb))) {
            return false;
        }
        enumeration::members(self.text, list, Verb::List).iter().all(|member| {
            let name = self.text.of(&member.range);
            match noun::kind(name) {
                Some(Head::Project) => noun::names_a_project(name),
                _ if noun::is_statement(name) => false,
                Some(Head::Facility) => noun::is_one_thing(name),
                Some(Head::Infra) => noun::is_certain_line(name),
                Some(_) => noun::is_specific(name),
                None => false,
            }
        })
    }

    /// 围绕甲乙丙建设丁、戊等项目: an introduction and its clause without a comma between. Only an enumeration that calls
    /// its members projects counts here, because the verb may belong to the introduction.
    fn lead_in(&mut self, range: Range<usize>) {
        let verbs = ["实施", "推进", "建设", "新建"];
        let first = verbs
            .iter()
            .filter_map(|&word| Some((self.text.find_all(range.clone(), word).next()?, word)))
            .min();
        let Some((at, word)) = first else { return };
        let list = at + word.len()..range.end;
        if let Some(deng) = enumeration::closing_deng(self.text, &list) {
            let tail = deng + "等".len()..list.end;
            if self.tail(&tail) == Tail::Project {
                self.closed(Verb::Build, list.start..deng, &tail);
            }
        }
    }

    /// The object of a governing verb: one enumeration, or several (甲、乙等工程和丙、丁等项目).
    fn object(&mut self, verb: Verb, object: Range<usize>) {
        let mut rest = object;
        while let Some(at) = enumeration::closing_deng(self.text, &rest) {
            let after = at + "等".len()..rest.end;
            let (tail, next) = self.split_tail(after);
            self.closed(verb, rest.start..at, &tail);
            match next {
                Some(next) => rest = next,
                None => return,
            }
        }
        self.open(verb, rest);
    }

    /// Divides what follows 等 into its tail and a second enumeration that has a 等 of its own
    /// (甲、乙等枢纽机场和丙、丁等支线机场). 城区道路及桥梁的新建、改建等工程 is a tail with an enumeration inside.
    fn split_tail(&self, after: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
        let Some(second) = enumeration::closing_deng(self.text, &after) else { return (after, None) };
        let between = self.text.of(&(after.start..second));
        for (at, _) in between.char_indices() {
            let joint =
                ["以及", "、", "及", "和", "与"].iter().find(|joint| between[at..].starts_with(**joint));
            let Some(joint) = joint else { continue };
            let things = noun::kind(&between[..at]).is_some_and(|kind| kind != Head::Action);
            if things && !between.contains('的') {
                let at = after.start + at;
                return (after.start..at, Some(at + joint.len()..after.end));
            }
        }
        (after, None)
    }

    /// What the words after 等 say.
    fn tail(&self, range: &Range<usize>) -> Tail {
        // A quoted tail (等“为企办实事”项目) is the label of a scheme.
        let text = self.text.of(range).trim();
        if text.contains(['“', '"']) || text.contains("于一体") {
            return Tail::Other;
        }
        let rest = self.without_closings(range);
        if rest.is_empty() {
            return if text.is_empty() { Tail::Bare } else { Tail::Works };
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
            // 等项目协同共建 speaks about projects, and names them no less than 等项目 alone if nothing comes between.
            None => Tail::Other,
        }
    }

    /// An enumeration closed by 等.
    fn closed(&mut self, verb: Verb, list: Range<usize>, tail: &Range<usize>) {
        let members = enumeration::members(self.text, list.clone(), verb);
        let kind = self.tail(tail);
        if verb == Verb::Support {
            return;
        }
        match kind {
            // 打造网络文学、微短剧等精品项目: products, if nothing says that they are built.
            Tail::Project if verb == Verb::Make => self.judge_all(members, Closing::Begun),
            Tail::Project if !noun::is_scheme(self.without_closings(tail)) => self.all_of(members),
            Tail::Project => self.judge_all(members, Closing::Begun),
            Tail::Programme if members.len() > 1 && verb != Verb::Make => self.all_of(members),
            Tail::Things if self.is_compound(&members, tail) => {
                let whole = list.start..tail.start + self.text.of(tail).trim_end().len();
                let whole = whole.start..self.without_closing(verb, whole).end;
                self.push(whole);
            }
            Tail::Works => {
                for member in members {
                    let name = self.text.of(&member.range);
                    let physical =
                        matches!(noun::kind(noun::without_actions(name)), Some(Head::Facility | Head::Infra));
                    if noun::is_specific(name) || (physical && member.verb == Verb::CarryOut) {
                        self.push(member.range);
                    }
                }
            }
            Tail::Things if noun::is_placed_kind(noun::without_actions(self.without_closings(tail))) => {
                self.places_of(members);
            }
            Tail::Things | Tail::Bare => self.judge_all(members, Closing::Built),
            Tail::Programme | Tail::Other => {}
        }
    }

    /// A tail without 建设, 前期工作.
    fn without_closings(&self, range: &Range<usize>) -> &str {
        let mut rest = self.text.of(range).trim();
        while let Some((len, ())) = CLOSING.suffix(rest) {
            rest = &rest[..rest.len() - len];
        }
        rest
    }

    /// 建设朔州、嘉兴等支线机场: each member is the place of one. 风电、光伏等能源基地 has no place among its members.
    fn places_of(&mut self, members: Vec<Member>) {
        let names = members.iter().map(|member| self.text.of(&member.range));
        let places = names.filter(|name| noun::is_specific(name)).count();
        let (bare, headed): (Vec<Member>, Vec<Member>) = members
            .into_iter()
            .partition(|member| places > 0 && noun::is_bare_place(self.text.of(&member.range)));
        for member in bare {
            self.push(member.range);
        }
        self.judge_all(headed, Closing::Built);
    }

    /// 建设算力机柜等关键设备生产线: what stands before 等 is made there, the thing itself stands after it.
    fn is_compound(&self, members: &[Member], tail: &Range<usize>) -> bool {
        let headless = |member: &Member| noun::kind(self.text.of(&member.range)).is_none();
        let tail = self.text.of(tail).trim();
        members.len() == 1
            && headless(&members[0])
            && noun::kind(tail) == Some(Head::Facility)
            && !tail.contains('的')
            && !noun::begins_class(tail)
            && ["生产线", "产线", "生产基地", "工厂", "储备库", "产业园"]
                .iter()
                .any(|end| tail.ends_with(end))
    }

    /// All members of an enumeration that calls them projects.
    fn all_of(&mut self, members: Vec<Member>) {
        let names = members.iter().map(|member| self.text.of(&member.range));
        if noun::are_fields(names) {
            return;
        }
        for member in members {
            if !noun::seeks_a_status(self.text.of(&member.range)) {
                self.push(member.range);
            }
        }
    }

    /// An object without 等.
    fn open(&mut self, verb: Verb, object: Range<usize>) {
        if let Some((list, tail)) = enumeration::weighted(self.text, &object) {
            if self.tail(&tail) == Tail::Project {
                let members = enumeration::members(self.text, list, verb);
                if members.len() > 1 {
                    self.all_of(members);
                }
            }
            return;
        }
        if let Some(inner) = self.pivot(verb, &object) {
            self.open(Verb::Build, inner);
            return;
        }
        if verb == Verb::Support {
            return;
        }
        let named = self.without_closing(verb, object.clone());
        let closing = closing(self.text.of(&(named.end..object.end)));
        let members = enumeration::members(self.text, named, verb);
        if members.len() > 1
            && members.iter().all(|m| noun::kind(self.text.of(&m.range)) == Some(Head::Programme))
        {
            self.all_of(members);
            return;
        }
        let mut pending: Vec<Member> = Vec::new();
        for member in members {
            if pending.last().is_some_and(|last| last.verb != member.verb) {
                self.judge_all(std::mem::take(&mut pending), closing);
            }
            let is_project = noun::kind(self.text.of(&member.range)) == Some(Head::Project);
            if !is_project {
                pending.push(member);
            } else if pending.is_empty() {
                if noun::names_a_project(self.text.of(&member.range)) {
                    self.push(member.range);
                }
            } else {
                self.shared_head(&std::mem::take(&mut pending), &member);
            }
        }
        self.judge_all(pending, closing);
    }

    /// Members without 工程 or 项目, and a last one with it, which may be theirs too.
    fn shared_head(&mut self, members: &[Member], last: &Member) {
        let name = self.text.of(&last.range);
        let plausible = |member: &Member| noun::is_plausible(self.text.of(&member.range));
        if !members.iter().all(plausible) {
            return;
        }
        let names: Vec<&str> = members.iter().map(|member| self.text.of(&member.range)).collect();
        let kinds = |wanted: &[Head]| {
            names.iter().all(|name| noun::kind(name).is_some_and(|kind| wanted.contains(&kind)))
        };
        if kinds(&[Head::Action, Head::Programme]) {
            // 道路改造、管网更新、绿化提升工程: each is a work of its own.
            for member in members {
                self.push(member.range.clone());
            }
            self.push(last.range.clone());
        } else if kinds(&[Head::Facility, Head::Infra, Head::Public])
            && noun::kind(noun::core(name)).is_some()
            || enumeration::are_parallel(names.iter().copied().chain([name]))
        {
            // 甲医院、乙医院项目; 老旧小区、老旧街区更新改造项目: the head is shared and left off.
            for member in members {
                self.push(member.range.clone());
            }
            let core = noun::core(name).len();
            self.push(last.range.start..last.range.start + core);
        } else if noun::names_a_project(name) {
            // 老旧住宅、公共建筑供热系统、围护结构节能提升工程: one work with three objects.
            self.push(members[0].range.start..last.range.end);
        }
    }

    /// Judges members one by one.
    fn judge_all(&mut self, members: Vec<Member>, closed: Closing) {
        let many = members.len() > 1;
        // 一批前沿中心和基础中心: what makes a class of the first makes one of all.
        if members.first().is_some_and(|member| noun::begins_class(self.text.of(&member.range))) {
            return;
        }
        // 东、中、西区域消防中心: one name in pieces.
        if members.iter().any(|member| self.text.of(&member.range).chars().count() < 2) {
            return;
        }
        let good: Vec<bool> = members.iter().map(|member| self.judge(member, closed, many)).collect();
        let count = good.iter().filter(|good| **good).count();
        let any = count > 0;
        // 建设甲博物馆、乙画院、丙剧院: a name of an unknown kind among many good ones.
        let unknown = count >= 2 && count * 2 >= good.len();
        for (member, good) in members.into_iter().zip(good) {
            let name = self.text.of(&member.range);
            // 建设甲村古寺、乙山、丙城遗址公园: an odd name among good ones.
            let odd = noun::kind(name).is_none() && noun::is_plausible(name) && !noun::is_administrative(name);
            let certain = (any || closed == Closing::Begun) && noun::is_specific(name);
            let builds = matches!(member.verb, Verb::Build | Verb::CarryOut | Verb::List);
            if good || odd && (certain || unknown && builds) {
                self.push(member.range);
            }
        }
    }

    /// Whether a member that no 工程 or 项目 calls a project is one.
    fn judge(&self, member: &Member, closed: Closing, many: bool) -> bool {
        let name = self.text.of(&member.range);
        let Some(kind) = noun::kind(name) else { return false };
        let verb = member.verb;
        if verb == Verb::Support || name.contains('的') || noun::begins_class(name) || noun::is_counted(name)
        {
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

    /// 推动市疾控中心建设区域实验室: the object of the inner verb is meant.
    fn pivot(&self, verb: Verb, object: &Range<usize>) -> Option<Range<usize>> {
        if !matches!(verb, Verb::Advance | Verb::Support) {
            return None;
        }
        let at = self.text.find_all(object.clone(), "建设").next()?;
        let inner = at + "建设".len()..object.end;
        let organisation = self.text.of(&(object.start..at));
        let acts = ["中心", "医院", "大学", "学院", "公司", "集团", "企业", "院", "所", "局"];
        let is_thing = noun::kind(self.text.of(&inner)) == Some(Head::Facility);
        (is_thing && acts.iter().any(|end| organisation.ends_with(end))).then_some(inner)
    }

    /// The object without 建设, 前期工作 and the like after the names. After 实施 and 建设 a closing 建设 belongs to the name
    /// (实施指挥中心建设), 建设工作 does not.
    fn without_closing(&self, verb: Verb, object: Range<usize>) -> Range<usize> {
        let text = self.text.of(&object);
        let mut rest = text.trim_end();
        // 谋划甲乙规划并开工建设: a second verb after the object.
        if let Some(at) = rest.rfind('并') {
            let (second, _) = govern(&rest[at + '并'.len_utf8()..]);
            if at > 0 && second.is_some() && !self.text.is_enclosed(object.start + at) {
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

    /// Takes a name in, without the quotes around it.
    fn push(&mut self, range: Range<usize>) {
        let range = enumeration::tidy(self.text, range);
        let name = self.text.of(&range);
        let repeats = self.item_name.contains(name);
        if name.chars().count() >= 2 && !repeats {
            self.found.push(range);
        }
    }
}

/// What the words between an object and the end of its clause say.
fn closing(text: &str) -> Closing {
    if ["前期", "开工", "投用", "投产"].iter().any(|word| text.contains(word)) {
        Closing::Begun
    } else if text.contains("建设") || text.contains("实施") || text.contains("落地") {
        Closing::Built
    } else {
        Closing::None
    }
}

/// The governing verb at the head of a clause, and where its object begins.
fn govern(text: &str) -> (Option<Verb>, usize) {
    let (mut verb, mut end) = (None, 0);
    let mut at = 0;
    while let Some((len, next)) = VERBS.prefix(&text[at..]) {
        let after = &text[at + len..];
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
