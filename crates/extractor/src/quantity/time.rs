//! Years and plan periods inside a sentence: 到2030年, 2021—2025年, “十五五”末, 规划期末, 5年累计, 每年.
//!
//! What enters is a text, a byte position and the plan's own years; what leaves is the stretch of the time and what it
//! says. Only times that a sentence's numbers may hang on are known here, no full dates of issue.

use std::sync::LazyLock;

use gangyao_model::Period;
use gangyao_normaliser::value::numeral;
use gangyao_normaliser::value::words::{Prefixes, Suffixes};

use super::Context;
use super::words::{self, Opening};

/// What a time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// 到2030年, “十五五”末.
    Year(u16),
    /// 2021—2025年, “十五五”期间, 5年累计.
    Span {
        /// First year.
        start: u16,
        /// Last year.
        end: u16,
    },
    /// 每年: no year of its own.
    Every,
}

impl When {
    /// The year that a number with this time is told for.
    pub(super) const fn year(self) -> Option<u16> {
        match self {
            Self::Year(year) | Self::Span { end: year, .. } => Some(year),
            Self::Every => None,
        }
    }

    /// The years that a number with this time sums over.
    pub(super) fn period(self) -> Option<Period> {
        match self {
            Self::Span { start, end } => Some(Period { ordinal: ordinal_of(start, end), start, end }),
            _ => None,
        }
    }
}

/// A time in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeToken {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What it says; `None` for a day, a month, or a time that only compares (较2020年).
    pub(super) when: Option<When>,
}

/// The years of the n-th five-year plan; the first two were followed by a gap, so only the sixth (1981) and later count.
const fn plan_years(ordinal: u64) -> Option<(u16, u16)> {
    match ordinal {
        6..=30 => {
            let start = 1981 + 5 * (ordinal as u16 - 6);
            Some((start, start + 4))
        }
        _ => None,
    }
}

fn ordinal_of(start: u16, end: u16) -> Option<u8> {
    (6..=30).find(|&n| plan_years(n) == Some((start, end))).and_then(|n| u8::try_from(n).ok())
}

/// What may follow 年 and belongs to the time.
static YEAR_TAILS: LazyLock<Prefixes<'static, ()>> = LazyLock::new(|| {
    let tails = ["年底前", "年末前", "年年底", "年年末", "年底", "年末", "年前", "年初", "年度", "年"];
    Prefixes::new(tails.map(|tail| (tail, ())))
});

/// A time of Arabic digits at byte `at`: a year, a span of years, a month, a day.
pub(super) fn digits_at(text: &str, at: usize, sentence: usize) -> Option<TimeToken> {
    let rest = &text[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if let Some((year, end)) = year_digits(rest)
        && let Some(token) = year_at(text, at, at + end, year, sentence)
    {
        return Some(token);
    }
    if (1..=2).contains(&digits) {
        return month_or_day(text, at, digits);
    }
    None
}

/// 二〇三五年, 二○○五年: a year of four Chinese digits at byte `at`.
pub(super) fn chinese_year_at(text: &str, at: usize, sentence: usize) -> Option<TimeToken> {
    let mut end = at;
    let mut year = 0;
    for c in text[at..].chars().take(4) {
        year = year * 10 + u16::try_from(numeral::digit(c)?).ok()?;
        end += c.len_utf8();
    }
    let is_year = (1900..=2100).contains(&year) && text[end..].starts_with('年');
    is_year.then(|| year_at(text, at, end, year, sentence))?
}

/// Four digits that are a year, and where they end; a text dump may set them apart (2 0 0 5年).
fn year_digits(rest: &str) -> Option<(u16, usize)> {
    let bytes = rest.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 4 {
        return Some((plausible_year(&rest[..4])?, 4));
    }
    let apart = digits == 1
        && (1..7).all(|at| match bytes.get(at) {
            Some(b' ') => at % 2 == 1,
            Some(byte) => at % 2 == 0 && byte.is_ascii_digit(),
            None => false,
        })
        && !bytes.get(7).is_some_and(u8::is_ascii_digit);
    let year = || [0, 2, 4, 6].iter().fold(0u16, |year, &at| year * 10 + u16::from(bytes[at] - b'0'));
    apart.then(year).filter(|year| (1900..=2100).contains(year)).map(|year| (year, 7))
}

fn year_at(text: &str, at: usize, digits_end: usize, first: u16, sentence: usize) -> Option<TimeToken> {
    let after = text[digits_end..].trim_start();
    let from = text.len() - after.len();
    if let Some((second, end)) = span_end(text, from) {
        let span = (first < second).then_some(When::Span { start: first, end: second })?;
        return Some(TimeToken { start: at, end, when: compared(text, sentence, at, end).then_some(span) });
    }
    if let Some(list) = list_end(after) {
        let end = from + list;
        let when = compared(text, sentence, at, end).then_some(When::Year(first));
        return Some(TimeToken { start: at, end: digits_end, when });
    }
    let (tail, ()) = YEAR_TAILS.longest(after)?;
    let mut end = from + tail;
    if let Some(date) = month_from(text, end) {
        end = date;
    }
    Some(TimeToken { start: at, end, when: compared(text, sentence, at, end).then_some(When::Year(first)) })
}

/// 2023、2024、2025年: where a list of years ends whose 年 stands behind the last one; `text` is what follows the first.
fn list_end(text: &str) -> Option<usize> {
    let mut rest = text;
    for _ in 0..LONGEST_LIST {
        rest = rest.strip_prefix(['、', '和', '及', '与'])?;
        plausible_year(rest.get(..4)?)?;
        rest = &rest[4..];
        if rest.starts_with('年') {
            return Some(text.len() - rest.len() + '年'.len_utf8());
        }
    }
    None
}

/// Years in a list of which only the last has its 年.
const LONGEST_LIST: usize = 10;

fn plausible_year(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|year| (1900..=2100).contains(year))
}

