//! Text tables that keep the places of the page: `pdftotext -layout` and the like.
//!
//! What enters are tokens with the place of each on its line, what leaves are a head and rows. Columns are the bands
//! that the lines leave between blank bands; a row is a line that fills several bands, with the broken pieces of its
//! cells above and below it.

use gangyao_text::NormRange;

use super::align::Row;
use super::column::{ColumnKind, column_kind, squeeze};
use super::fit;
use super::groups::{self, Label, count_of};
use super::head::{Head, HeadCell, line_end};
use super::lines;
use super::token::{
    Separator, Shape, Token, is_group_number, is_known_group, is_parted, mark_serials, split_line,
};

/// Lines are as wide as a page; what stands further to the right is no table of a page.
const MAX_WIDTH: usize = 400;
const MAX_COLUMNS: usize = 24;

/// A token with its place: line, first and last half-width column, band.
#[derive(Clone, Copy, Debug)]
struct Placed {
    line: usize,
    start: usize,
    end: usize,
    band: usize,
    /// Bands that it lies over.
    bands: usize,
}

/// A table read by its layout.
pub(super) struct Layout {
    pub tokens: Vec<Token>,
    pub head: Head,
    pub rows: Vec<Row>,
}

/// Reads lines as an indicator table by the places of their texts.
pub(super) fn read(text: &str, lines: &[NormRange]) -> Option<Layout> {
    let mut tokens = Vec::new();
    for &line in lines {
        split_line(text, line, Separator::Gap, MAX_WIDTH, &mut tokens);
    }
    let mut tokens = fit::fit(text, tokens);
    let mut placed = Vec::with_capacity(tokens.len());
    let mut from = 0;
    for (nth, &line) in lines.iter().enumerate() {
        if from >= tokens.len() {
            break;
        }
        let to = line_end(&tokens, from);
        place(text, line, nth, &tokens[from..to], &mut placed)?;
        from = to;
    }
    let serials = mark_serials(&mut tokens, text);
    let bands = bands_of(&tokens, &placed, text, lines.len());
    if !(3..=MAX_COLUMNS).contains(&bands.len()) {
        return None;
    }
    for token in &mut placed {
        let over: Vec<usize> =
            (0..bands.len()).filter(|&b| token.start < bands[b].1 && token.end > bands[b].0).collect();
        let nearest = (0..bands.len()).min_by_key(|&b| {
            bands[b].0.saturating_sub(token.end).max(token.start.saturating_sub(bands[b].1))
        });
        token.band = over.iter().copied().max_by_key(|&b| overlap(token, bands[b])).or(nearest)?;
        token.bands = over.len().max(1);
    }
    settle_full_lines(&mut placed, bands.len());
    part_cells(&tokens, &mut placed, bands.len());
    let first_data = first_data_line(&tokens, &placed, text)?;
    let head = head(&tokens, &placed, text, first_data, bands.len())?;
    let kinds = &head.kinds;
    // Rows are told by their figures, or by their numbers: 序号 | 项目名称 | 建设内容 | 责任单位.
    let told_by_figures = kinds.contains(&ColumnKind::Name) && kinds.contains(&ColumnKind::Value);
    let told_by_numbers = kinds.first() == Some(&ColumnKind::Number) && serials >= 2;
    if !told_by_figures && !told_by_numbers {
        return None;
    }
    let gone = lines::repeated_heads(&tokens, &head, text);
    let kept = |id: usize| {
        let next = gone.partition_point(|range| range.end <= id);
        gone.get(next).is_none_or(|range| id < range.start)
    };
    let lines = by_line(&placed, first_data, &kept);
    let rows = rows(&tokens, &placed, kinds, &lines, text);
    (rows.len() >= 2).then_some(Layout { tokens, head, rows })
}

/// A name much wider than its column moves all cells behind it. A line with a cell for every band needs no places.
fn settle_full_lines(placed: &mut [Placed], bands: usize) {
    for line in placed.chunk_by_mut(|a, b| a.line == b.line) {
        if line.len() == bands && line.windows(2).any(|pair| pair[0].band >= pair[1].band) {
            line.iter_mut().enumerate().for_each(|(band, token)| (token.band, token.bands) = (band, 1));
        }
    }
}

