//! What stands after the body: signature and date, imprint, editors, lists of other articles.
//!
//! What enters are the lines with what is known of them, what leaves is added to it. Only lines that say by themselves what
//! they are are taken, and only at the end: to keep a line of commentary is better than to lose one of the plan.

use crate::Furniture;
use crate::front::{is_date, is_imprint, is_issuer, is_masthead, is_related_head, is_remark, is_title_like};
use crate::lines::Lines;
use crate::numbering::{self, Marker};
use crate::shape::dense_len;

/// A list of other articles has so many lines at most, each so long at most, in characters.
const RELATED_LINES: usize = 60;
const RELATED_LEN: usize = 120;
/// A signature has so many lines at most, its date included: several offices may sign.
const SIGNATURE_LINES: usize = 4;

/// Labels the lines after the body; lines before `from` are left alone.
pub(crate) fn find(lines: &Lines<'_>, from: usize, kinds: &mut [Option<Furniture>]) {
    let live =
        |kinds: &[Option<Furniture>], line: usize| !lines.all[line].is_blank() && kinds[line].is_none();
    if let Some(start) = second_document(lines, from, kinds) {
        for line in (start..lines.len()).filter(|&line| !lines.all[line].is_blank()) {
            kinds[line] = kinds[line].or(Some(Furniture::Unrelated));
        }
    }
    let mut tail: Vec<usize> =
        (from..lines.len()).rev().filter(|&line| live(kinds, line)).take(RELATED_LINES).collect();
    if let Some(head) = related(lines, &tail) {
        for line in tail.drain(..=head) {
            kinds[line] = Some(Furniture::Unrelated);
        }
    }
    let edges = tail.iter().take_while(|&&line| edge(lines.text(line)).is_some()).count();
    let topmost = edges.checked_sub(1).map(|last| tail[last]);
    for line in tail.drain(..edges) {
        kinds[line] = edge(lines.text(line));
    }
    if let (Some(topmost), Some(&office)) = (topmost, tail.first()) {
        label_printer(lines, office, topmost, kinds);
    }
    // 国务院 / 2016年2月22日 closes the text; where annexes follow it stands before the line 附件.
    let mut before: [Option<usize>; SIGNATURE_LINES] = [None; SIGNATURE_LINES];
    for line in (from..lines.len()).chain(std::iter::once(lines.len())) {
        if line < lines.len() && !live(kinds, line) {
            continue;
        }
        let closes = line == lines.len() || {
            let text = lines.text(line);
            text.starts_with("附件") && dense_len(text) <= 8 || is_imprint(text)
        };
        if closes {
            sign(lines, &before, kinds);
        }
        if line < lines.len() && closes && is_imprint(lines.text(line)) {
            kinds[line] = Some(Furniture::Notice);
            if let Some(office) = before[SIGNATURE_LINES - 1] {
                label_printer(lines, office, line, kinds);
            }
            continue;
        }
        before.rotate_left(1);
        before[SIGNATURE_LINES - 1] = Some(line);
    }
}

/// 某市教育局 / 2021年12月30日印发: the office above an imprint that begins with its date belongs to it.
fn label_printer(lines: &Lines<'_>, office: usize, imprint: usize, kinds: &mut [Option<Furniture>]) {
    let text = lines.text(imprint);
    if text.starts_with(|c: char| c.is_ascii_digit()) && is_imprint(text) && is_issuer(lines.text(office)) {
        kinds[office] = kinds[office].or(Some(Furniture::Notice));
    }
}

/// The first line of another document that is printed after this one: its title, and beneath it when and where it was given
/// or adopted (关于某规划纲要的报告 / 1991年3月25日在某会议上). It counts from 一 again and is the lesser part.
fn second_document(lines: &Lines<'_>, from: usize, kinds: &[Option<Furniture>]) -> Option<usize> {
    let outer = |line: usize| {
        numbering::label(lines.text(line)).filter(|label| {
            label.marker.is_named() || matches!(label.marker, Marker::CnDun | Marker::CnParen)
        })
    };
    let live: Vec<usize> =
        (from..lines.len()).filter(|&line| !lines.all[line].is_blank() && kinds[line].is_none()).collect();
    let at = live.windows(2).skip(1).position(|pair| {
        let (title, below) = (lines.text(pair[0]), lines.text(pair[1]));
        TITLE.contains(&title.len()) && below.len() <= 240 && is_remark(below) && is_title_like(title)
    })? + 1;
    let before = live[..at].iter().filter(|&&line| outer(line).is_some()).count();
    let mut after = live[at..].iter().filter_map(|&line| outer(line));
    let restarts = after.next().is_none_or(|label| label.number == 1);
    (before >= LEAST_HEADINGS && restarts && after.count() < before).then(|| live[at])
}

