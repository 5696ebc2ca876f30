//! The engine that keeps everything in memory, for tests and trials. Durable is what was written.

use std::collections::BTreeMap;

use crate::sync::RwLock;
use prost::bytes::Bytes;

use super::{Engine, Entry, Key, Visit};
use crate::error::EngineError;

/// A log's values in a sorted map; gone with the process.
#[derive(Debug, Default)]
pub struct MemoryEngine {
    values: RwLock<BTreeMap<Key, Bytes>>,
}

impl Engine for MemoryEngine {
    fn write(&self, entries: Vec<Entry>) -> Result<(), EngineError> {
        let mut values = self.values.write();
        values.extend(entries.into_iter().map(|entry| (entry.key, entry.value)));
        Ok(())
    }

    fn replace(&self, removed: Vec<Key>, entries: Vec<Entry>) -> Result<(), EngineError> {
        let mut values = self.values.write();
        for key in removed {
            values.remove(&key);
        }
        values.extend(entries.into_iter().map(|entry| (entry.key, entry.value)));
        Ok(())
    }

    fn sync(&self) -> Result<(), EngineError> {
        Ok(())
    }

    fn scan(&self, from: Key, visit: Visit<'_>) -> Result<(), EngineError> {
        for (key, value) in self.values.read().range(from..) {
            if visit(*key, value.clone()).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn floor(&self, key: Key) -> Result<Option<Key>, EngineError> {
        Ok(self
            .values
            .read()
            .range(..=key)
            .next_back()
            .map(|(key, _)| *key))
    }
}
