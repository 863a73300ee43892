//! A whole plan: front matter, body, boxes, table, glossary.

use crate::insert::{self, Made};
use crate::layout::{Block, Keep, Layout, TocLine};
use crate::outline::{Count, Level, Place, counts, label, levels};
use crate::prose::{Opening, Stance, Writer};
use crate::rng::Rng;
use crate::shape::{AfterBox, BoxHead, Encoding, Glossary, LineEnd, Shape, TableCells, Toc};
use crate::table;
use crate::truth::{
    Truth, TruthBox, TruthHeading, TruthIndicator, TruthParagraph, TruthPeriod, TruthProject,
    TruthQuantities, TruthRegion, TruthTerm,
};
use crate::words::word;

/// A synthetic plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its text, with the line ends of the shape.
    pub text: String,
    /// Its text in the encoding of the shape.
    pub bytes: Vec<u8>,
    /// What it says.
    pub truth: Truth,
    /// What it is made of, for [`crate::render`].
    pub(crate) structure: Structure,
}

/// The pieces of a plan before any format.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    pub(crate) shape: Shape,
    pub(crate) date: &'static str,
    pub(crate) toc: Vec<TocLine>,
    pub(crate) blocks: Vec<Block>,
}

/// When every plan was issued, as printed below its title.
const DATE: &str = "2026年3月";

/// A plan of this shape. One seed always gives one plan.
#[must_use]
pub fn plan(seed: u64, shape: &Shape) -> Plan {
    let mut rng = Rng::new(seed);
    let region = word(&mut rng, "region");
    let title = format!("{}国民经济和社会发展第十五个五年规划纲要", region.text);
    let mut body = Body::new(shape, Rng::new(rng.next()));
    body.write();

    let mut layout = Layout::new(shape, &title, Rng::new(rng.next()));
    layout.front(&title);
    layout.front(DATE);
    if shape.toc != Toc::None {
        layout.toc(&body.toc);
    }
    for block in &body.blocks {
        layout.block(block);
    }
    let text = layout.finish();
    let text = if shape.line_end == LineEnd::CrLf { text.replace('\n', "\r\n") } else { text };
    let bytes = encode(&text, shape.encoding);
    let region = TruthRegion {
        name: region.text.to_owned(),
        code: Some(region.more[0].to_owned()),
        level: Some(region.more[1].to_owned()),
    };
    let structure =
        Structure { shape: *shape, date: DATE, toc: body.toc.clone(), blocks: body.blocks.clone() };
    let truth = body.truth(seed, title, region);
    Plan { text, bytes, truth, structure }
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        Encoding::Utf16Le => {
            let mut bytes = vec![0xFF, 0xFE];
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        }
    }
}

/// The body while it is written.
struct Body<'s> {
    shape: &'s Shape,
    levels: Vec<Level>,
    /// The last number of each level.
    numbers: Vec<usize>,
    writer: Writer<'s>,
    stance: Stance,
    blocks: Vec<Block>,
    toc: Vec<TocLine>,
    outline: Vec<TruthHeading>,
    boxes: Vec<TruthBox>,
    projects: Vec<TruthProject>,
    indicators: Vec<TruthIndicator>,
    terms: Vec<TruthTerm>,
    paragraphs: Vec<TruthParagraph>,
    quantities: TruthQuantities,
}

impl<'s> Body<'s> {
    fn new(shape: &'s Shape, rng: Rng) -> Self {
        let levels = levels(shape.numbering);
        Self {
            shape,
            numbers: vec![0; levels.len()],
            levels,
            writer: Writer::new(shape, rng),
            stance: Stance::Achieved,
            blocks: Vec::new(),
            toc: Vec::new(),
            outline: Vec::new(),
            boxes: Vec::new(),
            projects: Vec::new(),
            indicators: Vec::new(),
            terms: Vec::new(),
            paragraphs: Vec::new(),
            quantities: TruthQuantities::default(),
        }
    }

    fn write(&mut self) {
        let outermost = counts(self.shape.size, self.levels.len())[0];
        for at in 0..outermost {
            self.stance = if at == 0 { Stance::Achieved } else { Stance::Target };
            self.heading(0);
            self.insert(at);
        }
        if self.shape.glossary != Glossary::None {
            self.glossary();
        }
    }

    /// A heading with all that stands under it. Depth is bounded by the number of levels, at most four.
    fn heading(&mut self, depth: usize) {
        let level = self.levels[depth];
        self.numbers[depth] += 1;
        for (below, number) in self.numbers.iter_mut().enumerate().skip(depth + 1) {
            if self.levels[below].count == Count::Restarts {
                *number = 0;
            }
        }
        let above = if depth == 0 { 0 } else { self.numbers[depth - 1] };
        let label = label(level.style, above, self.numbers[depth], self.shape);
        let title = match depth {
            0 => format!("{}，{}", self.writer.topic(), self.writer.topic()),
            _ => self.writer.topic(),
        };
        self.outline.push(TruthHeading {
            heading_type: level.heading_type.to_owned(),
            label: Some(label.clone()),
            number: Some(self.numbers[depth] as i64),
            title: title.clone(),
            run_in: level.place == Place::RunIn,
            depth: Some(depth + 1),
        });
        let under = format!("{label}{title}");
        if level.place == Place::RunIn {
            self.paragraph(&under, Opening::Plain, &format!("{under}。"));
            return;
        }
        self.toc.push(TocLine { label: label.clone(), title: title.clone() });
        self.blocks.push(Block::Heading { label, title, depth });
        self.under(depth, &under);
    }

