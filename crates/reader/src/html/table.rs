//! What a `<table>` is for: data, a frame around a box, or the page's layout.

use super::article::Article;
use super::dom::{Attr, Descend, Dom, Id};
use super::tag::Tag;

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Rows and columns of data.
    Data,
    /// One column: a box, its title, content and note in cells under each other. No data has one column.
    Frame,
    /// It only places other things.
    Layout,
}

/// Tells the purpose of the table `id`.
pub(super) fn purpose(dom: &Dom, article: &Article, id: Id) -> Purpose {
    if article.is_around(dom, id) {
        return Purpose::Layout;
    }
    let own = shape(dom, id);
    let han = |id: &Id| article.weights[*id as usize].han;
    let inner_han: u32 = own.tables.iter().map(han).sum();
    if inner_han * 2 > han(&id) || own.cells == 0 {
        return Purpose::Layout;
    }
    if own.wide {
        return Purpose::Data;
    }
    // A box in a table of one column, with text beside it: no box stands in a box.
    let holds_box =
        own.tables.iter().map(|&inner| shape(dom, inner)).any(|inner| !inner.wide && inner.cells > 0);
    if holds_box { Purpose::Layout } else { Purpose::Frame }
}

/// What a table consists of.
#[derive(Debug, Default)]
struct Shape {
    cells: u32,
    /// A row has several cells.
    wide: bool,
    /// The tables in its cells.
    tables: Vec<Id>,
}

fn shape(dom: &Dom, id: Id) -> Shape {
    let (mut shape, mut row_cells) = (Shape::default(), 0u32);
    let mut at = dom.following(id, id, Descend::Into);
    while let Some(node) = at {
        let tag = dom.node(node).tag;
        match tag {
            Tag::Tr => row_cells = 0,
            _ if tag.is_cell() => {
                (shape.cells, row_cells) = (shape.cells + 1, row_cells + 1);
                shape.wide |= row_cells > 1;
            }
            Tag::Table => shape.tables.push(node),
            _ => {}
        }
        at = dom.following(node, id, if tag == Tag::Table { Descend::Over } else { Descend::Into });
    }
    shape
}

/// The number of rows or columns that a cell covers. `rowspan=0` means the rest of the table.
pub(super) fn span(dom: &Dom, id: Id, attribute: Attr) -> u32 {
    let value = dom.attribute(id, attribute).unwrap_or_default().trim();
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    match value[..digits].parse() {
        Ok(0) if attribute == Attr::Rowspan => u32::from(u16::MAX),
        Ok(span) if span > 0 => span,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: Purpose) {
        let dom = Dom::parse(page, 512);
        let article = Article::find(&dom);
        let table = (0..dom.nodes.len() as Id).find(|&id| dom.node(id).tag == Tag::Table).unwrap();
        assert_eq!(purpose(&dom, &article, table), expected, "{page}");
    }

    #[test]
    fn tables_serve_three_purposes() {
        check("<table><tr><td>指标<td>单位<tr><td>一<td>二</table>", Purpose::Data);
        check("<table><tr><td>专栏1 重大工程<p>1.工程</table>", Purpose::Frame);
        check("<table><tr><td>专栏1 重大工程<tr><td>1.工程</table>", Purpose::Frame);
        check("<table><tr><td>专栏1<tr><td>一、<tr><td>二、<tr><td>注</table>", Purpose::Frame);
        check("<table><tr><td><table><tr><td>指标<td>单位</table></table>", Purpose::Layout);
        let prose = "坚持稳中求进工作总基调，推动高质量发展。";
        let outer = format!("<table><tr><td><table><tr><td>专栏1 重大工程<p>1.工程</table>{prose}</table>");
        check(&outer, Purpose::Layout);
    }
}
