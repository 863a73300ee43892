//! Documents back in the order of their places, for the collectors, each of which works in a thread of its own.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{Scope, ScopedJoinHandle};

use gangyao_tables::Rows;

use super::in_order::InOrder;
use crate::Error;
use crate::collect::Collector;

/// Documents that may wait for an earlier one. A thread that is further ahead waits itself, so that one slow document
/// does not gather all later ones in memory. The thread at the earliest document never waits for another.
const AHEAD: usize = 16;
/// Documents that may wait for a collector.
const QUEUE: usize = 4;

/// Takes rows in any order, and hands them on in order.
pub(super) struct Sequence<'scope> {
    state: Mutex<State>,
    moved: Condvar,
    threads: Vec<ScopedJoinHandle<'scope, Result<(), Error>>>,
}

struct State {
    /// Ways to the collectors that still take rows: none where there are no tables, or all failed, or the run was stopped.
    collectors: Vec<SyncSender<Document>>,
    /// None for a document that failed.
    documents: InOrder<Option<Rows>>,
}

/// What a collector is told.
enum Document {
    Rows(Arc<Rows>),
    /// There will be no more, and these were not all.
    Abandoned,
}

const HELD: &str = "no thread panics while it holds the sequence";

impl<'scope> Sequence<'scope> {
    pub(super) fn start(collectors: Vec<Box<dyn Collector>>, scope: &'scope Scope<'scope, '_>) -> Self {
        let (collectors, threads) = collectors
            .into_iter()
            .map(|collector| {
                let (way, rows) = sync_channel(QUEUE);
                (way, scope.spawn(move || collect(collector, &rows)))
            })
            .unzip();
        let state = State { collectors, documents: InOrder::new() };
        Self { state: Mutex::new(state), moved: Condvar::new(), threads }
    }

    /// Takes the document of a rank; none for one that has no rows. Where nobody takes rows, nobody waits.
    pub(super) fn settle(&self, rank: usize, rows: Option<Rows>) {
        let mut state = self.state.lock().expect(HELD);
        let must_wait =
            |state: &mut State| !state.collectors.is_empty() && rank > state.documents.next() + AHEAD;
        state = self.moved.wait_while(state, must_wait).expect(HELD);
        if state.collectors.is_empty() {
            return;
        }
        state.documents.put(rank, rows);
        while let Some(rows) = state.documents.take() {
            if let Some(rows) = rows.map(Arc::new) {
                // A collector that has failed takes no more; its thread holds the reason.
                state.collectors.retain(|way| way.send(Document::Rows(Arc::clone(&rows))).is_ok());
            }
        }
        drop(state);
        self.moved.notify_all();
    }

    /// The run was stopped: who waits for an earlier document goes on, and the collectors leave their earlier files.
    pub(super) fn abandon(&self) {
        let mut state = self.state.lock().expect(HELD);
        state.collectors.iter().for_each(|way| drop(way.send(Document::Abandoned)));
        state.collectors.clear();
        drop(state);
        self.moved.notify_all();
    }

    /// Waits for all collectors. One that fails leaves its earlier files as they were, and harms no other.
    pub(super) fn finish(self) -> Result<(), Error> {
        drop(self.state);
        let mut result = Ok(());
        for thread in self.threads {
            let ended = thread.join().unwrap_or_else(|_| {
                let message =
                    "an error of the program in writing tables; please report it with the documents";
                Err(Error::new("internal", message))
            });
            result = result.and(ended);
        }
        result
    }
}

fn collect(mut collector: Box<dyn Collector>, documents: &Receiver<Document>) -> Result<(), Error> {
    for document in documents {
        match document {
            Document::Rows(rows) => collector.add(&rows)?,
            Document::Abandoned => return Ok(()),
        }
    }
    collector.finish()
}
