//! What a description says of its project in so many words: 总投资65亿元, 建设年限2026—2029年, 责任单位：市交通运输局.
//!
//! In: the text of a description. Out: its investment, years, place, responsible body and scale, as printed. Each only
//! where the text states it once: of two investments (甲总投资3亿元，乙总投资5亿元) neither is the project's.

use std::ops::Range;
use std::sync::LazyLock;

use gangyao_normaliser::value::bound::{bound_after, bound_before};
use gangyao_normaliser::value::measure::measure_at;
use gangyao_normaliser::value::words::Prefixes;

/// Where a description states the facts of its project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// 约126亿元.
    pub(super) investment: Option<Range<usize>>,
    /// 2026—2029年.
    pub(super) period: Option<Range<usize>>,
    /// The place, behind its label.
    pub(super) location: Option<Range<usize>>,
    /// The responsible body, behind its label.
    pub(super) owner: Option<Range<usize>>,
    /// The scale, behind its label.
    pub(super) scale: Option<Range<usize>>,
}

/// What a label tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Investment,
    Total,
    Period,
    Location,
    Owner,
    Scale,
}

static LABELS: LazyLock<Prefixes<'static, Label>> = LazyLock::new(|| {
    Prefixes::new([
        ("投资", Label::Investment),
        ("总投资", Label::Total),
        ("合计投资", Label::Total),
        ("投资合计", Label::Total),
        ("投资共计", Label::Total),
        ("建设年限", Label::Period),
        ("建设期限", Label::Period),
        ("建设周期", Label::Period),
        ("建设时间", Label::Period),
        ("起止年限", Label::Period),
        ("实施期限", Label::Period),
        ("建设地点", Label::Location),
        ("项目地点", Label::Location),
        ("实施地点", Label::Location),
        ("责任单位", Label::Owner),
        ("牵头单位", Label::Owner),
        ("建设单位", Label::Owner),
        ("业主单位", Label::Owner),
        ("实施单位", Label::Owner),
        ("项目单位", Label::Owner),
        ("建设规模", Label::Scale),
        ("建设规模及内容", Label::Scale),
        ("建设规模与内容", Label::Scale),
    ])
});

/// What is stated once; nothing where it is stated again.
#[derive(Default)]
struct Once {
    range: Option<Range<usize>>,
    again: bool,
}

impl Once {
    fn state(&mut self, range: Option<Range<usize>>) {
        if let Some(range) = range {
            self.again |= self.range.is_some();
            self.range = Some(range);
        }
    }

    fn only(self) -> Option<Range<usize>> {
        self.range.filter(|_| !self.again)
    }
}

/// Reads a description.
pub(super) fn facts(text: &str) -> Facts {
    let labels: &Prefixes<'_, Label> = &LABELS;
    let [mut part, mut total, mut years, mut location, mut owner, mut scale]: [Once; 6] = Default::default();
    let mut behind = 0;
    for (at, c) in text.char_indices() {
        if at < behind || !labels.may_begin(c) {
            continue;
        }
        let Some((len, label)) = labels.longest(&text[at..]) else { continue };
        behind = at + len;
        match label {
            Label::Investment => part.state(sum(text, behind)),
            Label::Total => total.state(sum(text, behind)),
            Label::Period => years.state(period(text, behind)),
            Label::Location => location.state(labelled(text, behind)),
            Label::Owner => owner.state(labelled(text, behind)),
            Label::Scale => scale.state(labelled(text, behind)),
        }
    }
    Facts {
        // 总投资580亿元，其中政府投资60亿元: the total counts where parts are told too.
        investment: if total.range.is_some() { total.only() } else { part.only() },
        period: years.only(),
        location: location.only(),
        owner: owner.only(),
        scale: scale.only(),
    }
}

/// Characters between 投资 and its sum: 额约为.
const TIES: [char; 8] = ['额', '为', '：', ':', '达', '规', '模', '计'];

/// The sum of money behind 投资, with its bounds.
fn sum(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text[from..].trim_start_matches(TIES);
    let start = text.len() - rest.len();
    let digits = rest.find(|c: char| c.is_ascii_digit()).filter(|&at| at <= LONGEST_BOUND)?;
    let is_bound = digits == 0 || bound_before(&rest[..digits]).is_some_and(|(at, _)| at == 0);
    let measure = measure_at(text, start + digits).filter(|_| is_bound)?;
    let is_money = measure.unit_text(text).is_some_and(|unit| unit == "元" || unit == "美元");
    let end = bound_after(text, measure.end).map_or(measure.end, |(end, _)| end);
    is_money.then_some(start..end)
}

/// Bytes of 不低于.
const LONGEST_BOUND: usize = 12;

/// The years behind a label: 建设年限2026—2029年, 建设期限：2年.
fn period(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text[from..].trim_start_matches(['：', ':', '为']);
    let start = text.len() - rest.len();
    let end = start + rest.find(is_stop).unwrap_or(rest.len());
    let is_short = (2..=LONGEST_PERIOD).contains(&text[start..end].chars().count());
    (is_short && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(start..end)
}

/// Characters of 2026年3月—2029年12月, and a bit.
const LONGEST_PERIOD: usize = 24;

/// What stands behind a label and its colon, up to the end of the sentence.
fn labelled(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text[from..].strip_prefix(['：', ':'])?;
    let start = text.len() - rest.len();
    let end = start + rest.find(['。', '；', '）', ')', '\n']).unwrap_or(rest.len());
    (!text[start..end].trim().is_empty()).then_some(start..end)
}

const fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '）' | ')' | '、' | '\n')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: [&str; 5]) {
        let found = facts(text);
        let fields = [found.investment, found.period, found.location, found.owner, found.scale];
        assert_eq!(fields.map(|range| range.map_or("-", |range| &text[range])), expected, "{text}");
    }

    #[test]
    fn stated_facts() {
        check("新建第二跑道，总投资65亿元，建设年限2026—2029年。", ["65亿元", "2026—2029年", "-", "-", "-"]);
        check("三个项目，总投资约126亿元。", ["约126亿元", "-", "-", "-", "-"]);
        check("新增算力2000P，投资18亿元。", ["18亿元", "-", "-", "-", "-"]);
        check("总投资580亿元，其中政府投资60亿元。", ["580亿元", "-", "-", "-", "-"]);
        check("估算总投资额为3.2亿元以上。", ["3.2亿元以上", "-", "-", "-", "-"]);
        check(
            "建设规模：日处理5万吨；建设地点：东山镇；责任单位：市水利局、东山镇人民政府。",
            ["-", "-", "东山镇", "市水利局、东山镇人民政府", "日处理5万吨"],
        );
        check("建设期限：2年", ["-", "2年", "-", "-", "-"]);
    }

    #[test]
    fn what_states_nothing() {
        check("东山桥总投资3亿元，西山桥总投资5亿元。", ["-"; 5]);
        check("带动投资增长10%，引导社会投资。", ["-"; 5]);
        check("甲：责任单位：市教育局；乙：责任单位：市水利局。", ["-"; 5]);
        check("扩大建设规模，压实责任单位职责。", ["-"; 5]);
        check("投资强度不低于300万元/亩。", ["-"; 5]);
        check("", ["-"; 5]);
    }

    proptest! {
        #[test]
        fn any_text(text in "(总投资|投资|约|1|65|亿|元|建设年限|：|—|年|。|责任单位|建设规模|及内容|😀){0,12}") {
            let found = facts(&text);
            let fields = [found.investment, found.period, found.location, found.owner, found.scale];
            prop_assert!(fields.into_iter().flatten().all(|range| text.get(range).is_some()));
        }
    }
}
