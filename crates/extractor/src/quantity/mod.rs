//! Quantities: the numbers that a paragraph states about something.
//!
//! What enters is one paragraph's text and what is known around it ([`Context`]); what leaves is one [`Draft`] a
//! quantity, in order, with byte ranges in that text. 到2030年新增国家级创新平台1家、自治区级3家 gives two: the second
//! takes the year and the 新增 of the first.
//!
//! A sentence is read once into tokens (`scan`): numbers with units, times, breaks. Each number is then read with the
//! words before it (`left`) and behind it (`right`); `judge` leaves out what only names a thing; `reading` carries
//! time, metric and change from clause to clause. Documents, records and other paragraphs are not known here.

mod change;
mod dating;
mod judge;
mod left;
mod metric;
mod numbers;
mod opening;
#[cfg(test)]
mod properties;
mod rank;
mod reading;
mod right;
mod scan;
mod stance;
#[cfg(test)]
mod tests;
mod time;
mod words;
mod years;

use std::ops::Range;

use gangyao_model::{Change, Kind, Period, Stance, Value};
use gangyao_normaliser::value::stop::half_stops;

pub use time::When;

/// What is known around a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Kind of the document.
    pub kind: Kind,
    /// The years that the document covers; of a work report, the year that it looks ahead to.
    pub period: Option<Period>,
    /// Titles of the enclosing headings, outermost first.
    pub path: &'a [String],
    /// The year up to which an assessment of the plan looks back: 中期评估报告 of 2023.
    pub reached: Option<u16>,
    /// The year that a bulletin tells of: 2025年统计公报.
    pub told: Option<u16>,
    /// The time of the list's lead-in (到2030年…：), see [`Carry`].
    pub carried: Option<When>,
}

impl Context<'_> {
    /// The last year before the plan.
    fn base_year(&self) -> Option<u16> {
        self.period.map(|period| period.start.saturating_sub(1))
    }

    /// The five years before the plan; 过去五年 in a work report means them too.
    fn former(&self) -> Option<Period> {
        let period = self.period?;
        let ordinal = period.ordinal.and_then(|n| n.checked_sub(1));
        Some(Period { ordinal, start: period.start.saturating_sub(5), end: period.start.saturating_sub(1) })
    }

    /// The plan's years, or the five years that begin with the year of a work report.
    fn coming(&self) -> Option<Period> {
        self.period.map(|period| Period { end: period.end.max(period.start.saturating_add(4)), ..period })
    }
}

/// A quantity before it has an id and evidence; ranges are bytes of the paragraph's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Number, unit and bounds.
    pub range: Range<usize>,
    /// The metric; a metric that an earlier clause names lies there.
    pub metric_range: Range<usize>,
    /// The sentence.
    pub sentence: Range<usize>,
    /// The metric as printed.
    pub metric: String,
    /// Whether it has happened.
    pub stance: Stance,
    /// The value.
    pub value: Value,
    /// What the number says about the metric.
    pub change: Change,
    /// Where the change starts.
    pub from: Option<Value>,
    /// Deadline or reference year.
    pub year: Option<u16>,
    /// The years that it sums over.
    pub period: Option<Period>,
    /// 力争, 达到.
    pub modality: Option<String>,
}

/// The quantities of one paragraph.
#[must_use]
pub fn quantities(text: &str, context: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let Some(mut number) = numbers::next(text, 0) else { return drafts };
    let mut state = reading::Paragraph::new(text, context);
    for sentence in sentences(text) {
        if number < sentence.start {
            match numbers::next(text, sentence.start) {
                Some(at) => number = at,
                None => break,
            }
        }
        if number < sentence.end {
            state.read(sentence, &mut drafts);
        } else {
            state.pass(sentence);
        }
    }
    drafts
}

/// Carries the time of a lead-in to the bullets below it: 到2030年，…： and then ——…; ——….
///
/// Most paragraphs lead to no list, so a lead-in is only read when a bullet asks for its time.
#[derive(Clone, Debug, Default)]
pub struct Carry {
    /// The last paragraph that was no bullet; empty once it is read.
    lead_in: String,
    /// What holds if the lead-in tells no time.
    time: Option<When>,
}

impl Carry {
    /// Takes the next paragraph and tells the time that it inherits. `bullet`: the paragraph is an item of a list.
    pub fn observe(&mut self, text: &str, bullet: bool, context: &Context<'_>) -> Option<When> {
        if bullet {
            return self.time(context);
        }
        // 具体目标是： goes on with the time of the lead-in before it.
        let goes_on = text.ends_with(['：', ':']) && text.len() < 120;
        self.time = if goes_on { self.time(context) } else { None };
        self.lead_in.clear();
        self.lead_in.push_str(text);
        None
    }

    /// The time that holds for the list, now that a list is there.
    fn time(&mut self, context: &Context<'_>) -> Option<When> {
        if !self.lead_in.is_empty() {
            self.time = lead_in_time(&self.lead_in, context).or(self.time);
            self.lead_in.clear();
        }
        self.time
    }
}

/// The time that a lead-in gives to the list below it: the last one that opens a sentence, or a clause of the sentence
/// that ends with a colon (综合考虑发展条件，今后五年要实现以下目标：).
#[must_use]
pub fn lead_in_time(text: &str, context: &Context<'_>) -> Option<When> {
    sentences(text)
        .filter_map(|sentence| {
            if text[sentence.clone()].trim_end().ends_with(['：', ':']) {
                let tokens = scan::Scanner::tokens(text, sentence.start, sentence.end, context, true);
                return dating::last_opening_time(text, &tokens, &sentence);
            }
            let tokens = scan::Scanner::opening(text, sentence.start, sentence.end, context);
            dating::opening_time(text, &tokens, &sentence)
        })
        .last()
}

/// The sentences of a text: they end at 。！？, at points in their place, and at line ends.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let (mut from, mut full) = (0, 0);
    // Hardly any text has points in the place of full stops (成效显著.收入增长).
    let mut half = half_stops(text).peekable();
    std::iter::from_fn(move || {
        if from == text.len() {
            return None;
        }
        if full <= from {
            full = from + sentence_end(&text.as_bytes()[from..]);
        }
        let end = half.next_if(|&at| at < full).map_or(full, |at| at + 1);
        let range = from..end;
        from = end;
        Some(range)
    })
}

/// One past the first 。 (E3 80 82), ！ (EF BC 81), ？ (EF BC 9F) or line feed.
fn sentence_end(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = memchr::memchr3(0xE3, 0xEF, b'\n', &bytes[from..]).map(|at| from + at) {
        if bytes[at] == b'\n' {
            return at + 1;
        }
        if matches!(bytes.get(at..at + 3), Some(b"\xE3\x80\x82" | b"\xEF\xBC\x81" | b"\xEF\xBC\x9F")) {
            return at + 3;
        }
        from = at + 1;
    }
    bytes.len()
}
