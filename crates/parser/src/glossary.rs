//! The glossary (名词解释): numbered or unnumbered entries, definitions over several lines, paragraphs and pages.

use gangyao_text::{LineEnd, NormRange};

use crate::flow::Flow;
use crate::numbering::{self, Marker};
use crate::paragraph::join;
use crate::shape::{circled, dense_len};
use crate::tree::TermItem;

/// A term is at most so long, in characters.
const LONGEST_TERM: usize = 40;

/// The entries in the flow lines `from..to`, which follow the heading 名词解释, and the lines before the first one.
pub(crate) fn entries(
    flow: &Flow<'_, '_>,
    from: usize,
    to: usize,
) -> (std::ops::Range<usize>, Vec<TermItem>) {
    let starts = starts(flow, from, to);
    let first = starts.first().map_or(to, |start| start.at);
    let terms = starts
        .iter()
        .enumerate()
        .filter_map(|(i, start)| {
            let end = starts.get(i + 1).map_or(to, |next| next.at);
            term(flow, *start, end)
        })
        .collect();
    (from..first, terms)
}

#[derive(Clone, Copy, Debug)]
struct Start {
    at: usize,
    number: Option<u32>,
    /// Bytes of the number.
    skip: usize,
    /// The term is the whole line, whatever the definition beneath it says.
    own_line: bool,
}

/// Lines that begin an entry: numbers that count up, or, without numbers, 术语：解释 on lines of their own.
fn starts(flow: &Flow<'_, '_>, from: usize, to: usize) -> Vec<Start> {
    let mut found: Vec<Start> = Vec::new();
    for at in from..to {
        let Some((number, skip)) = entry_number(flow.text(at)) else { continue };
        let expected = found.last().map_or(1, |start| start.number.unwrap_or(0) + 1);
        // A list inside a definition starts again at 1; a missing number makes a small gap.
        if (expected..=expected + 2).contains(&number) && opens_entry(flow, at, skip, to) {
            found.push(Start { at, number: Some(number), skip, own_line: false });
        }
    }
    if found.len() >= 2 || found.first().is_some_and(|start| start.at == from) {
        return found;
    }
    let unnumbered = |own_line: bool| move |at: usize| Start { at, number: None, skip: 0, own_line };
    let apart: Vec<Start> =
        (from..to).filter(|&at| is_set_apart(flow, at, to)).map(unnumbered(true)).collect();
    if apart.len() >= 2 && apart[0].at == from {
        return apart;
    }
    (from..to)
        .filter(|&at| {
            separator(flow.text(at)).is_some()
                && (at == from || !flow.continues_open(&flow.wrap, flow.open(at - 1), at))
        })
        .map(unnumbered(false))
        .collect()
}

/// A term that stands alone on its line, and whose look sets it apart from the definition beneath: bold above plain text, or
/// above text that is set in, as <dt> and <dd> are.
fn is_set_apart(flow: &Flow<'_, '_>, at: usize, to: usize) -> bool {
    let text = flow.text(at);
    if at + 1 >= to || dense_len(text) > LONGEST_TERM || text.contains(['。', '；', '，', '：', ':']) {
        return false;
    }
    let layout = |at: usize| flow.lines.layout(flow.all[at].line);
    let (term, below) = (layout(at), layout(at + 1));
    term.bold && !below.bold || term.end == LineEnd::Paragraph && below.indent > term.indent
}

/// The line parts a term from its definition, or holds nothing but a term.
fn opens_entry(flow: &Flow<'_, '_>, at: usize, skip: usize, to: usize) -> bool {
    let text = &flow.text(at)[skip..];
    separator(text).is_some()
        || (at < to && dense_len(text) <= LONGEST_TERM && !text.contains(['。', '；', '，']))
}

