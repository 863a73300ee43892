//! PDF: bytes to a [`Source`] with pages, lines with their place and print, tables with merged cells, frames and
//! pictures.
//!
//! A [`Backend`](backend::Backend) tells what each page draws; then, page by page, [`layout`] makes lines of
//! characters ([`line`], [`columns`]), tables and frames of rulings ([`grid`]) and tables of aligned columns ([`aligned`]),
//! each in the writing direction of the page ([`direction`]); over all pages [`furniture`] finds what repeats, [`footnotes`]
//! what stands between text and text, and [`continued`] joins tables over page breaks; [`assemble`] writes the text down
//! and [`garbled`] tells what cannot be trusted in it. Where a caller brings a recogniser of characters, [`recognised`]
//! makes characters of pages that are pictures.
//!
//! What is read here: visual lines. Whether two of them are one paragraph is the parser's to say.

mod aligned;
mod assemble;
mod backend;
mod columns;
mod continued;
mod direction;
#[cfg(feature = "pdf-extract")]
mod extract;
mod footnotes;
mod furniture;
mod garbled;
mod grid;
mod hayro;
mod layout;
mod line;
mod numbered;
mod recognised;
mod unruled;

use gangyao_text::{Problem, Severity, Source, SourceRange};

use crate::{Error, ErrorCode, Options, PdfBackend, Recogniser};

use self::backend::{Backend, FontId, PageContent, PageFailure, Weight};
use self::layout::PageLayout;
use self::recognised::Recognition;

/// Characters of a document; pages beyond are left out, with a problem.
const MAX_CHARACTERS: usize = 50_000_000;

/// Reads a PDF.
///
/// # Errors
/// When the file needs a password, has no page that can be found, or breaks a limit.
pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<Source, Error> {
    match options.pdf {
        PdfBackend::Hayro => {
            let (pdf, repaired) = hayro::open(bytes).map_err(refusal)?;
            let mut source = document(&mut hayro::Document::new(&pdf, options.limits.inflated), options)?;
            if repaired {
                source.problems.insert(0, repaired_problem());
            }
            Ok(source)
        }
        #[cfg(feature = "pdf-extract")]
        PdfBackend::PdfExtract => document(&mut extract::open(bytes).map_err(refusal)?, options),
    }
}

fn document(document: &mut impl Backend, options: &Options) -> Result<Source, Error> {
    let (pages, limit) = (document.page_count(), options.limits.pages);
    if pages == 0 {
        return Err(refusal(hayro::OpenError::Damaged));
    }
    if pages as u64 > u64::from(limit) {
        return Err(Error::too_many_pages(pages, limit));
    }
    Ok(read_pages(document, MAX_CHARACTERS, options.recogniser.as_ref()))
}

fn refusal(error: hayro::OpenError) -> Error {
    match error {
        hayro::OpenError::Encrypted => Error::new(
            ErrorCode::Encrypted,
            "the PDF file is locked with a password",
            "remove the password in a PDF program and save the file again",
        ),
        hayro::OpenError::TooLarge => Error::new(
            ErrorCode::ZipBomb,
            "an index of the PDF file inflates beyond the limit",
            "get another copy of the file",
        ),
        hayro::OpenError::Damaged => Error::new(
            ErrorCode::Malformed,
            "no page can be found in the PDF file, even by searching",
            "get an undamaged copy of the file",
        ),
    }
}

fn read_pages(document: &mut impl Backend, max_characters: usize, recogniser: Option<&Recogniser>) -> Source {
    let mut pages: Vec<PageLayout> = Vec::with_capacity(document.page_count());
    let mut failures: Vec<(usize, String)> = Vec::new();
    let mut recognition = Recognition::default();
    let mut characters = 0;
    for index in 0..document.page_count() {
        let mut content = if characters > max_characters {
            failures.push((index, limit_message("number of characters")));
            PageContent::default()
        } else {
            page(document, index, &mut failures)
        };
        let read = recogniser.is_some_and(|by| recognition.page(document, index, &mut content, by));
        characters += content.glyphs.len();
        pages.push(PageLayout { ocr: read, ..layout::layout(content) });
    }
    furniture::label(&mut pages);
    footnotes::label(&mut pages);
    continued::join(&mut pages);
    let mut source = assemble::assemble(&pages, &FontTable::of(document, &pages));
    source.metadata.extend(document.title().map(|title| ("title".to_owned(), title)));
    source.problems.extend(page_problems(&failures, &source));
    source.problems.extend(recognition.problems());
    source
}

