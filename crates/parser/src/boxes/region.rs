//! Where a box ends in plain text.
//!
//! At the next heading or box; else after its last item, when the paragraph that follows is prose of the body. What
//! decides is numbering first, then the form of the items, then blank lines and the width of lines.

use std::collections::BTreeSet;

use super::title::Start;
use super::{ItemStyle, Region, item_mark};
use crate::flow::Flow;
use crate::numbering::{self, Marker};
use crate::shape::{Ending, dense, dense_len, ending, first_sentence, is_note, spaced_name};
use crate::wrap::{Gap, Open, Wrap};

/// What the document's own headings and paragraphs look like.
#[derive(Debug)]
pub(super) struct Styles {
    /// Markers that number headings outside of boxes.
    outline: BTreeSet<Marker>,
    /// Paragraphs are parted by blank lines.
    blank_separated: bool,
    /// Blank lines are rare and mean something.
    blanks_mean: bool,
}

impl Styles {
    pub(super) fn of(flow: &Flow<'_, '_>, starts: &[Start], free: &dyn Fn(usize) -> bool) -> Self {
        let mut counts = [0usize; 10];
        let mut last = [0u32; 10];
        let mut inside: Option<Levels> = None;
        let mut next_start = starts.iter().peekable();
        let (mut full, mut full_blank) = (0usize, 0usize);
        for at in 0..flow.len() {
            if at > 0 && ending(flow.text(at - 1)) == Ending::Full {
                full += 1;
                full_blank += usize::from(flow.all[at].gap == Gap::Blank);
            }
            if next_start.peek().is_some_and(|start| start.at == at) {
                next_start.next();
                // The items of this box will not count as headings.
                inside = Some(Levels::default());
                continue;
            }
            let Some(label) = numbering::label(flow.text(at)) else { continue };
            let is_item = inside.as_mut().is_some_and(|levels| levels.take_item(flow.text(at)));
            if label.marker.is_named() || matches!(label.marker, Marker::CnDun | Marker::CnParen) && !is_item
            {
                inside = None;
            }
            // After a box and before the next heading of a higher style, 1. may be anything, but 2. that goes on with
            // the 1. before the box is a heading.
            let goes_on = !is_item && last[label.marker as usize] + 1 == label.number;
            if free(at) && (inside.is_none() || goes_on) {
                counts[label.marker as usize] += 1;
                last[label.marker as usize] = label.number;
            }
        }
        let markers = [
            Marker::CnDun,
            Marker::CnParen,
            Marker::ArabicDot,
            Marker::ArabicDun,
            Marker::ArabicParen,
            Marker::Decimal,
        ];
        Self {
            outline: markers.into_iter().filter(|&marker| counts[marker as usize] >= 2).collect(),
            blank_separated: full_blank * 5 >= full * 3,
            blanks_mean: full_blank > 0,
        }
    }
}

/// Style and number of the last item on the two levels that a box may have.
#[derive(Clone, Copy, Debug, Default)]
struct Levels {
    outer: Option<(ItemStyle, u32)>,
    inner: Option<(ItemStyle, u32)>,
}

impl Levels {
    /// The number that an item of this style would have next.
    fn expects(&self, style: ItemStyle, number: u32) -> bool {
        let next = |level: Option<(ItemStyle, u32)>| {
            level
                .is_some_and(|(own, last)| own == style && (number == last + 1 || style == ItemStyle::Bullet))
        };
        next(self.outer) || next(self.inner)
    }

    fn take(&mut self, style: ItemStyle, number: u32) {
        match self.outer {
            Some((outer, _)) if outer != style => self.inner = Some((style, number)),
            _ => *self = Self { outer: Some((style, number)), inner: None },
        }
    }

    /// The line is an item by style and number; then it is taken.
    fn take_item(&mut self, text: &str) -> bool {
        let Some((style, number, _)) = item_mark(text) else { return false };
        let number = number.unwrap_or(0);
        let opens = number == 1 && self.outer.is_none_or(|(outer, _)| outer != style);
        let fits = self.expects(style, number) || opens;
        if fits {
            self.take(style, number);
        }
        fits
    }
}

/// The state of a box while its lines are read.
#[derive(Debug, Default)]
struct State {
    levels: Levels,
    /// Number of items.
    items: usize,
    /// Unnumbered paragraphs before the first item.
    loose: usize,
    /// The last item's name stands alone on its line and its text has not begun.
    name_only: bool,
    /// The last item's number stands alone on its line and its name has not come.
    number_only: bool,
    /// Items have their names on lines of their own.
    own_line_names: bool,
    /// All loose paragraphs are of the form 名称：描述.
    named: bool,
    tabular: bool,
}