/// The number that begins an entry, and its bytes.
pub(crate) fn entry_number(text: &str) -> Option<(u32, usize)> {
    if let Some(found) = circled(text) {
        return Some(found);
    }
    let bracketed = text.strip_prefix(['[', '【', '〔']);
    if let Some(inner) = bracketed {
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let close = inner[digits..].chars().next().filter(|c| matches!(c, ']' | '】' | '〕'))?;
        let number = inner[..digits].parse().ok()?;
        return Some((number, text.len() - inner.len() + digits + close.len_utf8()));
    }
    let label = numbering::label(text)?;
    let fits = matches!(
        label.marker,
        Marker::ArabicDot | Marker::ArabicDun | Marker::ArabicParen | Marker::CnDun | Marker::CnParen
    );
    fits.then_some((label.number, label.len))
}

/// What parts the term from its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Separator {
    /// Where the term ends.
    term_end: usize,
    /// Where the definition starts: after a colon, but with 是指, which belongs to it.
    definition: usize,
}

/// The separator of an entry: a colon, or 是指, 指, 是 after the term.
fn separator(text: &str) -> Option<Separator> {
    let mut chars = 0;
    let mut open = 0i32;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '（' | '(' | '《' => open += 1,
            '”' | '）' | ')' | '》' => open -= 1,
            '：' | ':' if open <= 0 && at > 0 => {
                return Some(Separator { term_end: at, definition: at + c.len_utf8() });
            }
            '。' | '；' => break,
            _ if open <= 0
                && at > 0
                && (text[at..].starts_with("是指")
                    || text[at..].starts_with("，是指")
                    || text[at..].starts_with("，指")
                    || text[at..].starts_with("——")) =>
            {
                let skip = text[at..]
                    .chars()
                    .take_while(|c| matches!(c, '，' | '—'))
                    .map(char::len_utf8)
                    .sum::<usize>();
                return Some(Separator { term_end: at, definition: at + skip });
            }
            _ => {}
        }
        chars += 1;
        if chars > LONGEST_TERM {
            return None;
        }
    }
    // 术语指…: only where the term stands in quotes, since 指 also begins 指标 and 指数.
    let quoted = text.trim_start().starts_with('“').then(|| text.find('”')).flatten()?;
    let after = quoted + '”'.len_utf8();
    (text[after..].starts_with('指') || text[after..].starts_with('是'))
        .then_some(Separator { term_end: after, definition: after })
}

fn term(flow: &Flow<'_, '_>, start: Start, end: usize) -> Option<TermItem> {
    let norm = &flow.lines.norm.text;
    let pieces: Vec<NormRange> = (start.at..end).map(|at| flow.range(at)).collect();
    if !start.own_line
        && let Some(term) = explained(norm, &pieces, start.number, start.skip)
    {
        return Some(term);
    }
    let whole = join(norm, &pieces, start.skip as u32);
    // A term alone on its line is parted from its definition by the line's end.
    let first = join(norm, &pieces[..1], start.skip as u32).text().len();
    let end = whole.text().len();
    let cut = if first < end && pieces.len() > 1 { first } else { end };
    let term = whole.slice(bare_term(whole.text(), 0..cut));
    let at = join(norm, &pieces, 0).ranges();
    let definition = whole.slice(definition_start(whole.text(), cut)..end);
    (!term.is_empty()).then_some(TermItem { number: start.number, term, definition, at })
}

/// The entry of the lines `pieces`, of which the first begins with `skip` bytes of number; `None` where nothing parts a term
/// from its definition.
pub(crate) fn explained(
    norm: &str,
    pieces: &[NormRange],
    number: Option<u32>,
    skip: usize,
) -> Option<TermItem> {
    let whole = join(norm, pieces, skip as u32);
    let text = whole.text();
    let cut = separator(text)?;
    Some(TermItem {
        number,
        term: whole.slice(bare_term(text, 0..cut.term_end)),
        definition: whole.slice(definition_start(text, cut.definition)..text.len()),
        at: join(norm, pieces, 0).ranges(),
    })
}

