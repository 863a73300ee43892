//! Heading numbers: what style, which number, where the label ends.
//!
//! What enters is the text of a line; what leaves is a [`Label`]. Whether the line is a heading at all is not decided
//! here: 第一节所述 carries a label too.

use gangyao_normaliser::value::numeral;

/// The style of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marker {
    /// 第一篇, 第一编, 第一部分.
    Pian,
    /// 第一章.
    Zhang,
    /// 第一节.
    Jie,
    /// 一、
    CnDun,
    /// （一）
    CnParen,
    /// 1.
    ArabicDot,
    /// 1、
    ArabicDun,
    /// （1）
    ArabicParen,
    /// 1.1
    Decimal,
    /// No number.
    #[default]
    None,
}

impl Marker {
    /// True for 1., 1、 and （1）: levels inside a section, and items of lists.
    #[must_use]
    pub(crate) const fn is_arabic(self) -> bool {
        matches!(self, Self::ArabicDot | Self::ArabicDun | Self::ArabicParen)
    }

    /// True for 篇, 章 and 节, which announce themselves.
    #[must_use]
    pub const fn is_named(self) -> bool {
        matches!(self, Self::Pian | Self::Zhang | Self::Jie)
    }
}

/// A number at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Style.
    pub marker: Marker,
    /// The label's last number.
    pub number: u32,
    /// Numbers of a decimal label (1.2.3 has three); 1 otherwise.
    pub components: u8,
    /// For a decimal label, the number before the last (1 in 1.2); 0 otherwise.
    pub prefix: u32,
    /// Bytes of the printed label. White space and punctuation after it are not counted, but for the 、 and . that
    /// belong to the style.
    pub len: usize,
    /// Where the title starts.
    pub title: usize,
}

impl Label {
    /// True for the number of [`bare`].
    pub(crate) const fn is_bare(self) -> bool {
        matches!(self.marker, Marker::Decimal) && self.components == 1
    }
}

/// Longest numeral in a label, in bytes: 一百二十三 has 15.
const MAX_NUMERAL: usize = 18;
/// 1.1.1.1 is as deep as documents number; deeper ones are versions or addresses.
const MAX_COMPONENTS: u8 = 5;
/// Larger numbers are years and amounts.
const MAX_NUMBER: u64 = 999;

/// The label at the start of `line` (which has no white space before it).
#[must_use]
pub fn label(line: &str) -> Option<Label> {
    let first = line.chars().next()?;
    let found = match first {
        '第' => named(line),
        '（' | '(' => bracketed(line, first),
        '0'..='9' => arabic(line),
        c if numeral::is_chinese_numeral(c) => chinese(line),
        _ => None,
    }?;
    Some(Label { title: title_start(line, found.len), ..found })
}

/// The title starts after white space and, after a named label, after a colon or a pause mark (第一章：总则).
fn title_start(line: &str, len: usize) -> usize {
    let rest = &line[len..];
    let trimmed =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '、' | '．'));
    line.len() - trimmed.len()
}

const fn simple(marker: Marker, number: u32, len: usize) -> Label {
    Label { marker, number, components: 1, prefix: 0, len, title: 0 }
}

/// 第三章, 第 3 章, 第十二篇, 第二部分.
fn named(line: &str) -> Option<Label> {
    let rest = &line["第".len()..];
    let inner = rest.trim_start_matches(' ');
    let (number, used) = numeral_prefix(inner)?;
    let after = inner[used..].trim_start_matches(' ');
    let (marker, word) = [
        (Marker::Pian, "篇"),
        (Marker::Pian, "编"),
        (Marker::Pian, "部分"),
        (Marker::Zhang, "章"),
        (Marker::Jie, "节"),
        (Marker::Pian, "編"),
        (Marker::Jie, "節"),
    ]
    .into_iter()
    .find(|(_, word)| after.starts_with(word))?;
    Some(simple(marker, number, line.len() - after.len() + word.len()))
}

