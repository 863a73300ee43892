//! One page: its characters, rulings and pictures as lines, tables, frames and pictures in reading order.

use gangyao_text::{Direction, FurnitureHint};

use super::aligned::take_tables;
use super::backend::{Glyph, Ink, PageContent, Rect};
use super::columns::reading_order;
use super::direction::{Char, Frame, direction, main_direction, mark_stacked};
use super::grid::{Grid, GridCell, grids};
use super::line::{Line, Spacing, line, rows};
use super::numbered::take_numbers;
use super::unruled::split_rows;

/// A page in reading order.
#[derive(Clone, Debug)]
pub(super) struct PageLayout {
    /// Width and height as the reader sees the page.
    pub(super) size: (f32, f32),
    /// Turns boxes of the layout into boxes of the page.
    pub(super) frame: Frame,
    pub(super) items: Vec<Item>,
    /// Its text was read from pictures.
    pub(super) ocr: bool,
}

/// A thing on a page.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A line of text.
    Line(PlacedLine),
    /// A table with at least two columns.
    Table(Table),
    /// A picture.
    Picture(Rect),
    /// A frame around text: a box (专栏).
    Frame(TextFrame),
}

/// A line and where it belongs.
#[derive(Clone, Debug)]
pub(super) struct PlacedLine {
    pub(super) line: Line,
    /// Left and right edge of its column or frame; `None` for the page's own text area.
    pub(super) area: Option<(f32, f32)>,
    pub(super) furniture: Option<FurnitureHint>,
    /// The line's box on the page, where its frame is not the page's.
    pub(super) elsewhere: Option<(Rect, Direction)>,
}

/// A table: its cells with their lines.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) rect: Rect,
    /// Edges of its columns.
    pub(super) xs: Vec<f32>,
    pub(super) cells: Vec<(GridCell, Vec<Line>)>,
    /// It goes on from the page before, with so many rows of its head printed again.
    pub(super) continues: Option<usize>,
}

/// A frame: what it holds, in reading order.
#[derive(Clone, Debug)]
pub(super) struct TextFrame {
    pub(super) rect: Rect,
    pub(super) items: Vec<Item>,
}

impl Item {
    /// Its box.
    pub(super) fn rect(&self) -> Rect {
        match self {
            Self::Line(placed) => placed.line.rect,
            Self::Table(table) => table.rect,
            Self::Picture(rect) => *rect,
            Self::Frame(frame) => frame.rect,
        }
    }
}

/// Lays a page out.
pub(super) fn layout(mut page: PageContent) -> PageLayout {
    mark_stacked(&mut page.glyphs);
    let main = main_direction(&page);
    let frame = Frame::new(main, page.size);
    let keeps_hidden = keeps_hidden(&page.glyphs);
    let mut chars: Vec<Char> = Vec::with_capacity(page.glyphs.len());
    let mut aside: Vec<&Glyph> = Vec::new();
    for glyph in &page.glyphs {
        if glyph.ink == Ink::Hidden && !keeps_hidden {
            continue;
        }
        if direction(glyph) == Some(main) && !is_watermark(glyph) {
            chars.push(frame.char(glyph));
        } else {
            aside.push(glyph);
        }
    }
    if keeps_hidden {
        even_sizes(&mut chars);
    }
    let rulings: Vec<_> = page.rulings.iter().map(|&ruling| frame.ruling(ruling)).collect();
    let pictures: Vec<Rect> = page.pictures.iter().map(|&picture| frame.rect(picture)).collect();
    let mut items = place(chars, &rulings, &pictures, frame.size());
    items.extend(asides(&aside, page.size));
    PageLayout { size: page.size, frame, items, ocr: false }
}

/// The hidden text of a scan is its text; a hidden word among visible ones is not for the reader.
fn keeps_hidden(glyphs: &[Glyph]) -> bool {
    let hidden = glyphs.iter().filter(|glyph| glyph.ink == Ink::Hidden).count();
    hidden > (glyphs.len() - hidden) * 4
}

/// Who reads a scan guesses the size of each word from its box: 30 is smaller than 规划. Sizes near the usual one are that one.
fn even_sizes(chars: &mut [Char]) {
    let mut sizes: Vec<f32> = chars.iter().map(|c| c.size).collect();
    if sizes.is_empty() {
        return;
    }
    let middle = sizes.len() / 2;
    let usual = *sizes.select_nth_unstable_by(middle, f32::total_cmp).1;
    let near = 0.4 * usual..1.35 * usual;
    chars.iter_mut().filter(|c| near.contains(&c.size)).for_each(|c| c.size = usual);
}

/// Faint and far larger than text.
fn is_watermark(glyph: &Glyph) -> bool {
    glyph.ink == Ink::Faint && glyph.size >= 36.0
}

