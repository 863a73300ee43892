//! Precision, recall, shares: what a score is made of, and how scores of many documents add up.

use std::collections::BTreeMap;

/// One measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Two multisets: how many members they share, how many each has.
    Sets {
        /// Members in both.
        hit: usize,
        /// Members that should be there.
        gold: usize,
        /// Members that are there.
        found: usize,
        /// The F1 of nothing found where nothing is expected: 1 for sets, 0 for pairs of quantities.
        empty: Empty,
    },
    /// A share of cases.
    Ratio {
        /// Good cases.
        good: usize,
        /// All cases.
        of: usize,
    },
}

/// What precision is when nothing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// 1 where nothing was expected either.
    MayBeRight,
    /// Always 0.
    IsWrong,
}

impl Row {
    /// Precision of sets; the share itself.
    #[must_use]
    pub fn precision(&self) -> f64 {
        match *self {
            Self::Sets { hit, found, gold, empty } => match (found, gold) {
                (0, 0) if empty == Empty::MayBeRight => 1.0,
                (0, _) => 0.0,
                _ => hit as f64 / found as f64,
            },
            Self::Ratio { .. } => self.value(),
        }
    }

    /// Recall of sets; the share itself.
    #[must_use]
    pub fn recall(&self) -> f64 {
        match *self {
            Self::Sets { gold: 0, .. } => 1.0,
            Self::Sets { hit, gold, .. } => hit as f64 / gold as f64,
            Self::Ratio { .. } => self.value(),
        }
    }

    /// The figure that tables show: F1 of sets, the share of cases.
    #[must_use]
    pub fn value(&self) -> f64 {
        match *self {
            Self::Sets { .. } => {
                let (p, r) = (self.precision(), self.recall());
                if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
            }
            Self::Ratio { of: 0, .. } => 1.0,
            Self::Ratio { good, of } => good as f64 / of as f64,
        }
    }

    /// How many cases stand behind the figure.
    #[must_use]
    pub const fn cases(&self) -> usize {
        match *self {
            Self::Sets { gold, .. } => gold,
            Self::Ratio { of, .. } => of,
        }
    }

    fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Sets { hit, gold, found, .. }, Self::Sets { hit: h, gold: g, found: f, .. }) => {
                *hit += h;
                *gold += g;
                *found += f;
            }
            (Self::Ratio { good, of }, Self::Ratio { good: g, of: o }) => {
                *good += g;
                *of += o;
            }
            _ => unreachable!("a measure is of one kind in all documents"),
        }
    }
}

/// Rounds to four places, as the tables and the JSON show figures.
#[must_use]
pub fn rounded(figure: f64) -> f64 {
    (figure * 1e4).round_ties_even() / 1e4
}

/// The measures of a document, in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Name and figure.
    pub rows: Vec<(String, Row)>,
    /// What is missing (`- …`) and what is too much (`+ …`).
    pub listing: Vec<String>,
    /// Code points in no leaf; `None` where the output does not say.
    pub unassigned: Option<i64>,
}

impl Report {
    /// Compares two multisets of keys.
    pub fn sets(&mut self, name: &str, gold: Vec<String>, found: Vec<String>) {
        let (mut balance, golds, founds) = (BTreeMap::<&str, i64>::new(), gold.len(), found.len());
        for key in &gold {
            *balance.entry(key).or_default() += 1;
        }
        for key in &found {
            *balance.entry(key).or_default() -= 1;
        }
        let missing: i64 = balance.values().filter(|&&n| n > 0).sum();
        let hit = golds - usize::try_from(missing).expect("a sum of positive numbers");
        for (key, n) in balance {
            let sign = if n > 0 { '-' } else { '+' };
            self.listing.extend((0..n.abs()).map(|_| format!("{sign} {name}: {key}")));
        }
        let row = Row::Sets { hit, gold: golds, found: founds, empty: Empty::MayBeRight };
        self.rows.push((name.to_owned(), row));
    }

    /// Notes a share.
    pub fn ratio(&mut self, name: &str, good: usize, of: usize) {
        self.rows.push((name.to_owned(), Row::Ratio { good, of }));
    }

    /// The row of a name.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<Row> {
        self.rows.iter().find(|(own, _)| own == name).map(|&(_, row)| row)
    }

    /// Adds another document's cases to this one's.
    pub fn add(&mut self, other: &Self) {
        for (name, row) in &other.rows {
            match self.rows.iter_mut().find(|(own, _)| own == name) {
                Some((_, own)) => own.add(*row),
                None => self.rows.push((name.clone(), *row)),
            }
        }
        self.unassigned = match (self.unassigned, other.unassigned) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gold: &[&str], found: &[&str], f1: f64) {
        let own = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect();
        let mut report = Report::default();
        report.sets("x", own(gold), own(found));
        assert_eq!(rounded(report.row("x").expect("just taken").value()), f1);
    }

    #[test]
    fn multisets_count_repeated_members() {
        check(&["a", "a", "b"], &["a", "b", "b"], 0.6667);
        check(&[], &[], 1.0);
        check(&["a"], &[], 0.0);
        check(&[], &["a"], 0.0);
    }

    #[test]
    fn documents_add_up_case_by_case() {
        let mut sum = Report::default();
        sum.ratio("x", 1, 2);
        let mut other = Report::default();
        other.ratio("x", 3, 3);
        sum.add(&other);
        assert_eq!(sum.row("x"), Some(Row::Ratio { good: 4, of: 5 }));
    }
}