/// （一）, (一), （1）, 1） is left alone.
fn bracketed(line: &str, open: char) -> Option<Label> {
    let inner = line[open.len_utf8()..].trim_start_matches(' ');
    let (number, used) = numeral_prefix(inner)?;
    let is_arabic = inner.as_bytes()[0].is_ascii_digit();
    let after = inner[used..].trim_start_matches(' ');
    let close = after.chars().next().filter(|&c| matches!(c, '）' | ')'))?;
    let marker = if is_arabic { Marker::ArabicParen } else { Marker::CnParen };
    Some(simple(marker, number, line.len() - after.len() + close.len_utf8()))
}

/// 一、 and 一. ; 十五五 and 一是 are no labels.
fn chinese(line: &str) -> Option<Label> {
    let (number, used) = numeral_prefix(line)?;
    let after = line[used..].trim_start_matches(' ');
    let mark = after.chars().next().filter(|&c| matches!(c, '、' | '．' | '.'))?;
    Some(simple(Marker::CnDun, number, line.len() - after.len() + mark.len_utf8()))
}

/// 1. 1． 1、 1.1 1.1.2
fn arabic(line: &str) -> Option<Label> {
    let bytes = line.as_bytes();
    let (mut number, mut at) = digits(bytes, 0)?;
    let (mut components, mut prefix) = (1u8, 0);
    while bytes.get(at) == Some(&b'.') {
        let Some((next, end)) = digits(bytes, at + 1) else { break };
        components += 1;
        if components > MAX_COMPONENTS {
            return None;
        }
        (prefix, number, at) = (number, next, end);
    }
    let mark = line[at..].chars().next();
    if components == 2
        && let Some(dot) = dot_before_generation(line, at)
    {
        return Some(simple(Marker::ArabicDot, prefix, dot + 1));
    }
    if components > 1 {
        // 1.1加强 and 1.1 加强 are labels; 4.5% and 1.94万亿元 are amounts, 3.5G is a name.
        let rest = line[at..].trim_start_matches(['.', '．', '、', ' ']);
        let title = rest.chars().next()?;
        let spaced = rest.len() < line.len() - at;
        let amount = matches!(
            title,
            '%' | '万'
                | '亿'
                | '个'
                | '元'
                | '年'
                | '倍'
                | '平'
                | '公'
                | '千'
                | '吨'
                | '米'
                | '℃'
                | '—'
                | '-'
                | '~'
        );
        if amount && !spaced || title.is_ascii_punctuation() || title.is_ascii_alphanumeric() && !spaced {
            return None;
        }
        let len = at + usize::from(bytes.get(at) == Some(&b'.'));
        return Some(Label { marker: Marker::Decimal, number, components, prefix, len, title: 0 });
    }
    match mark? {
        '.' if !line[at + 1..].trim_start().is_empty() => Some(simple(Marker::ArabicDot, number, at + 1)),
        '．' => Some(simple(Marker::ArabicDot, number, at + '．'.len_utf8())),
        '、' => Some(simple(Marker::ArabicDun, number, at + '、'.len_utf8())),
        _ => None,
    }
}

/// 2.5G网络覆盖工程, 3.3D打印: the item 2 or 3, whose name begins with a generation or a dimension. Amounts (2.5GW, 2.5G以上) have
/// more letters or no name behind them. Where the dot stands, if so.
fn dot_before_generation(line: &str, end: usize) -> Option<usize> {
    let digit = end.checked_sub(1)?;
    let dot = digit.checked_sub(1).filter(|&dot| line.as_bytes()[dot] == b'.')?;
    let known = matches!(line.get(digit..end + 1)?, "4G" | "5G" | "6G" | "3D");
    let named =
        line[end + 1..].chars().next().is_some_and(|c| gangyao_text::is_han(c) || matches!(c, '+' | '＋'));
    let bounded = ["以上", "以内", "以下", "左右"].iter().any(|word| line[end + 1..].starts_with(word));
    (known && named && !bounded).then_some(dot)
}

/// `1 规划基础`: the outermost number of a document whose next level is 1.1. It looks like any amount, so that only who
/// knows what follows it may ask for it.
pub(crate) fn bare(line: &str) -> Option<Label> {
    let (number, at) = digits(line.as_bytes(), 0).filter(|&(number, at)| number > 0 && at <= 2)?;
    let title = title_start(line, at);
    let named = title > at && line[title..].chars().next().is_some_and(gangyao_text::is_han);
    named.then_some(Label { title, ..simple(Marker::Decimal, number, at) })
}

