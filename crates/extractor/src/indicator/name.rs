//! Names of indicators: number, unit and marks of notes are taken off.

use gangyao_model::Nature;
use gangyao_parser::table::cell;

/// Marks that lead to a note.
pub(super) const NOTE_MARKS: &[char] =
    &['*', '∗', '※', '＊', '★', '☆', '▲', '△', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '#'];

/// A name cell taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub number: Option<u32>,
    pub name: String,
    pub unit: Option<String>,
    pub nature: Option<Nature>,
    /// Marks of notes that stood at the name.
    pub marks: Vec<String>,
}

/// Takes a name cell apart. `bracket_units` when the table has no unit column, so that a bracket at a name's end is its
/// unit even where the unit is not in the list.
pub(super) fn read(text: &str, unit_brackets: UnitBrackets) -> Name {
    let rest = text.trim();
    match cell::numbered(rest) {
        Some((number, at)) => take_apart(Some(number), &rest[at..], unit_brackets),
        None => take_apart(None, rest, unit_brackets),
    }
}

/// Takes a name cell apart where the row before has the number `before`: then 4.5岁以下儿童死亡率 may be number 4.
pub(super) fn read_after(text: &str, before: Option<u32>, unit_brackets: UnitBrackets) -> Name {
    let rest = text.trim();
    let next = before.and_then(|before| Some((before + 1, cell::numbered_next(rest, before + 1)?)));
    match next {
        Some((number, at)) => take_apart(Some(number), &rest[at..], unit_brackets),
        None => read(text, unit_brackets),
    }
}

fn take_apart(number: Option<u32>, rest: &str, unit_brackets: UnitBrackets) -> Name {
    let mut name = Name { number, ..Name::default() };
    let mut rest = rest;
    rest = rest
        .trim_start_matches(|c: char| NOTE_MARKS.contains(&c) || c.is_whitespace() || "►●◆■·—".contains(c));
    loop {
        rest = rest.trim_end();
        if let Some(mark) = rest.chars().next_back().filter(|c| NOTE_MARKS.contains(c)) {
            name.marks.push(mark.to_string());
            rest = &rest[..rest.len() - mark.len_utf8()];
            continue;
        }
        let Some((before, inner)) = last_bracket(rest) else { break };
        if let Some(nature) = nature(inner) {
            name.nature = Some(nature);
        } else if inner.chars().all(|c| NOTE_MARKS.contains(&c)) && !inner.is_empty() {
            name.marks.extend(inner.chars().map(String::from));
        } else if is_counted_mark(&rest[before.len()..]) {
            name.marks.push(rest[before.len()..].to_owned());
        } else if name.unit.is_none() && is_unit(inner, unit_brackets) {
            name.unit = unit(inner);
        } else {
            break;
        }
        rest = before;
    }
    if name.unit.is_none()
        && let Some((before, after)) = rest.rsplit_once(['，', ',', ' '])
        && cell::is_unit(after)
        && !before.trim().is_empty()
        && !after.trim().chars().all(char::is_alphanumeric)
    {
        // 居民收入增长，%
        name.unit = unit(after);
        rest = before.trim_end();
    }
    name.name = rest.trim_end_matches(['：', ':', '，', '、', '；']).to_owned();
    name
}

/// Where a table keeps its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitBrackets {
    /// In a column; a bracket at a name's end is a unit only when it is a known one.
    Known,
    /// In brackets at the names' ends.
    Usual,
}

/// The bracket at the end of a text: what stands before it, and what in it.
fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let close = text.chars().next_back()?;
    let open: &[char] = match close {
        '）' | ')' => &['（', '('],
        '】' => &['【'],
        '〕' => &['〔'],
        ']' | '］' => &['[', '［'],
        _ => return None,
    };
    let inner_end = text.len() - close.len_utf8();
    // Brackets may be nested: （微克/立方米（年均））.
    let mut depth = 0usize;
    for (at, c) in text[..inner_end].char_indices().rev() {
        if matches!(c, '）' | ')') {
            depth += 1;
        } else if open.contains(&c) || matches!(c, '（' | '(') {
            if depth == 0 {
                return open.contains(&c).then(|| (&text[..at], text[at + c.len_utf8()..inner_end].trim()));
            }
            depth -= 1;
        }
    }
    None
}

