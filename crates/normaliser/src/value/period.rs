//! Periods of plans: “十五五” ↔ 第十五个五年规划 ↔ 2026–2030, and what 规划期末 and 今后五年 mean in a plan.
//!
//! What enters is a title or an expression of time, what leaves is a [`Period`]. 十五 alone is a number: it names the
//! tenth plan only in quotes or before 计划, 规划, 时期 and the like.

use std::ops::Range;

use gangyao_model::Period;

use super::numeral::{self, integer};

/// The last ordinal that can be meant: the twentieth plan begins in 2051.
const LAST: u8 = 20;

/// The years of the national plan with this ordinal.
///
/// ```
/// use gangyao_normaliser::value::period::five_year;
/// let plan = five_year(15).unwrap();
/// assert_eq!((plan.start, plan.end), (2026, 2030));
/// ```
#[must_use]
pub fn five_year(ordinal: u8) -> Option<Period> {
    let start = match ordinal {
        1 => 1953,
        2 => 1958,
        // 1963 to 1965 were years of adjustment, under no plan.
        3..=LAST => 1966 + 5 * (u16::from(ordinal) - 3),
        _ => return None,
    };
    Some(Period { ordinal: Some(ordinal), start, end: start + 4 })
}

/// The period that a title is about: its five-year plan, else the years printed in it.
///
/// ```
/// use gangyao_normaliser::value::period::plan_period;
/// let plan = plan_period("国民经济和社会发展第十四个五年规划和2035年远景目标纲要").unwrap();
/// assert_eq!((plan.ordinal, plan.start, plan.end), (Some(14), 2021, 2025));
/// let plan = plan_period("中医药发展战略规划纲要（2016—2030年）").unwrap();
/// assert_eq!((plan.ordinal, plan.start, plan.end), (None, 2016, 2030));
/// assert_eq!(plan_period("2026年政府工作报告"), None);
/// ```
#[must_use]
pub fn plan_period(text: &str) -> Option<Period> {
    let years = year_range(text).map(|(_, period)| period);
    let Some(plan) = ordinal(text).and_then(|(_, ordinal)| five_year(ordinal)) else {
        return years;
    };
    if is_law_education(text) {
        // Plans of legal education count on their own: the first ran from 1986 to 1990, the eighth from 2021 to 2025.
        let start = 1986 + 5 * (plan.ordinal.map_or(1, u16::from) - 1);
        return years.or(Some(Period { ordinal: None, start, end: start + 4 }));
    }
    match years {
        // 农业发展第三个五年规划（2021—2025年） is some office's third plan, not the nation's.
        Some(years) if years.start > plan.end || years.end < plan.start => Some(years),
        _ => Some(plan),
    }
}

fn is_law_education(text: &str) -> bool {
    ["普法", "法治宣传", "法制宣传", "普及法律"].iter().any(|word| text.contains(word))
}

/// The first five-year plan that a text names, and the bytes of the name: “十五五”, 十四五, 第十三个五年, “十五”, 九五计划.
#[must_use]
pub fn ordinal(text: &str) -> Option<(Range<usize>, u8)> {
    let mut at = 0;
    while let Some((found, first)) =
        text[at..].char_indices().find(|&(_, c)| c == '第' || numeral::is_chinese_numeral(c))
    {
        let start = at + found;
        let read = if first == '第' { counted(&text[start..]) } else { named(text, start) };
        if let Some((len, ordinal)) = read {
            return Some((start..start + len, ordinal));
        }
        let run = text[start..].find(|c| !numeral::is_chinese_numeral(c)).filter(|&run| run > 0);
        at = start + run.unwrap_or(first.len_utf8());
    }
    None
}

/// Characters from 第 to 个, spaces in between counted.
const MAX_ORDINAL: usize = 6;

/// 第十五个五年规划, 第 15 个五年计划: length and ordinal.
fn counted(text: &str) -> Option<(usize, u8)> {
    let rest = &text['第'.len_utf8()..];
    let (at, _) = rest.char_indices().take(MAX_ORDINAL).find(|&(_, c)| c == '个')?;
    let (word, after) = (&rest[..at], &rest[at + '个'.len_utf8()..]);
    let ordinal = u8::try_from(integer(word.trim())?).ok().filter(|n| (1..=LAST).contains(n))?;
    let five = after.trim_start();
    let end = ["五年", "5年"].iter().find_map(|five_years| five.strip_prefix(five_years))?;
    Some((text.len() - end.len(), ordinal))
}

