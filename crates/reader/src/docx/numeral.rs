//! Numbers as Word prints them in automatic numbering.

/// The number `n` in the format of `w:numFmt`; Arabic digits for formats that no Chinese document uses.
pub(super) fn format(n: u32, format: &str) -> String {
    match format {
        "chineseCounting" | "japaneseCounting" | "taiwaneseCounting" => counting(n, '〇'),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => counting(n, '零'),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            digits(n, "〇一二三四五六七八九")
        }
        "chineseLegalSimplified" => legal(n),
        "ideographTraditional" => cyclic(n, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cyclic(n, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalFullWidth" | "decimalFullWidth2" => digits(n, "０１２３４５６７８９"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            enclosed(n, &[(1, 20, '①'), (21, 35, '㉑'), (36, 50, '㊱')])
        }
        "decimalEnclosedParen" => enclosed(n, &[(1, 20, '⑴')]),
        "decimalEnclosedFullstop" => enclosed(n, &[(1, 20, '⒈')]),
        "ideographEnclosedCircle" => enclosed(n, &[(1, 10, '㊀')]),
        "ideographParenthesized" | "ideographEnclosedParen" => enclosed(n, &[(1, 10, '㈠')]),
        "decimalZero" => format!("{n:02}"),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperLetter" => letter(n, b'A'),
        "lowerLetter" => letter(n, b'a'),
        "bullet" | "none" => String::new(),
        _ => n.to_string(),
    }
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// 十一, 二十, 一百零三: a leading 一十 is written 十.
fn counting(n: u32, zero: char) -> String {
    if n == 0 || n > 99_999 {
        return if n == 0 { zero.to_string() } else { n.to_string() };
    }
    let spelled = spell(n, &DIGITS, &["", "十", "百", "千", "万"], zero);
    spelled.strip_prefix("一十").map_or(spelled.clone(), |rest| format!("十{rest}"))
}

fn legal(n: u32) -> String {
    const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    match n {
        0 => "零".to_owned(),
        1..=99_999 => spell(n, &LEGAL, &["", "拾", "佰", "仟", "万"], '零'),
        _ => n.to_string(),
    }
}

fn spell(n: u32, digits: &[char; 10], units: &[&str; 5], zero: char) -> String {
    let mut spelled = String::new();
    let mut gap = false;
    for place in (0..5).rev() {
        match (n / 10u32.pow(place)) % 10 {
            0 => gap = !spelled.is_empty(),
            digit => {
                if gap {
                    spelled.push(zero);
                    gap = false;
                }
                spelled.push(digits[digit as usize]);
                spelled.push_str(units[place as usize]);
            }
        }
    }
    spelled
}

fn digits(n: u32, digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    n.to_string().bytes().map(|byte| digits[usize::from(byte - b'0')]).collect()
}

fn cyclic(n: u32, signs: &str) -> String {
    let count = signs.chars().count() as u32;
    match n {
        0 => n.to_string(),
        _ => signs.chars().nth(((n - 1) % count) as usize).map_or_else(String::new, String::from),
    }
}

/// The sign for `n` in runs of consecutive signs: first number, last number, first sign.
fn enclosed(n: u32, runs: &[(u32, u32, char)]) -> String {
    runs.iter()
        .find(|(first, last, _)| (*first..=*last).contains(&n))
        .and_then(|&(first, _, sign)| char::from_u32(sign as u32 + n - first))
        .map_or_else(|| n.to_string(), String::from)
}

fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n > 3999 {
        return n.to_string();
    }
    let (mut rest, mut written) = (n, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

/// A, B, …, Z, AA, BB, as Word counts.
fn letter(n: u32, first: u8) -> String {
    if n == 0 || n > 26 * 20 {
        return n.to_string();
    }
    let sign = char::from(first + ((n - 1) % 26) as u8);
    std::iter::repeat_n(sign, ((n - 1) / 26 + 1) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::format;

    #[track_caller]
    fn check(name: &str, expected: &[(u32, &str)]) {
        for &(n, text) in expected {
            assert_eq!(format(n, name), text, "{name} {n}");
        }
    }

    #[test]
    fn numbers_are_printed_in_their_format() {
        check(
            "chineseCounting",
            &[(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百〇一"), (110, "一百一十")],
        );
        check(
            "chineseCountingThousand",
            &[(11, "十一"), (103, "一百零三"), (1005, "一千零五"), (10_010, "一万零一十")],
        );
        check("ideographDigital", &[(2026, "二〇二六")]);
        check("chineseLegalSimplified", &[(12, "壹拾贰")]);
        check("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "甲")]);
        check("decimalFullWidth", &[(12, "１２")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (51, "51")]);
        check("decimalZero", &[(3, "03")]);
        check("upperRoman", &[(4, "IV"), (1999, "MCMXCIX")]);
        check("lowerLetter", &[(1, "a"), (27, "aa")]);
        check("decimal", &[(7, "7")]);
        check("bullet", &[(7, "")]);
    }
}
