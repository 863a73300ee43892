//! What a name says about the thing it names: its head, whether it is one certain thing or a class of things.
//!
//! In: the text of one member of an enumeration. Knows nothing of clauses and verbs.

use std::sync::LazyLock;

use gangyao_normaliser::value::words::CharSet;

use super::lexicon::{
    CLASS, CLASS_PREFIX, COMMON, FIELD, GENERIC, HEADS, Head, PLACED, PLACES, PLAIN, PREDICATE, SCHEME,
};

/// A name without a bracket at its end and without quotes around the whole: 九龙湖大桥（一期） → 九龙湖大桥.
pub(super) fn without_bracket(name: &str) -> &str {
    let mut name = unquoted(name.trim());
    while name.ends_with(['）', ')']) {
        let Some(open) = name.rfind(['（', '(']) else { break };
        if open == 0 {
            break;
        }
        name = name[..open].trim_end();
    }
    name
}

/// A name without quotes around the whole.
pub(super) fn unquoted(name: &str) -> &str {
    let inner = [('“', '”'), ('"', '"')]
        .iter()
        .find_map(|(open, close)| name.strip_prefix(*open).and_then(|name| name.strip_suffix(*close)));
    match inner {
        Some(inner) if !inner.contains(['“', '”', '"']) => inner,
        _ => name,
    }
}

/// The last word of a name and its length in bytes, a bracket after it left out.
pub(super) fn head(name: &str) -> Option<(usize, Head)> {
    let bare = without_bracket(name);
    let found = HEADS.suffix(bare)?;
    // 地段, 思路, 防线 only end like a road.
    let common = || COMMON.suffix(bare).is_some_and(|(len, ())| len > found.0);
    (found.1 != Head::Infra || !common()).then_some(found)
}

/// The kind of the last word of a name.
pub(super) fn kind(name: &str) -> Option<Head> {
    head(name).map(|(_, kind)| kind)
}

/// A name without the closing 工程 or 项目 and the building works before it: 东街更新改造项目 → 东街.
pub(super) fn core(name: &str) -> &str {
    let mut rest = without_bracket(name);
    while let Some((len, Head::Project | Head::Action)) = HEADS.suffix(rest) {
        rest = rest[..rest.len() - len].trim_end_matches(['、', '及', '与', '和', '的']);
    }
    rest
}

/// A name without the closing 工程 or 项目.
pub(super) fn without_project(name: &str) -> &str {
    match HEADS.suffix(name) {
        Some((len, Head::Project)) => &name[..name.len() - len],
        _ => name,
    }
}

/// A name without its building works: 道路管网建设 → 道路管网.
pub(super) fn without_actions(name: &str) -> &str {
    let mut rest = without_bracket(name);
    while let Some((len, Head::Action)) = HEADS.suffix(rest) {
        rest = rest[..rest.len() - len].trim_end_matches(['、', '及', '与', '和', '的']);
    }
    rest
}

/// Characters that end the names of places: 新华镇, 解放路.
static PLACE_ENDS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(&["市区县旗镇乡村路街江河湖海山岭湾港岛沟桥城庄屯堡桥寺站线塘溪浦坝"]));

/// Provinces in one character, without those that are common words (新, 青, 宁); two together name a line or a link.
static PROVINCES: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(&["京津冀晋蒙辽沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇藏陕陇"]));

