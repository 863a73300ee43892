//! The gazetteer: names of regions to codes of GB/T 2260.
//!
//! What enters is a text, what leaves are the places whose name it begins with. Which of several places of one name is
//! meant is decided in [`super::region`].

use gangyao_model::Level;

use super::opening::opening;

/// A region with its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) code: u32,
    pub(super) name: &'static str,
    /// 广西, 延边, 杭州; the name itself where it has no short form.
    pub(super) short: &'static str,
    /// First year of the lists that name it under this code; 0 where it is older than they are.
    first: u16,
    /// Last year of the lists that name it; `u16::MAX` while it exists.
    last: u16,
}

impl Place {
    /// The level that the code's digits show.
    pub(super) const fn level(&self) -> Level {
        if self.code.is_multiple_of(10_000) {
            Level::Province
        } else if self.code.is_multiple_of(100) {
            Level::Prefecture
        } else {
            Level::County
        }
    }

    pub(super) const fn is_current(&self) -> bool {
        self.last == u16::MAX
    }

    /// True where the place bore this name and code in that year. Lists lag: a district founded in 2021 may stand in the
    /// list of 2022 for the first time.
    pub(super) const fn existed_in(&self, year: u16) -> bool {
        self.first <= year.saturating_add(1) && year <= self.last
    }

    /// True where this place lies inside the other one.
    pub(super) const fn lies_in(&self, other: &Self) -> bool {
        match other.level() {
            Level::Province => self.code / 10_000 == other.code / 10_000 && self.code != other.code,
            Level::Prefecture => self.code / 100 == other.code / 100 && self.code != other.code,
            _ => false,
        }
    }

    /// True where the other place of this name is this one under a later code: 三元区 of 三明市 got a new code, 江津市 moved
    /// from 5001 to 5003, 定州市 was put under its province for some years.
    pub(super) fn became(&self, other: &Self) -> bool {
        let prefecture = |place: &Self| place.code / 100;
        let is_later = self.last < other.first || !self.is_current() && other.is_current();
        let recoded = prefecture(self) == prefecture(other)
            || self.code / 10_000 == other.code / 10_000
                && (self.last < other.first || prefecture(self) % 100 == 90);
        self.code != other.code && is_later && recoded
    }

    /// True where the name alone says nothing: 城区, 郊区, 矿区, 东区.
    pub(super) fn is_generic(&self) -> bool {
        self.name.ends_with('区') && self.name.chars().count() == 2
    }
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// 呼和浩特市.
    Full,
    /// 呼和浩特, 内蒙古, 延边州.
    Short,
}

/// A way to write a place's name: `text`, then `tail` (前郭尔罗斯 + 县).
#[derive(Clone, Copy, Debug)]
struct Name {
    text: &'static str,
    tail: &'static str,
    form: Form,
    /// Index in [`PLACES`].
    place: u32,
}

/// A name that a text begins with.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its bytes.
    pub(super) len: usize,
    pub(super) form: Form,
    /// All places that are written so.
    pub(super) places: Vec<Place>,
}

/// The longest name in characters (双江拉祜族佤族布朗族傣族自治县), and a bit.
const LONGEST: usize = 18;

// PLACES: all places, in order of code. NAMES: their names, in order of text. INITIALS: the characters that names begin with,
// in order, each with the index of its first name. OPENINGS: the bits of [`opening`] of all names. `build/gazetteer.rs` makes
// them of `data/regions.tsv` and `data/peoples.tsv`.
include!(concat!(env!("OUT_DIR"), "/gazetteer.rs"));

/// Whether a name may stand at the start of a text: the first two characters tell that most of a text names no place. No name
/// has one character.
fn may_begin(text: &str) -> bool {
    opening(text).is_some_and(|(word, bit)| OPENINGS[word] >> bit & 1 == 1)
}

/// The names that a text begins with, longest first.
pub(super) fn at(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if !may_begin(text) {
        return found;
    }
    let mut names = names_by_initial(text);
    for (at, c) in text.char_indices().take(LONGEST).skip(1) {
        if names.is_empty() {
            break;
        }
        let prefix = &text[..at + c.len_utf8()];
        let names_before = names.partition_point(|name| name.text < prefix);
        names = &names[names_before..];
        names = &names[..names.partition_point(|name| name.text.starts_with(prefix))];
        let exact = names.partition_point(|name| name.text.len() == prefix.len());
        add(&names[..exact], text, prefix.len(), &mut found);
    }
    found.sort_by_key(|found| std::cmp::Reverse(found.len));
    found
}

/// The places that exist.
#[cfg(test)]
pub(super) fn current() -> impl Iterator<Item = &'static Place> {
    PLACES.iter().filter(|place| place.is_current())
}

