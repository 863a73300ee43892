//! Automatic numbering as the reader of the document sees it: 第三章, （二）, 1.1.
//!
//! A paragraph names a list and a level in it. Lists made from one definition count together, unless one of them starts
//! anew; a level starts anew when one above it goes on.

use super::numeral;
use super::styles::Styles;
use super::xml::{Name, Token, Xml};
use crate::Error;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const LEVELS: usize = 9;

/// Characters of a label's pattern: it is printed with every paragraph of its level.
const LABEL: usize = 60;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// The label, with `%1` to `%9` for the numbers of the levels.
    text: String,
    suffix: Suffix,
    /// All numbers of the label are Arabic.
    legal: bool,
    /// The level, counted from one, whose going on starts this level anew; 0 is none, `None` any above.
    restart: Option<usize>,
    /// The paragraph style that stands for this level.
    style: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suffix {
    Gap,
    Nothing,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            suffix: Suffix::Gap,
            legal: false,
            restart: None,
            style: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Definition {
    levels: BTreeMap<u8, Level>,
    /// The definition is that of a numbering style.
    link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct List {
    definition: u32,
    starts: BTreeMap<u8, u32>,
    levels: BTreeMap<u8, Level>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<u32, Definition>,
    lists: BTreeMap<u32, List>,
    /// For each definition, the number of each level.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Levels of lists whose own start was taken.
    started: BTreeSet<(u32, u8)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(part: &str) -> Result<Self, Error> {
        let mut xml = Xml::new(part);
        let mut numbering = Self::default();
        loop {
            match xml.next()? {
                Token::Start(Name::AbstractNum, attributes) => {
                    let id = attributes.number("abstractNumId").unwrap_or(0);
                    let definition = read_definition(xml.skip()?)?;
                    numbering.definitions.insert(id, definition);
                }
                Token::Start(Name::Num, attributes) => {
                    let id = attributes.number("numId").unwrap_or(0);
                    let list = read_list(xml.skip()?)?;
                    numbering.lists.insert(id, list);
                }
                Token::Eof => return Ok(numbering),
                _ => {}
            }
        }
    }

    /// Counts the paragraph and gives its label, with the gap behind it. Without a `level`, the list's level for `style`.
    pub(super) fn label(
        &mut self,
        list: u32,
        level: Option<u8>,
        style: Option<&str>,
        styles: &Styles,
    ) -> String {
        let Some(found) = self.lists.get(&list) else { return String::new() };
        let id = self.definition(found.definition, styles);
        let none = Definition::default();
        let definition = self.definitions.get(&id).unwrap_or(&none);
        let level = level.unwrap_or_else(|| {
            let is_style = |(_, level): &(&u8, &Level)| style.is_some() && level.style.as_deref() == style;
            definition.levels.iter().find(is_style).map_or(0, |(&number, _)| number)
        });
        let at = usize::from(level);
        let usual = Level::default();
        let known = |number: u8| found.levels.get(&number).or_else(|| definition.levels.get(&number));
        if at >= LEVELS || known(level).is_none() {
            return String::new();
        }
        let levels: [&Level; LEVELS] = std::array::from_fn(|number| known(number as u8).unwrap_or(&usual));
        let own_start = found.starts.get(&level).copied();
        let fresh = own_start.is_some() && self.started.insert((list, level));
        let start = own_start.unwrap_or(levels[at].start);
        let counts = self.counts.entry(id).or_default();
        counts[at] = Some(match counts[at] {
            Some(count) if !fresh => count.saturating_add(1),
            _ => start,
        });
        for above in 0..at {
            counts[above].get_or_insert(levels[above].start);
        }
        for below in at + 1..LEVELS {
            if levels[below].restart.is_none_or(|restart| at < restart) {
                counts[below] = None;
            }
        }
        write(levels[at], &levels, counts)
    }

    /// The definition that counts: a definition may stand for that of a numbering style.
    fn definition(&self, id: u32, styles: &Styles) -> u32 {
        let link = self.definitions.get(&id).and_then(|definition| definition.link.as_deref());
        let list = link.and_then(|style| styles.list_of(style)).and_then(|list| self.lists.get(&list));
        list.map_or(id, |list| list.definition)
    }
}

fn write(own: &Level, levels: &[&Level; LEVELS], counts: &[Option<u32>; LEVELS]) -> String {
    let mut label = String::new();
    let mut chars = own.text.chars().peekable();
    while let Some(c) = chars.next() {
        let level = (c == '%').then(|| chars.peek().and_then(|next| next.to_digit(10))).flatten();
        match level {
            Some(level @ 1..=9) => {
                chars.next();
                let level = level as usize - 1;
                let format = if own.legal { "decimal" } else { levels[level].format.as_str() };
                label.push_str(&numeral::format(counts[level].unwrap_or(levels[level].start), format));
            }
            _ => label.push(crate::symbol::shown(c)),
        }
    }
    // A tab stands behind most labels. 第一章 needs a gap before its title, 一、 and （一） have it in themselves.
    let wide = label.ends_with(['、', '）', '．', '，', '：', '】']);
    if !label.is_empty() && own.suffix == Suffix::Gap && !wide {
        label.push(' ');
    }
    label
}

fn read_definition(part: &str) -> Result<Definition, Error> {
    let mut xml = Xml::new(part);
    let mut definition = Definition::default();
    loop {
        match xml.next()? {
            Token::Start(Name::Lvl, attributes) => {
                let number = attributes.number("ilvl").unwrap_or(0);
                definition.levels.insert(number, read_level(xml.skip()?)?);
            }
            Token::Start(Name::NumStyleLink, attributes) => {
                definition.link = attributes.val().map(Cow::into_owned);
            }
            Token::Eof => return Ok(definition),
            _ => {}
        }
    }
}

fn read_list(part: &str) -> Result<List, Error> {
    let mut xml = Xml::new(part);
    let mut list = List::default();
    let mut number = 0u8;
    loop {
        match xml.next()? {
            Token::Start(Name::AbstractNumId, attributes) => {
                list.definition = attributes.number("val").unwrap_or(0)
            }
            Token::Start(Name::LvlOverride, attributes) => number = attributes.number("ilvl").unwrap_or(0),
            Token::Start(Name::StartOverride, attributes) => {
                list.starts.insert(number, attributes.number("val").unwrap_or(1));
            }
            Token::Start(Name::Lvl, _) => {
                list.levels.insert(number, read_level(xml.skip()?)?);
            }
            Token::Eof => return Ok(list),
            _ => {}
        }
    }
}

fn read_level(part: &str) -> Result<Level, Error> {
    let mut xml = Xml::new(part);
    let mut level = Level::default();
    loop {
        match xml.next()? {
            Token::Start(Name::Start, attributes) => level.start = attributes.number("val").unwrap_or(1),
            Token::Start(Name::NumFmt, attributes) => {
                level.format = attributes.val().unwrap_or_default().into_owned();
            }
            Token::Start(Name::LvlText, attributes) => {
                level.text = attributes.val().unwrap_or_default().chars().take(LABEL).collect();
            }
            Token::Start(Name::Suff, attributes) if attributes.val().as_deref() == Some("nothing") => {
                level.suffix = Suffix::Nothing;
            }
            Token::Start(Name::IsLgl, attributes) => level.legal = attributes.is_on(),
            Token::Start(Name::LvlRestart, attributes) => level.restart = attributes.number("val"),
            Token::Start(Name::PStyle, attributes) => {
                level.style = attributes.val().map(Cow::into_owned);
            }
            Token::Eof => return Ok(level),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(number: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            r#"<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    }

    /// Labels of paragraphs given as (list, level).
    #[track_caller]
    fn check(definition: &str, lists: &str, paragraphs: &[(u32, u8)], expected: &[&str]) {
        let part = format!(
            r#"<w:numbering><w:abstractNum w:abstractNumId="7">{definition}</w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{lists}</w:numbering>"#
        );
        let mut numbering = Numbering::read(&part).unwrap();
        let styles = Styles::default();
        let labels: Vec<String> = paragraphs
            .iter()
            .map(|&(list, level)| numbering.label(list, Some(level), None, &styles))
            .collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn levels_count_and_start_anew_under_the_next_heading() {
        let definition = level(0, "chineseCountingThousand", "第%1章", "")
            + &level(1, "chineseCountingThousand", "第%2节", "");
        check(
            &definition,
            "",
            &[(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            &["第一章 ", "第一节 ", "第二节 ", "第二章 ", "第一节 "],
        );
    }

    #[test]
    fn a_level_may_run_through() {
        let definition = level(0, "chineseCounting", "第%1篇", "")
            + &level(1, "chineseCounting", "第%2章", r#"<w:lvlRestart w:val="0"/>"#);
        check(
            &definition,
            "",
            &[(1, 0), (1, 1), (1, 0), (1, 1)],
            &["第一篇 ", "第一章 ", "第二篇 ", "第二章 "],
        );
    }

    #[test]
    fn legal_levels_are_all_arabic() {
        let definition =
            level(0, "chineseCounting", "%1、", "") + &level(1, "decimal", "%1.%2", "<w:isLgl/>");
        check(&definition, "", &[(1, 0), (1, 0), (1, 1), (1, 1)], &["一、", "二、", "2.1 ", "2.2 "]);
    }

    #[test]
    fn lists_of_one_definition_count_together_unless_one_starts_anew() {
        let definition = level(0, "decimal", "（%1）", "");
        let lists = r#"<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#;
        check(&definition, lists, &[(1, 0), (2, 0), (3, 0), (3, 0)], &["（1）", "（2）", "（1）", "（2）"]);
    }

    #[test]
    fn unknown_lists_and_levels_have_no_label() {
        check(&level(0, "decimal", "%1.", ""), "", &[(9, 0), (1, 5), (1, 200)], &["", "", ""]);
    }
}
