//! The region that a document is about, from its title; where the title is silent, from its issuer and its text.
//!
//! What enters are words, what leaves is a [`Region`]. A name that several places bear (新城区, 鼓楼区) is decided by the
//! places that the text names around it; where the text does not say, the code is null rather than a guess.

use std::ops::RangeInclusive;

use gangyao_model::{Level, Region};
use memchr::memmem;

use super::gazetteer::{self, Form, Found, Place};
use super::words::{WORDS, ends_with_any, strip_any_prefix};

/// What is known of the document beside the words at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    /// The first few thousand characters.
    pub(super) text: &'a str,
    /// The plan's first year, or the year of issue.
    pub(super) year: Option<u16>,
}

/// Words behind a name that show that the document is the named body's own: 新城区 | 国民经济…, 仓前街道 | “十五五”….
const OWN_PLAN: &[&str] =
    &["国民经济", "“", "\"", "第", "政府工作报告", "人民政府", "十", "20", "管委会", "管理委员会", "党工委"];

/// Words behind the name of a zone that is named without a place before it: 雄安新区 | 规划纲要.
const ZONE_PLAN: &[&str] = &["规划", "发展规划", "总体规划", "总体方案"];

/// Words before a place in the middle of a title: 关于支持 | 贵州….
const BEFORE_PLACE: &[&str] = &[
    "支持", "印发", "制定", "推进", "促进", "同意", "批复", "关于", "年", "（", "(", "《", "在", "·", "加快",
    "中共",
];

/// True where a title begins with a place, the nation or a planning area.
pub(super) fn begins_with_region(title: &str) -> bool {
    let rest = own_words(title);
    strip_any_prefix(rest, &WORDS.nation).is_some()
        || strip_any_prefix(rest, &WORDS.area).is_some()
        || !gazetteer::at(rest).is_empty()
}

/// A title or an issuer's name without what stands before the place: 2026年, 中共, 关于.
fn own_words(title: &str) -> &str {
    let mut rest = title.trim_start_matches(['《', '“', '"', '〈']);
    // 2026年浙江省政府工作报告.
    if let Some((date, used)) = gangyao_normaliser::value::date::leading(rest)
        && date.month.is_none()
    {
        rest = rest[used..].trim_start_matches('度');
    }
    for word in ["中国共产党", "中共"] {
        if let Some(after) = rest.strip_prefix(word)
            && !after.starts_with("中央")
        {
            rest = after;
        }
    }
    rest
}

/// What a title says behind the places that it begins with: 南京市 | “十五五”规划.
pub(super) fn behind_region(title: &str) -> &str {
    let rest = own_words(title);
    &rest[Chain::read(rest).len..]
}

/// The region that a title, or an issuer's name, begins with or names behind 关于支持 and the like.
pub(super) fn of_title(title: &str, context: Context<'_>) -> Option<Region> {
    let rest = own_words(title);
    if let Some(after) = strip_any_prefix(rest, &WORDS.area) {
        return Some(plain(&rest[..rest.len() - after.len()], None));
    }
    if let Some(region) = at_start(rest, context) {
        return Some(region);
    }
    if let Some(after) = strip_any_prefix(rest, &WORDS.nation) {
        // 中国（上海）自由贸易试验区; the place in brackets counts.
        let bracket = after.strip_prefix(['（', '(']).and_then(|inner| at_start(inner, context));
        return Some(bracket.unwrap_or_else(nation));
    }
    inside(rest, context)
}

/// 全国.
pub(super) fn nation() -> Region {
    plain("全国", Some(Level::National))
}

fn plain(name: &str, level: Option<Level>) -> Region {
    Region { name: name.to_owned(), code: None, level }
}

