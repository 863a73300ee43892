//! The catalogue of indicators: many names, one concept.
//!
//! What enters is an indicator's name with its sub-name and unit, what leaves is the code of a concept in
//! `data/concepts.tsv`: 地区生产总值增长, 地区生产总值年均增速 and GDP年均增长率 are `gdp-growth`. A name that the catalogue does not know
//! has no concept; a doubtful match is none.

mod key;

use key::{Class, Key};

/// A concept of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Stable code, kebab-case English.
    pub code: &'static str,
    /// Usual Chinese name.
    pub name: &'static str,
    /// Usual unit; empty for a ratio without one.
    pub unit: &'static str,
    /// Which way is better.
    pub direction: Direction,
    /// Ordinal of the five-year plan that first named it.
    pub since: u8,
}

/// Which way an indicator gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    None,
}

/// All concepts, in the catalogue's order.
#[must_use]
pub fn all() -> &'static [Concept] {
    CONCEPTS
}

/// The code of the concept that an indicator measures.
///
/// ```
/// use gangyao_extractor::concept::concept;
/// assert_eq!(concept("GDP年均增长率", None, Some("%")), Some("gdp-growth"));
/// assert_eq!(concept("地区生产总值", None, Some("亿元")), Some("gdp"));
/// assert_eq!(concept("每千人口拥有医护人员数", Some("注册护士数"), Some("人")), Some("nurses-per-thousand"));
/// assert_eq!(concept("敕勒川草原驻场演出", None, None), None);
/// ```
#[must_use]
pub fn concept(name: &str, sub_name: Option<&str>, unit: Option<&str>) -> Option<&'static str> {
    if name.len() + sub_name.map_or(0, str::len) > MAX_NAME_BYTES {
        return None;
    }
    let Some(sub) = sub_name.filter(|sub| !sub.is_empty()) else { return find(&Key::of(name), unit) };
    // 每千人口拥有医护人员数 / 注册护士数: the measure of the name, the noun of the sub-name.
    let per = ["每千", "每万", "每百"].iter().find_map(|per| {
        let start = name.find(per)?;
        let end = start + name[start..].find("人口").or_else(|| name[start..].find('人'))?;
        let word = if name[end..].starts_with("人口") { "人口" } else { "人" };
        Some(&name[start..end + word.len()])
    });
    let joined = per.and_then(|per| find(&Key::of(&format!("{per}{sub}")), unit));
    joined.or_else(|| find(&Key::of(&format!("{name}{sub}")), unit))
}

/// Longer names are no indicators of the catalogue.
const MAX_NAME_BYTES: usize = 300;

// CONCEPTS: all concepts, in the catalogue's order. NAMES: class, stem and concept of names and synonyms, in order. PATTERNS:
// class, pieces between the stars, concept. `build/concepts.rs` makes them of `data/concepts.tsv`.
include!(concat!(env!("OUT_DIR"), "/concepts.rs"));

/// The concept that claims a normal form.
fn named(class: Class, stem: &str) -> Option<&'static Concept> {
    let at = NAMES.binary_search_by(|&(c, s, _)| (c, s).cmp(&(class, stem))).ok()?;
    Some(&CONCEPTS[usize::from(NAMES[at].2)])
}

fn find(key: &Key, unit: Option<&str>) -> Option<&'static str> {
    let unit = unit.map(|unit| unit.trim_matches(['（', '）', '(', ')']));
    let found = named(key.class, &key.stem);
    // 地区生产总值（%） is its growth.
    if key.class == Class::Level
        && unit == Some("%")
        && found.is_some_and(|level| level.unit != "%")
        && let Some(growth) = named(Class::Growth, &key.stem)
    {
        return Some(growth.code);
    }
    if let Some(found) = found {
        return compatible(found.unit, unit).then_some(found.code);
    }
    let mut patterns =
        PATTERNS.iter().map(|&(class, pieces, at)| (class, pieces, &CONCEPTS[usize::from(at)]));
    patterns
        .find(|&(class, pieces, concept)| {
            class == key.class && matches(pieces, &key.stem) && compatible(concept.unit, unit)
        })
        .map(|(_, _, concept)| concept.code)
}

/// A share measured in 亿元 is something else.
fn compatible(usual: &str, unit: Option<&str>) -> bool {
    match unit {
        None => true,
        Some(unit) => {
            (usual == "%") == (unit == "%")
                || matches!(unit, "" | "‰" | "百分点" | "个百分点")
                || usual.is_empty()
        }
    }
}

