//! Mixed scripts: “and” where 和 is meant, traditional characters in a simplified text.

use std::sync::LazyLock;

use gangyao_model::{Severity, Span};
use gangyao_text::{SourceRange, is_han};

use super::Finding;
use super::index::Index;
use crate::builder::Builder;

/// So many traditional characters in one paragraph are no name.
const TRADITIONAL: usize = 3;
/// A text with a larger share of them is written in traditional characters.
const TRADITIONAL_TEXT: usize = 20;

pub(super) fn check(builder: &Builder<'_>, index: &Index<'_>, found: &mut Vec<Finding>) {
    english_and(builder, found);
    traditional(index, found);
}

/// 休闲街区 and 国家级: an English word between Chinese ones, which machine conversion leaves behind.
fn english_and(builder: &Builder<'_>, found: &mut Vec<Finding>) {
    let text = builder.norm.source.text.as_str();
    let blanks = [' ', '\u{A0}', '\n', '\u{3000}'];
    for at in memchr::memmem::find_iter(text.as_bytes(), b"and") {
        let before = text[..at].trim_end_matches(blanks).chars().next_back();
        let after = text[at + 3..].trim_start_matches(blanks).chars().next();
        if before.is_some_and(is_han) && after.is_some_and(is_han) {
            found.push(Finding {
                code: "mixed-script",
                severity: Severity::Warning,
                message: format!("“and” stands between Chinese words: {}", around(text, at)),
                help: "read 和 or 与; the records keep the text as printed, so a search for the Chinese words misses it",
                evidence: builder.source_spans(&[SourceRange::from_usize(at, at + 3)]),
            });
        }
    }
}

/// A few characters on each side of a place.
fn around(text: &str, at: usize) -> String {
    let before: Vec<char> = text[..at].chars().rev().take_while(|&c| c != '\n').take(6).collect();
    let after = text[at..].chars().take_while(|&c| c != '\n').take(10);
    before.into_iter().rev().chain(after).collect()
}

fn traditional(index: &Index<'_>, found: &mut Vec<Finding>) {
    let paragraphs = index.paragraphs.iter().map(|r| (r.text.as_str(), r.common.evidence.as_slice()));
    let terms = index.terms.iter().map(|r| (r.definition.as_str(), r.common.evidence.as_slice()));
    let (mut all, mut total) = (0, 0);
    let mut passages: Vec<(&str, &[Span])> = Vec::new();
    for (text, evidence) in paragraphs.chain(terms) {
        let odd = FORMS.count(text.as_bytes());
        all += text.len() / 3;
        total += odd;
        if odd >= TRADITIONAL {
            passages.push((text, evidence));
        }
    }
    if total * TRADITIONAL_TEXT > all {
        return;
    }
    found.extend(passages.into_iter().map(|(text, evidence)| {
        let odd: Vec<char> = text.chars().filter(|&c| FORMS.contains(c)).collect();
        let shown: String = odd.iter().take(10).collect();
        Finding {
            code: "mixed-script",
            severity: Severity::Warning,
            message: format!("{} traditional characters in a simplified text: {shown}", odd.len()),
            help: "the records keep the text as printed: convert this passage before you search or compare it",
            evidence: evidence.to_vec(),
        }
    }));
}

/// The traditional forms of `data/traditional.txt`.
static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::parse(include_str!("../../data/traditional.txt")));

/// A set of characters of three UTF-8 bytes, one bit each. It is asked for every character of a document, so that no
/// character is decoded: the lower bits of the three bytes are the code point.
struct Forms(Box<[u64; 0x1_0000 / 64]>);

impl Forms {
    fn parse(table: &str) -> Self {
        let mut bits = Box::new([0; 0x1_0000 / 64]);
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        for c in lines.flat_map(str::chars).filter(|c| c.len_utf8() == 3) {
            let at = c as usize;
            bits[at / 64] |= 1 << (at % 64);
        }
        Self(bits)
    }

    fn contains(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
    }

    /// How many characters of a UTF-8 text are in the set.
    fn count(&self, text: &[u8]) -> usize {
        let (mut at, mut found) = (0, 0);
        loop {
            // 0xE0 to 0xEF lead all characters of three bytes, punctuation among them; two of them at a time.
            while let Some(&[a @ 0xE0..=0xEF, b, c, d @ 0xE0..=0xEF, e, f]) = text.get(at..at + 6) {
                found += self.bit([a, b, c]) + self.bit([d, e, f]);
                at += 6;
            }
            at += match text[at..] {
                [a @ 0xE0..=0xEF, b, c, ..] => {
                    found += self.bit([a, b, c]);
                    3
                }
                // Bytes that continue another character are passed one by one: they never look like a lead.
                [_, ..] => 1,
                [] => return found,
            };
        }
    }

    /// 1 for a character of the set.
    fn bit(&self, [first, second, third]: [u8; 3]) -> usize {
        let word = usize::from(first & 0x0F) << 6 | usize::from(second & 0x3F);
        (self.0[word] >> (third & 0x3F) & 1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_forms() {
        let text = "和區委的堅強領導下，奮力譜寫新篇章";
        let found: String = text.chars().filter(|&c| FORMS.contains(c)).collect();
        assert_eq!(found, "區堅強領導奮譜寫");
        assert_eq!(FORMS.count(text.as_bytes()), 8);
        assert_eq!(FORMS.count("呼和浩特市新城区规划纲要 GDP，€—…".as_bytes()), 0);
        assert_eq!(FORMS.count("a區".as_bytes()), 1);
        assert_eq!(FORMS.count("區".as_bytes()), 1);
    }

    /// Makes the table: characters that Taiwan's Big5 has in its frequent level and the mainland's GB 2312 lacks.
    fn table() -> String {
        let encoded = |c: char, encoding: &'static encoding_rs::Encoding| {
            let mut buffer = [0; 4];
            let (bytes, _, failed) = encoding.encode(c.encode_utf8(&mut buffer));
            if failed { Vec::new() } else { bytes.into_owned() }
        };
        let forms: Vec<char> = ('\u{4E00}'..='\u{9FFF}')
            .filter(|&c| {
                let big5 = encoded(c, encoding_rs::BIG5);
                let gbk = encoded(c, encoding_rs::GBK);
                big5.first().is_some_and(|lead| (0xA4..=0xC6).contains(lead))
                    && !(gbk.len() == 2 && gbk[0] >= 0xB0 && gbk[1] >= 0xA1)
            })
            .collect();
        let lines: Vec<String> = forms.chunks(50).map(|line| line.iter().collect()).collect();
        format!("{HEAD}{}\n", lines.join("\n"))
    }

    const HEAD: &str = "\
# Traditional forms: characters of Big5's frequent level that GB 2312 lacks.
# Source: the WHATWG tables of Big5 and GBK, https://encoding.spec.whatwg.org. Made by the test `the_table_is_up_to_date` in
# src/consistency/script.rs, which writes it to the target folder when it differs.
";

    #[test]
    fn the_table_is_up_to_date() {
        let made = table();
        if made != include_str!("../../data/traditional.txt") {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/traditional.txt");
            std::fs::write(&path, made).unwrap();
            panic!("data/traditional.txt differs: copy target/traditional.txt over it");
        }
    }
}
