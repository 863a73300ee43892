//! The tree to lines: one line a block, white space collapsed as a browser does, tables with their cells.

use std::collections::{BTreeMap, BTreeSet};

use super::article::{Article, Place};
use super::css::{Declared, Length, Rules};
use super::dom::{Attr, Descend, Dom, Id, NONE, ROOT};
use super::metadata;
use super::table::{Purpose, purpose, span};
use super::tag::Tag;
use crate::citation::is_citation;
use crate::face::Face;
use crate::lines::Lines;
use crate::symbol;
use gangyao_text::{Format, FurnitureHint, LineEnd, LineLayout, Source, is_han, next_where};

/// Writes the page.
pub(super) fn render(dom: &Dom, article: &Article, encoding: &'static str) -> Source {
    let mut renderer = Renderer {
        dom,
        rules: Rules::of(dom),
        article,
        lines: Lines::default(),
        styles: vec![Style::default()],
        frames: 0,
        bordered: None,
        table: None,
        shared: shared_texts(dom),
    };
    renderer.walk();
    let mut lines = renderer.lines;
    lines.end(LineEnd::Paragraph);
    let metadata = metadata::collect(dom, &mut lines);
    Source { metadata, ..lines.finish(Format::Html, encoding) }
}

/// What an element hands down to the text in it.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    line: LineLayout,
    /// White space is kept.
    pre: bool,
    /// Where a raised text began.
    raised_at: Option<usize>,
    /// It is one of the notes that stand under the text.
    notes: bool,
    /// The element is a line or several of its own.
    block: bool,
    /// Nobody sees it: pictures in it stand for nothing. Text in it is kept, since pages hide what a tab will show.
    hidden: bool,
    /// For a numbered list, the number of its next item.
    item: Option<u32>,
    face: Face,
}

/// A title of another article has at least as many ideographs.
const TITLE: u32 = 9;

struct Renderer<'a> {
    dom: &'a Dom,
    rules: Rules,
    article: &'a Article,
    lines: Lines,
    /// One for each open element.
    styles: Vec<Style>,
    frames: u32,
    /// The last paragraph with a border of its own, and its frame.
    bordered: Option<(Id, u32)>,
    /// The data table that is being written.
    table: Option<Id>,
    /// Texts that many pictures have.
    shared: BTreeSet<String>,
}

/// How far browsers set the explanation of a term in, in points.
const DD_INDENT: i16 = 30;

/// So many pictures with one text have no caption.
const SHARED: usize = 3;

/// What a picture's attributes say, white space collapsed.
fn said(dom: &Dom, id: Id) -> impl Iterator<Item = String> + '_ {
    [Attr::Alt, Attr::Title]
        .into_iter()
        .filter_map(move |name| dom.attribute(id, name))
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The texts that at least [`SHARED`] pictures have.
fn shared_texts(dom: &Dom) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let pictures = (0..).zip(&dom.nodes).filter(|(_, node)| node.tag == Tag::Img);
    for (id, _) in pictures {
        let own: BTreeSet<String> = said(dom, id).filter(|text| !text.is_empty()).collect();
        own.into_iter().for_each(|text| *counts.entry(text).or_default() += 1);
    }
    counts.into_iter().filter(|&(_, count)| count >= SHARED).map(|(text, _)| text).collect()
}