fn definition_start(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

/// The term without white space and without quotes around the whole of it.
fn bare_term(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let term = &text[range.clone()];
    let trimmed = term.trim();
    let start = range.start + (term.len() - term.trim_start().len());
    let (start, trimmed) = match trimmed.strip_prefix('“').and_then(|t| t.strip_suffix('”')) {
        Some(inner) if !inner.contains(['“', '”']) => (start + '“'.len_utf8(), inner),
        _ => (start, trimmed),
    };
    start..start + trimmed.len()
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::{LineLayout, Source};

    use super::*;
    use crate::lines::Lines;

    fn check(text: &str, expected: &[(Option<u32>, &str, &str)]) {
        check_laid_out(text, Vec::new(), expected);
    }

    fn check_laid_out(text: &str, layout: Vec<LineLayout>, expected: &[(Option<u32>, &str, &str)]) {
        let source = Source { layout, ..Source::plain(text.to_owned()) };
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let flow = Flow::new(&lines, |_| false);
        let (_, terms) = entries(&flow, 0, flow.len());
        let found: Vec<_> = terms.iter().map(|t| (t.number, t.term.text(), t.definition.text())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbered_entries() {
        check(
            "1. **三高一绿**：打造高品质城区。\n\n2. **“揭榜挂帅”**：是由政府组织的安排。\n\n3. 当好“四个先锋”：一是当好\n\n先锋；二是在发展上当好先锋。",
            &[
                (Some(1), "三高一绿", "打造高品质城区。"),
                (Some(2), "揭榜挂帅", "是由政府组织的安排。"),
                (Some(3), "当好“四个先锋”", "一是当好先锋；二是在发展上当好先锋。"),
            ],
        );
    }

    #[test]
    fn entries_without_a_colon() {
        check(
            "1.瞪羚企业是指高成长的企业。\n2.“专精特新”指专业化的企业。",
            &[(Some(1), "瞪羚企业", "是指高成长的企业。"), (Some(2), "专精特新", "指专业化的企业。")],
        );
    }

    #[test]
    fn unnumbered_entries() {
        check(
            "循环经济：一种增长模式。\n耐心资本：一种资本。",
            &[(None, "循环经济", "一种增长模式。"), (None, "耐心资本", "一种资本。")],
        );
    }

    #[test]
    fn terms_that_their_look_sets_apart() {
        let text = "三高一绿\n打造高品质城区：高效能治理。\n瞪羚企业\n成长性好的企业。\n由政府认定。\n耐心资本\n长期资本。";
        let terms = [
            (None, "三高一绿", "打造高品质城区：高效能治理。"),
            (None, "瞪羚企业", "成长性好的企业。由政府认定。"),
            (None, "耐心资本", "长期资本。"),
        ];
        let is_term = |at: usize| [0, 2, 5].contains(&at);
        let bold = |at| LineLayout { bold: is_term(at), ..LineLayout::default() };
        let set_in = |at| LineLayout {
            indent: if is_term(at) { 0 } else { 30 },
            end: LineEnd::Paragraph,
            ..LineLayout::default()
        };
        check_laid_out(text, (0..7).map(bold).collect(), &terms);
        check_laid_out(text, (0..7).map(set_in).collect(), &terms);
        check_laid_out(
            text,
            Vec::new(),
            &[(None, "打造高品质城区", "高效能治理。瞪羚企业成长性好的企业。由政府认定。耐心资本长期资本。")],
        );
    }

    #[test]
    fn a_list_inside_a_definition_is_no_entry() {
        check(
            "1.五大任务：包括\n1.科技。\n2.民生。\n2.循环经济：一种模式。",
            &[(Some(1), "五大任务", "包括1.科技。2.民生。"), (Some(2), "循环经济", "一种模式。")],
        );
    }

    #[test]
    fn an_entry_may_be_cut_off() {
        check("1.甲：解释。\n2.乙：解", &[(Some(1), "甲", "解释。"), (Some(2), "乙", "解")]);
        check("1.甲：解释。\n2.乙", &[(Some(1), "甲", "解释。"), (Some(2), "乙", "")]);
    }
}
