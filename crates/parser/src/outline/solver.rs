//! Which candidates are headings, and at which depth: solved for the whole document at once.
//!
//! Every candidate is either taken or left. Taking it costs as much as its number is out of place; leaving it costs
//! as much as it looks like a heading. A beam over the stack of open levels finds the cheapest story in linear time.

use crate::numbering::Marker;

/// What the solver must know of a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Claim {
    pub marker: Marker,
    pub components: u8,
    pub number: u32,
    pub prefix: u32,
    /// Cost of leaving it.
    pub weight: f32,
}

/// Stories kept at each step.
const BEAM: usize = 12;
/// Levels that may be open at once.
const DEPTH: usize = 8;
/// Kinds of markers that count on their own, for numbers that run through the document.
const KINDS: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Level {
    kind: u8,
    number: u32,
}

#[derive(Clone, Debug)]
struct Story {
    cost: f32,
    stack: [Level; DEPTH],
    depth: u8,
    /// Last number taken of each kind, wherever it stood.
    last: [u32; KINDS],
    /// Index of the last decision in the log.
    log: u32,
}

/// One decision: the one before it, and the depth given (0 = left).
#[derive(Clone, Copy, Debug)]
struct Decision {
    before: u32,
    depth: u8,
}

/// The depth of each candidate, 1 for outermost; `None` for those that are no headings.
pub(super) fn solve(claims: &[Claim]) -> Vec<Option<u8>> {
    let mut log: Vec<Decision> = Vec::with_capacity(claims.len() * BEAM);
    let root = u32::MAX;
    let empty = Level { kind: 0, number: 0 };
    let mut beam = vec![Story { cost: 0.0, stack: [empty; DEPTH], depth: 0, last: [0; KINDS], log: root }];
    let mut next: Vec<Story> = Vec::with_capacity(BEAM);
    let mut steps: Vec<Step> = Vec::with_capacity(BEAM * 4);
    for claim in claims {
        steps.clear();
        for (from, story) in beam.iter().enumerate() {
            extend(story, claim, from as u8, &mut steps);
        }
        steps.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        next.clear();
        keep_cheapest(&beam, claim, &steps, &mut log, &mut next);
        std::mem::swap(&mut beam, &mut next);
    }
    let best = beam.iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).map_or(root, |story| story.log);
    read_back(&log, best, claims.len())
}

fn read_back(log: &[Decision], mut at: u32, len: usize) -> Vec<Option<u8>> {
    let mut depths = vec![None; len];
    for slot in depths.iter_mut().rev() {
        let decision = log[at as usize];
        *slot = (decision.depth > 0).then_some(decision.depth);
        at = decision.before;
    }
    depths
}

/// Takes the cheapest of the steps, which are in the order of their costs.
fn keep_cheapest(
    beam: &[Story],
    claim: &Claim,
    steps: &[Step],
    log: &mut Vec<Decision>,
    next: &mut Vec<Story>,
) {
    for step in steps {
        let before = &beam[step.from as usize];
        let mut story = taken(before, claim, step);
        // Two stories with the same open levels have the same future: the cheaper one is enough.
        if next.iter().any(|other| same_future(other, &story)) {
            continue;
        }
        story.log = log.len() as u32;
        log.push(Decision { before: before.log, depth: step.depth });
        next.push(story);
        if next.len() == BEAM {
            return;
        }
    }
}

fn same_future(a: &Story, b: &Story) -> bool {
    a.depth == b.depth && a.stack[..a.depth as usize] == b.stack[..b.depth as usize] && a.last == b.last
}

/// A way in which a story may go on. Most of them are dropped: only those that are kept become stories.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Cost of the story, this step included.
    cost: f32,
    /// The story's place in the beam.
    from: u8,
    /// The depth that the candidate is given; 0 leaves it.
    depth: u8,
}

