//! The numbers of a paragraph, read in order: time, metric and kind of change go on from clause to clause.
//!
//! What enters is a sentence's tokens; what leaves is drafts. 国家高新技术企业126家，占全市总量的20.6% gives the second
//! number the metric of the first.

use std::ops::Range;

use gangyao_model::{Bound, Change, Stance, Value};
use gangyao_normaliser::value::bound::{Bounds, bound_after};
use gangyao_normaliser::value::unit::UnitKind;

use super::left::{self, Left};
use super::scan::{Form, Found, Scanner, Token};
use super::time::{TimeToken, When};
use super::words::{self, Before};
use super::{Context, Draft, has_number, judge, rank, right, stance};

/// How far before a number its words are looked for, in bytes.
const MAX_REACH: usize = 600;

/// The longest list that 分别 hands out.
const MAX_SHARES: usize = 16;

/// What the number before it leaves to the next one.
#[derive(Clone, Debug)]
struct Previous {
    metric: Range<usize>,
    change: Change,
    kind: Option<UnitKind>,
}

/// A paragraph while it is read.
pub(super) struct Paragraph<'t, 'c> {
    text: &'t str,
    context: &'c Context<'c>,
    stance: Stance,
    time: Option<When>,
}

impl<'t, 'c> Paragraph<'t, 'c> {
    pub(super) fn new(text: &'t str, context: &'c Context<'c>) -> Self {
        Self { text, context, stance: stance::of_headings(context), time: context.carried }
    }

    /// Reads one sentence.
    pub(super) fn read(&mut self, range: Range<usize>, drafts: &mut Vec<Draft>) {
        let sentence = &self.text[range.clone()];
        if let Some(stance) = stance::of_opening(sentence) {
            self.stance = stance;
        }
        if !has_number(sentence.as_bytes()) {
            return;
        }
        let ahead = self.stance == Stance::Target;
        let tokens = Scanner::tokens(self.text, range.start, range.end, self.context, ahead);
        let opening = opening_time(self.text, &tokens, &range);
        if let Some(stance) = stance::of_time(opening, self.context) {
            // “十四五”时期是…的五年 turns the whole paragraph, 到2030年 only says when.
            if matches!(opening, Some(When::Span { .. })) {
                self.stance = stance;
            }
        }
        let mut reader = Sentence::new(self, range, &tokens);
        reader.read();
        drafts.append(&mut reader.drafts);
        if opening.is_some_and(|when| when.year().is_some()) {
            // The years of 5年累计 sum up one sentence; those behind it only keep the year.
            self.time = opening.and_then(When::year).map(When::Year);
        }
    }
}

/// The time that opens a sentence, or a clause behind words like 主要目标是：.
pub(super) fn opening_time(text: &str, tokens: &[Token], sentence: &Range<usize>) -> Option<When> {
    let mut clause = sentence.start;
    for token in tokens {
        match token {
            Token::Time(TimeToken { start, when: Some(when), .. }) => {
                let before = text[clause..*start].trim();
                return (before.chars().count() <= 6 && when.year().is_some()).then_some(*when);
            }
            Token::Break { end, soft: false, .. } if text[..*end].ends_with(['：', ':']) => clause = *end,
            Token::Time(_) => {}
            _ => return None,
        }
    }
    None
}

/// Where a clause stands while its sentence is read.
#[derive(Clone, Copy, Debug)]
struct Clause {
    /// Behind the last break of any kind.
    start: usize,
    /// Behind the last break that ends a clause.
    hard: usize,
    /// The time that was told last since `start`.
    time: Option<TimeToken>,
    /// The break before it was 、.
    soft: bool,
}

struct Sentence<'p, 't, 'c> {
    paragraph: &'p Paragraph<'t, 'c>,
    range: Range<usize>,
    tokens: &'p [Token],
    clause: Clause,
    outer: Vec<Clause>,
    /// Behind the last number and its bounds.
    last_end: usize,
    time: Option<When>,
    previous: Option<Previous>,
    /// The baseline that waits for its number, with the metric that stood before it.
    from: Option<(Value, Range<usize>)>,
    /// Metrics that 分别 hands out, the next one last.
    shares: Vec<Range<usize>>,
    /// The noun that 分别 shares out, which tells what all of its numbers are.
    shared_noun: Option<Range<usize>>,
    /// The bound that 分别 ties to every number of its list: 分别超过70%和50%.
    shared_bound: Bounds,
    drafts: Vec<Draft>,
}

