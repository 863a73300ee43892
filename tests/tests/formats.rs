//! Synthetic plans as web page, Word document and PDF file: the records are those of the plan, whatever the format.
//!
//! Web pages and Word documents keep whole paragraphs, so they must say exactly what the text says. A PDF file has lost
//! them: it is compared with the plan's truth, measure by measure.

use std::fmt::Write;

use gangyao::{Options, Output, convert};
use gangyao_eval::score;
use gangyao_synthetic::render::{Boxes, Form, Headings, Look, render};
use gangyao_synthetic::shape::{AfterBox, Size, Spacing, Toc};
use gangyao_synthetic::{Plan, Shape, plan};
use gangyao_tests::twins::differences;
use gangyao_tests::{assert_invariants, for_each_case};

const LOOKS: [Look; 4] = [
    Look { headings: Headings::Centred, boxes: Boxes::Cell },
    Look { headings: Headings::Tagged, boxes: Boxes::Frame },
    Look { headings: Headings::Centred, boxes: Boxes::Frame },
    Look { headings: Headings::Centred, boxes: Boxes::Bare },
];

/// What a format cannot be asked to keep is no measure here: quantities are the extractor's own matter.
const MEASURES: [&str; 11] = [
    "meta",
    "outline.strict",
    "outline.typed",
    "outline.tree",
    "boxes.strict",
    "boxes.content",
    "projects.name",
    "terms.term",
    "terms.definition",
    "paragraphs.whole",
    "indicators.exact",
];

fn converted(bytes: &[u8], name: &str) -> Output {
    let output = convert(bytes, name, &Options::default()).expect("a synthetic plan can be read");
    assert_invariants(&output);
    output
}

/// Every choice of every field in which a format could make a difference, one at a time, in every look.
fn cases() -> impl Iterator<Item = (String, (u64, Shape, Look))> {
    let base = Shape { size: Size::Middle, toc: Toc::Dots, spacing: Spacing::Close, ..Shape::default() };
    let kept = [
        "numbering",
        "gap",
        "brackets",
        "toc",
        "page_break",
        "box_head",
        "item_label",
        "after_box",
        "table_cells",
    ];
    let also = ["groups", "units", "cumulative", "glossary", "references"];
    let shapes = Shape::sweep(base).into_iter().filter(move |(name, _)| {
        let field = name.split('=').next().unwrap_or_default();
        kept.contains(&field) || also.contains(&field)
    });
    shapes.enumerate().map(|(at, (name, shape))| {
        let look = LOOKS[at % LOOKS.len()];
        (format!("{name}, {look:?}"), (at as u64, shape, look))
    })
}

fn check(made: &Plan, form: Form, look: Look) {
    let bytes = render(made, form, look);
    let output = converted(&bytes, &format!("plan.{}", form.extension()));
    let records = serde_json::to_value(&output.conversion).expect("records are JSON");
    let report = score(&made.truth, &records);
    let mut low = String::new();
    for name in MEASURES {
        if report.row(name).is_some_and(|row| row.value() < 1.0) {
            let _ = writeln!(low, "{name} {}", report.row(name).map_or(0.0, |row| row.value()));
        }
    }
    let listing: String = report.listing.iter().take(12).fold(String::new(), |all, line| all + line + "\n");
    assert!(low.is_empty(), "{form:?}\n{low}{listing}");
}

#[test]
fn web_pages_say_what_the_plan_says() {
    for_each_case(cases(), |&(seed, shape, look)| check(&plan(seed, &shape), Form::Html, look));
}

#[test]
fn word_documents_say_what_the_plan_says() {
    for_each_case(cases(), |&(seed, shape, look)| check(&plan(seed, &shape), Form::Docx, look));
}

#[test]
fn pdf_files_say_what_the_plan_says() {
    // Where neither a frame nor a blank line shows that a box ends, prose after it cannot be told from its last item.
    let told = |shape: &Shape, look: &Look| look.boxes != Boxes::Bare || shape.after_box != AfterBox::Prose;
    let cases = cases().filter(|(_, (_, shape, look))| told(shape, look));
    for_each_case(cases, |&(seed, shape, look)| check(&plan(seed, &shape), Form::Pdf, look));
}

#[test]
fn web_page_and_word_document_are_twins() {
    for_each_case(cases(), |&(seed, shape, look)| {
        let made = plan(seed, &shape);
        let page = converted(&render(&made, Form::Html, look), "plan.html");
        let word = converted(&render(&made, Form::Docx, look), "plan.docx");
        let differences = differences(&page.conversion, &word.conversion);
        // Only a page of the web has menus.
        // A frame that is mostly one table is no frame there, so that the table's note stands below the box.
        let expected = |line: &str| {
            line.starts_with("furniture") || line.contains("“注：") && line.contains(": parent: ")
        };
        let own: Vec<String> = differences.into_iter().filter(|line| !expected(line)).collect();
        assert!(own.is_empty(), "{} differences:\n{}", own.len(), own[..own.len().min(12)].join("\n"));
    });
}