/// Two cells never share a column where the second is a figure: 万千瓦  120 under 万吨标准煤  820. Those behind it move on.
fn part_cells(tokens: &[Token], placed: &mut [Placed], bands: usize) {
    for at in 1..placed.len() {
        let (before, own) = (placed[at - 1], placed[at]);
        let figures = |shape: Shape| matches!(shape, Shape::Number | Shape::Mark | Shape::Unit);
        let parted = figures(tokens[at - 1].shape)
            && matches!(tokens[at].shape, Shape::Number | Shape::Mark | Shape::Nature);
        if before.line != own.line || own.band > before.band || !parted {
            continue;
        }
        let behind = placed[at..].iter().take_while(|token| token.line == own.line).count();
        if before.band + behind < bands {
            (placed[at].band, placed[at].bands) = (before.band + 1, 1);
        }
    }
}

fn overlap(token: &Placed, band: (usize, usize)) -> usize {
    token.end.min(band.1) - token.start.max(band.0)
}

/// Places the tokens of a line: Han characters and wide punctuation take two columns.
fn place(text: &str, line: NormRange, nth: usize, tokens: &[Token], out: &mut Vec<Placed>) -> Option<()> {
    let mut width = 0;
    let mut at = line.start;
    for token in tokens {
        width += width_of(NormRange::new(at, token.range.start).of(text));
        let start = width;
        width += width_of(token.range.of(text));
        at = token.range.end;
        if width > MAX_WIDTH {
            return None;
        }
        out.push(Placed { line: nth, start, end: width.max(start + 1), band: 0, bands: 1 });
    }
    Some(())
}

fn width_of(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{2E80}' { 1 } else { 2 }).sum()
}

/// Bands of the page that texts stand in. Where a cell wider than its column (与经济增长同步) closes the blank band behind it,
/// the head tells how many there are.
fn bands_of(tokens: &[Token], placed: &[Placed], text: &str, lines: usize) -> Vec<(usize, usize)> {
    let found = bands(placed, lines, 0);
    let heads = (0..lines.min(4)).map(|line| {
        let own = || (0..tokens.len()).filter(move |&at| placed[at].line == line);
        let known = own().filter(|&at| column_kind(tokens[at].range.of(text)).is_some()).count();
        (known, own().count())
    });
    match heads.max() {
        Some((known, columns)) if known >= 3 && known * 2 > columns && columns > found.len() => {
            (1..=3).map(|few| bands(placed, lines, few)).find(|bands| bands.len() == columns).unwrap_or(found)
        }
        _ => found,
    }
}

/// The bands that more than a few texts stand in, from left to right.
fn bands(placed: &[Placed], lines: usize, few: usize) -> Vec<(usize, usize)> {
    let mut cover = vec![0usize; MAX_WIDTH + 2];
    let mut filled = vec![0usize; lines];
    placed.iter().for_each(|token| filled[token.line] += 1);
    for token in placed {
        // A line of one text (a group, a title) may run over all columns.
        if filled[token.line] >= 2 || token.end - token.start <= 30 {
            cover[token.start..token.end].iter_mut().for_each(|count| *count += 1);
        }
    }
    let most = cover.iter().copied().max().unwrap_or(0);
    let few = few.max(most / 12);
    let mut bands = Vec::new();
    let mut open = None;
    for (x, &count) in cover.iter().enumerate() {
        match (count > few, open) {
            (true, None) => open = Some(x),
            (false, Some(start)) => {
                bands.push((start, x));
                open = None;
            }
            _ => {}
        }
    }
    bands
}

/// The first line that holds a row number, a nature or a group under the head.
fn first_data_line(tokens: &[Token], placed: &[Placed], text: &str) -> Option<usize> {
    let at = tokens.iter().position(|token| match token.shape {
        Shape::Serial | Shape::Numbered | Shape::GroupMark => true,
        Shape::Nature => column_kind(token.range.of(text)) != Some(ColumnKind::Nature),
        Shape::Number => column_kind(token.range.of(text)).is_none(),
        _ => false,
    })?;
    let line = placed[at].line;
    if line == 0 {
        return None;
    }
    // The broken name of the first row may begin above its number.
    let known = |nth: usize| {
        (0..tokens.len()).any(|i| placed[i].line == nth && column_kind(tokens[i].range.of(text)).is_some())
    };
    let start = (1..line).rev().take_while(|&nth| !known(nth)).last().unwrap_or(line);
    Some(start)
}