/// The region that the words begin with: a chain of places (呼和浩特市 新城区), a zone or a township behind it.
fn at_start(words: &str, context: Context<'_>) -> Option<Region> {
    let chain = Chain::read(words);
    let rest = &words[chain.len..];
    let Some(last) = chain.last else {
        return zone(words, "", false).or_else(|| town(words));
    };
    if let Some(region) = zone(rest, &words[chain.last_start..chain.len], last.form == Form::Short) {
        return Some(region);
    }
    // 大理镇“十五五”规划: the short name of a prefecture begins the name of the town.
    if last.form == Form::Short
        && strip_any_prefix(rest, &WORDS.town).is_some_and(is_own)
        && let Some(region) = town(&words[chain.last_start..])
    {
        return Some(region);
    }
    if last.places.iter().any(|place| place.level() >= Level::Prefecture)
        && let Some(region) = town(rest)
    {
        return Some(region);
    }
    choose(&last.places, context)
}

/// Names that follow each other, each inside the one before: 四川省 乐山市 市中区.
#[derive(Clone, Debug, Default)]
struct Chain {
    /// Bytes of all names.
    len: usize,
    /// Where the last name begins.
    last_start: usize,
    last: Option<Found>,
}

impl Chain {
    fn read(words: &str) -> Self {
        Self::default().longest(words, DEEPEST)
    }

    /// The chain with the names that follow it. 济南市中区 may be 济南市 + 中区 or 济南 + 市中区: the division counts after
    /// which the plan's own words stand, else the one with the longest names.
    fn longest(self, words: &str, depth: usize) -> Self {
        let mut longest = None;
        let next = if depth > 0 { self.next(&words[self.len..]) } else { Vec::new() };
        for found in next {
            let longer = Self { len: self.len + found.len, last_start: self.len, last: Some(found) };
            let chain = longer.longest(words, depth - 1);
            if is_own(&words[chain.len..]) {
                return chain;
            }
            longest.get_or_insert(chain);
        }
        longest.unwrap_or(self)
    }

    /// The names that the rest begins with and that lie in the last one, longest first.
    fn next(&self, rest: &str) -> Vec<Found> {
        let mut all = gazetteer::at(rest);
        for found in &mut all {
            let own = is_own(&rest[found.len..]);
            match &self.last {
                Some(last) => {
                    // 山西省城区改造规划 is about no 城区: a generic name stands under its prefecture, before the plan.
                    let near = own && last.places.iter().any(|above| above.level() == Level::Prefecture);
                    found.places.retain(|place| {
                        last.places.iter().any(|above| place.lies_in(above)) && (near || !place.is_generic())
                    });
                }
                None => found.places.retain(|place| own || !place.is_generic()),
            }
        }
        all.retain(|found| !found.places.is_empty());
        all
    }
}

/// Province, prefecture, county.
const DEEPEST: usize = 3;

/// True where words that follow a name show that the document is the named body's own.
fn is_own(after: &str) -> bool {
    strip_any_prefix(after, OWN_PLAN).is_some()
}

/// A zone without a code: 呼和浩特经济技术开发区, 兰州新区. `place` is what stands before it, in short form where loose.
fn zone(rest: &str, place: &str, is_loose: bool) -> Option<Region> {
    let shortest = if place.is_empty() { 3 } else { 2 };
    let (name, after) = named_by(rest, &WORDS.zone, shortest..=16)?;
    let own = strip_any_prefix(after, OWN_PLAN).is_some()
        || is_loose && strip_any_prefix(after, ZONE_PLAN).is_some();
    // 经济技术开发区 and 新区 are no names without their place.
    let is_generic = name.chars().count() <= 4 || name.starts_with("经济") || name.starts_with("高新");
    own.then(|| if is_generic { plain(&format!("{place}{name}"), None) } else { plain(name, None) })
}

/// A township: 仓前街道. 城镇 and 乡镇 are none, and neither is what goes on as 镇村.
fn town(rest: &str) -> Option<Region> {
    let (name, after) = named_by(rest, &WORDS.town, 2..=9)?;
    (is_town(name) && is_own(after)).then(|| plain(name, Some(Level::Township)))
}