/// 2021—2025年, 2021年至2025年: the second year and where it ends.
fn span_end(text: &str, from: usize) -> Option<(u16, usize)> {
    let rest = text[from..].strip_prefix('年').unwrap_or(&text[from..]).trim_start();
    let rest = rest
        .strip_prefix("——")
        .or_else(|| rest.strip_prefix(['—', '-', '–', '－', '～', '~', '至', '到']))?;
    let rest = rest.trim_start();
    let year = plausible_year(rest.get(..4)?)?;
    let rest = rest[4..].trim_start();
    let (tail, ()) = YEAR_TAILS.longest(rest)?;
    Some((year, text.len() - rest.len() + tail))
}

/// Words before a time that is only compared with.
static COMPARED_BEFORE: LazyLock<Suffixes<'static, ()>> = LazyLock::new(|| {
    let words = [
        "较",
        "比",
        "相比",
        "相较",
        "相较于",
        "对比",
        "自",
        "始于",
        "从",
        "由",
        "起于",
        "与",
        "创建于",
        "超过",
        "高于",
        "低于",
    ];
    Suffixes::new(words.map(|word| (word, ())))
});

/// Words behind such a time.
static COMPARED_AFTER: LazyLock<Prefixes<'static, ()>> = LazyLock::new(|| {
    let words = [
        "以来",
        "起",
        "水平",
        "相比",
        "版",
        "峰会",
        "世界",
        "全国",
        "大会",
        "度",
        "基础上",
        "的基础上",
        "价格",
        "不变价",
        "可比价",
        "远景目标",
        "远景规划",
    ];
    Prefixes::new(words.map(|word| (word, ())))
});

/// 较2020年, 比2020年, 2012年以来: a time to compare with is none that a number hangs on.
fn compared(text: &str, sentence: usize, start: usize, end: usize) -> bool {
    let before = text[sentence..start].trim_end();
    let after = text[end..].trim_start();
    let by_before = COMPARED_BEFORE.longest(before).is_some();
    let by_after = COMPARED_AFTER.longest(after).is_some();
    // 是2015年的3.75倍 compares too.
    let multiple_of = after.starts_with('的')
        && ["是", "为", "相当于", "恢复到", "恢复至"].iter().any(|word| before.ends_with(word));
    !(by_before || by_after || multiple_of)
}

fn month_or_day(text: &str, at: usize, digits: usize) -> Option<TimeToken> {
    let rest = text[at + digits..].trim_start();
    let from = text.len() - rest.len();
    let number: u8 = text[at..at + digits].parse().ok()?;
    if rest.starts_with('月') && number <= 12 {
        return Some(TimeToken { start: at, end: month_from(text, at)?, when: None });
    }
    // 1—11月
    if let Some(second) = rest.strip_prefix(['—', '-', '–', '～', '~', '至'])
        && number <= 12
    {
        let from = text.len() - second.trim_start().len();
        return month_from(text, from).map(|end| TimeToken { start: at, end, when: None });
    }
    let is_day = rest.starts_with('日') && number <= 31 && !rest.starts_with("日均");
    is_day.then(|| TimeToken { start: at, end: from + '日'.len_utf8(), when: None })
}

