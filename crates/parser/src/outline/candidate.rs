//! Lines that may be headings, and how much each looks like one.

use gangyao_text::NormRange;

use super::solver::Claim;
use super::title::TocIndex;
use crate::flow::Flow;
use crate::numbering::{self, Label, Marker};
use crate::print::Verdict;
use crate::reference;
use crate::shape::{Ending, dense_len, ending, first_sentence, has_stop, stop_len};

/// A line that may be a heading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Its line in the flow.
    pub at: usize,
    pub label: Label,
    pub form: Form,
    weight: f32,
}

/// How a heading stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// The line is the heading; its title ends at this byte of the line, trailing punctuation left out.
    Alone { title_end: usize },
    /// The title is the first sentence of a paragraph: it ends on line `last` at byte `title_end`, and the text goes on
    /// at byte `rest`.
    RunIn { last: usize, title_end: usize, rest: usize },
}

impl Candidate {
    pub(super) const fn claim(&self) -> Claim {
        Claim {
            marker: self.label.marker,
            components: self.label.components,
            number: self.label.number,
            prefix: self.label.prefix,
            weight: self.weight,
        }
    }
}

/// Longest title of a heading on its own line, and of a run-in heading, in characters.
const LONGEST_ALONE: usize = 64;
const LONGEST_RUN_IN: usize = 42;
const LONGEST_BARE: usize = 30;
/// A numbered sentence that fills its line is a list item unless it is as short as a title.
const LONGEST_ARABIC_SENTENCE: usize = 24;
/// A title is broken so often at the most.
const TITLE_LINES: usize = 3;
/// A run-in title may go on over so many line ends.
const RUN_IN_LINES: usize = 2;

pub(super) fn collect(flow: &Flow<'_, '_>, index: &TocIndex, free: &dyn Fn(usize) -> bool) -> Vec<Candidate> {
    let mut all: Vec<Candidate> =
        (0..flow.len()).filter(|&at| free(at)).filter_map(|at| candidate(flow, index, at)).collect();
    keep_proven_numbers(&mut all);
    all
}

/// Keeps of the bare numbers (1 规划基础) those that a 1.1 follows, and the next ones behind them (5 附则 has no 5.1).
fn keep_proven_numbers(all: &mut Vec<Candidate>) {
    // From the end: which number the next 1.1 stands under.
    let mut next_prefix = None;
    let mut proven = vec![false; all.len()];
    for (at, candidate) in all.iter().enumerate().rev() {
        let label = candidate.label;
        match (label.marker, label.components) {
            (Marker::Decimal, 1) => proven[at] = next_prefix.take() == Some(label.number),
            (Marker::Decimal, 2) if label.number == 1 => next_prefix = Some(label.prefix),
            _ => {}
        }
    }
    let mut last = None;
    let mut proven = proven.into_iter();
    all.retain(|candidate| {
        let is_proven = proven.next().unwrap_or_default();
        if !candidate.label.is_bare() {
            return true;
        }
        let kept = is_proven || last == Some(candidate.label.number - 1);
        if kept {
            last = Some(candidate.label.number);
        }
        kept
    });
}

fn candidate(flow: &Flow<'_, '_>, index: &TocIndex, at: usize) -> Option<Candidate> {
    let text = flow.text(at);
    let first = text.as_bytes()[0];
    // Labels begin with a digit, a bracket, 第 or a numeral: all other lines are done here.
    if first.is_ascii_alphabetic() {
        return None;
    }
    let label = numbering::label(text).or_else(|| numbering::bare(text))?;
    if label.title >= text.len() && !label.marker.is_named() || reference::is_certain(text, label) {
        return None;
    }
    if at > 0 && goes_on_in_print(flow, at) {
        return None;
    }
    let form = form(flow, at, text, label)?;
    if label.is_bare() && !is_bare_title(&text[label.title..], form) {
        return None;
    }
    if is_listed_sentence(flow, at, text, label, form) || is_listed_annex(flow, at, label) {
        return None;
    }
    let mut weight = style_weight(label.marker, form);
    let layout = flow.lines.layout(flow.all[at].line);
    if flow.lines.declared_level(flow.all[at].line).is_some() || layout.bold || layout.centred {
        weight += 3.0;
    }
    if index.knows(label, &text[label.title..]) {
        weight += 6.0;
    } else if label.marker.is_named() {
        weight -= doubt(flow, at, label);
        if weight <= 0.0 {
            return None;
        }
    } else if follows_open_line(flow, at) {
        // 比重由 / 18.1提高到…, 21.3:48.6: / 30.1调整为…: an amount that a line end parts from its sentence.
        if label.marker == Marker::Decimal && label.title == label.len {
            return None;
        }
        weight = 0.2;
    }
    Some(Candidate { at, label, form, weight })
}