/// The region of the box that opens at `starts[i]`.
pub(super) fn region(
    flow: &Flow<'_, '_>,
    starts: &[Start],
    i: usize,
    styles: &Styles,
    free: &dyn Fn(usize) -> bool,
) -> Region {
    let start = &starts[i];
    let mut region = Region {
        start: start.at,
        body: start.body,
        end: start.body,
        repeats: Vec::new(),
        number: start.number,
        label: start.label,
        title: start.title.clone(),
    };
    if let Some(end) = laid_out_end(flow, start) {
        region.end = end.max(start.body);
        // Two tables without a paragraph between them have grown together, and so have two rows of bordered paragraphs.
        let other =
            starts[i + 1..].iter().take_while(|next| next.at < end).find(|next| !repeats(start, next));
        if let Some(other) = other.filter(|other| is_of_frame(flow, start.at, other.at)) {
            region.end = other.at;
        }
        // A table's title row is printed again on each page.
        let again = starts[i + 1..].iter().take_while(|next| next.at < region.end);
        for next in again.filter(|next| next.at >= region.body && repeats(start, next)) {
            region.repeats.extend(next.at..next.body.min(region.end));
        }
        return region;
    }
    if is_picture(flow, start) {
        return region;
    }
    let next = starts.get(i + 1).map_or(flow.len(), |next| next.at);
    let limit = (start.body..next).find(|&at| !free(at)).unwrap_or(next.max(start.body));
    if let Some(end) = crate::table_run::cells_end(flow, start.body, limit) {
        region.end = end;
        return region;
    }
    let mut later = starts[i + 1..].iter().peekable();
    let wrap = local_wrap(flow, start.body);
    let mut state = State { named: true, ..State::default() };
    let mut at = start.body;
    let mut open: Option<Open> = None;
    while at < flow.len() && free(at) {
        if later.peek().is_some_and(|next| next.at == at) {
            let next = later.next().expect("just peeked");
            if !repeats(start, next) {
                break;
            }
            region.repeats.extend(next.at..next.body);
            at = next.body;
            continue;
        }
        // Repeats are in order, and all of them stand before this line.
        let goes_on = open.is_some_and(|open| {
            region.repeats.last() != Some(&(at - 1))
                && is_continuation(flow, &wrap, open, at)
                && !is_prose_below_rows(flow, start.body, at)
        });
        if !goes_on {
            if !after_repeat(flow, &region, at) && ends_before(flow, start, &state, styles, at) {
                break;
            }
            state.take(flow, at);
            open = Some(flow.open(at));
        } else {
            state.name_only = false;
            if let Some(open) = &mut open {
                flow.lengthen(open, at);
            }
        }
        at += 1;
        region.end = at;
    }
    region.repeats.retain(|&line| line < region.end);
    region
}

/// Label and title are printed again after a page break.
fn repeats(start: &Start, next: &Start) -> bool {
    next.number == start.number
        && (next.dense == start.dense || next.dense.trim_end_matches("（续）") == start.dense)
        || next.dense == format!("{}（续）", start.dense)
}

/// The first line after a repeated title goes on with what the page broke.
fn after_repeat(flow: &Flow<'_, '_>, region: &Region, at: usize) -> bool {
    region.repeats.last().is_some_and(|&last| last + 1 == at) && numbering::label(flow.text(at)).is_none()
}

fn is_continuation(flow: &Flow<'_, '_>, wrap: &Wrap, open: Open, at: usize) -> bool {
    item_mark(flow.text(at)).is_none() && flow.continues_open(wrap, open, at)
}

/// In a format with frames and tables the box is the frame, or the table that follows or holds its title.
fn laid_out_end(flow: &Flow<'_, '_>, start: &Start) -> Option<usize> {
    let layout = |at: usize| flow.lines.layout(flow.all[at].line);
    let first = layout(start.at);
    if let Some(frame) = first.frame {
        let end = (start.at..flow.len()).find(|&at| layout(at).frame != Some(frame)).unwrap_or(flow.len());
        // A frame around the title alone stands above the table that it names.
        if end > start.body || start.body >= flow.len() || layout(start.body).table.is_none() {
            return Some(end);
        }
    }
    let table =
        first.table.or_else(|| (start.body < flow.len()).then(|| layout(start.body).table).flatten())?;
    let end_of = |from: usize, table: u32| {
        (from..flow.len()).find(|&at| layout(at).table != Some(table)).unwrap_or(flow.len())
    };
    let mut end = end_of(start.body, table);
    // The table goes on in another one, which begins with the same head: one on each page.
    while let Some(next) = (end < flow.len()).then(|| layout(end).table).flatten() {
        let same = (0..HEAD_LINES).all(|line| {
            let (own, other) = (start.body + line, end + line);
            other < flow.len() && flow.text(own) == flow.text(other)
        });
        if !same {
            break;
        }
        end = end_of(end, next);
    }
    // 注：… right under the table.
    Some(end + crate::table::notes_at(flow, end..flow.len()))
}

