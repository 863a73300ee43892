//! Writes the synthetic fixtures and their truth: `cargo run -p gangyao-synthetic --example fixtures -- fixtures eval/gold`.
//!
//! Each shows one thing in which plans differ; the list is the table below.

use std::path::Path;

use gangyao_synthetic::shape::{
    AfterBox, BoxHead, Brackets, Encoding, Gap, Glossary, Groups, HeadingBreak, ItemLabel, LineEnd,
    Numbering, PageBreak, References, Spacing, TableCells, Toc, Units, Width,
};
use gangyao_synthetic::{Shape, plan};

fn shapes() -> Vec<(&'static str, Shape)> {
    // Without a table and boxes, so that each fixture shows its one thing on a page or two.
    let bare = Shape { box_head: BoxHead::None, table_cells: TableCells::None, ..Shape::default() };
    let boxed = Shape { box_head: BoxHead::Spaced, ..bare };
    let table = Shape { table_cells: TableCells::Tabs, ..boxed };
    vec![
        ("numbering-chapters-sections", Shape { gap: Gap::Ideographic, ..bare }),
        ("numbering-parts-running", Shape { numbering: Numbering::PianZhangJieThrough, ..bare }),
        (
            "numbering-parts-restarting",
            Shape { numbering: Numbering::PianZhangJieRestart, gap: Gap::Two, ..bare },
        ),
        ("numbering-parts-chapters-points", Shape { numbering: Numbering::PianZhangDun, ..bare }),
        (
            "numbering-chapters-sections-points",
            Shape { numbering: Numbering::ZhangJieDun, gap: Gap::Nothing, ..bare },
        ),
        (
            "numbering-points-half-brackets",
            Shape { numbering: Numbering::DunParen, brackets: Brackets::Half, ..bare },
        ),
        ("numbering-points-deep", Shape { numbering: Numbering::DunParenDeep, ..bare }),
        (
            "numbering-arabic-running",
            Shape { numbering: Numbering::DunArabicThrough, references: References::Some, ..bare },
        ),
        (
            "numbering-brackets-run-in",
            Shape { numbering: Numbering::DunParenRunIn, width: Width::Forty, ..bare },
        ),
        ("contents-dots", Shape { toc: Toc::Dots, ..bare }),
        (
            "contents-bracketed-pages",
            Shape { toc: Toc::Bracketed, heading_break: HeadingBreak::BlankLine, ..bare },
        ),
        ("contents-titles-only", Shape { toc: Toc::Bare, ..bare }),
        ("contents-with-boxes", Shape { toc: Toc::WithBoxes, ..table }),
        (
            "lines-of-28",
            Shape {
                width: Width::TwentyEight,
                page_break: PageBreak::Number,
                spacing: Spacing::Indented,
                ..bare
            },
        ),
        (
            "lines-of-40-close",
            Shape { width: Width::Forty, spacing: Spacing::Close, references: References::Some, ..bare },
        ),
        ("pages-blank-line", Shape { page_break: PageBreak::Blank, ..bare }),
        (
            "box-paren-items",
            Shape {
                item_label: ItemLabel::Paren,
                box_head: BoxHead::Tight,
                after_box: AfterBox::Prose,
                ..bare
            },
        ),
        ("box-title-repeated", Shape { box_head: BoxHead::Repeated, page_break: PageBreak::Number, ..bare }),
        ("table-units-in-names", Shape { units: Units::Brackets, groups: Groups::Arrow, ..table }),
        ("table-first-column-groups", Shape { groups: Groups::FirstColumn, ..table }),
        ("glossary-emphasised", Shape { glossary: Glossary::Emphasised, ..bare }),
        ("glossary-cut", Shape { glossary: Glossary::Cut, page_break: PageBreak::Number, ..bare }),
        ("encoding-gb18030", Shape { encoding: Encoding::Gb18030, ..bare }),
        ("encoding-utf16le", Shape { encoding: Encoding::Utf16Le, line_end: LineEnd::CrLf, ..bare }),
        ("line-ends-crlf", Shape { line_end: LineEnd::CrLf, encoding: Encoding::Utf8Bom, ..boxed }),
    ]
}

fn main() -> std::io::Result<()> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let [texts, truths] = &folders[..] else {
        return Err(std::io::Error::other("give two folders: for texts and for truths"));
    };
    for (seed, (name, shape)) in shapes().into_iter().enumerate() {
        let mut made = plan(seed as u64, &shape);
        name.clone_into(&mut made.truth.slug);
        std::fs::write(Path::new(texts).join(format!("{name}.txt")), &made.bytes)?;
        let truth = serde_json::to_string_pretty(&made.truth)? + "\n";
        std::fs::write(Path::new(truths).join(format!("{name}.json")), truth)?;
    }
    Ok(())
}
