//! The items of a document, in order: every content line goes to exactly one of them.

use gangyao_normaliser::{Joined, Normalised};
use gangyao_text::NormRange;

use crate::back;
use crate::boxes;
use crate::endnotes;
use crate::flow::Flow;
use crate::footnote;
use crate::front;
use crate::furniture;
use crate::glossary;
use crate::heading::Unnumbered;
use crate::lines::Lines;
use crate::numbering::Marker;
use crate::outline::{self, Found};
use crate::paragraph::{self, join};
use crate::shape::dense;
use crate::table;
use crate::table_run;
use crate::toc::{self, Toc};
use crate::tree::{
    BoxItem, BoxPart, Furniture, FurnitureItem, HeadingItem, Item, Parsed, TableItem, TocItem,
};
use crate::wrapper;

/// Parses a normalised text.
#[must_use]
pub fn parse(norm: &Normalised<'_>) -> Parsed {
    let mut lines = Lines::new(norm);
    let (mut furniture, mut toc) = furniture_and_toc(&lines);
    let unsplit = toc.as_ref().map(|toc| toc::unsplit_headings(&lines, toc)).unwrap_or_default();
    if lines.cut_at(&unsplit) {
        (furniture, toc) = furniture_and_toc(&lines);
    }
    let front = front::find(&lines, &furniture, toc.as_ref());
    let mut kinds = furniture;
    for &(line, kind) in &front.kinds {
        kinds[line] = Some(kind);
    }
    let around = toc.iter().flat_map(|toc| &toc.other);
    around.for_each(|&(line, kind)| kinds[line] = Some(kind));
    back::find(&lines, toc.as_ref().map_or(0, |toc| toc.end), &mut kinds);
    endnotes::label(&lines, toc.as_ref().map_or(0, |toc| toc.end), &mut kinds);
    let in_toc = |line: usize| toc.as_ref().is_some_and(|toc| (toc.start..toc.end).contains(&line));
    let flow = Flow::new(&lines, |line| kinds[line].is_some() || in_toc(line) || lines.layout(line).picture);

    let mut items = Vec::with_capacity(flow.len() + kinds.len() / 8);
    let title = front.title.as_ref().map(|pieces| join(&norm.text, pieces, 0));
    let notes = footnote::terms(&lines, &kinds);
    let mut others = kinds.clone();
    notes.iter().flat_map(|(own, _)| own).for_each(|&line| others[line] = None);
    push_furniture(&lines, &others, toc.as_ref(), &mut items);
    items.extend(notes.into_iter().map(|(_, term)| Item::Term(term)));
    push_toc(norm, toc.as_ref(), &mut items);
    let mut body = Body::find(&flow, toc.as_ref());
    body.push(&mut items);
    let pictures = body.pictures(|line| kinds[line].is_some() || in_toc(line), &places_of_tables(&items));
    push_pictures(&norm.text, pictures, &mut items);
    crate::citation::take_out(norm, &mut items);
    items.sort_by_key(Item::start);
    crate::lead::mark(&mut items);
    Parsed { items, title }
}

fn furniture_and_toc(lines: &Lines<'_>) -> (Vec<Option<Furniture>>, Option<Toc>) {
    let mut furniture = furniture::find(lines);
    wrapper::find(lines, &mut furniture);
    let toc = toc::find(lines, &furniture);
    (furniture, toc)
}

impl Item {
    /// First byte of the item in the normalised text.
    #[must_use]
    pub fn start(&self) -> u32 {
        let at = match self {
            Self::Furniture(item) => return item.text.start().unwrap_or(0),
            Self::Toc(item) => &item.at,
            Self::Heading(item) => &item.at,
            Self::Paragraph(item) => &item.at,
            Self::Box(item) => &item.at,
            Self::Table(item) => &item.at,
            Self::Term(item) => &item.at,
        };
        at.first().map_or(0, |range| range.start)
    }
}

fn push_furniture(lines: &Lines<'_>, kinds: &[Option<Furniture>], toc: Option<&Toc>, items: &mut Vec<Item>) {
    let norm = &lines.norm.text;
    let head = toc.iter().flat_map(|toc| &toc.heads).map(|&line| (line, Furniture::TocHead));
    let all = kinds.iter().enumerate().filter_map(|(line, kind)| Some((line, (*kind)?)));
    for (line, kind) in all.chain(head) {
        let text = Joined::of(norm, lines.all[line].range);
        if !text.is_empty() {
            items.push(Item::Furniture(FurnitureItem { kind, text }));
        }
    }
}

