//! Printed dates: 2026年4月, 二〇二六年四月十二日, 2026-03-19, ２０２１．３．１９, 2 0 0 1年2月1 6日.
//!
//! What enters is a text, what leaves is a [`Date`] that exists in the calendar. Whether a date says when a document
//! was issued is not known here.

use std::fmt;
use std::ops::Range;

use super::numeral::integer;

/// A date as exact as it is printed: a year, a month, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 1900 to 2100.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// A day that the month has; only where the month is known.
    pub day: Option<u8>,
}

impl Date {
    /// A date of the calendar; `None` for 2026-02-30 or the year 1026.
    #[must_use]
    pub fn new(year: u64, month: Option<u64>, day: Option<u64>) -> Option<Self> {
        let year = u16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
        let month = match month {
            Some(month) => Some(u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?),
            None => None,
        };
        let day = match (day, month) {
            (Some(day), Some(month)) => {
                Some(u8::try_from(day).ok().filter(|&day| day >= 1 && day <= days_in(year, month))?)
            }
            (Some(_), None) => return None,
            (None, _) => None,
        };
        Some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Years that a planning document can name as a date.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// The longest month or day in digits: 三十一.
const SHORT: usize = 3;

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads a text that is a date and nothing else; brackets and a time of day (2026-04-14 20:08) around it are let be.
///
/// ```
/// use gangyao_normaliser::value::date;
/// let read = |text| date::whole(text).map(|date| date.to_string());
/// assert_eq!(read("二〇二六年四月十二日").as_deref(), Some("2026-04-12"));
/// assert_eq!(read("2 0 0 1年2月1 6日").as_deref(), Some("2001-02-16"));
/// assert_eq!(read("2026年4月以来"), None);
/// ```
#[must_use]
pub fn whole(text: &str) -> Option<Date> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "（）()〔〕[]".contains(c));
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range: Range<usize>| text[range].parse().ok();
        return Date::new(part(0..4)?, Some(part(4..6)?), Some(part(6..8)?));
    }
    let (date, used) = leading(text)?;
    let rest = &text[used..];
    (rest.is_empty() || is_time_of_day(rest)).then_some(date)
}

/// ` 20:08`, `T20:08:00+08:00`, `-21:21:21` (a content system's way).
fn is_time_of_day(rest: &str) -> bool {
    rest.contains(':')
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | 'T' | 'Z' | '+' | '-'))
}

/// Reads the date that a text begins with, and says how many bytes it takes.
#[must_use]
pub fn leading(text: &str) -> Option<(Date, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let year = cursor.number(4)?;
    if year.digits != 4 {
        return None;
    }
    if cursor.take(|c| c == '年') {
        return after_year(cursor, year.value);
    }
    // 2026-03-19; a month alone needs two digits, or 2026-3 would be a date.
    let sign = cursor.sign()?;
    let month = cursor.number(2)?;
    let mut full = cursor;
    if full.sign() == Some(sign)
        && let Some(day) = full.number(2)
        && let Some(date) = Date::new(year.value, Some(month.value), Some(day.value))
        && !full.at_digit()
    {
        return Some((date, full.at));
    }
    let date = Date::new(year.value, Some(month.value), None).filter(|_| month.digits == 2 && sign == '-')?;
    (!cursor.at_digit() && cursor.sign().is_none()).then_some((date, cursor.at))
}

/// The first date in a text, with the bytes that it takes.
#[must_use]
pub fn find(text: &str) -> Option<(Range<usize>, Date)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if is_digit(c)
            && !is_digit(before)
            && let Some((date, used)) = leading(&text[at..])
        {
            return Some((at..at + used, date));
        }
        before = c;
    }
    None
}

/// Reads 月 and 日 behind the year; what does not fit is left to the text behind the date.
fn after_year(cursor: Cursor<'_>, year: u64) -> Option<(Date, usize)> {
    let only_year = (Date::new(year, None, None)?, cursor.at);
    let mut months = cursor;
    let Some(month) = months.number(SHORT).filter(|_| months.take(|c| c == '月')) else {
        return Some(only_year);
    };
    let Some(with_month) = Date::new(year, Some(month.value), None).map(|date| (date, months.at)) else {
        return Some(only_year);
    };
    let mut days = months;
    let day = days.number(SHORT).filter(|_| days.take(|c| matches!(c, '日' | '号')));
    let with_day = day.and_then(|day| Date::new(year, Some(month.value), Some(day.value)));
    Some(with_day.map_or(with_month, |date| (date, days.at)))
}

struct Number {
    value: u64,
    digits: usize,
}

