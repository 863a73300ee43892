//! The generator keeps its word: the truth is in the text, and a seed gives one plan for ever.

use gangyao_synthetic::shape::{Encoding, LineEnd, Numbering, PageBreak};
use gangyao_synthetic::{Plan, Shape, plan};

/// The text without white space and without what a page break puts into it.
fn squeezed(made: &Plan, shape: &Shape) -> String {
    let title = made.truth.title.clone().unwrap_or_default();
    let furniture = |line: &str| {
        let number = line.starts_with("— ") && line.ends_with(" —");
        number || (shape.page_break == PageBreak::RunningHead && line == title)
    };
    let lines = made.text.lines().filter(|line| !furniture(line.trim()));
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

fn check(seed: u64, shape: &Shape) {
    let made = plan(seed, shape);
    let text = squeezed(&made, shape);
    let mut from = 0;
    let name = shape.name();
    for heading in made.truth.outline.as_deref().expect("annotated") {
        let own = format!("{}{}", heading.label.as_deref().unwrap_or_default(), heading.title);
        let at = text[from..].find(&own).unwrap_or_else(|| panic!("{name}: {own} after {from}"));
        from += at;
    }
    let mut from = 0;
    for paragraph in made.truth.paragraphs.as_deref().expect("annotated") {
        let at = text[from..].find(&paragraph.head).unwrap_or_else(|| panic!("{name}: {}", paragraph.head));
        from += at;
        let own: String = text[from..].chars().take(paragraph.len).collect();
        assert!(own.ends_with(&paragraph.tail), "{name}: {own} ends with {}", paragraph.tail);
    }
    let heads: std::collections::BTreeSet<_> =
        made.truth.quantities.iter().flat_map(|quantities| &quantities.scope).collect();
    assert_eq!(
        heads.len(),
        made.truth.paragraphs.as_deref().map_or(0, <[_]>::len),
        "{name}: heads are unique"
    );
}

#[test]
fn the_truth_stands_in_the_text_in_every_choice() {
    for (at, (_, shape)) in Shape::sweep(Shape::default()).iter().enumerate() {
        check(at as u64, shape);
    }
}

#[test]
fn the_truth_stands_in_the_text_in_random_shapes() {
    (0..200).for_each(|seed| check(seed, &Shape::random(seed)));
}

#[test]
fn one_seed_gives_one_plan() {
    let shape = Shape::random(5);
    let (a, b) = (plan(5, &shape), plan(5, &shape));
    assert_eq!((a.bytes, a.truth), (b.bytes, b.truth));
    assert_ne!(plan(6, &shape).text, plan(5, &shape).text);
}

#[test]
fn line_ends_and_encodings_are_of_the_shape() {
    let shape = Shape { line_end: LineEnd::CrLf, encoding: Encoding::Utf16Le, ..Shape::default() };
    let made = plan(1, &shape);
    assert!(made.text.contains("\r\n"));
    assert_eq!(&made.bytes[..2], b"\xFF\xFE");
}

#[test]
fn arabic_numbers_run_through_to_thirty_three() {
    let shape = Shape {
        numbering: Numbering::DunArabicThrough,
        size: gangyao_synthetic::shape::Size::Large,
        ..Shape::default()
    };
    let outline = plan(1, &shape).truth.outline.expect("annotated");
    assert_eq!(outline.last().and_then(|heading| heading.label.clone()).as_deref(), Some("33."));
}
