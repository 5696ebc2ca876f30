//! How far the runner has got, and the bell that rings when it moves: for tasks and for threads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eventlog::GlobalPosition;
use parking_lot::{Condvar, Mutex};
use tokio::sync::{Notify, watch};

use crate::error::{Behind, Failure};

/// Where the runner is; shared by the runner and all that wait for it.
pub(crate) struct Progress {
    reached: watch::Sender<GlobalPosition>,
    failure: Mutex<Option<Arc<Failure>>>,
    moved: Condvar,
    awaited: Notify,
}

impl Progress {
    pub(crate) fn at(position: GlobalPosition) -> Self {
        Self {
            reached: watch::Sender::new(position),
            failure: Mutex::new(None),
            moved: Condvar::new(),
            awaited: Notify::new(),
        }
    }

    /// Returns once somebody began to wait since the last time.
    pub(crate) async fn awaited(&self) {
        self.awaited.notified().await;
    }

    pub(crate) fn reached(&self) -> GlobalPosition {
        *self.reached.borrow()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<GlobalPosition> {
        self.reached.subscribe()
    }

    pub(crate) fn failure(&self) -> Option<Arc<Failure>> {
        self.failure.lock().clone()
    }

    pub(crate) fn advance(&self, position: GlobalPosition) {
        // The lock orders this with a thread that has looked and is about to wait.
        let _guard = self.failure.lock();
        self.reached.send_replace(position);
        self.moved.notify_all();
    }

    pub(crate) fn fail(&self, failure: Failure) {
        let mut kept = self.failure.lock();
        *kept = Some(Arc::new(failure));
        self.reached.send_modify(|_| ());
        self.moved.notify_all();
    }

    pub(crate) async fn wait_until(
        &self,
        wanted: GlobalPosition,
        timeout: Duration,
    ) -> Result<(), Behind> {
        let mut reached = self.watch();
        let there = async {
            // The position is copied before the failure is asked for: whoever looks at the watch keeps the runner
            // out of it, and the runner holds the failure while it moves the watch.
            while *reached.borrow_and_update() < wanted {
                self.awaited.notify_one();
                if self.failure().is_some() || reached.changed().await.is_err() {
                    break;
                }
            }
        };
        match tokio::time::timeout(timeout, there).await {
            Ok(()) | Err(_) => self.judge(wanted),
        }
    }

    pub(crate) fn wait_until_blocking(
        &self,
        wanted: GlobalPosition,
        timeout: Duration,
    ) -> Result<(), Behind> {
        let deadline = Instant::now().checked_add(timeout);
        let mut failure = self.failure.lock();
        while self.reached() < wanted && failure.is_none() {
            self.awaited.notify_one();
            match deadline {
                Some(deadline) if self.moved.wait_until(&mut failure, deadline).timed_out() => {
                    break;
                }
                Some(_) => {}
                None => self.moved.wait(&mut failure),
            }
        }
        drop(failure);
        self.judge(wanted)
    }

    fn judge(&self, wanted: GlobalPosition) -> Result<(), Behind> {
        let reached = self.reached();
        if reached >= wanted {
            return Ok(());
        }
        Err(Behind {
            wanted,
            reached,
            failure: self.failure(),
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// Moves of the runner while somebody waits for each: enough for the two to meet in every order.
    const MOVES: u64 = 20_000;
    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn who_waits_never_stops_the_runner() {
        let progress = Arc::new(Progress::at(GlobalPosition::START));
        let runner = Arc::clone(&progress);
        let moving = std::thread::spawn(move || {
            for position in 1..=MOVES {
                runner.advance(GlobalPosition(position));
            }
        });
        for position in 1..=MOVES {
            let waited = progress.wait_until(GlobalPosition(position), LONG).await;
            assert!(waited.is_ok(), "{position}");
        }
        moving.join().unwrap();
    }

    #[tokio::test]
    async fn the_runner_hears_of_who_waits_and_of_nobody_else() {
        let progress = Progress::at(GlobalPosition(1));
        let there = progress.wait_until(GlobalPosition(1), LONG);
        there.await.unwrap();
        let heard = progress.awaited().now_or_never();
        assert!(heard.is_none(), "nobody had to wait");
        let mut waiting = Box::pin(progress.wait_until(GlobalPosition(2), LONG));
        assert!(waiting.as_mut().now_or_never().is_none());
        progress.awaited().await;
        progress.advance(GlobalPosition(2));
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn who_waits_is_told_of_a_failure_at_once() {
        let progress = Arc::new(Progress::at(GlobalPosition(1)));
        let waiting = progress.wait_until(GlobalPosition(2), LONG);
        let expected = GlobalPosition(2);
        progress.fail(Failure::Gap {
            expected,
            found: GlobalPosition(3),
        });
        let behind = waiting.await.unwrap_err();
        assert_eq!(
            (behind.reached, behind.failure.is_some()),
            (GlobalPosition(1), true)
        );
    }
}
