//! Sessions and tokens that were shown lately, kept in memory: a request must cost neither a look into the file nor,
//! for the time it was last seen, a flush to disk. Knows no table.
//!
//! What is kept here is never older than the file: an entry is added with the connection locked, and whoever ends
//! sessions or tokens calls [`Lately::forget`] under the same lock.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use quick_cache::sync::Cache;

use crate::sessions::SEEN_STEP_MS;

/// Most sessions, and most tokens, kept in memory (about 10 MiB each).
const KEPT_MAX: usize = 50_000;

/// SHA-256 of a secret.
pub(crate) type SecretHash = [u8; 32];

/// Sessions or tokens by the hash of their secret.
pub(crate) struct Lately<T> {
    known: Cache<SecretHash, Arc<T>>,
    /// When each was last seen, where the file does not say it yet.
    seen: Mutex<HashMap<SecretHash, i64>>,
}

impl<T> Default for Lately<T> {
    fn default() -> Self {
        Self {
            known: Cache::new(KEPT_MAX),
            seen: Mutex::default(),
        }
    }
}

impl<T> Lately<T> {
    /// What is kept for a secret. Whether it has expired is for the caller to see.
    pub(crate) fn get(&self, hash: &SecretHash) -> Option<Arc<T>> {
        self.known.get(hash)
    }

    /// Keeps what was read from the file; call it with the connection locked.
    pub(crate) fn keep(&self, hash: SecretHash, what: T) -> Arc<T> {
        let what = Arc::new(what);
        self.known.insert(hash, Arc::clone(&what));
        what
    }

    /// Lets go of everything, because something has ended or changed; call it with the connection locked.
    pub(crate) fn forget(&self) {
        self.known.clear();
    }

    /// When it was last seen, now included: moved in steps of [`SEEN_STEP_MS`]. `stored` is what the file says.
    pub(crate) fn seen(&self, hash: SecretHash, stored: Option<i64>, now_ms: i64) -> i64 {
        let mut seen = self.seen.lock();
        let last = seen.get(&hash).copied().or(stored);
        match last {
            Some(last) if now_ms.saturating_sub(last) < SEEN_STEP_MS => last,
            Some(_) | None => {
                seen.insert(hash, now_ms);
                now_ms
            }
        }
    }

    /// Hands over what the file does not say yet.
    pub(crate) fn take_seen(&self) -> HashMap<SecretHash, i64> {
        std::mem::take(&mut *self.seen.lock())
    }
}
