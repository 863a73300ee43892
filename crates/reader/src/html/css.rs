//! The few style properties that tell headings and boxes, from `style` attributes and the page's own style sheets.
//!
//! Government pages have no `h1`–`h6`: a heading is a bold or centred paragraph, a box a block with a border. Only what
//! stands in the page is looked at; of selectors, names, classes and ids, each alone or inside one another.

use super::dom::{Attr, Dom, Id};
use super::tag::Tag;
use crate::face::Face;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// What a declaration block says; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Declared {
    pub(super) bold: Option<bool>,
    pub(super) centred: Option<bool>,
    pub(super) size: Option<Length>,
    pub(super) indent: Option<Length>,
    pub(super) border: Option<bool>,
    /// White space is kept.
    pub(super) pre: Option<bool>,
    /// Begins and ends a line of its own.
    pub(super) block: Option<bool>,
    /// It stands above the line.
    pub(super) raised: Option<bool>,
    /// Nobody sees it, unless a script shows it.
    pub(super) hidden: Option<bool>,
    pub(super) face: Option<Face>,
    sides: u8,
}

/// A length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    Points(f32),
    /// Times the font's size.
    Em(f32),
}

/// Rules beyond this many are ignored: no plan needs them, and an attack would.
const RULES: usize = 4096;

/// Rules looked at for one class, id or name.
const RULES_PER_KEY: usize = 64;

/// How many elements may be looked at for all selectors of a page. What is beyond it is read without its style sheets.
const STEPS: u64 = 20_000_000;

/// The rules of a page's style sheets.
#[derive(Debug, Default)]
pub(super) struct Rules {
    steps: Cell<u64>,
    rules: Vec<Rule>,
    by_subject: BTreeMap<String, Vec<usize>>,
    by_tag: BTreeMap<Tag, Vec<usize>>,
    /// What `style` attributes say that were read: a page writes the same few again and again.
    read: RefCell<BTreeMap<String, Declared>>,
}

/// How many of them are remembered.
const STYLES: usize = 512;

#[derive(Debug)]
struct Rule {
    /// The subject last.
    selector: Vec<Compound>,
    declared: Declared,
}

#[derive(Debug, Default)]
struct Compound {
    tag: Option<Tag>,
    /// With their `.` or `#`.
    marks: Vec<String>,
}

impl Rules {
    /// Collects the rules of all `style` elements.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut rules = Self::default();
        for id in 0..dom.nodes.len() as Id {
            if dom.node(id).tag == Tag::Style {
                rules.add_sheet(&dom.inner_text(id));
            }
        }
        rules
    }

    fn add_sheet(&mut self, sheet: &str) {
        let mut rest = sheet;
        while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
            let selectors = rest[..open].rsplit(['}', ';']).next().unwrap_or_default();
            rest = &rest[open + 1..];
            let at_rule = selectors.trim_start().starts_with('@');
            if at_rule {
                rest = after_block(rest);
                continue;
            }
            let close = memchr::memchr(b'}', rest.as_bytes()).unwrap_or(rest.len());
            let declared = Declared::parse(&rest[..close]);
            if declared != Declared::default() {
                selectors.split(',').for_each(|selector| self.add(selector, declared));
            }
            rest = rest.get(close + 1..).unwrap_or_default();
        }
    }

    fn add(&mut self, selector: &str, declared: Declared) {
        let selector = match selector.rfind("*/") {
            Some(end) => &selector[end + 2..],
            None => selector,
        };
        let parsed: Option<Vec<Compound>> =
            selector.split_ascii_whitespace().filter(|&part| part != ">").map(Compound::parse).collect();
        let Some(selector) = parsed else { return };
        let Some(subject) = selector.last() else { return };
        let rules = match (subject.marks.last(), subject.tag) {
            (Some(mark), _) => self.by_subject.entry(mark.clone()).or_default(),
            (None, Some(tag)) => self.by_tag.entry(tag).or_default(),
            (None, None) => return,
        };
        if self.rules.len() < RULES && rules.len() < RULES_PER_KEY {
            rules.push(self.rules.len());
            self.rules.push(Rule { selector, declared });
        }
    }

    fn matches(&self, dom: &Dom, id: Id, selector: &[Compound]) -> bool {
        let Some((subject, around)) = selector.split_last() else { return false };
        if self.steps.get() > STEPS || !subject.matches(dom, id) {
            return false;
        }
        let mut around = around.iter().rev().peekable();
        let mut steps = 1;
        for ancestor in dom.ancestors(id).skip(1) {
            if around.peek().is_none() {
                break;
            }
            steps += 1;
            around.next_if(|compound| compound.matches(dom, ancestor));
        }
        self.steps.set(self.steps.get() + steps);
        around.peek().is_none()
    }

    /// What sheets and the element's own attributes declare for it.
    pub(super) fn declared(&self, dom: &Dom, id: Id) -> Declared {
        let mut declared = Declared::default();
        if !self.rules.is_empty() {
            // Later and more special rules win; names are the least special, ids the most.
            let mut apply = |found: Option<&Vec<usize>>| {
                for &rule in found.into_iter().flatten() {
                    let rule = &self.rules[rule];
                    if self.matches(dom, id, &rule.selector) {
                        declared.override_by(&rule.declared);
                    }
                }
            };
            apply(self.by_tag.get(&dom.node(id).tag));
            if !self.by_subject.is_empty() {
                for class in dom.attribute(id, Attr::Class).unwrap_or_default().split_ascii_whitespace() {
                    apply(self.by_subject.get(&format!(".{class}")));
                }
                if let Some(name) = dom.attribute(id, Attr::Id) {
                    apply(self.by_subject.get(&format!("#{name}")));
                }
            }
        }
        // A table's own alignment places the table, not the text in it.
        if let Some(align) = dom.attribute(id, Attr::Align)
            && dom.node(id).tag != Tag::Table
        {
            declared.centred = Some(["center", "middle"].iter().any(|word| align.eq_ignore_ascii_case(word)));
        }
        if let Some(style) = dom.attribute(id, Attr::Style) {
            declared.override_by(&self.of_attribute(style));
        }
        declared
    }

    fn of_attribute(&self, style: &str) -> Declared {
        let mut read = self.read.borrow_mut();
        if let Some(&declared) = read.get(style) {
            return declared;
        }
        let declared = Declared::parse(style);
        if read.len() < STYLES {
            read.insert(style.to_owned(), declared);
        }
        declared
    }
}

