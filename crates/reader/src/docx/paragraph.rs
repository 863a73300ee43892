//! One paragraph while its runs come in.

use super::styles::Format;
use crate::face::Face;
use gangyao_text::LineLayout;

/// A paragraph's text with the formatting of its pieces.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// The paragraph's own formatting, without that of its style.
    pub(super) format: Format,
    pub(super) style: Option<String>,
    /// The text; `\n` is a line break inside the paragraph.
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    /// Captions of the pictures in it.
    pub(super) pictures: Vec<String>,
    /// The XML of the text boxes that are anchored in it.
    pub(super) boxes: Vec<String>,
    /// Notes that it refers to.
    pub(super) notes: Vec<Note>,
    /// Sides with a border.
    pub(super) borders: u8,
    /// The paragraph's end was deleted: the next one goes on in it.
    pub(super) goes_on: bool,
    /// Text of it was made by a field that is a table of contents.
    pub(super) contents: bool,
}

/// A piece of the paragraph's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Where it ends in the text.
    pub(super) end: usize,
    pub(super) look: Look,
    /// It leads to a note.
    pub(super) citation: bool,
}

/// The formatting of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: bool,
    /// Half points.
    pub(super) size: u16,
    /// It stands above the line.
    pub(super) raised: bool,
    pub(super) face: Face,
}

/// A note that a paragraph refers to, with the mark that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) mark: String,
    pub(super) paragraphs: Vec<String>,
}

impl Paragraph {
    /// Adds text of one formatting.
    pub(super) fn push(&mut self, text: &str, look: Look) {
        self.text.push_str(text);
        let end = self.text.len();
        match self.runs.last_mut() {
            Some(last) if last.look == look && !last.citation => last.end = end,
            _ => self.runs.push(Run { end, look, citation: false }),
        }
    }

    /// Adds a mark that leads to a note.
    pub(super) fn push_citation(&mut self, mark: &str) {
        let look = self.runs.last().map_or(Look::default(), |run| run.look);
        self.text.push_str(mark);
        self.runs.push(Run { end: self.text.len(), look, citation: true });
    }

    /// The layout of its lines; `format` has the style's formatting filled in.
    pub(super) fn layout(&self, format: &Format) -> LineLayout {
        let size =
            self.runs.iter().map(|run| run.look.size).find(|&size| size > 0).or(format.size).unwrap_or(0);
        let font = f32::from(size) / 2.0;
        let first = match format.first_line_chars {
            Some(chars) if chars != 0 => chars as f32 / 100.0 * font,
            _ => format.first_line.unwrap_or(0) as f32 / 20.0,
        };
        let indent = format.left.unwrap_or(0) as f32 / 20.0 + first;
        LineLayout {
            heading: format.outline.filter(|&level| level < 9).map(|level| level + 1),
            centred: format.centred.unwrap_or(false),
            size: size.saturating_mul(5),
            indent: indent.round().clamp(-999.0, 999.0) as i16,
            contents: self.contents,
            ..LineLayout::default()
        }
    }
}
