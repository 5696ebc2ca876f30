//! The log's handle: opens, appends, reads, subscribes, verifies. All real work is elsewhere:
//! checks and writing in `committer.rs`, reading in `read.rs`.

use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Mutex, RwLock};

use crate::chain::Tail;
use crate::commit::Commit;
use crate::committer::{self, COMMITTERS, Turns};
use crate::engine::{DurableEngine, Engine, MemoryEngine};
use crate::epoch::{self, Epoch};
use crate::error::{EngineError, OpenError, ReadError};
use crate::event::{Appended, RecordedEvent};
use crate::index::{self, Head, Index, StreamKey};
use crate::keeper::{Desk, Habits, Keeper};
use crate::name::{CommitId, StreamName};
use crate::options::Options;
use crate::pending::Pending;
use crate::position::{GlobalPosition, StreamVersion};
use crate::progress::Progress;
use crate::queue::{Queue, Request};
use crate::read;
use crate::space::{self, LowSpace};
use crate::stats::{Counters, Extent, LogStats};
use crate::subscription::Subscription;
use crate::walk::{VerifyReport, Walk};

/// Handle to an open log. Clones share it; the last one dropped, or [`Log::close`], stops its
/// committer threads after all accepted commits are durable.
#[derive(Clone)]
pub struct Log {
    owner: Arc<Owner>,
}

/// What committer, readers and subscriptions share.
pub(crate) struct Shared {
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) queue: Arc<Queue>,
    pub(crate) turns: Turns,
    pub(crate) index: RwLock<Index>,
    pub(crate) progress: Progress,
    pub(crate) desk: Desk,
    pub(crate) counters: Counters,
    pub(crate) epoch: Option<Epoch>,
    pub(crate) on_poison: fn(&EngineError),
    free_floor_bytes: Option<u64>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("durable_position", &self.durable_position().0)
            .finish()
    }
}

/// Stops the threads when the last handle goes.
struct Owner {
    shared: Arc<Shared>,
    committers: Mutex<Vec<JoinHandle<()>>>,
    keeper: Mutex<Option<JoinHandle<Keeper>>>,
}

impl Log {
    /// Opens the log in `dir`, creating it when there is none. Reads and checks all of it, or,
    /// with a checkpoint of the index beside it (`INDEX`), only what came after that;
    /// [`Log::verify`] always reads all.
    ///
    /// # Errors
    /// [`OpenError`] when the folder is in use, of a newer format, not a log, or damaged.
    pub fn open(dir: &Path, options: Options) -> Result<Self, OpenError> {
        let engine = DurableEngine::open(dir, options.cache_bytes, options.journal_bytes)?;
        Self::over(Arc::new(engine), options, Some(dir.to_owned()))
    }

    /// An empty log that lives in memory and ends with the process.
    pub fn in_memory() -> Self {
        let engine = Arc::new(MemoryEngine::default());
        Self::start(engine, Index::default(), Options::default(), None)
    }

    /// A log over an engine of the caller's, checked whole. For tests that let storage fail.
    ///
    /// # Errors
    /// [`OpenError::Read`] when the engine fails or its content is damaged.
    pub fn with_engine(engine: Arc<dyn Engine>, options: Options) -> Result<Self, OpenError> {
        Self::over(engine, options, None)
    }

    /// `dir` is where checkpoints and the epoch are kept.
    fn over(
        engine: Arc<dyn Engine>,
        mut options: Options,
        dir: Option<PathBuf>,
    ) -> Result<Self, OpenError> {
        let checkpoint = dir.as_deref().and_then(index::load);
        let index = Walk::whole(engine.as_ref(), checkpoint)?;
        if let Some(dir) = &dir {
            options.new_epoch = epoch::of_folder(dir, options.new_epoch, index.tail.position)?;
        }
        Ok(Self::start(engine, index, options, dir))
    }