/// 十五五, and 九五 or 十五 where quotes or the next word show that a plan is meant: length and ordinal.
fn named(text: &str, start: usize) -> Option<(usize, u8)> {
    let rest = &text[start..];
    let word = &rest[..rest.find(|c| !numeral::is_chinese_numeral(c)).unwrap_or(rest.len())];
    let prefix = word.strip_suffix('五')?;
    let ordinal = u8::try_from(integer(prefix)?).ok().filter(|n| (1..=LAST).contains(n))?;
    let before = text[..start].trim_end();
    let after = rest[word.len()..].trim_start();
    let quoted = before.ends_with(OPEN_QUOTES) && after.starts_with(CLOSE_QUOTES);
    // 第十四五 and 15十五 are no plans; 十一五 to 十九五 are no numbers either.
    let unmistakable = prefix.chars().count() == 2 && prefix.starts_with('十');
    let free = !before.ends_with(|c: char| c == '第' || c.is_numeric());
    (quoted || free && (unmistakable || PLAN_WORDS.iter().any(|plan| after.starts_with(plan))))
        .then_some((word.len(), ordinal))
}

const OPEN_QUOTES: &[char] = &['“', '"', '「', '‘', '\'', '”', '＂', '《', '〝'];
const CLOSE_QUOTES: &[char] = &['”', '"', '」', '’', '\'', '“', '＂', '〞'];
const PLAN_WORDS: &[&str] = &["规划", "计划", "时期", "期间", "末期", "以来", "普法"];

/// The first range of years in a text: 2016—2030年, 2021-2025, 2021年至2025年, 二〇二一至二〇二五年, 1981一1985.
#[must_use]
pub fn year_range(text: &str) -> Option<(Range<usize>, Period)> {
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text[at..].chars().next() {
        if numeral::digit(c).is_some()
            && numeral::digit(before).is_none()
            && let Some((len, period)) = leading_range(&text[at..])
        {
            return Some((at..at + len, period));
        }
        before = c;
        at += c.len_utf8();
    }
    None
}

fn leading_range(text: &str) -> Option<(usize, Period)> {
    let (start, rest) = year(text)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('年').unwrap_or(rest).trim_start();
    // A scan reads the dash as 一: 1981一1985.
    let joined = rest.trim_start_matches(|c: char| "-—–－―‐~～〜一至到".contains(c));
    let joints = rest[..rest.len() - joined.len()].chars().count();
    if !(1..=3).contains(&joints) {
        return None;
    }
    let (end, rest) = year(joined.trim_start())?;
    let rest = rest.strip_prefix('年').or_else(|| rest.trim_start().strip_prefix('年')).unwrap_or(rest);
    (start < end && end - start <= MAX_SPAN)
        .then(|| (text.len() - rest.len(), Period { ordinal: None, start, end }))
}

/// No plan covers more years than this.
const MAX_SPAN: u16 = 60;

/// Four digits that are a year, with what follows.
fn year(text: &str) -> Option<(u16, &str)> {
    let mut value = 0;
    let mut chars = text.chars();
    for _ in 0..4 {
        let digit = chars.by_ref().find(|c| !c.is_whitespace()).and_then(numeral::digit)?;
        value = value * 10 + u16::try_from(digit).expect("a digit is small");
    }
    let rest = chars.as_str();
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    ((1900..=2100).contains(&value) && ends).then_some((value, rest))
}

