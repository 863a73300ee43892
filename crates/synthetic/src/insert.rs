//! What stands between the paragraphs: boxes, the indicator table, the glossary.

use crate::layout::{Block, Keep};
use crate::prose::{Writer, ends};
use crate::shape::{BoxHead, Glossary, ItemLabel, Shape};
use crate::truth::{TruthBox, TruthProject, TruthTerm};
use crate::words::some;

/// The blocks that announce a box, and its title printed again after a page break.
pub(crate) fn box_head(shape: &Shape, number: usize, title: &str) -> Vec<Block> {
    let line = match shape.box_head {
        BoxHead::None => return Vec::new(),
        BoxHead::Spaced | BoxHead::Repeated => format!("专栏 {number} {title}"),
        BoxHead::Tight => format!("专栏{number} {title}"),
        BoxHead::Colon => format!("专栏{number}：{title}"),
        BoxHead::TitleBelow => {
            return vec![Block::Line(format!("专栏{number}")), Block::Line(title.to_owned())];
        }
    };
    vec![Block::Line(line)]
}

/// A box without its place.
pub(crate) struct Made {
    pub(crate) blocks: Vec<Block>,
    pub(crate) truth: TruthBox,
    pub(crate) projects: Vec<TruthProject>,
}

/// A box of projects: each names some works one by one.
pub(crate) fn project_box(writer: &mut Writer<'_>, shape: &Shape, number: usize, topic: &str) -> Made {
    let title = format!("{topic}重点工程");
    let mut projects = Vec::new();
    let items = some(&mut writer.rng, "undertaking", 3);
    let items = items.iter().map(|name| {
        let count = writer.rng.between(2, 3);
        let places = some(&mut writer.rng, "place", count);
        let works = some(&mut writer.rng, "work", count);
        let components: Vec<String> =
            places.iter().zip(works).map(|(place, work)| format!("{}{}", place.text, work.text)).collect();
        let description = format!("实施{}等项目，{}", components.join("、"), writer.sentence());
        projects.push(TruthProject {
            name: name.text.to_owned(),
            components,
            components_optional: Vec::new(),
        });
        (name.text.to_owned(), description)
    });
    let items: Vec<(String, String)> = items.collect();
    make(writer, shape, number, title, "projects", &items, projects)
}

/// A box of fields: nothing in it is to be carried out.
pub(crate) fn text_box(writer: &mut Writer<'_>, shape: &Shape, number: usize, topic: &str) -> Made {
    let title = format!("{topic}重点领域");
    let fields = some(&mut writer.rng, "field", 3);
    let items: Vec<(String, String)> =
        fields.iter().map(|field| (field.text.to_owned(), writer.sentence())).collect();
    make(writer, shape, number, title, "text", &items, Vec::new())
}

fn make(
    writer: &mut Writer<'_>,
    shape: &Shape,
    number: usize,
    title: String,
    content: &str,
    items: &[(String, String)],
    projects: Vec<TruthProject>,
) -> Made {
    let mut blocks = box_head(shape, number, &title);
    let again = match (shape.box_head, blocks.first()) {
        (BoxHead::Repeated, Some(Block::Line(line))) => Some(line.clone()),
        _ => None,
    };
    for (at, (name, text)) in items.iter().enumerate() {
        if let (2, Some(again)) = (at, &again) {
            blocks.push(Block::Turn { again: again.clone() });
        }
        item(&mut blocks, writer, shape, at + 1, name, text);
    }
    let truth = TruthBox {
        number: Some(number as i64),
        title: Some(title),
        content: Some(content.to_owned()),
        under: None,
    };
    Made { blocks, truth, projects }
}

fn item(
    blocks: &mut Vec<Block>,
    writer: &mut Writer<'_>,
    shape: &Shape,
    number: usize,
    name: &str,
    text: &str,
) {
    let label = match shape.item_label {
        ItemLabel::OwnLine => {
            blocks.push(Block::Line(format!("{number:02}")));
            blocks.push(Block::Line(name.to_owned()));
            let text = writer.lengthened("", text.to_owned());
            blocks.push(Block::Flow { text, keep: Keep::Free });
            return;
        }
        ItemLabel::ArabicDot => format!("{number}. "),
        ItemLabel::Paren => format!("（{number}）"),
        ItemLabel::Bullet => "●".to_owned(),
        ItemLabel::Unnumbered => String::new(),
    };
    let before = format!("{label}{name}：");
    let text = writer.lengthened(&before, text.to_owned());
    blocks.push(Block::Flow { text: format!("{before}{text}"), keep: Keep::Free });
}

/// The glossary's entries; its heading is the caller's.
pub(crate) fn glossary(writer: &mut Writer<'_>, shape: &Shape) -> (Vec<Block>, Vec<TruthTerm>) {
    let mut blocks = Vec::new();
    let mut truths = Vec::new();
    for (at, term) in some(&mut writer.rng, "term", 5).iter().enumerate() {
        let (number, term) = (at + 1, term.text);
        let before = match shape.glossary {
            Glossary::None => return (Vec::new(), Vec::new()),
            Glossary::Emphasised => format!("{number}. **{term}**："),
            Glossary::Colon | Glossary::Cut => format!("{number}.{term}："),
            Glossary::Quoted => format!("{number}.“{term}”："),
        };
        let definition = format!("指{}{}", writer.sentence(), writer.sentence());
        let definition = writer.lengthened(&before, definition);
        let (def_head, def_tail, def_len) = ends(&definition);
        let number = Some(number as i64);
        truths.push(TruthTerm { number, term: term.to_owned(), def_head, def_tail, def_len });
        let keep = if shape.glossary == Glossary::Cut && at == 1 { Keep::Break } else { Keep::Free };
        blocks.push(Block::Flow { text: format!("{before}{definition}"), keep });
    }
    (blocks, truths)
}
