//! Which changes follow from others.
//!
//! What enters are the changes, what leaves is a cause for each that has one: the removal of the section in which a record
//! hung, the paragraph of a quantity, the heading of a line in the contents, the record that a diagnostic is about. What
//! has none stands for itself.

use std::cell::LazyCell;

use crate::change::{Change, Kind, Place};
use crate::matching::Pairs;
use crate::tables::overlaps;
use crate::view::{Class, View, spans as spans_of};

/// Spans that are looked through for one that shares text.
const STEPS: usize = 32;

/// What is known of all changes.
pub(crate) struct Causes<'a, 'v> {
    pub(crate) old: &'a View<'v>,
    pub(crate) new: &'a View<'v>,
    pub(crate) pairs: &'a Pairs,
    /// The first change of each old record.
    pub(crate) of_old: &'a [Option<usize>],
    /// The first change of each new record.
    pub(crate) of_new: &'a [Option<usize>],
    pub(crate) changes: &'a [Change],
}

impl Causes<'_, '_> {
    /// The change that each change follows from.
    pub(crate) fn all(&self) -> Vec<Option<usize>> {
        // Only diagnostics ask for them.
        let old = LazyCell::new(|| Touched::of(self.old, self.of_old));
        let new = LazyCell::new(|| Touched::of(self.new, self.of_new));
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
        self.changes.iter().enumerate().map(follows).collect()
    }

    fn class(&self, (old, new): (Option<usize>, Option<usize>)) -> Option<Class> {
        new.map(|at| self.new.nodes[at].class).or_else(|| old.map(|at| self.old.nodes[at].class))
    }

    /// The change of what a diagnostic is about: of the record whose text it cites, of the one before that (a number that
    /// does not follow), of the text that used a term.
    fn of_subject(
        &self,
        (old, new): (Option<usize>, Option<usize>),
        in_old: &Touched<'_>,
        in_new: &Touched<'_>,
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

/// The text of a document by the records that it belongs to.
struct Touched<'c> {
    /// Spans of all records that are about themselves, in order.
    spans: Vec<((u64, u64), usize)>,
    /// The first change of each record.
    changes: &'c [Option<usize>],
}

impl<'c> Touched<'c> {
    fn of(view: &View<'_>, changes: &'c [Option<usize>]) -> Self {
        let own = |at: &usize| !matches!(view.nodes[*at].class, Class::Diagnostic | Class::Document);
        let spans = |at: usize| view.nodes[at].evidence().into_iter().map(move |span| (span, at));
        let mut spans: Vec<((u64, u64), usize)> = (0..view.nodes.len()).filter(own).flat_map(spans).collect();
        spans.sort_unstable();
        Self { spans, changes }
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
