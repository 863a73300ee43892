//! Writes a [`Source`] line by line: what the readers of marked-up formats share.
//!
//! A reader pushes pieces of text with the layout that they have, ends lines, and opens and closes tables; the text, the
//! layout of its lines, the cells' ranges and the runs inside lines come out in step. It knows no format.

use crate::face::Face;
use gangyao_text::{
    Format, Inline, InlineKind, LineEnd, LineLayout, Source, SourceCell, SourceRange, SourceTable,
    dense_bytes,
};

/// The text so far, and the line and table being written.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
    layout: Vec<LineLayout>,
    inline: Vec<Inline>,
    tables: Vec<SourceTable>,
    line: Option<Line>,
    table: Option<Table>,
    space: bool,
    /// What the next line begins with.
    label: String,
    /// Of the text that comes next.
    face: Face,
    /// Bytes in a face of headings, and the lines that stand in it as a whole.
    hei_bytes: usize,
    hei_lines: Vec<usize>,
}

#[derive(Debug)]
struct Line {
    start: usize,
    layout: LineLayout,
    /// It stays though it is empty.
    keep: bool,
    bold_bytes: usize,
    hei_bytes: usize,
    /// Bold runs and citation marks of this line.
    runs: Vec<Inline>,
}

#[derive(Debug, Default)]
struct Table {
    cells: Vec<Cell>,
    rows: u32,
    /// Column where the next cell of the row may begin.
    col: u32,
    /// For each column, the first row that no cell from above covers.
    free_from: Vec<u32>,
    /// For each column, the last cell that covers it.
    owners: Vec<u32>,
    /// A cell is open.
    in_cell: bool,
}

#[derive(Debug)]
struct Cell {
    /// `None` while no line was written in it.
    range: Option<(usize, usize)>,
    row: u32,
    col: u32,
    row_span: u32,
    col_span: u32,
}

/// Text in a face of headings is so much of the whole at most: one part in so many. Else it is the face of the text.
const HEI_SHARE: usize = 4;

/// Columns beyond this many hold one cell each: no table on paper has them, and spans could ask for billions.
const COLUMNS: u32 = 1000;

impl Lines {
    /// Adds text to the line, beginning one with `layout` where none is open. `text` holds no line break.
    pub(crate) fn push(&mut self, text: &str, layout: &LineLayout) {
        if text.is_empty() {
            return;
        }
        let fresh = self.line.is_none();
        if fresh && !self.label.is_empty() && text.trim().is_empty() {
            // The label waits for the text that it belongs to.
            return;
        }
        self.open(layout);
        if std::mem::take(&mut self.space) && !fresh && !self.text.ends_with([' ', '\t']) {
            self.text.push(' ');
        }
        if fresh && !self.label.is_empty() {
            self.text.push_str(&std::mem::take(&mut self.label));
        }
        let start = self.text.len();
        self.text.push_str(text);
        let line = self.line.as_mut().expect("just opened");
        if self.face == Face::Hei {
            line.hei_bytes += dense_bytes(text);
        }
        if layout.bold {
            line.bold_bytes += dense_bytes(text);
            let range = SourceRange::from_usize(start, self.text.len());
            match line.runs.last_mut() {
                Some(last)
                    if last.kind == InlineKind::Bold && gap_is_blank(&self.text, last.range, range) =>
                {
                    last.range.end = range.end;
                }
                _ => line.runs.push(Inline { range, kind: InlineKind::Bold }),
            }
        }
    }

    /// Tells that white space stands here, which shows only between two texts of a line.
    pub(crate) fn space(&mut self) {
        self.space = self.line.is_some();
    }

    /// Lets the next line that has text begin with `label`.
    pub(crate) fn label(&mut self, label: String) {
        self.label = label;
    }

    /// Sets the face of the text that comes.
    pub(crate) fn face(&mut self, face: Face) {
        self.face = face;
    }

    /// Where the next text will stand, at the earliest.
    pub(crate) fn at(&self) -> usize {
        self.text.len()
    }

    /// The text of the open line from `start` on.
    pub(crate) fn since(&self, start: usize) -> &str {
        match &self.line {
            Some(line) => &self.text[start.max(line.start)..],
            None => "",
        }
    }

