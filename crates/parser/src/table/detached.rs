//! Dumps that print a page's merged first column before the rest of the page.
//!
//! 分区 / 青藏高原高寒区 / 西北荒漠绿洲区 / 序号 / 名称 / 1 / 三江源区 / 2 / 祁连山区 …, and so again on every page. Which rows a merged cell
//! covers is lost; the cells share a page's rows out evenly, in order, so that the first stands at the page's first row
//! and the last reaches its last.

use gangyao_text::NormRange;

use super::align::Row;
use super::column::{ColumnKind, column_kind, squeeze};
use super::head::{Head, HeadCell};
use super::token::{Separator, Shape, Token, mark_serials, split_line};

/// Rows that prove such a table.
const MIN_ROWS: usize = 4;
/// The head of a column is broken into so many pieces at the most.
const HEAD_PIECES: usize = 3;

/// A table read in this order.
pub(super) struct Detached {
    pub tokens: Vec<Token>,
    pub head: Head,
    pub rows: Vec<Row>,
}

/// A page of the dump: places of tokens.
struct Page {
    groups: Vec<usize>,
    rows: Vec<(usize, Vec<usize>)>,
}

/// Reads lines, one cell each, as such a table.
pub(super) fn read(text: &str, lines: &[NormRange]) -> Option<Detached> {
    // Prose, which has no such head, is done after its first lines.
    let mut first = Vec::with_capacity(HEAD_PIECES);
    for &line in lines.iter().take(HEAD_PIECES) {
        split_line(text, line, Separator::Line, 1, &mut first);
    }
    let first = head_word(&first, 0, text).filter(|&(_, kind)| kind == ColumnKind::Group)?;
    let mut tokens = Vec::with_capacity(lines.len());
    for &line in lines {
        split_line(text, line, Separator::Line, 1, &mut tokens);
    }
    mark_serials(&mut tokens, text);
    let mut pages = Vec::new();
    let mut heads = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((page, found, end)) = page(&tokens, at, text) else { break };
        if pages.is_empty() {
            heads = found;
        }
        pages.push(page);
        at = end;
    }
    let count: usize = pages.iter().map(|page: &Page| page.rows.len()).sum();
    if at < tokens.len() || count < MIN_ROWS || pages.iter().all(|page| page.groups.is_empty()) {
        return None;
    }
    let kinds = vec![ColumnKind::Group, ColumnKind::Number, ColumnKind::Other];
    let cells = std::iter::once((0..first.0).collect()).chain(heads).enumerate();
    let head = Head {
        kinds,
        cells: cells
            .map(|(col, ids)| HeadCell { tokens: ids, row: 0, col: col as u32, row_span: 1, col_span: 1 })
            .collect(),
        rows: 1,
        tokens: 0,
        known: 3,
    };
    let rows = pages.into_iter().flat_map(|page| page_rows(page, &tokens, text)).collect();
    Some(Detached { tokens, head, rows })
}

/// The head of a column that begins at a token: how many tokens it takes, and its kind.
fn head_word(tokens: &[Token], at: usize, text: &str) -> Option<(usize, ColumnKind)> {
    let mut word = String::new();
    for (nth, token) in tokens[at..].iter().take(HEAD_PIECES).enumerate() {
        if token.range.len() > 40 {
            return None;
        }
        word.push_str(&squeeze(token.range.of(text)));
        if let Some(kind) = column_kind(&word).filter(|&kind| kind != ColumnKind::Value) {
            return Some((nth + 1, kind));
        }
    }
    None
}

/// A page: group head, groups, number head, name head, then numbers and names by turns.
fn page(tokens: &[Token], from: usize, text: &str) -> Option<(Page, Vec<Vec<usize>>, usize)> {
    let (len, _) = head_word(tokens, from, text).filter(|&(_, kind)| kind == ColumnKind::Group)?;
    let mut at = from + len;
    let start = at;
    while column_kind(tokens.get(at)?.range.of(text)) != Some(ColumnKind::Number) {
        if tokens[at].shape == Shape::Serial {
            return None;
        }
        at += 1;
    }
    let groups = (start..at).collect();
    let number = vec![at];
    let (len, kind) = head_word(tokens, at + 1, text)?;
    if !matches!(kind, ColumnKind::Name | ColumnKind::Other) {
        return None;
    }
    let name: Vec<usize> = (at + 1..at + 1 + len).collect();
    at += 1 + len;
    let mut rows = Vec::new();
    while tokens.get(at).is_some_and(|token| token.shape == Shape::Serial) {
        let number = at;
        at += 1;
        let begin = at;
        while at < tokens.len()
            && tokens[at].shape != Shape::Serial
            && (at == begin || head_word(tokens, at, text).is_none_or(|(_, kind)| kind != ColumnKind::Group))
        {
            at += 1;
        }
        rows.push((number, (begin..at).collect()));
    }
    (!rows.is_empty()).then_some((Page { groups, rows }, vec![number, name], at))
}

/// The rows of a page, its merged cells shared out over them.
fn page_rows(page: Page, tokens: &[Token], text: &str) -> Vec<Row> {
    let groups = whole_groups(&page.groups, tokens, text);
    let count = page.rows.len();
    let mut rows: Vec<Row> = page
        .rows
        .into_iter()
        .map(|(number, name)| Row { cells: vec![(1, vec![number]), (2, name)], group: Vec::new() })
        .collect();
    let share = groups.len().min(count);
    for (nth, ids) in groups.into_iter().take(count).enumerate() {
        rows[nth * count / share].cells.insert(0, (0, ids));
    }
    rows
}

/// Pieces of a merged cell stand on lines that follow each other; between two cells a line is blank.
fn whole_groups(ids: &[usize], tokens: &[Token], text: &str) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &id in ids {
        let joined = id
            .checked_sub(1)
            .filter(|before| ids.first().is_some_and(|first| before >= first))
            .is_some_and(|before| {
                let gap = &text[tokens[before].range.end as usize..tokens[id].range.start as usize];
                gap.trim().is_empty() && gap.bytes().filter(|&byte| byte == b'\n').count() == 1
            });
        match groups.last_mut() {
            Some(group) if joined => group.push(id),
            _ => groups.push(vec![id]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::super::from_lines;
    use super::super::tests::lines;

    #[test]
    fn a_merged_column_printed_first() {
        let text = "分\n\n区\n\n东部\n高原\n\n西部\n\n序号\n\n名\n\n称\n\n1\n\n甲江区\n\n2\n\n乙河\n上游区\n\n分\n\n区\n\n南部\n\n序号\n\n名\n\n称\n\n3\n\n丙山区\n\n4\n\n丁湖区\n";
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let table = from_lines(&norm, &lines(&norm.text)).expect("a table");
        let told: Vec<(u32, u32, &str)> =
            table.grid.cells.iter().map(|cell| (cell.row, cell.row_span, cell.text.text())).collect();
        assert_eq!(
            told,
            [
                (0, 1, "分区"),
                (0, 1, "序号"),
                (0, 1, "名称"),
                (1, 1, "东部高原"),
                (1, 1, "1"),
                (1, 1, "甲江区"),
                (2, 1, "西部"),
                (2, 1, "2"),
                (2, 1, "乙河上游区"),
                (3, 2, "南部"),
                (3, 1, "3"),
                (3, 1, "丙山区"),
                (4, 1, "4"),
                (4, 1, "丁湖区"),
            ]
        );
    }
}
