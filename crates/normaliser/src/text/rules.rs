//! The rules for single characters: each says what a stretch of source text becomes.

use gangyao_text::{Bytes, Places, may_be_blank};

/// What is written in place of a stretch of source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    /// Nothing.
    Nothing,
    /// One character.
    Char(char),
}

impl Replacement {
    pub(super) fn push_to(self, out: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Char(c) => out.push(c),
        }
    }
}

/// The edit that begins at byte `at`: how many source bytes go, and what comes.
pub(super) fn edit_at(text: &str, at: usize) -> Option<(usize, Replacement)> {
    match text.as_bytes()[at] {
        b'*' => emphasis(text, at),
        b'#' => markdown_heading(text, at),
        b'>' => markdown_quote(text, at),
        // A form feed ends a page, a vertical tab is Word's line break: both end the line.
        b'\x0B' | b'\x0C' => Some((1, Replacement::Char('\n'))),
        byte if byte < 0x80 => Some((1, Replacement::Char(' '))),
        _ => wide_char(text, at),
    }
}

/// `**` is a text dump's mark of bold print; a single `*` is a note mark and stays.
fn emphasis(text: &str, at: usize) -> Option<(usize, Replacement)> {
    let bytes = text.as_bytes();
    // A run is judged at its first mark: the last two of a rule of stars (*****) are no emphasis.
    if at > 0 && bytes[at - 1] == b'*' {
        return None;
    }
    let run = bytes[at..].iter().take_while(|&&byte| byte == b'*').count();
    let blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    // Marks that touch nothing emphasise nothing: they stay, so that they belong to something.
    let alone = blank(at.checked_sub(1).map(|before| &bytes[before])) && blank(bytes.get(at + run));
    ((2..=3).contains(&run) && !alone).then_some((run, Replacement::Nothing))
}

/// `## 第一章`: a text dump's heading. `#` elsewhere (C#, 1#楼) stays.
fn markdown_heading(text: &str, at: usize) -> Option<(usize, Replacement)> {
    let bytes = text.as_bytes();
    if at > 0 && bytes[at - 1] != b'\n' {
        return None;
    }
    let run = bytes[at..].iter().take_while(|&&byte| byte == b'#').count();
    let spaces = bytes[at + run..].iter().take_while(|&&byte| byte == b' ').count();
    // The spaces go along, so that the mark stands right before the words that it belongs to.
    (run <= 6 && spaces > 0).then_some((run + spaces, Replacement::Nothing))
}

/// `> 专栏1 …`: a text dump's framed block. `>600` in a cell and `>` alone on its line stay.
fn markdown_quote(text: &str, at: usize) -> Option<(usize, Replacement)> {
    let bytes = text.as_bytes();
    if at > 0 && bytes[at - 1] != b'\n' {
        return None;
    }
    let run = bytes[at..].iter().take_while(|&&byte| matches!(byte, b'>' | b' ')).count();
    let rest = text[at + run..].lines().next().unwrap_or_default();
    // > 600 is a value, > 1. an item.
    let item = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_text = item.len() == rest.len() || item.starts_with(['、', '．']) || item.starts_with(". ");
    (bytes[at + run - 1] == b' ' && !rest.is_empty() && is_text).then_some((run, Replacement::Nothing))
}

/// Characters whose first bytes say that [`edit_at`] may know a rule for them: hardly any.
#[inline]
pub(super) fn may_edit(first: Bytes, second: Bytes, third: Bytes) -> Places {
    let plain = first.is(b' ') | first.is(b'\n') | first.is(b'\t');
    let marks = first.is(b'*') | first.is(b'#') | first.is(b'>');
    // U+2E80 to U+2FDF.
    let radicals = first.is(0xE2) & second.within(0xBA, 0xBF);
    // ％ to ｚ without the punctuation that stays, （ ） ， ： ； ？.
    let stays = third.within(0x88, 0x89) | third.is(0x8C) | third.within(0x9A, 0x9B) | third.is(0x9F);
    let wide =
        second.is(0xBC) & third.within(0x85, 0xBF) & !stays | second.is(0xBD) & third.within(0x80, 0x9A);
    may_be_blank(first, second, third) & !plain | marks | radicals | first.is(0xEF) & wide
}

