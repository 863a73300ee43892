//! The line that opens a box: 专栏 1 标题, 【专栏1】标题, 专栏 3-1 标题, or 专栏 1 with its title on the next line.

use gangyao_normaliser::value::numeral;
use gangyao_text::NormRange;

use crate::flow::Flow;
use crate::shape::{Ending, bullet_len, dense, dense_len, ending, open_marks};

/// A box's label and title.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub at: usize,
    /// First line after label and title.
    pub body: usize,
    pub number: Option<u32>,
    pub label: NormRange,
    pub title: Vec<NormRange>,
    /// The title without white space, for comparing.
    pub dense: String,
}

/// A title is at most so long, in characters.
const LONGEST_TITLE: usize = 50;

/// Label and title on one line; the places are bytes of the line.
#[derive(Debug)]
pub(crate) struct Head {
    pub number: Option<u32>,
    pub label_end: usize,
    pub title: std::ops::Range<usize>,
}

/// 专栏 1 标题 and its like, from the words alone.
pub(crate) fn head(text: &str) -> Option<Head> {
    let bracket = brackets(text);
    let word = text[bracket.map_or(0, |(open, _)| open.len_utf8())..].trim_start_matches(' ');
    let rest = ["专栏", "专 栏", "專欄"].iter().find_map(|name| word.strip_prefix(name))?;
    let skipped = text.len() - rest.len();
    let (number, mut label_len) = number(rest);
    let mut end = text.len();
    if let Some((_, close)) = bracket {
        match rest[label_len..].trim_start_matches(' ').strip_prefix(close) {
            Some(after) => label_len = rest.len() - after.len(),
            // 【专栏1 重大项目】
            None => end = text.strip_suffix(close)?.len(),
        }
    }
    let after = &text[skipped + label_len..end];
    let title = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '：' | ':' | '、' | '.' | '．' | '—' | '-')
    });
    let spaced = title.len() < after.len()
        || title.is_empty()
        || title.starts_with(['“', '《', '（'])
        || number.is_some()
        || bracket.is_some();
    if number.is_none() && (!spaced || title.is_empty()) {
        return None;
    }
    let label_end = text[..skipped + label_len].trim_end().len();
    Some(Head { number, label_end, title: end - title.len()..end })
}

/// The box that opens at a line.
pub(super) fn start(flow: &Flow<'_, '_>, at: usize) -> Option<Start> {
    let text = flow.text(at);
    let head = head(text)?;
    let title = &text[head.title.clone()];
    if !fits(flow, at, title) {
        return None;
    }
    let start = flow.range(at).start as usize;
    let range = |from: usize, to: usize| NormRange::from_usize(start + from, start + to);
    let mut found = Start {
        at,
        body: at + 1,
        number: head.number,
        label: range(0, head.label_end),
        title: if title.is_empty() { Vec::new() } else { vec![range(head.title.start, head.title.end)] },
        dense: dense(title),
    };
    if !add_rest_of_cell(flow, &mut found) {
        add_next_lines(flow, &mut found);
    }
    (!found.title.is_empty()).then_some(found)
}

/// The brackets in which a label stands: 【专栏1】, [专栏 1].
fn brackets(text: &str) -> Option<(char, char)> {
    [('【', '】'), ('[', ']'), ('〔', '〕'), ('［', '］'), ('〖', '〗')]
        .into_iter()
        .find(|(open, _)| text.starts_with(*open))
}

/// The number after 专栏 and how many bytes it takes; of 3-1, the first box of chapter 3, the last number.
fn number(rest: &str) -> (Option<u32>, usize) {
    let (mut number, mut len) = simple_number(rest);
    while number.is_some() {
        let Some(after) = rest[len..].strip_prefix(['-', '—', '–', '－', '.']) else { break };
        if !after.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            break;
        }
        match simple_number(after) {
            (Some(next), used) => (number, len) = (Some(next), rest.len() - after.len() + used),
            (None, _) => break,
        }
    }
    (number, len)
}

fn simple_number(rest: &str) -> (Option<u32>, usize) {
    let trimmed = rest.trim_start();
    let skipped = rest.len() - trimmed.len();
    let is_arabic = trimmed.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let len: usize = trimmed
        .chars()
        .take_while(|&c| if is_arabic { c.is_ascii_digit() } else { numeral::is_chinese_numeral(c) })
        .map(char::len_utf8)
        .sum();
    // 专栏一带一路建设: a numeral that belongs to the title.
    if !is_arabic && trimmed[len..].chars().next().is_some_and(gangyao_text::is_han) {
        return (None, 0);
    }
    match numeral::integer(&trimmed[..len]) {
        Some(n) if n <= 999 => (Some(n as u32), skipped + len),
        _ => (None, 0),
    }
}