/// The head: pieces over one band are one cell; a piece over several bands spans them.
fn head(tokens: &[Token], placed: &[Placed], text: &str, first_data: usize, bands: usize) -> Option<Head> {
    let count = placed.partition_point(|token| token.line < first_data);
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); bands];
    let mut spanning: Vec<(usize, usize, usize)> = Vec::new();
    for at in 0..count {
        match placed[at].bands {
            1 => own[placed[at].band].push(at),
            over => spanning.push((at, first_band(placed, at), over)),
        }
    }
    spanning.extend(narrow_spans(tokens, placed, text, &mut own));
    let rows = if spanning.is_empty() { 1 } else { 2 };
    let mut names = vec![String::new(); bands];
    let mut head = Head { rows, tokens: count, ..Head::default() };
    for &(at, start, over) in &spanning {
        for name in names.iter_mut().skip(start).take(over) {
            name.push_str(&squeeze(tokens[at].range.of(text)));
            name.push('/');
        }
        let over = over.min(bands - start);
        head.cells.push(cell(vec![at], 0, start, 1, over));
    }
    let covered = |col: usize| spanning.iter().any(|&(_, start, over)| (start..start + over).contains(&col));
    for (col, ids) in own.into_iter().enumerate() {
        ids.iter().for_each(|&id| names[col].push_str(&squeeze(tokens[id].range.of(text))));
        let kind = column_kind(names[col].trim_end_matches('/'));
        head.known += usize::from(kind.is_some());
        head.kinds.push(kind.unwrap_or(ColumnKind::Other));
        if !ids.is_empty() {
            let row = u32::from(covered(col));
            head.cells.push(cell(ids, row, col, rows - row, 1));
        } else if col > 0 && head.kinds[col - 1] == ColumnKind::Name && !covered(col) {
            // A band without a head behind the names holds the sub-names.
            head.kinds[col] = ColumnKind::SubName;
            if let Some(name) = head.cells.iter_mut().find(|cell| cell.col as usize == col - 1) {
                name.col_span = 2;
            }
        }
    }
    (head.known >= 3).then_some(head)
}

/// Heads over several columns that are no wider than one: 指标值 on the line above 2025年 and 2030年. They are taken out of
/// their columns.
fn narrow_spans(
    tokens: &[Token],
    placed: &[Placed],
    text: &str,
    own: &mut [Vec<usize>],
) -> Vec<(usize, usize, usize)> {
    let over_years = |ids: &[usize], line: usize, skip: Option<usize>| {
        let mut below = ids.iter().filter(|&&id| Some(id) != skip).peekable();
        below.peek().is_some()
            && below.all(|&id| {
                let head = tokens[id].range.of(text);
                placed[id].line > line && head.starts_with(|c: char| c.is_ascii_digit())
            })
    };
    let mut found = Vec::new();
    for col in 0..own.len() {
        let Some(&at) = own[col].first() else { continue };
        let (head, line) = (squeeze(tokens[at].range.of(text)), placed[at].line);
        let wide = ["指标值", "目标", "规划"].iter().any(|word| head.starts_with(word))
            && !head.contains(|c: char| c.is_ascii_digit());
        if !wide || !over_years(&own[col], line, Some(at)) {
            continue;
        }
        let from =
            (0..col).rev().take_while(|&left| over_years(&own[left], line, None)).last().unwrap_or(col);
        let to =
            (col + 1..own.len()).find(|&right| !over_years(&own[right], line, None)).unwrap_or(own.len());
        if to - from >= 2 {
            own[col].remove(0);
            found.push((at, from, to - from));
        }
    }
    found
}

