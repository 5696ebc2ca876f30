//! The handle to all read models: opens them, answers questions, tells how far they are.
//! The questions themselves are in the files named after them; following the log is `runner.rs`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use eventlog::{GlobalPosition, Log};
use rusqlite::Connection;
use tokio::sync::watch;

use crate::error::{Answer, Behind, Failure, OpenError};
use crate::progress::Progress;
use crate::rebuild;
use crate::runner::Runner;
use crate::store::Readers;

/// Handle to the open read models. Clones share it; the last one dropped, or [`ReadModels::stop`], stops
/// following the log.
#[derive(Clone)]
pub struct ReadModels {
    shared: Arc<Shared>,
}

struct Shared {
    // The order of the fields is the order they are dropped in: the thread ends before the files go.
    runner: Runner,
    readers: Readers,
    log: Log,
    progress: Arc<Progress>,
    _file: Option<TemporaryFile>,
}

impl ReadModels {
    /// Opens the read models in the file at `path` and follows the log from where they are. When there is no
    /// file, or it was written by other tables, or it is ahead of the log, it is built from the log first.
    ///
    /// # Errors
    /// [`OpenError`] when the file cannot be opened or built.
    pub fn open(path: &Path, log: &Log) -> Result<Self, OpenError> {
        Self::start(path, log, None)
    }

    /// Read models in a file of the system's temporary folder that goes with the last handle. For tests.
    ///
    /// # Errors
    /// As [`ReadModels::open`].
    pub fn temporary(log: &Log) -> Result<Self, OpenError> {
        let file = TemporaryFile::new();
        let path = file.path.clone();
        Self::start(&path, log, Some(file))
    }

    fn start(path: &Path, log: &Log, file: Option<TemporaryFile>) -> Result<Self, OpenError> {
        let (db, reached) = rebuild::ready(path, log)?;
        let progress = Arc::new(Progress::at(reached));
        let readers = Readers::of(path)?;
        let runner = Runner::start(db, log.subscribe(reached), Arc::clone(&progress))?;
        let shared = Shared {
            runner,
            readers,
            log: log.clone(),
            progress,
            _file: file,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Position of the last event that the read models know.
    #[must_use]
    pub fn reached(&self) -> GlobalPosition {
        self.shared.progress.reached()
    }

    /// A receiver that sees every move of [`ReadModels::reached`].
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<GlobalPosition> {
        self.shared.progress.watch()
    }

    /// How many durable events the read models do not know yet.
    #[must_use]
    pub fn lag(&self) -> u64 {
        self.shared
            .log
            .durable_position()
            .0
            .saturating_sub(self.reached().0)
    }

    /// Why they stopped following the log, if they did. They then answer as of [`ReadModels::reached`].
    #[must_use]
    pub fn failure(&self) -> Option<Arc<Failure>> {
        self.shared.progress.failure()
    }

    /// Waits as a task until the read models know the event at `position`.
    ///
    /// # Errors
    /// [`Behind`] after `timeout`, or at once when they have stopped before it.
    pub async fn wait_until(
        &self,
        position: GlobalPosition,
        timeout: Duration,
    ) -> Result<(), Behind> {
        self.shared.progress.wait_until(position, timeout).await
    }

    /// As [`ReadModels::wait_until`], blocking the thread.
    ///
    /// # Errors
    /// As [`ReadModels::wait_until`].
    pub fn wait_until_blocking(
        &self,
        position: GlobalPosition,
        timeout: Duration,
    ) -> Result<(), Behind> {
        self.shared.progress.wait_until_blocking(position, timeout)
    }

    /// Stops following the log, for every clone, after the batch at hand. Questions are still answered.
    pub fn stop(&self) {
        self.shared.runner.stop();
    }

    /// Asks on one consistent state of all tables.
    pub(crate) fn read<T>(
        &self,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Answer<T> {
        Ok(self.shared.readers.ask(ask)?)
    }
}

/// A database file that goes with its last user.
struct TemporaryFile {
    path: PathBuf,
}

static TEMPORARY_FILES: AtomicU64 = AtomicU64::new(0);

impl TemporaryFile {
    fn new() -> Self {
        let number = TEMPORARY_FILES.fetch_add(1, Ordering::Relaxed);
        let name = format!("pomona-readmodels-{}-{number}.sqlite", std::process::id());
        Self {
            path: std::env::temp_dir().join(name),
        }
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Err(cause) = rebuild::remove(&self.path) {
            tracing::warn!(%cause, "a temporary read model file stays behind");
        }
    }
}
