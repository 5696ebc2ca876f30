//! Turns the commits that wait into one batch: repeats are recognised, expectations are checked
//! against durable and already accepted heads, positions are given. Pure; nothing is written.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::commit::Commit;
use crate::error::AppendError;
use crate::event::Appended;
use crate::index::{Head, Index, StreamKey};
use crate::name::CommitId;
use crate::pending::Reply;
use crate::position::{GlobalPosition, StreamVersion};
use crate::queue::Request;
use crate::space::LowSpace;

/// What a batch brings to the index.
#[derive(Default)]
pub(crate) struct Ahead {
    /// Heads as its commits leave them.
    pub(crate) heads: HashMap<StreamKey, Head>,
    /// Where its commits start.
    pub(crate) commits: HashMap<CommitId, GlobalPosition>,
    /// The last of its events.
    pub(crate) last: GlobalPosition,
}

/// What a batch in the making follows.
#[derive(Clone, Copy)]
pub(crate) struct Before<'a> {
    /// What is shown to readers.
    pub(crate) index: &'a Index,
    /// The batches between that and this one, oldest first.
    pub(crate) ahead: &'a VecDeque<Arc<Ahead>>,
    /// Why nothing new may be accepted.
    pub(crate) low_space: Option<LowSpace>,
}

impl Before<'_> {
    fn head(&self, stream: StreamKey) -> Option<Head> {
        let mut newest_first = self.ahead.iter().rev();
        let ahead = newest_first.find_map(|ahead| ahead.heads.get(&stream).copied());
        ahead.or_else(|| self.index.head(stream))
    }

    fn commit(&self, id: CommitId) -> Option<GlobalPosition> {
        let mut newest_first = self.ahead.iter().rev();
        let ahead = newest_first.find_map(|ahead| ahead.commits.get(&id).copied());
        ahead.or_else(|| self.index.commit(id))
    }
}

/// One batch in the making.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) accepted: Vec<Accepted>,
    /// Whom to tell what. No answer leaves before the batch is durable: even a refusal may rest
    /// on a commit of this batch, or of one before.
    pub(crate) answers: Vec<(Reply, Answer)>,
    /// What the accepted commits lead to.
    pub(crate) own: Ahead,
}

/// A commit that will be written, with the places its events get.
pub(crate) struct Accepted {
    pub(crate) commit: Commit,
    pub(crate) fingerprint: [u8; 32],
    pub(crate) receipt: Appended,
    /// Head of each written stream before, in the order of the writes.
    pub(crate) heads_before: Vec<Head>,
}

/// What a caller will be told.
pub(crate) enum Answer {
    /// The receipt of the next of the accepted commits, which are answered in their order.
    Written,
    /// A repeat of a commit that starts here and is durable by the time of the answer.
    Repeated {
        id: CommitId,
        fingerprint: [u8; 32],
        first: GlobalPosition,
    },
    Refused(AppendError),
}

impl Gathered {
    /// Adds requests to a batch whose last event so far is `last`; without space, repeats are still
    /// known and conflicts still named, but nothing is accepted.
    pub(crate) fn admit_all(
        &mut self,
        requests: Vec<Request>,
        before: Before<'_>,
        last: GlobalPosition,
    ) {
        let mut last = last;
        for request in requests {
            last = self.admit(request, before, last);
        }
    }

    fn admit(
        &mut self,
        request: Request,
        before: Before<'_>,
        last: GlobalPosition,
    ) -> GlobalPosition {
        let Request {
            commit,
            fingerprint,
            keys,
            reply,
        } = request;
        let id = commit.id;
        let own = self.own.commits.get(&id).copied();
        let (answer, last) = if let Some(first) = own.or_else(|| before.commit(id)) {
            let repeated = Answer::Repeated {
                id,
                fingerprint,
                first,
            };
            (repeated, last)
        } else if let Some(conflict) = self.conflict(&commit, &keys, before) {
            (Answer::Refused(conflict), last)
        } else if let Some(low_space) = before.low_space {
            (Answer::Refused(low_space.into()), last)
        } else {
            let last = self.accept(commit, fingerprint, &keys, before, last);
            (Answer::Written, last)
        };
        self.answers.push((reply, answer));
        last
    }

    fn head(&self, stream: StreamKey, before: Before<'_>) -> Option<Head> {
        let own = self.own.heads.get(&stream).copied();
        own.or_else(|| before.head(stream))
    }

    fn conflict(
        &self,
        commit: &Commit,
        keys: &[StreamKey],
        before: Before<'_>,
    ) -> Option<AppendError> {
        let mut expectations = commit.expectations().zip(keys);
        expectations.find_map(|((stream, expected), key)| {
            let actual = self.head(*key, before).map(|head| head.version);
            let conflict = || AppendError::Conflict {
                stream: stream.clone(),
                expected,
                actual,
            };
            (!expected.admits(actual)).then(conflict)
        })
    }

    fn accept(
        &mut self,
        commit: Commit,
        fingerprint: [u8; 32],
        keys: &[StreamKey],
        before: Before<'_>,
        last: GlobalPosition,
    ) -> GlobalPosition {
        let first_position = last.next();
        let mut last_position = last;
        let mut heads_before = Vec::with_capacity(commit.writes.len());
        let mut versions = Vec::with_capacity(commit.writes.len());
        // Writes come first among the expectations.
        for (write, key) in commit.writes.iter().zip(keys) {
            let head = self.head(*key, before).unwrap_or(Head::NONE);
            let count = write.events.len() as u64;
            last_position = GlobalPosition(last_position.0 + count);
            let version = StreamVersion(head.version.0 + count);
            self.own.heads.insert(
                *key,
                Head {
                    version,
                    position: last_position,
                },
            );
            heads_before.push(head);
            versions.push((write.stream.clone(), version));
        }
        let commit_id = commit.id;
        let receipt = Appended {
            commit_id,
            first_position,
            last_position,
            repeated: false,
            versions,
        };
        self.own.commits.insert(commit_id, first_position);
        self.accepted.push(Accepted {
            commit,
            fingerprint,
            receipt,
            heads_before,
        });
        last_position
    }
}
