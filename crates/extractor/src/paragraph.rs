//! Paragraphs, and the quantities that they state: 到2030年，森林覆盖率达到25.8%。
//!
//! A time in a lead-in (到2030年，主要目标是：) holds for the bullets after it; [`Prose`] carries it along.

use std::ops::Range;
use std::sync::Arc;

use gangyao_model::{Paragraph, Quantity, Record};
use gangyao_normaliser::Joined;
use gangyao_parser::ParagraphItem;
use gangyao_text::NormRange;

use crate::assemble::Facts;
use crate::builder::Builder;
use crate::quantity::{self, Carry, Context};

/// Reads paragraph after paragraph.
pub(crate) struct Prose<'f> {
    facts: &'f Facts,
    carry: Carry,
    path: Arc<[String]>,
}

impl<'f> Prose<'f> {
    pub(crate) fn new(facts: &'f Facts) -> Self {
        Self { facts, carry: Carry::default(), path: Arc::new([]) }
    }

    /// A new heading: what was said under the one before no longer carries over.
    pub(crate) fn enter(&mut self, builder: &Builder<'_>) {
        self.carry = Carry::default();
        self.path = builder.path();
    }

    /// A box: what was said before it tells nothing of its items.
    pub(crate) fn enter_box(&mut self) {
        self.carry = Carry::default();
    }

    /// Adds a paragraph under the current heading, or inside the record `parent`.
    pub(crate) fn push(
        &mut self,
        builder: &mut Builder<'_>,
        item: &ParagraphItem,
        parent: Option<&Arc<str>>,
    ) {
        let lead = item.lead.map(|len| item.text.text()[..len].to_owned());
        self.push_text(builder, &item.text, &item.at, lead, item.bullet.clone(), parent);
    }

    /// Adds a paragraph of its parts.
    pub(crate) fn push_text(
        &mut self,
        builder: &mut Builder<'_>,
        text: &Joined,
        at: &[NormRange],
        lead: Option<String>,
        bullet: Option<String>,
        parent: Option<&Arc<str>>,
    ) {
        let common = match parent {
            Some(parent) => builder.common_under(parent.clone(), builder.spans(at)),
            None => builder.common(at),
        };
        let is_bullet = bullet.is_some();
        let paragraph = Paragraph { common, text: text.text().to_owned(), lead, bullet };
        let id = builder.push(Record::Paragraph(paragraph));
        self.push_quantities(builder, text, &id, is_bullet);
    }

    /// Adds the quantities of a text that belongs to the record `parent`.
    pub(crate) fn push_quantities(
        &mut self,
        builder: &mut Builder<'_>,
        text: &Joined,
        parent: &Arc<str>,
        bullet: bool,
    ) {
        let mut context = Context {
            kind: self.facts.kind,
            period: self.facts.horizon,
            path: &self.path,
            reached: self.facts.reached,
            told: self.facts.told,
            carried: None,
        };
        context.carried = self.carry.observe(text.text(), bullet, &context);
        for draft in quantity::quantities(text.text(), &context) {
            let evidence =
                builder.spans(&text.ranges_of(cover(&draft.metric_range, &draft.range, &draft.sentence)));
            builder.push(Record::Quantity(Box::new(Quantity {
                common: builder.common_under(parent.clone(), evidence),
                stance: draft.stance,
                metric: draft.metric,
                value: draft.value,
                change: draft.change,
                from: draft.from,
                year: draft.year,
                period: draft.period,
                sentence: text.text()[draft.sentence].to_owned(),
                modality: draft.modality,
            })));
        }
    }
}

/// A quantity stands where its sentence stands; a metric that an earlier sentence names belongs to it too.
fn cover(metric: &Range<usize>, value: &Range<usize>, sentence: &Range<usize>) -> Range<usize> {
    let start = metric.start.min(value.start).min(sentence.start);
    start..metric.end.max(value.end).max(sentence.end)
}