/// The years that an expression of time means in a document about `plan`.
///
/// | expression | means |
/// | --- | --- |
/// | “十四五”时期, “十四五”期间 | the plan's years |
/// | “十五五”末, 第十四个五年规划期末 | its last year |
/// | 规划期末, 期末 | the last year of `plan` |
/// | 规划期内, 计划期 | the years of `plan` |
/// | 今后五年, 未来5年 | the first five years of `plan` |
/// | 过去五年, 五年来, 5年累计 | the five years before `plan` |
/// | 2023—2035年, 2030年 | what is printed |
///
/// ```
/// use gangyao_normaliser::value::period::{five_year, resolve};
/// let years = |text| resolve(text, five_year(15)).map(|period| (period.start, period.end));
/// assert_eq!(years("规划期末"), Some((2030, 2030)));
/// assert_eq!(years("今后五年"), Some((2026, 2030)));
/// assert_eq!(years("5年累计"), Some((2021, 2025)));
/// ```
#[must_use]
pub fn resolve(expression: &str, plan: Option<Period>) -> Option<Period> {
    let text = expression.trim();
    if let Some((range, ordinal)) = ordinal(text) {
        let named = five_year(ordinal)?;
        return Some(part_of(named, &text[range.end..]));
    }
    if let Some((_, years)) = year_range(text) {
        return Some(years);
    }
    if let Some((_, date)) = super::date::find(text) {
        return Some(Period { ordinal: None, start: date.year, end: date.year });
    }
    relative(text, plan?)
}

/// The part of a plan's years that the words behind its name choose: 末, 初.
fn part_of(plan: Period, after: &str) -> Period {
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || CLOSE_QUOTES.contains(&c));
    let after = ["规划", "计划", "时期", "期间", "期"]
        .iter()
        .fold(after, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    if after.starts_with('末') {
        Period { start: plan.end, ..plan }
    } else if after.starts_with('初') || after.starts_with("开局之年") {
        Period { end: plan.start, ..plan }
    } else {
        plan
    }
}

fn relative(text: &str, plan: Period) -> Option<Period> {
    let years = |start: u16, end: u16| Some(Period { ordinal: None, start, end });
    let ends_with_any = |words: &[&str]| words.iter().any(|word| text.ends_with(word));
    if ends_with_any(&["期末", "规划末", "计划末"]) {
        return Some(Period { start: plan.end, ..plan });
    }
    if ["规划期", "计划期", "本规划", "本计划"].iter().any(|word| text.contains(word)) {
        return Some(plan);
    }
    let count = u16::try_from(span_in_years(text)?).ok().filter(|&count| (1..=MAX_SPAN).contains(&count))?;
    if ["今后", "未来", "接下来"].iter().any(|word| text.contains(word)) {
        return years(plan.start, plan.start.checked_add(count - 1)?);
    }
    if ["过去", "年来", "累计", "年间", "以来"].iter().any(|word| text.contains(word)) {
        return years(plan.start.checked_sub(count)?, plan.start - 1);
    }
    None
}

