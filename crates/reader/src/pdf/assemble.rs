//! Laid-out pages to a [`Source`]: the text, and beside each line what its place and print say.

use std::collections::BTreeMap;

use gangyao_text::{
    Direction, Format, FurnitureHint, Inline, InlineKind, LineEnd, LineLayout, PageStart, Problem, Severity,
    Source, SourceCell, SourceRange, SourceTable,
};

use super::backend::{FontId, Rect, Weight};
use super::direction::Frame;
use super::garbled::{Tally, page_list};
use super::grid::GridCell;
use super::layout::{Item, PageLayout, PlacedLine, Table, TextFrame};
use super::line::{Line, MARK};

/// What the fonts are called and how heavy they are.
pub(super) trait Fonts {
    fn name(&self, font: FontId) -> &str;
    fn weight(&self, font: FontId) -> Weight;
}

/// Writes the pages down.
pub(super) fn assemble(pages: &[PageLayout], fonts: &impl Fonts) -> Source {
    let areas = text_areas(pages);
    let mut writer = Writer {
        source: Source { format: Format::Pdf, ..Source::plain(String::new()) },
        fonts,
        body: body_weight(pages, fonts),
        body_size: body_size(pages),
        tally: Tally::default(),
        page: 0,
        size: 0,
        frames: 0,
        open_frame: None,
        ocr: false,
    };
    let mut empty = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        writer.page = at + 1;
        let start = writer.next_start();
        writer.source.pages.push(PageStart { start, size: page.size });
        let has_text = page.items.iter().any(has_text);
        if !has_text && !page.items.is_empty() {
            empty.push(at + 1);
        }
        writer.ocr = page.ocr;
        let area = areas.get(&area_key(at, page)).copied();
        writer.page(page, area);
    }
    writer.finish(&empty)
}

fn has_text(item: &Item) -> bool {
    match item {
        Item::Line(_) | Item::Table(_) => true,
        Item::Picture(_) => false,
        Item::Frame(frame) => frame.items.iter().any(has_text),
    }
}

/// Left and right edge of the text.
type Area = (f32, f32);

/// Pages whose text areas are compared: odd or even, their direction, their width.
type Sort = (usize, Direction, i32);

/// Odd and even pages may have mirrored margins, and some pages lie on their side or upside down.
fn area_key(index: usize, page: &PageLayout) -> Sort {
    (index % 2, page.frame.direction(), page.frame.size().0 as i32)
}

/// Text areas of the kinds of pages: the outermost edges that a tenth of the long lines share.
fn text_areas(pages: &[PageLayout]) -> BTreeMap<Sort, Area> {
    let mut edges: BTreeMap<Sort, Vec<Area>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let body = page.items.iter().filter_map(|item| match item {
            Item::Line(p) if p.area.is_none() && p.furniture.is_none() && p.elsewhere.is_none() => {
                Some(p.line.rect)
            }
            _ => None,
        });
        edges.entry(area_key(at, page)).or_default().extend(body.map(|rect| (rect.x0, rect.x1)));
    }
    edges.into_iter().filter_map(|(key, lines)| Some((key, text_area(&lines)?))).collect()
}

fn text_area(lines: &[Area]) -> Option<Area> {
    let widest = lines.iter().map(|(x0, x1)| x1 - x0).max_by(f32::total_cmp)?;
    let long: Vec<Area> = lines.iter().copied().filter(|(x0, x1)| x1 - x0 >= 0.6 * widest).collect();
    let least = (long.len() / 10).max(1);
    let shared = |mut edges: Vec<f32>| {
        edges.sort_by(f32::total_cmp);
        let mut groups = edges.chunk_by(|a, b| b - a <= 2.0);
        groups.find(|group| group.len() >= least).map(|group| group[group.len() / 2])
    };
    let left = shared(long.iter().map(|line| line.0).collect())?;
    let right = -shared(long.iter().map(|line| -line.1).collect())?;
    Some((left, right.max(left)))
}

/// The weight in which most of the text is set: a line is bold only beside it.
fn body_weight(pages: &[PageLayout], fonts: &impl Fonts) -> Weight {
    let mut lengths: BTreeMap<Weight, usize> = BTreeMap::new();
    for placed in pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Line(placed) => Some(placed),
        _ => None,
    }) {
        let mut start = 0;
        for run in &placed.line.runs {
            *lengths.entry(fonts.weight(run.font)).or_default() += run.end - start;
            start = run.end;
        }
    }
    lengths
        .into_iter()
        .max_by_key(|&(weight, length)| (length, std::cmp::Reverse(weight)))
        .map_or(Weight::Text, |(w, _)| w)
}

