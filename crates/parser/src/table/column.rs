//! What a column of a table is, told by its head.
//!
//! What enters is the text of a head, what leaves is a [`ColumnKind`]. Years, units and values are not read here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use gangyao_normaliser::value::words::Prefixes;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnKind {
    /// 序号.
    Number,
    /// 类别: holds for several rows.
    Group,
    /// 指标.
    Name,
    /// The second half of a 指标 column that is divided in some rows: 执业医师数.
    SubName,
    /// 单位.
    Unit,
    /// 属性.
    Nature,
    /// 2025年, 年均增速, 规划目标.
    Value,
    /// Anything else.
    Other,
}

/// Words in a head that make its column a value column, wherever they stand in it.
static VALUE_PARTS: LazyLock<Prefixes<'static, ()>> = LazyLock::new(|| {
    let words = [
        "年均",
        "累计",
        "增速",
        "增长率",
        "增长",
        "目标",
        "现状",
        "基期",
        "基数",
        "完成",
        "实际",
        "预期值",
        "期末",
        "预计",
        "指标值",
        "规划值",
        "基准",
        "初值",
        "实绩",
        "执行",
        "增幅",
        "五年",
    ];
    Prefixes::new(words.map(|word| (word, ())))
});

static WORDS: LazyLock<BTreeMap<&'static str, ColumnKind>> = LazyLock::new(|| {
    include_str!("../../data/table-heads.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let (word, kind) = line.split_once('\t').expect("heads have two columns");
            let kind = match kind {
                "number" => ColumnKind::Number,
                "group" => ColumnKind::Group,
                "name" => ColumnKind::Name,
                "unit" => ColumnKind::Unit,
                "nature" => ColumnKind::Nature,
                "value" => ColumnKind::Value,
                _ => ColumnKind::Other,
            };
            (word, kind)
        })
        .collect()
});

/// The first characters of all words, in order: most texts are told apart by theirs.
static FIRSTS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let firsts: BTreeSet<char> = WORDS.keys().filter_map(|word| word.chars().next()).collect();
    firsts.into_iter().collect()
});

const BRACKETS: &[char] = &['（', '(', '〔', '[', '［', '【', '）', ')', '〕', ']', '］', '】'];

/// A head is short; longer texts are cells of prose.
const MAX_HEAD_BYTES: usize = 120;

/// Text without white space and note marks, compared with the word table.
#[must_use]
pub(super) fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    text.split(is_aside).for_each(|part| squeezed.push_str(part));
    squeezed
}

/// White space and note marks, which no word is compared with.
fn is_aside(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '∗' | '※')
}

/// The kind of column that `head` names; `None` when the words name no column.
///
/// ```
/// use gangyao_parser::table::{ColumnKind, column_kind};
/// assert_eq!(column_kind("指 标"), Some(ColumnKind::Name));
/// assert_eq!(column_kind("2030年目标值"), Some(ColumnKind::Value));
/// assert_eq!(column_kind("经济发展"), None);
/// ```
#[must_use]
pub fn column_kind(head: &str) -> Option<ColumnKind> {
    if head.len() > MAX_HEAD_BYTES {
        return None;
    }
    let squeezed = if head.contains(is_aside) { Cow::Owned(squeeze(head)) } else { Cow::Borrowed(head) };
    let head = squeezed.as_ref();
    // Spanning heads are joined with a slash; the lowest says most.
    if let Some(kind) = word_kind(head) {
        return Some(kind);
    }
    let chars = head.chars().count();
    if chars <= 28 && (has_year(head) || names_plan(head) || (chars <= 16 && VALUE_PARTS.occurs_in(head))) {
        // 2025年以来新开工项目 and the like are prose, but a year at the start or end names a column.
        return Some(ColumnKind::Value);
    }
    if head.contains('/') {
        return head.rsplit('/').find_map(|part| WORDS.get(part).copied());
    }
    None
}

/// The kind that the whole head names, or the head without its brackets.
fn word_kind(head: &str) -> Option<ColumnKind> {
    WORDS.get(head).copied().or_else(|| {
        head.contains(BRACKETS).then(|| WORDS.get(without_brackets(head).as_str()).copied()).flatten()
    })
}

/// True for a line that the words alone show to name a column, and not one of values: what [`column_kind`] says, sooner.
pub(super) fn names_column(line: &str) -> bool {
    let first = line.chars().find(|&c| !is_aside(c));
    let may_name = first.is_some_and(|c| FIRSTS.binary_search(&c).is_ok() || BRACKETS.contains(&c));
    let may_name = may_name || memchr::memchr(b'/', line.as_bytes()).is_some();
    may_name
        && matches!(column_kind(line), Some(kind) if kind != ColumnKind::Value && kind != ColumnKind::Other)
}

/// True for a word of the table of head words.
pub(super) fn is_head_word(text: &str) -> bool {
    WORDS.contains_key(text)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| match c {
            '（' | '(' | '〔' | '[' | '［' | '【' => {
                depth += 1;
                false
            }
            '）' | ')' | '〕' | ']' | '］' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// “十三五”末, 十四五规划: a plan by its ordinal, in few words.
fn names_plan(text: &str) -> bool {
    text.chars().count() <= 14
        && ["五”", "五\"", "五末", "五期末", "五规划", "五时期"].iter().any(|part| text.contains(part))
}

/// 19xx or 20xx that no other digit touches, followed by 年 or by nothing (2025, 2025年, 2026-2030).
fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(4).enumerate().any(|(at, four)| {
        matches!(&four[..2], b"19" | b"20")
            && four.iter().all(u8::is_ascii_digit)
            && !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_digit())
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
            && (text[at + 4..].starts_with('年')
                || text.len() <= at + 4
                || bytes.get(at + 4).is_some_and(|b| b"-/".contains(b)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: Option<ColumnKind>) {
        assert_eq!(column_kind(head), expected, "{head}");
    }

    #[test]
    fn words_name_columns() {
        check("序 号", Some(ColumnKind::Number));
        check("指标名称（单位）", Some(ColumnKind::Name));
        check("类别", Some(ColumnKind::Group));
        check("计量单位", Some(ColumnKind::Unit));
        check("指标属性", Some(ColumnKind::Nature));
        check("建设内容", Some(ColumnKind::Other));
    }

    #[test]
    fn years_and_value_words_name_value_columns() {
        check("2025 年", Some(ColumnKind::Value));
        check("2025", Some(ColumnKind::Value));
        check("“十四五”年均增速[累计]", Some(ColumnKind::Value));
        check("规划目标/年均增速〔累计〕", Some(ColumnKind::Value));
        check("年均/累计", Some(ColumnKind::Value));
        check("2022年实际", Some(ColumnKind::Value));
    }

    #[test]
    fn prose_names_no_column() {
        check("经济发展", None);
        check("地区生产总值（亿元）", None);
        check("", None);
    }
}
