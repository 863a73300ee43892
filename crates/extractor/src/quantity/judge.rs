//! Whether a number states something, or only names a thing: 500千伏, 三大行动, 10分钟健身圈, 5000亿级.
//!
//! What enters is a number with the text around it; what leaves is a yes or no. Precision comes first: a number that
//! might be part of a name is left out.

use gangyao_normaliser::value::bound::Bounds;
use gangyao_normaliser::value::measure::{Measure, Numbers};
use gangyao_normaliser::value::number::Script;
use gangyao_normaliser::value::unit::UnitKind;

use super::left::Left;
use super::right;
use super::scan::{Form, Found};
use super::words::{self, Before, Opening};

/// The words around a number, and what else is known of its place.
pub(super) struct Around<'a> {
    /// The clause up to the number.
    pub(super) before: &'a str,
    /// What follows unit and bound, up to the next token.
    pub(super) after: &'a str,
    /// The metric stands in front of a baseline: 倍差从1.77缩小至1.62.
    pub(super) elided: bool,
    /// The metric of the number before; empty where there is none.
    pub(super) earlier: &'a str,
    /// It has a bound.
    pub(super) bounded: bool,
    /// The number of a measure word or a share comes next.
    pub(super) count_follows: bool,
    /// A number of any kind comes next.
    pub(super) number_follows: bool,
    /// A share comes next, and a link stands before it.
    pub(super) share_follows: bool,
    /// Another count stands right before it: 一个5000平方米以上的市场.
    pub(super) count_before: bool,
    /// A rank comes next in the clause, and a verb of ranking stands before: 居全省88家开发区第11位.
    pub(super) ranked: bool,
}

/// True when the number is a quantity.
pub(super) fn is_quantity(text: &str, found: &Found, left: &Left, around: &Around<'_>) -> bool {
    let &Around { before, after, .. } = around;
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
    if around.ranked || is_to_one(text, measure) && !compares(text, left, around) {
        return false;
    }
    // 远低于发达国家70%的水平 tells what others reach.
    if left.compared && after.trim_start().starts_with('的') {
        return false;
    }
    // 占全国1/3以上 states a share, 三分之一的人 is an aside.
    if measure.is_fraction()
        && !(left.linked || left.change.is_some() || left.bounds.approx || around.bounded)
    {
        return false;
    }
    match measure.script {
        Script::Arabic => arabic(text, measure, left, around),
        Script::Chinese => !found.bracketed && chinese(text, measure, left, before, after),
        Script::Magnitude => !found.bracketed && magnitude(text, measure, left, before, after),
    }
}

/// 500千伏, 5000亿级, and what stands in quotes (“1571”) but for a standard of distance.
pub(super) fn only_names(text: &str, measure: &Measure, quoted: bool) -> bool {
    is_class(text, measure)
        || quoted && !is_distance_standard(text, measure)
        || is_word(text, measure)
        || text[..measure.start].ends_with('±')
}

/// 一体, 三农, 万亿级, 六个一类: a small or bare Chinese numeral that no verb of counting stands before.
fn is_word(text: &str, measure: &Measure) -> bool {
    let small = matches!(measure.numbers, Numbers::One(n) if n < 10.0);
    let before = &text[..measure.start];
    let bare = measure.kind().is_none();
    let exceeded =
        ["过", "超", "破", "达", "达到", "近"].iter().any(|word| before.trim_end().ends_with(word));
    match measure.script {
        Script::Arabic => false,
        Script::Chinese => {
            // 二次供水, 三元区, 一点: of the physical units only the plain ones are counted in small numerals.
            let odd = measure.kind() == Some(UnitKind::Amount)
                && measure
                    .unit_text(text)
                    .is_some_and(|unit| unit.chars().count() == 1 && unit != "亩" && unit != "吨");
            let counted = measure.kind() == Some(UnitKind::Count) && !ends_with_count_verb(before);
            small && (bare || odd || counted)
        }
        Script::Magnitude => bare && !exceeded,
    }
}

/// 12.5米深水航道, 15个副省级城市之首: the number belongs to what it stands before.
fn describes_a_thing(measure: &Measure, after: &str) -> bool {
    let after = after.trim_start();
    let size = measure.kind() == Some(UnitKind::Amount)
        && ["范围", "覆盖率", "深", "宽", "厚", "口径", "主跨", "跨径", "直径"]
            .iter()
            .any(|word| after.starts_with(word));
    size || after
        .split(['，', '、'])
        .next()
        .is_some_and(|noun| noun.ends_with("之首") || noun.ends_with("之一"))
}

