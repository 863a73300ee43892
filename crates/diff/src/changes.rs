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
use crate::view::{Class, Node, View, spans as spans_of};

/// Furniture that tells where a page ends, and nothing of what the document says.
const OF_PAGES: &[&str] = &["page_number", "running_head", "blank_mark"];

/// Spans that are looked through for one that shares text.
const STEPS: usize = 32;

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

    /// Says of each change which other one it follows from.
    fn link(&mut self) {
        let (old, new) = (Touched::of(self.old, &self.of_old), Touched::of(self.new, &self.of_new));
        let ids =
            |view: &View<'_>, place: &Option<Place>| place.as_ref().and_then(|place| view.by_id(&place.id));
        let follows = |(at, change): (usize, &Change)| {
            let records = (ids(self.old, &change.old), ids(self.new, &change.new));
            let cause = match self.class(records) {
                Some(Class::Diagnostic) => self.of_subject(records, &old, &new),
                Some(class) => self.cause(change, class, records),
                None => None,
            };
            cause.filter(|&cause| cause != at)
        };
        let follows: Vec<Option<usize>> = self.changes.iter().enumerate().map(follows).collect();
        for (change, follows) in self.changes.iter_mut().zip(follows) {
            change.follows = follows;
        }
    }

    fn class(&self, (old, new): (Option<usize>, Option<usize>)) -> Option<Class> {
        new.map(|at| self.new.nodes[at].class).or_else(|| old.map(|at| self.old.nodes[at].class))
    }

    /// The change of what a diagnostic is about: of the record whose text it cites, of the one before that (a number that
    /// does not follow), of the text that used a term.
    fn of_subject(
        &self,
        (old, new): (Option<usize>, Option<usize>),
        in_old: &Touched,
        in_new: &Touched,
    ) -> Option<usize> {
        let spans =
            |view: &View<'_>, at: Option<usize>| at.map(|at| view.nodes[at].evidence()).unwrap_or_default();
        let (olds, news) = (spans(self.old, old), spans(self.new, new));
        let cited = in_new.change(&news).or_else(|| in_old.change(&olds));
        cited.or_else(|| {
            let subject = in_new.record(&news).and_then(|at| Some((self.pairs.to_old[at]?, at)));
            let (old, new) =
                subject.or_else(|| in_old.record(&olds).and_then(|at| Some((at, self.pairs.to_new[at]?))))?;
            let order = |&change: &usize| !matches!(self.changes[change].kind, Kind::Renamed | Kind::Changed);
            let before = self.new.before(new).and_then(|at| self.of_new[at]).filter(order);
            let was_before = || self.old.before(old).and_then(|at| self.of_old[at]).filter(order);
            let mentions = || {
                let mentions =
                    |view: &View<'_>, at: usize| view.nodes[at].fields.get("mentions").map(spans_of);
                in_old.change(&mentions(self.old, old)?).or_else(|| in_new.change(&mentions(self.new, new)?))
            };
            before.or_else(was_before).or_else(mentions)
        })
    }

    /// The change of the parent, of the heading that a line of the contents names, or of the document, from which this one
    /// follows.
    fn cause(
        &self,
        change: &Change,
        class: Class,
        (old, new): (Option<usize>, Option<usize>),
    ) -> Option<usize> {
        let old_parent = old.and_then(|at| self.old.nodes[at].parent);
        let new_parent = new.and_then(|at| self.new.nodes[at].parent);
        let removed = old_parent.filter(|&at| self.pairs.to_new[at].is_none()).and_then(|at| self.of_old[at]);
        let added = new_parent.filter(|&at| self.pairs.to_old[at].is_none()).and_then(|at| self.of_new[at]);
        let parent =
            new_parent.and_then(|at| self.of_new[at]).or_else(|| old_parent.and_then(|at| self.of_old[at]));
        let kind = |cause: &usize| self.changes[*cause].kind;
        // The years that a plan covers resolve those of its values, and its title is printed on the cover.
        let document = self.of_new.first().copied().flatten();
        match (change.kind, class) {
            (Kind::Changed, Class::Document) => document,
            (_, Class::TocEntry) => self.of_heading(old, new),
            (Kind::Removed, _) if removed.is_some() => removed,
            (Kind::Added, _) if added.is_some() => added,
            (Kind::Moved, _) => removed.or(added),
            (_, Class::Quantity) => parent.filter(|at| kind(at) != Kind::Moved).or(document),
            // What the head of the table or its notes say of every row.
            (Kind::Changed, Class::Indicator) => parent.filter(|at| kind(at) == Kind::Changed),
            (Kind::Changed, Class::Furniture) => document,
            _ => None,
        }
    }

    fn of_heading(&self, old: Option<usize>, new: Option<usize>) -> Option<usize> {
        let old = old
            .and_then(|at| self.old.by_id(self.old.nodes[at].text("heading")))
            .and_then(|at| self.of_old[at]);
        let new = new
            .and_then(|at| self.new.by_id(self.new.nodes[at].text("heading")))
            .and_then(|at| self.of_new[at]);
        new.or(old)
    }
}

