//! Which record of the old document is which of the new one.
//!
//! Sure signs first: the same id; the same words under the same parent; the same words elsewhere; the same concept of the
//! catalogue, by which the indicators of a plan meet those of its successor; a container whose children are known. Similar
//! text comes last, and only among those that are left.

use std::collections::{BTreeMap, VecDeque};

use crate::similar::{Grams, Index, best};
use crate::view::{Class, Node, View};

/// Characters that make words sure enough to be the same elsewhere: 加强组织领导。 stands in every plan.
const SURE: usize = 6;
/// Records beside the place of one that are compared with it, whatever their words.
const BESIDE: usize = 6;
/// What the same parent and the same label add to the similarity of texts.
const PARENT: f64 = 0.2;
const MARK: f64 = 0.15;
/// What it takes to be the same record, and how much of it the text must give.
const ENOUGH: f64 = 0.5;
const OF_TEXT: f64 = 0.25;

/// The records of both documents, paired.
pub(crate) struct Pairs {
    /// By old record.
    pub(crate) to_new: Vec<Option<usize>>,
    /// By new record.
    pub(crate) to_old: Vec<Option<usize>>,
}

/// Records of the old document, and of the new one, that have something in common.
type Sides = (Vec<usize>, Vec<usize>);

/// Pairs the records of two documents.
pub(crate) fn pair(old: &View<'_>, new: &View<'_>) -> Pairs {
    let pairs = Pairs { to_new: vec![None; old.nodes.len()], to_old: vec![None; new.nodes.len()] };
    let mut matcher = Matcher { old, new, pairs };
    matcher.take(0, 0);
    matcher.same_id();
    matcher.same_words_under_the_same_parent();
    matcher.same_words_elsewhere();
    matcher.same_concept();
    matcher.same_children();
    matcher.same_words_under_the_same_parent();
    for class in Class::ALL {
        if class == Class::TocEntry {
            matcher.same_heading();
        }
        // Chapters first: that they are the same brings their sections together.
        for _ in 0..if class == Class::Heading { 2 } else { 1 } {
            matcher.similar_words(class);
        }
        matcher.same_words_under_the_same_parent();
    }
    matcher.same_children();
    matcher.pairs
}

struct Matcher<'a, 'v> {
    old: &'a View<'v>,
    new: &'a View<'v>,
    pairs: Pairs,
}

impl Matcher<'_, '_> {
    fn take(&mut self, old: usize, new: usize) {
        debug_assert!(
            self.pairs.to_new[old].is_none() && self.pairs.to_old[new].is_none(),
            "each is paired once"
        );
        self.pairs.to_new[old] = Some(new);
        self.pairs.to_old[new] = Some(old);
    }

    fn old_left(&self, class: Class) -> Vec<usize> {
        left(&self.old.nodes, &self.pairs.to_new, class)
    }

    fn new_left(&self, class: Class) -> Vec<usize> {
        left(&self.new.nodes, &self.pairs.to_old, class)
    }

    /// The new record that the parent of an old one is.
    fn parent_in_new(&self, old: usize) -> Option<usize> {
        self.pairs.to_new[self.old.nodes[old].parent?]
    }

    fn same_id(&mut self) {
        for old in 0..self.old.nodes.len() {
            let Some(new) = self.new.by_id(self.old.nodes[old].id()) else { continue };
            let free = self.pairs.to_new[old].is_none() && self.pairs.to_old[new].is_none();
            if free && self.old.nodes[old].class == self.new.nodes[new].class {
                self.take(old, new);
            }
        }
    }

    /// Parents come before their children, so that one round brings whole trees together.
    fn same_words_under_the_same_parent(&mut self) {
        let mut waiting: BTreeMap<(usize, Class, &str), VecDeque<usize>> = BTreeMap::new();
        for (at, node) in self.new.nodes.iter().enumerate() {
            if let (None, Some(parent)) = (self.pairs.to_old[at], node.parent) {
                waiting.entry((parent, node.class, &node.key)).or_default().push_back(at);
            }
        }
        for old in 0..self.old.nodes.len() {
            let (None, Some(parent)) = (self.pairs.to_new[old], self.parent_in_new(old)) else { continue };
            let node = &self.old.nodes[old];
            let found =
                waiting.get_mut(&(parent, node.class, node.key.as_str())).and_then(VecDeque::pop_front);
            if let Some(new) = found {
                self.take(old, new);
            }
        }
    }

    fn same_words_elsewhere(&mut self) {
        let mut said: BTreeMap<(Class, &str), Sides> = BTreeMap::new();
        for (at, node) in self.old.nodes.iter().enumerate() {
            if self.pairs.to_new[at].is_none() {
                said.entry((node.class, &node.text)).or_default().0.push(at);
            }
        }
        for (at, node) in self.new.nodes.iter().enumerate() {
            if self.pairs.to_old[at].is_none() {
                said.entry((node.class, &node.text)).or_default().1.push(at);
            }
        }
        for ((class, words), (old, new)) in said {
            // Of several sections 保障措施 nobody knows which is which, before their parents are known.
            let sure = class != Class::Heading || (old.len() == 1 && new.len() == 1);
            if sure && !matches!(class, Class::Quantity | Class::Furniture) && words.chars().count() >= SURE {
                for (&old, &new) in old.iter().zip(&new) {
                    self.take(old, new);
                }
            }
        }
    }

