//! The line in front of the committers: callers put commits in, the committers ask what is to be
//! done. Bounded; after closing or poisoning it answers at once instead of taking.

use std::collections::VecDeque;

use crate::sync::{Condvar, Guard, Mutex};

use crate::commit::Commit;
use crate::error::AppendError;
use crate::index::StreamKey;
use crate::pending::Reply;

/// Most commits that may wait to be written.
pub const QUEUE_COMMITS_MAX: usize = 65_536;
/// Most payload and metadata of the commits that may wait to be written, in bytes.
pub const QUEUE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Events after which a committer stops gathering one batch.
const BATCH_EVENTS_ENOUGH: usize = 8_192;
/// Bytes of payload after which a committer stops gathering one batch.
const BATCH_BYTES_ENOUGH: usize = 4 * 1024 * 1024;

/// Durable batches that may wait to be answered before another is written.
const UNANSWERED_MAX: usize = 2;
/// Events that must wait before the next batch is begun while one is being written: for fewer, being
/// woken costs more than it saves. The checker of interleavings shall not need so many.
const GATHER_EVENTS: usize = if cfg!(feature = "interleaving") {
    1
} else {
    256
};

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
    /// There is something to do, or it is over.
    due: Condvar,
}

struct Line {
    waiting: VecDeque<(Request, Size)>,
    /// Of those that wait and those that were gathered and are not yet being written.
    kept: Size,
    /// Of those that were gathered and are not yet being written.
    gathered: Size,
    /// A thread gathers.
    gathering: bool,
    /// A thread writes.
    writing: bool,
    /// Batches that are durable and not yet answered.
    unanswered: usize,
    /// The committers shall look up though nobody waits.
    nudged: bool,
    state: State,
    /// Threads that do all this.
    committers: usize,
    /// Those of them that wait for something to do.
    idle: usize,
}

/// How much there is of something.
#[derive(Clone, Copy, Default)]
struct Size {
    commits: usize,
    events: usize,
    /// Of payload and metadata.
    bytes: usize,
}

impl Size {
    fn add(&mut self, more: Self) {
        self.commits += more.commits;
        self.events += more.events;
        self.bytes += more.bytes;
    }

    fn subtract(&mut self, less: Self) {
        self.commits -= less.commits;
        self.events -= less.events;
        self.bytes -= less.bytes;
    }

    fn is_a_batch(&self) -> bool {
        self.events >= BATCH_EVENTS_ENOUGH || self.bytes >= BATCH_BYTES_ENOUGH
    }
}

/// What a committer does next.
pub(crate) enum Task {
    /// Adds these to the next batch, then says [`Queue::gathered`].
    Gather(Vec<Request>),
    /// The same, without any after a nudge; then writes that batch and says [`Queue::written`].
    Write(Vec<Request>),
    /// Shows and answers the oldest batch that is durable.
    Answer,
}

impl Default for Queue {
    fn default() -> Self {
        let line = Line {
            waiting: VecDeque::new(),
            kept: Size::default(),
            gathered: Size::default(),
            gathering: false,
            writing: false,
            unanswered: 0,
            nudged: false,
            state: State::Open,
            committers: 0,
            idle: 0,
        };
        Self {
            line: Mutex::new(line),
            due: Condvar::new(),
        }
    }
}

impl Line {
    fn is_full(&self, more: Size) -> bool {
        self.kept.commits >= QUEUE_COMMITS_MAX || self.kept.bytes + more.bytes > QUEUE_BYTES_MAX
    }

    fn may_write(&self) -> bool {
        let something = self.kept.commits > 0 || self.nudged;
        let ahead = self.unanswered < UNANSWERED_MAX;
        something && ahead && !self.writing && !self.gathering && self.state != State::Poisoned
    }

    /// Whether the next batch shall be begun though somebody writes.
    fn may_gather(&self) -> bool {
        let events = self.kept.events - self.gathered.events;
        let enough = events >= GATHER_EVENTS && !self.gathered.is_a_batch();
        enough && !self.gathering && self.state != State::Poisoned
    }

    fn is_due(&self) -> bool {
        self.unanswered > 0 || self.may_write() || self.may_gather()
    }

    /// Whether no more will come to do than what others are at.
    fn is_over(&self) -> bool {
        let left = self.kept.commits > 0 || self.nudged;
        match self.state {
            State::Open => false,
            State::Closed => !left,
            State::Poisoned => true,
        }
    }

