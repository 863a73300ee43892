//! The numbers of a paragraph, read in order: time, metric and kind of change go on from clause to clause.
//!
//! What enters is a sentence's tokens; what leaves is drafts. 国家高新技术企业126家，占全市总量的20.6% gives the second
//! number the metric of the first.

use std::ops::Range;

use gangyao_model::{Bound, Change, Stance, Value};
use gangyao_normaliser::value::bound::{Bounds, bound_after};
use gangyao_normaliser::value::number::Script;
use gangyao_normaliser::value::unit::UnitKind;

use super::dating::{last_part_time, opening_time};
use super::left::{self, Left};
use super::scan::{Form, Found, Scanner, Token};
use super::stance::Granting;
use super::time::{TimeToken, When};
use super::words::Before;
use super::years::{self, Row};
use super::{Context, Draft, judge, rank, stance};

/// How far before a number its words are looked for, in bytes.
const MAX_REACH: usize = 400;

/// What the number before it leaves to the next one.
#[derive(Clone, Debug)]
pub(super) struct Previous {
    pub(super) metric: Range<usize>,
    pub(super) change: Change,
    pub(super) kind: Option<UnitKind>,
    /// Where the clause began that it stands in.
    pub(super) clause: usize,
}

/// Where a change starts: 由4.4% of 占全国的比重由4.4%提高到4.8%.
#[derive(Clone, Debug)]
pub(super) struct From {
    value: Value,
    /// The metric that stands before it; empty where none does.
    pub(super) metric: Range<usize>,
    /// 占 stands before it.
    share: bool,
}

/// A paragraph while it is read.
pub(super) struct Paragraph<'t, 'c> {
    pub(super) text: &'t str,
    pub(super) context: &'c Context<'c>,
    /// The stance of what no word of the clause decides.
    pub(super) stance: Stance,
    /// The time that an earlier sentence, the list's lead-in, a heading or the document's title gives.
    time: Option<When>,
    /// The time that the sentence before ended with.
    last: Option<When>,
}

impl<'t, 'c> Paragraph<'t, 'c> {
    pub(super) fn new(text: &'t str, context: &'c Context<'c>) -> Self {
        let time = context.carried.or_else(|| years::of_headings(context)).or(context.told.map(When::Year));
        Self { text, context, stance: stance::of_headings(context), time, last: None }
    }

    /// Takes notice of a sentence without numbers: its opening may turn those behind it.
    pub(super) fn pass(&mut self, range: Range<usize>) {
        if let Some(stance) = stance::of_opening(&self.text[range]) {
            self.stance = stance;
        }
    }

    /// Reads a sentence with numbers.
    pub(super) fn read(&mut self, range: Range<usize>, drafts: &mut Vec<Draft>) {
        self.pass(range.clone());
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
        self.last = reader.time;
        if let Some(year) = opening.and_then(When::year) {
            // The years of 5年累计 sum up one sentence; those behind it only keep the year.
            self.time = Some(When::Year(last_part_time(self.text, &tokens, year)));
        }
    }
}

/// Where a clause stands while its sentence is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    /// Behind the last break of any kind.
    pub(super) start: usize,
    /// Behind the last break that ends a clause.
    pub(super) hard: usize,
    /// The time that was told last since `start`.
    pub(super) time: Option<TimeToken>,
    /// The break before it was 、.
    pub(super) soft: bool,
    /// 分别 stands before a time: 分别比2010年增长96%和63%.
    pub(super) respective: bool,
}

impl Clause {
    const fn beginning(start: usize) -> Self {
        Self { start, hard: start, time: None, soft: false, respective: false }
    }
}

