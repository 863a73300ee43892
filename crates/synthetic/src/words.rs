//! The word lists, parsed once from `data/words.tsv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::rng::Rng;

/// One line of the list: the word, and what else it says (a unit, a code).
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) text: &'static str,
    pub(crate) more: Vec<&'static str>,
}

/// The words of a kind, in the order of the file.
pub(crate) fn words(kind: &str) -> &'static [Word] {
    static LISTS: OnceLock<BTreeMap<&str, Vec<Word>>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let mut lists: BTreeMap<&str, Vec<Word>> = BTreeMap::new();
        for line in include_str!("../data/words.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let kind = cells.next().expect("a line has a kind");
            let text = cells.next().expect("a line has a word");
            lists.entry(kind).or_default().push(Word { text, more: cells.collect() });
        }
        lists
    });
    &lists[kind]
}

/// One word of a kind.
pub(crate) fn word(rng: &mut Rng, kind: &str) -> &'static Word {
    let list = words(kind);
    &list[rng.below(list.len())]
}

/// `count` different words of a kind, in random order; all of them where there are fewer.
pub(crate) fn some(rng: &mut Rng, kind: &str, count: usize) -> Vec<&'static Word> {
    let mut left: Vec<&'static Word> = words(kind).iter().collect();
    let mut chosen = Vec::new();
    while chosen.len() < count && !left.is_empty() {
        chosen.push(left.swap_remove(rng.below(left.len())));
    }
    chosen
}
