//! The engine on disk: journals in front, which make every sync one write and one wait, and sled
//! behind, into which full journals are moved in the background. Opening reads the journals back
//! over the store; doing that twice changes nothing. See `docs/decisions/0007-journal-in-front.md`.

use crate::sync::thread::{self, JoinHandle};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::sync::{Condvar, Mutex, RwLock};

use super::folder::Folder;
use super::journal::{Identity, JOURNAL_BYTES_MIN, Journal, Record};
use super::mark::{Found, Mark};
use super::mover::{Desk, Shared, Spare};
use super::recovery::{BEYOND, Recovered};
use super::store::{Moved, Store};
use super::{Engine, EngineStats, Entry, Key, Space, Visit, Wake, merge};
use crate::error::{EngineError, OpenError};

/// A journal that could not be moved in time grows to this many times its size; then appending
/// waits for the store.
const JOURNAL_GROWTH_MAX: u64 = 4;

pub(crate) struct DurableEngine {
    shared: Arc<Shared>,
    writer: Mutex<Writer>,
    mark: Mark,
    synced_before: Option<Key>,
}

/// What only the thread that writes uses.
#[derive(Default)]
struct Writer {
    /// What was written since the last sync.
    record: Record,
    /// `None` until the first sync.
    journal: Option<Journal>,
    /// Journals that were there when the log was opened.
    replayed: Vec<(u64, PathBuf)>,
    /// Journal files that were there and that nobody needs.
    unneeded: Vec<PathBuf>,
    /// Number of the first journal to be begun.
    next_number: u64,
    mover: Option<JoinHandle<()>>,
    /// Last key written, what the mark will say once it is synced.
    written: Option<Key>,
    failed: bool,
}

impl DurableEngine {
    /// Opens the folder; nothing in it changes before the first sync, save what sled does.
    pub(crate) fn open(
        dir: &Path,
        cache_bytes: u64,
        journal_bytes: u64,
    ) -> Result<Self, OpenError> {
        let folder = Folder::enter(dir)?;
        let store = Store::open(dir, cache_bytes)?;
        let recovered = Recovered::read(&folder, &store)?;
        if !folder.has_format() {
            if !store.is_empty() || recovered.moved.begun > 0 {
                return Err(OpenError::NotALog {
                    folder: dir.to_owned(),
                });
            }
            let noted = store.set_moved(recovered.moved);
            noted.map_err(|cause| OpenError::Read(cause.into()))?;
        }
        let mark = Mark::open(dir, recovered.moved.log)?;
        folder.make_durable()?;
        let marked = match mark.found() {
            Found::Nothing => None,
            Found::Synced(key) => Some(key),
            Found::Foreign => {
                tracing::error!("the folder holds the files of two logs: its mark is of another");
                Some(BEYOND)
            }
        };
        let synced_before = marked.max(recovered.missing);
        let shared = Arc::new(Shared {
            folder,
            store,
            tail: RwLock::new(recovered.tail),
            journal_bytes,
            desk: Mutex::new(Desk::new(recovered.moved)),
            changed: Condvar::new(),
        });
        let writer = Writer {
            replayed: recovered.replayed,
            unneeded: recovered.unneeded,
            next_number: recovered.next_number,
            ..Writer::default()
        };
        Ok(Self {
            shared,
            writer: Mutex::new(writer),
            mark,
            synced_before,
        })
    }

    /// Makes what was written durable and lets readers see it.
    fn sync_record(&self, writer: &mut Writer) -> Result<(), EngineError> {
        if writer.journal.is_none() {
            self.begin(writer)?;
        }
        let Some(journal) = &mut writer.journal else {
            return Ok(());
        };
        let next = self.next_journal(journal)?;
        journal.append(&mut writer.record, next.is_some())?;
        journal.sync()?;
        let changes = writer.record.take();
        let number = journal.identity.number;
        self.shared.tail.write().take(number, changes);
        writer.written.map_or(Ok(()), |key| self.mark.put(key))?;
        if let Some(next) = next {
            let full = std::mem::replace(journal, next);
            let mut desk = self.shared.desk.lock();
            desk.full.push_back((number, full.path));
            drop(desk);
            self.shared.changed.notify_all();
        }
        Ok(())
    }

