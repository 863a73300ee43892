//! The gazetteer: names of regions to codes of GB/T 2260.
//!
//! What enters is a text, what leaves are the places whose name it begins with. Which of several places of one name is
//! meant is decided in [`super::region`].

use std::sync::LazyLock;

use gangyao_model::Level;

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
    /// Index in [`Gazetteer::places`].
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

/// All places and their names.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// In order of code.
    places: Vec<Place>,
    /// In order of text.
    names: Vec<Name>,
    /// The characters that names begin with, in order, each with the index of its first name.
    initials: Vec<(char, u32)>,
    openings: Openings,
}

/// The first two characters of names, one bit for all that share it: they tell that most of a text names no place.
#[derive(Debug)]
struct Openings(Box<[u64; 1024]>);

impl Openings {
    fn of(names: &[Name]) -> Self {
        let mut bits = Box::new([0; 1024]);
        for (word, bit) in names.iter().filter_map(|name| Self::place(name.text)) {
            bits[word] |= 1 << bit;
        }
        Self(bits)
    }

    /// Whether a name may stand at the start of a text. No name has one character.
    fn may_begin(&self, text: &str) -> bool {
        Self::place(text).is_some_and(|(word, bit)| self.0[word] >> bit & 1 == 1)
    }

    /// The word and the bit in it of a text's first two characters.
    fn place(text: &str) -> Option<(usize, u32)> {
        let mut chars = text.chars();
        let (first, second) = (chars.next()? as u32, chars.next()? as u32);
        let mixed = first.wrapping_mul(0x9E37) ^ second;
        Some(((mixed >> 6) as usize % 1024, mixed % 64))
    }
}

/// The longest name in characters (双江拉祜族佤族布朗族傣族自治县), and a bit.
const LONGEST: usize = 18;

/// The gazetteer, read once.
pub(super) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut places = read(include_str!("../../data/regions.tsv"));
    let peoples = include_str!("../../data/peoples.tsv").lines().filter(|line| !line.starts_with('#'));
    let names = names(&mut places, &peoples.collect::<Vec<_>>());
    let (initials, openings) = (initials(&names), Openings::of(&names));
    Gazetteer { places, names, initials, openings }
});

fn read(table: &'static str) -> Vec<Place> {
    let line = |line: &'static str| {
        let mut fields = line.split('\t');
        let code = fields.next()?.parse().ok()?;
        let name = fields.next()?;
        let mut year = |missing| fields.next().and_then(|year| year.parse().ok()).unwrap_or(missing);
        Some(Place { code, name, short: name, first: year(0), last: year(u16::MAX) })
    };
    table.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect()
}

/// All ways to write the places' names; tells the places their short forms.
fn names(places: &mut [Place], peoples: &[&str]) -> Vec<Name> {
    let mut names = Vec::with_capacity(2 * places.len());
    for (index, place) in (0..).zip(places) {
        names.push(Name { text: place.name, tail: "", form: Form::Full, place: index });
        if let Some((text, tails)) = short(place, peoples).filter(|(text, _)| text.chars().nth(1).is_some()) {
            place.short = text;
            names.extend(tails.iter().map(|&tail| Name { text, tail, form: Form::Short, place: index }));
        }
    }
    in_order(names)
}

/// Names in order of text, place and tail.
fn in_order(names: Vec<Name>) -> Vec<Name> {
    // The first bytes as a number decide nearly always.
    let opening = |name: Name| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(name.text.bytes()).for_each(|(to, from)| *to = from);
        (u64::from_be_bytes(bytes), name)
    };
    let mut names: Vec<(u64, Name)> = names.into_iter().map(opening).collect();
    names.sort_unstable_by(|(first, one), (second, other)| {
        let rest = |name: &Name| (name.text, name.place, name.tail);
        first.cmp(second).then_with(|| rest(one).cmp(&rest(other)))
    });
    names.into_iter().map(|(_, name)| name).collect()
}

fn initials(names: &[Name]) -> Vec<(char, u32)> {
    let mut initials: Vec<(char, u32)> = Vec::new();
    for (index, name) in (0..).zip(names) {
        let initial = name.text.chars().next().expect("no name is empty");
        if initials.last().is_none_or(|&(last, _)| last != initial) {
            initials.push((initial, index));
        }
    }
    initials
}

