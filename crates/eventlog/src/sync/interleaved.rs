//! The checker's primitives in the shape of parking_lot's. For tests: a panic is how they fail.
//! There is no time here, so a deadline never passes.

use std::ops::{Deref, DerefMut};
use std::sync::PoisonError;
use std::time::Instant;

use shuttle::sync;
pub(crate) use shuttle::thread;
use tokio::sync::oneshot;

#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> Guard<'_, T> {
        Guard(Some(self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Empty only while its thread waits for a bell.
pub(crate) struct Guard<'a, T>(Option<sync::MutexGuard<'a, T>>);

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().expect("held")
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_deref_mut().expect("held")
    }
}

#[derive(Debug, Default)]
pub(crate) struct Condvar(sync::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn wait<T>(&self, guard: &mut Guard<'_, T>) {
        let held = guard.0.take().expect("held");
        let woken = self.0.wait(held);
        guard.0 = Some(woken.unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn wait_while<T>(
        &self,
        guard: &mut Guard<'_, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) {
        while condition(guard) {
            self.wait(guard);
        }
    }

    pub(crate) fn wait_while_until<T>(
        &self,
        guard: &mut Guard<'_, T>,
        condition: impl FnMut(&mut T) -> bool,
        _deadline: Instant,
    ) {
        self.wait_while(guard, condition);
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }
}

#[derive(Debug, Default)]
pub(crate) struct RwLock<T>(sync::RwLock<T>);

impl<T> RwLock<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(sync::RwLock::new(value))
    }

    pub(crate) fn read(&self) -> sync::RwLockReadGuard<'_, T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> sync::RwLockWriteGuard<'_, T> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn wait_for<T>(answer: oneshot::Receiver<T>) -> Option<T> {
    shuttle::future::block_on(answer).ok()
}
