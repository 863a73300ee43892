//! The metric of a number: the noun before it, behind it, or one that an earlier clause names.
//!
//! What enters is a number with the words before it; what leaves is the metric's range. Which of the nouns is meant
//! depends on the unit: 建成学校29所 and 29所学校 count the noun, 投资120亿元 measures what stands before.

use std::ops::Range;

use gangyao_model::Change;
use gangyao_normaliser::value::bound::{Bounds, bound_after};
use gangyao_normaliser::value::numeral;
use gangyao_normaliser::value::unit::UnitKind;

use super::left::{self, Left};
use super::reading::Sentence;
use super::scan::{Found, Token};
use super::years::{self, Row};
use super::{Draft, judge, right, words};

/// Heads of nouns that measure something: a sentence that opens with one tells how it stands.
const MEASURES: [&str; 20] = [
    "装机规模",
    "总值",
    "增加值",
    "总产值",
    "总额",
    "总量",
    "总规模",
    "总收入",
    "预算收入",
    "支配收入",
    "营业收入",
    "产量",
    "人口规模",
    "总里程",
    "城镇化率",
    "覆盖率",
    "平均浓度",
    "投资额",
    "装机容量",
    "天数",
];

/// What the name of a measure ends with.
const MEASURE_ENDS: [&str; 18] = [
    "比重",
    "比例",
    "占比",
    "率",
    "额",
    "收入",
    "人数",
    "总数",
    "面积",
    "规模",
    "强度",
    "寿命",
    "浓度",
    "里程",
    "拥有量",
    "产值",
    "水平",
    "能力",
];
/// How a measure turns, before what it comes to: 由负转正、增长4%.
const TURNS: [&str; 9] = [
    "由负转正",
    "由降转升",
    "由降转增",
    "由跌转涨",
    "止跌回升",
    "企稳回升",
    "稳中有升",
    "稳步增长",
    "从无到有",
];

/// Verbs whose object goes up or down.
const TO_CHANGE: [&str; 7] = ["提高", "提升", "降低", "扩大", "增加", "提速", "控制"];

/// How far a sentence's opening is searched for its subject, in bytes.
const MAX_SUBJECT: usize = 90;

/// The longest list that 分别 hands out.
const MAX_SHARES: usize = 16;

/// （1）型, (二)类: where it ends.
fn class_in_brackets(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(['（', '('])?;
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese_numeral(c));
    let short = (1..=6).contains(&(inner.len() - rest.len()));
    let rest = rest.strip_prefix(['）', ')'])?.strip_prefix(['型', '类', '级'])?;
    short.then_some(text.len() - rest.len())
}

/// The longest list that is one metric, in characters.
const MAX_LIST: usize = 24;

/// The items of a list, if there are `count` of them. A mark may stand inside a name (普及率, 木竹藤棕草制品业和家具业): where
/// all marks make too many parts, fewer of them part the list, and conjunctions only its last item, or none.
fn parts_of(text: &str, list: Range<usize>, count: usize) -> Option<Vec<Range<usize>>> {
    let by = |marks: &[char]| split(text, list.clone(), |c| marks.contains(&c));
    let fits = |items: &Vec<_>| items.len() == count;
    let mut rows = by(&['、']);
    let whole = Some(by(&['、', '和', '与', '及'])).filter(fits).or_else(|| Some(rows.clone()).filter(fits));
    whole.or_else(|| {
        let last = rows.pop()?;
        rows.extend(split(text, last, |c| matches!(c, '和' | '与' | '及')));
        Some(rows).filter(fits).or_else(|| Some(by(&['、', '和'])).filter(fits))
    })
}

/// The pieces of `text[range]` between separators, without the space around them; none is empty.
fn split(text: &str, range: Range<usize>, separates: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let base = range.start;
    let slice = &text[range];
    let pieces = slice.split(separates).map(str::trim).filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let start = base + (piece.as_ptr() as usize - slice.as_ptr() as usize);
            start..start + piece.len()
        })
        .collect()
}

