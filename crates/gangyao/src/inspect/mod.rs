//! What each stage made of a document, for people and for snapshots.
//!
//! Every line reads `start..end "text": fact`, with positions in code points of the source, as in the published
//! records, so that a reviewer does no arithmetic. Long texts are cut in the middle.

mod concepts;
mod item;

use std::fmt::Write;

use gangyao_model::{Conversion, Record};
use gangyao_normaliser::{Normalised, normalise};
use gangyao_parser::Parsed;
use gangyao_text::{CharIndex, NormRange, Source, SourceRange};
use serde_json::Value;

pub use self::concepts::concepts;
use crate::line::{parse, read};
use crate::{Error, Options, convert};

/// A stage of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The lines that the reader made, with their layout.
    Source,
    /// The lines with uniform characters.
    Normalised,
    /// The parsed items in document order.
    Blocks,
    /// The headings and boxes as a tree.
    Outline,
    /// The records.
    Records,
    /// The concept of each indicator, and the indicators that have none.
    Concepts,
}

/// Shows one stage of one document.
///
/// # Errors
/// As [`convert`].
pub fn inspect(bytes: &[u8], name: &str, options: &Options, stage: Stage) -> Result<String, Error> {
    if stage == Stage::Records {
        let output = convert(bytes, name, options)?;
        return Ok(records(&output.conversion, &output.source_text));
    }
    if stage == Stage::Concepts {
        return Ok(concepts(&convert(bytes, name, options)?.conversion));
    }
    let (read, _) = read(bytes, name, options)?;
    if stage == Stage::Source {
        return Ok(source(&read));
    }
    let norm = normalise(&read);
    Ok(match stage {
        Stage::Blocks => blocks(&norm, &parse(&norm)),
        Stage::Outline => outline(&norm, &parse(&norm)),
        _ => normalised(&norm),
    })
}

/// The lines of the source, with what the format says about each.
#[must_use]
pub fn source(source: &Source) -> String {
    let places = Places::new(source);
    let mut out = String::new();
    let mut at = 0;
    for (number, line) in source.text.split('\n').enumerate() {
        let range = SourceRange::from_usize(at, at + line.len());
        at += line.len() + 1;
        let mut facts = Vec::new();
        if let Some(page) = source.page_at(range.start) {
            facts.push(format!("page {page}"));
        }
        if let Some(layout) = source.layout.get(number) {
            facts.extend(layout_facts(layout));
        }
        if !line.is_empty() || !facts.is_empty() {
            places.line(&mut out, &[range], line, &facts.join(", "));
        }
    }
    out
}

fn layout_facts(layout: &gangyao_text::LineLayout) -> Vec<String> {
    let mut facts = vec![format!("{:?}", layout.end).to_lowercase()];
    facts.extend(layout.heading.map(|level| format!("h{level}")));
    facts.extend(layout.bold.then(|| "bold".to_owned()));
    facts.extend(layout.centred.then(|| "centred".to_owned()));
    facts.extend((layout.size > 0).then(|| format!("{} pt", f32::from(layout.size) / 10.0)));
    facts.extend((layout.indent != 0).then(|| format!("indent {}", layout.indent)));
    facts.extend(layout.furniture.map(|kind| format!("{kind:?}")));
    facts.extend(layout.table.map(|n| format!("table {n}")));
    facts.extend(layout.frame.map(|n| format!("frame {n}")));
    facts.extend(layout.picture.then(|| "picture".to_owned()));
    facts
}

/// The lines of the normalised text, with what they were where they were something else.
#[must_use]
pub fn normalised(norm: &Normalised<'_>) -> String {
    let places = Places::new(norm.source);
    let mut out = String::new();
    let mut at = 0;
    for line in norm.text.split('\n') {
        let range = NormRange::from_usize(at, at + line.len());
        at += line.len() + 1;
        if line.is_empty() {
            continue;
        }
        let from = norm.to_source(range);
        let old = from.of(&norm.source.text);
        let fact = if old == line { String::new() } else { format!("from {}", quoted(old)) };
        places.line(&mut out, &[from], line, &fact);
    }
    out
}

/// The parsed items in document order; what a box or a table holds is indented.
#[must_use]
pub fn blocks(norm: &Normalised<'_>, parsed: &Parsed) -> String {
    let mut printer = item::Printer::new(norm);
    for item in &parsed.items {
        printer.item(item);
    }
    printer.finish()
}

/// The headings, indented by depth, and the boxes under them.
#[must_use]
pub fn outline(norm: &Normalised<'_>, parsed: &Parsed) -> String {
    let mut printer = item::Printer::new(norm);
    for item in &parsed.items {
        printer.outline(item);
    }
    printer.finish()
}

