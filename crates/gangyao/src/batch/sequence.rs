//! Documents back in the order of their places, for the collectors.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};

use gangyao_tables::Rows;

use crate::Error;
use crate::collect::Collector;

/// Documents that may wait for an earlier one. A thread that is further ahead waits itself, so that one slow document
/// does not gather all later ones in memory. The thread at the earliest document never waits.
const AHEAD: usize = 16;

/// Takes rows in any order, and hands them on in order.
pub(super) struct Sequence {
    state: Mutex<State>,
    moved: Condvar,
}

struct State {
    collectors: Vec<Box<dyn Collector>>,
    /// The first failure; the documents go on without collectors.
    failed: Option<Error>,
    /// Rank of the next document in order.
    next: usize,
    /// Documents that ended before an earlier one; none for one that failed.
    waiting: BTreeMap<usize, Option<Rows>>,
}

impl Sequence {
    pub(super) fn new(collectors: Vec<Box<dyn Collector>>) -> Self {
        let state = State { collectors, failed: None, next: 0, waiting: BTreeMap::new() };
        Self { state: Mutex::new(state), moved: Condvar::new() }
    }

    /// Takes the document of a rank; none for one that has no rows.
    pub(super) fn settle(&self, rank: usize, rows: Option<Rows>) {
        const HELD: &str = "no thread panics while it holds the collectors";
        let mut state = self.state.lock().expect(HELD);
        state = self.moved.wait_while(state, |state| rank > state.next + AHEAD).expect(HELD);
        state.waiting.insert(rank, rows);
        while let Some(rows) = {
            let next = state.next;
            state.waiting.remove(&next)
        } {
            state.next += 1;
            if let Some(rows) = rows {
                state.add(&rows);
            }
        }
        drop(state);
        self.moved.notify_all();
    }

    /// Puts all files in their places, if all could be written.
    pub(super) fn finish(self) -> Result<(), Error> {
        let state = self.state.into_inner().expect("no thread panics while it holds the collectors");
        debug_assert!(state.waiting.is_empty(), "every document is settled");
        match state.failed {
            Some(error) => Err(error),
            None => state.collectors.into_iter().try_for_each(Collector::finish),
        }
    }
}

impl State {
    fn add(&mut self, rows: &Rows) {
        if let Err(error) = self.collectors.iter_mut().try_for_each(|collector| collector.add(rows)) {
            self.failed = Some(error);
            self.collectors.clear();
        }
    }
}
