//! Cells of a text table before they are put into rows and columns.
//!
//! What enters are lines, what leaves are tokens: stretches of a line between tabs or runs of spaces, each with the
//! shape of its text. Rows and columns are decided in `align`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use gangyao_normaliser::value::words::Prefixes;
use gangyao_text::{NormRange, is_han};

use crate::shape::dense;

/// How the cells of a line are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// Each tab ends a cell.
    Tab,
    /// Every run of `n` spaces ends a cell; twice as many hold an empty cell.
    Spaces(usize),
    /// A run of spaces ends a cell, however long it is.
    Gap,
    /// One space ends a cell, unless both sides are plainly one cell (2025 年, 指 标).
    Single,
    /// One cell a line.
    Line,
}

/// The shape of a token's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing between two separators.
    Empty,
    /// A bare integer that takes part in the run 1, 2, 3 of row numbers.
    Serial,
    /// 1. 地区生产总值: a name with its number.
    Numbered,
    /// ► 经济发展, 一、经济强（12项）, （7项）.
    GroupMark,
    /// 预期性.
    Nature,
    /// 万元.
    Unit,
    /// A number with what belongs to it: ≥85, 5.5左右, [6.5].
    Number,
    /// —, *.
    Mark,
    /// Words that stand for a number: 完成省定目标.
    ValueWords,
    /// Anything else.
    Text,
}

/// A cell, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub range: NormRange,
    /// It begins a line; only such a token may begin a row or go on with a broken cell.
    pub begins_line: bool,
    pub shape: Shape,
}

static UNITS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/table-units.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

/// Words that a cell uses in place of a number.
static VALUE_WORDS: LazyLock<Prefixes<'static, ()>> = LazyLock::new(|| {
    let words = [
        "完成",
        "达到",
        "稳定",
        "提高",
        "同步",
        "下降",
        "控制",
        "持续",
        "不低于",
        "保持",
        "要求",
        "力争",
        "基本",
        "高于",
        "优于",
        "改善",
        "下达",
        "待定",
        "稳中",
        "以上",
        "国家",
        "省定",
        "全面",
        "位居",
    ];
    Prefixes::new(words.map(|word| (word, ())))
});

/// Texts longer than this are prose; their shape is not looked at.
const MAX_SHAPED_BYTES: usize = 240;

impl Shape {
    /// The shape of `text`, seen alone; numbers become [`Shape::Serial`] in [`mark_serials`].
    pub(super) fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        if text.len() > MAX_SHAPED_BYTES {
            return Self::Text;
        }
        if is_nature(text) {
            return Self::Nature;
        }
        if is_mark(text) {
            return Self::Mark;
        }
        if is_group_mark(text) {
            return Self::GroupMark;
        }
        if is_unit(text) {
            return Self::Unit;
        }
        let name = |at: usize| text[at..].chars().filter(|&c| is_han(c)).count() >= 2;
        if numbered(text).is_some_and(|(_, at)| name(at)) {
            return Self::Numbered;
        }
        if is_number(text) {
            return Self::Number;
        }
        if text.bytes().all(|byte| byte.is_ascii()) {
            return Self::Text;
        }
        let chars = text.chars().count();
        // A unit in brackets closes a name (居民收入提高（%）), never words of a value.
        if chars <= 20 && !text.ends_with(['）', ')']) && has_value_word(text) {
            return Self::ValueWords;
        }
        Self::Text
    }
}

/// One of the words of values stands somewhere in the text.
pub(super) fn has_value_word(text: &str) -> bool {
    VALUE_WORDS.occurs_in(text)
}

/// 预期性, 约束性指标, 预期.
pub(super) fn is_nature(text: &str) -> bool {
    // Most texts are told by their first character; the rest costs a copy.
    if text.len() > 60 || !text.starts_with(['预', '约', '指', '引', '（', '(']) {
        return false;
    }
    let squeezed = text.trim_matches(['（', '）', '(', ')']);
    let squeezed: String = squeezed.chars().filter(|c| !c.is_whitespace()).collect();
    let word = squeezed.strip_suffix("指标").unwrap_or(&squeezed);
    matches!(
        word,
        "预期性" | "约束性" | "预期" | "约束" | "指导性" | "预测性" | "引导性" | "预期型" | "约束型"
    )
}

/// A mark that says nothing: —, *, /.
fn is_mark(text: &str) -> bool {
    text.chars().count() <= 4 && text.chars().all(|c| "—–－-*∗/／…─―~～〔〕[]（）()".contains(c))
}

