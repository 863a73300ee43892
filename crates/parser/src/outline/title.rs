//! How far a heading goes: titles broken over lines, with the help of the table of contents.

use std::collections::BTreeMap;

use gangyao_text::LineEnd;

use super::Found;
use super::candidate::{Candidate, Form, is_trailing, part};
use crate::flow::Flow;
use crate::numbering::{self, Label, Marker};
use crate::print::Verdict;
use crate::shape::{Ending, bullet_len, dense, dense_len, ending, open_marks};
use crate::toc::Toc;
use crate::tree::HeadingType;

/// Titles of the table of contents by label.
#[derive(Debug, Default)]
pub(super) struct TocIndex {
    titles: BTreeMap<(Marker, u32), Vec<String>>,
}

impl TocIndex {
    pub(super) fn new(flow: &Flow<'_, '_>, toc: Option<&Toc>) -> Self {
        let mut titles: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for entry in toc.iter().flat_map(|toc| &toc.entries) {
            if let Some(number) = entry.number {
                let title: String = entry.title.iter().map(|range| range.of(&flow.lines.norm.text)).collect();
                titles.entry((entry.marker, number)).or_default().push(dense(&title));
            }
        }
        Self { titles }
    }

    /// The table has an entry with this label whose title begins like `text`, or the other way round.
    pub(super) fn knows(&self, label: Label, text: &str) -> bool {
        if self.titles.is_empty() {
            return false;
        }
        let text = dense(text.trim_end_matches(is_trailing));
        self.of(label).any(|title| !text.is_empty() && (title.starts_with(&text) || text.starts_with(title)))
    }

    fn of(&self, label: Label) -> impl Iterator<Item = &str> {
        self.titles.get(&(label.marker, label.number)).into_iter().flatten().map(String::as_str)
    }

    /// The whole title that begins with `start` and is longer than it.
    fn completion(&self, label: Label, start: &str) -> Option<&str> {
        self.of(label).find(|title| title.len() > start.len() && title.starts_with(start))
    }

    fn is_complete(&self, label: Label, title: &str) -> bool {
        self.of(label).any(|known| known == title)
    }
}

/// A title runs over so many lines at most.
const MAX_LINES: usize = 4;
/// A second line of a title is at most so wide.
const MAX_REST_WIDTH: u32 = 64;
/// A title on one line that is at least so wide may have been broken.
const MIN_BROKEN_WIDTH: u32 = 26;

/// The heading of a candidate that was taken.
pub(super) fn extend(
    flow: &Flow<'_, '_>,
    index: &TocIndex,
    candidate: &Candidate,
    depth: u8,
    free: &dyn Fn(usize) -> bool,
) -> Found {
    let (at, label) = (candidate.at, candidate.label);
    let mut found = Found {
        at,
        label: Some(label),
        depth,
        heading_type: HeadingType::Subsection,
        title: Vec::new(),
        extent: Vec::new(),
        run_in: false,
        last: at,
    };
    match candidate.form {
        Form::RunIn { last, title_end, rest } => {
            found.run_in = true;
            found.last = last;
            for line in at..=last {
                let len = flow.text(line).len();
                let from = if line == at { label.title } else { 0 };
                let (to, end) = if line == last { (title_end, rest) } else { (len, len) };
                found.title.push(part(flow, line, from, to));
                found.extent.push(part(flow, line, 0, end));
            }
        }
        Form::Alone { title_end } => {
            found.title.push(part(flow, at, label.title.min(title_end), title_end));
            found.extent.push(flow.range(at));
            let rest = &flow.text(at)[title_end..];
            if label.marker.is_named() || rest.trim_matches(['，', ',', ' ']).is_empty() {
                add_broken_lines(flow, index, label, &mut found, free);
            }
        }
    }
    found
}

fn add_broken_lines(
    flow: &Flow<'_, '_>,
    index: &TocIndex,
    label: Label,
    found: &mut Found,
    free: &dyn Fn(usize) -> bool,
) {
    let mut title = dense(&flow.text(found.at)[label.title..]);
    while found.last + 1 < flow.len() && found.last - found.at + 1 < MAX_LINES {
        let next = found.last + 1;
        if !free(next) || index.is_complete(label, &title) || !is_rest(flow, index, label, &title, next, free)
        {
            return;
        }
        let text = flow.text(next);
        let kept = text.trim_end_matches(is_trailing).len();
        // Punctuation at a line's end is no part of a title, but for the lines inside it.
        if let (Some(before), Some(extent)) = (found.title.last_mut(), found.extent.last()) {
            before.end = extent.end;
        }
        found.title.push(part(flow, next, 0, kept));
        found.extent.push(flow.range(next));
        found.last = next;
        title.push_str(&dense(text));
    }
}

/// The line at `next` is the rest of a title that so far reads `title`.
fn is_rest(
    flow: &Flow<'_, '_>,
    index: &TocIndex,
    label: Label,
    title: &str,
    next: usize,
    free: &dyn Fn(usize) -> bool,
) -> bool {
    let text = flow.text(next);
    let plain = numbering::label(text).is_none()
        && bullet_len(text).is_none()
        && crate::heading::unnumbered(text).is_none();
    if !plain
        || flow.width(next) > MAX_REST_WIDTH
        || text.contains(['。', '；', '\t'])
        || text.starts_with("专栏")
    {
        return false;
    }
    if is_one_centred_block(flow, next) {
        return true;
    }
    match flow.lines.print(flow.all[next - 1].line, flow.all[next].line) {
        Verdict::Joins => return true,
        Verdict::Parts => return false,
        Verdict::Silent => {}
    }
    let joined = format!("{title}{}", dense(text));
    if let Some(whole) = index.completion(label, title) {
        return whole.starts_with(&joined);
    }
    if title.is_empty() {
        return ending(text) == Ending::Open;
    }
    if open_marks(title) > 0 || title.ends_with(['，', '、', '和', '与', '及', '的', '—']) {
        return ending(text) == Ending::Open;
    }
    // No help from the table of contents: a short line that stands alone between a long title and prose.
    let broken = flow.width(next - 1) >= MIN_BROKEN_WIDTH || title.contains('，');
    broken
        && dense_len(text) <= 24
        && ending(text) == Ending::Open
        && !text.contains(['：', '|'])
        && !is_caption(text)
        && prose_or_heading_follows(flow, next, free)
}

/// 第二章 锚定高质量发展 / 奋力开创新局面: the two lines of a centred paragraph that a line break parts, and that ends with the
/// second.
fn is_one_centred_block(flow: &Flow<'_, '_>, next: usize) -> bool {
    let (above, below) = (flow.lines.layout(flow.all[next - 1].line), flow.lines.layout(flow.all[next].line));
    above.centred
        && below.centred
        && (above.size, above.bold) == (below.size, below.bold)
        && (above.end, below.end) == (LineEnd::Unknown, LineEnd::Paragraph)
        && ending(flow.text(next)) == Ending::Open
        && !is_caption(flow.text(next))
}

/// “十五五”时期主要指标 above a table is a caption, not the rest of a title.
fn is_caption(text: &str) -> bool {
    text.ends_with(['表', '图']) || text.ends_with("指标") || text.ends_with("情况")
}

fn prose_or_heading_follows(flow: &Flow<'_, '_>, at: usize, free: &dyn Fn(usize) -> bool) -> bool {
    let next = at + 1;
    next >= flow.len()
        || !free(next)
        || numbering::label(flow.text(next)).is_some()
        || flow.text(next).contains(['。', '，'])
        || bullet_len(flow.text(next)).is_some()
}
