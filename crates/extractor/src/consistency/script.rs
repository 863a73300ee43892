//! Mixed scripts: “and” where 和 is meant, traditional characters in a simplified text.

use std::sync::LazyLock;

use gangyao_model::{Record, Severity};
use gangyao_text::{SourceRange, is_han};

use super::Finding;
use crate::builder::Builder;

/// So many traditional characters in one paragraph are no name.
const TRADITIONAL: usize = 3;
/// A text with a larger share of them is written in traditional characters.
const TRADITIONAL_TEXT: usize = 20;

pub(super) fn check(builder: &Builder<'_>, records: &[Record]) -> Vec<Finding> {
    let mut found = english_and(builder);
    found.extend(traditional(records));
    found
}

/// 休闲街区 and 国家级: an English word between Chinese ones, which machine conversion leaves behind.
fn english_and(builder: &Builder<'_>) -> Vec<Finding> {
    let text = builder.norm.source.text.as_str();
    memchr::memmem::find_iter(text.as_bytes(), b"and")
        .filter(|&at| {
            let before = text[..at].trim_end_matches([' ', '\u{A0}']).chars().next_back();
            let after = text[at + 3..].trim_start_matches([' ', '\u{A0}']).chars().next();
            before.is_some_and(is_han) && after.is_some_and(is_han)
        })
        .map(|at| Finding {
            code: "mixed-script",
            severity: Severity::Warning,
            message: format!("“and” stands between Chinese words: {}", around(text, at)),
            help: "和 is probably meant; the records keep the text as printed",
            evidence: builder.source_spans(&[SourceRange::from_usize(at, at + 3)]),
        })
        .collect()
}

/// A few characters on each side of a place.
fn around(text: &str, at: usize) -> String {
    let before: String = text[..at]
        .chars()
        .rev()
        .take_while(|&c| c != '\n')
        .take(6)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let after: String = text[at..].chars().take_while(|&c| c != '\n').take(10).collect();
    format!("{before}{after}")
}

fn traditional(records: &[Record]) -> Vec<Finding> {
    let texts = records.iter().filter_map(|record| match record {
        Record::Paragraph(r) => Some((r.text.as_str(), &r.common.evidence)),
        Record::Term(r) => Some((r.definition.as_str(), &r.common.evidence)),
        _ => None,
    });
    let mut found = Vec::new();
    let (mut all, mut total) = (0, 0);
    for (text, evidence) in texts {
        let odd: Vec<char> = text.chars().filter(|&c| is_traditional(c)).collect();
        all += text.len() / 3;
        total += odd.len();
        if odd.len() >= TRADITIONAL {
            let shown: String = odd.iter().take(10).collect();
            found.push(Finding {
                code: "mixed-script",
                severity: Severity::Warning,
                message: format!("{} traditional characters in a simplified text: {shown}", odd.len()),
                help: "the records keep the text as printed; a search for the simplified words will not find it",
                evidence: evidence.clone(),
            });
        }
    }
    if total * TRADITIONAL_TEXT > all { Vec::new() } else { found }
}

const FIRST: u32 = 0x4E00;
const COUNT: usize = 0x5200;

/// Characters that Taiwan's Big5 has in its frequent level and the mainland's GB 2312 lacks: the traditional forms.
static TRADITIONAL_FORMS: LazyLock<Vec<bool>> = LazyLock::new(|| {
    (0..COUNT as u32)
        .map(|offset| char::from_u32(FIRST + offset).is_some_and(|c| in_big5(c) && !in_gb2312(c)))
        .collect()
});

/// True for a traditional form.
fn is_traditional(c: char) -> bool {
    (c as u32).checked_sub(FIRST).and_then(|at| TRADITIONAL_FORMS.get(at as usize)).copied().unwrap_or(false)
}

fn in_big5(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding_rs::BIG5.encode(c.encode_utf8(&mut buffer));
    !failed && bytes.first().is_some_and(|lead| (0xA4..=0xC6).contains(lead))
}

fn in_gb2312(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !failed && bytes.len() == 2 && bytes[0] >= 0xB0 && bytes[1] >= 0xA1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_forms() {
        let found: String =
            "和區委的堅強領導下，奮力譜寫新篇章".chars().filter(|&c| is_traditional(c)).collect();
        assert_eq!(found, "區堅強領導奮譜寫");
        assert!(!"呼和浩特市新城区规划纲要".chars().any(is_traditional));
    }
}