/// Bytes of the title of a second document; shorter ones are headings and cells.
const TITLE: std::ops::RangeInclusive<usize> = 30..=240;
/// A document that another one may follow has so many headings.
const LEAST_HEADINGS: usize = 5;

/// What a line at the very end is, if it is not text.
fn edge(text: &str) -> Option<Furniture> {
    if is_imprint(text) { Some(Furniture::Notice) } else { is_masthead(text).then_some(Furniture::Unrelated) }
}

/// The place in `tail`, which runs backwards, of the line 相关阅读 after which only short lines stand that are no headings.
fn related(lines: &Lines<'_>, tail: &[usize]) -> Option<usize> {
    let short = tail.iter().take_while(|&&line| {
        let text = lines.text(line);
        dense_len(text) <= RELATED_LEN && numbering::label(text).is_none_or(|label| !label.marker.is_named())
    });
    short.enumerate().filter(|(_, line)| is_related_head(lines.text(**line))).map(|(at, _)| at).last()
}

/// Labels the lines before an end as a signature: a full date, and those who sign above it.
fn sign(lines: &Lines<'_>, before: &[Option<usize>], kinds: &mut [Option<Furniture>]) {
    let mut above = before.iter().rev().flatten().copied();
    let Some(date) = above.next() else { return };
    let text = lines.text(date);
    if !is_date(text) || !text.contains('日') || text.starts_with(['（', '(']) {
        return;
    }
    let signers: Vec<usize> = above.take_while(|&line| is_issuer(lines.text(line))).collect();
    for line in signers.into_iter().chain(std::iter::once(date)) {
        kinds[line] = Some(Furniture::Signature);
    }
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;
    use Furniture::{Notice, Signature, Unrelated};

    fn check(text: &str, expected: &[(usize, Furniture)]) {
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let mut kinds = vec![None; lines.len()];
        find(&lines, 0, &mut kinds);
        let found: Vec<_> =
            kinds.iter().enumerate().filter_map(|(line, kind)| Some((line, (*kind)?))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn signatures() {
        check(
            "正文。\n某市人民政府\n2026年3月1日\n（此件公开发布）\n附件\n名单",
            &[(1, Signature), (2, Signature), (3, Notice)],
        );
        check("正文。\n国务院办公厅\n2026年3月1日", &[(1, Signature), (2, Signature)]);
        check("正文。\n1.完成普查\n2026年\n其他", &[]);
    }

    #[test]
    fn a_second_document() {
        let plan = "一、总则\n正文。\n二、任务\n（一）产业\n正文。\n（二）民生\n三、保障\n正文。";
        let report = "关于某国十年规划纲要的报告\n1991年3月25日在某国人民代表大会会议上某人";
        let unrelated = |from: usize, to: usize| (from..to).map(|line| (line, Unrelated)).collect::<Vec<_>>();
        check(&format!("{plan}\n{report}\n一、立足点\n文字。"), &unrelated(8, 12));
        check(&format!("{plan}\n{report}\n四、立足点\n文字。"), &[]);
        check(&format!("{report}\n{plan}"), &[]);
    }

    #[test]
    fn imprints() {
        check(
            "正文。\n抄送：市委办公室，市人大常委会办公室。\n某市人民政府办公室 2026年3月1日印发",
            &[(1, Notice), (2, Notice)],
        );
    }

    #[test]
    fn an_imprint_over_two_lines() {
        check("正文。\n某市教育局\n2021年12月30日印发", &[(1, Notice), (2, Notice)]);
    }

    #[test]
    fn editors_and_other_articles() {
        check(
            "第一章 总则\n来源：基层实践。正文。\n责任编辑：某某\n相关阅读：\n某省规划全文\n昨天",
            &[(2, Unrelated), (3, Unrelated), (4, Unrelated), (5, Unrelated)],
        );
        check("相关链接\n第一章 总则\n正文。", &[]);
        check(
            "正文。\n来源：市发展改革委\n一审：某某 二审：某某\nEND",
            &[(1, Unrelated), (2, Unrelated), (3, Unrelated)],
        );
    }
}
