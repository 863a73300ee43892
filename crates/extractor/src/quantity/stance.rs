//! Whether a number has happened, is intended, or neither.
//!
//! What enters is the headings that the paragraph stands under, a sentence's beginning and the time of a number; what
//! leaves is the stance. The numbers themselves play no part.

use gangyao_model::{Kind, Stance};

use super::Context;
use super::time::When;

/// Words of a heading that looks back.
const BACK: [&str; 13] = [
    "成就",
    "成效",
    "回顾",
    "发展基础",
    "现实基础",
    "工作基础",
    "现状",
    "完成情况",
    "取得的",
    "主要进展",
    "过去",
    "基础和",
    "形势",
];

/// Words of a heading that looks ahead.
const AHEAD: [&str; 12] = [
    "目标",
    "任务",
    "总体要求",
    "展望",
    "思路",
    "重点工作",
    "工作安排",
    "工作部署",
    "建议",
    "打算",
    "远景",
    "新征程",
];

/// The stance of a paragraph before any word of it is read: the innermost heading that tells.
pub(super) fn of_headings(context: &Context<'_>) -> Stance {
    for heading in context.path.iter().rev() {
        let names = |year: Option<u16>| year.is_some_and(|year| heading.contains(&format!("{year}年")));
        let back = BACK.iter().any(|word| heading.contains(word)) || names(context.base_year());
        let ahead = AHEAD.iter().any(|word| heading.contains(word)) || names(context.period.map(|p| p.start));
        match (back, ahead) {
            (true, false) => return Stance::Achieved,
            (false, true) => return Stance::Target,
            // 目标任务完成情况 looks back, 发展基础和总体要求 says nothing.
            (true, true) if heading.contains("完成") || heading.contains("回顾") => {
                return Stance::Achieved;
            }
            _ => {}
        }
    }
    match context.kind {
        Kind::WorkReport | Kind::Other => Stance::Achieved,
        Kind::OutlinePlan | Kind::SpecialPlan | Kind::Proposal | Kind::Notice => Stance::Target,
    }
}

/// Openings that turn a whole paragraph.
const TURNS_BACK: [&str; 14] = [
    "五年来",
    "过去五年",
    "过去的五年",
    "过去5年",
    "过去一年",
    "过去的一年",
    "一年来",
    "去年",
    "回顾",
    "五年间",
    "5年来",
    "截至目前",
    "以来，",
    "总体顺利完成",
];
const TURNS_AHEAD: [&str; 9] =
    ["今年", "未来五年", "今后五年", "今后5年", "新的一年", "展望", "主要目标", "预期目标", "下一步"];

/// The stance that a sentence's opening gives to it and to those behind it.
pub(super) fn of_opening(sentence: &str) -> Option<Stance> {
    let opening = match sentence.char_indices().nth(24) {
        Some((at, _)) => &sentence[..at],
        None => sentence,
    };
    let first = |words: &[&str]| words.iter().filter_map(|word| opening.find(word)).min();
    match (first(&TURNS_BACK), first(&TURNS_AHEAD)) {
        (Some(back), Some(ahead)) => Some(if back < ahead { Stance::Achieved } else { Stance::Target }),
        (Some(_), None) => Some(Stance::Achieved),
        (None, Some(_)) => Some(Stance::Target),
        (None, None) => None,
    }
}

/// The stance that a time gives: what lies before the plan has happened, what lies in it is intended.
pub(super) fn of_time(when: Option<When>, context: &Context<'_>) -> Option<Stance> {
    let base = context.base_year()?;
    let year = when?.year()?;
    Some(if year <= base { Stance::Achieved } else { Stance::Target })
}

/// Words of intention right in a number's clause; they decide where no heading and no time does.
pub(super) fn of_clause(clause: &str) -> Option<Stance> {
    const INTENDED: [&str; 8] = ["力争", "争取", "计划", "目标", "努力", "预期", "拟", "确保"];
    INTENDED.iter().any(|word| clause.contains(word)).then_some(Stance::Target)
}
