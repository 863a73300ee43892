//! Whether a number has happened, is intended, or neither.
//!
//! What enters is the headings that the paragraph stands under, a sentence's beginning and the time of a number; what
//! leaves is the stance. The numbers themselves play no part.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use gangyao_model::{Kind, Stance};
use gangyao_normaliser::value::words::Prefixes;

use super::Context;
use super::time::When;

/// The words of one place (`heading`, `opening`, `clause`) of the table, and whether they look back.
fn words(place: &str) -> impl Iterator<Item = (&'static str, bool)> {
    let table = include_str!("../../data/quantity_stance.tsv");
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.filter_map(move |line| {
        let mut fields = line.split('\t');
        let mut field = || fields.next().expect("quantity_stance.tsv: word, place, direction");
        let (word, of, direction) = (field(), field(), field());
        (of == place).then_some((word, direction == "back"))
    })
}

/// Words of headings in one automaton: it tells which of them stand in a text.
struct Cues {
    automaton: AhoCorasick,
    /// For each word, whether it looks back.
    back: Vec<bool>,
}

impl Cues {
    /// Whether a word that looks back stands in the text, and one that looks ahead.
    fn both(&self, text: &str) -> (bool, bool) {
        self.automaton.find_iter(text).fold((false, false), |(back, ahead), found| {
            let is_back = self.back[found.pattern().as_usize()];
            (back || is_back, ahead || !is_back)
        })
    }
}

/// Words of headings.
static HEADINGS: LazyLock<Cues> = LazyLock::new(|| {
    let (words, back): (Vec<_>, Vec<_>) = words("heading").unzip();
    let automaton = AhoCorasick::new(words).expect("a short list of words makes an automaton");
    Cues { automaton, back }
});

/// Openings of sentences that turn a whole paragraph.
static OPENINGS: LazyLock<Prefixes<'_, bool>> = LazyLock::new(|| Prefixes::new(words("opening")));

/// Words of intention in a number's clause.
static INTENTIONS: LazyLock<Prefixes<'_, bool>> = LazyLock::new(|| Prefixes::new(words("clause")));

/// The stance of the first word that stands in the text.
fn first(words: &Prefixes<'_, bool>, text: &str) -> Option<Stance> {
    let (.., is_back) = words.first_in(text)?;
    Some(if is_back { Stance::Achieved } else { Stance::Target })
}

/// The stance of a paragraph before any word of it is read: the innermost heading that tells.
pub(super) fn of_headings(context: &Context<'_>) -> Stance {
    for heading in context.path.iter().rev() {
        let year = year_of(heading);
        let (back, ahead) = HEADINGS.both(heading);
        let back = back || year.is_some() && year == context.base_year();
        let ahead = ahead || year.is_some() && year == context.period.map(|period| period.start);
        match (back, ahead) {
            (true, false) => return Stance::Achieved,
            (false, true) => return Stance::Target,
            // 目标任务完成情况 looks back, 发展基础和总体要求 says nothing.
            (true, true) if ["完成", "回顾", "情况"].iter().any(|word| heading.contains(word)) => {
                return Stance::Achieved;
            }
            _ => {}
        }
    }
    if context.reached.is_some() {
        return Stance::Achieved;
    }
    match context.kind {
        Kind::WorkReport | Kind::Other => Stance::Achieved,
        Kind::OutlinePlan | Kind::SpecialPlan | Kind::Proposal | Kind::Notice => Stance::Target,
    }
}

/// The first year in a heading: 2026年重点工作.
fn year_of(heading: &str) -> Option<u16> {
    let at = heading.find(|c: char| c.is_ascii_digit())?;
    let digits = heading.get(at..at + 4)?;
    heading[at + 4..].starts_with('年').then(|| digits.parse().ok()).flatten()
}

/// How much of a sentence is its opening, in characters.
const OPENING: usize = 24;

