//! The gazetteer as sorted arrays: places, the ways to write their names, and what these begin with.

use std::collections::BTreeMap;
use std::fmt::Write;

#[path = "../src/document/opening.rs"]
mod opening;

struct Place<'t> {
    code: u32,
    name: &'t str,
    first: u16,
    last: u16,
}

/// Rust for the arrays of the tables of places and of peoples.
pub(crate) fn arrays(regions: &str, peoples: &str) -> String {
    let is_row = |line: &&str| !line.starts_with('#') && !line.is_empty();
    let peoples: Vec<&str> = peoples.lines().filter(is_row).collect();
    let mut places: Vec<Place<'_>> = regions.lines().filter(is_row).map(place).collect();
    places.sort_by_key(|place| place.code);
    // Text, place and tail; whether it is the full name.
    let mut names: BTreeMap<(&str, usize, &str), bool> = BTreeMap::new();
    let mut rust = String::from("static PLACES: &[Place] = &[\n");
    for (index, place) in places.iter().enumerate() {
        let short = short(place, &peoples).filter(|(text, _)| text.chars().nth(1).is_some());
        let (text, tails) = short.unwrap_or((place.name, &[]));
        names.insert((place.name, index, ""), true);
        names.extend(tails.iter().map(|&tail| ((text, index, tail), false)));
        let Place { code, name, first, last } = place;
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            rust,
            "Place {{ code: {code}, name: {name:?}, short: {text:?}, first: {first}, last: {last} }},"
        );
    }
    let mut initials = String::new();
    let mut openings = [0_u64; opening::WORDS];
    let mut last = None;
    rust.push_str("];\nstatic NAMES: &[Name] = &[\n");
    for (index, ((text, place, tail), is_full)) in names.iter().enumerate() {
        let form = if *is_full { "Full" } else { "Short" };
        let _ =
            writeln!(rust, "Name {{ text: {text:?}, tail: {tail:?}, form: Form::{form}, place: {place} }},");
        let initial = text.chars().next();
        if let Some(c) = initial.filter(|_| initial != last) {
            let _ = writeln!(initials, "({c:?}, {index}),");
        }
        last = initial;
        if let Some((word, bit)) = opening::opening(text) {
            openings[word] |= 1 << bit;
        }
    }
    let words = opening::WORDS;
    let _ = write!(
        rust,
        "];\nstatic INITIALS: &[(char, u32)] = &[\n{initials}];\nstatic OPENINGS: [u64; {words}] = {openings:?};\n"
    );
    rust
}

/// Code, name, first and last year.
fn place(line: &str) -> Place<'_> {
    let mut fields = line.split('\t');
    let code = fields.next().and_then(|code| code.parse().ok());
    let (Some(code), Some(name)) = (code, fields.next()) else {
        panic!("regions.tsv: no code and name: {line}")
    };
    let mut year = |missing| match fields.next() {
        None | Some("") => missing,
        Some(year) => year.parse().unwrap_or_else(|_| panic!("regions.tsv: no year: {line}")),
    };
    Place { code, name, first: year(0), last: year(u16::MAX) }
}

/// The short form of a name, and what may or must stand behind it.
fn short<'n>(place: &Place<'n>, peoples: &[&str]) -> Option<(&'n str, &'static [&'static str])> {
    let name = place.name;
    let strip = |suffixes: &[&str]| suffixes.iter().find_map(|suffix| name.strip_suffix(suffix));
    match (place.code % 10_000, place.code % 100) {
        (0, _) => {
            let text = strip(&["特别行政区", "自治区", "省", "市"])?;
            Some((without_peoples(text, peoples), &[""]))
        }
        (_, 0) => match strip(&["自治州"]) {
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