/// The records in the order of the JSONL, each with its fields.
#[must_use]
pub fn records(conversion: &Conversion, source_text: &str) -> String {
    // Byte offset of each code point, and of the end.
    let bytes: Vec<usize> =
        source_text.char_indices().map(|(byte, _)| byte).chain([source_text.len()]).collect();
    let mut out = String::new();
    let document = Record::Document(Box::new(conversion.document.clone()));
    let toc = conversion.toc.iter().cloned().map(Record::TocEntry);
    let diagnostics = conversion.diagnostics.iter().cloned().map(Record::Diagnostic);
    for record in
        std::iter::once(document).chain(toc).chain(conversion.records.iter().cloned()).chain(diagnostics)
    {
        let common = record.common();
        let quote: String = common
            .evidence
            .iter()
            .map(|span| &source_text[bytes[span.start as usize]..bytes[span.end as usize]])
            .collect::<Vec<_>>()
            .join("⏎");
        let spans: Vec<String> =
            common.evidence.iter().map(|span| format!("{}..{}", span.start, span.end)).collect();
        let fields = fields(&record);
        let _ = writeln!(
            out,
            "{} {}: {} {} {fields}",
            if spans.is_empty() { "-".to_owned() } else { spans.join("+") },
            quoted(&quote),
            common.seq,
            record.type_name(),
        );
    }
    out
}

/// A record's own fields as JSON, its long texts cut.
fn fields(record: &Record) -> Value {
    const COMMON: [&str; 7] = ["type", "id", "doc", "seq", "parent", "path", "evidence"];
    let mut value = serde_json::to_value(record).expect("records are plain data");
    if let Value::Object(fields) = &mut value {
        COMMON.iter().for_each(|name| drop(fields.remove(*name)));
        fields.retain(|_, field| !field.is_null());
    }
    cut_texts(&mut value);
    value
}

fn cut_texts(value: &mut Value) {
    match value {
        Value::String(text) => *text = cut(text),
        Value::Array(values) => values.iter_mut().for_each(cut_texts),
        Value::Object(fields) => {
            fields.remove("evidence");
            fields.values_mut().for_each(cut_texts);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Byte ranges of a source to code points.
struct Places<'s> {
    text: &'s str,
    index: CharIndex,
}

impl<'s> Places<'s> {
    fn new(source: &'s Source) -> Self {
        Self { text: &source.text, index: CharIndex::new(&source.text) }
    }

    fn line(&self, out: &mut String, ranges: &[SourceRange], text: &str, fact: &str) {
        let spans: Vec<String> = ranges
            .iter()
            .map(|range| {
                let at = |byte| self.index.code_point(self.text, byte);
                format!("{}..{}", at(range.start), at(range.end))
            })
            .collect();
        let colon = if fact.is_empty() { "" } else { ": " };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{} {}{colon}{fact}", spans.join("+"), quoted(text));
    }
}

/// `"text"` on one line, cut in the middle.
fn quoted(text: &str) -> String {
    format!("\"{}\"", cut(text).replace('\n', "⏎").replace('\t', "⇥").replace('"', "\\\""))
}

/// At most [`HEAD`] characters, … and [`TAIL`] characters.
fn cut(text: &str) -> String {
    const HEAD: usize = 40;
    const TAIL: usize = 12;
    let count = text.chars().count();
    if count <= HEAD + TAIL + 1 {
        return text.to_owned();
    }
    let head: String = text.chars().take(HEAD).collect();
    let tail: String = text.chars().skip(count - TAIL).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, stage: Stage, expected: &str) {
        assert_eq!(inspect(text.as_bytes(), "a.txt", &Options::default(), stage).unwrap(), expected);
    }

    #[test]
    fn lines_are_quoted_with_their_place() {
        check("总则\n\n２项", Stage::Source, "0..2 \"总则\"\n4..6 \"２项\"\n");
        check("总则\n\n２项", Stage::Normalised, "0..2 \"总则\"\n4..6 \"2项\": from \"２项\"\n");
    }

    #[test]
    fn indicators_without_a_concept_stand_last() {
        check(
            "专栏1 主要指标\n指标\t单位\t2025年\t2030年\t属性\n驻场演出场次\t场\t5\t9\t预期性\n森林覆盖率\t%\t30\t35\t约束性\n",
            Stage::Concepts,
            "forest-cover 森林覆盖率\t森林覆盖率\t-\t%\n-\t驻场演出场次\t-\t场\n1 of 2 indicators have a concept\n",
        );
    }

    #[test]
    fn long_texts_are_cut_in_the_middle() {
        let cut = cut(&"甲".repeat(60));
        assert_eq!(cut.chars().count(), 53);
        assert_eq!(super::cut("甲乙"), "甲乙");
    }
}
