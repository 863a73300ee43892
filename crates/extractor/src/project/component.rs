//! The concrete projects that a description names one by one.
//!
//! In: the text of a project's description. Out: byte ranges of the names in it, in order and disjoint. A small grammar:
//! a sentence divides into clauses, a clause has a governing verb (实施, 推进, 建设, 打造) and an object, the object is an
//! enumeration with or without a tail (等重点项目建设). The verb, the tail and the last word of each member decide
//! together whether the members are projects: 推进甲医院、乙学校等项目建设 names two, 推进产业升级、民生改善 none.
//! Knows nothing of boxes, tables and records.

use std::ops::Range;

use super::clause::{Divided, Sep};
use super::counted;
use super::enumeration::{self, Member};
use super::govern::{self, Closing};
use super::judge;
use super::lexicon::{Head, VERBS, Verb};
use super::noun;
use super::tail::{self, Tail};

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
    // Names may fill sentence after sentence: 甲大桥；乙隧道；丙医院二期。
    let mut names = Names::default();
    for (sentence, _) in text.split(0..description.len(), &[Sep::Stop]) {
        if text.of(&sentence).trim().is_empty() {
            continue;
        }
        if !finder.names(&sentence, &mut names) {
            finder.take(&mut names);
            finder.sentence(sentence);
        }
    }
    finder.take(&mut names);
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
    range: Range<usize>,
    verb: Option<Verb>,
    object: Range<usize>,
    /// The mark that ends it.
    sep: Option<Sep>,
}

/// Names found in sentences without verbs.
#[derive(Default)]
struct Names {
    members: Vec<Member>,
    /// Phrases before a colon (重点项目：).
    heads: Vec<Range<usize>>,
    /// A number stands before them (（1）滨江大桥), or a head that calls them projects.
    certain: bool,
}

struct Finder<'d, 't> {
    text: &'d Divided<'t>,
    item_name: &'d str,
    found: Vec<Range<usize>>,
}

impl Finder<'_, '_> {
    /// Adds a sentence that is nothing but names to `names`; false for any other sentence.
    fn names(&self, sentence: &Range<usize>, names: &mut Names) -> bool {
        let mut clauses = self.clauses(sentence.clone());
        // 甲桥、乙路，总投资8亿元，2027年前建成: what is told of the works behind their names.
        while clauses.len() > 1 && clauses.last().is_some_and(|clause| self.tells_figures(clause)) {
            clauses.pop();
        }
        if clauses.iter().any(|clause| clause.verb.is_some()) {
            return false;
        }
        let mut members = Vec::new();
        for clause in clauses.iter().filter(|clause| clause.sep != Some(Sep::Colon)) {
            let mut list = clause.object.clone();
            if let Some(at) = enumeration::closing_deng(self.text, &list) {
                let tail = tail::of(self.text.of(&(at + "等".len()..list.end)));
                if matches!(tail, Tail::Other | Tail::Works | Tail::Programme) {
                    return false;
                }
                list.end = at;
            }
            members.extend(enumeration::members(self.text, list, Verb::List));
        }
        let name = |member: &Member| self.text.of(&member.range);
        let good = members.iter().filter(|member| judge::is_listed_name(name(member))).count();
        // Other text without verbs (目标值：5%) has no such names; a list may hold one that ends oddly.
        // 新建项目：北岸学校、体育公园: the head calls all of them projects.
        let called = clauses.iter().any(|clause| self.calls_projects(clause));
        let enough = called || good > 0 && good * 4 >= members.len() * 3;
        if !enough || !members.iter().all(|member| noun::is_plausible(name(member))) {
            return false;
        }
        let heads = clauses.iter().filter(|clause| clause.sep == Some(Sep::Colon));
        names.heads.extend(heads.map(|clause| clause.object.clone()));
        names.certain |= called;
        names.certain |= clauses.first().is_some_and(|clause| clause.object.start > sentence.start);
        names.members.append(&mut members);
        true
    }

    /// Whether a clause says what works cost or when they are done: 总投资8亿元, 其中中央投资2亿元, 2027年前建成.
    fn tells_figures(&self, clause: &Clause) -> bool {
        let start = self.text.of(&clause.range).trim();
        let has_number = start.contains(|c: char| c.is_ascii_digit());
        let of_money = [
            "总投资",
            "投资",
            "计划投资",
            "计划总投资",
            "估算投资",
            "估算总投资",
            "动态投资",
            "概算",
            "其中",
        ];
        let done = ["建成", "完工", "竣工", "投用", "投产", "建成投用", "建成投产"];
        let is_done = enumeration::preamble(start) > 0 && done.iter().any(|word| start.ends_with(word));
        has_number
            && (of_money.iter().any(|word| start.starts_with(word)) || is_done && start.chars().count() <= 14)
    }