/// Whether a stem is the pieces of a pattern in order, the first at its start and the last at its end.
fn matches(pieces: &[&str], stem: &str) -> bool {
    let [first, middle @ .., last] = pieces else { return pieces.first().is_some_and(|only| *only == stem) };
    let Some(mut rest) = stem.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    for piece in middle {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, unit: &str, expected: Option<&str>) {
        let unit = (!unit.is_empty()).then_some(unit);
        assert_eq!(concept(name, None, unit), expected, "{name}");
    }

    #[test]
    fn indicators_of_special_plans() {
        for (name, unit, code) in [
            ("区级一般公共预算收入年均增速", "%", Some("fiscal-revenue-growth")),
            ("全社会研发经费支出相当于全区生产总值的比例", "%", Some("rd-intensity")),
            ("地级城市细颗粒物（PM2.5）浓度", "μg/m3", Some("pm25")),
            ("街道（乡镇）区域养老服务中心覆盖率", "%", Some("elderly-centre-coverage")),
            ("个人卫生支出占卫生总费用比重", "%", Some("out-of-pocket-share")),
            ("年均每百万人口因自然灾害死亡率", "", Some("disaster-deaths-per-million")),
            ("化学需氧量重点工程减排量", "万吨", Some("cod-cut")),
            ("化学需氧量排放减少", "%", Some("cod-drop")),
            ("县级旅游厕所数量", "座", None),
        ] {
            check(name, unit, code);
        }
    }

    #[test]
    fn indicators_of_digital_energy_and_county_plans() {
        for (name, unit, code) in [
            ("全国网上零售额", "万亿元", Some("online-retail")),
            ("网络零售额", "亿元", Some("online-retail")),
            ("设立老年医学科的二级及以上综合性医院占比", "%", Some("geriatric-departments")),
            ("电能占终端用能比重", "%", Some("electrification-rate")),
            ("发电装机总容量", "万千瓦", Some("power-capacity")),
            ("新建建筑中绿色建筑比例", "%", Some("green-building-share")),
            ("每万名劳动者中高技能人才数", "人", Some("skilled-workers-per-10k")),
            ("农产品加工业产值与农业总产值之比", "", Some("farm-processing-ratio")),
            ("养老床位数", "张", Some("elderly-beds")),
            ("每千名老年人养老床位数", "张", Some("elderly-beds-per-thousand")),
        ] {
            check(name, unit, code);
        }
    }

    #[test]
    fn the_catalogue_is_sound() {
        assert!(all().len() >= 150);
        let mut codes: Vec<&str> = all().iter().map(|concept| concept.code).collect();
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "codes are unique");
        for concept in all() {
            assert!((6..=15).contains(&concept.since), "{}", concept.code);
            assert!(
                concept.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                concept.code
            );
            assert_eq!(
                super::concept(concept.name, None, Some(concept.unit)),
                Some(concept.code),
                "{}",
                concept.name
            );
        }
    }

    #[test]
    fn growth_is_apart_from_its_level() {
        for name in
            ["地区生产总值增长", "地区生产总值年均增速", "GDP年均增长率", "地区生产总值（GDP）年均增长"]
        {
            check(name, "%", Some("gdp-growth"));
        }
        check("地区生产总值", "亿元", Some("gdp"));
        check("地区生产总值", "%", Some("gdp-growth"));
        check("居民人均可支配收入", "元", Some("income-per-capita"));
        check("居民人均可支配收入增长", "", Some("income-growth"));
        check("全员劳动生产率增长", "%", Some("labour-productivity-growth"));
        check("全员劳动生产率", "万元/人", Some("labour-productivity"));
    }

    #[test]
    fn many_names_are_one_concept() {
        check("研究与试验发展（R&D）经费支出与地区生产总值之比", "%", Some("rd-intensity"));
        check("全社会研发经费支出占GDP比重", "%", Some("rd-intensity"));
        check("每万人高价值发明专利拥有量", "件", Some("high-value-patents-per-10k"));
        check("细颗粒物（PM2.5）年均浓度", "微克/立方米", Some("pm25"));
        check("细颗粒物(PM_{2.5})浓度", "微克/立方米", Some("pm25"));
        check("每千人口拥有0－3岁婴幼儿托位数", "个", Some("nursery-places-per-thousand"));
        check("单位GDP用水量下降率", "%", Some("water-intensity-drop"));
        check("数字经济核心产业增加值占GDP比重", "%", Some("digital-economy-core-share"));
        check("城乡居民收入倍差", "", Some("income-ratio"));
    }

    #[test]
    fn a_doubtful_name_has_no_concept() {
        check("石墨烯产业增加值", "亿元", None);
        check("森林", "", None);
        check("增长", "%", None);
        check("", "", None);
        check("森林覆盖率", "万亩", None);
    }

    #[test]
    fn like_names_are_apart() {
        for (name, unit, code) in [
            ("每千人口床位数", "张", Some("beds-per-thousand")),
            ("每千人口公立医院床位数", "张", Some("public-hospital-beds-per-thousand")),
            ("公立医院床位数", "张", Some("public-hospital-beds")),
            ("可再生能源装机占比", "%", Some("renewable-share")),
            ("新能源装机占比", "%", Some("new-energy-share")),
            ("非化石能源发电装机占比", "%", Some("non-fossil-capacity-share")),
            ("城乡社区综合服务设施覆盖率", "%", Some("community-service-coverage")),
            ("社区养老服务设施覆盖率", "%", Some("community-elderly-coverage")),
            ("县域内就诊率", "%", Some("in-county-visits")),
            ("县域内住院率", "%", Some("in-county-hospitalisation")),
            ("规上工业企业数字化改造覆盖率", "%", Some("digital-upgrade-coverage")),
            ("全社会用电量", "亿千瓦时", Some("power-consumption")),
        ] {
            check(name, unit, code);
        }
        let sub = concept("每千人口床位数", Some("公立医院床位数"), Some("张"));
        assert_eq!(sub, Some("public-hospital-beds-per-thousand"));
    }

    #[test]
    fn sub_names_count() {
        let sub = |name, sub| concept(name, Some(sub), None);
        assert_eq!(sub("每千人口拥有医护人员数", "执业（助理）医师数"), Some("doctors-per-thousand"));
        assert_eq!(sub("生产安全事故", "起数下降"), Some("work-safety-accidents-drop"));
        assert_eq!(sub("生产安全事故", "死亡人数下降"), Some("work-safety-deaths-drop"));
        assert_eq!(sub("每千人口拥有医护人员数", "药师数"), None);
    }
}