fn is_town(name: &str) -> bool {
    let is_class = ["城镇", "乡镇", "村镇", "集镇", "全镇", "我镇", "各镇", "全乡", "各乡"].contains(&name);
    ends_with_any(name, &WORDS.town) && !WORDS.town.contains(&name) && !is_class
}

/// The longest start of the words, of so many Han characters, that ends with one of the endings; and what follows.
fn named_by<'t>(
    words: &'t str,
    endings: &[&str],
    chars: RangeInclusive<usize>,
) -> Option<(&'t str, &'t str)> {
    let han = words.char_indices().take(*chars.end()).take_while(|&(_, c)| gangyao_text::is_han(c));
    let ends: Vec<usize> = han.map(|(at, c)| at + c.len_utf8()).skip(chars.start() - 1).collect();
    ends.into_iter()
        .rev()
        .map(|end| words.split_at(end))
        .find(|(name, _)| ends_with_any(name, endings) && strip_any_prefix(name, &["国民", "关于"]).is_none())
}

/// A place in the middle of a title: behind 关于支持, in brackets.
fn inside(title: &str, context: Context<'_>) -> Option<Region> {
    title
        .char_indices()
        .skip(1)
        .filter(|&(at, _)| BEFORE_PLACE.iter().any(|word| title[..at].ends_with(word)))
        .find_map(|(at, _)| {
            let found = gazetteer::at(&title[at..]).into_iter().next()?;
            (!found.places[0].is_generic()).then(|| at_start(&title[at..], context))?
        })
}

/// The one of several places that is meant: the one of the time, then the one whose surroundings the text names.
fn choose(places: &[Place], context: Context<'_>) -> Option<Region> {
    let first = places.first()?;
    let timely = of_the_time(places, context.year);
    let chosen = match timely[..] {
        [place] => Some(place),
        _ => nearest(&timely, context.text),
    };
    let same_level = timely.iter().all(|place| place.level() == timely[0].level());
    Some(match chosen {
        Some(place) => Region {
            name: place.name.to_owned(),
            code: Some(format!("{:06}", place.code)),
            level: Some(place.level()),
        },
        None => plain(first.name, same_level.then(|| timely[0].level())),
    })
}

/// The places that existed in the year; the present ones where the year is not known or fits none.
fn of_the_time(places: &[Place], year: Option<u16>) -> Vec<Place> {
    let pick = |wanted: &dyn Fn(&Place) -> bool| {
        places.iter().copied().filter(|place| wanted(place)).collect::<Vec<_>>()
    };
    let mut chosen = year.map(|year| pick(&|place| place.existed_in(year))).unwrap_or_default();
    if chosen.is_empty() {
        chosen = pick(&Place::is_current);
    }
    if chosen.is_empty() {
        chosen = places.to_vec();
    }
    chosen.iter().copied().filter(|place| !chosen.iter().any(|other| place.became(other))).collect()
}

/// The place whose prefecture and province the text names most; `None` where two are named alike.
fn nearest(places: &[Place], text: &str) -> Option<Place> {
    let mut scored: Vec<(usize, Place)> = places
        .iter()
        .map(|place| {
            let above = gazetteer::above(place);
            let count = |name: &str| memmem::find_iter(text.as_bytes(), name.as_bytes()).count();
            // The prefecture says more than the province. A full name counts as its short form too.
            let score = above.iter().map(|above| {
                let weight = if above.level() == Level::Prefecture { 3 } else { 1 };
                weight * (count(above.name) + count(above.short))
            });
            (score.sum(), *place)
        })
        .collect();
    scored.sort_by_key(|&(score, place)| (std::cmp::Reverse(score), place.code));
    match scored[..] {
        [(most, place), (second, _), ..] if most > second => Some(place),
        [(_, place)] => Some(place),
        _ => None,
    }
}

