//! Headings without a number: 前言, 序言, 附件, 名词解释.

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