impl Renderer<'_> {
    /// Goes through the page in order, entering and leaving each element, without recursion.
    fn walk(&mut self) {
        let mut at = ROOT;
        loop {
            let node = self.dom.node(at);
            if self.enter(at) == Descend::Into && node.first != NONE {
                at = node.first;
                continue;
            }
            self.leave(at);
            while self.dom.node(at).next == NONE {
                at = self.dom.node(at).parent;
                if at == NONE || at == ROOT {
                    return;
                }
                self.leave(at);
            }
            at = self.dom.node(at).next;
        }
    }

    fn enter(&mut self, id: Id) -> Descend {
        let style = self.style(id);
        let tag = self.dom.node(id).tag;
        if style.block {
            self.lines.end(LineEnd::Paragraph);
        }
        self.styles.push(style);
        match tag {
            Tag::Text => self.text(id),
            Tag::Br => self.lines.end(LineEnd::Unknown),
            Tag::Li => self.number(id),
            Tag::Img => self.picture(id),
            Tag::Tr if self.is_in_table(id) => self.lines.begin_row(),
            Tag::Table => self.begin_table(id),
            _ if tag.is_cell() && self.is_in_table(id) => {
                let (rows, columns) = (span(self.dom, id, Attr::Rowspan), span(self.dom, id, Attr::Colspan));
                self.lines.begin_cell(rows, columns);
            }
            _ if tag.is_hidden() => return Descend::Over,
            _ => {}
        }
        Descend::Into
    }

    fn leave(&mut self, id: Id) {
        let style = self.styles.pop().expect("entered before it is left");
        let tag = self.dom.node(id).tag;
        if let Some(start) = style.raised_at
            && is_citation(self.lines.since(start), self.lines.char_before(start))
        {
            self.lines.mark_citation(start);
        }
        if style.block {
            self.lines.end(LineEnd::Paragraph);
        }
        if tag.is_cell() && self.is_in_table(id) {
            self.lines.end_cell();
        }
        if tag == Tag::Table && self.table == Some(id) {
            self.lines.end_table();
            self.table = None;
        }
    }

    /// The style of an element: what it inherits, what its name means, what it declares.
    fn style(&mut self, id: Id) -> Style {
        let mut style = *self.styles.last().expect("the root's style is always there");
        let tag = self.dom.node(id).tag;
        style.notes |= self.article.is_notes(self.dom, id);
        style.line.furniture = self.furniture(id).or(style.notes.then_some(FurnitureHint::Footnote));
        if tag == Tag::Text {
            style.block = false;
            style.raised_at = None;
            return style;
        }
        style.item = (tag == Tag::Ol).then(|| span(self.dom, id, Attr::Start));
        style.block = tag.is_block();
        style.pre |= matches!(tag, Tag::Pre | Tag::Textarea | Tag::Xmp);
        style.line.bold |= tag.is_bold();
        style.line.centred |= tag == Tag::Center;
        style.line.heading = tag.heading().or(style.line.heading);
        // As browsers do with pages of that age: <center><table><tr><td> around the article centres the table.
        style.line.centred &= tag != Tag::Table || !self.article.is_around(self.dom, id);
        if tag == Tag::Dd {
            style.line.indent = style.line.indent.saturating_add(DD_INDENT);
        }
        if tag == Tag::Font {
            style.line.size =
                self.dom.attribute(id, Attr::Size).and_then(font_size).unwrap_or(style.line.size);
            style.face = self.dom.attribute(id, Attr::Face).map_or(style.face, Face::of_families);
        }
        let declared = self.rules.declared(self.dom, id);
        style.block = declared.block.unwrap_or(style.block);
        style.pre = declared.pre.unwrap_or(style.pre);
        style.face = declared.face.unwrap_or(style.face);
        let raised = declared.raised.unwrap_or(tag == Tag::Sup) || is_reference(self.dom, id);
        style.raised_at = raised.then(|| self.lines.at());
        // The article itself may wait behind a tab.
        style.hidden = (style.hidden || declared.hidden == Some(true)) && id != self.article.root;
        apply(&declared, &mut style.line);
        if self.is_frame(id, &declared) && style.line.frame.is_none() {
            let frame = self.border_above(id).unwrap_or(self.frames);
            self.frames = self.frames.max(frame + 1);
            style.line.frame = Some(frame);
            self.bordered = (tag == Tag::P).then_some((id, frame));
        }
        style
    }

    fn furniture(&self, id: Id) -> Option<FurnitureHint> {
        match self.article.place(id) {
            Place::Article => None,
            // After the article come other articles' titles, and again the site's own words (打印, 关闭, 返回顶部).
            Place::After if self.article.weights[id as usize].han >= TITLE => Some(FurnitureHint::Unrelated),
            Place::Before | Place::After => Some(FurnitureHint::SiteMenu),
        }
    }

    /// A block with a border around it, or a table of one column. A border around the whole article is none.
    fn is_frame(&self, id: Id, declared: &Declared) -> bool {
        let tag = self.dom.node(id).tag;
        if self.article.place(id) != Place::Article || self.table.is_some() {
            return false;
        }
        match tag {
            Tag::Table => purpose(self.dom, self.article, id) == Purpose::Frame,
            Tag::Fieldset => true,
            _ => {
                declared.border == Some(true)
                    && tag.is_block()
                    && !tag.is_table_part()
                    && !self.article.is_around(self.dom, id)
            }
        }
    }

    /// The frame of the bordered paragraph right above this one: the borders of a row of paragraphs are one box.
    fn border_above(&self, id: Id) -> Option<u32> {
        let (above, frame) = self.bordered.filter(|_| self.dom.node(id).tag == Tag::P)?;
        let mut next = self.dom.node(above).next;
        while next != NONE && self.dom.node(next).tag == Tag::Text && self.dom.text(next).trim().is_empty() {
            next = self.dom.node(next).next;
        }
        (next == id).then_some(frame)
    }

    fn begin_table(&mut self, id: Id) {
        let data = self.article.place(id) == Place::Article
            && self.table.is_none()
            && purpose(self.dom, self.article, id) == Purpose::Data;
        if data && self.lines.begin_table() {
            self.table = Some(id);
        }
    }

    /// True for a row or cell of the data table itself, not of a table inside one of its cells.
    fn is_in_table(&self, id: Id) -> bool {
        let Some(table) = self.table else { return false };
        // Rows stand in the table or a row group, cells in a row. The table itself may stand in a cell of a frame.
        let holds = |outer: &Id| {
            let tag = self.dom.node(*outer).tag;
            tag == Tag::Table || tag.is_cell()
        };
        self.dom.ancestors(id).skip(1).take(3).find(holds) == Some(table)
    }

    /// The number that a browser prints before an item, where the item does not bring its own (<li>一、…).
    fn number(&mut self, id: Id) {
        let [.., list, item] = self.styles.as_mut_slice() else { return };
        let Some(number) = list.item else { return };
        list.item = Some(number.saturating_add(1));
        let layout = item.line;
        let is_number = |c: char| !is_han(c) || "第一二三四五六七八九十".contains(c);
        if layout.furniture.is_none() && self.dom.first_char(id).is_some_and(|c| !is_number(c)) {
            self.lines.label(format!("{number}. "));
        }
    }

    fn text(&mut self, id: Id) {
        let style = *self.styles.last().expect("entered");
        let text = self.dom.text(id);
        self.lines.face(style.face);
        let symbols = (style.face == Face::Symbols).then(|| symbol::of_letters(text));
        let text = symbols.as_deref().unwrap_or(text);
        if style.pre || self.is_typed(id, text) {
            self.kept(text, &style.line);
        } else {
            self.collapsed(text, &style.line);
        }
    }

    /// A text that was pasted into the page with its line ends: collapsed, hundreds of headings and paragraphs would be
    /// one line. A wrapped line of code has its text in a paragraph.
    fn is_typed(&self, id: Id, text: &str) -> bool {
        let parent = self.dom.node(self.dom.node(id).parent).tag;
        let block = !matches!(parent, Tag::P | Tag::Li) && parent.is_block() && parent.heading().is_none();
        block
            && memchr::memchr(b'\n', text.trim().as_bytes()).is_some()
            && text.split('\n').filter(|line| line.contains(is_han)).nth(4).is_some()
    }

    /// Each line of the text as a line, with its spaces and tabs. Empty lines tell paragraphs apart, so they stay.
    fn kept(&mut self, text: &str, layout: &LineLayout) {
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let empty = line.trim().is_empty() && !self.lines.is_open();
            if !empty {
                // A carriage return from a character reference would break the text's promise.
                line.split('\r').for_each(|piece| self.lines.push(piece, layout));
            }
            if lines.peek().is_none() {
                return;
            }
            if !empty {
                self.lines.end(LineEnd::Unknown);
            } else if layout.furniture.is_none() && self.lines.count() > 0 {
                self.lines.blank(layout);
            }
        }
    }

    fn collapsed(&mut self, text: &str, layout: &LineLayout) {
        let mut from = 0;
        while let Some(space) = next_space(text, from) {
            self.lines.push(&text[from..space], layout);
            self.lines.space();
            from = space + 1;
        }
        self.lines.push(&text[from..], layout);
    }

    /// A picture in the article stands for something that cannot be read; icons do not.
    fn picture(&mut self, id: Id) {
        let style = *self.styles.last().expect("entered");
        let side = |name| {
            let value = self.dom.attribute(id, name).unwrap_or_default().trim_end_matches("px").trim();
            value.parse::<f32>().unwrap_or(f32::MAX)
        };
        if style.hidden
            || style.line.furniture.is_some()
            || side(Attr::Width) < 40.0
            || side(Attr::Height) < 40.0
        {
            return;
        }
        // Editors fill the alternative text with file names; a caption is Chinese.
        let caption = said(self.dom, id).find(|text| text.contains(is_han) && !self.is_placeholder(text));
        self.lines.picture(&caption.unwrap_or_default(), &style.line);
    }

    /// Editors also leave what they showed while a picture was on its way (正在上传...), or the page's own title under each
    /// of its pictures: words that end in dots, or that many pictures share, are no one's caption.
    fn is_placeholder(&self, text: &str) -> bool {
        text.ends_with(['.', '…']) || self.shared.contains(text)
    }
}