impl<'p, 't, 'c> Sentence<'p, 't, 'c> {
    fn new(paragraph: &'p Paragraph<'t, 'c>, range: Range<usize>, tokens: &'p [Token]) -> Self {
        let clause = Clause { start: range.start, hard: range.start, time: None, soft: false };
        Self {
            paragraph,
            clause,
            outer: Vec::new(),
            last_end: range.start,
            time: paragraph.time,
            range,
            tokens,
            previous: None,
            from: None,
            shares: Vec::new(),
            shared_noun: None,
            shared_bound: Bounds::default(),
            drafts: Vec::new(),
        }
    }

    fn read(&mut self) {
        for (index, token) in self.tokens.iter().enumerate() {
            match *token {
                Token::Break { end, soft, .. } => {
                    self.clause.start = end;
                    self.clause.soft = soft;
                    self.clause.time = None;
                    if !soft {
                        self.clause.hard = end;
                        self.shares.clear();
                        self.shared_bound = Bounds::default();
                        self.shared_noun = None;
                    }
                }
                Token::Open(_, end) => {
                    self.outer.push(self.clause);
                    self.clause = Clause { start: end, hard: end, time: None, soft: false };
                }
                Token::Close(..) => {
                    if let Some(clause) = self.outer.pop() {
                        self.clause = clause;
                    }
                }
                Token::Time(time) => {
                    self.clause.time = Some(time);
                    // 到2035年人均国内生产总值比2020年翻一番: the noun stands behind the first time.
                    let opening =
                        left::read(self.paragraph.text, self.near(self.clause.start, time.start), time.start);
                    if opening.noun.is_empty() && !opening.from {
                        self.clause.start = self.clause.start.max(time.end);
                    }
                    // A year in brackets dates what stands before it, not what follows.
                    if self.outer.is_empty() && time.when.is_some() && self.dates(&time) {
                        self.time = time.when;
                    }
                }
                Token::Number(found) => self.number(index, &found),
            }
        }
    }

    /// True when a time says when: 到2027年, 2025年末; 举办2026年世界杯预选赛 only names the cup.
    fn dates(&self, time: &TimeToken) -> bool {
        let text = self.paragraph.text;
        let by_word = ["到", "至", "在", "于", "截至", "截止", "力争", "前", "为", "的"];
        let before = text[self.clause.hard.min(time.start)..time.start].trim();
        let after = text[time.end..].trim_start();
        before.chars().count() <= 6 && !self.clause.soft
            || by_word.iter().any(|word| before.ends_with(word))
            || after.starts_with(['的', '，', '达', '累'])
            || matches!(time.when, Some(When::Every))
            || !text[time.start..].starts_with(|c: char| c.is_ascii_digit())
    }

    fn number(&mut self, index: usize, found: &Found) {
        let text = self.paragraph.text;
        let start = self.near(self.clause.start.max(self.last_end), found.measure.start);
        if matches!(found.form, Form::Rank | Form::Top) {
            return self.rank(start, found);
        }
        let left = self.left(start, found.measure.start);
        let (end, mut bounds) = self.bounds(found, &left);
        if left.respective {
            self.shared_bound = left.bounds;
        } else if left.noun.is_empty() {
            bounds.add(self.shared_bound);
        }
        let right_end = self.right_end(index, end);
        let around = judge::Around {
            before: self.clause_before(found),
            after: &text[end..right_end],
            elided: self.from.is_some(),
            bounded: bounds.bound.is_some(),
            count_follows: self.count_follows(index),
        };
        let leads_on = left.from && self.leads_to_another(index, end);
        let counts = leads_on || judge::is_quantity(text, found, &left, &around);
        if !counts || judge::is_threshold(text, &found.measure, &left, &around) {
            return;
        }
        let raw = &text[left.tie..end];
        let mut value = found.measure.value(text, raw, bounds);
        value.estimated = left.estimated;
        if leads_on {
            self.from = Some((value, left.noun));
            self.last_end = end;
            return;
        }
        let metric = self.metric(index, found, &left, end, right_end);
        self.last_end = end;
        let Some(metric) = metric else { return };
        let change = self.change(found, &left, &metric, &value);
        self.emit(found, &left, metric, value, change, end);
    }