/// The names that begin with the text's first character.
fn names_by_initial(text: &str) -> &'static [Name] {
    let Some(initial) = text.chars().next() else { return &[] };
    let Ok(at) = INITIALS.binary_search_by_key(&initial, |&(initial, _)| initial) else {
        return &[];
    };
    let start = INITIALS[at].1 as usize;
    let end = INITIALS.get(at + 1).map_or(NAMES.len(), |&(_, next)| next as usize);
    &NAMES[start..end]
}

/// Adds the names of equal text, which go apart by their tail and form.
fn add(names: &[Name], text: &str, len: usize, found: &mut Vec<Found>) {
    for name in names.iter().filter(|name| text[len..].starts_with(name.tail)) {
        let len = len + name.tail.len();
        let place = PLACES[name.place as usize];
        match found.iter_mut().find(|found| found.len == len && found.form == name.form) {
            Some(found) => found.places.push(place),
            None => found.push(Found { len, form: name.form, places: vec![place] }),
        }
    }
}

/// The places above a place, nearest first.
pub(super) fn above(place: &Place) -> Vec<Place> {
    let mut above = Vec::new();
    for code in [place.code / 100 * 100, place.code / 10_000 * 10_000] {
        let first = PLACES.partition_point(|other| other.code < code);
        above.extend(PLACES[first..].iter().take_while(|other| other.code == code && code != place.code));
    }
    above
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest name at the start of a text, with the codes of its places.
    fn check(text: &str, expected: &str) {
        let found = at(text);
        let shown = found.first().map_or_else(String::new, |found| {
            let codes: Vec<String> = found.places.iter().map(|place| place.code.to_string()).collect();
            format!("{}={}", &text[..found.len], codes.join(","))
        });
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn full_names() {
        check("南京市国民经济", "南京市=320100");
        check("新城区国民经济", "新城区=150102,450103,610102,640103");
        check("内蒙古自治区“十五五”", "内蒙古自治区=150000");
        check("吉林省吉林市", "吉林省=220000");
        check("吉林市", "吉林市=220200");
        check("双江拉祜族佤族布朗族傣族自治县人民政府", "双江拉祜族佤族布朗族傣族自治县=530925,533526");
        check("两江新区", "两江新区=500157");
    }

    #[test]
    fn short_names() {
        check("山东“十四五”", "山东=370000");
        check("内蒙古国民经济", "内蒙古=150000");
        check("广西“十五五”", "广西=450000");
        check("新疆“十五五”", "新疆=650000");
        check("香港", "香港=810000");
        check("延边州国民经济", "延边州=222400");
        check("黔东南州国民经济", "黔东南州=522600");
        check("海南州国民经济", "海南州=632500");
        check("海西州国民经济", "海西州=632800");
        check("伊犁州", "伊犁州=654000");
        check("克孜勒苏州", "克孜勒苏州=653000");
        check("大兴安岭生态", "大兴安岭=232700");
        check("长阳县国民经济", "长阳县=420528");
        check("长白县国民经济", "长白县=220623");
        check("鄂温克旗国民经济", "鄂温克旗=150724,152128");
        check("鄂伦春旗国民经济", "鄂伦春旗=150723,152127");
    }

    #[test]
    fn names_of_the_past() {
        check("莱芜市国民经济", "莱芜市=371200");
        check("襄樊市国民经济", "襄樊市=420600");
        check("崇文区国民经济", "崇文区=110103");
    }

    #[test]
    fn what_begins_with_no_place() {
        check("生态保护", "");
        check("", "");
        check("abc", "");
        check("市", "");
    }

    #[test]
    fn places_know_what_they_lie_in() {
        let place = |name: &str| at(name)[0].places[0];
        let (province, prefecture, county) = (place("浙江省"), place("杭州市"), place("西湖区"));
        assert!(prefecture.lies_in(&province) && county.lies_in(&province));
        assert!(!province.lies_in(&province) && !prefecture.lies_in(&county));
        assert_eq!(above(&place("昆山市")).iter().map(|p| p.name).collect::<Vec<_>>(), ["苏州市", "江苏省"]);
        assert_eq!(
            [prefecture.short, place("广西壮族自治区").short, county.short],
            ["杭州", "广西", "西湖区"]
        );
    }

    #[test]
    fn the_table_is_whole() {
        let current =
            |level| PLACES.iter().filter(|place| place.is_current() && place.level() == level).count();
        assert_eq!(current(Level::Province), 34);
        assert_eq!(current(Level::Prefecture), 333);
        assert!(current(Level::County) > 2800);
        assert!(PLACES.windows(2).all(|pair| pair[0].code <= pair[1].code));
        // Every county has a province above it, every current one of a prefecture's code its prefecture.
        for place in PLACES.iter().filter(|place| place.level() != Level::Province) {
            assert!(!above(place).is_empty(), "{place:?}");
        }
    }
}