/// The print says that the line goes on with the one above. Centred lines close to each other are one title, but for 第一章
/// 总则 / 第一节 目标 and 四、保障措施 / （一）加强领导, where the second has a label of its own, of another kind; and a bold line
/// with a label goes on with no sentence that has ended, however full its last line is.
fn goes_on_in_print(flow: &Flow<'_, '_>, at: usize) -> bool {
    let (above, line) = (flow.all[at - 1].line, flow.all[at].line);
    let (above_layout, layout) = (flow.lines.layout(above), flow.lines.layout(line));
    let centred = above_layout.centred && layout.centred;
    let turns_bold = layout.bold && !above_layout.bold;
    flow.lines.print(above, line) == Verdict::Joins
        && !(turns_bold && ending(flow.text(at - 1)) == Ending::Full)
        && !(centred && has_other_label(flow.text(title_start(flow, at - 1)), flow.text(at)))
}

/// Where the centred title begins that a line may be the rest of: 第一篇 开启建设新 / 征程.
fn title_start(flow: &Flow<'_, '_>, at: usize) -> usize {
    let line = |at: usize| flow.all[at].line;
    let is_rest = |at: usize| {
        numbering::label(flow.text(at)).is_none()
            && flow.lines.layout(line(at - 1)).centred
            && flow.lines.print(line(at - 1), line(at)) == Verdict::Joins
    };
    (0..TITLE_LINES).fold(at, |at, _| if at > 0 && is_rest(at) { at - 1 } else { at })
}

/// The line above is a heading of its own: 第一章, or a label of another kind than the one of `text`.
fn has_other_label(above: &str, text: &str) -> bool {
    numbering::label(above).is_some_and(|above| {
        above.marker.is_named() || numbering::label(text).is_some_and(|label| label.marker != above.marker)
    })
}

/// A bare number stands only before a short title without punctuation.
fn is_bare_title(title: &str, form: Form) -> bool {
    matches!(form, Form::Alone { .. })
        && dense_len(title) <= LONGEST_BARE
        && !title.contains(['，', '。', '；', '：', '\t', '|'])
}

const fn style_weight(marker: Marker, form: Form) -> f32 {
    match (marker, form) {
        (Marker::Pian | Marker::Zhang | Marker::Jie, Form::Alone { .. }) => reference::NAMED_WEIGHT,
        (Marker::Pian | Marker::Zhang | Marker::Jie, Form::RunIn { .. }) => 2.0,
        (Marker::CnDun, Form::Alone { .. }) => 5.0,
        (Marker::CnDun | Marker::CnParen, _) => 4.0,
        (Marker::Decimal, _) => 3.0,
        (Marker::ArabicParen, _) => 1.5,
        _ => 2.5,
    }
}

/// How much speaks for a reference (落实国家规划 / 第二章部署的任务。) and against a heading.
fn doubt(flow: &Flow<'_, '_>, at: usize, label: Label) -> f32 {
    let before = at
        .checked_sub(1)
        .map(|before| flow.all[before].line)
        .filter(|&before| flow.lines.print(before, flow.all[at].line) != Verdict::Parts);
    let this = flow.all[at];
    reference::doubt(&flow.wrap, flow.lines, before, this.gap, this.line, label)
}