/// Adds all ways in which a story may go on.
fn extend(story: &Story, claim: &Claim, from: u8, steps: &mut Vec<Step>) {
    let mut step = |cost: f32, depth: usize| {
        steps.push(Step { cost: story.cost + cost, from, depth: depth as u8 });
    };
    step(claim.weight, 0);
    let kind = kind(claim);
    let open = &story.stack[..story.depth as usize];
    // As the next of an open level …
    let same = open.iter().rposition(|level| level.kind == kind);
    if let Some(at) = same {
        step(step_cost(open[at].number, claim.number), at + 1);
    }
    // … or as the first of a new one under any open level, none of which is of its kind.
    let inmost = open.iter().position(|level| level.kind == kind).unwrap_or(open.len()).min(DEPTH - 1);
    for under in 0..=inmost {
        if let Some(cost) = opening_cost(story, claim, kind, under) {
            step(cost, under + 1);
        }
    }
}

/// The story that a step leads to, not yet in the log.
fn taken(story: &Story, claim: &Claim, step: &Step) -> Story {
    let mut new = story.clone();
    new.cost = step.cost;
    if let Some(at) = step.depth.checked_sub(1) {
        let kind = kind(claim);
        new.stack[at as usize] = Level { kind, number: claim.number };
        new.depth = step.depth;
        new.last[kind as usize] = claim.number;
    }
    new
}

/// 1, 2, 3 costs nothing; a gap and a repeat cost, and running backwards costs most.
fn step_cost(before: u32, number: u32) -> f32 {
    match number.checked_sub(before) {
        Some(1) => 0.0,
        Some(0) => 2.5,
        Some(gap) => 1.5 + 0.5 * (gap.min(6) as f32),
        None => 5.0,
    }
}

/// The cost of opening a level: by what it stands under, and by its first number.
fn opening_cost(story: &Story, claim: &Claim, kind: u8, under: usize) -> Option<f32> {
    let above = under.checked_sub(1).map(|at| story.stack[at].kind);
    let nesting = match above {
        None => outermost_cost(story, claim, kind),
        Some(above) => nesting_cost(above, kind)?,
    };
    // Closing a level early: （一） right under 章 while 一、 is open is a jump back.
    let closes = (story.depth as usize - under) as f32 * 0.1;
    let run_on = story.last[kind as usize];
    let number = if claim.marker == Marker::Decimal && claim.components >= 2 {
        // 2.1 belongs under the second heading above, 2.1.3 under 2.1.
        let parent = under.checked_sub(1).map_or(0, |at| story.stack[at].number);
        decimal_cost(claim, parent)
    } else if claim.number == 1 {
        0.0
    } else if claim.number == run_on + 1 {
        // 章 that run through all 篇, 1. that run through all 一、.
        0.2
    } else {
        3.0 + 0.3 * (claim.number.min(10) as f32)
    };
    Some(nesting + number + closes)
}

/// The first heading of a document may be of any style, but deep styles rarely are outermost; and a document that has an
/// outermost style keeps to it: 一、 right under 第二章 does not stand beside it.
fn outermost_cost(story: &Story, claim: &Claim, kind: u8) -> f32 {
    let style = match claim.marker {
        Marker::Pian | Marker::Zhang | Marker::CnDun => 0.0,
        Marker::Jie => 2.0,
        _ => 1.5,
    };
    let change = match story.stack[0].kind {
        _ if story.depth == 0 => 0.0,
        outermost if outermost < kind => 2.0,
        _ => 0.5,
    };
    style + change
}

fn decimal_cost(claim: &Claim, parent: u32) -> f32 {
    let prefix = if claim.prefix == parent { 0.0 } else { 1.5 };
    prefix + if claim.number == 1 { 0.0 } else { 2.0 }
}

/// The cost of a style right under another; `None` for what no document does.
fn nesting_cost(above: u8, kind: u8) -> Option<f32> {
    if kind <= RANK_NAMED && above <= RANK_NAMED && kind <= above {
        return None;
    }
    if kind <= RANK_NAMED {
        // 章 under 一、 is rare: 第一部分 under 一、 even more.
        return if above <= RANK_NAMED { Some(0.0) } else { None };
    }
    if kind > above {
        return Some(if kind - above > 3 { 0.4 } else { 0.1 });
    }
    // 一、 under （一） or under 1. is against the custom, but exists.
    Some(2.5)
}

