//! From pairs to changes, each told once.
//!
//! A record is a change of its own, or *follows* from another: what hung in a section that was removed, the quantities of a
//! paragraph that was rewritten, the line in the contents of a heading that was renamed, the diagnostic about it. Rows of a
//! table are told by their indicators and projects, where they have some.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::change::{Change, Comparison, Field, Kind, Place};
use crate::fields::{differences, names};
use crate::matching::Pairs;
use crate::order::in_order;
use crate::tables::{Told, overlaps};
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
    teller.link();
    let mut comparison = Comparison { changes: teller.changes, ..Comparison::default() };
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
                    self.fields[at] = differences(a, b, &if tables { self.told(before, at) } else { Told::default() });
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
        let come = |child: &usize| self.pairs.to_old[*child].is_none() || self.moved[*child] || !self.fields[*child].is_empty();
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
        self.push(Kind::Removed, Some(old), None, node.name(), Vec::new());
    }

    fn tell_new(&mut self, at: usize) {
        let node = &self.new.nodes[at];
        if of_pages(node) {
            return;
        }
        let first = self.changes.len();
        let Some(old) = self.pairs.to_old[at] else {
            self.of_new[at] = Some(first);
            return self.push(Kind::Added, None, Some(at), node.name(), Vec::new());
        };
        let (renaming, mut rest): (Vec<Field>, Vec<Field>) =
            std::mem::take(&mut self.fields[at]).into_iter().partition(|field| names(node.class).contains(&field.name.as_str()));
        let (a, b) = (self.old.nodes[old].type_name(), node.type_name());
        if a != b {
            // `type` is a field like any other and stands among the others; it is what a reader wants to see first.
            rest.retain(|field| field.name != "type");
            rest.insert(0, Field { name: "type".to_owned(), old: a.into(), new: b.into() });
        }
        if !renaming.is_empty() {
            let whole = |node: &Node<'_>| Value::from(short_name(node));
            let names = Field { name: "name".to_owned(), old: whole(&self.old.nodes[old]), new: whole(node) };
            self.push(Kind::Renamed, Some(old), Some(at), short_name(node), vec![names]);
            // The name was shown with its label.
            if matches!(node.class, Class::Heading | Class::Box | Class::TocEntry) {
                rest.retain(|field| field.name != "label");
            }
        }
        if self.moved[at] {
            self.push(Kind::Moved, Some(old), Some(at), node.name(), Vec::new());
        }
        if !rest.is_empty() {
            self.push(Kind::Changed, Some(old), Some(at), short_name(&self.old.nodes[old]), rest);
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

    /// Says of each change which other one it follows from.
    fn link(&mut self) {
        let changed = |view: &View<'_>, of: &[Option<usize>]| {
            let own = |at: &usize| of[*at].is_some() && !matches!(view.nodes[*at].class, Class::Diagnostic | Class::Document);
            let mut spans: Vec<((u64, u64), usize)> =
                (0..view.nodes.len()).filter(own).flat_map(|at| view.nodes[at].evidence().into_iter().map(move |span| (span, at))).collect();
            spans.sort_unstable();
            spans
        };
        let (in_old, in_new) = (changed(self.old, &self.of_old), changed(self.new, &self.of_new));
        let ids = |view: &View<'_>, place: &Option<Place>| place.as_ref().and_then(|place| view.by_id(&place.id));
        let follows: Vec<Option<usize>> = self
            .changes
            .iter()
            .enumerate()
            .map(|(at, change)| {
                let (old, new) = (ids(self.old, &change.old), ids(self.new, &change.new));
                let cause = self.cause(change, old, new).or_else(|| {
                    let class = new.map(|at| self.new.nodes[at].class).or_else(|| old.map(|at| self.old.nodes[at].class));
                    if class != Some(Class::Diagnostic) {
                        return None;
                    }
                    let about = |view: &View<'_>, node: Option<usize>, spans: &[((u64, u64), usize)], of: &[Option<usize>]| {
                        view.nodes[node?].evidence().into_iter().find_map(|span| touching(spans, span)).and_then(|node| of[node])
                    };
                    about(self.new, new, &in_new, &self.of_new).or_else(|| about(self.old, old, &in_old, &self.of_old))
                });
                cause.filter(|&cause| cause != at)
            })
            .collect();
        for (change, follows) in self.changes.iter_mut().zip(follows) {
            change.follows = follows;
        }
    }

    /// The change of the parent, or of the heading that a line of the contents names, from which this one follows.
    fn cause(&self, change: &Change, old: Option<usize>, new: Option<usize>) -> Option<usize> {
        let class = new.map(|at| self.new.nodes[at].class).or_else(|| old.map(|at| self.old.nodes[at].class))?;
        let old_parent = old.and_then(|at| self.old.nodes[at].parent);
        let new_parent = new.and_then(|at| self.new.nodes[at].parent);
        let removed = old_parent.filter(|&at| self.pairs.to_new[at].is_none()).and_then(|at| self.of_old[at]);
        let added = new_parent.filter(|&at| self.pairs.to_old[at].is_none()).and_then(|at| self.of_new[at]);
        let of_parent = || new_parent.and_then(|at| self.of_new[at]).or_else(|| old_parent.and_then(|at| self.of_old[at]));
        match (change.kind, class) {
            (_, Class::TocEntry) => self.of_heading(old, new),
            (Kind::Removed, _) if removed.is_some() => removed,
            (Kind::Added, _) if added.is_some() => added,
            (Kind::Moved, _) => removed.or(added),
            (_, Class::Quantity) => of_parent().filter(|&at| self.changes[at].kind != Kind::Moved),
            // What the head of the table or its notes say of every row.
            (Kind::Changed, Class::Indicator) => of_parent().filter(|&at| self.changes[at].kind == Kind::Changed),
            _ => None,
        }
    }

    fn of_heading(&self, old: Option<usize>, new: Option<usize>) -> Option<usize> {
        let old = old.and_then(|at| self.old.by_id(self.old.nodes[at].text("heading"))).and_then(|at| self.of_old[at]);
        let new = new.and_then(|at| self.new.by_id(self.new.nodes[at].text("heading"))).and_then(|at| self.of_new[at]);
        new.or(old)
    }
}