/// In wrapped text a number at the start of a line belongs to the sentence of the line before, where that is open.
fn follows_open_line(flow: &Flow<'_, '_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    if flow.lines.print(flow.all[before].line, flow.all[at].line) == Verdict::Parts {
        return false;
    }
    // 2.产业结构优化。三次产业比重为21.3:48.6: goes on as any other line does, a heading alone does not.
    flow.wrap.is_full(flow.lines, flow.all[before].line, flow.text(at))
        && ending(flow.text(before)) == Ending::Open
        && (numbering::label(flow.text(before)).is_none() || has_stop(flow.text(before)))
        && flow.all[at].gap != crate::wrap::Gap::Blank
}

fn form(flow: &Flow<'_, '_>, at: usize, text: &str, label: Label) -> Option<Form> {
    let body = &text[label.title..];
    if let Some(sentence) = first_sentence(body) {
        return one_line_form(body, sentence, label, at);
    }
    if let Some(form) = broken_run_in(flow, at, body, label) {
        return Some(form);
    }
    let title = body.trim_end_matches(is_trailing);
    let len = dense_len(title);
    if matches!(ending(body), Ending::Semicolon) || len > LONGEST_ALONE || ends_in_mid_list(body, label) {
        return None;
    }
    if let Some(name) = colon_run_in(body) {
        return Some(Form::RunIn {
            last: at,
            title_end: label.title + name,
            rest: label.title + name + '：'.len_utf8(),
        });
    }
    if label.marker.is_named() && len == 0 {
        return Some(Form::Alone { title_end: text.len() });
    }
    (len > 0 && !is_prose(body, label)).then_some(Form::Alone { title_end: label.title + title.len() })
}

/// A sentence ends on the line: a run-in heading, or a heading with a full stop, or a numbered sentence.
fn one_line_form(body: &str, sentence: usize, label: Label, at: usize) -> Option<Form> {
    let title = body[..sentence].trim_end();
    let len = dense_len(title);
    let rest = sentence + stop_len(body, sentence);
    let named = colon_run_in(title).filter(|_| body[rest..].trim().is_empty() || title.contains('；'));
    if let Some(name) = named {
        // （1）经济指标：甲增长6%；乙增长5%。 A colon opens one sentence as it opens several.
        let rest = label.title + name + '：'.len_utf8();
        return Some(Form::RunIn { last: at, title_end: label.title + name, rest });
    }
    if title.contains('；') {
        return None;
    }
    if !body[rest..].trim().is_empty() {
        let title_end = match colon_run_in(title) {
            Some(name) if len > LONGEST_RUN_IN || name * 2 < title.len() => {
                let rest = name + '：'.len_utf8();
                return Some(Form::RunIn {
                    last: at,
                    title_end: label.title + name,
                    rest: label.title + rest,
                });
            }
            _ => title.len(),
        };
        return (len <= LONGEST_RUN_IN).then_some(Form::RunIn {
            last: at,
            title_end: label.title + title_end,
            rest: label.title + rest,
        });
    }
    let longest = if label.marker.is_arabic() { LONGEST_ARABIC_SENTENCE } else { LONGEST_RUN_IN };
    (len <= longest && !title.contains('：')).then_some(Form::Alone { title_end: label.title + title.len() })
}

/// （1）建成五个园区。 right above （2）…: numbered sentences that follow each other are a list, not headings.
fn is_listed_sentence(flow: &Flow<'_, '_>, at: usize, text: &str, label: Label, form: Form) -> bool {
    let next = at + 1;
    label.marker.is_arabic()
        && matches!(form, Form::Alone { .. })
        && ending(text) == Ending::Full
        && next < flow.len()
        && numbering::label(flow.text(next))
            .is_some_and(|l| l.marker == label.marker && l.number == label.number + 1)
}

