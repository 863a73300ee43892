//! What is referred to but absent, what is there but cannot be read, what is defined but never used: 见专栏 7, where the
//! document has five boxes.

use std::collections::BTreeSet;

use gangyao_model::{BoxContent, BoxRecord, Severity};
use memchr::memmem::Finder;

use super::Finding;
use super::index::Index;

pub(super) fn check(index: &Index<'_>, found: &mut Vec<Finding>) {
    found.extend(index.boxes.iter().filter_map(|record| unreadable(record)));
    missing(index, found);
    unused(index, found);
}

fn unreadable(record: &BoxRecord) -> Option<Finding> {
    (record.content == BoxContent::Unreadable).then(|| Finding {
        code: "box-unreadable",
        severity: Severity::Warning,
        message: match (record.title.as_str(), record.common.path.last()) {
            ("", Some(heading)) => {
                format!("a picture under “{heading}” stands where a box or a table can be seen")
            }
            ("", None) => "a picture stands where a box or a table can be seen".to_owned(),
            (title, _) => format!("box “{title}” has no text: it is a picture or was left out"),
        },
        help: "read the box in the original document; nothing of it is in the records",
        evidence: record.common.evidence.clone(),
    })
}

/// References to boxes that are not there, one finding a number.
fn missing(index: &Index<'_>, found: &mut Vec<Finding>) {
    let mut numbers: BTreeSet<u32> = index.boxes.iter().filter_map(|record| record.number).collect();
    let has_boxes = !numbers.is_empty();
    let word = Finder::new(BOX);
    for paragraph in &index.paragraphs {
        for reference in references(&word, &paragraph.text) {
            if (has_boxes || reference.explicit) && numbers.insert(reference.number) {
                found.push(Finding {
                    code: "box-missing",
                    severity: Severity::Warning,
                    message: format!(
                        "the text refers to box {n} (专栏{n}), which is not there",
                        n = reference.number
                    ),
                    help: "the box may be a picture or left out of this copy: look for it in the original document",
                    evidence: paragraph.common.evidence.clone(),
                });
            }
        }
    }
}

const BOX: &str = "专栏";

/// A reference to a box by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reference {
    number: u32,
    /// 见专栏3, （专栏3）: the text sends its reader there.
    explicit: bool,
}

fn references<'t>(word: &'t Finder<'_>, text: &'t str) -> impl Iterator<Item = Reference> {
    word.find_iter(text.as_bytes()).filter_map(|at| {
        let before = text[..at].trim_end();
        // 《纲要》专栏3 is a box of another document.
        if before.ends_with('》') {
            return None;
        }
        let rest = text[at + BOX.len()..].trim_start();
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let number = rest[..digits].parse().ok().filter(|number| (1..=MOST_BOXES).contains(number))?;
        let explicit = before.ends_with(['见', '照', '（', '(']);
        Some(Reference { number, explicit })
    })
}

/// 专栏2025 is a column of a newspaper.
const MOST_BOXES: u32 = 200;

/// Terms that the body does not use.
fn unused(index: &Index<'_>, found: &mut Vec<Finding>) {
    found.extend(index.terms.iter().filter(|term| term.mentions.is_empty()).map(|term| Finding {
        code: "term-unused",
        severity: Severity::Info,
        message: format!("the glossary explains “{}”, which the text does not use in this form", term.term),
        help: "the text may write the term in another way, or the glossary was taken over from an earlier draft",
        evidence: term.common.evidence.clone(),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u32, bool)]) {
        let found: Vec<_> = references(&Finder::new(BOX), text).map(|r| (r.number, r.explicit)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn references_to_boxes() {
        check("见专栏3和专栏 12，专栏建设", &[(3, true), (12, false)]);
        check("具体项目（专栏 4）", &[(4, true)]);
        check("参照专栏4执行", &[(4, true)]);
        check("国家《纲要》专栏3提出", &[]);
        check("开设宣传专栏2025期", &[]);
        check("专栏", &[]);
    }
}