    /// The last character of the open line before `at`.
    pub(crate) fn char_before(&self, at: usize) -> Option<char> {
        let line = self.line.as_ref()?;
        self.text.get(line.start..at)?.chars().next_back()
    }

    /// Marks the text from `start` on, without the space at its ends, as leading to a note.
    pub(crate) fn mark_citation(&mut self, start: usize) {
        let Some(line) = &mut self.line else { return };
        let range = SourceRange::from_usize(start.max(line.start), self.text.len()).trim(&self.text);
        if !range.is_empty() {
            line.runs.push(Inline { range, kind: InlineKind::CitationMark });
        }
    }

    /// Ends the line, if one is open.
    pub(crate) fn end(&mut self, end: LineEnd) {
        self.space = false;
        let Some(mut line) = self.line.take() else {
            // `<p>标题<br></p>`: the line before is the paragraph's last.
            if let Some(last) = self.layout.last_mut().filter(|last| last.end == LineEnd::Unknown) {
                last.end = end;
            }
            return;
        };
        if !line.keep && self.text[line.start..].trim_start().is_empty() {
            return self.discard(line.start);
        }
        line.layout.end = end;
        // A line that is bold as a whole but for spaces and marks is a bold line.
        line.layout.bold =
            line.bold_bytes > 0 && line.bold_bytes * 20 >= dense_bytes(&self.text[line.start..]) * 19;
        if line.layout.bold {
            line.runs.retain(|run| run.kind != InlineKind::Bold);
        }
        self.hei_bytes += line.hei_bytes;
        if line.bold_bytes == 0
            && line.hei_bytes > 0
            && line.hei_bytes * 20 >= dense_bytes(&self.text[line.start..]) * 19
        {
            self.hei_lines.push(self.layout.len());
        }
        line.runs.sort_by_key(|run| (run.range.start, run.range.end));
        self.inline.append(&mut line.runs);
        self.layout.push(line.layout);
        let end = self.text.len();
        if let Some(cell) = self.cell() {
            let start = cell.range.map_or(line.start, |(start, _)| start);
            cell.range = Some((start, end));
        }
    }

    /// Adds an empty line.
    pub(crate) fn blank(&mut self, layout: &LineLayout) {
        self.end(LineEnd::Unknown);
        self.open(layout);
        self.keep();
        self.end(LineEnd::Unknown);
    }

    /// Adds a line that stands for a picture.
    pub(crate) fn picture(&mut self, caption: &str, layout: &LineLayout) {
        self.end(LineEnd::Unknown);
        self.open(&LineLayout { picture: true, ..*layout });
        self.keep();
        self.text.push_str(caption);
        self.end(LineEnd::Paragraph);
    }

    /// Begins a table; tables in it are part of its cells. False where one is open already.
    pub(crate) fn begin_table(&mut self) -> bool {
        if self.table.is_some() {
            return false;
        }
        self.end(LineEnd::Paragraph);
        self.table = Some(Table::default());
        true
    }

