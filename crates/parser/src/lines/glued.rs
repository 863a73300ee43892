//! Lines that hold several headings: where each begins.
//!
//! Exported and scanned texts lose line ends between headings: 第一章指导思想第二章主要目标第二篇调整结构, 目录序言,
//! 第一节种植业（327）第二节畜牧业（329）. What enters is the text of a line, what leaves are the places at which another heading begins. A
//! sentence with cross-references (见第一章第二节) has none.

use crate::heading::{self, Unnumbered};
use crate::numbering::{self, Label, Marker};
use crate::shape::dense_len;

/// Longer lines are prose, in bytes.
const LONGEST: usize = 1_500;
/// Characters of a title between two labels.
const TITLE: std::ops::RangeInclusive<usize> = 2..=48;
/// A word at the end (…全面落实序言) is a heading of its own only after a title of so many characters.
const TITLE_BEFORE_WORD: usize = 4;

/// The bytes of `text` at which further headings begin; empty for nearly all lines.
pub(super) fn starts(text: &str) -> Vec<usize> {
    let first = text.chars().next().unwrap_or(' ');
    let may_open = matches!(first, '第' | '目' | '序' | '前' | '引' | '导' | '绪');
    // A heading on a line of its own: no second label.
    let alone = first == '第' && memchr::memmem::rfind(text.as_bytes(), "第".as_bytes()) == Some(0);
    if !may_open || alone || text.len() > LONGEST || text.contains(['。', '；', '\t', '|']) {
        return Vec::new();
    }
    let head = contents_head(text).unwrap_or(0);
    let rest = &text[head..];
    let mut found = if head == 0 { Vec::new() } else { vec![head] };
    if head > 0 && heading::unnumbered(rest) == Some(Unnumbered::Text) {
        return found;
    }
    match labels(rest) {
        Some(labels) => found.extend(labels.into_iter().filter(|&at| at > 0).map(|at| head + at)),
        // 目录 before something else is 目录调整 or the like.
        None => return Vec::new(),
    }
    if let Some(word) = closing_word(text, found.last().copied()) {
        found.push(word);
    }
    found
}

/// 目录 or 目 录 at the start of a longer line: where the rest begins.
fn contents_head(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('目')?.trim_start().strip_prefix(['录', '次'])?.trim_start();
    (!rest.is_empty()).then(|| text.len() - rest.len())
}

/// Where the labels of a line stand that is made of headings only, in order; the first may be an unnumbered word
/// (序 （312）第一编). `None` where the line is anything else.
fn labels(text: &str) -> Option<Vec<usize>> {
    let mut found: Vec<(usize, Label)> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "第") {
        if let Some(label) = numbering::label(&text[at..]).filter(|label| label.marker.is_named()) {
            found.push((at, label));
        }
    }
    let &(first, _) = found.first()?;
    if first > 0 && heading::unnumbered(without_page(&text[..first])) != Some(Unnumbered::Text) {
        return None;
    }
    let ends = found.iter().skip(1).map(|&(at, _)| at).chain(std::iter::once(text.len()));
    let titled = found.iter().zip(ends).all(|(&(at, label), end)| {
        text.get(at + label.title..end).is_some_and(|title| is_title(without_page(title)))
    });
    let several = found.len() >= 2 || first > 0;
    (several && titled && in_order(&found)).then(|| found.iter().map(|&(at, _)| at).collect())
}

/// Numbers of one style go up one by one, unless a higher level came between.
fn in_order(labels: &[(usize, Label)]) -> bool {
    labels.iter().enumerate().all(|(at, (_, label))| {
        let before = labels[..at].iter().rev().take_while(|(_, other)| other.marker >= label.marker);
        let same = before.map(|(_, other)| other).find(|other| other.marker == label.marker);
        same.is_none_or(|other| label.number == other.number + 1)
    })
}

/// A title as it stands between two labels; 和第二章 is a part of a sentence.
fn is_title(title: &str) -> bool {
    let refers = title.starts_with(['的', '所', '至', '和', '及', '与', '或', '、', '，', '）', '》', '”'])
        && !["和谐", "和平", "与时俱进", "所有制"].iter().any(|word| title.starts_with(word));
    let goes_on =
        title.ends_with(['见', '照', '据', '及', '和', '与', '在', '按', '、', '“', '《', '（', '(']);
    TITLE.contains(&dense_len(title)) && !refers && !goes_on && title.chars().any(gangyao_text::is_han)
}

/// Without （327） and dots at its end.
fn without_page(text: &str) -> &str {
    let mut text = text.trim_end();
    if text.ends_with(['）', ')']) {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '）' | ')' | ' '));
        text = digits.strip_suffix(['（', '(']).unwrap_or(text);
    }
    text.trim_end_matches(['.', '…', '·', '“', '．', ' '])
}

/// Where 序言 begins at the end of a line of several headings: the last entry of the contents and the body's first
/// heading.
fn closing_word(text: &str, last: Option<usize>) -> Option<usize> {
    let last = last?;
    let label = numbering::label(&text[last..]).filter(|label| label.marker != Marker::None)?;
    let title = &text[last + label.title..];
    ["序言", "前言", "引言", "导言", "结束语", "后记"].iter().find_map(|word| {
        let before = title.strip_suffix(word)?;
        (dense_len(before) >= TITLE_BEFORE_WORD).then(|| text.len() - word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(crate::lines::tests::parts(text, starts(text)), expected, "{text}");
    }

    #[test]
    fn headings_in_a_row() {
        check(
            "第一章发展的指导思想第二章发展的主要目标第二篇调整经济结构",
            &["第一章发展的指导思想", "第二章发展的主要目标", "第二篇调整经济结构"],
        );
        check("第一节种植业（327）第二节畜牧业（329）", &["第一节种植业（327）", "第二节畜牧业（329）"]);
        check("序  （312）第一编 基本任务（315）", &["序  （312）", "第一编 基本任务（315）"]);
    }

    #[test]
    fn words_before_and_after() {
        check("目录序言", &["目录", "序言"]);
        check("目 录 第一章 总则 第二章 任务", &["目 录 ", "第一章 总则 ", "第二章 任务"]);
        check(
            "第二十五章改善宏观管理第二十六章保障计划落实序言",
            &["第二十五章改善宏观管理", "第二十六章保障计划落实", "序言"],
        );
        check("第二十六章保障计划落实序言", &["第二十六章保障计划落实序言"]);
    }

    #[test]
    fn references_are_no_headings() {
        for text in [
            "第一章和第二章规定的任务",
            "第三章第一节所述内容",
            "第二章 任务（见第一章）",
            "第二章 任务见第四章 保障",
            "第一章 总则。第二章 任务。",
            "目录调整工作",
            "目录序言部分的内容",
            "第三章 加强建设",
        ] {
            check(text, &[text]);
        }
    }
}
