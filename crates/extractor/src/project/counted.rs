//! Enumerations that a count closes: 余庆、正安两个通用机场, 甲水库、乙水库和丙水库三座水库.
//!
//! In: the object of a governing verb. Out: its members and the words behind the count, if there are as many members
//! as it says. A count of anything else (甲、乙两个园区的三条道路) closes nothing.

use std::ops::Range;

use gangyao_normaliser::value::numeral;

use super::clause::{Divided, Sep};
use super::enumeration::{self, Member};
use super::lexicon::Verb;

/// Measure words of what is built.
const MEASURES: [char; 12] = ['个', '条', '座', '处', '所', '大', '家', '项', '片', '段', '栋', '宗'];

/// The members of an enumeration with its count, and what stands behind the count.
pub(super) fn closed(
    text: &Divided<'_>,
    range: &Range<usize>,
    verb: Verb,
) -> Option<(Vec<Member>, Range<usize>)> {
    let parts = text.split(range.clone(), &[Sep::Dun]);
    let last = &parts.last()?.0;
    let (count, at, behind) = count(text.of(last))?;
    let list = range.start..last.start + at;
    let tail = last.start + behind..range.end;
    let members = enumeration::members(text, list.clone(), verb);
    if members.len() == count {
        return Some((members, tail));
    }
    let members = joined(text, list, verb);
    (members.len() == count).then_some((members, tail))
}

/// A count of two or more inside a text: how many, where it begins, and one past its measure word.
fn count(text: &str) -> Option<(usize, usize, usize)> {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at < from || !is_numeral(c) {
            continue;
        }
        let numeral = text[at..].chars().take(MOST_DIGITS).take_while(|&c| is_numeral(c));
        let end = at + numeral.map(char::len_utf8).sum::<usize>();
        from = end;
        let word = &text[at..end];
        let number = word.parse().ok().or_else(|| numeral::integer(word));
        let Some(measure) = text[end..].chars().next().filter(|c| MEASURES.contains(c)) else { continue };
        if let Some(number @ 2..=30) = number
            && at > 0
        {
            return usize::try_from(number).ok().map(|number| (number, at, end + measure.len_utf8()));
        }
    }
    None
}

/// Characters of the longest count.
const MOST_DIGITS: usize = 3;

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '两' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// The members where 和 parts names that do not look alike: 城西港区、出口加工区和科创新城.
fn joined(text: &Divided<'_>, list: Range<usize>, verb: Verb) -> Vec<Member> {
    let mut members = Vec::new();
    for (part, _) in text.split(list, &[Sep::Dun]) {
        let mut start = part.start;
        for (at, c) in text.of(&part).char_indices().filter(|(_, c)| matches!(c, '和' | '及' | '与')) {
            let at = part.start + at;
            if !text.is_enclosed(at) {
                members.push(start..at);
                start = at + c.len_utf8();
            }
        }
        members.push(start..part.end);
    }
    let members = members.into_iter().filter(|range| !text.of(range).trim().is_empty());
    members.map(|range| Member { range: enumeration::tidy(text, range), verb }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, expected: Option<(&[&str], &str)>) {
        let text = Divided::new(list);
        let found = closed(&text, &(0..list.len()), Verb::Build);
        let found = found.map(|(members, tail)| {
            (members.iter().map(|member| text.of(&member.range)).collect::<Vec<_>>(), text.of(&tail))
        });
        assert_eq!(found, expected.map(|(names, tail)| (names.to_vec(), tail)), "{list}");
    }

    #[test]
    fn as_many_as_it_says() {
        check("余庆、正安两个通用机场", Some((&["余庆", "正安"], "通用机场")));
        check("东堤、西堤2处堤防加固", Some((&["东堤", "西堤"], "堤防加固")));
        check(
            "城西港区、出口加工区和科创新城三大平台",
            Some((&["城西港区", "出口加工区", "科创新城"], "平台")),
        );
    }

    #[test]
    fn another_count() {
        check("余庆、正安三个通用机场", None);
        check("东山水库、西山水库", None);
        check("两个通用机场", None);
        check("一号、二号水厂", None);
        check("", None);
    }
}
