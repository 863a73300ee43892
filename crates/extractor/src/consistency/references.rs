//! What is referred to but absent, and what is there but cannot be read: 见专栏 7, where the document has five boxes.

use std::collections::BTreeSet;

use gangyao_model::{BoxContent, Record, Severity};

use super::Finding;

pub(super) fn check(records: &[Record]) -> Vec<Finding> {
    let mut found: Vec<Finding> = records.iter().filter_map(unreadable).collect();
    let numbers: BTreeSet<u32> = records
        .iter()
        .filter_map(|record| match record {
            Record::Box(record) => record.number,
            _ => None,
        })
        .collect();
    for record in records {
        let Record::Paragraph(paragraph) = record else { continue };
        for number in references(&paragraph.text).filter(|number| !numbers.contains(number)) {
            found.push(Finding {
                code: "box-missing",
                severity: Severity::Warning,
                message: format!("the text refers to box {number} (专栏{number}), which is not there"),
                help: "the box may be a picture or may have been left out of this copy of the document",
                evidence: paragraph.common.evidence.clone(),
            });
        }
    }
    found
}

fn unreadable(record: &Record) -> Option<Finding> {
    let Record::Box(record) = record else { return None };
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
        help: "read the box in the original document",
        evidence: record.common.evidence.clone(),
    })
}

/// Numbers of the boxes that a text refers to: 专栏3.
fn references(text: &str) -> impl Iterator<Item = u32> {
    memchr::memmem::find_iter(text.as_bytes(), "专栏".as_bytes()).filter_map(|at| {
        let rest = text[at + "专栏".len()..].trim_start();
        let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        rest[..digits].parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_boxes() {
        assert_eq!(references("见专栏3和专栏 12，专栏建设").collect::<Vec<_>>(), [3, 12]);
    }
}
