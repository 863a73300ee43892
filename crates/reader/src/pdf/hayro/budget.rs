//! What is left of the work that a document may ask for. A hundred pages may share one stream of 60 MB, so that bounds
//! on a page alone are none.

/// Operators of a document.
const MAX_OPERATORS: u64 = 200_000_000;

/// Work that is left.
#[derive(Debug)]
pub(super) struct Budget {
    inflated: u64,
    operators: u64,
}

impl Budget {
    /// A budget of `inflated` bytes of content.
    pub(super) fn new(inflated: u64) -> Self {
        Self { inflated, operators: MAX_OPERATORS }
    }

    /// Takes the bytes of a stream; false if they are too many.
    pub(super) fn inflate(&mut self, bytes: usize) -> bool {
        let left = self.inflated.checked_sub(bytes as u64);
        self.inflated = left.unwrap_or(0);
        left.is_some()
    }

    /// Takes an operator; false if none is left.
    pub(super) fn operator(&mut self) -> bool {
        let left = self.operators.checked_sub(1);
        self.operators = left.unwrap_or(0);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_runs_out_and_stays_out() {
        let mut budget = Budget::new(10);
        assert!(budget.inflate(6) && budget.inflate(4));
        assert!(!budget.inflate(1) && !budget.inflate(1) && budget.inflate(0));
        assert!(budget.operator());
    }
}
