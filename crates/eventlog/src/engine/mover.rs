//! The thread that moves full journals into the store and makes the next one ready, so that the
//! thread that acknowledges does neither. When it fails, so does the next sync, and whoever has
//! nothing to sync is woken.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Instant;

use crate::sync::{Condvar, Mutex, RwLock};

use super::Wake;
use super::folder::Folder;
use super::journal::{Identity, JOURNAL_PREFIX, Journal};
use super::store::{Moved, Store};
use super::tail::Tail;
use crate::error::EngineError;

/// Changes that are applied to the store at once, and synced: little enough that sled does not use
/// space again before what made it free is durable.
const CHUNK_CHANGES: usize = 64;

/// What the writing thread and the mover share.
pub(super) struct Shared {
    pub(super) folder: Folder,
    pub(super) store: Store,
    pub(super) tail: RwLock<Tail>,
    /// Bytes after which a journal is moved.
    pub(super) journal_bytes: u64,
    pub(super) desk: Mutex<Desk>,
    pub(super) changed: Condvar,
}

pub(super) struct Desk {
    /// Which journals the store needs.
    pub(super) moved: Moved,
    /// Journals to be moved, with their files, oldest first.
    pub(super) full: VecDeque<(u64, PathBuf)>,
    /// Files that hold nothing any more.
    pub(super) free: Vec<PathBuf>,
    pub(super) spare: Spare,
    pub(super) failed: Option<EngineError>,
    /// Whom to wake when something failed.
    pub(super) wake: Option<Wake>,
    pub(super) stopping: bool,
    /// For whoever asks how it goes.
    pub(super) moves: u64,
    pub(super) last_move: Option<Move>,
}

/// The next journal.
pub(super) enum Spare {
    /// Not thought of yet.
    None,
    Wanted(Identity),
    /// The mover is at it.
    Making,
    Ready(Journal),
}

impl Spare {
    pub(super) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::None)
    }
}

/// What moving one journal took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) bytes: u64,
    pub(super) micros: u64,
}

impl Desk {
    pub(super) fn new(moved: Moved) -> Self {
        Self {
            moved,
            full: VecDeque::new(),
            free: Vec::new(),
            spare: Spare::None,
            failed: None,
            wake: None,
            stopping: false,
            moves: 0,
            last_move: None,
        }
    }
}

/// Leaves nobody waiting for a mover that panicked.
pub(super) struct Ending<'a>(pub(super) &'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(EngineError::MoverPanicked);
        }
    }
}

/// What is to be done next.
enum Task {
    MakeReady(Identity),
    Move(u64, PathBuf),
}

impl Shared {
    /// Works until told to stop, or until it fails; what is left is done by [`Shared::finish`].
    pub(super) fn run(&self) {
        let _ending = Ending(self);
        while let Some(task) = self.next_task() {
            let done = match task {
                Task::MakeReady(identity) => self.make_ready(identity),
                // Whoever is full has a follower, which the store needs from now on.
                Task::Move(number, path) => self.move_journal(number, path, number + 1),
            };
            if let Err(cause) = done {
                return self.fail(cause);
            }
        }
    }

    /// Tells the writing thread, whether it waits for the mover, writes next or is idle.
    fn fail(&self, cause: EngineError) {
        let mut desk = self.desk.lock();
        desk.failed = Some(cause);
        let wake = desk.wake.take();
        drop(desk);
        self.changed.notify_all();
        if let Some(wake) = wake {
            wake();
        }
    }

    fn next_task(&self) -> Option<Task> {
        let mut desk = self.desk.lock();
        loop {
            if desk.stopping {
                return None;
            }
            if let Spare::Wanted(identity) = desk.spare {
                desk.spare = Spare::Making;
                return Some(Task::MakeReady(identity));
            }
            if let Some((number, path)) = desk.full.pop_front() {
                return Some(Task::Move(number, path));
            }
            self.changed.wait(&mut desk);
        }
    }

    fn make_ready(&self, identity: Identity) -> Result<(), EngineError> {
        let spare = self.begin(identity, self.journal_bytes)?;
        self.desk.lock().spare = Spare::Ready(spare);
        self.changed.notify_all();
        Ok(())
    }

    /// Begins a journal in a file that is free, or in a new one.
    pub(super) fn begin(&self, identity: Identity, space: u64) -> Result<Journal, EngineError> {
        let free = self.desk.lock().free.pop();
        let path = free.map_or_else(|| self.new_path(), Ok)?;
        let journal = Journal::begin(path, identity, space)?;
        self.folder.sync()?;
        Ok(journal)
    }

    fn new_path(&self) -> Result<PathBuf, EngineError> {
        let dir = self.folder.dir();
        let mut number = 0u32;
        loop {
            let path = dir.join(format!("{JOURNAL_PREFIX}{number}"));
            if !path.try_exists()? {
                return Ok(path);
            }
            number = number.saturating_add(1);
        }
    }

    /// Brings everything up to this journal into the store, durably; its file is free then.
    /// `begun` is the newest journal there is.
    fn move_journal(&self, number: u64, path: PathBuf, begun: u64) -> Result<(), EngineError> {
        let started = Instant::now();
        let changes = self.tail.write().leaving(number);
        for chunk in changes.chunks(CHUNK_CHANGES) {
            self.store.apply(chunk)?;
            self.store.sync()?;
        }
        let before = self.desk.lock().moved;
        let moved = Moved {
            log: before.log,
            until: number,
            begun: begun.max(before.begun),
        };
        self.store.set_moved(moved)?;
        self.tail.write().left(number);
        let values = changes.iter().filter_map(|change| change.value.as_ref());
        let mut desk = self.desk.lock();
        desk.moved = moved;
        desk.free.push(path);
        desk.moves += 1;
        desk.last_move = Some(Move {
            bytes: values.map(|value| value.len() as u64).sum(),
            micros: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        });
        Ok(())
    }

    /// Brings all journals into the store and removes their files. The thread has ended.
    pub(super) fn finish(&self, current: Journal) -> Result<(), EngineError> {
        let mut desk = self.desk.lock();
        if let Spare::Ready(spare) = desk.spare.take() {
            desk.free.push(spare.path);
        }
        let mut left = std::mem::take(&mut desk.full);
        drop(desk);
        left.push_back((current.identity.number, current.path));
        for (number, path) in left {
            self.move_journal(number, path, current.identity.number)?;
        }
        for path in std::mem::take(&mut self.desk.lock().free) {
            std::fs::remove_file(path)?;
        }
        Ok(self.folder.sync()?)
    }
}
