//! Cells of spaced lines that the head's count of columns puts right.
//!
//! A text that is wider than its column leaves one space before the next cell (拥有量（件） 8.2), and a number may have spaces
//! between its thousands (2 250). What enters and leaves are the tokens of a table; the head tells how many cells a line
//! should have, the shapes of the words where one may end. Lines that have their count are left alone.

use std::collections::BTreeMap;

use gangyao_text::{NormRange, is_han};

use super::column::is_head_word;
use super::column::{ColumnKind, column_kind};
use super::head::line_end;
use super::serials;
use super::token::{Shape, Token, has_value_word, is_open, numbered};

/// The tokens, with lines of too few cells cut and numbers in too many cells put together.
pub(super) fn fit(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let tokens = join_heads(text, tokens);
    let Some(head) = Heads::find(text, &tokens) else { return tokens };
    let tokens = if head.number { serials::part(text, tokens, head.end) } else { tokens };
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let end = line_end(&tokens, at);
        let line = &tokens[at..end];
        let wanted = head.wanted(text, line);
        if at >= head.end && line.len() < wanted {
            cut_line(text, line, wanted - line.len(), &head, &mut out);
        } else if at >= head.end && line.len() > wanted {
            join_line(text, line, line.len() - wanted, &mut out);
        } else {
            out.extend_from_slice(line);
        }
        at = end;
    }
    out
}

/// Heads are looked for in so many tokens.
const MOST_HEADS: usize = 64;
/// Empty cells between the halves of a head at the most.
const MOST_EMPTY: usize = 3;

/// 指    标 is one head, set wide.
fn join_heads(text: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    let mut at = 0;
    let mut lines = 0;
    while at + 1 < tokens.len() {
        lines += usize::from(tokens[at].begins_line);
        if lines > HEAD_LINES || at > MOST_HEADS {
            break;
        }
        // A wide space may count as an empty cell.
        let inside = |token: &&Token| token.shape == Shape::Empty && !token.begins_line;
        let next = at + 1 + tokens[at + 1..].iter().take(MOST_EMPTY).take_while(inside).count();
        let Some(&second) = tokens.get(next).filter(|token| !token.begins_line) else {
            at += 1;
            continue;
        };
        let (left, right) = (tokens[at].range, second.range);
        let single = |range: NormRange| range.len() == 3 && range.of(text).chars().all(is_han);
        if single(left) && single(right) && is_head_word(&format!("{}{}", left.of(text), right.of(text))) {
            tokens[at].range = left.cover(right);
            tokens.drain(at + 1..=next);
        }
        at += 1;
    }
    tokens
}

/// What the line of heads says.
struct Heads {
    /// One past its last token.
    end: usize,
    columns: usize,
    group: bool,
    /// The rows are numbered in a column of their own.
    number: bool,
    unit: bool,
}

/// The head stands among the first lines.
const HEAD_LINES: usize = 4;

impl Heads {
    fn find(text: &str, tokens: &[Token]) -> Option<Self> {
        let mut at = 0;
        for _ in 0..HEAD_LINES {
            if at >= tokens.len() {
                return None;
            }
            let end = line_end(tokens, at);
            let kinds: Vec<Option<ColumnKind>> =
                tokens[at..end].iter().map(|token| column_kind(token.range.of(text))).collect();
            let known = kinds.iter().flatten().count();
            if known >= 3 && known * 2 > kinds.len() {
                let group = kinds[0] == Some(ColumnKind::Group);
                return Some(Self {
                    end,
                    columns: kinds.len().max(common_count(text, &tokens[end..]) + usize::from(group)),
                    group,
                    number: kinds.contains(&Some(ColumnKind::Number)),
                    unit: kinds.contains(&Some(ColumnKind::Unit)),
                });
            }
            at = end;
        }
        None
    }

    /// How many cells a line should have: one less where the merged first cell stands on another line.
    fn wanted(&self, text: &str, line: &[Token]) -> usize {
        let first = line[0].range.of(text);
        let counted = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
        let begins_with_name = counted || numbered(first).is_some() || first.starts_with("其中");
        self.columns - usize::from(self.group && begins_with_name)
    }
}

/// How many cells most of the numbered rows have: a head of several lines has no line with all of its columns.
fn common_count(text: &str, tokens: &[Token]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for line in tokens.chunk_by(|_, next| !next.begins_line) {
        let first = line[0].range.of(text);
        if !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()) {
            *counts.entry(line.len()).or_insert(0) += 1;
        }
    }
    let rows: usize = counts.values().sum();
    let most = counts.into_iter().max_by_key(|&(cells, lines)| (lines, cells));
    most.filter(|&(_, lines)| lines >= 3 && lines * 2 > rows).map_or(0, |(cells, _)| cells)
}

fn cut_line(text: &str, line: &[Token], mut missing: usize, head: &Heads, out: &mut Vec<Token>) {
    // A line of one text is a group's title or the rest of a cell.
    if line.len() < 2 {
        out.extend_from_slice(line);
        return;
    }
    let mut numbered = !head.number;
    for &token in line {
        let mut rest = token;
        while missing > 0
            && let Some(at) = number_end(rest.range.of(text))
                .filter(|_| !std::mem::replace(&mut numbered, true))
                .or_else(|| cut_at(rest.range.of(text), head.unit))
        {
            let start = rest.range.start as usize;
            let (left, right) = (
                NormRange::from_usize(start, start + at).trim(text),
                NormRange::from_usize(start + at, rest.range.end as usize).trim(text),
            );
            out.push(Token { range: left, begins_line: rest.begins_line, shape: Shape::of(left.of(text)) });
            rest = Token { range: right, begins_line: false, shape: Shape::of(right.of(text)) };
            missing -= 1;
        }
        out.push(rest);
    }
}