    /// The most urgent of what is to be done: the disk shall never wait, and whoever asked shall not
    /// wait for those who ask next.
    fn task(&mut self) -> Option<Task> {
        if self.may_write() {
            let requests = self.take();
            (self.writing, self.nudged) = (true, false);
            self.kept.subtract(std::mem::take(&mut self.gathered));
            return Some(Task::Write(requests));
        }
        if self.unanswered > 0 {
            self.unanswered -= 1;
            return Some(Task::Answer);
        }
        self.may_gather().then(|| Task::Gather(self.take()))
    }

    fn take(&mut self) -> Vec<Request> {
        self.gathering = true;
        let mut count = 0;
        for (_, size) in &self.waiting {
            if self.gathered.is_a_batch() {
                break;
            }
            self.gathered.add(*size);
            count += 1;
        }
        let requests = self.waiting.drain(..count).map(|(request, _)| request);
        requests.collect()
    }
}

impl Queue {
    /// Queues the request, or answers it when that cannot be.
    pub(crate) fn put(&self, request: Request) {
        let size = Size {
            commits: 1,
            events: request.commit.event_count(),
            bytes: request.commit.payload_bytes(),
        };
        let mut line = self.line.lock();
        let refusal = match line.state {
            State::Closed => AppendError::Closed,
            State::Poisoned => AppendError::Poisoned,
            State::Open if line.is_full(size) => AppendError::Busy {
                commits: line.kept.commits,
                bytes: line.kept.bytes,
            },
            State::Open => {
                line.kept.add(size);
                line.waiting.push_back((request, size));
                return self.wake(line);
            }
        };
        drop(line);
        drop(request.reply.send(Err(refusal).into()));
    }

    /// Lets [`Queue::next`] return though nobody waits.
    pub(crate) fn nudge(&self) {
        let mut line = self.line.lock();
        line.nudged = true;
        self.wake(line);
    }

    /// Wakes somebody if something is to be done.
    fn wake(&self, line: Guard<'_, Line>) {
        let worth = line.idle > 0 && line.is_due();
        drop(line);
        if worth {
            self.due.notify_one();
        }
    }

    /// Waits for something to do; `None` once the log is closed or poisoned, and the rest is others'.
    pub(crate) fn next(&self) -> Option<Task> {
        let mut line = self.line.lock();
        loop {
            if let Some(task) = line.task() {
                // What else there is shall not wait for the caller.
                self.wake(line);
                return Some(task);
            }
            if line.is_over() {
                return None;
            }
            line.idle += 1;
            self.due.wait(&mut line);
            line.idle -= 1;
        }
    }

    /// The requests are in the next batch.
    pub(crate) fn gathered(&self) {
        let mut line = self.line.lock();
        line.gathering = false;
        self.wake(line);
    }

    /// The batch is durable and wants to be answered.
    pub(crate) fn written(&self) {
        let mut line = self.line.lock();
        line.writing = false;
        line.unanswered += 1;
        // The caller asks for work at once.
    }

    /// Takes nothing more; what waits is still written.
    pub(crate) fn close(&self) {
        let mut line = self.line.lock();
        if line.state == State::Open {
            line.state = State::Closed;
        }
        drop(line);
        self.due.notify_all();
    }

    /// Takes nothing more, answers all that wait, and lets nothing more be written.
    pub(crate) fn poison(&self) {
        let mut line = self.line.lock();
        line.state = State::Poisoned;
        let waiting = std::mem::take(&mut line.waiting);
        drop(line);
        self.due.notify_all();
        for (request, _) in waiting {
            drop(request.reply.send(Err(AppendError::Poisoned).into()));
        }
    }

    /// A thread will take from the line.
    pub(crate) fn enter(&self) {
        self.line.lock().committers += 1;
    }

    /// A thread takes no more; says whether it was the last.
    pub(crate) fn leave(&self) -> bool {
        let mut line = self.line.lock();
        line.committers -= 1;
        let last = line.committers == 0;
        drop(line);
        // What those that wait for work waited for may never come now.
        self.due.notify_all();
        last
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
        for _ in 0..UNANSWERED_MAX {
            let refused = put().wait();
            assert!(
                matches!(refused, Err(AppendError::Busy { commits, bytes })
                    if (commits, bytes) == (fits, QUEUE_BYTES_MAX)),
                "{refused:?}"
            );
            let task = queue.next();
            let one = matches!(&task, Some(Task::Write(requests)) if requests.len() == 1);
            assert!(one, "one batch, and the disk goes first");
            queue.gathered();
            queue.written();
            waiting.push(put());
        }
        let task = queue.next();
        assert!(
            matches!(task, Some(Task::Answer)),
            "answers wait for two batches at most"
        );
        queue.poison();
        for pending in waiting.drain(UNANSWERED_MAX..) {
            assert!(matches!(pending.wait(), Err(AppendError::Poisoned)));
        }
    }
}