/// The number before 年: 今后五年 5, 5年累计 5.
fn span_in_years(text: &str) -> Option<u64> {
    let before = &text[..text.find('年')?];
    let start = before
        .rfind(|c| numeral::digit(c).is_none() && c != '十')
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    integer(&before[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(period: Option<Period>) -> String {
        period.map_or_else(String::new, |p| match p.ordinal {
            Some(n) => format!("{n}:{}-{}", p.start, p.end),
            None => format!("{}-{}", p.start, p.end),
        })
    }

    fn check(title: &str, expected: &str) {
        assert_eq!(show(plan_period(title)), expected, "{title}");
    }

    fn check_in_plan(expression: &str, expected: &str) {
        assert_eq!(show(resolve(expression, five_year(15))), expected, "{expression}");
    }

    #[test]
    fn all_plans_have_their_years() {
        let years: Vec<String> = (1..=16).map(|n| show(five_year(n))).collect();
        assert_eq!(
            years.join(" "),
            "1:1953-1957 2:1958-1962 3:1966-1970 4:1971-1975 5:1976-1980 6:1981-1985 7:1986-1990 8:1991-1995 \
             9:1996-2000 10:2001-2005 11:2006-2010 12:2011-2015 13:2016-2020 14:2021-2025 15:2026-2030 16:2031-2035"
        );
        assert_eq!(five_year(0), None);
        assert_eq!(five_year(200), None);
    }

    #[test]
    fn titles_of_outline_plans() {
        check("某市国民经济和社会发展第十五个五年规划纲要", "15:2026-2030");
        check("国民经济和社会发展第十四个五年规划和2035年远景目标纲要", "14:2021-2025");
        check("国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "14:2021-2025");
        check("某省国民经济和社会发展第十个五年计划纲要", "10:2001-2005");
        check("国民经济和社会发展十年规划和第八个五年计划纲要", "8:1991-1995");
        check("国民经济和社会发展“九五”计划和2010年远景目标纲要", "9:1996-2000");
        check("国民经济和社会发展第六个五年计划1981一1985", "6:1981-1985");
        check("关于制定国民经济和社会发展第十五个五年规划的建议", "15:2026-2030");
        check("第15个五年规划", "15:2026-2030");
        check("第二个五年计划", "2:1958-1962");
    }

    #[test]
    fn titles_of_special_plans() {
        check("“十四五”文物保护和科技创新规划", "14:2021-2025");
        check("某省“十三五”科技创新规划", "13:2016-2020");
        check("某省十二五教育规划", "12:2011-2015");
        check("某市\"十五五\"时期教育规划", "15:2026-2030");
        check("某市“十五”交通发展规划", "10:2001-2005");
        check("某市十五计划", "10:2001-2005");
        check("某县九五时期水利规划", "9:1996-2000");
        check("中医药发展战略规划纲要（2016—2030年）", "2016-2030");
        check("关于实施某工程（2018－2022年）的意见", "2018-2022");
        check("国土空间总体规划（2021-2035）", "2021-2035");
        check("某市国土空间总体规划(2021年至2035年)", "2021-2035");
        check("某省综合交通网规划（二〇二一至二〇三五年）", "2021-2035");
        check("三年行动计划（2024～2026年）", "2024-2026");
        check("“十四五”公共服务规划（2021—2025年）", "14:2021-2025");
    }

    #[test]
    fn legal_education_counts_on_its_own() {
        check("法治宣传教育第八个五年规划（2021—2025年）", "2021-2025");
        check("关于开展第八个五年法治宣传教育的决议", "2021-2025");
        check("“七五”普法规划", "2016-2020");
        check("某局第三个五年规划（2021—2025年）", "2021-2025");
    }

    #[test]
    fn what_names_no_period() {
        check("2026年政府工作报告", "");
        check("2023年国民经济和社会发展统计公报", "");
        check("第十五章", "");
        check("十五项措施", "");
        check("二十五条", "");
        check("新一代人工智能发展规划", "");
        check("某市第十五届人民代表大会", "");
        check("教育现代化2035", "");
        check("1981", "");
        check("", "");
        check("第个五年", "");
        check("12021-20256", "");
    }

    #[test]
    fn expressions_in_the_fifteenth_plan() {
        check_in_plan("“十五五”时期", "15:2026-2030");
        check_in_plan("“十四五”期间", "14:2021-2025");
        check_in_plan("“十五五”末", "15:2030-2030");
        check_in_plan("到“十五五”期末", "15:2030-2030");
        check_in_plan("“十四五”规划期末", "14:2025-2025");
        check_in_plan("“十五五”开局之年", "15:2026-2026");
        check_in_plan("规划期末", "15:2030-2030");
        check_in_plan("到规划期末", "15:2030-2030");
        check_in_plan("期末", "15:2030-2030");
        check_in_plan("规划期内", "15:2026-2030");
        check_in_plan("今后五年", "2026-2030");
        check_in_plan("未来5年", "2026-2030");
        check_in_plan("今后十年", "2026-2035");
        check_in_plan("过去五年", "2021-2025");
        check_in_plan("五年来", "2021-2025");
        check_in_plan("5年累计", "2021-2025");
        check_in_plan("2023—2035年", "2023-2035");
        check_in_plan("2016-2030年", "2016-2030");
        check_in_plan("2021至2025年", "2021-2025");
        check_in_plan("到2035年", "2035-2035");
        check_in_plan("近期", "");
        check_in_plan("今后", "");
    }

    #[test]
    fn without_a_plan_only_what_is_printed_counts() {
        assert_eq!(resolve("规划期末", None), None);
        assert_eq!(show(resolve("“十五五”末", None)), "15:2030-2030");
        assert_eq!(show(resolve("2030年", None)), "2030-2030");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_harm(
            text in "[0-9一二十五个第年“”末规划计期今后未来累至—-]{0,24}|.{0,40}",
            start in 0u16..,
            end in 0u16..,
        ) {
            if let Some((range, number)) = ordinal(&text) {
                assert!(!text[range].is_empty() && five_year(number).is_some());
            }
            if let Some((range, years)) = year_range(&text) {
                assert!(!text[range].is_empty() && years.start < years.end);
            }
            let _ = (plan_period(&text), resolve(&text, Some(Period { ordinal: None, start, end })));
        }
    }
}
