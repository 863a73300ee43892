//! A page as a tree of elements and texts, in one vector: children come after their parents.

mod builder;
mod guard;

use super::tag::Tag;
use html5ever::tendril::StrTendril;

/// Index of a node; [`NONE`] where there is none.
pub(super) type Id = u32;
pub(super) const NONE: Id = u32::MAX;
pub(super) const ROOT: Id = 0;

/// An element or a run of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) tag: Tag,
    pub(super) parent: Id,
    pub(super) first: Id,
    pub(super) last: Id,
    pub(super) before: Id,
    pub(super) next: Id,
    /// Range in [`Dom::text`], for a text.
    text: (u32, u32),
    /// Range in [`Dom::attributes`], for an element.
    attributes: (u32, u32),
}

/// A whole page.
#[derive(Debug, Default)]
pub(super) struct Dom {
    pub(super) nodes: Vec<Node>,
    text: String,
    attributes: Vec<(Attr, StrTendril)>,
}

/// The attributes that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attr {
    Align,
    Alt,
    Border,
    Class,
    Colspan,
    Content,
    Face,
    Height,
    Href,
    Id,
    Name,
    Rowspan,
    Size,
    /// Of a frame: what it shows.
    Src,
    Start,
    Style,
    Title,
    Width,
}

impl Attr {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "align" => Self::Align,
            "alt" => Self::Alt,
            "border" => Self::Border,
            "class" => Self::Class,
            "colspan" => Self::Colspan,
            "content" => Self::Content,
            "face" => Self::Face,
            "height" => Self::Height,
            "href" => Self::Href,
            "id" => Self::Id,
            "name" | "property" => Self::Name,
            "rowspan" => Self::Rowspan,
            "size" => Self::Size,
            "src" | "data" => Self::Src,
            "start" => Self::Start,
            "style" => Self::Style,
            "title" => Self::Title,
            "width" => Self::Width,
            _ => return None,
        })
    }
}

impl Dom {
    /// Parses a page; `depth` bounds the nesting.
    pub(super) fn parse(page: &str, depth: usize) -> Self {
        builder::build(&guard::bounded(page), depth)
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// The characters of a text node.
    pub(super) fn text(&self, id: Id) -> &str {
        let (start, end) = self.node(id).text;
        &self.text[start as usize..end as usize]
    }

    pub(super) fn attribute(&self, id: Id, name: Attr) -> Option<&str> {
        let (start, end) = self.node(id).attributes;
        self.attributes[start as usize..end as usize]
            .iter()
            .find(|(attr, _)| *attr == name)
            .map(|(_, value)| &**value)
    }

    /// The node's children in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.node(id).first;
        std::iter::successors((first != NONE).then_some(first), |&child| {
            let next = self.node(child).next;
            (next != NONE).then_some(next)
        })
    }

    /// The node and its ancestors, innermost first.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(id), |&node| {
            let parent = self.node(node).parent;
            (parent != NONE).then_some(parent)
        })
    }

    /// The node after `id` in document order, inside `top`; with `skip`, the first one that is not inside `id`.
    pub(super) fn following(&self, id: Id, top: Id, skip: Descend) -> Option<Id> {
        let first = self.node(id).first;
        if skip == Descend::Into && first != NONE {
            return Some(first);
        }
        self.ancestors(id).take_while(|&at| at != top).find_map(|at| {
            let next = self.node(at).next;
            (next != NONE).then_some(next)
        })
    }

    /// The first character under `id` that is not white space, near its beginning.
    pub(super) fn first_char(&self, id: Id) -> Option<char> {
        const NODES: usize = 64;
        std::iter::successors(Some(id), |&node| self.following(node, id, Descend::Into))
            .take(NODES)
            .filter(|&node| self.node(node).tag == Tag::Text)
            .find_map(|node| self.text(node).trim_start().chars().next())
    }

    /// All texts under `id`, joined.
    pub(super) fn inner_text(&self, id: Id) -> String {
        let mut joined = String::new();
        let mut at = Some(id);
        while let Some(node) = at {
            match self.node(node).tag {
                Tag::Text => joined.push_str(self.text(node)),
                Tag::Br => joined.push('\n'),
                _ => {}
            }
            let hidden = self.node(node).tag.is_hidden() && node != id;
            at = self.following(node, id, if hidden { Descend::Over } else { Descend::Into });
        }
        joined
    }
}

/// Whether a walk goes into a node or over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Descend {
    Into,
    Over,
}
