//! Linked data: the records as they are, with a context that makes a graph of them.
//!
//! Ids become IRIs (`urn:gangyao:2739642ecb1f-4085946a3967`), types and fields terms of the vocabulary `urn:gangyao:1#`. The
//! context stands in each file, so that a file can be read without a network; `schema/gangyao-1.context.jsonld` is the
//! same.

use std::io::{self, Write};

use gangyao_exporter::{Files, write_records};
use gangyao_model::Conversion;
use memchr::memmem::Finder;

/// The context of every file.
pub const CONTEXT: &str = include_str!("../../../schema/gangyao-1.context.jsonld");

/// Before an id; a prefix of the context.
const PREFIX: &[u8] = b"gy:";

/// Writes the document and all its records.
pub(crate) fn write(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    let mut graph = JsonLd::begin(out)?;
    write_records(conversion, Files { lines: Some(&mut |line| graph.record(line)), ..Files::default() })?;
    graph.end()
}

/// A file of linked data that is given the records one after the other, as [`Files`] hands them out.
pub struct JsonLd<'o, W> {
    out: &'o mut W,
    /// What stands before the next record.
    separator: &'static [u8],
    members: [Member; 5],
}

/// A member whose value is an id, or `null`.
struct Member {
    /// Finds it. Matched with its quotes, it never matches inside a text, where a quote has a backslash.
    finder: Finder<'static>,
    /// The only type of record that has it, as a line begins; any where it is empty. A line without it would be looked
    /// through to its end.
    of: &'static [u8],
}

impl<'o, W: Write> JsonLd<'o, W> {
    /// Writes the context.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: &'o mut W) -> io::Result<Self> {
        let context = CONTEXT.trim_end();
        let inner = context.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        out.write_all(b"{")?;
        out.write_all(inner.expect("the context is an object").trim_end().as_bytes())?;
        out.write_all(b",\n\"@graph\":[")?;
        let member = |name, of: &'static str| Member { finder: Finder::new(name), of: of.as_bytes() };
        let members = [
            member("\"id\":", ""),
            member("\"doc\":", ""),
            member("\"parent\":", ""),
            member("\"heading\":", "{\"type\":\"toc_entry\""),
            member("\"box\":", "{\"type\":\"project\""),
        ];
        Ok(Self { out, separator: b"\n", members })
    }

    /// Writes a record with the prefix before each id. Every member stands in a record once at most.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn record(&mut self, line: &[u8]) -> io::Result<()> {
        self.out.write_all(self.separator)?;
        self.separator = b",\n";
        let mut places = self.members.each_ref().map(|member| member.id_in(line).unwrap_or(line.len()));
        places.sort_unstable();
        let mut from = 0;
        for at in places.into_iter().take_while(|&at| at < line.len()) {
            self.out.write_all(&line[from..at])?;
            self.out.write_all(PREFIX)?;
            from = at;
        }
        self.out.write_all(&line[from..])
    }

    /// Writes the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}

impl Member {
    /// Where the id begins that the member of a record has, if it has one.
    fn id_in(&self, line: &[u8]) -> Option<usize> {
        if !line.starts_with(self.of) {
            return None;
        }
        let value = self.finder.find(line)? + self.finder.needle().len();
        (line.get(value) == Some(&b'"')).then_some(value + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_iris_and_texts_stay() {
        let records: [(&str, &str); 3] = [
            (
                r#"{"type":"project","id":"d-1","doc":"d","parent":null,"title":"\"id\":\"x\"","box":"d-2"}"#,
                r#"{"type":"project","id":"gy:d-1","doc":"gy:d","parent":null,"title":"\"id\":\"x\"","box":"gy:d-2"}"#,
            ),
            (
                r#"{"type":"toc_entry","id":"d-3","doc":"d","parent":"d-1","heading":null}"#,
                r#"{"type":"toc_entry","id":"gy:d-3","doc":"gy:d","parent":"gy:d-1","heading":null}"#,
            ),
            (r#"{"type":"box","title":"甲"}"#, r#"{"type":"box","title":"甲"}"#),
        ];
        let mut out = Vec::new();
        let mut graph = JsonLd::begin(&mut out).unwrap();
        records.iter().for_each(|(line, _)| graph.record(line.as_bytes()).unwrap());
        graph.end().unwrap();
        let text = String::from_utf8(out).unwrap();
        let (_, graph) = text.split_once("\"@graph\":[\n").unwrap();
        assert_eq!(graph, format!("{}\n]}}\n", records.map(|(_, expected)| expected).join(",\n")));
    }
}