/// 附件：1.主要指标 / 2.重点项目表: a list of what follows the text names annexes, and none of them begins there.
fn is_listed_annex(flow: &Flow<'_, '_>, at: usize, label: Label) -> bool {
    let marker = label.marker;
    if !matches!(marker, Marker::ArabicDot | Marker::ArabicDun) || label.number as usize > LONGEST_LIST {
        return false;
    }
    let numbered = |text: &str, number: u32| {
        numbering::label(text).is_some_and(|label| label.marker == marker && label.number == number)
    };
    let mut number = label.number;
    for above in (0..at).rev().take(2 * LONGEST_LIST) {
        let text = flow.text(above);
        let listed = text.strip_prefix("附件").and_then(|rest| rest.trim_start().strip_prefix(['：', ':']));
        if let Some(rest) = listed.map(str::trim_start) {
            return if rest.is_empty() {
                number == 1 && closes_annexes(flow, at, &numbered, label.number)
            } else {
                number == 2 && numbered(rest, 1)
            };
        }
        if numbered(text, number.wrapping_sub(1)) {
            number -= 1;
        } else if numbering::label(text).is_some() || dense_len(text) > LONGEST_BARE {
            return false;
        }
    }
    false
}

/// So many annexes are listed at the most.
const LONGEST_LIST: usize = 20;

/// Behind the last of the names the document ends, or the first annex begins: below 附件： alone annexes may also stand.
fn closes_annexes(
    flow: &Flow<'_, '_>,
    at: usize,
    numbered: &dyn Fn(&str, u32) -> bool,
    mut number: u32,
) -> bool {
    for below in at + 1..flow.len().min(at + 1 + 2 * LONGEST_LIST) {
        let text = flow.text(below);
        if numbered(text, number + 1) {
            number += 1;
        } else {
            return text.starts_with("附件");
        }
    }
    at + 2 * LONGEST_LIST >= flow.len()
}

/// In wrapped text the first sentence may end on one of the next lines.
fn broken_run_in(flow: &Flow<'_, '_>, at: usize, body: &str, label: Label) -> Option<Form> {
    if flow.wrap.full.is_none() || label.marker.is_named() {
        return None;
    }
    let mut len = dense_len(body);
    let mut last = at;
    for _ in 0..RUN_IN_LINES {
        let next = last + 1;
        if next >= flow.len()
            || len > LONGEST_RUN_IN
            || !flow.wrap.is_full(flow.lines, flow.all[last].line, flow.text(next))
        {
            return None;
        }
        let text = flow.text(next);
        if numbering::label(text).is_some() || text.starts_with("专栏") {
            return None;
        }
        last = next;
        if let Some(sentence) = first_sentence(text) {
            len += dense_len(&text[..sentence]);
            let rest = sentence + stop_len(text, sentence);
            return (len <= LONGEST_RUN_IN).then_some(Form::RunIn { last, title_end: sentence, rest });
        }
        len += dense_len(text);
    }
    None
}

/// 指导思想：高举旗帜，…: the name before the colon, when prose follows it.
fn colon_run_in(body: &str) -> Option<usize> {
    let colon = body.find('：')?;
    let name = &body[..colon];
    let rest = &body[colon + '：'.len_utf8()..];
    (dense_len(name) <= 25 && !name.contains(['，', '、', '；']) && dense_len(rest) > 15).then_some(colon)
}

fn ends_in_mid_list(body: &str, label: Label) -> bool {
    label.marker.is_arabic() && body.ends_with(['，', '、', ','])
}

/// A numbered line of several clauses that is no title: 1.建成园区，引进企业，培育产业，形成集群
fn is_prose(body: &str, label: Label) -> bool {
    label.marker.is_arabic()
        && (dense_len(body) > 44 || body.contains('；') || body.matches('，').count() > 2)
}

/// Punctuation that ends a heading's line but is no part of its title.
pub(super) const fn is_trailing(c: char) -> bool {
    matches!(c, '。' | '：' | ':' | '；' | ';' | '，' | ',' | '.' | ' ' | '\t')
}

/// A part of a flow line as a range.
pub(super) fn part(flow: &Flow<'_, '_>, at: usize, from: usize, to: usize) -> NormRange {
    let start = flow.range(at).start as usize;
    NormRange::from_usize(start + from, start + to)
}
