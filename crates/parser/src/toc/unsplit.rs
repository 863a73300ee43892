//! Headings that stand behind a sentence on its line, as the table of contents tells them.
//!
//! A text dump may lose the line end before a heading: …运维管理等应用。 （二）深化推广应用。聚焦企业…. A label in the middle of
//! a line proves nothing, for sentences count so too; a label with the title that the table of contents lists does.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem::Finder;

use super::Toc;
use crate::lines::Lines;
use crate::numbering::{self, Marker};
use crate::shape::{dense, dense_len};

/// Characters of the shortest title that proves a heading: 目标 may be any word.
const SHORTEST: usize = 4;

/// The bytes of the normalised text at which such headings begin, in order.
pub(crate) fn find(lines: &Lines<'_>, toc: &Toc) -> Vec<usize> {
    let text = &lines.norm.text;
    let titles = Titles::of(toc, text);
    let stops = Finder::new("。");
    let mut found = Vec::new();
    for line in lines.all.get(toc.end..).unwrap_or_default() {
        let own = line.range.of(text);
        for stop in stops.find_iter(own.as_bytes()) {
            let rest = own[stop + '。'.len_utf8()..].trim_start();
            if titles.open(rest) {
                found.push(line.range.start as usize + own.len() - rest.len());
            }
        }
    }
    found
}

/// The titles that prove a heading, without white space, by their labels.
struct Titles {
    by_label: BTreeMap<(Marker, u32), BTreeSet<String>>,
    /// Bytes of the longest.
    longest: usize,
}

impl Titles {
    fn of(toc: &Toc, norm: &str) -> Self {
        let mut titles = Self { by_label: BTreeMap::new(), longest: 0 };
        for entry in &toc.entries {
            let Some(number) = entry.number else { continue };
            let title: String = entry.title.iter().map(|piece| dense(piece.of(norm))).collect();
            if dense_len(&title) >= SHORTEST {
                titles.longest = titles.longest.max(title.len());
                titles.by_label.entry((entry.marker, number)).or_default().insert(title);
            }
        }
        titles
    }

    /// The text begins with a label and a title of it, and the title ends there.
    fn open(&self, text: &str) -> bool {
        let Some(label) = numbering::label(text) else { return false };
        let Some(titles) = self.by_label.get(&(label.marker, label.number)) else { return false };
        let mut title = String::new();
        for c in text[label.title..].chars().filter(|c| !c.is_whitespace()).chain(['。']) {
            if c == '。' && titles.contains(&title) {
                return true;
            }
            title.push(c);
            if title.len() > self.longest {
                return false;
            }
        }
        false
    }
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