const RANK_NAMED: u8 = 3;

/// Markers in the order in which they nest; decimals by their length.
fn kind(claim: &Claim) -> u8 {
    match claim.marker {
        Marker::Pian => 1,
        Marker::Zhang => 2,
        Marker::Jie => 3,
        Marker::CnDun => 4,
        Marker::CnParen => 5,
        Marker::ArabicDot => 6,
        Marker::ArabicDun => 7,
        Marker::ArabicParen => 8,
        Marker::Decimal => 8 + claim.components.min(5),
        Marker::None => 15,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(labels: &[(&str, f32)], expected: &[u8]) {
        let claims: Vec<_> = labels
            .iter()
            .map(|&(text, weight)| {
                let label = crate::numbering::label(text).expect("a label");
                Claim {
                    marker: label.marker,
                    components: label.components,
                    number: label.number,
                    prefix: label.prefix,
                    weight,
                }
            })
            .collect();
        let found: Vec<u8> = solve(&claims).into_iter().map(|depth| depth.unwrap_or(0)).collect();
        assert_eq!(found, expected, "{labels:?}");
    }

    fn all(texts: &str) -> Vec<(&str, f32)> {
        texts.split_whitespace().map(|text| (text, 4.0)).collect()
    }

    #[test]
    fn chapters_run_through_or_restart() {
        check(&all("第一篇x 第一章x 第二章x 第二篇x 第三章x 第四章x"), &[1, 2, 2, 1, 2, 2]);
        check(&all("第一篇x 第一章x 第二章x 第二篇x 第一章x 第二章x"), &[1, 2, 2, 1, 2, 2]);
    }

    #[test]
    fn deep_numbering() {
        check(
            &all("一、x （一）x 1.x （1）x （2）x 2.x （二）x 二、x （一）x"),
            &[1, 2, 3, 4, 4, 3, 2, 1, 2],
        );
        check(&all("第一章x 第一节x 一、x 二、x 第二节x 一、x 第二章x 第一节x"), &[1, 2, 3, 3, 2, 3, 1, 2]);
        check(&all("一、x 1.x 2.x 二、x 3.x 4.x 三、x 5.x"), &[1, 2, 2, 1, 2, 2, 1, 2]);
    }

    #[test]
    fn decimals_follow_their_chapter() {
        check(&all("一、x 1.1甲 1.2甲 二、x 2.1甲 2.2甲"), &[1, 2, 2, 1, 2, 2]);
        check(
            &all("一、x 1.1甲 1.1.1甲 1.1.2甲 1.2甲 1.2.1甲 二、x 2.1甲 2.1.1甲"),
            &[1, 2, 3, 3, 2, 3, 1, 2, 3],
        );
    }

    #[test]
    fn a_document_keeps_its_outermost_style() {
        check(&all("第一章x 一、x 二、x （一）x 第二章x 一、x 二、x"), &[1, 2, 2, 3, 1, 2, 2]);
        check(
            &all("第一部分x 一、x （一）x 第二部分x 一、x （一）x （二）x 二、x"),
            &[1, 2, 3, 1, 2, 3, 3, 2],
        );
    }

    #[test]
    fn a_cross_reference_is_left() {
        check(&[("第一章x", 8.0), ("第一节x", 8.0), ("第三章x", 0.5), ("第二节x", 8.0)], &[1, 2, 0, 2]);
    }

    #[test]
    fn a_gap_is_taken_when_the_line_looks_like_a_heading() {
        check(&[("第一章x", 8.0), ("第三章x", 8.0), ("第四章x", 8.0)], &[1, 1, 1]);
    }

    #[test]
    fn ten_thousand_repeats_are_linear() {
        let claim = Claim { marker: Marker::Zhang, components: 1, number: 1, prefix: 0, weight: 8.0 };
        assert_eq!(solve(&vec![claim; 10_000]).len(), 10_000);
    }
}