/// 10月28日, 10月: where it ends.
fn month_from(text: &str, from: usize) -> Option<usize> {
    let number = |from: usize| {
        let start = text.len() - text[from..].trim_start().len();
        let digits = text[start..].bytes().take(3).take_while(u8::is_ascii_digit).count();
        let after = text[start + digits..].trim_start();
        (1..=2).contains(&digits).then(|| (after, text.len() - after.len()))
    };
    let (after, at) = number(from)?;
    let month_end = after.starts_with('月').then(|| at + '月'.len_utf8())?;
    match number(month_end) {
        Some((after, at)) if after.starts_with('日') => Some(at + '日'.len_utf8()),
        _ => Some(month_end),
    }
}

/// What follows the name of a plan period: the span, or its last year.
static PERIOD_TAILS: LazyLock<Prefixes<'static, bool>> = LazyLock::new(|| {
    Prefixes::new([
        ("规划期末", true),
        ("时期末", true),
        ("期末", true),
        ("末期", true),
        ("末", true),
        ("收官之年", true),
        ("收官", true),
        ("规划期间", false),
        ("规划期", false),
        ("时期", false),
        ("期间", false),
        ("以来", false),
        ("累计", false),
        ("前", false),
        ("，", false),
    ])
});

/// The name of a plan period at byte `at`: “十五五”末, 十四五时期. `quote` is where its opening quote stands, if any.
pub(super) fn plan_at(text: &str, at: usize, sentence: usize) -> Option<TimeToken> {
    let quoted = text[..at].ends_with(['“', '"', '「', '『', '‘']);
    let numerals = text[at..].chars().take_while(|&c| numeral::is_chinese_numeral(c)).take(4);
    let name = &text[at..at + numerals.map(char::len_utf8).sum::<usize>()];
    let plain = name.strip_suffix('五').filter(|n| !n.is_empty())?;
    // 十五 alone is the tenth plan, 十五五 the fifteenth.
    let (start, end) = plan_years(numeral::integer(plain)?)?;
    let mut at_end = at + name.len();
    let mut rest = &text[at_end..];
    if quoted {
        rest = rest.strip_prefix(['”', '"', '」', '』', '’', '“'])?;
        at_end = text.len() - rest.len();
    }
    let from = if quoted { at - text[..at].chars().next_back().map_or(0, char::len_utf8) } else { at };
    let Some((tail, last)) = PERIOD_TAILS.longest(rest).map(|(len, last)| (&rest[..len], last)) else {
        return quoted.then_some(TimeToken { start: from, end: at_end, when: None });
    };
    if tail != "累计" && tail != "，" {
        at_end += tail.len();
    }
    let when = if last { When::Year(end) } else { When::Span { start, end } };
    let before = text[sentence..from].trim_end();
    let multiple_of = text[at_end..].starts_with('的')
        && ["是", "为", "相当于", "恢复到", "恢复至"].iter().any(|word| before.ends_with(word));
    let compares = multiple_of
        || ["较", "比", "与", "同", "相比", "超过", "高于", "低于"].iter().any(|word| before.ends_with(word));
    Some(TimeToken { start: from, end: at_end, when: (!compares).then_some(when) })
}

/// Words that name a time by the plan: the word, and which time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relative {
    /// The plan's last year.
    PlanEnd,
    /// The plan's years.
    Plan,
    /// The years of the plan before.
    Former,
    /// 五年 before a verb: the plan's years, or those of the plan before where the passage looks back.
    Five,
    /// 三年 before a verb, in a plan of three years.
    Three,
    /// The year before the plan's first.
    LastYear,
    /// The plan's first year, in a yearly document.
    ThisYear,
    /// Every year.
    Every,
}

