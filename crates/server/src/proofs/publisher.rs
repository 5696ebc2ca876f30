//! Follows the log and has checkpoints signed: as soon as there is something new, and at most every so many seconds.
//! It holds no events and no queue; a slow disk only makes checkpoints rarer.

use std::{sync::Arc, time::Duration};

use eventlog::{GlobalPosition, Log, ReadError};
use tokio::{sync::watch, time::MissedTickBehavior};

use super::Proofs;

/// Signs until `stopped`, and once more at the end.
pub(crate) async fn keep_publishing(
    proofs: Arc<Proofs>,
    log: Log,
    every: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let mut turns = tokio::time::interval(every);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while proofs.prover().is_some() {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => break,
            _ = turns.tick() => {}
        }
        publish(&proofs).await;
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => break,
            news = something_new(&log, &proofs) => if let Err(error) = news {
                tracing::warn!(%error, "the log cannot be followed for checkpoints just now");
            },
        }
    }
    publish(&proofs).await;
}

async fn publish(proofs: &Arc<Proofs>) {
    let proofs = Arc::clone(proofs);
    let done = tokio::task::spawn_blocking(move || proofs.publish()).await;
    if done.is_err() {
        tracing::error!("signing a checkpoint had panicked");
    }
}

/// Waits until the log holds an event that the newest checkpoint does not count.
async fn something_new(log: &Log, proofs: &Proofs) -> Result<(), ReadError> {
    let counted = proofs.status.borrow().checkpoint_events.unwrap_or_default();
    let mut news = log.subscribe(GlobalPosition(counted));
    news.next_batch(1).await.map(drop)
}
