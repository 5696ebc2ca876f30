//! Following the log: a thread that owns the writing connection, applies batches, and stops for good at the
//! first event it cannot apply. It knows no table.

use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use eventlog::{GlobalPosition, ReadError, RecordedEvent, Subscription};
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::watch;

use crate::error::Failure;
use crate::fact::Fact;
use crate::progress::Progress;
use crate::store::set_checkpoint;
use crate::tables;

/// Most events applied in one transaction.
pub(crate) const BATCH_EVENTS_MAX: usize = 2_000;

/// Events of a batch after which there is so much to do that gathering more for one transaction is worth a pause: each
/// transaction writes every page it changes, and the same pages change again and again.
const BUSY_EVENTS: usize = 64;
/// How long that pause is, unless somebody waits for the tables.
const GATHER_FOR: Duration = Duration::from_millis(15);

/// The thread that follows the log.
pub(crate) struct Runner {
    stop: watch::Sender<bool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Runner {
    pub(crate) fn start(
        db: Connection,
        subscription: Subscription,
        progress: Arc<Progress>,
    ) -> Result<Self, Failure> {
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(Failure::Thread)?;
        let follow = move || runtime.block_on(follow(db, subscription, &progress, stopped));
        let thread = thread::Builder::new()
            .name("readmodels".into())
            .spawn(follow)
            .map_err(Failure::Thread)?;
        Ok(Self {
            stop,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Ends the thread after the batch at hand.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.lock().take()
            && thread.join().is_err()
        {
            tracing::error!("the read models' thread had panicked");
        }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn follow(
    mut db: Connection,
    mut subscription: Subscription,
    progress: &Progress,
    mut stopped: watch::Receiver<bool>,
) {
    let failure = loop {
        let batch = tokio::select! {
            biased;
            _ = stopped.wait_for(|stopped| *stopped) => return,
            batch = subscription.next_batch(BATCH_EVENTS_MAX) => batch,
        };
        let events = match batch {
            Ok(events) => events,
            Err(ReadError::Closed) => return,
            Err(cause) => break cause.into(),
        };
        let (reached, failure) = apply_batch(&mut db, &events, progress.reached());
        progress.advance(reached);
        if let Some(failure) = failure {
            break failure;
        }
        if events.len() >= BUSY_EVENTS {
            tokio::select! {
                _ = stopped.wait_for(|stopped| *stopped) => return,
                // Whether somebody waits or the time is up: in both cases it goes on.
                _ = tokio::time::timeout(GATHER_FOR, progress.awaited()) => {}
            }
        }
    };
    tracing::error!(cause = %failure, "the read models stopped following the log");
    progress.fail(failure);
}

/// Applies what it can of a batch in one transaction; says how far that is and what stopped it.
pub(crate) fn apply_batch(
    db: &mut Connection,
    events: &[RecordedEvent],
    reached: GlobalPosition,
) -> (GlobalPosition, Option<Failure>) {
    match apply_all(db, events, reached) {
        Ok(reached) => (reached, None),
        Err((0, failure)) => (reached, Some(failure)),
        // Nothing of the event that failed may stay, everything before it shall.
        Err((good, failure)) => match apply_all(db, &events[..good], reached) {
            Ok(reached) => (reached, Some(failure)),
            Err((_, again)) => (reached, Some(again)),
        },
    }
}

/// All or nothing; an error says how many events were good.
fn apply_all(
    db: &mut Connection,
    events: &[RecordedEvent],
    reached: GlobalPosition,
) -> Result<GlobalPosition, (usize, Failure)> {
    let failed = |cause: rusqlite::Error| (0, Failure::from(cause));
    let transaction = db.transaction().map_err(failed)?;
    let mut at = reached;
    for (good, event) in events.iter().enumerate() {
        at = read_fact(event)
            .and_then(|fact| apply_fact(&transaction, &fact, at))
            .map_err(|failure| (good, failure))?;
    }
    set_checkpoint(&transaction, at).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(at)
}

/// Decodes an event or says which one it is that cannot be read.
pub(crate) fn read_fact(event: &RecordedEvent) -> Result<Fact, Failure> {
    Fact::decode(event).map_err(|cause| Failure::Fact {
        position: event.position,
        stream: event.stream.as_str().to_owned(),
        type_name: event.type_name.as_str().to_owned(),
        cause,
    })
}

/// Applies the fact that follows `reached`; one that was seen before does nothing. Says where that leads.
pub(crate) fn apply_fact(
    db: &Connection,
    fact: &Fact,
    reached: GlobalPosition,
) -> Result<GlobalPosition, Failure> {
    if fact.position <= reached {
        return Ok(reached);
    }
    let expected = reached.next();
    if fact.position != expected {
        return Err(Failure::Gap {
            expected,
            found: fact.position,
        });
    }
    tables::apply(db, fact).map_err(|cause| Failure::Apply {
        position: fact.position,
        cause,
    })?;
    Ok(fact.position)
}

#[cfg(test)]
mod tests;