/// Whether a name holds something that only a certain thing has: the name of a place (西岭村古寺), a stage (二期),
/// a number (126省道, 第二十一中学), a section (A至B段); or the whole is a quoted name.
pub(super) fn is_specific(name: &str) -> bool {
    let name = name.trim();
    if unquoted(name).len() < name.len() || name.starts_with('第') || name.contains('至') {
        return true;
    }
    // 引江济淮; 川渝联网.
    if name.starts_with('引') && name.contains(['济', '入', '补']) {
        return true;
    }
    let counted = is_counted(name);
    let mut at = 0;
    // A place's end needs a name before it: 江岸公园 has none, 长江岸公园 has.
    let mut named = false;
    while let Some(c) = name[at..].chars().next() {
        if let Some((len, ())) = COMMON.prefix(&name[at..]) {
            at += len;
            named = false;
            continue;
        }
        if named && PLACE_ENDS.contains(c) || PLACES.prefix(&name[at..]).is_some() {
            return true;
        }
        if matches!(c, '期' | '号')
            && name[..at].ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
        {
            return true;
        }
        // PM2.5 is no number of a thing.
        let letter =
            name[..at].ends_with(|before: char| before.is_ascii_alphabetic() || "_-.".contains(before));
        if c.is_ascii_digit() && !counted && !letter {
            return true;
        }
        let province = PROVINCES.contains(c);
        if province && name[..at].ends_with(|before| PROVINCES.contains(before)) {
            return true;
        }
        named = true;
        at += c.len_utf8();
    }
    false
}

/// Whether a facility's name holds the name of a place; the facility's own word (集聚区) says nothing.
pub(super) fn is_placed(name: &str) -> bool {
    if unquoted(name).len() < name.len() {
        return true;
    }
    let bare = without_bracket(name);
    match HEADS.suffix(bare) {
        Some((len, Head::Facility | Head::Public | Head::Infra)) => {
            is_specific(&bare[..bare.len() - len])
                || name.strip_prefix(bare).is_some_and(|rest| !rest.is_empty() && is_specific(rest))
        }
        _ => is_specific(name),
    }
}

/// Whether a road, a line or a pipe is a certain one: 甲乙市域铁路, 解放路, 二通道; not 农村公路, 供水管网.
pub(super) fn is_certain_line(name: &str) -> bool {
    let bare = without_bracket(name);
    let Some((len, Head::Infra)) = head(bare) else { return false };
    let mut modifier = &bare[..bare.len() - len];
    if modifier.is_empty() || is_counted(bare) || begins_class(bare) || modifier.contains('的') {
        return false;
    }
    if modifier.ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']) {
        return true;
    }
    while let Some((len, ())) = PLAIN.prefix(modifier) {
        modifier = &modifier[len..];
    }
    !modifier.is_empty()
}

/// Whether a tail (抽水蓄能电站, 等 before it) names the kind of things whose places stand before 等.
pub(super) fn is_placed_kind(tail: &str) -> bool {
    let bare = without_bracket(tail);
    PLACED.suffix(bare).is_some_and(|(placed, ())| HEADS.suffix(bare).is_none_or(|(len, _)| placed >= len))
        || PLACED.suffix(bare).is_some() && matches!(HEADS.suffix(bare), Some((_, Head::Facility)))
}

/// Whether a member of an enumeration is only the place or the proper name of a thing that its tail names.
pub(super) fn is_bare_place(name: &str) -> bool {
    kind(name).is_none() && is_plausible(name)
}

/// The place of a thing that is told by its place: 白石 of 白石抽水蓄能电站.
pub(super) fn placed_name(name: &str) -> Option<&str> {
    let bare = without_bracket(name);
    let (len, ()) = PLACED.suffix(bare).filter(|_| is_placed_kind(bare))?;
    Some(&bare[..bare.len() - len])
}

/// Whether a name may be a place's: two to four Han characters, and no kind of energy (风电、光伏电站).
pub(super) fn is_proper_name(name: &str) -> bool {
    (2..=4).contains(&name.chars().count())
        && name.chars().all(gangyao_text::is_han)
        && is_bare_place(name)
        && FIELD.get(name).is_none()
        && !name.ends_with(['电', '伏', '能', '热', '气', '氢', '核', '水'])
}

/// Whether a name is that of a district or a town, which does something and is not built.
pub(super) fn is_administrative(name: &str) -> bool {
    name.ends_with(['省', '市', '县', '区', '旗', '镇', '乡'])
}

