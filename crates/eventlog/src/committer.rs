//! The threads that write. There are two, and each does what is most urgent: while one makes a
//! batch durable the other answers the batch before and gathers the next, so that the disk waits
//! for nobody who has to be told or woken; when little is to be done, one does it all. A batch is
//! written after the one before is durable, and shown after the one before is shown. There are no
//! timers.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use crate::chain::Tail;
use crate::engine::Entry;
use crate::error::{AppendError, EngineError};
use crate::event::Appended;
use crate::gather::{Ahead, Answer, Before, Gathered};
use crate::log::Shared;
use crate::name::CommitId;
use crate::pack::Packer;
use crate::pending::{Answered, Reply};
use crate::position::GlobalPosition;
use crate::queue::{Request, Task};
use crate::read;
use crate::seal;
use crate::sync::Mutex;

/// How many threads there are; see `docs/decisions/0013-two-committers.md`.
pub(crate) const COMMITTERS: usize = 2;

/// What the threads hand to each other.
pub(crate) struct Turns {
    next: Mutex<Next>,
    /// Batches that are durable and not yet shown, oldest first.
    durable: Mutex<VecDeque<Batch>>,
}

/// The batch in the making.
struct Next {
    gathered: Gathered,
    packer: Packer,
    /// Batches before it that readers may not be shown yet, oldest first.
    ahead: VecDeque<Arc<Ahead>>,
}

/// A batch that gets no more commits.
struct Batch {
    /// Empty once they are written.
    entries: Vec<Entry>,
    small_values: usize,
    gathered: Gathered,
    own: Arc<Ahead>,
    /// Where the log ends with it.
    tail: Tail,
}

impl Turns {
    pub(crate) fn after(tail: Tail) -> Self {
        let next = Next {
            gathered: Gathered::default(),
            packer: Packer::after(tail),
            ahead: VecDeque::new(),
        };
        Self {
            next: Mutex::new(next),
            durable: Mutex::default(),
        }
    }
}

/// Runs until the queue is closed and empty, or a write failed.
pub(crate) fn run(shared: &Shared) {
    let _ending = Ending(shared);
    while let Some(task) = shared.queue.next() {
        match task {
            Task::Gather(requests) => {
                shared.turns.next.lock().gather(shared, requests);
                shared.queue.gathered();
            }
            Task::Write(requests) => {
                let mut next = shared.turns.next.lock();
                next.gather(shared, requests);
                let mut batch = next.take();
                drop(next);
                shared.queue.gathered();
                if let Err(cause) = write(shared, &mut batch) {
                    return poison(shared, &cause, batch.gathered.answers);
                }
                shared.turns.durable.lock().push_back(batch);
                shared.queue.written();
            }
            Task::Answer => answer(shared),
        }
    }
}

/// Whatever ends the thread: leaves no caller waiting.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let shared = self.0;
        if std::thread::panicking() {
            shared.queue.poison();
        }
        if shared.queue.leave() {
            // Something is left when a write failed or a thread panicked.
            refuse(std::mem::take(
                &mut shared.turns.next.lock().gathered.answers,
            ));
            shared.progress.close();
            shared.desk.committer_ended();
        }
    }
}

impl Next {
    fn gather(&mut self, shared: &Shared, requests: Vec<Request>) {
        if requests.is_empty() {
            return;
        }
        let low_space = shared.low_space();
        let known = self.gathered.accepted.len();
        let index = shared.index.read();
        while let Some(oldest) = self.ahead.front()
            && oldest.last <= index.tail.position
        {
            self.ahead.pop_front();
        }
        let before = Before {
            index: &index,
            ahead: &self.ahead,
            low_space,
        };
        let last = self.packer.tail().position;
        self.gathered.admit_all(requests, before, last);
        drop(index);
        for accepted in self.gathered.accepted.iter().skip(known) {
            self.packer.add(accepted);
        }
    }