    /// Reads the words before a number: behind the last time, or, where nothing stands there, before it.
    fn left(&self, start: usize, end: usize) -> Left {
        let text = self.paragraph.text;
        let Some(time) = self.clause.time.filter(|time| time.start >= start && time.end <= end) else {
            return left::read(text, start, end);
        };
        let near = left::read(text, time.end, end);
        if !near.noun.is_empty() {
            return near;
        }
        let far = left::read(text, start, time.start);
        Left {
            noun: far.noun,
            linked: near.linked || far.linked,
            led: near.led || far.led,
            gained: near.gained || far.gained,
            change: near.change.or(far.change),
            from: near.from || far.from,
            respective: near.respective || far.respective,
            modal: near.modal.or(far.modal),
            ..near
        }
    }

    /// Bounds before and after the number, and where the last of them ends.
    fn bounds(&self, found: &Found, left: &Left) -> (usize, Bounds) {
        let mut bounds = left.bounds;
        let mut end = found.measure.end;
        // At most two words: 30家左右以上 does not occur, but the loop must end.
        for _ in 0..2 {
            let Some((after, says)) = bound_after(self.paragraph.text, end) else { break };
            bounds.add(says);
            end = after;
        }
        if found.measure.more {
            bounds.add(Bounds { bound: Some(Bound::Gt), approx: false });
        }
        (end, bounds)
    }

    /// `from`, or a place near before `to`: words far away say nothing of a number, and time must stay linear.
    fn near(&self, from: usize, to: usize) -> usize {
        let text = self.paragraph.text;
        let mut start = from.max(to.saturating_sub(MAX_REACH));
        while !text.is_char_boundary(start) {
            start += 1;
        }
        start
    }

    /// A measure word's number is the next token.
    fn count_follows(&self, index: usize) -> bool {
        let is_count =
            |found: &Found| found.form == Form::Plain && found.measure.kind() == Some(UnitKind::Count);
        matches!(self.tokens.get(index + 1), Some(Token::Number(next)) if is_count(next))
    }