/// Both lines stand in one frame.
fn is_of_frame(flow: &Flow<'_, '_>, at: usize, other: usize) -> bool {
    let frame = |at: usize| flow.lines.layout(flow.all[at].line).frame;
    frame(at).is_some() && frame(at) == frame(other)
}

/// 专栏9 社会保障工程 and a picture right under it, or one right above it whose caption says the same: the box is the picture,
/// unless items follow it.
fn is_picture(flow: &Flow<'_, '_>, start: &Start) -> bool {
    let (first, last) = (flow.all[start.at].line, flow.all[start.body - 1].line);
    let shows = |line: &usize| flow.lines.layout(*line).picture || !flow.lines.all[*line].is_blank();
    let above = (0..first).rev().find(shows);
    let below = (last + 1..flow.lines.len()).find(shows);
    let is_shown_above = above.is_some_and(|line| {
        flow.lines.layout(line).picture && dense(flow.lines.text(line)) == dense(flow.text(start.at))
    });
    (is_shown_above || below.is_some_and(|line| flow.lines.layout(line).picture))
        && (start.body >= flow.len() || item_mark(flow.text(start.body)).is_none())
}

/// So many lines of a table's head tell it from another's.
const HEAD_LINES: usize = 3;

/// A box often has lines wider than the body's.
fn local_wrap(flow: &Flow<'_, '_>, body: usize) -> Wrap {
    let Some(full) = flow.wrap.full else { return flow.wrap };
    let widest = (body..flow.len().min(body + 12)).map(|at| flow.width(at)).max().unwrap_or(full);
    let in_range = widest > full && widest <= full + full / 2;
    Wrap { full: Some(if in_range { widest } else { full }), ..flow.wrap }
}

impl State {
    /// Takes the paragraph that begins at a line into the box.
    fn take(&mut self, flow: &Flow<'_, '_>, at: usize) {
        let text = flow.text(at);
        self.tabular =
            crate::table::is_columnar(text) || self.tabular && (is_cell(text) || closes_table(text));
        let Some((style, number, len)) = item_mark(text) else {
            if self.items == 0 {
                self.loose += 1;
                self.named = self.named && has_name(text);
            }
            self.name_only = std::mem::take(&mut self.number_only);
            return;
        };
        self.levels.take(style, number.unwrap_or(0));
        self.items += 1;
        self.number_only = text.len() == len;
        self.name_only = is_name_only(&text[len..]);
        self.own_line_names = self.own_line_names || self.name_only;
    }
}

/// 名称：描述 — a short name before a colon, a space, or a full stop.
fn has_name(text: &str) -> bool {
    text.find('：')
        .is_some_and(|colon| dense_len(&text[..colon]) <= 30 && !text[..colon].contains(['，', '。', '；']))
        || spaced_name(text).is_some()
        || first_sentence(text)
            .is_some_and(|end| dense_len(&text[..end]) <= LONGEST_STOPPED_NAME && end + 3 < text.len())
}

/// 公路。续建……: a longer first sentence (推动绿色转型。) may be the topic of a paragraph behind the box, in characters.
const LONGEST_STOPPED_NAME: usize = 4;

/// An item's line that holds its name and nothing else.
fn is_name_only(text: &str) -> bool {
    dense_len(text) <= 40 && !text.contains(['：', '。', '；', '，']) && ending(text) == Ending::Open
}