    /// The batch as it is; the next one follows it.
    fn take(&mut self) -> Batch {
        let mut gathered = std::mem::take(&mut self.gathered);
        let entries = self.packer.take();
        let tail = self.packer.tail();
        let mut own = std::mem::take(&mut gathered.own);
        own.last = tail.position;
        let own = Arc::new(own);
        if !own.commits.is_empty() {
            self.ahead.push_back(Arc::clone(&own));
        }
        Batch {
            small_values: seal::small_values(&entries),
            entries,
            gathered,
            own,
            tail,
        }
    }
}

/// Writes and syncs, a sealing that waits along with the batch. Never tries a second time: after
/// a failed sync the system may have dropped the very pages that were not written, and would
/// report success.
fn write(shared: &Shared, batch: &mut Batch) -> Result<(), EngineError> {
    let sealing = shared.desk.take_offer();
    if batch.entries.is_empty() && sealing.is_none() {
        // Perhaps that is why the committers were woken.
        return shared.engine.check();
    }
    if !batch.entries.is_empty() {
        shared.engine.write(std::mem::take(&mut batch.entries))?;
    }
    let sealed_until = sealing.as_ref().map(|sealing| sealing.sealed_until);
    if let Some(sealing) = sealing {
        shared.counters.sealed(sealing.removed.len());
        shared.engine.replace(sealing.removed, sealing.entries)?;
    }
    let started = Instant::now();
    shared.engine.sync()?;
    let commits = &batch.gathered.accepted;
    if !commits.is_empty() {
        let events = commits.iter().map(|accepted| accepted.commit.event_count());
        let took = started.elapsed();
        shared.counters.batch(commits.len(), events.sum(), took);
    }
    if let Some(sealed_until) = sealed_until {
        shared.index.write().sealed_until = sealed_until;
        shared.desk.sealed();
    }
    Ok(())
}

/// Shows the oldest durable batch, then tells everybody who waited for it.
fn answer(shared: &Shared) {
    let mut durable = shared.turns.durable.lock();
    let Some(batch) = durable.pop_front() else {
        return;
    };
    // With the lock held, so that batches are shown in their order.
    show(shared, &batch);
    drop(durable);
    let mut written = batch.gathered.accepted.into_iter();
    for (reply, answer) in batch.gathered.answers {
        let answered = match answer {
            Answer::Written => written.next().map_or_else(
                || Err(AppendError::Closed).into(),
                |accepted| Answered::to(accepted.receipt, accepted.commit),
            ),
            Answer::Repeated {
                id,
                fingerprint,
                first,
            } => repeated(shared, id, fingerprint, first).into(),
            Answer::Refused(refusal) => {
                if matches!(refusal, AppendError::Conflict { .. }) {
                    shared.counters.conflict();
                }
                Err(refusal).into()
            }
        };
        // Whoever dropped the pending answer does not want to know.
        drop(reply.send(answered));
    }
}

/// Index first, so that whoever is woken finds the heads.
fn show(shared: &Shared, batch: &Batch) {
    if batch.own.commits.is_empty() {
        return;
    }
    let mut index = shared.index.write();
    for (stream, head) in &batch.own.heads {
        index.set_head(*stream, *head);
    }
    for (commit, first) in &batch.own.commits {
        index.add_commit(*commit, *first);
    }
    index.tail = batch.tail;
    drop(index);
    shared.progress.advance(batch.tail.position);
    // Only now, so that the keeper finds what it is told of.
    shared.desk.note(batch.small_values, batch.tail.position);
}

/// The first answer again, if it was given for the same content.
fn repeated(
    shared: &Shared,
    id: CommitId,
    fingerprint: [u8; 32],
    first: GlobalPosition,
) -> Result<Appended, AppendError> {
    let stored = read::commit(shared.engine.as_ref(), id, first)?;
    if stored.fingerprint != fingerprint {
        return Err(AppendError::CommitIdReused { commit_id: id });
    }
    shared.counters.repeat();
    Ok(stored.appended)
}

fn poison(shared: &Shared, cause: &EngineError, answers: Vec<(Reply, Answer)>) {
    (shared.on_poison)(cause);
    shared.queue.poison();
    refuse(answers);
}

fn refuse(answers: Vec<(Reply, Answer)>) {
    for (reply, _) in answers {
        drop(reply.send(Err(AppendError::Poisoned).into()));
    }
}
