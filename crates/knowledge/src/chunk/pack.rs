//! Pieces into chunks: filled up to a size, never across a heading, linked with each other.

use gangyao_model::{Common, Document, Span, record_id};
use std::collections::BTreeMap;

use super::{Chunk, Kind, Piece};
use crate::tokens::estimate;

/// Names that a chunk carries at most.
const KEYWORDS: usize = 16;

/// A chunk on its way.
struct Open<'c> {
    kind: Kind,
    /// Id of the heading, box or table whose text this is.
    place: &'c str,
    path: Vec<String>,
    /// The title of a box: the first line of every chunk of it.
    head: Option<(&'c Common, String, &'c str)>,
    /// The headings that it stands behind.
    headings: Vec<(&'c Common, Vec<String>)>,
    /// What had no word before it.
    wordless: Vec<(&'c str, Vec<Span>)>,
    text: String,
    tokens: u32,
    evidence: Vec<Span>,
    records: Vec<&'c str>,
    keywords: Vec<&'c str>,
    pieces: usize,
}

pub(super) struct Packer<'c> {
    document: &'c Document,
    size: u32,
    open: Option<Open<'c>>,
    /// Headings that nothing has followed yet, each with the path of what stands below it: the last of it is its own text.
    headings: Vec<(&'c Common, Vec<String>)>,
    /// Records without a word, boxes that are pictures as a rule: they go into the next chunk, or at the end into the last.
    wordless: Vec<(&'c str, Vec<Span>)>,
    done: Vec<Chunk>,
    /// Chunks that are equal in all that their ids are made of.
    equals: BTreeMap<String, u32>,
}

impl<'c> Packer<'c> {
    pub(super) fn new(document: &'c Document, size: u32) -> Self {
        Self {
            document,
            size,
            open: None,
            headings: Vec::new(),
            wordless: Vec::new(),
            done: Vec::new(),
            equals: BTreeMap::new(),
        }
    }

    /// A heading: what came before it ends; it goes into the next chunk.
    pub(super) fn heading(&mut self, common: &'c Common, path: Vec<String>) {
        self.close();
        self.headings.push((common, path));
    }

    /// Begins a chunk of its own.
    pub(super) fn open(
        &mut self,
        kind: Kind,
        place: &'c str,
        path: &[String],
        head: Option<(&'c Common, String, &'c str)>,
    ) {
        self.close();
        self.begin(kind, place, path.to_vec(), head);
    }

    /// Goes on with the chunk of this place, or begins one. Text in a box stays in the box's chunk.
    pub(super) fn place(&mut self, kind: Kind, place: &'c str, path: &[String], in_box: bool) {
        match &self.open {
            Some(open) if open.place == place && (in_box || open.kind == kind) => {}
            _ => self.open(if in_box { Kind::Box } else { kind }, place, path, None),
        }
    }

    pub(super) fn push_all(&mut self, pieces: Vec<Piece<'c>>) {
        for piece in pieces {
            self.push(piece);
        }
    }

    fn push(&mut self, piece: Piece<'c>) {
        let tokens = estimate(&piece.text);
        if let Some(full) = self.open.take_if(|open| open.pieces > 0 && open.tokens + tokens > self.size) {
            let (kind, place, path, head) = (full.kind, full.place, full.path.clone(), full.head.clone());
            self.end(full);
            self.begin(kind, place, path, head);
        }
        let open = self.open.as_mut().expect("a chunk was begun for the piece's place");
        if !open.text.is_empty() && !piece.text.is_empty() {
            open.text.push('\n');
        }
        open.text.push_str(&piece.text);
        open.tokens += tokens;
        open.evidence.extend(piece.evidence);
        extend(&mut open.records, &piece.records);
        extend(&mut open.keywords, &piece.keywords);
        open.pieces += 1;
    }

    fn begin(
        &mut self,
        kind: Kind,
        place: &'c str,
        path: Vec<String>,
        head: Option<(&'c Common, String, &'c str)>,
    ) {
        let mut open = Open {
            kind,
            place,
            path,
            head,
            headings: std::mem::take(&mut self.headings),
            wordless: std::mem::take(&mut self.wordless),
            text: String::new(),
            tokens: 0,
            evidence: Vec::new(),
            records: Vec::new(),
            keywords: Vec::new(),
            pieces: 0,
        };
        for (common, _) in &open.headings {
            open.evidence.extend_from_slice(&common.evidence);
            open.records.push(&common.id);
        }
        for (id, evidence) in &open.wordless {
            open.evidence.extend_from_slice(evidence);
            open.records.push(id);
        }
        if let Some((common, title, name)) = &open.head {
            open.text.push_str(title);
            open.tokens += estimate(title);
            open.evidence.extend_from_slice(&common.evidence);
            open.records.push(&common.id);
            open.keywords.push(name);
        }
        self.open = Some(open);
    }

    /// Ends the chunk that is open.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.end(open);
        }
    }

    fn end(&mut self, open: Open<'c>) {
        if open.text.is_empty() {
            (self.headings, self.wordless) = (open.headings, open.wordless);
            self.wordless.extend(open.head.map(|(common, ..)| (common.id.as_str(), common.evidence.clone())));
            return;
        }
        let doc = &self.document.common.doc;
        let base = record_id(doc, "chunk", &open.path, None, &open.text, 0);
        let ordinal = self.equals.entry(base.clone()).or_insert(0);
        let id = if *ordinal == 0 {
            base
        } else {
            record_id(doc, "chunk", &open.path, None, &open.text, *ordinal)
        };
        *ordinal += 1;
        let mut pages: Vec<u32> = open.evidence.iter().filter_map(|span| span.page).collect();
        pages.sort_unstable();
        pages.dedup();
        let prev = self.done.last().map(|chunk| chunk.id.clone());
        if let Some(last) = self.done.last_mut() {
            last.next = Some(id.clone());
        }
        let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        self.done.push(Chunk {
            id,
            doc: doc.to_string(),
            seq: self.done.len() as u32,
            kind: open.kind,
            title: self.document.title.clone(),
            breadcrumb: open.path,
            tokens: open.tokens,
            text: open.text,
            pages,
            evidence: open.evidence,
            records: own(&open.records),
            keywords: own(&open.keywords[..open.keywords.len().min(KEYWORDS)]),
            prev,
            next: None,
        });
    }

    /// All chunks. Headings that nothing follows are a chunk of their own.
    pub(super) fn finish(mut self) -> Vec<Chunk> {
        self.close();
        if let Some((common, path)) = self.headings.last() {
            let (place, path) = (common.id.as_str(), path.clone());
            let titles: Vec<&str> =
                self.headings.iter().filter_map(|(_, path)| path.last()).map(String::as_str).collect();
            let text = titles.join("\n");
            self.begin(Kind::Text, place, path, None);
            self.push(Piece { text, ..Piece::default() });
            self.close();
        }
        if let Some(last) = self.done.last_mut() {
            for (id, evidence) in self.wordless {
                last.records.push(id.to_owned());
                last.evidence.extend(evidence);
            }
        }
        self.done
    }
}

/// Adds what is not there yet; the lists are short.
fn extend<'c>(list: &mut Vec<&'c str>, more: &[&'c str]) {
    for one in more {
        if !list.contains(one) {
            list.push(one);
        }
    }
}
