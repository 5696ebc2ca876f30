//! The one thread that writes: takes all commits that wait, makes them durable together, then
//! answers them all. While one batch is synced the next gathers in the queue; there are no timers.

use std::collections::HashMap;
use std::time::Instant;

use crate::chain::Tail;
use crate::error::{AppendError, EngineError};
use crate::event::Appended;
use crate::gather::{Accepted, Answer, Gathered};
use crate::index::Head;
use crate::log::Shared;
use crate::name::StreamName;
use crate::pack::Packer;
use crate::read;

/// Runs until the queue is closed and empty, or a write failed.
pub(crate) fn run(shared: &Shared, mut tail: Tail) {
    let _ending = Ending(shared);
    while let Some(requests) = shared.queue.take() {
        let gathered = Gathered::from(requests, &shared.index.read(), tail.position);
        match write(shared, &gathered.accepted, tail) {
            Ok(after) => tail = after,
            Err(cause) => return poison(shared, &cause, gathered),
        }
        let Gathered {
            accepted,
            answers,
            heads,
            ..
        } = gathered;
        publish(shared, &accepted, heads, tail);
        for (reply, answer) in answers {
            // Whoever dropped the pending answer does not want to know.
            drop(reply.send(tell(shared, &accepted, answer)));
        }
    }
}

/// Leaves no caller waiting, whatever ends the thread.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.queue.poison();
        self.0.progress.close();
    }
}

/// Writes and syncs. Never tries a second time: after a failed sync the system may have dropped
/// the very pages that were not written, and would report success.
fn write(shared: &Shared, accepted: &[Accepted], tail: Tail) -> Result<Tail, EngineError> {
    if accepted.is_empty() {
        return Ok(tail);
    }
    let mut packer = Packer::after(tail);
    for commit in accepted {
        packer.add(commit);
    }
    let (entries, after) = packer.finish();
    shared.engine.write(entries)?;
    let started = Instant::now();
    shared.engine.sync()?;
    let events = after.position.0 - tail.position.0;
    shared
        .counters
        .batch(accepted.len(), events, started.elapsed());
    Ok(after)
}

/// Shows a durable batch to readers, index first, so that whoever is woken finds the heads.
fn publish(shared: &Shared, accepted: &[Accepted], heads: HashMap<StreamName, Head>, tail: Tail) {
    if accepted.is_empty() {
        return;
    }
    let mut index = shared.index.write();
    for (stream, head) in heads {
        index.set_head(stream, head);
    }
    for commit in accepted {
        index.add_commit(commit.receipt.commit_id, commit.receipt.first_position);
    }
    drop(index);
    shared.progress.advance(tail.position);
}

fn tell(shared: &Shared, accepted: &[Accepted], answer: Answer) -> Result<Appended, AppendError> {
    let receipt = |number: usize| accepted.get(number).map(|commit| commit.receipt.clone());
    match answer {
        Answer::Written(number) => receipt(number).ok_or(AppendError::Closed),
        Answer::Repeated(number) => {
            shared.counters.repeat();
            let repeated = receipt(number).map(|first| Appended {
                repeated: true,
                ..first
            });
            repeated.ok_or(AppendError::Closed)
        }
        Answer::Stored {
            id,
            fingerprint,
            first,
        } => {
            let stored = read::commit(shared.engine.as_ref(), id, first)?;
            if stored.fingerprint != fingerprint {
                return Err(AppendError::CommitIdReused { commit_id: id });
            }
            shared.counters.repeat();
            Ok(stored.appended)
        }
        Answer::Refused(refusal) => {
            if matches!(refusal, AppendError::Conflict { .. }) {
                shared.counters.conflict();
            }
            Err(refusal)
        }
    }
}

fn poison(shared: &Shared, cause: &EngineError, gathered: Gathered) {
    (shared.on_poison)(cause);
    shared.queue.poison();
    for (reply, _) in gathered.answers {
        drop(reply.send(Err(AppendError::Poisoned)));
    }
}