fn is_group_mark(text: &str) -> bool {
    if text.starts_with(['►', '▶', '■', '◆', '●', '★', '▲', '◎', '◇']) {
        return true;
    }
    if ends_with_count(text) {
        return true;
    }
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches(['（', '(']).trim_start_matches(numeral);
    rest.len() < text.len()
        && text.starts_with(|c: char| numeral(c) || "（(".contains(c))
        && (rest.starts_with(['、', '）', ')', '．', '.'])
            || rest
                .strip_prefix(' ')
                .is_some_and(|name| name.chars().take_while(|&c| is_han(c)).count() >= 2))
        && text.chars().count() <= 20
}

/// Titles of groups that need no mark to be known as such.
static GROUP_TITLES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let list = include_str!("../../data/table-groups.txt");
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// 经济发展 alone on its line, above 生产总值（亿元）: the title of a group, no half of a name.
pub(super) fn is_known_group(text: &str) -> bool {
    GROUP_TITLES.contains(text.trim())
}

/// 一, （二）, 十一、: a number of groups in the column of numbers.
pub(super) fn is_group_number(text: &str) -> bool {
    let bare = text.trim_matches(['（', '）', '(', ')', '、', '.']);
    !bare.is_empty() && bare.len() <= 9 && bare.chars().all(|c| "一二三四五六七八九十".contains(c))
}

/// （7项）, （12 个）: a group's count of rows.
fn ends_with_count(text: &str) -> bool {
    let Some(inner) = text.strip_suffix(['）', ')', '】', ']']) else { return false };
    let Some(open) = inner.rfind(['（', '(', '【', '[']) else { return false };
    let inner = inner[open..].trim_start_matches(['（', '(', '【', '[']);
    let inner = inner.trim_start_matches('共').trim();
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < inner.len() && matches!(digits.trim(), "项" | "项指标" | "个" | "个指标")
}

/// The number before a name: 1. 1． 1、 （1） ①, and where the name begins.
pub(super) fn numbered(text: &str) -> Option<(u32, usize)> {
    if let Some((number, len)) = crate::shape::circled(text) {
        let name = text[len..].trim_start();
        return name.starts_with(is_han).then_some((number, text.len() - name.len()));
    }
    let open = text.trim_start_matches(['（', '(']);
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let number = open[..digits].parse().ok()?;
    let after = &open[digits..];
    let rest = after.strip_prefix(['.', '．', '、', '）', ')', '﹒'])?;
    let rest = rest.trim_start();
    // 5.5左右 is a value.
    rest.starts_with(|c: char| !c.is_ascii_digit()).then(|| (number, text.len() - rest.len()))
}

/// The byte at which the name begins behind the number `expected` and a point, where a figure follows: only the sequence
/// of the rows tells 4.5岁以下儿童死亡率 in row 4 from 4.5.
pub(super) fn numbered_next(text: &str, expected: u32) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 || text[..digits].parse() != Ok(expected) {
        return None;
    }
    let rest = text[digits..].strip_prefix(['.', '．', '、'])?.trim_start();
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let name = rest[figures..].chars().take_while(|&c| is_han(c)).count();
    (figures > 0 && name >= 3).then(|| text.len() - rest.len())
}

/// Marks names whose number only the numbers before it tell: 3. …, 4.5岁以下儿童死亡率.
fn mark_numbered(tokens: &mut [Token], text: &str) {
    let mut last = 0;
    for token in tokens.iter_mut().filter(|token| token.shape != Shape::Empty) {
        let own = token.range.of(text);
        if token.shape == Shape::Numbered {
            last = numbered(own).map_or(last, |(number, _)| number);
        } else if last > 0 && numbered_next(own, last + 1).is_some() {
            token.shape = Shape::Numbered;
            last += 1;
        }
    }
}

/// A unit as it stands in a column of its own: %, 万元/人, 微克/立方米.
pub(super) fn is_unit(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let squeezed =
        if text.contains(char::is_whitespace) { Cow::Owned(dense(text)) } else { Cow::Borrowed(text) };
    let squeezed = squeezed.trim_matches(['（', '）', '(', ')']);
    if squeezed.is_empty() || squeezed.chars().count() > 14 {
        return false;
    }
    if is_rate_base(squeezed) {
        return true;
    }
    squeezed.split(['/', '／', '·']).all(|part| {
        let part = part.trim_start_matches(|c: char| c.is_ascii_digit());
        UNITS.contains(part)
            || part.strip_prefix(['万', '亿', '千', '百']).is_some_and(|part| UNITS.contains(part))
    })
}

/// 1/10万, /10万, 1/万: so many in so many.
fn is_rate_base(unit: &str) -> bool {
    let Some((one, base)) = unit.split_once(['/', '／']) else { return false };
    let digits = base.trim_start_matches(|c: char| c.is_ascii_digit() || c == '十');
    matches!(one, "" | "1") && matches!(digits, "万" | "千" | "百" | "亿" | "万人" | "千人" | "百人")
}