fn place(
    chars: Vec<Char>,
    rulings: &[super::backend::Ruling],
    pictures: &[Rect],
    size: (f32, f32),
) -> Vec<Item> {
    let spacing = Spacing::of(&chars);
    let mut grids = grids(rulings);
    // A line around the whole page is an ornament.
    grids.retain(|grid| {
        let rect = grid.rect();
        grid.cells.len() > 1 || rect.width() < 0.86 * size.0 || rect.height() < 0.86 * size.1
    });
    // A table inside a frame is met before the frame.
    grids.sort_by(|a, b| area(a.rect()).total_cmp(&area(b.rect())));
    let mut inside: Vec<Vec<Vec<Char>>> =
        grids.iter().map(|grid| vec![Vec::new(); grid.cells.len()]).collect();
    let mut body = Vec::new();
    for char in chars {
        let (x, y) = char.centre();
        let cell = grids.iter().enumerate().find_map(|(at, grid)| Some((at, grid.cell_at(x, y)?)));
        match cell {
            Some((grid, cell)) => inside[grid][cell].push(char),
            None => body.push(char),
        }
    }
    let pictures = visible_pictures(pictures, size, body.len());
    let mut body = rows(&body);
    let numbers = take_numbers(&mut body);
    let (lines, tables) = take_tables(body, spacing, size.0);
    let mut items: Vec<Item> = reading_order(lines)
        .iter()
        .filter_map(|strip| Some(placed(line(&strip.chars, spacing)?, strip.column)))
        .collect();
    let mut blocks: Vec<Item> = tables.into_iter().map(Item::Table).collect();
    for (grid, cells) in grids.iter().zip(&inside) {
        if let Some(block) = block(grid, cells, spacing) {
            blocks.push(block);
        }
    }
    blocks.extend(pictures.into_iter().map(Item::Picture));
    nest(&mut blocks);
    insert(&mut items, blocks);
    items.extend(numbers.iter().filter_map(|number| {
        let furniture = Some(FurnitureHint::PageNumber);
        Some(Item::Line(PlacedLine { line: line(number, spacing)?, area: None, furniture, elsewhere: None }))
    }));
    items
}

fn area(rect: Rect) -> f32 {
    rect.width() * rect.height()
}

fn placed(line: Line, area: Option<(f32, f32)>) -> Item {
    Item::Line(PlacedLine { line, area, furniture: None, elsewhere: None })
}

/// A grid as a table, or, with one column, as a frame.
fn block(grid: &Grid, cells: &[Vec<Char>], spacing: Spacing) -> Option<Item> {
    let lines = |chars: &[Char]| -> Vec<Line> {
        rows(chars).iter().filter_map(|row| line(&row.chars, spacing)).collect()
    };
    let cells: Vec<(GridCell, Vec<Line>)> =
        grid.cells.iter().zip(cells).map(|(&cell, chars)| (cell, lines(chars))).collect();
    let rect = grid.rect();
    let is_frame = grid.columns() == 1 || cells.len() == 1;
    // A small box without text is a tick box or part of a drawing; a large one may frame a picture.
    if cells.iter().all(|(_, lines)| lines.is_empty()) && (!is_frame || rect.height() < 40.0) {
        return None;
    }
    if !is_frame {
        let cells = split_rows(&grid.xs, cells);
        return Some(Item::Table(Table { rect, xs: grid.xs.clone(), cells, continues: None }));
    }
    let lines: Vec<Line> = cells.into_iter().flat_map(|(_, lines)| lines).collect();
    let x0 = lines.iter().map(|line| line.rect.x0).min_by(f32::total_cmp).unwrap_or(rect.x0);
    let x1 = lines.iter().map(|line| line.rect.x1).max_by(f32::total_cmp).unwrap_or(rect.x1);
    let items = lines.into_iter().map(|line| placed(line, Some((x0, x1)))).collect();
    Some(Item::Frame(TextFrame { rect, items }))
}

/// Puts tables and pictures that lie inside a frame into it. Pictures inside a table's cell are left out: a table's
/// text is its cells' text.
fn nest(blocks: &mut Vec<Item>) {
    let mut loose = Vec::new();
    let mut kept: Vec<Item> = Vec::new();
    for block in blocks.drain(..) {
        if matches!(block, Item::Frame(_)) { kept.push(block) } else { loose.push(block) }
    }
    let mut outside = Vec::new();
    for block in loose {
        let rect = block.rect();
        let (x, y) = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        let frame = kept.iter_mut().find_map(|item| match item {
            Item::Frame(frame) if frame.rect.holds(x, y) && area(frame.rect) > area(rect) * 0.95 => {
                Some(frame)
            }
            _ => None,
        });
        match frame {
            Some(frame) => insert(&mut frame.items, vec![block]),
            None => outside.push(block),
        }
    }
    let tables: Vec<Rect> =
        outside.iter().filter(|item| matches!(item, Item::Table(_))).map(Item::rect).collect();
    outside.retain(|item| {
        let rect = item.rect();
        let (x, y) = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        !matches!(item, Item::Picture(_)) || !tables.iter().any(|table| table.holds(x, y))
    });
    // An empty frame without a picture in it is a drawing.
    kept.retain(|item| !matches!(item, Item::Frame(frame) if frame.items.is_empty()));
    kept.append(&mut outside);
    *blocks = kept;
}

