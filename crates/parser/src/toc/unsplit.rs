//! Headings that stand behind a sentence on its line, as the table of contents tells them.
//!
//! A text dump may lose the line end before a heading: …运维管理等应用。 （二）深化推广应用。聚焦企业…. A label in the middle of
//! a line proves nothing, for sentences count so too; a label with the title that the table of contents lists does.

use super::{Entry, Toc};
use crate::lines::Lines;
use crate::numbering;
use crate::shape::dense_len;

/// Characters of the shortest title that proves a heading: 目标 may be any word.
const SHORTEST: usize = 4;

/// The bytes of the normalised text at which such headings begin, in order.
pub(crate) fn find(lines: &Lines<'_>, toc: &Toc) -> Vec<usize> {
    let text = &lines.norm.text;
    let mut found = Vec::new();
    for line in lines.all.get(toc.end..).unwrap_or_default() {
        let own = line.range.of(text);
        for stop in memchr::memmem::find_iter(own.as_bytes(), "。".as_bytes()) {
            let rest = own[stop + '。'.len_utf8()..].trim_start();
            if toc.entries.iter().any(|entry| opens_with(rest, entry, text)) {
                found.push(line.range.start as usize + own.len() - rest.len());
            }
        }
    }
    found
}

/// The text begins with an entry's label and title, and the title ends there.
fn opens_with(rest: &str, entry: &Entry, norm: &str) -> bool {
    let Some(label) = numbering::label(rest) else { return false };
    if label.marker != entry.marker || Some(label.number) != entry.number {
        return false;
    }
    let mut title =
        entry.title.iter().flat_map(|piece| piece.of(norm).chars()).filter(|c| !c.is_whitespace());
    let long = entry.title.iter().map(|piece| dense_len(piece.of(norm))).sum::<usize>() >= SHORTEST;
    let mut body = rest[label.title..].chars().filter(|c| !c.is_whitespace());
    long && title.all(|c| body.next() == Some(c)) && body.next().is_none_or(|next| next == '。')
}

#[cfg(test)]
mod tests {
    use gangyao_normaliser::normalise;
    use gangyao_text::Source;

    use super::*;
    use crate::{furniture, toc};

    fn check(body: &str, expected: &[&str]) {
        let text = format!(
            "目录\n一、总体要求 1\n（一）加快系统创新 2\n（二）深化推广应用 3\n（三）目标 4\n二、保障措施 5\n\n一、总体要求\n（一）加快系统创新\n{body}\n二、保障措施\n加强领导。"
        );
        let source = Source::plain(text);
        let norm = normalise(&source);
        let lines = Lines::new(&norm);
        let toc = toc::find(&lines, &furniture::find(&lines)).expect("a table of contents");
        let found: Vec<_> = find(&lines, &toc).into_iter().map(|at| &norm.text[at..]).collect();
        let begins = |(found, expected): (&&str, &&str)| found.starts_with(*expected);
        assert!(found.len() == expected.len() && found.iter().zip(expected).all(begins), "{body}: {found:?}");
    }

    #[test]
    fn a_heading_behind_a_sentence() {
        check("打好攻坚战。 （二）深化推广应用。聚焦企业转型。", &["（二）深化"]);
        check("打好攻坚战。（二） 深化推广 应用", &["（二） 深化"]);
    }

    #[test]
    fn what_only_looks_like_one() {
        check("打好攻坚战。（二）深化推广应用的若干措施。", &[]);
        check("打好攻坚战。（四）深化推广应用。", &[]);
        check("打好攻坚战。（三）目标。", &[]);
        check("打好攻坚战，（二）深化推广应用。", &[]);
    }
}
