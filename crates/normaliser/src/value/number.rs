//! Numbers as prose writes them: 1.94万亿, 12,345.6, 三十五, 两万, 九成, 百分之五, 41 万余.
//!
//! What enters is a text and a byte position; what leaves is the number's end and its exact value with 千, 万, 亿
//! multiplied in. 千 in 千米, 千瓦 belongs to the unit and stays. Units and bounds are read elsewhere.

use super::decimal::Decimal;
use super::numeral;

/// In which script the number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// 35, 1.2万.
    Arabic,
    /// 三十五, 两万.
    Chinese,
    /// A Chinese multiple alone, which often is part of a name: 百家, 千亿, 万元.
    Magnitude,
}

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// One past its last byte, multiples and 余 with it.
    pub end: usize,
    /// Its value.
    pub value: f64,
    /// Its script.
    pub script: Script,
    /// 余 or 多 stands in or behind it: the true number is greater.
    pub more: bool,
    /// `%`, `‰`: the number was written as 百分之五, 千分之二; empty for 三分之一 and 1/3, which have no unit.
    pub per: Option<&'static str>,
    /// Digits without multiples and their exponent, so that a range can share a multiple (2000—3000亿).
    pub(super) bare: Option<Decimal>,
    pub(super) power: i32,
}

/// Multiples behind Arabic digits, longest first, as powers of ten.
const MULTIPLES: [(&str, i32); 15] = [
    ("千万亿", 15),
    ("百万亿", 14),
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("萬", 4),
    ("億", 8),
    ("千", 3),
    ("百", 2),
];

/// What follows 千 where 千 is part of the unit.
const KILO: [&str; 13] = ["米", "瓦", "克", "伏", "卡", "焦", "赫", "帕", "乏", "字节", "比特", "兆", "安"];

/// True for what white space may stand between a number and its unit.
fn skip_spaces(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next().filter(|c| c.is_whitespace()) {
        at += c.len_utf8();
    }
    at
}

/// The number that begins at byte `at`, if one does.
#[must_use]
pub fn number_at(text: &str, at: usize) -> Option<Number> {
    let rest = text.get(at..)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) { arabic(text, at) } else { chinese(text, at) }
}

fn arabic(text: &str, at: usize) -> Option<Number> {
    let bytes = &text.as_bytes()[at..];
    let digits_end = at + spaced_len(bytes).unwrap_or_else(|| arabic_len(bytes));
    if let Some(number) = slashed(text, at, digits_end) {
        return Some(number);
    }
    let bare = Decimal::parse(&text[at..digits_end])?;
    let (end, power, more) = multiples(text, digits_end);
    Some(Number {
        end,
        value: bare.shifted(power).to_f64(),
        script: Script::Arabic,
        more,
        per: None,
        bare: Some(bare),
        power,
    })
}

/// 1/3, 2/3: a fraction of a few parts. 9.6/10万 and 24/7 are none.
fn slashed(text: &str, at: usize, slash: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let below_end = slash + 2;
    let digit =
        |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| u64::from(byte - b'0'));
    let (above, below) = (digit(at)?, digit(slash + 1)?);
    let more = bytes.get(below_end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.'));
    let names = text[below_end..].starts_with(['月', '万', '千', '号', '日', '条']);
    let fits = slash == at + 1 && bytes[slash] == b'/' && (1..below).contains(&above) && !more && !names;
    let value = Decimal::whole(above).to_f64() / Decimal::whole(below).to_f64();
    fits.then_some(Number {
        end: below_end,
        value,
        script: Script::Arabic,
        more: false,
        per: Some(""),
        bare: None,
        power: 0,
    })
}

