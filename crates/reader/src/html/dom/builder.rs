//! Builds the tree.
//!
//! html5ever splits the page into tokens; this builder keeps what reading needs of HTML's tree construction: elements
//! that end by themselves (`p`, `li`, `td`), rows without `tr`, text that stands in a table but in no cell, and end tags
//! in the wrong order. Every step is bounded by [`crate::Limits::depth`], so that a page nested a hundred thousand deep
//! costs what a flat one costs; html5ever's own tree builder walks the whole stack of open elements for each tag.

use super::super::tag::Tag;
use super::{Attr, Dom, Id, NONE, Node, ROOT};
use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// Parses a page; `depth` bounds the nesting.
pub(super) fn build(page: &str, depth: usize) -> Dom {
    let mut builder = Builder::new(depth);
    // About what a page of an article needs.
    builder.dom.text.reserve(page.len() / 2);
    builder.dom.nodes.reserve(page.len() / 64);
    let tokenizer = Tokenizer::new(Sink(RefCell::new(builder)), TokenizerOpts::default());
    let queue = BufferQueue::default();
    // Pieces keep the tokens of a long line small.
    let mut rest = page;
    while !rest.is_empty() {
        let end = rest.floor_char_boundary(1 << 16);
        queue.push_back(StrTendril::from_slice(&rest[..end]));
        rest = &rest[end..];
        let _ = tokenizer.feed(&queue);
    }
    tokenizer.end();
    tokenizer.sink.0.into_inner().dom
}

struct Sink(RefCell<Builder>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut builder = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return builder.start(tag),
            Token::TagToken(tag) => builder.end(Tag::named(&tag.name)),
            Token::CharacterTokens(text) => builder.characters(&text),
            // A browser shows nothing for a zero byte; comments and the rest are no text.
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The elements that a start tag ends, and the elements that guard them.
struct Closing {
    closed: &'static [Tag],
    guards: &'static [Tag],
}

const CLOSE_P: Closing = Closing {
    closed: &[Tag::P],
    guards: &[Tag::Td, Tag::Th, Tag::Caption, Tag::Table, Tag::Button, Tag::Object],
};
const CLOSE_LI: Closing =
    Closing { closed: &[Tag::Li], guards: &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir, Tag::Td, Tag::Th] };
const CLOSE_DD: Closing = Closing { closed: &[Tag::Dd, Tag::Dt], guards: &[Tag::Dl, Tag::Td, Tag::Th] };
const CLOSE_OPTION: Closing = Closing { closed: &[Tag::Option], guards: &[Tag::Select] };
const CLOSE_A: Closing = Closing { closed: &[Tag::A], guards: &[Tag::Td, Tag::Th, Tag::Table] };

struct Builder {
    dom: Dom,
    /// Open elements, outermost first; the root is always there.
    open: Vec<Id>,
    /// How many elements of each name are open, so that a search for none costs nothing.
    count: [u32; Tag::COUNT],
    /// How many elements of each name were too deep to be opened; their end tags are ignored.
    too_deep: [u32; Tag::COUNT],
    depth: usize,
}

impl Builder {
    fn new(depth: usize) -> Self {
        let mut builder = Self {
            dom: Dom::default(),
            open: Vec::new(),
            count: [0; Tag::COUNT],
            too_deep: [0; Tag::COUNT],
            depth: depth.max(2),
        };
        builder.add(Tag::Root, NONE, NONE);
        builder.open.push(ROOT);
        builder
    }