impl Sentence<'_, '_, '_> {
    /// Where the words behind a number end: at the next token.
    pub(super) fn right_end(&self, index: usize, end: usize) -> usize {
        let next = self.tokens.get(index + 1);
        // 2座小（1）型水库: the class in brackets stands inside the noun.
        if let Some(Token::Open(open, _)) = next
            && let Some(behind) = class_in_brackets(&self.paragraph.text[*open..])
        {
            let inside = |token: &&Token| token.start() < open + behind;
            let within = self.tokens[index + 1..].iter().take_while(inside).count();
            return self.tokens.get(index + 1 + within).map_or(self.range.end, Token::start).max(end);
        }
        // 200项国家、行业标准: a short word before 、 is half of a noun, if no number stands in the other half.
        if let Some(&Token::Break { start, soft: true, .. }) = next
            && (1..=4).contains(&self.paragraph.text[end..start.max(end)].trim().chars().count())
            && let Some(Token::Break { start: last, .. }) = self.tokens.get(index + 2)
            && !self.paragraph.text[start..(*last).max(start)].contains(|c: char| c.is_ascii_digit())
        {
            return (*last).max(end);
        }
        next.map_or(self.range.end, Token::start).max(end)
    }

    /// What is counted, in order of what stands nearest.
    pub(super) fn metric(
        &mut self,
        index: usize,
        found: &Found,
        left: &Left,
        end: usize,
        right_end: usize,
    ) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        if judge::is_distance_standard(text, &found.measure) && found.quoted {
            let after = found.measure.end
                ..text[found.measure.end..self.range.end]
                    .find(['、', '”', '，'])
                    .map_or(self.range.end, |at| found.measure.end + at);
            return Some(after);
        }
        if left.respective && self.shares.is_empty() {
            self.hand_out(index, left);
        }
        if let Some(share) = self.shares.pop() {
            return Some(share);
        }
        let before = (!left.noun.is_empty()).then(|| left.noun.clone());
        let counts = found.measure.kind() == Some(UnitKind::Count);
        // “一圈一策”完成15个商圈改造: what was done stands behind.
        // 每所医院至少有2名医生: where they are is not what is counted.
        let each = before.as_ref().is_some_and(|noun| text[noun.clone()].starts_with('每'));
        let done = left.done && !left.reached && (each || left.bounds == Bounds::default());
        let tied = left.linked && !done || left.change.is_some();
        // 新增房源964套，为28.4万重点群体提供帮扶: people without a measure word stand behind their number too.
        let people = found.measure.kind().is_none() && before.is_none();
        if (counts && !(before.is_some() && tied) || people)
            && let Some(after) = self.counted_behind(index, end, right_end)
        {
            return Some(after);
        }
        if counts
            && before.is_none()
            && let Some(after) = self.noun_behind_list(index, end)
        {
            return Some(after);
        }
        // 十大领域安排超1000个重大工程: a verb before the bound governs what follows.
        if let Some(noun) = &before
            && (left.agent || words::ends_with_lead(&text[noun.clone()]))
            && let Some(after) = self.counted_behind(index, end, right_end)
            && words::opening(&text[after.clone()]).is_none()
        {
            return Some(after);
        }
        if let Some(list) = self.whole_list(index, left, found.measure.start) {
            return Some(list);
        }
        if let Some(before) = before {
            return Some(self.elided(&before, found, left.linked).unwrap_or(before));
        }
        // 铁路26亿元、枢纽场站等4亿元: where no noun stands behind, the money is that of the examples.
        let of_money = found.measure.kind() == Some(UnitKind::Amount);
        if of_money && !left.example.is_empty() && self.noun_behind(index, end, right_end).is_none() {
            return Some(left.example.clone());
        }
        if let Some(noun) = self.noun_before_bracket(index, found) {
            return Some(noun);
        }
        if let Some(from) = self.from.as_ref().filter(|from| !from.metric.is_empty()) {
            return Some(from.metric.clone());
        }
        let behind = || self.counted_behind(index, end, right_end).map(|noun| right::behind_verb(text, noun));
        let earlier = || self.counted_before(found).or_else(|| Some(self.previous.as_ref()?.metric.clone()));
        // 占全市总量的20.6% and 增长5.5% go on with the metric before; 投入2000万元实施工程 names what follows.
        if left.led || !(left.linked || left.change.is_some()) {
            behind().or_else(earlier)
        } else {
            let told = self
                .turned()
                .or_else(earlier)
                .or_else(|| self.subject())
                .or_else(|| self.object())
                .or_else(behind);
            told.or_else(|| self.share_itself(left, found.measure.start))
        }
    }

    /// 续建昌马抽水蓄能电站（120万千瓦）: a number alone in brackets tells of the noun before them.
    fn noun_before_bracket(&self, index: usize, found: &Found) -> Option<Range<usize>> {
        let Some(Token::Open(open, behind)) = index.checked_sub(1).and_then(|at| self.tokens.get(at)) else {
            return None;
        };
        let text = self.paragraph.text;
        let alone = text.get(*behind..found.measure.start)?.trim().is_empty()
            && matches!(self.tokens.get(index + 1), Some(Token::Close(..)));
        let start = self.near(self.outer.last()?.start.max(self.last_end), *open);
        let stretch = text.get(start..*open).filter(|_| alone)?;
        // 甲电站（90万千瓦）和乙电站（60万千瓦）: the brackets before are none of its noun.
        let from =
            stretch.rfind(['）', ')']).map_or(stretch, |at| stretch[at..].trim_start_matches(['）', ')']));
        let noun = left::read(text, *open - from.trim_start_matches(['和', '及', '与']).len(), *open).noun;
        (!noun.is_empty()).then_some(noun)
    }

    /// The noun behind a number, but for a predicate: of 20项指标，有4项提前完成 the indicators are meant.
    fn counted_behind(&self, index: usize, end: usize, right_end: usize) -> Option<Range<usize>> {
        let noun = self.noun_behind(index, end, right_end)?;
        let text = self.paragraph.text;
        let stretch = text.get(noun.start..right_end).unwrap_or(&text[noun.clone()]);
        let is_predicate = self.previous.is_some() && words::begins_with_end(stretch);
        (!is_predicate).then_some(noun)
    }

    /// 数字经济增速居前，占地区生产总值比重达到45%: where nothing says what has the share, its own name does.
    fn share_itself(&self, left: &Left, number: usize) -> Option<Range<usize>> {
        let start = left.noun.start;
        let stretch = self.paragraph.text.get(start..number)?;
        let end = ["比重", "比例"].iter().filter_map(|word| Some(stretch.find(word)? + word.len())).min()?;
        (left.noun.is_empty() && stretch.starts_with('占')).then_some(start..start + end)
    }

    /// 地区生产总值连跨三个百亿台阶，由186亿元增加到312亿元: the sentence opens with what its numbers measure.
    fn subject(&self) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let start = self.range.start;
        let upto = text.floor_char_boundary(self.clause.hard.min(start + MAX_SUBJECT));
        let stretch = text.get(start..upto)?;
        let mut from = start;
        // 过去五年，地区生产总值…: a time may stand before.
        stretch.split_inclusive(['，', '；', '：', ',', ';']).take(2).find_map(|clause| {
            let opens_at = from;
            from += clause.len();
            let head = |head: &&str| clause.find(*head).map(|at| at + head.len());
            // 职业学校学生占在校生的比重，要由45%提高到50%以上: a clause may be nothing but what its next one measures.
            let whole = || {
                let name = clause.strip_suffix(['，', ','])?;
                MEASURE_ENDS.iter().any(|word| name.ends_with(word)).then_some(name.len())
            };
            let end = opens_at + MEASURES.iter().filter_map(head).min().or_else(whole)?;
            let noun = left::read(text, opens_at, end).noun;
            (!noun.is_empty()).then_some(noun)
        })
    }

    /// 工业增加值增长9%，固定资产投资由负转正、增长4%: the stretch before says how the same thing turned.
    fn turned(&self) -> Option<Range<usize>> {
        // A time may stand between: 交易额从无到有，2025年达到58亿元.
        self.turned_before(self.clause.start).or_else(|| self.turned_before(self.clause.hard))
    }

    fn turned_before(&self, end: usize) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let from = self.near(self.range.start, end);
        let before = text[from..end].strip_suffix(['、', '，', ','])?;
        let named = TURNS.iter().find_map(|word| before.strip_suffix(word))?;
        let start = named
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '，' | '、' | '；' | '：' | ',' | ';'))
            .map_or(0, |(at, mark)| at + mark.len_utf8());
        let noun = left::read(text, from + start, from + named.len()).noun;
        (!noun.is_empty()).then_some(noun)
    }

    /// 提高高技能人才占技能劳动者的比重，到2025年达到33%: the clause before ends with what is to change.
    fn object(&self) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let start = self.near(self.range.start, self.clause.hard);
        let before = text.get(start..self.clause.hard)?.strip_suffix(['，', ','])?;
        let from = start
            + before
                .rfind(['，', '；', '：', ',', ';'])
                .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        let end = start + before.len();
        let changed = TO_CHANGE.iter().any(|verb| text[from..end].trim_start().starts_with(verb));
        if !changed || !MEASURE_ENDS.iter().any(|head| text[..end].ends_with(head)) {
            return None;
        }
        let noun = left::read(text, from, end).noun;
        (!noun.is_empty()).then_some(noun)
    }

    /// 项目320个，投资480亿元，确保新开工130个: what is counted is what was counted in the same unit, not the money.
    fn counted_before(&self, found: &Found) -> Option<Range<usize>> {
        let count = Some(UnitKind::Count);
        let other = self.previous.as_ref().is_some_and(|previous| previous.kind == Some(UnitKind::Amount));
        if found.measure.kind() != count || !other {
            return None;
        }
        let unit = found.measure.unit_text(self.paragraph.text);
        let same = |draft: &&Draft| draft.value.unit.as_deref() == unit;
        self.drafts.iter().rev().take(4).find(same).map(|draft| draft.metric_range.clone())
    }

    /// The noun behind a number; 1镇11街道行政区划改革 has it behind the next one.
    fn noun_behind(&self, index: usize, end: usize, right_end: usize) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        if let Some(noun) = right::noun(text, end, right_end) {
            if text[noun.clone()].ends_with('级') {
                return self.head_of_list(index).or(Some(noun));
            }
            return Some(noun);
        }
        let mut from = end;
        for (at, token) in self.tokens.iter().enumerate().skip(index + 1).take(2) {
            let Token::Number(next) = token else { return None };
            let adjacent = text[from..next.measure.start.max(from)].trim().is_empty();
            from = next.measure.end;
            while let Some((after, _)) = bound_after(&text[..self.range.end], from) {
                from = after;
            }
            // 10个规模达到1000亿元以上的产业集群: the noun stands behind what sorts it.
            if !adjacent && !text[from..].starts_with('的') {
                return None;
            }
            if let Some(noun) = right::noun(text, from, self.right_end(at, from)) {
                return Some(noun);
            }
        }
        None
    }

    /// 3218户、6904名贫困人口: two counts of one noun, which stands behind the second.
    fn noun_behind_list(&self, index: usize, end: usize) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let (Token::Break { start, end: from, soft: true }, Token::Number(next)) =
            (self.tokens.get(index + 1)?, self.tokens.get(index + 2)?)
        else {
            return None;
        };
        let adjacent =
            text[end..*start].trim().is_empty() && text[*from..next.measure.start].trim().is_empty();
        let counts = next.measure.kind() == Some(UnitKind::Count);
        (adjacent && counts)
            .then(|| right::noun(text, next.measure.end, self.right_end(index + 2, next.measure.end)))?
    }

    /// 1个万亿级、1个5000亿级和一批2000亿级的产业集群, 2个千亿级、5个百亿级产业集群: the head stands at the end of the
    /// list.
    fn head_of_list(&self, index: usize) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let mut brackets = 0;
        for token in self.tokens.iter().skip(index + 1).take(12) {
            match token {
                Token::Open(..) => brackets += 1,
                Token::Close(..) => brackets -= 1,
                Token::Break { start, soft: false, .. } if brackets <= 0 => {
                    let near = self.near(self.clause.start, *start);
                    let stretch = &text[near..*start];
                    let from = near + stretch.rfind('级')? + "级".len();
                    return right::noun(text, from, *start);
                }
                _ => {}
            }
        }
        None
    }

    /// 其中15个村达50万元: a bare 村 before money is who reaches it; what is measured was told before.
    fn elided(&self, before: &Range<usize>, found: &Found, linked: bool) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let short = text[before.clone()].chars().count() <= 2;
        let unit = found.measure.unit_text(text);
        if !short || !linked || !matches!(found.measure.kind(), Some(UnitKind::Amount | UnitKind::Ratio)) {
            return None;
        }
        let same = |draft: &&Draft| draft.value.unit.as_deref() == unit;
        self.drafts.iter().rev().take(4).find(same).map(|draft| draft.metric_range.clone())
    }

    /// 甲和乙分别达到5%和6%: one metric a number; 2013年、2014年分别为3.1亿元、3.5亿元: one year a number.
    fn hand_out(&mut self, index: usize, left: &Left) {
        let text = self.paragraph.text;
        let numbers = self.tokens[index..]
            .iter()
            .take(2 * MAX_SHARES)
            .take_while(|token| !matches!(token, Token::Break { soft: false, .. }))
            .filter(|token| matches!(token, Token::Number(_)))
            .count();
        if numbers < 2 {
            return;
        }
        let row = years::before(text, &self.tokens[..index]).filter(|row| row.years.len() == numbers);
        let row = row.or_else(|| self.last_row.clone().filter(|row| row.years.len() == numbers));
        self.last_row.clone_from(&row);
        if left.noun.is_empty() {
            match row {
                Some(row) => self.hand_out_years(row),
                None => self.hand_out_earlier(numbers),
            }
            return;
        }
        if left.noun.end < self.clause.hard {
            return;
        }
        let list = self.list_start(index, left);
        let whole = left::read_list(text, self.near(list, left.noun.end), left.noun.end);
        let start =
            if whole.noun.is_empty() { left.noun.start } else { whole.noun.start.min(left.noun.start) };
        let parts = parts_of(text, start..left.noun.end, numbers);
        if let Some(mut parts) = parts {
            parts.reverse();
            self.shares = parts;
            self.shared_noun = Some(left.noun.clone());
        } else if let Some(row) = row {
            self.years = row.years;
        }
    }

    /// 2023年和2024年财政收入分别为…: the list of metrics begins behind the time, which is no part of it.
    fn list_start(&self, index: usize, left: &Left) -> usize {
        let near = self.tokens[..index].iter().rev().take(2 * MAX_SHARES);
        let in_clause = near.take_while(|token| token.start() >= self.clause.hard);
        let ends = in_clause.filter_map(|token| match token {
            Token::Time(time) if time.end <= left.noun.start => Some(time.end),
            _ => None,
        });
        ends.max().unwrap_or(self.clause.hard)
    }

    /// 财政收入2013年、2014年分别为3.1亿元、3.5亿元: what is measured may stand before the years.
    fn hand_out_years(&mut self, row: Row) {
        let from = self.near(self.clause.hard, row.start.max(self.clause.hard));
        let noun = left::read(self.paragraph.text, from.min(row.start), row.start).noun;
        if !noun.is_empty() && row.start > self.clause.hard {
            self.shares = vec![noun; row.years.len()];
        }
        self.years = row.years;
    }

    /// 办复率、满意率均达100%: one number for the whole list.
    fn whole_list(&self, index: usize, left: &Left, number: usize) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let shared = ["均", "都", "各", "分别"].iter().any(|word| text[left.noun.end..number].contains(word));
        let told = self.previous.as_ref().is_some_and(|previous| previous.clause == self.clause.hard);
        let next = self.tokens.get(index + 1);
        let alone = matches!(next, None | Some(Token::Break { soft: false, .. }));
        if !self.clause.soft || !shared || told || !alone || left.noun.is_empty() {
            return None;
        }
        let from = self.near(self.clause.hard, left.noun.start);
        let first_end = from + text.get(from..left.noun.start)?.find('、')?;
        let first = left::read(text, from, first_end).noun;
        let stretch = text.get(first.start..left.noun.end)?;
        let plain =
            !stretch.contains(['（', '(', '，', '；', '：']) && !stretch.contains(char::is_whitespace);
        let short = stretch.chars().count() <= MAX_LIST;
        (!first.is_empty() && first.end == first_end && plain && short).then_some(first.start..left.noun.end)
    }

    /// 城镇居民收入达到4万元，农村居民收入达到2万元，分别增长5%和6%: the metrics of as many numbers before.
    fn hand_out_earlier(&mut self, numbers: usize) {
        let Some(first) = self.drafts.len().checked_sub(numbers) else { return };
        let metrics: Vec<_> =
            self.drafts[first..].iter().rev().map(|draft| draft.metric_range.clone()).collect();
        let levels = self.drafts[first..].iter().all(|draft| draft.change == Change::Level);
        if levels && metrics.windows(2).all(|pair| pair[0] != pair[1]) {
            self.shares = metrics;
        }
    }
}