fn first_band(placed: &[Placed], at: usize) -> usize {
    let token = &placed[at];
    // The band with most overlap lies among the bands covered; the first of them follows from the order.
    placed[..at]
        .iter()
        .rev()
        .find(|other| other.line == token.line)
        .map_or(0, |before| before.band + 1)
        .max((token.band + 1).saturating_sub(token.bands))
        .min(token.band)
}

fn cell(tokens: Vec<usize>, row: u32, col: usize, row_span: u32, col_span: usize) -> HeadCell {
    HeadCell { tokens, row, col: col as u32, row_span, col_span: col_span as u32 }
}

/// A line of the body: an own row, a group's title, or pieces of the cells of rows near it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Anchor,
    Group,
    Pieces,
}

fn rows(
    tokens: &[Token],
    placed: &[Placed],
    kinds: &[ColumnKind],
    lines: &[Vec<usize>],
    text: &str,
) -> Vec<Row> {
    let roles: Vec<Line> = lines.iter().map(|line| role(tokens, placed, kinds, line, text)).collect();
    let mut rows: Vec<Vec<Vec<usize>>> = Vec::new();
    let mut out: Vec<Row> = Vec::new();
    let anchors: Vec<usize> = (0..lines.len()).filter(|&at| roles[at] != Line::Pieces).collect();
    let group_col = kinds.iter().position(|&kind| kind == ColumnKind::Group);
    let mut labels: Vec<(usize, usize)> = Vec::new();
    for &at in &anchors {
        let mut row = vec![Vec::new(); kinds.len()];
        if roles[at] == Line::Group {
            out.push(Row { cells: Vec::new(), group: lines[at].clone() });
        } else {
            out.push(Row::default());
            lines[at].iter().for_each(|&id| row[placed[id].band].push(id));
        }
        rows.push(row);
    }
    if let Some(col) = group_col {
        // A merged cell's text stands in the middle of its rows, on any line.
        for (nth, line) in lines.iter().enumerate() {
            let row = anchors.partition_point(|&anchor| anchor < nth);
            // Twice the row; between two rows half a row less.
            let place = if anchors.get(row) == Some(&nth) { 2 * row } else { (2 * row).saturating_sub(1) };
            labels.extend(
                line.iter()
                    .filter(|&&id| placed[id].band == col && roles[nth] != Line::Group)
                    .map(|&id| (place, id)),
            );
        }
        rows.iter_mut().for_each(|row| row[col].clear());
    }
    let blank = blank_before(tokens, text, lines);
    let body = BodyLines { lines, anchors: &anchors, roles: &roles, blank: &blank };
    for col in (0..kinds.len()).filter(|&col| Some(col) != group_col) {
        share_pieces(&body, placed, col, &mut rows);
    }
    if let Some(col) = group_col {
        place_groups(tokens, text, &labels, col, &mut rows);
    }
    for (row, cells) in out.iter_mut().zip(rows) {
        row.cells = cells.into_iter().enumerate().filter(|(_, ids)| !ids.is_empty()).collect();
    }
    out.retain(|row| !row.cells.is_empty() || !row.group.is_empty());
    out
}

/// The tokens of each line of the body that are `kept`.
fn by_line(placed: &[Placed], first_data: usize, kept: &dyn Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for (id, token) in placed.iter().enumerate().filter(|&(id, token)| token.line >= first_data && kept(id)) {
        if last != Some(token.line) {
            lines.push(Vec::new());
            last = Some(token.line);
        }
        lines.last_mut().expect("a line was pushed").push(id);
    }
    lines
}

fn role(tokens: &[Token], placed: &[Placed], kinds: &[ColumnKind], line: &[usize], text: &str) -> Line {
    if let &[only] = line
        && kinds[placed[only].band] != ColumnKind::Group
    {
        let known = || !kinds.contains(&ColumnKind::Group) && is_known_group(tokens[only].range.of(text));
        if tokens[only].shape == Shape::GroupMark || known() {
            return Line::Group;
        }
    }
    let strong = line.iter().filter(|&&id| {
        matches!(tokens[id].shape, Shape::Serial | Shape::Numbered | Shape::Nature)
            || kinds[placed[id].band] == ColumnKind::Number && is_group_number(tokens[id].range.of(text))
            || kinds[placed[id].band] == ColumnKind::Value
                && matches!(tokens[id].shape, Shape::Number | Shape::Mark)
    });
    if strong.count() >= 1 || is_sum(tokens, line, text) { Line::Anchor } else { Line::Pieces }
}

