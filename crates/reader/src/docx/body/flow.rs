//! A paragraph that has ended becomes lines: its label, its text, its pictures, and the notes that it refers to.

use super::super::paragraph::{Look, Note, Paragraph};
use super::super::styles::Format;
use super::table::Table;
use super::{Body, Inside, Role};
use crate::citation::is_citation;
use crate::face::Face;
use gangyao_text::{FurnitureHint, LineEnd, LineLayout, is_han};

impl Body {
    pub(super) fn start_paragraph(&mut self) {
        if let Some(open) = &mut self.paragraph
            && open.goes_on
        {
            // The paragraph takes the formatting of the one that it goes on in.
            (open.goes_on, open.format, open.style) = (false, Format::default(), None);
        } else {
            self.end_paragraph();
            self.paragraph = Some(Paragraph::default());
        }
        self.begin_cell();
        self.inside = Inside::Content;
        self.base = self.styles.get(None);
        self.run = Format::default();
    }

    pub(super) fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraph.take_if(|paragraph| !paragraph.goes_on) else { return };
        self.boxes.append(&mut paragraph.boxes);
        let mut format = paragraph.format;
        format.inherit(&self.styles.get(paragraph.style.as_deref()));
        let label = match format.list {
            Some(list) if list > 0 => {
                self.numbering.label(list, format.level, paragraph.style.as_deref(), &self.styles)
            }
            _ => String::new(),
        };
        let layout = self.placed(&paragraph, &format);
        self.write(&paragraph, &label, &layout);
        for caption in &paragraph.pictures {
            self.lines.picture(caption, &layout);
        }
        self.waiting.append(&mut paragraph.notes);
        if !self.tables.contains(&Table::Data) {
            self.write_waiting_notes();
        }
    }

    /// The paragraph's layout with its frame and place.
    pub(super) fn placed(&mut self, paragraph: &Paragraph, format: &Format) -> LineLayout {
        let mut layout = paragraph.layout(format);
        if self.role == Role::Furniture {
            let number = !paragraph.text.contains(is_han);
            layout.furniture =
                Some(if number { FurnitureHint::PageNumber } else { FurnitureHint::RunningHead });
            return layout;
        }
        // Paragraphs with borders around them that follow each other stand in one box.
        if paragraph.borders < 3 {
            self.bordered = None;
        } else if self.bordered.is_none() {
            self.bordered = Some(self.frames);
            self.frames += 1;
        }
        layout.frame = self.frame.or(self.bordered);
        layout
    }

    pub(super) fn write(&mut self, paragraph: &Paragraph, label: &str, layout: &LineLayout) {
        let bold = |bold| LineLayout { bold, ..*layout };
        if !paragraph.text.trim().is_empty() {
            let look = paragraph.runs.first().map_or(Look::default(), |run| run.look);
            self.lines.face(look.face);
            self.lines.push(label, &bold(look.bold));
        }
        let mut start = 0;
        for run in &paragraph.runs {
            let layout = bold(run.look.bold);
            let at = self.lines.at();
            self.lines.face(run.look.face);
            for (i, piece) in paragraph.text[start..run.end].split('\n').enumerate() {
                if i > 0 {
                    self.lines.end(LineEnd::Unknown);
                }
                self.lines.push(piece, &layout);
            }
            // Marks of notes that someone typed are raised text: 高质量发展[2].
            if run.citation
                || run.look.raised && is_citation(self.lines.since(at), self.lines.char_before(at))
            {
                self.lines.mark_citation(at);
            }
            start = run.end;
        }
        self.lines.face(Face::Text);
        self.lines.end(LineEnd::Paragraph);
    }

    pub(super) fn write_waiting_notes(&mut self) {
        for note in std::mem::take(&mut self.waiting) {
            self.note(&note);
        }
    }

    /// A note's paragraphs, the first one after its mark.
    pub(super) fn note(&mut self, note: &Note) {
        let layout = LineLayout { furniture: Some(FurnitureHint::Footnote), ..LineLayout::default() };
        for (i, text) in note.paragraphs.iter().enumerate() {
            if i == 0 && !text.trim().is_empty() {
                let at = self.lines.at();
                self.lines.push(&note.mark, &layout);
                self.lines.mark_citation(at);
            }
            self.lines.push(text.trim(), &layout);
            self.lines.end(LineEnd::Paragraph);
        }
    }
}
