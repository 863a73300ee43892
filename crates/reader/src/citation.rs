//! Which raised text leads to a note.

/// A raised text that leads to a note: [3], 【3】, ①, or a bare number after Chinese text. The 2 of km² and 平方米² is none.
pub(crate) fn is_citation(text: &str, before: Option<char>) -> bool {
    let text = text.trim();
    let number =
        |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let bracketed = [('[', ']'), ('［', '］'), ('【', '】'), ('〔', '〕'), ('(', ')'), ('（', '）')]
        .iter()
        .find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    match bracketed {
        Some(inner) => number(inner.trim().trim_start_matches('注')),
        None if text.chars().count() == 1
            && matches!(text.chars().next(), Some('①'..='⑳' | '㉑'..='㉟' | '❶'..='❿')) =>
        {
            true
        }
        None => {
            let measure = matches!(text, "2" | "3") && matches!(before, Some('米' | '里'));
            number(text) && before.is_some_and(|c| !c.is_ascii() || c == '%') && !measure
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_citation;

    #[test]
    fn marks_and_powers() {
        for mark in ["[3]", "【12】", "（注1）", "①", " 2 "] {
            assert!(is_citation(mark, Some('率')), "{mark}");
        }
        assert!(is_citation("3", Some('%')));
        for (text, before) in
            [("2", 'm'), ("2", '米'), ("3", '里'), ("st", '1'), ("[注]", '率'), ("1000", '率')]
        {
            assert!(!is_citation(text, Some(before)), "{before}{text}");
        }
        assert!(!is_citation("2", None));
    }
}