/// What a reader calls a record of which both versions are known: a quantity by its metric alone.
fn short_name(node: &Node<'_>) -> String {
    if node.class == Class::Quantity { node.text("metric").to_owned() } else { node.name() }
}

fn place(node: &Node<'_>) -> Place {
    let path = node.fields.get("path").and_then(Value::as_array).into_iter().flatten();
    Place { id: node.id().to_owned(), path: path.filter_map(Value::as_str).map(str::to_owned).collect() }
}

fn of_pages(node: &Node<'_>) -> bool {
    node.class == Class::Furniture && OF_PAGES.contains(&node.text("kind"))
}

/// The record of a sorted list of spans that shares text with a span.
fn touching(spans: &[((u64, u64), usize)], span: (u64, u64)) -> Option<usize> {
    // Spans of one record inside another (a quantity in its paragraph) make ends go back; a few steps reach them.
    let next = spans.partition_point(|(other, _)| other.0 < span.1);
    spans[..next].iter().rev().take(8).find(|(other, _)| overlaps(&[*other], span)).map(|&(_, at)| at)
}

fn evidence(view: &View<'_>, nodes: impl Iterator<Item = usize>) -> Vec<(u64, u64)> {
    let mut spans: Vec<(u64, u64)> = nodes.flat_map(|at| view.nodes[at].evidence()).collect();
    spans.sort_unstable();
    spans
}

/// Which new records hang at another place than before, or stand in another order among their siblings.
fn moved(old: &View<'_>, new: &View<'_>, pairs: &Pairs) -> Vec<bool> {
    let mut moved = vec![false; new.nodes.len()];
    let ordered = |class| !matches!(class, Class::Document | Class::Quantity | Class::Furniture | Class::Diagnostic | Class::Other);
    let mut siblings: BTreeMap<(usize, Class), Vec<(usize, usize)>> = BTreeMap::new();
    for at in 1..new.nodes.len() {
        let (Some(before), Some(parent)) = (pairs.to_old[at], new.nodes[at].parent) else { continue };
        let class = new.nodes[at].class;
        let same_parent = old.nodes[before].parent.and_then(|parent| pairs.to_new[parent]) == Some(parent);
        if !ordered(class) {
            moved[at] = !same_parent && !matches!(class, Class::Furniture | Class::Diagnostic);
        } else if same_parent {
            // Lines of the contents and rows of a table have an order of their own; the rest stands in one flow.
            let flow = if matches!(class, Class::TocEntry | Class::Indicator) { class } else { Class::Other };
            siblings.entry((parent, flow)).or_default().push((at, before));
        } else {
            moved[at] = true;
        }
    }
    for places in siblings.values() {
        let order: Vec<usize> = places.iter().map(|&(_, before)| before).collect();
        for (&(at, _), kept) in places.iter().zip(in_order(&order)) {
            moved[at] |= !kept;
        }
    }
    debug_assert!(!moved.first().copied().unwrap_or(false), "the document stays");
    moved
}