/// What follows the block that `rest` begins in.
fn after_block(rest: &str) -> &str {
    let mut depth = 1u32;
    for at in memchr::memchr2_iter(b'{', b'}', rest.as_bytes()) {
        depth = if rest.as_bytes()[at] == b'{' { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return &rest[at + 1..];
        }
    }
    ""
}

impl Compound {
    /// `None` for what is not understood: attributes, states, siblings.
    fn parse(text: &str) -> Option<Self> {
        if text.contains([':', '[', '+', '~', '*', '>']) {
            return None;
        }
        let marks_at = text.find(['.', '#']).unwrap_or(text.len());
        let tag = match &text[..marks_at] {
            "" => None,
            "html" | "body" => Some(Tag::Root),
            name => match Tag::named(&name.to_ascii_lowercase()) {
                Tag::Other => return None,
                tag => Some(tag),
            },
        };
        let mut marks = Vec::new();
        let mut rest = &text[marks_at..];
        while !rest.is_empty() {
            let end = rest[1..].find(['.', '#']).map_or(rest.len(), |at| at + 1);
            marks.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        Some(Self { tag, marks })
    }

    fn matches(&self, dom: &Dom, id: Id) -> bool {
        self.tag.is_none_or(|tag| dom.node(id).tag == tag)
            && self.marks.iter().all(|mark| match mark.split_at(1) {
                ("#", name) => dom.attribute(id, Attr::Id) == Some(name),
                (_, name) => dom
                    .attribute(id, Attr::Class)
                    .is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class == name)),
            })
    }
}

/// A word as browsers compare it: without capitals, of which there are hardly ever any.
fn without_capitals(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

impl Declared {
    /// Reads `name: value; name: value`.
    pub(super) fn parse(style: &str) -> Self {
        let mut declared = Self::default();
        for declaration in style.split(';') {
            let Some(colon) = memchr::memchr(b':', declaration.as_bytes()) else { continue };
            let value = declaration[colon + 1..].trim();
            let value = value.strip_suffix("!important").unwrap_or(value).trim_end();
            declared.set(&without_capitals(declaration[..colon].trim()), &without_capitals(value));
        }
        declared
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "font-weight" => self.bold = Some(is_bold(value)),
            "font-family" => self.face = Some(Face::of_families(value)),
            "text-align" => self.centred = Some(value == "center"),
            "font-size" => self.size = size(value),
            "text-indent" => self.indent = length(value),
            "white-space" => self.pre = Some(value.starts_with("pre") || value == "break-spaces"),
            "vertical-align" => self.raised = Some(value == "super"),
            "visibility" => self.hidden = Some(value == "hidden"),
            // Editors keep what is being pasted far outside of the page.
            "left" | "top"
                if length(value).is_some_and(|at| matches!(at, Length::Points(at) if at < -300.0)) =>
            {
                self.hidden = Some(true);
            }
            "display" => match value {
                "none" => self.hidden = Some(true),
                "inline" | "inline-block" | "inline-flex" => self.block = Some(false),
                "block" | "flex" | "grid" | "list-item" | "table" => self.block = Some(true),
                _ => {}
            },
            "border" | "border-style" => self.border = Some(is_line(value)),
            // A line under or over a title is no box; lines at both sides are.
            "border-left" if is_line(value) => self.side(1),
            "border-right" if is_line(value) => self.side(2),
            "font" => {
                let mut parts = value.split([' ', '/']);
                self.bold = Some(parts.clone().any(is_bold));
                self.size = parts.find_map(size).or(self.size);
                self.face = Some(Face::of_families(families(value)));
            }
            _ => {}
        }
    }

    fn side(&mut self, side: u8) {
        self.sides |= side;
        if self.sides == 3 {
            self.border = Some(true);
        }
    }

    fn override_by(&mut self, other: &Self) {
        self.bold = other.bold.or(self.bold);
        self.centred = other.centred.or(self.centred);
        self.size = other.size.or(self.size);
        self.indent = other.indent.or(self.indent);
        self.border = other.border.or(self.border);
        self.pre = other.pre.or(self.pre);
        self.block = other.block.or(self.block);
        self.raised = other.raised.or(self.raised);
        self.hidden = other.hidden.or(self.hidden);
        self.face = other.face.or(self.face);
    }
}