/// 合计  55400  47800: the row of sums has no number and stands for itself.
fn is_sum(tokens: &[Token], line: &[usize], text: &str) -> bool {
    let &[first, second, ..] = line else { return false };
    let (name, next) = (tokens[first].range.of(text), tokens[second].range.of(text));
    // 合  计 is set wide.
    let wide = matches!((name, next), ("合" | "总" | "小" | "共", "计"));
    wide || name.len() <= 20 && matches!(squeeze(name).as_str(), "合计" | "总计" | "小计" | "共计")
}

/// The lines of the body and what is known of each.
struct BodyLines<'b> {
    lines: &'b [Vec<usize>],
    /// Lines that are rows.
    anchors: &'b [usize],
    roles: &'b [Line],
    /// A blank line stands before the line.
    blank: &'b [bool],
}

impl BodyLines<'_> {
    /// The one line in `from..=to` that a blank line stands before.
    fn part(&self, from: usize, to: usize) -> Option<usize> {
        let mut blank = (from..=to.min(self.lines.len() - 1)).filter(|&line| self.blank[line]);
        blank.next().filter(|_| blank.next().is_none())
    }
}

/// Which lines have a blank line before them.
fn blank_before(tokens: &[Token], text: &str, lines: &[Vec<usize>]) -> Vec<bool> {
    let is_parted = |line: &Vec<usize>| {
        line.first()
            .filter(|&&id| id > 0)
            .is_some_and(|&id| is_parted(text, tokens[id - 1].range.end, tokens[id].range.start))
    };
    lines.iter().map(is_parted).collect()
}

/// Gives the pieces of broken cells between two rows to the row above or below: a blank line parts them. A broken cell is
/// centred on its row: as many pieces stand under the row as above it. Where none stand above, the pieces below are the
/// row's own, unless the next row has no text of its own in this column.
fn share_pieces(body: &BodyLines<'_>, placed: &[Placed], col: usize, rows: &mut [Vec<Vec<usize>>]) {
    let &BodyLines { lines, anchors, roles, .. } = body;
    let of_col = |from: usize, to: usize| -> Vec<usize> {
        lines[from..to].iter().flatten().copied().filter(|&id| placed[id].band == col).collect()
    };
    let mut above = 0;
    for nth in 0..=anchors.len() {
        let from = nth.checked_sub(1).map_or(0, |before| anchors[before] + 1);
        let to = anchors.get(nth).copied().unwrap_or(lines.len());
        let pieces = of_col(from, to);
        let next_takes = nth < anchors.len() && roles[anchors[nth]] == Line::Anchor;
        let next_empty = next_takes && rows[nth][col].is_empty();
        let parted = body.part(from, to).filter(|_| next_takes);
        let to_before = match nth.checked_sub(1) {
            None => 0,
            Some(before) if roles[anchors[before]] != Line::Anchor => 0,
            Some(_) if !next_takes => pieces.len(),
            Some(_) if parted.is_some() => of_col(from, parted.unwrap_or(to)).len(),
            Some(_) if above > 0 => above.min(pieces.len()),
            Some(_) if next_empty => 0,
            Some(_) => pieces.len(),
        };
        let (down, up) = pieces.split_at(to_before.min(pieces.len()));
        if let Some(before) = nth.checked_sub(1) {
            rows[before][col].extend_from_slice(down);
        }
        if next_takes {
            let mut cell = up.to_vec();
            cell.append(&mut rows[nth][col]);
            rows[nth][col] = cell;
        }
        above = up.len();
    }
}