/// What a reader calls a record of which both versions are known: a quantity by its metric alone.
fn short_name(view: &View<'_>, at: usize) -> String {
    let node = &view.nodes[at];
    if node.class == Class::Quantity { node.text("metric").to_owned() } else { view.name(at) }
}

fn place(node: &Node<'_>) -> Place {
    let path = node.fields.get("path").and_then(Value::as_array).into_iter().flatten();
    Place { id: node.id().to_owned(), path: path.filter_map(Value::as_str).map(str::to_owned).collect() }
}

fn of_pages(node: &Node<'_>) -> bool {
    node.class == Class::Furniture && OF_PAGES.contains(&node.text("kind"))
}

/// The text of a document by the records that it belongs to.
struct Touched {
    /// Spans of all records that are about themselves, in order.
    spans: Vec<((u64, u64), usize)>,
    /// The first change of each record.
    changes: Vec<Option<usize>>,
}

impl Touched {
    fn of(view: &View<'_>, changes: &[Option<usize>]) -> Self {
        let own = |at: &usize| !matches!(view.nodes[*at].class, Class::Diagnostic | Class::Document);
        let spans = |at: usize| view.nodes[at].evidence().into_iter().map(move |span| (span, at));
        let mut spans: Vec<((u64, u64), usize)> = (0..view.nodes.len()).filter(own).flat_map(spans).collect();
        spans.sort_unstable();
        Self { spans, changes: changes.to_vec() }
    }

    /// The records that share text with a span, the last one first. Records lie in each other (a quantity in its
    /// paragraph), so that the ends of spans go back; a few steps reach them.
    fn touching(&self, span: (u64, u64)) -> impl Iterator<Item = usize> {
        let next = self.spans.partition_point(|(other, _)| other.0 < span.1);
        let near = self.spans[..next].iter().rev().take(STEPS);
        near.filter(move |(other, _)| overlaps(&[*other], span)).map(|&(_, at)| at)
    }

    fn record(&self, spans: &[(u64, u64)]) -> Option<usize> {
        spans.iter().find_map(|&span| self.touching(span).next())
    }

    /// The first change of a record that shares text with one of the spans.
    fn change(&self, spans: &[(u64, u64)]) -> Option<usize> {
        spans.iter().find_map(|&span| self.touching(span).find_map(|at| self.changes[at]))
    }
}

fn evidence(view: &View<'_>, nodes: impl Iterator<Item = usize>) -> Vec<(u64, u64)> {
    let mut spans: Vec<(u64, u64)> = nodes.flat_map(|at| view.nodes[at].evidence()).collect();
    spans.sort_unstable();
    spans
}

/// Which new records hang at another place than before, or stand in another order among their siblings.
fn moved(old: &View<'_>, new: &View<'_>, pairs: &Pairs) -> Vec<bool> {
    let mut moved = vec![false; new.nodes.len()];
    let ordered = |class| {
        !matches!(
            class,
            Class::Document | Class::Quantity | Class::Furniture | Class::Diagnostic | Class::Other
        )
    };
    let mut siblings: BTreeMap<(usize, Class), Vec<(usize, usize)>> = BTreeMap::new();
    for (at, node) in new.nodes.iter().enumerate() {
        let (Some(before), Some(parent)) = (pairs.to_old[at], node.parent) else { continue };
        let class = node.class;
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