/// Length of digits that a text dump set apart one by one (2 9 0 0亿元, 6 .5 %); `None` for plain digits.
fn spaced_len(bytes: &[u8]) -> Option<usize> {
    let single = |at: usize| {
        bytes.get(at).is_some_and(u8::is_ascii_digit) && !bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    };
    let after_space = |at: usize| if bytes.get(at) == Some(&b' ') { at + 1 } else { at };
    let mut len = single(0).then_some(1)?;
    let mut point = false;
    while len < MAX_SPACED {
        if bytes.get(len) == Some(&b' ') && single(len + 1) {
            len += 2;
            continue;
        }
        let dot = after_space(len);
        let next = after_space(dot + 1);
        if point || bytes.get(dot) != Some(&b'.') || !single(next) || next - len == 1 {
            break;
        }
        (len, point) = (next + 1, true);
    }
    (len > 1).then_some(len)
}

/// Longest number of digits set apart, in bytes.
const MAX_SPACED: usize = 32;

/// Length of digits with one decimal point and with thousands set apart by commas, or by spaces as GB/T 15835 has it
/// (12,345.6 and 3 105亿元). Only a group of one to three digits may stand first: 2025 100 are two numbers.
fn arabic_len(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut len = digits(0);
    if let Some(&mark @ (b',' | b' ')) = bytes.get(len)
        && len <= 3
    {
        while len <= 15 && bytes.get(len) == Some(&mark) && digits(len + 1) == 3 {
            len += 4;
        }
    }
    if bytes.get(len) == Some(&b'.') {
        let fraction = digits(len + 1);
        len += if fraction > 0 { fraction + 1 } else { 0 };
    }
    len
}

/// The multiples behind digits, with 余 and 多 before or after: 41 万余, 100多万, 30余亿.
fn multiples(text: &str, digits_end: usize) -> (usize, i32, bool) {
    let (more_end, early) = more_at(text, skip_spaces(text, digits_end));
    let at = skip_spaces(text, more_end);
    let rest = &text[at..];
    let found = MULTIPLES.iter().find(|(word, _)| rest.starts_with(word));
    match found {
        Some((word, power)) if !belongs_to_unit(word, &rest[word.len()..]) => {
            let end = at + word.len();
            let (after, late) = more_at(text, skip_spaces(text, end));
            (if late { after } else { end }, *power, early || late)
        }
        _ if early => (more_end, 0, true),
        _ => (digits_end, 0, false),
    }
}

/// 千 of 千米, and 百 of 百分点, are no multiples.
fn belongs_to_unit(word: &str, rest: &str) -> bool {
    match word {
        "千" => KILO.iter().any(|unit| rest.starts_with(unit)),
        "百" => rest.starts_with('分') || rest.starts_with('度'),
        _ => false,
    }
}

/// Skips 余 and 多, unless 多 begins a word (多元, 多式联运).
fn more_at(text: &str, at: usize) -> (usize, bool) {
    let rest = &text[at..];
    if let Some(after) = rest.strip_prefix('余').filter(|after| !after.starts_with('热')) {
        return (text.len() - after.len(), true);
    }
    match rest.strip_prefix('多') {
        Some(after) if !["元", "式", "样", "层", "次", "方", "边"].iter().any(|w| after.starts_with(w)) => {
            (text.len() - after.len(), true)
        }
        _ => (at, false),
    }
}

/// Longest Chinese numeral in characters.
const MAX_RUN: usize = 16;

fn chinese(text: &str, at: usize) -> Option<Number> {
    let rest = &text[at..];
    let run = run_len(rest);
    if run == 0 {
        return None;
    }
    if let Some(number) = fraction(text, at, run) {
        return Some(number);
    }
    let mut word = &rest[..run];
    // 五千瓦 is 5 kW.
    if let Some(shorter) = word.strip_suffix('千').filter(|w| !w.is_empty())
        && ["瓦", "克", "伏"].iter().any(|unit| rest[run..].starts_with(unit))
    {
        word = shorter;
    }
    if let Some(number) = tenths(text, at, word) {
        return Some(number);
    }
    let value = chinese_value(word)?;
    let mut end = at + word.len();
    let (after, mut more) = more_at(text, end);
    let mut power = 0;
    if more {
        end = after;
        // 十余万: the multiple stands behind 余.
        if let Some((word, p)) = MULTIPLES.iter().find(|(word, _)| text[end..].starts_with(word)) {
            end += word.len();
            power = *p;
        }
    } else if let Some(point) = decimal_places(text, at, word) {
        return Some(point);
    } else {
        more = false;
    }
    let script = if word.starts_with(['百', '千', '万', '亿', '萬', '億']) {
        Script::Magnitude
    } else {
        Script::Chinese
    };
    let value = Decimal::whole(value).shifted(power).to_f64();
    Some(Number { end, value, script, more, per: None, bare: None, power })
}