/// [1], 〔2〕: a mark that counts the notes.
pub(super) fn is_counted_mark(text: &str) -> bool {
    let digits = text.strip_prefix(['[', '［', '〔']).and_then(|text| text.strip_suffix([']', '］', '〕']));
    digits.is_some_and(|digits| {
        (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_unit(inner: &str, brackets: UnitBrackets) -> bool {
    let inner = inner.strip_prefix("单位：").or_else(|| inner.strip_prefix("单位:")).unwrap_or(inner);
    if cell::is_unit(inner) {
        return !matches!(inner, "GDP" | "P" | "E" | "常住人口" | "人口" | "户籍");
    }
    // An unknown unit: short, no abbreviation (R&D, GDP), no explanation (2020年价, 含深汕).
    let chars = inner.chars().count();
    let tail = inner.rsplit(['/', '／']).next().unwrap_or(inner);
    let compound = inner.contains(['/', '／']) && cell::is_unit(tail);
    brackets == UnitBrackets::Usual
        && (compound || (1..=6).contains(&chars))
        && !inner.chars().any(|c| c.is_ascii_digit())
        && (compound || ends_in_unit(inner))
}

/// 标准立方米 ends in 立方米: a qualified unit.
fn ends_in_unit(inner: &str) -> bool {
    let chars: Vec<(usize, char)> = inner.char_indices().collect();
    chars.iter().skip(1).any(|&(at, _)| inner[at..].chars().count() >= 2 && cell::is_unit(&inner[at..]))
}

/// A unit without brackets and white space; `None` for a mark that says that there is none.
pub(super) fn unit(text: &str) -> Option<String> {
    let text = text.strip_prefix("单位：").or_else(|| text.strip_prefix("单位:")).unwrap_or(text);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_matches(['（', '）', '(', ')']);
    let says_nothing = text.chars().all(|c| "—–-－*∗/／─".contains(c));
    (!says_nothing).then(|| text.to_owned())
}

/// 预期性 and 约束性 in their several forms.
pub(super) fn nature(text: &str) -> Option<Nature> {
    if !cell::is_nature(text) {
        return None;
    }
    if text.contains('约') {
        Some(Nature::Binding)
    } else if text.contains('预') && !text.contains('测') {
        Some(Nature::Expected)
    } else {
        None
    }
}

/// A group without its mark, number and count: 一、经济强（12项） → 经济强.
pub(super) fn group(text: &str) -> Option<String> {
    let mut rest = text.trim().trim_start_matches(|c: char| "►▶■◆●★▲◎◇·".contains(c) || c.is_whitespace());
    // Ⅰ 就业规模, Ⅱ．就业质量.
    let roman = rest.trim_start_matches(|c: char| ('Ⅰ'..='Ⅻ').contains(&c));
    if roman.len() < rest.len() {
        rest = roman.trim_start_matches(['、', '．', '.', ' ']);
    }
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let open = rest.trim_start_matches(['（', '(']);
    let after = open.trim_start_matches(numeral);
    if after.len() < open.len()
        && let Some(named) = after.strip_prefix(['、', '）', ')', '．', '.', ' '])
        && (open.len() == rest.len()) != after.starts_with(['）', ')'])
    {
        rest = named;
    } else if let Some((_, at)) = cell::numbered(rest) {
        rest = &rest[at..];
    }
    while let Some((before, inner)) = last_bracket(rest.trim_end()) {
        let count = inner.trim_start_matches('共').trim();
        let digits = count.trim_start_matches(|c: char| c.is_ascii_digit() || numeral(c));
        if digits.len() == count.len()
            || !digits.trim().is_empty() && !digits.trim().starts_with(['项', '个'])
        {
            break;
        }
        rest = before;
    }
    let name: String =
        rest.trim().trim_end_matches(['：', ':']).chars().filter(|c| !matches!(c, '\n' | '\t')).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, number: Option<u32>, name: &str, unit: Option<&str>) {
        let read = read(text, UnitBrackets::Usual);
        assert_eq!((read.number, read.name.as_str(), read.unit.as_deref()), (number, name, unit), "{text}");
    }

    #[test]
    fn names_are_taken_apart() {
        check("1. 地区生产总值增长", Some(1), "地区生产总值增长", None);
        check("地区生产总值（GDP）增长（%）", None, "地区生产总值（GDP）增长", Some("%"));
        check("研发经费（R&D）", None, "研发经费（R&D）", None);
        check(
            "家庭可支配收入（按三口之家计算）10万—50万元群体比例（%）",
            None,
            "家庭可支配收入（按三口之家计算）10万—50万元群体比例",
            Some("%"),
        );
        check("全员劳动生产率*（万元/人）", None, "全员劳动生产率", Some("万元/人"));
        check("森林覆盖率(%)①", None, "森林覆盖率", Some("%"));
        check("②森林覆盖率（%）", Some(2), "森林覆盖率", Some("%"));
        check("地区生产总值[1]（亿元）", None, "地区生产总值", Some("亿元"));
        check("地区生产总值（亿元）〔2〕", None, "地区生产总值", Some("亿元"));
        check("新增耕地［亩］", None, "新增耕地", Some("亩"));
        check("（3）单位GDP能耗降低[%]", Some(3), "单位GDP能耗降低", Some("%"));
        check("3岁以下婴幼儿入托率（%）", None, "3岁以下婴幼儿入托率", Some("%"));
        check("每千人口执业（助理）医师数（人）", None, "每千人口执业（助理）医师数", Some("人"));
        check("地区生产总值（2020年不变价）", None, "地区生产总值（2020年不变价）", None);
        check("天然气产量（亿标准立方米）", None, "天然气产量", Some("亿标准立方米"));
        check("森林覆盖率（%）（约束性）", None, "森林覆盖率", Some("%"));
    }

    #[test]
    fn groups_lose_mark_and_count() {
        for text in [
            "► 经济发展",
            "一、经济发展（12项）",
            "一 经济发展",
            "（一）经济发展",
            "经济发展(5项)",
            "经济发展",
            "经济发展（共 3 项）",
            "Ⅰ 经济发展",
            "Ⅳ．经济发展",
        ] {
            assert_eq!(group(text).as_deref(), Some("经济发展"), "{text}");
        }
        assert_eq!(group("一二三产业融合").as_deref(), Some("一二三产业融合"));
    }
}
