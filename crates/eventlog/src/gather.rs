//! Turns the commits that wait into one batch: repeats are recognised, expectations are checked
//! against durable and already accepted heads, positions are given. Pure; nothing is written.

use std::collections::HashMap;

use crate::commit::Commit;
use crate::error::AppendError;
use crate::event::Appended;
use crate::index::{Head, Index, StreamKey};
use crate::name::CommitId;
use crate::pending::Reply;
use crate::position::{GlobalPosition, StreamVersion};
use crate::queue::Request;
use crate::space::LowSpace;

/// One batch in the making.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) accepted: Vec<Accepted>,
    /// Whom to tell what. No answer leaves before the batch is durable: even a refusal may rest
    /// on a commit of this batch.
    pub(crate) answers: Vec<(Reply, Answer)>,
    /// Heads as the accepted commits leave them.
    pub(crate) heads: HashMap<StreamKey, Head>,
    ids: HashMap<CommitId, usize>,
    /// Why nothing new may be accepted.
    low_space: Option<LowSpace>,
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
    /// The receipt of the accepted commit with this number.
    Written(usize),
    /// The same, for a repeat that came while the first was on its way.
    Repeated(usize),
    /// A repeat of a commit that is durable already and starts here.
    Stored {
        id: CommitId,
        fingerprint: [u8; 32],
        first: GlobalPosition,
    },
    Refused(AppendError),
}

impl Gathered {
    /// Gathers all requests into a batch that follows `last`; without space, repeats are still
    /// known and conflicts still named, but nothing is accepted.
    pub(crate) fn from(
        requests: Vec<Request>,
        index: &Index,
        last: GlobalPosition,
        low_space: Option<LowSpace>,
    ) -> Self {
        let mut gathered = Self {
            low_space,
            ..Self::default()
        };
        let mut last = last;
        for request in requests {
            last = gathered.admit(request, index, last);
        }
        gathered
    }

    fn admit(&mut self, request: Request, index: &Index, last: GlobalPosition) -> GlobalPosition {
        let Request {
            commit,
            fingerprint,
            keys,
            reply,
        } = request;
        let id = commit.id;
        let (answer, last) = if let Some(number) = self.ids.get(&id) {
            let same = self
                .accepted
                .get(*number)
                .is_some_and(|a| a.fingerprint == fingerprint);
            let reused = Answer::Refused(AppendError::CommitIdReused { commit_id: id });
            (
                if same {
                    Answer::Repeated(*number)
                } else {
                    reused
                },
                last,
            )
        } else if let Some(first) = index.commit(id) {
            (
                Answer::Stored {
                    id,
                    fingerprint,
                    first,
                },
                last,
            )
        } else if let Some(conflict) = self.conflict(&commit, &keys, index) {
            (Answer::Refused(conflict), last)
        } else if let Some(low_space) = self.low_space {
            (Answer::Refused(low_space.into()), last)
        } else {
            let last = self.accept(commit, fingerprint, &keys, index, last);
            (Answer::Written(self.accepted.len() - 1), last)
        };
        self.answers.push((reply, answer));
        last
    }

    fn head(&self, stream: StreamKey, index: &Index) -> Option<Head> {
        let accepted = self.heads.get(&stream).copied();
        accepted.or_else(|| index.head(stream))
    }

    fn conflict(&self, commit: &Commit, keys: &[StreamKey], index: &Index) -> Option<AppendError> {
        let mut expectations = commit.expectations().zip(keys);
        expectations.find_map(|((stream, expected), key)| {
            let actual = self.head(*key, index).map(|head| head.version);
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
        index: &Index,
        last: GlobalPosition,
    ) -> GlobalPosition {
        let first_position = last.next();
        let mut last_position = last;
        let mut heads_before = Vec::with_capacity(commit.writes.len());
        let mut versions = Vec::with_capacity(commit.writes.len());
        // Writes come first among the expectations.
        for (write, key) in commit.writes.iter().zip(keys) {
            let before = self.head(*key, index).unwrap_or(Head::NONE);
            let count = write.events.len() as u64;
            last_position = GlobalPosition(last_position.0 + count);
            let version = StreamVersion(before.version.0 + count);
            self.heads.insert(
                *key,
                Head {
                    version,
                    position: last_position,
                },
            );
            heads_before.push(before);
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
        self.ids.insert(commit_id, self.accepted.len());
        self.accepted.push(Accepted {
            commit,
            fingerprint,
            receipt,
            heads_before,
        });
        last_position
    }
}