fn push_toc(norm: &Normalised<'_>, toc: Option<&Toc>, items: &mut Vec<Item>) {
    for entry in toc.iter().flat_map(|toc| &toc.entries) {
        items.push(Item::Toc(TocItem {
            label: entry.label.map(|range| Joined::of(&norm.text, range)),
            number: entry.number,
            marker: entry.marker,
            title: join(&norm.text, &entry.title, 0),
            page_label: entry.page_label.map(|range| range.of(&norm.text).to_owned()),
            at: join(&norm.text, &entry.pieces, 0).ranges(),
        }));
    }
}

/// What a line of the flow belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Prose,
    Glossary,
    Box,
    Table,
}

/// The parts of the body.
struct Body<'f, 'l, 'n> {
    flow: &'f Flow<'l, 'n>,
    headings: Vec<Found>,
    boxes: Vec<boxes::Region>,
    glossaries: Vec<std::ops::Range<usize>>,
    tables: Vec<TableAt>,
}

/// A table outside of boxes and the lines that it takes, its caption included.
struct TableAt {
    lines: std::ops::Range<usize>,
    item: TableItem,
}

impl<'f, 'l, 'n> Body<'f, 'l, 'n> {
    fn find(flow: &'f Flow<'l, 'n>, toc: Option<&Toc>) -> Self {
        let mut owners = vec![Owner::Prose; flow.len()];
        let glossaries = glossaries(flow);
        for range in &glossaries {
            owners[range.clone()].fill(Owner::Glossary);
        }
        let boxes = boxes::find(flow, &|at| owners[at] == Owner::Prose);
        for region in &boxes {
            owners[region.start..region.end].fill(Owner::Box);
        }
        let tables = tables(flow, &owners);
        for table in &tables {
            owners[table.lines.clone()].fill(Owner::Table);
        }
        let in_table = |at: usize| flow.lines.layout(flow.all[at].line).table.is_some();
        let headings = outline::find(flow, toc, &|at| owners[at] == Owner::Prose && !in_table(at));
        Self { flow, headings, boxes, glossaries, tables }
    }

    /// Pictures between the lines of the body: each stands where a box or a table can be seen and not read. Pictures
    /// that follow each other are the slices of one; one under a box's title belongs to that box. A caption is text that
    /// must belong to something: wherever it stands, its picture is told, unless it lies in one of the `tables`.
    fn pictures(&self, taken: impl Fn(usize) -> bool, tables: &[NormRange]) -> Vec<BoxItem> {
        let lines = self.flow.lines;
        let body = match (self.headings.first(), self.flow.all.last()) {
            (Some(first), Some(last)) => self.flow.all[first.at].line..last.line,
            _ => 0..0,
        };
        let in_table = |range: NormRange| {
            let next = tables.partition_point(|table| table.start <= range.start);
            next > 0 && range.start < tables[next - 1].end
        };
        let mut found: Vec<BoxItem> = Vec::new();
        let mut slice_of_last = false;
        for line in 0..lines.len() {
            let (layout, range) = (lines.layout(line), lines.all[line].range);
            if !layout.picture {
                slice_of_last = slice_of_last && lines.all[line].is_blank();
                continue;
            }
            let told = if lines.all[line].is_blank() {
                let follows = std::mem::replace(&mut slice_of_last, true)
                    || self.titled_above(line)
                    || is_figure(lines, line);
                body.contains(&line) && layout.table.is_none() && !follows
            } else {
                slice_of_last = true;
                !in_table(range)
            };
            if told && !taken(line) {
                found.push(picture(&lines.norm.text, range));
            }
        }
        found
    }

    /// A box without any text of its own ends right above the line.
    fn titled_above(&self, line: usize) -> bool {
        let next = self.flow.all.partition_point(|flow| flow.line < line);
        let before = self.boxes.partition_point(|region| region.end < next);
        self.boxes.get(before).is_some_and(|region| region.end == next && region.body == region.end)
    }

