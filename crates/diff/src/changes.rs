//! From pairs to changes, each told once.
//!
//! A record is a change of its own, or *follows* from another: what hung in a section that was removed, the quantities of a
//! paragraph that was rewritten, the line in the contents of a heading that was renamed, the diagnostic about it. Rows of a
//! table are told by their indicators and projects, where they have some.

use std::collections::BTreeMap;

use crate::causes::Causes;
use crate::change::{Change, Comparison, Field, Kind, Place};
use crate::fields::{differences, names};
use crate::lists;
use crate::matching::Pairs;
use crate::order::moved;
use crate::tables::Told;
use crate::view::{Class, Node, View};

/// Furniture that tells where a page ends, and nothing of what the document says.
const OF_PAGES: &[&str] = &["page_number", "running_head", "blank_mark"];

/// All changes.
pub(crate) fn changes(old: &View<'_>, new: &View<'_>, pairs: &Pairs) -> Comparison {
    let mut teller = Teller {
        old,
        new,
        pairs,
        moved: moved(old, new, pairs),
        fields: vec![Vec::new(); new.nodes.len()],
        of_old: vec![None; old.nodes.len()],
        of_new: vec![None; new.nodes.len()],
        changes: Vec::new(),
    };
    teller.compare();
    teller.tell();
    let Teller { of_old, of_new, mut changes, .. } = teller;
    let causes = Causes { old, new, pairs, of_old: &of_old, of_new: &of_new, changes: &changes }.all();
    for (change, cause) in changes.iter_mut().zip(causes) {
        change.follows = cause;
    }
    let mut comparison = Comparison { changes, ..Comparison::default() };
    for change in &comparison.changes {
        let kinds = comparison.summary.entry(change.type_name.clone()).or_default();
        *kinds.entry(change.kind).or_insert(0) += 1;
    }
    comparison
}

struct Teller<'a, 'v> {
    old: &'a View<'v>,
    new: &'a View<'v>,
    pairs: &'a Pairs,
    /// By new record.
    moved: Vec<bool>,
    /// The fields that differ, by new record.
    fields: Vec<Vec<Field>>,
    /// The first change of each record.
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
    changes: Vec<Change>,
}

impl Teller<'_, '_> {
    /// Compares the records of all pairs; tables last, since the records of their rows speak for them.
    fn compare(&mut self) {
        for tables in [false, true] {
            for at in 0..self.new.nodes.len() {
                let Some(before) = self.pairs.to_old[at] else { continue };
                let (a, b) = (&self.old.nodes[before], &self.new.nodes[at]);
                if (b.class == Class::Table) == tables {
                    self.fields[at] =
                        differences(a, b, &if tables { self.told(before, at) } else { Told::default() });
                }
            }
        }
    }

    /// The spans of the rows of a table whose own records changed.
    fn told(&self, old: usize, new: usize) -> Told {
        let gone = |child: &usize| match self.pairs.to_new[*child] {
            None => true,
            Some(at) => self.moved[at] || !self.fields[at].is_empty(),
        };
        let come = |child: &usize| {
            self.pairs.to_old[*child].is_none() || self.moved[*child] || !self.fields[*child].is_empty()
        };
        Told {
            old: evidence(self.old, self.old.nodes[old].children.iter().copied().filter(gone)),
            new: evidence(self.new, self.new.nodes[new].children.iter().copied().filter(come)),
        }
    }

    /// Lists the changes in the order of the new document; what is gone behind what stood before it.
    fn tell(&mut self) {
        let mut gone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut last = 0;
        for (at, partner) in self.pairs.to_new.iter().enumerate() {
            match partner {
                Some(new) => last = *new,
                None => gone.entry(last).or_default().push(at),
            }
        }
        for at in 0..self.new.nodes.len() {
            self.tell_new(at);
            for &old in gone.get(&at).into_iter().flatten() {
                self.tell_gone(old);
            }
        }
    }

    fn tell_gone(&mut self, old: usize) {
        let node = &self.old.nodes[old];
        if of_pages(node) {
            return;
        }
        self.of_old[old] = Some(self.changes.len());
        self.push(Kind::Removed, Some(old), None, self.old.name(old), Vec::new());
    }

    fn tell_new(&mut self, at: usize) {
        let node = &self.new.nodes[at];
        if of_pages(node) {
            return;
        }
        let first = self.changes.len();
        let Some(old) = self.pairs.to_old[at] else {
            self.of_new[at] = Some(first);
            return self.push(Kind::Added, None, Some(at), self.new.name(at), Vec::new());
        };
        let (renaming, mut rest): (Vec<Field>, Vec<Field>) = std::mem::take(&mut self.fields[at])
            .into_iter()
            .partition(|field| names(node.class).contains(&field.name.as_str()));
        let (a, b) = (self.old.nodes[old].type_name(), node.type_name());
        if a != b {
            // `type` is a field like any other and stands among the others; it is what a reader wants to see first.
            rest.retain(|field| field.name != "type");
            rest.insert(0, Field { name: "type".to_owned(), old: a.into(), new: b.into() });
        }
        if !renaming.is_empty() {
            let (was, is) = (short_name(self.old, old), short_name(self.new, at));
            let names = Field { name: "name".to_owned(), old: was.into(), new: is.clone().into() };
            self.push(Kind::Renamed, Some(old), Some(at), is, vec![names]);
            // The name was shown with its label.
            if matches!(node.class, Class::Heading | Class::Box | Class::TocEntry) {
                rest.retain(|field| field.name != "label");
            }
        }
        if self.moved[at] {
            self.push(Kind::Moved, Some(old), Some(at), self.new.name(at), Vec::new());
        }
        if !rest.is_empty() {
            self.push(Kind::Changed, Some(old), Some(at), short_name(self.old, old), rest);
        }
        if self.changes.len() > first {
            (self.of_old[old], self.of_new[at]) = (Some(first), Some(first));
        }
    }

    fn push(&mut self, kind: Kind, old: Option<usize>, new: Option<usize>, name: String, fields: Vec<Field>) {
        let (before, after) = (old.map(|at| &self.old.nodes[at]), new.map(|at| &self.new.nodes[at]));
        let type_name = after.or(before).map_or("", Node::type_name).to_owned();
        let (old, new) = (before.map(place), after.map(place));
        self.changes.push(Change { kind, type_name, name, old, new, fields, follows: None });
    }
}

/// What a reader calls a record of which both versions are known: a quantity by its metric alone.
fn short_name(view: &View<'_>, at: usize) -> String {
    let node = &view.nodes[at];
    if node.class == Class::Quantity { node.text("metric").to_owned() } else { view.name(at) }
}

fn place(node: &Node<'_>) -> Place {
    let path = lists::texts(node.field("path"));
    Place { id: node.id().to_owned(), path: path.into_iter().map(str::to_owned).collect() }
}

fn of_pages(node: &Node<'_>) -> bool {
    node.class == Class::Furniture && OF_PAGES.contains(&node.text("kind"))
}

fn evidence(view: &View<'_>, nodes: impl Iterator<Item = usize>) -> Vec<(u64, u64)> {
    let mut spans: Vec<(u64, u64)> = nodes.flat_map(|at| view.nodes[at].evidence()).collect();
    spans.sort_unstable();
    spans
}
