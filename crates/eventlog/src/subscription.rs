//! Following the log: catch up, then live. Keeps a place, never a queue: whoever is slow simply
//! reads the log again from where they stand.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::error::ReadError;
use crate::event::RecordedEvent;
use crate::log::Shared;
use crate::position::GlobalPosition;
use crate::progress::Durable;

/// A reader's place in the log. Each batch starts right after the one before.
pub struct Subscription {
    shared: Arc<Shared>,
    after: GlobalPosition,
    durable: watch::Receiver<Durable>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("after", &self.after.0)
            .finish()
    }
}

impl Subscription {
    pub(crate) fn new(shared: Arc<Shared>, after: GlobalPosition) -> Self {
        let durable = shared.progress.watch();
        Self {
            shared,
            after,
            durable,
        }
    }

    /// Position of the last event handed out, or where the subscription began.
    pub fn position(&self) -> GlobalPosition {
        self.after
    }

    /// Waits as a task until there are events, then returns up to `max_events` of them, never
    /// none. Cancel-safe: a dropped future loses nothing. Reads on the polling thread.
    ///
    /// # Errors
    /// [`ReadError::Closed`] once the log is closed and all its events are handed out; otherwise
    /// [`ReadError`] when an event cannot be read, and the place stays where it is.
    pub async fn next_batch(&mut self, max_events: usize) -> Result<Vec<RecordedEvent>, ReadError> {
        let after = self.after;
        let there = |durable: &Durable| durable.position > after || durable.closed;
        let durable = match self.durable.wait_for(there).await {
            Ok(durable) => *durable,
            Err(_sender_gone) => return Err(ReadError::Closed),
        };
        if durable.position <= after {
            return Err(ReadError::Closed);
        }
        self.take(max_events)
    }

    /// As [`Subscription::next_batch`], blocking the thread; empty once `timeout` has passed
    /// (`None`: waits for ever).
    ///
    /// # Errors
    /// As [`Subscription::next_batch`].
    pub fn next_batch_blocking(
        &mut self,
        max_events: usize,
        timeout: Option<Duration>,
    ) -> Result<Vec<RecordedEvent>, ReadError> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let durable = self.shared.progress.wait_beyond(self.after, deadline);
        if durable.position > self.after {
            self.take(max_events)
        } else if durable.closed {
            Err(ReadError::Closed)
        } else {
            Ok(Vec::new())
        }
    }

    fn take(&mut self, max_events: usize) -> Result<Vec<RecordedEvent>, ReadError> {
        let events = self.shared.read_all(self.after, max_events.max(1))?;
        if let Some(last) = events.last() {
            self.after = last.position;
        }
        Ok(events)
    }
}