    fn push(&mut self, items: &mut Vec<Item>) {
        let starts = self.starts();
        let mut tables = std::mem::take(&mut self.tables).into_iter().peekable();
        let mut headings = self.headings.iter().peekable();
        let mut boxes = self.boxes.iter().peekable();
        let mut glossaries = self.glossaries.iter().peekable();
        let mut at = 0;
        while at < self.flow.len() {
            if let Some(region) = boxes.next_if(|region| region.start == at) {
                items.push(Item::Box(boxes::build(self.flow, region)));
                at = region.end;
            } else if let Some(range) = glossaries.next_if(|range| range.start == at) {
                self.push_glossary(range, items);
                at = range.end;
            } else if let Some(table) = tables.next_if(|table| table.lines.start == at) {
                at = table.lines.end;
                items.push(Item::Table(table.item));
            } else if let Some(found) = headings.next_if(|found| found.at == at) {
                items.push(Item::Heading(self.heading(found)));
                let stop = self.stop(&starts, found.last + 1);
                at = if found.run_in { self.push_run_in(found, stop, items) } else { found.last + 1 };
            } else {
                let stop = self.stop(&starts, at + 1);
                self.push_paragraphs(at, stop, items);
                at = stop;
            }
        }
    }

    /// Lines at which something other than prose begins, in order.
    fn starts(&self) -> Vec<usize> {
        let mut starts: Vec<usize> = self.headings.iter().map(|found| found.at).collect();
        starts.extend(self.boxes.iter().map(|region| region.start));
        starts.extend(self.glossaries.iter().map(|range| range.start));
        starts.extend(self.tables.iter().map(|table| table.lines.start));
        starts.sort_unstable();
        starts
    }

    /// The next line from `from` on that something other than prose begins at.
    fn stop(&self, starts: &[usize], from: usize) -> usize {
        let next = starts.partition_point(|&start| start < from);
        starts.get(next).copied().unwrap_or(self.flow.len())
    }

    fn heading(&self, found: &Found) -> HeadingItem {
        let norm = &self.flow.lines.norm.text;
        let label = found.label.map(|label| {
            let start = self.flow.range(found.at).start;
            Joined::of(norm, NormRange::new(start, start + label.len as u32))
        });
        HeadingItem {
            heading_type: found.heading_type,
            number: found.label.map(|label| label.number),
            marker: found.label.map_or(Marker::None, |label| label.marker),
            label,
            title: join(norm, &found.title, 0),
            depth: found.depth,
            run_in: found.run_in,
            at: join(norm, &found.extent, 0).ranges(),
        }
    }

    /// The paragraph that a run-in heading opens; returns the line after it.
    fn push_run_in(&self, found: &Found, stop: usize, items: &mut Vec<Item>) -> usize {
        let last = found.extent.last().expect("a heading has an extent");
        let rest = NormRange::new(last.end, self.flow.range(found.last).end);
        let mut pieces = vec![rest];
        let mut at = found.last + 1;
        let mut open = crate::wrap::Open {
            line: self.flow.all[found.last].line,
            width: self.flow.width(found.last),
            has_sentence: true,
        };
        while at < stop && self.flow.continues_open(&self.flow.wrap, open, at) {
            pieces.push(self.flow.range(at));
            open.width += self.flow.width(at);
            open.line = self.flow.all[at].line;
            at += 1;
        }
        items.extend(paragraph::build(&self.flow.lines.norm.text, &pieces).map(Item::Paragraph));
        at
    }

    fn push_paragraphs(&self, from: usize, to: usize, items: &mut Vec<Item>) {
        let norm = &self.flow.lines.norm.text;
        for group in paragraph::group(self.flow, from, to) {
            let pieces: Vec<NormRange> = group.map(|at| self.flow.range(at)).collect();
            items.extend(paragraph::build(norm, &pieces).map(Item::Paragraph));
        }
    }

    fn push_glossary(&self, range: &std::ops::Range<usize>, items: &mut Vec<Item>) {
        let (before, terms) = glossary::entries(self.flow, range.start, range.end);
        self.push_paragraphs(before.start, before.end, items);
        items.extend(terms.into_iter().map(Item::Term));
    }
}

