//! The parts of a box: entries, paragraphs, tables.

use std::ops::Range;

use gangyao_normaliser::Joined;
use gangyao_text::{LineEnd, NormRange};

use super::{ItemStyle, Region, item_mark};
use crate::flow::Flow;
use crate::paragraph::{self, join};
use crate::shape::{dense_len, first_sentence, is_note, spaced_name, stop_len};
use crate::table;
use crate::tree::{BoxEntry, BoxPart, TableItem};
use crate::wrap::{Open, Wrap};

/// All parts of a box, in order.
pub(super) fn parts(flow: &Flow<'_, '_>, region: &Region) -> Vec<BoxPart> {
    let lines: Vec<usize> =
        (region.body..region.end).filter(|at| region.repeats.binary_search(at).is_err()).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    if let Some(parts) = tables(flow, &lines) {
        return parts;
    }
    let mut parts = Vec::new();
    add_paragraphs(flow, &lines, &mut parts);
    parts
}

/// Lines of text: entries and paragraphs.
fn add_paragraphs(flow: &Flow<'_, '_>, lines: &[usize], parts: &mut Vec<BoxPart>) {
    let groups = group(flow, lines);
    let marked = groups.iter().any(|group| item_mark(flow.text(group[0])).is_some());
    let names = Names { marked, all_named: !marked && all_named(flow, &groups) };
    for group in &groups {
        add(flow, group, &names, parts);
    }
}

/// A box that is a table, real or in text.
fn tables(flow: &Flow<'_, '_>, lines: &[usize]) -> Option<Vec<BoxPart>> {
    let norm = flow.lines.norm;
    if lines.iter().any(|&at| flow.lines.layout(flow.all[at].line).table.is_some()) {
        return real_tables(flow, lines);
    }
    let table = table::from_flow(flow, lines)?;
    let last = table.at.last()?.end;
    let rest = lines.iter().copied().filter(|&at| flow.range(at).start >= last);
    let mut parts = vec![BoxPart::Table(table)];
    let rest: Vec<usize> = rest.collect();
    for group in group(flow, &rest) {
        let pieces: Vec<NormRange> = group.iter().map(|&at| flow.range(at)).collect();
        parts.extend(paragraph::build(&norm.text, &pieces).map(BoxPart::Paragraph));
    }
    Some(parts)
}

/// The real tables of a box, and the text between them; `None` where all of them are frames of one column.
fn real_tables(flow: &Flow<'_, '_>, lines: &[usize]) -> Option<Vec<BoxPart>> {
    let norm = flow.lines.norm;
    let table_of = |at: usize| flow.lines.layout(flow.all[at].line).table;
    let mut parts = Vec::new();
    let mut found = false;
    for run in lines.chunk_by(|&a, &b| table_of(a) == table_of(b)) {
        let table = table_of(run[0])
            .and_then(|index| norm.source.tables.get(index as usize))
            // Label and title may stand in the table's first row; they are the box's.
            .map(|table| table::from_source(norm, table, &flow.stretches(run)))
            .filter(|table| table.grid.columns > 1 && !is_beside_title(table));
        found |= table.is_some();
        match table {
            Some(table) => match parts.last_mut() {
                Some(BoxPart::Table(last)) if table::goes_on(last, &table) => table::append(last, table),
                _ => parts.push(BoxPart::Table(table)),
            },
            None => {
                let notes = match parts.last_mut() {
                    Some(BoxPart::Table(table)) => table::take_notes(flow, lines_of(run), table),
                    _ => 0,
                };
                add_paragraphs(flow, &run[notes..], &mut parts);
            }
        }
    }
    found.then_some(parts)
}

/// The items of a box whose label and title stand beside them, in a first column that is one cell: each row holds one item,
/// over a column or two (1. 水库工程 | 新建水库。). What has more in its rows is a table.
fn is_beside_title(table: &TableItem) -> bool {
    let grid = &table.grid;
    let mut starts: Vec<Option<&str>> = vec![None; grid.rows as usize];
    let mut filled = vec![0; grid.rows as usize];
    for cell in grid.cells.iter().filter(|cell| !cell.text.is_empty()) {
        let row = cell.row as usize;
        if cell.col == 0 || cell.row_span > 1 || row >= starts.len() {
            return false;
        }
        starts[row].get_or_insert(cell.text.text());
        filled[row] += 1;
    }
    let alone = filled.iter().all(|&cells| cells <= 1);
    let marked = |start: &Option<&str>| start.is_some_and(|text| item_mark(text).is_some());
    table.caption.is_none() && (alone || starts.iter().all(marked) && filled.iter().all(|&cells| cells == 2))
}

/// The first of some lines as long as they follow each other.
fn lines_of(lines: &[usize]) -> Range<usize> {
    let first = lines.first().copied().unwrap_or(0);
    let count = (first..).zip(lines).take_while(|(at, own)| at == *own).count();
    first..first + count
}

/// Lines to paragraphs; a line with an item's mark always begins one.
fn group(flow: &Flow<'_, '_>, lines: &[usize]) -> Vec<Vec<usize>> {
    let wrap = local_wrap(flow, lines);
    let mut groups: Vec<(Vec<usize>, Open)> = Vec::new();
    for &at in lines {
        match groups.last_mut() {
            Some((group, open))
                if item_mark(flow.text(at)).is_none() && continues(flow, &wrap, group, *open, at) =>
            {
                group.push(at);
                flow.lengthen(open, at);
            }
            _ => groups.push((vec![at], flow.open(at))),
        }
    }
    groups.into_iter().map(|(group, _)| group).collect()
}

