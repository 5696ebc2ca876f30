//! Use cases, policies and ports: what the product does, told once for every door.
//!
//! A use case is one function: it takes the [`App`], a proof of permission ([`permission::Signed`]), an
//! [`Intent`] (who, when, under which idempotency key) and a command's content, and turns them into one commit of
//! the log. JSON API, pages, CLI and policies all call the same function.
//!
//! This crate knows no HTTP, no HTML and no SQL. The clock, blob storage and randomness come in through
//! [`ports`] and [`Intent`].

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod account;
pub mod address;
pub mod commands;
pub mod error;
mod intent;
mod number;
pub mod permission;
pub mod personal;
pub mod policies;
pub mod ports;
pub mod post;
pub mod rejection;
mod snapshot;
mod state;
mod turns;
pub mod unwinding;
mod work;

use std::{path::PathBuf, sync::Arc, time::Duration};

use eventlog::{AppendError, Appended, CommitId, GlobalPosition, Log, StreamName};
use kernel::{Money, ShortCode};
use readmodels::ReadModels;
use settlement::payment::BatchPolicy;
use vault::Vault;

pub use error::{Error, Violation};
pub use intent::Intent;
pub use number::{LogNumber, NumberError};

use crate::{
    commands::channel_fees::FeeSchedules,
    error::Fault,
    ports::{Blobs, Clock},
    state::{AnyState, StateCache},
    turns::{Turn, Turns},
    work::Work,
};

/// How often a decision is made again when others changed the same streams meanwhile.
const ATTEMPTS_MAX: usize = 16;

/// How many photos are developed at the same time; each may need 200 MiB.
const PHOTOS_AT_ONCE_MAX: usize = 2;

/// How long a reader waits for the read models to reach its own writes.
const READ_YOUR_WRITES_MAX: Duration = Duration::from_secs(5);

/// The product without its doors. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    log: Log,
    vault: Vault,
    readmodels: ReadModels,
    blobs: Arc<dyn Blobs>,
    clock: Arc<dyn Clock>,
    settings: Settings,
    states: StateCache,
    turns: Turns,
    darkroom: tokio::sync::Semaphore,
    allocating: tokio::sync::Mutex<()>,
}

/// What the operator decides about the use cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Words that no nameplate may contain.
    pub banned_words: Vec<String>,
    /// How long a session lasts, in days.
    pub session_days: i64,
    /// Above this, two persons must stand behind a refund or a payout.
    pub two_persons_above: Money,
    /// When small refunds go together.
    pub batching: BatchPolicy,
    /// What channels keep, where it is not what they publish.
    pub fees: FeeSchedules,
    /// Where folded states of long streams are kept; without it they are folded from their first event after every
    /// start. May be deleted at any time.
    pub snapshots: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            banned_words: Vec::new(),
            session_days: 30,
            two_persons_above: Money::fen(500_000),
            batching: BatchPolicy::default(),
            fees: FeeSchedules::new(),
            snapshots: None,
        }
    }
}

/// A wish is done: it is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The log is durable up to here; read models that reached it show the wish.
    pub position: LogNumber,
    /// The same wish had been done before and nothing was done now.
    pub repeated: bool,
}

impl App {
    /// Puts the product together.
    #[must_use]
    pub fn new(
        log: Log,
        vault: Vault,
        readmodels: ReadModels,
        blobs: Arc<dyn Blobs>,
        clock: Arc<dyn Clock>,
        settings: Settings,
    ) -> Self {
        let states = StateCache::new(log.clone(), settings.snapshots.clone());
        Self {
            inner: Arc::new(Inner {
                log,
                vault,
                readmodels,
                blobs,
                clock,
                settings,
                states,
                turns: Turns::default(),
                darkroom: tokio::sync::Semaphore::new(PHOTOS_AT_ONCE_MAX),
                allocating: tokio::sync::Mutex::new(()),
            }),
        }
    }

    /// The read models, for questions.
    #[must_use]
    pub fn read(&self) -> &ReadModels {
        &self.inner.readmodels
    }

    /// The log, for health, metrics and proofs.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.inner.log
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> kernel::Timestamp {
        self.inner.clock.now()
    }

    /// What the operator decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The vault: credentials, sessions, sealed data.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// Photo storage.
    #[must_use]
    pub fn blobs(&self) -> Arc<dyn Blobs> {
        Arc::clone(&self.inner.blobs)
    }

    /// Waits until the read models show everything up to `position`.
    ///
    /// # Errors
    /// [`Error::Behind`] if that takes more than five seconds.
    pub async fn caught_up(&self, position: GlobalPosition) -> Result<(), Error> {
        self.inner
            .readmodels
            .wait_until(position, READ_YOUR_WRITES_MAX)
            .await
            .map_err(|_| Error::Behind)
    }

    /// Held while a lot is divided. Enough as long as one process writes at a time (design §3.4).
    pub(crate) fn allocating(&self) -> &tokio::sync::Mutex<()> {
        &self.inner.allocating
    }

    pub(crate) fn darkroom(&self) -> &tokio::sync::Semaphore {
        &self.inner.darkroom
    }

    /// The state of one aggregate, for checks that need no condition.
    pub(crate) fn load<D: work::Aggregate>(&self, id: &str) -> Result<Arc<D::State>, Error> {
        let stream = work::stream_of::<D>(id)?;
        Ok(self.inner.states.load::<D>(&stream)?.state)
    }

    /// How many events an aggregate has.
    pub(crate) fn version<D: work::Aggregate>(&self, id: &str) -> Result<u64, Error> {
        let head = self.inner.log.head(&work::stream_of::<D>(id)?);
        Ok(head.map_or(0, |version| version.0))
    }