/// Puts each merged group cell on the first row that it covers: so that its text stands in the middle of its rows, or by
/// its printed count, or, where it stands in no middle, where it is printed.
fn place_groups(
    tokens: &[Token],
    text: &str,
    labels: &[(usize, usize)],
    col: usize,
    rows: &mut [Vec<Vec<usize>>],
) {
    let groups = whole_labels(tokens, text, labels);
    let firsts: Vec<Option<usize>> = rows.iter().map(|row| row.iter().flatten().min().copied()).collect();
    let breaks = groups::breaks(text, tokens, &firsts);
    let middle: Vec<Label> = groups
        .iter()
        .map(|&(ref ids, first, last)| Label {
            place: (first + last) / 2,
            lines: (first, last),
            count: count_of(text, tokens, ids),
        })
        .collect();
    // A name that begins on the first row may stand in the middle of few rows or at the top of many; of names in the
    // middle none is printed too low.
    let opens = groups.first().is_some_and(|&(_, first, last)| first == 0 && last > 0);
    let centred = groups::centred(rows.len(), &middle, &breaks)
        .filter(|starts| !opens || !groups::any_below(rows.len(), &middle, starts));
    if let Some(starts) = centred {
        for ((ids, _, _), start) in groups.into_iter().zip(starts) {
            rows[start][col] = ids;
        }
        return;
    }
    let at_top = groups.iter().all(|&(_, first, last)| (opens || first == last) && first % 2 == 0)
        && groups.first().is_some_and(|&(_, first, _)| first == 0)
        && middle.iter().all(|label| label.count.is_none());
    let mut start = 0;
    for ((ids, first, last), label) in groups.into_iter().zip(middle) {
        let (first, last) = (first.div_ceil(2), last.div_ceil(2));
        if at_top {
            start = first;
        }
        if start >= rows.len() {
            return;
        }
        rows[start.min(first)][col] = ids;
        start = match label.count {
            Some(count) => start + count,
            None => (first + last + 1).saturating_sub(start).max(last + 1),
        };
    }
}

/// Puts the pieces of each group's name together: its tokens, and twice the rows of the first and the last of them.
fn whole_labels(tokens: &[Token], text: &str, labels: &[(usize, usize)]) -> Vec<(Vec<usize>, usize, usize)> {
    /// So many characters are a whole name.
    const WHOLE: usize = 4;
    let mut groups: Vec<(Vec<usize>, usize, usize)> = Vec::new();
    let mut closed = true;
    for &(place, id) in labels {
        let own = tokens[id].range.of(text);
        match groups.last_mut() {
            Some((ids, _, last)) if !closed && place <= *last + 2 => {
                ids.push(id);
                *last = place;
            }
            _ => groups.push((vec![id], place, place)),
        }
        closed = own.ends_with(['）', ')']);
    }
    // Names of groups of one row each stand right below each other, every one whole and beside its row.
    let alone = |id: &usize| {
        let name = tokens[*id].range.of(text);
        name.chars().count() >= WHOLE && !name.starts_with(['（', '('])
    };
    if groups.iter().all(|(ids, first, last)| {
        ids.iter().all(alone) && first % 2 == 0 && (last - first) / 2 + 1 == ids.len()
    }) {
        return labels.iter().map(|&(place, id)| (vec![id], place, place)).collect();
    }
    parted_labels(tokens, text, labels, groups)
}

/// Names right below each other without a blank row between them: 民生 / 保障 / 生态 / 环境, where the other names of the table
/// have two pieces of this length.
fn parted_labels(
    tokens: &[Token],
    text: &str,
    labels: &[(usize, usize)],
    groups: Vec<(Vec<usize>, usize, usize)>,
) -> Vec<(Vec<usize>, usize, usize)> {
    let chars = |id: usize| tokens[id].range.of(text).chars().count();
    let fewest = groups.iter().map(|(ids, _, _)| ids.len()).min().unwrap_or(0);
    let even = groups.iter().all(|(ids, _, _)| ids.len() % fewest.max(1) == 0)
        && labels.windows(2).all(|pair| chars(pair[0].1) == chars(pair[1].1));
    if fewest < 2 || !even {
        return groups;
    }
    labels
        .chunks(fewest)
        .map(|pieces| (pieces.iter().map(|&(_, id)| id).collect(), pieces[0].0, pieces[fewest - 1].0))
        .collect()
}