    /// Where the words behind a number end: at the next token.
    fn right_end(&self, index: usize, end: usize) -> usize {
        let next = self.tokens.get(index + 1);
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

    /// 从39.2%提升至45.28%: another number follows, and only a link stands between.
    fn leads_to_another(&self, index: usize, end: usize) -> bool {
        let text = self.paragraph.text;
        let mut from = end;
        for token in self.tokens.iter().skip(index + 1).take(3) {
            match token {
                Token::Time(time) => {
                    if left::read(text, from, time.start.max(from)).linked {
                        return true;
                    }
                    from = time.end;
                }
                Token::Number(next) => {
                    let between = left::read(text, end, next.measure.start.max(end));
                    let behind_time = left::read(text, from, next.measure.start.max(from));
                    return between.linked || behind_time.linked;
                }
                _ => return false,
            }
        }
        false
    }

    /// What is counted, in order of what stands nearest.
    fn metric(
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
        if counts
            && !(before.is_some() && (left.linked || left.change.is_some()))
            && let Some(after) = self.noun_behind(index, end, right_end)
        {
            return Some(after);
        }
        // 十大领域安排超1000个重大工程: a verb before the bound governs what follows.
        if let Some(noun) = &before
            && words::ends_with_lead(&text[noun.clone()])
            && let Some(after) = self.noun_behind(index, end, right_end)
        {
            return Some(after);
        }
        if let Some(before) = before {
            return Some(self.elided(&before, found, left.linked).unwrap_or(before));
        }
        if let Some((_, noun)) = self.from.as_ref().filter(|(_, noun)| !noun.is_empty()) {
            return Some(noun.clone());
        }
        let behind = || self.noun_behind(index, end, right_end).map(|noun| right::behind_verb(text, noun));
        let earlier = || self.previous.as_ref().map(|previous| previous.metric.clone());
        // 占全市总量的20.6% and 增长5.5% go on with the metric before; 投入2000万元实施工程 names what follows.
        if left.led || !(left.linked || left.change.is_some()) {
            behind().or_else(earlier)
        } else {
            earlier().or_else(behind)
        }
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
            while let Some((after, _)) = bound_after(text, from) {
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

    /// 1个万亿级、1个5000亿级和一批2000亿级的产业集群: the head stands at the end of the list.
    fn head_of_list(&self, index: usize) -> Option<Range<usize>> {
        let text = self.paragraph.text;
        let mut brackets = 0;
        for token in self.tokens.iter().skip(index + 1).take(12) {
            match token {
                Token::Open(..) => brackets += 1,
                Token::Close(..) => brackets -= 1,
                Token::Break { start, soft: false, .. } if brackets <= 0 => {
                    let near = self.near(self.clause.start, *start);
                    let from = near + text[near..*start].rfind("级的")? + "级的".len();
                    return (from < *start).then_some(from..*start);
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

    /// 甲和乙分别达到5%和6%: one metric a number.
    fn hand_out(&mut self, index: usize, left: &Left) {
        let text = self.paragraph.text;
        let numbers = self.tokens[index..]
            .iter()
            .take(2 * MAX_SHARES)
            .take_while(|token| !matches!(token, Token::Break { soft: false, .. }))
            .filter(|token| matches!(token, Token::Number(_)))
            .count();
        if numbers < 2 || left.noun.is_empty() || left.noun.end < self.clause.hard {
            return;
        }
        let whole = left::read(text, self.near(self.clause.hard, left.noun.end), left.noun.end);
        let start =
            if whole.noun.is_empty() { left.noun.start } else { whole.noun.start.min(left.noun.start) };
        let mut parts = Vec::new();
        let mut from = start;
        let list = &text[..left.noun.end];
        for (at, c) in list[start..].char_indices().map(|(at, c)| (start + at, c)) {
            if matches!(c, '、' | '和' | '与' | '及') && at > from {
                parts.push(from..at);
                from = at + c.len_utf8();
            }
        }
        parts.push(from..left.noun.end);
        if parts.len() == numbers {
            parts.reverse();
            self.shares = parts;
            self.shared_noun = Some(left.noun.clone());
        }
    }

    fn change(&self, found: &Found, left: &Left, metric: &Range<usize>, value: &Value) -> Change {
        let text = self.paragraph.text;
        let shared = self.shared_noun.as_ref().filter(|_| left.noun.is_empty() || left.respective);
        let noun = &text[shared.unwrap_or(metric).clone()];
        let unit = value.unit.as_deref().unwrap_or("");
        let per_cent = matches!(unit, "%" | "％" | "成" | "‰");
        if found.form == Form::Doubling || unit == "倍" {
            return Change::Multiple;
        }
        let behind = metric.start >= found.measure.end && text[..metric.start].ends_with('的');
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
        // 新增国家级平台1家、自治区级3家: the list shares its verb.
        match &self.previous {
            Some(previous)
                if (self.clause.soft || left.joined)
                    && !left.reached
                    && !left.led
                    && previous.kind == found.measure.kind() =>
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

    fn emit(
        &mut self,
        found: &Found,
        left: &Left,
        metric: Range<usize>,
        value: Value,
        change: Change,
        end: usize,
    ) {
        let text = self.paragraph.text;
        let start = if found.form == Form::Plain { left.tie } else { found.measure.start };
        self.previous = Some(Previous { metric: metric.clone(), change, kind: found.measure.kind() });
        let time = if left.every { Some(When::Every) } else { self.time };
        let from = self.from.take().map(|(value, _)| value);
        let modality = left.modal.clone().map(|range| text[range].to_owned());
        let stance = self.stance(found, left);
        self.drafts.push(Draft {
            range: start..end,
            metric: text[metric.clone()].to_owned(),
            metric_range: metric,
            sentence: trimmed(text, &self.range),
            stance,
            value,
            change,
            from,
            year: time.and_then(When::year),
            period: time.and_then(When::period),
            modality,
        });
    }

    fn stance(&self, found: &Found, left: &Left) -> Stance {
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
        // 低保对象、特困人员等6类重点特殊群体 counts what there is.
        let classes = matches!(found.measure.unit_text(text), Some("类"));
        if stance == Stance::Target && classes && left.listed && own.is_none() {
            Stance::Other
        } else {
            stance
        }
    }

    fn clause_before(&self, found: &Found) -> &'t str {
        let start = self.near(self.clause.hard.min(found.measure.start), found.measure.start);
        self.paragraph.text[start..found.measure.start].trim_end()
    }

    fn rank(&mut self, start: usize, found: &Found) {
        let text = self.paragraph.text;
        let Some(rank) = rank::read(text, start, found) else { return };
        let metric = if rank.metric.is_empty() {
            match &self.previous {
                Some(previous) => previous.metric.clone(),
                None => return,
            }
        } else {
            rank.metric
        };
        let bounds = Bounds { bound: (found.form == Form::Top).then_some(Bound::Le), approx: false };
        let mut value = found.measure.value(text, &text[found.measure.start..rank.end], bounds);
        value.unit = rank.unit;
        let left = Left { tie: found.measure.start, ..Left::default() };
        self.last_end = rank.end;
        self.emit(found, &left, metric, value, Change::Rank, rank.end);
    }
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

fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}
