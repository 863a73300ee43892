//! Chinese and Arabic integers: 十五, 二〇三五, 一百零八, 35, ３５.

/// The longest numeral that [`integer`] reads, in characters; longer ones are no numbers of a plan.
const MAX_CHARS: usize = 16;

/// The digit that a character stands for: 〇 and 零 to 九 (两 is 2), 0 to 9, full-width digits.
#[must_use]
pub const fn digit(c: char) -> Option<u64> {
    Some(match c {
        '0'..='9' => c as u64 - '0' as u64,
        '０'..='９' => c as u64 - '０' as u64,
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

const fn power(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// True for a character that a Chinese integer is made of.
#[must_use]
pub const fn is_chinese_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '○'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
    )
}

/// Reads a whole text as an integer: positional (二〇三五, 35) or with 十, 百, 千, 万, 亿.
///
/// ```
/// use gangyao_normaliser::value::numeral::integer;
/// assert_eq!(integer("二十五"), Some(25));
/// assert_eq!(integer("二〇三五"), Some(2035));
/// assert_eq!(integer("三百零六"), Some(306));
/// assert_eq!(integer("第三"), None);
/// ```
#[must_use]
pub fn integer(text: &str) -> Option<u64> {
    if text.is_empty() || text.chars().count() > MAX_CHARS {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    grouped(text)
}

/// A number with 十, 百, 千, 万, 亿; 一百二 is 120, as it is spoken.
fn grouped(text: &str) -> Option<u64> {
    let (mut total, mut section, mut pending) = (0u64, 0u64, None);
    let mut last_power = 1;
    for c in text.chars() {
        if let Some(d) = digit(c) {
            // 零 only marks a gap (一百零八); any other two digits in a row are no grouped number.
            match pending {
                Some(0) | None => pending = Some(d),
                Some(_) => return None,
            }
            last_power = if d == 0 { 10 } else { last_power };
        } else if let Some(p) = power(c) {
            section += pending.take().filter(|&d| d > 0).unwrap_or(1) * p;
            last_power = p;
        } else {
            let myriad = match c {
                '万' | '萬' => 10_000,
                '亿' | '億' => 100_000_000,
                _ => return None,
            };
            section += pending.take().unwrap_or(0);
            total = total.checked_add(section.max(1).checked_mul(myriad)?)?;
            section = 0;
            last_power = myriad;
        }
    }
    let rest = pending.unwrap_or(0);
    let rest = if last_power >= 100 && rest > 0 { rest * last_power / 10 } else { rest };
    total.checked_add(section)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<u64>) {
        assert_eq!(integer(text), expected, "{text}");
    }

    #[test]
    fn grouped_numerals() {
        check("十", Some(10));
        check("十五", Some(15));
        check("二十", Some(20));
        check("九十九", Some(99));
        check("一百", Some(100));
        check("一百零八", Some(108));
        check("一百一十", Some(110));
        check("一百二", Some(120));
        check("一千零一", Some(1001));
        check("三万五千", Some(35_000));
        check("两亿", Some(200_000_000));
        check("一萬五千", Some(15_000));
        check("三億", Some(300_000_000));
    }

    #[test]
    fn positional_numerals() {
        check("二〇三五", Some(2035));
        check("一九九一", Some(1991));
        check("35", Some(35));
        check("３５", Some(35));
    }

    #[test]
    fn what_is_no_numeral() {
        check("", None);
        check("第一", None);
        check("一、", None);
        check(&"九".repeat(40), None);
    }
}