/// What follows the size in `bold 22pt/36pt 仿宋,serif`.
fn families(font: &str) -> &str {
    let size = font.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    font[size..].split_once(' ').map_or("", |(_, families)| families)
}

fn is_bold(value: &str) -> bool {
    matches!(value, "bold" | "bolder" | "600" | "700" | "800" | "900")
}

fn is_line(value: &str) -> bool {
    ["solid", "double", "dashed", "dotted", "groove", "ridge", "windowtext"]
        .iter()
        .any(|style| value.contains(style))
        && !value.starts_with("0px")
        && !value.starts_with("0 ")
}

fn size(value: &str) -> Option<Length> {
    let points = match value {
        "xx-small" => 7.0,
        "x-small" => 7.5,
        "small" => 10.0,
        "medium" => 12.0,
        "large" => 13.5,
        "x-large" => 18.0,
        "xx-large" => 24.0,
        _ => return length(value),
    };
    Some(Length::Points(points))
}

fn length(value: &str) -> Option<Length> {
    let unit_at = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+'))?;
    let number: f32 = value[..unit_at].parse().ok()?;
    Some(match &value[unit_at..] {
        "pt" => Length::Points(number),
        "px" => Length::Points(number * 0.75),
        "rem" => Length::Points(number * 12.0),
        "cm" => Length::Points(number * 28.35),
        "mm" => Length::Points(number * 2.835),
        "em" => Length::Em(number),
        "%" => Length::Em(number / 100.0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn declared(page: &str, tag: Tag) -> Declared {
        let dom = Dom::parse(page, 512);
        let rules = Rules::of(&dom);
        let id = (0..dom.nodes.len() as Id).find(|&id| dom.node(id).tag == tag).unwrap();
        rules.declared(&dom, id)
    }

    #[test]
    fn attributes_say_how_a_paragraph_looks() {
        let p =
            declared("<p align=right style='text-align: center; FONT-WEIGHT:700; font-size:18px'>", Tag::P);
        assert_eq!((p.centred, p.bold, p.size), (Some(true), Some(true), Some(Length::Points(13.5))));
        assert_eq!(declared("<table><tr><td align=middle>", Tag::Td).centred, Some(true));
        assert_eq!(declared("<table align=center>", Tag::Table).centred, None);
        assert_eq!(declared("<p style='text-indent:2em'>", Tag::P).indent, Some(Length::Em(2.0)));
        assert_eq!(declared("<p style='font-family:黑体;'>", Tag::P).face, Some(Face::Hei));
        assert_eq!(declared("<p style='font:bold 22pt/36pt 黑体'>", Tag::P).face, Some(Face::Hei));
        assert_eq!(declared("<p style='font:inherit'>", Tag::P).face, Some(Face::Text));
        assert_eq!(declared("<p style='font:bold 22pt/36pt x'>", Tag::P).size, Some(Length::Points(22.0)));
    }

    #[test]
    fn what_nobody_sees_is_hidden() {
        assert_eq!(declared("<div style='display:none'>", Tag::Div).hidden, Some(true));
        assert_eq!(declared("<div style='position:absolute;left:-1000px'>", Tag::Div).hidden, Some(true));
        assert_eq!(declared("<div style='left:-10px'>", Tag::Div).hidden, None);
    }

    #[test]
    fn borders_around_are_boxes_and_lines_under_titles_are_not() {
        assert_eq!(declared("<div style='border:1px solid #000'>", Tag::Div).border, Some(true));
        assert_eq!(declared("<div style='border:none'>", Tag::Div).border, Some(false));
        assert_eq!(declared("<div style='border-bottom:1px solid'>", Tag::Div).border, None);
        let sides = "<div style='border-left:1px solid;border-right:1px solid'>";
        assert_eq!(declared(sides, Tag::Div).border, Some(true));
    }

    #[test]
    fn sheets_reach_elements_by_name_class_and_place() {
        let sheet = "<style>/* a */ @media print { p { font-weight:bold } } .box{border:1px solid}\
                     .box b, h2.x {display:block;text-align:center} p:hover{font-weight:bold}</style>";
        assert_eq!(declared(&format!("{sheet}<div class='a box'>"), Tag::Div).border, Some(true));
        assert_eq!(declared(&format!("{sheet}<div class=box><i><b>"), Tag::B).block, Some(true));
        assert_eq!(declared(&format!("{sheet}<div><b>"), Tag::B), Declared::default());
        assert_eq!(declared(&format!("{sheet}<p>"), Tag::P), Declared::default());
        assert_eq!(declared(&format!("{sheet}<h2 class=x>"), Tag::H2).centred, Some(true));
    }
}