/// The short form of a name, and what may or must stand behind it.
fn short(place: &Place, peoples: &[&str]) -> Option<(&'static str, &'static [&'static str])> {
    let name = place.name;
    let strip = |suffixes: &[&str]| suffixes.iter().find_map(|suffix| name.strip_suffix(suffix));
    match place.level() {
        Level::Province => {
            let text = strip(&["特别行政区", "自治区", "省", "市"])?;
            Some((without_peoples(text, peoples), &[""]))
        }
        Level::Prefecture => match strip(&["自治州"]) {
            Some(text) => Some((without_peoples(text, peoples), &["", "州"])),
            None => Some((strip(&["地区", "市", "盟"])?, &[""])),
        },
        _ => match strip(&["自治县"]) {
            Some(text) => Some((without_peoples(text, peoples), &["县"])),
            None => Some((without_peoples(strip(&["自治旗"])?, peoples), &["旗"])),
        },
    }
}

/// 黔东南苗族侗族 → 黔东南; 鄂伦春 stays, where the people's name is all there is.
fn without_peoples<'n>(name: &'n str, peoples: &[&str]) -> &'n str {
    let mut rest = name;
    while let Some(shorter) = peoples
        .iter()
        .filter_map(|people| rest.strip_suffix('族').unwrap_or(rest).strip_suffix(people))
        .filter(|shorter| shorter.chars().nth(1).is_some())
        // 土家族 is not 土 + 家族, 蒙古族 not 古族: the longest people's name counts.
        .min_by_key(|shorter| shorter.len())
    {
        // Without 族 only the long names are names of peoples (伊犁哈萨克): 长白 is no place 长 of the 白.
        if !rest.ends_with('族') && rest[shorter.len()..].chars().count() < 2 {
            break;
        }
        rest = shorter;
    }
    // 鄂温克族自治旗 is 鄂温克旗.
    rest.strip_suffix('族').filter(|shorter| shorter.chars().nth(1).is_some()).unwrap_or(rest)
}

impl Gazetteer {
    /// The names that a text begins with, longest first.
    pub(super) fn at(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        if !self.openings.may_begin(text) {
            return found;
        }
        let mut names = self.names_by_initial(text);
        for (at, c) in text.char_indices().take(LONGEST).skip(1) {
            if names.is_empty() {
                break;
            }
            let prefix = &text[..at + c.len_utf8()];
            let names_before = names.partition_point(|name| name.text < prefix);
            names = &names[names_before..];
            names = &names[..names.partition_point(|name| name.text.starts_with(prefix))];
            let exact = names.partition_point(|name| name.text.len() == prefix.len());
            self.add(&names[..exact], text, prefix.len(), &mut found);
        }
        found.sort_by_key(|found| std::cmp::Reverse(found.len));
        found
    }

    /// The places that exist.
    #[cfg(test)]
    pub(super) fn current(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.is_current())
    }

    /// The names that begin with the text's first character.
    fn names_by_initial(&self, text: &str) -> &[Name] {
        let Some(initial) = text.chars().next() else { return &[] };
        let Ok(at) = self.initials.binary_search_by_key(&initial, |&(initial, _)| initial) else {
            return &[];
        };
        let start = self.initials[at].1 as usize;
        let end = self.initials.get(at + 1).map_or(self.names.len(), |&(_, next)| next as usize);
        &self.names[start..end]
    }

    /// Adds the names of equal text, which go apart by their tail and form.
    fn add(&self, names: &[Name], text: &str, len: usize, found: &mut Vec<Found>) {
        for name in names.iter().filter(|name| text[len..].starts_with(name.tail)) {
            let len = len + name.tail.len();
            let place = self.places[name.place as usize];
            match found.iter_mut().find(|found| found.len == len && found.form == name.form) {
                Some(found) => found.places.push(place),
                None => found.push(Found { len, form: name.form, places: vec![place] }),
            }
        }
    }

    /// The places above a place, nearest first.
    pub(super) fn above(&self, place: &Place) -> Vec<Place> {
        let mut above = Vec::new();
        for code in [place.code / 100 * 100, place.code / 10_000 * 10_000] {
            let first = self.places.partition_point(|other| other.code < code);
            above.extend(
                self.places[first..].iter().take_while(|other| other.code == code && code != place.code),
            );
        }
        above
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest name at the start of a text, with the codes of its places.
    fn check(text: &str, expected: &str) {
        let found = GAZETTEER.at(text);
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
        let place = |name: &str| GAZETTEER.at(name)[0].places[0];
        let (province, prefecture, county) = (place("浙江省"), place("杭州市"), place("西湖区"));
        assert!(prefecture.lies_in(&province) && county.lies_in(&province));
        assert!(!province.lies_in(&province) && !prefecture.lies_in(&county));
        assert_eq!(
            GAZETTEER.above(&place("昆山市")).iter().map(|p| p.name).collect::<Vec<_>>(),
            ["苏州市", "江苏省"]
        );
        assert_eq!(
            [prefecture.short, place("广西壮族自治区").short, county.short],
            ["杭州", "广西", "西湖区"]
        );
    }

    #[test]
    fn the_table_is_whole() {
        let current = |level| {
            GAZETTEER.places.iter().filter(|place| place.is_current() && place.level() == level).count()
        };
        assert_eq!(current(Level::Province), 34);
        assert_eq!(current(Level::Prefecture), 333);
        assert!(current(Level::County) > 2800);
        assert!(GAZETTEER.places.windows(2).all(|pair| pair[0].code <= pair[1].code));
        // Every county has a province above it, every current one of a prefecture's code its prefecture.
        for place in GAZETTEER.places.iter().filter(|place| place.level() != Level::Province) {
            assert!(!GAZETTEER.above(place).is_empty(), "{place:?}");
        }
    }
}
