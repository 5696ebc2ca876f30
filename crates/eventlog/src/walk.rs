//! Walks the log from its start and believes nothing: chain, positions, versions, commits.
//! Opening uses it to rebuild the index, verifying to prove that the log is whole.

use std::ops::ControlFlow;

use crate::chain::{Chain, Tail};
use crate::engine::{Engine, Key};
use crate::error::{DamageKind, Damaged, ReadError};
use crate::index::{Head, Index};
use crate::name::{CommitId, StreamName};
use crate::position::{GlobalPosition, StreamVersion};
use crate::read;
use crate::value::{self, StoredValue};
use crate::wire;

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

#[derive(Default)]
pub(crate) struct Walk {
    index: Index,
    chain: Chain,
    unfinished: Option<Unfinished>,
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
    /// Walks all there is, and all that must be there.
    pub(crate) fn whole(engine: &dyn Engine) -> Result<(Index, Tail), ReadError> {
        let end = Key::last(GlobalPosition(u64::MAX));
        let last = engine
            .floor(end)
            .map_err(|cause| read::failed(GlobalPosition(1), cause))?;
        let until = last.max(engine.synced_before());
        let until = until.map_or(GlobalPosition::START, |key| key.position);
        let walk = Self::until(engine, until, |_, _| ())?;
        Ok((walk.index, walk.chain.tail))
    }

    /// Walks up to the value that holds `until`.
    pub(crate) fn until(
        engine: &dyn Engine,
        until: GlobalPosition,
        mut progress: impl FnMut(GlobalPosition, GlobalPosition),
    ) -> Result<Self, ReadError> {
        let mut walk = Self::default();
        read::scan(engine, GlobalPosition::START, until, |stored| {
            walk.value(&stored)?;
            progress(stored.last, until);
            Ok(ControlFlow::Continue(()))
        })?;
        match walk.unfinished {
            None => Ok(walk),
            Some(torn) => Err(Damaged::at(torn.first, DamageKind::TornCommit).into()),
        }
    }

    pub(crate) fn report(self) -> VerifyReport {
        VerifyReport {
            events: self.chain.tail.position.0,
            commits: self.index.commit_count() as u64,
            streams: self.index.stream_count() as u64,
            last_position: self.chain.tail.position,
            chain: self.chain.tail.link,
        }
    }

    fn value(&mut self, stored: &StoredValue) -> Result<(), Damaged> {
        if stored.before != self.chain.tail.link {
            return Err(Damaged::at(stored.first, DamageKind::Chain));
        }
        for part in &stored.commits {
            let mut commit = self.resume(part)?;
            for event in &part.events {
                self.event(part, commit.next_index, event)?;
                commit.next_index += 1;
            }
            if commit.next_index > commit.event_total {
                return Err(Damaged::at(commit.first, DamageKind::TornCommit));
            }
            let more = commit.next_index < commit.event_total;
            self.unfinished = more.then_some(commit);
        }
        Ok(())
    }

    /// The commit this part begins or goes on with.
    fn resume(&mut self, part: &wire::CommitPart) -> Result<Unfinished, Damaged> {
        let first = self.chain.tail.position.next();
        let id = value::commit_id(first, part)?;
        if let Some(commit) = self.unfinished {
            let goes_on = commit.id == id
                && commit.next_index == part.first_index
                && commit.event_total == part.event_total;
            return if goes_on {
                Ok(commit)
            } else {
                Err(Damaged::at(commit.first, DamageKind::TornCommit))
            };
        }
        if part.first_index != 0 {
            return Err(Damaged::at(first, DamageKind::TornCommit));
        }
        if part.fingerprint.len() != 32 {
            return Err(Damaged::at(first, DamageKind::Undecodable));
        }
        if !self.index.add_commit(id, first) {
            return Err(Damaged::at(first, DamageKind::RepeatedCommitId));
        }
        Ok(Unfinished {
            id,
            first,
            next_index: 0,
            event_total: part.event_total,
        })
    }

    fn event(
        &mut self,
        part: &wire::CommitPart,
        index: u32,
        event: &wire::Event,
    ) -> Result<(), Damaged> {
        self.chain.link(part, index, event);
        let position = self.chain.tail.position;
        let stream = StreamName::parse(&event.stream)
            .map_err(|_malformed| Damaged::at(position, DamageKind::Undecodable))?;
        let head = Head {
            version: StreamVersion(event.version),
            position,
        };
        let before = self.index.set_head(stream, head).unwrap_or(Head::NONE);
        let follows = event.version == before.version.next().0
            && event.previous_position == before.position.0;
        if follows {
            Ok(())
        } else {
            Err(Damaged::at(position, DamageKind::StreamOrder))
        }
    }
}
