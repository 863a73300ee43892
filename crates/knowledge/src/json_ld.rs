//! Linked data: the records as they are, with a context that makes a graph of them.
//!
//! Ids become IRIs (`urn:gangyao:2739642ecb1f-4085946a3967`), types and fields terms of the vocabulary `urn:gangyao:1#`. The
//! context stands in each file, so that a file can be read without a network; `schema/gangyao-1.context.jsonld` is the
//! same.

use std::io::{self, Write};

use gangyao_exporter::Format;
use gangyao_model::Conversion;
use memchr::memmem;

/// The context of every file.
pub const CONTEXT: &str = include_str!("../../../schema/gangyao-1.context.jsonld");

/// Members whose values are ids. As they are matched with their quotes, they never match inside a text, where a quote has
/// a backslash.
const IDS: [&str; 5] = ["\"id\":\"", "\"doc\":\"", "\"parent\":\"", "\"heading\":\"", "\"box\":\""];

/// Before an id; a prefix of the context.
const PREFIX: &[u8] = b"gy:";

/// Writes the document and all its records.
pub(crate) fn write(conversion: &Conversion, out: &mut impl Write) -> io::Result<()> {
    let context = CONTEXT.trim_end();
    let inner = context.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    out.write_all(b"{")?;
    out.write_all(inner.expect("the context is an object").trim_end().as_bytes())?;
    out.write_all(b",\n\"@graph\":[")?;
    let mut jsonl = Vec::new();
    Format::Jsonl.write(conversion, "", &mut jsonl)?;
    let finders = IDS.map(|id| memmem::Finder::new(id).into_owned());
    let mut separator: &[u8] = b"\n";
    for line in jsonl.split_inclusive(|&byte| byte == b'\n') {
        out.write_all(separator)?;
        with_iris(line.trim_ascii_end(), &finders, out)?;
        separator = b",\n";
    }
    out.write_all(b"\n]}\n")
}

/// Writes a record with the prefix before each id. Every member of `IDS` stands in a record once at most.
fn with_iris(line: &[u8], finders: &[memmem::Finder<'_>; 5], out: &mut impl Write) -> io::Result<()> {
    let mut places: Vec<usize> =
        finders.iter().zip(IDS).filter_map(|(finder, id)| Some(finder.find(line)? + id.len())).collect();
    places.sort_unstable();
    let mut from = 0;
    for at in places {
        out.write_all(&line[from..at])?;
        out.write_all(PREFIX)?;
        from = at;
    }
    out.write_all(&line[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_iris_and_texts_stay() {
        let line = br#"{"type":"box","id":"d-1","doc":"d","parent":null,"title":"\"id\":\"x\"","box":"d-2"}"#;
        let mut out = Vec::new();
        with_iris(line, &IDS.map(|id| memmem::Finder::new(id).into_owned()), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"type":"box","id":"gy:d-1","doc":"gy:d","parent":null,"title":"\"id\":\"x\"","box":"gy:d-2"}"#
        );
    }
}