    /// Takes the names in, if they are a list, or one that says that it is a project: 滨江大道 alone may be anything.
    fn take(&mut self, names: &mut Names) {
        let Names { members, heads, certain } = std::mem::take(names);
        let is_project = |member: &Member| noun::kind(self.text.of(&member.range)) == Some(Head::Project);
        if members.len() > 1 || certain || members.iter().any(is_project) {
            for member in members {
                self.push(member.range);
            }
            for head in heads {
                self.headed_by_name(&head);
            }
        }
    }

    /// 重点项目：, 续建工程：: what follows the colon are projects.
    fn calls_projects(&self, clause: &Clause) -> bool {
        let head = self.text.of(&clause.object);
        clause.sep == Some(Sep::Colon)
            && noun::kind(head) == Some(Head::Project)
            && !noun::names_a_project(head)
    }

    fn clauses(&self, sentence: Range<usize>) -> Vec<Clause> {
        let parts = self.text.split(sentence, &[Sep::Comma, Sep::Colon]);
        parts.into_iter().map(|(range, sep)| self.clause(range, sep)).collect()
    }

    fn sentence(&mut self, sentence: Range<usize>) {
        let clauses = self.clauses(sentence);
        if clauses.iter().all(|clause| clause.verb.is_none()) {
            // 甲河治理工程：堤防3公里: a name and what is to be said of it.
            for clause in clauses.iter().filter(|clause| clause.sep == Some(Sep::Colon)) {
                self.headed_by_name(&clause.object);
            }
            return;
        }
        // A clause without a verb goes on with the enumeration of the clause before it:
        // 建设甲中心、乙中心，丙中心、丁中心等.
        let mut carried = None;
        for clause in clauses {
            match clause.verb {
                None if clause.sep == Some(Sep::Colon) => {
                    self.headed_by_name(&clause.object);
                    carried = Some(Verb::List);
                }
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
        let (verb, at) = govern::govern(self.text.of(&(start..range.end)));
        Clause { verb, object: start + at..range.end, sep, range }
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
        enumeration::members(self.text, list, Verb::List)
            .iter()
            .all(|member| judge::is_listed_name(self.text.of(&member.range)))
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
            if tail::of(self.text.of(&tail)) == Tail::Project {
                self.closed(Verb::Build, list.start..deng, &tail);
            }
        }
    }

    /// The object of a governing verb: one enumeration, or several (甲、乙等工程和丙、丁等项目).
    fn object(&mut self, verb: Verb, object: Range<usize>) {
        let (verb, object) = match govern::pivot(self.text, verb, &object) {
            Some(inner) => (Verb::Build, inner),
            None => (verb, object),
        };
        let mut rest = object;
        while let Some(at) = enumeration::closing_deng(self.text, &rest) {
            let after = at + "等".len()..rest.end;
            let (tail, next) = tail::split(self.text, after);
            self.closed(verb, rest.start..at, &tail);
            match next {
                Some(next) => rest = next,
                None => return,
            }
        }
        match counted::closed(self.text, &rest, verb) {
            Some((members, tail)) => self.counted(verb, rest.start, members, &tail),
            None => self.open(verb, rest),
        }
    }

    /// 余庆、正安两个通用机场: as many places as there are to be things of the kind.
    fn counted(&mut self, verb: Verb, start: usize, members: Vec<Member>, tail: &Range<usize>) {
        let kind = noun::without_actions(tail::without_closings(self.text.of(tail)));
        let bare = |member: &Member| noun::is_bare_place(self.text.of(&member.range));
        if verb.governs() && noun::is_placed_kind(kind) && members.iter().all(bare) {
            for member in members {
                self.push(member.range);
            }
        } else {
            self.closed_members(verb, start, members, tail);
        }
    }

    /// An enumeration closed by 等.
    fn closed(&mut self, verb: Verb, list: Range<usize>, tail: &Range<usize>) {
        let members = enumeration::members(self.text, list.clone(), verb);
        self.closed_members(verb, list.start, members, tail);
    }

    /// The members of an enumeration that begins at `start`, and what stands behind 等 or the count that closes it.
    fn closed_members(&mut self, verb: Verb, start: usize, members: Vec<Member>, tail: &Range<usize>) {
        let tail_text = self.text.of(tail);
        let kind = tail::of(tail_text);
        if verb == Verb::Support {
            return;
        }
        match kind {
            // 打造网络文学、微短剧等精品项目: products, if nothing says that they are built.
            Tail::Project if verb == Verb::Make => self.judge_all(members, Closing::Begun),
            Tail::Project if !noun::is_scheme(tail::without_closings(tail_text)) => self.all_of(members),
            Tail::Project => self.judge_all(members, Closing::Begun),
            Tail::Programme if members.len() > 1 && verb != Verb::Make => self.all_of(members),
            Tail::Things if self.is_compound(&members, tail_text) => {
                let whole = start..tail.start + self.text.of(tail).trim_end().len();
                let whole = whole.start..govern::without_closing(self.text, verb, whole).end;
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
            Tail::Things
                if noun::is_placed_kind(noun::without_actions(tail::without_closings(tail_text))) =>
            {
                self.places_of(members);
            }
            Tail::Things | Tail::Bare => self.judge_all(members, Closing::Built),
            Tail::Programme | Tail::Other => {}
        }
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
    fn is_compound(&self, members: &[Member], tail: &str) -> bool {
        let headless = |member: &Member| noun::kind(self.text.of(&member.range)).is_none();
        let tail = tail.trim();
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
            if tail::of(self.text.of(&tail)) == Tail::Project {
                let members = enumeration::members(self.text, list, verb);
                if members.len() > 1 {
                    self.all_of(members);
                }
            }
            return;
        }
        if verb == Verb::Support {
            return;
        }
        let named = govern::without_closing(self.text, verb, object.clone());
        let closing = govern::closing(self.text.of(&(named.end..object.end)));
        let members = enumeration::members(self.text, named, verb);
        if members.len() > 1
            && members.iter().all(|m| noun::kind(self.text.of(&m.range)) == Some(Head::Programme))
        {
            self.all_of(members);
            return;
        }
        let is_project = |member: &Member| noun::kind(self.text.of(&member.range)) == Some(Head::Project);
        // 甲码头、乙站扩建工程、丙航道二期工程: several have a head of their own, so that none shares it.
        let own_heads = members.iter().filter(|&member| is_project(member)).count() > 1;
        let mut pending: Vec<Member> = Vec::new();
        for member in members {
            if pending.last().is_some_and(|last| last.verb != member.verb) {
                self.judge_all(std::mem::take(&mut pending), closing);
            }
            if !is_project(&member) {
                pending.push(member);
            } else if pending.is_empty() || own_heads && self.are_things(&pending) {
                self.judge_all(std::mem::take(&mut pending), closing);
                if noun::names_a_project(self.text.of(&member.range)) {
                    self.push(member.range);
                }
            } else {
                self.shared_head(&std::mem::take(&mut pending), &member);
            }
        }
        self.judge_all(pending, closing);
    }

    /// 甲码头、乙大桥: things that are built, by their last words.
    fn are_things(&self, members: &[Member]) -> bool {
        let kind = |member: &Member| noun::kind(self.text.of(&member.range));
        members.iter().all(|member| matches!(kind(member), Some(Head::Facility | Head::Infra | Head::Public)))
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
        // 甲作业区、乙港区二期工程: 工程 belongs to the stage of the last one.
        let has_stage = noun::without_project(name).ends_with('期');
        if kinds(&[Head::Action, Head::Programme])
            || has_stage && !names.iter().any(|name| name.ends_with('期'))
        {
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
        } else if names.iter().all(|name| noun::is_specific(name)) {
            // 华龙一号、闽粤联网、川渝高压交流工程: each has a name of its own; 工程 is shared.
            for member in members {
                self.push(member.range.clone());
            }
            let len = noun::without_project(name).len();
            self.push(last.range.start..last.range.start + len);
        } else if names.iter().all(|name| noun::kind(name).is_some()) {
            // 甲江航道整治、乙枢纽、丙江航运工程: works of different kinds.
            for member in members {
                self.push(member.range.clone());
            }
            self.push(last.range.clone());
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
        let good: Vec<bool> = members
            .iter()
            .map(|member| judge::is_project(self.text.of(&member.range), member.verb, closed, many))
            .collect();
        let count = good.iter().filter(|good| **good).count();
        let any = count > 0;
        // 建设甲博物馆、乙画院、丙剧院: a name of an unknown kind among many good ones.
        let unknown = count >= 2 && count * 2 >= good.len();
        // 宁远、安溪机场: the kind of the last one is that of all, which are told by their places.
        let placed = many && share_a_kind(self.text, &members);
        for (member, good) in members.into_iter().zip(good) {
            let name = self.text.of(&member.range);
            // 建设甲村古寺、乙山、丙城遗址公园: an odd name among good ones.
            let odd =
                noun::kind(name).is_none() && noun::is_plausible(name) && !noun::is_administrative(name);
            let certain = (any || closed == Closing::Begun) && noun::is_specific(name);
            let builds = matches!(member.verb, Verb::Build | Verb::CarryOut | Verb::List);
            if good || odd && (certain || unknown && builds || placed && builds) {
                self.push(member.range);
            }
        }
    }

    /// Takes a name in, without the quotes around it.
    fn push(&mut self, range: Range<usize>) {
        let range = enumeration::without_figures(self.text, enumeration::tidy(self.text, range));
        let name = self.text.of(&range);
        let repeats = self.item_name.contains(name);
        if name.chars().count() >= 2 && !repeats {
            self.found.push(range);
        }
    }
}

/// 青云、白石抽水蓄能电站: short proper names, and a last one that ends with the kind of them all.
fn share_a_kind(text: &Divided<'_>, members: &[Member]) -> bool {
    let Some((last, others)) = members.split_last() else { return false };
    let name = |member: &Member| text.of(&member.range);
    let is_proper = |member: &Member| noun::is_proper_name(name(member));
    noun::placed_name(name(last)).is_some_and(noun::is_proper_name) && others.iter().all(is_proper)
}