/// A number with its bounds, marks and unit; a name that begins with a number (3岁以下婴幼儿入托率) is none.
fn is_number(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| {
        "≥≤＞＜><=＝～~约近超达预计到前第+-－—〔[［【（( 增降高低至少不于".contains(c)
    });
    if !start.starts_with(|c: char| c.is_ascii_digit()) {
        // 提高1个百分点, 分别下降〔53.3〕: a few words, then a number that the rest is about.
        let Some(at) = text.find(|c: char| c.is_ascii_digit()) else { return false };
        let words = text[..at].chars().filter(|&c| is_han(c)).count();
        return words <= 5 && has_value_word(&text[..at]) && !text.ends_with(['）', ')']);
    }
    let digits = start.trim_start_matches(|c: char| c.is_ascii_digit() || ".,．，-—–～~".contains(c));
    let han = digits.chars().filter(|&c| is_han(c)).count();
    if han <= 2 {
        return true;
    }
    // 21.5（2024年）, 4.5左右（2025年）, 19428.78，年均增速4.8%.
    let number = &start[..start.len() - digits.len()];
    digits.starts_with(['（', '(', '%', '〕', ']']) && !ends_with_unit_bracket(digits)
        || number.contains('.')
        || number.ends_with(['，', ','])
        || (han <= 6 && ["左右", "以上", "以下", "以内", "百分点"].iter().any(|end| digits.ends_with(end)))
}

/// 拥有量（件）: text that ends as names do.
pub(super) fn ends_with_unit_bracket(text: &str) -> bool {
    text.strip_suffix(['）', ')'])
        .and_then(|inner| inner.rfind(['（', '(']).map(|open| &inner[open..]))
        .is_some_and(|inner| is_unit(inner.trim_start_matches(['（', '('])))
}

/// Marks bare integers that count the rows: each the next number, each before something that can be a name.
pub(super) fn mark_serials(tokens: &mut [Token], text: &str) -> u32 {
    let mut expected = 1u32;
    for at in 0..tokens.len() {
        let own = tokens[at].range.of(text);
        let bare = own.trim_end_matches(['.', '．', '、']);
        if bare.is_empty() || bare.len() > 4 || !bare.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let Ok(number) = bare.parse::<u32>() else { continue };
        // A number may be missing (9, 11) or a part of the table may begin anew (1).
        let next = number == expected || (expected > 2 && (number == expected + 1 || number == 1));
        let before_name = tokens.get(at + 1).is_some_and(|token| {
            let name = token.range.of(text);
            matches!(token.shape, Shape::Text | Shape::ValueWords | Shape::Numbered | Shape::Number)
                && name.chars().filter(|&c| is_han(c)).count() >= 2
        });
        if next && before_name {
            tokens[at].shape = Shape::Serial;
            expected = number + 1;
        }
    }
    mark_numbered(tokens, text);
    expected - 1
}

/// Splits a line at its separators and appends its tokens, no more than `limit`; white space around a cell is no part of it.
pub(super) fn split_line(
    text: &str,
    line: NormRange,
    separator: Separator,
    limit: usize,
    out: &mut Vec<Token>,
) {
    let mut begins_line = true;
    let limit = out.len() + limit;
    let mut push = |start: usize, end: usize| {
        if out.len() >= limit {
            return;
        }
        let base = line.start as usize;
        let range = NormRange::from_usize(base + start, base + end).trim(text);
        out.push(Token { range, begins_line, shape: Shape::of(range.of(text)) });
        begins_line = false;
    };
    let own = line.of(text);
    match separator {
        Separator::Line => push(0, own.len()),
        Separator::Tab => {
            let mut start = 0;
            for at in memchr::memchr_iter(b'\t', own.as_bytes()) {
                push(start, at);
                start = at + 1;
            }
            push(start, own.len());
        }
        Separator::Spaces(_) | Separator::Gap => {
            let mut start = 0;
            for (at, len) in SpaceRuns::new(own) {
                let leading = at == 0;
                let cells = match separator {
                    Separator::Spaces(width) => (len + width / 2) / width,
                    _ => usize::from(!leading),
                };
                for cell in 0..cells.min(MAX_EMPTY_RUN) {
                    push(if cell == 0 { start } else { at + len }, if cell == 0 { at } else { at + len });
                }
                if cells > 0 || leading {
                    start = at + len;
                }
            }
            push(start, own.len());
        }
        Separator::Single => {
            let mut start = 0;
            let indent = own.len() - own.trim_start().len();
            let end = own.trim_end().len();
            let mut from = indent.min(end);
            start += from;
            while let Some(found) = memchr::memchr(b' ', &own.as_bytes()[from..end]) {
                let at = from + found;
                from = at + 1;
                if !own[start..at].trim().is_empty()
                    && !is_one_cell(&own[start..at], own[from..end].trim_start())
                {
                    push(start, at);
                    start = from;
                }
            }
            push(start, end);
        }
    }
}

