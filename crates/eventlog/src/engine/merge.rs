//! Reading over store and tail as if they were one. Neither is held while a value is shown: what
//! is merged or moved meanwhile may be met in its old form or leave a gap, and the reader, who
//! checks every place, looks again.

use std::ops::ControlFlow;

use crate::sync::RwLock;

use super::store::Store;
use super::tail::Tail;
use super::{Key, Visit};
use crate::error::EngineError;

/// Changes of the tail that are copied at once.
const PAGE_CHANGES: usize = 64;

pub(super) fn scan(
    tail: &RwLock<Tail>,
    store: &Store,
    from: Key,
    visit: Visit<'_>,
) -> Result<(), EngineError> {
    let mut from = Some(from);
    while let Some(start) = from {
        // First the tail: what leaves it after that is in the store already.
        let page = tail.read().page(start, PAGE_CHANGES);
        let mut recent = page.changes.into_iter().peekable();
        if page.store_too {
            let flow = store.scan(start, page.next, &mut |key, value| {
                while let Some(change) = recent.next_if(|change| change.key < key) {
                    if let Some(value) = change.value {
                        visit(change.key, value)?;
                    }
                }
                match recent.next_if(|change| change.key == key) {
                    None => visit(key, value),
                    Some(change) => match change.value {
                        Some(value) => visit(key, value),
                        None => ControlFlow::Continue(()),
                    },
                }
            })?;
            if flow.is_break() {
                return Ok(());
            }
        }
        for change in recent {
            if let Some(value) = change.value
                && visit(change.key, value).is_break()
            {
                return Ok(());
            }
        }
        from = page.next;
    }
    Ok(())
}

pub(super) fn floor(
    tail: &RwLock<Tail>,
    store: &Store,
    key: Key,
) -> Result<Option<Key>, EngineError> {
    let (recent, store_too) = tail.read().floor(key);
    if !store_too {
        return Ok(recent);
    }
    let stored = store.floor(key, |key| !tail.read().removed(key))?;
    Ok(stored.max(recent))
}