/// One page, or nothing and a failure.
fn page(document: &mut impl Backend, index: usize, failures: &mut Vec<(usize, String)>) -> PageContent {
    match document.page(index) {
        Ok(content) => {
            failures.extend(content.cut.map(|limit| (index, limit_message(limit))));
            content
        }
        Err(PageFailure::Limit(limit)) => {
            failures.push((index, limit_message(limit)));
            PageContent::default()
        }
        Err(PageFailure::Panicked(message)) => {
            failures.push((index, format!("it is damaged ({message})")));
            PageContent::default()
        }
    }
}

fn limit_message(limit: &str) -> String {
    format!("the {limit} is damaged or passes a limit")
}

/// One problem for each reason, with its pages.
fn page_problems(failures: &[(usize, String)], source: &Source) -> Vec<Problem> {
    let mut sorted: Vec<&(usize, String)> = failures.iter().collect();
    sorted.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    let problem = |group: &[&(usize, String)]| {
        let numbers: Vec<usize> = group.iter().map(|failure| failure.0 + 1).collect();
        Problem {
            code: "page-incomplete",
            severity: Severity::Error,
            message: format!("{} not read whole: {}", garbled::page_list(&numbers), group[0].1),
            help: "get an undamaged copy of the file",
            at: group.iter().filter_map(|failure| page_range(source, failure.0)).take(50).collect(),
        }
    };
    sorted.chunk_by(|a, b| a.1 == b.1).map(problem).collect()
}

/// The text of a page, if it has any.
fn page_range(source: &Source, index: usize) -> Option<SourceRange> {
    let start = source.pages.get(index)?.start as usize;
    let end = source.pages.get(index + 1).map_or(source.text.len(), |next| next.start as usize);
    let range = SourceRange::from_usize(start, end.max(start)).trim(&source.text);
    (!range.is_empty()).then_some(range)
}

fn repaired_problem() -> Problem {
    Problem {
        code: "file-repaired",
        severity: Severity::Warning,
        message: "the file is cut off or its index is lost; its pages were found by searching".to_owned(),
        help: "get an undamaged copy of the file: pages may be missing or out of order",
        at: Vec::new(),
    }
}

/// Names and weights of the fonts, once the pages are read.
struct FontTable {
    fonts: Vec<(String, Weight)>,
}

impl FontTable {
    fn of(document: &impl Backend, pages: &[PageLayout]) -> Self {
        let last = pages.iter().flat_map(|page| &page.items).filter_map(last_font).max().unwrap_or(0);
        let font = |font: FontId| {
            let info = document.font(font);
            (info.name.to_owned(), info.weight)
        };
        Self { fonts: (0..=last).map(font).collect() }
    }
}

fn last_font(item: &layout::Item) -> Option<FontId> {
    let of = |line: &line::Line| line.runs.iter().map(|run| run.font).max();
    match item {
        layout::Item::Line(placed) => of(&placed.line),
        layout::Item::Table(table) => table.cells.iter().flat_map(|cell| &cell.1).filter_map(of).max(),
        layout::Item::Picture(_) => None,
        layout::Item::Frame(frame) => frame.items.iter().filter_map(last_font).max(),
    }
}

impl assemble::Fonts for FontTable {
    fn name(&self, font: FontId) -> &str {
        self.fonts.get(usize::from(font)).map_or("", |font| &font.0)
    }

    fn weight(&self, font: FontId) -> Weight {
        self.fonts.get(usize::from(font)).map_or(Weight::Text, |font| font.1)
    }
}
