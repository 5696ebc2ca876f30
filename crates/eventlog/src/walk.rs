//! Walks the log from its start, or on from a checkpoint of the index, and believes nothing:
//! chain, positions, versions, commits. Opening uses it to know the index, verifying to prove that
//! the log is whole. The chain is computed by `linker.rs`, at the same time.

mod linker;

use std::ops::ControlFlow;
use std::thread;

use self::linker::Linking;

use crate::batch::{Event, Part};
use crate::engine::{Engine, Key};
use crate::error::{DamageKind, Damaged, ReadError};
use crate::index::{Checkpoint, Head, Index, StreamKey};
use crate::intern::Interned;
use crate::name::{CommitId, EventType, check_stream_name_bytes};
use crate::position::{GlobalPosition, StreamVersion};
use crate::read;
use crate::seal::SMALL_VALUE_BYTES;
use crate::value::StoredValue;

/// What a whole walk found. That it exists means nothing was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    /// Events in the log.
    pub events: u64,
    /// Commits in the log.
    pub commits: u64,
    /// Streams with at least one event.
    pub streams: u64,
    /// Position of the last event.
    pub last_position: GlobalPosition,
    /// The hash chain's last link (SHA-256); equal links mean equal logs.
    pub chain: [u8; 32],
}

pub(crate) struct Walk {
    index: Index,
    /// The last event that was looked at.
    walked: GlobalPosition,
    unfinished: Option<Unfinished>,
    types: Interned<EventType>,
    /// The index may know events up to here already: it was copied while they were written.
    known_until: GlobalPosition,
    /// Whoever wanted it wants it no more.
    stopped: bool,
    /// Events after this place are not looked at: a value merged meanwhile may hold some, and end
    /// within a commit.
    end: GlobalPosition,
}

/// A commit of which some events are still to come.
#[derive(Clone, Copy)]
struct Unfinished {
    id: CommitId,
    first: GlobalPosition,
    next_index: u32,
    event_total: u32,
}