/// Puts each block before the first line that follows it on the page.
fn insert(items: &mut Vec<Item>, mut blocks: Vec<Item>) {
    blocks.sort_by(|a, b| a.rect().y0.total_cmp(&b.rect().y0));
    for block in blocks {
        let rect = block.rect();
        let at = items.iter().position(|item| {
            let other = item.rect();
            (other.y0 + other.y1) / 2.0 >= rect.y0
                && other.y0 >= rect.y0 - other.height()
                && other.x0 < rect.x1
                && other.x1 > rect.x0
                && other.y0 > rect.y0 - 1.0
        });
        items.insert(at.unwrap_or(items.len()), block);
    }
}

/// Pictures large enough to be a box or a table, the strips of one picture joined. A picture behind a whole page of
/// text is its background.
fn visible_pictures(pictures: &[Rect], size: (f32, f32), chars: usize) -> Vec<Rect> {
    let mut sorted = pictures.to_vec();
    sorted.sort_by(|a, b| a.x0.total_cmp(&b.x0).then(a.y0.total_cmp(&b.y0)));
    let mut joined: Vec<Rect> = Vec::new();
    for picture in sorted {
        match joined.last_mut() {
            Some(last)
                if (last.x0 - picture.x0).abs() < 2.0
                    && (last.x1 - picture.x1).abs() < 2.0
                    && picture.y0 - last.y1 < 2.0 =>
            {
                *last = last.cover(picture);
            }
            _ => joined.push(picture),
        }
    }
    joined.retain(|rect| {
        let is_background = rect.width() > 0.85 * size.0 && rect.height() > 0.85 * size.1 && chars > 20;
        rect.width() >= 24.0 && rect.height() >= 24.0 && !is_background
    });
    joined.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    joined
}

/// Text beside the page's own direction: watermarks, turned captions, stamps.
fn asides(glyphs: &[&Glyph], size: (f32, f32)) -> Vec<Item> {
    let mut items = Vec::new();
    for direction_ in [Direction::Right, Direction::Down, Direction::Left, Direction::Up] {
        let frame = Frame::new(direction_, size);
        let in_direction = |faint: bool| -> Vec<Char> {
            let of_kind =
                |glyph: &&&Glyph| direction(glyph) == Some(direction_) && is_watermark(glyph) == faint;
            glyphs.iter().filter(of_kind).map(|glyph| frame.char(glyph)).collect()
        };
        for faint in [false, true] {
            let chars = in_direction(faint);
            let spacing = Spacing::of(&chars);
            items.extend(rows(&chars).iter().filter_map(|row| {
                let line = line(&row.chars, spacing)?;
                let elsewhere = Some((frame.to_page(line.rect), direction_));
                let furniture = faint.then_some(FurnitureHint::Watermark);
                Some(Item::Line(PlacedLine { line, area: None, furniture, elsewhere }))
            }));
        }
    }
    items.extend(slanted(glyphs));
    items
}

/// Slanted text is a watermark or a stamp: one line for what is drawn in one go.
fn slanted(glyphs: &[&Glyph]) -> Vec<Item> {
    let slanted: Vec<&&Glyph> = glyphs.iter().filter(|glyph| direction(glyph).is_none()).collect();
    let follows = |a: &Glyph, b: &Glyph| {
        let apart = (b.origin.0 - a.origin.0).hypot(b.origin.1 - a.origin.1);
        apart < 3.0 * a.size && (a.size - b.size).abs() < 0.2 * a.size
    };
    slanted
        .chunk_by(|a, b| follows(a, b))
        .filter_map(|run| {
            let chars: Vec<Char> = run.iter().map(|glyph| slanted_char(glyph)).collect();
            let mut line = line(&chars, Spacing::default())?;
            // Its characters follow each other along the slant, not along the frame.
            line.text = chars.iter().map(|c| c.char).collect::<String>().trim().to_owned();
            if let Some(run) = line.runs.last().copied() {
                line.runs = vec![super::line::Run { end: line.text.len(), ..run }];
            }
            line.marks.clear();
            let elsewhere = Some((line.rect, Direction::Right));
            let furniture = Some(FurnitureHint::Watermark);
            (!line.text.is_empty()).then_some(Item::Line(PlacedLine {
                line,
                area: None,
                furniture,
                elsewhere,
            }))
        })
        .collect()
}

fn slanted_char(glyph: &Glyph) -> Char {
    let (x, base) = glyph.origin;
    Char {
        char: glyph.char,
        font: glyph.font,
        x0: x,
        x1: x + glyph.size,
        base,
        size: glyph.size,
        ink: glyph.ink,
        artifact: glyph.artifact,
    }
}