    /// Indicators that alone in their document have a concept.
    fn same_concept(&mut self) {
        let mut concepts: BTreeMap<(&str, &str), Sides> = BTreeMap::new();
        for at in self.old_left(Class::Indicator) {
            let node = &self.old.nodes[at];
            concepts.entry((node.text("concept"), node.text("sub_name"))).or_default().0.push(at);
        }
        for at in self.new_left(Class::Indicator) {
            let node = &self.new.nodes[at];
            concepts.entry((node.text("concept"), node.text("sub_name"))).or_default().1.push(at);
        }
        for ((concept, _), (old, new)) in concepts {
            if let ([old], [new], false) = (old.as_slice(), new.as_slice(), concept.is_empty()) {
                self.take(*old, *new);
            }
        }
    }

    /// Lines of the contents that name the same heading, or the same box.
    fn same_heading(&mut self) {
        let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
        for at in self.new_left(Class::TocEntry) {
            lines.entry(self.new.nodes[at].text("heading")).or_insert(at);
        }
        for old in self.old_left(Class::TocEntry) {
            let heading = self.old.by_id(self.old.nodes[old].text("heading"));
            let Some(heading) = heading.and_then(|at| self.pairs.to_new[at]) else { continue };
            if let Some(new) = lines.remove(self.new.nodes[heading].id()) {
                self.take(old, new);
            }
        }
    }

    /// A container is the one to which most of its children went, deepest first.
    fn same_children(&mut self) {
        for old in (1..self.old.nodes.len()).rev() {
            let node = &self.old.nodes[old];
            if self.pairs.to_new[old].is_some()
                || !matches!(node.class, Class::Heading | Class::Box | Class::Table | Class::Project)
            {
                continue;
            }
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            let parents =
                node.children.iter().filter_map(|&child| self.new.nodes[self.pairs.to_new[child]?].parent);
            for parent in parents {
                *votes.entry(parent).or_insert(0) += 1;
            }
            let free =
                |new: usize| self.pairs.to_old[new].is_none() && self.new.nodes[new].class == node.class;
            let elected = votes
                .into_iter()
                .filter(|&(new, _)| free(new))
                .max_by_key(|&(new, n)| (n, std::cmp::Reverse(new)));
            let most = |new: usize, count: usize| {
                let (a, b) = (node.children.len(), self.new.nodes[new].children.len());
                // One paragraph that went to a section of its own takes no heading with it.
                2 * count >= a.min(b) && 3 * count >= a.max(b)
            };
            if let Some((new, count)) = elected
                && most(new, count)
            {
                self.take(old, new);
            }
        }
    }

    fn similar_words(&mut self, class: Class) {
        let (old, new) = (self.old_left(class), self.new_left(class));
        let old: BTreeMap<usize, Grams> = grams(&self.old.nodes, &old);
        let new: BTreeMap<usize, Grams> = grams(&self.new.nodes, &new);
        let index = Index::of(new.iter().map(|(&at, text)| (at, text)));
        let mut candidates = Vec::new();
        for (&a, text) in &old {
            let mut near = index.near(text);
            near.extend(self.beside(a, class));
            near.sort_unstable();
            near.dedup();
            for b in near {
                let Some(other) = new.get(&b) else { continue };
                let alike = text.similarity(other);
                let score = alike + self.signs(a, b);
                if alike >= OF_TEXT && score >= ENOUGH {
                    candidates.push((score, a, b));
                }
            }
        }
        for (a, b) in best(candidates) {
            self.take(a, b);
        }
    }

    /// What speaks for a pair besides its words. A quantity stays with its paragraph.
    fn signs(&self, old: usize, new: usize) -> f64 {
        let (a, b) = (&self.old.nodes[old], &self.new.nodes[new]);
        let together = self.parent_in_new(old).is_some() && self.parent_in_new(old) == b.parent;
        let mark = a.mark();
        let marked = !mark.is_empty() && mark == b.mark();
        match (together, marked) {
            (true, true) => PARENT + MARK,
            (true, false) => PARENT,
            (false, _) if a.class == Class::Quantity => -1.0,
            (false, _) => 0.0,
        }
    }

    /// The records that are left where an old one should be: among the children of its parent, behind the last one before
    /// it that is known, or as far down as it was.
    fn beside(&self, old: usize, class: Class) -> Vec<usize> {
        let Some(parent) = self.parent_in_new(old) else { return Vec::new() };
        let siblings = &self.old.nodes[self.old.nodes[old].parent.unwrap_or(0)].children;
        let place = siblings.partition_point(|&at| at < old);
        let before = siblings[..place].iter().rev().take(BESIDE).find_map(|&at| self.pairs.to_new[at]);
        let children = &self.new.nodes[parent].children;
        let from = match before {
            Some(before) => children.partition_point(|&at| at <= before),
            None => (place * children.len() / siblings.len()).saturating_sub(BESIDE / 2),
        };
        let left = children[from..].iter().copied().take(2 * BESIDE);
        left.filter(|&at| self.pairs.to_old[at].is_none() && self.new.nodes[at].class == class)
            .take(BESIDE)
            .collect()
    }
}

fn left(nodes: &[Node<'_>], partner: &[Option<usize>], class: Class) -> Vec<usize> {
    (0..nodes.len()).filter(|&at| partner[at].is_none() && nodes[at].class == class).collect()
}

fn grams(nodes: &[Node<'_>], places: &[usize]) -> BTreeMap<usize, Grams> {
    places.iter().map(|&at| (at, Grams::of(&nodes[at].text))).collect()
}