/// The region of an organ that a short line of the head names: …市人民政府, 在…省第十四届人民代表大会第四次会议上.
pub(super) fn of_head(line: &str, context: Context<'_>) -> Option<Region> {
    // 根据《某省人民政府关于…的意见》 names another body's paper.
    if line.contains('《') || line.chars().count() > LONGEST_HEAD {
        return None;
    }
    let organs = || ORGANS.iter().filter_map(|organ| line.find(organ));
    organs()
        .find_map(|at| ending_at(line, at, "", context))
        .or_else(|| organs().find_map(|at| own_town(line, at)))
}

/// True where a short line names an organ of a place, listed or not: 云西县人民政府, 在云西县第十八届人民代表大会.
pub(super) fn head_names_a_place(line: &str) -> bool {
    !line.contains('《')
        && line.chars().count() <= LONGEST_HEAD
        && ORGANS.iter().filter_map(|organ| line.find(organ)).any(|at| names_a_place(own_place(line, at)))
}

/// The township whose organ a line names.
fn own_town(line: &str, organ: usize) -> Option<Region> {
    let rest = own_place(line, organ);
    let name = &rest[..rest.len().checked_sub(line.len() - organ)?];
    let is_short = (2..=9).contains(&name.chars().count()) && name.chars().all(gangyao_text::is_han);
    (is_short && is_town(name)).then(|| plain(name, Some(Level::Township)))
}

/// The line from where the place of its organ may begin: behind 在, behind the marks and the names of listed places
/// (——2026年1月8日在东山镇第十八届…, 南京市江宁区东山镇人民政府).
fn own_place(line: &str, organ: usize) -> &str {
    let from = line[..organ].rfind('在').map_or(0, |at| at + '在'.len_utf8());
    let rest = line[from..].trim_start_matches(|c: char| !gangyao_text::is_han(c));
    let listed = Chain::read(rest).len;
    if listed < rest.len() { &rest[listed..] } else { rest }
}

/// The region of the government that a report speaks for: 我代表北京市人民政府.
pub(super) fn of_speaker(context: Context<'_>) -> Option<Region> {
    context.text.match_indices("人民政府").find_map(|(at, _)| ending_at(context.text, at, "代表", context))
}

const ORGANS: &[&str] = &[
    "人民政府",
    "第十",
    "第一届",
    "第二届",
    "第三届",
    "第四届",
    "第五届",
    "第六届",
    "第七届",
    "第八届",
    "第九届",
    "人民代表大会",
    "统计局",
    "发展和改革",
];

/// Characters of a line that names an organ and says nothing else.
const LONGEST_HEAD: usize = 45;

/// The places whose full names end at a byte of the text and begin behind a word.
fn ending_at(text: &str, end: usize, behind: &str, context: Context<'_>) -> Option<Region> {
    let before = &text[..end];
    let start = before.char_indices().rev().nth(LONGEST_CHAIN - 1).map_or(0, |(at, _)| at);
    before[start..].char_indices().filter(|(offset, _)| before[..start + offset].ends_with(behind)).find_map(
        |(offset, _)| {
            let name = &before[start + offset..];
            let chain = Chain::read(name);
            let last = chain.last.filter(|last| chain.len == name.len() && last.form == Form::Full)?;
            choose(&last.places, context)
        },
    )
}

/// Characters of a chain of three names, and a bit.
const LONGEST_CHAIN: usize = 30;

/// The region that the text speaks of as its own: 全市 and 我市 say the level, the names that it uses say which.
pub(super) fn of_text(context: Context<'_>) -> Option<Region> {
    let (votes, unit) =
        UNITS.into_iter().zip(votes(context.text)).map(|(unit, votes)| (votes, unit)).max()?;
    if votes < MIN_VOTES {
        return None;
    }
    let places = most_named(context.text, unit)?;
    choose(&places, context)
}

/// Last characters of names, by which a text calls its own region: 全省, 我市.
const UNITS: [char; 7] = ['省', '市', '县', '区', '州', '旗', '盟'];