fn run_len(rest: &str) -> usize {
    rest.char_indices()
        .take(MAX_RUN + 1)
        .find(|&(_, c)| !(numeral::is_chinese_numeral(c) || matches!(c, '万' | '亿' | '萬' | '億')))
        .map_or_else(|| rest.len().min(MAX_RUN * 3), |(end, _)| end)
}

fn chinese_value(word: &str) -> Option<u64> {
    // 万亿 is one multiple: 两万亿 is 2 × 10^12.
    if let Some(head) = word.strip_suffix("万亿") {
        let head = if head.is_empty() { 1 } else { numeral::integer(head)? };
        return head.checked_mul(1_000_000_000_000);
    }
    numeral::integer(word)
}

/// 百分之五, 千分之二, 三分之一.
fn fraction(text: &str, at: usize, run: usize) -> Option<Number> {
    let below = &text[at..at + run];
    let from = at + run + "分之".len();
    if !text[at + run..].starts_with("分之") {
        return None;
    }
    let above_run = run_len(&text[from..]);
    let above = if above_run > 0 {
        let word = &text[from..from + above_run];
        let whole = chinese_value(word)?;
        match decimal_places(text, from, word) {
            Some(number) => (number.value, number.end),
            None => (Decimal::whole(whole).to_f64(), from + above_run),
        }
    } else {
        let len = arabic_len(&text.as_bytes()[from..]);
        (Decimal::parse(&text[from..from + len])?.to_f64(), from + len)
    };
    let (value, per) = match below {
        "百" => (above.0, Some("%")),
        "千" => (above.0, Some("‰")),
        _ => (above.0 / Decimal::whole(chinese_value(below).filter(|&b| b > 0)?).to_f64(), Some("")),
    };
    Some(Number { end: above.1, value, script: Script::Chinese, more: false, per, bare: None, power: 0 })
}

/// 八成五 is 8.5 成: the number ends before 成, and the digit behind it is read with it.
fn tenths(text: &str, at: usize, word: &str) -> Option<Number> {
    let mut chars = word.chars();
    let tenths = chars.next().and_then(numeral::digit).filter(|_| chars.next().is_none())?;
    let rest = &text[at + word.len()..];
    let after = rest.strip_prefix('成')?;
    let half = after.chars().next().filter(|c| !c.is_ascii()).and_then(numeral::digit)?;
    let next = after.chars().nth(1);
    if next.is_some_and(|c| c == '个' || numeral::is_chinese_numeral(c)) {
        return None;
    }
    let value = Decimal::whole(tenths * 10 + half).shifted(-1).to_f64();
    let end = text.len() - after.len() + after.chars().next().map_or(0, char::len_utf8);
    Some(Number { end, value, script: Script::Chinese, more: false, per: Some("成"), bare: None, power: 0 })
}

