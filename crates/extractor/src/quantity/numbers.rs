//! Where a number may begin: a quick look that passes over most of a text.
//!
//! What enters is a text; what leaves is the next place that looks like a number: digits, 十 百 千 万 亿, and 七成, 两倍,
//! 翻番, 首位, 第一, 前三, 三分之, 新增两家. What the number is, and whether it counts, is for the scanner to tell.

use std::sync::LazyLock;

use gangyao_normaliser::value::words::CharSet;

/// 一 to 九, the digits that only count beside another sign.
const SMALL: [char; 10] = ['一', '二', '两', '三', '四', '五', '六', '七', '八', '九'];

/// All characters at which [`is_sign`] may be true.
static SIGNS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(&["0123456789", "十百千万亿", "成倍番首第前分", "一二两三四五六七八九"]));

/// The first byte at or after `from` at which a number may begin.
pub(super) fn next(text: &str, from: usize) -> Option<usize> {
    let signs: &CharSet = &SIGNS;
    let mut at = from;
    while let Some((found, c)) = signs.next_in(text, at) {
        let after = found + c.len_utf8();
        if is_sign(c, &text[..found], &text[after..]) {
            return Some(found);
        }
        at = after;
    }
    None
}

/// Whether `c` looks like a number where it stands.
fn is_sign(c: char, before: &str, after: &str) -> bool {
    match c {
        '0'..='9' | '十' | '百' | '千' | '万' | '亿' => true,
        // 七成, 两倍.
        '成' | '倍' => before.ends_with(SMALL),
        // 翻番, 翻两番.
        '番' => true,
        '首' => after.starts_with('位'),
        '第' | '前' => after.starts_with(SMALL),
        '分' => after.starts_with('之'),
        // 新增两家: a small numeral behind 增 建 成 设 批 定.
        _ => before.ends_with(['增', '建', '成', '设', '批', '定']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(next(text, 0).map(|at| &text[at..]), expected, "{text}");
    }

    #[test]
    fn what_looks_like_a_number() {
        check("增长5%", Some("5%"));
        check("收入翻番", Some("番"));
        check("占七成", Some("成"));
        check("成效显著，居首位", Some("首位"));
        check("首先是第一", Some("第一"));
        check("三分之一", Some("分之一"));
        check("新增两家", Some("两家"));
        check("一体推进三农工作", None);
        check("", None);
    }

    #[test]
    fn it_goes_on_behind_a_place() {
        let text = "到2030年，居首位";
        assert_eq!(next(text, text.find('年').unwrap()), text.find('首'));
    }
}
