//! Puts records in order: identifiers, breadcrumb, parents, evidence.

use std::sync::Arc;

use gangyao_model::{Common, IdAllocator, Record, Span};
use gangyao_normaliser::Normalised;
use gangyao_text::{CharIndex, NormRange, SourceRange};

/// A heading that encloses what follows.
#[derive(Clone, Debug)]
struct Enclosing {
    depth: u8,
    id: Arc<str>,
    path: Arc<[String]>,
}

/// Collects the records of one document.
pub(crate) struct Builder<'a> {
    pub norm: &'a Normalised<'a>,
    index: CharIndex,
    /// First byte of each line of the source; only for formats that give boxes on pages.
    line_starts: Vec<u32>,
    doc: Arc<str>,
    document_id: Arc<str>,
    ids: IdAllocator,
    stack: Vec<Enclosing>,
    root: Arc<[String]>,
    records: Vec<Record>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(norm: &'a Normalised<'a>, doc: &str) -> Self {
        let root: Arc<[String]> = Arc::new([]);
        let mut ids = IdAllocator::new(doc);
        let document_id = ids.document().into();
        let source = norm.source;
        let line_starts = if source.layout.iter().any(|line| line.bbox.is_some()) {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', source.text.as_bytes()).map(|at| at as u32 + 1))
                .collect()
        } else {
            Vec::new()
        };
        Self {
            norm,
            index: CharIndex::new(&source.text),
            line_starts,
            doc: doc.into(),
            document_id,
            ids,
            stack: Vec::new(),
            root,
            records: Vec::new(),
        }
    }

    /// Fields that every record has, for a record under the current heading; id and place are given by [`Self::push`].
    pub(crate) fn common(&self, ranges: &[NormRange]) -> Common {
        let parent = self.stack.last().map_or(&self.document_id, |heading| &heading.id);
        self.common_under(parent.clone(), self.spans(ranges))
    }

    /// The same for a record inside another one.
    pub(crate) fn common_under(&self, parent: Arc<str>, evidence: Vec<Span>) -> Common {
        Common {
            id: String::new(),
            doc: self.doc.clone(),
            seq: 0,
            parent: Some(parent),
            path: self.path(),
            evidence,
        }
    }

    /// The same for a record that belongs to the document as a whole.
    pub(crate) fn common_outside(&self, evidence: Vec<Span>) -> Common {
        Common { path: self.root.clone(), ..self.common_under(self.document_id.clone(), evidence) }
    }

    /// Fields of the document record.
    pub(crate) fn document_common(&self) -> Common {
        Common {
            id: self.document_id.to_string(),
            doc: self.doc.clone(),
            seq: 0,
            parent: None,
            path: self.root.clone(),
            evidence: Vec::new(),
        }
    }

    /// Labels and titles of the open headings.
    pub(crate) fn path(&self) -> Arc<[String]> {
        self.stack.last().map_or_else(|| self.root.clone(), |heading| heading.path.clone())
    }

    /// Gives a record its id and its place; returns the id.
    pub(crate) fn push(&mut self, mut record: Record) -> Arc<str> {
        self.identify(&mut record);
        let id: Arc<str> = record.common().id.as_str().into();
        self.records.push(record);
        id
    }

    /// Gives a record its id.
    pub(crate) fn identify(&mut self, record: &mut Record) {
        let id = self.ids.next(record);
        record.common_mut().id = id;
    }

    /// Closes the headings that a heading of `depth` ends.
    pub(crate) fn close_to(&mut self, depth: u8) {
        while self.stack.last().is_some_and(|heading| heading.depth >= depth) {
            self.stack.pop();
        }
    }

    /// Opens a heading: what follows stands under it.
    pub(crate) fn open(&mut self, depth: u8, id: Arc<str>, crumb: String) {
        let path: Vec<String> = self.path().iter().cloned().chain(std::iter::once(crumb)).collect();
        self.stack.push(Enclosing { depth, id, path: path.into() });
    }

    /// The records so far, in document order.
    pub(crate) fn take(&mut self) -> Vec<Record> {
        let mut records = std::mem::take(&mut self.records);
        // Furniture inside a paragraph comes after it; what is derived comes after what it was derived from.
        records.sort_by_key(|record| record.common().evidence.first().map_or(0, |span| span.start));
        records
    }

    /// Ranges of the normalised text as spans of the source: those that only white space parts become one, those that
    /// run over a page's end become two.
    pub(crate) fn spans(&self, ranges: &[NormRange]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::with_capacity(ranges.len());
        let mut open: Option<NormRange> = None;
        for &range in ranges {
            match open {
                Some(before) if before.end <= range.start && self.is_blank(before.end, range.start) => {
                    open = Some(before.cover(range));
                }
                Some(before) => {
                    self.push_span(before, &mut spans);
                    open = Some(range);
                }
                None => open = Some(range),
            }
        }
        if let Some(range) = open {
            self.push_span(range, &mut spans);
        }
        spans
    }

    fn is_blank(&self, start: u32, end: u32) -> bool {
        self.norm.text.as_bytes()[start as usize..end as usize].iter().all(u8::is_ascii_whitespace)
    }

    fn push_span(&self, range: NormRange, spans: &mut Vec<Span>) {
        let mut rest = self.norm.to_source(range);
        if rest.is_empty() {
            // A picture has a place and no text.
            spans.push(self.span(rest));
            return;
        }
        let pages = &self.norm.source.pages;
        let next_page = pages.partition_point(|page| page.start <= rest.start);
        for page in &pages[next_page..] {
            if page.start >= rest.end {
                break;
            }
            // A page without text, between two that a paragraph stands on.
            if page.start <= rest.start {
                continue;
            }
            let before = SourceRange::new(rest.start, page.start).trim(&self.norm.source.text);
            if !before.is_empty() {
                spans.push(self.span(before));
            }
            let after = SourceRange::new(page.start, rest.end);
            rest = SourceRange::new(after.trim(&self.norm.source.text).start.max(page.start), rest.end);
        }
        if !rest.is_empty() {
            spans.push(self.span(rest));
        }
    }

    fn span(&self, range: SourceRange) -> Span {
        let text = &self.norm.source.text;
        let mut span = Span {
            start: self.index.code_point(text, range.start),
            end: self.index.code_point(text, range.end),
            page: self.norm.source.page_at(range.start),
            bbox: None,
            ocr: false,
        };
        if !self.line_starts.is_empty() {
            self.add_layout(range, &mut span);
        }
        span
    }

    /// The box around all lines that a range touches, and whether any was read from a picture.
    fn add_layout(&self, range: SourceRange, span: &mut Span) {
        let first = self.line_starts.partition_point(|&start| start <= range.start).saturating_sub(1);
        for line in first..self.line_starts.len() {
            if self.line_starts[line] >= range.end.max(range.start + 1) {
                break;
            }
            let Some(layout) = self.norm.source.layout.get(line) else { continue };
            span.ocr |= layout.ocr;
            let Some(b) = layout.bbox else { continue };
            span.bbox = Some(match span.bbox {
                None => b,
                Some(a) => [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])],
            });
        }
    }

    /// Source ranges as spans, for problems that the reader met.
    pub(crate) fn source_spans(&self, ranges: &[SourceRange]) -> Vec<Span> {
        ranges.iter().map(|&range| self.span(range)).collect()
    }
}