/// How often a text speaks of each unit as its own.
fn votes(text: &str) -> [u32; UNITS.len()] {
    let mut votes = [0; UNITS.len()];
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if let Some(unit) = UNITS.iter().position(|&unit| unit == c) {
            let after = &text[at + c.len_utf8()..];
            votes[unit] += match before {
                // 全市场, 全区域.
                '全' if after.starts_with(['场', '域']) => 0,
                '全' => 1,
                '我' => 3,
                // A city is often compared with 全省; 代表市人民政府 and 请市政协委员 leave no doubt who speaks.
                '表' if after.starts_with("人民政府") || after.starts_with("政府") => 50,
                _ if after.starts_with("政协委员") => 50,
                _ => 0,
            };
        }
        before = c;
    }
    votes
}

/// True where a title begins like the name of a place, listed or not: 东岭区“十五五”规划 is no plan of the nation.
pub(super) fn names_a_place(title: &str) -> bool {
    let rest = own_words(title);
    rest.char_indices()
        .take(LONGEST_NAME)
        .take_while(|&(_, c)| gangyao_text::is_han(c))
        .enumerate()
        .skip(2)
        .any(|(before, (at, c))| {
            let (name, after) = rest.split_at(at + c.len_utf8());
            // 区 ends many words; 省, 市 and 县 end few others.
            let tells = is_own(after) || matches!(c, '省' | '市' | '县') && before < UNLISTED;
            UNITS.contains(&c) && tells && !ends_with_any(name, &WORDS.no_place)
        })
}

/// Characters of the longest name of one place.
const LONGEST_NAME: usize = 12;
/// Characters of a name behind which the plan need not show itself as the place's own.
const UNLISTED: usize = 6;

/// True where a text speaks of the nation as its own, and of nothing smaller: 我县 and 全市 are said of a part of it.
pub(super) fn is_national(context: Context<'_>) -> bool {
    let names_nation = ["我国", "全国", "国家"].iter().any(|word| context.text.contains(word));
    names_nation
        && votes(context.text).into_iter().all(|votes| votes < OF_A_PART)
        && !["我镇", "全镇", "我乡", "全乡", "我街道"].iter().any(|word| context.text.contains(word))
}

/// A plan of the nation may say 全省 once or twice.
const OF_A_PART: u32 = 3;

/// A text that calls itself 全市 once may be quoting.
const MIN_VOTES: u32 = 2;

/// The places of a kind that the text names most.
fn most_named(text: &str, ending: char) -> Option<Vec<Place>> {
    let mut counts: Vec<(usize, Vec<Place>)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let found = gazetteer::at(&text[at..]).into_iter().find_map(|mut found| {
            found.places.retain(|place| place.name.ends_with(ending) && !place.is_generic());
            (!found.places.is_empty()).then_some(found)
        });
        at += found.as_ref().map_or(c.len_utf8(), |found| found.len);
        let Some(found) = found else { continue };
        match counts.iter_mut().find(|(_, places)| places[0].name == found.places[0].name) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, found.places)),
        }
    }
    // The first of those named equally often: a text speaks of itself before it speaks of others.
    counts.into_iter().rev().max_by_key(|(count, _)| *count).map(|(_, places)| places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_the_code_list_does_not_have() {
        for (title, expected) in [
            ("青山口市综合交通运输“十四五”发展规划", true),
            ("东溪岸自治州“十五五”旅游业发展规划", true),
            ("东岭区“十五五”规划", true),
            ("山区“十五五”规划", false),
            ("城市更新“十四五”规划", false),
            ("特大城市轨道交通规划", false),
            ("国家级贫困县振兴规划", false),
            ("综合交通运输“十四五”发展规划", false),
            ("国家新型城镇化规划", false),
        ] {
            assert_eq!(names_a_place(title), expected, "{title}");
        }
    }
}