/// The space behind a row's number: 1 地区生产总值.
fn number_end(own: &str) -> Option<usize> {
    let digits = own.bytes().take_while(u8::is_ascii_digit).count();
    let name = own.get(digits..)?.strip_prefix(' ')?;
    ((1..=3).contains(&digits) && name.chars().take(3).filter(|&c| is_han(c)).count() == 3).then_some(digits)
}

/// Longest token that is looked into, in bytes.
const LONGEST: usize = 300;

/// The space at which a cell ends inside of a token: before a nature, before a figure that follows a name or a unit, before
/// a unit where the table has a column of them.
fn cut_at(own: &str, unit: bool) -> Option<usize> {
    if own.len() > LONGEST {
        return None;
    }
    memchr::memchr_iter(b' ', own.as_bytes()).find(|&at| {
        let left = own[..at].trim_end();
        let word = own[at + 1..].split(' ').next().unwrap_or_default();
        if left.is_empty() || word.is_empty() || is_open(left) {
            return false;
        }
        let shape = Shape::of(left);
        let names = left.chars().filter(|&c| is_han(c)).count() >= 2;
        match Shape::of(word) {
            Shape::Nature => true,
            Shape::Number | Shape::Mark => {
                shape == Shape::Unit
                    || shape == Shape::Mark
                    || shape == Shape::Nature
                    || left.ends_with(['）', ')'])
                    || names && shape != Shape::Number && !has_value_word(left)
                    || shape == Shape::Number && !are_thousands(left, word)
            }
            Shape::Unit => unit && names && shape != Shape::Number,
            _ => false,
        }
    })
}

/// 2 250, 19 428.78: three digits behind the end of a number.
fn are_thousands(left: &str, right: &str) -> bool {
    let tail = left.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = left.as_bytes().get(left.len().wrapping_sub(tail + 1));
    let whole = right.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&tail) && before != Some(&b'.') && whole == 3
}

fn join_line(text: &str, line: &[Token], mut spare: usize, out: &mut Vec<Token>) {
    let from = out.len();
    for &token in line {
        let joins = spare > 0
            && out[from..].last().is_some_and(|before| {
                before.shape == Shape::Number
                    && token.shape == Shape::Number
                    && &text[before.range.end as usize..token.range.start as usize] == " "
                    && are_thousands(before.range.of(text), token.range.of(text))
            });
        match out.last_mut() {
            Some(before) if joins => {
                before.range = before.range.cover(token.range);
                spare -= 1;
            }
            _ => out.push(token),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::{Separator, split_line};
    use super::*;

    fn check(separator: Separator, lines: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        let mut at = 0;
        for line in lines.split('\n') {
            split_line(lines, NormRange::from_usize(at, at + line.len()), separator, 99, &mut tokens);
            at += line.len() + 1;
        }
        let mut told: Vec<String> = Vec::new();
        for token in fit(lines, tokens) {
            match told.last_mut() {
                Some(line) if !token.begins_line => {
                    line.push('|');
                    line.push_str(token.range.of(lines));
                }
                _ => told.push(token.range.of(lines).to_owned()),
            }
        }
        assert_eq!(told[1..], *expected, "{lines}");
    }

    #[test]
    fn a_cell_wider_than_its_column() {
        check(
            Separator::Gap,
            "类别  指标名称  2025年  2030年  年均/累计  属性\n5.每万人口专利拥有量（件） 8.2   12   —   预期性\n民生  6.收入增长（%）  6.1  —  与经济增长同步 预期性\n7.寿命（岁）  80.2  81  —",
            &[
                "5.每万人口专利拥有量（件）|8.2|12|—|预期性",
                "民生|6.收入增长（%）|6.1|—|与经济增长同步|预期性",
                "7.寿命（岁）|80.2|81|—",
            ],
        );
        check(
            Separator::Gap,
            "序号  指标  单位  属性  2020年  2025年\n6  PM2.5年均浓度  微克/立方米 约束性  32  ＜35",
            &["6|PM2.5年均浓度|微克/立方米|约束性|32|＜35"],
        );
    }

    #[test]
    fn a_head_of_several_lines() {
        check(
            Separator::Gap,
            "序号  指标名称  单位  属性\n1  总值  亿元  312  420  6%  预期性\n2  投资  %  6.2  —  6  预期性\n3  就业  人  2860  —  〔15000〕  预期性\n4  能耗降低  %  〔14.2〕 —  完成任务 约束性",
            &[
                "1|总值|亿元|312|420|6%|预期性",
                "2|投资|%|6.2|—|6|预期性",
                "3|就业|人|2860|—|〔15000〕|预期性",
                "4|能耗降低|%|〔14.2〕|—|完成任务|约束性",
            ],
        );
    }

    #[test]
    fn one_wide_space_behind_the_number() {
        check(
            Separator::Gap,
            "序号  指    标  2025年  2030年  属性\n1 地区生产总值增长（%）  6.2   5.5左右  预期性",
            &["1|地区生产总值增长（%）|6.2|5.5左右|预期性"],
        );
    }

    #[test]
    fn spaces_between_thousands() {
        check(
            Separator::Gap,
            "指标  单位  2020年  2025年\n公路里程  公里  1 935  2 100\n出口  亿元  19 428.78",
            &["公路里程|公里|1 935|2 100", "出口|亿元|19 428.78"],
        );
        check(
            Separator::Single,
            "序号 指标 2020年 2025年 属性\n1 公路里程（公里） 1 935 2 100 预期性\n2 铁路里程（公里） 430 520 预期性",
            &["1|公路里程（公里）|1 935|2 100|预期性", "2|铁路里程（公里）|430|520|预期性"],
        );
    }
}