/// A place in a text, from which the parts of a date are read one after the other.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<(char, usize)> {
        let mut at = self.at;
        loop {
            let c = self.text[at..].chars().next()?;
            at += c.len_utf8();
            if !c.is_whitespace() || c == '\n' {
                return Some((c, at));
            }
        }
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        match self.peek() {
            Some((c, end)) if wanted(c) => {
                self.at = end;
                true
            }
            _ => false,
        }
    }

    fn at_digit(&self) -> bool {
        self.text[self.at..].chars().next().is_some_and(is_digit)
    }

    /// The sign between the parts of 2026-03-19, in the one form that stands for all widths.
    fn sign(&mut self) -> Option<char> {
        let (c, end) = self.peek()?;
        let sign = match c {
            '-' | '－' | '‐' | '–' => '-',
            '.' | '．' => '.',
            '/' | '／' => '/',
            _ => return None,
        };
        self.at = end;
        Some(sign)
    }

    /// Up to `most` digits; a retyped newspaper has spaces between them (1 6日).
    fn number(&mut self, most: usize) -> Option<Number> {
        let mut word = String::new();
        let mut digits = 0;
        while digits < most
            && let Some((c, end)) = self.peek().filter(|&(c, _)| is_digit(c))
        {
            word.push(plain(c));
            digits += 1;
            self.at = end;
        }
        let value = if word == "元" { 1 } else { integer(&word)? };
        Some(Number { value, digits })
    }
}

/// A character that a number of a date is made of. 元月 is January; an O is a retyped 〇 (二O二五年).
const fn is_digit(c: char) -> bool {
    super::numeral::digit(c).is_some() || matches!(c, '十' | '元' | 'O' | 'Ｏ' | 'o' | '◯' | 'О')
}

const fn plain(c: char) -> char {
    match c {
        'O' | 'Ｏ' | 'o' | '◯' | 'О' => '〇',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = whole(text).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    fn check_find(text: &str, expected: &str) {
        let found = find(text).map(|(range, date)| format!("{}={date}", &text[range])).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn years_months_days() {
        check("2026年", "2026");
        check("2026年4月", "2026-04");
        check("2026 年 4 月", "2026-04");
        check("2026年04月12日", "2026-04-12");
        check("2026年3月5号", "2026-03-05");
        check("（2021年10月28日）", "2021-10-28");
        check("２０２１年１２月３１日", "2021-12-31");
        check("2 0 0 1年2月1 6日", "2001-02-16");
    }

    #[test]
    fn chinese_numerals() {
        check("二〇二六年四月", "2026-04");
        check("二〇二六年四月十二日", "2026-04-12");
        check("二○二一年十二月三十一日", "2021-12-31");
        check("二0二五年十二月十二日", "2025-12-12");
        check("二Ｏ一六年元月二十日", "2016-01-20");
        check("一九九一年四月九日", "1991-04-09");
        check("一九八二年十月", "1982-10");
    }

    #[test]
    fn numbers_with_signs() {
        check("2026-03-19", "2026-03-19");
        check("2026.3.19", "2026-03-19");
        check("2026/3/9", "2026-03-09");
        check("２０２６．３．１９", "2026-03-19");
        check("2026－03－19", "2026-03-19");
        check("2026-04", "2026-04");
        check("20260319", "2026-03-19");
        check("2026-04-14 20:08", "2026-04-14");
        check("2026-04-14T20:08:11+08:00", "2026-04-14");
        check("2026-03-13-21:21:44", "2026-03-13");
    }

    #[test]
    fn what_is_no_date() {
        check("", "");
        check("2026", "");
        check("2026年4月以来", "");
        check("2026年13月", "");
        check("2026年2月30日", "");
        check("2023年2月29日", "");
        check("1026年4月", "");
        check("2021-2025", "");
        check("2021-25", "");
        check("2026.4", "");
        check("20261319", "");
        check("12026年4月", "");
        check("第十五年", "");
        check("2026年4月32日", "");
    }

    #[test]
    fn leap_days_exist() {
        check("2024年2月29日", "2024-02-29");
        check("2000-02-29", "2000-02-29");
        check("1900-02-29", "");
    }

    #[test]
    fn dates_inside_a_text() {
        check_find(
            "(2 0 0 1年2月1 6日云南省第九届人民代表大会第四次会议通过)",
            "2 0 0 1年2月1 6日=2001-02-16",
        );
        check_find("发布日期：2026-01-20 来源：日报", "2026-01-20=2026-01-20");
        check_find("——2026年1月14日在省第十四届人民代表大会第四次会议上", "2026年1月14日=2026-01-14");
        check_find("到2030年，达到5项", "2030年=2030");
        check_find("共12026年", "");
        check_find("没有日期", "");
        check_find("十五五时期", "");
    }

    #[test]
    fn a_half_date_is_read_as_far_as_it_goes() {
        check_find("2026年4月底前", "2026年4月=2026-04");
        check_find("2026年40月", "2026年=2026");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "[0-9０-９一二十元〇年月日. /（－-]{0,24}|.{0,40}") {
            if let Some((range, date)) = find(&text) {
                assert!(!text[range].is_empty());
                assert_eq!(whole(&date.to_string()).map(|again| again.year), (date.month.is_some()).then_some(date.year));
            }
            let _ = (whole(&text), leading(&text));
        }
    }
}
