//! A synthetic plan as web page, Word document or PDF file: the same words in another format.
//!
//! What enters is the plan's structure; what leaves is the bytes of a file. Each format has its own module, which knows
//! how such files are published: centred bold paragraphs for headings, a table of one cell for a box, visual lines and
//! rules in a PDF. Nothing here knows how a format is read.

mod docx;
mod html;
mod pdf;

use crate::document::Plan;
use crate::layout::{Block, gap_after};
use crate::shape::Toc;

/// The formats besides text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A web page with a menu above and links below the article.
    Html,
    /// A Word document.
    Docx,
    /// A PDF file whose font is not embedded, as official documents have it.
    Pdf,
}

impl Form {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Html, Self::Docx, Self::Pdf];

    /// The extension of its files.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

/// How headings are marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headings {
    /// Centred and bold, and nothing else: what government sites publish.
    #[default]
    Centred,
    /// `h2` in a page, an outline level in Word; centred and bold in a PDF file.
    Tagged,
}

/// How boxes are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Boxes {
    /// A table of one cell; a frame in a PDF file.
    #[default]
    Cell,
    /// A block with a border.
    Frame,
    /// Nothing is drawn.
    Bare,
}

/// What a file looks like where the format leaves a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// How headings are marked.
    pub headings: Headings,
    /// How boxes are drawn.
    pub boxes: Boxes,
}

/// Writes the plan in a format.
#[must_use]
pub fn render(plan: &Plan, form: Form, look: Look) -> Vec<u8> {
    let pieces = pieces(&plan.structure.blocks, plan);
    match form {
        Form::Html => html::write(plan, &pieces, look).into_bytes(),
        Form::Docx => docx::write(plan, &pieces, look),
        Form::Pdf => pdf::write(plan, &pieces, look),
    }
}

/// What stands on its own in every format.
#[derive(Debug)]
enum Piece<'p> {
    /// Label and title in one, and how deep it stands.
    Heading(String, usize),
    Paragraph(&'p str),
    Table(Vec<Vec<Cell<'p>>>),
    Box(Vec<Piece<'p>>),
    /// A page ends here, and this line is printed again on the next.
    Turn(&'p str),
}

/// A cell with what it covers.
#[derive(Clone, Copy, Debug)]
struct Cell<'p> {
    text: &'p str,
    columns: usize,
    rows: usize,
}

fn pieces<'p>(blocks: &'p [Block], plan: &Plan) -> Vec<Piece<'p>> {
    let mut out: Vec<Piece<'p>> = Vec::new();
    let mut rows: Vec<&'p [String]> = Vec::new();
    let mut outside: Option<Vec<Piece<'p>>> = None;
    for block in blocks {
        if let Block::Row(cells) = block {
            rows.push(cells);
            continue;
        }
        if !rows.is_empty() {
            out.push(Piece::Table(merged(&std::mem::take(&mut rows))));
        }
        match block {
            Block::Heading { label, title, depth } => {
                let gap = if label.is_empty() { "" } else { gap_after(label, &plan.structure.shape) };
                out.push(Piece::Heading(format!("{label}{gap}{title}"), *depth));
            }
            Block::Flow { text, .. } => out.push(Piece::Paragraph(text)),
            Block::Line(line) if line.is_empty() => {}
            Block::Line(line) => out.push(Piece::Paragraph(line)),
            Block::Turn { again } => out.push(Piece::Turn(again)),
            Block::Open => outside = Some(std::mem::take(&mut out)),
            Block::Close => {
                let inside = std::mem::replace(&mut out, outside.take().unwrap_or_default());
                out.push(Piece::Box(inside));
            }
            Block::Row(_) => {}
        }
    }
    out
}

/// Cells with their spans: a row of one cell covers all columns, an empty first cell belongs to the one above it.
fn merged<'p>(rows: &[&'p [String]]) -> Vec<Vec<Cell<'p>>> {
    let columns = rows.iter().map(|row| row.len()).max().unwrap_or(1);
    let mut out: Vec<Vec<Cell<'p>>> = Vec::new();
    let mut above = 0;
    for (at, row) in rows.iter().enumerate() {
        if row.len() == 1 {
            out.push(vec![Cell { text: &row[0], columns, rows: 1 }]);
            continue;
        }
        let goes_on = at > 0 && row[0].is_empty();
        if goes_on {
            out[above][0].rows += 1;
        } else {
            above = at;
        }
        let skipped = usize::from(goes_on);
        out.push(row[skipped..].iter().map(|text| Cell { text, columns: 1, rows: 1 }).collect());
    }
    out
}

/// The lines of the table of contents: words and page.
fn toc(plan: &Plan) -> Vec<(String, Option<usize>)> {
    let shape = &plan.structure.shape;
    let has_pages = !matches!(shape.toc, Toc::None | Toc::Bare);
    let lines = plan.structure.toc.iter().enumerate().map(|(at, line)| {
        let gap = if line.label.is_empty() { "" } else { gap_after(&line.label, shape) };
        (format!("{}{gap}{}", line.label, line.title), has_pages.then_some(at / 2 + 1))
    });
    if shape.toc == Toc::None { Vec::new() } else { lines.collect() }
}

fn title(plan: &Plan) -> &str {
    plan.truth.title.as_deref().unwrap_or_default()
}

/// The text in stretches, bold ones marked: `**术语**：定义` has two.
fn stretches(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split("**").enumerate().map(|(at, part)| (part, at % 2 == 1)).filter(|(part, _)| !part.is_empty())
}

/// Escapes what XML and HTML give a meaning.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_from_empty_and_single_cells() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = [row(&["类", "指标"]), row(&["甲", "一"]), row(&["", "二"]), row(&["► 乙"])];
        let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        let spans: Vec<Vec<(usize, usize)>> = merged(&rows)
            .iter()
            .map(|row| row.iter().map(|cell| (cell.columns, cell.rows)).collect())
            .collect();
        assert_eq!(spans, [vec![(1, 1), (1, 1)], vec![(1, 2), (1, 1)], vec![(1, 1)], vec![(2, 1)]]);
    }

    #[test]
    fn marks_of_emphasis_become_stretches() {
        assert_eq!(
            stretches("1. **术语**：指").collect::<Vec<_>>(),
            [("1. ", false), ("术语", true), ("：指", false)]
        );
    }
}
