//! Lines for the parsed items.

use gangyao_normaliser::{Joined, Normalised};
use gangyao_parser::{
    BoxEntry, BoxItem, BoxPart, FurnitureItem, HeadingItem, Item, ParagraphItem, TableItem, TermItem, TocItem,
};
use gangyao_text::{NormRange, SourceRange};

use super::{Places, quoted};

/// Prints items, indented by what holds them.
pub(super) struct Printer<'n> {
    norm: &'n Normalised<'n>,
    places: Places<'n>,
    depth: usize,
    out: String,
}

impl<'n> Printer<'n> {
    pub(super) fn new(norm: &'n Normalised<'n>) -> Self {
        Self { norm, places: Places::new(norm.source), depth: 0, out: String::new() }
    }

    /// The lines.
    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn item(&mut self, item: &Item) {
        match item {
            Item::Furniture(item) => self.furniture(item),
            Item::Toc(item) => self.toc(item),
            Item::Heading(item) => self.heading(item),
            Item::Paragraph(item) => self.paragraph(item),
            Item::Box(item) => self.boxed(item),
            Item::Table(item) => self.table(item),
            Item::Term(item) => self.term(item),
        }
    }

    /// Headings and boxes only.
    pub(super) fn outline(&mut self, item: &Item) {
        match item {
            Item::Heading(heading) => {
                self.depth = usize::from(heading.depth).saturating_sub(1);
                self.heading(heading);
                self.depth += 1;
            }
            Item::Box(item) => self.box_head(item),
            _ => {}
        }
    }

    fn furniture(&mut self, item: &FurnitureItem) {
        self.line(&item.text.ranges(), item.text.text(), &format!("furniture {:?}", item.kind));
    }

    fn toc(&mut self, item: &TocItem) {
        let fact = format!(
            "toc label={} number={} page={}",
            shown(item.label.as_ref()),
            number(item.number),
            item.page_label.as_deref().unwrap_or("-")
        );
        self.line(&item.at, item.title.text(), &fact);
    }

    fn heading(&mut self, item: &HeadingItem) {
        let fact = format!(
            "{:?} depth={} label={} number={} marker={:?}{}",
            item.heading_type,
            item.depth,
            shown(item.label.as_ref()),
            number(item.number),
            item.marker,
            if item.run_in { " run-in" } else { "" }
        );
        self.line(&item.at, item.title.text(), &fact);
    }

    fn paragraph(&mut self, item: &ParagraphItem) {
        let mut fact = "paragraph".to_owned();
        if let Some(lead) = item.lead {
            fact += &format!(" lead={}", quoted(&item.text.text()[..lead]));
        }
        if let Some(bullet) = &item.bullet {
            fact += &format!(" bullet={}", quoted(bullet));
        }
        self.line(&item.at, item.text.text(), &fact);
    }

    fn box_head(&mut self, item: &BoxItem) {
        let fact = format!(
            "box label={} number={} parts={}{}",
            shown(item.label.as_ref()),
            number(item.number),
            item.parts.len(),
            if item.picture { " picture" } else { "" }
        );
        self.line(&item.at, item.title.text(), &fact);
    }

    fn boxed(&mut self, item: &BoxItem) {
        self.box_head(item);
        self.depth += 1;
        for part in &item.parts {
            match part {
                BoxPart::Entry(entry) => self.entry(entry),
                BoxPart::Paragraph(item) => self.paragraph(item),
                BoxPart::Table(item) => self.table(item),
            }
        }
        self.depth -= 1;
    }

    fn entry(&mut self, entry: &BoxEntry) {
        let text: Vec<&str> = entry.paragraphs.iter().map(Joined::text).collect();
        let label = entry.label.as_deref().unwrap_or("-");
        self.line(
            &entry.at,
            &text.join("\n"),
            &format!("entry label={label} number={}", number(entry.number)),
        );
    }

    fn table(&mut self, item: &TableItem) {
        let grid = &item.grid;
        let fact = format!(
            "table {} rows × {} columns, head {}, notes {}",
            grid.rows,
            grid.columns,
            grid.head_rows,
            item.notes.len()
        );
        self.line(&item.at, item.caption.as_ref().map_or("", Joined::text), &fact);
        self.depth += 1;
        for cell in &grid.cells {
            let fact = format!("cell {},{} spans {}×{}", cell.row, cell.col, cell.row_span, cell.col_span);
            self.line(&cell.text.ranges(), cell.text.text(), &fact);
        }
        for note in &item.notes {
            self.line(&note.ranges(), note.text(), "note");
        }
        self.depth -= 1;
    }

    fn term(&mut self, item: &TermItem) {
        let fact = format!("term number={} {}", number(item.number), quoted(item.definition.text()));
        self.line(&item.at, item.term.text(), &fact);
    }

    fn line(&mut self, at: &[NormRange], text: &str, fact: &str) {
        let ranges: Vec<SourceRange> = at.iter().map(|&range| self.norm.to_source(range)).collect();
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
        self.places.line(&mut self.out, &ranges, text, fact);
    }
}

fn shown(label: Option<&Joined>) -> &str {
    label.map_or("-", Joined::text)
}

fn number(number: Option<u32>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}