    /// Begins a row.
    pub(crate) fn begin_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.rows += 1;
            table.col = 0;
        }
    }

    /// Leaves columns of the row empty, without a cell.
    pub(crate) fn skip_columns(&mut self, columns: u32) {
        if let Some(table) = &mut self.table {
            table.col = table.col.saturating_add(columns).min(COLUMNS);
        }
    }

    /// Begins a cell in the row's next free column.
    pub(crate) fn begin_cell(&mut self, row_span: u32, col_span: u32) {
        self.end(LineEnd::Paragraph);
        let Some(table) = &mut self.table else { return };
        table.rows = table.rows.max(1);
        let row = table.rows - 1;
        while table.free_from.get(table.col as usize).is_some_and(|&free| free > row) {
            table.col += 1;
        }
        let col = table.col;
        let col_span = col_span.clamp(1, COLUMNS.saturating_sub(col).max(1));
        table.col = col + col_span;
        if table.col <= COLUMNS {
            let end = table.col as usize;
            if table.free_from.len() < end {
                table.free_from.resize(end, 0);
                table.owners.resize(end, 0);
            }
            table.owners[col as usize..end].fill(table.cells.len() as u32);
            table.free_from[col as usize..end].fill(row.saturating_add(row_span));
        }
        table.cells.push(Cell { range: None, row, col, row_span, col_span });
        table.in_cell = true;
    }

    /// Ends the cell.
    pub(crate) fn end_cell(&mut self) {
        self.end(LineEnd::Paragraph);
        if let Some(table) = &mut self.table {
            table.in_cell = false;
        }
    }

    /// Ends the table; without a line in it, it leaves no trace.
    pub(crate) fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.table.take() else { return };
        let Some(first) = table.cells.iter().find_map(|cell| cell.range) else { return };
        let (mut at, mut cells) = (first.0, Vec::with_capacity(table.cells.len()));
        for cell in &table.cells {
            // An empty cell stands at the end of the one before.
            let (start, end) = cell.range.unwrap_or((at, at));
            at = end;
            cells.push(SourceCell {
                range: SourceRange::from_usize(start, end),
                row: cell.row,
                col: cell.col,
                row_span: cell.row_span.clamp(1, (table.rows - cell.row).max(1)),
                col_span: cell.col_span,
            });
        }
        self.tables.push(SourceTable { range: SourceRange::from_usize(first.0, at), cells });
    }

    /// Lets the cell above the row's next column reach down into this row, for formats that merge cell by cell. False
    /// where no cell of that column ends right above.
    pub(crate) fn extend_down(&mut self, col_span: u32) -> bool {
        let Some(table) = &mut self.table else { return false };
        let (row, col) = (table.rows.max(1) - 1, table.col);
        let above = table.owners.get(col as usize).and_then(|&owner| table.cells.get_mut(owner as usize));
        match above {
            Some(cell) if cell.col == col && cell.row + cell.row_span == row => {
                cell.row_span += 1;
                table.col = col.saturating_add(col_span.max(1)).min(COLUMNS);
                true
            }
            _ => false,
        }
    }

    /// True when a line has been begun and not ended.
    pub(crate) fn is_open(&self) -> bool {
        self.line.is_some()
    }

    /// Lines written so far, the open one not counted.
    pub(crate) fn count(&self) -> usize {
        self.layout.len()
    }

    /// A finished line's text, by its number, with the layout that may still be changed.
    pub(crate) fn finished(&mut self) -> impl Iterator<Item = (&str, &mut LineLayout)> {
        self.text.split('\n').zip(self.layout.iter_mut())
    }

    /// The whole as a source.
    pub(crate) fn finish(mut self, format: Format, encoding: &'static str) -> Source {
        self.end_table();
        self.end(LineEnd::Paragraph);
        if self.hei_bytes * HEI_SHARE < self.text.len() {
            self.hei_lines.iter().for_each(|&line| self.layout[line].bold = true);
        }
        if self.layout.is_empty() {
            // An empty text has one empty line.
            self.layout.push(LineLayout::default());
        }
        Source {
            format,
            encoding,
            layout: self.layout,
            tables: self.tables,
            inline: self.inline,
            ..Source::plain(self.text)
        }
    }

    fn keep(&mut self) {
        if let Some(line) = &mut self.line {
            line.keep = true;
        }
    }

    /// Takes back a line of white space only: an empty paragraph shows nothing.
    fn discard(&mut self, start: usize) {
        self.text.truncate(start - usize::from(!self.layout.is_empty()));
    }

    fn open(&mut self, layout: &LineLayout) {
        if self.line.is_some() {
            return;
        }
        if !self.layout.is_empty() {
            self.text.push('\n');
        }
        let table = self.table.as_ref().filter(|table| table.in_cell).map(|_| self.tables.len() as u32);
        let layout = LineLayout { table, ..*layout };
        self.line = Some(Line {
            start: self.text.len(),
            layout,
            keep: false,
            bold_bytes: 0,
            hei_bytes: 0,
            runs: Vec::new(),
        });
        self.space = false;
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.table.as_mut().filter(|table| table.in_cell).and_then(|table| table.cells.last_mut())
    }
}