    fn start(
        engine: Arc<dyn Engine>,
        index: Index,
        options: Options,
        dir: Option<PathBuf>,
    ) -> Self {
        let habits = Habits {
            seal_values: options.seal_values,
            checkpoint_events: options.checkpoint_events,
            dir,
        };
        let position = index.tail.position;
        let queue = Arc::new(Queue::default());
        let woken = Arc::clone(&queue);
        engine.on_failure(Box::new(move || woken.nudge()));
        let shared = Arc::new(Shared {
            engine,
            queue,
            turns: Turns::after(index.tail),
            index: RwLock::new(index),
            progress: Progress::at(position),
            desk: Desk::default(),
            counters: Counters::default(),
            epoch: options.new_epoch,
            on_poison: options.on_poison,
            free_floor_bytes: options.free_floor_bytes,
        });
        let mut committers = Vec::new();
        for _ in 0..COMMITTERS {
            let in_thread = Arc::clone(&shared);
            shared.queue.enter();
            match spawn("eventlog-committer", move || committer::run(&in_thread)) {
                Some(committer) => committers.push(committer),
                // One does the work of two, only later.
                None => drop(shared.queue.leave()),
            }
        }
        if committers.is_empty() {
            shared.queue.close();
            shared.desk.committer_ended();
        }
        let in_thread = Arc::clone(&shared);
        let keeper = Keeper::new(habits, position);
        let keeper = spawn("eventlog-keeper", move || keeper.run(&in_thread));
        let owner = Owner {
            shared,
            committers: Mutex::new(committers),
            keeper: Mutex::new(keeper),
        };
        Self {
            owner: Arc::new(owner),
        }
    }

    /// Hands in a commit. Never waits for the disk; the answer comes once it is durable.
    pub fn append(&self, commit: Commit) -> Pending {
        let (reply, pending) = Pending::new();
        match commit.check_form() {
            Ok(()) => {
                let fingerprint = commit.content_fingerprint();
                let keys = commit.expectations();
                let keys = keys.map(|(stream, _)| StreamKey::of(stream)).collect();
                self.owner.shared.queue.put(Request {
                    commit,
                    fingerprint,
                    keys,
                    reply,
                });
            }
            Err(refusal) => drop(reply.send(Err(refusal).into())),
        }
        pending
    }

    /// The receipt of a durable commit, `None` when there is none of this id.
    ///
    /// # Errors
    /// [`ReadError`] when it is there but cannot be read.
    pub fn find_commit(&self, id: CommitId) -> Result<Option<Appended>, ReadError> {
        let first = self.owner.shared.index.read().commit(id);
        let Some(first) = first else { return Ok(None) };
        let stored = read::commit(self.owner.shared.engine.as_ref(), id, first)?;
        Ok(Some(stored.appended))
    }

    /// What "same content" meant for a durable commit: its fingerprint, `None` when there is none
    /// of this id. With it a caller can tell a repeat from a reused id before deciding anything.
    ///
    /// # Errors
    /// [`ReadError`] when it is there but cannot be read.
    pub fn fingerprint_of(&self, id: CommitId) -> Result<Option<[u8; 32]>, ReadError> {
        let first = self.owner.shared.index.read().commit(id);
        let Some(first) = first else { return Ok(None) };
        let stored = read::commit(self.owner.shared.engine.as_ref(), id, first)?;
        Ok(stored.fingerprint.try_into().ok())
    }

    /// All events of a stream from version `from` on, oldest first; empty when there are none.
    ///
    /// # Errors
    /// [`ReadError`] when one of them cannot be read.
    pub fn read_stream(
        &self,
        stream: &StreamName,
        from: StreamVersion,
    ) -> Result<Vec<RecordedEvent>, ReadError> {
        let key = StreamKey::of(stream);
        let head = self.owner.shared.index.read().head(key);
        match head {
            Some(head) => read::stream(self.owner.shared.engine.as_ref(), stream, head, from),
            None => Ok(Vec::new()),
        }
    }

    /// Up to `max_events` durable events after `after`, in order, without a gap; fewer when they
    /// would exceed [`crate::READ_BYTES_MAX`]; empty only at the end of the log.
    ///
    /// # Errors
    /// [`ReadError`] when one of them cannot be read.
    pub fn read_all(
        &self,
        after: GlobalPosition,
        max_events: usize,
    ) -> Result<Vec<RecordedEvent>, ReadError> {
        self.owner.shared.read_all(after, max_events)
    }

    /// Version of the last durable event of a stream, `None` when it has none.
    pub fn head(&self, stream: &StreamName) -> Option<StreamVersion> {
        let head = self.head_of(StreamKey::of(stream));
        head.map(|head| head.version)
    }

    /// Position of the last durable event.
    pub fn durable_position(&self) -> GlobalPosition {
        self.owner.shared.progress.position()
    }

