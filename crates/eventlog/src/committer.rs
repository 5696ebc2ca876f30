//! The one thread that writes: takes all commits that wait, makes them durable together, then
//! answers them all. While one batch is synced the next gathers in the queue; there are no timers.

use std::collections::HashMap;
use std::time::Instant;

use crate::chain::Tail;
use crate::error::{AppendError, EngineError};
use crate::event::Appended;
use crate::gather::{Accepted, Answer, Gathered};
use crate::index::{Head, StreamKey};
use crate::log::Shared;
use crate::pack::Packer;
use crate::pending::Answered;
use crate::read;
use crate::seal::{self, Sealing};
use crate::squeeze::Squeeze;

/// Runs until the queue is closed and empty, or a write failed.
pub(crate) fn run(shared: &Shared) {
    let _ending = Ending(shared);
    let mut squeeze = Squeeze::default();
    let mut tail = shared.index.read().tail;
    while let Some(requests) = shared.queue.take() {
        let low_space = shared.low_space();
        let gathered = Gathered::from(requests, &shared.index.read(), tail.position, low_space);
        let sealing = shared.desk.take_offer();
        let small_values = match write(shared, &gathered.accepted, sealing, tail, &mut squeeze) {
            Ok(written) => {
                tail = written.tail;
                written.small_values
            }
            Err(cause) => return poison(shared, &cause, gathered),
        };
        let Gathered {
            accepted,
            answers,
            heads,
            ..
        } = gathered;
        publish(shared, &accepted, heads, tail);
        // Only now, so that the keeper finds what it is told of.
        shared.desk.note(small_values, tail.position);
        let receipts: Vec<_> = accepted.iter().map(|a| a.receipt.clone()).collect();
        let mut commits = accepted.into_iter();
        for (reply, answer) in answers {
            let written = matches!(answer, Answer::Written(_));
            let answered = Answered {
                result: tell(shared, &receipts, answer),
                // Written commits are answered in the order they were accepted in.
                _commit: written.then(|| commits.next()).flatten().map(|a| a.commit),
            };
            // Whoever dropped the pending answer does not want to know.
            drop(reply.send(answered));
        }
    }
}

/// Leaves no caller waiting, whatever ends the thread.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.queue.poison();
        self.0.progress.close();
        self.0.desk.committer_ended();
    }
}

/// What one round made durable.
struct Written {
    /// Where the log ends now.
    tail: Tail,
    small_values: usize,
}

/// Writes and syncs, a sealing that waits along with the batch. Never tries a second time: after
/// a failed sync the system may have dropped the very pages that were not written, and would
/// report success.
fn write(
    shared: &Shared,
    accepted: &[Accepted],
    sealing: Option<Sealing>,
    tail: Tail,
    squeeze: &mut Squeeze,
) -> Result<Written, EngineError> {
    if accepted.is_empty() && sealing.is_none() {
        // Perhaps that is why the committer was woken.
        shared.engine.check()?;
        let small_values = 0;
        return Ok(Written { tail, small_values });
    }
    let mut packer = Packer::after(tail, squeeze);
    for commit in accepted {
        packer.add(commit);
    }
    let (entries, after) = packer.finish();
    let small_values = seal::small_values(&entries);
    if !entries.is_empty() {
        shared.engine.write(entries)?;
    }
    let sealed_until = sealing.as_ref().map(|sealing| sealing.sealed_until);
    if let Some(sealing) = sealing {
        shared.counters.sealed(sealing.removed.len());
        shared.engine.replace(sealing.removed, sealing.entries)?;
    }
    let started = Instant::now();
    shared.engine.sync()?;
    if !accepted.is_empty() {
        let events = after.position.0 - tail.position.0;
        let took = started.elapsed();
        shared.counters.batch(accepted.len(), events, took);
    }
    if let Some(sealed_until) = sealed_until {
        shared.index.write().sealed_until = sealed_until;
        shared.desk.sealed();
    }
    Ok(Written {
        tail: after,
        small_values,
    })
}

/// Shows a durable batch to readers, index first, so that whoever is woken finds the heads.
fn publish(shared: &Shared, accepted: &[Accepted], heads: HashMap<StreamKey, Head>, tail: Tail) {
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
    index.tail = tail;
    drop(index);
    shared.progress.advance(tail.position);
}

fn tell(shared: &Shared, receipts: &[Appended], answer: Answer) -> Result<Appended, AppendError> {
    let receipt = |number: usize| receipts.get(number).cloned();
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
        drop(reply.send(Err(AppendError::Poisoned).into()));
    }
}