    /// Begins the first journal, after those that were found, and starts the mover.
    fn begin(&self, writer: &mut Writer) -> Result<(), EngineError> {
        let shared = &self.shared;
        let before = shared.desk.lock().moved;
        if !shared.folder.has_journals() {
            shared.store.set_moved(before)?;
        }
        for path in std::mem::take(&mut writer.unneeded) {
            fs::remove_file(path)?;
        }
        // Makes the removal durable too: one that was made ready may have the coming number.
        shared.folder.raise_format()?;
        let identity = Identity {
            log: before.log,
            number: writer.next_number,
        };
        let space = JOURNAL_BYTES_MIN.min(shared.journal_bytes);
        let journal = shared.begin(identity, space)?;
        let moved = Moved {
            begun: identity.number,
            ..before
        };
        shared.store.set_moved(moved)?;
        let mut desk = shared.desk.lock();
        desk.moved = moved;
        desk.full.extend(std::mem::take(&mut writer.replayed));
        drop(desk);
        let in_thread = Arc::clone(shared);
        let mover = thread::Builder::new().name("eventlog-mover".to_owned());
        writer.mover = Some(mover.spawn(move || in_thread.run())?);
        writer.journal = Some(journal);
        Ok(())
    }

    /// The journal that follows this one, once that is full and the follower is ready. Waits only
    /// for a mover that is far behind.
    fn next_journal(&self, journal: &Journal) -> Result<Option<Journal>, EngineError> {
        let bytes = journal.bytes();
        let full = self.shared.journal_bytes;
        let mut desk = self.shared.desk.lock();
        if let Some(cause) = desk.failed.take() {
            return Err(cause);
        }
        if bytes < full / 2 {
            return Ok(None);
        }
        if matches!(desk.spare, Spare::None) {
            desk.spare = Spare::Wanted(Identity {
                number: journal.identity.number + 1,
                ..journal.identity
            });
            self.shared.changed.notify_all();
        }
        while bytes >= full * JOURNAL_GROWTH_MAX && !matches!(desk.spare, Spare::Ready(_)) {
            self.shared.changed.wait(&mut desk);
            if let Some(cause) = desk.failed.take() {
                return Err(cause);
            }
        }
        if bytes >= full
            && let Spare::Ready(_) = desk.spare
            && let Spare::Ready(next) = desk.spare.take()
        {
            return Ok(Some(next));
        }
        Ok(None)
    }

    /// Says what the mover failed at, unless that was said before.
    fn close(&self) -> Result<(), EngineError> {
        let mut writer = self.writer.lock();
        let mut desk = self.shared.desk.lock();
        desk.stopping = true;
        drop(desk);
        self.shared.changed.notify_all();
        let ended = writer.mover.take().map(JoinHandle::join);
        if let Some(cause) = self.shared.desk.lock().failed.take() {
            return Err(cause);
        }
        match writer.journal.take() {
            Some(journal) if matches!(ended, Some(Ok(()))) && !writer.failed => {
                self.shared.finish(journal)
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl Drop for DurableEngine {
    /// Leaves the store whole, so that the next opening has nothing to read back.
    fn drop(&mut self) {
        if let Err(cause) = self.close() {
            tracing::error!(%cause, "the journals stay; opening will read them");
        }
    }
}

impl Engine for DurableEngine {
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError> {
        self.replace(Vec::new(), entries)
    }

    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError> {
        let mut writer = self.writer.lock();
        for key in removed {
            writer.record.remove(key);
        }
        for entry in entries {
            writer.written = writer.written.max(Some(entry.key));
            writer.record.put(entry);
        }
        Ok(())
    }

    fn sync(&self) -> Result<(), EngineError> {
        let mut writer = self.writer.lock();
        if writer.record.is_empty() {
            return Ok(());
        }
        // Until it is known to have gone well.
        writer.failed = true;
        self.sync_record(&mut writer)?;
        writer.failed = false;
        Ok(())
    }

    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError> {
        merge::scan(&self.shared.tail, &self.shared.store, from, visit)
    }

    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError> {
        merge::floor(&self.shared.tail, &self.shared.store, key)
    }

    fn synced_before(&self) -> Option<Key> {
        self.synced_before
    }

    fn on_failure(&self, wake: Wake) {
        self.shared.desk.lock().wake = Some(wake);
    }

    fn check(&self) -> Result<(), EngineError> {
        let mut writer = self.writer.lock();
        let failed = self.shared.desk.lock().failed.take();
        failed.map_or(Ok(()), |cause| {
            writer.failed = true;
            Err(cause)
        })
    }

    fn space(&self) -> Result<Option<Space>, EngineError> {
        Ok(Some(self.shared.folder.space()?))
    }

    fn stats(&self) -> EngineStats {
        let journal_bytes = self
            .writer
            .lock()
            .journal
            .as_ref()
            .map_or(0, Journal::bytes);
        let desk = self.shared.desk.lock();
        let last = desk.last_move.unwrap_or_default();
        EngineStats {
            journal_bytes,
            journal_moves: desk.moves,
            last_move_bytes: last.bytes,
            last_move_micros: last.micros,
        }
    }
}

#[cfg(test)]
mod tests;