/// The picture has the caption of a figure under or above it (图1 生态安全格局图): it shows what no box or table says.
fn is_figure(lines: &Lines<'_>, picture: usize) -> bool {
    let is_text = |&line: &usize| !lines.all[line].is_blank() && !lines.layout(line).picture;
    let is_caption = |line: usize| crate::shape::is_figure_caption(lines.text(line));
    let near = picture.saturating_sub(NEAR)..lines.len().min(picture + NEAR);
    let below = (picture + 1..near.end).find(is_text);
    let above = (near.start..picture).rev().find(is_text);
    // A caption between two pictures belongs to the upper one.
    below.is_some_and(is_caption)
        || above.is_some_and(|above| is_caption(above) && !(above > 0 && lines.layout(above - 1).picture))
}

/// So many lines at most, blank ones and the slices of the picture, part it from its caption.
const NEAR: usize = 6;

/// Where the tables stand that were found, in order.
fn places_of_tables(items: &[Item]) -> Vec<NormRange> {
    let mut places: Vec<NormRange> = Vec::new();
    for item in items {
        match item {
            Item::Table(table) => places.extend(&table.at),
            Item::Box(found) => places.extend(found.parts.iter().flat_map(|part| match part {
                BoxPart::Table(table) => table.at.as_slice(),
                _ => &[],
            })),
            _ => {}
        }
    }
    places.sort_unstable_by_key(|place| place.start);
    places
}

/// A picture's caption is all that can be read of it.
fn picture(norm: &str, range: NormRange) -> BoxItem {
    let head = boxes::head(range.of(norm)).filter(|head| !head.title.is_empty());
    let part = |from: usize, to: usize| {
        Joined::of(norm, NormRange::from_usize(range.start as usize + from, range.start as usize + to))
    };
    BoxItem {
        number: head.as_ref().and_then(|head| head.number),
        label: head.as_ref().map(|head| part(0, head.label_end)),
        title: head.map_or_else(|| Joined::of(norm, range), |head| part(head.title.start, head.title.end)),
        at: vec![range],
        parts: Vec::new(),
        picture: true,
    }
}

/// Boxes that are only pictures join the items. Where the title that stands right below a picture says what its caption says,
/// both are one box, printed twice.
fn push_pictures(norm: &str, pictures: Vec<BoxItem>, items: &mut Vec<Item>) {
    let mut titles: Vec<(u32, usize)> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| matches!(item, Item::Box(found) if found.parts.is_empty()))
        .map(|(at, item)| (item.start(), at))
        .collect();
    titles.sort_unstable();
    for picture in pictures {
        let own = picture.at[0];
        let next = titles.partition_point(|&(start, _)| start < own.end);
        let below =
            titles.get(next).filter(|&&(start, _)| norm[own.end as usize..start as usize].trim().is_empty());
        match below.map(|&(_, at)| &mut items[at]) {
            Some(Item::Box(found))
                if dense(&found.at.iter().map(|at| at.of(norm)).collect::<String>())
                    == dense(own.of(norm)) =>
            {
                found.picture = true;
                found.at.insert(0, own);
            }
            _ => items.push(Item::Box(picture)),
        }
    }
}

/// Lines after each heading 名词解释, up to the next heading of its kind or the end.
fn glossaries(flow: &Flow<'_, '_>) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for at in 0..flow.len() {
        let Some(opens) = crate::heading::unnumbered(flow.text(at)) else { continue };
        if let Some(open) = found.last_mut()
            && open.end == flow.len()
        {
            open.end = at;
        }
        if opens == Unnumbered::Glossary && at + 1 < flow.len() {
            found.push(at + 1..flow.len());
        }
    }
    for range in &mut found {
        let chapter = range.clone().find(|&at| {
            crate::numbering::label(flow.text(at)).is_some_and(|l| l.marker.is_named())
                && !flow.text(at).contains('：')
        });
        range.end = chapter.unwrap_or(range.end);
    }
    found
}

/// The tables among the lines that belong to nothing else.
fn tables(flow: &Flow<'_, '_>, owners: &[Owner]) -> Vec<TableAt> {
    let mut found: Vec<TableAt> = Vec::new();
    let mut from = 0;
    while from < flow.len() {
        let to = (from..flow.len()).find(|&at| owners[at] != Owner::Prose).unwrap_or(flow.len());
        let mut at = from;
        while let Some(run) = table_run::next(flow, at, to) {
            at = run.rows.end;
            if let Some(table) = table(flow, &run, to) {
                at = table.lines.end;
                match found.last_mut() {
                    Some(last)
                        if last.lines.end == table.lines.start && table::goes_on(&last.item, &table.item) =>
                    {
                        last.lines.end = at;
                        table::append(&mut last.item, table.item);
                    }
                    _ => found.push(table),
                }
            }
        }
        from = to.max(from + 1);
    }
    found
}

