//! The region that a document is about, from its title; where the title is silent, from its issuer and its text.
//!
//! What enters are words, what leaves is a [`Region`]. A name that several places bear (新城区, 鼓楼区) is decided by the
//! places that the text names around it; where the text does not say, the code is null rather than a guess.

use gangyao_model::{Level, Region};
use memchr::memmem;

use super::gazetteer::{Form, Found, GAZETTEER, Place};
use super::words::{WORDS, strip_any_prefix};

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
        || !GAZETTEER.at(rest).is_empty()
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

/// The region that a title, or an issuer's name, begins with or names behind 关于支持 and the like.
pub(super) fn of_title(title: &str, context: Context<'_>) -> Option<Region> {
    let rest = own_words(title);
    if let Some(region) = at_start(rest, context) {
        return Some(region);
    }
    if let Some(after) = strip_any_prefix(rest, &WORDS.area) {
        return Some(plain(&rest[..rest.len() - after.len()], None));
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
        return zone(words, "", true).or_else(|| town(words));
    };
    if let Some(region) = zone(rest, &words[chain.last_start..chain.len], last.form == Form::Short) {
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
struct Chain {
    /// Bytes of all names.
    len: usize,
    /// Where the last name begins.
    last_start: usize,
    last: Option<Found>,
}

impl Chain {
    fn read(words: &str) -> Self {
        let mut chain = Self { len: 0, last_start: 0, last: None };
        while let Some(next) = chain.next(&words[chain.len..]) {
            chain.last_start = chain.len;
            chain.len += next.len;
            chain.last = Some(next);
        }
        chain
    }

    /// The longest name that the rest begins with and that lies in the last one.
    fn next(&self, rest: &str) -> Option<Found> {
        GAZETTEER.at(rest).into_iter().find_map(|mut found| {
            let own = strip_any_prefix(&rest[found.len..], OWN_PLAN).is_some();
            match &self.last {
                Some(last) => {
                    // 山西省城区改造规划 is about no 城区: a generic name stands under its prefecture, before the plan.
                    let near = last.places.iter().any(|above| above.level() == Level::Prefecture) && own;
                    found.places.retain(|place| {
                        last.places.iter().any(|above| place.lies_in(above)) && (near || !place.is_generic())
                    });
                }
                None => found.places.retain(|place| own || !place.is_generic()),
            }
            (!found.places.is_empty()).then_some(found)
        })
    }
}

/// A zone without a code: 呼和浩特经济技术开发区, 兰州新区. `place` is what stands before it.
fn zone(rest: &str, place: &str, is_loose: bool) -> Option<Region> {
    let (end, name) = named_by(rest, &WORDS.zone, 16)?;
    let after = &rest[end..];
    let own = strip_any_prefix(after, OWN_PLAN).is_some()
        || is_loose && strip_any_prefix(after, ZONE_PLAN).is_some();
    // 经济技术开发区 alone is no name, and neither is 新区 behind 兰州; 金海工业园区 is one.
    let is_generic = place.is_empty()
        || name.chars().count() > 8 && !name.starts_with("经济") && !name.starts_with("高新");
    let full = if is_generic { name.to_owned() } else { format!("{place}{name}") };
    own.then(|| plain(&full, None))
}

/// A township: 仓前街道. 城镇 and 乡镇 are none, and neither is what goes on as 镇村.
fn town(rest: &str) -> Option<Region> {
    let (end, name) = named_by(rest, &WORDS.town, 9)?;
    let own = strip_any_prefix(&rest[end..], OWN_PLAN).is_some();
    let is_name = name.chars().count() > 2
        || name.chars().count() == 2 && !["城镇", "乡镇", "村镇", "集镇"].contains(&name);
    (own && is_name).then(|| plain(name, Some(Level::Township)))
}

/// The longest start of the words, of at most `most` Han characters, that ends with one of the endings.
fn named_by<'t>(words: &'t str, endings: &[&str], most: usize) -> Option<(usize, &'t str)> {
    let han = words.char_indices().take(most).take_while(|&(_, c)| gangyao_text::is_han(c));
    let ends: Vec<usize> = han.map(|(at, c)| at + c.len_utf8()).collect();
    ends.into_iter().rev().map(|end| (end, &words[..end])).find(|(_, name)| {
        endings.iter().any(|ending| {
            name.ends_with(ending) && name.len() > ending.len()
                || *name == *ending && ending.chars().count() > 2
        }) && strip_any_prefix(name, &["国民", "关于"]).is_none()
    })
}

/// A place in the middle of a title: behind 关于支持, in brackets.
fn inside(title: &str, context: Context<'_>) -> Option<Region> {
    title
        .char_indices()
        .skip(1)
        .filter(|&(at, _)| BEFORE_PLACE.iter().any(|word| title[..at].ends_with(word)))
        .find_map(|(at, _)| {
            let found = GAZETTEER.at(&title[at..]).into_iter().next()?;
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
    // 三元区 of 三明市 got a new code: of the two codes in one prefecture the present one counts, or the later.
    let keep = |place: &Place| {
        !chosen.iter().any(|other| {
            other.code / 100 == place.code / 100
                && other.code != place.code
                && (other.is_current(), other.code) > (place.is_current(), place.code)
        })
    };
    chosen.iter().copied().filter(keep).collect()
}

/// The place whose prefecture and province the text names most; `None` where two are named alike.
fn nearest(places: &[Place], text: &str) -> Option<Place> {
    let mut scored: Vec<(usize, Place)> = places
        .iter()
        .map(|place| {
            let above = GAZETTEER.above(place);
            let count = |name: &str| memmem::find_iter(text.as_bytes(), name.as_bytes()).count();
            // The prefecture says more than the province. A full name counts as its short form too.
            let score = above.iter().map(|above| {
                let weight = if above.level() == Level::Prefecture { 3 } else { 1 };
                weight * (count(above.name) + count(GAZETTEER.short_name(above)))
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

/// The region of an organ named in the text: …市人民政府, 在…省第十四届人民代表大会….
pub(super) fn of_organ(words: &str, context: Context<'_>) -> Option<Region> {
    ORGANS.iter().find_map(|organ| {
        let at = words.find(organ)?;
        let before = &words[..at];
        let start = before.char_indices().rev().nth(LONGEST_CHAIN - 1).map_or(0, |(at, _)| at);
        before[start..].char_indices().find_map(|(offset, _)| {
            let name = &before[start + offset..];
            let chain = Chain::read(name);
            let last = chain.last.filter(|last| chain.len == name.len() && last.form == Form::Full)?;
            choose(&last.places, context)
        })
    })
}

const ORGANS: &[&str] = &["人民政府", "第十", "第九届", "人民代表大会", "统计局", "发展和改革"];

/// Characters of a chain of three names, and a bit.
const LONGEST_CHAIN: usize = 30;

/// The region that the text speaks of as its own: 全市 and 我市 say the level, the names that it uses say which.
pub(super) fn of_text(context: Context<'_>) -> Option<Region> {
    let text = context.text;
    let count = |word: &str| memmem::find_iter(text.as_bytes(), word.as_bytes()).count();
    let (votes, ending) = ["省", "市", "县", "区", "州", "旗", "盟"]
        .into_iter()
        .map(|unit| (count(&format!("全{unit}")) + count(&format!("我{unit}")), unit))
        .max_by_key(|&(votes, _)| votes)?;
    if votes < MIN_VOTES {
        return (count("我国") + count("全国") + count("国家") > 0).then(nation);
    }
    let places = most_named(text, ending)?;
    choose(&places, context)
}

/// A text that calls itself 全市 once may be quoting.
const MIN_VOTES: usize = 2;

/// The places of a kind that the text names most.
fn most_named(text: &str, ending: &str) -> Option<Vec<Place>> {
    let mut counts: Vec<(usize, Vec<Place>)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let found = GAZETTEER.at(&text[at..]).into_iter().find_map(|mut found| {
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
