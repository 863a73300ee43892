//! Records against the truth of synthetic plans: whatever the shape, outline, boxes, terms and paragraphs are those
//! that the plan was made of.
//!
//! A shape shrinks towards the plainest plan, field by field, so that what is reported is the smallest plan that fails.

use std::fmt::Write;

use gangyao::{Options, convert};
use gangyao_eval::{Report, score};
use gangyao_synthetic::shape::{
    AfterBox, BoxHead, Brackets, Cumulative, Encoding, Gap, Glossary, Groups, HeadingBreak, ItemLabel,
    LineEnd, Numbering, PageBreak, References, Size, Spacing, TableCells, Toc, Units, Width,
};
use gangyao_synthetic::{Shape, plan};
use gangyao_tests::assert_invariants;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// Shapes; each field shrinks to its first choice.
fn shapes() -> impl Strategy<Value = Shape> {
    let headings = (
        select(Numbering::ALL),
        select(Gap::ALL),
        select(Brackets::ALL),
        select(Toc::ALL),
        select(HeadingBreak::ALL),
        select(References::ALL),
    );
    let lines = (
        select(Width::ALL),
        select(PageBreak::ALL),
        select(Spacing::ALL),
        select(LineEnd::ALL),
        select(Encoding::ALL),
        select(&[Size::Small, Size::Middle][..]),
    );
    let boxes = (select(BoxHead::ALL), select(ItemLabel::ALL), select(AfterBox::ALL), select(Glossary::ALL));
    let tables = (select(TableCells::ALL), select(Groups::ALL), select(Units::ALL), select(Cumulative::ALL));
    (headings, lines, boxes, tables).prop_map(|(headings, lines, boxes, tables)| {
        let (numbering, gap, brackets, toc, heading_break, references) = headings;
        let (width, page_break, spacing, line_end, encoding, size) = lines;
        let (box_head, item_label, after_box, glossary) = boxes;
        let (table_cells, groups, units, cumulative) = tables;
        Shape {
            numbering,
            gap,
            brackets,
            toc,
            width,
            page_break,
            spacing,
            heading_break,
            box_head,
            item_label,
            after_box,
            table_cells,
            groups,
            units,
            cumulative,
            glossary,
            references,
            line_end,
            encoding,
            size,
        }
    })
}

/// Fails with the plan's text where one of the measures is below 1.
fn check(seed: u64, shape: &Shape, measures: &[&str]) -> Result<(), TestCaseError> {
    let made = plan(seed, shape);
    let output = convert(&made.bytes, "plan.txt", &Options::default())
        .map_err(|error| TestCaseError::fail(format!("{}: {error}", shape.name())))?;
    assert_invariants(&output);
    let records = serde_json::to_value(&output.conversion).expect("records are JSON");
    let report = score(&made.truth, &records);
    let low = below_one(&report, measures);
    prop_assert!(low.is_empty(), "{}\n{low}\n{}", shape.name(), made.text);
    Ok(())
}

fn below_one(report: &Report, measures: &[&str]) -> String {
    let mut out = String::new();
    for name in measures {
        if report.row(name).is_some_and(|row| row.value() < 1.0) {
            let own = report
                .listing
                .iter()
                .filter(|line| line[2..].starts_with(name) || line[2..].starts_with("paragraph"));
            own.take(12).for_each(|line| {
                let _ = writeln!(out, "{line}");
            });
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_shrink_iters: 400, rng_seed: RngSeed::Fixed(15), ..ProptestConfig::default() })]

    #[test]
    fn outlines_are_those_of_the_plan(seed in 0_u64..1000, shape in shapes()) {
        check(seed, &shape, &["outline.strict", "outline.typed", "outline.tree"])?;
    }

    #[test]
    fn boxes_are_those_of_the_plan(seed in 0_u64..1000, shape in shapes()) {
        check(seed, &shape, &["boxes.strict", "boxes.content", "projects.name"])?;
    }

    #[test]
    fn terms_are_those_of_the_plan(seed in 0_u64..1000, shape in shapes()) {
        check(seed, &shape, &["terms.term", "terms.definition"])?;
    }

    #[test]
    fn paragraphs_are_whole(seed in 0_u64..1000, shape in shapes()) {
        check(seed, &shape, &["paragraphs.whole"])?;
    }

    #[test]
    fn indicators_are_those_of_the_plan(seed in 0_u64..1000, shape in shapes()) {
        check(seed, &shape, &["indicators.exact"])?;
    }
}