/// 1亿元以上制造业项目322个, 收入超10亿元的供应商40余家: money that sorts what is counted.
pub(super) fn is_threshold(text: &str, measure: &Measure, left: &Left, around: &Around<'_>) -> bool {
    let after = around.after.trim_start();
    // 建成一个5000平方米以上的市场: it sorts what the count before it counts.
    if around.bounded && around.count_before && after.starts_with('的') {
        return true;
    }
    // 超过500家规模的集群, 超过1000人规模的学校: how large what is meant is.
    if around.bounded && after.starts_with("规模的") {
        return true;
    }
    // 学生超过2000人的学校设立医务室, 单户授信1000万元以下小微企业贷款利率下降.
    if around.bounded && (sorts_a_subject(measure, left, after) || sorts_by_money(measure, left, after)) {
        return true;
    }
    // 对设备投资500万元以上的项目给予补助.
    let sorted =
        after.strip_prefix('的').is_some_and(|noun| THINGS.iter().any(|thing| noun.starts_with(thing)));
    let of_money = measure.kind() == Some(UnitKind::Amount) && !left.led && !left.reached;
    if around.bounded && of_money && sorted && !around.count_follows {
        return true;
    }
    // 500万人口以上城市.
    if around.bounded && measure.unit_text(text) == Some("人口") && !after.is_empty() {
        return true;
    }
    let sorts = after.starts_with(|c: char| c.is_alphanumeric() && c != '的')
        && !["资金", "投资", "产值", "营收"].iter().any(|word| after.starts_with(word));
    // 30户以上自然村通硬化路比例达到90%, 10万元以上的村占比达到80%: what it sorts has a share of its own.
    if around.bounded && around.share_follows && !left.led && !left.linked {
        return true;
    }
    // 产值超百亿元企业5家: nothing but a noun stands between the money and the count.
    let noun_follows = after.starts_with(char::is_alphanumeric) && words::first_end(after) == after.len();
    let sorted = noun_follows && !left.reached && words::opening(after).is_none();
    // 20年一遇以上堤防126公里.
    let number_follows = around.count_follows
        || around.number_follows && measure.unit_text(text).is_some_and(|unit| unit.ends_with("一遇"));
    if around.bounded && sorted && number_follows && measure.kind() == Some(UnitKind::Amount) {
        return true;
    }
    let stands_before = left.noun.is_empty() && (sorts || !left.led && after.is_empty());
    let alone = left.noun.is_empty() && !left.led && sorts;
    measure.kind() == Some(UnitKind::Amount)
        && around.bounded
        && (alone || around.count_follows && (stands_before || after.starts_with('的')))
}

/// 学生超过2000人的学校设立医务室: a noun that goes on with a verb is no end that is reached (超过2000人的目标).
fn sorts_a_subject(measure: &Measure, left: &Left, after: &str) -> bool {
    let Some(noun) = after.strip_prefix('的') else { return false };
    let counts = measure.kind() == Some(UnitKind::Count) && !left.noun.is_empty();
    counts && !left.led && !left.reached && goes_on(noun) && !right::speaks_of_number(noun)
}

/// 单户授信1000万元以下小微企业贷款利率下降: the bound stands between the money and the noun that it sorts.
fn sorts_by_money(measure: &Measure, left: &Left, after: &str) -> bool {
    // 鼓励年用电量1000万千瓦时以上企业建设储能: the verb governs those whom the money or the size sorts.
    let named = SORTED.iter().find_map(|noun| after.strip_prefix(noun));
    let told = left.linked || left.led && named.is_none() || left.noun.is_empty() || left.change.is_some();
    let bound_is_behind = left.bounds == Bounds::default();
    let is_noun = matches!(words::opening(after), None | Some((_, Opening::Keep)));
    let noun_follows = after.starts_with(gangyao_text::is_han) && is_noun;
    let goes_on = goes_on(after) || named.is_some_and(|rest| rest.starts_with(gangyao_text::is_han));
    measure.kind() == Some(UnitKind::Amount) && !told && bound_is_behind && noun_follows && goes_on
}

/// What a size sorts, behind 的.
const THINGS: [&str; 6] = ["项目", "企业", "单位", "工程", "园区", "用户"];

/// Who or what is sorted by a size.
const SORTED: [&str; 8] = ["企业", "单位", "用户", "机构", "园区", "商户", "市场主体", "经营主体"];

/// A verb stands behind the noun that the stretch begins with.
fn goes_on(stretch: &str) -> bool {
    words::first_end(stretch) < stretch.trim_end().len() || words::last_cut(stretch).is_some()
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
        // 30万吨级航道: no unit is read there, since it goes on as a class.
        || measure.unit.is_none() && after.starts_with("吨级")
}