/// Whether a phrase may be a name at all: short, no statement, no class, no count.
pub(super) fn is_plausible(name: &str) -> bool {
    let longest = 40;
    name.chars().count() <= longest
        && !is_statement(name)
        && !is_counted(name)
        && !begins_class(name)
        && !name.contains('的')
}

/// Whether a phrase is a statement: 教共体覆盖所有学校, 床位数达到22张.
pub(super) fn is_statement(name: &str) -> bool {
    PREDICATE.occurs(name)
}

/// Measure words that count things: 50个, 300家.
static MEASURES: LazyLock<CharSet> = LazyLock::new(|| CharSet::of(&["个座条处家所项台套间批片辆名幢"]));

/// Ends of a quantity: 880公里, 20万亩.
const UNITS: [&str; 12] = ["公里", "米", "平方", "立方", "吨", "亩", "公顷", "元", "人", "张", "日", "%"];

/// Whether a number of things is meant: 服务中心50个, 3座水库, 管网880公里. The number in 5万吨级码头 and 126省道 is a name's.
pub(super) fn is_counted(name: &str) -> bool {
    let bare = ["以上", "左右", "以内"].iter().fold(name, |name, end| name.strip_suffix(end).unwrap_or(name));
    let ends_in_unit = UNITS.iter().any(|unit| bare.ends_with(unit));
    // 160公里老旧管网更新; a 5万吨级码头 is one.
    let number = name.trim_start_matches(|c: char| c.is_ascii_digit() || "万亿千百余.".contains(c));
    let unit = UNITS.iter().find_map(|unit| number.strip_prefix(unit));
    if number.len() < name.len() && unit.is_some_and(|after| !after.starts_with('级')) {
        return true;
    }
    let (mut digits, mut any) = (false, false);
    for c in name.chars() {
        if digits && (MEASURES.contains(c) || matches!(c, '余' | '多')) {
            return true;
        }
        digits = c.is_ascii_digit() || (digits && matches!(c, '万' | '亿' | '千' | '百' | '.'));
        any |= digits;
    }
    any && ends_in_unit
}

/// Whether the name begins as a class: 一批幼儿园, 各类老旧管道.
pub(super) fn begins_class(name: &str) -> bool {
    CLASS_PREFIX.prefix(name).is_some()
}

/// Ranks before a name.
const RANKS: [&str; 4] = ["国家级", "省级", "自治区级", "市级"];

/// How long a ranked name must be, in characters, to be that of one thing.
const LONG: usize = 4;

/// Whether a facility's name is that of one thing: it has a modifier that tells it from others, and no word that
/// makes a class of it.
pub(super) fn is_one_thing(name: &str) -> bool {
    let bare = without_bracket(name);
    let Some((len, _)) = HEADS.suffix(bare) else { return false };
    let modifier = &bare[..bare.len() - len];
    if begins_class(bare) || is_counted(bare) || modifier.contains('的') {
        return false;
    }
    // 省级集成电路中试基地: the rank of one thing, which a long name tells from others.
    let ranked = RANKS.iter().find_map(|rank| modifier.strip_prefix(rank));
    let bare = match ranked {
        Some(own) if own.chars().count() >= LONG => &bare[modifier.len() - own.len()..],
        _ => bare,
    };
    let mut plain = modifier;
    while let Some((len, ())) = PLAIN.prefix(plain) {
        plain = &plain[len..];
    }
    if plain.is_empty() {
        return false;
    }
    is_placed(name) || (modifier.chars().count() >= 2 && !CLASS.occurs(bare))
}

/// Whether the head is that of a thing of which a place has many: 高中, 医院.
pub(super) fn is_usually_many(name: &str) -> bool {
    ["高中", "学校", "小学", "中学", "幼儿园", "医院", "公园", "社区"].iter().any(|end| name.ends_with(end))
}