/// 三点五, 一点二亿.
fn decimal_places(text: &str, at: usize, word: &str) -> Option<Number> {
    let whole = numeral::integer(word)?;
    let rest = text[at + word.len()..].strip_prefix('点')?;
    let mut end = text.len() - rest.len();
    let (mut digits, mut places) = (whole, 0);
    for c in rest.chars().take(6) {
        let Some(digit) = numeral::digit(c).filter(|_| !c.is_ascii() && c != '两') else { break };
        digits = digits.checked_mul(10)?.checked_add(digit)?;
        places += 1;
        end += c.len_utf8();
    }
    if places == 0 {
        return None;
    }
    let (after, power, more) = multiples(text, end);
    let value = Decimal::whole(digits).shifted(power - places).to_f64();
    Some(Number { end: after, value, script: Script::Chinese, more, per: None, bare: None, power: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, read: &str, value: f64) {
        let number = number_at(text, 0).unwrap_or_else(|| panic!("no number in {text}"));
        assert_eq!((&text[..number.end], number.value), (read, value), "{text}");
    }

    #[test]
    fn arabic_numbers() {
        check("35家", "35", 35.0);
        check("1.94万亿元", "1.94万亿", 1.94e12);
        check("801.05亿元", "801.05亿", 80_105_000_000.0);
        check("12,345.6元", "12,345.6", 12345.6);
        check("1,2", "1", 1.0);
        check("3 105亿元", "3 105亿", 310_500_000_000.0);
        check("19 428.78 元", "19 428.78", 19_428.78);
        check("1 234 567人", "1 234 567", 1_234_567.0);
        check("2025 100家", "2025", 2025.0);
        check("12 34家", "12", 12.0);
        check("5 1000家", "5", 5.0);
        check("1,234 567家", "1,234", 1234.0);
        check("3.5千人", "3.5千", 3500.0);
        check("160 亿元", "160 亿", 16e9);
        check("2千万人", "2千万", 2e7);
        check("100.", "100", 100.0);
    }

    #[test]
    fn digits_set_apart() {
        check("2 9 0 0 亿元", "2 9 0 0 亿", 2.9e11);
        check("6 .5 %", "6 .5", 6.5);
        check("1 2 %", "1 2", 12.0);
        check("8 %", "8", 8.0);
        check("1 25个", "1", 1.0);
        check("24 3个", "24", 24.0);
        check("3.5", "3.5", 3.5);
    }

    #[test]
    fn kilo_belongs_to_the_unit() {
        check("5千瓦", "5", 5.0);
        check("40万千瓦", "40万", 400_000.0);
        check("500 千伏", "500", 500.0);
        check("2百分点", "2", 2.0);
    }

    #[test]
    fn more_than_the_number() {
        for text in ["41 万余件", "100多万人", "30余家", "70多座", "十余万", "二十多家"] {
            assert!(number_at(text, 0).unwrap().more, "{text}");
        }
        check("41 万余件", "41 万余", 410_000.0);
        // The white space behind it is no part of the number.
        check("1余\n", "1余", 1.0);
        check("30余 家", "30余", 30.0);
        check("100多万人", "100多万", 1_000_000.0);
        check("十余万", "十余万", 100_000.0);
        assert!(!number_at("3多元化", 0).unwrap().more);
    }

    #[test]
    fn chinese_numbers() {
        check("三十五个", "三十五", 35.0);
        check("二〇三五年", "二〇三五", 2035.0);
        check("两万人", "两万", 20_000.0);
        check("两万亿元", "两万亿", 2e12);
        check("百亿", "百亿", 1e10);
        check("五千瓦", "五", 5.0);
        check("三点五亿元", "三点五亿", 3.5e8);
        check("九成", "九", 9.0);
        check("八成五", "八成五", 8.5);
    }

    #[test]
    fn fractions() {
        check("百分之五", "百分之五", 5.0);
        check("百分之三十五点五", "百分之三十五点五", 35.5);
        check("千分之二", "千分之二", 2.0);
        check("百分之95", "百分之95", 95.0);
        check("四分之一", "四分之一", 0.25);
        assert_eq!(number_at("千分之二", 0).unwrap().per, Some("‰"));
        check("1/4以上", "1/4", 0.25);
        for (text, read) in [("1/10万", "1"), ("3/12", "3"), ("5/2", "5"), ("1/3月", "1"), ("12/5", "12")] {
            assert_eq!(&text[..number_at(text, 0).unwrap().end], read, "{text}");
        }
        assert!(number_at("零分之一", 0).is_none_or(|n| n.value.is_finite()));
    }

    #[test]
    fn what_is_no_number() {
        assert_eq!(number_at("数十", 0), None);
        assert_eq!(number_at("家", 0), None);
        assert_eq!(number_at("", 0), None);
    }
}
