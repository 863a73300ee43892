//! Work that is done in any order by several threads, and handed out in the order in which it was given.
//!
//! What enters are functions, what leaves are their results. At most so many are taken in ahead of the one that is handed
//! out next, so that memory is bounded whatever the caller has in store. Nothing here knows what the work is.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use gangyao::Error;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Pieces of work that each thread may be ahead: enough that none waits for a slow neighbour's place in the order, few
/// enough that long documents do not pile up.
const AHEAD: usize = 2;

/// The threads, and the results that are waited for.
pub struct Ordered<T> {
    pool: ThreadPool,
    waiting: VecDeque<Receiver<T>>,
    places: usize,
}

/// What comes of waiting for the next result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// It is there.
    Done(T),
    /// Not yet: the time is over.
    Later,
    /// Its work ended without one: it panicked.
    Lost,
    /// No work was given.
    Nothing,
}

impl<T: Send + 'static> Ordered<T> {
    /// Starts threads.
    ///
    /// # Errors
    /// `no-threads`.
    pub fn new(jobs: usize) -> Result<Self, Error> {
        let jobs = jobs.max(1);
        let pool = ThreadPoolBuilder::new()
            .num_threads(jobs)
            .thread_name(|number| format!("gangyao-{number}"))
            // The result that does not come tells of it.
            .panic_handler(|_| {})
            .build()
            .map_err(|error| Error::new("no-threads", format!("cannot start {jobs} threads: {error}")))?;
        Ok(Self { pool, waiting: VecDeque::new(), places: jobs.saturating_mul(AHEAD) })
    }

    /// Whether a result must be taken before more work is given.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.waiting.len() >= self.places
    }

    /// Gives work.
    pub fn give(&mut self, work: impl FnOnce() -> T + Send + 'static) {
        let (sender, receiver) = sync_channel(1);
        self.waiting.push_back(receiver);
        // Nobody waits for the result where the whole was dropped.
        self.pool.spawn(move || drop(sender.send(work())));
    }

    /// Waits for the next result, at most for `limit`.
    pub fn take(&mut self, limit: Duration) -> Next<T> {
        let Some(next) = self.waiting.front() else { return Next::Nothing };
        let next = match next.recv_timeout(limit) {
            Ok(result) => Next::Done(result),
            Err(RecvTimeoutError::Timeout) => return Next::Later,
            Err(RecvTimeoutError::Disconnected) => Next::Lost,
        };
        self.waiting.pop_front();
        next
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn results_come_in_the_order_of_the_work() {
        let mut ordered = Ordered::new(2).unwrap();
        let (second_is_done, wait) = channel();
        ordered.give(move || wait.recv().map(|()| 1));
        ordered.give(move || second_is_done.send(()).map(|()| 2).map_err(|_| wait_failed()));
        assert_eq!(ordered.take(LONG), Next::Done(Ok(1)));
        assert_eq!(ordered.take(LONG), Next::Done(Ok(2)));
        assert_eq!(ordered.take(LONG), Next::Nothing);
    }

    fn wait_failed() -> std::sync::mpsc::RecvError {
        std::sync::mpsc::RecvError
    }

    #[test]
    fn it_is_full_when_each_thread_is_two_ahead() {
        let mut ordered = Ordered::new(1).unwrap();
        ordered.give(|| 1);
        assert!(!ordered.is_full());
        ordered.give(|| 2);
        assert!(ordered.is_full());
        assert_eq!(ordered.take(LONG), Next::Done(1));
        assert!(!ordered.is_full());
    }

    #[test]
    fn work_that_panics_is_lost_alone() {
        let mut ordered = Ordered::new(1).unwrap();
        ordered.give(|| panic!("an error of the program"));
        ordered.give(|| 2);
        assert_eq!(ordered.take(LONG), Next::Lost);
        assert_eq!(ordered.take(LONG), Next::Done(2));
    }

    #[test]
    fn waiting_ends() {
        let mut ordered = Ordered::new(1).unwrap();
        let (go, wait) = channel::<()>();
        ordered.give(move || wait.recv().is_ok());
        assert_eq!(ordered.take(Duration::from_millis(1)), Next::Later);
        go.send(()).unwrap();
        assert_eq!(ordered.take(LONG), Next::Done(true));
    }
}