    /// Follows the log: all events after `after`, then each new one once it is durable.
    pub fn subscribe(&self, after: GlobalPosition) -> Subscription {
        Subscription::new(Arc::clone(&self.owner.shared), after)
    }

    /// Walks the whole log and checks every checksum, the hash chain and that positions, versions
    /// and commits are dense and whole. Reports `(done, total)` after every value.
    ///
    /// # Errors
    /// [`ReadError`] at the first thing that is wrong.
    pub fn verify(
        &self,
        mut progress: impl FnMut(GlobalPosition, GlobalPosition),
    ) -> Result<VerifyReport, ReadError> {
        let walk = self.walk(|done, total| {
            progress(done, total);
            ControlFlow::Continue(())
        });
        walk.map(Walk::report)
    }

    /// As [`Log::verify`], until `progress` breaks; then nothing is said.
    ///
    /// # Errors
    /// [`ReadError`] at the first thing that is wrong.
    pub fn verify_while(
        &self,
        progress: impl FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
    ) -> Result<Option<VerifyReport>, ReadError> {
        let walk = self.walk(progress)?;
        Ok((!walk.is_stopped()).then(|| walk.report()))
    }

    fn walk(
        &self,
        progress: impl FnMut(GlobalPosition, GlobalPosition) -> ControlFlow<()>,
    ) -> Result<Walk, ReadError> {
        let until = self.durable_position();
        let empty = self.owner.shared.index.read().empty_of_its_size();
        Walk::until(self.owner.shared.engine.as_ref(), until, empty, progress)
    }

    /// Which life of the log this is; `None` when it was never given one.
    pub fn epoch(&self) -> Option<Epoch> {
        self.owner.shared.epoch
    }

    /// How much there is.
    pub fn extent(&self) -> Extent {
        let index = self.owner.shared.index.read();
        Extent {
            last_position: index.tail.position,
            commits: index.commit_count() as u64,
            streams: index.stream_count() as u64,
        }
    }

    pub(crate) fn engine(&self) -> &dyn Engine {
        self.owner.shared.engine.as_ref()
    }

    pub(crate) fn tail(&self) -> Tail {
        self.owner.shared.index.read().tail
    }

    pub(crate) fn head_of(&self, stream: StreamKey) -> Option<Head> {
        self.owner.shared.index.read().head(stream)
    }

    /// Counters since the log was opened.
    pub fn stats(&self) -> LogStats {
        let shared = &self.owner.shared;
        shared.counters.snapshot(shared.engine.stats())
    }

    /// Why the log takes nothing more, when the disk is nearly full.
    pub fn low_space(&self) -> Option<LowSpace> {
        self.owner.shared.low_space()
    }

    /// Makes all accepted commits durable and stops the committers, for every clone: later appends
    /// answer [`crate::AppendError::Closed`], reads go on. The folder is free for others once the
    /// last handle and subscription are dropped.
    pub fn close(self) {
        self.owner.stop();
    }
}

impl Shared {
    pub(crate) fn low_space(&self) -> Option<LowSpace> {
        space::low(self.engine.as_ref(), self.free_floor_bytes)
    }

    pub(crate) fn read_all(
        &self,
        after: GlobalPosition,
        max_events: usize,
    ) -> Result<Vec<RecordedEvent>, ReadError> {
        let until = self.progress.position();
        read::all(self.engine.as_ref(), after, until, max_events)
    }
}

impl Owner {
    fn stop(&self) {
        self.shared.desk.stop();
        let keeper = self.keeper.lock().take().map(JoinHandle::join);
        self.shared.queue.close();
        let committers = std::mem::take(&mut *self.committers.lock());
        let ended = committers.into_iter().map(JoinHandle::join);
        let panicked = ended.filter(Result::is_err).count();
        if panicked > 0 || matches!(keeper, Some(Err(_))) {
            tracing::error!("a thread of the event log had panicked");
        }
        if let Some(Ok(mut keeper)) = keeper {
            keeper.closing_checkpoint(&self.shared);
        }
    }
}

/// Starts a thread; without it the log takes no commits, or is not kept small.
fn spawn<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<JoinHandle<T>> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(work);
    spawned
        .inspect_err(|cause| tracing::error!(%cause, name, "no thread for the event log"))
        .ok()
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.stop();
    }
}