/// The size in which most of the text is set.
fn body_size(pages: &[PageLayout]) -> f32 {
    let mut lengths: BTreeMap<u32, usize> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Line(placed) = item {
            *lengths.entry((placed.line.size * 2.0) as u32).or_default() += placed.line.text.len();
        }
    }
    lengths.into_iter().max_by_key(|entry| entry.1).map_or(0.0, |(half_points, _)| half_points as f32 / 2.0)
}

/// A frame that may go on on the next page.
#[derive(Clone, Copy)]
struct OpenFrame {
    id: u32,
    x0: f32,
    x1: f32,
    page: usize,
}

struct Writer<'f, F> {
    source: Source,
    fonts: &'f F,
    body: Weight,
    body_size: f32,
    tally: Tally,
    /// 1-based.
    page: usize,
    /// Lines written.
    size: usize,
    frames: u32,
    open_frame: Option<OpenFrame>,
    /// The page was read from its pictures.
    ocr: bool,
}

impl<F: Fonts> Writer<'_, F> {
    /// Where the next line will start.
    fn next_start(&self) -> u32 {
        let newline = usize::from(self.size > 0);
        u32::try_from(self.source.text.len() + newline).unwrap_or(u32::MAX)
    }

    fn page(&mut self, page: &PageLayout, area: Option<Area>) {
        let body = |item: &Item| !matches!(item, Item::Line(placed) if placed.furniture.is_some());
        let first = page.items.iter().position(body);
        let last = page.items.iter().rposition(body);
        for (at, item) in page.items.iter().enumerate() {
            match item {
                Item::Line(placed) => self.line(placed, page.frame, area, None),
                Item::Table(table) => self.table(table, page.frame, None),
                Item::Picture(rect) => self.picture(*rect, page.frame, None),
                Item::Frame(frame) => {
                    let id = self.frame_id(frame, Some(at) == first);
                    self.frame(frame, page.frame, id);
                    self.open_frame = (Some(at) == last).then_some(OpenFrame {
                        id,
                        x0: frame.rect.x0,
                        x1: frame.rect.x1,
                        page: self.page,
                    });
                }
            }
        }
    }

    /// A frame at the top of a page goes on from the frame at the foot of the page before, if it is as wide.
    fn frame_id(&mut self, frame: &TextFrame, is_first: bool) -> u32 {
        if let Some(open) = self.open_frame
            && is_first
            && open.page + 1 == self.page
            && (open.x0 - frame.rect.x0).abs() < 3.0
            && (open.x1 - frame.rect.x1).abs() < 3.0
        {
            return open.id;
        }
        self.frames += 1;
        self.frames - 1
    }

    fn frame(&mut self, frame: &TextFrame, page: Frame, id: u32) {
        for item in &frame.items {
            match item {
                Item::Line(placed) => self.line(placed, page, None, Some(id)),
                Item::Table(table) => self.table(table, page, Some(id)),
                Item::Picture(rect) => self.picture(*rect, page, Some(id)),
                // Frames are not nested by the layout.
                Item::Frame(_) => {}
            }
        }
    }

    fn picture(&mut self, rect: Rect, frame: Frame, inside: Option<u32>) {
        let bbox = Some(corners(frame.to_page(rect)));
        let layout = LineLayout {
            end: LineEnd::Paragraph,
            picture: true,
            frame: inside,
            bbox,
            ..LineLayout::default()
        };
        self.write("", layout);
    }

    fn line(&mut self, placed: &PlacedLine, frame: Frame, area: Option<Area>, inside: Option<u32>) {
        let own = (frame.to_page(placed.line.rect), frame.direction());
        let place = placed.elsewhere.unwrap_or(own);
        let mut layout = self.layout(&placed.line, placed.area.or(area), place);
        layout.furniture = placed.furniture;
        layout.frame = inside;
        self.text(&placed.line, layout);
    }

    /// Writes a table, or the rest of one that goes on from the page before.
    fn table(&mut self, table: &Table, frame: Frame, inside: Option<u32>) {
        let goes_on = table.continues.filter(|_| !self.source.tables.is_empty());
        let repeated = goes_on.unwrap_or(0);
        let repeats = |cell: &GridCell| cell.row < repeated;
        for (_, lines) in table.cells.iter().filter(|(cell, _)| repeats(cell)) {
            for line in lines {
                let mut layout = self.layout(line, None, (frame.to_page(line.rect), frame.direction()));
                layout.furniture = Some(FurnitureHint::RunningHead);
                self.text(line, layout);
            }
        }
        let start = self.next_start();
        let first = self.size;
        if goes_on.is_none() {
            let range = SourceRange::new(start, start);
            self.source.tables.push(SourceTable { range, cells: Vec::with_capacity(table.cells.len()) });
        }
        let index = self.source.tables.len() - 1;
        let above =
            self.source.tables[index].cells.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(0);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for (cell, lines) in table.cells.iter().filter(|(cell, _)| !repeats(cell)) {
            let written = self.cell(lines, small(index), frame, inside);
            // An empty cell lies where its text would have been.
            let here = if self.size == first { start } else { self.end() };
            self.source.tables[index].cells.push(SourceCell {
                range: written.unwrap_or(SourceRange::new(here, here)),
                row: above + small(cell.row - repeated),
                col: small(cell.col),
                row_span: small(cell.row_span),
                col_span: small(cell.col_span),
            });
        }
        let end = self.end().max(start);
        let range = &mut self.source.tables[index].range;
        range.end = range.end.max(end);
    }

    /// Writes the lines of a cell; where they stand, if there are any.
    fn cell(&mut self, lines: &[Line], table: u32, frame: Frame, inside: Option<u32>) -> Option<SourceRange> {
        let x0 = lines.iter().map(|line| line.rect.x0).min_by(f32::total_cmp)?;
        let x1 = lines.iter().map(|line| line.rect.x1).max_by(f32::total_cmp)?;
        let mut range: Option<SourceRange> = None;
        for line in lines {
            let mut layout = self.layout(line, Some((x0, x1)), (frame.to_page(line.rect), frame.direction()));
            (layout.table, layout.frame, layout.centred) = (Some(table), inside, false);
            let written = self.text(line, layout);
            range = Some(range.map_or(written, |range| range.cover(written)));
        }
        range
    }

    fn end(&self) -> u32 {
        u32::try_from(self.source.text.len()).unwrap_or(u32::MAX)
    }

    fn layout(&self, line: &Line, area: Option<Area>, (bbox, direction): (Rect, Direction)) -> LineLayout {
        let weight =
            |run: &super::line::Run| if run.thick { Weight::Bold } else { self.fonts.weight(run.font) };
        let (left, right) = area.unwrap_or((line.rect.x0, line.rect.x1));
        let (before, after) = (line.rect.x0 - left, right - line.rect.x1);
        // A paragraph of one line may end as far from the right edge as its first line is indented: a centred line
        // is further from both.
        // A large line is no paragraph, and may fill the page.
        let is_large = self.body_size > 0.0 && line.size >= 1.2 * self.body_size;
        let centred = (before - after).abs() <= 0.8 * line.size && (is_large || before >= 2.6 * line.size);
        LineLayout {
            end: LineEnd::Soft,
            bold: !line.runs.is_empty() && line.runs.iter().all(|run| weight(run) > self.body),
            centred,
            size: (line.size * 10.0).round().clamp(0.0, f32::from(u16::MAX)) as u16,
            indent: before.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16,
            bbox: Some(corners(bbox)),
            direction,
            ..LineLayout::default()
        }
    }

    /// Writes a line of text, its inline runs and its part of the tally.
    fn text(&mut self, line: &Line, layout: LineLayout) -> SourceRange {
        let range = self.write(&line.text, layout);
        let at = range.start as usize;
        if !layout.bold {
            let mut start = 0;
            for run in &line.runs {
                let weight = if run.thick { Weight::Bold } else { self.fonts.weight(run.font) };
                if weight > self.body {
                    let range = SourceRange::from_usize(at + start, at + run.end).trim(&self.source.text);
                    self.source.inline.push(Inline { range, kind: InlineKind::Bold });
                }
                start = run.end;
            }
        }
        for mark in &line.marks {
            let range = SourceRange::from_usize(at + mark.start, at + mark.end);
            self.source.inline.push(Inline { range, kind: MARK });
        }
        self.tally.add(line, range, self.page);
        range
    }

    fn write(&mut self, text: &str, layout: LineLayout) -> SourceRange {
        if self.size > 0 {
            self.source.text.push('\n');
        }
        let start = self.source.text.len();
        self.source.text.push_str(text);
        self.source.layout.push(LineLayout { ocr: self.ocr, ..layout });
        self.size += 1;
        SourceRange::from_usize(start, self.source.text.len())
    }

    fn finish(mut self, empty: &[usize]) -> Source {
        let mut source = self.source;
        if source.layout.is_empty() {
            source.layout.push(LineLayout::default());
        }
        let length = u32::try_from(source.text.len()).unwrap_or(u32::MAX);
        for page in &mut source.pages {
            page.start = page.start.min(length);
        }
        source.inline.sort_by_key(|inline| (inline.range.start, inline.range.end));
        if !empty.is_empty() {
            source.problems.push(Problem {
                code: "page-without-text",
                severity: Severity::Error,
                message: format!("{} hold pictures and no text", page_list(empty)),
                help: "the pages are scans or drawings: use OCR",
                // A page without text has no place in the text.
                at: Vec::new(),
            });
        }
        self.source = Source::plain(String::new());
        source.problems.extend(self.tally.problems(|font| self.fonts.name(font)));
        source
    }
}

fn corners(rect: Rect) -> [f32; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1]
}
