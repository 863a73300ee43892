//! Whether a number states something, or only names a thing: 500千伏, 三大行动, 10分钟健身圈, 5000亿级.
//!
//! What enters is a number with the text around it; what leaves is a yes or no. Precision comes first: a number that
//! might be part of a name is left out.

use gangyao_normaliser::value::measure::{Measure, Numbers};
use gangyao_normaliser::value::number::Script;
use gangyao_normaliser::value::unit::UnitKind;

use super::left::Left;
use super::scan::{Form, Found};
use super::words::Before;

/// True when the number is a quantity. `before` is the clause up to the number, `after` what follows unit and bound.
pub(super) fn is_quantity(text: &str, found: &Found, left: &Left, before: &str, after: &str) -> bool {
    match found.form {
        Form::Doubling => return !found.quoted,
        Form::Rank | Form::Top => return false,
        Form::Plain => {}
    }
    let measure = &found.measure;
    if found.quoted {
        return true;
    }
    if is_ratio_or_code(text, measure) || describes_a_thing(measure, after) {
        return false;
    }
    match measure.script {
        Script::Arabic => arabic(measure, left, before, after),
        Script::Chinese => !found.bracketed && chinese(text, measure, left, before, after),
        Script::Magnitude => !found.bracketed && magnitude(text, measure, left, before, after),
    }
}

/// 500千伏, 5000亿级, and what stands in quotes (“1571”) but for a standard of distance.
pub(super) fn only_names(text: &str, measure: &Measure, quoted: bool) -> bool {
    is_class(text, measure) || quoted && !is_distance_standard(text, measure)
}

/// 12.5米深水航道, 15个副省级城市之首: the number belongs to what it stands before.
fn describes_a_thing(measure: &Measure, after: &str) -> bool {
    let after = after.trim_start();
    let size = measure.kind() == Some(UnitKind::Amount)
        && after.starts_with(['深', '宽', '高', '长', '厚', '口', '跨', '直', '大'])
        && after.chars().nth(1).is_some_and(char::is_alphanumeric);
    size || after
        .split(['，', '、'])
        .next()
        .is_some_and(|noun| noun.ends_with("之首") || noun.ends_with("之一"))
}

/// 200米见绿、500米见园: a standard of distance.
pub(super) fn is_distance_standard(text: &str, measure: &Measure) -> bool {
    measure.kind() == Some(UnitKind::Amount) && text[measure.end..].trim_start().starts_with('见')
}

/// 500千伏, 3A级, 5000亿级, 10万吨级, 12号线.
fn is_class(text: &str, measure: &Measure) -> bool {
    let after = text[measure.end..].trim_start();
    measure.kind() == Some(UnitKind::Class)
        || after.starts_with(['级', '型', '制', '式', '号', '版', '届', '强'])
        || after.starts_with("字头")
}

/// 1:1.5, 3+2, 12345热线.
fn is_ratio_or_code(text: &str, measure: &Measure) -> bool {
    let after = &text[measure.end..];
    let digit_follows = |mark: char| {
        after
            .strip_prefix(mark)
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    [':', '：', '∶', '+', '＋', '/', '-', '—', '×', '*', '·'].into_iter().any(digit_follows)
        || measure.unit.is_none() && after.starts_with(['+', '＋', '〕', ']', '］', '/', '-'])
}

fn ends_clause(after: &str) -> bool {
    let after = after.trim_start();
    after.is_empty()
        || after.starts_with([
            '，', '。', '、', '；', '：', '！', '）', ')', ';', ',', '\n', '（', '和', '及', '与', '并',
        ])
        || after.starts_with("以及")
        || after.starts_with("——")
}

fn arabic(measure: &Measure, left: &Left, before: &str, after: &str) -> bool {
    let tied = left.linked || left.change.is_some() || left.bounds.approx;
    match measure.kind() {
        Some(UnitKind::Ratio) => true,
        Some(UnitKind::Amount | UnitKind::Count) => true,
        Some(UnitKind::Age) => before.contains("寿命") || before.contains("年龄") || before.contains("期望"),
        Some(UnitKind::Time) => duration(measure, left, before, after),
        Some(UnitKind::Class) => false,
        None => {
            let is_year = matches!(measure.numbers, Numbers::One(n) if (1900.0..=2100.0).contains(&n) && n.fract() == 0.0);
            let has_multiple = measure.more || matches!(measure.numbers, Numbers::One(n) if n >= 10_000.0);
            let metric = !left.noun.is_empty() || left.led;
            (tied && !is_year && metric && ends_clause(after)) || (has_multiple && tied && ends_clause(after))
        }
    }
}

/// A duration counts where it is what is measured: 压缩至0.5个工作日, 年均增加29天, 再延长三十年.
fn duration(measure: &Measure, left: &Left, before: &str, after: &str) -> bool {
    let is_year = matches!(measure.numbers, Numbers::One(n) if n >= 1000.0);
    let names_a_run = before.trim_end().ends_with("连续");
    if is_year || names_a_run {
        return false;
    }
    let prolonged = ["延长", "缩短", "提前", "再延长"].iter().any(|verb| before.trim_end().ends_with(verb));
    let changed = matches!(left.change, Some(Before::Rise | Before::Fall));
    let reached = left.linked && !left.noun.is_empty() && left.modal.is_some();
    (prolonged || changed || reached) && ends_clause(after)
}

fn chinese(text: &str, measure: &Measure, left: &Left, before: &str, after: &str) -> bool {
    let small = matches!(measure.numbers, Numbers::One(n) if n < 10.0);
    let unit = measure.unit_text(text).unwrap_or("");
    match measure.kind() {
        Some(UnitKind::Ratio) => match unit {
            "成" => {
                !after.starts_with(['为', '立', '果', '功', '本', '员', '年', '长', '效'])
                    && (left.linked || ends_clause(after) || measure.per.is_some())
            }
            "倍" => !after.starts_with(['体', '增']),
            "番" => false,
            _ => true,
        },
        Some(UnitKind::Amount) => {
            let word = unit.chars().count() >= 2 || matches!(unit, "亩" | "吨");
            (word || unit == "元" && !small) && !(small && unit == "标准煤")
        }
        Some(UnitKind::Count) => {
            // 三项制度 is a set, 新增两家 a count.
            if small {
                ends_with_count_verb(before) && !after.starts_with('大')
            } else {
                left.led || left.linked || measure.more
            }
        }
        Some(UnitKind::Time) => duration(measure, left, before, after) && !small,
        _ => false,
    }
}

fn ends_with_count_verb(before: &str) -> bool {
    ["新增", "新建", "建成", "净增", "新设", "新认定", "新获批"]
        .iter()
        .any(|verb| before.trim_end().ends_with(verb))
}

/// 利润过百亿, 打造百家“青年小店”; not 百亿级, 亿元以上项目, 千家万户.
fn magnitude(text: &str, measure: &Measure, left: &Left, before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let large = matches!(measure.numbers, Numbers::One(n) if n >= 100.0);
    let exceeds = ["过", "超", "超过", "突破", "破", "达", "达到"].iter().any(|word| before.ends_with(word));
    match measure.kind() {
        None => exceeds && !left.noun.is_empty() && (ends_clause(after) || after.starts_with('的')),
        Some(UnitKind::Amount) => {
            exceeds && !left.noun.is_empty() && text[measure.start..measure.number_end].chars().count() > 1
        }
        Some(UnitKind::Count) => {
            large && (exceeds && !left.noun.is_empty() || left.led && left.noun.is_empty())
        }
        _ => false,
    }
}
