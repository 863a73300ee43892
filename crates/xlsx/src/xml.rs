//! Cells as XML.

use std::fmt::Write;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The style of a cell, by its place in `STYLES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Head,
    Link,
}

impl Style {
    /// How a cell begins.
    pub(crate) const fn cell(self) -> &'static str {
        match self {
            Self::Plain => "<c",
            Self::Head => "<c s=\"1\"",
            Self::Link => "<c s=\"2\"",
        }
    }
}

/// Fonts, and the three styles.
pub(crate) const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="3"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

/// Appends a text that is not [plain](is_plain), with what XML or Excel would take for something else in other words.
pub(crate) fn push_text(text: &str, xml: &mut String) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let special = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            // Alone it is a character as any other; this is how it ends what XML does not look into.
            b'>' if text[..at].ends_with("]]") => "&gt;",
            // Excel reads _x000D_ as a control character; the line below is how it writes the mark itself.
            b'_' if is_code(&text[at..]) => "_x005F_",
            b'\t' | b'\n' => continue,
            0..0x20 => "",
            // U+FFFE and U+FFFF are no characters of XML.
            0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => "\u{FFFD}",
            _ => continue,
        };
        xml.push_str(&text[plain..at]);
        plain = at + if byte == 0xEF { 3 } else { 1 };
        if byte < 0x20 {
            // Writing to a string cannot fail.
            let _ = write!(xml, "_x{byte:04X}_");
        }
        xml.push_str(special);
    }
    xml.push_str(&text[plain..]);
}

/// Whether a text has none of the bytes that [`push_text`] looks at more closely: nearly all have none. `]` stands for what
/// is wrong only behind two of it: the headings of a path are parted by `>`. No search that
/// stops early: looked at all together, bytes go through sixteen at a time.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let special =
        |&byte: &u8| (byte < 0x20) | (byte == b'&') | (byte == b'<') | (byte == b']') | (byte == b'_');
    !bytes.iter().fold(false, |found, byte| found | special(byte)) && !has_no_character(bytes)
}

/// Whether U+FFFE or U+FFFF stands in a text, or one of their neighbours.
fn has_no_character(bytes: &[u8]) -> bool {
    static BEGIN: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(&[0xEF, 0xBF]));
    BEGIN.find(bytes).is_some()
}

/// `_x` and four hexadecimal digits and `_`.
fn is_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes[6] == b'_'
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// The letters of a column: 0 is A.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_excel_does() {
        for (column, expected) in [(0, "A"), (2, "C"), (25, "Z"), (26, "AA"), (701, "ZZ")] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn what_xml_does_not_hold_is_spelt() {
        for (text, expected) in [
            ("算力<5%>&\"", "算力&lt;5%>&amp;\""),
            ("[一]> [[二]]> >", "[一]> [[二]]&gt; >"),
            ("一\n二\t三", "一\n二\t三"),
            ("一\r\u{1}二", "一_x000D__x0001_二"),
            ("_x000D_ _x_ _xyz", "_x005F_x000D_ _x_ _xyz"),
            ("\u{FFFE}，\u{FF0C}", "\u{FFFD}，，"),
            ("", ""),
        ] {
            let mut xml = String::new();
            push_text(text, &mut xml);
            assert_eq!(xml, expected);
        }
    }
}