/// 1:1.5, 3+2, 12345热线.
fn is_ratio_or_code(text: &str, measure: &Measure) -> bool {
    let after = &text[measure.end..];
    let digit_follows = |mark: char| {
        after
            .strip_prefix(mark)
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    // 420万千瓦/840万千瓦时: both are measured.
    let pair = after.strip_prefix('/').is_some_and(|rest| {
        let second = gangyao_normaliser::value::measure::measure_at(rest, 0);
        second.is_some_and(|second| second.kind() == Some(UnitKind::Amount))
    });
    if pair && measure.kind() == Some(UnitKind::Amount) {
        return false;
    }
    [':', '：', '∶', '+', '＋', '/', '-', '—', '×', '*', '·'].into_iter().any(digit_follows)
        || measure.unit.is_none() && after.starts_with(['+', '＋', '〕', ']', '］', '/', '-'])
}

/// 2.23:1.
fn is_to_one(text: &str, measure: &Measure) -> bool {
    measure.unit.is_none() && text[measure.number_end..measure.end].starts_with([':', '：', '∶'])
}

/// 城乡居民收入比缩小到2.23:1 states a ratio; 按2:1配套 does not.
fn compares(text: &str, left: &Left, around: &Around<'_>) -> bool {
    let noun = &text[left.noun.clone()];
    around.elided || ["比", "比例", "比值", "倍差", "差距"].iter().any(|word| noun.ends_with(word))
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

fn arabic(text: &str, measure: &Measure, left: &Left, around: &Around<'_>) -> bool {
    let &Around { before, after, elided, earlier, .. } = around;
    let tied = left.linked || left.change.is_some() || left.bounds.approx;
    let names_follow = left.noun.is_empty() && after.trim_start().starts_with(|c: char| c.is_alphanumeric());
    match measure.kind() {
        Some(UnitKind::Ratio) => true,
        Some(UnitKind::Amount | UnitKind::Count) => true,
        Some(UnitKind::Age) => {
            let of_age = |text: &str| ["寿命", "年龄", "期望"].iter().any(|word| text.contains(word));
            // 人均预期寿命77.3岁，提高1.1岁.
            of_age(before) || left.noun.is_empty() && left.change.is_some() && of_age(earlier)
        }
        // 平均受教育年限由10.35年提高到11.2年.
        Some(UnitKind::Time) => {
            elided && left.linked && ends_clause(after) || duration(text, measure, left, before, after)
        }
        Some(UnitKind::Class) => false,
        None => {
            let is_year = matches!(measure.numbers, Numbers::One(n) if (1900.0..=2100.0).contains(&n) && n.fract() == 0.0);
            let has_multiple = text[measure.start..measure.number_end].contains(['万', '亿']);
            // 比值为2.04，比上年缩小0.03: what changes was told before.
            let is_whole = matches!(measure.numbers, Numbers::One(n) if n.fract() == 0.0);
            let changed = left.change.is_some() && !is_whole && !earlier.is_empty();
            let metric = !left.noun.is_empty() || left.led || elided || changed;
            // 容积率0.9左右: a rate needs no verb.
            let is_rate = ["率", "系数", "指数"].iter().any(|word| text[left.noun.clone()].ends_with(word));
            let tied = tied || is_rate && !is_whole;
            // 为28.4万重点群体提供帮扶: people may be counted without a measure word.
            let of_people =
                ["人口", "人数", "户数"].iter().any(|word| text[left.noun.clone()].ends_with(word));
            let people =
                has_multiple && !is_year && (names_follow || (tied || of_people) && ends_clause(after));
            (tied && !is_year && metric && ends_clause(after)) || people
        }
    }
}

/// What a duration measures.
const OF_TIME: [&str; 6] = ["年限", "天数", "时长", "时间", "工期", "周期"];

/// A duration counts where it is what is measured: 压缩至0.5个工作日, 优良天数321天, 年均增加29天, 再延长三十年.
fn duration(text: &str, measure: &Measure, left: &Left, before: &str, after: &str) -> bool {
    let is_year = matches!(measure.numbers, Numbers::One(n) if n >= 1000.0);
    let names_a_run = before.trim_end().ends_with("连续");
    if is_year || names_a_run {
        return false;
    }
    let prolonged = ["延长", "缩短", "提前", "再延长"].iter().any(|verb| before.trim_end().ends_with(verb));
    let changed = matches!(left.change, Some(Before::Rise | Before::Fall));
    let reached = left.linked && !left.noun.is_empty() && left.modal.is_some();
    let named = OF_TIME.iter().any(|noun| text[left.noun.clone()].ends_with(noun));
    (prolonged || changed || reached || named || left.gained) && ends_clause(after)
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
            "倍" => left.linked || left.change.is_some() || ends_clause(after),
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
        Some(UnitKind::Time) => duration(text, measure, left, before, after) && !small,
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
    // 百名企业家培养计划 is a name.
    let noun = after.split(['，', '、', '。']).next().unwrap_or(after);
    if ["计划", "工程", "行动"].iter().any(|head| noun.trim_end().ends_with(head)) {
        return false;
    }
    match measure.kind() {
        None => exceeds && !left.noun.is_empty() && (ends_clause(after) || after.starts_with('的')),
        Some(UnitKind::Amount) => {
            exceeds && !left.noun.is_empty() && text[measure.start..measure.number_end].chars().count() > 1
        }
        Some(UnitKind::Count) => large && (exceeds || left.bounds.approx || left.led && left.noun.is_empty()),
        _ => false,
    }
}
