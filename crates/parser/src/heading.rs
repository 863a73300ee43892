//! Headings without a number: 前言, 序言, 附件, 名词解释.

use crate::flow::Flow;
use crate::shape::{dense, dense_len, first_dense};

/// What an unnumbered heading opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unnumbered {
    /// 前言, 序言, 结语: text.
    Text,
    /// 附件, 附表, 附图, 附录.
    Annex,
    /// 名词解释.
    Glossary,
}

const TEXT: &[&str] =
    &["前言", "序言", "序", "引言", "导言", "导语", "绪论", "结语", "结束语", "后记", "编制说明"];
const ANNEX: &[&str] = &["附件", "附录", "附表", "附图", "附", "附则"];
const GLOSSARY: &[&str] = &[
    "名词解释",
    "名词注释",
    "术语解释",
    "名词术语解释",
    "相关名词解释",
    "专业名词解释",
    "有关名词解释",
    "名词和术语解释",
    "名词术语",
    "术语表",
    "词汇解释",
    "主要名词解释",
];

/// The kind of an unnumbered heading that fills its line, or `None`.
pub(crate) fn unnumbered(text: &str) -> Option<Unnumbered> {
    if text.len() > 60 || !first_dense(text).is_some_and(may_open) || dense_len(text) > 12 {
        return None;
    }
    let dense = dense(text);
    let bare = dense.trim_end_matches(['：', ':']);
    if TEXT.contains(&bare) {
        return Some(Unnumbered::Text);
    }
    if is_glossary(bare) {
        return Some(Unnumbered::Glossary);
    }
    // 附件1 and 附件一 are headings; 附表1 and 附图1 with their captions on the next line are captions.
    let annex = bare.trim_start_matches("附件");
    let numbered = bare.starts_with("附件")
        && !annex.is_empty()
        && gangyao_normaliser::value::numeral::integer(annex.trim_matches(['（', '）', '(', ')', '.']))
            .is_some();
    (ANNEX.contains(&bare) || numbered).then_some(Unnumbered::Annex)
}

/// What the title of an annex that is a table ends with.
const TABULAR_ENDS: &[&str] = &["表", "清单", "名单", "一览", "项目库", "汇总"];

/// 附件：某县重大项目规划表 above a table: the annex and its title on one line. The same line at the end of a notice only
/// names what is attached, and no table follows it.
pub(crate) fn opens_annex(flow: &Flow<'_, '_>, at: usize) -> bool {
    is_titled_annex(flow.text(at)) && at + 1 < flow.len() && {
        let next = flow.text(at + 1);
        next.starts_with("单位：") || next.starts_with("序号") || crate::table::is_columnar(next)
    }
}

fn is_titled_annex(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("附件").filter(|rest| rest.len() <= 150) else { return false };
    let rest = rest.trim_start_matches(|c: char| {
        c.is_ascii_digit() || gangyao_normaliser::value::numeral::is_chinese_numeral(c)
    });
    let Some(title) = rest.strip_prefix(['：', ':', ' ']).map(str::trim) else { return false };
    (4..=40).contains(&dense_len(title))
        && !title.contains(['，', '。', '；', '\t'])
        && crate::numbering::label(title).is_none()
        && TABULAR_ENDS.iter().any(|end| title.ends_with(end))
}

/// What the name of a report's part begins with, a year (2025年) set aside.
const REPORT_OPENINGS: &[&str] =
    &["过去", "今后", "未来", "去年", "今年", "新一年", "上一年", "本年", "本届", "五年来", "一年来", "“十"];

/// What the name of a report's part ends with.
const REPORT_ENDS: &[&str] = &[
    "回顾",
    "总结",
    "安排",
    "部署",
    "打算",
    "建议",
    "任务",
    "目标",
    "重点工作",
    "主要工作",
    "工作情况",
    "重点",
    "要求",
    "完成情况",
    "执行情况",
    "发展成就",
];

/// 2025年工作回顾, 今后五年的主要任务: a line that fills a part's place in a work report whose parts have no number.
pub(crate) fn is_part_of_report(text: &str) -> bool {
    let year = text.starts_with(['1', '2']) && text.get(4..).is_some_and(|rest| rest.starts_with('年'));
    if !year && !REPORT_OPENINGS.iter().any(|word| text.starts_with(word)) || text.len() > 90 {
        return false;
    }
    !text.contains(['。', '，', '；', '：', ',', '\t', '|'])
        && dense_len(text) >= 6
        && REPORT_ENDS.iter().any(|word| text.ends_with(word))
}

/// The first characters of all words above: most lines are told apart by theirs.
const fn may_open(first: char) -> bool {
    matches!(
        first,
        '前' | '序'
            | '引'
            | '导'
            | '绪'
            | '结'
            | '后'
            | '编'
            | '附'
            | '名'
            | '术'
            | '相'
            | '专'
            | '有'
            | '词'
            | '主'
    )
}

/// 名词解释, also as 附录：名词解释 or 附件2 名词解释.
fn is_glossary(bare: &str) -> bool {
    if GLOSSARY.contains(&bare) {
        return true;
    }
    GLOSSARY.iter().any(|word| {
        bare.strip_suffix(word).is_some_and(|before| {
            let mark = before.trim_end_matches(|c: char| {
                matches!(c, '：' | ':' | '、' | '.') || gangyao_normaliser::value::numeral::digit(c).is_some()
            });
            matches!(mark, "附件" | "附录" | "附" | "附表")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annexes_with_their_titles() {
        for text in ["附件：某县“十三五”重大项目规划表", "附件2 重点任务清单", "附件一: 指标一览"]
        {
            assert!(is_titled_annex(text), "{text}");
        }
        for text in ["附件：1．主要指标表", "附件", "附件：见后", "附件所列项目纳入规划表"]
        {
            assert!(!is_titled_annex(text), "{text}");
        }
    }

    #[test]
    fn parts_of_reports() {
        for text in ["2025年工作回顾", "2026年工作安排", "过去五年工作回顾", "今后五年的主要任务"]
        {
            assert!(is_part_of_report(text), "{text}");
        }
        for text in ["2025年，全市完成各项任务", "工作回顾", "2025年全市生产总值", "2025年"]
        {
            assert!(!is_part_of_report(text), "{text}");
        }
    }

    #[test]
    fn unnumbered_headings() {
        assert_eq!(unnumbered("序    言"), Some(Unnumbered::Text));
        assert_eq!(unnumbered("附件"), Some(Unnumbered::Annex));
        assert_eq!(unnumbered("附件2"), Some(Unnumbered::Annex));
        assert_eq!(unnumbered("名 词 解 释"), Some(Unnumbered::Glossary));
        assert_eq!(unnumbered("附录：名词解释"), Some(Unnumbered::Glossary));
        assert_eq!(unnumbered("附图1"), None);
        assert_eq!(unnumbered("前言部分的内容"), None);
    }
}