/// A sentence while it is read.
pub(super) struct Sentence<'p, 't, 'c> {
    pub(super) paragraph: &'p Paragraph<'t, 'c>,
    pub(super) range: Range<usize>,
    pub(super) tokens: &'p [Token],
    pub(super) clause: Clause,
    pub(super) outer: Vec<Clause>,
    /// Behind the last number and its bounds.
    pub(super) last_end: usize,
    pub(super) time: Option<When>,
    pub(super) previous: Option<Previous>,
    /// The baseline that waits for its number.
    pub(super) from: Option<From>,
    /// Metrics that 分别 hands out, the next one last.
    pub(super) shares: Vec<Range<usize>>,
    /// The noun that 分别 shares out, which tells what all of its numbers are.
    pub(super) shared_noun: Option<Range<usize>>,
    /// Years that 分别 hands out, the next one last.
    pub(super) years: Vec<u16>,
    /// The last row of years in this part of the sentence: 到2027年、2030年，甲分别达到…，乙分别达到….
    pub(super) last_row: Option<Row>,
    /// Such years were handed out since the clause began.
    in_row: bool,
    /// The time that held when the clause began.
    time_before: Option<When>,
    /// The bound that 分别 ties to every number of its list: 分别超过70%和50%.
    pub(super) shared_bound: Bounds,
    /// Whether the part of the sentence grants something to somebody.
    pub(super) granting: Granting,
    pub(super) drafts: Vec<Draft>,
}

impl<'p, 't, 'c> Sentence<'p, 't, 'c> {
    fn new(paragraph: &'p Paragraph<'t, 'c>, range: Range<usize>, tokens: &'p [Token]) -> Self {
        Self {
            paragraph,
            clause: Clause::beginning(range.start),
            outer: Vec::new(),
            last_end: range.start,
            // 总投资80亿元。其中：水利20亿元 goes on with the sentence before.
            time: if paragraph.text[range.clone()].trim_start().starts_with("其中") {
                paragraph.last.or(paragraph.time)
            } else {
                paragraph.time
            },
            granting: Granting::default(),
            range,
            tokens,
            previous: None,
            from: None,
            shares: Vec::new(),
            shared_noun: None,
            years: Vec::new(),
            last_row: None,
            in_row: false,
            time_before: paragraph.time,
            shared_bound: Bounds::default(),
            drafts: Vec::new(),
        }
    }

