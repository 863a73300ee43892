//! Similar texts, found without comparing all with all.
//!
//! Two texts are as similar as the pairs of neighbouring characters that they share. An inverted index gives each text the
//! few that share rare ones with it; only those are compared. Work grows with the texts, not with their square.

use std::collections::BTreeMap;

/// Texts that share characters in a row; characters that more texts have say too little.
const COMMON: usize = 24;
/// Rare ones of a text that are looked up.
const LOOKED_UP: usize = 16;
/// Texts that are compared with one.
const COMPARED: usize = 6;

/// What a text is compared by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grams {
    /// The pairs of neighbouring characters, sorted, with their repetitions.
    pairs: Vec<u64>,
    /// The same and three in a row, each once: three tell 第317号 from 第417号 where all pairs are common.
    keys: Vec<u64>,
}

impl Grams {
    pub(crate) fn of(text: &str) -> Self {
        let chars: Vec<u64> =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| u64::from(u32::from(c))).collect();
        // A character has 21 bits. A text of one character is the pair of it and nothing.
        let mut pairs: Vec<u64> = match chars.as_slice() {
            [only] => vec![only << 21],
            _ => chars.windows(2).map(|pair| pair[0] << 21 | pair[1]).collect(),
        };
        pairs.sort_unstable();
        let triples = chars.windows(3).map(|three| three[0] << 42 | three[1] << 21 | three[2]);
        let mut keys: Vec<u64> = pairs.iter().copied().chain(triples).collect();
        keys.sort_unstable();
        keys.dedup();
        Self { pairs, keys }
    }

    /// Dice's coefficient: 1 for the same pairs, 0 for none in common.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        let (a, b) = (&self.pairs, &other.pairs);
        if a.is_empty() && b.is_empty() {
            return 1.0;
        }
        let (mut i, mut j, mut shared) = (0, 0, 0_u32);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        f64::from(2 * shared) / (a.len() + b.len()) as f64
    }
}

/// Which texts have a pair of characters, or three in a row.
pub(crate) struct Index(BTreeMap<u64, Vec<usize>>);

impl Index {
    /// Of texts with their names.
    pub(crate) fn of<'t>(texts: impl IntoIterator<Item = (usize, &'t Grams)>) -> Self {
        let mut index: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (name, text) in texts {
            for &key in &text.keys {
                let names = index.entry(key).or_default();
                // One more than what counts as common is enough to know that it is.
                if names.len() <= COMMON {
                    names.push(name);
                }
            }
        }
        Self(index)
    }

    /// The names of the texts that share most rare characters in a row with `text`.
    pub(crate) fn near(&self, text: &Grams) -> Vec<usize> {
        let mut rare: Vec<&Vec<usize>> = text
            .keys
            .iter()
            .filter_map(|key| self.0.get(key))
            .filter(|names| names.len() <= COMMON)
            .collect();
        rare.sort_by_key(|names| names.len());
        let mut votes: BTreeMap<usize, u32> = BTreeMap::new();
        for &name in rare.into_iter().take(LOOKED_UP).flatten() {
            *votes.entry(name).or_insert(0) += 1;
        }
        let mut votes: Vec<(u32, usize)> = votes.into_iter().map(|(name, count)| (count, name)).collect();
        votes.sort_unstable_by_key(|&(count, name)| (std::cmp::Reverse(count), name));
        votes.into_iter().take(COMPARED).map(|(_, name)| name).collect()
    }
}

/// Takes candidate pairs, the best first, each text once.
pub(crate) fn best(mut candidates: Vec<(f64, usize, usize)>) -> Vec<(usize, usize)> {
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut old, mut new) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, a, b) in candidates {
        if !old.contains(&a) && !new.contains(&b) {
            old.insert(a);
            new.insert(b);
            pairs.push((a, b));
        }
    }
    pairs
}

/// Pairs the texts of two lists that are at least so similar.
pub(crate) fn pair(old: &[(usize, String)], new: &[(usize, String)], least: f64) -> Vec<(usize, usize)> {
    let grams = |texts: &[(usize, String)]| {
        texts.iter().map(|(name, text)| (*name, Grams::of(text))).collect::<BTreeMap<_, _>>()
    };
    let (old, new) = (grams(old), grams(new));
    let index = Index::of(new.iter().map(|(&name, text)| (name, text)));
    let mut candidates = Vec::new();
    for (&a, text) in &old {
        for b in index.near(text) {
            let similarity = text.similarity(&new[&b]);
            if similarity >= least {
                candidates.push((similarity, a, b));
            }
        }
    }
    best(candidates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: f64) {
        let found = Grams::of(a).similarity(&Grams::of(b));
        assert!((found - expected).abs() < 0.005, "{a} {b}: {found}");
    }

    #[test]
    fn shared_pairs_make_texts_similar() {
        check("森林覆盖率", "森林覆盖率", 1.0);
        check("森林 覆盖率", "森林覆盖率", 1.0);
        check("农业提升工程", "农业质量提升工程", 0.67);
        check("总则", "保障", 0.0);
        check("", "", 1.0);
        check("", "总则", 0.0);
        check("水", "水", 1.0);
    }

    #[test]
    fn the_nearest_is_found_among_many() {
        let texts: Vec<(usize, String)> =
            (0..500).map(|n| (n, format!("建设第{n}号水库，改善灌溉面积{}亩", n * 7))).collect();
        let old = vec![(0, "建设第317号大水库，改善灌溉面积2219亩".to_owned())];
        assert_eq!(pair(&old, &texts, 0.5), [(0, 317)]);
    }

    #[test]
    fn each_text_is_taken_once() {
        assert_eq!(best(vec![(0.6, 0, 0), (0.9, 1, 0), (0.5, 0, 1)]), [(1, 0), (0, 1)]);
    }
}
