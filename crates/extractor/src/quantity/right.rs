//! The noun behind a number: 7家自治区级示范单位, 441户棚户区改造项目, 80%以上的企业.
//!
//! What enters is the stretch between a number and the next break or number; what leaves is the noun's range.

use std::ops::Range;

use super::words::{self, Opening};

/// The longest noun behind a number, in characters.
const MAX_NOUN: usize = 30;

/// Words that go on with the sentence: no noun begins with them.
const NO_NOUN: [&str; 14] =
    ["和", "及", "与", "以及", "并", "或", "等", "，", "）", "”", "、", "而", "时", "and "];

/// Words in which 中 does not mean among.
const IN_THE_MIDDLE: [&str; 7] = ["高中", "初中", "职中", "集中", "其中", "途中", "水中"];

/// What follows a number and still speaks of the number: 3万家目标, 2万亿元新台阶.
const OF_THE_NUMBER: [&str; 9] =
    ["目标", "目标任务", "大关", "新台阶", "台阶", "关口", "门槛", "水平", "规模"];

/// True where the stretch begins with what still speaks of the number: 超过2000人的目标如期实现.
pub(super) fn speaks_of_number(stretch: &str) -> bool {
    OF_THE_NUMBER.iter().any(|word| stretch.starts_with(word))
}

/// The noun at the beginning of `text[start..end]`.
pub(super) fn noun(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let stretch = text[start..end].trim();
    let from = start + (text[start..end].len() - text[start..end].trim_start().len());
    let stretch = stretch.strip_prefix('的').unwrap_or(stretch);
    let from = from + (text[from..end].trim_end().len() - stretch.len());
    if NO_NOUN.iter().any(|word| stretch.starts_with(word)) {
        return None;
    }
    // 5.4%的经济增长: at the end of its stretch growth is a noun.
    let end = words::first_end(stretch);
    let stretch = if stretch[end..].trim_end() == "增长" { stretch } else { &stretch[..end] };
    let stretch = stretch.char_indices().nth(MAX_NOUN).map_or(stretch, |(at, _)| &stretch[..at]);
    // 19条道路提升工程等: 等 closes a list, and a conjunction leads on to the next number.
    let stretch = stretch.strip_suffix("涉及").unwrap_or(stretch);
    let stretch = stretch.trim_end_matches(['等', '和', '及', '与', '以', '的', ' ', '在', '将']);
    // 20项主要指标中，有4项提前完成.
    let stretch = match stretch.strip_suffix('中') {
        Some(among) if !IN_THE_MIDDLE.iter().any(|word| stretch.ends_with(word)) => among,
        _ => stretch,
    };
    // 跨过3000亿元、4000亿元两个大台阶 still speaks of the number.
    let of_the_number = OF_THE_NUMBER.contains(&stretch)
        || ["台阶", "大关", "关口"].iter().any(|step| stretch.ends_with(step));
    let is_noun = stretch.chars().any(char::is_alphanumeric) && !of_the_number;
    is_noun.then(|| from..from + stretch.len())
}

/// The noun without a verb at its front: 投入2000万元实施科技助残工程, 投入2亿元完成东路改造.
pub(super) fn behind_verb(text: &str, noun: Range<usize>) -> Range<usize> {
    let len = match words::opening(&text[noun.clone()]) {
        Some((len, Opening::Lead | Opening::Gain | Opening::Loss)) => len,
        None if text[noun.clone()].starts_with(DONE) => DONE.len(),
        _ => 0,
    };
    if noun.start + len < noun.end { noun.start + len..noun.end } else { noun }
}

/// Before a number it ties, so that it is no opening.
const DONE: &str = "完成";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = noun(text, 0, text.len());
        assert_eq!(found.map(|range| &text[range]), expected, "{text}");
    }

    #[test]
    fn nouns_behind_numbers() {
        check("保交楼任务", Some("保交楼任务"));
        check("公司认定为绿色工厂", Some("公司"));
        check("行政村集体经济年收入均达", Some("行政村集体经济年收入"));
        check("的企业", Some("企业"));
        check("自贸创新和", Some("自贸创新"));
        check("和背街小巷", None);
        check(" and 省级创新平台", None);
        check("", None);
        check("村达", Some("村"));
    }
}