/// The box ends before the paragraph that begins at `at`.
fn ends_before(flow: &Flow<'_, '_>, start: &Start, state: &State, styles: &Styles, at: usize) -> bool {
    let text = flow.text(at);
    if crate::heading::unnumbered(text).is_some() || crate::heading::opens_annex(flow, at) {
        return true;
    }
    let label = numbering::label(text);
    if label.is_some_and(|label| label.marker.is_named()) {
        return true;
    }
    if state.tabular && (crate::table::is_columnar(text) || is_cell(text)) {
        return opens_section(flow, styles, at, label.map(|label| label.marker));
    }
    if let Some((style, number, _)) = item_mark(text) {
        return ends_before_mark(
            state,
            styles,
            at,
            start,
            style,
            number.unwrap_or(0),
            label.map(|l| l.marker),
        );
    }
    if label.is_some_and(|label| styles.outline.contains(&label.marker)) {
        return true;
    }
    if at == start.body || state.items == 0 && state.loose == 0 {
        return false;
    }
    if closes_table(text) {
        return false;
    }
    if is_prose_below_rows(flow, start.body, at) {
        return true;
    }
    ends_before_prose(flow, state, styles, at)
}

/// 绿色生态⇥5.森林覆盖率⇥63.5⇥约束性 / 展望2035年，……。: in a text that is not wrapped a whole paragraph below a whole row of a
/// table is the document's. Where the row breaks off, the paragraph may be the rest of a cell.
fn is_prose_below_rows(flow: &Flow<'_, '_>, first: usize, at: usize) -> bool {
    let text = flow.text(at);
    if flow.wrap.full.is_some() || at <= first || ending(text) != Ending::Full || is_cell(text) {
        return false;
    }
    let row = flow.text(at - 1);
    let tabs = |text: &str| text.matches('\t').count();
    let is_short = |cell: &str| dense_len(cell) <= LONGEST_LAST_CELL && !cell.contains(['。', '；']);
    !text.contains('\t')
        && tabs(row) > 0
        && tabs(row) + 1 >= tabs(flow.text(first))
        && row.rsplit('\t').next().is_some_and(is_short)
}

/// 预期性, 2026—2030, 市发展改革委: a longer last cell may go on in the next line, in characters.
const LONGEST_LAST_CELL: usize = 12;

fn ends_before_mark(
    state: &State,
    styles: &Styles,
    at: usize,
    start: &Start,
    style: ItemStyle,
    number: u32,
    marker: Option<Marker>,
) -> bool {
    if state.levels.expects(style, number) {
        return false;
    }
    let in_outline = marker.is_some_and(|marker| styles.outline.contains(&marker));
    if style == ItemStyle::Bullet {
        return state.items > 0
            && !matches!(state.levels.outer, Some((ItemStyle::Bullet, _)))
            && styles.blank_separated;
    }
    // The first item of a box, or of a level inside it, begins with 1.
    let opens = number == 1;
    if state.items == 0 {
        return in_outline && !opens && at > start.body;
    }
    in_outline || !opens && state.levels.outer.is_some_and(|(outer, _)| outer != style)
}

/// After a table: 二、任务 goes on with the document, where its headings look like that and no more rows follow. In the
/// table 一、经济发展（5项） stands above rows.
fn opens_section(flow: &Flow<'_, '_>, styles: &Styles, at: usize, marker: Option<Marker>) -> bool {
    let heads = marker.is_some_and(|marker| {
        matches!(marker, Marker::CnDun | Marker::CnParen) && styles.outline.contains(&marker)
    });
    heads
        && !crate::table::is_columnar(flow.text(at))
        && (at + 1 >= flow.len() || !crate::table::is_columnar(flow.text(at + 1)))
}

/// A line that may be a cell of a table in text.
fn is_cell(text: &str) -> bool {
    dense_len(text) <= 24 && ending(text) == Ending::Open
}

/// Under a table in a box a note may also begin with its mark, and a source may be named.
fn closes_table(text: &str) -> bool {
    is_note(text)
        || ["注 ", "资料来源"].iter().any(|word| text.starts_with(word))
        || text.starts_with(['*', '＊', '※'])
}

fn ends_before_prose(flow: &Flow<'_, '_>, state: &State, styles: &Styles, at: usize) -> bool {
    let gap = flow.all[at].gap;
    if state.name_only {
        return false;
    }
    if state.items > 0 {
        if gap == Gap::None && (styles.blanks_mean || styles.blank_separated) {
            return state.own_line_names && flow.wrap.full.is_some() && !is_wider(flow, at);
        }
        return !(state.own_line_names && gap == Gap::None && is_wider(flow, at));
    }
    // Loose paragraphs: more of the same form belong to the box, prose after them does not.
    if gap == Gap::None {
        return false;
    }
    !(state.named && has_name(flow.text(at)))
}

/// Wider than the body's lines, as boxes often are.
fn is_wider(flow: &Flow<'_, '_>, at: usize) -> bool {
    flow.wrap.full.is_some_and(|full| flow.width(at) > full + 3)
}
