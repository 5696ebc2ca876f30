//! How far the log is durable, and the bell that rings when it moves.
//! Serves threads (a condition variable) and tasks (a watch channel) alike.

use std::time::Instant;

use crate::sync::{Condvar, Mutex};
use tokio::sync::watch;

use crate::position::GlobalPosition;

/// The durable end of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Durable {
    pub(crate) position: GlobalPosition,
    /// Nothing more will come.
    pub(crate) closed: bool,
}

#[derive(Debug)]
pub(crate) struct Progress {
    tasks: watch::Sender<Durable>,
    threads: Mutex<Durable>,
    moved: Condvar,
}

impl Progress {
    pub(crate) fn at(position: GlobalPosition) -> Self {
        let durable = Durable {
            position,
            closed: false,
        };
        Self {
            tasks: watch::Sender::new(durable),
            threads: Mutex::new(durable),
            moved: Condvar::new(),
        }
    }

    pub(crate) fn position(&self) -> GlobalPosition {
        self.threads.lock().position
    }

    pub(crate) fn advance(&self, position: GlobalPosition) {
        self.change(|durable| durable.position = position);
    }

    pub(crate) fn close(&self) {
        self.change(|durable| durable.closed = true);
    }

    fn change(&self, change: impl FnOnce(&mut Durable)) {
        let mut durable = self.threads.lock();
        change(&mut durable);
        self.tasks.send_replace(*durable);
        self.moved.notify_all();
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Durable> {
        self.tasks.subscribe()
    }

    /// Blocks until something follows `after`, the log closes, or the deadline passes.
    pub(crate) fn wait_beyond(&self, after: GlobalPosition, deadline: Option<Instant>) -> Durable {
        let mut durable = self.threads.lock();
        let stays = |durable: &mut Durable| durable.position <= after && !durable.closed;
        match deadline {
            Some(deadline) => {
                self.moved.wait_while_until(&mut durable, stays, deadline);
            }
            None => self.moved.wait_while(&mut durable, stays),
        }
        *durable
    }
}