/// The stance that a sentence's opening gives to it and to those behind it.
pub(super) fn of_opening(sentence: &str) -> Option<Stance> {
    // 72 bytes are 24 Han characters; a cut inside a character is moved back.
    first(&OPENINGS, &sentence[..sentence.floor_char_boundary(3 * OPENING)])
}

/// The stance that a time gives: what lies before the plan has happened, what lies in it is intended.
pub(super) fn of_time(when: Option<When>, context: &Context<'_>) -> Option<Stance> {
    let base = context.base_year()?.max(context.reached.unwrap_or(0));
    let year = when?.year()?;
    Some(if year <= base { Stance::Achieved } else { Stance::Target })
}

/// The stance that words of intention in a number's clause give; they decide where no heading and no time does.
pub(super) fn of_clause(clause: &str) -> Option<Stance> {
    first(&INTENTIONS, clause)
}

/// What a sentence's part grants: 对首次上规的企业给予20万元奖励 is a condition and a reward, no end that is aimed at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Granting {
    /// Where the part ends up to which something is granted.
    until: usize,
    /// Up to where no word of granting stands.
    searched: usize,
}

/// Words that grant, or take away.
static GRANTS: LazyLock<Prefixes<'_, ()>> = LazyLock::new(|| {
    const WORDS: [&str; 10] =
        ["奖励", "补助", "补贴", "奖补", "资助", "贴息", "奖金", "扣减", "罚款", "一次性给予"];
    Prefixes::new(WORDS.map(|word| (word, ())))
});

/// To whom it is granted.
const WHOM: [&str; 6] = ["对", "凡", "单个", "单户", "单家", "单项"];

impl Granting {
    /// Takes notice of a clause that begins at byte `at` of a sentence that ends at `end`.
    pub(super) fn enter(&mut self, text: &str, at: usize, end: usize) {
        if at < self.until || at < self.searched {
            return;
        }
        let sentence = &text[at..end];
        let to_whom = WHOM.iter().any(|whom| sentence.trim_start().starts_with(whom));
        let part = at + sentence.find(['；', ';']).unwrap_or(sentence.len());
        if !GRANTS.occurs_in(&text[at..part]) {
            self.searched = part;
        } else if to_whom {
            self.until = part;
        } else if let Some(len) = conditional(&text[at..part]) {
            self.until = at + len;
        }
    }

    /// True where something is granted at byte `at`.
    pub(super) const fn holds(self, at: usize) -> bool {
        at < self.until
    }
}

/// 首次入选百强的企业，给予一次性奖励50万元: a condition that ends with 的 and a noun, and what is given; how long both
/// are. 企业达到50家，给予补贴 has no condition.
fn conditional(part: &str) -> Option<usize> {
    let gives = |clause: &str| {
        ["给予", "一次性"].iter().any(|verb| clause.contains(verb)) && GRANTS.occurs_in(clause)
    };
    let first = part.find(['，', ',']).unwrap_or(part.len());
    if gives(&part[..first]) {
        return Some(first);
    }
    let behind = part[first..].trim_start_matches(['，', ',']);
    let second = behind.find(['，', ',']).unwrap_or(behind.len());
    let is_condition =
        part[..first].rfind('的').is_some_and(|at| part[at..first].chars().count() <= LONGEST_WHOM);
    (is_condition && gives(&behind[..second])).then(|| part.len() - behind.len() + second)
}

/// The longest noun of those to whom something is granted, in characters, with its 的.
const LONGEST_WHOM: usize = 7;

/// 按每百户不低于20平方米的标准补建: what something is measured by, no end that is aimed at.
pub(super) fn is_standard(clause: &str, after: &str) -> bool {
    let after = after.trim_start();
    let after =
        ["以上", "以下", "以内", "左右"].iter().find_map(|bound| after.strip_prefix(bound)).unwrap_or(after);
    let stretch = after.strip_prefix('的').unwrap_or(after);
    stretch.starts_with("标准") && clause.contains('按')
}