/// The next character that a browser takes for white space.
fn next_space(text: &str, from: usize) -> Option<usize> {
    next_where(text.as_bytes(), from, |byte, _, _| {
        byte.is(b' ') | byte.within(b'\t', b'\n') | byte.within(b'\x0c', b'\r')
    })
}

fn apply(declared: &Declared, line: &mut LineLayout) {
    line.bold = declared.bold.unwrap_or(line.bold);
    line.centred = declared.centred.unwrap_or(line.centred);
    let font = if line.size == 0 { 12.0 } else { f32::from(line.size) / 10.0 };
    let points = |length, font| match length {
        Length::Points(points) => points,
        Length::Em(times) => times * font,
    };
    if let Some(size) = declared.size {
        line.size = (points(size, font) * 10.0).round().clamp(0.0, 9999.0) as u16;
    }
    if let Some(indent) = declared.indent {
        let font = if line.size == 0 { 12.0 } else { f32::from(line.size) / 10.0 };
        line.indent = points(indent, font).round().clamp(-999.0, 999.0) as i16;
    }
}

/// `<font size=1>` to `<font size=7>`, in tenths of a point.
fn font_size(value: &str) -> Option<u16> {
    let size: usize = value.trim().parse().ok()?;
    [75, 100, 120, 135, 180, 240, 360].get(size.checked_sub(1)?).copied()
}

/// What a word processor writes around the mark of a note: <span class=MsoFootnoteReference>[1]</span>.
fn is_reference(dom: &Dom, id: Id) -> bool {
    let class = dom.attribute(id, Attr::Class).unwrap_or_default();
    matches!(class, "MsoFootnoteReference" | "MsoEndnoteReference")
}
