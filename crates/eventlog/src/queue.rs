//! The line in front of the committer: callers put, the committer takes all that wait.
//! Bounded; after closing or poisoning it answers at once instead of taking.

use std::collections::VecDeque;

use crate::sync::{Condvar, Mutex};

use crate::commit::Commit;
use crate::error::AppendError;
use crate::index::StreamKey;
use crate::pending::Reply;

/// Most commits that may wait for the committer.
pub const QUEUE_COMMITS_MAX: usize = 65_536;
/// Most payload and metadata of the commits that may wait for the committer, in bytes.
pub const QUEUE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Events after which the committer stops gathering one batch.
const BATCH_EVENTS_ENOUGH: usize = 8_192;
/// Bytes of payload after which the committer stops gathering one batch.
const BATCH_BYTES_ENOUGH: usize = 4 * 1024 * 1024;

/// A commit on its way, with where to answer.
pub(crate) struct Request {
    pub(crate) commit: Commit,
    pub(crate) fingerprint: [u8; 32],
    /// Of every stream the commit names, in the order of its expectations.
    pub(crate) keys: Vec<StreamKey>,
    pub(crate) reply: Reply,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Closed,
    Poisoned,
}

pub(crate) struct Queue {
    line: Mutex<Line>,
    filled: Condvar,
}

struct Line {
    waiting: VecDeque<Request>,
    /// Payload and metadata of those that wait.
    bytes: usize,
    /// The committer shall look up though nobody waits.
    nudged: bool,
    state: State,
}

impl Default for Queue {
    fn default() -> Self {
        let line = Line {
            waiting: VecDeque::new(),
            bytes: 0,
            nudged: false,
            state: State::Open,
        };
        Self {
            line: Mutex::new(line),
            filled: Condvar::new(),
        }
    }
}

impl Queue {
    /// Queues the request, or answers it when that cannot be.
    pub(crate) fn put(&self, request: Request) {
        let bytes = request.commit.payload_bytes();
        let mut line = self.line.lock();
        let full = line.waiting.len() >= QUEUE_COMMITS_MAX || line.bytes + bytes > QUEUE_BYTES_MAX;
        let refusal = match line.state {
            State::Closed => AppendError::Closed,
            State::Poisoned => AppendError::Poisoned,
            State::Open if full => AppendError::Busy {
                commits: line.waiting.len(),
                bytes: line.bytes,
            },
            State::Open => {
                line.bytes += bytes;
                line.waiting.push_back(request);
                drop(line);
                self.filled.notify_one();
                return;
            }
        };
        drop(line);
        drop(request.reply.send(Err(refusal).into()));
    }

    /// Lets [`Queue::take`] return though nobody waits.
    pub(crate) fn nudge(&self) {
        self.line.lock().nudged = true;
        self.filled.notify_one();
    }

    /// Everything that waits, up to what makes one batch; nothing after a nudge; `None` once
    /// closed and empty.
    pub(crate) fn take(&self) -> Option<Vec<Request>> {
        let mut line = self.line.lock();
        while line.waiting.is_empty() && !std::mem::take(&mut line.nudged) {
            if line.state != State::Open {
                return None;
            }
            self.filled.wait(&mut line);
        }
        let (mut count, mut events, mut bytes) = (0, 0, 0);
        for request in &line.waiting {
            if events >= BATCH_EVENTS_ENOUGH || bytes >= BATCH_BYTES_ENOUGH {
                break;
            }
            count += 1;
            events += request.commit.event_count();
            bytes += request.commit.payload_bytes();
        }
        line.bytes -= bytes;
        Some(line.waiting.drain(..count).collect())
    }

    /// Takes nothing more; what waits is still written.
    pub(crate) fn close(&self) {
        let mut line = self.line.lock();
        if line.state == State::Open {
            line.state = State::Closed;
        }
        drop(line);
        self.filled.notify_one();
    }

    /// Takes nothing more and answers all that wait.
    pub(crate) fn poison(&self) {
        let mut line = self.line.lock();
        if line.state == State::Open {
            line.state = State::Poisoned;
        }
        let waiting = std::mem::take(&mut line.waiting);
        line.bytes = 0;
        drop(line);
        for request in waiting {
            drop(request.reply.send(Err(AppendError::Poisoned).into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commit::{COMMIT_BYTES_MAX, Commit, EVENT_BYTES_MAX, ExpectedVersion};
    use crate::commit::{NewEvent, StreamWrite};
    use crate::name::{CommitId, EventType, StreamName};
    use crate::pending::Pending;

    /// A commit as large as one may be; all share their bytes.
    fn largest(payload: &prost::bytes::Bytes) -> (Request, Pending) {
        let event = NewEvent {
            type_name: EventType::parse("orchard.tree-counted").unwrap(),
            schema_version: 1,
            payload: payload.clone(),
            metadata: prost::bytes::Bytes::new(),
        };
        let write = StreamWrite {
            stream: StreamName::parse("tree-1").unwrap(),
            expected: ExpectedVersion::Any,
            events: vec![event; COMMIT_BYTES_MAX / EVENT_BYTES_MAX],
        };
        let commit = Commit {
            id: CommitId::from_bytes([1; 16]),
            fingerprint: None,
            recorded_at_ms: 0,
            writes: vec![write],
            conditions: Vec::new(),
        };
        assert_eq!(commit.payload_bytes(), COMMIT_BYTES_MAX);
        let (reply, pending) = Pending::new();
        let request = Request {
            commit,
            fingerprint: [0; 32],
            keys: Vec::new(),
            reply,
        };
        (request, pending)
    }

    #[test]
    fn what_waits_is_bounded_in_bytes_too_and_what_was_taken_does_not_count() {
        let payload = vec![7; EVENT_BYTES_MAX].into();
        let queue = Queue::default();
        let fits = QUEUE_BYTES_MAX / COMMIT_BYTES_MAX;
        let mut waiting = Vec::new();
        let put = || {
            let (request, pending) = largest(&payload);
            queue.put(request);
            pending
        };
        for _ in 0..fits {
            waiting.push(put());
        }
        for _ in 0..3 {
            let refused = put().wait();
            assert!(
                matches!(refused, Err(AppendError::Busy { commits, bytes })
                    if (commits, bytes) == (fits, QUEUE_BYTES_MAX)),
                "{refused:?}"
            );
            assert_eq!(queue.take().map(|taken| taken.len()), Some(1), "one batch");
            waiting.push(put());
        }
        queue.poison();
        assert_eq!(queue.line.lock().bytes, 0);
    }
}