/// Whether 工程 or 项目 has a name before it: not 重大项目, 试点项目, 一批工程.
pub(super) fn names_a_project(name: &str) -> bool {
    let bare = without_bracket(name);
    let Some((len, Head::Project)) = HEADS.suffix(bare) else { return false };
    let mut rest = &bare[..bare.len() - len];
    // 重大公共文化项目: a great one of a kind.
    let great = ["重大", "重点", "标志性", "存量"].iter().any(|word| bare.starts_with(word));
    if great && !is_specific(name) {
        return false;
    }
    if is_scheme(bare) && !is_specific(name) {
        return false;
    }
    while let Some((len, ())) = GENERIC.suffix(rest) {
        rest = &rest[..rest.len() - len];
    }
    rest.chars().count() >= 2
        && core(bare).chars().count() >= 2
        && !begins_class(bare)
        && FIELD.get(rest).is_none()
        && !is_statement(bare)
        && (!rest.contains('的') || is_specific(name))
        && !(bare.ends_with("项目") && is_counted(bare))
}

/// Whether a project is a scheme in which many take part: 试点项目, “揭榜挂帅”项目.
pub(super) fn is_scheme(name: &str) -> bool {
    let rest = without_bracket(name).strip_suffix("项目");
    rest.is_some_and(|rest| SCHEME.suffix(rest).is_some() || rest.ends_with('”'))
}

/// Whether members of an enumeration are fields of policy (交通、能源、水利等重大项目), which name no project.
pub(super) fn are_fields<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let (mut fields, mut all) = (0usize, 0usize);
    for name in names {
        all += 1;
        fields += usize::from(FIELD.get(name.trim()).is_some());
    }
    fields * 2 > all
}

/// Words that ask for a status: the object is a title, no work.
const STATUS: [&str; 5] = ["申报", "争创", "创建", "申办", "申请"];

/// Whether a name speaks of an application for a status: 申报零碳园区.
pub(super) fn seeks_a_status(name: &str) -> bool {
    STATUS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        for (name, expected) in [
            ("甲乙医院", Some(Head::Facility)),
            ("九江大桥（一期）", Some(Head::Infra)),
            ("污水管网更新", Some(Head::Action)),
            ("山洪沟治理项目", Some(Head::Project)),
            ("体制机制", None),
            ("（）", None),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }

    #[test]
    fn cores() {
        for (name, expected) in [
            ("老旧街区更新改造项目", "老旧街区"),
            ("新建项目", ""),
            ("道路新建、改建与品质提升工程", "道路新建、改建与品质"),
            ("南岸医院", "南岸医院"),
        ] {
            assert_eq!(core(name), expected, "{name}");
        }
        assert_eq!(without_actions("妇幼中心标准化建设"), "妇幼中心");
    }

    #[test]
    fn specific_names() {
        for name in ["西岭村古寺", "东河二期", "126省道辅道", "“湖畔街区”", "第二十一中学食堂", "长江大桥"]
        {
            assert!(is_specific(name), "{name}");
        }
        for name in ["城市道路", "园区道路", "智能温室", "服务中心50个", "街道养老中心"]
        {
            assert!(!is_specific(name), "{name}");
        }
    }

    #[test]
    fn one_thing_or_a_class() {
        for name in ["草业技术创新中心", "公安重点实验室", "云城医院"] {
            assert!(is_one_thing(name), "{name}");
        }
        for name in
            ["数据中心", "省级研究型医院", "标准化托育服务中心", "一批幼儿园", "事务服务中心50个", "体系"]
        {
            assert!(!is_one_thing(name), "{name}");
        }
    }

    #[test]
    fn named_projects() {
        for name in ["山洪沟系统治理项目", "城市防护林工程", "高端养老社区项目"] {
            assert!(names_a_project(name), "{name}");
        }
        for name in
            ["重大项目", "一批重点工程", "零排放示范项目", "能源项目", "城中村项目126个", "强基础的重大项目"]
        {
            assert!(!names_a_project(name), "{name}");
        }
    }
}
