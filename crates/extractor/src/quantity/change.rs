//! What a number says about its metric: a level, an increase, a share, a multiple; and whether it has happened.
//!
//! What enters is a number with the words before it and its metric; what leaves is the kind of change and the stance.

use std::ops::Range;

use gangyao_model::{Change, Stance, Value};
use gangyao_normaliser::value::unit::UnitKind;

use super::left::Left;
use super::reading::Sentence;
use super::scan::{Form, Found};
use super::words::Before;
use super::{judge, stance};

impl Sentence<'_, '_, '_> {
    pub(super) fn change(&self, found: &Found, left: &Left, metric: &Range<usize>, value: &Value) -> Change {
        let text = self.paragraph.text;
        let shared = self.shared_noun.as_ref().filter(|_| left.noun.is_empty() || left.respective);
        let noun = &text[shared.unwrap_or(metric).clone()];
        let unit = value.unit.as_deref().unwrap_or("");
        let per_cent = matches!(unit, "%" | "％" | "成" | "‰") || found.measure.is_fraction();
        if found.form == Form::Doubling || unit == "倍" {
            return Change::Multiple;
        }
        let behind = metric.start >= found.measure.end && text[..metric.start].ends_with('的');
        // 年均5.4%的经济增长.
        if per_cent && behind && is_growth(noun) {
            return Change::GrowthRate;
        }
        if per_cent && behind {
            // 80.1%的新出让工业用地 is a share of the land.
            return Change::Share;
        }
        match left.change {
            Some(Before::Fall) => return Change::Decrease,
            Some(Before::Grow | Before::Rise) if per_cent => return Change::GrowthRate,
            Some(Before::Grow | Before::Rise) => return Change::Increase,
            Some(Before::Share) if per_cent => return Change::Share,
            _ => {}
        }
        if per_cent && noun.ends_with("降幅") {
            return Change::Decrease;
        }
        if per_cent && is_growth(noun) {
            return Change::GrowthRate;
        }
        if per_cent && is_share(noun) {
            return Change::Share;
        }
        if left.gained {
            return Change::Increase;
        }
        if left.lost {
            return Change::Decrease;
        }
        // 新增国家级平台1家、自治区级3家: the list shares its verb.
        match &self.previous {
            Some(previous)
                if (self.clause.soft || left.joined)
                    && previous.clause == self.clause.hard
                    && !left.reached
                    && !left.led
                    && (previous.kind == found.measure.kind()
                        || previous.change == Change::Increase && is_size(found, unit, noun)) =>
            {
                match previous.change {
                    Change::Increase | Change::Decrease => previous.change,
                    Change::GrowthRate if per_cent => previous.change,
                    _ => Change::Level,
                }
            }
            _ => Change::Level,
        }
    }

    /// Whether the number has happened, is intended, or neither.
    pub(super) fn stance(&self, found: &Found, left: &Left) -> Stance {
        let text = self.paragraph.text;
        if judge::is_distance_standard(text, &found.measure) {
            return Stance::Other;
        }
        // 再延长三十年: a term that the law sets.
        let years = found.measure.unit_text(text) == Some("年");
        if years && self.clause_before(found).ends_with("延长") {
            return Stance::Other;
        }
        let own = stance::of_time(self.time, self.paragraph.context);
        let clause = &text[self.clause.hard.min(found.measure.start)..found.measure.start];
        let base =
            own.or_else(|| stance::of_clause(clause).filter(|_| self.paragraph.stance != Stance::Achieved));
        let stance = base.unwrap_or(self.paragraph.stance);
        let at = found.measure.start;
        if stance == Stance::Target
            && (self.granting.holds(at)
                || stance::is_standard(clause, &text[found.measure.end..self.range.end]))
        {
            return Stance::Other;
        }
        // 低保对象、特困人员等6类重点特殊群体 counts what there is.
        let classes = matches!(found.measure.unit_text(text), Some("类"));
        if stance == Stance::Target && classes && left.listed && own.is_none() {
            Stance::Other
        } else {
            stance
        }
    }
}

/// 新增停车位2000个、绿地10公顷: a list goes on from counts to sizes, not to money or rates.
/// 造林面积100亩 in such a list measures what is done, and is nothing new.
fn is_size(found: &Found, unit: &str, noun: &str) -> bool {
    let measured = ["面积", "规模", "里程", "能力", "总量", "产量"].iter().any(|word| noun.ends_with(word));
    found.measure.kind() == Some(UnitKind::Amount) && !unit.ends_with('元') && !measured
}

fn is_growth(noun: &str) -> bool {
    ["增速", "增幅", "涨幅", "增长", "增长速度", "年均增长率"].iter().any(|word| noun.ends_with(word))
}

fn is_share(noun: &str) -> bool {
    // 空气质量优良天数比例 is the official name of a rate.
    let rate = ["优良", "水质", "断面", "空气"].iter().any(|word| noun.contains(word));
    let takes_part = noun.find('占').is_some_and(|at| !noun[at..].starts_with("占地"));
    takes_part
        || ["占比", "比重", "贡献率", "份额"].iter().any(|word| noun.contains(word))
        || noun.contains("比例") && !rate
}