impl Walk {
    /// The index of all there is, and of all that must be there. A checkpoint saves reading what
    /// was read before; one that does not fit the log is left aside.
    pub(crate) fn whole(
        engine: &dyn Engine,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Index, ReadError> {
        let end = Key::last(GlobalPosition(u64::MAX));
        let last = engine
            .floor(end)
            .map_err(|cause| read::failed(GlobalPosition(1), cause))?;
        let until = last.max(engine.synced_before());
        let until = until.map_or(GlobalPosition::START, |key| key.position);
        if let Some(checkpoint) = checkpoint {
            match Self::on_from(engine, checkpoint, until) {
                Ok(walk) => return Ok(walk.into_index()),
                Err(cause) => {
                    tracing::warn!(%cause, "the log's index is built anew: its checkpoint does not fit");
                }
            }
        }
        let walk = Self::from_start(Index::default(), GlobalPosition(u64::MAX));
        let walk = walk.go(engine, GlobalPosition::START, until, |_, _| {
            ControlFlow::Continue(())
        })?;
        Ok(walk.into_index())
    }

    /// Walks from the start up to `until`, or until `progress` breaks; `empty` has room for what it
    /// will find.
    pub(crate) fn until(
        engine: &dyn Engine,
        until: GlobalPosition,
        empty: Index,
        progress: impl FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
    ) -> Result<Self, ReadError> {
        Self::from_start(empty, until).go(engine, GlobalPosition::START, until, progress)
    }

    fn from_start(empty: Index, end: GlobalPosition) -> Self {
        Self {
            index: empty,
            walked: GlobalPosition::START,
            unfinished: None,
            types: Interned::default(),
            known_until: GlobalPosition::START,
            stopped: false,
            end,
        }
    }

    fn on_from(
        engine: &dyn Engine,
        checkpoint: Checkpoint,
        until: GlobalPosition,
    ) -> Result<Self, ReadError> {
        let Checkpoint { index, known_until } = checkpoint;
        let walked = index.tail.position;
        let walk = Self {
            index,
            walked,
            unfinished: None,
            types: Interned::default(),
            known_until,
            stopped: false,
            end: GlobalPosition(u64::MAX),
        };
        // The value that holds the checkpoint's last event is read again, to compare its link.
        let after = GlobalPosition(walked.0.saturating_sub(1));
        let walk = walk.go(engine, after, until.max(known_until), |_, _| {
            ControlFlow::Continue(())
        })?;
        if walk.walked < known_until {
            return Err(Damaged::at(known_until, DamageKind::MissingEvent).into());
        }
        Ok(walk)
    }

    fn go(
        mut self,
        engine: &dyn Engine,
        after: GlobalPosition,
        until: GlobalPosition,
        progress: impl FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
    ) -> Result<Self, ReadError> {
        let mut tail = Ok(self.index.tail);
        let walked = thread::scope(|scope| {
            let linking = Linking::start(scope, &mut tail, self.end)?;
            self.values(engine, (after, until), linking, progress)
        });
        // Each value is linked before its events are looked at: a broken chain comes first.
        self.index.tail = tail?;
        walked.map(|()| self)
    }

    /// Walks over the values that hold the events in (`after`, `until`].
    fn values(
        &mut self,
        engine: &dyn Engine,
        (after, until): (GlobalPosition, GlobalPosition),
        mut linking: Linking,
        mut progress: impl FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        read::scan(engine, after, until, |stored| {
            if !linking.take(stored.whole) {
                return Ok(ControlFlow::Break(()));
            }
            self.value(stored)?;
            let flow = progress(stored.last.min(self.end), until);
            self.stopped = flow.is_break();
            Ok(flow)
        })?;
        match self.unfinished {
            None => Ok(()),
            Some(_) if self.stopped => Ok(()),
            Some(torn) => Err(Damaged::at(torn.first, DamageKind::TornCommit).into()),
        }
    }

    fn into_index(self) -> Index {
        self.index
    }

    /// What was found so far.
    pub(crate) fn report(self) -> VerifyReport {
        VerifyReport {
            events: self.walked.0,
            commits: self.index.commit_count() as u64,
            streams: self.index.stream_count() as u64,
            last_position: self.walked,
            chain: self.index.tail.link,
        }
    }

    /// Whether it was stopped: what was found is not all there is.
    pub(crate) const fn is_stopped(&self) -> bool {
        self.stopped
    }

    fn value(&mut self, stored: &StoredValue<'_>) -> Result<(), Damaged> {
        // What was walked already may come again, in a value merged meanwhile.
        let (walked, end) = (self.walked, self.end);
        let keys: Vec<_> = stored
            .all_events()
            .map(|(_, _, event)| StreamKey::of_bytes(event.stream))
            .collect();
        let commits = stored.all_events().map(|(_, part, _)| part.commit_id);
        self.index.warm(&keys, commits);
        for ((position, part, event), key) in stored.all_events().zip(keys) {
            if position > walked && position <= end {
                self.event(position, part, (event, key))?;
                self.walked = position;
            }
        }
        if stored.whole.stored_bytes >= SMALL_VALUE_BYTES {
            self.index.sealed_until = self.index.sealed_until.max(stored.last);
        }
        Ok(())
    }

    fn event(
        &mut self,
        position: GlobalPosition,
        part: &Part<'_>,
        (event, key): (&Event<'_>, StreamKey),
    ) -> Result<(), Damaged> {
        let mut commit = self.resume(position, part, event)?;
        commit.next_index += 1;
        self.unfinished = (commit.next_index < commit.event_total).then_some(commit);
        // What is walked without a complaint can be read.
        self.types
            .look(event.type_name)
            .map_err(|what| Damaged::at(position, what))?;
        if !check_stream_name_bytes(event.stream) || u16::try_from(event.schema_version).is_err() {
            return Err(Damaged::at(position, DamageKind::Undecodable));
        }
        self.head(position, event, key)
    }

    /// The commit this event begins or goes on with.
    fn resume(
        &mut self,
        position: GlobalPosition,
        part: &Part<'_>,
        event: &Event<'_>,
    ) -> Result<Unfinished, Damaged> {
        let (id, event_total) = (part.commit_id, part.event_total);
        if let Some(commit) = self.unfinished {
            let goes_on = commit.id == id
                && commit.next_index == event.index
                && commit.event_total == event_total;
            return if goes_on {
                Ok(commit)
            } else {
                Err(Damaged::at(commit.first, DamageKind::TornCommit))
            };
        }
        if event.index != 0 || event_total == 0 {
            return Err(Damaged::at(position, DamageKind::TornCommit));
        }
        if part.fingerprint.len() != 32 {
            return Err(Damaged::at(position, DamageKind::Undecodable));
        }
        let known = self.index.add_commit(id, position);
        let same = known == Some(position) && position <= self.known_until;
        if known.is_some() && !same {
            return Err(Damaged::at(position, DamageKind::RepeatedCommitId));
        }
        Ok(Unfinished {
            id,
            first: position,
            next_index: 0,
            event_total,
        })
    }

    fn head(
        &mut self,
        position: GlobalPosition,
        event: &Event<'_>,
        key: StreamKey,
    ) -> Result<(), Damaged> {
        let head = Head {
            version: StreamVersion(event.version),
            position,
        };
        let before = self.index.set_head(key, head).unwrap_or(Head::NONE);
        if before.position >= position && position <= self.known_until {
            self.index.set_head(key, before);
            return Ok(());
        }
        let follows = event.version == before.version.next().0
            && event.previous_position == before.position.0;
        if follows {
            Ok(())
        } else {
            Err(Damaged::at(position, DamageKind::StreamOrder))
        }
    }
}
