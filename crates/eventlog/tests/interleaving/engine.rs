//! An engine in memory that remembers what was synced, lets others go first wherever a disk would,
//! and fails one sync when told.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use eventlog::{Engine, EngineError, Entry, GlobalPosition, Key, MemoryEngine, Visit};
use shuttle::thread;

#[derive(Default)]
pub(crate) struct Disk {
    pub(crate) values: Arc<MemoryEngine>,
    /// First positions of the values of each write, in order.
    writes: std::sync::Mutex<Vec<GlobalPosition>>,
    /// How many of the writes are synced.
    synced: AtomicUsize,
    syncs: AtomicUsize,
    fails_at: Option<usize>,
}

impl Disk {
    /// Whose sync with this number, from 1, fails.
    pub(crate) fn failing_at(sync: usize) -> Self {
        Self {
            fails_at: Some(sync),
            ..Self::default()
        }
    }

    /// Whether the write that brought this event is synced.
    pub(crate) fn is_synced(&self, position: GlobalPosition) -> bool {
        let writes = self.writes.lock().unwrap();
        let brought_by = writes.iter().rposition(|first| *first <= position);
        brought_by.is_some_and(|number| number < self.synced.load(Ordering::SeqCst))
    }
}

impl Engine for Disk {
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError> {
        thread::yield_now();
        let first = entries.first().map(|entry| entry.key.position);
        self.values.write(entries)?;
        self.writes.lock().unwrap().extend(first);
        Ok(())
    }

    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError> {
        thread::yield_now();
        self.values.replace(removed, entries)
    }

    fn sync(&self) -> Result<(), EngineError> {
        let written = self.writes.lock().unwrap().len();
        thread::yield_now();
        let number = 1 + self.syncs.fetch_add(1, Ordering::SeqCst);
        if self.fails_at.is_some_and(|fails_at| number >= fails_at) {
            assert_eq!(
                Some(number),
                self.fails_at,
                "a failed sync is not tried again"
            );
            return Err(io::Error::other("the disk is gone").into());
        }
        self.synced.store(written, Ordering::SeqCst);
        Ok(())
    }

    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError> {
        self.values.scan(from, visit)
    }

    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError> {
        self.values.floor(key)
    }
}
