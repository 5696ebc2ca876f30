//! The thread in the background that keeps the log small and quick to open: it prepares the
//! merging of small values for the committer and writes checkpoints of the index. It answers
//! nobody and is never waited for; without it the log is larger and opens later, nothing else.

use std::path::PathBuf;

use crate::sync::{Condvar, Mutex};

use crate::index;
use crate::log::Shared;
use crate::pack::Packer;
use crate::position::GlobalPosition;
use crate::queue::Queue;
use crate::seal::{self, Sealing};

/// A checkpoint is also left to grow old by this part of the log's events, so that writing it
/// stays a small part of all writing.
const CHECKPOINT_SHARE: u64 = 8;
/// When the log is closed, a checkpoint this many times younger than that is made too.
const CLOSING_SHARE: u64 = 64;

/// What committer and keeper tell each other.
#[derive(Default)]
pub(crate) struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Small values written since the keeper looked last.
    small_values: usize,
    /// Where the log ends.
    position: GlobalPosition,
    /// What the keeper waits for; nothing while it works.
    alarm: Option<Alarm>,
    offer: Option<Sealing>,
    /// The offer was taken and is being written.
    writing: bool,
    stopping: bool,
    committer_ended: bool,
}

/// When the keeper wants to be woken, so that it is not woken by every batch.
struct Alarm {
    small_values: usize,
    position: GlobalPosition,
}

impl State {
    fn due(&self) -> bool {
        self.alarm.as_ref().is_some_and(|alarm| {
            self.small_values >= alarm.small_values || self.position >= alarm.position
        })
    }
}

impl Desk {
    /// Says how many small values were written and shown, and where the log ends.
    pub(crate) fn note(&self, small_values: usize, position: GlobalPosition) {
        let mut state = self.state.lock();
        state.small_values += small_values;
        state.position = position;
        let due = state.due();
        drop(state);
        if due {
            self.changed.notify_all();
        }
    }

    /// The sealing that waits to be written.
    pub(crate) fn take_offer(&self) -> Option<Sealing> {
        let mut state = self.state.lock();
        let offer = state.offer.take();
        state.writing = offer.is_some();
        offer
    }

    /// Says that the sealing taken last is durable.
    pub(crate) fn sealed(&self) {
        self.state.lock().writing = false;
        self.changed.notify_all();
    }

    /// Lets the keeper finish what is due and end.
    pub(crate) fn stop(&self) {
        self.state.lock().stopping = true;
        self.changed.notify_all();
    }

    /// Says that the committer takes no more offers.
    pub(crate) fn committer_ended(&self) {
        let mut state = self.state.lock();
        (state.committer_ended, state.offer) = (true, None);
        drop(state);
        self.changed.notify_all();
    }

    /// Hands a sealing to the committer and waits until it is written; false when it will not be.
    fn offer(&self, sealing: Sealing, queue: &Queue) -> bool {
        let mut state = self.state.lock();
        if state.committer_ended {
            return false;
        }
        state.offer = Some(sealing);
        drop(state);
        queue.nudge();
        let mut state = self.state.lock();
        self.changed.wait_while(&mut state, |state| {
            (state.offer.is_some() || state.writing) && !state.committer_ended
        });
        !state.committer_ended
    }
}

/// When the keeper does what.
#[derive(Clone, Debug)]
pub(crate) struct Habits {
    /// Small values after which they are merged.
    pub(crate) seal_values: usize,
    /// Events after which a checkpoint is written, at least.
    pub(crate) checkpoint_events: u64,
    /// Where checkpoints go; a log in memory has none.
    pub(crate) dir: Option<PathBuf>,
}

/// The keeper's own memory.
pub(crate) struct Keeper {
    habits: Habits,
    packer: Packer,
    /// Where the newest checkpoint was begun.
    checkpoint_at: GlobalPosition,
    /// Sealing met damage; it is reported once and nothing is merged any more.
    seals: bool,
}

impl Keeper {
    pub(crate) fn new(habits: Habits, checkpoint_at: GlobalPosition) -> Self {
        Self {
            habits,
            packer: Packer::default(),
            checkpoint_at,
            seals: true,
        }
    }

    /// Runs until it is told to stop, then finishes what is due.
    pub(crate) fn run(mut self, shared: &Shared) -> Self {
        loop {
            let (small_values, stopping) = self.wait(&shared.desk);
            if small_values >= self.habits.seal_values {
                self.seal(shared);
            }
            if shared.progress.position() >= self.next_checkpoint(1) {
                self.checkpoint(shared);
            }
            if stopping {
                return self;
            }
        }
    }

    /// Waits until something is due; returns how many small values there are, and whether to stop.
    fn wait(&self, desk: &Desk) -> (usize, bool) {
        let mut state = desk.state.lock();
        let never = usize::MAX;
        state.alarm = Some(Alarm {
            small_values: if self.seals {
                self.habits.seal_values
            } else {
                never
            },
            position: self.next_checkpoint(1),
        });
        desk.changed
            .wait_while(&mut state, |state| !(state.due() || state.stopping));
        state.alarm = None;
        let small_values = std::mem::take(&mut state.small_values);
        (small_values, state.stopping)
    }

    fn seal(&mut self, shared: &Shared) {
        while self.seals {
            let (after, until) = {
                let index = shared.index.read();
                (index.sealed_until, index.tail.position)
            };
            let values_min = self.habits.seal_values;
            let engine = shared.engine.as_ref();
            match seal::next(engine, after, until, values_min, &mut self.packer) {
                Ok(Some(sealing)) => {
                    if !shared.desk.offer(sealing, &shared.queue) {
                        return;
                    }
                }
                Ok(None) => return,
                Err(cause) => {
                    tracing::error!(%cause, "small values of the log are no longer merged");
                    self.seals = false;
                }
            }
        }
    }

    /// Where the log is long enough for another checkpoint; `share` times sooner than usual.
    fn next_checkpoint(&self, share: u64) -> GlobalPosition {
        let newest = self.checkpoint_at.0;
        let enough = self.habits.checkpoint_events.max(newest / CHECKPOINT_SHARE);
        let next = newest.saturating_add((enough / share).max(1));
        let kept = self.habits.dir.is_some();
        GlobalPosition(if kept { next } else { u64::MAX })
    }

    fn checkpoint(&mut self, shared: &Shared) {
        let Some(dir) = &self.habits.dir else { return };
        self.checkpoint_at = match index::save(dir, &shared.index) {
            Ok(begun_at) => begun_at,
            Err(cause) => {
                tracing::warn!(%cause, "no checkpoint of the log's index was written");
                shared.progress.position()
            }
        };
    }

    /// The last checkpoint, when the committer has ended.
    pub(crate) fn closing_checkpoint(&mut self, shared: &Shared) {
        if shared.progress.position() >= self.next_checkpoint(CLOSING_SHARE) {
            self.checkpoint(shared);
        }
    }
}