    fn start(&mut self, token: TagToken) -> TokenSinkResult<()> {
        let name = &*token.name;
        if matches!(name, "html" | "head" | "body") {
            return TokenSinkResult::Continue;
        }
        let tag = Tag::named(name);
        self.make_room(tag);
        let Some(id) = self.insert(tag) else { return TokenSinkResult::Continue };
        self.dom.nodes[id as usize].attributes = self.keep(token.attrs, tag);
        match tag {
            // Scripts are no text, so the rules for scripts that write scripts are not needed.
            Tag::Script | Tag::Style | Tag::Iframe | Tag::Noembed | Tag::Noframes | Tag::Xmp => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            Tag::Title | Tag::Textarea => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    /// Ends the elements that cannot hold `tag`, and begins the row that a cell needs.
    fn make_room(&mut self, tag: Tag) {
        if tag.closes_paragraph() {
            self.close(&CLOSE_P);
        }
        match tag {
            Tag::Li => self.close(&CLOSE_LI),
            Tag::Dd | Tag::Dt => self.close(&CLOSE_DD),
            Tag::Option => self.close(&CLOSE_OPTION),
            Tag::A => self.close(&CLOSE_A),
            Tag::Tr | Tag::Td | Tag::Th => {
                self.back_to(|open| {
                    open == Tag::Table || open.is_row_group() || (open == Tag::Tr && tag != Tag::Tr)
                });
                if tag != Tag::Tr && self.top() != Tag::Tr && self.count[Tag::Table as usize] > 0 {
                    self.insert(Tag::Tr);
                }
            }
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption | Tag::Colgroup => {
                self.back_to(|open| open == Tag::Table)
            }
            _ if tag.heading().is_some() && self.top().heading().is_some() => self.pop(),
            _ => {}
        }
    }

    fn end(&mut self, tag: Tag) {
        if self.too_deep[tag as usize] > 0 {
            self.too_deep[tag as usize] -= 1;
            return;
        }
        if tag == Tag::Br {
            self.insert(Tag::Br);
            return;
        }
        if self.count[tag as usize] == 0 {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let open = self.dom.node(self.open[at]).tag;
            if open == tag {
                let blocks_above = self.open[at + 1..].iter().any(|&id| self.dom.node(id).tag.is_block());
                if tag.is_block() || !blocks_above {
                    self.truncate(at);
                } else {
                    // `<b><p>标题</b>`: the paragraph stays open, and what follows it is not bold.
                    self.open.remove(at);
                    self.count[tag as usize] -= 1;
                }
                return;
            }
            // An end tag in a cell never ends what stands around the table.
            if open == Tag::Table || (open.is_cell() || open == Tag::Caption) && !tag.is_table_frame() {
                return;
            }
        }
    }

    fn characters(&mut self, text: &str) {
        let blank = || text.bytes().all(|byte| byte.is_ascii_whitespace());
        if self.top().is_table_frame() && blank() {
            return;
        }
        let (parent, before) = self.place(Tag::Text);
        let last = if before == NONE { self.dom.node(parent).last } else { self.dom.node(before).before };
        let start = self.dom.text.len() as u32;
        self.dom.text.push_str(text);
        let end = self.dom.text.len() as u32;
        if last != NONE {
            let last = &mut self.dom.nodes[last as usize];
            if last.tag == Tag::Text && last.text.1 == start {
                last.text.1 = end;
                return;
            }
        }
        let id = self.add(Tag::Text, parent, before);
        self.dom.nodes[id as usize].text = (start, end);
    }

    /// Adds an element where it belongs and opens it; `None` where a table part stands outside of a table.
    fn insert(&mut self, tag: Tag) -> Option<Id> {
        if tag.is_table_part() && self.count[Tag::Table as usize] == 0 {
            return None;
        }
        let (parent, before) = self.place(tag);
        let id = self.add(tag, parent, before);
        if tag.is_void() {
            return Some(id);
        }
        if self.open.len() < self.depth {
            self.open.push(id);
            self.count[tag as usize] += 1;
        } else {
            self.too_deep[tag as usize] += 1;
        }
        Some(id)
    }

    /// Parent, and the sibling to stand before: text in a table but in no cell stands before the table.
    fn place(&self, tag: Tag) -> (Id, Id) {
        let top = *self.open.last().expect("the root is always open");
        let misplaced =
            !tag.is_table_part() && !matches!(tag, Tag::Script | Tag::Style | Tag::Template | Tag::Input);
        if misplaced && self.dom.node(top).tag.is_table_frame() {
            let table = self.open.iter().rev().copied().find(|&id| self.dom.node(id).tag == Tag::Table);
            if let Some(table) = table {
                return (self.dom.node(table).parent, table);
            }
        }
        (top, NONE)
    }

    fn add(&mut self, tag: Tag, parent: Id, before: Id) -> Id {
        let id = u32::try_from(self.dom.nodes.len()).expect("a page under 4 GiB has fewer nodes");
        let previous = match (parent, before) {
            (NONE, _) => NONE,
            (_, NONE) => self.dom.node(parent).last,
            _ => self.dom.node(before).before,
        };
        self.dom.nodes.push(Node {
            tag,
            parent,
            first: NONE,
            last: NONE,
            before: previous,
            next: before,
            text: (0, 0),
            attributes: (0, 0),
        });
        if parent != NONE {
            match previous {
                NONE => self.dom.nodes[parent as usize].first = id,
                _ => self.dom.nodes[previous as usize].next = id,
            }
            match before {
                NONE => self.dom.nodes[parent as usize].last = id,
                _ => self.dom.nodes[before as usize].before = id,
            }
        }
        id
    }

    fn keep(&mut self, attributes: Vec<Attribute>, tag: Tag) -> (u32, u32) {
        let start = self.dom.attributes.len() as u32;
        // The source of a picture may be the picture itself, in megabytes.
        let is_kept = |name: &Attr| *name != Attr::Src || tag.is_window();
        let named = |attribute: &Attribute| Attr::named(&attribute.name.local).filter(is_kept);
        let kept = attributes
            .into_iter()
            .filter_map(|attribute| named(&attribute).map(|name| (name, attribute.value)));
        self.dom.attributes.extend(kept);
        (start, self.dom.attributes.len() as u32)
    }

    fn top(&self) -> Tag {
        self.dom.node(*self.open.last().expect("the root is always open")).tag
    }

    /// Ends the innermost of the elements, unless a guard stands above it.
    fn close(&mut self, closing: &Closing) {
        if closing.closed.iter().all(|&tag| self.count[tag as usize] == 0) {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let tag = self.dom.node(self.open[at]).tag;
            if closing.closed.contains(&tag) {
                return self.truncate(at);
            }
            if closing.guards.contains(&tag) {
                return;
            }
        }
    }

    /// Ends what stands above the innermost open element that `is_place`, where a table is open at all.
    fn back_to(&mut self, is_place: impl Fn(Tag) -> bool) {
        if self.count[Tag::Table as usize] == 0 {
            return;
        }
        if let Some(at) = self.open.iter().rposition(|&id| is_place(self.dom.node(id).tag)) {
            self.truncate(at + 1);
        }
    }

    fn pop(&mut self) {
        self.truncate(self.open.len() - 1);
    }

    fn truncate(&mut self, len: usize) {
        for &id in &self.open[len.max(1)..] {
            self.count[self.dom.nodes[id as usize].tag as usize] -= 1;
        }
        self.open.truncate(len.max(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as nested brackets.
    fn outline(dom: &Dom, id: Id) -> String {
        let node = dom.node(id);
        if node.tag == Tag::Text {
            return dom.text(id).to_owned();
        }
        let inside: String = dom.children(id).map(|child| outline(dom, child)).collect();
        format!("{:?}[{inside}]", node.tag)
    }

    #[track_caller]
    fn check(page: &str, expected: &str) {
        let dom = Dom::parse(page, 512);
        assert_eq!(outline(&dom, ROOT), format!("Root[{expected}]"), "{page}");
    }

    #[test]
    fn elements_end_by_themselves() {
        check("<p>一<p>二<div>三</div>", "P[一]P[二]Div[三]");
        check("<ul><li>一<li>二</ul>三", "Ul[Li[一]Li[二]]三");
        check("<table><tr><td>一<td>二<tr><td>三</table>四", "Table[Tr[Td[一]Td[二]]Tr[Td[三]]]四");
        check("<table><td>一</table>", "Table[Tr[Td[一]]]");
        check(
            "<table><tr><td><p>一<table><tr><td>二</table>三</table>",
            "Table[Tr[Td[P[一]Table[Tr[Td[二]]]三]]]",
        );
    }

    #[test]
    fn text_in_no_cell_stands_before_the_table() {
        check("<table>\n<tr>单位：万元<td>一</td></tr></table>", "单位：万元Table[Tr[Td[一]]]");
        check("<table><div>题</div><tr><td>一</table>", "Div[题]Table[Tr[Td[一]]]");
    }

    #[test]
    fn end_tags_in_the_wrong_order_do_little_harm() {
        check("<b><p>一</b>二</p><p>三</p>", "B[P[一二]]P[三]");
        check("<div><table><tr><td></div>一</td></tr></table>二</div>三", "Div[Table[Tr[Td[一]]]二]三");
        check("</p>一</td>二<td>三", "一二三");
    }

    #[test]
    fn scripts_and_comments_are_no_markup() {
        check("<script>if (a<b) '<p>'</script>一<!-- 二 -->", "Script[if (a<b) '<p>']一");
        check("a&amp;b&nbsp;c&#19968;", "a&b\u{a0}c一");
    }

    #[test]
    fn a_hundred_thousand_levels_are_read_as_512() {
        let page = format!("{}深{}浅", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let dom = Dom::parse(&page, 512);
        let deepest = dom.nodes.len() - 2;
        assert_eq!(dom.text(deepest as Id), "深");
        assert_eq!(dom.ancestors(deepest as Id).count(), 513);
        assert_eq!(dom.node(dom.nodes.len() as Id - 1).parent, ROOT);
    }
}
