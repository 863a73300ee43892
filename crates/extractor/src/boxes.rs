//! What a box (专栏) holds: named undertakings, indicators, or text.
//!
//! In: the box's title, the names of its items, and what its table is about. Out: [`BoxContent`]. The wording of the items
//! decides: 农业提升工程, 领军人才聚集行动, 完善人才机制 are undertakings; 物流服务, 国家实验室 are fields. A title that counts
//! its items as undertakings (十大标志性工程) speaks for them. Refuses to know how a box was found.

use std::sync::LazyLock;

use gangyao_model::BoxContent;

use crate::project::lexicon::{Lexicon, VERBS, Verb};

/// What the table of a box is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxTable {
    /// The box has none.
    None,
    /// Its rows are indicators.
    Indicators,
    /// Its rows are projects (see [`crate::project::from_grid`]).
    Projects,
    /// Something else.
    Other,
}

/// What a readable box holds.
///
/// ```
/// use gangyao_extractor::boxes::{BoxTable, content};
/// use gangyao_model::BoxContent;
/// let items = ["领军人才聚集行动", "青年人才招引行动"];
/// assert_eq!(content("人才行动", &items, BoxTable::None), BoxContent::Projects);
/// assert_eq!(content("重点领域", &["物流服务", "科技服务"], BoxTable::None), BoxContent::Text);
/// ```
#[must_use]
pub fn content(title: &str, items: &[&str], table: BoxTable) -> BoxContent {
    match table {
        BoxTable::Indicators => return BoxContent::Indicators,
        BoxTable::Projects => return BoxContent::Projects,
        BoxTable::None | BoxTable::Other => {}
    }
    let title = without_bracket(title);
    if counts_undertakings(title) {
        return BoxContent::Projects;
    }
    if items.is_empty() {
        // The table of a box of this title was not found to be one: it holds indicators nevertheless.
        let indicators = table == BoxTable::None && (title.ends_with("指标") || title.ends_with("指标体系"));
        return if indicators { BoxContent::Indicators } else { BoxContent::Text };
    }
    let undertakings = items.iter().filter(|name| is_undertaking(name)).count();
    if undertakings * 2 > items.len() || names_great_works(title) {
        BoxContent::Projects
    } else {
        BoxContent::Text
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    End,
    Ambiguous,
}

static ENDS: LazyLock<Lexicon<Word>> = LazyLock::new(|| words(Word::End));
static AMBIGUOUS: LazyLock<Lexicon<Word>> = LazyLock::new(|| words(Word::Ambiguous));

fn words(wanted: Word) -> Lexicon<Word> {
    Lexicon::parse(include_str!("../data/undertakings.tsv"), |kind| {
        let kind = match kind {
            "end" => Word::End,
            "ambiguous" => Word::Ambiguous,
            _ => return None,
        };
        (kind == wanted).then_some(kind)
    })
}

/// A name of this many characters that begins with 开发 or 创新 is a phrase with a verb, a shorter one a noun.
const PHRASE: usize = 9;

/// Whether an item's name says that something is to be carried out.
fn is_undertaking(name: &str) -> bool {
    let name = without_bracket(name.trim());
    if ENDS.suffix(name).is_some_and(|(len, _)| len < name.len()) {
        return true;
    }
    // 为企业办实事: a purpose with its verb.
    if let Some(purpose) = name.strip_prefix('为') {
        return ["办", "降", "解", "减", "提供", "创造"].iter().any(|verb| purpose.contains(verb));
    }
    begins_with_verb(name)
}

/// 完善人才机制, 积极参与建设: a verb at the start, adverbs before it left out.
fn begins_with_verb(name: &str) -> bool {
    let mut at = 0;
    while let Some((len, verb)) = VERBS.prefix(&name[at..]) {
        if AMBIGUOUS.get(&name[at..at + len]).is_some() {
            return name.chars().count() >= PHRASE && !name.ends_with(['类', '区', '者']);
        }
        match verb {
            Verb::Adverb => at += len,
            Verb::LeadIn | Verb::List => return false,
            _ => return at + len < name.len(),
        }
    }
    false
}

/// 十大工程, 六大重点行动, 三大机制改革: the title counts its items as undertakings. 五大领域提质发展工程 counts fields.
fn counts_undertakings(title: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十两百0123456789";
    title.match_indices(['大', '项']).any(|(at, mark)| {
        let counted = title[..at].ends_with(|c| NUMERALS.contains(c));
        let what = &title[at + mark.len()..];
        counted
            && what.chars().count() <= 6
            && !what.contains("领域")
            && UNDERTAKINGS.iter().any(|end| what.ends_with(end))
    })
}

const UNDERTAKINGS: [&str; 6] = ["工程", "行动", "改革", "计划", "项目", "任务"];

/// 农业重点工程, 交通重大项目, 重大基础设施建设项目: the title calls what it holds works. 重点领域专利导航工程 names one work
/// that has fields.
fn names_great_works(title: &str) -> bool {
    const GREAT: [&str; 3] = ["重点", "重大", "标志性"];
    // 教育重点建设项目清单.
    let title = ["清单", "一览", "库", "表"].iter().find_map(|end| title.strip_suffix(end)).unwrap_or(title);
    let stands_before = UNDERTAKINGS
        .iter()
        .filter_map(|end| title.strip_suffix(end))
        .map(|start| start.strip_suffix("建设").unwrap_or(start))
        .any(|start| GREAT.iter().any(|great| start.ends_with(great)));
    let opens = ["工程", "项目"].iter().any(|end| title.ends_with(end))
        && GREAT.iter().any(|great| title.starts_with(great))
        && !title.contains("领域");
    stands_before || opens
}

/// 防洪减灾工程, 重大平台和项目: the title says that works stand in the box, if its items name any.
#[must_use]
pub fn holds_works(title: &str) -> bool {
    let title = without_bracket(title);
    ["工程", "项目"].iter().any(|end| title.ends_with(end))
}

/// A title without （附图1） at its end.
fn without_bracket(title: &str) -> &str {
    let title = title.trim();
    match title.rfind(['（', '(']) {
        Some(open) if title.ends_with(['）', ')']) && open > 0 => title[..open].trim_end(),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, items: &[&str], expected: BoxContent) {
        assert_eq!(content(title, items, BoxTable::None), expected, "{title}: {items:?}");
    }

    #[test]
    fn items_that_are_undertakings() {
        check("人才行动", &["领军人才聚集行动", "青年招引行动"], BoxContent::Projects);
        check("改革", &["完善科技成果转化机制", "探索建立特殊通道", "优化引育机制"], BoxContent::Projects);
        check("监测", &["生态监测网络建设", "数据产品能力建设"], BoxContent::Projects);
        check(
            "旅游国际化工程",
            &["开发具有吸引力的旅游产品", "塑造品牌", "优化环境建设"],
            BoxContent::Projects,
        );
        check("服务改革", &["为企办实事", "为企降成本", "为企解难题"], BoxContent::Projects);
        check("断头路", &["续建工程", "新建工程"], BoxContent::Projects);
    }

    #[test]
    fn items_that_are_fields() {
        check("领域", &["信息服务", "现代物流", "商务服务"], BoxContent::Text);
        check("集群建设工程", &["国家实验室（基地）", "重大科技基础设施"], BoxContent::Text);
        check("软件提升行动", &["研发设计类软件", "生产制造类软件", "新型软件"], BoxContent::Text);
        check("保障", &["医疗保险", "失业保险", "社会救助"], BoxContent::Text);
        check("空间结构", &["“一带”", "“两环”"], BoxContent::Text);
        check("平台", &["科技创新平台", "创新平台"], BoxContent::Text);
    }

    #[test]
    fn titles_that_count() {
        check("重大投资十大工程", &["制造业领域", "交通领域"], BoxContent::Projects);
        check("民生领域十大标志性工程", &["乐业"], BoxContent::Projects);
        check("为企服务三大机制改革", &["甲", "乙"], BoxContent::Projects);
        check("服务业五大领域提质发展工程", &["物流服务", "科技服务"], BoxContent::Text);
        check("重大科技基础设施", &["物流服务"], BoxContent::Text);
        check("交通重大项目", &["航空", "公路"], BoxContent::Projects);
        check("教育重点建设项目", &["东山中学新校区", "西山实训基地"], BoxContent::Projects);
        check("交通重大项目清单", &["东山大桥", "西山隧道"], BoxContent::Projects);
        check("产业集群建设重点", &["牦牛产业集群", "青稞产业集群"], BoxContent::Text);
        check("重大基础设施建设项目", &["交通", "水利", "能源"], BoxContent::Projects);
        check("重点领域专利导航工程", &["信息", "材料"], BoxContent::Text);
    }

    proptest::proptest! {
        #[test]
        fn any_text(title in "[三大工程行动领域（）重点]{0,12}", item in "[完善为办工程建设的a]{0,12}") {
            let _ = content(&title, &[&item, "物流服务"], BoxTable::None);
        }
    }

    #[test]
    fn tables() {
        assert_eq!(content("甲", &[], BoxTable::Indicators), BoxContent::Indicators);
        assert_eq!(content("甲", &[], BoxTable::Projects), BoxContent::Projects);
        assert_eq!(content("甲", &[], BoxTable::Other), BoxContent::Text);
        assert_eq!(content("主要指标", &[], BoxTable::None), BoxContent::Indicators);
        assert_eq!(content("", &[], BoxTable::None), BoxContent::Text);
    }
}