fn wide_char(text: &str, at: usize) -> Option<(usize, Replacement)> {
    let c = text[at..].chars().next()?;
    let new = match c {
        // No-break, en, em, thin, figure, narrow, mathematical and ideographic spaces; line and paragraph separators.
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => Replacement::Char(' '),
        // Soft hyphen, zero-width and direction marks, byte order mark.
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}' => Replacement::Nothing,
        '\u{80}'..='\u{9F}' => Replacement::Char(' '),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＋' => Replacement::Char(half_width(c)),
        '．' | '－' if between_digits(text, at, c.len_utf8()) => Replacement::Char(half_width(c)),
        '\u{2E80}'..='\u{2FDF}' => Replacement::Char(super::radicals::ideograph(c)?),
        _ => return None,
    };
    Some((c.len_utf8(), new))
}

fn half_width(c: char) -> char {
    // The full-width block repeats ASCII at a fixed distance.
    char::from_u32(c as u32 - 0xFEE0).expect("full-width forms lie over ASCII")
}

fn between_digits(text: &str, at: usize, len: usize) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
    is_digit(text[..at].chars().next_back()) && is_digit(text[at + len..].chars().next())
}

#[cfg(test)]
mod tests {
    use gangyao_text::{Source, next_where};

    use crate::normalise;

    fn check(text: &str, expected: &str) {
        let source = Source::plain(text.to_owned());
        let once = normalise(&source);
        assert_eq!(once.text, expected);
        let again = Source::plain(once.text.clone());
        assert_eq!(normalise(&again).text, once.text, "normalising twice is normalising once");
    }

    #[test]
    fn no_rule_is_passed_over() {
        for c in (0x80..0x1_0000).filter_map(char::from_u32) {
            let text = format!("1{c}1");
            if super::edit_at(&text, 1).is_some() {
                assert_eq!(next_where(text.as_bytes(), 0, super::may_edit), Some(1), "{c:?}");
            }
        }
    }

    #[test]
    fn wide_spaces_become_spaces() {
        check("第一章\u{3000}总则", "第一章 总则");
        check("第一章\u{2002}\u{A0}总则", "第一章  总则");
    }

    #[test]
    fn invisible_characters_go() {
        check("总\u{200B}则\u{FEFF}", "总则");
    }

    #[test]
    fn full_width_numbers_become_ascii_and_punctuation_stays() {
        check("２０３０年，增长５．５％以上（预期性）", "2030年，增长5.5%以上（预期性）");
        check("１．总则", "1．总则");
        check("0－3岁", "0-3岁");
    }

    #[test]
    fn marks_of_a_text_dump_go() {
        check("1. **三高一绿**：打造", "1. 三高一绿：打造");
        check("## 第一章 总则", "第一章 总则");
        check("带*的指标，C#语言", "带*的指标，C#语言");
        check("> 专栏1\n>\n> > 1. 工程", "专栏1\n>\n1. 工程");
        check(">600\n> 600\n>\n> \n增长>5", ">600\n> 600\n>\n> \n增长>5");
        check("5**", "5");
        check("甲****乙", "甲****乙");
        check("甲*****", "甲*****");
        check("**甲**乙***丙***", "甲乙丙");
    }

    #[test]
    fn radicals_become_ideographs() {
        check("⼀、总体要求", "一、总体要求");
    }

    #[test]
    fn control_characters_become_spaces() {
        check("a\u{0}b\u{C}c\td", "a b\nc\td");
    }

    #[test]
    fn positions_lead_back() {
        let text = "1. **三高**：打\u{3000}造";
        let source = Source::plain(text.to_owned());
        let norm = normalise(&source);
        let at = norm.text.find("三高").unwrap();
        let range = norm.to_source(gangyao_text::NormRange::from_usize(at, at + 6));
        assert_eq!(range.of(text), "**三高**");
        let whole = norm.to_source(gangyao_text::NormRange::from_usize(0, norm.text.len()));
        assert_eq!(whole.of(text), text);
    }
}
