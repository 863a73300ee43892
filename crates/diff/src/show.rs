//! Values for people: one line each.

use serde_json::Value;

/// Characters of a paragraph that stand for it.
const START: usize = 24;
/// Characters around a difference.
const AROUND: usize = 10;
/// Characters of a difference that are shown.
const MIDDLE: usize = 80;

/// A value in one line; `none` for null.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::String(text) => shorten(text, MIDDLE),
        Value::Array(parts) => parts.iter().map(shown).collect::<Vec<_>>().join(" | "),
        Value::Object(object) => {
            let text = |name: &str| object.get(name).and_then(Value::as_str);
            if let Some(raw) = text("raw") {
                return if raw.is_empty() { "empty".to_owned() } else { raw.to_owned() };
            }
            if let (Some(start), Some(end)) = (object.get("start"), object.get("end")) {
                return format!("{start}–{end}");
            }
            match (text("name"), text("code")) {
                (Some(name), Some(code)) => format!("{name} ({code})"),
                (Some(name), None) => name.to_owned(),
                _ => value.to_string(),
            }
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// The start of a text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", shorten(text, START))
}

/// A text, or its start.
pub(crate) fn shorten(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_owned(),
        Some((byte, _)) => format!("{}…", &text[..byte]),
    }
}

/// Where two long texts differ: `…生产总值突破[900 → 950]亿元…`.
pub(crate) fn hunk(old: &str, new: &str) -> String {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let mut before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - before;
    let mut after = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    // A number is shown whole: 900 → 950, not 0 → 5.
    let figure = |c: char| c.is_ascii_alphanumeric() || c == '.';
    while before > 0 && figure(old[before - 1]) {
        before -= 1;
    }
    while after > 0 && figure(old[old.len() - after]) {
        after -= 1;
    }
    let text = |chars: &[char]| chars.iter().collect::<String>();
    let from = before.saturating_sub(AROUND);
    let to = (old.len() - after + AROUND).min(old.len());
    let middle = |chars: &[char]| shorten(&text(&chars[before..chars.len() - after]), MIDDLE);
    format!(
        "{}{}[{} → {}]{}{}",
        if from > 0 { "…" } else { "" },
        text(&old[from..before]),
        middle(&old),
        middle(&new),
        text(&old[old.len() - after..to]),
        if to < old.len() { "…" } else { "" },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_difference_stands_with_its_surroundings() {
        assert_eq!(
            hunk(
                "到2030年，地区生产总值突破900亿元，居民收入稳步增长。",
                "到2030年，地区生产总值突破950亿元，居民收入稳步增长。"
            ),
            "…年，地区生产总值突破[900 → 950]亿元，居民收入稳步增…"
        );
        assert_eq!(hunk("甲乙", "甲丙乙"), "甲[ → 丙]乙");
        assert_eq!(hunk("", "甲"), "[ → 甲]");
        assert_eq!(hunk("甲甲甲", "甲甲"), "甲甲[甲 → ]");
    }

    #[test]
    fn values_are_shown_as_printed() {
        assert_eq!(shown(&json!({"raw": "5.5 左右", "kind": "number"})), "5.5 左右");
        assert_eq!(shown(&json!({"ordinal": 15, "start": 2026, "end": 2030})), "2026–2030");
        assert_eq!(shown(&json!({"name": "新城区", "code": "150102"})), "新城区 (150102)");
        assert_eq!(shown(&json!(["甲", null])), "甲 | none");
    }
}
