//! Paragraphs of planning prose, and the quantities that stand in them.

use std::collections::BTreeSet;

use crate::layout::fills_its_last_line;
use crate::rng::Rng;
use crate::shape::{References, Shape};
use crate::truth::{TruthParagraph, TruthQuantity};
use crate::words::{some, word};

/// What the numbers of a section tell: what has been reached by 2025, or what shall be by 2030.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    Achieved,
    Target,
}

/// A paragraph with its truth.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    pub(crate) text: String,
    pub(crate) truth: TruthParagraph,
    pub(crate) quantities: Vec<TruthQuantity>,
}

/// How a paragraph begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// 完善公共服务体系。 and then the text.
    Lead,
    /// A sentence of several clauses.
    Plain,
}

/// Makes paragraphs; no two of a document begin alike, because the truth names a paragraph by its head.
pub(crate) struct Writer<'s> {
    shape: &'s Shape,
    pub(crate) rng: Rng,
    heads: BTreeSet<String>,
}

impl<'s> Writer<'s> {
    pub(crate) const fn new(shape: &'s Shape, rng: Rng) -> Self {
        Self { shape, rng, heads: BTreeSet::new() }
    }

    /// A paragraph under a heading. `before` stands in front of it in the same block (a run-in heading).
    pub(crate) fn paragraph(&mut self, under: &str, stance: Stance, opening: Opening, before: &str) -> Prose {
        loop {
            let prose = self.attempt(under, stance, opening, before);
            if self.heads.insert(prose.truth.head.clone()) {
                return prose;
            }
        }
    }

    fn attempt(&mut self, under: &str, stance: Stance, opening: Opening, before: &str) -> Prose {
        let lead = (opening == Opening::Lead).then(|| self.topic());
        let mut sentences = vec![format!("{}，{}", self.aim(), self.sentence())];
        let mut quantities = Vec::new();
        for _ in 0..self.rng.between(1, 3) {
            let (sentence, found) = if self.rng.one_in(3) {
                (self.sentence(), Vec::new())
            } else {
                crate::quantity::sentence(&mut self.rng, stance)
            };
            sentences.push(sentence);
            quantities.extend(found);
        }
        if self.shape.references == References::Some {
            sentences.push(self.reference());
        }
        sentences.push(self.sentence());
        let body = sentences.concat();
        let text = lead.as_ref().map_or_else(|| body.clone(), |lead| format!("{lead}。{body}"));
        let text = self.lengthened(before, text);
        let (head, tail, len) = ends(&text);
        for quantity in &mut quantities {
            quantity.paragraph.clone_from(&head);
        }
        let truth = TruthParagraph { under: Some(under.to_owned()), head, tail, len, lead: Some(lead) };
        Prose { text: format!("{before}{text}"), truth, quantities }
    }

    /// Adds a clause until the last line is visibly short.
    pub(crate) fn lengthened(&mut self, before: &str, mut text: String) -> String {
        while fills_its_last_line(&format!("{before}{text}"), self.shape) {
            let end = text.len() - '。'.len_utf8();
            let clause = word(&mut self.rng, "clause").text;
            text = format!("{}，{clause}。", &text[..end]);
        }
        text
    }

    /// 完善公共服务体系
    pub(crate) fn topic(&mut self) -> String {
        let rng = &mut self.rng;
        [word(rng, "verb").text, word(rng, "thing").text, word(rng, "head").text].concat()
    }

    /// 围绕公共服务体系: there are many of these, so that hardly two paragraphs begin alike.
    fn aim(&mut self) -> String {
        let rng = &mut self.rng;
        [word(rng, "aim").text, word(rng, "thing").text, word(rng, "head").text].concat()
    }

    /// Two to four clauses.
    pub(crate) fn sentence(&mut self) -> String {
        let count = self.rng.between(2, 4);
        let clauses: Vec<&str> = some(&mut self.rng, "clause", count).iter().map(|word| word.text).collect();
        format!("{}。", clauses.join("，"))
    }

    /// A sentence that names chapters and sections, or counts its points.
    fn reference(&mut self) -> String {
        let clauses: Vec<&str> = some(&mut self.rng, "clause", 3).iter().map(|word| word.text).collect();
        let (a, b, c) = (clauses[0], clauses[1], clauses[2]);
        match self.rng.below(4) {
            0 => format!("按照第三章部署，{a}，{b}。"),
            1 => format!("结合第一章第二节所述要求，{a}（见第二章），{c}。"),
            2 => format!("第一，{a}；第二，{b}；第三，{c}。"),
            _ => format!("一是{a}；二是{b}；三是{c}。"),
        }
    }
}

/// First ten and last ten characters that are no white space, and how many there are.
pub(crate) fn ends(text: &str) -> (String, String, usize) {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let head = chars.iter().take(10).collect();
    let tail = chars[chars.len().saturating_sub(10)..].iter().collect();
    (head, tail, chars.len())
}