/// True where a single space stands inside a cell.
fn is_one_cell(before: &str, after: &str) -> bool {
    let before = last_word(before);
    let after = after.split(' ').next().unwrap_or(after);
    let single = |word: &str| word.chars().count() == 1 && word.chars().all(is_han);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let han = |c: Option<char>| c.is_some_and(is_han);
    let (last, first) = (before.chars().next_back(), after.chars().next());
    before.len() < 100 && is_open(before)
        || before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with('年')
        || matches!(after, "左右" | "以上" | "以下" | "以内")
        || matches!(before, "预计" | "约" | "达到" | "≥" | "≤" | "＞" | "＜")
        || single(before) && single(after)
        || letter(last) && han(first)
        || han(last) && letter(first)
        || han(last) && after.starts_with(['（', '(']) && Shape::of(before) == Shape::Text
}

/// More brackets are open than closed in a text.
pub(super) fn is_open(text: &str) -> bool {
    text.matches(['（', '(', '〔', '[']).count() > text.matches(['）', ')', '〕', ']']).count()
}

/// A blank line stands between two places of the text.
pub(super) fn is_parted(text: &str, from: u32, to: u32) -> bool {
    memchr::memchr_iter(b'\n', &text.as_bytes()[from as usize..to as usize]).nth(1).is_some()
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(' ').next().unwrap_or(text)
}

/// A run of spaces stands for so many empty cells at most.
const MAX_EMPTY_RUN: usize = 32;

/// Runs of two spaces or more in a line, as (place, length).
pub(super) struct SpaceRuns<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> SpaceRuns<'t> {
    pub(super) const fn new(line: &'t str) -> Self {
        Self { bytes: line.as_bytes(), at: 0 }
    }
}

impl Iterator for SpaceRuns<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(found) = memchr::memchr(b' ', &self.bytes[self.at..]) {
            let start = self.at + found;
            let len = self.bytes[start..].iter().take_while(|&&byte| byte == b' ').count();
            self.at = start + len;
            if len >= 2 {
                return Some((start, len));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str, expected: Shape) {
        assert_eq!(Shape::of(text), expected, "{text}");
    }

    #[test]
    fn shapes_of_values() {
        for text in [
            "5.7",
            "≥85",
            "＞10",
            "5.5 左右",
            "[6.5]",
            "〔＞15〕",
            "预计 5.2",
            "21.5（2024年）",
            "6.5%左右",
            "25—27",
            "4.5-5",
            "19428.78，年均增速4.8%",
            "提高1个百分点以上",
            "分别下降〔53.3〕和〔44.2〕",
            "90000左右",
            "（20）",
            "1000亿元以上",
        ] {
            shape(text, Shape::Number);
        }
        for text in ["—", "*", "/", "——", "〔—〕"] {
            shape(text, Shape::Mark);
        }
        for text in ["完成省定目标", "达到呼市要求", "稳中有升", "与经济增长同步"] {
            shape(text, Shape::ValueWords);
        }
    }

    #[test]
    fn shapes_of_names_groups_units_and_natures() {
        for text in [
            "3岁以下婴幼儿入托率（%）",
            "地区生产总值（亿元）",
            "南京至都市圈内成员城市1小时通达率（%）",
            "5G基站数（个）",
        ] {
            shape(text, Shape::Text);
        }
        shape("1. 地区生产总值增长", Shape::Numbered);
        shape("（3）全员劳动生产率", Shape::Numbered);
        for text in ["► 经济发展", "一、经济强（12项）", "（7项）", "创新发展(5项)", "（一）经济发展"]
        {
            shape(text, Shape::GroupMark);
        }
        for text in ["%", "万元/人", "微克/立方米", "万吨标准煤", "张", "个百分点"] {
            shape(text, Shape::Unit);
        }
        for text in ["预期性", "约束性指标", "预期", "约 束 性"] {
            shape(text, Shape::Nature);
        }
    }

    fn cells(line: &str, separator: Separator) -> Vec<&str> {
        let mut tokens = Vec::new();
        split_line(line, NormRange::from_usize(0, line.len()), separator, 99, &mut tokens);
        tokens.iter().map(|token| token.range.of(line)).collect()
    }

    #[test]
    fn lines_are_split() {
        assert_eq!(cells("a\tb\t\tc\t", Separator::Tab), ["a", "b", "", "c", ""]);
        assert_eq!(cells("    a    b        c    ", Separator::Spaces(4)), ["", "a", "b", "", "c", ""]);
        assert_eq!(cells("   a  b c      d", Separator::Gap), ["a", "b c", "d"]);
        assert_eq!(cells("a  b", Separator::Line), ["a  b"]);
    }
}
