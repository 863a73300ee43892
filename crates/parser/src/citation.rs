//! Raised marks that lead to a note, taken out of the text that they stand in.
//!
//! On paper the 1 of 规模以上工业企业¹达到60家 is small and high; left in the line it would make another number, another
//! title, another name of an indicator. What enters are the items of the document and the marks that the format gives;
//! what leaves are the same items without them, and each mark as furniture. A mark that begins a field is the number of
//! the note itself, and stays.

use gangyao_normaliser::{Joined, Normalised, outside};
use gangyao_text::{InlineKind, NormRange};

use crate::tree::{BoxPart, Furniture, FurnitureItem, Item, TableItem};

/// Takes the marks out of all items and adds them as items of their own, at the end.
pub(crate) fn take_out(norm: &Normalised<'_>, items: &mut Vec<Item>) {
    let marks = marks(norm);
    if marks.is_empty() {
        return;
    }
    let mut cutter = Cutter { norm_text: &norm.text, marks: &marks, cut: Vec::new() };
    let mut taken = Vec::new();
    for item in items.iter_mut() {
        cutter.item(item);
        taken.append(&mut cutter.cut);
    }
    items.extend(taken.into_iter().map(|mark| {
        let text = Joined::of(&norm.text, mark);
        Item::Furniture(FurnitureItem { kind: Furniture::CitationMark, text })
    }));
}

/// The marks, in order. A star stays: a table's note tells of its rows by it (带*的为约束性指标).
fn marks(norm: &Normalised<'_>) -> Vec<NormRange> {
    let runs = norm.source.inline.iter().filter(|run| run.kind == InlineKind::CitationMark);
    let mut marks: Vec<NormRange> = runs
        .map(|run| norm.of_source(run.range))
        .filter(|mark| {
            let text = mark.of(&norm.text);
            !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '†'))
        })
        .collect();
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    marks.dedup_by(|next, mark| next.start < mark.end);
    marks
}

/// Cuts marks out of the fields of one item after the other.
struct Cutter<'n> {
    norm_text: &'n str,
    marks: &'n [NormRange],
    /// The marks that were cut out of this item.
    cut: Vec<NormRange>,
}

impl Cutter<'_> {
    fn item(&mut self, item: &mut Item) {
        match item {
            Item::Furniture(_) | Item::Toc(_) => {}
            Item::Heading(heading) => {
                self.field(&mut heading.title);
                self.places(&mut heading.at);
            }
            Item::Paragraph(paragraph) => {
                self.field(&mut paragraph.text);
                self.places(&mut paragraph.at);
            }
            Item::Table(table) => self.table(table),
            Item::Term(term) => {
                self.field(&mut term.term);
                self.field(&mut term.definition);
                self.places(&mut term.at);
            }
            Item::Box(found) => {
                self.field(&mut found.title);
                self.places(&mut found.at);
                found.parts.iter_mut().for_each(|part| self.part(part));
            }
        }
    }

    fn part(&mut self, part: &mut BoxPart) {
        match part {
            BoxPart::Entry(entry) => {
                entry.paragraphs.iter_mut().for_each(|text| self.field(text));
                self.places(&mut entry.at);
            }
            BoxPart::Paragraph(paragraph) => {
                self.field(&mut paragraph.text);
                self.places(&mut paragraph.at);
            }
            BoxPart::Table(table) => self.table(table),
        }
    }

    fn table(&mut self, table: &mut TableItem) {
        table.caption.iter_mut().for_each(|text| self.field(text));
        table.grid.cells.iter_mut().for_each(|cell| self.field(&mut cell.text));
        table.notes.iter_mut().for_each(|text| self.field(text));
        self.cut.sort_unstable_by_key(|mark| mark.start);
        self.places(&mut table.at);
    }

    fn field(&mut self, field: &mut Joined) {
        let mut inside: Vec<NormRange> = Vec::new();
        for range in field.ranges() {
            let first = self.marks.partition_point(|mark| mark.start < range.start);
            let within = self.marks[first..].iter().take_while(|mark| mark.end <= range.end);
            inside.extend(within.filter(|mark| Some(mark.start) != field.start()));
        }
        if inside.is_empty() {
            return;
        }
        *field = field.without(&inside);
        self.cut.extend(inside);
    }

    /// The places of an item without the marks that were cut out of its fields.
    fn places(&self, places: &mut Vec<NormRange>) {
        if self.cut.is_empty() {
            return;
        }
        let parts = places.iter().flat_map(|&place| outside(place, &self.cut));
        *places = parts.map(|part| part.trim(self.norm_text)).filter(|part| !part.is_empty()).collect();
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{Inline, Source, SourceRange};

    use super::*;

    /// A text in which `‹1›` is a raised 1.
    pub(crate) fn with_marks(text: &str) -> Source {
        let (mut plain, mut inline, mut open) = (String::new(), Vec::new(), 0);
        for c in text.chars() {
            match c {
                '‹' => open = plain.len(),
                '›' => inline.push(Inline {
                    range: SourceRange::from_usize(open, plain.len()),
                    kind: InlineKind::CitationMark,
                }),
                _ => plain.push(c),
            }
        }
        Source { inline, ..Source::plain(plain) }
    }

    /// Headings and paragraphs of a text with marks, and the marks that were taken out of them.
    fn check(text: &str, expected: &[&str]) {
        let source = with_marks(text);
        let parsed = crate::parse(&normalise(&source));
        let found: Vec<String> = parsed
            .items
            .iter()
            .map(|item| match item {
                Item::Heading(heading) => format!("# {}", heading.title.text()),
                Item::Paragraph(paragraph) => paragraph.text.text().to_owned(),
                Item::Furniture(item) if item.kind == Furniture::CitationMark => {
                    format!("mark {}", item.text.text())
                }
                _ => "other".to_owned(),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_are_no_part_of_titles_and_paragraphs() {
        check(
            "第一章 建设“两城”‹1›格局\n\n规模以上工业企业‹[2]›达到60家，单位能耗下降3%‹③›以上。\n\n第二章 任务\n\n‹[2]›规模以上工业企业：指收入达到标准的企业。\n\n推进各项任务。",
            &[
                "# 建设“两城”格局",
                "mark 1",
                "规模以上工业企业达到60家，单位能耗下降3%以上。",
                "mark [2]",
                "mark ③",
                "# 任务",
                "[2]规模以上工业企业：指收入达到标准的企业。",
                "推进各项任务。",
            ],
        );
    }
}