/// The words of relative times.
static RELATIVE: LazyLock<Prefixes<'static, Relative>> = LazyLock::new(|| {
    Prefixes::new([
        ("规划期末", Relative::PlanEnd),
        ("规划期内", Relative::Plan),
        ("规划期间", Relative::Plan),
        ("期末", Relative::PlanEnd),
        ("未来五年", Relative::Plan),
        ("今后五年", Relative::Plan),
        ("未来5年", Relative::Plan),
        ("今后5年", Relative::Plan),
        ("五年后", Relative::PlanEnd),
        ("过去五年", Relative::Former),
        ("过去5年", Relative::Former),
        ("五年", Relative::Five),
        ("5年", Relative::Five),
        ("三年", Relative::Three),
        ("3年", Relative::Three),
        ("五年来", Relative::Former),
        ("5年来", Relative::Former),
        ("5 年来", Relative::Former),
        ("近五年", Relative::Former),
        ("近5年", Relative::Former),
        ("5年累计", Relative::Former),
        ("5 年累计", Relative::Former),
        ("五年累计", Relative::Former),
        ("五年间", Relative::Former),
        ("5年间", Relative::Former),
        ("过去一年", Relative::LastYear),
        ("一年来", Relative::LastYear),
        ("去年底", Relative::LastYear),
        ("去年末", Relative::LastYear),
        ("去年", Relative::LastYear),
        ("今年", Relative::ThisYear),
        ("新的一年", Relative::ThisYear),
        ("每年度", Relative::Every),
        ("每年", Relative::Every),
        ("每季度", Relative::Every),
        ("每月", Relative::Every),
        ("逐年", Relative::Every),
        ("每届", Relative::Every),
    ])
});

/// A time told by the plan at byte `at`. In a passage that looks ahead, 五年累计 is the plan's own years.
pub(super) fn relative_at(text: &str, at: usize, context: &Context<'_>, ahead: bool) -> Option<TimeToken> {
    let rest = &text[at..];
    let (len, relative) = RELATIVE.longest(rest)?;
    let word = &rest[..len];
    let span = |period: Option<Period>| period.map(|p| When::Span { start: p.start, end: p.end });
    let plan = context.period;
    let when = match relative {
        Relative::PlanEnd => plan.map(|p| When::Year(p.end)),
        Relative::Plan => span(context.coming()),
        Relative::Five | Relative::Three if !opens_a_clause(&text[..at], &rest[len..]) => return None,
        // 三年 is the plan's time where the plan has three years.
        Relative::Three => span(Some(plan.filter(|plan| ahead && plan.end == plan.start + 2)?)),
        Relative::Five if ahead => span(context.coming()),
        Relative::Five => span(context.former()),
        Relative::Former if ahead && word.ends_with("累计") => span(context.coming()),
        Relative::Former => span(context.former()),
        Relative::LastYear => context.base_year().map(When::Year),
        Relative::ThisYear => context.base_year().map(|year| When::Year(year + 1)),
        Relative::Every => Some(When::Every),
    };
    // 每月85元 is a rate that holds for the year of the sentence.
    if word == "每月" && rest[len..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // 平均每年增长8% is the mean of the years that the sentence tells of.
    let when = when.filter(|_| !(relative == Relative::Every && text[..at].ends_with("平均")));
    // 比去年 and 较去年 compare.
    let compares = ["比", "较", "与"].iter().any(|cue| text[..at].ends_with(cue));
    let end = at + word.strip_suffix("累计").unwrap_or(word).len();
    Some(TimeToken { start: at, end, when: when.filter(|_| !compares) })
}

/// ，五年新增耕地6万亩: the years stand at a clause's beginning, and what is done in them behind.
fn opens_a_clause(before: &str, after: &str) -> bool {
    let begins =
        before.is_empty() || before.ends_with(['，', '。', '；', '：', ',', ';', ':', '\n', '\u{3000}']);
    let after = ["滚动", "共计", "合计", "累计", "共"]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    if begins && after.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let planned = after.strip_prefix("计划");
    let acts =
        |verb: &str| matches!(words::opening(verb), Some((_, Opening::Lead | Opening::Gain | Opening::Loss)));
    // 五年计划投资 plans to invest; 五年计划 is a plan.
    if planned.is_some_and(|verb| verb.starts_with("总投资") || verb.starts_with("投资") || acts(verb)) {
        return begins;
    }
    begins && acts(after) && !["规划", "计划", "行动"].iter().any(|noun| after.starts_with(noun))
}

/// Characters that a relative time may begin with; a scanner stops only at these.
pub(super) const RELATIVE_BEGIN: &str = "规期未今五过近去一新每逐5";