/// 专栏3）和… and 专栏2所列任务 are parts of sentences.
fn fits(flow: &Flow<'_, '_>, at: usize, title: &str) -> bool {
    let wrapped_sentence = at > 0
        && flow.wrap.is_full(flow.lines, flow.all[at - 1].line, "")
        && ending(flow.text(at - 1)) == Ending::Open
        && !title.is_empty()
        && title.contains('。');
    dense_len(title) <= LONGEST_TITLE
        && !title.starts_with(['）', '，', '。', '、', '》', '”', ')', '所', '中', '的'])
        && !title.contains(['。', '；'])
        && !wrapped_sentence
}

/// In a table of several columns the title is all that its cell holds, over however many lines the cell breaks it; behind
/// a label that has its cell to itself it is the rest of the row. False where there is more than a title.
fn add_rest_of_cell(flow: &Flow<'_, '_>, found: &mut Start) -> bool {
    let Some(end) = title_end(flow, found.at, found.title.is_empty()) else { return false };
    let rest = (found.body..flow.len()).take_while(|&next| flow.range(next).start < end);
    let mut length = dense_len(&found.dense);
    let mut last = found.body;
    for next in rest {
        length += dense_len(flow.text(next));
        if length > LONGEST_TITLE || !is_title_line(flow.text(next)) {
            return false;
        }
        last = next + 1;
    }
    for next in found.body..last {
        found.title.push(flow.range(next));
        found.dense.push_str(&dense(flow.text(next)));
    }
    found.body = last;
    true
}

/// Where the cell ends that a line stands in, or its row where the line is only a label; if the table has several columns.
fn title_end(flow: &Flow<'_, '_>, at: usize, bare: bool) -> Option<u32> {
    let norm = flow.lines.norm;
    let table = norm.source.tables.get(flow.lines.layout(flow.all[at].line).table? as usize)?;
    // Cells are in the order of their text.
    let line = flow.range(at);
    let next = table.cells.partition_point(|cell| norm.of_source(cell.range).start <= line.start);
    let index = next.checked_sub(1)?;
    let around = &table.cells[index.saturating_sub(1)..table.cells.len().min(next + 1)];
    if !around.iter().any(|cell| cell.col > 0 || cell.col_span > 1) {
        return None;
    }
    let own = &table.cells[index];
    let end = norm.of_source(own.range).end;
    if !bare || end > line.end {
        return Some(end);
    }
    let row = table.cells[index..].iter().take_while(|cell| cell.row == own.row);
    row.last().map(|cell| norm.of_source(cell.range).end)
}

/// The title on the next line, and its rest where it is broken.
fn add_next_lines(flow: &Flow<'_, '_>, found: &mut Start) {
    for _ in 0..2 {
        let next = found.body;
        let wants = found.title.is_empty()
            || open_marks(&found.dense) > 0
            || found.dense.ends_with(['、', '，', '和', '与', '及', '的']);
        if !wants || next >= flow.len() || !is_title_line(flow.text(next)) {
            return;
        }
        found.title.push(flow.range(next));
        found.dense.push_str(&dense(flow.text(next)));
        found.body = next + 1;
    }
}

fn is_title_line(text: &str) -> bool {
    dense_len(text) <= LONGEST_TITLE
        && !text.contains(['。', '；', '\t'])
        && ending(text) == Ending::Open
        && super::item_mark(text).is_none()
        && bullet_len(text).is_none()
        && crate::numbering::label(text).is_none()
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;
    use crate::lines::Lines;

    fn check(text: &str, expected: Option<(Option<u32>, &str, usize)>) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let found = start(&flow, 0);
        let found = found.as_ref().map(|s| (s.number, s.dense.as_str(), s.body));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn labels_and_titles() {
        check("专栏 1 “十五五”时期主要指标", Some((Some(1), "“十五五”时期主要指标", 1)));
        check("专栏1\n重大工程", Some((Some(1), "重大工程", 2)));
        check("专栏3：现代农业技术", Some((Some(3), "现代农业技术", 1)));
        check("专栏十二 旅游工程", Some((Some(12), "旅游工程", 1)));
        check("专栏14  2035年市域格局", Some((Some(14), "2035年市域格局", 1)));
        check("专栏 重点项目", Some((None, "重点项目", 1)));
        check("【专栏1】  重大项目", Some((Some(1), "重大项目", 1)));
        check("[ 专栏 2 ] 重大项目", Some((Some(2), "重大项目", 1)));
        check("【专栏】重大项目", Some((None, "重大项目", 1)));
        check("【专栏1 重大项目】", Some((Some(1), "重大项目", 1)));
        check("【专栏1】\n重大项目", Some((Some(1), "重大项目", 2)));
        check("专栏 3-1 铁路建设", Some((Some(1), "铁路建设", 1)));
        check("专栏2—12：铁路建设", Some((Some(12), "铁路建设", 1)));
        check("专栏3.2 铁路建设", Some((Some(2), "铁路建设", 1)));
        check("专栏3—铁路建设", Some((Some(3), "铁路建设", 1)));
    }

    #[test]
    fn mentions_are_no_boxes() {
        check("专栏2所列的任务。", None);
        check("专栏建设取得进展", None);
        check("专栏3）和其他任务", None);
        check("【专栏1所列任务】", None);
        check("【专栏1】", None);
    }
}