fn continues(flow: &Flow<'_, '_>, wrap: &Wrap, group: &[usize], open: Open, at: usize) -> bool {
    let last = *group.last().expect("groups are not empty");
    // A name alone on its line ends there.
    if group.len() == 1
        && item_mark(flow.text(last)).is_some_and(|(_, _, len)| is_short_name(&flow.text(last)[len..]))
    {
        return false;
    }
    flow.continues_open(wrap, open, at)
        || is_wrapped_in_cell(flow, last, at)
        || last + 1 < at && crate::shape::ending(flow.text(last)) == crate::shape::Ending::Open
}

/// The page breaks a sentence over two lines of one cell.
fn is_wrapped_in_cell(flow: &Flow<'_, '_>, last: usize, at: usize) -> bool {
    let norm = flow.lines.norm;
    let layout = flow.lines.layout(flow.all[last].line);
    let Some(table) = layout.table.and_then(|index| norm.source.tables.get(index as usize)) else {
        return false;
    };
    let cell_of = |at: usize| {
        let start = flow.range(at).start;
        table.cells.partition_point(|cell| norm.of_source(cell.range).start <= start)
    };
    layout.end == LineEnd::Soft
        && crate::shape::ending(flow.text(last)) == crate::shape::Ending::Open
        && cell_of(last) == cell_of(at)
}

fn is_short_name(text: &str) -> bool {
    dense_len(text) <= 36 && !text.contains(['：', '。', '；', '，'])
}

fn local_wrap(flow: &Flow<'_, '_>, lines: &[usize]) -> Wrap {
    let own = Wrap::of(flow.lines, lines.iter().map(|&at| flow.all[at].line));
    match (own.full, flow.wrap.full) {
        (Some(_), _) => own,
        (None, Some(full)) => {
            // Too few lines for a verdict: the widest line of the box is its right edge.
            let widest = lines.iter().map(|&at| flow.width(at)).max().unwrap_or(full);
            Wrap {
                full: Some(if widest > full && widest <= full * 3 / 2 { widest } else { full }),
                ..flow.wrap
            }
        }
        (None, None) => flow.wrap,
    }
}

/// How the items of a box without numbers show their names.
struct Names {
    marked: bool,
    all_named: bool,
}

/// All paragraphs are 名称：描述 or 名称。描述, or names and descriptions on lines of their own take turns.
fn all_named(flow: &Flow<'_, '_>, groups: &[Vec<usize>]) -> bool {
    let texts: Vec<&str> = groups.iter().map(|group| flow.text(group[0])).collect();
    texts.iter().filter(|text| named(text)).count() * 3 >= texts.len() * 2
}

/// 名称：描述
pub(super) fn has_colon_name(text: &str) -> bool {
    text.find(['：', ':']).is_some_and(|colon| {
        let name = &text[..colon];
        (2..=32).contains(&dense_len(name)) && !name.contains(['，', '。', '；'])
    })
}

fn named(text: &str) -> bool {
    has_colon_name(text)
        || spaced_name(text).is_some()
        || is_name_line(text)
        || first_sentence(text).is_some_and(|end| {
            let rest = end + stop_len(text, end);
            dense_len(&text[..end]) <= 24 && !text[..end].contains('，') && rest < text.len()
        })
}

/// A line that is a name: short, without punctuation.
fn is_name_line(text: &str) -> bool {
    (3..=28).contains(&dense_len(text)) && !text.contains(['，', '。', '；', '：', '、'])
}

fn add(flow: &Flow<'_, '_>, group: &[usize], names: &Names, parts: &mut Vec<BoxPart>) {
    let norm = &flow.lines.norm.text;
    let pieces: Vec<NormRange> = group.iter().map(|&at| flow.range(at)).collect();
    let text = flow.text(group[0]);
    if let Some((style, number, len)) = item_mark(text) {
        let entry = BoxEntry {
            number: if style == ItemStyle::Bullet { None } else { number },
            label: Some(text[..len].trim_end().to_owned()),
            paragraphs: vec![join(norm, &pieces, len as u32)],
            spaced_name: spaced_name(text[len..].trim_start()),
            at: join(norm, &pieces, 0).ranges(),
        };
        parts.push(BoxPart::Entry(entry));
        return;
    }
    if names.marked {
        // A paragraph after an item goes on with it; before the first item it introduces the box.
        if let Some(BoxPart::Entry(entry)) = parts.last_mut()
            && !is_note(text)
        {
            extend(entry, join(norm, &pieces, 0));
            return;
        }
    } else if names.all_named && !is_note(text) {
        if !named(text)
            && let Some(BoxPart::Entry(entry)) = parts.last_mut()
        {
            extend(entry, join(norm, &pieces, 0));
            return;
        }
        if named(text) {
            let whole = join(norm, &pieces, 0);
            parts.push(BoxPart::Entry(BoxEntry {
                number: None,
                label: None,
                at: whole.ranges(),
                paragraphs: vec![whole],
                spaced_name: spaced_name(text),
            }));
            return;
        }
    }
    parts.extend(paragraph::build(norm, &pieces).map(BoxPart::Paragraph));
}

fn extend(entry: &mut BoxEntry, paragraph: Joined) {
    entry.at.extend(paragraph.ranges());
    // A number alone on its line has no text of its own.
    entry.paragraphs.retain(|own| !own.is_empty());
    entry.paragraphs.push(paragraph);
}