    fn read(&mut self) {
        self.granting.enter(self.paragraph.text, self.range.start, self.range.end);
        for (index, token) in self.tokens.iter().enumerate() {
            match *token {
                Token::Break { end, soft, .. } => {
                    if soft {
                        self.clause = Clause { start: end, soft, time: None, ..self.clause };
                    } else {
                        self.granting.enter(self.paragraph.text, end, self.range.end);
                        // 2021年、2022年分别为5%和6%；…: the last of the row says nothing of what follows.
                        if std::mem::take(&mut self.in_row) {
                            self.time = self.time_before;
                        }
                        self.time_before = self.time;
                        if self.paragraph.text[..end].ends_with(['；', ';']) {
                            self.last_row = None;
                        }
                        self.clause = Clause::beginning(end);
                        self.shares.clear();
                        self.years.clear();
                        self.shared_bound = Bounds::default();
                        self.shared_noun = None;
                    }
                }
                Token::Open(_, end) => {
                    self.outer.push(self.clause);
                    self.clause = Clause::beginning(end);
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
                    self.clause.respective |= opening.respective;
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
        let mut left = self.left(start, found.measure.start);
        left.respective |= std::mem::take(&mut self.clause.respective);
        left.without_lone_verbs(text, found.measure.kind());
        if found.measure.script == Script::Arabic {
            left.without_conjunction(text);
        }
        if self.clause.soft && text[self.clause.hard..].starts_with('在') {
            left.behind_places(text);
        }
        if self.previous.is_some() {
            left.without_lone_extent(text);
            left.without_lone_total(text);
        }
        left.gained |= self.opening_gains(&left);
        let (end, mut bounds) = self.bounds(found, &left);
        if left.respective {
            bounds.add(self.bound_of_list(index, start..left.tie));
            self.shared_bound = left.bounds;
        } else if left.noun.is_empty() {
            bounds.add(self.shared_bound);
        }
        let right_end = self.right_end(index, end);
        if found.measure.kind() == Some(UnitKind::Ratio) {
            left.of_a_whole(text, start..found.measure.start);
            bounds.add(left.bounds);
            if found.measure.unit_text(text) == Some("倍") {
                left.without_measure_of(text, start..found.measure.start);
            }
            left.without_agent(text, &text[end..right_end]);
        }
        let around = judge::Around {
            before: self.clause_before(found),
            after: &text[end..right_end],
            elided: self.from.is_some(),
            earlier: self.previous.as_ref().map_or("", |previous| &text[previous.metric.clone()]),
            bounded: bounds.bound.is_some(),
            count_follows: self.count_follows(index),
            number_follows: matches!(self.tokens.get(index + 1), Some(Token::Number(_))),
            share_follows: self.share_follows(index, end),
            count_before: self.count_before(index, found),
            ranked: self.is_ranked(index, found),
        };
        // 由3.2%降至零: what it was before is no level.
        if left.from && ends_at_zero(&text[end..right_end]) {
            return;
        }
        let leads_on = left.from && self.leads_to_another(index, end);
        let counts = leads_on || judge::is_quantity(text, found, &left, &around);
        if !counts || judge::is_threshold(text, &found.measure, &left, &around) {
            return;
        }
        let raw = &text[left.tie..end];
        let mut value = found.measure.value(text, raw, bounds);
        value.estimated = left.estimated;
        if leads_on {
            let share = left.change == Some(Before::Share);
            self.from = Some(From { value, metric: left.noun, share });
            self.last_end = end;
            return;
        }
        if self.from.as_ref().is_some_and(|from| from.share) {
            left.change.get_or_insert(Before::Share);
        }
        let metric = self.metric(index, found, &left, end, right_end);
        self.last_end = end;
        let Some(metric) = metric else { return };
        let change = self.change(found, &left, &metric, &value);
        self.emit(found, &left, metric, value, change, end);
    }

    /// 分别控制在10/10万和5‰以内: the bound behind the list holds for all of it, as 控制在 tells.
    fn bound_of_list(&self, index: usize, before: Range<usize>) -> Bounds {
        let text = self.paragraph.text;
        if !text.get(before).is_some_and(|before| before.trim_end().ends_with("控制在")) {
            return Bounds::default();
        }
        let of_list = |token: &&Token| !matches!(token, Token::Break { soft: false, .. });
        let numbers = self.tokens[index + 1..].iter().take(16).take_while(of_list);
        let last = numbers.filter_map(|token| match token {
            Token::Number(found) => Some(found.measure.end),
            _ => None,
        });
        let says = last.last().and_then(|end| bound_after(&text[..self.range.end], end));
        says.map_or_else(Bounds::default, |(_, says)| says)
    }

    /// 新增风电、光伏装机各1500万千瓦: the verb that opens the list tells of its number.
    fn opening_gains(&self, left: &Left) -> bool {
        let told = self.previous.as_ref().is_some_and(|previous| previous.clause == self.clause.hard);
        if !self.clause.soft || told || left.linked || left.change.is_some() || left.noun.is_empty() {
            return false;
        }
        let from = self.near(self.clause.hard, left.noun.start);
        let opening = &self.paragraph.text[from..left.noun.start.max(from)];
        // 围绕增长、结构、效率提出3项指标: growth is what the indicators are about.
        let gains = ["新增", "净增"].iter().any(|verb| opening.contains(verb));
        gains && left::read(self.paragraph.text, from, left.noun.start).gained
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
            agent: near.led && !near.reached && !far.noun.is_empty(),
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
            let Some((after, says)) = bound_after(&self.paragraph.text[..self.range.end], end) else { break };
            bounds.add(says);
            end = after;
        }
        let doubled = found.form == Form::Doubling;
        if doubled && self.paragraph.text[found.measure.start..end].contains('近') {
            bounds.add(Bounds { bound: None, approx: true });
        }
        if found.measure.more {
            bounds.add(Bounds { bound: Some(Bound::Gt), approx: false });
        }
        (end, bounds)
    }

    /// `from`, or a place near before `to`: words far away say nothing of a number, and time must stay linear.
    pub(super) fn near(&self, from: usize, to: usize) -> usize {
        self.paragraph.text.ceil_char_boundary(from.max(to.saturating_sub(MAX_REACH)))
    }

    /// A measure word's number is the next token.
    fn count_follows(&self, index: usize) -> bool {
        let is_count =
            |found: &Found| found.form == Form::Plain && found.measure.kind() == Some(UnitKind::Count);
        matches!(self.tokens.get(index + 1), Some(Token::Number(next)) if is_count(next))
    }

    /// A ratio is the next token, and 达到 or 占比 stands before it.
    fn share_follows(&self, index: usize, end: usize) -> bool {
        let Some(Token::Number(next)) = self.tokens.get(index + 1) else { return false };
        let text = self.paragraph.text;
        next.measure.kind() == Some(UnitKind::Ratio) && {
            let between = left::read(text, end, next.measure.start.max(end));
            // 30户以上自然村通硬化路比例达到90%, 30户以上自然村硬化路通畅率100%.
            let is_rate =
                ["率", "比例", "占比"].iter().any(|word| text[between.noun.clone()].ends_with(word));
            (between.linked || is_rate) && !between.noun.is_empty()
        }
    }

    /// The token before is the number of a measure word, and nothing stands between.
    fn count_before(&self, index: usize, found: &Found) -> bool {
        let Some(Token::Number(last)) = index.checked_sub(1).and_then(|at| self.tokens.get(at)) else {
            return false;
        };
        let between = self.paragraph.text.get(last.measure.end..found.measure.start);
        last.measure.kind() == Some(UnitKind::Count) && between.is_some_and(|text| text.trim().is_empty())
    }

    /// A rank is the next token, and a verb of ranking stands before the number.
    fn is_ranked(&self, index: usize, found: &Found) -> bool {
        let next = self.tokens.get(index + 1);
        matches!(next, Some(Token::Number(next)) if matches!(next.form, Form::Rank | Form::Top))
            && rank::has_verb(self.clause_before(found))
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
        self.previous = Some(Previous {
            metric: metric.clone(),
            change,
            kind: found.measure.kind(),
            clause: self.clause.hard,
        });
        if let Some(year) = self.years.pop() {
            self.in_row = true;
            self.time = Some(When::Year(year));
        }
        let time = if left.every { Some(When::Every) } else { self.time };
        let from = self.from.take().map(|from| from.value);
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

    /// The clause up to the number.
    pub(super) fn clause_before(&self, found: &Found) -> &'t str {
        let start = self.near(self.clause.hard.min(found.measure.start), found.measure.start);
        self.paragraph.text[start..found.measure.start].trim_end()
    }

    fn rank(&mut self, start: usize, found: &Found) {
        let text = self.paragraph.text;
        let Some(rank) = rank::read(text, start, found) else { return };
        // 产值增长5%，在十个县区中排名第二: among whom is not what is ranked.
        let among = self.previous.is_some() && text[rank.metric.clone()].ends_with('中');
        let metric = if rank.metric.is_empty() || among {
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

/// 下降至零, 降为零.
fn ends_at_zero(after: &str) -> bool {
    let after = after.trim_start();
    let verb = ["下降", "减少", "降低", "降", "减"].iter().find_map(|verb| after.strip_prefix(verb));
    verb.and_then(|rest| rest.strip_prefix(['至', '到', '为'])).is_some_and(|rest| rest.starts_with('零'))
        || after.starts_with("归零")
}

fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}
