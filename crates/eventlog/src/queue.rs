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
    /// The committer shall look up though nobody waits.
    nudged: bool,
    state: State,
}

impl Default for Queue {
    fn default() -> Self {
        let line = Line {
            waiting: VecDeque::new(),
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
        let mut line = self.line.lock();
        let refusal = match line.state {
            State::Closed => AppendError::Closed,
            State::Poisoned => AppendError::Poisoned,
            State::Open if line.waiting.len() >= QUEUE_COMMITS_MAX => AppendError::Busy {
                limit: QUEUE_COMMITS_MAX,
            },
            State::Open => {
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
        let (mut events, mut bytes) = (0, 0);
        let enough = line.waiting.iter().position(|request| {
            let full = events >= BATCH_EVENTS_ENOUGH || bytes >= BATCH_BYTES_ENOUGH;
            events += request.commit.event_count();
            bytes += request.commit.payload_bytes();
            full
        });
        let count = enough.unwrap_or(line.waiting.len());
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
        drop(line);
        for request in waiting {
            drop(request.reply.send(Err(AppendError::Poisoned).into()));
        }
    }
}
