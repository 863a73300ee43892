//! A plan as a PDF file: pages of visual lines in a font that is not embedded, rules around tables and boxes.
//!
//! [`Sheet`] sets the pieces on pages; [`file`] writes the pages down. Lines are broken as in a text of twenty-eight
//! characters a line; a paragraph is indented by two; chapters are centred; every page has its number at the foot.

use std::fmt::Write as _;

use crate::document::Plan;
use crate::layout::wrap;
use crate::shape::{PageBreak, Width};

use super::{Boxes, Cell, Look, Piece, title, toc};

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);

const SIZE: f32 = 15.0;
const LINE: f32 = 27.0;
const LEFT: f32 = 88.0;
const RIGHT: f32 = LEFT + 28.0 * SIZE;
const TOP: f32 = 752.0;
const FOOT: f32 = 90.0;

/// Print inside a table.
const SMALL: f32 = 10.5;
const SMALL_LINE: f32 = 15.0;

/// The file.
pub(super) fn write(plan: &Plan, pieces: &[Piece<'_>], look: Look) -> Vec<u8> {
    let head = (plan.structure.shape.page_break == PageBreak::RunningHead).then(|| title(plan));
    let mut sheet = Sheet { head, pages: Vec::new(), content: String::new(), y: TOP, frame: None };
    sheet.y -= 60.0;
    sheet.centred(title(plan), 22.0);
    sheet.centred(plan.structure.date, SIZE);
    let lines = toc(plan);
    if lines.is_empty() {
        sheet.y -= LINE;
    } else {
        sheet.turn();
        sheet.centred("目  录", 18.0);
        lines.iter().for_each(|(line, page)| sheet.toc_line(line, *page));
        sheet.turn();
    }
    pieces.iter().for_each(|piece| sheet.piece(piece, look));
    sheet.turn();
    file(&sheet.pages)
}

/// The page that is being set, and those before it.
struct Sheet<'p> {
    head: Option<&'p str>,
    pages: Vec<String>,
    content: String,
    /// Above the next line.
    y: f32,
    /// Upper edge of an open frame.
    frame: Option<f32>,
}