    /// The streams that a wish has written to, if it was done before.
    pub(crate) fn written_by(&self, intent: &Intent) -> Result<Vec<StreamName>, Error> {
        let done = self.inner.log.find_commit(CommitId(intent.commit_id()))?;
        let versions = done.map(|done| done.versions).unwrap_or_default();
        Ok(versions.into_iter().map(|(stream, _)| stream).collect())
    }

    /// A short code that no tree, parcel or payment has yet. Asked of the read models: two equal codes of 35 bits
    /// within their lag are not expected in the life of the product.
    pub(crate) fn fresh_code(&self, intent: &Intent, label: &str) -> Result<ShortCode, Error> {
        for attempt in 0..ATTEMPTS_MAX {
            let code = intent.code(&format!("{label}/{attempt}"));
            let read = self.read();
            let known = read.tree_by_code(code).map_err(Fault::from)?.is_some()
                || read.parcel_by_code(code).map_err(Fault::from)?.is_some()
                || read
                    .payment_by_reference(code)
                    .map_err(Fault::from)?
                    .is_some();
            if !known {
                return Ok(code);
            }
        }
        Err(Error::Busy)
    }

    /// A wish that was true already.
    #[must_use]
    pub fn done_already(&self) -> Done {
        Done {
            position: self.handed_out(self.inner.log.durable_position()),
            repeated: false,
        }
    }

    /// Decisions that are looked at and never committed.
    pub(crate) fn think<'a>(&'a self, intent: &'a Intent) -> Work<'a> {
        Work::new(&self.inner.states, intent, &self.inner.settings.fees)
    }

    /// A position as it is told to others.
    #[must_use]
    pub fn handed_out(&self, position: GlobalPosition) -> LogNumber {
        LogNumber::new(position.0, self.inner.log.epoch())
    }

    /// Makes one wish true: decides, commits, and decides again if others were faster. Whoever was overtaken at a
    /// stream takes turns there with all who write to it.
    pub(crate) async fn perform(
        &self,
        intent: &Intent,
        decide: impl Fn(&mut Work<'_>) -> Result<(), Error>,
    ) -> Result<Done, Error> {
        if let Some(done) = self.done_before(intent)? {
            return Ok(done);
        }
        let mut turn: Option<Turn<'_>> = None;
        let mut overtaken = 0;
        while overtaken < ATTEMPTS_MAX {
            let mut work = self.think(intent);
            if let Err(error) = decide(&mut work) {
                return self.done_meanwhile(intent, error);
            }
            let Some((commit, states)) = work.into_commit() else {
                return Ok(self.done_already());
            };
            let written = states.iter().map(|(stream, _)| stream);
            if turn.is_none()
                && let Some(stream) = self.inner.turns.in_use(written)
            {
                turn = Some(self.inner.turns.wait(stream).await);
                continue;
            }
            match self.inner.log.append(commit).await {
                Ok(appended) => {
                    self.keep(&appended, states);
                    return Ok(Done {
                        position: self.handed_out(appended.last_position),
                        repeated: appended.repeated,
                    });
                }
                // A refusal arrives after the batch that caused it is durable: the next attempt sees it.
                Err(AppendError::Conflict { stream, .. }) => {
                    overtaken += 1;
                    let writes = states.iter().any(|(written, _)| *written == stream);
                    if writes && !turn.as_ref().is_some_and(|turn| turn.is_at(&stream)) {
                        // Given up before waiting for another.
                        drop(turn.take());
                        turn = Some(self.inner.turns.wait(stream).await);
                    }
                }
                Err(error) => return Err(refused(error)),
            }
        }
        Err(Error::Busy)
    }

    /// What a commit led to is what the next decision starts from. A repeat led to nothing now.
    fn keep(&self, appended: &Appended, states: Vec<(StreamName, AnyState)>) {
        if appended.repeated {
            return;
        }
        for (stream, state) in states {
            if let Some(version) = appended.version_of(&stream) {
                self.inner.states.keep(stream, version, state);
            }
        }
    }

    /// A refusal, unless it comes from this very wish having been done in the meantime (a double click).
    fn done_meanwhile(&self, intent: &Intent, error: Error) -> Result<Done, Error> {
        match self.done_before(intent)? {
            Some(done) => Ok(done),
            None => Err(error),
        }
    }

    /// The first answer to a repeated wish, so that a repeat succeeds although the world has moved on.
    fn done_before(&self, intent: &Intent) -> Result<Option<Done>, Error> {
        let id = CommitId(intent.commit_id());
        let Some(first) = self.inner.log.find_commit(id)? else {
            return Ok(None);
        };
        if let Some(asked) = intent.fingerprint()
            && self.inner.log.fingerprint_of(id)? != Some(asked)
        {
            return Err(Error::KeyReused);
        }
        Ok(Some(Done {
            position: self.handed_out(first.last_position),
            repeated: true,
        }))
    }
}

fn refused(error: AppendError) -> Error {
    match error {
        AppendError::CommitIdReused { .. } => Error::KeyReused,
        AppendError::Poisoned | AppendError::Closed | AppendError::LowSpace(_) => {
            Error::Unavailable(error)
        }
        AppendError::Busy { .. } => Error::Busy,
        AppendError::Read(cause) => Fault::Read(cause).into(),
        AppendError::EventTooLarge { .. }
        | AppendError::CommitTooLarge { .. }
        | AppendError::TooManyEvents { .. }
        | AppendError::TooManyStreams { .. } => Error::TooLarge,
        AppendError::Conflict { .. }
        | AppendError::EmptyCommit
        | AppendError::DuplicateStream { .. } => Fault::Append(error).into(),
    }
}
