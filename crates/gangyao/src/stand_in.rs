//! Stands in for the reader, parser and extractor until they are merged: UTF-8 text, one paragraph a line.

use std::sync::Arc;

use gangyao_model::{
    Common, Conversion, Coverage, Document, IdAllocator, Kind, Paragraph, Record, SourceInfo, Span,
    document_id, is_blank,
};
use gangyao_normaliser::{Joined, Normalised};
use gangyao_parser::{Item, ParagraphItem, Parsed};
use gangyao_text::{CharIndex, NormRange, Source};

use crate::{Error, Options};

pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<Source, Error> {
    if bytes.is_empty() {
        return Err(Error::new("empty-file", "the file is empty; give the document itself"));
    }
    if bytes.contains(&0) {
        return Err(Error::new("not-text", "the file holds binary data; give a text file"));
    }
    let encoding = options.encoding.unwrap_or(encoding_rs::UTF_8);
    let text = encoding.decode(bytes).0.replace("\r\n", "\n");
    if text.chars().all(is_blank) {
        return Err(Error::new("no-text", "the file holds white space only; give the document itself"));
    }
    let mut source = Source::plain(text);
    source.encoding = encoding.name();
    Ok(source)
}

pub(crate) fn parse(normalised: &Normalised<'_>) -> Parsed {
    let text = &normalised.text;
    let mut parsed = Parsed::default();
    let mut at = 0;
    for line in text.split('\n') {
        let range = NormRange::from_usize(at, at + line.len()).trim(text);
        at += line.len() + 1;
        if !range.is_empty() {
            let joined = Joined::of(text, range);
            parsed.items.push(Item::Paragraph(ParagraphItem {
                text: joined,
                lead: None,
                bullet: None,
                at: vec![range],
            }));
        }
    }
    parsed
}

pub(crate) fn extract(normalised: &Normalised<'_>, parsed: &Parsed, info: SourceInfo) -> Conversion {
    let source = &normalised.source.text;
    let index = CharIndex::new(source);
    let doc: Arc<str> = document_id(None, &info.name).into();
    let mut ids = IdAllocator::new(&doc);
    let path: Arc<[String]> = Arc::new([]);
    let id = ids.allocate("document", &path, None, "");
    let common = |id: String, seq: u32, parent: Option<Arc<str>>, evidence: Vec<Span>| Common {
        id,
        doc: doc.clone(),
        seq,
        parent,
        path: path.clone(),
        evidence,
    };
    let parent: Arc<str> = id.clone().into();
    let mut records = Vec::new();
    let mut assigned = 0;
    for item in &parsed.items {
        let Item::Paragraph(item) = item else { continue };
        let range = normalised.to_source(item.at[0]);
        let (start, end) = (index.code_point(source, range.start), index.code_point(source, range.end));
        assigned += range.of(source).chars().filter(|&c| !is_blank(c)).count() as u32;
        let evidence = vec![Span { start, end, page: None, bbox: None, ocr: false }];
        let id = ids.allocate("paragraph", &path, Some(&parent), item.text.text());
        records.push(Record::Paragraph(Paragraph {
            common: common(id, records.len() as u32 + 1, Some(parent.clone()), evidence),
            text: item.text.text().to_owned(),
            lead: None,
            bullet: None,
        }));
    }
    let total = source.chars().filter(|&c| !is_blank(c)).count() as u32;
    let document = Document {
        common: common(id, 0, None, Vec::new()),
        title: None,
        kind: Kind::Other,
        region: None,
        period: None,
        issued: None,
        issuer: None,
        document_number: None,
        source: info,
        coverage: Coverage {
            total,
            by_kind: [("paragraph".to_owned(), assigned)].into(),
            unassigned: total - assigned,
            doubled: 0,
        },
        counts: [("paragraph".to_owned(), records.len() as u32)].into(),
    };
    Conversion {
        schema: gangyao_model::SCHEMA.to_owned(),
        document,
        toc: Vec::new(),
        records,
        diagnostics: Vec::new(),
    }
}