fn digits(bytes: &[u8], from: usize) -> Option<(u32, usize)> {
    let len = bytes[from..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    if len == 0 || len > 3 {
        return None;
    }
    let number = bytes[from..from + len].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    Some((number, from + len))
}

/// The numeral at the start of `text`, Chinese or Arabic, not a mixture.
fn numeral_prefix(text: &str) -> Option<(u32, usize)> {
    let is_arabic = text.as_bytes().first()?.is_ascii_digit();
    let mut len = 0;
    for c in text.chars() {
        let fits = if is_arabic { c.is_ascii_digit() } else { numeral::is_chinese_numeral(c) };
        if !fits {
            break;
        }
        len += c.len_utf8();
        if len > MAX_NUMERAL {
            return None;
        }
    }
    let number = numeral::integer(text.get(..len)?)?;
    (number <= MAX_NUMBER).then_some((number as u32, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(Marker, u32, &str, &str)>) {
        let found = label(line).map(|l| (l.marker, l.number, &line[..l.len], &line[l.title..]));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn named_levels() {
        check("第一章 总则", Some((Marker::Zhang, 1, "第一章", "总则")));
        check("第十二篇总则", Some((Marker::Pian, 12, "第十二篇", "总则")));
        check("第 3 节  目标", Some((Marker::Jie, 3, "第 3 节", "目标")));
        check("第二部分：任务", Some((Marker::Pian, 2, "第二部分", "任务")));
        check("第五编　教育", Some((Marker::Pian, 5, "第五编", "教育")));
        check("第三届大会", None);
        check("第一，坚持", None);
    }

    #[test]
    fn chinese_numbers() {
        check("一、总体要求", Some((Marker::CnDun, 1, "一、", "总体要求")));
        check("十二、组织实施", Some((Marker::CnDun, 12, "十二、", "组织实施")));
        check("（三）目标", Some((Marker::CnParen, 3, "（三）", "目标")));
        check("(十一) 目标", Some((Marker::CnParen, 11, "(十一)", "目标")));
        check("一是加强", None);
        check("（试行）", None);
        check("十五五", None);
    }

    #[test]
    fn arabic_numbers() {
        check("1. 新能源", Some((Marker::ArabicDot, 1, "1.", "新能源")));
        check("2．信息服务：重点", Some((Marker::ArabicDot, 2, "2．", "信息服务：重点")));
        check("3、任务", Some((Marker::ArabicDun, 3, "3、", "任务")));
        check("（4）任务", Some((Marker::ArabicParen, 4, "（4）", "任务")));
        check("2030年", None);
        check("2025. 某", None);
    }

    #[test]
    fn decimal_numbers() {
        check("1.1加强统筹。正文", Some((Marker::Decimal, 1, "1.1", "加强统筹。正文")));
        check("2.3.4 目标", Some((Marker::Decimal, 4, "2.3.4", "目标")));
        check("1.94万亿元", None);
        check("2.5G网络覆盖工程", Some((Marker::ArabicDot, 2, "2.", "5G网络覆盖工程")));
        check("3.3D打印产业园", Some((Marker::ArabicDot, 3, "3.", "3D打印产业园")));
        check("2.5GW光伏", None);
        check("2.5G以上", None);
        check("4.5%左右", None);
        check("1.1.1.1.1.1.1 深", None);
        assert_eq!(label("2.3 目标").map(|l| (l.prefix, l.components)), Some((2, 2)));
    }

    #[test]
    fn a_bare_number() {
        let check = |line: &str, expected: Option<(u32, &str)>| {
            assert_eq!(bare(line).map(|l| (l.number, &line[l.title..])), expected, "{line}");
            assert_eq!(label(line), None, "{line}");
        };
        check("1 规划基础", Some((1, "规划基础")));
        check("12\t保障措施", Some((12, "保障措施")));
        check("1规划基础", None);
        check("100 公里", None);
        check("2 500公里", None);
        check("0 总则", None);
    }

    #[test]
    fn every_kind_of_space() {
        for space in ["", " ", "  ", "\t", "\u{3000}"] {
            check(&format!("第一章{space}总则"), Some((Marker::Zhang, 1, "第一章", "总则")));
        }
    }
}