    fn under(&mut self, depth: usize, under: &str) {
        if depth + 1 == self.levels.len() {
            for at in 0..self.writer.rng.between(1, 2) {
                let opening =
                    if at == 0 || self.writer.rng.one_in(2) { Opening::Plain } else { Opening::Lead };
                self.paragraph(under, opening, "");
            }
            return;
        }
        if self.writer.rng.one_in(2) {
            self.paragraph(under, Opening::Plain, "");
        }
        for _ in 0..counts(self.shape.size, self.levels.len())[depth + 1] {
            self.heading(depth + 1);
        }
    }

    fn paragraph(&mut self, under: &str, opening: Opening, before: &str) {
        let prose = self.writer.paragraph(under, self.stance, opening, before);
        self.quantities.scope.push(prose.truth.head.clone());
        self.quantities.items.extend(prose.quantities);
        self.paragraphs.push(prose.truth);
        self.blocks.push(Block::Flow { text: prose.text, keep: Keep::Free });
    }

    /// What closes the outermost heading `at`: the table after the first, boxes after the others.
    fn insert(&mut self, at: usize) {
        if at == 0 {
            self.table();
        } else if self.shape.box_head != BoxHead::None {
            let number = self.boxes.len() + 1;
            let topic = word(&mut self.writer.rng, "thing").text;
            let made = if at % 3 == 2 {
                insert::text_box(&mut self.writer, self.shape, number, topic)
            } else {
                insert::project_box(&mut self.writer, self.shape, number, topic)
            };
            self.place(made);
        }
    }

    fn table(&mut self) {
        if self.shape.table_cells == TableCells::None {
            return;
        }
        let (rows, indicators) = table::indicators(&mut self.writer.rng, self.shape);
        self.indicators = indicators;
        let mut blocks = insert::box_head(self.shape, 1, table::TITLE);
        if blocks.is_empty() {
            self.blocks.push(Block::Line(format!("表1 {}", table::TITLE)));
            self.blocks.extend(rows);
            self.after_box();
            return;
        }
        blocks.extend(rows);
        let truth = TruthBox {
            number: Some(1),
            title: Some(table::TITLE.to_owned()),
            content: Some("indicators".to_owned()),
            under: None,
        };
        self.place(Made { blocks, truth, projects: Vec::new() });
    }

    fn place(&mut self, made: Made) {
        if self.shape.toc == Toc::WithBoxes {
            let number = made.truth.number.unwrap_or_default();
            let title = made.truth.title.clone().unwrap_or_default();
            self.toc.push(TocLine { label: String::new(), title: format!("专栏{number} {title}") });
        }
        let last = self
            .outline
            .last()
            .map(|heading| format!("{}{}", heading.label.as_deref().unwrap_or_default(), heading.title));
        self.boxes.push(TruthBox { under: last, ..made.truth });
        self.projects.extend(made.projects);
        self.blocks.push(Block::Open);
        self.blocks.extend(made.blocks);
        self.blocks.push(Block::Close);
        self.after_box();
    }

    fn after_box(&mut self) {
        self.blocks.push(Block::Line(String::new()));
        if self.shape.after_box == AfterBox::Prose {
            let under = self.boxes.last().and_then(|made| made.under.clone()).unwrap_or_default();
            self.paragraph(&under, Opening::Plain, "");
        }
    }

    fn glossary(&mut self) {
        let title = "名词解释".to_owned();
        self.outline.push(TruthHeading {
            heading_type: self.levels[0].heading_type.to_owned(),
            title: title.clone(),
            depth: Some(1),
            ..TruthHeading::default()
        });
        self.toc.push(TocLine { label: String::new(), title: title.clone() });
        self.blocks.push(Block::Heading { label: String::new(), title, depth: 0 });
        let (blocks, terms) = insert::glossary(&mut self.writer, self.shape);
        self.blocks.extend(blocks);
        self.terms = terms;
    }

    fn truth(self, seed: u64, title: String, region: TruthRegion) -> Truth {
        Truth {
            slug: format!("synthetic-{seed}"),
            title: Some(title),
            kind: Some("outline_plan".to_owned()),
            region: Some(region),
            period: Some(TruthPeriod { ordinal: Some(15), start: Some(2026), end: Some(2030) }),
            issued: Some("2026-03".to_owned()),
            outline: Some(self.outline),
            boxes: Some(self.boxes),
            projects: Some(self.projects),
            indicators: Some(self.indicators),
            terms: Some(self.terms),
            paragraphs: Some(self.paragraphs),
            quantities: Some(self.quantities),
        }
    }
}