/// The table of a stretch of lines before `to`; `None` where the lines are no table after all.
fn table(flow: &Flow<'_, '_>, run: &table_run::Run, to: usize) -> Option<TableAt> {
    let norm = flow.lines.norm;
    let layout = flow.lines.layout(flow.all[run.rows.start].line);
    let real = layout.table.and_then(|index| norm.source.tables.get(index as usize));
    let (mut item, end) = if let Some(real) = real {
        let own: Vec<usize> = run.rows.clone().collect();
        let mut item = table::from_source(norm, real, &flow.stretches(&own));
        if item.grid.columns < 2 {
            return None;
        }
        let notes = table::take_notes(flow, run.rows.end..to, &mut item);
        (item, run.rows.end + notes)
    } else {
        let lines: Vec<usize> = run.rows.clone().collect();
        let item = table::from_flow(flow, &lines)?;
        let last = item.at.last()?.end;
        let end = run.rows.clone().find(|&at| flow.range(at).start >= last).unwrap_or(run.rows.end);
        (item, end)
    };
    if let Some(caption) = run.caption {
        let above: Vec<NormRange> = (caption..run.rows.start).map(|at| flow.range(at)).collect();
        item.at.splice(0..0, join(&norm.text, &above, 0).ranges());
        let (units, names): (Vec<NormRange>, Vec<NormRange>) =
            above.into_iter().partition(|line| table::is_unit_line(line.of(&norm.text)));
        item.notes.splice(0..0, units.into_iter().map(|line| Joined::of(&norm.text, line)));
        if !names.is_empty() {
            item.caption = Some(join(&norm.text, &names, 0));
        }
    }
    Some(TableAt { lines: run.caption.unwrap_or(run.rows.start)..end, item })
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{LineLayout, Source};

    use super::*;

    /// The number of pictures that are told, in a text in which `〔图〕` stands for one.
    fn check(text: &str, expected: usize) {
        let layout =
            text.lines().map(|line| LineLayout { picture: line == "〔图〕", ..Default::default() }).collect();
        let source = Source { layout, ..Source::plain(text.replace("〔图〕", "")) };
        let parsed = parse(&normalise(&source));
        let pictures = parsed.items.iter().filter(|item| matches!(item, Item::Box(found) if found.picture));
        assert_eq!(pictures.count(), expected, "{text}");
    }

    #[test]
    fn a_caption_has_label_and_title_and_may_be_printed_below() {
        let prose = "坚持稳中求进，推动高质量发展。";
        for below in ["", "专栏 1 数字工程\n"] {
            let text = format!("第一章 总则\n{prose}\n专栏1 数字工程\n{below}{prose}\n第二章 任务\n{prose}");
            let layout = (0..text.lines().count())
                .map(|at| LineLayout { picture: at == 2, ..LineLayout::default() })
                .collect();
            let source = Source { layout, ..Source::plain(text) };
            let parsed = parse(&normalise(&source));
            let found: Vec<_> = parsed
                .items
                .iter()
                .filter_map(|item| match item {
                    Item::Box(found) => {
                        Some((found.number, found.title.text(), found.picture, found.at.len()))
                    }
                    _ => None,
                })
                .collect();
            assert_eq!(found, [(Some(1), "数字工程", true, if below.is_empty() { 1 } else { 2 })]);
        }
    }

    #[test]
    fn a_figure_with_its_caption_is_no_box() {
        let text = "坚持稳中求进，推动高质量发展。";
        check(&format!("第一章 总则\n{text}\n〔图〕\n{text}\n第二章 任务\n{text}"), 1);
        check(&format!("第一章 总则\n{text}\n〔图〕\n图1 空间布局图\n{text}\n第二章 任务\n{text}"), 0);
        check(&format!("第一章 总则\n{text}\n图1 空间布局图\n〔图〕\n{text}\n第二章 任务\n{text}"), 0);
        // The caption belongs to the upper picture.
        check(
            &format!("第一章 总则\n{text}\n〔图〕\n图1 空间布局图\n〔图〕\n{text}\n第二章 任务\n{text}"),
            1,
        );
    }
}
