//! The text of a document, and what its format says about the layout.

use crate::SourceRange;

/// The format that the text was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text or Markdown.
    Text,
    /// A web page.
    Html,
    /// Office Open XML.
    Docx,
    /// Portable Document Format.
    Pdf,
}

impl Format {
    /// The name in `document.source.format`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

/// Where a physical page begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageStart {
    /// First byte of the page.
    pub start: u32,
    /// Width and height in points; zero where the format has pages without a size.
    pub size: (f32, f32),
}

/// Whether a line's end is also its paragraph's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    /// The format does not say: the words decide.
    #[default]
    Unknown,
    /// The line is a whole paragraph (a `<p>`, a Word paragraph).
    Paragraph,
    /// A visual line: the paragraph may go on.
    Soft,
}

/// Furniture that the reader itself recognises, because only the format shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurnitureHint {
    /// Header or footer of every page.
    RunningHead,
    /// A page's printed number.
    PageNumber,
    /// A watermark.
    Watermark,
    /// Menu, breadcrumb, share button, copyright line of a web site.
    SiteMenu,
    /// Other text of the page that is not the article: related links, news.
    Unrelated,
    /// A note at the foot of its page, between the two halves of a paragraph.
    Footnote,
}

/// The direction in which a line runs on the page as it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From left to right.
    #[default]
    Right,
    /// Downwards: a page turned clockwise, or vertical writing, whose lines follow to the left.
    Down,
    /// Upside down.
    Left,
    /// Upwards: a page turned anticlockwise.
    Up,
}

impl Direction {
    /// A box of the page turned so that its line runs to the right and the next line lies below it. Coordinates may be
    /// negative; among boxes of one direction they compare as those of an upright page do.
    #[must_use]
    pub const fn upright(self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        match self {
            Self::Right => [x0, y0, x1, y1],
            Self::Down => [y0, -x1, y1, -x0],
            Self::Left => [-x1, -y1, -x0, -y0],
            Self::Up => [-y1, x0, -y0, x1],
        }
    }
}

/// Layout of one line of [`Source::text`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineLayout {
    /// What the end of the line means.
    pub end: LineEnd,
    /// Heading level that the format declares (`h1`, an outline level), 1 = outermost.
    pub heading: Option<u8>,
    /// The whole line is bold.
    pub bold: bool,
    /// The line is centred.
    pub centred: bool,
    /// Font size in tenths of a point; 0 unknown.
    pub size: u16,
    /// Left edge in points from the text area's left edge; 0 unknown.
    pub indent: i16,
    /// Furniture, where the format shows it.
    pub furniture: Option<FurnitureHint>,
    /// Box on the page in points: x0, y0, x1, y1, origin at the top left.
    pub bbox: Option<[f32; 4]>,
    /// Where the line runs to.
    pub direction: Direction,
    /// Index of the table that the line lies in.
    pub table: Option<u32>,
    /// The line stands inside a frame or a bordered block; lines of one frame share the number.
    pub frame: Option<u32>,
    /// The line stands for a picture; its text is the picture's caption or alternative text, or empty.
    pub picture: bool,
    /// The line was read from a picture by character recognition.
    pub ocr: bool,
    /// The format says that the line stands in a table of contents.
    pub contents: bool,
}

/// A cell of a real table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCell {
    /// The cell's text in the source; empty for an empty cell. It may span several lines.
    pub range: SourceRange,
    /// 0-based row of the cell's top left corner.
    pub row: u32,
    /// 0-based column of the cell's top left corner.
    pub col: u32,
    /// Rows that it covers, at least 1.
    pub row_span: u32,
    /// Columns that it covers, at least 1.
    pub col_span: u32,
}

/// A real table: cells in reading order (row by row), their text lying in the source in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceTable {
    /// From the first cell's first byte to the last cell's last.
    pub range: SourceRange,
    /// The cells.
    pub cells: Vec<SourceCell>,
}

/// A run of text inside a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Where it stands.
    pub range: SourceRange,
    /// What it is.
    pub kind: InlineKind,
}

/// What the format says about a run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Bold, in a line that is not bold as a whole.
    Bold,
    /// A raised mark that leads to a note or a citation.
    CitationMark,
}

/// A document's text, which never changes once it is read; every published offset points into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The text: lines separated by `\n`, pages by nothing (see [`Source::pages`]), no byte order mark, no `\r`.
    pub text: String,
    /// What it was read from.
    pub format: Format,
    /// The encoding that the bytes were in, as WHATWG names it; `UTF-8` for formats that carry their own.
    pub encoding: &'static str,
    /// Page starts in order; empty where the format has no pages.
    pub pages: Vec<PageStart>,
    /// One entry for each line of `text` (as `text.split('\n')` gives them), or none at all for plain text.
    pub layout: Vec<LineLayout>,
    /// Real tables in order; they do not overlap.
    pub tables: Vec<SourceTable>,
    /// Runs inside lines, in order.
    pub inline: Vec<Inline>,
    /// Metadata that the format carries apart from the text (`title`, `issued`, `issuer`, `document_number`).
    pub metadata: Vec<(String, String)>,
    /// What was odd in the bytes.
    pub problems: Vec<crate::Problem>,
}

impl Source {
    /// A source of plain text without any layout.
    #[must_use]
    pub fn plain(text: String) -> Self {
        Self {
            text,
            format: Format::Text,
            encoding: "UTF-8",
            pages: Vec::new(),
            layout: Vec::new(),
            tables: Vec::new(),
            inline: Vec::new(),
            metadata: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The 1-based page that holds `byte`; `None` where the format has no pages.
    #[must_use]
    pub fn page_at(&self, byte: u32) -> Option<u32> {
        match self.pages.partition_point(|page| page.start <= byte) {
            0 => None,
            n => u32::try_from(n).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_one() {
        let mut source = Source::plain("一\n二\n三".to_owned());
        assert_eq!(source.page_at(3), None);
        source.pages =
            vec![PageStart { start: 0, size: (0.0, 0.0) }, PageStart { start: 4, size: (0.0, 0.0) }];
        assert_eq!(source.page_at(0), Some(1));
        assert_eq!(source.page_at(3), Some(1));
        assert_eq!(source.page_at(4), Some(2));
        assert_eq!(source.page_at(9), Some(2));
    }
}