fn gap_is_blank(text: &str, left: SourceRange, right: SourceRange) -> bool {
    left.end <= right.start && text[left.end as usize..right.start as usize].trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(writer: impl FnOnce(&mut Lines)) -> Source {
        let mut lines = Lines::default();
        writer(&mut lines);
        let source = lines.finish(Format::Html, "UTF-8");
        crate::check(&source).unwrap();
        source
    }

    const PLAIN: LineLayout = LineLayout {
        end: LineEnd::Unknown,
        heading: None,
        bold: false,
        centred: false,
        size: 0,
        indent: 0,
        furniture: None,
        bbox: None,
        direction: gangyao_text::Direction::Right,
        table: None,
        frame: None,
        picture: false,
        ocr: false,
        contents: false,
    };
    const BOLD: LineLayout = LineLayout { bold: true, ..PLAIN };

    #[test]
    fn bold_is_the_line_or_a_run_in_it() {
        let source = write(|lines| {
            lines.push("第一章", &BOLD);
            lines.space();
            lines.push("总则", &BOLD);
            lines.end(LineEnd::Paragraph);
            lines.push("加强治理。", &BOLD);
            lines.push("推进", &PLAIN);
        });
        assert_eq!(source.text, "第一章 总则\n加强治理。推进");
        assert_eq!(source.layout.iter().map(|line| line.bold).collect::<Vec<_>>(), [true, false]);
        let runs: Vec<&str> = source.inline.iter().map(|run| run.range.of(&source.text)).collect();
        assert_eq!(runs, ["加强治理。"]);
    }

    #[test]
    fn a_face_of_headings_is_bold_beside_a_face_of_text() {
        let bold = |prose: &str| {
            let source = write(|lines| {
                for text in ["总体要求", prose, "重点任务"] {
                    lines.face(if text == prose { Face::Text } else { Face::Hei });
                    lines.push(text, &PLAIN);
                    lines.end(LineEnd::Paragraph);
                }
            });
            source.layout.iter().map(|line| line.bold).collect::<Vec<_>>()
        };
        assert_eq!(bold("坚持稳中求进工作总基调，推动高质量发展，保障民生。"), [true, false, true]);
        assert_eq!(bold("坚持稳中求进。"), [false, false, false]);
    }

    #[test]
    fn cells_know_their_place_and_range() {
        let source = write(|lines| {
            lines.push("前", &PLAIN);
            lines.begin_table();
            for row in [&[("", 1, 1), ("甲", 2, 1), ("乙", 1, 2)][..], &[("丙", 9, 1), ("丁", 1, 2)]] {
                lines.begin_row();
                for &(text, row_span, col_span) in row {
                    lines.begin_cell(row_span, col_span);
                    lines.push(text, &PLAIN);
                    lines.end_cell();
                }
            }
            lines.end_table();
            lines.push("后", &PLAIN);
        });
        assert_eq!(source.text, "前\n甲\n乙\n丙\n丁\n后");
        let cells: Vec<_> = source.tables[0]
            .cells
            .iter()
            .map(|cell| (cell.range.of(&source.text), cell.row, cell.col, cell.row_span, cell.col_span))
            .collect();
        assert_eq!(
            cells,
            [
                ("", 0, 0, 1, 1),
                ("甲", 0, 1, 2, 1),
                ("乙", 0, 2, 1, 2),
                ("丙", 1, 0, 1, 1),
                ("丁", 1, 2, 1, 2)
            ]
        );
        assert_eq!(source.tables[0].range.of(&source.text), "甲\n乙\n丙\n丁");
        let tables: Vec<_> = source.layout.iter().map(|line| line.table).collect();
        assert_eq!(tables, [None, Some(0), Some(0), Some(0), Some(0), None]);
    }

    #[test]
    fn a_table_without_text_leaves_no_trace() {
        let source = write(|lines| {
            lines.begin_table();
            lines.begin_row();
            lines.begin_cell(1, 1);
            lines.end_table();
            lines.push("一", &PLAIN);
        });
        assert!(source.tables.is_empty());
    }

    #[test]
    fn huge_spans_are_capped() {
        let source = write(|lines| {
            lines.begin_table();
            lines.begin_row();
            for _ in 0..3 {
                lines.begin_cell(u32::MAX, u32::MAX);
                lines.push("一", &PLAIN);
                lines.end_cell();
            }
        });
        assert_eq!(source.tables[0].cells[0].col_span, 1000);
        assert_eq!(source.tables[0].cells[2].col, 1001);
    }
}
