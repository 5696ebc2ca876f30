//! What is durable in the journals and not yet in the store: a sorted map in memory. What stands
//! here hides what the store has under the same key. Knows keys and bytes, no files.

use std::collections::BTreeMap;
use std::ops::Bound;

use prost::bytes::Bytes;

use super::Key;
use super::journal::Change;

#[derive(Debug, Default)]
pub(super) struct Tail {
    kept: BTreeMap<Key, Kept>,
    /// No key in the store, or on its way there, is greater.
    border: Option<Key>,
}

#[derive(Debug)]
struct Kept {
    /// Number of the journal the change is in.
    journal: u64,
    value: Option<Bytes>,
}

/// The next changes of a scan.
pub(super) struct Page {
    pub(super) changes: Vec<Change>,
    /// The key to go on from, when there may be more.
    pub(super) next: Option<Key>,
    /// Whether the store may have something from the asked key on.
    pub(super) store_too: bool,
}

impl Tail {
    pub(super) fn over(border: Option<Key>) -> Self {
        Self {
            kept: BTreeMap::new(),
            border,
        }
    }

    /// Takes the changes of one record of this journal.
    pub(super) fn take(&mut self, journal: u64, changes: Vec<Change>) {
        for Change { key, value } in changes {
            if value.is_none() && Some(key) > self.border {
                self.kept.remove(&key);
            } else {
                self.kept.insert(key, Kept { journal, value });
            }
        }
    }

    /// Everything from this and earlier journals, which is now on its way into the store.
    pub(super) fn leaving(&mut self, journal: u64) -> Vec<Change> {
        let old = self.kept.iter().filter(|(_, kept)| kept.journal <= journal);
        let leaving: Vec<Change> = old
            .map(|(key, kept)| Change {
                key: *key,
                value: kept.value.clone(),
            })
            .collect();
        self.border = leaving.last().map(|change| change.key).max(self.border);
        leaving
    }

    /// Forgets what left: the store has it.
    pub(super) fn left(&mut self, journal: u64) {
        self.kept.retain(|_, kept| kept.journal > journal);
    }

    /// Up to `count` changes from `from` on.
    pub(super) fn page(&self, from: Key, count: usize) -> Page {
        let from_on = (Bound::Included(from), Bound::Unbounded);
        let mut changes = self.kept.range(from_on).map(|(key, kept)| Change {
            key: *key,
            value: kept.value.clone(),
        });
        let page: Vec<Change> = changes.by_ref().take(count).collect();
        Page {
            changes: page,
            next: changes.next().map(|change| change.key),
            store_too: Some(from) <= self.border,
        }
    }

    /// The greatest key up to `key` that stands here, and whether the store may have a greater.
    pub(super) fn floor(&self, key: Key) -> (Option<Key>, bool) {
        let mut there = self.kept.range(..=key).rev();
        let floor = there.find_map(|(key, kept)| kept.value.is_some().then_some(*key));
        (floor, self.border > floor)
    }

    /// Whether the key was removed here, whatever the store has.
    pub(super) fn removed(&self, key: Key) -> bool {
        self.kept.get(&key).is_some_and(|kept| kept.value.is_none())
    }
}
