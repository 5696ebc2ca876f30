//! Locks, bells and threads: parking_lot's and the system's, or, under the feature `interleaving`,
//! ones whose every step a checker chooses (`tests/interleaving`). Everything that committer,
//! keeper, readers and callers wait for each other with comes from here, or the checker is blind.

#[cfg(feature = "interleaving")]
mod interleaved;

#[cfg(not(feature = "interleaving"))]
mod real {
    pub(crate) use std::thread;

    pub(crate) use parking_lot::{Condvar, Mutex, MutexGuard as Guard, RwLock};
    use tokio::sync::oneshot;

    /// Blocks the thread until the answer is there; `None` when nobody will give it.
    pub(crate) fn wait_for<T>(answer: oneshot::Receiver<T>) -> Option<T> {
        answer.blocking_recv().ok()
    }
}

#[cfg(feature = "interleaving")]
pub(crate) use self::interleaved::{Condvar, Guard, Mutex, RwLock, thread, wait_for};
#[cfg(not(feature = "interleaving"))]
pub(crate) use self::real::{Condvar, Guard, Mutex, RwLock, thread, wait_for};