impl Sheet<'_> {
    /// Ends the page; an open frame goes on on the next.
    fn turn(&mut self) {
        if let Some(top) = self.frame.replace(TOP) {
            self.rectangle(top, self.y - 8.0);
        } else {
            self.frame = None;
        }
        let number = format!("— {} —", self.pages.len() + 1);
        self.print((PAGE.0 - width(&number, 12.0)) / 2.0, 50.0, 12.0, &number, false);
        if let Some(head) = self.head {
            self.print((PAGE.0 - width(head, 10.0)) / 2.0, 795.0, 10.0, head, false);
        }
        self.pages.push(std::mem::take(&mut self.content));
        self.y = TOP;
    }

    fn room_for(&mut self, height: f32) {
        if self.y - height < FOOT {
            self.turn();
        }
    }

    fn print(&mut self, x: f32, y: f32, size: f32, text: &str, bold: bool) {
        // A tab is a gap on paper, not a character.
        let text = text.replace('\t', " ");
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let mode = if bold { "2 Tr " } else { "0 Tr " };
        let _ = writeln!(self.content, "BT {mode}/F1 {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm <{hex}> Tj ET");
    }

    fn line(&mut self, x: f32, size: f32, text: &str, bold: bool) {
        let step = LINE.max(size * 1.6);
        self.room_for(step);
        self.y -= step;
        self.print(x, self.y, size, text, bold);
    }

    fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        let _ = writeln!(self.content, "{:.2} {:.2} m {:.2} {:.2} l S", from.0, from.1, to.0, to.1);
    }

    fn rectangle(&mut self, top: f32, bottom: f32) {
        let (x0, x1) = (LEFT - 8.0, RIGHT + SIZE + 8.0);
        let _ = writeln!(self.content, "{x0:.2} {bottom:.2} {:.2} {:.2} re S", x1 - x0, top - bottom);
    }

    fn centred(&mut self, text: &str, size: f32) {
        let columns = ((RIGHT - LEFT) / size) as usize;
        for line in broken(text, columns) {
            self.line((PAGE.0 - width(&line, size)) / 2.0, size, &line, true);
        }
    }

    fn toc_line(&mut self, text: &str, page: Option<usize>) {
        let Some(page) = page.map(|page| page.to_string()) else {
            broken(text, 28).iter().for_each(|line| self.line(LEFT, SIZE, line, false));
            return;
        };
        let lines = broken(text, 25);
        for (at, line) in lines.iter().enumerate() {
            self.line(LEFT, SIZE, line, false);
            if at + 1 == lines.len() {
                let (from, to) = (LEFT + width(line, SIZE), RIGHT - width(&page, SIZE));
                let dots = "…".repeat(((to - from) / SIZE).max(0.0) as usize);
                self.print(to - width(&dots, SIZE), self.y, SIZE, &dots, false);
                self.print(to, self.y, SIZE, &page, false);
            }
        }
    }

    fn piece(&mut self, piece: &Piece<'_>, look: Look) {
        match piece {
            Piece::Heading(text, 0) => {
                self.y -= LINE / 2.0;
                self.room_for(3.0 * LINE);
                self.centred(text, 18.0);
            }
            Piece::Heading(text, _) => {
                self.room_for(2.0 * LINE);
                self.indented(text, true);
            }
            Piece::Paragraph(text) => self.indented(&text.replace("**", ""), false),
            Piece::Table(rows) => self.table(rows),
            Piece::Box(inside) => self.boxed(inside, look),
            Piece::Turn(again) => {
                self.turn();
                self.indented(again, false);
            }
        }
    }

    /// A paragraph: its first line begins two characters further in.
    fn indented(&mut self, text: &str, bold: bool) {
        let text = text.trim_start_matches('\u{3000}');
        for (at, line) in wrap(&format!("\u{3000}\u{3000}{text}"), Width::TwentyEight).iter().enumerate() {
            let x = if at == 0 { LEFT + 2.0 * SIZE } else { LEFT };
            self.line(x, SIZE, line.trim_start_matches('\u{3000}'), bold);
        }
    }

    /// A box with a table has its title in the table's first row, or above it; any other is framed as a whole.
    fn boxed(&mut self, inside: &[Piece<'_>], look: Look) {
        let has_table = inside.iter().any(|piece| matches!(piece, Piece::Table(_)));
        if look.boxes == Boxes::Bare || has_table {
            let mut heads: Vec<&str> = Vec::new();
            for piece in inside {
                match piece {
                    Piece::Paragraph(text) if look.boxes == Boxes::Cell && has_table && heads.is_empty() => {
                        heads.push(text);
                    }
                    Piece::Table(rows) => {
                        let columns = columns(rows);
                        let head = heads.iter().map(|text| vec![Cell { text, columns, rows: 1 }]);
                        self.table(&head.chain(rows.iter().cloned()).collect::<Vec<_>>());
                    }
                    other => self.piece(other, look),
                }
            }
            return;
        }
        self.room_for(4.0 * LINE);
        self.y -= 10.0;
        self.frame = Some(self.y);
        inside.iter().for_each(|piece| self.flat(piece));
        self.y -= 12.0;
        if let Some(top) = self.frame.take() {
            self.rectangle(top, self.y);
        }
    }

    /// A piece of a framed box.
    fn flat(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Paragraph(text) => self.indented(text, false),
            Piece::Turn(again) => {
                self.turn();
                self.indented(again, false);
            }
            Piece::Heading(..) | Piece::Table(_) | Piece::Box(_) => {}
        }
    }

    fn table(&mut self, rows: &[Vec<Cell<'_>>]) {
        let columns = columns(rows);
        let step = (RIGHT - LEFT) / columns as f32;
        let edge = |column: usize| LEFT + step * column as f32;
        self.y -= 10.0;
        // The row that names the columns is printed again on every page, with the title above it.
        let head = rows.iter().position(|row| row.len() > 1).unwrap_or(0) + 1;
        let mut open = 0;
        let mut first_on_page = true;
        for (at, row) in rows.iter().enumerate() {
            let height =
                row.iter().map(|cell| lines(cell, step).len()).max().unwrap_or(1) as f32 * SMALL_LINE + 8.0;
            if self.y - height < FOOT && at >= head {
                self.rule((LEFT, self.y), (RIGHT, self.y));
                self.turn();
                for row in &rows[..head] {
                    let height = row.iter().map(|cell| lines(cell, step).len()).max().unwrap_or(1) as f32
                        * SMALL_LINE
                        + 8.0;
                    self.row(row, 0, height, step);
                    self.rule((LEFT, self.y + height), (RIGHT, self.y + height));
                }
                first_on_page = true;
            }
            // A merged cell goes on without a rule.
            let skipped = usize::from(open > 0);
            let from = if open > 0 && !first_on_page { edge(1) } else { LEFT };
            self.rule((from, self.y), (RIGHT, self.y));
            self.row(row, skipped, height, step);
            open = if open > 0 { open - 1 } else { row.iter().map(|cell| cell.rows - 1).max().unwrap_or(0) };
            first_on_page = false;
        }
        self.rule((LEFT, self.y), (RIGHT, self.y));
        self.y -= 6.0;
    }

    /// The cells of one row from column `skipped` on, with the rules at their sides.
    fn row(&mut self, row: &[Cell<'_>], skipped: usize, height: f32, step: f32) {
        let (top, bottom) = (self.y, self.y - height);
        self.rule((LEFT, top), (LEFT, bottom));
        let mut column = skipped;
        if skipped > 0 {
            let x = LEFT + step;
            self.rule((x, top), (x, bottom));
        }
        for cell in row {
            let x = LEFT + step * column as f32;
            for (at, line) in lines(cell, step).iter().enumerate() {
                self.print(x + 3.0, top - SMALL_LINE * (at as f32 + 1.0), SMALL, line, false);
            }
            column += cell.columns;
            let right = LEFT + step * column as f32;
            self.rule((right, top), (right, bottom));
        }
        self.y = bottom;
    }
}

fn columns(rows: &[Vec<Cell<'_>>]) -> usize {
    rows.iter().map(|row| row.iter().map(|cell| cell.columns).sum()).max().unwrap_or(1)
}

/// The lines of a cell whose columns are `step` wide.
fn lines(cell: &Cell<'_>, step: f32) -> Vec<String> {
    broken(cell.text, ((step * cell.columns as f32 - 8.0) / SMALL) as usize)
}

/// Lines of at most `columns` full-width characters; no number is broken.
fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if is_narrow(c) && word.chars().all(is_narrow) => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    for word in words {
        let own: usize = word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        if taken + own > 2 * columns.max(1) && taken > 0 {
            lines.push(String::new());
            taken = 0;
        }
        taken += own;
        if let Some(line) = lines.last_mut() {
            line.push_str(&word);
        }
    }
    lines
}

const fn is_narrow(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '%')
}

fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.5 * size } else { size }).sum()
}

/// The pages as a file.
fn file(pages: &[String]) -> Vec<u8> {
    const FIRST: usize = 6;
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", FIRST + 2 * at)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{kids}]/MediaBox[0 0 {} {}]/Resources<</Font<</F1 3 0 R>>>>>>",
            pages.len(),
            PAGE.0,
            PAGE.1
        ),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)\
         /Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880\
         /StemV 80/FontBBox[0 -120 1000 880]>>"
            .to_owned(),
    ];
    for (at, content) in pages.iter().enumerate() {
        objects.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", FIRST + 2 * at + 1));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut out = String::from("%PDF-1.5\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    offsets.iter().for_each(|offset| {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    });
    let _ = write!(out, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}
